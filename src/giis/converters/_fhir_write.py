"""A record as a Bundle of FHIR resources."""

from __future__ import annotations

import hashlib
import uuid
from typing import TYPE_CHECKING

from giis.converters._fhir_map import TAG, Fixed, FhirMap, Join, Label, Reference, parts_of
from giis.converters._fhir_values import Place, as_extensions, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from giis.converters._fhir_map import Resource, Template
    from giis.converters._fhir_values import Json

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
        writing = _Writing(record, urls, self._labels)
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
            text = record[variable.identifier]
            if told(self._mapping, variable.identifier, text) != text:
                made += as_extensions(variable, text, self._mapping.namespace, labels=self._labels)
        return made


def told(mapping: FhirMap, name: str, text: str) -> str | None:
    """Return what the elements of a variable tell where its value is `text`, None if nothing."""
    places = mapping.places.get(name, ())
    return next((told for place in places if (told := place.canonical(text)) is not None), None)


class _Writing:
    def __init__(self, record: Mapping[str, str], urls: Mapping[str, str], labels: bool) -> None:
        self._record, self._urls, self._labels = record, urls, labels

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
        fixed = (Fixed, Label)
        varying = [key for key, item in node.items() if any(not isinstance(p, (*fixed, dict, list)) for p in parts_of(item))]
        return made if not varying or any(key in made for key in varying) else None

    def _label(self, node: Label) -> str | None:
        text = self._record[node.variable.identifier]
        if not self._labels or not text.lstrip("-").isdecimal() or not text.isascii():
            return None
        name = node.variable.describe(int(text[:18]))
        return name.es if name is not None and plain(name.es) else None
