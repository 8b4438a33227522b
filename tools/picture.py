"""Draw the pictures of the README: what `giis validate` prints for the invalid example.

    python tools/picture.py            write docs/images/validate-en.svg and validate-es.svg
    python tools/picture.py --check    change nothing; exit 1 if a picture is out of date

Only the beginning of the report is drawn. The SVG names no font that would be fetched.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from datetime import date
from pathlib import Path
from typing import get_args

from rich.console import Console
from rich.text import Text as RichText

import giis
from giis._text import Language
from giis.reports import render_text

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = Path("examples/invalid/CEX-DFSSA-2411.TXT")
AS_OF = date(2024, 12, 2)
WIDTH, LINES = 104, 62

# As rich's own frame, without the font that it would fetch.
_FRAME = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width}}
.{unique_id}-title {{font-size: 18px; font-weight: bold; font-family: sans-serif}}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def picture(language: Language) -> str:
    """Return the SVG of the report in `language` (`es` or `en`)."""
    report = giis.validate(EXAMPLE, as_of=AS_OF, language=language)
    page = io.StringIO()
    render_text(
        report,
        Console(
            file=page,
            width=WIDTH,
            force_terminal=True,
            color_system="standard",
            highlight=False,
            markup=False,
        ),
    )
    lines = RichText.from_ansi(page.getvalue()).split("\n")[:LINES]
    frame = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    frame.print(RichText("\n").join(lines))
    title = f"$ giis validate {EXAMPLE.as_posix()} --lang {language}"
    return frame.export_svg(title=title, code_format=_FRAME, unique_id=f"giis-{language}")


def main() -> int:
    """Run the tool; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 if a picture is stale")
    check = parser.parse_args().check
    os.chdir(ROOT)  # so that the picture shows a path of the repository
    stale = False
    for language in get_args(Language):
        path = ROOT / "docs" / "images" / f"validate-{language}.svg"
        drawn = picture(language)
        if path.exists() and path.read_text(encoding="utf-8") == drawn:
            continue
        stale = True
        print(f"{path.relative_to(ROOT)} {'is out of date' if check else 'written'}")
        if not check:
            path.write_text(drawn, encoding="utf-8", newline="\n")
    return int(stale and check)


if __name__ == "__main__":
    sys.exit(main())
