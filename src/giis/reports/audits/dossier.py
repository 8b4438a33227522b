"""The content of an audit's dossier: report, coverage matrices, hashes, and how to repeat it. No values of persons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis.auditing import Copied, definitions, matrix, program, sums
from giis.reports._voice import Voice
from giis.reports.audits import _dossier_words as d
from giis.reports.audits import _words as a
from giis.reports.audits._guides import detailed
from giis.reports.audits._reasons import system
from giis.reports.audits.html import render_html
from giis.reports.audits.json import to_json
from giis.reports.json import dumps
from giis.reports.sheets import BOM, csv_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from giis._text import Language
    from giis.auditing import Audit, Content, GuideAudit
    from giis.reports.sheets import Cell
    from giis.validators.findings import CatalogUse

MATRIX_COLUMNS = (
    "guide", "place", "variable", "statement", "treatment", "rule", "requires", "severity", "state", "evidence_file",
    "evidence_record", "errors", "first_error_file", "first_error_record", "reason",
)  # fmt: skip
CATALOG_COLUMNS = ("catalog", "edition", "origin", "sha256")


def contents(
    audit: Audit,
    *,
    language: Language,
    command: str,
    answers: Path | None = None,
    evidence: Path | None = None,
) -> dict[str, Content]:
    """Return what stands in the dossier, by name.

    Parameters
    ----------
    audit : Audit
        What was found; it must have been made with `witnesses`.
    language : {"es", "en"}
        The language of the texts; names of columns are the same in both.
    command : str
        The command that makes the audit again.
    answers : Path, optional
        The file of answers to the checklist of A004, if there is one.
    evidence : Path, optional
        The folder of the exchange files, if they are to be copied: they hold patients' data.
    """
    voice = Voice(language)
    found: dict[str, Content] = {
        "audit.html": render_html(audit, language=language).encode(),
        "audit.json": (dumps(to_json(audit, language=language)) + "\n").encode(),
    }
    for item in detailed(audit):
        if item.files or item.outside:
            found[f"coverage/{item.id}.csv"] = _csv(MATRIX_COLUMNS, _matrix(item, voice))
    found["hashes/evidence.sha256"] = sums((file.path, file.sha256) for file in audit.files).encode()
    found["hashes/definitions.sha256"] = sums(definitions().items()).encode()
    found["hashes/program.sha256"] = sums(program().items()).encode()
    found["hashes/catalogs.csv"] = _csv(CATALOG_COLUMNS, _catalogs(audit))
    if audit.manifest.path is not None and audit.manifest.sha256 is not None:
        found["inputs/audit.yaml"] = Copied(audit.manifest.path, audit.manifest.sha256)
    if answers is not None and audit.security is not None:
        found["inputs/sgsi.yaml"] = Copied(answers, audit.security.sha256)
    if evidence is not None:
        for file in audit.files:
            found[f"evidence/{file.path}"] = Copied(evidence / file.path, file.sha256)
    found["README.md"] = _readme(audit, voice, command, sorted(found)).encode()
    return found


def _matrix(item: GuideAudit, voice: Voice) -> Iterable[Sequence[Cell]]:
    for row in matrix(item):
        statement, shown = row.statement, row.evidence
        kept, broken = (shown.kept, shown.broken) if shown else (None, None)
        yield (
            item.id,
            statement.place,
            statement.variable,
            voice.data(statement.says) or None,
            statement.treatment,
            shown.rule.id if shown else None,
            voice.data(shown.rule.title) if shown else None,
            shown.severity if shown else None,
            voice(d.STATE[row.state]),
            kept.file if kept else None,
            kept.record if kept else None,
            shown.errors if shown else None,
            broken.file if broken else None,
            broken.record if broken else None,
            voice.data(row.reason) or None,
        )


def _catalogs(audit: Audit) -> Iterable[Sequence[Cell]]:
    used: Mapping[str, CatalogUse] = {use.name: use for file in audit.files for use in file.catalogs}
    for name in sorted(used):
        use = used[name]
        yield name, use.version.isoformat() if use.version else None, use.origin, use.digest


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    return (BOM + csv_row(list(columns)) + "".join(csv_row(row) for row in rows)).encode()


def _readme(audit: Audit, voice: Voice, command: str, names: Sequence[str]) -> str:
    """Return how to read and to repeat the audit."""
    parts = [
        f"# {voice(a.TITLE, system=_plain(system(audit, voice)))}",
        voice(a.NOT_A_CERTIFICATE),
        voice(d.SUMMARY, day=voice.day(audit.as_of), result=voice(a.RESULT[audit.result]), version=audit.version),
        f"## {voice(d.CONTENT)}",
        "\n".join(f"- `{name}`: {voice(text)}" for name, text in d.FILES.items() if _present(name, names)),
        f"## {voice(d.CHECK)}",
        _block("sha256sum -c SHA256SUMS"),
        voice(d.CHECK_EVIDENCE),
        _block('cd EVIDENCE && sha256sum -c "$DOSSIER/hashes/evidence.sha256"'.replace("EVIDENCE", voice(d.FOLDER))),
        voice(d.CHECK_PROGRAM),
        f"## {voice(d.REPEAT)}",
        voice(d.REPEAT_HOW, version=audit.version),
        _block(command),
        voice(d.REPEAT_SAME) + (" " + voice(d.REPEAT_TODAY) if audit.as_of_from == "today" else ""),
        voice(d.REPEAT_COMPARE),
        _block(f"giis audit diff audit.json {voice(d.NEW)}.json"),
        f"## {voice(d.LIMITS)}",
        voice(d.NO_VALUES) if "evidence/" not in "".join(names) else voice(d.WITH_VALUES),
    ]
    return "\n\n".join(parts) + "\n"


def _present(name: str, names: Sequence[str]) -> bool:
    return any(item == name or (name.endswith("/") and item.startswith(name)) for item in (*names, "SHA256SUMS"))


def _block(text: str) -> str:
    return f"```sh\n{text}\n```"


def _plain(text: str) -> str:
    from giis.reports._neutral import markdown

    return markdown(text)
