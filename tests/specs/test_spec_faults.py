"""A wrong definition fails when it loads: with the file, the line (`#!` marks it here) and what is wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from fault_cases import FAULTS

from giis._errors import SpecError
from giis.specs import load_guide_file
from invented import written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fault_cases import Edit


@pytest.mark.parametrize(("edits", "message"), FAULTS.values(), ids=FAULTS)
def test_a_wrong_definition_is_refused(invented_path: Callable[..., Path], edits: list[Edit], message: str) -> None:
    path = invented_path(*edits)
    with pytest.raises(SpecError, match=re.escape(message)) as caught:
        load_guide_file(path)
    marked = [
        (name, number)
        for name, text in written(edits).items()
        for number, line in enumerate(text.splitlines(), 1)
        if "#!" in line
    ]
    ((name, line),) = marked
    assert caught.value.file.endswith(name), caught.value
    assert caught.value.line == line, caught.value
    assert str(caught.value).startswith(f"{caught.value.file}:{line}: ")
