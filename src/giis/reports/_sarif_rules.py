"""The rules that a SARIF log names, each described once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from giis.reports import _output_words as o
from giis.reports import _words as w
from giis.reports._links import address_of, is_absolute
from giis.reports._neutral import markdown
from giis.reports._neutral import sarif as safe
from giis.reports._rules import requirement, source_line
from giis.validators.findings import usual_severity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from giis.reports._told import Told
    from giis.reports._voice import Voice
    from giis.specs import Guide, Rule, Severity

LEVELS: Mapping[str, str] = {"error": "error", "warning": "warning", "info": "note"}


class Rules:
    """Collects the rules that results refer to.

    Parameters
    ----------
    voice : Voice
        Says their texts.
    url : str or None
        Where the pages on rules lie, one a guide with an anchor a rule.
    """

    def __init__(self, voice: Voice, url: str | None) -> None:
        self._voice, self._url = voice, url
        self._places: dict[str, int] = {}
        self._listed: list[dict[str, Any]] = []

    def reference(self, rule_id: str, told: Told, severity: Severity | None = None) -> dict[str, Any]:
        """Return how a result names a rule, which is described at its first mention."""
        if rule_id not in self._places:
            rule = told.guide.by_id.get(rule_id) if told.guide else None
            self._places[rule_id] = len(self._listed)
            self._listed.append(self._described(rule_id, rule, told.guide, severity))
        return {"ruleId": rule_id, "ruleIndex": self._places[rule_id]}

    def listed(self) -> list[dict[str, Any]]:
        """Return the rules in the order of their first mention."""
        return self._listed

    def _described(
        self, rule_id: str, rule: Rule | None, guide: Guide | None, severity: Severity | None
    ) -> dict[str, Any]:
        voice = self._voice
        data: dict[str, Any] = {"id": rule_id}
        if rule is None or guide is None:
            data["shortDescription"] = {"text": rule_id}
            return data
        title = voice.sentence(rule.title)
        lines = [title, *requirement(rule, guide, voice)]
        full = " ".join(dict.fromkeys(lines))
        lines.append(f"{voice(w.SOURCE)}: {source_line(rule.source, voice)}")
        for name, text in ((w.READING, rule.reading), (w.WHY, rule.why)):
            if text:
                lines.append(f"{voice(name)}: {voice.data(text)}")
        if rule.fix:
            lines.append(f"{voice(w.FIX)}: {voice.sentence(rule.fix)}")
        lines.append(voice(o.EXPLAIN, rule=rule_id))
        data["shortDescription"] = {"text": safe(title)}
        data["fullDescription"] = {"text": safe(full)}
        data["help"] = {"text": "\n".join(map(safe, lines)), "markdown": "\n\n".join(map(markdown, lines))}
        if (address := address_of(self._url, guide.id, rule_id)) and is_absolute(address):
            data["helpUri"] = address
        data["defaultConfiguration"] = {"level": LEVELS[severity or usual_severity(rule)]}
        tags = [rule.source.confidence, str(rule.level)]
        data["properties"] = {"tags": tags, **({"variable": rule.variable} if rule.variable else {})}
        return data
