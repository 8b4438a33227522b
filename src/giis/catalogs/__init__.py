"""Catalogues: code lists with attributes, by edition; those that ship and those that the user imports."""

from typing import TYPE_CHECKING, Any

from giis.catalogs._declarations import Declaration, canonical_name, declaration, declarations
from giis.catalogs._model import Attribute, AttributeKind, Catalog, CatalogInfo, Match, Value
from giis.catalogs._store import ENVIRONMENT, CatalogStore, shipped

if TYPE_CHECKING:
    from giis.catalogs._guard import look_over
    from giis.catalogs._importer import (
        Changes,
        DroppedRow,
        ImportReport,
        WorkbookReading,
        compare,
        import_workbook,
        read_workbook,
    )

__all__ = [
    "ENVIRONMENT",
    "Attribute",
    "AttributeKind",
    "Catalog",
    "CatalogInfo",
    "CatalogStore",
    "Changes",
    "Declaration",
    "DroppedRow",
    "ImportReport",
    "Match",
    "Value",
    "WorkbookReading",
    "canonical_name",
    "compare",
    "declaration",
    "declarations",
    "import_workbook",
    "look_over",
    "read_workbook",
    "shipped",
]


def __getattr__(name: str) -> Any:
    """Load the importer when it is first asked for: a validation never needs it."""
    if name == "look_over":
        from giis.catalogs._guard import look_over

        return look_over
    if name in __all__:
        from giis.catalogs import _importer

        return getattr(_importer, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
