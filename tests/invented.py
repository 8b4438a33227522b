"""A small invented guide with one variable of every kind, and files that hold it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FILES = {
    "guides/GIIS-B999-01-01.yaml": """\
guide: GIIS-B999-01-01
name: {es: Guía inventada, en: Invented guide}
subsystem: SIS
date: 2024-11-01
prefix: TST
file_types: [TST]
period: fecha
unit: unidad
source: {document: GIIS-B999-01-01, confidence: official}
constants: {GENERICA: NADIE, GRUPO: [A1, A2], TOPE: "5"}
sentinels: {"-1": {es: no aplica, en: not applicable}}
terms:
  - {name: mayor, is: edad >= 18, label: {es: es mayor de edad, en: is of age}}
  - name: edad
    is: years(nacimiento, fecha)
    label: {es: la edad, en: the age}
    unit: {es: años, en: years}
variables:
  - include: comun/persona
    override:
      sexo: {pages: "3"}
  - name: unidad
    label: {es: Unidad, en: Unit}
    type: text
    length: "11"
    catalog: {name: ESTABLECIMIENTO_SIS, dated: fecha}
    clauses: "1"
    covers: {catalogo: "1"}
  - name: pais
    label: {es: País, en: Country}
    type: integer
    catalog: PAIS
  - name: peso
    label: {es: Peso, en: Weight}
    type: decimal
    digits: "3.2"
    range: 1..300
    unknown: "999"
  - name: motivo
    label: {es: Motivo, en: Reason}
    type: integer
    options: {"1": URGENCIA, "2": CITA, "3": OTRO}
    cases:
      - {when: sexo == 2 and mayor, may: ["1", "2"]}
      - {when: sexo == 1, must: options}
    otherwise: "-1"
    clauses: "4"
    covers: {opciones: "1", casos: "2"}
    rules:
      - id: pediatria
        when: this == 3
        require: edad < 18
        clause: "3"
        title: {es: El motivo 3 es de menores, en: Reason 3 is of minors}
    outside:
      - {clause: "4", reason: {es: lo sabe la unidad, en: the unit knows}}
  - name: nota-clinica
    label: {es: Nota, en: Note}
    type: text
    length: 2..6
    pattern: "[A-Z][A-Z0-9]*"
    nullable: "true"
    confidential: "true"
  - name: dosis
    label: {es: Dosis, en: Dose}
    type: integer
    digits: "2"
    nullable: "true"
  - name: riesgos
    label: {es: Riesgos, en: Risks}
    type: integers
    options: {"1": UNO, "2": DOS, "3": TRES, "9": NINGUNO}
    many: {max: "3", exclusive: ["9"]}
    cases:
      - {when: sexo == 2, must: options}
    otherwise: "-1"
  - name: diagnostico
    label: {es: Diagnóstico, en: Diagnosis}
    type: text
    catalog: DIAGNOSTICO_SIS
statements:
  - {id: G01, section: Notas, says: {es: hay un tope, en: there is a cap}, rules: [TST-tope, "TST007*"]}
  - {id: G02, section: Notas, says: {es: otra cosa, en: something else}, outside: {es: no consta, en: not there}}
file_rules:
  - id: tope
    kind: share
    of: nota_clinica == GENERICA
    max_percent: "20"
    title: {es: a lo más 20 %, en: at most 20 %}
  - id: constante
    kind: constant
    value: pais
    by: [unidad]
    when: sexo != 3
    title: {es: un país por unidad, en: one country a unit}
  - id: unico
    kind: unique
    by: [apodo, dosis]
    variable: apodo
    title: {es: no se repite, en: not repeated}
""",
    "blocks/comun/persona.yaml": """\
block: comun/persona
terms:
  - {name: viejo, is: edad > 60}
variables:
  - name: nacimiento
    label: {es: Nacimiento, en: Birth}
    section: PERSONA
    pages: "1"
    type: date
    confidential: "true"
  - name: fecha
    label: {es: Fecha, en: Date}
    type: date
    clauses: "1"
    rules:
      - id: registro
        require: this <= as_of
        clause: "1"
        title: {es: No es futura, en: Not in the future}
      - id: orden
        require: nacimiento <= this
        title: {es: No es anterior al nacimiento, en: Not before birth}
  - name: sexo
    label: {es: Sexo, en: Sex}
    type: integer
    options: {list: sexos, only: 1-3}
  - name: apodo
    label: {es: Apodo, en: Nickname}
    type: text
    section: PERSONA
    rules:
      - id: letras
        require: matches(this, '[A-ZÑÜ]+')
        title: {es: Sólo letras, en: Letters only}
""",
    "code_lists/sexos.yaml": """\
options: {"1": HOMBRE, "2": MUJER, "3": OTRO, "4": MÁS}
""",
}
GUIDE, BLOCK, LIST = FILES
WITH_SUBRECORDS = (
    "statements:\n  - {id: G01",
    """\
  - name: grado
    label: {es: Grado, en: Grade}
    type: integer
    range: 1..5
    confidence: inferred
    rules:
      - id: edad
        require: this <= edad
        title: {es: No rebasa la edad, en: Does not exceed the age}
  - name: ACTOS
    label: {es: Actos, en: Acts}
    type: records
    nullable: "true"
    many: {min: "2", max: "3", sequence: numero, distinct: [causa]}
    clauses: "2"
    covers: {grupo: "1", grupo-maximo: "2"}
    rules:
      - id: mayores
        when: present(this)
        require: mayor or all(this, lugar != 2)
        title: {es: Los menores no tienen actos fuera, en: Minors have no acts outside}
    fields:
      - name: numero
        label: {es: Número, en: Number}
        type: integer
        range: 1..9
        clauses: "1"
        covers: {secuencia: "1"}
      - name: causa
        label: {es: Causa, en: Cause}
        type: text
        length: "4"
        catalog: DIAGNOSTICO_SIS
        confidential: "true"
        rules:
          - id: otra
            require: this != diagnostico
            title: {es: No es el diagnóstico, en: It is not the diagnosis}
          - id: sexo
            when: sexo == 1
            require: this.LSEX != 'MUJER'
            title: {es: No es de mujeres, en: Not one of women}
      - name: lugar
        label: {es: Lugar, en: Place}
        type: integer
        options: {"1": DENTRO, "2": FUERA}
        confidences: {opciones: secondary}
        cases:
          - when: cie(causa, 'O00-O99') and position == 1
            must: ["1"]
          - {when: edad > 60, may: options}
        otherwise: "-1"
      - name: hora
        label: {es: Hora, en: Time}
        type: time
        nullable: "true"
        unknown: "99:99"
        rules:
          - id: dentro
            when: lugar == 1
            require: present(this)
            title: {es: Dentro se da la hora, en: Inside the time is given}
          - id: tarde
            require: minutes(this) >= 600 or this == '99:99'
            title: {es: Después de las diez, en: After ten}
statements:
  - {id: G01""",
)
"""An edit that gives the guide a column with sub-records."""


def written(edits: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the files of the guide with each (old, new) of `edits` replaced; the old text must stand once."""
    files = dict(FILES)
    for old, new in edits:
        (name,) = (name for name, text in files.items() if old in text)
        assert files[name].count(old) == 1, f"{old!r} stands several times"
        files[name] = files[name].replace(old, new)
    return files


def write_guide(root: Path, edits: Iterable[tuple[str, str]] = ()) -> Path:
    """Write the files under `root` and return the path of the guide."""
    for name, text in written(edits).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root / GUIDE
