"""The declared catalogues: a workbook of each kind, as published and as people save it, and what is made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from giis._errors import CatalogError
from giis.catalogs import CatalogStore, declarations, import_workbook, read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

CLUES = [
    "CLUES",
    "CLAVE DE LA INSTITUCION",
    "CLAVE DE LA ENTIDAD",
    "CLAVE DEL TIPO ESTABLECIMIENTO",
    "CLAVE DE TIPOLOGIA",
    "CLAVE DE SUBTIPOLOGIA",
    "NOMBRE DE LA UNIDAD",
    "CLAVE ESTATUS DE OPERACION",
    "ESTATUS DE OPERACION",
    "FECHA EFECTIVA DE BAJA",
]
OPEN = ["DFSMP016844", "SMP", "09", "2", "Y", "NES", "HOSPITAL", "1", "EN OPERACION", None]
CLOSED = ["ASSSA000013", "SSA", 1, 1, 99, None, " CENTRO\u00a0DE  SALUD", 3, "FUERA DE OPERACION", " 05/03/2024 "]
DIAGNOSES = ["CATALOG_KEY", "NOMBRE", "LSEX", "LINF", "LSUP", "AF_PRIN", "RUBRICA_TYPE", "VALID"]
MUNICIPALITIES = ["EFE_KEY", "CATALOG_KEY", "MUNICIPIO"]
MATRIX: list[list[Any]] = [
    [None, None, "TIPO PERSONAL"],
    ["CATALOG_KEY", "SERVICIOS_ATENCION", "2-  MÉDICA", "16 - PSICÓLOGA"],
    [31, "SALUD MENTAL", "X", " x"],
    ["32", "OTRO ", None, "X"],
]


@dataclass(frozen=True)
class Case:
    """A workbook, and the catalogue that it must be read as."""

    name: str
    file: str
    sheets: Mapping[str, Any]
    entries: Mapping[str, tuple[Any, ...]]
    labels: Mapping[str, str] = field(default_factory=dict)
    dropped: int = 0
    repeated: int = 0
    absent: tuple[str, ...] = ()


CASES = {
    "units": Case(
        "ESTABLECIMIENTO_SALUD",
        "ESTABLECIMIENTO_SALUD_202608.xlsx",
        {
            "CLUES_202608": [CLUES, OPEN, CLOSED],
            "SUBCLUES_202608": [["CLUES", "SERVICIO"], ["DFSMP016844", "X"]],
            "HORARIOS_202608": [["CLUES", "LUNES"], ["DFSMP016844", "8:00"]],
        },
        {
            "DFSMP016844": ("09", "SMP", 2, "Y", "NES", True, False, None),
            "ASSSA000013": ("01", "SSA", 1, "99", "", False, True, date(2024, 3, 5)),
        },
        {"DFSMP016844": "HOSPITAL", "ASSSA000013": "CENTRO DE SALUD"},
    ),
    "units with other headings": Case(
        "ESTABLECIMIENTO_SALUD",
        "CLUES 201908.xlsx",
        {
            "Hoja1": [
                ["Directorio"],
                [
                    " clues ",
                    "Clave de la Institución",
                    "CLAVE DE LA ENTIDAD",
                    "CLAVE TIPO ESTABLECIMIENTO",
                    "CLAVE DE TIPOLOGÍA",
                    "CLAVE DE SUBTIPOLOGIA",
                    "NOMBRE DE LA UNIDAD",
                    "ESTATUS DE OPERACIÓN",
                ],
                ["DFSMP016844", "SMP", "09", 1, "CES", "99", "UNO", "En operación"],
                ["DFSMP016845", "SMP", "9", 1, "CES", "99", "DOS", "PENDIENTE DE ENTRAR EN OPERACION"],
            ]
        },
        {
            "DFSMP016844": ("09", "SMP", 1, "CES", "99", True, False, None),
            "DFSMP016845": ("09", "SMP", 1, "CES", "99", False, False, None),
        },
        absent=("FECHA EFECTIVA DE BAJA",),
    ),
    "dates typed as dates": Case(
        "ESTABLECIMIENTO_SALUD",
        "CLUES_202608.xlsx",
        {"H": [CLUES, [*CLOSED[:-1], datetime(2024, 3, 5)], [*OPEN[:-1], "2023-12-31 00:00:00"]]},
        {
            "ASSSA000013": ("01", "SSA", 1, "99", "", False, True, date(2024, 3, 5)),
            "DFSMP016844": ("09", "SMP", 2, "Y", "NES", True, False, date(2023, 12, 31)),
        },
    ),
    "diagnoses": Case(
        "DIAGNOSTICO",
        "DIAGNOSTICOS_20240416.xlsx",
        {
            "CIE-2024": [
                DIAGNOSES,
                ["A00", "CÓLERA", "NO", "NO", "NO", "NO", "B", "NO"],
                ["O800", "PARTO", "MUJER", "009A", "059A", "SI", None, "SI"],
                ["N40X", "HIPERPLASIA", 1, None, "NO ", "si", "C", "SI"],
                [9999, "MARCA", None, None, None, None, None, None],
            ]
        },
        {
            "A00": ("NO", "NO", "NO", "B", False),
            "O800": ("MUJER", "009A", "059A", "", True),
            "N40X": ("HOMBRE", "NO", "NO", "C", True),
        },
        {"N40X": "HIPERPLASIA"},
        dropped=1,
    ),
    "procedures": Case(
        "PROCEDIMIENTO",
        "PROCEDIMIENTO_202402.xlsx",
        {
            "H": [
                ["CATALOG_KEY", "PRO_NOMBRE", "PRO_CVE_EDIA", "SEX_TYPE", "PROCEDIMIENTO_TYPE"],
                ["4701", "APENDICECTOMÍA", "0", "0", "Q"],
                [754, "EXTRACCIÓN", "0", 2, None],
                ["754X", "EXTRACCIÓN", "0", "2", None],
            ]
        },
        {"4701": ("NO", "Q"), "754": ("MUJER", ""), "754X": ("MUJER", "")},
    ),
    "municipalities": Case(
        "MUNICIPIOS",
        "MUNICIPIOS_202601.xlsx",
        {"Consulta": [["EFE_KEY", "CATALOG_KEY", "MUNICIPIO"], ["09", "015", "CUAUHTÉMOC"], [1, 2.0, "ASIENTOS"]]},
        {"09015": (), "01002": ()},
        {"09015": "CUAUHTÉMOC", "01002": "ASIENTOS"},
    ),
    "localities": Case(
        "LOCALIDADES",
        "LOCALIDADES_202507.xlsx",
        {
            "Consulta": [
                ["CATALOG_KEY", "LOCALIDAD", "MUN_KEY", "EFE_KEY", "MUNICIPIO", "CVEGEO"],
                ["0001", "MÉXICO", "015", "09", "CUAUHTÉMOC", "090150001"],
                [1, "ASIENTOS", 2, 1, "ASIENTOS", 10020001],
            ]
        },
        {"090150001": (), "010020001": ()},
        {"010020001": "ASIENTOS"},
    ),
    "localities of INEGI": Case(
        "LOCALIDADES",
        "AGEEML_202507.xlsx",
        {"H": [["CVE_ENT", "CVE_MUN", "CVE_LOC", "NOM_LOC"], ["09", "015", "0001", "MÉXICO"]]},
        {"090150001": ()},
    ),
    "postal codes": Case(
        "CODIGO_POSTAL",
        "CPdescarga_202607.xlsx",
        {
            "Nota": [["El catálogo se publica sin costo"]],
            "Aguascalientes": [
                ["d_codigo", "d_asenta", "D_mnpio", "c_estado", "c_mnpio"],
                ["20000", "CENTRO", "AGUASCALIENTES", "01", "001"],
                ["20000", "OTRA", "AGUASCALIENTES", "01", "001"],
                ["20000", "LEJOS", "JESÚS MARÍA", "01", "005"],
            ],
            "Distrito_Federal": [
                ["d_codigo", "d_asenta", "D_mnpio", "c_estado", "c_mnpio"],
                [6700, "ROMA NORTE", "CUAUHTÉMOC", 9, 15],
            ],
        },
        {"20000": (), "2000001001": (), "2000001005": (), "06700": (), "0670009015": ()},
        repeated=1,
    ),
    "medicines": Case(
        "MEDICAMENTOS",
        "MEDICAMENTOS_2025.xlsx",
        {"H": [["GRUPO", "CLAVE", "DESCRIPCIÓN"], ["ANALGESIA", "010.000.0104.00", "PARACETAMOL"]]},
        {"010.000.0104.00": ()},
        {"010.000.0104.00": "PARACETAMOL"},
    ),
    "morphology": Case(
        "MORFOLOGIA",
        "MORFOLOGIA_2019.xlsx",
        {"H": [["CATALOG_KEY", "NOMBRE"], ["M82203", "ADENOCARCINOMA"], ["M8000/0", "NEOPLASIA"]]},
        {"M82203": (), "M8000/0": ()},
    ),
    "specialties": Case(
        "ESPECIALIDADES",
        "ESPECIALIDADES_2020.xlsx",
        {"H": [["CATALOG_KEY", "ESPECIALIDAD"], ["001", "ALERGOLOGÍA"], [20, "CARDIOLOGÍA"]]},
        {"1": (), "20": ()},
    ),
    "hospital services": Case(
        "SERVICIOS_ESPECIALIDADES",
        "SERVICIOS_ESPECIALIDADES_2020.xlsx",
        {"H": [["CATALOG_KEY", "DESCRIPCION", "ID_ESPECIALIDAD"], [101, "MEDICINA INTERNA", 1]]},
        {"101": (1,)},
    ),
    "mental health": Case(
        "SERVICIOS_SIS_SM",
        "SERVICIOS_ATENCION_POR_TIPO_PERSONAL_SIS-SM_202411.xlsx",
        {"POR_PERSONAL": MATRIX},
        {"31": ((2, 16),), "32": ((16,),)},
    ),
    "family planning": Case(
        "SERVICIOS_SIS_PF",
        "SERVICIOS NOV-2024.xlsx",
        {"POR_PERSONAL_PLANIFICACION_FAM": MATRIX},
        {"31": ((2, 16),), "32": ((16,),)},
        {"32": "OTRO"},
    ),
    "schooling": Case(
        "ESCOLARIDAD",
        "ESCOLARIDAD_2025.xlsx",
        {"H": [["CATALOG_KEY", "ESCOLARIDAD", "VIGENTE"], ["1", "NINGUNA", 1], [31.0, "PRIMARIA ", "0"]]},
        {"1": (True,), "31": (False,)},
    ),
    "languages": Case(
        "LENGUA_INDIGENA",
        "LENGUA_INDIGENA_2018.xlsx",
        {"Hoja1": [["CLAVE_FAMILIA", "CLAVE_LENGUA", "LENGUA INDÍGENA"], ["01", 111, "PAIPAI"], [None, None, None]]},
        {"0111": ()},
    ),
    "roads": Case(
        "TIPO_VIALIDAD",
        "TIPO_VIALIDAD_2025.xlsx",
        {"H": [["CATALOG_KEY", "TIPO_VIALIDAD"], ["99", "NO ESPECIFICADO"]]},
        {"99": ()},
    ),
    **{
        name: Case(name, f"{name}_2025.xlsx", {"H": [["CATALOG_KEY", "DESCRIPCIÓN CORTA"], [1, "UNO "]]}, {"1": ()})
        for name in ("AGENTE_LESION", "AREA_ANATOMICA", "CONSECUENCIA_LESION", "SITIO_OCURRENCIA")
    },
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_workbooks_are_recognised_and_read(make_workbook: Callable[..., Path], store: CatalogStore, case: Case) -> None:
    report = import_workbook(make_workbook(case.sheets, case.file), store=store)
    catalog = report.catalog
    assert catalog.name == case.name
    assert dict(catalog.entries) == case.entries
    assert {key: catalog.label(key) for key in case.labels} == case.labels
    assert (len(report.dropped), report.repeated, report.absent) == (case.dropped, case.repeated, case.absent)
    installed = CatalogStore(store.directory).installed(case.name)
    assert installed is not None
    assert dict(installed.entries) == case.entries
    assert dict(installed.labels) == dict(catalog.labels)


@pytest.mark.parametrize(
    ("case", "rows", "message"),
    [
        ("units", [CLUES, ["DFSMP01684", *OPEN[1:]]], "CLUES|the key 'DFSMP01684' is malformed"),
        ("units", [CLUES, [*OPEN[:-1], "ayer"]], "FECHA EFECTIVA DE BAJA: 'ayer' is no date"),
        ("units", [CLUES, [*OPEN[:-1], "31/02/2024"]], "'31/02/2024' is no date"),
        ("units", [CLUES, [*OPEN[:7], None, *OPEN[8:]]], "CLAVE ESTATUS DE OPERACION: it is empty"),
        ("units", [[*CLUES, "CLUES"], [*OPEN, "X"]], "has the column CLUES twice"),
        ("diagnoses", [DIAGNOSES, ["A000", "X", "3", "NO", "NO", "SI", "", ""]], "LSEX: '3' is malformed"),
        ("diagnoses", [DIAGNOSES, ["A000", "X", "NO", "10", "NO", "SI", "", ""]], "LINF: '10' is malformed"),
        ("diagnoses", [DIAGNOSES, ["A000", "X", "NO", "NO", "NO", "QUIZÁ", "", ""]], "AF_PRIN: 'QUIZÁ' is none of"),
        (
            "municipalities",
            [["EFE_KEY", "CATALOG_KEY", "MUNICIPIO"], ["09", None, "X"]],
            "a part of the key is missing",
        ),
        ("municipalities", [["EFE_KEY", "CATALOG_KEY", "MUNICIPIO"], ["09", "1234", "X"]], "the 3 characters"),
        ("municipalities", [["EFE_KEY", "CATALOG_KEY", "MUNICIPIO"], ["DF", "001", "X"]], "'DF001' is malformed"),
    ],
)
def test_wrong_rows_refuse_the_workbook(
    make_workbook: Callable[..., Path], store: CatalogStore, case: str, rows: Any, message: str
) -> None:
    with pytest.raises(CatalogError, match=message):
        import_workbook(make_workbook({"H": rows}, CASES[case].file), store=store)
    assert store.directory is not None
    assert list(store.directory.iterdir()) == []


def test_what_a_workbook_lacks_is_told(make_workbook: Callable[..., Path]) -> None:
    path = make_workbook({"H": [DIAGNOSES[:-3], ["A000", "X", "NO", "NO", "NO"]]}, "x_20240416.xlsx")
    with pytest.raises(CatalogError, match="not the workbook of DIAGNOSTICO: it lacks the columns RUBRICA_TYPE, AF_"):
        read_workbook(path, "DIAGNOSTICO")


def test_a_fault_in_one_of_several_sheets_names_it(make_workbook: Callable[..., Path]) -> None:
    sheets = dict(CASES["postal codes"].sheets)
    sheets["Distrito_Federal"] = [*sheets["Distrito_Federal"], ["x", "", "", 9, 15]]
    with pytest.raises(CatalogError, match="'Distrito_Federal': row 3"):
        read_workbook(make_workbook(sheets, "CP_202607.xlsx"))


def test_every_case_is_a_declared_catalogue_and_every_import_has_a_case() -> None:
    covered = {case.name for case in CASES.values()}
    declared = declarations()
    assert covered <= set(declared)
    # These have cases of their own, beside the service matrices that are declared like those here.
    others = {name for name in declared if name.startswith(("DIRECTORIO_", "SERVICIOS_SIS_"))}
    assert {name for name, item in declared.items() if not item.workbook} <= covered | others


@pytest.mark.parametrize("name", ["MUNICIPIO", "LOCALIDAD", "ESTABLECIMIENTO DE SALUD", "DIAGNOSTICOS", "CIE-9-MC"])
def test_the_guides_words_are_known(name: str) -> None:
    from giis.catalogs import canonical_name

    assert canonical_name(name) in declarations()
