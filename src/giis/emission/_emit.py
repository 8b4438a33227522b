"""The way in: a source, a guide and a mapping; exchange files and the list of what was left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from giis._errors import InputError
from giis._text import Language, Text
from giis.emission._compile import compile_mapping
from giis.emission._excluded import NAME, Excluded
from giis.emission._job import TOLD, Job
from giis.emission._mapping import Mapping, fault, read_mapping
from giis.emission._mend import NAMES as LOGS
from giis.emission._mend import Changes
from giis.emission._result import Emission, EmittedFile
from giis.emission._spool import Draft, Spool
from giis.emission._verify import verified
from giis.files.packaging import archive_name, check_cipher, read_key, seal
from giis.mending import RecordMender
from giis.specs import Guide, load_guide
from giis.tables import Place, open_table
from giis.validators.columns import Setting
from giis.validators.findings import Profile, severity_of
from giis.validators.options import RunOptions
from giis.validators.plan import make_plan
from giis.validators.validate import layout_of, store_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from giis.catalogs import CatalogStore
    from giis.emission._mend import Mending
    from giis.files.packaging import Key
    from giis.files.writer import LineEnd
    from giis.validators.findings import FileReport

    Progress = Callable[[int, int | None], None]
    Mend = Literal["none", "safe", "unsafe"]


def emit(
    source: Any,
    mapping: Path | str,
    output: Path | str,
    guide: str | Guide | None = None,
    *,
    table: str | None = None,
    query: str | None = None,
    sheet: str | None = None,
    as_of: date | None = None,
    catalogs: Path | str | CatalogStore | None = None,
    profile: Profile = "default",
    unofficial_as_errors: bool = False,
    keep_invalid: bool = False,
    repair: bool = False,
    unsafe: bool = False,
    overwrite: bool = False,
    line_end: LineEnd = "\r\n",
    package: bool = False,
    key_file: Path | str | None = None,
    show_values: bool = False,
    language: Language = "es",
    progress: Progress | None = None,
) -> Emission:
    """Write exchange files from the data of any system.

    Parameters
    ----------
    source : path, URL of a database, DataFrame or LazyFrame
        CSV, XLSX, Parquet, JSON, JSON Lines, a SQLite file, or what SQLAlchemy reads.
    mapping : path, or the text of a mapping
        What the guide's variables are made from; see `docs/emit.md`.
    output : path
        The folder of the files; it is made where there is none.
    guide : str or Guide, optional
        As `load_guide` takes it; by default the one that the mapping names.
    table, query : str, optional
        Of a database, one of the two; by default as the mapping says.
    sheet : str, optional
        Of a workbook.
    as_of, catalogs, profile, unofficial_as_errors
        As `validate` takes them.
    keep_invalid : bool
        Write records with errors too; they are listed all the same.
    repair : bool
        Mend, as `repair` does, records that would be excluded; the changes are listed.
    unsafe : bool
        With `repair`: change also what may change a meaning.
    overwrite : bool
        Replace files that stand there.
    line_end : str
        CR LF, or LF.
    package : bool
        Pack each file without errors, too.
    key_file : path, optional
        As `giis.pack` takes it.
    show_values : bool
        Show confidential values in the list of excluded records.
    language : {"es", "en"}
        The language of that list.
    progress : callable, optional
        Called with the steps done and, where known, those in all.

    Returns
    -------
    Emission
        What was written and what was not: every record of the source is either.

    Raises
    ------
    SpecError
        If the mapping is wrong; nothing is written.
    InputError
        If source or guide cannot be read, variables have neither a source nor a default, or a file stands in the way.
    """
    if unsafe and not repair:
        raise InputError(Text("unsafe sólo va con repair", "unsafe goes with repair only"))
    read = read_mapping(mapping)
    chosen = _guide(guide, read)
    place = _place(source, read, table, query, sheet)
    store = store_of(catalogs)
    options = RunOptions(
        chosen, as_of or date.today(), store, profile=profile, unofficial_as_errors=unofficial_as_errors,
        max_findings=100, show_values=show_values,
    )  # fmt: skip
    key = _key(key_file) if package else None
    mend: Mend = "none" if not repair else "unsafe" if unsafe else "safe"
    return _Run(
        read, chosen, place, options, Path(output), keep_invalid, mend, overwrite, line_end, key, language
    ).run(progress)  # fmt: skip


@dataclass(frozen=True)
class _Run:
    mapping: Mapping
    guide: Guide
    place: Place
    options: RunOptions
    output: Path
    keep_invalid: bool
    mend: Mend
    overwrite: bool
    line_end: LineEnd
    key: Key | None
    language: Language

    def run(self, progress: Progress | None) -> Emission:
        """Make, judge, write, and judge what was written."""
        guide, options = self.guide, self.options
        found = {name: options.store.get(name) for name in guide.catalogs}
        setting = Setting(options.as_of, {name: item for name, item in found.items() if item is not None})
        table = open_table(self.place)
        maker = compile_mapping(self.mapping, guide, self.place, table, setting)
        kind = self._kind()
        errors = frozenset(rule.id for rule in guide.by_id.values() if self._severe(rule))
        total = table.total
        with Spool(self.output, layout_of(guide), self.line_end, overwrite=self.overwrite) as spool:
            excluded = Excluded(spool.path(NAME), self.language)
            show = options.show_values
            plan = make_plan(guide, setting)
            changes = Changes(spool)
            mender = RecordMender(plan, errors, self.mend == "unsafe") if self.mend != "none" else None
            job = Job(maker, table, plan, errors, kind, spool, excluded, self.keep_invalid, show, mender, changes)
            job.run(_part(progress, total))
            reports = self._verify(spool, excluded, maker.source_columns, job.records, changes.records, progress)
            drafts = [draft for draft in self._sorted(spool) if draft.count]
            written = sum(draft.count for draft in drafts)
            mended = self._log(changes, spool, table.name) if mender is not None else None
            names = [draft.name for draft in drafts]
            packed = self._pack(drafts, reports, spool)
            spool.finish([*names, *packed.values(), NAME, *(LOGS if mended is not None else ())])
        files = tuple(
            EmittedFile(
                self.output / draft.name,
                draft.count,
                replace(reports[draft.name], path=str(self.output / draft.name)),
                self.output / packed[draft.name] if draft.name in packed else None,
            )
            for draft in drafts
        )
        told = {name: TOLD[name] if name in TOLD else guide.by_id[name].title for name in excluded.reasons}
        return Emission(
            guide.id, job.records, written, job.records - written, files, self.output / NAME,
            dict(excluded.reasons.most_common()), maker.defaults, job.invalid, told, mended,
        )  # fmt: skip

    def _log(self, changes: Changes, spool: Spool, source: str) -> Mending:
        """Write the change log of the records that stand in the files."""
        numbers = [records for draft in spool.drafts.values() for records in draft.records]
        written = pl.concat([pl.Series("record", [], dtype=pl.UInt32), *numbers])
        return changes.finish(written, source, self.guide, self.options, unsafe=self.mend == "unsafe")

    def _severe(self, rule: Any) -> bool:
        options = self.options
        return severity_of(rule, options.profile, unofficial_as_errors=options.unofficial_as_errors) == "error"

    def _kind(self) -> str:
        """Return the type with which the names of the files begin."""
        guide, wanted = self.guide, self.mapping.doc.file_type
        if guide.period is None or guide.unit is None:
            raise InputError(
                Text(f"{guide.id} no dice de qué unidad y mes es un registro; sus archivos no tienen nombre",
                     f"{guide.id} does not tell of which unit and month a record is; its files have no name")
            )  # fmt: skip
        if wanted is None:
            return guide.file_types[0]
        if wanted not in guide.file_types:
            admitted = ", ".join(guide.file_types)
            raise fault(self.mapping.raw, f"{wanted!r} no es un tipo de {guide.id}: {admitted}",
                        f"{wanted!r} is no type of {guide.id}: {admitted}", "file_type")  # fmt: skip
        return wanted

    def _verify(
        self, spool: Spool, excluded: Excluded, columns: Callable[[str], tuple[str, ...]], records: int,
        mended: pl.Series, progress: Progress | None,
    ) -> dict[str, FileReport]:  # fmt: skip
        reports: dict[str, FileReport] = {}
        done = records
        for draft in self._sorted(spool):
            count = draft.count

            def part(size: int, of: int | None, done: int = done, count: int = count) -> None:
                if progress is not None and of:
                    progress(done + count * size // of, 2 * records)

            reports[draft.name] = verified(
                draft, self.guide, self.options, self.language, spool, excluded, keep_invalid=self.keep_invalid,
                columns=columns, mended=mended, progress=part,
            )  # fmt: skip
            done += count
        return reports

    def _pack(self, drafts: list[Draft], reports: dict[str, FileReport], spool: Spool) -> dict[str, str]:
        """Pack the files without errors; return the archive of each by the names."""
        packed: dict[str, str] = {}
        if self.key is None:
            return packed
        for draft in drafts:
            if reports[draft.name].status == "pass":
                name = archive_name(draft.name)
                seal(draft.path, spool.path(name), self.key, sha256=reports[draft.name].sha256)
                packed[draft.name] = name
        return packed

    @staticmethod
    def _sorted(spool: Spool) -> list[Draft]:
        return [spool.drafts[name] for name in sorted(spool.drafts)]


def _guide(given: str | Guide | None, mapping: Mapping) -> Guide:
    """Return the guide, which must be the mapping's."""
    named = mapping.doc.guide
    if isinstance(given, Guide):
        chosen, known = given, given.id
    else:
        chosen = load_guide(given or named)
        known = load_guide(named).id if given else chosen.id
    if isinstance(given, Guide) and named not in (given.id, given.id.split("-")[1], *given.file_types):
        known = named
    if known != chosen.id:
        raise fault(mapping.raw, f"el mapeo es de {known}, no de {chosen.id}",
                    f"the mapping is of {known}, not of {chosen.id}", "guide")  # fmt: skip
    return chosen


def _place(source: Any, mapping: Mapping, table: str | None, query: str | None, sheet: str | None) -> Place:
    doc = mapping.doc.source
    if table is not None and query is not None:
        raise InputError(Text("indique --table o --query, no ambas", "give --table or --query, not both"))
    other = table is not None or query is not None
    return Place(
        source,
        doc.format,
        doc.separator,
        doc.encoding,
        sheet or doc.sheet,
        table if other else doc.table,
        query if other else doc.query,
    )


def _key(key_file: Path | str | None) -> Key:
    check_cipher()
    return read_key(key_file)


def _part(progress: Progress | None, total: int | None) -> Callable[[int], None] | None:
    if progress is None:
        return None
    return lambda done: progress(done, 2 * total if total else None)
