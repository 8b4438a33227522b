"""HL7 FHIR R4: a Bundle a record, as NDJSON or as one JSON file; the form of the file stands in a file beside it."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import polars as pl

from giis._errors import InputError, InternalError
from giis._text import Text
from giis.converters._fhir_map import TAG, load_map
from giis.converters._fhir_read import BundleReader
from giis.converters._fhir_values import Literally
from giis.converters._fhir_write import BundleWriter
from giis.converters._job import SIDE, draft, read_side, refuse_existing, unreadable, write_side
from giis.converters._meta import Meta
from giis.converters._typed import Tally, text_records, type_records
from giis.files import official_form
from giis.specs import load_guide
from giis.validators.validate import layout_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from giis.converters._fhir_values import Json
    from giis.converters._job import Job
    from giis.converters._typed import Records
    from giis.specs import Guide

ROWS = 500
_LONGEST = 8 << 20
_LARGEST = 64 << 20
_SHAPES = 20_000
_HEAD, _TAIL = '{"resourceType":"Bundle","type":"collection","entry":[', "]}"
_BEFORE, _AFTER = b'{"resource":', b"}"


def check(job: Job) -> None:
    """Refuse what cannot be written before anything is."""
    for path in (job.target, f"{job.target}{SIDE}"):
        refuse_existing(Path(path), overwrite=job.overwrite)
    load_map(job.guide)
    _Checker()


def write(batches: Iterable[Records], job: Job) -> None:
    """Write all records, or nothing: one Bundle a line, or a Bundle of them where the name ends in `.json`."""
    path = Path(job.target)
    whole = path.suffix.lower() == ".json"
    writer, checker = BundleWriter(load_map(job.guide), labels=job.labels), _Checker()
    with draft(path) as made:
        with made.open("w", encoding="utf-8", newline="\n") as stream:
            between = "\n"
            if whole:
                stream.write(_HEAD)
            for batch in batches:
                texts = text_records(job.guide, batch.frame, batch.kept)
                for number, row in enumerate(texts.iter_rows(), batch.first):
                    bundle = writer.bundle(number, row)
                    text = json.dumps(bundle, ensure_ascii=False, separators=(",", ":"))
                    if fault := checker.fault(bundle, text):
                        raise InternalError(f"record {number}: the Bundle is not FHIR: {fault}")
                    stream.write(f"{between}{_BEFORE.decode()}{text}{_AFTER.decode()}" if whole else f"{text}\n")
                    between = ",\n"
            if whole:
                stream.write(f"\n{_TAIL}\n")
        write_side(path, job.meta)


class _Checker:
    """Has the library check every structure that occurs, once."""

    def __init__(self) -> None:
        try:
            from fhir.resources.R4B.bundle import Bundle
        except ImportError as error:
            raise InputError(
                Text(
                    "para usar FHIR falta fhir.resources: pip install 'giis[fhir]'",
                    "fhir.resources is needed for FHIR: pip install 'giis[fhir]'",
                )
            ) from error
        self._model: Any = Bundle
        self._seen: set[Json] = set()

    def fault(self, bundle: Json, text: str) -> str | None:
        """Return where a Bundle is not FHIR, without its values; None if it is."""
        shape = _shape(bundle)
        if shape in self._seen:
            return None
        try:
            self._model.model_validate_json(text)
        except ValueError as error:
            found: list[Any] = getattr(error, "errors", list)()
            places = [".".join(map(str, item["loc"])) for item in found[:3]]
            return ", ".join(places) or type(error).__name__
        if len(self._seen) < _SHAPES:
            self._seen.add(shape)
        return None


def _shape(node: Json) -> Json:
    """Return what a JSON consists of, without values, and without how often an item of a list comes."""
    if isinstance(node, dict):
        return frozenset((key, node[key] if key in ("resourceType", "type") and isinstance(node[key], str)
                          else _shape(item)) for key, item in node.items())  # fmt: skip
    if isinstance(node, list):
        return (frozenset(map(_shape, node)),)
    if isinstance(node, Literally) or (isinstance(node, int | float) and not isinstance(node, bool)):
        return "number"
    return "text" if isinstance(node, str) else str(node)


class _Given:
    total: int | None = None

    def __init__(self, source: str) -> None:
        self._source = source
        _Checker()
        self.meta = read_side(Path(source))
        self.columns: list[str] = []
        first = next(self._bundles(), None)
        if self.meta is None and first is not None and (named := _guide_of(first[0])):
            guide = load_guide(named)
            self.meta = Meta(guide.id, official_form(layout_of(guide)))

    def batches(self, guide: Guide) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
        reader, checker = BundleReader(load_map(guide)), _Checker()
        names = [variable.identifier for variable in guide.variables]
        bundles, number = self._bundles(), 0
        while some := list(islice(bundles, ROWS)):
            rows = []
            for bundle, text in some:
                number += 1
                place = f"{self._source}: Bundle {number}"
                if (named := _guide_of(bundle)) not in (None, guide.id):
                    raise _wrong(place, f"es de la guía {named}", f"it is of the guide {named}")
                if fault := checker.fault(bundle, text):
                    raise _wrong(place, f"no es FHIR R4: {fault}", f"it is not FHIR R4: {fault}")
                rows.append(reader.texts(bundle, place))
            frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String()), orient="row")
            records = type_records(guide, frame, 1, Tally())
            yield records.frame, records.kept

    def _bundles(self) -> Iterator[tuple[dict[str, Json], str]]:
        """Yield the Bundles of records, each with its text."""
        try:
            with Path(self._source).open("rb") as stream:
                first = stream.readline(_LONGEST)
                if first.rstrip() == _HEAD.encode():
                    yield from self._lines(stream, _inner, 2)
                    return
                found = _parsed(first)
                if found is None or _records_of(found) is not None:
                    rest = stream.read(_LARGEST)
                    if len(first) + len(rest) >= _LARGEST:
                        raise self._too_large()
                    yield from self._whole(first + rest)
                    return
                stream.seek(0)
                yield from self._lines(stream, bytes.strip, 1)
        except OSError as error:
            raise unreadable(self._source, error.strerror or str(error)) from error

    def _lines(
        self, stream: BinaryIO, cut: Callable[[bytes], bytes], number: int
    ) -> Iterator[tuple[dict[str, Json], str]]:
        """Yield the Bundles of a file that has one a line, whatever stands about them, from line `number` on."""
        last = b""
        while line := stream.readline(_LONGEST):
            if len(line) >= _LONGEST:
                raise self._too_large()
            if text := cut(line):
                found = _parsed(text)
                if found is None or found.get("resourceType") != "Bundle":
                    raise self._no_bundle(number)
                yield found, text.decode("utf-8-sig")
            number, last = number + 1, line
        if cut is _inner and last.strip() != _TAIL.encode():
            raise _wrong(self._source, "está incompleto: falta el final", "it is not whole: its end is missing")

    def _whole(self, data: bytes) -> Iterator[tuple[dict[str, Json], str]]:
        if not data.strip():
            return
        found = _parsed(data)
        if found is None or found.get("resourceType") != "Bundle":
            raise self._no_bundle(1)
        records = _records_of(found)
        if records is None:
            yield found, data.decode("utf-8-sig")
            return
        for item in records:
            yield item, json.dumps(_plain(item), ensure_ascii=False)

    def _no_bundle(self, number: int) -> InputError:
        return _wrong(
            f"{self._source}:{number}",
            "no es un Bundle de FHIR en JSON (uno por renglón, o un archivo)",
            "this is no Bundle of FHIR in JSON (one a line, or one file)",
        )

    def _too_large(self) -> InputError:
        return _wrong(
            self._source,
            "es demasiado grande para leerse de una vez; use un Bundle por renglón (NDJSON)",
            "it is too large to be read at once; use one Bundle a line (NDJSON)",
        )

    def close(self) -> None:
        """Nothing stays open."""


def read(source: str, table: str | None) -> _Given:
    """Open what is to be read."""
    return _Given(source)


def _parsed(data: bytes) -> dict[str, Json] | None:
    try:
        found = json.loads(
            data.decode("utf-8-sig"), parse_float=Literally, parse_int=Literally, parse_constant=_no_number
        )
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _inner(line: bytes) -> bytes:
    """Return the Bundle in a line of one JSON file as it is written here; nothing of its last line."""
    text = line.strip().removesuffix(b",")
    if text in (b"", _TAIL.encode()):
        return b""
    return text.removeprefix(_BEFORE).removesuffix(_AFTER)


def _no_number(text: str) -> Json:
    raise ValueError(text)


def _plain(node: Json) -> Json:
    """Return a JSON with numbers in the place of their texts."""
    if isinstance(node, dict):
        return {key: _plain(item) for key, item in node.items()}
    if isinstance(node, list):
        return [_plain(item) for item in node]
    if isinstance(node, Literally):
        return int(node) if node.lstrip("-").isdecimal() else float(node)
    return node


def _records_of(bundle: dict[str, Json]) -> list[dict[str, Json]] | None:
    """Return the Bundles that a Bundle holds; None if it is a record itself."""
    entries = bundle.get("entry")
    if "entry" in bundle and not entries:
        return []
    if not isinstance(entries, list):
        return None
    inner = [entry.get("resource") if isinstance(entry, dict) else None for entry in entries]
    found = [item for item in inner if isinstance(item, dict) and item.get("resourceType") == "Bundle"]
    return found if len(found) == len(entries) else None


def _guide_of(bundle: dict[str, Json]) -> str | None:
    """Return the guide that a tag of the Bundle names."""
    meta = bundle.get("meta")
    tags = meta.get("tag") if isinstance(meta, dict) else None
    for tag in tags if isinstance(tags, list) else ():
        named = isinstance(tag, dict) and str(tag.get("system", "")).endswith(f"/{TAG}")
        if named and isinstance(tag.get("code"), str):
            return str(tag["code"])
    return None


def _wrong(place: str, es: str, en: str) -> InputError:
    return InputError(Text(f"{place}: {es}", f"{place}: {en}"))
