"""What an assessment of a checklist comes to: numbers of controls by domain and state."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from giis.reports import _checklist_words as w

if TYPE_CHECKING:
    from giis.reports._page import Page
    from giis.reports._voice import Voice
    from giis.specs import Assessment
    from giis.specs.assessment import Tally


def write(page: Page, assessment: Assessment, voice: Voice) -> None:
    """Write the table of domains and states, the time of operation, and what lacks evidence."""
    heads = [*(voice(text) for text in w.SHORT_STATE.values()), voice(w.DOMAIN_COLUMN)]
    rows = [(*_cells(tally), f"{domain.id} {voice.data(domain.title)}") for domain, tally in assessment.by_domain()]
    total = assessment.tally()
    page.table(heads, [*rows, (*_cells(total), voice(w.ALL))], right=range(len(w.SHORT_STATE)))
    page.paragraph(voice(w.KEY_OF_STATES), indent=2, style="dim")
    months = assessment.checklist.months_of_operation
    since = assessment.operating_since
    told = voice(w.OPERATING_SINCE, day=since, months=months) if since else voice(w.NOT_OPERATING, months=months)
    page.paragraph(told, indent=2, style="" if since else "yellow")
    if total.without_evidence:
        page.paragraph(voice(w.WITHOUT_EVIDENCE, count=total.without_evidence), indent=2, style="yellow")


def to_json(assessment: Assessment) -> dict[str, Any]:
    """Return the numbers of the assessment as plain data."""
    return {
        "guide": assessment.checklist.id,
        "guide_hash": assessment.checklist.digest,
        "operating_since": assessment.operating_since.isoformat() if assessment.operating_since else None,
        "months_of_operation_wanted": assessment.checklist.months_of_operation,
        "totals": asdict(assessment.tally()),
        "domains": [{"id": domain.id, **asdict(tally)} for domain, tally in assessment.by_domain()],
    }


def _cells(tally: Tally) -> list[str]:
    return [str(getattr(tally, name)) for name in w.SHORT_STATE]
