"""Pools of diagnoses and services that suit a provider, an age and a sex, drawn from in columns."""

from __future__ import annotations

import random
from collections import defaultdict
from itertools import product
from typing import NamedTuple

import polars as pl
from _facts import STAFF, Diagnosis, diagnoses, services, words

_COMMON = words(
    "I10X E119 J069 Z000 J00X Z001 N390 K297 E669 M545 Z348 A090 J029 E660 R51X H109 N760 F329 J039 J459 B829 N950 Z134"
)
_POOL = 600  # most diagnoses that a pool holds
_ENOUGH = 12  # a pool of fewer gives no second and third diagnosis


class Span(NamedTuple):
    """Ages that are alike for the limits of the diagnoses: first and last, in years, months and days."""

    years: tuple[int, int]
    months: tuple[int, int]
    days: tuple[int, int]


_YEARS = (
    (1, 4),
    (5, 8),
    (9, 9),
    (10, 14),
    (15, 17),
    (18, 19),
    (20, 24),
    (25, 34),
    (35, 49),
    (50, 59),
    (60, 64),
    (65, 80),
)
SPANS = (
    Span((0, 0), (0, 0), (0, 27)),
    Span((0, 0), (0, 11), (28, 365)),
    *(Span((a, b), (12 * a, 12 * b + 11), (365 * a, 366 * (b + 1))) for a, b in (*_YEARS, (81, 99))),
)


def _suits(diagnosis: Diagnosis, span: Span) -> bool:
    """Whether every age of the span is within both limits."""
    unit = {
        "A": span.years,
        "M": span.months,
        "D": span.days,
        "H": (span.days[0] * 24, span.days[1] * 24 + 23),
    }
    low, high = diagnosis.lower, diagnosis.upper
    return (low == "NO" or unit[low[3]][0] >= int(low[:3])) and (high == "NO" or unit[high[3]][1] <= int(high[:3]))


class Pools:
    """The pools, flattened to one series with the start and length of each."""

    def __init__(self) -> None:
        table = diagnoses()
        self.codes = pl.Series(list(table))
        self.chronic = pl.Series([diagnosis.chronic for diagnosis in table.values()])
        self.childhood = pl.Series([diagnosis.childhood_cancer for diagnosis in table.values()])
        self.unknown = list(table).index("R69X")
        self.unknown_staff = sorted(table["R69X"].staff_first & table["R69X"].staff_again)
        self._diagnoses(table)
        self._services()
        spans = [1] + [index for index, (a, b) in enumerate((*_YEARS, (81, 130)), 2) for _ in range(a, b + 1)]
        self.span_of_age = pl.Series(spans)
        self.staff_index = pl.Series([STAFF.index(number) if number in STAFF else 0 for number in range(30)])

    def _diagnoses(self, table: dict[str, Diagnosis]) -> None:
        alike: dict[tuple[object, ...], list[int]] = defaultdict(list)
        items = list(table.values())
        for index, item in enumerate(items):
            alike[item.sex, item.lower, item.upper, item.staff_first, item.staff_again].append(index)
        groups = [(items[rows[0]], rows) for rows in alike.values()]
        order = {code: index for index, code in enumerate(table)}
        common = {order[code]: rank for rank, code in enumerate(_COMMON) if code in order}
        rng = random.Random(5)  # noqa: S311
        made: dict[tuple[int, ...], list[int]] = {}  # many kinds of staff have the same pools
        flat: list[int] = []
        starts: list[int] = []
        lengths: list[int] = []

        def pool(suited: tuple[int, ...]) -> list[int]:
            rows = [index for number in suited for index in groups[number][1]]
            often = sorted((index for index in rows if index in common), key=common.__getitem__)
            others = [index for index in rows if index not in common and index != self.unknown]
            return often + rng.sample(others, min(len(others), _POOL)) or rows

        for staff, sex, span, again in product(STAFF, ("HOMBRE", "MUJER"), SPANS, (False, True)):
            suited = tuple(
                number
                for number, (item, _) in enumerate(groups)
                if item.sex in {"NO", sex}
                and staff in (item.staff_again if again else item.staff_first)
                and _suits(item, span)
            )
            if suited not in made:
                made[suited] = pool(suited)
            starts.append(len(flat))
            lengths.append(len(made[suited]))
            flat.extend(made[suited])
        self.flat, self.starts, self.lengths = pl.Series(flat), pl.Series(starts), pl.Series(lengths)

    def _services(self) -> None:
        children, older, known = {16, 46, 72}, {39, 62}, services()
        flat: list[int] = []
        starts: list[int] = []
        lengths: list[int] = []
        for staff in STAFF:
            for group in (children, set(), older):
                barred = (children | older) - group
                pool = [number for number, who in known.items() if staff in who and number not in barred]
                pool = [4] * (len(pool) if 4 in pool else 0) + pool
                starts.append(len(flat))
                lengths.append(len(pool))
                flat.extend(pool)
        self.service_flat = pl.Series(flat)
        self.service_starts, self.service_lengths = pl.Series(starts), pl.Series(lengths)

    def service(self, staff: pl.Expr, age: pl.Expr, bits: pl.Expr) -> pl.Expr:
        """Draw a service that suits the provider and the age."""
        group = pl.when(age < 18).then(0).when(age < 60).then(1).otherwise(2)
        key = pl.lit(self.staff_index).gather(staff) * 3 + group
        place = (bits % pl.lit(self.service_lengths).gather(key)).cast(pl.Int64)
        return pl.lit(self.service_flat).gather(pl.lit(self.service_starts).gather(key) + place)

    def diagnoses(self, frame: pl.DataFrame, draws: pl.DataFrame) -> pl.DataFrame:
        """Draw up to three different diagnoses for each record."""
        drawn = frame.select(
            "TIPOPERSONAL",
            staff=pl.lit(self.staff_index).gather("TIPOPERSONAL"),
            sex=(pl.col("SEXOBIOLOGICO") > 1).cast(pl.Int64),
            span=pl.when(pl.col("_days") < 28).then(0).otherwise(pl.lit(self.span_of_age).gather("_age")),
            again=pl.col("RELACIONTEMPORAL"),
        ).hstack(draws)
        drawn = drawn.with_columns(
            key=((pl.col("staff") * 2 + pl.col("sex")) * len(SPANS) + pl.col("span")) * 2 + pl.col("again")
        ).with_columns(
            start=pl.lit(self.starts).gather("key"),
            length=pl.lit(self.lengths).gather("key"),
        )
        if drawn.select((pl.col("length") == 0).any()).item():
            empty = drawn.filter(pl.col("length") == 0).row(0, named=True)
            raise ValueError(f"no diagnosis suits {empty}")
        one = pl.col("_a") * pl.col("length") // 2**20

        def pick(place: pl.Expr) -> pl.Expr:
            return pl.lit(self.flat).gather(pl.col("start") + place % pl.col("length"))

        unknown = pl.col("_r69x") & pl.col("TIPOPERSONAL").is_in(self.unknown_staff)
        enough = pl.col("length") >= _ENOUGH
        second = pl.when(enough).then("_second").otherwise(-1)
        third = pl.when(enough & (second != -1)).then("_third").otherwise(-1)
        drawn = drawn.select(
            pl.when(unknown).then(self.unknown).otherwise(pick(one)).alias("1"),
            pl.when(second != -1).then(pick(one + 1 + pl.col("_b"))).alias("2"),
            pl.when(third != -1).then(pick(one + 6 + pl.col("_b"))).alias("3"),
            PRIMERAVEZDIAGNOSTICO2=second,
            PRIMERAVEZDIAGNOSTICO3=third,
        )
        return pl.DataFrame(
            [self.codes.gather(drawn[number]).alias(f"CODIGOCIEDIAGNOSTICO{number}") for number in "123"]
            + [self.chronic.gather(drawn[number]).alias(f"_chronic{number}") for number in "123"]
            + [self.childhood.gather(drawn[number]).alias(f"_childhood{number}") for number in "123"]
            + [drawn["PRIMERAVEZDIAGNOSTICO2"], drawn["PRIMERAVEZDIAGNOSTICO3"]]
        )
