"""No confidential value of a record stands anywhere in the page, unless it was asked for."""

from __future__ import annotations

import html
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

import giis
from effort import a_part_of_the_examples
from giis.reports.html import render_html
from giis.specs import load_guide
from outpatient import AS_OF, BASE, exchange_file

GUIDE = load_guide("GIIS-B015-04-11")
SECRET = [variable.identifier for variable in GUIDE.variables if variable.confidential]
OPEN = [variable.identifier for variable in GUIDE.variables if not variable.confidential]
TOKENS = st.text(string.ascii_letters + string.digits, min_size=9, max_size=14).map("q7{}".format)
"""No word of the page itself begins so, and no hash."""
ROUND = st.sampled_from(["", "<b>", '"', "'", "&", "=", "@", "-", " ", "Ñ", "<script>", "\u00a0", "\x1b", "á"])
SPOILT = st.tuples(ROUND, TOKENS, ROUND)


@st.composite
def records(draw):
    """A few records with secret tokens in confidential variables, and what these tokens are."""
    made, tokens = [], []
    for _ in range(draw(st.integers(1, 3))):
        record = dict(BASE)
        for name in draw(st.sets(st.sampled_from(SECRET), min_size=1)):
            before, token, after = draw(SPOILT)
            tokens.append(token)
            record[name] = f"{before}{token}{after}"
        for name in draw(st.sets(st.sampled_from(OPEN), max_size=4)):
            record[name] = draw(st.sampled_from(["", "-1", "99", "x<b>", "=1+1", "0"]))
        made.append(record)
    return made, tokens


def test_the_guide_has_confidential_variables():
    assert {"curpPaciente", "nombre", "primerApellido", "segundoApellido"} <= set(SECRET)


@a_part_of_the_examples(3)
@given(records(), st.sampled_from(["es", "en"]))
def test_confidential_values_never_stand_in_the_page(drawn, language):
    made, tokens = drawn
    report = giis.validate(exchange_file(made), "B015", as_of=AS_OF)
    told = html.unescape(render_html(report, language=language)).casefold()
    assert [token for token in tokens if token.casefold() in told] == []


@pytest.mark.parametrize("language", ["es", "en"])
def test_values_that_were_asked_for_stand_there_with_a_notice(language):
    record = {**BASE, "nombre": "<i>qqq7zz"}
    report = giis.validate(exchange_file([record]), "B015", as_of=AS_OF, show_values=True)
    told = render_html(report, language=language)
    assert "&lt;i&gt;qqq7zz" in told
    assert 'class="alarm"' in told
    assert 'class="alarm"' not in render_html(
        giis.validate(exchange_file([record]), "B015", as_of=AS_OF), language="es"
    )
