"""Write an exchange file of outpatient visits (GIIS-B015-04-11) with invented records, for measurements.

    python tests/bench/make_file.py 1000000 CEX-DFSSA-2411.TXT [--bad | --bad-all] [--seed 7] [--newline lf]

Every record is valid by the guide, unless `--bad` or `--bad-all` is given. The same numbers, seed,
catalogues and version of Polars give the same bytes. The records are made in columns, a chunk at a time, so
memory does not grow with the file.
"""

from __future__ import annotations

import argparse
import io
import time
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from _records import HEADER, Generator
from _spoil import spoil, spoil_all

CHUNK = 40_000
_AHEAD = 2  # chunks in the making


class Writer:
    """Makes the bytes of the file, chunk by chunk."""

    def __init__(self, count: int, seed: int, errors: str, newline: str) -> None:
        self.count, self.seed, self.errors, self.newline = count, seed, errors, newline
        self.generator = Generator(seed)

    def header(self) -> bytes:
        return ("|".join(HEADER) + self.newline).encode("ascii")

    def chunk(self, start: int) -> bytes:
        frame = self.generator.chunk(start, min(start + CHUNK, self.count))
        if self.errors == "some":
            frame = spoil(frame, start, self.seed)
        elif self.errors == "all":
            frame = spoil_all(frame)
        buffer = io.BytesIO()
        frame.write_csv(buffer, include_header=False, separator="|", quote_style="never", line_terminator=self.newline)
        data = buffer.getvalue()
        for letter in "ÑÜÉ":  # the only ones that windows-1252 writes otherwise than UTF-8
            data = data.replace(letter.encode(), letter.encode("cp1252"))
        return data


def write(path: Path, count: int, *, seed: int = 7, errors: str = "none", newline: str = "\r\n") -> None:
    """Write a file of `count` records; `errors` is `none`, `some` or `all`."""
    writer = Writer(count, seed, errors, newline)
    with path.open("wb") as out, ThreadPoolExecutor(_AHEAD) as pool:
        out.write(writer.header())
        waiting: deque[Future[bytes]] = deque()
        for start in range(0, count, CHUNK):
            waiting.append(pool.submit(writer.chunk, start))
            if len(waiting) > _AHEAD:
                out.write(waiting.popleft().result())
        for chunk in waiting:
            out.write(chunk.result())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, help="number of records")
    parser.add_argument("path", type=Path)
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--bad", action="store_true", help="every record has errors in a few variables")
    kind.add_argument("--bad-all", action="store_true", help="nearly every variable of every record is wrong")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--newline", choices=["lf", "crlf"], default="crlf")
    options = parser.parse_args()
    errors = "some" if options.bad else "all" if options.bad_all else "none"
    begin = time.perf_counter()
    newline = "\n" if options.newline == "lf" else "\r\n"
    write(options.path, options.count, seed=options.seed, errors=errors, newline=newline)
    seconds = time.perf_counter() - begin
    size, speed = options.path.stat().st_size, options.count / seconds
    print(f"{options.count:,} records, {size:,} bytes, {seconds:.2f} s, {speed:,.0f} records/s")


if __name__ == "__main__":
    main()
