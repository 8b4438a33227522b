"""Feed damaged and random bytes to the reader: it must not fail, and must agree with the tests' plain reader.

Usage: python tools/fuzz_reader.py [INPUTS] [--seed SEED]
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import random
import sys
import time
from pathlib import Path
from typing import Any

from giis.files import ExchangeReader, Layout, read_header

NAMES = ("CLUES", "NOMBRE", "FECHACONSULTA", "EDAD", "DIAGNOSTICO")
LAYOUT = Layout(NAMES)
TYPED = Layout(NAMES, integers=frozenset({3}))
HEADER = b"CLUES|NOMBRE|FECHACONSULTA|EDAD|DIAGNOSTICO"
VALID = b"".join(
    [
        HEADER + b"\r\n",
        b"DFSSA000012|MU\xd1OZ|01/02/2024|7|J00X\r\n",
        b"DFSSA000012||02/02/2024|-1|\r\n",
        b'|"||12|A09X&K30X\r\n',
        b"MCIMB000171|P\xc9REZ \x96 D\xcdAZ|31/12/2023|101|R69X\r\n",
    ]
)
BITS = [
    *(
        b"|",
        b"||||",
        b"\n",
        b"\r\n",
        b"\r",
        b"\x1a",
        b"\x00",
        b"\t",
        b'"',
        b" ",
        b"\xa0",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
    ),
    *(
        b"\xfe\xff",
        b"\xc3\x91",
        b"\xc2\x85",
        b"\x81",
        b"\xd1",
        b"\x96",
        b"\xe2\x82\xac",
        b"\xed\xa0\x80",
        b"\xf4\x90",
    ),
    *(b"a" * 300, HEADER, HEADER + b"\n", b"1|2|3|4|5\n", b"\\", b"NULL", b"#", b"\xe2\x80\xa8", b"\x0b\x0c"),
]


def _require(holds: bool) -> None:
    if not holds:
        raise AssertionError("the reader's answer is not consistent")


def mutated(dice: random.Random) -> bytes:
    """Return the valid file with some damage, or random bytes."""
    if dice.random() < 0.1:
        return dice.randbytes(dice.randrange(200))
    data = bytearray(VALID)
    if dice.random() < 0.3:
        data = bytearray(VALID.replace(b"\r\n", dice.choice([b"\n", b"\r"])))
    if dice.random() < 0.2:
        data = bytearray(
            bytes(data).decode("cp1252").encode(dice.choice(["utf-8", "utf-8-sig", "utf-16", "utf-16-be"]))
        )
    for _ in range(dice.randrange(1, 9)):
        place = dice.randrange(len(data) + 1)
        kind = dice.randrange(5)
        if kind == 0:
            data[place:place] = dice.choice(BITS)
        elif kind == 1:
            del data[place : place + dice.randrange(1, 30)]
        elif kind == 2:
            data[place : place + 1] = dice.randbytes(1)
        elif kind == 3:
            data[place:place] = data[: dice.randrange(len(data) + 1)]
        else:
            data = data[place:] + data[:place]
        del data[4000:]
    return bytes(data)


def told(data: bytes, batch_bytes: int, layout: Layout = LAYOUT) -> tuple[Any, ...]:
    """Read `data` and return everything that the reader says, after checking that it is consistent."""
    reader = ExchangeReader(data, layout, batch_bytes=batch_bytes, max_issues=5)
    rows = []
    for batch in reader:
        texts = [tuple(value if isinstance(value, str) else str(value) for value in row) for row in batch.frame.rows()]
        rows += list(zip(batch.records.to_list(), batch.lines.to_list(), texts, strict=True))
    values = [value for _, _, row in rows for value in row]
    _require("None" not in values)
    _require(not any(mark in value for value in values for mark in "|\r\n"))
    _require(reader.records == len(rows) + reader.bad_records)
    _require(reader.sha256 == hashlib.sha256(data).hexdigest())
    _require(all(line >= record for record, line, _ in rows))
    said = reader.issues, reader.issue_totals, reader.records, reader.encoding, reader.line_end, reader.header
    return (*said, rows)


def check(data: bytes, dice: random.Random, plain: Any) -> None:
    """Read `data` in two ways and compare."""
    answer = told(data, 1 << 20)
    issues, totals, records, encoding, _, header, rows = answer
    _require(all(totals[issue.code] > 0 for issue in issues))
    if dice.random() < 0.1:
        _require(answer == told(data, dice.choice([1, 5, 40])))
    if dice.random() < 0.5:
        _require(answer == told(data, dice.choice([20, 1 << 20]), TYPED))
    _require(bool(header) <= bool(read_header(data).tokens))
    if header and not encoding.startswith("utf-16") and not encoding.startswith("utf-32"):
        slow = plain.tell(data, len(LAYOUT.headers))
        if "ARC-encabezado-orden" not in totals and "ARC-encabezado-nombre" not in totals:
            _require(rows == slow.rows)
        _require(records == slow.records)
        _require(totals.get("ARC-columnas", 0) == len(slow.misshapen))
        _require(totals.get("ARC-control", 0) == len(slow.control))


def main() -> int:
    """Run the inputs; on a failure, print the input and stop."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("inputs", nargs="?", type=int, default=200_000)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "files"))
    plain = importlib.import_module("files_oracle")
    dice = random.Random(options.seed)  # noqa: S311 - nothing secret
    start = time.perf_counter()
    for number in range(1, options.inputs + 1):
        data = mutated(dice)
        try:
            check(data, dice, plain)
        except Exception:
            sys.stderr.write(f"input {number} of seed {options.seed}: {data!r}\n")
            raise
        if number % 20_000 == 0:
            sys.stdout.write(f"{number} inputs, {time.perf_counter() - start:.0f} s\n")
            sys.stdout.flush()
    sys.stdout.write(f"{options.inputs} inputs, no failure, {time.perf_counter() - start:.0f} s\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
