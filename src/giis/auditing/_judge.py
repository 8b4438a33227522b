"""Judging the files of an audit, each by its own guide and all of them together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from giis._errors import CatalogError, InputError
from giis._text import Text
from giis.auditing._evidence import Witness, kept_by
from giis.auditing._folder import Contents, OtherFile
from giis.evidence import GoalFold, gathered
from giis.files import parse_file_name
from giis.validators.options import RunOptions
from giis.validators.validate import Validation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from giis.auditing._model import Place
    from giis.catalogs import CatalogStore
    from giis.evidence import Evidence
    from giis.specs import Guide
    from giis.validators.findings import FileReport, Profile, Report
    from giis.validators.summary import Progress

_SHOWN = 2_000
"""More findings than there are rules: of each broken rule the first records are kept."""
_NO_GUIDE = Text(
    "no es un archivo de intercambio: su primer renglón no es el encabezado de ninguna guía",
    "is no exchange file: its first line is the header of no guide",
)


@dataclass(frozen=True)
class Judged:
    """The files of an audit after they were judged.

    `files` are named as in the folder; `evidence` tells what those of each guide show, by its id; `kept` the first
    record that keeps each rule, by guide, where that was asked for; `others` are texts that are no exchange files;
    `unread` the files that could not be read, with the reason.
    """

    files: tuple[FileReport, ...]
    evidence: Mapping[str, Evidence]
    kept: Mapping[str, Mapping[str, Place]]
    others: tuple[OtherFile, ...]
    unread: Mapping[str, Text]


def judge(
    contents: Contents,
    on: date,
    store: CatalogStore,
    *,
    profile: Profile = "default",
    unofficial_as_errors: bool = False,
    witnesses: bool = False,
    progress: Progress | None = None,
) -> Judged:
    """Judge the exchange files of a folder.

    Parameters
    ----------
    contents : Contents
        What lies in the folder.
    on : date
        The day of the audit, which no record may be later than.
    store : CatalogStore
        The catalogues.
    profile, unofficial_as_errors, progress
        As in `giis.validate`.
    witnesses : bool
        Look for a record that keeps each rule, too.

    Raises
    ------
    CatalogError
        If an imported catalogue is damaged: no verdict would hold.
    """
    names = {str(path): name for name, path in contents.exchange}
    options = RunOptions(
        None, on, store, profile=profile, unofficial_as_errors=unofficial_as_errors, max_findings=_SHOWN
    )
    run = Validation(
        options,
        together=len(contents.exchange) > 1,
        progress=progress,
        observe=Witness if witnesses else GoalFold,
    )
    others: list[OtherFile] = []
    unread: dict[str, Text] = {}
    for name, path in contents.exchange:
        try:
            run.add(path)
        except CatalogError:
            raise
        except InputError as error:
            if parse_file_name(name) is None:
                others.append(OtherFile(name, path.stat().st_size, _NO_GUIDE))
            else:
                unread[name] = error.text
        except OSError as error:
            reason = error.strerror or type(error).__name__
            unread[name] = Text(f"no se pudo leer: {reason}", f"could not be read: {reason}")
    report = run.report()
    report = replace(report, files=[replace(file, path=names[file.path]) for file in report.files])
    return Judged(
        files=tuple(report.files),
        evidence={item.guide.id: item for item in gathered(run, report)},
        kept=_kept(run, report),
        others=tuple(others),
        unread=unread,
    )


def _kept(run: Validation, report: Report) -> dict[str, dict[str, Place]]:
    """Return the first record that keeps each rule, by guide."""
    found: dict[str, list[tuple[str, Witness]]] = {}
    guides: dict[str, Guide] = {}
    for judgement, file in zip(run.judgements, report.files, strict=True):
        observer = judgement.session.observer
        if isinstance(observer, Witness):
            guides[observer.guide.id] = observer.guide
            found.setdefault(observer.guide.id, []).append((file.path, observer))
    return {name: kept_by(guides[name], witnesses) for name, witnesses in found.items()}
