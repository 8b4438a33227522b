"""What `giis validate` does, once or again and again: judge the files, write the reports, tell the verdict."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from giis._errors import GiisError
from giis._text import Text
from giis_cli._baseline import known_findings, write_known
from giis_cli._caching import answers_of
from giis_cli._config import configured
from giis_cli._days import parse_day
from giis_cli._errors import UNABLE, complain, debug, debugging
from giis_cli._options import FailOn
from giis_cli._outputs import outputs_of, write_outputs
from giis_cli._paths import STDIN, expand
from giis_cli._progress import SlowProgress

if TYPE_CHECKING:
    from collections.abc import Sequence

    import typer

    from giis._text import Language
    from giis.cache import Answers
    from giis.evidence import Evidence
    from giis.validators.findings import FailOn as FailOnWord
    from giis.validators.findings import Report
    from giis.validators.kept import Part
    from giis.validators.observer import Observe
    from giis.validators.options import RunOptions
    from giis.validators.validate import Validation
    from giis_cli._config import Config
    from giis_cli._language import Lang
    from giis_cli._options import Profile

_VALUES_SHOWN = Text(
    "el informe muestra datos confidenciales (--show-values); cuide a quién lo entrega",
    "the report shows confidential values (--show-values); mind who gets it",
)
_FROM_CACHE = Text("respuesta de la caché", "answered from the cache")


@dataclass(frozen=True)
class Wanted:
    """What the command line asks of `giis validate`, as it is given; see the options there."""

    context: typer.Context
    paths: list[str]
    guide: str | None
    lang: Lang | None
    form: str | None
    output: list[str] | None
    rules_url: str | None
    as_of: str | None
    max_findings: int | None
    show_values: bool
    select: list[str] | None
    ignore: list[str] | None
    profile: Profile
    unofficial_as_errors: bool
    fail_on: FailOn
    allow_incomplete: bool
    statistics: bool
    timing: bool
    coverage: bool
    quiet: bool
    catalogs: Path | None
    exit_zero: bool
    baseline: Path | None
    write_baseline: Path | None
    config_file: Path | None
    no_config: bool
    cache: bool | None
    cache_dir: Path | None

    def config(self) -> Config:
        """Return the settings of the run.

        Raises
        ------
        UsageError, InputError
            If they are wrong.
        """
        return configured(self.context, self.config_file, none=self.no_config)


def judge(wanted: Wanted) -> int:
    """Judge the files that are there now, write the reports, and return the exit status.

    Raises
    ------
    GiisError
        If the options or the settings make no sense.
    """
    from giis.reports.outputs import Asked

    config = wanted.config()
    language = config.language(wanted.lang)
    if wanted.statistics or debugging():
        config.tell(language)
    found, missing = expand(wanted.paths)
    unjudged = {path: reason.get(language) for path, reason in missing.items()}
    outputs = outputs_of(wanted.form, wanted.output, found)
    most = config.pick("max-findings", wanted.max_findings)
    options = _options(wanted, config, most if most is not None else max(item.format.cap for item in outputs))
    pages = config.rules_url(wanted.rules_url)
    # What the cache keeps tells nothing of single records.
    answers = None if wanted.coverage else answers_of(config, found, options, wanted.cache, wanted.cache_dir)
    report = answers.find(language) if answers is not None else None
    evidence: Sequence[Evidence] = ()
    if report is None:
        report, evidence = _judged(wanted, config, options, found, unjudged, language, answers)
    elif debugging():
        complain(_FROM_CACHE.get(language))
    if wanted.show_values:
        complain(_VALUES_SHOWN.get(language))
    for reason in dict.fromkeys(unjudged.values()):
        # What is wrong with the options is wrong for every file: told once.
        path = next(path for path in unjudged if unjudged[path] == reason)
        complain(f"{path}: {reason}")
    fail_on: FailOnWord = FailOn(config.pick("fail-on", wanted.fail_on)).value
    asked = Asked(
        language=language,
        statistics=wanted.statistics,
        timing=wanted.timing,
        quiet=wanted.quiet,
        unjudged=unjudged,
        root=Path.cwd(),
        rules_url=pages,
        fail_on=fail_on,
        evidence=evidence,
    )
    written = write_outputs(report, outputs, asked, most)
    if unjudged or not written:
        return UNABLE
    if wanted.exit_zero:
        return 0
    allowed = config.pick("allow-incomplete", wanted.allow_incomplete)
    return report.exit_status(fail_on=fail_on, allow_incomplete=allowed)


def _options(wanted: Wanted, config: Config, most: int) -> RunOptions:
    from giis.catalogs import CatalogStore
    from giis.validators.options import RunOptions

    given, secret = wanted.as_of, config.secret()
    return RunOptions(
        guide=wanted.guide,
        as_of=config.pick("as-of", date.today()) if given is None else parse_day(given, "--as-of"),
        store=CatalogStore(config.catalogs(wanted.catalogs)),
        select=_listed(wanted.select),
        ignore=_listed(wanted.ignore),
        profile=wanted.profile.value,
        unofficial_as_errors=wanted.unofficial_as_errors,
        max_findings=most,
        show_values=wanted.show_values,
        timing=wanted.timing,
        statistics=wanted.statistics,
        baseline=known_findings(
            config.pick("baseline", wanted.baseline), secret, writing=wanted.write_baseline is not None
        ),
        collecting=wanted.write_baseline is not None,
        secret=secret,
    )


def _judged(
    wanted: Wanted,
    config: Config,
    options: RunOptions,
    paths: list[str],
    unjudged: dict[str, str],
    language: Language,
    answers: Answers | None,
) -> tuple[Report, Sequence[Evidence]]:
    """Return the report of a run that is made, and its evidence where that is wanted.

    Which files could not be judged, and why, goes into `unjudged`.
    """
    from giis.validators.validate import Validation

    failed = False
    with SlowProgress(wanted=not wanted.quiet) as progress:
        validation = Validation(options, together=len(paths) > 1, progress=progress, observe=_observer(wanted))
        for path in paths:
            progress.file(path)
            try:
                own, part = config.of(path, options), answers.part(path) if answers is not None else None
                if part is None or not _answered(validation, path, part, own):
                    validation.add(sys.stdin.buffer if path == STDIN else Path(path), own)
            except Exception as error:
                failed = True
                unjudged[path] = config.describe(error, path, language)
                debug(error)
        report = validation.report(language)
    if wanted.write_baseline is not None:
        write_known(validation, wanted.write_baseline, language)
    if answers is not None:
        answers.keep_parts(validation.parts())
        if not failed:
            answers.keep(report, validation.met_keys())
    return report, _evidence(wanted, validation, report)


def _observer(wanted: Wanted) -> Observe | None:
    if not wanted.coverage:
        return None
    from giis.evidence import GoalFold

    return GoalFold


def _evidence(wanted: Wanted, validation: Validation, report: Report) -> Sequence[Evidence]:
    if not wanted.coverage:
        return ()
    from giis.evidence import gathered

    return gathered(validation, report)


def _answered(validation: Validation, path: str, part: Part, options: RunOptions) -> bool:
    """Take what an earlier run kept of a file; return False if it cannot be used."""
    try:
        validation.answer(Path(path), part, options)
    except GiisError:
        return False
    return True


def _listed(given: list[str] | None) -> tuple[str, ...]:
    """Return the rules of an option that may be repeated and may hold several, parted by commas."""
    return tuple(part for item in given or () for text in item.split(",") if (part := text.strip()))
