"""Small workbooks, made for one test and thrown away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from giis.catalogs import CatalogStore

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Sheets = dict[str, Sequence[Sequence[Any]]]
    MakeWorkbook = Callable[..., Path]


@pytest.fixture
def make_workbook(tmp_path: Path) -> MakeWorkbook:
    """Return a function that writes a workbook from `{title: rows}` and returns its path."""
    openpyxl = pytest.importorskip("openpyxl")

    def make(sheets: Sheets, name: str = "ENTIDAD_FEDERATIVA_202403.xlsx", hidden: Sequence[str] = ()) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            sheet.sheet_state = "hidden" if title in hidden else "visible"
            for row in rows:
                sheet.append(list(row))
        path = tmp_path / name
        book.save(path)
        return path

    return make


@pytest.fixture
def store(tmp_path: Path) -> CatalogStore:
    """Return a store with an empty folder for the user."""
    folder = tmp_path / "user"
    folder.mkdir()
    return CatalogStore(folder)


@pytest.fixture(autouse=True)
def _own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the tests away from what the person who runs them imported."""
    monkeypatch.delenv("GIIS_CATALOGS", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
