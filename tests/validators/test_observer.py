"""Looking on while a file is judged: questions of one's own, answered record by record in the same pass."""

from __future__ import annotations

import polars as pl
import pytest

from giis.catalogs import CatalogStore
from giis.specs.expressions.nodes import Compare, Const, Kind, Var
from giis.validators.options import RunOptions
from giis.validators.validate import Validation
from outpatient import AS_OF, BASE, exchange_file

WEIGHT = Var(Kind.NUMBER, "peso", nullable=False)


class Heavy:
    """Asks for the weight, and whether it is above 70."""

    def __init__(self, guide, path):
        self.guide, self.path = guide, path
        self.questions = {
            "heavy": Compare(Kind.BOOLEAN, ">", WEIGHT, Const(Kind.NUMBER, 70.0)),
            "weight": WEIGHT,
        }
        self.taken = []

    def take(self, answers, records, faulty):
        wrong = pl.repeat(False, len(records), eager=True) if faulty is None else faulty
        self.taken += zip(
            records.to_list(), answers["heavy"].to_list(), answers["weight"].to_list(), wrong, strict=True
        )


@pytest.mark.parametrize("batch_bytes", [20 << 20, 900])
@pytest.mark.parametrize("statistics", [False, True])
def test_every_record_is_answered_in_order(tmp_path, batch_bytes, statistics):
    weights = ["60", "80.5", "x", "71", "70"]
    path = tmp_path / "CEX-DFSSA-2411.TXT"
    path.write_bytes(exchange_file({**BASE, "peso": weight} for weight in weights))
    options = RunOptions(None, AS_OF, CatalogStore(), batch_bytes=batch_bytes, statistics=statistics)
    validation = Validation(options, together=False, observe=Heavy)
    plain = Validation(options, together=False)
    for run in (validation, plain):
        run.add(path)
    (judgement,) = validation.judgements
    observer = judgement.session.observer
    assert (observer.guide.id, observer.path) == ("GIIS-B015-04-11", str(path))
    assert observer.taken == [
        (1, False, 60.0, False), (2, True, 80.5, False), (3, None, None, True), (4, True, 71.0, False),
        (5, False, 70.0, False),
    ]  # fmt: skip
    assert validation.report().files[0].totals == plain.report().files[0].totals


def test_each_file_has_an_observer_of_its_own():
    validation = Validation(RunOptions(None, AS_OF, CatalogStore()), together=True, observe=Heavy)
    for weight in ("60", "90"):
        validation.add(exchange_file([{**BASE, "peso": weight}]))
    taken = [judgement.session.observer.taken for judgement in validation.judgements]
    assert taken == [[(1, False, 60.0, False)], [(1, True, 90.0, False)]]
