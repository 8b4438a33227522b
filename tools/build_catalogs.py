"""Build the catalogues that ship with giis from the official workbooks.

    python tools/build_catalogs.py WORKBOOK.xlsx...   build these
    python tools/build_catalogs.py FOLDER             build every workbook in it that is a declared catalogue
    python tools/build_catalogs.py --check FOLDER     only tell what would change; exit 1 if anything would

The work is that of `giis catalogs import`; here the result goes to `spec_yaml/catalogs`, without the official
names where the catalogue's declaration does not ship them. The workbooks themselves are never committed.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from giis._errors import CatalogError
from giis._resources import data_directory
from giis.catalogs import Changes, WorkbookReading, compare, declarations, read_workbook
from giis.catalogs._text_reader import read
from giis.catalogs._text_writer import write

KEYS_SHOWN = 8


def shipped_text(reading: WorkbookReading) -> str:
    """Return the shipped file of what a workbook holds."""
    declared = declarations()[reading.catalog.name]
    return write(reading.catalog, lines_by=declared.lines_by, labels=declared.ship_labels)


def summary(reading: WorkbookReading, changes: Changes, size: int) -> str:
    """Return what a workbook brings, for people."""
    catalog = reading.catalog
    lines = [f"{catalog.name} {catalog.version}: {len(catalog):,} keys, {size:,} bytes, from {catalog.source}"]
    for title, keys in (("added", changes.added), ("removed", changes.removed), ("changed", changes.changed)):
        if keys:
            more = f" and {len(keys) - KEYS_SHOWN:,} more" if len(keys) > KEYS_SHOWN else ""
            lines.append(f"  {len(keys):,} {title}: {' '.join(keys[:KEYS_SHOWN])}{more}")
    lines += [f"  row {dropped.row} dropped: {dropped.reason.en}" for dropped in reading.dropped]
    return "\n".join(lines)


def build(workbook: Path, folder: Path, name: str | None, version: date | None, *, check: bool) -> bool:
    """Build one catalogue; return whether its file changed or would change."""
    reading = read_workbook(workbook, name, version=version)
    text = shipped_text(reading)
    path = folder / f"{reading.catalog.name}.yaml"
    old = path.read_text(encoding="utf-8") if path.exists() else None
    changes = compare(read(path, "bundled") if old else None, reading.catalog)
    print(summary(reading, changes, len(text.encode())))
    if text == old:
        print("  the shipped file is the same")
        return False
    if not check:
        path.write_text(text, encoding="utf-8", newline="\n")
    return True


def main(arguments: list[str] | None = None) -> int:
    """Run the tool; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path, metavar="WORKBOOK|FOLDER")
    parser.add_argument("--name", help="which catalogue the workbook is (default: by its columns)")
    parser.add_argument("--version-date", type=date.fromisoformat, help="YYYY-MM-DD (default: by its names)")
    parser.add_argument("--output", type=Path, default=data_directory("spec_yaml") / "catalogs")
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 if a file would change")
    options = parser.parse_args(arguments)
    changed = failed = False
    for path in options.paths:
        for workbook in sorted(path.glob("*.xlsx")) if path.is_dir() else [path]:
            try:
                changed |= build(workbook, options.output, options.name, options.version_date, check=options.check)
            except CatalogError as error:
                print(f"skipped: {error}", file=sys.stderr)
                failed |= not path.is_dir()
    return 2 if failed else int(changed and options.check)


if __name__ == "__main__":
    sys.exit(main())
