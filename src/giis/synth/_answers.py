"""What conditions answer for each text that a variable may hold: few texts one by one, many as a table."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from giis.specs.expressions.nodes import Attribute, Node, Position, Quantified, Repeats, Var, catalogs_of
from giis.specs.values import as_written
from giis.synth._asking import Question
from giis.validators.columns import raw_column
from giis.validators.predicate import Record, compile_python
from giis.validators.reading import reader

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from giis.specs import Variable
    from giis.synth._asking import Asker
    from giis.synth._declared import Declared
    from giis.validators.reading import Reading

_TABLE = 400
"""From so many texts on, a table is quicker."""
_MIDDLE = 14


class Answers:
    """Asks conditions of single variables.

    Parameters
    ----------
    declared : Declared
        What knows the guide, the catalogues and the month.
    asker : Asker
        What asks conditions of whole tables.
    """

    def __init__(self, declared: Declared, asker: Asker) -> None:
        self._catalogs, self._as_of, self._asker = declared.catalogs, declared.as_of, asker
        self._day = min(declared.month.first + timedelta(_MIDDLE), declared.as_of)
        self._days: dict[str, object] = dict.fromkeys(sorted(declared.periods), self._day)
        self._values: dict[str, dict[str, tuple[object, bool]]] = {}
        self._readers: dict[str, Callable[[str], Reading]] = {}

    def known(self, node: Node) -> bool:
        """Return whether the catalogues that `node` consults are at hand."""
        return catalogs_of(node) <= set(self._catalogs)

    def of(
        self, variable: Variable, node: Node, tried: Sequence[str], given: tuple[Variable, str] | None = None
    ) -> list[bool | None]:
        """Return the answer of `node` for each text of `tried`; the record's date is a day of the month.

        `given` is another variable that `node` reads, and its text.
        """
        if len(tried) > _TABLE and variable.group is None:
            return self._of_table(variable, node, tried, given)
        return self._one_by_one(variable, node, tried, given)

    def _of_table(
        self, variable: Variable, node: Node, tried: Sequence[str], given: tuple[Variable, str] | None
    ) -> list[bool | None]:
        first = self._asker.guide.variables[0].identifier
        columns = {first: "", **dict.fromkeys(self._days, as_written(self._day))}
        if given is not None:
            columns[given[0].identifier] = given[1]
        texts = pl.Series(raw_column(variable.identifier), tried, dtype=pl.String)
        others = [pl.lit(text).alias(raw_column(name)) for name, text in columns.items() if name != variable.identifier]
        judged = self._asker.ask(texts.to_frame().with_columns(others), [Question("ask", variable.identifier, node)])
        yes = judged.broken.get("ask", pl.repeat(False, len(tried), eager=True))
        unknown = judged.undecided.get("ask")
        return (yes if unknown is None else yes.set(unknown, None)).to_list()

    def _one_by_one(
        self, variable: Variable, node: Node, tried: Sequence[str], given: tuple[Variable, str] | None
    ) -> list[bool | None]:
        ask = compile_python(node)
        values = dict(self._days)
        empty: frozenset[str] = frozenset()
        if given is not None:
            values[given[0].identifier], nothing = self._read(given[0], given[1])
            empty = frozenset((given[0].identifier,)) if nothing else empty
        entries = self._entries(variable, node)
        seen: dict[int, bool | None] = {}
        found: list[bool | None] = []
        for text in tried:
            entry = id(entries[text]) if text in entries else 0
            if entry not in seen:
                value, nothing = self._read(variable, text)
                names = empty | {variable.identifier} if nothing else empty
                seen[entry] = ask(Record({**values, variable.identifier: value}, names, self._catalogs, self._as_of))
            found.append(seen[entry] if entry else seen.pop(0))
        return found

    def _entries(self, variable: Variable, node: Node) -> Mapping[str, object]:
        """Return the catalogue's entries where `node` asks nothing else of the variable: most keys share theirs."""
        catalog = self._catalogs.get(variable.catalog or "")
        return {} if catalog is None or read_bare(node, variable.identifier) else catalog.entries

    def _read(self, variable: Variable, text: str) -> tuple[object, bool]:
        """Return what a text is worth, and whether it is nothing at all."""
        known = self._values.setdefault(variable.identifier, {})
        if text not in known:
            if variable.identifier not in self._readers:
                self._readers[variable.identifier] = reader(variable)
            known[text] = (self._readers[variable.identifier](text).value, text == "" and variable.nullable)
        return known[text]


def positional(node: Node) -> bool:
    """Return whether `node` asks of sub-records: of all of them, or where one stands."""
    return any(isinstance(item, Position | Repeats | Quantified) for item in node.walk())


def read_bare(node: Node, identifier: str) -> bool:
    """Return whether `node` asks of a variable anything but attributes of the entry that it names."""
    if isinstance(node, Attribute):
        return False
    if isinstance(node, Var) and node.name == identifier:
        return True
    return any(read_bare(child, identifier) for child in node.children())
