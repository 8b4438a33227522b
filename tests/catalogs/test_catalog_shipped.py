"""The shipped catalogues: what they hold, that they load quickly, that the official workbooks make them."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from giis._resources import data_directory
from giis.catalogs import CatalogStore, canonical_name, declarations
from giis.catalogs._text_reader import read

ROOT = Path(__file__).resolve().parents[2]
WORKBOOKS = ROOT.parent / "shared" / "catalogs"
SHIPPED = sorted((data_directory("spec_yaml") / "catalogs").glob("*.yaml"))


@pytest.mark.parametrize(
    ("name", "version", "keys"),
    [
        ("AFILIACION", date(2024, 11, 1), 15),
        ("AGENTE_LESION", date(2021, 1, 1), 27),
        ("AREA_ANATOMICA", date(2021, 1, 1), 17),
        ("CONSECUENCIA_LESION", date(2021, 1, 1), 22),
        ("ESCOLARIDAD", date(2021, 1, 1), 20),
        ("LENGUA_INDIGENA", date(2018, 1, 1), 95),
        ("MUNICIPIOS", date(2025, 7, 1), 2478),
        ("SITIO_OCURRENCIA", date(2023, 1, 1), 13),
        ("TIPO_ASENTAMIENTO", date(2020, 7, 1), 48),
        ("TIPO_VIALIDAD", date(2016, 12, 1), 29),
        ("DIAGNOSTICO_SIS", date(2024, 4, 24), 9302),
        ("ENTIDAD_FEDERATIVA", date(2016, 2, 1), 35),
        ("ESTABLECIMIENTO_SIS", date(2026, 1, 26), 15295),
        ("PAIS", date(2024, 11, 1), 225),
        ("SERVICIOS_SIS_CE", date(2024, 11, 1), 52),
        ("SERVICIOS_SIS_SB", date(2024, 11, 1), 4),
        ("TIPO_PERSONAL_SIS", date(2024, 1, 1), 30),
    ],
)
def test_editions(name: str, version: date, keys: int) -> None:
    catalog = CatalogStore().get(name)
    assert catalog is not None
    assert (catalog.name, catalog.version, len(catalog), catalog.origin) == (name, version, keys, "bundled")


@pytest.mark.parametrize(
    ("name", "key", "attribute", "value"),
    [
        ("AFILIACION", "2", "VIGENTE", True),
        ("AFILIACION", "13", "VIGENTE", False),
        ("ENTIDAD_FEDERATIVA", "09", "ABREVIATURA", "DF"),
        ("ESCOLARIDAD", "32", "VIGENTE", True),
        ("ENTIDAD_FEDERATIVA", "00", "ABREVIATURA", "NE"),
        ("SERVICIOS_SIS_CE", "24", "TIPO_PERSONAL", (1, 2, 10, 19, 29)),
        ("SERVICIOS_SIS_CE", "72", "TIPO_PERSONAL", (4,)),
        ("SERVICIOS_SIS_SB", "10", "TIPO_PERSONAL", (12, 13, 23)),
        ("SERVICIOS_SIS_SB", "31", "TIPO_PERSONAL", (14,)),
        ("DIAGNOSTICO_SIS", "A000", "LETRA", ""),
        ("DIAGNOSTICO_SIS", "CP01", "LETRA", "CP"),
        ("DIAGNOSTICO_SIS", "CP01", "TIPO_PERSONAL_1VEZ_CE", (4,)),
        ("DIAGNOSTICO_SIS", "CP01", "LSUP", "018A"),
        ("DIAGNOSTICO_SIS", "CP01", "DIA_CAINFANTIL", True),
        ("DIAGNOSTICO_SIS", "Z300", "TIPO_PERSONAL_1VEZ_CE", ()),
        ("DIAGNOSTICO_SIS", "O800", "LSEX", "MUJER"),
        ("DIAGNOSTICO_SIS", "A000", "VALIDO_SB", ()),
        ("ESTABLECIMIENTO_SIS", "ASSSA000013", "sub_abreviacion", "T01"),
        ("ESTABLECIMIENTO_SIS", "ASSSA000030", "tipo_unidad", 2),
        ("ESTABLECIMIENTO_SIS", "ASSSA000030", "en_operacion", True),
        ("ESTABLECIMIENTO_SIS", "ASSSA000030", "institucion", "SSA"),
        ("ESTABLECIMIENTO_SIS", "XXSSA000030", "institucion", None),
    ],
)
def test_values(name: str, key: str, attribute: str, value: object) -> None:
    catalog = CatalogStore().require(name)
    found = catalog.get(key, attribute)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("name", "key", "label"),
    [
        ("AGENTE_LESION", "27", "NO APLICA"),
        ("AREA_ANATOMICA", "16", "OTROS"),
        ("CONSECUENCIA_LESION", "7", "ABORTO"),
        ("LENGUA_INDIGENA", "0111", "PAIPAI"),
        ("MUNICIPIOS", "01001", "AGUASCALIENTES"),
        ("MUNICIPIOS", "32058", "SANTA MARÍA DE LA PAZ"),
        ("SITIO_OCURRENCIA", "0", "VIVIENDA"),
        ("TIPO_ASENTAMIENTO", "48", "LOCALIDAD"),
        ("TIPO_VIALIDAD", "97", "NO APLICA"),
        ("MUNICIPIOS", "09998", None),
    ],
)
def test_labels(name: str, key: str, label: str | None) -> None:
    assert CatalogStore().require(name).label(key) == label


def test_the_guides_names_are_known() -> None:
    assert canonical_name("País") == "PAIS"
    assert canonical_name("Tipo personal – SIS") == "TIPO_PERSONAL_SIS"
    assert canonical_name("ESTABLECIMIENTO DE SALUD SIS") == "ESTABLECIMIENTO_SIS"
    assert canonical_name("servicios de atención por tipo de personal SIS-CE") == "SERVICIOS_SIS_CE"
    assert canonical_name("servicios de atención por tipo de personal SIS-SB") == "SERVICIOS_SIS_SB"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_files_are_small_and_readable(path: Path) -> None:
    assert path.stat().st_size < 400_000
    lines = path.read_text(encoding="utf-8").splitlines()
    assert max(map(len, lines)) <= 120
    catalog = read(path, "bundled")
    assert catalog.name == path.stem
    declared = declarations()[catalog.name]
    assert bool(catalog.labels) == declared.ship_labels
    assert [item.name for item in catalog.attributes] == [item.name for item in declared.attributes]


@pytest.mark.parametrize("page", ["catalogs.md", "catalogs.es.md"])
def test_the_documents_name_every_catalogue(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert [name for name in declarations() if f"`{name}`" not in text] == []


def test_loading_is_quick() -> None:
    def loading() -> float:
        start = time.perf_counter()
        for name in ("DIAGNOSTICO_SIS", "ESTABLECIMIENTO_SIS"):
            read(data_directory("spec_yaml") / "catalogs" / f"{name}.yaml", "bundled")
        return time.perf_counter() - start

    # The best of several: about 0.06 s on the machine that this was written on, which does other things too.
    assert min(loading() for _ in range(5)) < 0.15


def test_importing_the_package_is_light() -> None:
    code = (
        "import sys; import giis.catalogs as c; c.CatalogStore().get('PAIS');"
        "print([m for m in ('polars', 'openpyxl', 'pydantic', 'xml.parsers.expat') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.skipif(not WORKBOOKS.is_dir(), reason="the official workbooks are not at ../shared/catalogs")
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_official_workbooks_make_the_shipped_files(path: Path, tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    source = read(path, "bundled").source.partition(" [")[0]
    if not (WORKBOOKS / source).is_file():
        pytest.skip(f"no workbook at hand made this one: {source}")
    command = [sys.executable, str(ROOT / "tools" / "build_catalogs.py"), str(WORKBOOKS / source)]
    done = subprocess.run([*command, "--output", str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / path.name).read_bytes() == path.read_bytes()
