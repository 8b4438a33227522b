"""What is declared of the norm, held against the guides and catalogues that ship."""

from __future__ import annotations

import re
from datetime import date

import pytest

from giis._errors import SpecError
from giis._resources import data_directory
from giis.auditing import _norm
from giis.auditing._norm import load_norm
from giis.specs import checklist_ids, guide_ids, load_guide

NORM = load_norm()
SIS = ["curpPaciente", "primerApellido", "segundoApellido", "nombre", "fechaNacimiento", "entidadNacimiento",
       "sexoCURP", "paisNacPaciente", None, None, None, None]  # fmt: skip
SEUL = [*SIS[:6], "sexo", "paisOrigen", None]
RESIDENCE = ["entidadResidencia", "municipioResidencia", "localidadResidencia"]
# The columns of Tabla 1 in each guide, from the guides' own dictionaries.
TABLE = {
    "GIIS-B015-04-11": SIS,
    "GIIS-B016-04-08": SIS,
    "GIIS-B017-04-09": SIS,
    "GIIS-B018-04-09": SIS,
    "GIIS-B019-04-09": SIS,
    "GIIS-B013-02-03": [*SEUL, None, None, None],
    "GIIS-B014-02-03": [*SEUL, *RESIDENCE],
    "GIIS-B002-04-05": [*SEUL, *RESIDENCE],
    "GIIS-B002-05-09": [*SEUL[:6], "sexoCURP", "paisOrigen", None, *RESIDENCE],
}


def test_every_guide_that_ships_is_on_the_list_or_succeeds_one():
    assert {item.guide for item in NORM.editions} == {*guide_ids(), *checklist_ids()}
    assert [item.guide for item in NORM.editions if item.after is None] == [
        "GIIS-A004-01-07", "GIIS-B015-04-11", "GIIS-B016-04-08", "GIIS-B017-04-09", "GIIS-B018-04-09",
        "GIIS-B019-04-09", "GIIS-B002-04-05", "GIIS-B014-02-03", "GIIS-B013-02-03",
    ]  # fmt: skip
    assert NORM.as_of == date(2025, 10, 30)
    for item in NORM.editions:
        if item.after is not None:
            assert item.since == load_guide(item.guide).published


@pytest.mark.parametrize("guide", guide_ids())
def test_the_fields_of_the_identification_and_the_variables_that_carry_them(guide):
    loaded = load_guide(guide)
    carriers = [item.carrier(loaded) for item in NORM.fields]
    assert [carrier.name if carrier else None for carrier in carriers] == TABLE[guide]
    for carrier in carriers:
        assert carrier is None or "paciente" in carrier.label.es or "CURP" in carrier.label.es
    names = {variable.name for variable in loaded.dictionary}
    unused = {name for item in NORM.fields for name in item.variables} & names
    # The second of two that a guide has is not the field: sexo beside sexoCURP.
    assert unused - set(TABLE[guide]) <= {"sexo"}


def test_every_catalogue_of_a_guide_is_of_the_appendix_or_an_own_one_of_the_guides():
    named = {name for family in NORM.families for name in family.catalogs}
    consulted = {name for guide in guide_ids() for name in load_guide(guide).catalogs}
    assert named <= consulted
    assert consulted - named == {
        "AGENTE_LESION", "AREA_ANATOMICA", "CONSECUENCIA_LESION", "DIRECTORIO_CLUES_CON_ESPIROMETRO",
        "DIRECTORIO_SERVICIOS_AMIGABLES", "ESCOLARIDAD", "SERVICIOS_SIS_CE", "SERVICIOS_SIS_DET", "SERVICIOS_SIS_PF",
        "SERVICIOS_SIS_SB", "SERVICIOS_SIS_SM", "SITIO_OCURRENCIA", "TIPO_ASENTAMIENTO", "TIPO_VIALIDAD",
    }  # fmt: skip


FAULTS = [
    ("catalogs: [MUNICIPIOS]", "catalogs: [MUNICIPIO]", "there is no catalogue 'MUNICIPIO'"),
    ("after: GIIS-B002-04-05", "after: GIIS-B002-04-04", "GIIS-B002-04-04 is not in `in_force`"),
    ("as_of: 2025-10-30", "as_of: ayer", "guides.as_of"),
    ("form: {es: una clave, en: one code}", "shape: x", "unknown key"),
]


@pytest.mark.parametrize(("old", "new", "told"), FAULTS)
def test_a_fault_in_the_declaration_is_told_with_file_and_line(tmp_path, monkeypatch, old, new, told):
    text = (data_directory("spec_yaml") / "audit" / "NOM-024-SSA3-2012.yaml").read_text("utf-8")
    assert old in text
    (tmp_path / "audit").mkdir()
    (tmp_path / "audit" / "NOM-024-SSA3-2012.yaml").write_text(text.replace(old, new, 1), "utf-8")
    monkeypatch.setattr(_norm, "data_directory", lambda name: tmp_path)
    with pytest.raises(SpecError, match=re.escape(told)) as error:
        load_norm.__wrapped__()
    assert error.value.file.endswith("audit/NOM-024-SSA3-2012.yaml")
    assert error.value.line > 1
