"""The manifest of a cover: what each record is there for, and what none shows."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from giis._version import __version__
from giis.evidence import said

if TYPE_CHECKING:
    from giis._text import Language
    from giis.evidence import Goal
    from giis.synth._cover_set import Cover

SCHEMA = "giis-cover/1"
_COLUMNS = ("record", "goal", "shows", "reason")


def manifest_data(made: Cover, language: Language) -> dict[str, Any]:
    """Return the manifest as plain data: `giis-cover/1`.

    Parameters
    ----------
    made : Cover
        The set.
    language : {"es", "en"}
        The language of its texts.
    """

    def goal(item: Goal) -> dict[str, str]:
        return {"goal": item.id, "shows": said(made.guide, item).get(language)}

    by_id = {item.id: item for item in made.goals}
    return {
        "schema": SCHEMA,
        "tool": {"name": "giis", "version": __version__},
        "language": language,
        "guide": made.guide.id,
        "guide_hash": made.guide.digest,
        "month": str(made.month),
        "as_of": made.as_of.isoformat(),
        "seed": made.seed,
        "catalogs": [
            {"name": name, "version": edition.version.isoformat(), "digest": edition.digest}
            for name, edition in sorted(made.catalogs.items())
        ],
        "records_total": made.records.height,
        "records_least": made.least,
        "goals_total": len(made.goals),
        "goals_shown": made.reached,
        "records": [
            {
                "record": number,
                "goals": [goal(item) for item in purpose.goals],
                "reason": purpose.reason.get(language) if purpose.reason is not None else None,
            }
            for number, purpose in enumerate(made.purposes, 1)
        ],
        "not_shown": [{**goal(by_id[name]), "reason": reason.get(language)} for name, reason in made.open.items()],
    }


def manifest_json(made: Cover, language: Language) -> bytes:
    """Return the manifest as a JSON document."""
    return (json.dumps(manifest_data(made, language), ensure_ascii=False, indent=1) + "\n").encode()


def manifest_csv(made: Cover, language: Language) -> bytes:
    """Return the manifest as a CSV table: a row for each goal and its record; what is not shown has no record."""
    told = manifest_data(made, language)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for item in told["records"]:
        for goal in item["goals"]:
            writer.writerow((item["record"], goal["goal"], goal["shows"], ""))
        if not item["goals"]:
            writer.writerow((item["record"], "", "", item["reason"]))
    for goal in told["not_shown"]:
        writer.writerow(("", goal["goal"], goal["shows"], goal["reason"]))
    return text.getvalue().encode()
