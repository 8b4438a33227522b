"""What `repair` did, as text for people and as data: what was mended, by rule and safety, and what remains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from giis._plain import plain
from giis._text import Text
from giis.reports._page import Page
from giis.reports._summary import VERDICT_STYLE, verdict
from giis.reports._voice import Noun
from giis.reports.json import to_json
from giis.specs import load_guide

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl
    from rich.console import Console

    from giis._text import Language
    from giis.mending import MendedRule, Repair
    from giis.reports._voice import Voice
    from giis.specs import Rule

SCHEMA = "giis-repair/1"
_LISTED = 50

_CHANGE = Noun(Text("cambio", "change"), Text("cambios", "changes"))
_SAFETY = {"safe": Text("seguro", "safe"), "unsafe": Text("por revisar", "unsafe")}
_WRITTEN = Text("Escrito", "Written")
_NOTHING_WRITTEN = Text("nada (no se indicó -o)", "nothing (no -o was given)")
_RECORDS = Text("Registros", "Records")
_RECORDS_TOLD = Text("{read} leídos, {written} escritos", "{read} read, {written} written")
_JOINED = Text("; {count} unidos a su renglón anterior", "; {count} joined to the line before")
_HEADERS = Text("; {count} encabezados repetidos quitados", "; {count} repeated headers taken out")
_CHANGES = Text("Cambios", "Changes")
_NO_CHANGES = Text("ninguno", "none")
_CHANGES_TOLD = Text("{changes}: {safe} seguros, {unsafe} por revisar", "{changes}: {safe} safe, {unsafe} unsafe")
_LOGS = Text("Registro de cambios", "Change log")
_BEFORE_AFTER = Text("Errores", "Errors")
_BEFORE_AFTER_TOLD = Text(
    "{before} antes, {after} después (advertencias: {warned} y {warns})",
    "{before} before, {after} after (warnings: {warned} and {warns})",
)
_UTF8 = Text(
    "El archivo tiene caracteres que no existen en ANSI (windows-1252); se escribió en UTF-8.",
    "The file has characters that ANSI (windows-1252) lacks; it was written in UTF-8.",
)
_MENDED = Text("Se corrigió", "Mended")
_UNSAFE = Text("Cambios por revisar", "Unsafe changes")
_UNSAFE_MORE = Text("… y {count} más, en el registro de cambios", "… and {count} more, in the change log")
_REMAINS = Text("Queda", "What remains")
_TRY_UNSAFE = Text(
    "Con --unsafe se corrige también lo que puede cambiar el significado; revise cada cambio.",
    "With --unsafe, what may change the meaning is mended too; look at every change.",
)
_COUNT = Text("Veces", "Times")
_KIND = Text("Tipo", "Kind")
_RULE = Text("Regla", "Rule")
_WHAT = Text("Qué exige", "What it requires")
_PLACE = Text("Registro", "Record")
_VARIABLE = Text("Variable", "Variable")
_VALUES = Text("Antes → después", "Before → after")


def render_repair(repair: Repair, console: Console, voice: Voice) -> None:
    """Print the summary of a repair."""
    page = Page(console)
    after = repair.after
    told = f"  {verdict(voice, after, unicode=page.unicode)}"
    page.line((plain(str(repair.output or repair.source)), "bold"), (told, VERDICT_STYLE[after.status]))
    fields = _fields(repair, voice)
    indent = max(len(name) for name, _ in fields) + 4
    for name, text in fields:
        page.field(name, text, indent=indent)
    if repair.encoding == "utf-8" and repair.before.encoding != "utf-8":
        page.paragraph(voice(_UTF8), indent=2, style="yellow")
    page.line()
    rules = load_guide(repair.guide).by_id
    write_mended(page, voice, repair.mended, rules)
    _write_unsafe(page, voice, repair)
    _write_rest(page, voice, repair, rules)
    page.print()


def _fields(repair: Repair, voice: Voice) -> list[tuple[str, str]]:
    records = voice(_RECORDS_TOLD, read=f"{repair.records_read:,}", written=f"{repair.records_written:,}")
    if repair.joined:
        records += voice(_JOINED, count=f"{repair.joined:,}")
    if repair.headers:
        records += voice(_HEADERS, count=f"{repair.headers:,}")
    changes = voice(_NO_CHANGES)
    if repair.changes_total:
        changes = voice(
            _CHANGES_TOLD,
            changes=voice.count(repair.changes_total, _CHANGE),
            safe=f"{repair.changes_total - repair.unsafe_total:,}",
            unsafe=f"{repair.unsafe_total:,}",
        )
    totals, old = repair.after.totals, repair.before.totals
    fields = [
        (voice(_WRITTEN), plain(str(repair.output)) if repair.output else voice(_NOTHING_WRITTEN)),
        (voice(_RECORDS), records),
        (voice(_CHANGES), changes),
        (
            voice(_BEFORE_AFTER),
            voice(
                _BEFORE_AFTER_TOLD,
                before=f"{old.error:,}",
                after=f"{totals.error:,}",
                warned=f"{old.warning:,}",
                warns=f"{totals.warning:,}",
            ),
        ),
    ]
    if repair.logs:
        fields.append((voice(_LOGS), ", ".join(plain(str(path)) for path in repair.logs)))
    return fields


def write_mended(page: Page, voice: Voice, mended: Sequence[MendedRule], rules: Mapping[str, Rule]) -> None:
    """Write how often each rule was mended; nothing where none was."""
    if not mended:
        return
    page.heading(voice(_MENDED))
    page.table(
        [voice(_COUNT), voice(_KIND), voice(_RULE), voice(_WHAT)],
        [
            (
                f"{item.count:,}",
                (voice(_SAFETY[item.safety]), "" if item.safety == "safe" else "yellow"),
                item.rule,
                voice.data(rules[item.rule].title),
            )
            for item in mended
        ],
        right={0},
    )
    page.line()


def _write_unsafe(page: Page, voice: Voice, repair: Repair) -> None:
    if not repair.unsafe_total:
        return
    page.heading(voice(_UNSAFE))
    rows = [
        (str(record or ""), variable or "", rule, f"{plain(before)} → {plain(after)}")
        for record, _, variable, before, after, rule, _ in repair.unsafe_changes.head(_LISTED).iter_rows()
    ]
    page.table([voice(_PLACE), voice(_VARIABLE), voice(_RULE), voice(_VALUES)], rows, right={0})
    if repair.unsafe_total > len(rows):
        page.paragraph(voice(_UNSAFE_MORE, count=f"{repair.unsafe_total - len(rows):,}"), indent=2, style="dim")
    page.line()


def _write_rest(page: Page, voice: Voice, repair: Repair, rules: Mapping[str, Rule]) -> None:
    left = [item for item in repair.after.outcomes if item.failed]
    if not left:
        return
    page.heading(voice(_REMAINS))
    page.table(
        [voice(_COUNT), voice(_RULE), voice(_WHAT)],
        [(f"{item.failed:,}", item.rule, voice.data(rules[item.rule].title)) for item in left],
        right={0},
    )
    page.line()
    if not repair.unsafe and repair.after.totals.error:
        page.paragraph(voice(_TRY_UNSAFE), style="dim")


def repair_data(repair: Repair, *, language: Language, report: bool = False) -> dict[str, Any]:
    """Return what was done as plain data.

    Parameters
    ----------
    repair : Repair
        The outcome.
    language : {"es", "en"}
        The language of the report.
    report : bool
        Whether the judgement of the output is told in full.
    """
    after, before = repair.after.totals, repair.before.totals
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "language": language,
        "source": repair.source,
        "output": str(repair.output) if repair.output else None,
        "guide": repair.guide,
        "unsafe": repair.unsafe,
        "status": repair.after.status,
        "encoding": repair.encoding,
        "line_end": repair.line_end,
        "records": {
            "read": repair.records_read,
            "written": repair.records_written,
            "joined": repair.joined,
            "repeated_headers": repair.headers,
        },
        "totals": {
            "before": {"error": before.error, "warning": before.warning, "info": before.info},
            "after": {"error": after.error, "warning": after.warning, "info": after.info},
        },
        "changes_total": repair.changes_total,
        "unsafe_total": repair.unsafe_total,
        "mended": [{"rule": item.rule, "safety": item.safety, "count": item.count} for item in repair.mended],
        "remains": [{"rule": item.rule, "count": item.failed} for item in repair.after.outcomes if item.failed],
        "changes": _changes(repair.changes),
        "logs": [str(path) for path in repair.logs],
    }
    if report:
        data["report"] = to_json(repair.report, language=language)
    return data


def _changes(changes: pl.DataFrame) -> list[dict[str, Any]]:
    return [{**row, "rule": row["rule"].split(" ")} for row in changes.iter_rows(named=True)]
