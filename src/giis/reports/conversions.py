"""What a conversion did: counts, and what was kept as text; no value of a record is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text as RichText

from giis._plain import plain
from giis._text import Text
from giis.reports._voice import Noun

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console

    from giis.converters.convert import Conversion
    from giis.reports._voice import Voice

_RECORDS = Noun(Text("registro", "record"), Text("registros", "records"))
_OF = Text("{records} de {guide}", "{records} of {guide}")
_UNTYPED = Noun(
    Text(
        "valor no es del tipo de su variable; se guardó su texto",
        "value is not of its variable's type; its text is kept",
    ),
    Text(
        "valores no son del tipo de su variable; se guardó su texto",
        "values are not of their variable's type; their text is kept",
    ),
)
_REWRITTEN = Noun(
    Text(
        "valor está escrito de otro modo que el usual (como 5.0); se guardó también su texto",
        "value is not written in the usual way (such as 5.0); its text is kept too",
    ),
    Text(
        "valores están escritos de otro modo que el usual (como 5.0); se guardó también su texto",
        "values are not written in the usual way (such as 5.0); their text is kept too",
    ),
)
_SKIPPED = Noun(
    Text("registro roto quedó fuera", "broken record was left out"),
    Text("registros rotos quedaron fuera", "broken records were left out"),
)
_SAME = Text("idéntico, byte por byte, al archivo original", "identical, byte for byte, to the original file")
_OTHER = Text(
    "no es idéntico al archivo original: los datos o sus metadatos cambiaron",
    "not identical to the original file: the data or their metadata have changed",
)
_MOST = 6


def data(made: Conversion) -> dict[str, Any]:
    """Return a conversion as plain data."""
    return {
        "source": plain(made.source),
        "target": plain(made.target),
        "from": made.source_format,
        "to": made.target_format,
        "guide": made.guide,
        "records": made.records,
        "skipped": made.skipped,
        "untyped": dict(made.untyped),
        "rewritten": dict(made.rewritten),
        "identical": made.identical,
    }


def render(made: Conversion, console: Console, voice: Voice) -> None:
    """Print what a conversion did."""
    console.print(RichText(f"{plain(made.source)} → {plain(made.target)}", style="bold"), soft_wrap=True)
    lines = [voice(_OF, records=voice.count(made.records, _RECORDS), guide=made.guide)]
    if made.skipped:
        lines.append(voice.count(made.skipped, _SKIPPED))
    for counts, noun in ((made.untyped, _UNTYPED), (made.rewritten, _REWRITTEN)):
        if counts:
            lines.append(f"{voice.count(sum(counts.values()), noun)}: {_listed(counts)}")
    if made.identical is not None:
        lines.append(voice(_SAME if made.identical else _OTHER))
    for line in lines:
        console.print(RichText(f"  {line}"), soft_wrap=True)


def _listed(counts: Mapping[str, int]) -> str:
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown = ", ".join(f"{name} {number:,}" for name, number in ranked[:_MOST])
    return f"{shown} …" if len(ranked) > _MOST else shown
