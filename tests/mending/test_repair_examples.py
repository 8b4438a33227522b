"""The example files of every guide, with what a repair must undo in every variable at once."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest

import giis
from giis.catalogs import CatalogStore, import_workbook
from giis.specs import Kind, Variable, load_guide

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples").glob("*.TXT"))
_NAME = re.compile("[A-ZÑ][A-ZÑ ]+")
_CODE = re.compile("[A-Z][0-9]{3}")


def _worse(variable: Variable, text: str, turn: int) -> str:
    """Return another way to write a value; `turn` chooses among several."""
    if not text or variable.fields:
        return text
    ways: list[str] = []
    if variable.kind is Kind.DATE and re.fullmatch("[0-9/]{10}", text):
        day, month, year = text.split("/")
        ways = [f"{year}-{month}-{day}", f" {text} ", f"{year}/{month}/{day} 00:00:00", f"{year}.{month}.{day}"]
    elif variable.kind is Kind.NUMBER:
        ways = [text.replace(".", ","), f"+{text}", f"0{text}"] if text[0] != "-" else []
    elif variable.kind is Kind.INTEGER and text.isdecimal():
        ways = [f"0{text}", f"{text}.0", f"+{text} ", f" {text}"]
    elif variable.type in ("time", "duration") and re.fullmatch("[0-9]{2}:[0-9]{2}", text):
        ways = [f"{text}:00"]
    elif _CODE.fullmatch(text):
        ways = [text.lower(), f"{text[:3]}.{text[3:]}"]
    elif _NAME.fullmatch(text):
        ways = [text.lower(), re.sub("[AEIO]", lambda found: "ÁÉÍÓ"["AEIO".index(found[0])], text), f" {text} "]
    elif variable.kind is Kind.TEXT and re.search("[A-Z0-9]", text):
        ways = [text.lower(), f"{text} "]
    return ways[turn % len(ways)] if ways else text


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_variable_is_mended(tmp_path, path):
    guide = giis.validate(path).files[0].guide
    variables = load_guide(guide).variables
    header, *records = path.read_bytes().decode("cp1252").split("\r\n")[:-1]
    spoilt = 0
    for turn, record in enumerate(records[:3]):
        given = record.split("|")
        worse = [_worse(variable, text, turn + place) for place, (variable, text) in
                 enumerate(zip(variables, given, strict=True))]  # fmt: skip
        spoilt += sum(old != new for old, new in zip(given, worse, strict=True))
        source = tmp_path / path.name
        source.write_bytes(f"{header}\r\n{'|'.join(worse)}\r\n".encode("cp1252"))
        with TemporaryDirectory() as empty:
            store = CatalogStore(Path(empty))
            done = giis.repair(source, tmp_path / "out.txt", guide, as_of=date(2026, 7, 1), catalogs=store,
                               overwrite=True, max_findings=None)  # fmt: skip
        found = {item.variable for item in done.before.findings}
        mended = (tmp_path / "out.txt").read_bytes().decode("cp1252").split("\r\n")[1].split("|")
        left = {
            variable.identifier: (old, bad, new)
            for variable, old, bad, new in zip(variables, given, worse, mended, strict=True)
            # What no rule speaks of is nobody's to change.
            if new != old and (variable.identifier in found or new != bad)
        }
        assert left == {}
    assert spoilt > 100


def test_codes_are_padded_only_with_their_catalogue(tmp_path):
    """The whole ICD-10 holds categories (T07) beside codes (T07X); what is three characters long is no code."""
    path = next(path for path in EXAMPLES if path.name.startswith("LES"))
    header, *records = path.read_bytes().split(b"\r\n")[:-1]
    record = next(item for item in records if b"T07X" in item)
    source = tmp_path / path.name
    source.write_bytes(header + b"\r\n" + record.replace(b"T07X", b"T07") + b"\r\n")
    book = openpyxl.Workbook()
    book.active.append(["CATALOG_KEY", "NOMBRE", "LSEX", "LINF", "LSUP", "RUBRICA_TYPE", "AF_PRIN"])
    for key in ("S52", "S529", "T07", "T07X"):
        book.active.append([key, "INVENTADO", "NO", "NO", "NO", "A", "SI"])
    book.save(tmp_path / "DIAGNOSTICOS_20250601.xlsx")
    folder = tmp_path / "catalogs"
    folder.mkdir()
    for padded in (False, True):
        done = giis.repair(source, tmp_path / f"{padded}.txt", as_of=date(2026, 7, 1), catalogs=folder)
        assert done.changes_total == (2 if padded else 0)
        assert (record in (tmp_path / f"{padded}.txt").read_bytes()) is padded
        import_workbook(tmp_path / "DIAGNOSTICOS_20250601.xlsx", store=CatalogStore(folder))
