"""The self-audit before a certification: what the exchange files of a system show of it, and what they do not."""

from giis.auditing._audit import audit
from giis.auditing._manifest import Manifest, read_manifest
from giis.auditing._model import Audit, GuideAudit

__all__ = ["Audit", "GuideAudit", "Manifest", "audit", "read_manifest"]
