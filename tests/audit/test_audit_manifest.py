"""Manifests: what they may say, how their faults are told, and the first one that is written."""

from __future__ import annotations

from datetime import date

import pytest
from auditing_helpers import B015, B016, CEX, cex, example, made, manifest, write

from giis._errors import SpecError
from giis.auditing import draft_manifest, read_manifest

FAULTS = [
    # what is written, line, part of the message in Spanish
    ("", 1, "se espera «clave: valor»"),
    ("system: {}\n", 1, "falta la clave «audit: giis-audit-manifest/1»"),
    ("audit: giis-audit-manifest/2\n", 1, "falta la clave"),
    (manifest(sektor="publico"), 6, "no hay una clave 'sektor'; ¿quiso decir sector?"),
    (manifest(system="\n  nombre: x"), 3, "no hay una clave 'nombre'"),
    (manifest(system="x"), 2, "system: se espera «clave: valor»"),
    (manifest(sector="federal"), 6, "no hay un sector 'federal'; ¿quiso decir publico, privado?"),
    (manifest(sector="pubico"), 6, "¿quiso decir publico"),
    (manifest(serves_public="quizá"), 6, "serves_public: 'quizá' no es sí ni no"),
    (manifest(guides=["B105"]), 6, "no hay una guía 'B105'; ¿quiso decir"),
    (manifest(guides=["CEX", "B015"]), 6, "guides: B015 es GIIS-B015-04-11, que ya está"),
    (manifest(guides="{B015: si}"), 6, "guides: se espera una lista"),
    (manifest(guides="[[B015]]"), 6, "guides: se espera una lista de textos"),
    (manifest(date="02/12/2024"), 5, "date: '02/12/2024' no es una fecha"),
    (manifest(sgsi="nada.yaml"), 6, "sgsi: no existe el archivo 'nada.yaml'"),
    (manifest(sgsi="[a]"), 6, "sgsi: se espera un texto"),
    (manifest(evidence="{CEX-DFSSA-2412.TXT: nota}"), 6, "no hay un archivo 'CEX-DFSSA-2412.TXT'; ¿quiso decir 'CEX"),
    (manifest() + "date: 2024-01-01\n", 6, "stands already in line 5"),
]


@pytest.mark.parametrize(("text", "line", "told"), FAULTS)
def test_a_fault_tells_file_line_and_the_nearest_word(tmp_path, text, line, told):
    write(tmp_path, {CEX: cex(), "audit.yaml": text})
    with pytest.raises(SpecError) as error:
        made(tmp_path, {})
    assert told in error.value.text.es
    assert error.value.file == str(tmp_path / "audit.yaml")
    assert error.value.line == line
    assert error.value.text.en.startswith(f"{tmp_path / 'audit.yaml'}:{line}: ")


WORDS = [
    ("sector", "Público", "sector", "publico"),
    ("sector", "private", "sector", "privado"),
    ("serves_public", "Sí", "serves_public", True),
    ("serves_public", "no", "serves_public", False),
    ("guides", "csb", "guides", (B016,)),
    ("guides", ["B015", "GIIS-B016-04-08"], "guides", (B015, B016)),
    ("date", "2026-01-31", "date", date(2026, 1, 31)),
    ("notes", "una", "notes", ("una",)),
]


@pytest.mark.parametrize(("key", "written", "name", "meant"), WORDS)
def test_what_is_written_and_what_it_means(tmp_path, key, written, name, meant):
    write(tmp_path, {"m.yaml": manifest(**{key: written})})
    assert getattr(read_manifest(tmp_path / "m.yaml"), name) == meant


def test_a_file_of_answers_given_elsewhere_need_not_be_where_the_manifest_says(tmp_path):
    write(tmp_path, {"m.yaml": manifest(sgsi="../otra/sgsi.yaml")})
    with pytest.raises(SpecError):
        read_manifest(tmp_path / "m.yaml")
    assert read_manifest(tmp_path / "m.yaml", answers=False).name == "SIRES Ejemplo"


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_first_manifest_names_the_guides_of_the_files_and_can_be_read(tmp_path, language):
    files = {CEX: cex(), "a/" + CEX: cex(), "b.TXT": example("CSB-DFSSA-2411.TXT"), "leame.txt": "hola"}
    write(tmp_path, files)
    text = draft_manifest(tmp_path, language)
    assert max(map(len, text.splitlines())) <= 100
    write(tmp_path, {"audit.yaml": text})
    found = made(tmp_path, {}, as_of=date(2024, 12, 1))
    assert [item.id for item in found.applied_for] == [B015, B016]
    assert found.manifest.missing[:2] == ("system.name", "system.version")
    assert found.given
