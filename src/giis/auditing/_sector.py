"""Whether the system may serve the public sector: one of the private sector only with all variables of the guides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis.auditing._model import Reason, SectorRule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from giis.auditing._manifest import Manifest
    from giis.auditing._model import GuideAudit


def all_variables_wanted(manifest: Manifest) -> bool | None:
    """Return whether the system must have all variables of the guides; None where the manifest does not tell."""
    if manifest.sector == "publico" or manifest.serves_public is False:
        return False
    return True if manifest.sector == "privado" and manifest.serves_public else None


def sector_rule(manifest: Manifest, guides: Sequence[GuideAudit]) -> SectorRule:
    """Return how the rule stands for the guides asked for that have exchange files."""
    if manifest.sector == "publico":
        return SectorRule("not applicable", (Reason("public sector"),))
    lacking = tuple(item.id for item in guides if item.degree is None or not item.degree.full)
    full = bool(guides) and not lacking
    if manifest.sector == "privado" and manifest.serves_public is False:
        return SectorRule("not applicable", (Reason("private only", {"full": full, "guides": lacking}),))
    if full:
        return SectorRule("met", (Reason("all variables"),))
    if manifest.sector is None or manifest.serves_public is None:
        return SectorRule("incomplete", (Reason("sector not told", {"guides": lacking}),))
    unseen = tuple(item.id for item in guides if item.degree is None)
    if not guides or unseen == lacking:
        return SectorRule("incomplete", (Reason("nothing shown", {"guides": lacking}),))
    return SectorRule("not met", (Reason("variables lacking", {"guides": lacking}),))
