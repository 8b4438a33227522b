"""Reasons of an audit, and other small things of it, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis.reports import _words as w
from giis.reports.audits import _reason_words as r
from giis.reports.audits import _words as a

if TYPE_CHECKING:
    from collections.abc import Mapping

    from giis.auditing import Audit
    from giis.auditing._model import GuideAudit, Place, Reason
    from giis.reports._voice import Noun, Voice

_COUNTED: Mapping[str, Mapping[str, Noun]] = {
    "errors": {"errors": w.ERROR, "rules": w.RULE},
    "catalogs": {"rules": w.RULE},
    "unanswered": {"rules": w.RULE},
    "catalog errors": {"errors": w.ERROR},
    "operation too short": {"months": a.MONTH, "wanted": a.MONTH},
    "operation not told": {"wanted": a.MONTH},
    "controls unanswered": {"controls": a.CONTROL},
    "controls without evidence": {"controls": a.CONTROL},
}


def reason(audit: Audit, voice: Voice, found: Reason) -> str:
    """Return the sentence of a reason."""
    nouns = _COUNTED.get(found.code, {})
    told: dict[str, object] = {}
    for key, value in found.told.items():
        if key in nouns and isinstance(value, int):
            told[key] = voice.count(value, nouns[key])
        elif isinstance(value, tuple):
            names = [_field(audit, voice, name) if key == "fields" else name for name in value]
            told[key] = ", ".join(names) or voice(r.NO_LIST)
        else:
            told[key] = value
    sentence = voice(r.REASON[found.code], **told)
    if found.code == "private only":
        sentence += f" {voice(r.PRIVATE_MORE[bool(found.told['full'])], **told)}"
    return sentence


def reasons(audit: Audit, voice: Voice, found: tuple[Reason, ...]) -> str:
    """Return the sentences of several reasons, one after the other."""
    return " ".join(reason(audit, voice, item) for item in found)


def notes(audit: Audit, voice: Voice, item: GuideAudit) -> list[str]:
    """Return what there is to say of a guide beside its result: its editions, its source, what was not asked for."""
    edition, found = item.edition, []
    if edition.after is not None:
        listed = voice.day(audit.norm.as_of)
        found.append(voice(a.SUCCEEDS, after=edition.after, since=voice.day(edition.since), listed=listed))
    if item.succeeded_by is not None:
        later = audit.norm.edition(item.succeeded_by)
        found.append(voice(a.SUCCEEDED, since=voice.day(later.since if later else None), later=item.succeeded_by))
    if item.files and not item.applied_for:
        found.append(voice(a.NOT_ASKED, files=voice.count(len(item.files), w.FILE)))
    if warnings := item.total("warning"):
        found.append(voice(a.WARNINGS, warnings=voice.count(warnings, w.WARNING)))
    if item.files and item.confidence != "official":
        found.append(voice(a.NOT_OFFICIAL))
    return found


def system(audit: Audit, voice: Voice) -> str:
    """Return the name and version of the system."""
    told = " ".join(text for text in (audit.manifest.name, audit.manifest.version) if text)
    return told or voice(a.UNNAMED)


def place(voice: Voice, found: Place) -> str:
    """Return where something stands: the file, and the record if it is of one."""
    if found.record is None:
        return voice(a.PLACE_FILE, file=found.file)
    return voice(a.PLACE, file=found.file, record=f"{found.record:,}")


def degree(voice: Voice, item: GuideAudit) -> str:
    """Return `98 de 106`, or a dash where nothing was shown."""
    found = item.degree
    return voice(a.DEGREE, part=found.implemented, all=found.of) if found else "—"


def _field(audit: Audit, voice: Voice, name: str) -> str:
    title = next((item.title for item in audit.norm.fields if item.id == name), None)
    return voice.data(title) if title else name
