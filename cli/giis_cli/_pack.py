"""`giis pack` and `giis unpack`: the delivery of exchange files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from giis._text import Text
from giis_cli._days import parse_day
from giis_cli._errors import complain, guarded
from giis_cli._language import chosen, say
from giis_cli._options import (
    AsOfOption,
    CatalogsOption,
    Format,
    FormatOption,
    GuideOption,
    LangOption,
    OverwriteOption,
)
from giis_cli._output import console, write_json, writing
from giis_cli._progress import SlowProgress
from giis_cli._stopping import stopping_cleanly

if TYPE_CHECKING:
    from giis import Package
    from giis.reports import Voice

_REFUSED = 1

_FORCE_HINT = Text(
    "corríjalo, o use --force para empaquetarlo así",
    "mend it, or use --force to pack it as it is",
)
_INCOMPLETE_HINT = Text(
    "importe los catálogos que faltan, o use --allow-incomplete",
    "import the catalogues that are missing, or use --allow-incomplete",
)

PACK_EPILOG = say(
    """\
 Ejemplos:
   giis pack CEX-DFSSA-2410.TXT --key-file transferencia.jks
   giis pack CEX-DFSSA-2410.TXT --key-file transferencia.jks -o envios/
   GIIS_KEY_FILE=/ruta/transferencia.jks giis pack CEX-DFSSA-2410.TXT

 El ZIP lleva sólo el CIF (3DES-ECB, que la regulación pide y es débil):
 entréguelo por un canal cifrado, como TLS, SFTP o VPN, no por correo.

 Código de salida:
   0  se empaquetó
   1  hay errores, o quedó algo sin poder revisar; no se escribió nada
      (véanse --force y --allow-incomplete)
   2  no se pudo hacer el trabajo; no se escribió nada
""",
    """\
 Examples:
   giis pack CEX-DFSSA-2410.TXT --key-file transferencia.jks
   giis pack CEX-DFSSA-2410.TXT --key-file transferencia.jks -o outbox/
   GIIS_KEY_FILE=/path/transferencia.jks giis pack CEX-DFSSA-2410.TXT

 The ZIP holds the CIF alone (3DES-ECB, which the regulation asks for and
 is weak): deliver it over an encrypted channel, such as TLS, SFTP or a
 VPN, not by mail.

 Exit status:
   0  packed
   1  errors, or something could not be checked; nothing was written
      (see --force and --allow-incomplete)
   2  the work could not be done; nothing was written
""",
)
UNPACK_EPILOG = say(
    """\
 Ejemplos:
   giis unpack CEX-DFSSA-2410.ZIP --key-file transferencia.jks
   giis unpack CEX-DFSSA-2410.CIF --key-file transferencia.jks -o recibidos/

 Código de salida:
   0  se desempaquetó
   2  no se pudo: paquete dañado o sospechoso, u otra llave; no se
      escribió nada
""",
    """\
 Examples:
   giis unpack CEX-DFSSA-2410.ZIP --key-file transferencia.jks
   giis unpack CEX-DFSSA-2410.CIF --key-file transferencia.jks -o inbox/

 Exit status:
   0  unpacked
   2  it could not be done: the package is damaged or suspicious, or the
      key another; nothing was written
""",
)

KeyOption = Annotated[
    Path | None,
    typer.Option(
        "--key-file",
        metavar=say("ARCHIVO", "FILE"),
        help=say(
            "El archivo de la llave, como transferencia.jks (se usan sus primeros 24 bytes). Por omisión el que "
            "diga GIIS_KEY_FILE o, si no, la llave en base64 de GIIS_KEY.",
            "The key file, such as transferencia.jks (its first 24 bytes are used). By default the one that "
            "GIIS_KEY_FILE names, else the key in base64 of GIIS_KEY.",
        ),
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar=say("CARPETA", "FOLDER"),
        help=say("Dónde escribir; por omisión, junto al archivo.", "Where to write; by default beside the file."),
    ),
]


@guarded
def pack(
    path: Annotated[
        Path,
        typer.Argument(
            metavar=say("ARCHIVO", "FILE"),
            help=say("El archivo de intercambio (.TXT).", "The exchange file (.TXT)."),
        ),
    ],
    key_file: KeyOption = None,
    output_folder: OutputOption = None,
    overwrite: OverwriteOption = False,
    force: Annotated[
        bool,
        typer.Option(
            "--force",
            help=say(
                "Empaqueta aunque haya errores o no se pueda revisar.",
                "Pack even if there are errors or it cannot be checked.",
            ),
        ),
    ] = False,
    allow_incomplete: Annotated[
        bool,
        typer.Option(
            "--allow-incomplete",
            help=say(
                "Empaqueta aunque alguna regla no se haya podido revisar.",
                "Pack even if some rule could not be checked.",
            ),
        ),
    ] = False,
    guide: GuideOption = None,
    as_of: AsOfOption = None,
    catalogs: CatalogsOption = None,
    lang: LangOption = None,
    output: FormatOption = Format.text,
) -> int:
    """Judge a file and package it."""
    from giis import RefusedError
    from giis import pack as package
    from giis.reports import Voice, packages

    voice = Voice(chosen(lang))
    day = date.today() if as_of is None else parse_day(as_of, "--as-of")
    refused: RefusedError | None = None
    with stopping_cleanly(), SlowProgress() as progress:
        progress.file(str(path))
        try:
            made = package(
                path,
                key_file,
                output=output_folder,
                overwrite=overwrite,
                force=force,
                allow_incomplete=allow_incomplete,
                guide=guide,
                as_of=day,
                catalogs=catalogs,
                progress=progress,
            )
        except RefusedError as error:
            refused = error
    if refused is None:
        _tell_warnings(made, voice)
    else:
        hint = _FORCE_HINT if refused.report.totals.error else _INCOMPLETE_HINT
        complain(f"{voice(refused.text)}; {voice(hint)}")
    with writing():
        if output is Format.json:
            write_json(
                packages.package_data(made, voice) if refused is None else packages.refused_data(path, refused, voice)
            )
        elif refused is None:
            packages.render_packed(made, console(), voice)
        else:
            packages.render_refused(path, refused, console(), voice)
    return _REFUSED if refused is not None else 0


@guarded
def unpack(
    path: Annotated[
        Path,
        typer.Argument(
            metavar=say("PAQUETE", "PACKAGE"),
            help=say("El .ZIP recibido, o un .CIF.", "The .ZIP received, or a .CIF."),
        ),
    ],
    key_file: KeyOption = None,
    output_folder: OutputOption = None,
    overwrite: OverwriteOption = False,
    force: Annotated[
        bool,
        typer.Option(
            "--force",
            help=say(
                "Escribe el texto aunque no parezca un archivo de intercambio.",
                "Write the text even if it does not look like an exchange file.",
            ),
        ),
    ] = False,
    lang: LangOption = None,
    output: FormatOption = Format.text,
) -> int:
    """Take a package apart."""
    from giis import unpack as take_apart
    from giis.reports import Voice, packages

    voice = Voice(chosen(lang))
    with stopping_cleanly(), SlowProgress() as progress:
        progress.file(str(path))
        made = take_apart(path, key_file, output=output_folder, overwrite=overwrite, force=force, progress=progress)
    _tell_warnings(made, voice)
    with writing():
        if output is Format.json:
            write_json(packages.package_data(made, voice))
        else:
            packages.render_unpacked(made, console(), voice)
    return 0


def _tell_warnings(made: Package, voice: Voice) -> None:
    for text in made.warnings:
        complain(f"{made.path}: {voice(text)}")
