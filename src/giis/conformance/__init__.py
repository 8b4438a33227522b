"""The conformance data of the guides: records and files, and what each must break."""

from giis.conformance._editions import Edition, Editions
from giis.conformance._model import Case, Conformance, FileCase
from giis.conformance._reader import conformance_ids, load_conformance
from giis.conformance._text import file_bytes
from giis.conformance._together import Part, TogetherCase, load_together

__all__ = [
    "Case",
    "Conformance",
    "Edition",
    "Editions",
    "FileCase",
    "Part",
    "TogetherCase",
    "conformance_ids",
    "file_bytes",
    "load_conformance",
    "load_together",
]
