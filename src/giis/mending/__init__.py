"""Mending exchange files: proposals from the guides' definitions, kept where the records are better for them."""

from giis.mending._log import ChangeLog, CsvLog, JsonLog, confidential_names, head_of, told
from giis.mending._records import MendedRecords, RecordMender
from giis.mending._result import MendedRule, Repair, mended_rules
from giis.mending._run import repair

__all__ = [
    "ChangeLog",
    "CsvLog",
    "JsonLog",
    "MendedRecords",
    "MendedRule",
    "RecordMender",
    "Repair",
    "confidential_names",
    "head_of",
    "mended_rules",
    "repair",
    "told",
]
