"""What a figure's page says about it: its definition in words, its rule, where it stands, and its unit as people read it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from jingzhun.core.money import wan, yuan

from .indicators import indicator
from .models import Figure


@dataclass(frozen=True)
class Definition:
    """``rule`` in the words of the policy language; ``clause``, ``source`` and ``trust`` where a pack's item decides."""

    sentence: str
    rule: str
    clause: str = ""
    trust: str = ""


def definition(figure: Figure) -> Definition:
    """From the indicator's table, and for a criterion from the item as the run's pack had it."""
    defined = indicator(figure.indicator)
    if figure.run is None:
        return Definition(defined.definition, defined.rule)
    name, _, rest = figure.part.partition("/")
    for standard in figure.run.standards:
        if standard["name"] != name:
            continue
        if standard["is_programme"]:
            return Definition(defined.definition, standard["rule"], standard["clause"], standard["trust"])
        for item in standard["items"]:
            if item["id"] == rest.partition("/")[0]:
                return Definition(defined.definition, item["rule"], item["clause"], item["trust"])
        sentence = "全部条目通过为达标；有一条不通过即未达标；没有不通过、但有缺数据的，整体为缺数据。"
        unjudged = sum(not item["decided"] for item in standard["items"])
        if unjudged:
            sentence += f"另有 {unjudged} 条只列文字，没有判断，不参与结论。"
        return Definition(sentence, f"适用于：{standard['applies'] or '全部'}")
    return Definition(defined.definition, defined.rule)


_FROM_WAN = 10_000_000
_WAN_CENT = 10_000
"""Fen in 10 万元 and in 0.01 万元."""


@dataclass(frozen=True)
class Shown:
    """A number as printed with its unit."""

    number: str
    unit: str


def is_whole_wan(value: Decimal | int | None) -> bool:
    """Whether so many fen are exact in 万元 with two decimals."""
    return value is None or int(value) % _WAN_CENT == 0


def shown(value: Decimal | int | None, unit: str, *, in_wan: bool = True) -> Shown:
    """Fen as 元 with two decimals, from 10 万元 on as 万元 where two decimals are exact (never with ``in_wan`` false, for a
    list that also has others); counts as whole numbers, others as
    they are; missing is 缺数据."""
    if value is None:
        return Shown("缺数据", "")
    if unit == "分":
        fen = int(value)
        if in_wan and abs(fen) >= _FROM_WAN and is_whole_wan(fen):
            return Shown(wan(fen), "万元")
        return Shown(yuan(fen), "元")
    value = Decimal(value)
    if value == value.to_integral_value():
        return Shown(f"{int(value):,}", unit)
    return Shown(f"{value.normalize():,f}", unit)
