"""The command `giis`: a thin layer over the library; what it prints is made by `giis.reports`."""

import atexit
import gc
import os

__all__ = ["main"]


def main() -> None:
    """Run the command `giis`."""
    # A command makes many small objects that it keeps: looking through them for garbage, as the interpreter does at
    # its end too, takes a sixth of its start. It begins before the imports, which make a third of them.
    gc.set_threshold(500_000, 50, 50)
    atexit.register(gc.freeze)
    # Pydantic would read the metadata of every installed package to find plugins of its own; no model here has any.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    from giis_cli._app import run

    run()
