"""The baseline against which `giis validate` is measured: bare Polars, 60 fixed rules of GIIS-B015-04-11.

    python tests/bench/baseline.py FILE [--block 16] [--whole]

It reads the file as text, casts the columns that the rules use, evaluates 60 expressions and collects the
failing rows as pairs of record number and rule. There are no catalogues, no messages and no checks of the
file's structure.

How it is made fast: one lazy query from bytes to masks, in which columns that no rule uses are never
parsed; high bytes of windows-1252 are replaced by their UTF-8 where they occur, in pieces that fit the
processor's cache; a column is cast once; a rule is one boolean column of one select; positions are taken
only of rules that fired. Blocks of 16 MB hold the memory and are quicker than the whole file at once
(`--whole`); in blocks of that size the in-memory engine is a little quicker than the streaming one
(`--engine`).
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from polars import col

if TYPE_CHECKING:
    from collections.abc import Iterator

GENERIC = "XXXX999999XXXXXX99"
TEXTS = (
    "CURPPRESTADOR NOMBREPRESTADOR CURPPACIENTE NOMBRE PRIMERAPELLIDO SEGUNDOAPELLIDO FECHANACIMIENTO "
    "ENTIDADNACIMIENTO DERECHOHABIENCIA FECHACONSULTA CODIGOCIEDIAGNOSTICO1 CODIGOCIEDIAGNOSTICO2 RIESGO "
    "ESTUDIOSTELECONSULTA"
)
NUMBERS = ("PESO", "TEMPERATURA")
INTEGERS = (
    "PAISNACIMIENTO TIPOPERSONAL PAISNACPACIENTE SEXOCURP SEXOBIOLOGICO MIGRANTE PAISPROCEDENCIA GENERO "
    "TALLA SISTOLICA DIASTOLICA GLUCEMIA TIPOMEDICION RESULTADOOBTENIDOATRAVESDE EMBARAZADASINDIABETES "
    "SINTOMATICORESPIRATORIOTB PRIMERAVEZANIO RELACIONTEMPORAL PRIMERAVEZDIAGNOSTICO2 INTERVENCIONESSMYA "
    "ATENCIONPREGESTACIONALRT RELACIONTEMPORALEMBARAZO PLANSEGURIDAD TRIMESTREGESTACIONAL "
    "COMPLICACIONPORDIABETES PUERPERA INFECCIONPUERPERAL TERAPIAHORMONAL NINOSANORT PRUEBAEDI "
    "RESULTADOEDI RESULTADOBATTELLE EDASRT EDASPLANTRATAMIENTO RECUPERADODESHIDRATACION "
    "NUMEROSOBRESVSOTRATAMIENTO IRASRT INFORMAPREVENCIONACCIDENTES SINTOMADEPRESIVA REFERIDOPOR "
    "TELEMEDICINA TELECONSULTA"
)
USED = [*TEXTS.split(), *NUMBERS, *INTEGERS.split()]

NAME = r"^[A-ZÑÜ]+(?:[ ,./'¨-] ?[A-ZÑÜ]+)*[.']?$"
CURP = (
    r"^[A-Z][AEIOUX][A-Z]{2}[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[HMX]"
    r"(?:AS|BC|BS|CC|CL|CM|CS|CH|DF|DG|GT|GR|HG|JC|MC|MN|MS|NT|NL|OC|PL|QT|QR|SP|SL|SR|TC|TS|TL|VZ|YN|ZS|NE)"
    r"[B-DF-HJ-NP-TV-Z]{3}[0-9A-Z][0-9]$"
)


def rules() -> dict[str, pl.Expr]:
    """Return the 60 rules: each expression is true where the record breaks the rule."""
    age, months = col("edad"), col("meses")
    staff, sex, pregnancy = col("TIPOPERSONAL"), col("SEXOBIOLOGICO"), col("RELACIONTEMPORALEMBARAZO")
    curp, provider = col("CURPPACIENTE"), col("CURPPRESTADOR")
    known = curp != GENERIC
    no_psychology = ~staff.is_in([15, 16])
    fertile = (sex == 2) & age.is_between(9, 59)
    preconception, puerperium = col("ATENCIONPREGESTACIONALRT"), col("PUERPERA")
    diagnosis, second = col("CODIGOCIEDIAGNOSTICO1"), col("CODIGOCIEDIAGNOSTICO2")
    systolic, diastolic, glucose = col("SISTOLICA"), col("DIASTOLICA"), col("GLUCEMIA")
    well, diarrhoea, plan, edi = (
        col("NINOSANORT"),
        col("EDASRT"),
        col("EDASPLANTRATAMIENTO"),
        col("PRUEBAEDI"),
    )
    result, referred, method = col("RESULTADOEDI"), col("REFERIDOPOR"), col("RESULTADOOBTENIDOATRAVESDE")

    def name(column: str) -> pl.Expr:
        value = col(column)
        return ~value.str.contains(NAME) | ~value.str.len_chars().is_between(2, 50)

    def options(column: str, *allowed: int) -> pl.Expr:
        return ~col(column).is_in(allowed)

    def may(column: str, condition: pl.Expr, *allowed: int, default: int = -1) -> pl.Expr:
        value = col(column)
        return (value != default) & ~(condition & value.is_in(allowed))

    def must(column: str, condition: pl.Expr, *allowed: int, default: int = -1) -> pl.Expr:
        value = col(column)
        return pl.when(condition).then(~value.is_in(allowed)).otherwise(value != default)

    return {
        "003-curp": (provider != GENERIC) & ~provider.str.contains(CURP),
        "003-generica": (provider == GENERIC) & (col("PAISNACIMIENTO") == 142),
        "004-nombre": name("NOMBREPRESTADOR"),
        "007-opciones": options("TIPOPERSONAL", *range(1, 12), 15, 16, 19, 20, 21, 22, 24, 25, 27, 29),
        "007-psicologia": staff.is_in([15, 16]) & (age >= 6),
        "007-gerontologia": staff.is_in([25, 27]) & (age < 60),
        "009-curp": known & ~curp.str.contains(CURP),
        "009-prestador": known & (curp == provider),
        "010-nombre": name("NOMBRE"),
        "011-apellido": name("PRIMERAPELLIDO"),
        "012-apellido": name("SEGUNDOAPELLIDO"),
        "012-inicial": known & (col("SEGUNDOAPELLIDO") == "XX") & (curp.str.slice(2, 1) != "X"),
        "013-posterior": col("nacimiento") > col("consulta"),
        "013-edad": age > 120,
        "013-curp": known & (curp.str.slice(4, 6) != col("nacimiento").dt.strftime("%y%m%d")),
        "015-extranjero": (col("PAISNACPACIENTE") != 142) & (col("ENTIDADNACIMIENTO") != "88"),
        "015-mexico": (col("PAISNACPACIENTE") == 142) & (col("ENTIDADNACIMIENTO") == "88"),
        "016-opciones": options("SEXOCURP", 1, 2, 3),
        "016-curp": known
        & (curp.str.slice(10, 1) != col("SEXOCURP").replace_strict({1: "H", 2: "M", 3: "X"}, default=None)),
        "017-opciones": options("SEXOBIOLOGICO", 1, 2, 3),
        "020-opciones": options("MIGRANTE", -1, 0, 1, 2, 3),
        "021-internacional": (col("MIGRANTE") == 2) & col("PAISPROCEDENCIA").is_in([-1, 142]),
        "021-nacional": col("MIGRANTE").is_in([1, 3]) & (col("PAISPROCEDENCIA") != 142),
        "021-no": col("MIGRANTE").is_in([-1, 0]) & (col("PAISPROCEDENCIA") != -1),
        "022-opciones": options("GENERO", *range(7), 88),
        "023-formato": ~col("DERECHOHABIENCIA").str.contains(
            r"^(?:[0-68]|10|11|14|99)(?:&(?:[0-68]|10|11|14|99)){0,8}$"
        ),
        "023-excluyentes": col("DERECHOHABIENCIA").str.contains(r"(?:^|&)(?:0|1|99)&|&(?:0|1|99)$"),
        "026-rango": ~(col("PESO").is_between(1, 400) | (col("PESO") == 999)),
        "027-rango": ~(col("TALLA").is_between(30, 220) | (col("TALLA") == 999)),
        "029-rango": pl.when(diastolic != 0).then(~systolic.is_between(50, 300)).otherwise(systolic != 0),
        "029-menor": systolic < diastolic,
        "030-rango": pl.when(systolic != 0).then(~diastolic.is_between(20, 200)).otherwise(diastolic != 0),
        "033-rango": ~(col("TEMPERATURA").is_between(30, 44) | (col("TEMPERATURA") == 0)),
        "035-rango": ~(glucose.is_between(20, 999) | (glucose == 0)),
        "036": may("TIPOMEDICION", glucose != 0, 0, 1),
        "037": must("RESULTADOOBTENIDOATRAVESDE", glucose != 0, 1, 2),
        "038": may("EMBARAZADASINDIABETES", fertile & (glucose != 0) & (method == 2), 1, 2, default=0),
        "039": may("SINTOMATICORESPIRATORIOTB", no_psychology, 0, 1),
        "040-opciones": options("PRIMERAVEZANIO", 0, 1),
        "042-opciones": options("RELACIONTEMPORAL", 0, 1),
        "043-formato": ~diagnosis.str.contains(r"^[A-Z]{1,2}[0-9]{2}[0-9X]?$"),
        "046-vacio": (col("PRIMERAVEZDIAGNOSTICO2") == -1) != second.is_null(),
        "046-igual": (second == diagnosis) & (second != "R69X"),
        "051": may("INTERVENCIONESSMYA", staff.is_in([1, 2, 3, 4, 9, 19, 24]), 1, 2, 3),
        "052": may("ATENCIONPREGESTACIONALRT", fertile & (pregnancy == -1) & (puerperium == -1), 0, 1),
        "053": pl.when(preconception == -1)
        .then(col("RIESGO") != "-1")
        .otherwise(~col("RIESGO").str.contains(r"^(?:9|[1-5](?:&[1-5]){0,4})$")),
        "054": may("RELACIONTEMPORALEMBARAZO", fertile & (preconception == -1) & (puerperium == -1), 0, 1),
        "055": may("PLANSEGURIDAD", pregnancy == 0, 1) & may("PLANSEGURIDAD", pregnancy == 1, 1, 2),
        "056": must("TRIMESTREGESTACIONAL", pregnancy != -1, 1, 2, 3),
        "058": may("COMPLICACIONPORDIABETES", pregnancy != -1, 0, 1),
        "069": may("INFECCIONPUERPERAL", puerperium != -1, 0, 1),
        "070": may("TERAPIAHORMONAL", sex.is_in([2, 3]) & no_psychology, 0, 1),
        "079": pl.when(edi == 1)
        .then(~result.is_between(1, 3))
        .when(edi == 2)
        .then(~result.is_between(4, 6))
        .otherwise(result != -1),
        "080": may("RESULTADOBATTELLE", (months >= 16) & (age < 5), 1, 2, 3),
        "081": may("EDASRT", (well == -1) & (age < 5) & no_psychology, 0, 1),
        "083": must("RECUPERADODESHIDRATACION", (diarrhoea != -1) & plan.is_in([2, 3]), 0, 1),
        "089": must("INFORMAPREVENCIONACCIDENTES", (age < 10) & no_psychology, 0, 1),
        "090": may("SINTOMADEPRESIVA", ~staff.is_in([7, 8, 9, 10, 11, 21, 22, 29]) & (age >= 60), 1, 2),
        "101-embarazo": referred.is_in([1, 7, 8, 9]) & (pregnancy == -1),
        "103": (col("TELEMEDICINA") == 1) & (col("TELECONSULTA") == 1),
    }


def query(block: bytes, columns: list[str]) -> pl.LazyFrame:
    """Build the query from the bytes of some records to one boolean column a rule."""
    texts = pl.scan_csv(
        block,
        has_header=False,
        separator="|",
        quote_char=None,
        schema=dict.fromkeys(columns, pl.String),
    ).select(USED)
    typed = texts.with_columns(
        col(INTEGERS.split()).cast(pl.Int32, strict=False),
        col(NUMBERS).cast(pl.Float64, strict=False),
        nacimiento=col("FECHANACIMIENTO").str.to_date("%d/%m/%Y", strict=False),
        consulta=col("FECHACONSULTA").str.to_date("%d/%m/%Y", strict=False),
    )
    birth, visit = col("nacimiento").dt, col("consulta").dt
    whole_months = (visit.year() - birth.year()) * 12 + visit.month().cast(pl.Int32) - birth.month().cast(pl.Int32)
    typed = typed.with_columns(meses=whole_months - (visit.day() < birth.day()).cast(pl.Int32))
    typed = typed.with_columns(edad=col("meses") // 12)
    return typed.select(**rules())


def to_utf8(piece: bytes) -> bytes:
    """Turn windows-1252 into UTF-8 by replacing the high bytes that occur."""
    for byte in set(piece.translate(None, bytes(range(128)))):
        high = bytes([byte])
        piece = piece.replace(high, high.decode("cp1252", "replace").encode())
    return piece


def blocks(path: Path, size: int) -> Iterator[bytes]:
    """Yield the file as UTF-8 in blocks of whole lines, the header first."""
    with path.open("rb") as file:
        yield file.readline()
        pieces: list[bytes] = []
        held = 0
        while piece := file.read(1 << 20):
            pieces.append(to_utf8(piece))
            held += len(piece)
            if held >= size:
                data = b"".join(pieces)
                cut = data.rfind(b"\n") + 1
                yield data[:cut]
                pieces, held = [data[cut:]], len(data) - cut
        if data := b"".join(pieces):
            yield data


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--block", type=float, default=16, help="megabytes a block")
    parser.add_argument("--whole", action="store_true", help="the whole file as one block")
    parser.add_argument("--engine", choices=["streaming", "in-memory"], default="in-memory")
    options = parser.parse_args()
    begin = time.perf_counter()
    source = blocks(options.path, 1 << 62 if options.whole else int(options.block * (1 << 20)))
    columns = next(source).decode("cp1252").strip().split("|")
    records = 0
    counts: Counter[str] = Counter()
    findings: list[pl.DataFrame] = []
    for block in source:
        masks = query(block, columns).collect(engine=options.engine)
        for mask in masks:
            if mask.any():
                failing = (mask.arg_true() + records + 1).alias("record")
                counts[mask.name] += len(failing)
                findings.append(failing.to_frame().with_columns(rule=pl.lit(mask.name, pl.Categorical)))
        records += len(masks)
    found = pl.concat(findings) if findings else pl.DataFrame({"record": [], "rule": []})
    seconds = time.perf_counter() - begin
    print(f"records {records}  rules {len(rules())}  columns {len(USED)}  findings {len(found)}")
    print(f"failing records {found['record'].n_unique()}  seconds {seconds:.2f}  records/s {records / seconds:.0f}")
    for rule, count in sorted(counts.items()):
        print(f"  {rule:24}{count:>10}")


if __name__ == "__main__":
    main()
