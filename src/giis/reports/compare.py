"""Two reports on the same files held against each other: which findings are new, gone and the same."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from giis._errors import InputError
from giis._plain import plain
from giis._text import Text
from giis.reports import _words as w
from giis.reports._page import Page
from giis.reports.json import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from rich.console import Console

    from giis.reports._voice import Voice

COMPARISON = "giis-comparison/1"
_SUM = {"new": Text("nuevos", "new"), "gone": Text("ya no están", "gone"), "same": Text("iguales", "same")}
_HEADS = (*_SUM.values(), Text("regla", "rule"))
_VERDICT = {
    "same": Text("Nada nuevo.", "Nothing new."),
    "new": Text("Hay hallazgos nuevos.", "There are new findings."),
    "incomplete": Text(
        "Nada nuevo a la vista, pero no se compararon todos los hallazgos.",
        "Nothing new in sight, but not all findings were compared.",
    ),
}
_STYLE = {"same": "bold green", "new": "bold red", "incomplete": "bold yellow"}
_PARTIAL = Text(
    "Un informe no muestra todos sus hallazgos; repítalo con --max-findings mayor.",
    "One of the reports does not show all its findings; make it again with a larger --max-findings.",
)
_UNJUDGED = Text("No se pudo juzgar en el informe nuevo.", "Could not be judged in the new report.")
_DIFFERENT = Text("Los informes difieren en: {told}.", "The reports differ in: {told}.")
_OTHER_SECRET = Text(
    "las claves de los dos informes no se hicieron con el mismo secreto (GIIS_SECRET); no se pueden comparar",
    "the keys of the two reports were not made with the same secret (GIIS_SECRET); they cannot be compared",
)
_CIRCUMSTANCES = {
    "version": Text("versión de giis", "version of giis"),
    "as_of": Text("fecha de registro", "date of registration"),
    "guide": Text("definición de la guía", "definition of the guide"),
    "catalogs": Text("catálogos", "catalogues"),
}


@dataclass(frozen=True)
class RuleChange:
    """How many findings of one rule are new, gone and the same."""

    rule: str
    new: int
    gone: int
    same: int


@dataclass(frozen=True)
class FileChange:
    """What changed in one file; `partial` if not all of its findings could be compared."""

    path: str
    rules: Sequence[RuleChange]
    partial: bool = False
    unjudged: bool = False


@dataclass(frozen=True)
class Comparison:
    """What changed from one report to another; `differing` are the circumstances in which they differ."""

    files: Sequence[FileChange]
    differing: Sequence[str]

    @property
    def status(self) -> str:
        """`new` if there are new findings, `incomplete` if there may be some, else `same`."""
        if any(rule.new for file in self.files for rule in file.rules):
            return "new"
        return "incomplete" if any(file.partial or file.unjudged for file in self.files) else "same"

    def total(self, name: str) -> int:
        """Return how many findings are `new`, `gone` or `same`."""
        return sum(getattr(rule, name) for file in self.files for rule in file.rules)

    def exit_status(self) -> int:
        """Return 0 if there is certainly nothing new, else 1."""
        return 0 if self.status == "same" else 1


def parse(text: str, name: str) -> dict[str, Any]:
    """Return a JSON report; `name` stands for its file in errors.

    Raises
    ------
    InputError
        If it is no report.
    """
    try:
        data = json.loads(text)
        if data["schema"] != SCHEMA:
            raise KeyError
        for file in data["files"]:
            _ = file["path"], file["totals"]["error"], [item["rule"] for item in file["findings"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(
            Text(
                f"{name}: no es un informe {SCHEMA}; se hace con giis validate --format json",
                f"{name}: is no report {SCHEMA}; giis validate --format json makes one",
            )
        ) from error
    return dict(data)


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> Comparison:
    """Return what changed from the report `old` to the report `new`.

    A file is the same if its path is, else if its name is and no other file has it. A finding is the same if rule
    and key are; findings without a key (on the whole file) are counted by rule and variable.

    Raises
    ------
    InputError
        If the keys of the two were made with different secrets.
    """
    if old.get("keyed") != new.get("keyed"):
        raise InputError(_OTHER_SECRET)
    pairs = _pairs(old["files"], new["files"])
    unjudged = {item["path"] for item in new.get("unjudged", ())}
    files = [_file(before, after, unjudged) for before, after in pairs]
    lost = unjudged - {file.path for file in files}
    files += [FileChange(path, (), unjudged=True) for path in sorted(lost)]
    differing = [
        name
        for name, differs in (
            ("version", old.get("tool") != new.get("tool")),
            ("as_of", old.get("as_of") != new.get("as_of")),
            ("guide", _differ(pairs, "guide_hash")),
            ("catalogs", _differ(pairs, "catalogs")),
        )
        if differs
    ]
    return Comparison(files, differing)


_File = dict[str, Any]
_Pair = tuple[_File | None, _File | None]


def _pairs(old: Sequence[_File], new: Sequence[_File]) -> list[_Pair]:
    left = {file["path"]: file for file in old}
    paths = {file["path"] for file in new}
    names = Counter(_name(path) for path in left if path not in paths)
    news = Counter(_name(path) for path in paths if path not in left)
    by_name = {_name(path): path for path in left if path not in paths and names[_name(path)] == 1}
    pairs: list[_Pair] = []
    for file in new:
        path = file["path"]
        name = _name(path)
        same = path if path in left else by_name.get(name, "") if news[name] == 1 else ""
        pairs.append((left.pop(same, None), file))
    return pairs + [(file, None) for file in left.values()]


def _name(path: str) -> str:
    return PurePath(path.replace("\\", "/")).name


def _differ(pairs: Sequence[_Pair], key: str) -> bool:
    return any(
        before is not None and after is not None and before.get(key) != after.get(key) for before, after in pairs
    )


def _file(before: _File | None, after: _File | None, unjudged: set[str]) -> FileChange:
    old, new = _found(before), _found(after)
    changes = []
    for rule in sorted({*old, *new}):
        was, now = old.get(rule, Counter()), new.get(rule, Counter())
        same = (was & now).total()
        changes.append(RuleChange(rule, now.total() - same, was.total() - same, same))
    path = str((after or before or {})["path"])
    return FileChange(path, changes, _is_partial(before) or _is_partial(after), after is None and path in unjudged)


def _found(file: _File | None) -> dict[str, Counter[Hashable]]:
    found: dict[str, Counter[Hashable]] = {}
    for item in file["findings"] if file else ():
        found.setdefault(item["rule"], Counter())[item.get("key") or ("", item.get("variable"))] += 1
    return found


def _is_partial(file: _File | None) -> bool:
    if file is None:
        return False
    totals = file["totals"]
    return len(file["findings"]) < sum(int(totals.get(name, 0)) for name in ("error", "warning", "info"))


def to_json(comparison: Comparison) -> dict[str, Any]:
    """Return the comparison as plain data."""
    return {
        "schema": COMPARISON,
        "status": comparison.status,
        "differing": list(comparison.differing),
        "totals": {name: comparison.total(name) for name in _SUM},
        "files": [
            {
                "path": file.path,
                "partial": file.partial,
                "unjudged": file.unjudged,
                "rules": [
                    {"rule": item.rule, "new": item.new, "gone": item.gone, "same": item.same} for item in file.rules
                ],
            }
            for file in comparison.files
        ],
    }


def render(comparison: Comparison, console: Console, voice: Voice) -> None:
    """Print the comparison: what changed in each file, then the verdict."""
    page = Page(console)
    for file in comparison.files:
        changed = [item for item in file.rules if item.new or item.gone]
        if not changed and not file.partial and not file.unjudged:
            continue
        page.line((plain(file.path), "bold"))
        if changed:
            rows = [(f"{item.new:,}", f"{item.gone:,}", f"{item.same:,}", plain(item.rule)) for item in changed]
            page.table([voice(head) for head in _HEADS], rows, right=range(3))
        for told, text in ((file.partial, _PARTIAL), (file.unjudged, _UNJUDGED)):
            if told:
                page.paragraph(voice(text), indent=2, style="yellow")
        page.line()
    if comparison.differing:
        names = voice.join([voice(_CIRCUMSTANCES[name]) for name in comparison.differing], w.AND)
        page.paragraph(voice(_DIFFERENT, told=names), style="dim")
    numbers = ", ".join(f"{comparison.total(name):,} {voice(text)}" for name, text in _SUM.items())
    page.line((voice(_VERDICT[comparison.status]), _STYLE[comparison.status]), f" {numbers}")
    page.print()
