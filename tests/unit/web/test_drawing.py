"""Chips, bars and shades: words, signs and widths."""

from datetime import date

import pytest

from jingzhun.web.drawing import due_chip, shades, spark_path, split_bar, verdict_chip

TODAY = date(2026, 7, 3)


@pytest.mark.parametrize(
    ("value", "kind", "word", "look"),
    [
        ("pass", "criterion", "通过", "jz-pass"),
        ("fail", "standard", "未达标", "jz-fail"),
        ("pass", "programme", "符合", "jz-pass"),
        ("missing", "standard", "缺数据", "jz-miss"),
        ("missing", "match", "未回传", "jz-miss"),
        ("not_applicable", "criterion", "不适用", "jz-na"),
    ],
)
def test_verdict_has_its_word_and_its_own_look(value, kind, word, look):
    chip = verdict_chip(value, kind=kind)
    assert f">{word}<" in chip.replace("</svg>", ">")
    assert look in chip


def test_a_word_that_is_no_verdict_is_refused_and_never_drawn_blank():
    with pytest.raises(ValueError, match="not a verdict"):
        verdict_chip("", kind="criterion")


@pytest.mark.parametrize(
    ("on", "word", "look"),
    [
        (date(2026, 7, 5), "还剩 2 天", "jz-due"),
        (date(2026, 7, 3), "今日到期", "jz-due"),
        (date(2026, 6, 30), "超期 3 天", "jz-fail"),
        (date(2026, 9, 30), "9月30日", "jz-plain"),
        (date(2027, 1, 4), "2027-01-04", "jz-plain"),
        (None, "无时限", "jz-plain"),
    ],
)
def test_time_limit_is_said_from_today(on, word, look):
    chip = due_chip(on, TODAY)
    assert word in chip
    assert look in chip


def test_a_part_that_is_not_nought_is_visible_and_parts_fill_the_bar():
    bars = split_bar(9990, 9, 1)["bars"]
    widths = [float(bar["width"]) for bar in bars]
    assert min(widths) >= 6
    assert sum(widths) + 2 * 2 == pytest.approx(1000, abs=0.2)
    assert float(bars[-1]["x"]) + widths[-1] == pytest.approx(1000, abs=0.2)


def test_nought_is_not_drawn_and_missing_is_hatched():
    assert [bar["css"] for bar in split_bar(3, 0, 1)["bars"]] == ["jz-pass", ""]
    assert split_bar(0, 0, 0)["bars"] == []


def test_equal_counts_of_small_parts_keep_their_own_place():
    assert len(split_bar(5000, 1, 1)["bars"]) == 3


def test_shades_run_from_one_to_four_and_missing_is_the_lightest():
    assert shades([44, 11, 22, 33, 0, None]) == [4, 1, 2, 3, 1, 1]
    assert shades([]) == []


def test_a_line_of_one_point_is_not_drawn():
    assert spark_path([5.0]) == ("", "")
    line, area = spark_path([1.0, 3.0])
    assert line == "M0.0 24.0 L100.0 4.0"
    assert area.startswith(line)
