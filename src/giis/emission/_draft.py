"""A first mapping: which column of the source each variable may come from, with how sure that is as comments."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from giis._drafts import replacing
from giis._errors import InputError
from giis._text import Language, Text
from giis.catalogs import CatalogStore
from giis.emission._defaults import default_of
from giis.emission._document import SCHEMA
from giis.emission._guess import Guess, Sampled, guess
from giis.emission._values import cleaned
from giis.specs import Guide, Kind, load_guide
from giis.specs.expressions.nodes import Call
from giis.tables import Place, open_table
from giis.validators.functions import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from giis.specs import Variable
    from giis.tables import Table

_SAMPLE = 5_000
_CODES = 40
_LEAST = 0.55
_NEAR = 0.05
"""Where a column fits another variable nearly as well, which of them it is cannot be told."""
_PLAIN = re.compile(r"[A-Za-zÁÉÍÓÚÜÑáéíóúüñ_][A-Za-z0-9ÁÉÍÓÚÜÑáéíóúüñ_]*( [A-Za-z0-9_]+)*")
_SECTIONS = (
    (0.85, Text("seguro", "sure")),
    (0.7, Text("probable", "likely")),
    (0.0, Text("revise", "look at it")),
)
_HEAD = Text(
    "Primer mapeo de {source} a {guide}, por revisar: cada renglón dice qué tan seguro es (de 0 a 1).\n"
    "Se compararon los nombres, los tipos y {rows} renglones. El lenguaje: docs/emit.md",
    "A first mapping of {source} to {guide}, to be looked over: each line tells how sure it is (0 to 1).\n"
    "Names, types and {rows} rows were compared. The language: docs/emit.md",
)
_MISSING = Text("FALTA: sin columna parecida y sin valor por defecto", "MISSING: no column like it, and no default")
_DEFAULTS = Text("sin columna parecida; la guía admite: {value}", "no column like it; the guide admits: {value}")
_NOTHING = Text("nada", "nothing")
_UNUSED = Text("Columnas del origen que no se usan: {names}", "Columns of the source that are not used: {names}")
_RIVALS = Text("; también podría ser {names}", "; might be {names} as well")
_FITS = Text("{share:.0%} de los valores queda bien", "{share:.0%} of the values fit")
_UNFIT = Text("falta traducir este código", "this code is still to be translated")
_LIST = Text(
    "subregistros: {fields}; véase `records` en docs/emit.md", "sub-records: {fields}; see `records` in docs/emit.md"
)


@dataclass(frozen=True)
class DraftMapping:
    """A first mapping.

    Parameters
    ----------
    text : str
        The YAML.
    found : tuple of str
        The variables for which a column was found.
    defaults : tuple of str
        Those that are left to the guide's default.
    missing : tuple of str
        Those that need a source yet.
    """

    text: str
    found: tuple[str, ...]
    defaults: tuple[str, ...]
    missing: tuple[str, ...]


def draft_mapping(
    source: Any,
    guide: str | Guide,
    output: Path | str | None = None,
    *,
    table: str | None = None,
    query: str | None = None,
    sheet: str | None = None,
    overwrite: bool = False,
    language: Language = "es",
) -> DraftMapping:
    """Return a first mapping of a source, and write it to `output` if that is given.

    Parameters
    ----------
    source, guide, table, query, sheet
        As `emit` takes them.
    output : path, optional
        The file.
    overwrite : bool
        Whether the file may exist already.
    language : {"es", "en"}
        The language of the comments.

    Raises
    ------
    InputError
        If the source cannot be read, or the file exists.
    """
    chosen = guide if isinstance(guide, Guide) else load_guide(guide)
    target = Path(output) if output is not None else None
    if target is not None and not overwrite and (target.exists() or target.is_symlink()):
        raise InputError(
            Text(
                f"{target} ya existe; use --overwrite u otro nombre",
                f"{target} exists already; use --overwrite or another name",
            )
        )
    read = open_table(Place(source, sheet=sheet, table=table, query=query))
    made = _Draft(chosen, read, language, {"table": table, "query": query, "sheet": sheet}).made()
    if target is not None:
        try:
            with replacing(target) as stream:
                stream.write(made.text.encode())
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise InputError(
                Text(f"{target}: no se puede escribir: {reason}", f"{target}: cannot be written: {reason}")
            ) from None
    return made


class _Draft:
    def __init__(self, guide: Guide, table: Table, language: Language, asked: dict[str, str | None]) -> None:
        self.guide, self.table, self.language, self.asked = guide, table, language, asked
        frame = next(iter(table.batches(_SAMPLE)), pl.DataFrame(schema=dict(table.schema)))
        self.rows = frame.height
        self._store = CatalogStore()
        self._asked: dict[str, Callable[[str], bool]] = {}
        self._rivals: dict[str, list[str]] = {}
        self.columns = [_sampled(frame, name) for name, dtype in table.schema.items() if not dtype.is_nested()]

    def made(self) -> DraftMapping:
        chosen = self._chosen()
        found: list[str] = []
        defaults: list[str] = []
        missing: list[str] = []
        lines = [*self._head(), "variables:"]
        for variable in self.guide.variables:
            guessed = chosen.get(variable.identifier)
            if guessed is not None:
                found.append(variable.name)
                lines += self._mapped(variable, guessed)
                continue
            default = default_of(self.guide, variable)
            (missing if default is None else defaults).append(variable.name)
            lines.append(self._unmapped(variable, default))
        used = {item.column for item in chosen.values()}
        unused = [_scalar(name) for name in self.table.schema if name not in used]
        if unused:
            lines += ["", *_comment(self._say(_UNUSED, names=", ".join(unused)))]
        if not found:
            lines[lines.index("variables:")] = "variables: {}"
        return DraftMapping("\n".join(lines) + "\n", tuple(found), tuple(defaults), tuple(missing))

    def _chosen(self) -> dict[str, Guess]:
        """Give each variable at most one column and each column at most one variable, the surest first."""
        ways: list[tuple[float, int, str, Guess]] = []
        for place, variable in enumerate(self.guide.variables):
            if variable.kind is Kind.RECORDS:
                continue
            for column in self.columns:
                found = guess(variable, column, self._admitted(variable))
                if found is not None and found.score >= _LEAST:
                    ways.append((-found.score, place, variable.identifier, found))
        chosen: dict[str, Guess] = {}
        taken: set[str] = set()
        for _, _, identifier, found in sorted(ways, key=lambda item: (item[:3], item[3].column)):
            if identifier not in chosen and found.column not in taken:
                chosen[identifier] = found
                taken.add(found.column)
        for score, _, identifier, found in ways:
            mine = next((name for name, item in chosen.items() if item.column == found.column), identifier)
            if identifier not in chosen and -score >= chosen[mine].score - _NEAR:
                self._rivals.setdefault(mine, []).append(identifier)
        return chosen

    def _admitted(self, variable: Variable) -> Callable[[str], bool]:
        """Return what else is asked of a value alone: a name has a name's characters, a key is in its catalogue."""
        if variable.identifier not in self._asked:
            conditions = [rule.require for rule in self.guide.rules if rule.variable == variable.identifier]
            calls = [item for node in conditions if node is not None for item in node.walk() if isinstance(item, Call)]
            named = any(item.function == "name_characters" for item in calls)
            catalog = self._store.get(variable.catalog) if variable.catalog else None
            keys = frozenset(map(str, catalog.entries)) if catalog is not None else None
            specials = frozenset(map(str, (*variable.specials, *variable.options)))
            right = FUNCTIONS["name_characters"].python

            def admits(text: str) -> bool:
                return not (named and not right(text)) and (keys is None or text in keys or text in specials)

            self._asked[variable.identifier] = admits
        return self._asked[variable.identifier]

    def _head(self) -> list[str]:
        name = Path(self.table.name).name if "://" not in self.table.name else "SQL"
        told = self._say(_HEAD, source=name, guide=self.guide.id, rows=f"{self.rows:,}")
        lines = [*_comment(told), f"mapping: {SCHEMA}", f"guide: {self.guide.id}"]
        asked = {key: value for key, value in self.asked.items() if value is not None}
        if asked:
            lines += ["source:", *(f"  {key}: {json.dumps(value, ensure_ascii=False)}" for key, value in asked.items())]
        return lines

    def _mapped(self, variable: Variable, found: Guess) -> list[str]:
        rivals = self._rivals.get(variable.identifier, [])
        sure = next(text for least, text in _SECTIONS[2 if rivals else 0 :] if found.score >= least)
        told = f"  # {found.score:.2f} {sure.get(self.language)}; {self._say(_FITS, share=found.fitting)}"
        if rivals:
            told += self._say(_RIVALS, names=", ".join(rivals))
        keys = {"column": _scalar(found.column)}
        if found.date:
            keys["date"] = found.date
        if found.upper:
            keys["upper"] = "true"
        if found.accents:
            keys["accents"] = "remove"
        name = _scalar(variable.name)
        if found.codes is None:
            if len(keys) == 1:
                return [f"  {name}: {keys['column']}{told}"]
            return [f"  {name}: {{{', '.join(f'{key}: {value}' for key, value in keys.items())}}}{told}"]
        lines = [f"  {name}:{told}", f"    column: {keys['column']}", "    codes:"]
        for value, code in sorted(found.codes.items())[:_CODES]:
            label = variable.options.get(int(code) if code.lstrip("-").isdigit() else code, "") if code else ""
            if code:
                lines.append(f"      {_quoted(value)}: {_quoted(code)}" + (f"  # {_one_line(label)}" if label else ""))
            else:
                lines.append(f"      # {_quoted(value)}:  # {_UNFIT.get(self.language)}")
        return lines if any(found.codes.values()) else lines[:2]

    def _unmapped(self, variable: Variable, default: str | None) -> str:
        if default is None:
            told = _MISSING.get(self.language)
        else:
            told = self._say(_DEFAULTS, value=default or _NOTHING.get(self.language))
        if variable.fields:
            told += "; " + self._say(_LIST, fields=", ".join(field.name for field in variable.fields))
        return f"  # {_scalar(variable.name)}:  # {told}"

    def _say(self, text: Text, **values: object) -> str:
        return text.get(self.language).format(**values)


def _sampled(frame: pl.DataFrame, name: str) -> Sampled:
    values = frame.select(cleaned(name, frame.schema[name], ()).alias("text")).to_series().drop_nulls()
    return Sampled(name, tuple(values.unique(maintain_order=True).head(200).to_list()))


def _comment(text: str) -> Iterable[str]:
    return (f"# {_one_line(line)}" for line in text.split("\n"))


def _one_line(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text)


def _scalar(text: str) -> str:
    """Return a text as YAML: bare where that is plain, else in quotes."""
    return text if _PLAIN.fullmatch(text) else _quoted(text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=not text.isprintable())
