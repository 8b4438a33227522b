"""The conformance data of the guides: records and files, and what each must break."""

from giis.conformance._editions import Edition, Editions
from giis.conformance._model import Case, Conformance, FileCase
from giis.conformance._reader import conformance_ids, load_conformance
from giis.conformance._text import file_bytes

__all__ = [
    "Case",
    "Conformance",
    "Edition",
    "Editions",
    "FileCase",
    "conformance_ids",
    "file_bytes",
    "load_conformance",
]
