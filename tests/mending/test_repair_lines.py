"""What is mended of the file itself: encoding, line ends, header, columns, broken lines."""

from __future__ import annotations

import pytest

import giis
from mending import GUIDE, WIDTH, file_of, lines, mend, record
from outpatient import AS_OF

GOOD = lines(record(1), record(2, nombre="ANA", segundoApellido="MORALES"), record(3))
PLAIN = file_of(GOOD)


def _rules(done):
    return {(item.rule, item.safety) for item in done.repair.mended}


def _with(number, line):
    return [*GOOD[:number], line, *GOOD[number + 1 :]]


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_a_valid_file_is_returned_byte_for_byte(end):
    data = file_of(GOOD, end)
    for unsafe in (False, True):
        done = mend(data, unsafe=unsafe)
        assert done.data == data
        assert done.repair.changes_total == 0
        assert done.repair.exit_status() == 0


@pytest.mark.parametrize(
    ("options", "expected"),
    [({"line_end": "\n"}, file_of(GOOD, "\n")), ({"encoding": "utf-8"}, file_of(GOOD, encoding="utf-8"))],
)
def test_line_end_and_encoding_as_asked(options, expected):
    assert mend(PLAIN, **options).data == expected


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"\xef\xbb\xbf" + PLAIN, "ARC-bom"),
        (file_of(GOOD).decode("cp1252").encode("utf-16"), "ARC-utf16"),
        (PLAIN.replace(b"\r\n", b"\r"), "ARC-fin-de-linea"),
        (PLAIN.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n", 1), "ARC-fin-de-linea"),
        (PLAIN.removesuffix(b"\r\n"), "ARC-sin-fin"),
        (PLAIN.replace(b"\r\n", b"\r\n\r\n"), "ARC-renglon-vacio"),
        (b"\r\n  \r\n" + PLAIN, "ARC-renglon-vacio"),
        (file_of(_with(0, GOOD[0].lower())), "ARC-encabezado-grafia"),
        (file_of(_with(0, GOOD[0].replace("|", " | "))), "ARC-encabezado-grafia"),
        (file_of(_with(0, GOOD[0] + "|")), "ARC-encabezado-columnas"),
        (file_of(GOOD[1:]), "ARC-encabezado-falta"),
        (file_of([*GOOD[:2], GOOD[0], *GOOD[2:]]), "ARC-encabezado-repetido"),
        (file_of([GOOD[0], *(line + "|" for line in GOOD[1:])]), "ARC-columnas"),
        (file_of([line + "||| " for line in GOOD]), "ARC-columnas"),
    ],
)
def test_safe_repairs_give_the_plain_file(data, rule):
    done = mend(data)
    assert done.data == PLAIN
    assert (rule, "safe") in _rules(done)
    assert done.repair.after.totals.all == 0


def test_letters_come_from_utf8():
    given = lines(record(1, primerApellido="GARCIA NUÑEZ"))
    assert mend(file_of(given, encoding="utf-8")).data == file_of(given)


def test_each_line_of_a_mixed_file_comes_from_its_own_encoding():
    given = lines(record(1, primerApellido="GARCIA NUÑEZ"), record(2, primerApellido="GARCIA IBAÑEZ"))
    mixed = file_of(given[:2]) + file_of(given[2:], encoding="utf-8")
    assert mend(mixed).data == file_of(given)


def test_what_ansi_lacks_keeps_the_file_in_utf8():
    given = lines(record(1), record(2, primerApellido="GARCIA NUÑEZ"), record(3, segundoApellido="MORALES ?"))
    given[3] = given[3].replace("?", "★")
    data = file_of(given, encoding="utf-8")
    done = mend(data)
    assert done.data == data
    assert (done.repair.encoding, done.repair.records_written) == ("utf-8", 3)


def test_text_decoded_wrongly_once_before_is_not_written_so_that_it_reads_otherwise():
    data = file_of(lines(record(1, segundoApellido="MUÃ‘OZ")), encoding="utf-8")
    done = mend(data)
    assert done.data == data
    assert mend(done.data).data == data


def _moved(line):
    head, *rest = line.split("|")
    return "|".join([*rest, head])


def test_columns_take_the_order_of_the_guide_when_the_header_names_them():
    done = mend(file_of(_moved(line) for line in GOOD))
    assert done.data == PLAIN
    assert ("ARC-encabezado-orden", "safe") in _rules(done)


def test_a_foreign_name_stays_and_with_it_the_order():
    moved = [_moved(line) for line in GOOD]
    moved[0] = moved[0].replace("TALLA", "ESTATURA")
    assert mend(file_of(moved)).data == file_of(moved)
    assert mend(file_of(moved), unsafe=True).data == PLAIN


def test_a_foreign_name_in_its_place_is_replaced_if_asked():
    data = file_of(_with(0, GOOD[0].replace("TALLA", "ESTATURA")))
    assert mend(data).data == data
    done = mend(data, unsafe=True)
    assert done.data == PLAIN
    assert ("ARC-encabezado-nombre", "unsafe") in _rules(done)


def test_values_are_mended_in_columns_that_are_moved():
    given = lines(record(1, nombre="ana"), record(2))
    done = mend(file_of(_moved(line) for line in given), guide=GUIDE)
    assert done.data == file_of(lines(record(1), record(2)))


@pytest.mark.parametrize(
    "line",
    [
        GOOD[2].replace("|ANA|", "|A|NA|"),  # one separator too many, not at the end
        GOOD[2].rsplit("|", 1)[0],  # one too few
        GOOD[2] + "|x",
        GOOD[2] + GOOD[3],
        "x",
        GOOD[2].replace("|ANA|", "||ANA|") + "|",  # two too many; which of the empty ones, nobody knows
    ],
)
def test_other_lines_of_a_wrong_width_stay(line):
    data = file_of(_with(2, line))
    for unsafe in (False, True):
        done = mend(data, unsafe=unsafe)
        assert done.data == data
        assert done.repair.records_read == done.repair.records_written == 3
        assert "ARC-columnas" in {found.rule for found in done.repair.after.findings}


def test_a_line_cut_elsewhere_is_not_taken_for_one_with_a_separator_at_its_end():
    # Everything from the second column on stands one column further, the last one is empty.
    first, *rest = GOOD[2].split("|")
    data = file_of(_with(2, "|".join([first, "", *rest[:-1], ""])))
    assert mend(data).data == data


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        (("LUIS|TORRES", "LUIS\r\nJOSE|TORRES"), ("LUIS|TORRES", "LUIS JOSE|TORRES")),
        (("TOVL800312HDFRGS07", "TOVL800312H\r\nDFRGS07"), ("LUIS", "LUIS")),
        (("LUIS|TORRES", "\r\nLUIS|\r\n\r\nTORRES"), ("LUIS", "LUIS")),
    ],
)
def test_broken_lines_are_joined_if_asked(broken, whole):
    data = PLAIN.decode("cp1252").replace(*broken, 1).encode("cp1252")
    before = giis.validate(data, GUIDE, as_of=AS_OF).files[0]
    done = mend(data, unsafe=True)
    assert done.data == PLAIN.decode("cp1252").replace(*whole, 1).encode("cp1252")
    assert (done.repair.records_read, done.repair.records_written) == (before.records, 3)
    assert done.repair.joined == before.records - 3
    assert ("ARC-columnas", "unsafe") in _rules(done)
    kept = mend(data)
    assert kept.repair.records_written == before.records
    assert kept.lines == [line for line in data.decode("cp1252").splitlines() if line]


@pytest.mark.parametrize("size", [1, 700, 20_000])
def test_the_same_whatever_the_size_of_a_batch(size):
    records = [record(number, nombre="ana" if number % 3 else "ANA") for number in range(30)]
    given = lines(*records)
    given[7] += "|"
    given[9] = given[9].replace("LUIS", "LU\r\nIS")
    given.insert(20, "x|y")
    data = file_of(given)
    whole = mend(data, unsafe=True)
    assert whole.repair.joined == 1
    parted = mend(data, unsafe=True, batch_bytes=size)
    assert parted.data == whole.data
    assert parted.repair.changes.rows() == whole.repair.changes.rows()
    assert parted.repair.after.totals == whole.repair.after.totals


def test_an_empty_file_and_one_without_records():
    assert mend(b"").data == b""
    assert mend(file_of(GOOD[:1])).data == file_of(GOOD[:1])


def test_the_report_on_the_output_is_that_of_validating_it():
    records = [record(number, nombre="ana", talla="x" if number % 2 else "162") for number in range(9)]
    given = lines(*records)
    given[3] += "|"
    given[5] = "no es un registro"
    given.insert(7, "")
    done = mend(file_of(given))
    report = giis.validate(done.data, GUIDE, as_of=AS_OF, show_values=True).files[0]
    after = done.repair.after
    assert (after.records, after.valid_records, after.sha256) == (report.records, report.valid_records, report.sha256)
    mine = [(item.rule, item.record, item.line, item.value) for item in after.findings]
    assert mine == [(item.rule, item.record, item.line, item.value) for item in report.findings]
    assert after.totals == report.totals
    assert len(GOOD[0].split("|")) == WIDTH
