"""What `report_bug` made."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path as FilePath

    from giis._text import Text
    from giis.specs import Guide
    from giis.synth._bug_path import Path
    from giis.validators.findings import CatalogUse, Profile


@dataclass(frozen=True)
class BugReport:
    """A synthetic file that takes the same path through a rule as a record of another file, and the report on it.

    Parameters
    ----------
    folder : Path
        Where both stand.
    file : Path
        The synthetic exchange file.
    text : Path
        The report, in Markdown.
    guide : Guide
        The guide.
    rule : str
        The id of the rule in doubt.
    expected : bool
        Whether the doubt is that the rule should be broken; else that it should not.
    as_of : date
        The date of registration of the run.
    records : int
        How many records the file has.
    others : sequence of str
        The ids of the other rules that the file breaks.
    catalogs : sequence of CatalogUse
        The editions that judged it.
    path : object or None
        How the record went through the rule; None where the rule is not one of values or records.
    message : Text or None
        What giis says of the synthetic file, if the rule is broken; confidential values are masked.
    profile, unofficial_as_errors
        As in `giis.validate`.
    """

    folder: FilePath
    file: FilePath
    text: FilePath
    guide: Guide
    rule: str
    expected: bool
    as_of: date
    records: int
    others: Sequence[str]
    catalogs: Sequence[CatalogUse]
    path: Path | None = None
    message: Text | None = None
    profile: Profile = "default"
    unofficial_as_errors: bool = False

    @property
    def command(self) -> str:
        """The command that repeats the verdict in the folder."""
        words = ["giis", "validate", self.file.name, "--guide", self.guide.id, "--as-of", self.as_of.isoformat()]
        words += ["--profile", self.profile] if self.profile != "default" else []
        words += ["--unofficial-as-errors"] if self.unofficial_as_errors else []
        return shlex.join([*words, "--select", self.rule])
