"""The rules on bytes, lines and names of files: the same for every guide, declared in `structure.yaml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, StringConstraints

from giis._errors import SpecError
from giis._yaml import YamlList, YamlMap, load
from giis.specs.assemble import raw_from
from giis.specs.build import shaped
from giis.specs.document import StatedDoc, TextDoc
from giis.specs.guide import Level, Rule, Severity, Source

if TYPE_CHECKING:
    from pathlib import Path


class StructureRuleDoc(StatedDoc):
    """One structural rule."""

    id: Annotated[str, StringConstraints(pattern=r"^ARC-[a-z0-9]+(-[a-z0-9]+)*$")]
    severity: Severity
    message: TextDoc
    hints: dict[str, TextDoc] = Field(default={})
    safety: Literal["safe", "unsafe", "none"] = "none"


def load_structure(path: Path) -> tuple[Rule, ...]:
    """Return the structural rules that the YAML file `path` declares, in its order.

    Raises
    ------
    SpecError
        If the file is wrong, or an id stands twice.
    """
    node, file = load(path), path.name
    listed = node.get("rules") if isinstance(node, YamlMap) else None
    if not isinstance(listed, YamlList):
        raise SpecError("a mapping with the list `rules` is wanted", file=file, line=1)
    rules: dict[str, Rule] = {}
    for item, line in zip(listed, listed.lines, strict=True):
        raw = raw_from(item, file, line)
        doc = shaped(StructureRuleDoc, raw)
        if doc.id in rules:
            raise raw.fault(f"the rule id {doc.id} stands twice", "id")
        rules[doc.id] = Rule(
            id=doc.id,
            variable=None,
            level=Level.STRUCTURE,
            form="estructura",
            source=Source("", section=""),
            fix_safe=doc.safety == "safe",
            message=doc.message.text,
            hints={key: text.text for key, text in doc.hints.items()},
            **doc.stated(),
        )
    return tuple(rules.values())
