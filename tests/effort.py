"""How much a property test tries: costly ones try a part of what the profile asks."""

from __future__ import annotations

from hypothesis import settings


def a_part_of_the_examples(divisor: int) -> settings:
    """Return settings with the profile's examples divided by `divisor`, ten at least."""
    return settings(max_examples=max(settings().max_examples // divisor, 10))
