"""What a project keeps in `giis.toml`, or in `[tool.giis]` of its `pyproject.toml`, so that nobody types it again."""

from __future__ import annotations

import fnmatch
import os
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from giis._errors import InputError
from giis._near import nearest
from giis._text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

OWN_FILE, PROJECT_FILE, TABLE = "giis.toml", "pyproject.toml", "[tool.giis]"
_PATHS = "paths"
_MOST_BYTES = 1_000_000
_MOST_SECRET = 4096
CHOICES: Mapping[str, tuple[str, ...]] = {
    "lang": ("es", "en"),
    "profile": ("default", "strict"),
    "fail-on": ("error", "warning", "never"),
    "severity": ("error", "warning", "info"),
}
_TYPES = {
    "text": Text("un texto", "a text"),
    "list": Text("una lista de textos", "a list of texts"),
    "flag": Text("true o false", "true or false"),
    "number": Text("un número entero desde 0", "a whole number from 0 on"),
    "day": Text("una fecha AAAA-MM-DD", "a date YYYY-MM-DD"),
    "table": Text("una tabla", "a table"),
}


@dataclass(frozen=True)
class Settings:
    """What a file of settings says; without a file, nothing.

    `values` are by the name of the option (`max-findings`), `paths` the patterns with what holds for the files that
    they name, in the order of the file; relative patterns and paths start from the folder of the file.
    """

    file: Path | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    paths: tuple[tuple[str, Mapping[str, Any]], ...] = ()

    def of(self, path: str) -> dict[str, Any]:
        """Return what holds for the file `path`: a later pattern stands before an earlier one, key by key."""
        found = dict(self.values)
        for pattern, values in self.paths:
            if self._meant(pattern, path):
                severities = {**found.get("severity", {}), **values.get("severity", {})}
                found.update(values)
                if severities:
                    found["severity"] = severities
        return found

    def _meant(self, pattern: str, path: str) -> bool:
        """Return whether `pattern` names the file: by its path if it has a `/`, else by its name."""
        if "/" not in pattern:
            return fnmatch.fnmatchcase(Path(path).name, pattern)
        folder = self.file.parent if self.file else Path()
        return fnmatch.fnmatchcase(Path(os.path.relpath(path, folder)).as_posix(), pattern)


def find_settings(folder: Path) -> Settings:
    """Return the settings of the nearest file from `folder` upwards: its `giis.toml`, else its `[tool.giis]`.

    Raises
    ------
    InputError
        If that file is wrong.
    """
    start = folder.resolve()
    for place in (start, *start.parents):
        if (own := place / OWN_FILE).is_file():
            return read_settings(own)
        if (project := place / PROJECT_FILE).is_file() and "giis" in _tool(_parsed(project), project):
            return read_settings(project)
    return Settings()


def read_settings(path: Path) -> Settings:
    """Return the settings of `path`: all of a file of its own, or `[tool.giis]` of a `pyproject.toml`.

    Raises
    ------
    InputError
        If the file cannot be read, is no TOML, or says something that makes no sense.
    """
    table = _parsed(path)
    inside = path.name == PROJECT_FILE
    if inside:
        tool = _tool(table, path)
        if "giis" not in tool:
            _refuse(path, "", Text(f"no tiene {TABLE}", f"has no {TABLE}"))
        table = tool["giis"]
    return _Reading(path.resolve(), str(path), "tool.giis." if inside else "").settings(table)


def read_secret(path: Path) -> str:
    """Return the secret that stands in the file `path`, without what is blank around it.

    Raises
    ------
    InputError
        If the file cannot be read, or holds no text, or none at all.
    """
    try:
        with path.open("rb") as stream:
            secret = stream.read(_MOST_SECRET).decode("utf-8").strip()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        _refuse(path, "", Text(f"no se pudo leer: {reason}", f"cannot be read: {reason}"), error)
    except UnicodeDecodeError as error:
        _refuse(path, "", Text("no es texto UTF-8", "is not UTF-8 text"), error)
    if not secret:
        _refuse(path, "", Text("está vacío", "is empty"))
    return secret


def _parsed(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as stream:
            data = stream.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            _refuse(path, "", Text(f"pasa de {_MOST_BYTES:,} bytes", f"is larger than {_MOST_BYTES:,} bytes"))
        return tomllib.loads(data.decode("utf-8-sig"))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        _refuse(path, "", Text(f"no se pudo leer: {reason}", f"cannot be read: {reason}"), error)
    except UnicodeDecodeError as error:
        _refuse(path, "", Text("no es texto UTF-8", "is not UTF-8 text"), error)
    except tomllib.TOMLDecodeError as error:
        _refuse(path, "", Text(f"no es TOML válido: {error}", f"is not valid TOML: {error}"), error)


def _tool(table: Mapping[str, Any], path: Path) -> Mapping[str, Any]:
    tool = table.get("tool", {})
    if not isinstance(tool, dict):
        _refuse(path, "tool", Text("debe ser una tabla", "must be a table"))
    return tool


def _refuse(file: Path | str, key: str, message: Text, cause: Exception | None = None) -> NoReturn:
    place = f"{file}: {key}: " if key else f"{file}: "
    raise InputError(Text(place + message.es, place + message.en)) from cause


class _Reading:
    """Reads and checks the table of a file of settings."""

    def __init__(self, file: Path, name: str, prefix: str) -> None:
        self.file, self.name, self.prefix = file, name, prefix

    def settings(self, table: object) -> Settings:
        if not isinstance(table, dict):
            self._wrong("", "table")
        given = dict(table)
        paths = given.pop(_PATHS, {})
        if not isinstance(paths, dict):
            self._wrong(_PATHS, "table")
        values = self._values(given, "", (*KEYS, _PATHS))
        return Settings(self.file, values, tuple((glob, self._of_path(glob, own)) for glob, own in paths.items()))

    def _of_path(self, pattern: str, table: object) -> Mapping[str, Any]:
        place = f'{_PATHS}."{pattern}"'
        if not isinstance(table, dict):
            self._wrong(place, "table")
        for key in table:
            if key in KEYS and key not in OF_A_FILE:
                self._refuse(
                    f"{place}.{key}",
                    Text("vale para toda la corrida; no puede ir por ruta", "holds for the whole run, not by path"),
                )
        return self._values(table, f"{place}.", OF_A_FILE)

    def _values(self, table: Mapping[str, Any], place: str, known: Iterable[str]) -> dict[str, Any]:
        values = {}
        for key, value in table.items():
            if key not in known:
                self._unknown(place + key, key, known)
            values[key] = KEYS[key](self, place + key, value)
        return values

    def _unknown(self, place: str, key: str, known: Iterable[str]) -> NoReturn:
        if key.replace("_", "-") == "show-values":
            self._refuse(place, Text("sólo se pide en la línea de comandos", "is asked for on the command line alone"))
        near = nearest(key.replace("_", "-"), known)
        words = ", ".join(known)
        self._refuse(
            place, Text(f"no existe esta clave{near.es}; hay {words}", f"no such key{near.en}; known: {words}")
        )

    def text(self, place: str, value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            self._wrong(place, "text")
        return value

    def texts(self, place: str, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            self._wrong(place, "list")
        return tuple(item.strip() for item in value)

    def flag(self, place: str, value: object) -> bool:
        if not isinstance(value, bool):
            self._wrong(place, "flag")
        return value

    def number(self, place: str, value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self._wrong(place, "number")
        return value

    def day(self, place: str, value: object) -> date:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            return date.fromisoformat(value) if isinstance(value, str) else self._wrong(place, "day")
        except ValueError:
            self._wrong(place, "day")

    def path(self, place: str, value: object) -> Path:
        return self.file.parent / Path(self.text(place, value)).expanduser()

    def word(self, place: str, value: object, key: str | None = None) -> str:
        words = CHOICES[key or place.rpartition(".")[2]]
        if not isinstance(value, str) or value not in words:
            near = nearest(str(value), words)
            told = ", ".join(words)
            self._refuse(
                place,
                Text(f"{value!r} no es ninguno de {told}{near.es}", f"{value!r} is not one of {told}{near.en}"),
            )
        return value

    def severities(self, place: str, value: object) -> dict[str, str]:
        if not isinstance(value, dict):
            self._wrong(place, "table")
        return {rule: self.word(f"{place}.{rule}", word, "severity") for rule, word in value.items()}

    def _wrong(self, place: str, kind: str) -> NoReturn:
        wanted = _TYPES[kind]
        self._refuse(place, Text(f"debe ser {wanted.es}", f"must be {wanted.en}"))

    def _refuse(self, place: str, message: Text) -> NoReturn:
        _refuse(self.name, self.prefix + place if place else self.prefix.rstrip("."), message)


KEYS: Mapping[str, Callable[[_Reading, str, Any], Any]] = {
    "guide": _Reading.text,
    "select": _Reading.texts,
    "ignore": _Reading.texts,
    "severity": _Reading.severities,
    "profile": _Reading.word,
    "unofficial-as-errors": _Reading.flag,
    "max-findings": _Reading.number,
    "lang": _Reading.word,
    "catalogs": _Reading.path,
    "as-of": _Reading.day,
    "fail-on": _Reading.word,
    "allow-incomplete": _Reading.flag,
    "baseline": _Reading.path,
    "rules-url": _Reading.text,
    "cache": _Reading.flag,
    "cache-dir": _Reading.path,
    "secret-file": _Reading.path,
}
"""What may be set, and how it is read."""

OF_A_FILE = ("guide", "select", "ignore", "severity", "profile", "unofficial-as-errors")
"""What may be set by path; the rest holds for the whole run."""
