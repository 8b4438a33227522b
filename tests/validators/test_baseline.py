"""Known findings: exactly these, whatever their order, number and place; never a value."""

from __future__ import annotations

from datetime import date

import pytest

import giis
from giis._errors import InputError
from giis.catalogs import CatalogStore
from giis.validators.baseline import Baseline, Entry, read_baseline, renewed, write_baseline
from giis.validators.keys import key_of, keys_of, line_of
from giis.validators.options import RunOptions
from giis.validators.validate import Validation
from outpatient import AS_OF, BASE, exchange_file

PLAN = {"planSeguridad": "1"}
WEIGHT = {"peso": "70,5"}
OTHER = {"planSeguridad": "1", "fechaConsulta": "12/11/2024"}


def run(changes, baseline=None, **options):
    options = {"max_findings": 1000, **options}
    asked = RunOptions("B015", AS_OF, CatalogStore(), baseline=baseline, **options)
    validation = Validation(asked, together=False)
    validation.add(exchange_file([{**BASE, **change} for change in changes]))
    return validation


def known_of(*changes):
    """Return the baseline of what these records break."""
    return renewed(Baseline(), run(changes, Baseline(), collecting=True).found_keys())


@pytest.fixture
def report():
    def report(changes, baseline=None, **options):
        return run(changes, baseline, **options).report()

    return report


@pytest.mark.parametrize("batch_bytes", [1, 20 << 20])
@pytest.mark.parametrize("max_findings", [0, 1, 1000, None])
@pytest.mark.parametrize(
    ("before", "now", "errors"),
    [
        ([PLAN], [PLAN], 0),
        ([PLAN, WEIGHT], [WEIGHT, {}, PLAN], 0),
        ([PLAN], [{}, PLAN, OTHER], 1),
        ([PLAN], [OTHER], 1),
        ([PLAN], [{**PLAN, **WEIGHT}], 2),
        ([], [PLAN], 1),
        ([PLAN], [{}], 0),
    ],
)
def test_exactly_the_known_findings_do_not_count(report, before, now, errors, max_findings, batch_bytes):
    plain = report(now, batch_bytes=batch_bytes)
    found = report(now, known_of(*before), max_findings=max_findings, batch_bytes=batch_bytes)
    (file,) = found.files
    assert file.totals.error == errors
    assert file.totals.all + file.totals.known == plain.totals.all
    assert file.status == ("fail" if errors else "pass")
    assert file.valid_records == plain.files[0].valid_records
    if max_findings != 0:
        assert len(file.known) == min(file.totals.known, max_findings or 1000)
    assert all(finding.suppressed == "" and finding.key for finding in file.known)
    assert all(finding.suppressed is None for finding in file.findings)
    assert found.baseline.known == file.totals.known


def test_known_findings_take_no_place_from_the_others(report):
    many = [{**PLAN, "fechaConsulta": f"{day:02}/11/2024"} for day in range(1, 21)]
    found = report([*many, WEIGHT], known_of(*many), max_findings=3)
    assert {item.rule for item in found.files[0].findings} == {item.rule for item in report([WEIGHT]).files[0].findings}
    assert found.files[0].totals.known == 20


@pytest.mark.parametrize(
    ("expires", "errors", "expired"),
    [(None, 0, 0), (AS_OF, 0, 0), (date(AS_OF.year - 1, 1, 1), 1, 1), (date(AS_OF.year + 1, 1, 1), 0, 0)],
)
def test_an_entry_expires_after_its_day(report, expires, errors, expired):
    entries = [Entry(entry.rule, entry.keys, "ana", "por corregir", expires) for entry in known_of(PLAN).entries]
    found = report([PLAN], Baseline(entries, "b.yaml"))
    assert (found.totals.error, len(found.baseline.expired)) == (errors, expired)
    assert [item.suppressed for item in found.files[0].known] == ["por corregir"] * (1 - errors)


def test_entries_that_are_no_longer_needed_are_told(report):
    baseline = known_of(PLAN, WEIGHT)
    rules = {entry.rule for entry in baseline.entries}
    assert report([PLAN, WEIGHT], baseline).baseline.unused == ()
    assert {item.entry.rule for item in report([{}], baseline).baseline.unused} == rules
    # A rule that was not asked tells nothing.
    assert report([{}], baseline, select=("CEX001",)).baseline.unused == ()


def test_a_finding_of_the_whole_file_is_known_for_these_bytes_alone(report):
    data = exchange_file([BASE]).replace(b"\r\n", b"\n").replace(b"\n", b"\n\n")
    asked = {"guide": "B015", "as_of": AS_OF, "store": CatalogStore()}

    def judge(content, baseline, **options):
        validation = Validation(RunOptions(**asked, baseline=baseline, **options), together=False)
        validation.add(content)
        return validation

    first = judge(data, Baseline(), collecting=True)
    assert first.report().totals.all
    baseline = renewed(Baseline(), first.found_keys())
    again = judge(data, baseline).report()
    assert (again.totals.all, again.totals.known) == (0, first.report().totals.all)
    assert judge(data + b"\n", baseline).report().totals.all


def test_keys_tell_nothing_and_differ_by_rule_position_and_content():
    keys = {
        key_of("A", "0", "x|y"), key_of("B", "0", "x|y"), key_of("A", "1", "x|y"), key_of("A", "0", "x|z"),
        key_of("A", "0x", "|y"),
    }  # fmt: skip
    assert len(keys) == 5
    assert all(len(key) == 32 and not set(key) - set("0123456789abcdef") for key in keys)
    lines = ["x|y", "Ñ|", ""]
    assert keys_of("A", lines) == [key_of("A", "0", line) for line in lines]
    assert keys_of("A", lines, [2, 1, 2]) == [
        key_of("A", str(n), line) for n, line in zip([2, 1, 2], lines, strict=True)
    ]
    assert line_of(["x", "y"]) == "x|y"


@pytest.mark.parametrize("suffix", [".yaml", ".json"])
def test_written_and_read_back(tmp_path, suffix):
    path = tmp_path / f"known{suffix}"
    entries = [Entry("CEX055", ("0" * 32, "a" * 32), "Íñigo: «sí» #1", "", date(2025, 1, 2)), Entry("A", ("1" * 32,))]
    write_baseline(Baseline(entries), path)
    assert list(read_baseline(path).entries) == entries
    assert read_baseline(path).path == str(path)


def test_renewed_keeps_what_people_wrote():
    old = Baseline([Entry("A", ("1" * 32, "2" * 32), "ana", "así es", date(2025, 1, 1)), Entry("B", ("3" * 32,))])
    found = renewed(old, {"A": {"2" * 32, "4" * 32}})
    assert list(found.entries) == [
        Entry("A", ("2" * 32,), "ana", "así es", date(2025, 1, 1)),
        Entry("A", ("4" * 32,)),
    ]


HEAD = "schema: giis-baseline/1\nknown:\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is no baseline"),
        ("schema: other/1\nknown: []", "is no baseline"),
        (HEAD + "- x", ":3: an entry is"),
        (HEAD + "- rule: A", ":3: an entry needs"),
        (HEAD + "- rule: A\n  keys: []", "an entry needs"),
        (HEAD + f"- rule: A\n  keys: [{'0' * 31}]", ":4: a key is"),
        (HEAD + f"- rule: A\n  reason: x\n  keys: [{'0' * 32}]", ":4: no such key 'reason'"),
        (HEAD + f"- rule: A\n  expires: 1/2/2025\n  keys: [{'0' * 32}]", ":4: expires"),
        (HEAD + f"- rule: A\n  owner: [x]\n  keys: [{'0' * 32}]", ":4: owner"),
        (HEAD + "- rule: A\n  rule: B", "stands already"),
    ],
)
def test_a_wrong_file_is_told_with_its_line(tmp_path, text, told):
    path = tmp_path / "b.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as fault:
        read_baseline(path)
    assert str(path) in str(fault.value)
    assert told in str(fault.value)


def test_the_library_takes_a_path(tmp_path):
    path = tmp_path / "b.yaml"
    write_baseline(known_of(PLAN), path)
    report = giis.validate(exchange_file([{**BASE, **PLAN}]), "B015", as_of=AS_OF, baseline=path)
    assert (report.status, report.totals.known) == ("pass", 1)
