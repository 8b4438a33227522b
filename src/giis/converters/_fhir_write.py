"""A record as a Bundle of FHIR resources."""

from __future__ import annotations

import hashlib
import uuid
from typing import TYPE_CHECKING

from giis.converters._fhir_map import TAG, FhirMap, Fixed, Join, Label, Reference, parts_of
from giis.converters._fhir_values import Place, as_extensions, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from giis.converters._fhir_map import Resource, Template
    from giis.converters._fhir_values import Json
    from giis.specs import Variable

_KNOWN = 50_000
_ROOT = uuid.uuid5(uuid.NAMESPACE_URL, "giis-fhir/1")


class BundleWriter:
    """Writes records of one guide.

    Parameters
    ----------
    mapping : FhirMap
        What goes where.
    labels : bool
        Whether what the guide calls a value is added.
    """

    def __init__(self, mapping: FhirMap, *, labels: bool) -> None:
        self._mapping, self._labels = mapping, labels
        self._names = [variable.identifier for variable in mapping.guide.variables]
        self._head = {
            "resourceType": "Bundle",
            "meta": {"tag": [{"system": f"{mapping.namespace}/{TAG}", "code": mapping.guide.id}]},
            "type": "collection",
        }
        every = parts_of([resource.body for resource in mapping.resources])
        self._varying = {id(part): _varying(part) for part in every if isinstance(part, dict)}
        self._known: dict[tuple[str, str], list[dict[str, Json]]] = {}
        self._needed = {
            resource.name: [part for part in parts_of(resource.body) if isinstance(part, Place) and part.read]
            for resource in mapping.resources
            if resource.optional
        }

    def bundle(self, number: int, texts: Sequence[str]) -> dict[str, Json]:
        """Return the Bundle of the record `number`, whose values are `texts` in the guide's order."""
        record = dict(zip(self._names, texts, strict=True))
        there = [resource for resource in self._mapping.resources if self._wanted(resource, record)]
        seed = hashlib.sha256("|".join((str(number), *texts)).encode("utf-8", "surrogatepass")).hexdigest()
        urls = {item.name: f"urn:uuid:{uuid.uuid5(_ROOT, f'{seed}/{item.name}')}" for item in there}
        writing = _Writing(record, urls, self._varying, labels=self._labels)
        entries = []
        for resource in there:
            body = {key: value for key, item in resource.body.items() if (value := writing.value(item)) is not None}
            if resource.name == self._mapping.rest and (rest := self._rest(record)):
                body["extension"] = [*body.get("extension", ()), *rest]
            entries.append({"fullUrl": urls[resource.name], "resource": body})
        return self._head | {"entry": entries}

    def _wanted(self, resource: Resource, record: Mapping[str, str]) -> bool:
        needed = self._needed.get(resource.name)
        return needed is None or any(place.encode(record[place.variable.identifier]) is not None for place in needed)

    def _rest(self, record: Mapping[str, str]) -> list[dict[str, Json]]:
        """Return the extensions for what no element tells exactly."""
        made = []
        for variable in self._mapping.guide.variables:
            key = variable.identifier, record[variable.identifier]
            if key not in self._known:
                if len(self._known) > _KNOWN:
                    self._known.clear()
                self._known[key] = self._kept(variable, key[1])
            made += self._known[key]
        return made

    def _kept(self, variable: Variable, text: str) -> list[dict[str, Json]]:
        if told(self._mapping, variable.identifier, text) == text:
            return []
        return as_extensions(variable, text, self._mapping.namespace, labels=self._labels)


def told(mapping: FhirMap, name: str, text: str) -> str | None:
    """Return what the elements of a variable tell where its value is `text`, None if nothing."""
    places = mapping.places.get(name, ())
    return next((told for place in places if (told := place.canonical(text)) is not None), None)


def _varying(template: dict[str, Template]) -> frozenset[str]:
    """Return the keys under which something depends on the record."""
    given = (Place, Join, Reference)
    return frozenset(key for key, item in template.items() if any(isinstance(part, given) for part in parts_of(item)))


class _Writing:
    """One record while it is written."""

    def __init__(
        self,
        record: Mapping[str, str],
        urls: Mapping[str, str],
        varying: Mapping[int, frozenset[str]],
        *,
        labels: bool,
    ) -> None:
        self._record, self._urls, self._varying, self._labels = record, urls, varying, labels

    def value(self, node: Template) -> Json:
        """Return what is to be written; None where all that it depends on is not there."""
        if isinstance(node, Fixed):
            return node.value
        if isinstance(node, Place):
            return node.encode(self._record[node.variable.identifier])
        if isinstance(node, Reference):
            return {"reference": self._urls[node.name]} if node.name in self._urls else None
        if isinstance(node, Join):
            texts = [place.encode(self._record[place.variable.identifier]) for place in node.places]
            return " ".join(text for text in texts if text) or None
        if isinstance(node, Label):
            return self._label(node)
        if isinstance(node, list):
            return [value for item in node if (value := self.value(item)) is not None] or None
        made = {key: value for key, item in node.items() if (value := self.value(item)) is not None}
        varying = self._varying[id(node)]
        return made if not varying or not varying.isdisjoint(made) else None

    def _label(self, node: Label) -> str | None:
        text = self._record[node.variable.identifier]
        if not self._labels or not text.lstrip("-").isdecimal() or not text.isascii():
            return None
        name = node.variable.describe(int(text[:18]))
        return name.es if name is not None and plain(name.es) else None
