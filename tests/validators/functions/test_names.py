"""The form of a person's names."""

import pytest


@pytest.mark.parametrize(
    "name", ["JUAN", "MUÑOZ", "AGÜERO", "CÖSS", "MA. TERESA", "D'ACOSTA-RUIZ,A/B", "GU¨EMES", " A", ""]
)
def test_admitted_characters(ask, name):
    assert ask("name_characters", name) is True


@pytest.mark.parametrize(
    "name", ["Juan", "MARÍA", "ANA2", "A_B", "A\tB", "A\u00a0B", "ANA;", "A\u2019B", "ÀÇ", "A\nB", "\u0410"]
)
def test_other_characters(ask, name):
    assert ask("name_characters", name) is False


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("JUAN", True),
        ("DE LA O", True),
        ("", True),
        (" JUAN", False),
        ("JUAN ", False),
        ("DE  LA O", True),
        (" ", False),
    ],
)
def test_spaces_at_the_ends(ask, name, answer):
    assert ask("name_spacing", name) is answer


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("MA. DE-LA", True),
        ("MA.-DE", False),
        ("A--B", False),
        ("A'¨B", False),
        ("A. .B", True),
        ("-", True),
        ("", True),
    ],
)
def test_marks_in_a_row(ask, name, answer):
    assert ask("name_separators", name) is answer
