"""The groups of variables that follow from the patient, the provider and the visit alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from _facts import COUNTRIES, words

if TYPE_CHECKING:
    from _dice import Dice

_AFFILIATIONS = words("1 1 1 10 10 10 2 2 2 3 0 99 8 14 4 5 6 11 2&10 2&8 3&10 10&14 2&3&10 4&8")
_RISKS = ["9", "9", "9", "1", "2", "3", "4", "5", "1&4", "4&5", "2&5", "1&3&4", "1&2&3&4&5"]
_STUDIES = ["1", "2", "3", "4", "5", "6", "7", "1&2", "3&4", "2&3&7", "1&2&3&4&5&6&7"]


class Groups:
    """Each method gives the columns of one group; a column whose name starts with `_` is a helper."""

    def __init__(self, dice: Dice) -> None:
        self.dice = dice

    def identity(self) -> dict[str, pl.Expr]:
        dice, of = self.dice, "_patient"
        migrant = dice.choose([0] * 30 + [1, 2, 3, -1], "migrant", of)
        unknown_state = pl.col("_generic") & ~pl.col("_abroad") & dice.chance(20, "unknown state", of)
        return {
            "PAISNACPACIENTE": pl.when("_abroad").then(dice.choose(list(COUNTRIES), "country", of)).otherwise(142),
            "ENTIDADNACIMIENTO": pl.when(unknown_state)
            .then(dice.choose(["99", "00"], "which unknown", of))
            .otherwise("_state"),
            "SEXOCURP": pl.col("_sex"),
            "SEXOBIOLOGICO": pl.when(dice.chance(0.2, "intersex", of))
            .then(3)
            .when(pl.col("_sex") == 3)
            .then(dice.between(1, 3, "biological", of))
            .otherwise("_sex"),
            "SEAUTODENOMINAAFROMEXICANO": dice.choose([0] * 20 + [1, 2, 3, -1], "afro", of),
            "SECONSIDERAINDIGENA": dice.choose([0] * 9 + [1, 1, 2, 3, -1], "indigenous", of),
            "MIGRANTE": migrant,
            "PAISPROCEDENCIA": pl.when(migrant == 2)
            .then(dice.choose(list(COUNTRIES), "from", of))
            .when(migrant.is_in([1, 3]))
            .then(142)
            .otherwise(-1),
            "GENERO": pl.when(dice.chance(2, "other gender", of))
            .then(dice.choose([0, 3, 4, 5, 6, 88], "gender", of))
            .when(pl.col("_sex") < 3)
            .then("_sex")
            .otherwise(0),
            "DERECHOHABIENCIA": dice.choose(_AFFILIATIONS, "affiliation", of),
        }

    def somatometry(self) -> dict[str, pl.Expr]:
        dice, age = self.dice, pl.col("_age")
        height = (
            pl.when(age < 18).then(50 + age * 6 + dice.below(8, "height")).otherwise(145 + dice.below(45, "height"))
        )
        grams = (
            pl.when(age < 18)
            .then(3200 + age * 3000 + dice.below(4000, "weight"))
            .otherwise(45_000 + dice.below(60_000, "weight"))
        )
        kilos, rest = (grams // 1000).cast(pl.String), (1000 + grams % 1000).cast(pl.String).str.slice(1)
        form = dice.below(10, "weight form")
        return {
            "PESO": pl.when(dice.chance(1, "no weight"))
            .then(pl.lit("999"))
            .when(form < 3)
            .then(kilos)
            .when(form < 8)
            .then(pl.concat_str(kilos, pl.lit("."), rest.str.slice(0, 1)))
            .otherwise(pl.concat_str(kilos, pl.lit("."), rest)),
            "TALLA": pl.when(dice.chance(1, "no height")).then(999).otherwise(height),
            "CIRCUNFERENCIACINTURA": dice.must(
                (age >= 18) & dice.chance(60, "waist?"), list(range(62, 125)), "waist", default=0
            ),
        }

    def vital_signs(self) -> dict[str, pl.Expr]:
        dice, age = self.dice, pl.col("_age")
        measured = (age >= 5) & dice.chance(90, "pressure?")
        low = dice.between(50, 95, "diastolic")
        heart = pl.when(age < 6).then(dice.between(80, 150, "heart")).otherwise(dice.between(55, 105, "heart"))
        breath = pl.when(age < 6).then(dice.between(22, 50, "breath")).otherwise(dice.between(12, 22, "breath"))
        tenths = dice.between(355, 392, "temperature")
        return {
            "SISTOLICA": pl.when(measured).then(low + dice.between(20, 60, "systolic")).otherwise(0),
            "DIASTOLICA": pl.when(measured).then(low).otherwise(0),
            "FRECUENCIACARDIACA": pl.when(dice.chance(5, "no heart")).then(0).otherwise(heart),
            "FRECUENCIARESPIRATORIA": pl.when(dice.chance(5, "no breath")).then(0).otherwise(breath),
            "TEMPERATURA": pl.when(dice.chance(3, "no temperature"))
            .then(pl.lit("0"))
            .when(tenths % 10 == 0)
            .then((tenths // 10).cast(pl.String))
            .otherwise(pl.concat_str(tenths // 10, pl.lit("."), tenths % 10)),
            "SATURACIONOXIGENO": dice.choose([0, *range(88, 101)], "oxygen"),
            "GLUCEMIA": dice.may(age >= 5, list(range(65, 300)), "glucose", default=0, percent=35),
        }

    def confirmations(self) -> dict[str, pl.Expr]:
        dice, age = self.dice, pl.col("_age")
        doctor = pl.col("TIPOPERSONAL").is_in([1, 2, 3, 4, 19, 24])

        def confirmed(number: int, first: pl.Expr) -> pl.Expr:
            child = (age < 18) & pl.col(f"_childhood{number}")
            chronic = first & (age >= 20) & pl.col(f"_chronic{number}")
            return dice.must(doctor & (child | chronic).fill_null(value=False), [0, 1], f"confirmation {number}")

        return {
            "CONFIRMACIONDIAGNOSTICA1": confirmed(1, pl.col("RELACIONTEMPORAL") == 0),
            "CONFIRMACIONDIAGNOSTICA2": confirmed(2, pl.col("PRIMERAVEZDIAGNOSTICO2") == 1),
            "CONFIRMACIONDIAGNOSTICA3": confirmed(3, pl.col("PRIMERAVEZDIAGNOSTICO3") == 1),
            "INTERVENCIONESSMYA": dice.may(
                pl.col("TIPOPERSONAL").is_in([1, 2, 3, 4, 9, 19, 24]), [1, 2, 3], "mental", percent=5
            ),
        }

    def glucose(self) -> dict[str, pl.Expr]:
        dice, measured = self.dice, pl.col("GLUCEMIA") != 0
        method = dice.must(measured, [1, 2, 2], "method")
        gestational = pl.any_horizontal(
            pl.col("^CODIGOCIEDIAGNOSTICO.$")
            .is_in(["O240", "O241", "O242", "O243", "O244", "O249"])
            .fill_null(value=False)
        )
        return {
            "TIPOMEDICION": dice.may(measured, [0, 1], "fasting", percent=90),
            "RESULTADOOBTENIDOATRAVESDE": method,
            "EMBARAZADASINDIABETES": dice.may(
                fertile() & measured & ~gestational & (method == 2),
                [1, 2],
                "pregnant",
                default=0,
                percent=10,
            ),
        }

    def reproduction(self) -> dict[str, pl.Expr]:
        """At most one of preconception, pregnancy and puerperium."""
        dice, state = self.dice, self.dice.below(100, "reproduction")
        likely = fertile() & pl.col("_age").is_between(14, 48)
        return {
            "ATENCIONPREGESTACIONALRT": dice.must(likely & (state < 3), [0, 1], "preconception"),
            "RELACIONTEMPORALEMBARAZO": dice.must(likely & state.is_between(3, 17), [0, 1, 1], "pregnancy"),
            "PUERPERA": dice.must(likely & state.is_between(18, 20), [0, 1], "puerperium"),
        }

    def pregnancy(self) -> dict[str, pl.Expr]:
        dice, visit = self.dice, pl.col("RELACIONTEMPORALEMBARAZO")
        flags = words(
            "PRIMERAVEZALTORIESGO COMPLICACIONPORDIABETES COMPLICACIONPORINFURI COMPLICACIONPORPREEECLA "
            "COMPLICACIONPORHEMORRAGIA SOSPECHACOVID19 COVID19CONFIRMADO HIPERTENSIONARTPREXISTENTE "
            "OTRASACCPRESCACIDOFOLICO OTRASACCAPOYOTRANSLADO OTRASACCAPOYOTRANSLADOAME"
        )
        return {
            "RIESGO": pl.when(pl.col("ATENCIONPREGESTACIONALRT") != -1)
            .then(dice.choose(_RISKS, "risks"))
            .otherwise(pl.lit("-1")),
            "PLANSEGURIDAD": pl.when(visit == 0)
            .then(dice.choose([1, 1, -1], "plan a"))
            .when(visit == 1)
            .then(dice.choose([1, 2, 2, -1], "plan b"))
            .otherwise(-1),
            "TRIMESTREGESTACIONAL": dice.must(visit != -1, [1, 2, 3], "trimester"),
            **{flag: dice.may(visit != -1, [0, 0, 0, 0, 1], flag, percent=80) for flag in flags},
            "INFECCIONPUERPERAL": dice.may(pl.col("PUERPERA") != -1, [0, 1], "infection", percent=10),
        }

    def women(self) -> dict[str, pl.Expr]:
        dice, staff, sex = self.dice, not_psychology(), pl.col("SEXOBIOLOGICO")
        adult, specialised = pl.col("_age") >= 15, pl.col("_cancer")
        return {
            "TERAPIAHORMONAL": dice.may((sex >= 2) & staff & adult, [0, 1], "hormones", percent=15),
            "PERIPOSTMENOPAUSIA": dice.may(
                (sex == 2) & staff & (pl.col("_age") >= 40), [0, 1], "menopause", percent=20
            ),
            "ITS": dice.may(staff & adult, [0, 1], "its", percent=3),
            "PATOLOGIAMAMARIABENIGNA": dice.may(staff & adult, [0, 1], "breast", percent=2),
            "CANCERMAMARIO": dice.may(specialised & staff & adult, [0, 1], "breast cancer", percent=4),
            "COLPOSCOPIA": dice.may((sex >= 2) & staff & adult, [0, 1], "colposcopy", percent=4),
            "CANCERCERVICOUTERINO": dice.may(specialised & (sex >= 2) & staff & adult, [0, 1], "cervical", percent=4),
        }

    def child(self) -> dict[str, pl.Expr]:
        dice, age = self.dice, pl.col("_age")
        return {
            "NINOSANORT": dice.may((age < 10) & not_psychology(), [0, 1], "well child", percent=45),
            "RESULTADOBATTELLE": dice.may((pl.col("_months") >= 16) & (age < 5), [1, 2, 3], "battelle", percent=15),
            "APLICACIONCEDULACANCER": dice.may((age < 18) & not_psychology(), [1, 2], "cancer form", percent=40),
            "INFORMAPREVENCIONACCIDENTES": dice.must((age < 10) & not_psychology(), [0, 1], "accidents"),
        }

    def child_details(self) -> dict[str, pl.Expr]:
        dice, well = self.dice, pl.col("NINOSANORT") != -1
        edi = (pl.col("_age") < 6) & (well | ~not_psychology())
        ill = ~well & (pl.col("_age") < 5) & not_psychology()
        return {
            "PRUEBAEDI": dice.may(edi, [1, 2], "edi", percent=60),
            "EDASRT": dice.may(ill, [0, 1], "diarrhoea", percent=25),
            "IRASRT": dice.may(ill, [0, 1], "respiratory", percent=40),
        }

    def child_treatment(self) -> dict[str, pl.Expr]:
        dice, edi, diarrhoea, respiratory = (
            self.dice,
            pl.col("PRUEBAEDI"),
            pl.col("EDASRT") != -1,
            pl.col("IRASRT") != -1,
        )
        plan = dice.must(diarrhoea, [1, 1, 2, 3], "diarrhoea plan")
        return {
            "RESULTADOEDI": pl.when(edi == 1)
            .then(dice.between(1, 3, "edi result"))
            .when(edi == 2)
            .then(dice.between(4, 6, "edi result"))
            .otherwise(-1),
            "EDASPLANTRATAMIENTO": plan,
            "RECUPERADODESHIDRATACION": dice.must(plan.is_in([2, 3]), [0, 1], "recovered"),
            "NUMEROSOBRESVSOTRATAMIENTO": dice.must(diarrhoea, list(range(10)), "sachets", default=0),
            "IRASPLANTRATAMIENTO": dice.must(respiratory, [1, 2], "respiratory plan"),
            "NEUMONIART": dice.may(respiratory, [0, 1], "pneumonia", percent=10),
        }

    def older(self) -> dict[str, pl.Expr]:
        applies = ~pl.col("TIPOPERSONAL").is_in([7, 8, 9, 10, 11, 21, 22, 29]) & (pl.col("_age") >= 60)
        names = words(
            "SINTOMADEPRESIVA ALTERACIONMEMORIA AIVD_ABVD SINDROMECAIDAS INCONTINENCIAURINARIA MOTRICIDAD "
            "ASESORIANUTRICIONAL"
        )
        return {name: self.dice.may(applies, [1, 2], name, percent=25) for name in names}

    def promotion(self) -> dict[str, pl.Expr]:
        dice = self.dice
        return {
            "NUMEROSOBRESVSOPROMOCION": dice.may(not_psychology(), list(range(10)), "promotion", default=0, percent=20),
            "LINEAVIDA": dice.below(2, "line of life"),
            "CARTILLASALUD": dice.below(2, "booklet"),
            "ESQUEMAVACUNACION": dice.below(2, "vaccination"),
        }

    def referral(self) -> dict[str, pl.Expr]:
        dice, pregnant = self.dice, pl.col("RELACIONTEMPORALEMBARAZO") != -1
        back = dice.chance(4, "counter-referred")
        reason = (
            pl.when(~not_psychology())
            .then(5)
            .when(pregnant)
            .then(dice.choose([1, 7, 8, 9, 5], "referred a"))
            .when(pl.col("_age") < 18)
            .then(dice.choose([2, 3, 4, 5, 6], "referred b"))
            .otherwise(dice.choose([3, 4, 5, 5, 6], "referred c"))
        )
        return {
            "REFERIDOPOR": pl.when(~back & dice.chance(8, "referred")).then(reason).otherwise(-1),
            "CONTRARREFERIDO": back.cast(pl.Int64),
        }

    def telemedicine(self) -> dict[str, pl.Expr]:
        dice, kind = self.dice, self.dice.below(100, "distance")
        study = (kind >= 2) & dice.chance(6, "studies?")
        return {
            "TELEMEDICINA": (kind < 2).cast(pl.Int64),
            "TELECONSULTA": kind.is_between(2, 5).cast(pl.Int64),
            "ESTUDIOSTELECONSULTA": pl.when(study).then(dice.choose(_STUDIES, "studies")).otherwise(pl.lit("-1")),
        }

    def distance(self) -> dict[str, pl.Expr]:
        live = pl.col("TELECONSULTA") == 1
        return {
            "MODALIDADCONSULDIST": pl.when(live)
            .then(1)
            .when(pl.col("ESTUDIOSTELECONSULTA") != "-1")
            .then(2)
            .otherwise(-1)
        }


def not_psychology() -> pl.Expr:
    return ~pl.col("TIPOPERSONAL").is_in([15, 16])


def fertile() -> pl.Expr:
    return (pl.col("SEXOBIOLOGICO") == 2) & pl.col("_age").is_between(9, 59)
