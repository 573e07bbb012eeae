"""A plain numeric date, which the audit reads in one step, means what its search sees in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dragon_prep.audit.moments import moments, values_of
from dragon_prep.core.phi import PhiCategory
from dragon_prep.phi.dates.grammar import parse_plain

NUMBERS = st.integers(0, 39).flatmap(lambda n: st.sampled_from((f"{n}", f"{n:02}")))
YEARS = st.one_of(st.integers(1890, 2210).map(str), st.integers(0, 99).map("{:02}".format))


@given(NUMBERS, NUMBERS, YEARS, st.sampled_from("-/."))
def test_a_plain_date_means_what_is_seen_in_it(day, month, year, sign):
    text = sign.join((day, month, year))
    value = parse_plain(text)
    seen = {m.value for m in moments(text) if m.category is PhiCategory.DATUM}
    if value is None:
        assert seen <= {value for _, value in values_of(text, PhiCategory.DATUM)}
        return
    meant = (value.year % 100, value.month, value.day)
    assert seen <= {meant, meant[1:]}
    assert values_of(text, PhiCategory.DATUM) == {
        (PhiCategory.DATUM, meant),
        (PhiCategory.DATUM, meant[1:]),
    }
