"""What `giis generate` wrote: how many records, of what, and that their persons are fictitious."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text as RichText

from giis._plain import plain
from giis._text import Text
from giis.reports._voice import Noun

if TYPE_CHECKING:
    from rich.console import Console

    from giis.reports._voice import Voice
    from giis.synth import Synthetic

_RECORDS = Noun(Text("registro", "record"), Text("registros", "records"))
_UNITS = Noun(Text("unidad", "unit"), Text("unidades", "units"))
_OF = Text(
    "{records} de {guide}, de {month}, de {units}; semilla {seed}",
    "{records} of {guide}, of {month}, of {units}; seed {seed}",
)
_FICTITIOUS = Text(
    "Todas las personas son ficticias; sirven sólo para pruebas (véase docs/generate.es.md).",
    "All persons are fictitious; they serve for tests only (see docs/generate.md).",
)


def fictitious(voice: Voice) -> str:
    """Return the sentence that the persons are fictitious."""
    return voice(_FICTITIOUS)


def data(made: Synthetic, target: str) -> dict[str, Any]:
    """Return what was generated as plain data."""
    return {
        "target": plain(target),
        "guide": made.guide.id,
        "guide_hash": made.guide.digest,
        "records": made.count,
        "month": str(made.month),
        "as_of": made.as_of.isoformat(),
        "units": list(made.units),
        "seed": made.seed,
    }


def render(made: Synthetic, target: str, console: Console, voice: Voice) -> None:
    """Print what was generated."""
    console.print(RichText(plain(target), style="bold"), soft_wrap=True)
    text = voice(
        _OF,
        records=voice.count(made.count, _RECORDS),
        guide=made.guide.id,
        month=str(made.month),
        units=voice.count(len(made.units), _UNITS),
        seed=str(made.seed),
    )
    console.print(RichText(f"  {text}"), soft_wrap=True)
    console.print(RichText(f"  {fictitious(voice)}"), soft_wrap=True)
