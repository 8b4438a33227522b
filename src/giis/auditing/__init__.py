"""The self-audit before a certification: what the exchange files of a system show of it, and what they do not."""

from giis.auditing._audit import audit
from giis.auditing._dossier import Content, Copied, write_dossier
from giis.auditing._draft import draft_manifest
from giis.auditing._hashes import definitions, program, sums
from giis.auditing._manifest import FILE_NAME, Manifest, read_manifest
from giis.auditing._matrix import MatrixRow, matrix
from giis.auditing._model import Audit, GuideAudit

__all__ = [
    "FILE_NAME",
    "Audit",
    "Content",
    "Copied",
    "GuideAudit",
    "Manifest",
    "MatrixRow",
    "audit",
    "definitions",
    "draft_manifest",
    "matrix",
    "program",
    "read_manifest",
    "sums",
    "write_dossier",
]
