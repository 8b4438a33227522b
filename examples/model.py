"""One record at a time: the guide as a Pydantic class, with the verdict and the rule ids of a whole file.

python examples/model.py
"""

from pathlib import Path

import pydantic

import giis

lines = (Path(__file__).parent / "CEX-DFSSA-2411.TXT").read_text(encoding="cp1252").splitlines()
Visit = giis.load_guide("GIIS-B015-04-11").model

visit = Visit.from_line(lines[1])
print(visit.fechaConsulta, visit.peso, visit.codigoCIEDiagnostico1, visit.derechohabiencia)

# A visit for a pregnancy; the patient is a man.
values = visit.model_dump() | {"codigoCIEDiagnostico1": "Z348"}
try:
    Visit.model_validate(values, context={"language": "en"})
except pydantic.ValidationError as error:
    for item in error.errors():
        print(item["type"], item["loc"], item["msg"])
