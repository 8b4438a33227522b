"""The generated records: who visits whom, and where; the other variables follow group by group."""

from __future__ import annotations

from datetime import date

import polars as pl
from _dice import Dice
from _facts import COUNTRIES, STATES, units, words
from _groups import Groups, not_psychology
from _people import GENERIC_CURP, People, days_since_1900
from _pools import Pools

HEADER = words(
    "CLUES PAISNACIMIENTO CURPPRESTADOR NOMBREPRESTADOR PRIMERAPELLIDOPRESTADOR SEGUNDOAPELLIDOPRESTADOR "
    "TIPOPERSONAL PROGRAMASMYMG CURPPACIENTE NOMBRE PRIMERAPELLIDO SEGUNDOAPELLIDO FECHANACIMIENTO "
    "PAISNACPACIENTE ENTIDADNACIMIENTO SEXOCURP SEXOBIOLOGICO SEAUTODENOMINAAFROMEXICANO "
    "SECONSIDERAINDIGENA MIGRANTE PAISPROCEDENCIA GENERO DERECHOHABIENCIA FECHACONSULTA SERVICIOATENCION "
    "PESO TALLA CIRCUNFERENCIACINTURA SISTOLICA DIASTOLICA FRECUENCIACARDIACA FRECUENCIARESPIRATORIA "
    "TEMPERATURA SATURACIONOXIGENO GLUCEMIA TIPOMEDICION RESULTADOOBTENIDOATRAVESDE EMBARAZADASINDIABETES "
    "SINTOMATICORESPIRATORIOTB PRIMERAVEZANIO PRIMERAVEZUNEME RELACIONTEMPORAL CODIGOCIEDIAGNOSTICO1 "
    "CONFIRMACIONDIAGNOSTICA1 PRIMERAVEZDIAGNOSTICO2 CODIGOCIEDIAGNOSTICO2 CONFIRMACIONDIAGNOSTICA2 "
    "PRIMERAVEZDIAGNOSTICO3 CODIGOCIEDIAGNOSTICO3 CONFIRMACIONDIAGNOSTICA3 INTERVENCIONESSMYA "
    "ATENCIONPREGESTACIONALRT RIESGO RELACIONTEMPORALEMBARAZO PLANSEGURIDAD TRIMESTREGESTACIONAL "
    "PRIMERAVEZALTORIESGO COMPLICACIONPORDIABETES COMPLICACIONPORINFURI COMPLICACIONPORPREEECLA "
    "COMPLICACIONPORHEMORRAGIA SOSPECHACOVID19 COVID19CONFIRMADO HIPERTENSIONARTPREXISTENTE "
    "OTRASACCPRESCACIDOFOLICO OTRASACCAPOYOTRANSLADO OTRASACCAPOYOTRANSLADOAME PUERPERA INFECCIONPUERPERAL "
    "TERAPIAHORMONAL PERIPOSTMENOPAUSIA ITS PATOLOGIAMAMARIABENIGNA CANCERMAMARIO COLPOSCOPIA "
    "CANCERCERVICOUTERINO NINOSANORT PRUEBAEDI RESULTADOEDI RESULTADOBATTELLE EDASRT EDASPLANTRATAMIENTO "
    "RECUPERADODESHIDRATACION NUMEROSOBRESVSOTRATAMIENTO IRASRT IRASPLANTRATAMIENTO NEUMONIART "
    "APLICACIONCEDULACANCER INFORMAPREVENCIONACCIDENTES SINTOMADEPRESIVA ALTERACIONMEMORIA AIVD_ABVD "
    "SINDROMECAIDAS INCONTINENCIAURINARIA MOTRICIDAD ASESORIANUTRICIONAL NUMEROSOBRESVSOPROMOCION LINEAVIDA "
    "CARTILLASALUD ESQUEMAVACUNACION REFERIDOPOR CONTRARREFERIDO TELEMEDICINA TELECONSULTA "
    "ESTUDIOSTELECONSULTA MODALIDADCONSULDIST"
)
CLUSTER = 400  # records of one unit
MONTH_START = days_since_1900(date(2024, 11, 1))

# tipoPersonal: option and weight.
_STAFF_MIX = {
    1: 12, 2: 30, 3: 6, 4: 12, 5: 4, 6: 8, 7: 1, 8: 3, 9: 1, 10: 1, 11: 2,
    15: 1, 16: 2, 19: 3, 20: 3, 21: 1, 22: 2, 24: 2, 25: 2, 27: 1, 29: 1,
}  # fmt: skip
_STAFF_LIST = [staff for staff, weight in _STAFF_MIX.items() for _ in range(weight)]


class Generator:
    """Makes chunks of records; each chunk is a frame with the columns of `HEADER` in order."""

    def __init__(self, seed: int) -> None:
        self.dice = Dice(seed)
        self.groups = Groups(self.dice)
        self.people = People()
        self.pools = Pools()
        table = units()
        self.units = pl.DataFrame(
            {
                "CLUES": [unit.clues for unit in table],
                "_program": [unit.institution in {"SSA", "IMB"} for unit in table],
                "_uneme": [unit.uneme for unit in table],
                "_cancer": [unit.cancer for unit in table],
            }
        )

    def chunk(self, start: int, stop: int) -> pl.DataFrame:
        """Make the records `start` to `stop` - 1, in an order of their own."""
        groups = self.groups
        frame = pl.DataFrame({"_i": pl.int_range(start, stop, eager=True)}).sort(self.dice.bits("order"))
        frame = self.visits(frame)
        frame = self.unit(frame)
        frame = self.provider(frame)
        frame = self.patient(frame)
        frame = self.ages(frame)
        for group in (
            groups.identity,
            self.service,
            groups.somatometry,
            groups.vital_signs,
            self.temporality,
        ):
            frame = frame.with_columns(**group())
        frame = self.diagnoses(frame)
        for group in (
            groups.confirmations,
            groups.glucose,
            groups.reproduction,
            groups.pregnancy,
            groups.women,
            groups.child,
            groups.child_details,
            groups.child_treatment,
            groups.older,
            groups.promotion,
            groups.referral,
            groups.telemedicine,
            groups.distance,
        ):
            frame = frame.with_columns(**group())
        return frame.select(HEADER)

    def visits(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Who comes, and how often: of ten records, seven are of new patients and three of patients back."""
        place = pl.col("_i") % 10
        visit = pl.when(place < 7).then(0).when(place < 9).then(1).otherwise(2)
        local = pl.when(place < 7).then(place).when(place < 9).then(place - 7).otherwise(0)
        frame = frame.with_columns(
            _visit=visit, _patient=pl.col("_i") // 10 * 7 + local, _cluster=pl.col("_i") // CLUSTER
        )
        return frame.with_columns(
            _provider=pl.col("_cluster") * 2 + self.dice.below(2, "which provider", "_patient"),
            _day=MONTH_START + self.dice.below(14, "day", "_patient") + pl.col("_visit") * 7,
        )

    def unit(self, frame: pl.DataFrame) -> pl.DataFrame:
        index = frame.select(self.dice.below(len(self.units), "unit", "_cluster")).to_series()
        return frame.hstack(self.units[index])

    def provider(self, frame: pl.DataFrame) -> pl.DataFrame:
        """One row a provider, joined to the records of the chunk."""
        dice, of = self.dice, "_provider"
        rows = frame.select("_provider", "_program").unique(maintain_order=True)
        rows = rows.with_columns(
            TIPOPERSONAL=dice.choose(_STAFF_LIST, "staff", of),
            _abroad=dice.chance(3, "provider abroad", of),
            sex=dice.between(1, 2, "provider sex", of),
            born=MONTH_START - dice.between(23 * 366, 68 * 365, "provider born", of),
            first=dice.skewed(len(self.people.surnames) - 1, "provider first", of),
            second=dice.skewed(len(self.people.surnames), "provider second", of),
            given=dice.below(10_000, "provider given", of),
            twin=dice.below(4, "provider twin", of),
        ).with_columns(
            state=pl.when("_abroad").then(len(STATES)).otherwise(dice.below(len(STATES), "provider state", of)),
            _generic=pl.col("_abroad") & dice.chance(50, "provider generic", of),
        )
        person = self.people.describe(rows)
        rows = rows.with_columns(
            person.rename({"first": "_first", "second": "_second", "given": "_given", "state": "_state"})
        )
        rows = rows.select(
            "_provider",
            "TIPOPERSONAL",
            PAISNACIMIENTO=pl.when("_abroad").then(dice.choose(list(COUNTRIES), "provider country", of)).otherwise(142),
            CURPPRESTADOR=pl.when("_generic").then(pl.lit(GENERIC_CURP)).otherwise("curp"),
            NOMBREPRESTADOR="_given",
            PRIMERAPELLIDOPRESTADOR="_first",
            SEGUNDOAPELLIDOPRESTADOR="_second",
            # A generic CURP stands for many providers, so it carries one value.
            PROGRAMASMYMG=pl.when(pl.col("_program") & ~pl.col("_generic"))
            .then(dice.below(2, "program", of))
            .otherwise(0),
        )
        return frame.join(rows, on="_provider", how="left", maintain_order="left")

    def patient(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The same patient number gives the same person, whichever the record."""
        dice, of, staff = self.dice, "_patient", pl.col("TIPOPERSONAL")
        year = 365
        age = dice.below(100, "age group", of)
        days = (
            pl.when(staff.is_in([15, 16]))
            .then(dice.below(6 * year - 60, "age a", of))
            .when(staff.is_in([25, 27]))
            .then(dice.between(60 * 366, 97 * year, "age b", of))
            .when(age < 6)
            .then(dice.below(year, "age c", of))
            .when(age < 16)
            .then(dice.between(year, 6 * year, "age d", of))
            .when(age < 33)
            .then(dice.between(6 * year, 18 * year, "age e", of))
            .when(age < 75)
            .then(dice.between(18 * year, 60 * year, "age f", of))
            .otherwise(dice.between(60 * year, 97 * year, "age g", of))
        )
        female = dice.chance(58, "female", of)
        frame = frame.with_columns(
            _generic=dice.chance(5, "generic", of),
            _abroad=dice.chance(1.5, "abroad", of),
            born=MONTH_START - days,
            sex=pl.when(dice.chance(0.1, "non-binary", of)).then(3).when(female).then(2).otherwise(1),
            first=dice.skewed(len(self.people.surnames), "first", of),
            second=dice.skewed(len(self.people.surnames), "second", of),
            given=dice.below(10_000, "given", of),
            twin=dice.below(4, "twin", of),
        ).with_columns(
            state=pl.when("_abroad").then(len(STATES)).otherwise(dice.below(len(STATES), "state", of)),
        )
        person = self.people.describe(frame)
        dates = self.people.date_text(frame["born"])
        frame = frame.with_columns(
            _state=person["state"],
            _estimated=dates.str.slice(6, 4),
            FECHANACIMIENTO=dates,
            FECHACONSULTA=self.people.date_text(frame["_day"]),
            NOMBRE=person["given"],
            PRIMERAPELLIDO=person["first"],
            SEGUNDOAPELLIDO=person["second"],
            _curp=person["curp"],
        )
        # An estimated birth date is 30 June; not where the provider depends on the age.
        estimated = pl.col("_generic") & (days > 7 * year) & dice.chance(40, "estimated", of) & ~staff.is_in([25, 27])
        return (
            frame.with_columns(
                FECHANACIMIENTO=pl.when(estimated)
                .then(pl.concat_str(pl.lit("30/06/"), pl.col("_estimated")))
                .otherwise("FECHANACIMIENTO"),
                CURPPACIENTE=pl.when("_generic").then(pl.lit(GENERIC_CURP)).otherwise("_curp"),
            )
            .drop("sex", "first", "second", "given", "twin", "state", "born")
            .with_columns(_sex=frame["sex"])
        )

    def ages(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Completed years and months, and days, at the visit."""
        frame = frame.with_columns(
            _birth=pl.col("FECHANACIMIENTO").str.to_date("%d/%m/%Y"),
            _at=pl.col("FECHACONSULTA").str.to_date("%d/%m/%Y"),
        )
        birth, at = pl.col("_birth").dt, pl.col("_at").dt
        months = (
            (at.year() - birth.year()) * 12
            + (at.month().cast(pl.Int32) - birth.month().cast(pl.Int32))
            - (at.day() < birth.day()).cast(pl.Int32)
        )
        return frame.with_columns(
            _months=months, _age=months // 12, _days=(pl.col("_at") - pl.col("_birth")).dt.total_days()
        )

    def service(self) -> dict[str, pl.Expr]:
        return {
            "SERVICIOATENCION": self.pools.service(pl.col("TIPOPERSONAL"), pl.col("_age"), self.dice.bits("service"))
        }

    def temporality(self) -> dict[str, pl.Expr]:
        dice = self.dice
        first = (pl.col("_visit") == 0) & dice.chance(80, "first in the year", "_patient")
        once = (
            pl.when(first & pl.col("_uneme"))
            .then(dice.below(2, "first in the uneme"))
            .when("_uneme")
            .then(0)
            .otherwise(-1)
        )
        return {
            "PRIMERAVEZANIO": first.cast(pl.Int64),
            "PRIMERAVEZUNEME": once,
            "RELACIONTEMPORAL": dice.below(2, "temporal"),
            "SINTOMATICORESPIRATORIOTB": dice.may(not_psychology(), [0, 0, 0, 1], "tb", percent=60),
        }

    def diagnoses(self, frame: pl.DataFrame) -> pl.DataFrame:
        dice = self.dice
        draws = frame.select(
            _a=dice.skewed(2**20, "dx 1"),
            _b=dice.below(5, "dx 2"),
            _r69x=dice.chance(1, "r69x"),
            _second=dice.choose([-1] * 7 + [0, 1, 1], "second diagnosis"),
            _third=dice.choose([-1, -1, 0, 1], "third diagnosis"),
        )
        return frame.hstack(self.pools.diagnoses(frame, draws))
