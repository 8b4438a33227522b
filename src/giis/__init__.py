"""Check exchange files of Mexican health-record systems (NOM-024-SSA3-2012) against the GIIS guides.

>>> import giis
>>> report = giis.validate("CEX-DFSSA-2410.TXT")
>>> report.status, report.totals.error
>>> report.findings  # a Polars DataFrame

What is exported here is the stable public surface. It is loaded when it is first used: `import giis` costs nothing
that is not needed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from giis._version import __version__

if TYPE_CHECKING:
    from giis._errors import CatalogError, GiisError, InputError, InternalError, SpecError
    from giis._text import Text
    from giis.auditing import Audit, audit
    from giis.catalogs import Catalog, CatalogStore
    from giis.converters.convert import Conversion, convert
    from giis.emission import DraftMapping, Emission, draft_mapping, emit
    from giis.evidence import Evidence, coverage
    from giis.guides import load_guide
    from giis.mending import MendedRule, Repair, repair
    from giis.packing import Package, RefusedError, pack, unpack
    from giis.specs import Guide, Rule, Variable, guide_ids
    from giis.synth import BugReport, Synthetic, generate, report_bug, strategy
    from giis.validators.findings import FileReport, Finding, Report
    from giis.validators.record_model import RecordModel
    from giis.validators.validate import validate

_HOMES = {
    "Audit": "giis.auditing",
    "audit": "giis.auditing",
    "CatalogError": "giis._errors",
    "GiisError": "giis._errors",
    "InputError": "giis._errors",
    "InternalError": "giis._errors",
    "SpecError": "giis._errors",
    "Text": "giis._text",
    "Catalog": "giis.catalogs",
    "CatalogStore": "giis.catalogs",
    "Conversion": "giis.converters.convert",
    "convert": "giis.converters.convert",
    "Guide": "giis.specs",
    "Rule": "giis.specs",
    "Variable": "giis.specs",
    "guide_ids": "giis.specs",
    "Evidence": "giis.evidence",
    "coverage": "giis.evidence",
    "DraftMapping": "giis.emission",
    "Emission": "giis.emission",
    "draft_mapping": "giis.emission",
    "emit": "giis.emission",
    "Package": "giis.packing",
    "RefusedError": "giis.packing",
    "pack": "giis.packing",
    "unpack": "giis.packing",
    "Synthetic": "giis.synth",
    "generate": "giis.synth",
    "strategy": "giis.synth",
    "MendedRule": "giis.mending",
    "Repair": "giis.mending",
    "repair": "giis.mending",
    "BugReport": "giis.synth",
    "report_bug": "giis.synth",
    "load_guide": "giis.guides",
    "RecordModel": "giis.validators.record_model",
    "FileReport": "giis.validators.findings",
    "Finding": "giis.validators.findings",
    "Report": "giis.validators.findings",
    "validate": "giis.validators.validate",
}

__all__ = [
    "Audit",
    "BugReport",
    "Catalog",
    "CatalogError",
    "CatalogStore",
    "Conversion",
    "DraftMapping",
    "Emission",
    "Evidence",
    "FileReport",
    "Finding",
    "GiisError",
    "Guide",
    "InputError",
    "InternalError",
    "MendedRule",
    "Package",
    "RecordModel",
    "RefusedError",
    "Repair",
    "Report",
    "Rule",
    "SpecError",
    "Synthetic",
    "Text",
    "Variable",
    "__version__",
    "audit",
    "convert",
    "coverage",
    "draft_mapping",
    "emit",
    "generate",
    "guide_ids",
    "load_guide",
    "pack",
    "repair",
    "report_bug",
    "strategy",
    "unpack",
    "validate",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'giis' has no attribute {name!r}")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted(__all__)
