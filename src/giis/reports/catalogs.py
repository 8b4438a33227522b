"""The catalogues at hand: their list, their content, and what an import changed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from giis._plain import plain
from giis.catalogs import Catalog, CatalogInfo, Match, Value
from giis.reports import _words as w
from giis.reports._page import Page, Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import Console

    from giis._text import Text
    from giis.catalogs import ImportReport
    from giis.reports._voice import Voice
    from giis.specs import Guide

_ENTRIES_SHOWN = 10
_KEYS_SHOWN = 12
_ROWS_SHOWN = 10


def users_of(guides: Iterable[Guide]) -> Mapping[str, tuple[Guide, ...]]:
    """Return for each catalogue the guides whose rules consult it."""
    users: dict[str, tuple[Guide, ...]] = {}
    for guide in guides:
        for name in guide.catalogs:
            users[name] = (*users.get(name, ()), guide)
    return users


def render_list(
    infos: Sequence[CatalogInfo], users: Mapping[str, Sequence[Guide]], console: Console, voice: Voice
) -> None:
    """Print one line for each catalogue, with the files that need it: those at hand, then those that are missing."""
    page = Page(console)
    heads = (w.CATALOG_NAME_COLUMN, w.EDITION_COLUMN, w.KEYS_COLUMN, w.ORIGIN_COLUMN, w.NAME_AND_FILES_COLUMN)
    rows: list[tuple[Part, ...]] = [
        (
            (info.name, "bold"),
            voice.day(info.version),
            f"{info.keys:,}" if not info.missing else "—",
            (_origin(voice, info), "yellow" if info.missing else ""),
            " · ".join(part for part in (voice.data(info.title), _files(users.get(info.name, ()))) if part),
        )
        for info in sorted(infos, key=lambda info: info.missing)
    ]
    page.table([voice(head) for head in heads], rows, right=(2,))
    if any(info.missing for info in infos):
        page.line()
        page.paragraph(voice(w.MISSING_CATALOGS))
        page.line("  ", voice(w.IMPORT_COMMAND))
    page.print()


def _files(guides: Sequence[Guide]) -> str:
    """Return the types of the files of `guides`: of each guide the first, each once."""
    return ", ".join(dict.fromkeys(guide.file_types[0] for guide in guides))


def list_data(infos: Sequence[CatalogInfo], users: Mapping[str, Sequence[Guide]], voice: Voice) -> dict[str, Any]:
    """Return the list of catalogues as plain data."""
    return {
        "schema": "giis-catalogs/1",
        "language": voice.language,
        "catalogs": [
            {
                "name": info.name,
                "title": voice(info.title),
                "version": info.version.isoformat() if info.version else None,
                "keys": info.keys,
                "origin": info.origin,
                "source": info.source,
                "labelled": info.labelled,
                "missing": info.missing,
                "guides": [guide.id for guide in users.get(info.name, ())],
            }
            for info in infos
        ],
    }


def render_catalog(catalog: Catalog, console: Console, voice: Voice) -> None:
    """Print one catalogue: its edition, its attributes and its first entries."""
    page = Page(console)
    page.line((catalog.name, "bold"), f" · {voice.count(len(catalog), w.KEY)}")
    page.line()
    fields = [
        (voice(w.EDITION), f"{voice.day(catalog.version)} ({voice(w.ORIGIN[catalog.origin])})"),
        (voice(w.SOURCE_OF), plain(catalog.source)),
        (voice(w.KEY_OF), f"{catalog.key} ({voice(w.KEY_KIND[catalog.key_kind])})"),
        (voice(w.DIGEST).capitalize(), catalog.digest[:16]),
    ]
    indent = max(len(name) for name, _ in fields) + 4
    for name, text in fields:
        page.field(name, text, indent=indent)
    page.line()
    if catalog.attributes:
        page.line((voice(w.ATTRIBUTES), "bold"))
        wide = max(len(item.name) for item in catalog.attributes)
        for item in catalog.attributes:
            page.lead(f"  {item.name.ljust(wide)}  ", "cyan", voice.data(item.label) or item.kind, indent=wide + 4)
        page.line()
    keys = catalog.sorted_keys()[:_ENTRIES_SHOWN]
    page.line((voice(w.FIRST_ENTRIES, count=len(keys), total=len(catalog)), "bold"))
    _write_entries(page, voice, [_match(catalog, key) for key in keys])
    if not catalog.labels:
        page.line()
        _write_no_names(page, voice)
    page.print()


def catalog_data(catalog: Catalog, voice: Voice) -> dict[str, Any]:
    """Return one catalogue, all its entries included, as plain data."""
    return {
        "schema": "giis-catalog-content/1",
        "language": voice.language,
        "name": catalog.name,
        "version": catalog.version.isoformat(),
        "source": catalog.source,
        "origin": catalog.origin,
        "key": {"name": catalog.key, "type": catalog.key_kind},
        "attributes": [
            {"name": item.name, "type": item.kind, "label": voice(item.label) if item.label else None}
            for item in catalog.attributes
        ],
        "digest": catalog.digest,
        "entries": [_match_data(_match(catalog, key)) for key in catalog.sorted_keys()],
    }


def render_matches(
    catalog: Catalog, text: str, matches: Sequence[Match], limit: int, console: Console, voice: Voice
) -> None:
    """Print the entries of `catalog` that a search for `text` found, at most `limit` of them."""
    page = Page(console)
    name = catalog.name
    if not matches:
        page.line(voice(w.NO_MATCH, name=plain(name), text=plain(text)))
        if not catalog.labels:
            _write_no_names(page, voice)
    else:
        keys = voice.count(len(matches), w.KEY)
        page.line((voice(w.MATCHES, keys=keys, text=plain(text), name=plain(name)), "bold"))
        _write_entries(page, voice, matches[:limit])
        if len(matches) > limit:
            page.paragraph(voice(w.MATCHES_CAPPED, shown=limit, total=len(matches)), style="dim")
    page.print()


def matches_data(catalog: Catalog, text: str, matches: Sequence[Match], limit: int, voice: Voice) -> dict[str, Any]:
    """Return the entries that a search found as plain data; `total` counts those beyond `limit` too."""
    return {
        "schema": "giis-catalog-search/1",
        "language": voice.language,
        "catalog": catalog.name,
        "labelled": bool(catalog.labels),
        "text": text,
        "total": len(matches),
        "matches": [_match_data(match) for match in matches[:limit]],
    }


def render_import(report: ImportReport, console: Console, voice: Voice) -> None:
    """Print what an import installed, added and left out."""
    page = Page(console)
    catalog = report.catalog
    told = voice(
        w.INSTALLED,
        name=catalog.name,
        edition=voice.day(catalog.version),
        keys=voice.count(len(catalog), w.KEY),
    )
    page.line((told, "bold green"))
    page.line("  ", (voice(w.INSTALLED_AT, path=plain(str(report.path))), "dim"))
    page.paragraph(
        voice(w.ROWS_READ, rows=voice.count(report.rows, w.ROW), dropped=f"{len(report.dropped):,}"), indent=2
    )
    if report.repeated:
        page.paragraph(voice(w.REPEATED_ROWS, count=report.repeated), indent=2)
    if report.absent:
        page.paragraph(voice(w.ABSENT_COLUMNS, columns=plain(", ".join(report.absent))), indent=2, style="yellow")
    for row in report.dropped[:_ROWS_SHOWN]:
        page.paragraph(voice(w.DROPPED_ROW, row=row.row, reason=voice.data(row.reason)), indent=4, style="yellow")
    if len(report.dropped) > _ROWS_SHOWN:
        page.line("    ", (voice(w.MORE, count=len(report.dropped) - _ROWS_SHOWN), "dim"))
    if report.previous is None:
        page.paragraph(voice(w.FIRST_EDITION), indent=2)
    else:
        _write_changes(page, voice, report.previous, report)
    if not report.active:
        page.paragraph(voice(w.NOT_ACTIVE), indent=2, style="yellow")
    page.print()


def import_data(report: ImportReport, voice: Voice) -> dict[str, Any]:
    """Return what an import did as plain data."""
    return {
        "schema": "giis-catalog-import/1",
        "language": voice.language,
        "name": report.catalog.name,
        "version": report.catalog.version.isoformat(),
        "keys": len(report.catalog),
        "digest": report.catalog.digest,
        "path": str(report.path),
        "rows": report.rows,
        "dropped": [{"row": row.row, "reason": voice(row.reason)} for row in report.dropped],
        "repeated": report.repeated,
        "absent": list(report.absent),
        "previous": report.previous.version.isoformat() if report.previous else None,
        "added": list(report.changes.added),
        "removed": list(report.changes.removed),
        "changed": list(report.changes.changed),
        "active": report.active,
    }


def _write_changes(page: Page, voice: Voice, previous: Catalog, report: ImportReport) -> None:
    changes = report.changes
    told = voice(
        w.COMPARED,
        edition=voice.day(previous.version),
        added=len(changes.added),
        removed=len(changes.removed),
        changed=len(changes.changed),
    )
    page.paragraph(told, indent=2)
    lists: tuple[tuple[Text, Sequence[str]], ...] = (
        (w.ADDED_KEYS, changes.added),
        (w.REMOVED_KEYS, changes.removed),
        (w.CHANGED_KEYS, changes.changed),
    )
    for text, keys in lists:
        if keys:
            shown = ", ".join(keys[:_KEYS_SHOWN])
            more = f" {voice(w.MORE, count=len(keys) - _KEYS_SHOWN)}" if len(keys) > _KEYS_SHOWN else ""
            page.paragraph(voice(text, keys=plain(shown) + more), indent=4, style="dim")


def _origin(voice: Voice, info: CatalogInfo) -> str:
    return voice(w.ORIGIN["missing" if info.missing or info.origin is None else info.origin])


def _match(catalog: Catalog, key: str) -> Match:
    names = (item.name for item in catalog.attributes)
    return Match(key, catalog.label(key), dict(zip(names, catalog.entries[key], strict=True)))


def _write_no_names(page: Page, voice: Voice) -> None:
    page.paragraph(voice(w.NO_NAMES))
    page.line("  ", voice(w.IMPORT_COMMAND))


def _write_entries(page: Page, voice: Voice, matches: Sequence[Match]) -> None:
    contents = []
    if any(match.label for match in matches):
        contents.append(voice(w.LABELS_COLUMN))
    if any(match.values for match in matches):
        contents.append(voice(w.ATTRIBUTES_COLUMN))
    rows: list[tuple[Part, ...]] = []
    for match in matches:
        facts = [
            f"{name}={_value(voice, value)}" for name, value in match.values.items() if value not in (None, "", ())
        ]
        told = " · ".join([*([match.label] if match.label else []), *([", ".join(facts)] if facts else [])])
        rows.append(((plain(match.key), "bold"), plain(told)))
    page.table([voice(w.KEY_COLUMN), voice.join(contents, w.AND)], rows)


def _value(voice: Voice, value: Value) -> str:
    if isinstance(value, bool):
        return voice(w.YES if value else w.NO)
    if isinstance(value, tuple):
        return "&".join(map(str, value))
    if isinstance(value, date):
        return voice.day(value)
    return str(value)


def _plain_value(value: Value) -> str | int | bool | list[int] | None:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def _match_data(match: Match) -> dict[str, Any]:
    values = {name: _plain_value(value) for name, value in match.values.items()}
    return {"key": match.key, "label": match.label, "attributes": values}
