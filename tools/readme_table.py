"""Write the table of guides into README.md and README.es.md, counted from the definitions.

    python tools/readme_table.py            write the table between the two comments of each README
    python tools/readme_table.py --check    change nothing; exit 1 if a table is out of date

The official examples are judged where `../shared/examples` is there; elsewhere what the READMEs say of them is kept.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import giis
from giis._text import Language, Text
from giis.reports import Voice
from giis.specs import checklist_ids, coverage_of, guide_ids, load_checklist, load_guide

if TYPE_CHECKING:
    from collections.abc import Mapping

    from giis.specs import Checklist, Guide
    from giis.validators.findings import FileReport

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT.parent / "shared" / "examples"
READMES: Mapping[Language, Path] = {"en": ROOT / "README.md", "es": ROOT / "README.es.md"}
AS_OF = date(2026, 12, 31)
"""A date of registration that no record of the official examples is later than."""
BEGIN, END = "<!-- guides: python tools/readme_table.py -->", "<!-- end of guides -->"
NOTHING = "–"
SHORT: Mapping[str, Text] = {
    "GIIS-A004-01-07": Text("seguridad de la información (SGSI)", "information security management (SGSI)"),
}
"""Names for which the first words of the guide's own do not serve."""

HEADS = (
    Text("guía", "guide"),
    Text("archivos", "files"),
    Text("qué", "what"),
    Text("variables", "variables"),
    Text("reglas", "rules"),
    Text("se revisa", "checked"),
    Text("fuente", "source"),
    Text("ejemplo oficial", "official example"),
)
RIGHT = (3, 4)
OFFICIAL = Text("texto oficial", "official text")
SOME_INFERRED = Text("texto oficial; {count} reglas inferidas", "official text; {count} rules inferred")
UNOFFICIAL = Text(
    "sin texto oficial a la mano; {known} de {rules} reglas repiten el de otras guías",
    "no official text at hand; {known} of {rules} rules restate that of other guides",
)
NO_TEXT = Text("sin texto oficial a la mano", "no official text at hand")
CHECKLIST = Text(
    "[lista de verificación](docs/sgsi.es.md): {domains} dominios, {objectives} objetivos, {controls} controles",
    "[checklist](docs/sgsi.md): {domains} domains, {objectives} objectives, {controls} controls",
)
NO_EXAMPLE = Text("ninguno a la mano", "none at hand")
RECORDS = Text("{count} registros", "{count} records")
ERRORS = Text("errores en {rules}", "errors in {rules}")
NO_ERRORS = Text("sin errores", "no errors")
WARNINGS = Text("{count} advertencias", "{count} warnings")
UNDECIDED = Text("{count} reglas sin evaluar", "{count} rules not evaluated")


def table(language: Language, *, examples: Path | None = EXAMPLES, kept: Mapping[str, str] | None = None) -> str:
    """Return the table of guides in `language`.

    Parameters
    ----------
    language : {"es", "en"}
        The language of heads and cells.
    examples : Path, optional
        The folder of the official examples; where there is none, what `kept` says stands.
    kept : Mapping of str to str, optional
        What the table says of each guide's example now, by the guide's id.
    """
    known = kept or {}
    rows = [[head.get(language) for head in HEADS]]
    rows.append(["---:" if place in RIGHT else "---" for place in range(len(HEADS))])
    for name in guide_ids():
        guide = load_guide(name)
        if examples is not None and examples.is_dir():
            last = _example(guide, examples, language)
        else:
            last = known.get(name, NOTHING)
        rows.append([*_counted(guide, language), last])
    rows += [_checklist(load_checklist(name), language) for name in checklist_ids()]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _counted(guide: Guide, language: Language) -> list[str]:
    coverage = coverage_of(guide)
    checked = coverage.record + coverage.file
    share = Voice(language).percent(coverage.share)
    of = {"es": "de", "en": "of"}[language]
    return [
        guide.id,
        ", ".join(guide.file_types),
        _short(guide.id, guide.name, language),
        str(coverage.variables),
        str(coverage.rules),
        f"{checked} {of} {coverage.checkable} ({share})",
        _source(guide).get(language),
    ]


def _short(guide: str, name: Text, language: Language) -> str:
    """Return the guide's name without the `(… SIS)` behind it, as it stands in the middle of a sentence."""
    if guide in SHORT:
        return SHORT[guide].get(language)
    text = re.sub(r" *\([^)]* SIS\)", "", name.get(language))
    return text[:1].lower() + text[1:]


def _source(guide: Guide) -> Text:
    found = Counter(rule.source.confidence for rule in guide.by_id.values())
    known = found["official"] + found["official-shared"]
    if guide.source.confidence not in ("official", "official-shared"):
        return _filled(UNOFFICIAL, known=known, rules=found.total())
    return OFFICIAL if known == found.total() else _filled(SOME_INFERRED, count=found.total() - known)


def _filled(text: Text, **values: object) -> Text:
    return Text(text.es.format(**values), text.en.format(**values))


def _example(guide: Guide, examples: Path, language: Language) -> str:
    """Return what the guide says of its official example: the one of its file type with as many columns."""
    for path in sorted(examples.glob("*.txt")):
        header = path.open(encoding="cp1252").readline().rstrip("\r\n").split("|")
        if path.name[:3].upper() not in guide.file_types or len(header) != len(guide.variables):
            continue
        with tempfile.TemporaryDirectory() as nothing_imported:
            report = giis.validate(path, guide, as_of=AS_OF, catalogs=nothing_imported, max_findings=None)
        return _verdict(report.files[0], language)
    return NO_EXAMPLE.get(language)


def _verdict(file: FileReport, language: Language) -> str:
    broken = dict.fromkeys(item.rule for item in file.findings if item.severity == "error")
    named = ", ".join(f"`{rule}`" for rule in broken)
    parts = [_filled(RECORDS, count=file.records), _filled(ERRORS, rules=named) if broken else NO_ERRORS]
    if file.totals.warning:
        parts.append(_filled(WARNINGS, count=file.totals.warning))
    if file.not_evaluated:
        parts.append(_filled(UNDECIDED, count=len(file.not_evaluated)))
    return "; ".join(part.get(language) for part in parts)


def _checklist(checklist: Checklist, language: Language) -> list[str]:
    counts = checklist.counts
    filled = _filled(CHECKLIST, domains=counts.domains, objectives=counts.objectives, controls=counts.controls)
    official = checklist.source.confidence in ("official", "official-shared")
    return [
        checklist.id,
        NOTHING,
        f"{_short(checklist.id, checklist.name, language)}; {filled.get(language)}",
        *[NOTHING] * 3,
        (OFFICIAL if official else NO_TEXT).get(language),
        NOTHING,
    ]


def updated(text: str, language: Language, examples: Path | None = EXAMPLES) -> str:
    """Return the README `text` with its table written anew.

    Raises
    ------
    ValueError
        If the two comments do not stand in it once each, in their order.
    """
    before, begin, rest = text.partition(f"{BEGIN}\n")
    old, end, after = rest.partition(END)
    if not begin or not end or BEGIN in rest or END in after:
        raise ValueError(f"the table stands between {BEGIN} and {END}")
    kept = {cells[1].strip(): cells[-2].strip() for line in old.splitlines() if len(cells := line.split("|")) > 2}
    return f"{before}{begin}\n{table(language, examples=examples, kept=kept)}\n{end}{after}"


def main() -> int:
    """Run the tool; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 if a table is stale")
    check = parser.parse_args().check
    stale = False
    for language in get_args(Language):
        path = READMES[language]
        text = path.read_text(encoding="utf-8")
        if (new := updated(text, language)) == text:
            continue
        stale = True
        print(f"{path.relative_to(ROOT)} {'is out of date' if check else 'written'}")
        if not check:
            path.write_text(new, encoding="utf-8", newline="\n")
    return int(stale and check)


if __name__ == "__main__":
    sys.exit(main())
