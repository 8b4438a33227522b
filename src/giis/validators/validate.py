"""The way in: what to judge, by which guide and catalogues, and the report of it."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl

from giis._errors import InputError
from giis._text import Language, Text
from giis.catalogs import Catalog, CatalogStore
from giis.files import ExchangeReader, Layout, Source, read_header
from giis.specs import Guide, Kind, Rule, load_guide
from giis.validators.choice import choose_guide
from giis.validators.columns import Setting
from giis.validators.findings import FileReport, Profile, Report
from giis.validators.plan import Plan, make_plan
from giis.validators.session import Options, Session
from giis.validators.summary import Progress, run
from giis.validators.tables import TableRecords

STDIN = "-"
BATCH_BYTES = 20 << 20
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
    max_findings: int | None = 1000,
    show_values: bool = False,
    language: Language = "es",
    batch_bytes: int = BATCH_BYTES,
    timing: bool = False,
    statistics: bool = False,
    progress: Progress | None = None,
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
    store = catalogs if isinstance(catalogs, CatalogStore) else CatalogStore(Path(catalogs) if catalogs else None)
    day = as_of or date.today()
    judge = _Judge(
        guide, store, day, tuple(select), tuple(ignore), profile, unofficial_as_errors, max_findings, show_values,
        batch_bytes, timing, statistics, progress,
    )  # fmt: skip
    return Report(judge.files(source), day, values_shown=show_values, language=language)


class _Judge:
    def __init__(
        self,
        guide: str | Guide | None,
        store: CatalogStore,
        as_of: date,
        select: tuple[str, ...],
        ignore: tuple[str, ...],
        profile: Profile,
        unofficial_as_errors: bool,
        max_findings: int | None,
        show_values: bool,
        batch_bytes: int,
        timing: bool,
        statistics: bool,
        progress: Progress | None,
    ) -> None:
        self.guide, self.store, self.as_of = guide, store, as_of
        self.select, self.ignore = select, ignore
        self.profile, self.max_findings, self.show_values = profile, max_findings, show_values
        self.unofficial_as_errors = unofficial_as_errors
        self.batch_bytes, self.timing, self.statistics = batch_bytes, timing, statistics
        self.progress = progress
        if max_findings is not None and max_findings < 0:
            raise InputError(Text("max_findings no puede ser negativo", "max_findings must not be negative"))

    def files(self, source: Input) -> list[FileReport]:
        if isinstance(source, pl.DataFrame | pl.LazyFrame):
            return [self.table(source)]
        if isinstance(source, bytes) or hasattr(source, "read"):
            return [self.stream(source, STDIN, None)]
        if isinstance(source, str | Path):
            return [self.path(path) for path in _expand(Path(source))]
        items = list(source)
        if items and all(isinstance(item, str | Path) for item in items):
            return [self.path(path) for item in items for path in _expand(Path(item))]  # type: ignore[arg-type]
        return [self.table(items)]

    def path(self, path: Path) -> FileReport:
        return self.stream(path, str(path), path.name)

    def stream(self, given: Any, path: str, name: str | None) -> FileReport:
        total = given.stat().st_size if isinstance(given, Path) and given.is_file() else None
        with Source(given) as source:
            header = read_header(source)
            guide, chosen = choose_guide(self.guide, header.tokens, name)
            session = self.session(guide)
            reader = ExchangeReader(
                source,
                layout_of(guide),
                batch_bytes=self.batch_bytes,
                max_issues=sys.maxsize if self.max_findings is None else self.max_findings,
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

    def table(self, table: Any) -> FileReport:
        if self.guide is None:
            raise InputError(
                Text(
                    "los registros de una tabla necesitan `guide`: nada dice qué guía siguen",
                    "records of a table need `guide`: nothing tells which guide they follow",
                )
            )
        guide = self.guide if isinstance(self.guide, Guide) else load_guide(self.guide)
        records = TableRecords(table, guide)
        session = self.session(guide)
        return run(
            session,
            records,
            "<records>",
            Text("la indicada", "the one asked for"),
            size=lambda: 0,
            progress=self.progress,
        )

    def session(self, guide: Guide) -> Session:
        """Return a fresh session of `guide`; what it is to ask is worked out once for equal runs."""
        options = self.options(guide)
        each_row = self.statistics or self.timing
        used = tuple((name, catalog.digest, catalog.version) for name, catalog in options.catalogs.items())
        key = (id(guide), used, self.as_of, self.select, self.ignore, each_row)
        if key not in _PLANS:
            if len(_PLANS) >= _MOST_PLANS:
                _PLANS.clear()
            setting = Setting(self.as_of, options.catalogs)
            _PLANS[key] = make_plan(guide, setting, options.asked, each_row=each_row)
        return Session(guide, options, _PLANS[key])

    def options(self, guide: Guide) -> Options:
        catalogs: dict[str, Catalog] = {}
        for name in guide.catalogs:
            catalog = self.store.get(name)
            if catalog is not None:
                catalogs[name] = catalog
        return Options(
            as_of=self.as_of,
            catalogs=catalogs,
            profile=self.profile,
            unofficial_as_errors=self.unofficial_as_errors,
            asked=_chooser(guide, self.select, self.ignore),
            max_findings=self.max_findings,
            show_values=self.show_values,
            timing=self.timing,
            statistics=self.statistics,
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


def _chooser(guide: Guide, select: tuple[str, ...], ignore: tuple[str, ...]) -> Any:
    for wanted in (*select, *ignore):
        if not any(_names(wanted, rule_id) for rule_id in guide.by_id):
            near = difflib.get_close_matches(wanted, guide.by_id, n=1)
            raise InputError(
                Text(
                    f"ninguna regla de {guide.id} se llama {wanted!r}"
                    + (f"; ¿quiso decir {near[0]!r}?" if near else ""),
                    f"no rule of {guide.id} is called {wanted!r}" + (f"; did you mean {near[0]!r}?" if near else ""),
                )
            )

    def asked(rule: Rule) -> bool:
        if select and not any(_names(wanted, rule.id) for wanted in select):
            return False
        return not any(_names(wanted, rule.id) for wanted in ignore)

    return asked


def _names(wanted: str, rule_id: str) -> bool:
    """Return whether `wanted` is the rule's id, or the beginning of it up to a hyphen."""
    return rule_id == wanted or rule_id.startswith(f"{wanted}-")
