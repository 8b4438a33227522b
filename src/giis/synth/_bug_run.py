"""The way in: a doubted verdict in, the smallest synthetic file with the same one out, and the report on it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from giis._errors import InputError
from giis._text import Language, Text
from giis.files import replacing, write_exchange
from giis.files.names import STATES
from giis.specs import Level
from giis.synth._break_base import synthetic_records
from giis.synth._break_judge import Judge
from giis.synth._break_key import expected_of
from giis.synth._break_pools import Pools
from giis.synth._bug_lines import Draft, Parts, issues_of, smallest
from giis.synth._bug_path import Paths
from giis.synth._bug_record import Maker
from giis.synth._bug_result import BugReport
from giis.synth._bug_secret import Secrets
from giis.synth._bug_source import OriginalFile
from giis.synth._bug_together import NOT_MADE, TogetherMaker, fewest
from giis.synth._bug_words import bug_text
from giis.synth._judged import judged_stream
from giis.validators.options import RunOptions
from giis.validators.predicate import Record, compile_python
from giis.validators.reading import RecordReader
from giis.validators.validate import layout_of, store_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from giis.catalogs import CatalogStore
    from giis.specs import Guide, Rule
    from giis.synth._bug_path import Path as RulePath
    from giis.validators.findings import Profile
    from giis.validators.summary import Judgement

_BASES = 6
_TRIES = 3
_UNIT = "DFSSA"
_ACROSS = Text(
    "{0} compara archivos de varias guías; ningún archivo solo recorre su camino",
    "{0} compares files of several guides; no file by itself takes its path",
)
_REMOVED = Text("la regla {0} ya no se aplica", "the rule {0} is no longer asked")
_KEPT_FORM = Text(
    "cualquier archivo bien formado cumple {0}; no hay un camino que mostrar. Haga uno con giis generate",
    "any well-formed file keeps {0}; there is no path to show. Make one with giis generate",
)
_OLDEST = 2000
_BROKEN = Text("el archivo sí incumple {0}; quite --expected", "the file does break {0}; leave out --expected")
_NO_ISSUE = Text("el archivo no incumple {0}", "the file does not break {0}")
_THERE = Text(
    "la carpeta {0} ya tiene archivos; use --overwrite", "the folder {0} holds files already; use --overwrite"
)
_LEAK = Text(
    "no se escribió nada: no se halló un archivo sin valores confidenciales del original ({0}); pruebe con otra --seed",
    "nothing was written: no file without confidential values of the original was found ({0}); try another --seed",
)


def report_bug(
    source: Path | str | bytes,
    rule: str,
    *,
    record: int | None = None,
    expected: bool = False,
    output: Path | str | None = None,
    overwrite: bool = False,
    guide: str | Guide | None = None,
    as_of: date | None = None,
    catalogs: Path | str | CatalogStore | None = None,
    profile: Profile = "default",
    unofficial_as_errors: bool = False,
    seed: int = 0,
    language: Language = "es",
) -> BugReport:
    """Make the smallest synthetic file for which a rule gives the verdict that it gives for a file that nobody may see.

    The path is that of the record through the rule: which case decides, the answer of each sub-condition, and whether
    each value can be read. The values are drawn from the guide and the seed; none is taken from the file, and after
    the file was made it is checked that no confidential value of the record stands in it.

    Parameters
    ----------
    source : path or bytes
        The exchange file whose verdict is doubted.
    rule : str
        The id of the rule.
    record : int, optional
        The record in doubt, counted from 1; by default the first that breaks the rule.
    expected : bool
        The doubt is that `record` keeps the rule, though it should break it.
    output : path, optional
        The folder for the file and the report; by default `bug-RULE` where the program runs.
    overwrite : bool
        Whether the folder may hold files already.
    guide, as_of, catalogs, profile, unofficial_as_errors
        As in `validate`: how the file was judged.
    seed : int
        What the invented values are drawn from.
    language : {"es", "en"}
        The language of the report.

    Returns
    -------
    BugReport
        The folder, the file and what it shows.

    Raises
    ------
    InputError
        If the rule or the record is unknown, the verdict is another one than told, or no such file was found; nothing
        is written then.
    """
    options = RunOptions(
        guide=guide,
        as_of=as_of or date.today(),
        store=store_of(catalogs),
        profile=profile,
        unofficial_as_errors=unofficial_as_errors,
    )
    original = OriginalFile(source if isinstance(source, bytes) else Path(source), options)
    found = original.rule(rule)
    folder = Path(output) if output is not None else Path(f"bug-{found.id}")
    if folder.is_dir() and any(folder.iterdir()) and not overwrite:
        raise _input(_THERE, folder)
    made = _Making(original, found, record, expected=expected, seed=seed).made()
    return made.written(folder, language)


class _Made:
    """A small file that shows a verdict, not written yet."""

    def __init__(self, making: _Making, draft: Draft, judgement: Judgement, path: RulePath | None) -> None:
        self._making, self._draft, self._judgement, self._path = making, draft, judgement, path

    def written(self, folder: Path, language: Language) -> BugReport:
        """Write file and report, each whole or not at all."""
        making = self._making
        options = making.original.options
        judged = self._judgement.report()
        rules = dict.fromkeys(item.rule for item in judged.findings)
        report = BugReport(
            folder=folder,
            file=folder / self._draft.name,
            text=folder / "bug.md",
            guide=making.guide,
            rule=making.rule.id,
            expected=making.expected,
            as_of=options.as_of,
            records=judged.records,
            others=tuple(name for name in rules if name != making.rule.id),
            catalogs=judged.catalogs,
            path=self._path,
            message=next((item.message for item in judged.findings if item.rule == making.rule.id), None),
            profile=options.profile,
            unofficial_as_errors=options.unofficial_as_errors,
        )
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for path, data in ((report.file, self._draft.data), (report.text, bug_text(report, language).encode())):
                with replacing(path) as stream:
                    stream.write(data)
        except OSError as error:
            reason = error.strerror or str(error)
            raise _input(Text("{0} no se puede escribir: {1}", "{0} cannot be written: {1}"), folder, reason) from error
        return report


class _Making:
    """Makes the small file for one rule of one file."""

    def __init__(self, original: OriginalFile, rule: Rule, record: int | None, *, expected: bool, seed: int) -> None:
        self.original, self.rule, self.record, self.expected, self.seed = original, rule, record, expected, seed
        self.guide, self.options = original.guide, original.options

    def made(self) -> _Made:
        """Return the file that shows the verdict.

        Raises
        ------
        InputError
            If none was found, or the rule is not one that a small file shows.
        """
        if self.rule.lifecycle == "removed":
            raise _input(_REMOVED, self.rule.id)
        match self.rule.level:
            case Level.VALUE | Level.RECORD:
                return self._of_record()
            case Level.FILE:
                return self._of_file()
            case Level.STRUCTURE:
                return self._of_form()
            case _:
                raise _input(_ACROSS, self.rule.id)

    def _prepared(self, turn: int, count: int = _BASES) -> tuple[Judge, Pools, pl.DataFrame]:
        judge = Judge(self.guide, self.options)
        seed = self.seed + turn * 1_000_003
        pools = Pools(self.guide, judge.session.options.catalogs, self.options.as_of, seed)
        bases = synthetic_records(judge, self.options, count, seed)
        pools.learn(bases)
        if not bases.height:
            raise _input(NOT_MADE, self.rule.id)
        return judge, pools, bases

    def _of_record(self) -> _Made:
        find = self.original.unbroken if self.expected else self.original.broken
        doubted = find(self.rule, self.record)
        secrets = Secrets(self.guide, self.rule, doubted.texts)
        for turn in range(_TRIES):
            judge, pools, bases = self._prepared(turn)
            paths = Paths(self.guide, pools.catalogs, self.options.as_of)
            path = paths.of(self.rule, doubted.texts, doubted.position)
            maker = Maker(judge, pools, paths, bases, secrets)
            found = maker.make(path) or (maker.make(replace(path, shape=())) if path.shape else None)
            if found is not None and not secrets.leaks(found.texts):
                return self._checked(self._draft([found.texts]), path)
        raise _input(NOT_MADE, self.rule.id)

    def _of_file(self) -> _Made:
        item = next(item for item in self.guide.file_rules if item.rule.id == self.rule.id)
        judgement = self.original.judged(self.rule)
        broken = [breach for fold in judgement.session.folds for breach in fold.breaches()]
        if bool(broken) is self.expected:
            raise _input(_BROKEN if broken else _NO_ISSUE, self.rule.id)
        numbers = {number for breach in broken[:1] for number in (breach.record, breach.other) if number is not None}
        secrets = [Secrets(self.guide, self.rule, self.original.record(number)) for number in sorted(numbers)]
        leaks: list[str] = []
        for turn in range(_TRIES):
            maker = TogetherMaker(*self._prepared(turn, _BASES + fewest(item) * self.expected))
            records = maker.kept(item, judgement) if self.expected else maker.broken(item)
            leaks = [name for secret in secrets for texts in records for name in secret.leaks(texts)]
            if not leaks:
                return self._checked(self._draft(records), None)
        raise _input(_LEAK, ", ".join(dict.fromkeys(leaks)))

    def _of_form(self) -> _Made:
        if self.expected:
            raise _input(_KEPT_FORM, self.rule.id)
        issues = issues_of(self.original.judged(self.rule, None), self.rule.id)
        issue = next((item for item in issues if self.record in (None, item.record)), None)
        if issue is None:
            raise _input(_NO_ISSUE, self.rule.id)
        judge, _, bases = self._prepared(0)
        texts = [judge.texts(bases, row % bases.height) for row in range(2)]
        header = [variable.header for variable in self.guide.variables]
        first, second = ([item[variable.identifier] for variable in self.guide.variables] for item in texts)
        name = neutral_name(self.guide, judge, texts[0])
        draft = smallest(issue, Parts(header, first, second, name), self.guide, self.options)
        if draft is None:
            raise _input(NOT_MADE, self.rule.id)
        return self._checked(draft, None)

    def _draft(self, records: Sequence[Mapping[str, str]]) -> Draft:
        judge = Judge(self.guide, self.options)
        stream = io.BytesIO()
        write_exchange(stream, layout_of(self.guide), [judge.frame(records)])
        return Draft(stream.getvalue(), neutral_name(self.guide, judge, records[0]))

    def _checked(self, draft: Draft, path: RulePath | None) -> _Made:
        """Return the file, judged as the user would judge it.

        Raises
        ------
        InputError
            If the verdict is another one: then no file is better than a wrong one.
        """
        judgement = judged_stream(io.BytesIO(draft.data), draft.name, self.guide, self.options)
        broken = any(item.rule == self.rule.id for item in expected_of(judgement)[0])
        if broken is self.expected:
            raise _input(NOT_MADE, self.rule.id)
        return _Made(self, draft, judgement, path)


def neutral_name(guide: Guide, judge: Judge, texts: Mapping[str, str]) -> str:
    """Return the name that the nomenclature gives a file with one record, which tells nothing of any other."""
    setting = judge.session.plan.setting
    record = Record.of(RecordReader(guide.variables).read(texts), setting.catalogs, setting.as_of)
    day = compile_python(guide.period)(record) if guide.period is not None else None
    unit = compile_python(guide.unit)(record) if guide.unit is not None else None
    prefix = unit[:5] if isinstance(unit, str) and unit[:2] in STATES and unit[:5].isalnum() else _UNIT
    when = day if isinstance(day, date) and day.year >= _OLDEST else setting.as_of
    return f"{guide.file_types[0]}-{prefix:A<5}-{when:%y%m}.TXT"


def _input(text: Text, *values: object) -> InputError:
    return InputError(Text(text.es.format(*values), text.en.format(*values)))
