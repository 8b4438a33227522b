"""Importing workbooks: what is read, what is refused, what is reported."""

from __future__ import annotations

import builtins
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from giis import _yaml
from giis._errors import CatalogError, SpecError
from giis.catalogs import CatalogStore, declaration, declarations, import_workbook, read_workbook
from giis.catalogs import _declarations as declared_module
from giis.catalogs._declarations import read_declaration
from giis.catalogs._editions import edition_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

STATES = [
    ["CATALOG_KEY", "ENTIDAD_FEDERATIVA", "ABREVIATURA"],
    ["01", "AGUASCALIENTES", "AS"],
    ["02", "BAJA", "BC"],
]
UNITS = [
    [
        "clues",
        "sub_abreviacion",
        "tip_abreviacion",
        "nombre_unidad",
        "en_operacion",
        "tipo_unidad",
        "institucion",
    ],
    ["ASSSA000013", "T01", "T", "CENTRO", "1", "1", "SSA"],
    ["ASSSA000030", 99, "M", "HOSPITAL", 2, 2.0, "SSA"],
]
MATRIX: list[list[Any]] = [
    [None, None, "TIPO PERSONAL"],
    ["CATALOG_KEY", "SERVICIOS_ATENCION", "1-  MÉDICA", "4 - ESPECIALISTA", "12-X"],
    [3, "CIRUGÍA ", None, "X", None],
    ["4", "CONSULTA  EXTERNA", "X", "x ", None],
    [5, "NINGUNO", None, None, None],
]


def dropped(rows: Sequence[Any]) -> list[tuple[int, str]]:
    return [(item.row, item.reason.en) for item in rows]


def test_a_good_workbook(make_workbook: Callable[..., Path], store: CatalogStore) -> None:
    report = import_workbook(make_workbook({"ENTIDAD_FEDERATIVA": STATES}), store=store)
    catalog = report.catalog
    assert (catalog.name, catalog.version, len(catalog)) == ("ENTIDAD_FEDERATIVA", date(2024, 3, 1), 2)
    assert catalog.source == "ENTIDAD_FEDERATIVA_202403.xlsx [ENTIDAD_FEDERATIVA]"
    assert (report.rows, report.dropped, report.active) == (2, (), True)
    assert report.previous is not None
    assert report.previous.origin == "bundled"
    assert report.changes.added == ()
    assert len(report.changes.removed) == 33
    installed = store.require("ENTIDAD_FEDERATIVA")
    assert (installed.origin, installed.digest) == ("user", catalog.digest)
    assert dict(installed.entries) == {"01": ("AS",), "02": ("BC",)}
    assert dict(installed.labels) == {"01": "AGUASCALIENTES", "02": "BAJA"}
    again = import_workbook(make_workbook({"ENTIDAD_FEDERATIVA": STATES}), store=store)
    assert again.path == report.path
    assert again.changes == type(again.changes)((), (), ())


def test_stray_blanks_and_mixed_types(make_workbook: Callable[..., Path]) -> None:
    rows = [
        ["Entidades federativas"],
        [None, " Catalog_Key ", "ENTIDAD\u00a0FEDERATIVA", "Abreviatura\n"],
        [None, 1, "  AGUAS   CALIENTES ", " AS"],
        [None, "2 ", "BAJA\nCALIFORNIA", "BC\u00a0"],
        [None, None, "   ", None],
        [None, 3.0, "OTRA", "OT"],
        ["Fuente: la dirección general"],
    ]
    reading = read_workbook(make_workbook({"Hoja1": rows}))
    assert dict(reading.catalog.entries) == {"01": ("AS",), "02": ("BC",), "03": ("OT",)}
    assert reading.catalog.labels["01"] == "AGUAS CALIENTES"
    assert reading.catalog.labels["02"] == "BAJA CALIFORNIA"
    assert reading.rows == len(reading.catalog) + len(reading.dropped)
    assert dropped(reading.dropped) == [(5, "empty"), (7, "a note, without a key")]


def test_the_right_sheet_is_found(make_workbook: Callable[..., Path]) -> None:
    sheets = {
        "Notas": [["CAMPO", "DESCRIPCIÓN"], ["CATALOG_KEY", "la clave"]],
        "corta": STATES[:2],
        "vieja": [*STATES, ["03", "OTRA", "OT"], ["04", "OTRA", "OU"]],
        "buena": STATES,
    }
    reading = read_workbook(make_workbook(sheets, hidden=["vieja"]))
    assert reading.catalog.source.endswith("[buena]")


def test_all_kinds_of_attributes(make_workbook: Callable[..., Path]) -> None:
    reading = read_workbook(make_workbook({"clues_20260126": UNITS}, "ESTABLECIMIENTO_DE_SALUD_SIS_202512.xlsx"))
    assert reading.catalog.name == "ESTABLECIMIENTO_SIS"
    assert reading.catalog.version == date(2026, 1, 26)
    assert reading.catalog.entries["ASSSA000013"] == ("T01", "T", 1, "SSA", True)
    assert reading.catalog.entries["ASSSA000030"] == ("99", "M", 2, "SSA", False)


DIAGNOSIS = {
    "CATALOG_KEY": "A000",
    "NOMBRE": "CÓLERA",
    "LETRA": "A",
    "DIA_CRONICOS": "NO",
    "DIA_CAINFANTIL": "sí",
    "LSEX": "NO",
    "LINF": "000H",
    "LSUP": "018A",
    "TIPO_PERSONAL_1VEZ_CE": "4, 1,2 ,2",
    "TIPO_PERSONAL_SUBSEC_CE": 14,
    "VALIDO_SM": "SI",
    "VALIDO_SB": "NO",
    "VALIDO_PF": "NO",
}


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("LETRA", "A", ""),
        ("LETRA", "MT", "MT"),
        ("DIA_CAINFANTIL", "sí", True),
        ("DIA_CRONICOS", " no ", False),
        ("TIPO_PERSONAL_1VEZ_CE", "4, 1,2 ,2", (1, 2, 4)),
        ("TIPO_PERSONAL_1VEZ_CE", 14, (14,)),
        ("TIPO_PERSONAL_1VEZ_CE", "14.0", (14,)),
        ("VALIDO_SB", "NO", ()),
    ],
)
def test_diagnoses(make_workbook: Callable[..., Path], column: str, value: object, expected: object) -> None:
    row = {**DIAGNOSIS, column: value}
    reading = read_workbook(make_workbook({"CIE": [list(row), list(row.values())]}, "DIAGNOSTICOS_SIS 240424.xlsx"))
    assert reading.catalog.version == date(2024, 4, 24)
    assert reading.catalog.get("A000", column) == expected


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("CATALOG_KEY", "a000", "the key 'a000' is malformed"),
        ("CATALOG_KEY", "A0001", "malformed"),
        ("CATALOG_KEY", "A0 0", "malformed"),
        ("CATALOG_KEY", None, "it has no key"),
        ("CATALOG_KEY", "=1+1", "no key.*formulas"),
        ("CATALOG_KEY", "'=A1", "malformed"),
        ("LSEX", "1", "LSEX: '1' is malformed"),
        ("LINF", "10A", "LINF"),
        ("LSUP", None, "LSUP: it is empty"),
        ("DIA_CRONICOS", "QUIZÁ", "DIA_CRONICOS: 'QUIZÁ' is none of: NO, SI"),
        ("TIPO_PERSONAL_1VEZ_CE", "1;x", "'x' is not an integer"),
        ("TIPO_PERSONAL_1VEZ_CE", 1234, "1234 is outside 1..99"),
        ("TIPO_PERSONAL_1VEZ_CE", 4.9, "neither text nor integer"),
        ("TIPO_PERSONAL_1VEZ_CE", datetime(2024, 1, 2), "neither text nor integer"),
        ("VALIDO_SM", "#N/A", "error of Excel"),
    ],
)
def test_wrong_cells_refuse_the_workbook(
    make_workbook: Callable[..., Path], store: CatalogStore, column: str, value: object, message: str
) -> None:
    row = {**DIAGNOSIS, column: value}
    path = make_workbook({"CIE": [list(row), list(row.values())]}, "D_240424.xlsx")
    with pytest.raises(CatalogError, match=message) as caught:
        import_workbook(path, store=store)
    assert str(path) in str(caught.value)
    assert "row 2" in str(caught.value)
    assert "renglón 2" in caught.value.text.es
    assert store.directory is not None
    assert list(store.directory.iterdir()) == []


def test_literal_formulas_are_refused(make_workbook: Callable[..., Path]) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    path = make_workbook({"H": STATES})
    book = openpyxl.load_workbook(path)
    cell = book["H"]["A2"]
    cell.value, cell.data_type = "=01", "s"
    book.save(path)
    with pytest.raises(CatalogError, match="there is a formula: '=01'"):
        read_workbook(path)


def test_repeated_keys(make_workbook: Callable[..., Path], store: CatalogStore) -> None:
    reading = read_workbook(make_workbook({"H": [*STATES, [1, "AGUASCALIENTES", "AS"]]}))
    assert dropped(reading.dropped) == [(4, "repeats the key 01 with the same values")]
    with pytest.raises(CatalogError, match="row 4: the key 01 stands in another row with other values"):
        import_workbook(make_workbook({"H": [*STATES, [1, "AGUASCALIENTES", "XX"]]}), store=store)


def test_many_faults_are_counted(make_workbook: Callable[..., Path]) -> None:
    with pytest.raises(CatalogError, match=r"row 4.*row 5.*row 6.*and 4 more"):
        read_workbook(make_workbook({"H": [*STATES, *([f"k{n}", "x", "AA"] for n in range(7))]}))


@pytest.mark.parametrize(
    ("sheets", "name", "message"),
    [
        (
            {"H": [["CATALOG_KEY", "ENTIDAD_FEDERATIVA"], ["01", "X"]]},
            None,
            "of no known catalogue.*ABREVIATURA",
        ),
        (
            {"H": [["CATALOG_KEY", "ENTIDAD_FEDERATIVA"], ["01", "X"]]},
            "ENTIDAD_FEDERATIVA",
            "lacks.*ABREVIATURA",
        ),
        ({"H": STATES}, "PAIS", "is not the workbook of PAIS: it lacks the columns DESCRIPCION"),
        ({"H": [["a", "b"], [1, 2]]}, None, "no known catalogue"),
        ({"H": []}, None, "no known catalogue"),
        ({"H": STATES[:1]}, None, "it holds no key"),
        (
            {"H": [[*STATES[0], "Catalog key"], ["01", "X", "AA", "01"]]},
            None,
            "has the column CATALOG_KEY twice",
        ),
        ({"H": STATES}, "COLORES", "unknown catalogue 'COLORES'"),
    ],
)
def test_wrong_workbooks(
    make_workbook: Callable[..., Path], store: CatalogStore, sheets: Any, name: str | None, message: str
) -> None:
    with pytest.raises(CatalogError, match=message):
        import_workbook(make_workbook(sheets), name, store)
    assert store.directory is not None
    assert list(store.directory.iterdir()) == []


def test_names_decide_where_columns_do_not(make_workbook: Callable[..., Path]) -> None:
    rows = [["clues", "unidad"], ["ASSSA000013", "CENTRO"], ["ASSSA000013", "CENTRO"]]
    with pytest.raises(CatalogError, match=r"could be .*DIRECTORIO_SERVICIOS_AMIGABLES; say which with --name"):
        read_workbook(make_workbook({"H": rows}, "unidades_202401.xlsx"))
    for name, asked in (
        ("Directorio Servicios Amigables 202401.xlsx", None),
        ("x_202401.xlsx", "Directorio Servicios Amigables"),
    ):
        reading = read_workbook(make_workbook({"H": rows}, name), asked)
        assert dict(reading.catalog.entries) == {"ASSSA000013": ()}
        assert dropped(reading.dropped) == [(3, "repeats the key ASSSA000013 with the same values")]


def test_a_missing_catalogue_is_at_hand_after_the_import(
    make_workbook: Callable[..., Path], store: CatalogStore
) -> None:
    assert store.get("DIRECTORIO_SERVICIOS_AMIGABLES") is None
    rows = [["CLUES"], ["DFSSA000013"]]
    report = import_workbook(make_workbook({"SERVICIOS_AMIGABLES": rows}, "x20250131.xlsx"), store=store)
    assert (report.previous, report.changes.added) == (None, ("DFSSA000013",))
    catalog = store.require("DIRECTORIO_SERVICIOS_AMIGABLES")
    assert "DFSSA000013" in catalog
    assert catalog.version == date(2025, 1, 31)


def test_a_matrix(make_workbook: Callable[..., Path]) -> None:
    reading = read_workbook(make_workbook({"POR_PERSONAL_CONSULTA_EXTERNA": MATRIX, "LISTA NOV-2024": []}, "s.xlsx"))
    assert reading.catalog.version == date(2024, 11, 1)
    assert dict(reading.catalog.entries) == {"3": ((4,),), "4": ((1, 4),), "5": ((),)}
    assert reading.catalog.labels["4"] == "CONSULTA EXTERNA"


@pytest.mark.parametrize(
    ("row", "place", "value", "message"),
    [
        (2, 2, "SI", "expected X or nothing: 'SI'"),
        (1, 4, "4- OTRA VEZ", "stands twice"),
        (1, 4, "TOTAL", "not one of the matrix"),
    ],
)
def test_a_wrong_matrix(make_workbook: Callable[..., Path], row: int, place: int, value: str, message: str) -> None:
    rows = [list(cells) for cells in MATRIX]
    rows[row][place] = value
    with pytest.raises(CatalogError, match=message):
        read_workbook(make_workbook({"CONSULTA_EXTERNA NOV-2024": rows}))


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["ESTABLECIMIENTO_DE_SALUD_SIS_202512", "clues_20260126"], date(2026, 1, 26)),
        (["DIAGNOSTICOS_SIS 240424", "CIE-ABRIL -SIS-23"], date(2024, 4, 24)),
        (["AFILIACION_2024_Rev_20241101", "AFILIACION"], date(2024, 11, 1)),
        (["ENTIDAD_FEDERATIVA_201602"], date(2016, 2, 1)),
        (["TIPO_PERSONAL-SIS_2024", "TIPO_PERSONAL"], date(2024, 1, 1)),
        (["x", "SERVICIOS_ATENCION_NOV-2024"], date(2024, 11, 1)),
        (["x", "Septiembre 2023"], date(2023, 9, 1)),
        (["a_202401", "b_202402"], date(2024, 1, 1)),
        (["x_20241301", "y_999999", "z_1234", "12345678901"], None),
        (["x", "Hoja1"], None),
    ],
)
def test_editions(names: list[str], expected: date | None) -> None:
    assert edition_of(names) == expected


def test_the_date_must_be_known(make_workbook: Callable[..., Path], store: CatalogStore) -> None:
    path = make_workbook({"Hoja1": STATES}, "estados.xlsx")
    with pytest.raises(CatalogError, match="--version-date"):
        import_workbook(path, store=store)
    assert import_workbook(path, store=store, version=date(2025, 1, 2)).catalog.version == date(2025, 1, 2)


def test_an_older_edition_does_not_take_over(make_workbook: Callable[..., Path], store: CatalogStore) -> None:
    report = import_workbook(make_workbook({"H": STATES}, "ENTIDAD_FEDERATIVA_200101.xlsx"), store=store)
    assert not report.active
    assert store.require("ENTIDAD_FEDERATIVA").origin == "bundled"


def test_an_import_mends_a_damaged_edition(make_workbook: Callable[..., Path], store: CatalogStore) -> None:
    path = make_workbook({"H": STATES})
    written = import_workbook(path, store=store).path
    written.write_text("format: giis-catalog/1\n")
    broken = CatalogStore(store.directory)
    with pytest.raises(CatalogError, match="damaged"):
        broken.get("ENTIDAD_FEDERATIVA")
    assert import_workbook(path, store=broken).active
    assert broken.require("ENTIDAD_FEDERATIVA").origin == "user"


def test_a_folder_is_made_when_it_is_needed(make_workbook: Callable[..., Path], tmp_path: Path) -> None:
    store = CatalogStore(tmp_path / "a" / "b")
    report = import_workbook(make_workbook({"H": STATES}), store=store)
    assert report.active
    assert report.previous is not None
    assert report.previous.origin == "bundled"


def test_a_strange_neighbour_does_not_hinder_the_import(
    make_workbook: Callable[..., Path], store: CatalogStore
) -> None:
    assert store.directory is not None
    (store.directory / "ENTIDAD_FEDERATIVA.2030-01-01.yaml").write_text("damaged")
    report = import_workbook(make_workbook({"H": STATES}), store=store)
    assert not report.active
    assert report.previous is not None
    assert report.previous.origin == "bundled"


def test_changes_are_told(make_workbook: Callable[..., Path], store: CatalogStore) -> None:
    import_workbook(make_workbook({"H": STATES}), store=store)
    rows = [STATES[0], ["02", "BAJA", "BX"], ["03", "NUEVA", "NU"]]
    report = import_workbook(make_workbook({"H": rows}, "E_202501.xlsx"), store=store)
    changes = report.changes
    assert (changes.added, changes.removed, changes.changed) == (("03",), ("01",), ("02",))


def test_without_openpyxl(make_workbook: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_workbook({"H": STATES})
    real = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name == "openpyxl":
            raise ImportError(name)
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(CatalogError, match=r"pip install 'giis\[xlsx\]'"):
        read_workbook(path)


def test_a_new_catalogue_needs_only_yaml(
    make_workbook: Callable[..., Path], store: CatalogStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = """
catalog: MUNICIPIO
title: {es: Municipios, en: Municipalities}
key: {column: CVEGEO, kind: text, pattern: "[0-9]{5}", width: "5"}
label: {column: MUNICIPIO, ship: "false"}
attributes:
  - {name: EFE_KEY, kind: integer, range: 1..32, label: {es: entidad, en: state}}
  - {name: ALTITUD, kind: integer, optional: "true", label: {es: altitud, en: altitude}}
  - {name: NOTA, kind: text, optional: "true", label: {es: nota, en: note}}
"""
    (tmp_path / "declared").mkdir()
    (tmp_path / "declared" / "MUNICIPIO.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(declared_module, "_folder", lambda: tmp_path / "declared")
    assert list(declarations()) == ["MUNICIPIO"]
    assert declaration("MUNICIPIO") == declarations()["MUNICIPIO"]
    assert declaration("PAIS") is declaration("../declared/MUNICIPIO") is None
    rows = [
        ["EFE_KEY", "CATALOG_KEY", "MUNICIPIO", "CVEGEO", "ALTITUD", "NOTA"],
        ["01", "001", "UNO", 1001, 12, "it's so"],
        ["02", "001", "DOS", "02001", None, None],
    ]
    report = import_workbook(make_workbook({"H": rows}, "MUNICIPIOS_202507.xlsx"), store=store)
    assert dict(report.catalog.entries) == {"01001": (1, 12, "it's so"), "02001": (2, None, "")}
    assert dict(store.require("MUNICIPIO").entries) == dict(report.catalog.entries)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("kind: flag", "kind: color", 6, "'kind' must be one of"),
        ("kind: integer", "kind: flag", 4, "'kind' must be one of"),
        ("catalog: X", "catalog: x", 1, "'catalog' is missing or malformed"),
        ("title: {es: a, en: b}", "title: {es: a}", 2, "'en' is missing"),
        ("column: K", 'column: K, pattern: "["', 4, "no regular expression"),
        ("recognise: [A]", "recognise: A", 3, "list of texts"),
        ("recognise: [A]", "recognize: [A]", 3, "unknown field 'recognize'"),
        ("attributes:", "attributes: x\nothers:", 5, "must be a list"),
        ("  - {name: F", "  - x\n  - {name: F", 1, "a mapping is expected"),
        ("column: K", 'columns: [{column: K, width: "2"}, {column: L}]', 4, "needs its `width`"),
        ("column: K", 'columns: [{column: K, width: "2"}], alone: "1"', 4, "fewer of them that stand alone"),
        ("column: K", 'columns: [{column: K, width: "2"}, {column: L, width: "2"}], alone: "1"', 4, "no attributes"),
        ("kind: flag", "kind: flag, read_as: [A]", 6, "must be a mapping"),
        ("kind: flag", 'kind: flag, optional: "yes"', 6, "'optional' is missing or malformed"),
        ("recognise: [A]", "sheets: some", 3, "'sheets' is missing or malformed"),
        ("- {name: F", "- {name: G, kind: text, label: {es: a, en: b}}\n  - {name: G", 5, "declared twice"),
    ],
)
def test_wrong_declarations(old: str, new: str, line: int, message: str) -> None:
    text = (
        "catalog: X1\ntitle: {es: a, en: b}\nrecognise: [A]\nkey: {column: K, kind: integer}\nattributes:\n"
        "  - {name: F, kind: flag, label: {es: a, en: b}}\n"
    )
    assert read_declaration(_yaml.loads(text), "X1.yaml").name == "X1"
    with pytest.raises(SpecError, match=message) as caught:
        read_declaration(_yaml.loads(text.replace(old, new)), "X1.yaml")
    assert (caught.value.file, caught.value.line) == ("X1.yaml", line)
