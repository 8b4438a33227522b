"""The CURP by itself. All persons here are invented."""

from datetime import date

import pytest

from giis.validators.functions._facts import CHECK_ALPHABET, INCONVENIENT, STATES

CURP = "PEGJ850101HDFRRN09"


def with_character(place: int, character: str) -> str:
    return CURP[: place - 1] + character + CURP[place:]


def test_there_are_32_states_and_abroad():
    assert len(STATES) == len(set(STATES)) == 33


def test_every_state_and_sex_has_the_structure(ask_all):
    rows = [(CURP[:10] + sex + state + CURP[13:],) for sex in "HMX" for state in STATES]
    assert all(ask_all("curp_structure", rows))


@pytest.mark.parametrize(
    ("place", "refused"),
    [
        *((place, "a1Ñ- ") for place in (1, 2, 3, 4)),
        *((place, "AÑ ٣") for place in range(5, 11)),
        (11, "AZ1h"),
        (12, "ZÑ1"),
        (13, "XÑ1"),
        *((place, "AEIOUÑ1b") for place in (14, 15, 16)),
        (17, "Ña- "),
        (18, "AÑ "),
    ],
)
def test_each_place_takes_its_characters_only(ask_all, place, refused):
    assert ask_all("curp_structure", [(with_character(place, character),) for character in refused]) == [False] * len(
        refused
    )


@pytest.mark.parametrize(
    "text",
    ["", CURP[:17], CURP + "1", " " + CURP, CURP + " ", CURP + "\n", CURP.lower(), "XXXX999999XXXXXX99"],
)
def test_other_texts_have_no_structure_and_no_parts(ask, text):
    assert ask("curp_structure", text) is False
    for name in ("curp_check_digit", "curp_birth_date", "curp_sensible"):
        assert ask(name, text) is None
    for name in ("curp_given", "curp_first_surname", "curp_second_surname"):
        assert ask(name, text, "JUAN") is None


def test_structure_leaves_the_date_to_its_own_function(ask):
    assert ask("curp_structure", "PEGJ851332HDFRRN09") is True
    assert ask("curp_birth_date", "PEGJ851332HDFRRN09") is None


@pytest.mark.parametrize(
    ("digits", "homonymy", "born"),
    [
        ("850101", "0", date(1985, 1, 1)),
        ("000229", "9", None),
        ("000229", "A", date(2000, 2, 29)),
        ("040229", "Z", date(2004, 2, 29)),
        ("050229", "A", None),
        ("991231", "5", date(1999, 12, 31)),
        ("991231", "A", date(2099, 12, 31)),
        ("850431", "0", None),
        ("850001", "0", None),
        ("850100", "0", None),
        ("000000", "0", None),
    ],
)
def test_position_17_tells_the_century_of_birth(ask, digits, homonymy, born):
    assert ask("curp_birth_date", f"PEGJ{digits}HDFRRN{homonymy}9") == born


def weighted_sum(text: str) -> int:
    return sum(CHECK_ALPHABET.index(character) * (18 - place) for place, character in enumerate(text[:17]))


def test_exactly_one_digit_checks(ask_all):
    stems = [
        CURP[:17],
        "GOXX001231XNEBBBA0"[:17],
        "ZZZZ991231MZSZZZZ",
        "AAAA000101HASBBB0",
        "NOON010203MVZNPNO",
    ]
    for stem in stems:
        right = (10 - weighted_sum(stem) % 10) % 10
        assert ask_all("curp_check_digit", [(f"{stem}{digit}",) for digit in range(10)]) == [
            digit == right for digit in range(10)
        ]


def test_every_letter_has_its_value_in_the_check(ask_all):
    for place in (1, 2, 3, 4, 17):
        ask_all(
            "curp_check_digit",
            [(with_character(place, chr(code)),) for code in range(ord("A"), ord("Z") + 1)],
        )


def test_inconvenient_words(ask_all):
    assert len(INCONVENIENT) == 81
    assert not any(ask_all("curp_sensible", [(word + CURP[4:],) for word in sorted(INCONVENIENT)]))
    assert all(ask_all("curp_sensible", [(word[0] + "X" + word[2:] + CURP[4:],) for word in sorted(INCONVENIENT)]))
