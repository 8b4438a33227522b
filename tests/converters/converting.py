"""Files of the invented guide, converted there and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import giis

if TYPE_CHECKING:
    from pathlib import Path

    from giis import Conversion, Guide

FORMATS = ("csv", "jsonl", "parquet", "xlsx", "sql")
PLAIN = {
    "nacimiento": "20/05/1989", "fecha": "15/11/2024", "sexo": "2", "apodo": "ANA", "unidad": "DFSSA002935",
    "pais": "142", "peso": "61.5", "motivo": "1", "nota_clinica": "", "dosis": "", "riesgos": "1&3", "espera": "01:30",
    "diagnostico": "J00X", "ACTOS": "1#A09X#1#10:30&2#O800#-1#",
}  # fmt: skip
VALUES = [
    "", " ", " x", "x ", "5", "-1", "007", "+5", "5.", ".5", "5.0", "0.50", "-0", "-0.0", "-0.5", "1e3", "nan", "inf",
    "0.000001", "0.1234567", "999999999.999999", "1000000000.5", "999999999999999999", "-999999999999999999",
    "1234567890123456", "9223372036854775807", "9223372036854775808", "31/02/2024", "29/02/2024", "1/1/2024",
    "01/01/0001", "01/01/0000", "31/12/1899", "29/02/1900", "01/03/1900", "31/12/9999", "09/09/9999", "2024-01-05",
    "2024-01-05 00:00:00", "10:30", "00:00", "23:59", "24:00", "99:59", "99:99", "10:30:00", "90", "1&2", "1&&2", "&",
    "1&02", "1&-1", "1#A09X#1#10:30&2#O800#-1#", "1##5.0#", "#", "###", "###&###", "1#A#1", "1#A#1#24:00#", "1#A#01#",
    "1# A #1#", "=1+1", "+1+1", "-1+1", "@SUM(A1)", "=HYPERLINK(\"http://x\")", "http://a.b", '"', '""', "'x", "a,b",
    "a;b", "a\tb", "\\", "\\u0000", "_x0041_", "_x000D_", "_xzzzz_", "\x00", "\x01", "\x1f", "\x7f", "null", "NULL",
    "None", "true", "FALSE", "#N/A", "[]", "{}", "[1]", "Ñandú", "ÁÉÍ€", "{\"a\": 1}",
]  # fmt: skip
"""Values that are written as windows-1252 writes them."""


@dataclass
class Trip:
    folder: Path
    guide: Guide

    def bytes_of(self, records: list[dict[str, str]], end: str = "\r\n", *, encoding: str = "cp1252") -> bytes:
        lines = ["|".join(variable.header for variable in self.guide.variables)]
        lines += ["|".join(record.get(item.identifier, "1") for item in self.guide.variables) for record in records]
        return "".join(f"{line}{end}" for line in lines).encode(encoding)

    def target(self, kind: str) -> str:
        return f"sqlite:///{self.folder}/out.db" if kind == "sql" else str(self.folder / f"out.{kind}")

    def away(self, data: bytes, kind: str, **options: object) -> Conversion:
        path = self.folder / "TST-DFSSA-2411.TXT"
        path.write_bytes(data)
        return giis.convert(path, self.target(kind), self.guide, overwrite=True, **options)

    def back(self, kind: str, **options: object) -> tuple[bytes, Conversion]:
        path = self.folder / "back.txt"
        made = giis.convert(self.target(kind), path, self.guide, overwrite=True, **options)
        return path.read_bytes(), made
