"""An audit as JSON: the contract `giis-audit/1`. Fields may be added; none is renamed or changes meaning."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from giis.reports._voice import Voice
from giis.reports.audits._reasons import notes, reason
from giis.reports.audits._words import NOT_A_CERTIFICATE
from giis.specs import coverage_of, load_guide

if TYPE_CHECKING:
    from giis._text import Language
    from giis.auditing import Audit, GuideAudit
    from giis.auditing._model import Place, Reason
    from giis.validators.findings import CatalogUse, FileReport

SCHEMA = "giis-audit/1"


def to_json(audit: Audit, *, language: Language = "es") -> dict[str, Any]:
    """Return `audit` as plain data for `json.dumps`.

    Parameters
    ----------
    audit : Audit
        What was found.
    language : {"es", "en"}
        The language of the texts.
    """
    return _Writer(audit, Voice(language)).audit_data()


class _Writer:
    def __init__(self, audit: Audit, voice: Voice) -> None:
        self.audit, self.voice = audit, voice

    def audit_data(self) -> dict[str, Any]:
        audit, voice = self.audit, self.voice
        manifest = audit.manifest
        return {
            "schema": SCHEMA,
            "tool": {"name": "giis", "version": audit.version},
            "language": voice.language,
            "notice": voice(NOT_A_CERTIFICATE),
            "as_of": audit.as_of.isoformat(),
            "as_of_from": audit.as_of_from,
            "options": {"profile": audit.profile, "unofficial_as_errors": audit.unofficial_as_errors},
            "result": audit.result,
            "system": {
                "name": manifest.name,
                "version": manifest.version,
                "owner": manifest.owner,
                "contact": manifest.contact,
                "sector": manifest.sector,
                "serves_public": manifest.serves_public,
                "notes": list(manifest.notes),
            },
            "manifest": {"sha256": manifest.sha256, "missing": list(manifest.missing)},
            "norm": {
                "name": audit.norm.name,
                "guides_in_force_on": audit.norm.as_of.isoformat(),
                "sha256": audit.norm.digest,
            },
            "guides": [self.guide(item) for item in audit.guides],
            "aspects": [
                {"id": item.id, "state": item.state, "reasons": self.reasons(item.reasons)} for item in audit.aspects
            ],
            "sector_rule": {"state": audit.sector.state, "reasons": self.reasons(audit.sector.reasons)},
            "catalogs": [
                {
                    "id": item.family.id,
                    "title": voice.data(item.family.title),
                    "state": item.state,
                    "used": [_use(use) for use in item.used],
                    "guides": list(item.guides),
                    "errors": item.broken,
                    "not_evaluated": list(item.unchecked),
                }
                for item in audit.families
            ],
            "other_catalogs": [_use(use) for use in audit.other_catalogs],
            "identification": [
                {
                    "id": item.field.id,
                    "title": voice.data(item.field.title),
                    "form": voice.data(item.field.form),
                    "state": item.state,
                    "note": voice.data(item.field.note) or None,
                    "carried": [asdict(one) for one in item.carried],
                }
                for item in audit.fields
            ],
            "security": self.security(),
            "unseen": [{"id": name, "text": voice.data(text)} for name, text in audit.norm.unseen],
            "evidence": [self.file(file) for file in audit.files],
            "others": [
                {"file": item.name, "bytes": item.size, "reason": voice.data(item.reason)} for item in audit.others
            ],
            "unread": [{"file": name, "reason": voice.data(text)} for name, text in audit.unread.items()],
        }

    def guide(self, item: GuideAudit) -> dict[str, Any]:
        voice = self.voice
        degree, evidence = item.degree, item.evidence
        return {
            "guide": item.id,
            "name": voice.data(item.name),
            "guide_hash": item.digest,
            "after": item.edition.after,
            "succeeded_by": item.succeeded_by,
            "applied_for": item.applied_for,
            "result": item.result,
            "reasons": self.reasons(item.reasons),
            "notes": notes(self.audit, voice, item),
            "source": item.confidence,
            "files": [file.path for file in item.files],
            "records": item.records,
            "valid_records": sum(file.valid_records for file in item.files),
            "undecided_records": sum(file.undecided_records for file in item.files),
            "totals": {name: item.total(name) for name in ("error", "warning", "info")},
            "degree": (
                {
                    "implemented": degree.implemented,
                    "of": degree.of,
                    "shown": list(degree.shown),
                    "missing": list(degree.missing),
                }
                if degree
                else None
            ),
            "coverage": (
                {
                    "reached": evidence.reached,
                    "of": len(evidence.goals),
                    "unreachable": len(evidence.unreachable),
                    "open": [goal.id for goal in evidence.open],
                }
                if evidence
                else None
            ),
            "blocking": [
                {
                    "rule": found.rule,
                    "title": voice.data(found.title),
                    "total": found.total,
                    "places": [_place(place) for place in found.places],
                    "confidence": found.confidence,
                }
                for found in item.blocking
            ],
            "thresholds": [
                {
                    "rule": found.rule,
                    "title": voice.data(found.title),
                    "severity": found.severity,
                    "file": found.file,
                    "count": found.count,
                    "total": found.total,
                    "maximum_percent": found.maximum,
                    "exceeded": found.exceeded,
                }
                for found in item.thresholds
            ],
            "not_evaluated": [
                {"catalogs": list(found.catalogs), "rules": list(found.rules)} for found in item.unchecked
            ],
            "statements": self.statements(item),
        }

    def statements(self, item: GuideAudit) -> dict[str, Any] | None:
        """Return how much of the guide is checked at all, and what no file decides."""
        if not (item.files or item.applied_for) or item.id.startswith("GIIS-A"):
            return None
        coverage = coverage_of(load_guide(item.id))
        return {
            "of": coverage.checkable,
            "checked": coverage.record + coverage.file,
            "outside": [
                {
                    "place": found.place,
                    "variable": found.variable,
                    "says": self.voice.data(found.says) or None,
                    "reason": self.voice.data(found.reason),
                }
                for found in item.outside
            ],
        }

    def security(self) -> dict[str, Any] | None:
        found = self.audit.security
        if found is None:
            return None
        since = found.assessment.operating_since
        return {
            "guide": found.assessment.checklist.id,
            "sha256": found.sha256,
            "system": found.assessment.system,
            "operating_since": since.isoformat() if since else None,
            "months": found.months,
            "months_wanted": found.months_wanted,
            "long_enough": found.long_enough,
            "totals": {**asdict(found.tally), "applicable": found.tally.applicable},
            "domains": [{"id": domain.id, **asdict(tally)} for domain, tally in found.assessment.by_domain()],
            "controls": {name: answer.state or "unanswered" for name, answer in found.assessment.answers.items()},
        }

    def file(self, file: FileReport) -> dict[str, Any]:
        return {
            "file": file.path,
            "sha256": file.sha256,
            "bytes": file.size,
            "encoding": file.encoding,
            "guide": file.guide,
            "records": file.records,
            "valid_records": file.valid_records,
            "undecided_records": file.undecided_records,
            "status": file.status,
            "note": self.audit.manifest.evidence.get(file.path) or None,
        }

    def reasons(self, found: tuple[Reason, ...]) -> list[dict[str, str]]:
        return [{"code": item.code, "text": reason(self.audit, self.voice, item)} for item in found]


def _use(use: CatalogUse) -> dict[str, Any]:
    return {
        "name": use.name,
        "version": use.version.isoformat() if use.version else None,
        "digest": use.digest,
        "origin": use.origin,
    }


def _place(place: Place) -> dict[str, Any]:
    return {"file": place.file, "record": place.record}
