"""Carrying out changes of records: values, sub-records and persons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from giis.specs.values import as_written
from giis.synth._columns import NUMBER, opened, put
from giis.validators.columns import POSITION, ROW, raw_column

if TYPE_CHECKING:
    from giis.specs import Node, Variable
    from giis.synth._draw import Drawer
    from giis.synth._identity import Identity
    from giis.synth._moves import Move

_MOST_TEXTS = 40
"""How many texts of another variable are looked at one by one."""


class Changer:
    """Carries out moves.

    Parameters
    ----------
    drawer : Drawer
        What draws values.
    """

    def __init__(self, drawer: Drawer) -> None:
        self.drawer, self.guide, self._domains = drawer, drawer.guide, drawer.domains
        self._chances = 0

    def apply(self, frame: pl.DataFrame, move: Move, rows: pl.Series, inside: pl.DataFrame | None) -> pl.DataFrame:
        """Return `frame` with a move carried out in `rows`; `inside` tells which sub-records are at fault."""
        variable, drawer = move.variable, self.drawer
        if move.generic is not None:
            return self._with_curp(frame, variable, rows, generic=move.generic)
        if move.copy is not None:
            return self._copied(frame, variable, move.copy, rows)
        if variable.fields:
            if move.drop:
                return put(frame, variable.identifier, rows, pl.repeat("", len(rows), eager=True))
            return drawer.group(frame, variable, rows, move.grow or 0)
        if variable.group is not None:
            return drawer.fields(frame, variable, move.choice, self._places(frame, move, rows, inside))
        if move.choice is not None:
            return drawer.pick(frame, variable, move.choice, rows)
        if move.atom is not None:
            return self._together(frame, variable, move.atom, rows)
        return drawer.variable(frame, variable, rows)

    def _together(
        self, frame: pl.DataFrame, variable: Variable, atom: tuple[Node, bool], rows: pl.Series
    ) -> pl.DataFrame:
        """Return `frame` with values that go together with those of the other variable of a condition."""
        domains = self._domains
        other = domains.other(variable, atom[0])
        assert other is not None  # noqa: S101
        texts = frame.get_column(raw_column(other.identifier)).gather(rows)
        for text in texts.unique().sort().to_list()[:_MOST_TEXTS]:
            choice = domains.where(variable, *atom, (other, text))
            if choice is not None:
                frame = self.drawer.pick(frame, variable, choice, rows.filter(texts == text))
        return frame

    def _places(self, frame: pl.DataFrame, move: Move, rows: pl.Series, inside: pl.DataFrame | None) -> pl.DataFrame:
        """Return the sub-records that a move concerns: those at fault, or one by chance of each record."""
        group = self.guide.by_identifier[move.variable.group or ""]
        parts = opened(frame, group).select(ROW, POSITION).filter(pl.col(ROW).is_in(rows.implode()))
        if inside is not None and inside.height:
            fault = inside.select(ROW, POSITION)
            at = parts.join(fault, on=[ROW, POSITION], how="semi", maintain_order="left")
            if at.height:
                return at
        if move.every or not parts.height:
            return parts
        self._chances += 1
        luck = self.drawer.dice.unit(frame.get_column(NUMBER).gather(parts.get_column(ROW)), "place", self._chances)
        sizes = pl.len().over(ROW)
        return parts.with_columns(luck.alias("luck")).filter(
            pl.col(POSITION) == (pl.col("luck") * sizes).cast(pl.Int64) + 1
        ).select(ROW, POSITION)  # fmt: skip

    def _with_curp(self, frame: pl.DataFrame, variable: Variable, rows: pl.Series, *, generic: bool) -> pl.DataFrame:
        """Return `frame` with or without the text in the place of a CURP; who gets a CURP is described anew."""
        person = next(person for person in self.drawer.people if person.role.curp == variable.identifier)
        role = person.role
        if role.group is not None or role.curp in self.drawer.fixed:
            return frame
        text = role.generic[0] if generic else ""
        frame = put(frame, role.curp, rows, pl.repeat(text, len(rows), eager=True))
        return frame if generic else self._describable(frame, person, rows)

    def _describable(self, frame: pl.DataFrame, person: Identity, rows: pl.Series) -> pl.DataFrame:
        """Return `frame` with birth date, sex and state that a CURP can tell, where they are not so."""
        role = person.role
        for name, known in ((role.sex, person.letters), (role.state, person.states), (role.birth, None)):
            if name is None:
                continue
            variable = self.guide.by_identifier[name]
            base = self._domains.base(variable)
            specials = {as_written(value) for value in variable.specials}
            kept = [text in known if known is not None else text not in specials for text in base.texts]
            texts = frame.get_column(raw_column(name)).gather(rows)
            allowed = [text for text, stays in zip(base.texts, kept, strict=True) if stays]
            wrong = rows.filter(~texts.is_in(allowed))
            if len(wrong) and allowed:
                frame = self.drawer.pick(frame, variable, base.only(kept), wrong)
        return frame

    def _copied(self, frame: pl.DataFrame, variable: Variable, node: Node, rows: pl.Series) -> pl.DataFrame:
        """Return `frame` with the value of an expression in a variable, where it has one."""
        if variable.identifier in self.drawer.fixed:
            return frame
        values = self.drawer.asker.texts(frame[rows], node)
        known = values.is_not_null()
        return put(frame, variable.identifier, rows.filter(known), values.filter(known))
