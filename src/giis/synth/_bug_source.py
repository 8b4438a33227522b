"""The record of a file that a doubt is about: found by its rule, read, and told in numbers alone."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from giis._errors import InputError
from giis._text import Text
from giis.files import ExchangeReader, Source, read_header
from giis.specs.expressions.nodes import TRUE
from giis.synth._break_judge import Judge
from giis.synth._break_recipes import holding
from giis.validators.choice import choose_guide
from giis.validators.columns import raw_column
from giis.validators.single import RecordJudge
from giis.validators.validate import Validation, layout_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import polars as pl

    from giis.specs import Guide, Rule
    from giis.validators.options import RunOptions
    from giis.validators.summary import Judgement

_LISTED = 10


@dataclass(frozen=True)
class Original:
    """A record that a rule was asked of.

    Parameters
    ----------
    number : int
        Its number in the file.
    texts : Mapping
        What is written there, by identifier.
    position : int
        The sub-record that was asked, counted from 1; 0 is the record itself.
    """

    number: int
    texts: Mapping[str, str]
    position: int


class OriginalFile:
    """A file whose verdict is doubted; it is read, and nothing of it is kept but the record in question.

    Parameters
    ----------
    source : Path or bytes
        The exchange file.
    options : RunOptions
        How it was judged.

    Raises
    ------
    InputError
        If it cannot be read, or its guide not be told.
    """

    def __init__(self, source: Path | bytes, options: RunOptions) -> None:
        self.source = source
        with Source(source) as opened:
            name = None if isinstance(source, bytes) else source.name
            self.guide: Guide = choose_guide(options.guide, read_header(opened).tokens, name)[0]
        self.options = replace(options, guide=self.guide)

    def rule(self, wanted: str) -> Rule:
        """Return the rule with the id `wanted`.

        Raises
        ------
        InputError
            If there is none; the nearest one is named, or those whose ids begin so.
        """
        known = self.guide.by_id
        if wanted in known:
            return known[wanted]
        folded = {name.casefold(): rule for name, rule in known.items()}
        if wanted.casefold() in folded:
            return folded[wanted.casefold()]
        begun = [name for name in known if name.casefold().startswith(f"{wanted.casefold()}-")]
        near = begun[:_LISTED] or difflib.get_close_matches(wanted.upper(), known, n=1, cutoff=0.5)
        names = ", ".join(near)
        raise InputError(
            Text(
                f"ninguna regla de {self.guide.id} se llama {wanted!r}" + (f"; ¿quiso decir {names}?" if near else ""),
                f"no rule of {self.guide.id} is called {wanted!r}" + (f"; did you mean {names}?" if near else ""),
            )
        )

    def judged(self, rule: Rule, most: int | None = _LISTED) -> Judgement:
        """Return the judgement of the file by one rule alone."""
        options = replace(self.options, select=(rule.id,), ignore=(), max_findings=most)
        validation = Validation(options, together=False)
        validation.add(self.source)
        return validation.judgements[0]

    def broken(self, rule: Rule, record: int | None) -> Original:
        """Return a record that breaks `rule`: the first, or that with the number `record`.

        Raises
        ------
        InputError
            If it does not; which records do, or to which the rule applies, is told.
        """
        if record is None:
            sample = self.judged(rule).session.sample
            if not sample.places:
                raise InputError(self._not_broken(rule))
            place = min(sample.places, key=lambda item: (item.record, item.position))
            names = [variable.identifier for variable in self.guide.variables]
            return Original(place.record, dict(zip(names, sample.texts[place.record], strict=True)), place.position)
        texts = self.record(record)
        places = [position for found, position in self._single().judge(texts).places if found.id == rule.id]
        if not places:
            raise InputError(self._not_broken(rule, record))
        return Original(record, texts, places[0])

    def unbroken(self, rule: Rule, record: int | None) -> Original:
        """Return the record with the number `record`, which does not break `rule`.

        Raises
        ------
        InputError
            If no number was given, or the record does break it.
        """
        if record is None:
            raise InputError(
                Text(
                    "con --expected indique el registro con --record: giis no sabe cuál debería incumplir la regla",
                    "with --expected name the record with --record: giis cannot know which should break the rule",
                )
            )
        texts = self.record(record)
        if any(found.id == rule.id for found in self._single().judge(texts).broken):
            raise InputError(
                Text(
                    f"el registro {record} sí incumple {rule.id}; quite --expected",
                    f"record {record} does break {rule.id}; leave out --expected",
                )
            )
        group = self.guide.by_identifier[rule.variable or ""].group
        return Original(record, texts, 1 if group is not None and texts[group] else 0)

    def record(self, number: int) -> dict[str, str]:
        """Return what is written in a record, by identifier.

        Raises
        ------
        InputError
            If the file has no such record, or it is left out because its line is not of the right form.
        """
        with Source(self.source) as opened:
            reader = ExchangeReader(opened, layout_of(self.guide), batch_bytes=self.options.batch_bytes)
            for batch in reader:
                if len(batch.records) and batch.records[0] <= number <= batch.records[-1]:
                    rows = (batch.records == number).arg_true()
                    if len(rows):
                        names = [variable.identifier for variable in self.guide.variables]
                        return dict(zip(names, map(str, batch.frame.row(rows[0])), strict=True))
            total = reader.records
        if 1 <= number <= total:
            raise InputError(
                Text(
                    f"el registro {number} no se leyó: su renglón no tiene la forma debida; indique una regla ARC-",
                    f"record {number} was not read: its line is not of the right form; name a rule ARC-",
                )
            )
        raise InputError(
            Text(
                f"el archivo no tiene el registro {number}; tiene {total}",
                f"the file has no record {number}; it has {total}",
            )
        )

    def _single(self) -> RecordJudge:
        session = Validation(self.options, together=False).session(self.guide, self.options)
        return RecordJudge(self.guide, session.options.catalogs, self.options.as_of)

    def _not_broken(self, rule: Rule, record: int | None = None) -> Text:
        """Return the message that a rule is not broken, and where it is, or where it applies."""
        es, en = ("el archivo", "the file") if record is None else (f"el registro {record}", f"record {record}")
        first = f"{es} no incumple {rule.id}", f"{en} does not break {rule.id}"
        places = self.judged(rule).session.sample.places if record is not None else []
        if places:
            listed = _numbers(sorted({place.record for place in places}))
            more = f"la incumplen los registros {listed}", f"broken by the records {listed}"
        elif rule.when is None or rule.when == TRUE:
            more = "se aplica a todos los registros", "it applies to all records"
        else:
            listed = _numbers(self._applies(rule))
            more = (
                (f"se aplica a los registros {listed}", f"it applies to the records {listed}")
                if listed
                else ("no se aplica a ninguno", "it applies to none")
            )
        hint = (
            "; si debería incumplirla, use --expected --record N",
            "; if one should break it, use --expected --record N",
        )
        return Text(f"{first[0]}; {more[0]}{hint[0]}", f"{first[1]}; {more[1]}{hint[1]}")

    def _applies(self, rule: Rule) -> list[int]:
        """Return the numbers of the first records to which a rule applies."""
        judge = Judge(self.guide, self.options)
        found: list[int] = []
        with Source(self.source) as opened:
            for numbers, frame in self._texts(opened):
                mask = holding(judge, frame, [rule]).get(rule.id)
                found += numbers.filter(mask).head(_LISTED + 1 - len(found)).to_list() if mask is not None else []
                if len(found) > _LISTED:
                    break
        return found

    def _texts(self, opened: Source) -> Iterator[tuple[pl.Series, pl.DataFrame]]:
        names = [raw_column(variable.identifier) for variable in self.guide.variables]
        for batch in ExchangeReader(opened, layout_of(self.guide), batch_bytes=self.options.batch_bytes):
            batch.frame.columns = names
            yield batch.records, batch.frame


def _numbers(numbers: list[int]) -> str:
    listed = ", ".join(map(str, numbers[:_LISTED]))
    return f"{listed} …" if len(numbers) > _LISTED else listed
