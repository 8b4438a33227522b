"""Settings of a project on the command line: which file holds them, and what the user says against them."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from giis._locale import VARIABLE
from giis._text import Text
from giis_cli._errors import UsageError, complain, describe
from giis_cli._language import chosen, say

if TYPE_CHECKING:
    from giis._text import Language
    from giis.settings import Settings
    from giis.validators.options import RunOptions
    from giis_cli._language import Lang

_T = TypeVar("_T")
_CATALOGS_VARIABLE = "GIIS_CATALOGS"
_SECRET_VARIABLE = "GIIS_SECRET"  # noqa: S105 - its name
_LEAST_SECRET = 16

ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar=say("ARCHIVO", "FILE"),
        help=say(
            "Archivo de configuración. Por omisión el giis.toml o el [tool.giis] de pyproject.toml más cercano, de la "
            "carpeta actual hacia arriba. Lo que se pide en la línea de comandos va primero.",
            "File of settings. By default the nearest giis.toml or [tool.giis] of pyproject.toml, from the current "
            "folder upwards. What the command line asks for stands before it.",
        ),
    ),
]
NoConfigOption = Annotated[
    bool, typer.Option("--no-config", help=say("No lee ningún archivo de configuración.", "Read no file of settings."))
]

_BOTH = Text("--config y --no-config se contradicen", "--config and --no-config contradict each other")
_SHORT_SECRET = Text(
    f"el secreto de las claves (GIIS_SECRET, secret-file) debe tener {_LEAST_SECRET} caracteres o más; "
    "por ejemplo, lo que da «openssl rand -hex 16»",
    f"the secret of the keys (GIIS_SECRET, secret-file) must have {_LEAST_SECRET} characters or more; "
    "for example what `openssl rand -hex 16` gives",
)
_USED = Text("configuración: {file}", "settings: {file}")
_NO_FILE = Text("configuración: ninguna", "settings: none")
_FIELDS = {
    "guide": "guide",
    "select": "select",
    "ignore": "ignore",
    "severity": "severities",
    "profile": "profile",
    "unofficial-as-errors": "unofficial_as_errors",
}


@dataclass(frozen=True)
class Config:
    """The settings of a run, and the options that the command line gave itself."""

    settings: Settings
    given: frozenset[str]

    def pick(self, name: str, value: _T) -> _T:
        """Return the value of the option `name`: as given, else as set, else `value`, its default."""
        if name in self.given:
            return value
        found: _T = self.settings.values.get(name, value)
        return found

    def language(self, lang: Lang | None) -> Language:
        """Return the language: as given, else that of `GIIS_LANG`, else as set, else that of the system."""
        if lang is not None or os.environ.get(VARIABLE):
            return chosen(lang)
        found: Language = self.settings.values.get("lang") or chosen(None)
        return found

    def catalogs(self, given: Path | None) -> Path | None:
        """Return the folder of catalogues: as given, else that of `GIIS_CATALOGS` (None), else as set."""
        return given if given or os.environ.get(_CATALOGS_VARIABLE) else self.pick("catalogs", given)

    def rules_url(self, given: str | None) -> str | None:
        """Return where the pages on rules are published: as given, else as set, else None.

        Raises
        ------
        InputError
            If it is neither an address nor a relative path; the message says where it stands.
        """
        from giis.reports import checked_url

        own = "rules-url" in self.given
        found = self.pick("rules-url", given)
        place = "--rules-url" if own else f"{self.settings.file}: rules-url"
        return checked_url(found, place) if found is not None else None

    def secret(self) -> str:
        """Return the secret that keys of findings are made with: `GIIS_SECRET`, else that of the file that is set.

        Raises
        ------
        InputError, UsageError
            If the file cannot be read, or the secret is so short that it can be guessed.
        """
        from giis.settings import read_secret

        file = self.settings.values.get("secret-file")
        secret = os.environ.get(_SECRET_VARIABLE) or (read_secret(file) if file else "")
        if secret and len(secret) < _LEAST_SECRET:
            raise UsageError(_SHORT_SECRET)
        return secret

    def of(self, path: str, options: RunOptions) -> RunOptions:
        """Return `options` with what is set for the file `path` and was not given."""
        found = self.settings.of(path)
        changed: Any = {field: found[key] for key, field in _FIELDS.items() if key in found and key not in self.given}
        return replace(options, **changed) if changed else options

    def describe(self, error: BaseException, path: str, language: Language) -> str:
        """Return what to tell of `error` of the file `path`; of a rule or guide that the settings misname, where."""
        from giis.specs.registry import UnknownGuideError

        told, name = describe(error, language), getattr(error, "rule", None)
        found = self.settings.of(path)
        if isinstance(error, UnknownGuideError) and "guide" not in self.given and error.name == found.get("guide"):
            return f"{self.settings.file}: guide: {told}"
        for key in ("select", "ignore", "severity"):
            if name is not None and key not in self.given and name in found.get(key, ()):
                return f"{self.settings.file}: {key}: {told}"
        return told

    def tell(self, language: Language) -> None:
        """Tell on stderr which file is used."""
        file = self.settings.file
        complain(_USED.get(language).format(file=file) if file else _NO_FILE.get(language))


def configured(context: typer.Context, file: Path | None, *, none: bool) -> Config:
    """Return the settings of the run.

    Raises
    ------
    UsageError
        If a file is named and none wanted.
    InputError
        If the file of settings is wrong.
    """
    from giis.settings import Settings, find_settings, read_settings

    if file is not None and none:
        raise UsageError(_BOTH)
    settings = Settings()
    if not none:
        settings = find_settings(Path.cwd()) if file is None else read_settings(file)
    given = {name for name in context.params if _is_given(context, name)}
    return Config(settings, frozenset(name.replace("_", "-") for name in given))


def _is_given(context: typer.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name not in ("DEFAULT", "DEFAULT_MAP")
