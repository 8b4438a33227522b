"""Exchange files from the data of any system, by a mapping."""

from giis.emission._draft import DraftMapping, draft_mapping
from giis.emission._emit import emit
from giis.emission._mend import Mending
from giis.emission._result import Emission, EmittedFile

__all__ = ["DraftMapping", "Emission", "EmittedFile", "Mending", "draft_mapping", "emit"]
