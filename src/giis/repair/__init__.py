"""Mending exchange files: proposals from the guides' definitions, kept where the records are better for them.

The package is called as the function that it gives: `giis.repair(...)`.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from giis.repair._result import MendedRule, Repair
from giis.repair._run import repair

__all__ = ["MendedRule", "Repair", "repair"]


class _Callable(ModuleType):
    def __call__(self, *args: Any, **kwargs: Any) -> Repair:
        return repair(*args, **kwargs)


sys.modules[__name__].__class__ = _Callable
