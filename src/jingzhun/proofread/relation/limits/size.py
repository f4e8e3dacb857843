"""Sizes that cannot be: 户均增收 3,400 万元, 路灯 860 万盏, and amounts of one row of which one is in 元 and one in 万元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ...figure import Figure
from ...finding import Kind, Outcome, Severity
from ...reading import Passage, Reading, finding
from ...unit import MONEY

_A_LIFE = 10_000_000  # 元 that nobody earns or is given
_A_HEAD = frozenset("户人")
_INSTALLED = frozenset("盏座口栋眼个处")
_LAMPS = re.compile(r"路灯|桥|井|水池|水窖|塔|垃圾[桶箱池]|厕")
_COUNTRY = 1_000_000
_RESPECTIVELY = re.compile(r"分别(?:为|是)?$")


_FIRMS = re.compile(r"企业|产值|利润|行业|工业|制造|厂|公司|纳税|规上")  # 户均产值 2 亿元 is of firms


def find(reading: Reading) -> Iterator[Outcome]:
    for passage in reading.passages:
        for figure in passage.figures:
            if (
                figure.dimension == MONEY
                and figure.per in _A_HEAD
                and figure.base >= _A_LIFE
                and not _FIRMS.search(passage.text)
            ):
                yield _doubted(figure, [], f"每{figure.per}{figure.text}，大得不合常理，可能多写了“万”")
            elif (
                figure.unit.lstrip("万亿") in _INSTALLED
                and figure.base >= _COUNTRY
                and _LAMPS.search(figure.left[-6:] + figure.noun[:4])
            ):
                yield _doubted(figure, [], f"{figure.text}大得不合常理，可能多写了“万”")
        for one, other in pairwise(passage.figures):
            if one.dimension == other.dimension == MONEY and _are_one_row(passage, one, other):
                yield from _mixed(one, other)


def _are_one_row(passage: Passage, one: Figure, other: Figure) -> bool:
    return bool(_RESPECTIVELY.search(one.left)) and passage.between(one, other) == "、"


def _mixed(one: Figure, other: Figure) -> Iterator[Outcome]:
    """分别为 456 元、388 万元."""
    for small, large in ((one, other), (other, one)):
        written = small.unit_worth == 1 and large.unit_worth == 10_000 and small.value % 1 == 0
        if written and small.base < 10_000 and 0.1 < float(small.value / large.value) < 10:
            yield _doubted(small, [large], f"与并列的{large.text}单位不一，可能漏写了“万”")


def _doubted(figure: Figure, others: list[Figure], message: str) -> Outcome:
    return finding(
        Kind.OTHER, Severity.WARNING, figure, others, computed="", arithmetic=figure.text, message=f"{figure.text}：{message}",
        suggestion="请核对单位",
    )  # fmt: skip
