"""Which rules of a guide are broken in a file, and why the others are not."""

from __future__ import annotations

import difflib
import random
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from giis._errors import InputError
from giis._text import Text
from giis.specs import Level
from giis.specs.expressions.nodes import TRUE, Attribute
from giis.synth._break_lines import LINE_FAULTS
from giis.synth._break_share import SHARE
from giis.synth._break_together import KINDS
from giis.validators.validate import UnknownRuleError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from giis.specs import Guide, Rule
    from giis.synth._break_recipes import Recipes

REMOVED = Text("la regla ya no se aplica", "the rule is no longer asked")
OF_THE_FILE = Text(
    "concierne al archivo entero, no a un registro; vea giis report-bug",
    "it concerns the whole file, not one record; see giis report-bug",
)
ACROSS = Text(
    "compara archivos de varias guías; aquí se escribe uno", "it compares files of several guides; here one is written"
)
_NO_CATALOG = Text("falta el catálogo {0}", "the catalogue {0} is missing")
_NO_ENTRY = Text(
    "ninguna clave que se probó de los catálogos disponibles la incumple",
    "no key that was tried of the catalogues at hand breaks it",
)
NOT_FOUND = Text("no se halló un registro que la incumpla", "no record was found that breaks it")
_NO_RULE = Text("ninguna regla de {0} responde a {1!r}{2}", "no rule of {0} answers to {1!r}{2}")
_NEAR = Text("; ¿quiso decir {0!r}?", "; did you mean {0!r}?")


def chosen_rules(guide: Guide, wanted: Sequence[str]) -> list[Rule]:
    """Return the rules that `wanted` names: ids, beginnings of ids up to a hyphen, or patterns with `*` and `?`.

    Nothing wanted means all.

    Raises
    ------
    InputError
        If a name or pattern stands for no rule.
    """
    rules = list(guide.by_id.values())
    if not wanted:
        return rules
    for name in wanted:
        if not any(_named(name, rule.id) for rule in rules):
            near = difflib.get_close_matches(name, guide.by_id, n=1)
            parts = [(_NEAR.get(language).format(near[0]) if near else "") for language in ("es", "en")]
            raise UnknownRuleError(
                name, Text(_NO_RULE.es.format(guide.id, name, parts[0]), _NO_RULE.en.format(guide.id, name, parts[1]))
            )
    return [rule for rule in rules if any(_named(name, rule.id) for name in wanted)]


def _named(wanted: str, rule_id: str) -> bool:
    if "*" in wanted or "?" in wanted:
        return fnmatchcase(rule_id, wanted)
    return rule_id == wanted or rule_id.startswith(f"{wanted}-")


def breakable(guide: Guide, rules: Sequence[Rule], named: Sequence[str]) -> tuple[list[Rule], dict[str, Text]]:
    """Return the rules that records or lines can break, and why the others are left out.

    Rules on a share of the records are among them only if their ids are `named`: they take many records each.
    """
    kinds = {item.rule.id: item.kind for item in guide.file_rules}
    left: list[Rule] = []
    reasons: dict[str, Text] = {}
    for rule in rules:
        if rule.lifecycle == "removed":
            reasons[rule.id] = REMOVED
        elif rule.level is Level.ACROSS:
            reasons[rule.id] = ACROSS
        elif (rule.level is Level.FILE and kinds[rule.id] not in (KINDS + (SHARE,) * (rule.id in named))) or (
            rule.level is Level.STRUCTURE and rule.id not in LINE_FAULTS
        ):
            reasons[rule.id] = OF_THE_FILE
        else:
            left.append(rule)
    return left, reasons


def why_not(rule: Rule, recipes: Recipes) -> Text:
    """Return why no record was found that breaks a rule of values or records."""
    missing = recipes.missing(rule)
    if missing:
        names = ", ".join(missing)
        return Text(_NO_CATALOG.es.format(names), _NO_CATALOG.en.format(names))
    nodes = [node for root in (rule.when or TRUE, rule.require or TRUE) for node in root.walk()]
    return _NO_ENTRY if any(isinstance(node, Attribute) for node in nodes) else NOT_FOUND


def shuffled(rules: Sequence[Rule], seed: int) -> list[Rule]:
    """Return rules in an order that the seed tells."""
    order = sorted(rules, key=lambda rule: rule.id)
    random.Random(seed).shuffle(order)  # noqa: S311
    return order


def in_turn(rules: Sequence[Rule], number: int) -> list[Rule]:
    """Return `number` rules, one after the other, each as often as the others.

    Raises
    ------
    InputError
        If there are none.
    """
    if not rules:
        raise InputError(
            Text(
                "ninguna de las reglas pedidas puede incumplirse en un registro; vea --rules",
                "none of the rules asked for can be broken by a record; see --rules",
            )
        )
    return [rules[index % len(rules)] for index in range(number)]
