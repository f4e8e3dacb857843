"""Parts that add up to the whole, whatever the shares."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jingzhun.core.apportion import apportion


def test_the_largest_remainder_takes_the_odd_fen_and_the_first_of_equals():
    assert apportion(100, [Fraction(1, 3)] * 3) == [34, 33, 33]
    assert apportion(100, [Fraction(1, 6), Fraction(2, 3), Fraction(1, 6)]) == [17, 67, 16]
    assert apportion(0, [Fraction(1)]) == [0]


def test_shares_that_are_not_one_are_refused():
    with pytest.raises(ValueError, match="add up to one"):
        apportion(100, [Fraction(1, 3), Fraction(1, 3)])


@given(st.integers(0, 10**15), st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any))
def test_parts_add_up_and_none_is_a_unit_away(whole, weights):
    shares = [Fraction(weight, sum(weights)) for weight in weights]
    parts = apportion(whole, shares)
    assert sum(parts) == whole
    assert all(abs(part - whole * share) < 1 for part, share in zip(parts, shares, strict=True))
