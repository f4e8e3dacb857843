"""Figures as factors: what each counts, and for each of what: 每人每月 600 元 is yuan for a person and a month."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from ...figure import Figure
from ...reading import Passage
from ...unit import AREA, ENERGY, HOUSEHOLDS, LENGTH, MASS, MEASURED, MONEY, PEOPLE, RATES, UNITS, VOLUME

YEAR, MONTH, DAY, TERM = "年", "月", "天", "学期"
_VERBS = "由按补奖需投造价给获可得发分收花为支卖"
TIMES = frozenset({YEAR, MONTH, DAY, TERM})
_MEASURES = {
    "亩": AREA, "公顷": AREA, "平方米": AREA, "㎡": AREA, "平米": AREA, "公里": LENGTH, "千米": LENGTH, "米": LENGTH, "吨": MASS,
    "公斤": MASS, "千克": MASS, "斤": MASS, "千瓦时": "electricity", "千瓦": ENERGY, "度": "electricity", "立方米": VOLUME, "方": VOLUME,
}  # fmt: skip
_LONGEST_FIRST = sorted(_MEASURES.items(), key=lambda item: -len(item[0]))
_PERSON = re.compile(
    r"^(?:个?人(?!家)|名|位|口|生(?!产)|学生|社员|队员|党员|干部|职工|工人|村民|群众|老人|护林员|保洁员|劳动力|监测员|护工|学员)"
)
_EACH = re.compile(r"每一?(?P<what>[一-龥㎡]{1,14}?)(?=每|$)")
_MEAN = re.compile(r"(?P<what>户|人|亩|村|社|组|头|只|株|棵|日|月|年|班|校|台|箱|车|座|次)均")
_ONE = re.compile(
    r"(?<![一二三四五六七八九十第每统唯])一(?P<what>亩|箱|座|户|头|斤|公斤|吨|棵|株|名|台|只|间|栋|盏|车|袋|年(?!级)|天|日|晚|餐|班|个?月(?!份)|双|件|瓶|盒|张|本|根|颗|块|把|桶|筐|罐|盆|床|个人|人)(?!项|次|季度)"
)
_YIELD = re.compile(r"(?P<what>亩)(?:产|收入|增收|纯收)")
_YEARLY = re.compile(r"(?:全|一整|整|一学)(?P<what>年)")
_DAILY = re.compile(
    r"(?<![去今前上当本明全每半学])(?P<what>日|月|年)(?:产|工资|薪|租|售|销|均|收|加工|处理|净赚|营业额|流水|进账|发电|供|用|结|利润|总)"
)
_PERIOD = re.compile(r"^(?P<what>日|月|年)(?![前底末初内常子度终均])[一-龥]{1,5}$")
_BEHIND = re.compile(r"^(?:人民币)?(?:[/／]|每|一)(?P<what>[一-龥㎡]{1,4}?)(?:[，。；、）的]|$|[一-龥])")
_PRICE = re.compile(r"单价(?:约|为|是)?$")
_EVERY = re.compile(r"各[一-龥]{0,5}?(?:一[台套个座盏批份件只头])?$")
_SAYS_EACH = frozenset("一亩年月日")
"""What each of the patterns from _ONE to _PERIOD has in it."""
ANY = "*"


@dataclass(frozen=True)
class Term:
    """``kind`` is what is counted; ``each`` for which things (``#3``: for each of the sentence's third figure);
    ``is_mean`` where it is so only on the average; ``place`` is its own number in the sentence."""

    figure: Figure
    kind: str
    each: tuple[str, ...]
    is_mean: bool
    place: int


def terms(passage: Passage) -> list[Term]:
    return [_term(passage, at) for at, figure in enumerate(passage.figures) if _is_factor(figure)]


def _is_factor(figure: Figure) -> bool:
    return (
        figure.base > 0
        and figure.dimension not in RATES - {"span"}
        and not (figure.is_range or figure.is_quoted or figure.is_article)
        and not figure.dimension.startswith("age")
    )


def _term(passage: Passage, at: int) -> Term:
    figure, text = passage.figures[at], passage.block.text
    left = _left(passage, at)
    says_each = not _SAYS_EACH.isdisjoint(left)
    each = [_unit(m["what"]) for m in _EACH.finditer(left)]
    means = [_unit(m["what"]) for m in _MEAN.finditer(left)]
    each += means
    for pattern in (_ONE, _YIELD, _DAILY, _YEARLY, _PERIOD) if says_each else ():
        each += [unit for m in pattern.finditer(left) if (unit := _unit(m["what"])) not in each]
    if _PRICE.search(left):
        each.append(ANY)
    if behind := _BEHIND.match(text[figure.end : figure.end + 6]):
        each.append(_unit(behind["what"]))
    last = next((n for n in range(at - 1, -1, -1) if not passage.figures[n].is_article), None)
    if last is not None and _EVERY.search(left) and figure.start - passage.figures[last].end <= 12:
        each = [f"#{last}"]
    kept = tuple(unit for unit in dict.fromkeys(each) if unit and unit != figure.unit)
    return Term(
        figure, _kind(text, figure), kept, bool(means or _YIELD.search(left)) or "平均" in left or "折合" in left, at
    )


def _left(passage: Passage, at: int) -> str:
    """The words before a figure up to a mark or another figure; 一座一年租金 is none."""
    figure, text = passage.figures[at], passage.block.text
    before = [f.end for f in passage.figures[:at] if not f.is_article]
    start = max([passage.sentence.start, figure.start - 24, *before[-1:]])
    return re.split(r"[，。；：、！？（）“”]", text[start : figure.start])[-1]


def _unit(raw: str) -> str:
    """The thing that 每 stands before, in one spelling."""
    for name, dimension in _LONGEST_FIRST:
        if raw.startswith(name):
            return f"{dimension}:{name}"
    if raw.startswith(("天", "日")):
        return DAY
    if re.match(r"个?月", raw):
        return MONTH
    if raw.startswith("年"):
        return YEAR
    if re.match(r"个?学期", raw):
        return TERM
    if _PERSON.match(raw):
        return PEOPLE
    if raw.startswith(("户", "家农户")):
        return HOUSEHOLDS
    return raw[:3] if raw.startswith("个") else raw[:2]


def _kind(text: str, figure: Figure) -> str:
    if figure.dimension == "":
        return text[figure.end : figure.end + 1]
    if figure.dimension == "个":
        return "个" + figure.noun[:2]
    return figure.dimension


def number_of(term: Term, unit: str) -> Decimal | None:
    """How many of ``unit`` a term counts; nothing where it counts something else."""
    figure = term.figure
    if unit.startswith("#"):
        return figure.base if term.place == int(unit[1:]) else None
    if ":" in unit:
        dimension, name = unit.split(":")
        return figure.base / UNITS[name].factor if figure.dimension == dimension else None
    if unit == MONTH:
        return figure.base if figure.dimension == "span:月" else None
    if unit == DAY:
        return figure.base if figure.dimension == "span" else None
    if unit == YEAR:
        return figure.base if figure.dimension == "span:年" else None
    if unit == TERM:
        return figure.base if figure.noun.startswith("学期") else None
    if unit == PEOPLE:
        is_post = figure.unit == "个" and (
            figure.left.endswith(("岗", "岗位")) or figure.noun.startswith(("岗", "公益岗"))
        )
        return figure.base if figure.dimension in (PEOPLE, "口") or is_post else None
    if unit == HOUSEHOLDS:
        return figure.base if figure.dimension == HOUSEHOLDS else None
    if unit == ANY:
        return (
            figure.base
            if figure.dimension and figure.dimension not in (MONEY, PEOPLE, HOUSEHOLDS) and ":" not in figure.dimension
            else None
        )
    if figure.dimension in MEASURED or figure.dimension in (MONEY, PEOPLE, HOUSEHOLDS):
        return None
    if unit.startswith("个"):
        name = unit[1:]
        if name and (figure.noun.startswith(name) or name in figure.noun[:6] or figure.left.endswith(name)):
            return figure.base
        return figure.base if figure.unit == "个" and (not name or (not figure.noun and name[0] in _VERBS)) else None
    if (
        term.kind == unit[:1]
        or figure.unit.endswith(unit[:1])
        or figure.noun.startswith(unit)
        or figure.noun[:6].endswith(unit)
    ):
        return figure.base
    return figure.base if figure.unit == "个" and (figure.left.endswith((unit, unit[:1]))) else None
