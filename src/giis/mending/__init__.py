"""Mending exchange files: proposals from the guides' definitions, kept where the records are better for them."""

from giis.mending._result import MendedRule, Repair
from giis.mending._run import repair

__all__ = ["MendedRule", "Repair", "repair"]
