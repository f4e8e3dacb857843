"""Area codes: levels, padding, ancestors, and subtrees as ranges of codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jingzhun.core.area_code import AreaCode, Level, UnableToReadAreaCode


@pytest.mark.parametrize(
    ("written", "significant", "level"),
    [
        ("", "", Level.NATION),
        ("53", "53", Level.PROVINCE),
        ("530000", "53", Level.PROVINCE),
        ("533400", "5334", Level.PREFECTURE),
        ("533422", "533422", Level.COUNTY),
        ("533422000", "533422", Level.COUNTY),
        ("533422000000", "533422", Level.COUNTY),
        ("533422202000", "533422202", Level.TOWNSHIP),
        ("533422202205", "533422202205", Level.VILLAGE),
        ("533422202205001", "533422202205001", Level.GROUP),
        (" 533422 ", "533422", Level.COUNTY),
    ],
)
def test_noughts_that_pad_stand_for_the_level_above(written, significant, level):
    code = AreaCode.parse(written)
    assert (code.significant, code.level) == (significant, level)


@pytest.mark.parametrize("written", ["5334221", "德钦", "53342220220a", "５３３４２２", "-53342", "5334222022050012"])
def test_what_is_no_code_is_refused(written):
    with pytest.raises(UnableToReadAreaCode, match="C-002"):
        AreaCode.parse(written)


def test_ancestors_and_padding():
    village = AreaCode.parse("533422202205")
    assert village.parent == AreaCode("533422202")
    assert village.parent.padded == "533422202000"
    assert village.at(Level.COUNTY).padded == "533422000000"
    assert village.at(Level.GROUP) == village
    assert AreaCode("53").parent == AreaCode("")
    assert AreaCode("").parent is None
    assert AreaCode("").padded == ""


digits = st.sampled_from([2, 4, 6, 9, 12]).flatmap(lambda n: st.text("0123456789", min_size=n, max_size=n))


@given(digits, digits)
def test_the_range_holds_exactly_what_the_code_covers(above, below):
    code, stored = AreaCode.parse(above), AreaCode.parse(below).padded
    assert (code.first <= stored < code.after) is code.covers(stored)


def test_the_last_code_of_all_still_has_an_end():
    assert AreaCode("999999").after > "999999999999"
    assert AreaCode("533499").after == "533500"
    assert AreaCode("").covers("533422000000")
