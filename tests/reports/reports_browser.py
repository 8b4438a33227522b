"""A real browser, driven over a pipe by its own protocol: no driver, no network."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage", "--hide-scrollbars",
    "--remote-debugging-pipe",
)  # fmt: skip
_PATIENCE = 60.0
_WIRE = """
import os, sys
os.dup2(int(sys.argv[1]), 103), os.dup2(int(sys.argv[2]), 104)
os.dup2(103, 3), os.dup2(104, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Puts the two ends of the pipes where the browser looks for them: at 3 and 4."""


class Tab:
    """One page of the browser, and what it told meanwhile."""

    def __init__(self, write: int, read: int) -> None:
        self._write, self._read, self._rest, self._number = write, read, b"", 0
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self._seen: set[str] = set()
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **options: Any) -> dict[str, Any]:
        return self._ask(method, session=self._session, **options)

    def open(
        self, path: Path, *, width: int = 1200, height: int = 900, scripts: bool = True, dark: bool = False
    ) -> None:
        self.ask("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=width < 600,
        )  # fmt: skip
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", features=[scheme])
        self.requests.clear()
        self.complaints.clear()
        self._seen.discard("Page.loadEventFired")
        self.ask("Page.navigate", url=path.as_uri())
        end = time.monotonic() + _PATIENCE
        while "Page.loadEventFired" not in self._seen:
            self._hear(self._message(end))

    def run(self, script: str) -> Any:
        """Return the value of `script` in the page."""
        answer = self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def _ask(self, method: str, session: str | None = None, **options: Any) -> dict[str, Any]:
        self._number += 1
        question: dict[str, Any] = {"id": self._number, "method": method, "params": options}
        if session:
            question["sessionId"] = session
        os.write(self._write, json.dumps(question).encode() + b"\0")
        end = time.monotonic() + _PATIENCE
        while (message := self._message(end)).get("id") != self._number:
            self._hear(message)
        assert "error" not in message, message
        return message["result"]

    def _hear(self, message: dict[str, Any]) -> None:
        method, told = message.get("method", ""), message.get("params", {})
        self._seen.add(method)
        if method == "Network.requestWillBeSent":
            self.requests.append(told["request"]["url"])
        elif method == "Log.entryAdded":
            self.complaints.append(told["entry"]["text"])
        elif method in ("Runtime.exceptionThrown", "Runtime.consoleAPICalled"):
            self.complaints.append(json.dumps(told))

    def _message(self, end: float) -> dict[str, Any]:
        while b"\0" not in self._rest:
            assert time.monotonic() < end, "the browser does not answer"
            part = os.read(self._read, 1 << 20)
            assert part, "the browser ended"
            self._rest += part
        first, self._rest = self._rest.split(b"\0", 1)
        return json.loads(first)


@contextmanager
def browsing(folder: Path) -> Iterator[Tab]:
    """Start a browser that keeps its things in `folder`."""
    assert BROWSER
    its_read, write = os.pipe()
    read, its_write = os.pipe()

    process = subprocess.Popen(
        [sys.executable, "-c", _WIRE, str(its_read), str(its_write), BROWSER, *_FLAGS, f"--user-data-dir={folder}"],
        pass_fds=(its_read, its_write), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(its_read)
    os.close(its_write)
    try:
        yield Tab(write, read)
    finally:
        process.terminate()
        process.wait(timeout=20)
        os.close(write)
        os.close(read)
