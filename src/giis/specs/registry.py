"""Finding and loading the guides, each once."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from giis._errors import InputError
from giis._near import nearest
from giis._resources import short_name
from giis._text import Text
from giis.catalogs import declaration
from giis.specs.assemble import Raw, raw_from
from giis.specs.build import Library, build_guide
from giis.specs.expressions.nodes import Kind
from giis.specs.folder import Files, guide_paths
from giis.specs.outline import outlines
from giis.specs.structure import load_structure

if TYPE_CHECKING:
    from giis.specs.guide import Guide


def guide_ids() -> tuple[str, ...]:
    """Return the ids of the guides that ship with the package, in order."""
    return tuple(guide_paths())


def load_guide(name: str) -> Guide:
    """Return the guide called `name`.

    Parameters
    ----------
    name : str
        A full id (`GIIS-B015-04-11`), its middle (`B015`), or a file type (`CEX`); of several editions
        the newest is meant. Or the path of a YAML file (`my/guides/GIIS-B015-04-12.yaml`) that defines one.

    Raises
    ------
    InputError
        If no guide that ships with the package is called so, the one called so has no exchange file, or there is no
        such YAML file.
    SpecError
        If its definition is wrong.
    """
    if name.endswith((".yaml", ".yml")):
        return _own_guide(Path(name))
    wanted = name.strip().upper()
    paths = guide_paths()
    if wanted in paths:
        return load_guide_file(paths[wanted])
    matching = [known for known in paths if wanted == known.split("-")[1]]
    if not matching:
        matching = [item.id for item in outlines() if wanted in item.file_types]
    if not matching:
        from giis.specs.checklist import find_checklist, no_exchange_file

        if checklist := find_checklist(name):
            raise InputError(no_exchange_file(checklist))
        raise _unknown(name)
    return load_guide_file(paths[matching[-1]])


class UnknownGuideError(InputError):
    """No guide is called `name`."""

    def __init__(self, name: str, message: Text) -> None:
        super().__init__(message)
        self.name = name


def _unknown(name: str) -> UnknownGuideError:
    paths = guide_paths()
    words = {
        *paths,
        *(known.split("-")[1] for known in paths),
        *(kind for item in outlines() for kind in item.file_types),
    }
    near, listed = nearest(name, sorted(words)), ", ".join(paths)
    return UnknownGuideError(
        name,
        Text(
            f"guía desconocida: {name!r}{near.es}; se conocen {listed}",
            f"unknown guide {name!r}{near.en}; known: {listed}",
        ),
    )


def _own_guide(path: Path) -> Guide:
    if not path.is_file():
        raise InputError(
            Text(f"no existe el archivo de definición {str(path)!r}", f"there is no definition file {str(path)!r}")
        )
    return load_guide_file(path.resolve())


@lru_cache(maxsize=32)
def load_guide_file(path: Path) -> Guide:
    """Return the guide that the YAML file `path` defines.

    Blocks and code lists are looked for in the folder above the file's, then among the shipped ones.

    Raises
    ------
    SpecError
        If the file, or one that it includes, is wrong; the error names file and line.
    """
    files = Files(path)
    data = files.mapping(path)
    library = Library(
        read_block=files.block,
        code_list=files.code_list,
        attribute_kind=_attribute_kind,
        catalog_known=lambda name: declaration(name) is not None,
        structure=load_structure(files.take("structure")),
        across=_across(files),
    )
    guide = build_guide(data, short_name(path), library)
    return replace(guide, digest=files.digest())


def _across(files: Files) -> tuple[Raw, ...]:
    """Return the rules on files of several guides, as they are declared."""
    path = files.take("across")
    return tuple(raw_from(files.mapping(path), short_name(path)).items("rules"))


def _attribute_kind(catalog: str, attribute: str) -> Kind:
    found = declaration(catalog)
    declared = found.attributes if found is not None else ()
    for item in declared:
        if item.name == attribute:
            return Kind.BOOLEAN if item.kind == "flag" else Kind(item.kind)
    known = ", ".join(item.name for item in declared) or "none"
    raise KeyError(f"the catalogue {catalog} has no attribute {attribute!r} (it has: {known})")
