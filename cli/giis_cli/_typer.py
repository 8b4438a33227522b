"""Typer's commands in the user's language, with examples that keep their lines."""

from __future__ import annotations

import sys
from typing import Any

from typer.core import TyperCommand, TyperGroup

from giis_cli._errors import failure_status
from giis_cli._language import HELP_LANGUAGE, say

_PANELS = {
    "ARGUMENTS_PANEL_TITLE": say("Argumentos", "Arguments"),
    "OPTIONS_PANEL_TITLE": say("Opciones", "Options"),
    "COMMANDS_PANEL_TITLE": say("Comandos", "Commands"),
    "DEFAULT_STRING": say("[por omisión: {}]", "[default: {}]"),
    "ENVVAR_STRING": say("[variable: {}]", "[env var: {}]"),
    "REQUIRED_LONG_STRING": say("[obligatorio]", "[required]"),
}
_SPANISH_HELP = {
    "Show this message and exit.": "Muestra esta ayuda.",
    "Install completion for the current shell.": "Instala el autocompletado en este intérprete de comandos.",
    "Show completion for the current shell, to copy it or customize the installation.": (
        "Muestra el autocompletado, para copiarlo o adaptarlo."
    ),
}
_SPANISH_USAGE = {
    "Usage: ": "Uso: ",
    "[OPTIONS]": "[OPCIONES]",
    "COMMAND [ARGS]...": "COMANDO [ARGUMENTOS]...",
}


def _translated_params(params: list[Any]) -> list[Any]:
    if HELP_LANGUAGE == "es":
        for param in params:
            text = getattr(param, "help", None)
            if text in _SPANISH_HELP:
                param.help = _SPANISH_HELP[text]
    return params


def _translated_usage(usage: str) -> str:
    if HELP_LANGUAGE == "es":
        for english, spanish in _SPANISH_USAGE.items():
            usage = usage.replace(english, spanish)
    return usage


def _print_help(command: Any, show: Any) -> None:
    """Print the help of `command` by `show`, then its epilog as it is written."""
    from typer import rich_utils

    for name, text in _PANELS.items():
        setattr(rich_utils, name, text)
    epilog, command.epilog = command.epilog, None
    try:
        show()
    finally:
        command.epilog = epilog
    if epilog:
        print(epilog)


class Command(TyperCommand):
    """A command."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters, with help in the user's language."""
        return _translated_params(super().get_params(ctx))

    def get_usage(self, ctx: Any) -> str:
        """Return the line of usage."""
        return _translated_usage(super().get_usage(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help."""
        _print_help(self, lambda: super(Command, self).format_help(ctx, formatter))


class Group(TyperGroup):
    """A group of commands; of the outermost, `main` also turns every error into a message and a status."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return the parameters, with help in the user's language."""
        return _translated_params(super().get_params(ctx))

    def get_usage(self, ctx: Any) -> str:
        """Return the line of usage."""
        return _translated_usage(super().get_usage(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help."""
        _print_help(self, lambda: super(Group, self).format_help(ctx, formatter))

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
