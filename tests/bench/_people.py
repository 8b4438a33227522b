"""Invented persons, in columns: names from a vocabulary, and a fictitious CURP that agrees with them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl
from _facts import COUNTRIES, STATES, words

GENERIC_CURP = "XXXX999999XXXXXX99"
INCONVENIENT = words(
    "BACA BAKA BUEI BUEY CACA CACO CAGA CAGO CAKA CAKO COGE COGI COJA COJE COJI COJO COLA CULO FALO FETO "
    "GETA GUEI GUEY JETA JOTO KACA KACO KAGA KAGO KAKA KAKO KOGE KOGI KOJA KOJE KOJI KOJO KOLA KULO LILO "
    "LOCA LOCO LOKA LOKO MAME MAMO MEAR MEAS MEON MIAR MION MOCO MOKO MULA MULO NACA NACO PEDA PEDO PENE "
    "PIPI PITO POPO PUTA PUTO QULO RATA ROBA ROBE ROBO RUIN SENO TETA VACA VAGA VAGO VAKA VUEI VUEY WUEI "
    "WUEY"
)
_PARTICLES = {"DE", "DEL", "LA", "LAS", "LOS", "Y"}
_VALUE = {letter: index for index, letter in enumerate("0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ")}
_WOMEN = words(
    "ADRIANA ALEJANDRA ALICIA ANA ANDREA ANGELICA ARACELI BEATRIZ BLANCA BRENDA CARMEN CAROLINA CATALINA "
    "CECILIA CLAUDIA CRISTINA DANIELA DIANA DOLORES ELENA ELIZABETH ELVIRA ERIKA ESPERANZA ESTELA EVA "
    "FABIOLA FATIMA FERNANDA GABRIELA GLORIA GUADALUPE IMELDA INES IRENE ISABEL IVONNE JIMENA JUANA JULIA "
    "KARINA LAURA LETICIA LORENA LUCIA LUISA LUZ MARGARITA MARIANA MARTHA MIRIAM NATALIA NOEMI NORMA OFELIA "
    "OLGA PATRICIA PAOLA PILAR RAQUEL REGINA ROCIO ROSA RUTH SANDRA SARA SILVIA SOCORRO SOFIA SUSANA TERESA "
    "VALERIA VERONICA VICTORIA VIOLETA XIMENA YOLANDA BEGOÑA"
)
_MEN = words(
    "ABEL ADAN ADOLFO ADRIAN AGUSTIN ALAN ALBERTO ALEJANDRO ALFONSO ALFREDO ANDRES ANGEL ANTONIO ARMANDO "
    "ARTURO BENITO BERNARDO CARLOS CESAR CRISTIAN DANIEL DAVID DIEGO EDGAR EDUARDO EFRAIN EMILIO ENRIQUE "
    "ERNESTO ESTEBAN EZEQUIEL FELIPE FERNANDO FIDEL FRANCISCO GABRIEL GERARDO GILBERTO GUILLERMO GUSTAVO "
    "HECTOR HUGO IGNACIO ISMAEL IVAN JAIME JAVIER JESUS JOAQUIN JORGE JUAN JULIO LEONARDO LORENZO LUIS "
    "MANUEL MARCOS MARIO MARTIN MATEO MIGUEL MOISES NICOLAS OCTAVIO OMAR OSCAR PABLO PEDRO RAFAEL RAMON "
    "RAUL RICARDO ROBERTO RODRIGO RUBEN SALVADOR SANTIAGO SERGIO TOMAS ULISES VICENTE VICTOR IÑIGO"
)
_SURNAMES = (
    "AGUILAR AGÜERO ALVAREZ ARGÜELLO AVILA BAUTISTA CABRERA CAMPOS CARDENAS CARRILLO CASTAÑEDA CASTILLO "
    "CASTRO CERVANTES CHAVEZ CONTRERAS CORTES CRUZ DELGADO DIAZ DOMINGUEZ ESPINOZA ESTRADA FLORES FUENTES "
    "GARCIA GOMEZ GONZALEZ GUERRERO GUTIERREZ GUZMAN HERNANDEZ HERRERA IBARRA JIMENEZ JUAREZ LARA LEON "
    "LOPEZ LUNA MALDONADO MARQUEZ MARTINEZ MEDINA MEJIA MENDEZ MENDOZA MIRANDA MOLINA MONTES MORALES "
    "MORENO MUÑOZ NAVARRO NUÑEZ ORDOÑEZ OROZCO ORTEGA ORTIZ PACHECO PADILLA PEÑA PERALTA PEREZ RAMIREZ "
    "RAMOS RANGEL REYES RIOS RIVERA ROBLES RODRIGUEZ ROJAS ROMERO ROSALES RUIZ SALAZAR SALINAS SANCHEZ "
    "SANDOVAL SANTIAGO SERRANO SILVA SOLIS SOTO SUAREZ TORRES TREVIÑO VALDEZ VARGAS VAZQUEZ VEGA "
    "VELAZQUEZ VILLA ZAMORA ZAVALA ZUÑIGA DE LA CRUZ|DE LA ROSA|DE LEON|DEL RIO|DEL ANGEL|DE LOS "
    "SANTOS|DE JESUS|DE LA TORRE|DE LA FUENTE|DEL VALLE"
)
_FIRST_DAY = date(1900, 1, 1)


@dataclass(frozen=True)
class Words:
    """A vocabulary: its texts and, for each text, what it gives to a CURP."""

    text: pl.Series
    initial: pl.Series
    vowel: pl.Series
    consonant: pl.Series

    def __len__(self) -> int:
        return len(self.text)


def _surnames(count: int) -> list[str]:
    """Return common surnames first, then syllabic inventions."""
    common, _, particles = _SURNAMES.partition(" DE LA CRUZ|")
    names = dict.fromkeys([*common.split(), "DE LA CRUZ", *particles.split("|")])
    rng = random.Random(2)  # noqa: S311
    onsets = words("B C D F G L M N P R S T V BR CR DR GR TR PL CH QU Z J Ñ")
    endings = words("EZ ALES ERO INO ARES ONTE ELA IDO UZCO ANDA ILLO OÑO AGA ETA URRI")
    while len(names) < count:
        middle = "".join(rng.choice(onsets[:13]) + rng.choice("AEIO") for _ in range(rng.randint(0, 2)))
        names[rng.choice(onsets[:-1]) + rng.choice("AEIO") + middle + rng.choice(onsets[:13]) + rng.choice(endings)] = (
            None
        )
    return list(names)


def _given_names(simple: list[str], leader: str, abbreviation: str, count: int) -> list[str]:
    """Return the simple names first, then compound ones."""
    names = dict.fromkeys(simple)
    for name in simple[:40]:
        names[f"{leader} {name}"] = None
        names[f"{abbreviation} {name}"] = None
    rng = random.Random(3)  # noqa: S311
    while len(names) < count:
        first, second = rng.sample(simple, 2)
        names[f"{first} {second}"] = None
    return list(names)


def _letters(text: str, *, given: bool) -> tuple[str, str, str]:
    """Return the initial, the first internal vowel and the first internal consonant that count in a CURP."""
    parts = [part for part in text.split() if part not in _PARTICLES]
    if given and len(parts) > 1 and parts[0] in {"JOSE", "MARIA", "MA", "MA.", "M", "M.", "J", "J."}:
        parts = parts[1:]
    word = parts[0].replace("Ü", "U").replace("Ñ", "X")
    vowel = next((letter for letter in word[1:] if letter in "AEIOU"), "X")
    consonant = next((letter for letter in word[1:] if letter not in "AEIOU"), "X")
    return word[0], vowel, consonant


def _words(texts: list[str], *, given: bool) -> Words:
    letters = [_letters(text, given=given) for text in texts]
    return Words(pl.Series(texts), *(pl.Series(column) for column in zip(*letters, strict=True)))


class People:
    """The vocabulary and the tables from which persons are put together."""

    def __init__(self) -> None:
        self.surnames = _words([*_surnames(4000), "XX"], given=False)
        women = _given_names(_WOMEN, "MARIA", "MA.", 1500)
        men = _given_names(_MEN, "JOSE", "J.", 1500)
        self.women = len(women)
        self.given = _words(women + men, given=True)
        self.men = len(men)
        days = [_FIRST_DAY + timedelta(day) for day in range(366 * 140)]
        self.dates = pl.Series([day.strftime("%d/%m/%Y") for day in days])
        self.short_dates = pl.Series([day.strftime("%y%m%d") for day in days])
        self.states = pl.Series([*STATES, "NE"])
        self.state_keys = pl.Series([*STATES.values(), "88"])
        self.countries = pl.Series([142, *COUNTRIES])

    def date_text(self, days: pl.Series) -> pl.Series:
        """Write dates, given as days since 1900-01-01, as the guide does."""
        return self.dates.gather(days)

    def describe(self, draw: pl.DataFrame) -> pl.DataFrame:
        """Make persons.

        `draw` has: `first`, `second` (indices of surnames), `given` (any number), `sex` (1, 2, 3), `born`
        (days since 1900-01-01), `state` (index; the last is "born abroad"), `twin` (homonymy, 0 to 3).
        """
        women, men = self.women, self.men
        given = draw.select(
            pl.when(pl.col("sex") == 2).then(pl.col("given") % women).otherwise(women + pl.col("given") % men)
        ).to_series()
        surnames, names = self.surnames, self.given
        first, second = draw["first"], draw["second"]
        parts = draw.select(
            surnames.initial.gather(first).alias("a"),
            surnames.vowel.gather(first).alias("b"),
            surnames.initial.gather(second).alias("c"),
            names.initial.gather(given).alias("d"),
            self.short_dates.gather(draw["born"]).alias("date"),
            pl.Series(list("HMX")).gather(draw["sex"] - 1).alias("sex"),
            self.states.gather(draw["state"]).alias("state"),
            surnames.consonant.gather(first).alias("e"),
            surnames.consonant.gather(second).alias("f"),
            names.consonant.gather(given).alias("g"),
            pl.Series(list("0123ABCD"))
            .gather(draw["twin"] + (draw["born"] >= (date(2000, 1, 1) - _FIRST_DAY).days).cast(pl.Int64) * 4)
            .alias("twin"),
        )
        four = pl.concat_str("a", "b", "c", "d")
        parts = parts.with_columns(b=pl.when(four.is_in(INCONVENIENT)).then(pl.lit("X")).otherwise("b"))
        body = parts.select(
            pl.concat_str("a", "b", "c", "d", "date", "sex", "state", "e", "f", "g", "twin")
        ).to_series()
        return pl.DataFrame(
            {
                "curp": body + check_digits(body),
                "given": names.text.gather(given),
                "first": surnames.text.gather(first),
                "second": surnames.text.gather(second),
                "state": self.state_keys.gather(draw["state"]),
            }
        )


def check_digits(body: pl.Series) -> pl.Series:
    """Return the check digit of each CURP of 17 characters (none has an Ñ: a character is a byte)."""
    total: pl.Expr = pl.lit(0)
    codes = pl.col("codes").arr
    for position in range(17):
        code = codes.get(position).cast(pl.Int32)
        # 0-9 are worth 0-9, A-N 10-23, and O-Z 25-36 because Ñ comes between.
        value = code - pl.when(code < 65).then(48).when(code < 79).then(55).otherwise(54)
        total = total + value * (18 - position)
    bytes_ = body.cast(pl.Binary).bin.reinterpret(dtype=pl.Array(pl.UInt8, 17))
    return bytes_.to_frame("codes").select(((10 - total % 10) % 10).cast(pl.String)).to_series()


def days_since_1900(day: date) -> int:
    """Return the number under which a date stands in the tables."""
    return (day - _FIRST_DAY).days
