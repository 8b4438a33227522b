"""The store: which edition is used, where it stands, and that damage is never silent."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from giis._errors import CatalogError, GiisError
from giis._text import Text
from giis.catalogs import Catalog, CatalogStore
from giis.catalogs._files import user_directory


def edition(day: date) -> Catalog:
    return replace(CatalogStore().require("AFILIACION"), version=day, origin="user")


@pytest.mark.parametrize(
    ("days", "version", "origin"),
    [
        ([], date(2024, 11, 1), "bundled"),
        ([date(2025, 3, 1)], date(2025, 3, 1), "user"),
        ([date(2024, 11, 1)], date(2024, 11, 1), "user"),
        ([date(2020, 1, 1)], date(2024, 11, 1), "bundled"),
        ([date(2026, 1, 1), date(2025, 3, 1)], date(2026, 1, 1), "user"),
    ],
)
def test_the_newest_edition_is_used(store: CatalogStore, days: list[date], version: date, origin: str) -> None:
    for day in days:
        path = store.install(edition(day))
        assert path.name == f"AFILIACION.{day}.yaml"
    catalog = store.get("AFILIACION")
    assert catalog is not None
    assert (catalog.version, catalog.origin) == (version, origin)
    assert catalog.digest == CatalogStore(store.directory).require("AFILIACION").digest


def test_installing_is_whole_or_not_at_all(store: CatalogStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(CatalogError, match="no space left"):
        store.install(edition(date(2025, 3, 1)))
    assert store.directory is not None
    assert list(store.directory.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no such permissions there")
def test_a_catalogue_is_public(store: CatalogStore) -> None:
    assert store.install(edition(date(2025, 3, 1))).stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text[: len(text) // 2], "damaged"),
        (lambda text: text.replace("0 1 2 3", "0 1 2 77"), "digest"),
        (lambda text: text.replace("VIGENTE: yes", "VIGENTE: maybe"), "wrong value"),
        (lambda text: text.replace("count: 15", "count: 16"), "16 different keys"),
        (lambda text: text.replace("7 13 88", "7 13 0"), "15 different keys"),
        (lambda text: text.replace("7 13 88", "7 x 88"), "not numbers"),
        (lambda text: text.replace("keys: >-", "keys: >-\n\nother: 1\n#", 1), "damaged"),
        (lambda text: text.replace("giis-catalog/1", "giis-catalog/9"), "giis-catalog/1"),
        (lambda text: text.replace("source: ", "sources: "), "unknown field 'sources'"),
        (lambda text: text.replace("key_kind: integer", "key_kind: float"), "wrong `key_kind`"),
        (lambda text: text.replace("VIGENTE: flag", "VIGENTE: colour"), "wrong attribute"),
        (lambda text: text.replace("{VIGENTE: yes}", "{VIGENTES: yes}"), "wrong attribute"),
        (lambda text: text.replace("{VIGENTE: yes}", "{VIGENTE: [yes]}"), "wrong attribute"),
        (lambda text: text.replace("  2 IMSS", "  200 IMSS"), "unknown key"),
        (lambda text: text.replace("name: AFILIACION", "name: OTRO"), "damaged|not the edition"),
        (lambda text: text.replace("version: 2025-03-01", "version: 2025-03-02"), "not the edition"),
        (lambda text: text.replace("version: 2025-03-01", "version: 2025-13-01"), "wrong `version`"),
        (lambda text: text + "profiles: &a []\n", "damaged"),
        (lambda _: "", "damaged"),
        (lambda _: "\x00\x01", "damaged"),
    ],
)
def test_a_damaged_file_is_named(store: CatalogStore, change: object, message: str) -> None:
    path = store.install(edition(date(2025, 3, 1)))
    assert callable(change)
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    for ask in (lambda: store.get("AFILIACION"), store.catalogs):
        with pytest.raises(CatalogError, match=message) as caught:
            ask()
        assert str(path) in str(caught.value)
        assert str(path) in caught.value.text.es


def test_a_plain_name_is_read_too(store: CatalogStore) -> None:
    path = store.install(edition(date(2025, 3, 1)))
    plain = path.rename(path.with_name("AFILIACION.yaml"))
    assert store.require("AFILIACION").version == date(2025, 3, 1)
    plain.write_text("name: AFILIACION\n")
    with pytest.raises(CatalogError, match="does not tell its version"):
        CatalogStore(store.directory).get("AFILIACION")


def test_strange_files(store: CatalogStore) -> None:
    assert store.directory is not None
    (store.directory / "notes.txt").write_text("not a catalogue")
    assert store.get("AFILIACION")
    strange = store.directory / "mi catálogo.yaml"
    strange.write_text("a: 1")
    with pytest.raises(CatalogError, match="take it away"):
        CatalogStore(store.directory).get("AFILIACION")


def test_a_named_folder_must_exist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CatalogError, match="none"):
        CatalogStore(tmp_path / "none").get("PAIS")
    monkeypatch.setenv("GIIS_CATALOGS", str(tmp_path / "nor"))
    with pytest.raises(CatalogError, match="nor"):
        CatalogStore().get("PAIS")
    (tmp_path / "file").write_text("")
    with pytest.raises(CatalogError, match="file"):
        CatalogStore(tmp_path / "file").get("PAIS")


def test_the_environment_names_the_folder(store: CatalogStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.install(edition(date(2025, 3, 1)))
    monkeypatch.setenv("GIIS_CATALOGS", str(store.directory))
    assert CatalogStore().require("AFILIACION").version == date(2025, 3, 1)
    (tmp_path / "other").mkdir()
    assert CatalogStore(tmp_path / "other").require("AFILIACION").version == date(2024, 11, 1)


@pytest.mark.parametrize(
    ("platform", "environment", "place"),
    [
        ("linux", {"XDG_DATA_HOME": "/data"}, "/data/giis/catalogs"),
        ("linux", {"XDG_DATA_HOME": "data"}, "/home/ana/.local/share/giis/catalogs"),
        ("linux", {}, "/home/ana/.local/share/giis/catalogs"),
        ("darwin", {}, "/home/ana/Library/Application Support/giis/catalogs"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/giis/catalogs"),
        ("win32", {}, "/home/ana/AppData/Local/giis/catalogs"),
    ],
)
def test_the_users_folder(
    monkeypatch: pytest.MonkeyPatch, platform: str, environment: dict[str, str], place: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(Path, "home", lambda: Path("/home/ana"))
    for variable in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    assert user_directory() == Path(place)


def test_without_a_home_the_shipped_ones_serve(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", nowhere)
    store = CatalogStore()
    assert store.get("PAIS")
    with pytest.raises(CatalogError, match="GIIS_CATALOGS"):
        store.install(edition(date(2025, 3, 1)))


def test_the_list(store: CatalogStore) -> None:
    store.install(edition(date(2025, 3, 1)))
    lines = {line.name: line for line in store.catalogs()}
    assert list(lines) == sorted(lines)
    used = lines["AFILIACION"]
    assert (used.version, used.keys, used.origin, used.missing) == (date(2025, 3, 1), 15, "user", False)
    assert used.labelled
    assert not lines["DIAGNOSTICO_SIS"].labelled
    missing = lines["DIRECTORIO_SERVICIOS_AMIGABLES"]
    assert (missing.version, missing.keys, missing.origin, missing.missing) == (None, 0, None, True)
    assert missing.title.es


def test_what_is_not_at_hand(store: CatalogStore) -> None:
    assert store.get("DIRECTORIO_SERVICIOS_AMIGABLES") is None
    assert store.get("NADA") is None
    with pytest.raises(CatalogError, match="catalogs import") as caught:
        store.require("Directorio de servicios amigables")
    assert "importado" in caught.value.text.es
    with pytest.raises(CatalogError, match="unknown catalogue 'NADA'"):
        store.search("NADA", "x")


@pytest.mark.parametrize(
    ("name", "text", "keys"),
    [
        ("PAIS", "mexico", ["142"]),
        ("pais", "MÉXICO", ["142"]),
        ("PAIS", "142", ["142"]),
        ("ENTIDAD_FEDERATIVA", "df", ["09"]),
        ("ENTIDAD_FEDERATIVA", "california sur", ["03"]),
        ("ENTIDAD_FEDERATIVA", "nuevo leon", ["19"]),
        ("SERVICIOS_SIS_CE", "nutricion", ["50"]),
        ("DIAGNOSTICO_SIS", "r69x", ["R69X"]),
        ("PAIS", "no such country", []),
    ],
)
def test_search(store: CatalogStore, name: str, text: str, keys: list[str]) -> None:
    assert [match.key for match in store.search(name, text)] == keys


def test_search_tells_the_values(store: CatalogStore) -> None:
    [match] = store.search("SERVICIOS_SIS_CE", "pedíatrica")
    assert (match.label, match.values) == ("ONCOLOGÍA PEDÍATRICA", {"TIPO_PERSONAL": (4,)})


def test_attributes(store: CatalogStore) -> None:
    catalog = store.require("DIAGNOSTICO_SIS")
    attribute = catalog.attribute("LSEX")
    assert (attribute.kind, attribute.label) == ("text", Text(es="límite de sexo", en="limit of sex"))
    assert "A000" in catalog
    assert "a000" not in catalog
    with pytest.raises(CatalogError, match="no attribute 'COLOR'"):
        catalog.get("A000", "COLOR")
    with pytest.raises(CatalogError, match="no attribute 'COLOR'"):
        catalog.get("none", "COLOR")
    with pytest.raises(TypeError):
        catalog.entries["A000"] = ()  # type: ignore[index]


def test_keys_in_order(store: CatalogStore) -> None:
    keys = store.require("TIPO_PERSONAL_SIS").sorted_keys()
    assert keys == [str(number) for number in range(1, 31)]


def test_errors_speak_both_languages() -> None:
    error = CatalogError(Text(es="mal", en="wrong"))
    assert (str(error), error.text) == ("wrong", Text(es="mal", en="wrong"))
    assert isinstance(error, GiisError)
    assert CatalogError("plain").text == Text(es="plain", en="plain")
