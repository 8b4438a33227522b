"""Judging the files of an audit, each by its own guide and all of them together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from giis._errors import CatalogError, InputError
from giis._text import Text
from giis.auditing._evidence import Witness
from giis.auditing._folder import Contents, OtherFile
from giis.files import parse_file_name
from giis.validators.validate import RunOptions, Validation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from giis.catalogs import CatalogStore
    from giis.specs import Guide
    from giis.validators.findings import FileReport, Profile
    from giis.validators.summary import Progress

_SHOWN = 2_000
"""More findings than there are rules: of each broken rule the first records are kept."""


@dataclass(frozen=True)
class Judged:
    """The files of an audit after they were judged.

    `files` are named as in the folder; `witnesses` tell what each shows, in the same order; `others` are texts that are
    no exchange files; `unread` the files that could not be read, with the reason.
    """

    files: tuple[FileReport, ...]
    witnesses: tuple[Witness, ...]
    others: tuple[OtherFile, ...]
    unread: Mapping[str, Text]


def judge(
    contents: Contents,
    on: date,
    store: CatalogStore,
    *,
    profile: Profile = "default",
    unofficial_as_errors: bool = False,
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

    Raises
    ------
    CatalogError
        If an imported catalogue is damaged: no verdict would hold.
    """
    names = {str(path): name for name, path in contents.exchange}
    seen: dict[str, Witness] = {}

    def observe(guide: Guide, path: str) -> Witness:
        seen[path] = Witness(guide, names[path])
        return seen[path]

    options = RunOptions(
        None, on, store, profile=profile, unofficial_as_errors=unofficial_as_errors, max_findings=_SHOWN
    )
    run = Validation(options, together=len(contents.exchange) > 1, progress=progress, observe=observe)
    others: list[OtherFile] = []
    unread: dict[str, Text] = {}
    for name, path in contents.exchange:
        try:
            run.add(path)
        except CatalogError:
            raise
        except InputError as error:
            if parse_file_name(name) is None:
                others.append(OtherFile(name, path.stat().st_size, error.text))
            else:
                unread[name] = error.text
        except OSError as error:
            reason = error.strerror or type(error).__name__
            unread[name] = Text(f"no se pudo leer: {reason}", f"could not be read: {reason}")
    files = run.report().files
    return Judged(
        files=tuple(replace(file, path=names[file.path]) for file in files),
        witnesses=tuple(seen[file.path] for file in files),
        others=tuple(others),
        unread=unread,
    )
