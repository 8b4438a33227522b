"""A page as PDF: printed by a browser that is on the machine, from the page alone, without a network."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from giis._errors import InputError
from giis._text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

VARIABLE = "GIIS_CHROMIUM"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
_FLAGS = (
    "--headless=new", "--disable-gpu", "--no-first-run", "--disable-sync", "--disable-background-networking",
    "--disable-component-update", "--disable-dev-shm-usage", "--disable-extensions", "--disable-quic",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--no-pdf-header-footer", "--generate-pdf-document-outline",
)  # fmt: skip
_PATIENCE = 120.0
_DATE = re.compile(rb"\(D:[0-9]{14}(?:[+-][0-9]{2}'[0-9]{2}'|Z)?\)")
_NODE = re.compile(rb"\(node([0-9]{8})\)")
_MISSING = Text(
    "un PDF lo imprime un navegador Chromium, y no se encontró ninguno. Instálelo (en Debian y Ubuntu: apt install "
    f"chromium), o diga dónde está con {VARIABLE}=RUTA. También puede abrir la página HTML e imprimirla",
    "a PDF is printed by a Chromium browser, and none was found. Install it (on Debian and Ubuntu: apt install "
    f"chromium), or tell where it is with {VARIABLE}=PATH. You can open the HTML page and print it, too",
)


def find_browser(environment: Mapping[str, str] | None = None) -> str:
    """Return the path of the browser: that of `GIIS_CHROMIUM`, else the first Chromium that is found.

    Parameters
    ----------
    environment : Mapping of str to str, optional
        The variables to read; by default those of the process.

    Raises
    ------
    InputError
        If there is none; it tells what to install.
    """
    variables = os.environ if environment is None else environment
    path = variables.get("PATH")
    if told := variables.get(VARIABLE, "").strip():
        found = shutil.which(told, path=path)
        if found is None:
            raise InputError(
                Text(
                    f"{VARIABLE}: no hay un programa {told!r} que se pueda ejecutar",
                    f"{VARIABLE}: there is no program {told!r} that can be run",
                )
            )
        return found
    for name in _NAMES:
        if found := shutil.which(name, path=path):
            return found
    raise InputError(_MISSING)


def to_pdf(page: str, day: date, *, browser: str | None = None) -> bytes:
    """Return the HTML `page` printed as a PDF.

    The same page, day and browser give the same bytes: what the browser writes of the clock and of its own memory is
    replaced.

    Parameters
    ----------
    page : str
        The page; it must need no other file.
    day : date
        The day that the PDF bears as the one on which it was made.
    browser : str, optional
        The path of the browser; by default `find_browser()`.

    Raises
    ------
    InputError
        If there is no browser, or it does not print the page.
    """
    program = browser or find_browser()
    with tempfile.TemporaryDirectory(prefix="giis-pdf-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, target = folder / "page.html", folder / "page.pdf"
        source.write_text(page, encoding="utf-8")
        # A browser that runs as root refuses its own sandbox; the page is ours and may run nothing but its own script.
        sandbox = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
        command = [
            program, *_FLAGS, *sandbox, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={target}",
            source.as_uri(),
        ]  # fmt: skip
        try:
            done = subprocess.run(  # noqa: S603 - a program of the user's, with no shell
                command, capture_output=True, timeout=_PATIENCE, check=False, cwd=folder
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise _unprinted(program, type(error).__name__) from error
        if done.returncode or not target.is_file():
            raise _unprinted(program, f"{done.returncode}")
        data = target.read_bytes()
    return _steady(data, day)


def _steady(data: bytes, day: date) -> bytes:
    """Return a PDF without what differs from run to run: the clock, and how the browser numbers parts of the page.

    What is replaced stays as long as it was, so that no offset in the file changes, and the numbers keep their order.
    """
    numbers = sorted(set(_NODE.findall(data)))
    steady = {number: b"%08d" % place for place, number in enumerate(numbers, start=1)}
    data = _NODE.sub(lambda match: b"(node" + steady[match[1]] + b")", data)
    return _DATE.sub(lambda match: _dated(match[0], day), data)


def _dated(written: bytes, day: date) -> bytes:
    """Return a date of a PDF as the beginning of `day`, as long as it was: no offset in the file changes."""
    return b"(D:" + day.strftime("%Y%m%d000000").encode() + written[17:]


def _unprinted(program: str, why: str) -> InputError:
    return InputError(
        Text(
            f"el navegador {program!r} no imprimió el PDF ({why}); abra la página HTML e imprímala, o pruebe otro con "
            f"{VARIABLE}=RUTA",
            f"the browser {program!r} did not print the PDF ({why}); open the HTML page and print it, or try another "
            f"with {VARIABLE}=PATH",
        )
    )
