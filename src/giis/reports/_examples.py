"""Examples of a rule from the published conformance cases: one record that passes and one that fails."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from giis import _yaml
from giis._errors import SpecError
from giis._resources import data_directory
from giis._yaml import YamlList, YamlMap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Example:
    """The values of one record, and which of them the case changed in the valid base record."""

    case: str
    values: Mapping[str, str]
    changed: frozenset[str]


def examples(
    guide_id: str, rule_id: str, folder: Path | None = None
) -> tuple[Example | None, Example | None]:
    """Return an example that passes and one that fails, None where the cases hold none.

    Parameters
    ----------
    guide_id, rule_id : str
        The guide and the rule.
    folder : Path, optional
        Where the cases lie; by default those that ship.
    """
    path = (folder or data_directory("conformance")) / f"{guide_id}.yaml"
    if not path.is_file():
        return None, None
    base, cases = _read(path)
    passing = next((case for case in cases if rule_id in case.passes), None)
    # The case that breaks this rule and as few others as possible shows it best.
    breaking = [case for case in cases if rule_id in case.expect]
    failing = min(breaking, key=lambda case: len(case.expect), default=None)
    return _example(base, passing), _example(base, failing)


@dataclass(frozen=True, slots=True)
class _Case:
    id: str
    change: Mapping[str, str]
    expect: tuple[str, ...]
    passes: tuple[str, ...]


def _example(base: Mapping[str, str], case: _Case | None) -> Example | None:
    if case is None:
        return None
    changed = frozenset(name for name, value in case.change.items() if base.get(name) != value)
    return Example(case.id, {**base, **case.change}, changed)


@lru_cache(maxsize=8)
def _read(path: Path) -> tuple[Mapping[str, str], tuple[_Case, ...]]:
    """Return the base record and the cases of one record each; cases of another shape are left out."""
    try:
        node = _yaml.load(path)
    except SpecError:
        return {}, ()
    if not isinstance(node, YamlMap):
        return {}, ()
    cases = node.get("cases")
    found = [_case(item) for item in cases] if isinstance(cases, YamlList) else []
    return _texts(node.get("base")), tuple(case for case in found if case is not None)


def _case(item: object) -> _Case | None:
    if not isinstance(item, YamlMap) or not isinstance(item.get("change", YamlMap()), YamlMap):
        return None
    name = item.get("id", "")
    if not isinstance(name, str):
        return None
    return _Case(name, _texts(item.get("change")), _names(item.get("expect")), _names(item.get("passes")))


def _texts(node: object) -> dict[str, str]:
    if not isinstance(node, YamlMap):
        return {}
    return {key: value for key, value in node.items() if isinstance(value, str)}


def _names(node: object) -> tuple[str, ...]:
    return tuple(item for item in node if isinstance(item, str)) if isinstance(node, YamlList) else ()
