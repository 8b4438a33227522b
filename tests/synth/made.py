"""One file of synthetic records for each guide, made once."""

from __future__ import annotations

from functools import cache

from giis.synth import Synthetic, generate

SIZES = {"GIIS-B015-04-11": 200, "GIIS-B002-04-05": 20, "GIIS-B002-05-09": 20}
"""How many records of a guide are made; of the others fewer, for the time that it takes."""
FEW = 40


@cache
def made_of(guide: str) -> Synthetic:
    return generate(guide, SIZES.get(guide, FEW), seed=7)
