"""What is shown of a run, a rule, a guide or a catalogue: as text for people and as JSON for programs.

Every function here is given its data and a console (or returns plain data); none reads a file of the user, an
environment variable or a clock.
"""

from giis._plain import plain
from giis.reports._links import checked as checked_url
from giis.reports._voice import Voice
from giis.reports.json import dumps, to_json
from giis.reports.outputs import FORMATS, Asked, Format
from giis.reports.text import render_text

__all__ = ["FORMATS", "Asked", "Format", "Voice", "checked_url", "dumps", "plain", "render_text", "to_json"]
