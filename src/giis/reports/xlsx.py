"""A report as an Excel workbook: summary, counts, findings, and what was not evaluated.

It is written without a library, row by row; the same report gives the same bytes. Every text is a string of its own
in the sheet and is marked as text, so that nothing is ever a formula.
"""

from __future__ import annotations

import re
import zipfile
from itertools import islice
from typing import IO, TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from giis.reports import _output_words as o
from giis.reports._known import told_use
from giis.reports._neutral import xml
from giis.reports._voice import Voice
from giis.reports.sheets import count_rows, finding_rows, left_rows, summary_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from giis.reports.outputs import Asked
    from giis.reports.sheets import Cell
    from giis.validators.findings import Report

_MOST_ROWS, _LONGEST = 1_048_576, 32_000
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DAY = (1980, 1, 1, 0, 0, 0)
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_PLAIN, _BOLD, _TEXT = 0, 1, 2
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" quotePrefix="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def write_xlsx(report: Report, asked: Asked, stream: IO[bytes]) -> None:
    """Write `report` as a workbook to `stream`."""
    voice = Voice(asked.language)
    heads: list[Cell] = [voice(text) for text in o.COLUMNS.values()]
    sheets: list[tuple[str, Iterable[Sequence[Cell]]]] = [
        (voice(o.SUMMARY_SHEET), _summary(report, asked, voice)),
        (voice(o.COUNTS_SHEET), count_rows(report, asked)),
        (voice(o.FINDINGS_SHEET), _with_heads(heads, finding_rows(report, asked))),
        (voice(o.LEFT_SHEET), left_rows(report, asked)),
    ]
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in _parts([name for name, _ in sheets]):
            book.writestr(_member(name), _HEAD + text)
        for number, (_, rows) in enumerate(sheets, 1):
            with book.open(_member(f"xl/worksheets/sheet{number}.xml"), "w") as part:
                for piece in _sheet(islice(rows, _MOST_ROWS)):
                    part.write(piece.encode())


def _summary(report: Report, asked: Asked, voice: Voice) -> Iterator[Sequence[Cell]]:
    yield from summary_rows(report, asked)
    if report.values_shown:
        yield [voice(o.VALUES_SHOWN)]
    if report.baseline is not None:
        for text in told_use(voice, report.baseline):
            yield [text]


def _with_heads(heads: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    yield heads
    yield from rows


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _DAY)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


def _parts(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the parts of the workbook beside its sheets."""
    numbers = range(1, len(names) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_TYPES}.worksheet+xml"/>'
        for number in numbers
    )
    yield (
        "[Content_Types].xml",
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>{overrides}</Types>',
    )
    yield (
        "_rels/.rels",
        f'<Relationships xmlns="{_LINKS}"><Relationship Id="rId1" Type="{_KINDS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
    )
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>' for number, name in enumerate(names, 1)
    )
    yield "xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_KINDS}"><sheets>{listed}</sheets></workbook>'
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_KINDS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    styles = f'<Relationship Id="rId{len(names) + 1}" Type="{_KINDS}/styles" Target="styles.xml"/>'
    yield "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{_LINKS}">{links}{styles}</Relationships>'
    yield "xl/styles.xml", _STYLES


def _sheet(rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Yield one sheet, its first row of heads kept in sight."""
    yield (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        '<sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="26" width="18" customWidth="1"/></cols>'
        "<sheetData>"
    )
    for number, row in enumerate(rows):
        yield "<row>" + "".join(_cell(item, _TEXT if number else _BOLD) for item in row) + "</row>"
    yield "</sheetData></worksheet>"


def _cell(item: Cell, style: int) -> str:
    if item is None:
        return "<c/>"
    if isinstance(item, int):
        return f'<c s="{_PLAIN}"><v>{item}</v></c>'
    text = _ESCAPED.sub("_x005F_", xml(item)[:_LONGEST])
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
