"""The persons of the official example files: their names agree with their CURPs."""

from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[4] / "shared" / "examples"
PARTS = ("curp_given", "curp_first_surname", "curp_second_surname")
GENERIC = "XXXX999999XXXXXX99"
PERSONS = {
    "CEX-EJEMPLOS-2410.txt": (2, 8),
    "CSB-EJEMPLOS-2410.txt": (2, 8),
    "DET-EJEMPLOS-2410.txt": (2, 8),
    "LES-DFSSA-2201.txt": (2, 75),
    "EGR-DFSSA-2605.txt": (2, 77),
}
"""Columns of the CURPs, counted from 0; given names, first and second surname stand behind each."""


@pytest.mark.parametrize("file", PERSONS)
def test_names_agree(ask, file):
    path = EXAMPLES / file
    if not path.exists():
        pytest.skip(f"{path} is not there")
    apart = []
    for number, line in enumerate(path.read_text("cp1252").splitlines()[1:], 1):
        cells = line.split("|")
        for column in PERSONS[file]:
            curp, *names = cells[column : column + 4]
            if curp != GENERIC:
                apart += [
                    (number, column, part, ask(part, curp, name), curp, name)
                    for part, name in zip(PARTS, names, strict=True)
                ]
    assert [one for one in apart if one[3] is not True] == []
