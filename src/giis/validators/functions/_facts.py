"""The facts that the functions on CURPs and names share.

They follow RENAPO's Instructivo Normativo para la Asignación de la CURP (DOF 18-06-2018 and 18-10-2021) and,
for the characters of a name, the Validación column of the names in GIIS-B015-04-11.
"""

from __future__ import annotations

_STATES = "AS BC BS CC CL CM CS CH DF DG GT GR HG JC MC MN MS NT NL OC PL QT QR SP SL SR TC TS TL VZ YN ZS NE"
_PARTICLES = "DA DAS DE DEL DER DI DIE DD EL LA LAS LOS LE LES MAC MC VAN VON Y"
_INCONVENIENT = """
BACA BAKA BUEI BUEY CACA CACO CAGA CAGO CAKA CAKO COGE COGI COJA COJE COJI COJO COLA CULO FALO FETO GETA GUEI
GUEY JETA JOTO KACA KACO KAGA KAGO KAKA KAKO KOGE KOGI KOJA KOJE KOJI KOJO KOLA KULO LILO LOCA LOCO LOKA LOKO
MAME MAMO MEAR MEAS MEON MIAR MION MOCO MOKO MULA MULO NACA NACO PEDA PEDO PENE PIPI PITO POPO PUTA PUTO QULO
RATA ROBA ROBE ROBO RUIN SENO TETA VACA VAGA VAGO VAKA VUEI VUEY WUEI WUEY
"""

STATES = _STATES.split()
"""Keys of the states of birth in a CURP; `NE` is born abroad."""

CURP_PATTERN = rf"[A-Z]{{4}}[0-9]{{6}}[HMX](?:{'|'.join(STATES)})[B-DF-HJ-NP-TV-Z]{{3}}[A-Z0-9][0-9]"
"""How a CURP is built, whether its date exists or not. Ñ never stands in one."""

CHECK_ALPHABET = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
"""The place of a character here is its value for the check digit. Ñ holds a place that no CURP uses."""

PARTICLES = _PARTICLES.split()
"""Prepositions, conjunctions and contractions, passed over while another word follows."""

COMMON_GIVEN = ("JOSE", "MARIA", "MA.", "MA", "M.", "M", "J.", "J")
"""Given names, and their abbreviations, passed over when they are the first of several."""

INCONVENIENT = frozenset(_INCONVENIENT.split())
"""Words that the first four letters may not spell: the second letter becomes X."""

VOWELS = "AEIOU"
CONSONANTS = "BCDFGHJKLMNPQRSTVWXYZ"

DIAERESIS = "ÄËÏÖÜ"
"""Vowels with diaeresis. In a CURP Ü counts as U; the others have no letter there and count as X."""

MARKS = "-,./'¨"
"""What GIIS-B015-04-11 calls special characters of a name; the space is none."""

SEPARATORS = "-,./"
"""The marks that may stand between the words of a compound name, besides the space."""

NAME_CHARACTERS = VOWELS + CONSONANTS + "Ñ" + DIAERESIS + " " + MARKS
