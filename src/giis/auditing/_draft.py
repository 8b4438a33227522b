"""A first manifest to fill in, with the guides of the files that are there."""

from __future__ import annotations

import textwrap
from collections import Counter
from typing import TYPE_CHECKING

from giis._errors import InputError
from giis._text import Text
from giis.auditing._folder import look_into
from giis.auditing._manifest import SCHEMA
from giis.auditing._norm import load_norm
from giis.files import Source, read_header
from giis.validators.choice import choose_guide

if TYPE_CHECKING:
    from pathlib import Path

    from giis._text import Language

_WIDTH = 100
_COLUMN = 24
_HEAD = Text(
    "Manifiesto de una autoauditoría: lo que se dice del sistema. Es un archivo YAML: escriba después de los dos "
    "puntos, con un espacio, y respete la sangría. Ponga entre comillas dobles un texto que tenga «: » o « #», y las "
    "versiones. Lo que quede vacío se informa como no dicho. No escriba datos de pacientes ni contraseñas.",
    "Manifest of a self-audit: what is said of the system. It is a YAML file: write after the colons, with a space, "
    'and keep the indentation. Put a text that holds ": " or " #" between double quotes, and versions too. What is '
    "left empty is told as not told. Write no patients' data and no passwords.",
)
_SYSTEM = {
    "name": Text("nombre del sistema", "name of the system"),
    "version": Text('versión, como "3.1"', 'version, such as "3.1"'),
    "owner": Text("titular: persona física o moral", "owner: person or company"),
    "contact": Text("a quién preguntar", "whom to ask"),
}
_SECTOR = Text("publico o privado", "publico (public) or privado (private)")
_SERVES = Text(
    "yes o no: si, siendo del sector privado, atiende al público", "yes or no: whether, being private, it serves the "
    "public sector",
)  # fmt: skip
_GUIDES = Text(
    "Guías que se solicitan: su clave, o el tipo de archivo (CEX). Quite las que no, y agregue las que falten: "
    "{others}.",
    "Guides applied for: id, or file type (CEX). Take out those that are not, and add those that are lacking: "
    "{others}.",
)
_FILES = Text("{number} en la carpeta", "{number} in the folder")
_DATE = Text(
    "aaaa-mm-dd, fecha de la auditoría: ningún registro puede ser posterior",
    "yyyy-mm-dd, day of the audit: no record may be later",
)
_SGSI = Text(
    "archivo de la autoevaluación: giis specs show A004 --template > sgsi.yaml",
    "file of the self-assessment: giis specs show A004 --template > sgsi.yaml",
)
_EVIDENCE = Text(
    "Notas sobre archivos de la carpeta, por ejemplo cómo se generaron:",
    "Notes on files of the folder, for example how they were made:",
)
_NOTES = Text("Notas sobre la auditoría, una por renglón:", "Notes on the audit, one a line:")
_EXAMPLE = Text("generado por el módulo de envío el 2 de diciembre", "made by the sending module on 2 December")


def draft_manifest(folder: Path, language: Language = "es") -> str:
    """Return a first manifest for the files of `folder`, with comments in `language`.

    Parameters
    ----------
    folder : Path
        The folder of the exchange files.
    language : {"es", "en"}
        The language of the comments.

    Raises
    ------
    InputError
        If there is no such folder.
    """
    found = _guides_of(folder)
    others = ", ".join(item.guide for item in load_norm().editions if item.guide not in found) or "-"
    lines = _comment(_HEAD.get(language))
    lines += [f"audit: {SCHEMA}", "", "system:"]
    lines += [_blank(f"  {key}:", text.get(language)) for key, text in _SYSTEM.items()]
    lines += ["", _blank("sector:", _SECTOR.get(language)), _blank("serves_public:", _SERVES.get(language)), ""]
    lines += _comment(_GUIDES.get(language).format(others=others))
    lines.append("guides:")
    lines += [_blank(f"  - {guide}", _FILES.get(language).format(number=number)) for guide, number in found.items()]
    lines += ["", _blank("date:", _DATE.get(language)), _blank("sgsi:", _SGSI.get(language)), ""]
    lines += _comment(_EVIDENCE.get(language))
    lines += ["evidence:", f"  # CEX-DFSSA-2411.TXT: {_EXAMPLE.get(language)}", ""]
    lines += _comment(_NOTES.get(language))
    lines += ["notes:", "  # - …"]
    return "\n".join(lines) + "\n"


def _guides_of(folder: Path) -> dict[str, int]:
    """Return how many exchange files of each guide there are, in the order of the list."""
    counted: Counter[str] = Counter()
    for name, path in look_into(folder).exchange:
        try:
            with Source(path) as source:
                guide, _ = choose_guide(None, read_header(source).tokens, name.rpartition("/")[2])
        except (InputError, OSError):
            continue
        counted[guide.id] += 1
    return {item.guide: counted[item.guide] for item in load_norm().editions if counted[item.guide]}


def _comment(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)


def _blank(key: str, told: str) -> str:
    return f"{key.ljust(_COLUMN)}# {told}"
