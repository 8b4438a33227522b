"""`giis coverage`: what exchange files show of their guides."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from giis._text import Text
from giis_cli._days import parse_day
from giis_cli._errors import UNABLE, UsageError, complain, debug, describe, guarded
from giis_cli._language import chosen, say
from giis_cli._options import (
    AsOfOption,
    CatalogsOption,
    Format,
    FormatOption,
    GuideOption,
    LangOption,
    OverwriteOption,
    Profile,
    ProfileOption,
    UnofficialOption,
)
from giis_cli._output import present
from giis_cli._paths import STDIN, expand
from giis_cli._progress import SlowProgress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from giis._text import Language
    from giis.evidence import Evidence
    from giis.synth import Cover

EPILOG = say(
    """\
 Ejemplos:
   giis coverage CEX-DFSSA-2410.TXT
   giis coverage envios/ --list                  todo, con el primer registro
   giis coverage envios/ --format json > evidencia.json
   giis coverage envios/ --require 100%          para la integración continua
   giis coverage envios/ --suggest falta.txt     registros que muestran lo que falta

 Sólo cuentan los registros sin error. Los archivos de una misma guía se suman.
 Cuánto de una guía revisa giis es otra cosa: giis specs coverage GUÍA.

 Código de salida:
   0  se pudo medir
   1  alguna guía no llega a lo que pide --require
   2  no se pudo hacer el trabajo con algún archivo
""",
    """\
 Examples:
   giis coverage CEX-DFSSA-2410.TXT
   giis coverage outbox/ --list                  everything, with its first record
   giis coverage outbox/ --format json > evidence.json
   giis coverage outbox/ --require 100%          for continuous integration
   giis coverage outbox/ --suggest missing.txt   records that show what is missing

 Only records without errors count. Files of the same guide are added up.
 How much of a guide giis checks is another matter: giis specs coverage GUIDE.

 Exit status:
   0  it was measured
   1  some guide does not reach what --require asks for
   2  the work could not be done for some file
""",
)
_REQUIRE = Text(
    "--require: «{text}» no es un número de variables ni un porcentaje, como 100 o 95%",
    "--require: “{text}” is no number of variables and no percentage, such as 100 or 95%",
)
_SHORT = Text(
    "{guide}: {number} de {total} variables implementadas; se piden {wanted}",
    "{guide}: {number} of {total} variables implemented; {wanted} are asked for",
)

_ONE_GUIDE = Text("--suggest es de una guía a la vez; dé los archivos de una", "--suggest is of one guide at a time")
_IS_INPUT = Text(
    "--suggest: es un archivo por medir; no se sobrescribe", "--suggest: this is an input; it is not overwritten"
)
_NOTHING_OPEN = Text(
    "no falta nada que un registro pueda mostrar; no se escribió nada", "nothing is missing; nothing was written"
)


@guarded
def coverage(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar=say("RUTA", "PATH"),
            help=say(
                "Archivos, carpetas (sus .txt), patrones como '*.TXT', o - para la entrada estándar.",
                "Files, folders (their .txt), patterns such as '*.TXT', or - for standard input.",
            ),
        ),
    ],
    listed: Annotated[
        bool,
        typer.Option(
            "--list",
            help=say(
                "Cada opción, caso y regla, con cuántos registros lo muestran y el primero.",
                "Every option, case and rule, with how many records show it and the first.",
            ),
        ),
    ] = False,
    require: Annotated[
        str | None,
        typer.Option(
            "--require",
            metavar=say("N|PORCENTAJE%", "N|PERCENT%"),
            help=say(
                "Sale con 1 si una guía tiene menos variables implementadas.",
                "Exit with 1 if a guide has fewer variables implemented.",
            ),
        ),
    ] = None,
    suggest: Annotated[
        Path | None,
        typer.Option(
            "--suggest",
            metavar=say("RUTA", "PATH"),
            help=say(
                "Escribe registros sintéticos que muestran lo que falta, y junto a ellos qué muestra cada uno: "
                ".cover.csv y .cover.json.",
                "Write synthetic records that show what is missing, and beside them what each shows: .cover.csv and "
                ".cover.json.",
            ),
        ),
    ] = None,
    overwrite: OverwriteOption = False,
    guide: GuideOption = None,
    as_of: AsOfOption = None,
    catalogs: CatalogsOption = None,
    profile: ProfileOption = Profile.default,
    unofficial_as_errors: UnofficialOption = False,
    lang: LangOption = None,
    output: FormatOption = Format.text,
) -> int:
    """Tell which options, cases and rules of their guides the files exercise."""
    from giis.catalogs import CatalogStore
    from giis.evidence import GoalFold, gathered
    from giis.reports import Voice, covers
    from giis.reports import evidence as reports
    from giis.validators.options import RunOptions
    from giis.validators.validate import Validation

    voice = Voice(chosen(lang))
    wanted = _wanted(require)
    found, missing = expand(paths)
    failed = {path: reason.get(voice.language) for path, reason in missing.items()}
    if suggest is not None:
        _check_target(suggest, found, overwrite=overwrite)
    options = RunOptions(
        guide=guide,
        as_of=date.today() if as_of is None else parse_day(as_of, "--as-of"),
        store=CatalogStore(catalogs),
        profile=profile.value,
        unofficial_as_errors=unofficial_as_errors,
        max_findings=0,
    )
    with SlowProgress() as progress:
        validation = Validation(options, together=len(found) > 1, progress=progress, observe=GoalFold)
        for path in found:
            progress.file(path)
            try:
                validation.add(sys.stdin.buffer if path == STDIN else Path(path))
            except Exception as error:
                failed[path] = describe(error, voice.language)
                debug(error)
        evidence = gathered(validation, validation.report(voice.language))
    for path, reason in failed.items():
        complain(f"{path}: {reason}")
    suggested = None
    if suggest is not None and evidence:
        with SlowProgress() as progress:
            suggested = _suggested(evidence, catalogs, progress, voice.language)
    manifests = suggested.write(suggest, language=voice.language, overwrite=overwrite) if suggested and suggest else ()

    def data() -> dict[str, Any]:
        told = reports.to_json(evidence, voice)
        if suggested is not None and suggest is not None:
            told["suggested"] = covers.data(suggested, suggest, manifests, voice.language)
        return told

    def render(out: Console) -> None:
        reports.render(evidence, out, voice, listed=listed)
        if suggested is not None and suggest is not None:
            covers.render(suggested, suggest, manifests, out, voice)

    present(output, data, render)
    short = _short(evidence, wanted, voice.language == "es")
    for text in short:
        complain(text)
    if failed:
        return UNABLE
    return 1 if short else 0


def _check_target(target: Path, found: Sequence[str], *, overwrite: bool) -> None:
    """Refuse a file that cannot be written, before any work is done."""
    from giis.synth import cover_files

    if target.resolve() in {Path(path).resolve() for path in found if path != STDIN}:
        raise UsageError(_IS_INPUT)
    cover_files(target, overwrite=overwrite)


def _suggested(
    evidence: Sequence[Evidence], catalogs: Path | None, progress: SlowProgress, language: Language
) -> Cover | None:
    """Return synthetic records that show what the files do not."""
    from giis.synth import cover

    if len(evidence) != 1:
        raise UsageError(_ONE_GUIDE)
    (item,) = evidence
    if not item.open:
        complain(_NOTHING_OPEN.get(language))
        return None
    progress.file(item.guide.id)
    return cover(item.guide, goals=item.open, catalogs=catalogs, progress=progress)


def _wanted(text: str | None) -> tuple[float, bool] | None:
    """Return the number that `--require` gives, and whether it is a percentage."""
    if text is None:
        return None
    number, percent = text.strip().removesuffix("%").strip(), text.strip().endswith("%")
    fits = number.isascii() and number.replace(".", "", 1 if percent else 0).isdigit()
    if not fits or (percent and float(number) > 100):
        raise UsageError(Text(*(form.format(text=text) for form in _REQUIRE)))
    return float(number), percent


def _short(evidence: Sequence[Evidence], wanted: tuple[float, bool] | None, spanish: bool) -> list[str]:
    """Return what to tell of each guide that does not reach what is wanted."""
    if wanted is None:
        return []
    number, percent = wanted
    told = f"{number:g}{'%' if percent else ''}"
    form = _SHORT.es if spanish else _SHORT.en
    return [
        form.format(guide=item.guide.id, number=item.implemented, total=item.total, wanted=told)
        for item in evidence
        if (item.share * 100 if percent else item.implemented) < number
    ]
