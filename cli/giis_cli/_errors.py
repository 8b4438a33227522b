"""What goes wrong, told in one message: what, where, why and what to do. Never a traceback, never a value."""

from __future__ import annotations

import difflib
import functools
import os
import re
import sys
import traceback
from typing import TYPE_CHECKING, Any, NoReturn, ParamSpec

import typer

from giis._errors import GiisError, InternalError
from giis._text import Language, Text
from giis_cli._language import HELP_LANGUAGE, Lang, chosen

if TYPE_CHECKING:
    from collections.abc import Callable

UNABLE = 2
"""The exit status of a command that could not do its work."""

_INTERRUPTED = 130
_DEBUG = "GIIS_DEBUG"
_WRONG_WORD = re.compile(r"'([^']*)' is not one of ((?:'[^']+'(?:, )?)+)")
_P = ParamSpec("_P")

_FAULT = Text(
    "falla interna de giis ({kind}); no es un veredicto sobre los datos. Con GIIS_DEBUG=1 se ve el detalle "
    "(puede mostrar datos del archivo); repórtela, por favor, con la versión {version}",
    "internal fault of giis ({kind}); this is no verdict on the data. GIIS_DEBUG=1 shows the detail (it may "
    "show data of the file); please report it with the version {version}",
)
_NO_MEMORY = Text(
    "no alcanzó la memoria; no es un veredicto sobre los datos",
    "memory ran out; this is no verdict on the data",
)
_SEE_HELP = Text("Vea: {command} --help", "See: {command} --help")
_SYSTEM = Text("{place}no se pudo leer o escribir: {reason}", "{place}could not be read or written: {reason}")

# What the option parser says, in Spanish.
_SPANISH: tuple[tuple[str, str], ...] = (
    (r"No such option:? '?([^\s']+)'?\.?", r"no existe la opción \1"),
    (r"\(Possible options: (.+)\)", r"(se parecen: \1)"),
    (r"No such command '(.+?)'\.?", r"no existe el comando «\1»."),
    (r"Did you mean (.+)\?", r"¿Quiso decir \1?"),
    (r"Missing argument '(.+?)'\.?", r"falta el argumento \1"),
    (r"Missing option '(.+?)'\.?", r"falta la opción \1"),
    (r"Missing command\.?", "falta el comando"),
    (r"Invalid value for '(.+?)':", r"valor incorrecto en \1:"),
    (r"Option '(.+?)' requires an argument\.?", r"la opción \1 pide un valor"),
    (r"Option '(.+?)' does not take a value\.?", r"la opción \1 no lleva valor"),
    (r"Got unexpected extra arguments? \((.+)\)", r"sobran argumentos: \1"),
    (r"Input should be greater than or equal to (-?\d+)", r"debe ser \1 o más"),
    (r"Input should be a valid integer.*", "debe ser un número entero"),
    (r"'(.*?)' is not one of (.+?)\.", r"«\1» no es ninguno de \2."),
    (r"'(.*?)' is not a valid (?:int|integer)\.?", r"«\1» no es un número entero"),
    (r"(-?\d+) is not in the range x>=(-?\d+)\.?", r"\1 es menor que \2"),
)


class UsageError(GiisError):
    """The command was asked for something that it cannot do."""


def describe(error: BaseException, language: Language) -> str:
    """Return what to tell of `error`; of an unexpected one its kind alone, as its text may hold data."""
    if isinstance(error, GiisError) and not isinstance(error, InternalError):
        text = getattr(error, "text", None)
        return text.get(language) if isinstance(text, Text) else str(error)
    if isinstance(error, MemoryError):
        return _NO_MEMORY.get(language)
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        return _SYSTEM.get(language).format(place=place, reason=error.strerror or type(error).__name__)
    from giis import __version__

    return _FAULT.get(language).format(kind=type(error).__name__, version=__version__)


def complain(message: str) -> None:
    """Write `message` on stderr, safe to show."""
    from giis._plain import plain

    lines = (plain(line) for line in message.split("\n"))
    print("giis: " + "\n".join(lines), file=sys.stderr)


def debugging() -> bool:
    """Tell whether the user asked for details."""
    return bool(os.environ.get(_DEBUG))


def debug(error: BaseException) -> None:
    """Write the traceback of `error` on stderr, if the user asked for it."""
    if debugging():
        traceback.print_exception(error, file=sys.stderr)


def guarded(command: Callable[_P, int]) -> Callable[_P, None]:
    """Make a command end with the status that it returns, or with a message and status 2.

    Parameters
    ----------
    command : callable
        The command; it returns its exit status.
    """

    @functools.wraps(command)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> None:
        lang = kwargs.get("lang")
        language = chosen(lang if isinstance(lang, Lang) else None)
        try:
            status = command(*args, **kwargs)
        except BaseException as error:  # Polars raises its panics beside Exception
            _fail(error, language)
        raise typer.Exit(status)

    return run


def _fail(error: BaseException, language: Language) -> NoReturn:
    if isinstance(error, KeyboardInterrupt):
        raise typer.Exit(_INTERRUPTED) from None
    if isinstance(error, SystemExit | typer.Exit | typer.Abort):
        raise error
    complain(describe(error, language))
    debug(error)
    raise typer.Exit(UNABLE) from None


def failure_status(error: Exception) -> int:
    """Tell what went wrong outside a command, and return the exit status."""
    if not hasattr(error, "format_message"):
        complain(describe(error, HELP_LANGUAGE))
        debug(error)
        return UNABLE
    return _usage_status(error)


def _nearest(message: str) -> str:
    """Return a message on a wrong value with the word that was probably meant, where the parser does not tell it."""
    found = _WRONG_WORD.search(message)
    if found is None or "Did you mean" in message:
        return message
    near = difflib.get_close_matches(found[1].lower(), re.findall(r"'([^']+)'", found[2]), n=1)
    return f"{message} Did you mean '{near[0]}'?" if near else message


def _usage_status(error: Any) -> int:
    if type(error).__name__ == "NoArgsIsHelpError":
        # In rich mode the help is printed already when it is asked for.
        if message := error.format_message():
            print(message, file=sys.stderr)
        return UNABLE
    message = _nearest(error.format_message().replace("Value error, ", ""))
    if HELP_LANGUAGE == "es":
        for pattern, spanish in _SPANISH:
            message = re.sub(pattern, spanish, message)
    context = getattr(error, "ctx", None)
    if context is not None:
        message = f"{message}\n{_SEE_HELP.get(HELP_LANGUAGE).format(command=context.command_path)}"
    complain(message)
    return UNABLE
