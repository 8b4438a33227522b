"""What identifies a finding wherever its record stands, and which characters of the line it speaks of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from giis.specs.values import FIELD_SEPARATOR, LIST_SEPARATOR
from giis.validators.findings import MASK
from giis.validators.keys import key_of, line_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from giis.specs import Guide, Variable
    from giis.validators.findings import Finding

_HEADER = 1


class Places:
    """Adds to findings on records their key and their characters.

    Parameters
    ----------
    guide : Guide
        The guide of the records.
    order : sequence of int or None
        Which column of the guide, counted from 0, each column of the file is; None if there are no lines.
    secret : str
        What the keys are made with; see `key_of`.
    """

    def __init__(self, guide: Guide, order: Sequence[int] | None, secret: str = "") -> None:
        self._secret = secret
        self._guide = guide
        self._order = order
        self._index = {variable.identifier: place for place, variable in enumerate(guide.variables)}

    def of_record(self, finding: Finding, identifier: str | None, texts: Sequence[str], position: int = 0) -> Finding:
        """Return `finding`, found in the record with `texts` (in the order of the guide), with key and characters.

        `identifier` is the variable, `position` the sub-record if it is one of its fields.
        """
        key = key_of(finding.rule, str(position), line_of(texts), secret=self._secret)
        start, end = self._characters(self._guide.by_identifier.get(identifier or ""), texts, position)
        return replace(finding, key=key, start=start, end=None if finding.value == MASK else end)

    def of_file(self, finding: Finding, digest: str | None = None) -> Finding:
        """Return `finding`, found in the file, its header or a line with `digest`, with its key.

        A finding on a record whose content is not known stays without.
        """
        if digest is not None:
            return replace(finding, key=key_of(finding.rule, digest, secret=self._secret))
        if finding.record is not None:
            return finding
        content = str(finding.column), finding.value or ""
        return replace(finding, key=key_of(finding.rule, *content, secret=self._secret))

    def _characters(
        self, variable: Variable | None, texts: Sequence[str], position: int
    ) -> tuple[int, int] | tuple[None, None]:
        """Return where the value begins in its line, from 1, and the character after it."""
        if variable is None or self._order is None:
            return None, None
        column = self._index[variable.group or variable.identifier]
        before = self._order[: self._order.index(column)]
        start = 1 + sum(len(texts[place]) + 1 for place in before)
        text = texts[column]
        if variable.group is not None:
            group = self._guide.by_identifier[variable.group]
            elements = text.split(LIST_SEPARATOR)
            values = elements[position - 1].split(FIELD_SEPARATOR)
            number = group.fields.index(variable)
            start += sum(len(item) + 1 for item in elements[: position - 1])
            start += sum(len(item) + 1 for item in values[:number])
            text = values[number]
        return start, start + len(text)
