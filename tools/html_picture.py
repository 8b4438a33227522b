"""Take the README's pictures of the pages: the report of the invalid example and the example audit, in a browser.

    python tools/html_picture.py       write docs/images/html-en.png, html-es.png, audit-en.png and audit-es.png

Needs Chromium (or Chrome) on the path; it is started without a window and without a network. The pixels depend on its
version and fonts, so no test compares them: take them again when the look of the page has changed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from itertools import product
from pathlib import Path
from typing import get_args

import giis
from giis._text import Language
from giis.reports.audits.html import render_html as render_audit
from giis.reports.html import render_html

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = Path("examples/invalid/CEX-DFSSA-2411.TXT")
AS_OF = date(2024, 12, 2)
AUDIT = Path("examples/audit/evidence")
WIDTH = 1000
MOST_BYTES = 150_000
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-dev-shm-usage",
    "--disable-background-networking", "--force-device-scale-factor=1", "--force-color-profile=srgb",
)  # fmt: skip


def report_page(language: Language) -> str:
    """Return the page of the report on the invalid example."""
    return render_html(giis.validate(EXAMPLE, as_of=AS_OF, language=language), language=language)


def audit_page(language: Language) -> str:
    """Return the page of the example audit."""
    return render_audit(giis.audit(AUDIT), language=language)


PAGES = {"html": (report_page, 1250), "audit": (audit_page, 919)}
"""What makes each page, and how much of it is shown, in pixels."""


def take(browser: str, told: str, height: int, target: Path) -> None:
    """Write the picture of the beginning of a page to `target`."""
    with tempfile.TemporaryDirectory(prefix="giis-picture-") as name:
        page, shot = Path(name) / "page.html", Path(name) / "shot.png"
        page.write_text(told, encoding="utf-8")
        asked = [
            f"--user-data-dir={name}/profile", f"--window-size={WIDTH},{height}", f"--screenshot={shot}", page.as_uri(),
        ]  # fmt: skip
        subprocess.run([browser, *_FLAGS, *asked], check=True, capture_output=True, timeout=120)
        target.write_bytes(shot.read_bytes())


def main() -> int:
    """Run the tool; return its exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.parse_args()
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        print(f"none of {', '.join(_BROWSERS)} is on the path", file=sys.stderr)
        return 2
    os.chdir(ROOT)  # so that the picture shows a path of the repository
    large = False
    for name, language in product(PAGES, get_args(Language)):
        make, height = PAGES[name]
        target = ROOT / "docs" / "images" / f"{name}-{language}.png"
        take(browser, make(language), height, target)
        size = target.stat().st_size
        large |= size > MOST_BYTES
        print(f"{target.relative_to(ROOT)}: {size:,} bytes{' (too large)' if size > MOST_BYTES else ''}")
    return int(large)


if __name__ == "__main__":
    sys.exit(main())
