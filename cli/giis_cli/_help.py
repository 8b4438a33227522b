"""The pages of help: usage, what the command does, its arguments, options and commands, and its examples.

They are laid out here, from what every version of Typer declares alike, and not by Typer: whose own pages show
types of Python and cannot be translated.
"""

from __future__ import annotations

import textwrap
from typing import Any

from giis_cli._language import say

_WIDEST = 100
_BOUND = "\0"  # a blank at which no line is broken
_ARGUMENTS = say("Argumentos", "Arguments")
_OPTIONS = say("Opciones", "Options")
_COMMANDS = say("Comandos", "Commands")
_USAGE = say("Uso:", "Usage:")
_SPANISH_HELP = {
    "Show this message and exit.": "Muestra esta ayuda.",
    "Install completion for the current shell.": "Instala el autocompletado en este intérprete de comandos.",
    "Show completion for the current shell, to copy it or customize the installation.": (
        "Muestra el autocompletado, para copiarlo o adaptarlo."
    ),
}

Row = tuple[str, str]


def print_help(command: Any, context: Any) -> None:
    """Print the help of `command` on stdout, in the language of the environment."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, markup=False, emoji=False)
    width = min(console.width, _WIDEST)
    page = Text()
    page.append(_USAGE, "bold").append(f" {usage(command, context)}\n\n")
    page.append("\n".join(textwrap.wrap(command.help or "", width))).append("\n")
    blocks = sections(command, context)
    widest = max((len(name) for _, rows in blocks for name, _ in rows), default=0)
    for title, rows in blocks:
        page.append(f"\n{title}:\n", "bold")
        for name, told in rows:
            first, *rest = textwrap.wrap(told, max(width - widest - 4, 20)) or [""]
            page.append(f"  {name.ljust(widest)}  ", "cyan").append(_unbound(first)).append("\n")
            for line in rest:
                page.append(" " * (widest + 4)).append(_unbound(line)).append("\n")
    for line in ["", *textwrap.dedent(command.epilog or "").rstrip("\n").split("\n")]:
        is_title = line.endswith(":") and not line.startswith(" ")
        page.append(line, "bold" if is_title else "").append("\n")
    console.print(page, end="", soft_wrap=True)


def usage(command: Any, context: Any) -> str:
    """Return how `command` is written: its path, `[OPCIONES]`, its arguments."""
    words = [context.command_path.rstrip(), say("[OPCIONES]", "[OPTIONS]")]
    words += [_argument(param) for param in command.get_params(context) if _is_argument(param)]
    if hasattr(command, "list_commands"):
        words.append(say("COMANDO …", "COMMAND …"))
    return " ".join(words)


def sections(command: Any, context: Any) -> list[tuple[str, list[Row]]]:
    """Return the arguments, options and commands of `command`, each with its help; empty lists are left out."""
    params = [param for param in command.get_params(context) if not getattr(param, "hidden", False)]
    arguments = [(_argument(param, bare=True), _told(param)) for param in params if _is_argument(param)]
    options = [(_option(param), _told(param)) for param in params if not _is_argument(param)]
    names = command.list_commands(context) if hasattr(command, "list_commands") else []
    commands = [(name, command.get_command(context, name).help or "") for name in names]
    found = [(_ARGUMENTS, arguments), (_COMMANDS, commands), (_OPTIONS, options)]
    return [(title, rows) for title, rows in found if rows]


def _is_argument(param: Any) -> bool:
    return bool(param.param_type_name == "argument")


def _argument(param: Any, *, bare: bool = False) -> str:
    name = str(param.metavar or param.name) + ("..." if param.nargs != 1 else "")
    return name if bare or param.required else f"[{name}]"


def _option(param: Any) -> str:
    # `-h, --help`, as the name that is typed least stands first
    name = ", ".join([*sorted(param.opts, key=len), *param.secondary_opts])
    return name if param.is_flag else f"{name} {param.metavar}"


def _told(param: Any) -> str:
    text = param.help or ""
    text = say(_SPANISH_HELP.get(text, text), text)
    default = param.default
    if _is_argument(param) or param.is_flag or default in (None, (), []):
        return text
    shown = getattr(default, "value", default)
    return f"{text} {say(f'[por omisión: {shown}]', f'[default: {shown}]').replace(' ', _BOUND)}"


def _unbound(line: str) -> str:
    return line.replace(_BOUND, " ")
