"""What the manifest tells of single files must be of files that are there."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from giis._errors import SpecError
from giis._text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from giis.auditing._manifest import Manifest


def check_evidence(manifest: Manifest, names: Sequence[str]) -> None:
    """Refuse a note of the manifest on a file that is not in the folder.

    Raises
    ------
    SpecError
        The error names file, line and the nearest name.
    """
    for name in manifest.evidence:
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
            raise SpecError(
                Text(
                    f"evidence: no hay un archivo {name!r}" + (f"; ¿quiso decir {near[0]!r}?" if near else ""),
                    f"evidence: there is no file {name!r}" + (f"; did you mean {near[0]!r}?" if near else ""),
                ),
                file=str(manifest.path),
                line=manifest.lines.get(name, 1),
            )
