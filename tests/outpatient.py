"""An invented record of GIIS-B015-04-11 that breaks no rule, and what it is judged with."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from giis.catalogs import CatalogStore
from giis.specs import load_guide

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from giis.catalogs import Catalog

AS_OF = date(2024, 12, 1)
_GIVEN = {
    "clues": "DFSSA002935",
    "paisNacimiento": "142",
    "curpPrestador": "TOVL800312HDFRGS07",
    "nombrePrestador": "LUIS",
    "primerApellidoPrestador": "TORRES",
    "segundoApellidoPrestador": "VEGA",
    "tipoPersonal": "2",
    "curpPaciente": "GAMA890520MDFRRN08",
    "nombre": "ANA",
    "primerApellido": "GARCIA",
    "segundoApellido": "MORALES",
    "fechaNacimiento": "20/05/1989",
    "paisNacPaciente": "142",
    "entidadNacimiento": "09",
    "sexoCURP": "2",
    "sexoBiologico": "2",
    "fechaConsulta": "15/11/2024",
    "servicioAtencion": "8",
    "peso": "61.5",
    "talla": "162",
    "circunferenciaCintura": "78",
    "sistolica": "118",
    "diastolica": "76",
    "frecuenciaCardiaca": "70",
    "frecuenciaRespiratoria": "16",
    "temperatura": "36.4",
    "saturacionOxigeno": "97",
    "codigoCIEDiagnostico1": "J00X",
    "primeraVezDiagnostico2": "-1",
    "codigoCIEDiagnostico2": "",
    "primeraVezDiagnostico3": "-1",
    "codigoCIEDiagnostico3": "",
}
_ZERO = [
    "programaSMyMG",
    "seAutodenominaAfromexicano",
    "seConsideraIndigena",
    "migrante",
    "genero",
    "derechohabiencia",
    "glucemia",
    "embarazadaSinDiabetes",
    "primeraVezAnio",
    "relacionTemporal",
    "numeroSobresVSOTratamiento",
    "numeroSobresVSOPromocion",
    "lineaVida",
    "cartillaSalud",
    "esquemaVacunacion",
    "contrarreferido",
    "telemedicina",
    "teleconsulta",
]
BASE: Mapping[str, str] = {
    variable.identifier: _GIVEN.get(variable.identifier, "0" if variable.identifier in _ZERO else "-1")
    for variable in load_guide("GIIS-B015-04-11").variables
}


@cache
def shipped_catalogs() -> Mapping[str, Catalog]:
    """Return the catalogues that ship, by name; the friendly services' directory is not among them."""
    with TemporaryDirectory() as folder:
        store = CatalogStore(Path(folder))
        found = {name: store.get(name) for name in load_guide("GIIS-B015-04-11").catalogs}
    return {name: catalog for name, catalog in found.items() if catalog is not None}


def exchange_file(records: Iterable[Mapping[str, str]], end: str = "\r\n") -> bytes:
    """Return an exchange file of GIIS-B015-04-11 with `records`, each by identifier."""
    variables = load_guide("GIIS-B015-04-11").variables
    lines = ["|".join(variable.header for variable in variables)]
    lines += ["|".join(record[variable.identifier] for variable in variables) for record in records]
    return "".join(f"{line}{end}" for line in lines).encode("cp1252")
