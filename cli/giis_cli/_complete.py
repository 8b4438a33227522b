"""What the shell offers after an option, where the option itself does not list its words."""

from __future__ import annotations


def formats(incomplete: str) -> list[str]:
    """Return the formats of a report that begin like this."""
    from giis.reports.outputs import FORMATS

    return [name for name in FORMATS if name.startswith(incomplete.casefold())]


def guides(incomplete: str) -> list[str]:
    """Return the guides that begin like this, by the middle of their ids or by their ids."""
    from giis.specs.folder import guide_paths

    known = guide_paths()
    short = dict.fromkeys(name.split("-")[1] for name in known)
    return [name for name in (*short, *known) if name.startswith(incomplete)]
