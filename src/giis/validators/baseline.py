"""Known findings: which they are, who answers for them, and until when. Never a value, never a number of a line."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn

import yaml

from giis._drafts import replacing
from giis._errors import InputError, SpecError
from giis._text import Text
from giis._yaml import YamlList, YamlMap, load
from giis.validators.keys import mark_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from giis.validators.findings import FileReport
    from giis.validators.options import RunOptions

SCHEMA = "giis-baseline/1"
_MOST_BYTES = 256 << 20
_KEY = re.compile("[0-9a-f]{32}")
_OTHER_SECRET = Text(
    "sus claves se hicieron con un secreto (GIIS_SECRET) que no es el de esta corrida",
    "its keys were made with a secret (GIIS_SECRET) that is not the one of this run",
)
_NO_SECRET = Text(
    "sus claves se hicieron sin secreto, y esta corrida tiene uno (GIIS_SECRET); bórrela y escríbala de nuevo",
    "its keys were made without a secret, and this run has one (GIIS_SECRET); delete it and write it again",
)
_FIELDS = ("rule", "owner", "justification", "expires", "keys")


@dataclass(frozen=True)
class Entry:
    """Findings of one rule that are known, by their keys."""

    rule: str
    keys: tuple[str, ...]
    owner: str = ""
    justification: str = ""
    expires: date | None = None

    def expired(self, day: date) -> bool:
        """Return whether the entry holds no more on `day`; on the day of its expiry it still does."""
        return self.expires is not None and day > self.expires


@dataclass(frozen=True)
class Baseline:
    """The entries of a file of known findings; `keyed` tells with which secret their keys were made, if with one."""

    entries: Sequence[Entry] = ()
    path: str = ""
    keyed: str | None = None

    @cached_property
    def by_rule(self) -> Mapping[str, Mapping[str, Entry]]:
        """The entry of each key, by rule; of several that hold a key, the one that expires last."""
        found: dict[str, dict[str, Entry]] = {}
        for entry in sorted(self.entries, key=lambda item: item.expires or date.max):
            found.setdefault(entry.rule, {}).update(dict.fromkeys(entry.keys, entry))
        return found


@dataclass(frozen=True)
class EntryUse:
    """An entry that is to be looked after, and how many of its keys that concerns."""

    entry: Entry
    keys: int


@dataclass(frozen=True)
class BaselineUse:
    """What a run met of a baseline.

    `known` counts the findings that did not count for the verdict; `expired` are the entries past their day whose
    findings are still there and count again, `unused` those of whose keys some were not met, though their rule was
    asked; `unjustified` counts the entries without a justification.
    """

    path: str
    known: int = 0
    expired: Sequence[EntryUse] = field(default_factory=tuple)
    unused: Sequence[EntryUse] = field(default_factory=tuple)
    unjustified: int = 0


def use_of(baseline: Baseline, met: Mapping[str, Collection[str]], asked: Collection[str], day: date) -> BaselineUse:
    """Return what was met of `baseline`: `met` are the keys that were, by rule, `asked` the rules that were asked."""
    expired, unused = [], []
    for entry in baseline.entries:
        still = sum(key in met.get(entry.rule, ()) for key in entry.keys)
        if still and entry.expired(day):
            expired.append(EntryUse(entry, still))
        if entry.rule in asked and still < len(entry.keys):
            unused.append(EntryUse(entry, len(entry.keys) - still))
    unjustified = sum(not entry.justification for entry in baseline.entries)
    return BaselineUse(baseline.path, 0, tuple(expired), tuple(unused), unjustified)


def use_in_run(
    met: Mapping[str, Collection[str]], files: Sequence[FileReport], options: RunOptions
) -> BaselineUse | None:
    """Return what a run met of its baseline, None where it has none: `met` are the keys that were, by rule."""
    baseline = options.baseline
    if baseline is None or (options.collecting and not baseline.entries):
        return None
    asked = {outcome.rule for file in files for outcome in file.outcomes}
    use = use_of(baseline, met, asked, options.as_of)
    return replace(use, known=sum(file.totals.known for file in files))


def renewed(baseline: Baseline, found: Mapping[str, Collection[str]]) -> Baseline:
    """Return the baseline of what was `found` (keys by rule); what `baseline` says of it is kept, the rest left out."""
    entries, left = [], {rule: set(keys) for rule, keys in found.items()}
    for entry in baseline.entries:
        kept = tuple(key for key in entry.keys if key in found.get(entry.rule, ()))
        left.get(entry.rule, set()).difference_update(kept)
        if kept:
            entries.append(Entry(entry.rule, kept, entry.owner, entry.justification, entry.expires))
    entries += [Entry(rule, tuple(sorted(keys))) for rule, keys in sorted(left.items()) if keys]
    return Baseline(entries, baseline.path, baseline.keyed)


def read_baseline(path: Path, secret: str = "") -> Baseline:
    """Return the baseline of a file, YAML or JSON, whose keys were made with `secret`.

    Raises
    ------
    InputError
        If it cannot be read or is no baseline; the message names file and line. If its keys were made with another
        secret: nothing would be known.
    """
    try:
        with path.open("rb"):
            pass
        node = load(path, _MOST_BYTES)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        _refuse(path, 0, Text(f"no se pudo leer: {reason}", f"cannot be read: {reason}"), error)
    except SpecError as error:
        raise InputError(error.text) from error
    if not isinstance(node, YamlMap) or node.get("schema") != SCHEMA or not isinstance(node.get("known"), YamlList):
        _refuse(
            path, 0, Text(f"no es una línea base: falta {SCHEMA} o known", f"is no baseline: lacks {SCHEMA} or known")
        )
    keyed, mark = node.get("keyed") or None, mark_of(secret)
    if keyed != mark:
        _refuse(path, 0, _OTHER_SECRET if keyed else _NO_SECRET)
    known: Any = node["known"]
    return Baseline(
        [_entry(path, item, line) for item, line in zip(known, known.lines, strict=True)],
        str(path),
        mark,
    )


def _entry(path: Path, item: Any, line: int) -> Entry:
    if not isinstance(item, YamlMap):
        _refuse(path, line, Text("una entrada es una tabla con rule y keys", "an entry is a table with rule and keys"))
    for name in item:
        if name not in _FIELDS:
            words = ", ".join(_FIELDS)
            _refuse(
                path,
                item.lines[name],
                Text(f"no existe {name!r}; hay {words}", f"no such key {name!r}; known: {words}"),
            )
    texts: dict[str, str] = {}
    for name in ("rule", "owner", "justification", "expires"):
        text = item.get(name, "")
        if not isinstance(text, str):
            _refuse(path, item.lines[name], Text(f"{name} debe ser un texto", f"{name} must be a text"))
        texts[name] = text
    given: Any = item.get("keys", "")
    if not texts["rule"] or not isinstance(given, YamlList) or not given:
        _refuse(path, line, Text("una entrada necesita rule y keys", "an entry needs rule and keys"))
    keys: list[str] = []
    for key, where in zip(given, given.lines, strict=True):
        if not isinstance(key, str) or not _KEY.fullmatch(key):
            _refuse(path, where, Text("una clave son 32 cifras de 0 a f", "a key is 32 digits from 0 to f"))
        keys.append(key)
    try:
        expires = date.fromisoformat(texts["expires"]) if texts["expires"] else None
    except ValueError:
        _refuse(path, item.lines["expires"], Text("expires es AAAA-MM-DD", "expires is YYYY-MM-DD"))
    return Entry(texts["rule"], tuple(keys), texts["owner"], texts["justification"], expires)


def _refuse(path: Path, line: int, message: Text, cause: Exception | None = None) -> NoReturn:
    place = f"{path}:{line}: " if line else f"{path}: "
    raise InputError(Text(place + message.es, place + message.en)) from cause


def write_baseline(baseline: Baseline, path: Path) -> None:
    """Write `baseline` to `path`, as JSON if that is its suffix, else as YAML; whole or not at all."""
    data = {
        "schema": SCHEMA,
        **({"keyed": baseline.keyed} if baseline.keyed else {}),
        "known": [
            {
                "rule": entry.rule,
                "owner": entry.owner,
                "justification": entry.justification,
                "expires": entry.expires.isoformat() if entry.expires else "",
                "keys": list(entry.keys),
            }
            for entry in baseline.entries
        ],
    }
    if path.suffix.lower() == ".json":
        text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    else:
        dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
        text = yaml.dump(data, Dumper=dumper, allow_unicode=True, sort_keys=False, width=120)
    with replacing(path) as stream:
        stream.write(text.encode("utf-8"))
