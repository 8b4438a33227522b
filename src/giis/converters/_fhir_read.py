"""A Bundle of FHIR resources as a record: what the mapping names is read, and what contradicts it is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giis._errors import InputError
from giis._text import Text
from giis.converters._fhir_map import FhirMap, Fixed, Reference, parts_of
from giis.converters._fhir_values import Place, from_extensions
from giis.converters._fhir_write import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from giis.converters._fhir_map import Resource, Template
    from giis.converters._fhir_values import Json

_TELLING = ("url", "system", "rank", "code")
"""What tells an item of a list from its neighbours."""
_SHOWN_ONLY = ("use", "unit", "display", "text")
"""Fixed values that others may write otherwise."""


class BundleReader:
    """Reads Bundles as records of one guide.

    Parameters
    ----------
    mapping : FhirMap
        What stands where.
    """

    def __init__(self, mapping: FhirMap) -> None:
        self._mapping = mapping
        self._prefix = f"{mapping.namespace}/variable/"
        before: set[str] = set()
        self._referred: set[str] = set()
        for resource in mapping.resources:
            self._referred |= {resource.name} & before
            before |= {part.name for part in parts_of(resource.body) if isinstance(part, Reference)}

    def texts(self, bundle: dict[str, Json], place: str) -> list[str]:
        """Return the values of the record in the guide's order.

        Parameters
        ----------
        bundle : dict
            The JSON, its numbers as they are written.
        place : str
            Where the Bundle stands, for errors.

        Raises
        ------
        InputError
            If it is not clear what is meant.
        """
        reading = _Reading(bundle, place)
        kept: dict[str, list[dict[str, Json]]] = {}
        for resource in self._mapping.resources:
            node = reading.find(resource, by_reference=resource.name in self._referred)
            if node is not None:
                reading.read(resource.body, node, resource.type)
            if resource.name == self._mapping.rest:
                if node is None:
                    raise reading.refused(Text(f"falta {resource.type}", f"there is no {resource.type}"))
                kept = self._kept(node, reading)
        values = []
        for variable in self._mapping.guide.variables:
            name = variable.identifier
            found = reading.found.get(name)
            raw = from_extensions(kept[name]) if name in kept else None
            # A kept text counts where the elements say what they say of it: who changes them is heeded.
            values.append(raw if raw is not None and told(self._mapping, name, raw) == found else found or "")
        return values

    def _kept(self, node: dict[str, Json], reading: _Reading) -> dict[str, list[dict[str, Json]]]:
        kept: dict[str, list[dict[str, Json]]] = {}
        for item in node.get("extension") or ():
            url = str(item.get("url", "")) if isinstance(item, dict) else ""
            if not url.startswith(self._prefix):
                continue
            name = url.removeprefix(self._prefix)
            variable = self._mapping.guide.by_identifier.get(name)
            if variable is None or variable.group is not None:
                raise reading.refused(
                    Text(
                        f"la extensión {name[:80]!r} no es una variable de {self._mapping.guide.id}",
                        f"the extension {name[:80]!r} is no variable of {self._mapping.guide.id}",
                    )
                )
            if name in kept and variable.kind != "integers":
                raise reading.twice(url)
            kept.setdefault(name, []).append(item)
        return kept


class _Reading:
    """One Bundle while it is read."""

    def __init__(self, bundle: dict[str, Json], place: str) -> None:
        self._place = place
        self._by_url: dict[str, dict[str, Json]] = {}
        self._all: list[dict[str, Json]] = []
        for entry in bundle.get("entry") or ():
            resource = entry.get("resource") if isinstance(entry, dict) else None
            if not isinstance(resource, dict):
                continue
            self._all.append(resource)
            for url in (entry.get("fullUrl"), f"{resource.get('resourceType')}/{resource.get('id')}"):
                if isinstance(url, str):
                    self._by_url[url] = resource
        self._references: dict[str, str] = {}
        self.found: dict[str, str] = {}

    def find(self, resource: Resource, *, by_reference: bool) -> dict[str, Json] | None:
        """Return the resource of the Bundle that is meant, None if there is none."""
        if by_reference:
            url = self._references.get(resource.name)
            if url is None:
                return None
            node = self._by_url.get(url)
            if node is None or node.get("resourceType") != resource.type:
                raise self.refused(
                    Text(
                        f"una referencia a {resource.type} no lleva a un recurso así del Bundle",
                        f"a reference to {resource.type} leads to no such resource of the Bundle",
                    )
                )
            return node
        fitting = [
            node for node in self._all if node.get("resourceType") == resource.type and _fits(resource.body, node)
        ]
        if len(fitting) > 1:
            raise self.twice(f"{resource.type} ({resource.name})")
        return fitting[0] if fitting else None

    def read(self, template: Template, node: Json, path: str) -> None:
        """Note the values and references that stand under `node`."""
        if isinstance(template, Place):
            if template.read and isinstance(node, str) and node:
                self.found.setdefault(template.variable.identifier, template.decode(node))
        elif isinstance(template, Reference):
            url = node.get("reference") if isinstance(node, dict) else None
            if isinstance(url, str):
                self._references.setdefault(template.name, url)
        elif isinstance(template, dict) and isinstance(node, dict):
            self._read_map(template, node, path)
        elif isinstance(template, list) and isinstance(node, list):
            self._read_list(template, node, path)

    def _read_map(self, template: dict[str, Template], node: dict[str, Json], path: str) -> None:
        near = any(isinstance(item, Place) and item.read and key in node for key, item in template.items())
        for key, item in template.items():
            if isinstance(item, Fixed) and key not in _SHOWN_ONLY:
                if (key in node and str(node[key]) != str(item.value)) or (near and key not in node):
                    raise self.refused(
                        Text(
                            f"{path}.{key} debe ser {item.value!r}: con otro valor no es el dato de la guía",
                            f"{path}.{key} must be {item.value!r}: with another value it is not what the guide means",
                        )
                    )
            elif key in node:
                self.read(item, node[key], f"{path}.{key}")

    def _read_list(self, template: list[Template], node: list[Json], path: str) -> None:
        for item in template:
            if isinstance(item, Place):
                self.read(item, " ".join(value for value in node if isinstance(value, str)), path)
            elif isinstance(item, dict) and _read_from(item):
                fitting = [value for value in node if isinstance(value, dict) and _fits(item, value)]
                if len(fitting) > 1:
                    raise self.twice(path)
                if fitting:
                    self.read(item, fitting[0], path)

    def twice(self, what: str) -> InputError:
        """Return the error that something stands twice."""
        return self.refused(
            Text(
                f"{what} está más de una vez y la guía admite un solo dato",
                f"{what} stands more than once, and the guide has room for one",
            )
        )

    def refused(self, reason: Text) -> InputError:
        """Return the error that the Bundle cannot be read, for `reason`."""
        return InputError(Text(f"{self._place}: {reason.es}", f"{self._place}: {reason.en}"))


def _read_from(template: Template) -> bool:
    return any((isinstance(part, Place) and part.read) or isinstance(part, Reference) for part in parts_of(template))


def _fixed(template: Template) -> Iterator[Template]:
    return (part for part in parts_of(template) if isinstance(part, Fixed))


def _fits(template: dict[str, Template], node: dict[str, Json]) -> bool:
    """Tell whether an item is the one that the template describes."""
    return all(
        _equal(template[key], node.get(key)) for key in _TELLING if key in template and any(_fixed(template[key]))
    )


def _equal(template: Template, node: Json) -> bool:
    """Tell whether all fixed values stand in `node`; of a list, whether any item does."""
    if isinstance(template, Fixed):
        return node is not None and str(node) == str(template.value)
    if isinstance(template, dict):
        return isinstance(node, dict) and all(
            _equal(item, node.get(key))
            for key, item in template.items()
            if key not in _SHOWN_ONLY and any(_fixed(item))
        )
    if isinstance(template, list):
        return isinstance(node, list) and any(_equal(item, value) for item in template for value in node)
    return True
