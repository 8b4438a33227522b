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
    from giis.synth import Key, Synthetic

_RECORDS = Noun(Text("registro", "record"), Text("registros", "records"))
_UNITS = Noun(Text("unidad", "unit"), Text("unidades", "units"))
_OF = Text(
    "{records} de {guide}, de {month}, de {units}; semilla {seed}",
    "{records} of {guide}, of {month}, of {units}; seed {seed}",
)
_BROKEN = Text(
    "{broken} con fallas de {rules}; la clave: {path}.key.csv y .key.json",
    "{broken} broken by {rules}; the key: {path}.key.csv and .key.json",
)
_RULES = Noun(Text("regla", "rule"), Text("reglas", "rules"))
_UNBROKEN = Text("{rules} no se incumplen; la clave dice por qué", "{rules} are not broken; the key tells why")
_FICTITIOUS = Text(
    "Todas las personas son ficticias; sirven sólo para pruebas (véase docs/generate.es.md).",
    "All persons are fictitious; they serve for tests only (see docs/generate.md).",
)


def fictitious(voice: Voice) -> str:
    """Return the sentence that the persons are fictitious."""
    return voice(_FICTITIOUS)


def data(made: Synthetic, target: str, key: Key | None = None) -> dict[str, Any]:
    """Return what was generated as plain data; `key` is that of a file with known violations."""
    found: dict[str, Any] = {
        "schema": "giis-generate/1",
        "target": plain(target),
        "guide": made.guide.id,
        "guide_hash": made.guide.digest,
        "records": made.count,
        "month": str(made.month),
        "as_of": made.as_of.isoformat(),
        "units": list(made.units),
        "seed": made.seed,
    }
    if key is not None:
        found["invalid"] = {
            "share": key.share,
            "broken_records": len(key.intended),
            "findings": len(key.findings),
            "keys": [plain(f"{target}.key.{kind}") for kind in ("csv", "json")],
            "unbroken_rules": list(key.unbroken),
        }
    return found


def render(made: Synthetic, target: str, console: Console, voice: Voice, key: Key | None = None) -> None:
    """Print what was generated; `key` is that of a file with known violations."""
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
    if key is not None:
        broken = voice.count(len(key.intended), _RECORDS)
        rules = voice.count(len(set(key.intended.values())), _RULES)
        console.print(RichText(f"  {voice(_BROKEN, broken=broken, rules=rules, path=plain(target))}"), soft_wrap=True)
        if key.unbroken:
            left = voice.count(len(key.unbroken), _RULES)
            console.print(RichText(f"  {voice(_UNBROKEN, rules=left)}"), soft_wrap=True)
    console.print(RichText(f"  {fictitious(voice)}"), soft_wrap=True)
