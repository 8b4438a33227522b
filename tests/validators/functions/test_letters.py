"""The letters that names give to a CURP. The persons are invented."""

import pytest

from giis.validators.functions._facts import INCONVENIENT


def curp(initials: str, consonants: str) -> str:
    return f"{initials}850101HDF{consonants}09"


PERSONS = [
    # given names, first surname, second surname, positions 1-4, positions 14-16
    ("JUAN", "PEREZ", "GARCIA", "PEGJ", "RRN"),
    ("GABRIEL", "MARTINEZ", "XX", "MAXG", "RXB"),
    ("ABIGAIL", "VARGAS", "GUTIERREZ", "VXGA", "RTB"),
    ("ELSA", "XX", "XX", "XXXE", "XXL"),
    # Ñ and Ü
    ("ÑECO", "ÑUÑEZ", "PEÑA", "XUPX", "XXC"),
    ("IÑIGO", "OÑATE", "MUÑOZ", "OAMI", "XXX"),
    ("ÜRSULA", "ÜRIZAR", "GÜEMES", "UIGU", "RMR"),
    ("RAUL", "ARGÜELLO", "LUGÜ", "AULR", "RGL"),
    ("ÖRJAN", "CÖSS", "ÄKERMAN", "CXXX", "SKR"),
    # no internal vowel or consonant
    ("EA", "ICH", "PO", "IXPE", "CXX"),
    ("O", "Y", "UEIA", "YXUO", "XXX"),
    ("LY", "SMRZ", "RHS", "SXRL", "MHY"),
    # particles
    ("ANGEL", "DE LAS LOMAS", "DEL RIO", "LORA", "MXN"),
    ("VAN ROB", "MC GREGOR", "VON DER HEYDEN", "GEHR", "RYB"),
    ("JUAN DE DE DIOS", "DE LA CRUZ Y LEON", "Y", "CUYJ", "RXN"),
    ("LA", "DE LA", "DEL", "LADL", "XLX"),
    ("DELIA", "DELGADO", "LASCURAIN", "DELD", "LSL"),
    # the first of several given names
    ("MARIA LUISA", "SOLIS", "RUIZ", "SORL", "LZS"),
    ("JOSE MARIA", "SOLIS", "RUIZ", "SORM", "LZR"),
    ("MARIA JOSE", "SOLIS", "RUIZ", "SORJ", "LZS"),
    ("JOSE", "SOLIS", "RUIZ", "SORJ", "LZS"),
    ("MARIA", "SOLIS", "RUIZ", "SORM", "LZR"),
    ("MA.", "SOLIS", "RUIZ", "SORM", "LZX"),
    ("J", "SOLIS", "RUIZ", "SORJ", "LZX"),
    ("MA. TERESA", "SOLIS", "RUIZ", "SORT", "LZR"),
    ("MA TERESA", "SOLIS", "RUIZ", "SORT", "LZR"),
    ("M. TERESA", "SOLIS", "RUIZ", "SORT", "LZR"),
    ("M TERESA", "SOLIS", "RUIZ", "SORT", "LZR"),
    ("J. FRANCISCO", "SOLIS", "RUIZ", "SORF", "LZR"),
    ("J JOEL", "SOLIS", "RUIZ", "SORJ", "LZL"),
    ("MARIA DE LOS ANGELES", "SOLIS", "RUIZ", "SORA", "LZN"),
    ("MA. J. ELENA", "SOLIS", "RUIZ", "SORJ", "LZX"),
    ("DE MARIA LUISA", "SOLIS", "RUIZ", "SORL", "LZS"),
    ("LUZ MARIA", "SOLIS", "RUIZ", "SORL", "LZZ"),
    ("MARIANA", "SOLIS", "RUIZ", "SORM", "LZR"),
    ("JOSEFA ANTONIA", "SOLIS", "RUIZ", "SORJ", "LZS"),
    # marks
    ("JUAN JOSE", "D/AMICO", "O'HARA", "DXOJ", "XXN"),
    ("'ESSIO", "D'ACOSTA", "L-CASTILLO", "DXLX", "XXS"),
    ("JOSE/", "ESTRADA-", "SAN-JUAN", "EASJ", "SNS"),
    ("ANA-SOFIA", "LUNA-RUIZ", "DEL CAMPO-RUIZ", "LUCA", "NMN"),
    ("RAU¨L", "GU¨EMES", "¨ZARA", "GUXR", "MZL"),
    # needless spaces have a rule of their own
    (" MARIA  ELSA ", " DE  LA  O ", "  PAZ", "OXPE", "XZL"),
    # inconvenient words
    ("OFELIA", "PEDRERO", "DIAZ", "PXDO", "DZF"),
    ("OSCAR", "COSIO", "GARAY", "COGO", "SRS"),
]


@pytest.mark.parametrize(("given", "first", "second", "initials", "consonants"), PERSONS)
def test_names_agree_with_their_letters_and_with_no_others(ask, ask_all, given, first, second, initials, consonants):
    own = curp(initials, consonants)
    for name, text, places in (
        ("curp_given", given, (3, 15)),
        ("curp_first_surname", first, (0, 1, 13)),
        ("curp_second_surname", second, (2, 14)),
    ):
        assert ask(name, own, text) is True
        for place in places:
            others = "BCDFGHJKLMNPQRSTVWXYZ" + ("AEIOU" if place < 4 else "")
            changed = [own[:place] + letter + own[place + 1 :] for letter in others if letter != own[place]]
            agreed = [
                one
                for one, answer in zip(changed, ask_all(name, [(one, text) for one in changed]), strict=True)
                if answer
            ]
            assert [one for one in agreed if one[:4] not in INCONVENIENT] == []


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("MA.TERESA", {("T", "R"), ("M", "X")}),
        ("MARIA-JOSE", {("J", "S"), ("M", "R")}),
        ("MARIA, JOSE", {("J", "S"), ("M", "R")}),
        ("J/DE/JESUS", {("J", "S"), ("J", "X")}),
        ("-BRENDA", {("B", "R"), ("X", "B")}),
        (".", {("X", "X")}),
        ("ANA/LUZ", {("A", "N")}),
    ],
)
def test_either_reading_of_a_compound_given_name_agrees(ask_all, name, letters):
    pairs = [(initial, consonant) for initial in "ABJLMTX" for consonant in "BNRSXZ"]
    answers = ask_all("curp_given", [(curp(f"PEG{initial}", f"RR{consonant}"), name) for initial, consonant in pairs])
    assert {pair for pair, answer in zip(pairs, answers, strict=True) if answer} == letters


def test_either_reading_of_a_compound_surname_agrees(ask):
    assert ask("curp_first_surname", curp("CUGJ", "RRN"), "DE-LA-CRUZ") is True
    assert ask("curp_first_surname", curp("DEGJ", "XRN"), "DE-LA-CRUZ") is True
    assert ask("curp_first_surname", curp("CUGJ", "XRN"), "DE-LA-CRUZ") is False


def test_the_vowel_of_an_inconvenient_word_agrees_too_for_another_rule_reports_it(ask):
    assert ask("curp_first_surname", curp("VAGA", "RTB"), "VARGAS") is True
    assert ask("curp_sensible", curp("VAGA", "RTB")) is False


def test_x_hides_the_vowel_of_an_inconvenient_word_only(ask):
    assert ask("curp_first_surname", curp("PXGJ", "RRN"), "PEREZ") is False
    assert ask("curp_first_surname", curp("MXAR", "RRN"), "MERINO") is True
    assert ask("curp_first_surname", curp("MXAR", "RRN"), "MIRANDA") is True
    assert ask("curp_first_surname", curp("MXAR", "RRN"), "MARIN") is False


@pytest.mark.parametrize("name", ["Pérez", "PÉREZ", "PEREZ1", "PEREZ_"])
def test_a_name_with_other_characters_has_no_letters_to_compare(ask, name):
    assert ask("curp_first_surname", curp("PEGJ", "RRN"), name) is None


def test_an_empty_name_gives_x(ask):
    assert ask("curp_second_surname", curp("PEXJ", "RXN"), "") is True
    assert ask("curp_second_surname", curp("PEGJ", "RRN"), "") is False
