"""The audit of a folder: manifest, evidence, guides and aspects, one after the other."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from giis.auditing import _catalogs, _identification, _security
from giis.auditing._folder import look_into
from giis.auditing._guides import guide_audit
from giis.auditing._judge import judge
from giis.auditing._manifest import FILE_NAME, Manifest, read_manifest
from giis.auditing._model import Aspect, Audit, DateFrom, GuideAudit, Reason, State
from giis.auditing._norm import load_norm
from giis.auditing._sector import all_variables_wanted, sector_rule
from giis.auditing._told import check_evidence
from giis.specs import checklist_ids
from giis.validators.validate import store_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from giis.auditing._judge import Judged
    from giis.auditing._norm import Norm
    from giis.catalogs import CatalogStore
    from giis.validators.findings import Profile
    from giis.validators.summary import Progress


def audit(
    folder: Path | str,
    *,
    manifest: Path | str | None = None,
    sgsi: Path | str | None = None,
    as_of: date | None = None,
    catalogs: Path | str | CatalogStore | None = None,
    profile: Profile = "default",
    unofficial_as_errors: bool = False,
    skipped: Collection[Path] = (),
    witnesses: bool = False,
    progress: Progress | None = None,
) -> Audit:
    """Audit a system by the exchange files that it made, as the certificate of NOM-024-SSA3-2012 evaluates it.

    It is a self-audit, not a certificate: it tells what the evidence shows, what it does not show, and what only the
    authority can see.

    Parameters
    ----------
    folder : path
        Holds exchange files of one system, for any of the guides; folders in it are read too.
    manifest : path, optional
        What the vendor says of the system; by default `audit.yaml` in the folder, if there is one. Without it the
        guides are those of the files.
    sgsi : path, optional
        The answers to the checklist of GIIS-A004; by default the file that the manifest names.
    as_of : date, optional
        The day of the audit, which no record may be later than; by default that of the manifest, else today.
    catalogs : path or CatalogStore, optional
        Where imported catalogues lie; the user's own folder by default.
    profile, unofficial_as_errors
        As in `giis.validate`.
    skipped : collection of Path
        Files and folders in the folder that are no evidence, of which nothing is told.
    witnesses : bool
        Look for a record that keeps each rule, too, as a dossier wants it.
    progress : callable, optional
        As in `giis.validate`.

    Raises
    ------
    InputError
        If there is no such folder or file.
    SpecError
        If the manifest or the answers are wrong; the error names file and line.
    CatalogError
        If an imported catalogue is damaged.
    """
    place = Path(folder)
    today = date.today()
    told = _manifest(place, Path(manifest) if manifest else None, as_of, today, answers=sgsi is None)
    on, source = _day(as_of, told, today)
    answers = Path(sgsi) if sgsi else told.sgsi
    used = [path for path in (told.path, answers) if path is not None]
    contents = look_into(place, used=used, skipped=skipped)
    check_evidence(told, [name for name, _ in contents.exchange])
    security = _security.read_security(answers, on) if answers else None
    store = store_of(catalogs)
    judged = judge(
        contents, on, store, profile=profile, unofficial_as_errors=unofficial_as_errors, witnesses=witnesses,
        progress=progress,
    )  # fmt: skip
    norm = load_norm()
    secured = _security.aspect(security)
    guides: list[GuideAudit] = []
    wanted = _wanted(told, judged, norm, secured=security is not None)
    for edition in norm.editions:
        applied = edition.guide in wanted
        if edition.guide in checklist_ids():
            guides.append(_security.checklist_audit(edition, security, secured, applied_for=applied))
            continue
        later = norm.successor(edition.guide, on)
        guides.append(
            guide_audit(
                edition,
                [file for file in judged.files if file.guide == edition.guide],
                judged.evidence.get(edition.guide),
                kept=judged.kept.get(edition.guide, {}),
                applied_for=applied,
                all_variables=all_variables_wanted(told),
                succeeded_by=later.guide if later else None,
            )
        )
    asked = [item for item in guides if item.applied_for and item.id not in checklist_ids()]
    families = _catalogs.families(norm, asked, store)
    identity = _identification.fields(norm, asked)
    return Audit(
        as_of=on,
        as_of_from=source,
        manifest=told,
        norm=norm,
        guides=tuple(guides),
        aspects=(_exchange(asked), _catalogs.aspect(families), _identification.aspect(identity), secured),
        families=families,
        other_catalogs=_catalogs.other_catalogs(norm, asked, store),
        fields=identity,
        security=security,
        sector=sector_rule(told, asked),
        files=judged.files,
        others=tuple(sorted((*contents.others, *judged.others), key=lambda item: item.name)),
        unread=judged.unread,
        profile=profile,
        unofficial_as_errors=unofficial_as_errors,
        given=told.path is not None,
    )


def _manifest(folder: Path, given: Path | None, on: date | None, today: date, *, answers: bool) -> Manifest:
    path = given or folder / FILE_NAME
    if given is None and not path.is_file():
        return Manifest()
    return read_manifest(path, on=on, today=today, answers=answers)


def _day(given: date | None, told: Manifest, today: date) -> tuple[date, DateFrom]:
    if given is not None:
        return given, "option"
    return (told.date, "manifest") if told.date is not None else (today, "today")


def _wanted(told: Manifest, judged: Judged, norm: Norm, *, secured: bool) -> set[str]:
    """Return the guides asked for: those of the manifest; where it names none, those of the files and the answers."""
    if told.guides:
        return set(told.guides)
    found = {file.guide for file in judged.files if file.guide is not None}
    return {item for item in found if norm.edition(item)} | (set(checklist_ids()) if secured else set())


def _exchange(asked: Sequence[GuideAudit]) -> Aspect:
    """Return what the exchange comes to: the results of the guides asked for that have exchange files."""
    if not asked:
        return Aspect("exchange", "incomplete", (Reason("no guide"),))
    states: dict[str, State] = {"approved": "met", "not approved": "not met"}
    found = {states.get(item.result, "incomplete") for item in asked}
    state: State = "not met" if "not met" in found else "incomplete" if "incomplete" in found else "met"
    reasons = [
        Reason(code, {"guides": guides})
        for code, result in (("guides against", "not approved"), ("guides open", "no verdict"))
        if (guides := tuple(item.id for item in asked if item.result == result))
    ]
    return Aspect("exchange", state, tuple(reasons))
