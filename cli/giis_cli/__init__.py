"""The command `giis`: a thin layer over the library; what it prints is made by `giis.reports`."""

from giis_cli._app import main

__all__ = ["main"]
