"""Small sets of records: they reach all, nothing in them is superfluous, and what is dear is taken last."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from giis.synth._sets import bits_of, purposes, reached_by, small_set

reaches = st.lists(st.integers(0, 2**12 - 1), min_size=1, max_size=25)


def joined(reached):
    found = 0
    for bits in reached:
        found |= bits
    return found


@given(reached=reaches, dear=st.sets(st.integers(0, 24)), seed=st.integers(0, 3))
def test_a_set_reaches_everything_and_no_record_is_superfluous(reached, dear, seed):
    rows = small_set(reached, dear, seed)
    assert joined(reached[row] for row in rows) == joined(reached)
    for row in rows:
        assert joined(reached[other] for other in rows if other != row) != joined(reached)
    assert small_set(reached, dear, seed) == rows


@given(reached=reaches, dear=st.sets(st.integers(0, 24)))
def test_a_dear_record_is_taken_only_for_what_no_other_reaches(reached, dear):
    cheap = joined(bits for row, bits in enumerate(reached) if row not in dear)
    for row in small_set(reached, dear, 0):
        assert row not in dear or reached[row] & ~cheap


@given(reached=reaches)
def test_every_goal_stands_with_one_record_that_reaches_it(reached):
    rows = small_set(reached, (), 0)
    told = purposes(reached, rows)
    assert sorted(goal for goals in told for goal in goals) == bits_of(joined(reached))
    assert all(reached[row] >> goal & 1 for row, goals in zip(rows, told, strict=True) for goal in goals)


def test_the_smallest_of_several_sets_is_kept():
    pairs = [0b000011, 0b001100, 0b110000]
    greedy_trap = [0b010101, 0b101010, 0b011110]
    assert len(small_set([*greedy_trap, *pairs], (), 0)) == 2
    assert small_set([0, 0], (), 0) == []


def test_answers_become_bits():
    answers = pl.DataFrame({"a": [True, False, True], "b": [False, False, True]})
    assert reached_by(answers) == [0b01, 0, 0b11]
    assert reached_by(answers.select("b", "a")) == [0b10, 0, 0b11]
