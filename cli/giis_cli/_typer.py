"""Typer's commands, with help of our own and one message for every error."""

from __future__ import annotations

import sys
from typing import Any

from typer.core import TyperCommand, TyperGroup

from giis_cli._errors import failure_status
from giis_cli._help import print_help, usage


class Command(TyperCommand):
    """A command."""

    def get_usage(self, ctx: Any) -> str:
        """Return the line of usage."""
        return usage(self, ctx)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help."""
        print_help(self, ctx)


class Group(TyperGroup):
    """A group of commands; of the outermost, `main` also turns every error into a message and a status."""

    def get_usage(self, ctx: Any) -> str:
        """Return the line of usage."""
        return usage(self, ctx)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help."""
        print_help(self, ctx)

    def main(self, args: Any = None, *rest: Any, **kwargs: Any) -> Any:
        """Run the program and end it with its exit status."""
        run: Any = super().main
        if not kwargs.pop("standalone_mode", True):
            return run(args, *rest, standalone_mode=False, **kwargs)
        try:
            status = run(args, *rest, standalone_mode=False, **kwargs)
        except Exception as error:
            status = failure_status(error)
        sys.exit(status if isinstance(status, int) else 0)
