"""Exchange files from the data of any system, by a mapping."""

from giis.emission._emit import emit
from giis.emission._result import Emission, EmittedFile

__all__ = ["Emission", "EmittedFile", "emit"]
