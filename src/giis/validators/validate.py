"""The way in: what to judge, by which guide and catalogues, and the report of it."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import polars as pl

from giis._errors import InputError
from giis._text import Language, Text
from giis.catalogs import CatalogStore
from giis.files import ExchangeReader, Layout, Source, read_header
from giis.specs import Guide, Kind, Rule, Severity, guide_ids, load_guide
from giis.validators.again import Answered, part_of
from giis.validators.baseline import read_baseline, use_in_run
from giis.validators.choice import choose_guide
from giis.validators.columns import Setting
from giis.validators.findings import Profile, Report
from giis.validators.keys import mark_of
from giis.validators.options import BATCH_BYTES, STDIN, TABLE, RunOptions
from giis.validators.plan import Plan, make_plan
from giis.validators.session import Options, Session
from giis.validators.summary import Judgement, Progress, compare_all, reports, run
from giis.validators.tables import TableRecords

if TYPE_CHECKING:
    from giis.validators.findings import FileReport
    from giis.validators.kept import Part
    from giis.validators.observer import Observe

_PATTERNS = ("*.txt", "*.TXT")
_MOST_PLANS = 16
_PLANS: dict[Hashable, Plan] = {}

Input = Path | str | bytes | BinaryIO | pl.DataFrame | pl.LazyFrame | Iterable[Mapping[str, Any]] | Sequence[Path | str]


def validate(
    source: Input,
    guide: str | Guide | None = None,
    *,
    as_of: date | None = None,
    catalogs: Path | str | CatalogStore | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    profile: Profile = "default",
    unofficial_as_errors: bool = False,
    severities: Mapping[str, Severity] | None = None,
    baseline: Path | str | None = None,
    max_findings: int | None = 1000,
    show_values: bool = False,
    language: Language = "es",
    batch_bytes: int = BATCH_BYTES,
    timing: bool = False,
    statistics: bool = False,
    progress: Progress | None = None,
    secret: str = "",
) -> Report:
    """Judge records by a GIIS guide.

    Parameters
    ----------
    source : path, bytes, binary stream, DataFrame, LazyFrame, iterable of mappings, or list of paths
        One or several exchange files, the bytes of one, or records as a table whose columns are called as the
        guide's variables. A folder stands for the `.txt` files in it.
    guide : str or Guide, optional
        The guide, as `load_guide` takes it; by default it is told by the header, else by the file's name. A
        table needs it.
    as_of : date, optional
        The date of registration, which no record may be later than; today by default.
    catalogs : path or CatalogStore, optional
        Where imported catalogues lie; the user's own folder by default.
    select, ignore : sequence of str
        Ask only the rules with these ids or beginnings of ids; leave out those. `CEX043` stands for
        `CEX043-sexo` too.
    profile : {"default", "strict"}
        `strict` makes errors of what is doubtful only because the official examples break it.
    unofficial_as_errors : bool
        Rules whose source is not the official text (`secondary`, `inferred`) are warnings by default; with this
        they are as severe as the guide is believed to mean them.
    severities : Mapping of str to {"error", "warning", "info"}, optional
        How severe rules are to be, by id or beginning of an id; stands before everything else.
    baseline : path, optional
        A file of known findings, which are counted apart and do not decide the verdict.
    max_findings : int, optional
        How many findings to show a file; totals are exact all the same. None shows all.
    show_values : bool
        Show values of variables that the guide marks as confidential; they are masked by default.
    language : {"es", "en"}
        The language of `Report.findings`.
    batch_bytes : int
        How much of a file is judged at once; memory grows with it. The report does not depend on it.
    timing, statistics : bool
        Measure each rule; count exactly what each was asked of.
    progress : callable, optional
        Called with the bytes done and, where known, the bytes in all.
    secret : str
        With it, who does not know it cannot tell from the keys of findings which records they stand for.

    Returns
    -------
    Report
        One report a file, and one verdict.

    Raises
    ------
    InputError
        If the source, the guide or a rule cannot be found or read.
    CatalogError
        If an imported catalogue is damaged.
    SpecError
        If the definition of the guide is wrong.
    """
    options = RunOptions(
        guide, as_of or date.today(), store_of(catalogs), tuple(select), tuple(ignore), profile, unofficial_as_errors,
        max_findings, show_values, batch_bytes, timing, statistics, severities or {},
        read_baseline(Path(baseline), secret) if baseline else None, secret=secret,
    )  # fmt: skip
    sources = sources_of(source)
    validation = Validation(options, together=len(sources) > 1, progress=progress)
    for item in sources:
        validation.add(item)
    return validation.report(language)


def _joined(parts: Iterable[Mapping[str, set[str]]]) -> dict[str, set[str]]:
    joined: dict[str, set[str]] = {}
    for part in parts:
        for rule, keys in part.items():
            joined.setdefault(rule, set()).update(keys)
    return joined


def store_of(catalogs: Path | str | CatalogStore | None) -> CatalogStore:
    """Return the store that `catalogs` means."""
    return catalogs if isinstance(catalogs, CatalogStore) else CatalogStore(Path(catalogs) if catalogs else None)


class Validation:
    """A run over one or several sources, given one after the other.

    Parameters
    ----------
    options : RunOptions
        What is asked for.
    together : bool
        Whether the sources are several, so that rules on the files of several guides are asked too.
    progress : callable, optional
        As in `validate`.
    observe : callable, optional
        Gives the observer of each file, from its guide and its path.

    Raises
    ------
    InputError
        If an option makes no sense.
    """

    def __init__(
        self,
        options: RunOptions,
        *,
        together: bool,
        progress: Progress | None = None,
        observe: Observe | None = None,
    ) -> None:
        self.options, self.together, self.progress, self.observe = options, together, progress, observe
        self._all: list[Judgement | Answered] = []
        self._files: list[FileReport] = []
        if options.max_findings is not None and options.max_findings < 0:
            raise InputError(Text("max_findings no puede ser negativo", "max_findings must not be negative"))

    @property
    def judgements(self) -> list[Judgement]:
        """The judgements that this run made itself."""
        return [item for item in self._all if isinstance(item, Judgement)]

    def add(
        self,
        source: Path | bytes | BinaryIO | pl.DataFrame | pl.LazyFrame | Iterable[Mapping[str, Any]],
        options: RunOptions | None = None,
    ) -> None:
        """Judge the records of one source: a file's path, its bytes, a stream, or a table.

        `options` are those of this source alone, where they differ from the others'; the day is that of the run.

        Raises
        ------
        InputError, CatalogError, SpecError
            As `validate`; the sources before and after are not affected.
        """
        if isinstance(source, Path):
            self._all.append(self._stream(source, str(source), source.name, options or self.options))
        elif isinstance(source, bytes) or hasattr(source, "read"):
            self._all.append(self._stream(source, STDIN, None, options or self.options))
        else:
            self._all.append(self._table(source, options or self.options))

    def answer(self, path: Path, part: Part, options: RunOptions | None = None) -> None:
        """Take the judgement of the file `path` that an earlier run of several files made, instead of judging it.

        It is judged all the same, when the report is made, if the other files now say something else of it.

        Raises
        ------
        InputError
            If what was kept cannot be used; nothing was taken then.
        """
        own = options or self.options
        guide = _guide(own.guide or part.file.guide or "")
        kept = replace(part, file=replace(part.file, path=str(path)))
        self._all.append(Answered(kept, guide, lambda: self._stream(path, str(path), path.name, own)))

    def report(self, language: Language = "es") -> Report:
        """Return the report on all sources that were judged."""
        options = self.options
        compare_all(self._all)
        while stale := [place for place, item in enumerate(self._all) if not _stands(item)]:
            for place in stale:
                item = self._all[place]
                self._all[place] = item.again() if isinstance(item, Answered) else item
            compare_all(self._all)
        self._files = reports(self._all)
        return Report(
            self._files,
            options.as_of,
            values_shown=options.show_values,
            language=language,
            baseline=use_in_run(self.met_keys(), self._files, options),
            keyed=mark_of(options.secret),
        )

    def parts(self) -> Iterator[Part]:
        """Yield what may be kept of each file that this run judged itself, after its report."""
        for judgement, file in zip(self._all, self._files, strict=True):
            if isinstance(judgement, Judgement):
                yield part_of(judgement, file)

    def found_keys(self) -> dict[str, set[str]]:
        """Return the keys of all findings by rule; they are kept where the options say `collecting`."""
        known = [item.session.known for item in self.judgements]
        return _joined(item.found for item in known if item is not None)

    def met_keys(self) -> dict[str, set[str]]:
        """Return the keys of the baseline's findings that were met, by rule."""
        return _joined(item.met for item in self._all)

    def _stream(self, given: Any, path: str, name: str | None, options: RunOptions) -> Judgement:
        total = given.stat().st_size if isinstance(given, Path) and given.is_file() else None
        with Source(given) as source:
            header = read_header(source)
            guide, chosen = choose_guide(options.guide, header.tokens, name)
            session = self.session(guide, options, path)
            reader = ExchangeReader(
                source,
                layout_of(guide),
                batch_bytes=options.batch_bytes,
                max_issues=sys.maxsize if options.max_findings is None else options.max_findings,
            )
            return run(
                session,
                reader,
                path,
                chosen,
                size=lambda: source.size,
                name=name,
                progress=self.progress,
                total=total,
            )

    def _table(self, table: Any, options: RunOptions) -> Judgement:
        wanted = options.guide
        if wanted is None:
            raise InputError(
                Text(
                    "los registros de una tabla necesitan `guide`: nada dice qué guía siguen",
                    "records of a table need `guide`: nothing tells which guide they follow",
                )
            )
        guide = wanted if isinstance(wanted, Guide) else load_guide(wanted)
        records = TableRecords(table, guide)
        session = self.session(guide, options, TABLE)
        return run(
            session,
            records,
            TABLE,
            Text("la indicada", "the one asked for"),
            size=lambda: 0,
            progress=self.progress,
        )

    def session(self, guide: Guide, options: RunOptions, path: str = TABLE) -> Session:
        """Return a fresh session of `guide`; what it is to ask is worked out once for equal runs."""
        observer = self.observe(guide, path) if self.observe is not None else None
        questions = observer.questions if observer is not None else {}
        asked = _session_options(guide, options)
        each_row = options.statistics or options.timing
        used = tuple((name, catalog.digest, catalog.version) for name, catalog in asked.catalogs.items())
        asks = (options.select, options.ignore, each_row, self.together, *questions.items())
        key = (id(guide), used, options.as_of, *asks)
        if key not in _PLANS:
            if len(_PLANS) >= _MOST_PLANS:
                _PLANS.clear()
            setting = Setting(options.as_of, asked.catalogs)
            _PLANS[key] = make_plan(
                guide, setting, asked.asked, each_row=each_row, across=self.together, questions=questions
            )
        return Session(guide, asked, _PLANS[key], observer)


def _stands(item: Judgement | Answered) -> bool:
    return isinstance(item, Judgement) or item.holds()


def _guide(wanted: str | Guide) -> Guide:
    return wanted if isinstance(wanted, Guide) else load_guide(wanted)


def _session_options(guide: Guide, options: RunOptions) -> Options:
    """Return what is asked of one file."""
    found = {name: options.store.get(name) for name in guide.catalogs}
    _check_rules(guide, (*options.select, *options.ignore, *options.severities))
    return Options(
        as_of=options.as_of,
        catalogs={name: catalog for name, catalog in found.items() if catalog is not None},
        profile=options.profile,
        unofficial_as_errors=options.unofficial_as_errors,
        severities=options.severities,
        asked=_chooser(options.select, options.ignore),
        max_findings=options.max_findings,
        show_values=options.show_values,
        timing=options.timing,
        statistics=options.statistics,
        baseline=options.baseline,
        collecting=options.collecting,
        secret=options.secret,
    )


def layout_of(guide: Guide) -> Layout:
    """Return the columns that an exchange file of `guide` has."""
    return Layout(
        tuple(variable.header for variable in guide.variables),
        tuple(frozenset(variable.header_also) for variable in guide.variables),
        integers=frozenset(
            variable.column - 1
            for variable in guide.variables
            if variable.kind is Kind.INTEGER and not variable.nullable
        ),
    )


class UnknownRuleError(InputError):
    """An option names a rule that no guide has; `rule` is the name."""

    def __init__(self, rule: str, message: Text) -> None:
        super().__init__(message)
        self.rule = rule


def sources_of(source: Input) -> list[Any]:
    """Return the single sources that `source` stands for, paths of folders expanded."""
    if isinstance(source, str | Path):
        return _expand(Path(source))
    if isinstance(source, bytes | pl.DataFrame | pl.LazyFrame) or hasattr(source, "read"):
        return [source]
    items = list(source)
    if items and all(isinstance(item, str | Path) for item in items):
        return [path for item in items for path in _expand(Path(item))]  # type: ignore[arg-type]
    return [items]


def _expand(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted({item for pattern in _PATTERNS for item in path.glob(pattern) if item.is_file()})
    if not found:
        raise InputError(
            Text(
                f"la carpeta {str(path)!r} no tiene archivos .txt",
                f"the folder {str(path)!r} holds no .txt file",
            )
        )
    return found


def _check_rules(guide: Guide, names: Iterable[str]) -> None:
    """Refuse a name that stands for no rule of any guide."""
    for wanted in names:
        if not any(_names(wanted, rule_id) for rule_id in guide.by_id) and not _known_elsewhere(wanted, guide):
            near = difflib.get_close_matches(wanted, guide.by_id, n=1)
            raise UnknownRuleError(
                wanted,
                Text(
                    f"ninguna regla de {guide.id} se llama {wanted!r}"
                    + (f"; ¿quiso decir {near[0]!r}?" if near else ""),
                    f"no rule of {guide.id} is called {wanted!r}" + (f"; did you mean {near[0]!r}?" if near else ""),
                ),
            )


def _chooser(select: tuple[str, ...], ignore: tuple[str, ...]) -> Callable[[Rule], bool]:
    def asked(rule: Rule) -> bool:
        if select and not any(_names(wanted, rule.id) for wanted in select):
            return False
        return not any(_names(wanted, rule.id) for wanted in ignore)

    return asked


def _known_elsewhere(wanted: str, guide: Guide) -> bool:
    """Return whether `wanted` is a rule of another guide, whose files the same run may judge."""
    others = (load_guide(name) for name in guide_ids() if name != guide.id)
    return any(_names(wanted, rule_id) for other in others for rule_id in other.by_id)


def _names(wanted: str, rule_id: str) -> bool:
    """Return whether `wanted` is the rule's id, or the beginning of it up to a hyphen."""
    return rule_id == wanted or rule_id.startswith(f"{wanted}-")
