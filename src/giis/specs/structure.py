"""The rules on bytes, lines and names of files: the same for every guide, declared in `structure.yaml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, StringConstraints

from giis._errors import SpecError
from giis._yaml import YamlList, YamlMap, load
from giis.specs.assemble import raw_from
from giis.specs.build import shaped
from giis.specs.document import Document, Profiles, TextDoc
from giis.specs.guide import Level, Lifecycle, Rule, Severity, Source

if TYPE_CHECKING:
    from pathlib import Path


class StructureRuleDoc(Document):
    """One structural rule."""

    id: Annotated[str, StringConstraints(pattern=r"^ARC-[a-z0-9]+(-[a-z0-9]+)*$")]
    severity: Severity
    profile: Profiles = Field(default={})
    title: TextDoc
    message: TextDoc
    hints: dict[str, TextDoc] = Field(default={})
    why: TextDoc | None = None
    fix: TextDoc | None = None
    safety: Literal["safe", "unsafe", "none"] = "none"
    reading: TextDoc | None = None
    lifecycle: Lifecycle = "stable"
    since: str = "0.1.0"


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
            severity=doc.severity,
            title=doc.title.text,
            source=Source("", section=""),
            profiles=doc.profile,
            reading=doc.reading.text if doc.reading else None,
            why=doc.why.text if doc.why else None,
            fix=doc.fix.text if doc.fix else None,
            fix_safe=doc.safety == "safe",
            message=doc.message.text,
            hints={key: text.text for key, text in doc.hints.items()},
            lifecycle=doc.lifecycle,
            since=doc.since,
        )
    return tuple(rules.values())
