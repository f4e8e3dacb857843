"""So much a month, so many people, so long, so much in all: 公益岗位 102 名，每人每月 600 元，半年共发放 36.72 万元.

The count is the whole that stands nearest before, its parts behind 其中 left out; it may stand a sentence above.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ... import wording
from ...agreement import is_slip, rounded
from ...figure import Figure, plain
from ...finding import Holding, Kind, Outcome, Severity
from ...numerals import read_count
from ...reading import Reading, finding, holding
from ...unit import HOUSEHOLDS, PEOPLE, TURNS
from ..claims.claim import Scene, scenes
from ..sums.total import is_bracketed
from . import layout

_RATE = re.compile(
    r"(?:每|按|均|岗位?|工资|补[助贴])[一-龥]{0,5}?(?P<time>月|日|天|学期)(?!份)|(?P<mean>月|日)(?:人?均|工资|补[助贴]|薪)"
)
_HOME = re.compile(r"每户|户均|家庭")
_NOT_PLAIN = re.compile(r"最[高低多少]|不超过|不低于|至少|起|提高|由|从|增|涨|扣|另|不等|租|[度吨]电|次|餐|公里|亩")
_SPANS = (
    (re.compile(r"(?P<many>\d+|[一两二三四五六七八九十]+)个?(?P<unit>月(?!份)|天|学期)"), None),
    (re.compile(r"[上下]?半年(?!度?报)"), {"月": 6, "学期": 1}),
    (re.compile(r"[一二三四两]?季度"), {"月": 3}),
    (
        re.compile(r"全年|一年|每年|年内|年度|学年|年(?=需|应|共|要|发|支|补|工|合|计|可)"),
        {"月": 12, "学期": 2, "年": 1},
    ),
)
_LED = re.compile(
    r"另|实[际发]|已[经发支]|还|欠|财政|承担|个人|自筹|其中|剩|结余|增加|减少|上年|去年|补发|预[计拨]|首|先|控制|以内|累计"
)
_CALLED = re.compile(r"(?:共|合计|总计|现有|现共|在岗|在册|调整后)[一-龥]{0,4}$")
_POST = re.compile(r"岗")
_EACH = re.compile(r"每[人名生位]")
_FIRM = 3  # digits of an amount of which a slip is hardly chance
_TIMES = ("年", "月", "天", "日", "学期", "个")  # 一个月需支付 10.44 万元
_REACH = 60
_NAME = 14


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    everything = list(outcomes)
    settled = layout.Settled(o for o in everything if not _is_chance(o))
    for scene in scenes(reading):
        for rate in scene.here:
            if rate.is_exact and rate.is_quantity and rate.digits >= 1 and (time := _time(scene, rate)):
                yield from _judged(settled, scene, rate, time)


def _is_chance(outcome: Outcome) -> bool:
    """A product of other sentences, or an amount told again."""
    return isinstance(outcome, Holding) and (
        outcome.kind is Kind.RESTATED
        or (outcome.kind is Kind.PRODUCT and len({f.block for f in outcome.figures}) + (len(outcome.figures) < 3) > 1)
    )


def _time(scene: Scene, rate: Figure) -> str:
    """What the rate is for: 月, 天 or 学期."""
    words = re.sub(r"\d[\d.]*", "", _words(scene, rate))
    said = list(_RATE.finditer(words))
    if not said or _NOT_PLAIN.search(words[said[-1].start() :]):
        return ""
    time = said[-1]["time"] or said[-1]["mean"]
    return "天" if time == "日" else time


def _judged(settled: layout.Settled, scene: Scene, rate: Figure, time: str) -> Iterator[Outcome]:
    behind = [f for f in scene.after(rate) if f.dimension == rate.dimension and f.is_quantity]
    if not behind or behind[0].start - rate.end > _REACH or (behind[0].per and behind[0].per not in _TIMES):
        return
    total = behind[0]
    between = scene.between(rate, total)
    many = _how_long(between, time)
    if not many or "；" in between or _LED.search(between) or not total.is_exact or total.is_change:
        return
    behind = [f for f in scene.here if rate.end <= f.start < total.start and f.dimension in (PEOPLE, TURNS, HOUSEHOLDS)]
    counts = behind or _counts(scene, rate, time)
    count = _meant(scene, rate, counts)
    if not count or any(
        abs(f.base * rate.base * times - total.base) * 2 <= total.step
        for f in counts
        for times in (1, 6, 10, 12)
        if (f, times) != (count, many)
    ):
        return
    computed = count.base * rate.base * many
    how = f"{count.text} × {rate.text}" + (f" × {many}" if many > 1 else "")
    if abs(computed - total.base) * 2 <= total.step:
        if not settled.is_explained(total, Kind.PRODUCT):
            yield holding(Kind.PRODUCT, total, [count, rate], f"{how} = {total.text}")
        return
    if settled.is_explained(total, Kind.PRODUCT) or settled.is_wrong(total, rate, count):
        return
    is_tight = len(counts) == 1 and _EACH.search(rate.left) and _CALLED.search(total.left)
    if total.digits < (_FIRM - 1 if is_tight else _FIRM) or not is_slip(
        rounded(computed, total.step), total.base, total.step
    ):
        return
    shown = f"{plain((computed / total.unit_worth).normalize())}{total.unit}"
    yield finding(
        Kind.PRODUCT, Severity.ERROR, total, [count, rate], computed=shown, arithmetic=f"{how} = {shown} ≠ {total.text}",
        message=f"{how}应为{shown}，文中写{total.text}", suggestion=f"若其余各数无误，应改为{shown}",
    )  # fmt: skip


def _how_long(between: str, time: str) -> int:
    """How many months, days or terms the words before the total say."""
    for pattern, worth in _SPANS:
        for said in reversed(list(pattern.finditer(between))):
            if worth is None:
                if said["unit"] == time:
                    return int(read_count(said["many"]) or (said["many"].isdecimal() and said["many"]) or 0)
            elif time in worth:
                return worth[time]
    return 0


def _counts(scene: Scene, rate: Figure, time: str) -> list[Figure]:
    """Those paid, of the sentence before the rate, or else of the one above."""
    home = bool(_HOME.search(_words(scene, rate)))
    starts = [s.start for s in scene.passage.block.sentences if s.start <= scene.passage.sentence.start][-2:]
    for start in reversed(starts):
        row = [
            f for f in (*scene.above, *scene.here) if start <= f.start < rate.start and f.is_exact and not f.is_article
        ]
        row = [f for f in row if f.per in ("", time) and not f.is_change and not is_bracketed(scene.text, f)]
        posts = next((f.start for f in row if _is_post(f)), rate.start)
        row = [
            f
            for f in row
            if (f.dimension == HOUSEHOLDS if home else f.dimension == PEOPLE or _is_post(f) or _is_more(f, posts))
        ]
        if row:
            return row
    return []


def _words(scene: Scene, rate: Figure) -> str:
    return re.split(r"[，。；：（）]", scene.clause(rate, 24))[-1]


def _is_post(figure: Figure) -> bool:
    return figure.unit == "个" and bool(_POST.search(figure.left[-6:] + figure.noun[:4]))


def _is_more(figure: Figure, posts: int) -> bool:
    """续聘公益岗位 116 个，新增 14 个，现有 130 个: what is not named anew behind them."""
    return figure.unit == "个" and not figure.noun and figure.start > posts


def _meant(scene: Scene, rate: Figure, counts: Sequence[Figure]) -> Figure | None:
    """The only one, the last called the whole, the whole before 其中, or the one that the rate is said to be of."""
    wholes = [f for f in counts if not _is_part(scene, f, counts)]
    if len({f.base for f in wholes}) <= 1:
        return wholes[0] if wholes else None
    called = [f for f in wholes if _CALLED.search(f.left)]
    if called:
        return called[-1]
    words = wording.bigrams(re.split(r"每|人均|按", _words(scene, rate))[0])
    named = [f for f in wholes if words & wording.bigrams(scene.text[max(0, f.start - _NAME) : f.start])]
    return named[0] if len(named) == 1 else None


def _is_part(scene: Scene, figure: Figure, counts: Sequence[Figure]) -> bool:
    """Behind 其中, and not called the whole again."""
    first = counts[0]
    said = scene.text[first.end : figure.start]
    return figure is not first and "其中" in said.rsplit("；", 1)[-1] and not _CALLED.search(figure.left)
