"""Amounts are whole fen: what is read, what is refused, how it is printed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jingzhun.core.money import LARGEST_FEN, UnableToReadAmount, parse_fen, round_fen, wan, wan_decimals, yuan


@pytest.mark.parametrize(
    ("written", "fen"),
    [
        ("3500", 350_000),
        ("3,500.00元", 350_000),
        ("３５００．５０", 350_050),
        ("¥1,234,567.89", 123_456_789),
        (" 5 万元", 5_000_000),
        ("21130.74万元", 21_130_740_000),
        ("20784.73998万元", 20_784_739_980),
        ("1.5亿元", 15_000_000_000),
        ("7分", 7),
        ("-0.01", -1),
        ("0", 0),
        (3499.99, 349_999),
        (0.1 + 0.2, 30),
        (16.0, 1_600),
        (12, 1_200),
    ],
)
def test_amounts_are_read_as_offices_write_them(written, fen):
    assert parse_fen(written) == fen


def test_the_unit_of_the_column_holds_where_none_is_written():
    assert parse_fen("4.9", unit="万元") == 4_900_000
    assert parse_fen("4.9元", unit="万元") == 490


@pytest.mark.parametrize(
    "written",
    ["", "约3000", "3,50", "1,2,3", "1e5", "1_000", "NaN", "Infinity", "1e999999", "0.001", "12.345元", "3 500 元整",
     "100000000000000.01万元", "1" * 40, None, True, "٣٥٠٠", float("nan"), float("inf"), "3500美元"],
)  # fmt: skip
def test_anything_else_is_refused_with_what_was_written(written):
    with pytest.raises(UnableToReadAmount, match="C-001"):
        parse_fen(written)


def test_the_largest_amount_is_ten_to_the_sixteen():
    assert parse_fen(f"{LARGEST_FEN}分") == LARGEST_FEN
    with pytest.raises(UnableToReadAmount):
        parse_fen(f"{LARGEST_FEN + 1}分")


@given(st.integers(-LARGEST_FEN, LARGEST_FEN))
def test_what_is_printed_is_read_back(fen):
    assert parse_fen(yuan(fen)) == parse_fen(yuan(fen, grouped=False)) == fen


def test_halves_are_rounded_away_from_nought():
    assert [round_fen(Decimal(text)) for text in ("0.5", "1.4999", "2.5", "-0.5", "-2.5")] == [1, 1, 3, -1, -3]


def test_wan_has_fixed_decimals_and_no_signed_nought():
    assert wan(2_113_074_000_000) == "2,113,074.00"
    assert wan(21_130_740_000) == "21,130.74"
    assert wan(5_000, decimals=4) == "0.0050"
    assert wan(-1) == "0.00"


@pytest.mark.parametrize(
    ("amounts", "decimals", "printed"),
    [
        ([864_900_000, 55_703_875], 6, ["864.900000", "55.703875"]),
        ([864_900_000], 1, ["864.9"]),
        ([100_000_000, 250_000_000], 0, ["100", "250"]),
        ([-1, 0], 6, ["-0.000001", "0.000000"]),
        ([], 0, []),
    ],
)
def test_a_column_of_wan_has_as_many_decimals_as_its_longest_needs(amounts, decimals, printed):
    assert wan_decimals(amounts) == decimals
    assert [wan(fen, decimals=decimals) for fen in amounts] == printed
