"""What the rule language reads, what it refuses and where it says so."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from county_roster import COUNTY_ROSTER
from jingzhun.rules.language import UnableToParseRule, UnableToReadQuantity, UnableToTakeRule, parse
from jingzhun.rules.resolve import FUNCTIONS, Scope, resolve
from jingzhun.rules.source import AuthorProblem, Source


def shape(text: str) -> object:
    def walk(node):  # type: ignore[no-untyped-def]
        return (node.kind, getattr(node.value, "number", node.value), *map(walk, node.parts))

    return walk(parse(Source(text)))


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("全部(成员, 非 适龄 或 在校)", "every（成员， not 适龄 or 在校）".replace("every", "全部")),
        ("a 且 b 或 非 c", "a and b or not c"),
        ("年龄 在 6 到 15", "年龄 between 6 to 15"),
        ("房屋等级 属于 [“A”、“B”]", '房屋等级 in ["A", "B"]'),
        ("如果 a 则 1 否则 2", "if a then 1 else 2"),
        ("房屋等级 缺", "房屋等级 is missing"),
        ("收入 ≥ ５万元 × 3", "收入 >= 50000元 * 3"),
        ("住房面积 ≤ 25㎡／人×人数", "住房面积 <= 25平方米/人 × 人数"),
        ("日期 = 2018年6月1日", "日期 = 2018-06-01"),
    ],
)
def test_both_ways_of_writing_give_the_same_tree(chinese: str, english: str) -> None:
    assert shape(chinese) == shape(english)


@pytest.mark.parametrize(
    ("text", "line", "column", "found"),
    [
        ('__import__("os")', 3, 7, "__import__"),
        ("x[0]", 3, 8, "["),
        ("lambda: 1", 3, 13, ":"),
        ("3500 元整", 3, 12, "元整"),
        ("a => b", 3, 10, ">"),
        ("a 且", 3, 10, "结束"),
        ("甲 或\n  乙 丙", 4, 5, "丙"),
        ("x = 尾_", 3, 11, "尾_"),
    ],
)
def test_an_error_names_the_character_and_what_may_stand_there(text: str, line: int, column: int, found: str) -> None:
    with pytest.raises(UnableToParseRule) as caught:
        parse(Source(text, "standards/household.yaml", 3, 7))
    fields = caught.value.fields
    assert (fields["line"], fields["column"], fields["found"]) == (line, column, found)
    assert f"standards/household.yaml 第 {line} 行第 {column} 列" in str(caught.value)


def test_words_run_to_the_next_blank_or_sign() -> None:
    assert parse(Source("非适龄")).value == ("非适龄",)
    assert parse(Source("非 适龄")).kind == "not"


@pytest.mark.parametrize(
    "text", ["日期 = 2018-02-31", "a = 3.5分", "a = 0.001元", "a = 0.0000000000001", "a = 0.00000000001%"]
)
def test_impossible_quantities_are_refused(text: str) -> None:
    with pytest.raises(UnableToReadQuantity):
        parse(Source(text))


@pytest.mark.parametrize("text", ["a" * 2001, "(" * 51 + "a" + ")" * 51, "-" * 60 + "1", " + ".join("a" * 60)])
def test_too_long_or_too_deep_is_refused(text: str) -> None:
    with pytest.raises(UnableToTakeRule):
        parse(Source(text))


PIECES = ["(", ")", "[", "]", "，", ",", ".", "且", "或 ", "非 ", "在", "到", "属于", "缺", "如果 ", "则 ", "否则 ", ">=", "≠", "//", "×",
          "3500元", "5万", "30%", "2018-01-01", "“低保”", "成员", "计数(", "__class__", "eval(", "\n", " ", "\x00", "'", "\\", "{", "ﷺ", "㎡"]  # fmt: skip


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=40).map("".join)))
def test_no_input_hangs_or_leaks_a_traceback(text: str) -> None:
    begun = time.thread_time()  # the processor's time of this thread: other programs do not count
    try:
        parse(Source(text))
    except AuthorProblem as problem:
        assert str(problem).startswith("Y-")
    assert time.thread_time() - begun < 10


WORDS = [
    *FUNCTIONS,
    "成员",
    "members",
    "收入",
    "户",
    "村",
    "金额",
    "年度",
    "在校",
    "出生日期",
    "饮水安全",
    "房屋等级",
    "住房面积",
    "评估日",
    "year",
    "A",
    "通过",
]
SIGNS = [
    " 且 ",
    " 或 ",
    " 非 ",
    " + ",
    " × ",
    " // ",
    " - ",
    " >= ",
    " ≠ ",
    " 缺",
    ", ",
    ".",
    " 属于 ",
    " 在 ",
    " 到 ",
    "如果 ",
    " 则 ",
    " 否则 ",
]
ATOMS = st.sampled_from([*WORDS, "3500元", "25平方米/人", "3%", "2018-01-01", "“A”", "[A, B]", "缺", "1"])
RULES = st.recursive(
    ATOMS,
    lambda inner: (
        st.tuples(inner, st.sampled_from(SIGNS), inner).map("".join)
        | st.tuples(st.sampled_from(list(FUNCTIONS)), st.lists(inner, max_size=3)).map(
            lambda f: f"{f[0]}({', '.join(f[1])})"
        )
        | inner.map(lambda each: f"({each})")
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(RULES)
def test_a_rule_becomes_nodes_or_an_error_in_words(text: str) -> None:
    try:
        resolve(parse(Source(text)), Source(text), Scope(COUNTY_ROSTER), "household")
    except AuthorProblem as problem:
        assert str(problem).startswith("Y-") and "第 1 行" in str(problem)
