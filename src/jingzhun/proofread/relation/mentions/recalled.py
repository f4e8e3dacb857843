"""Figures that are taken up again by name: 已完工的 36 个项目, 全县 124 个行政村, 16 家合作社和 2,364 户农户, 在今年人均纯收入 15,780 元的基础上.

The name says which earlier figure is meant; that one is confirmed by arithmetic or by coming more than once; and the two
are so near each other that they are surely one number, written wrongly once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from ... import wording
from ...agreement import is_slip, is_swap
from ...figure import Figure
from ...finding import Outcome
from ...reading import Reading, once
from ...unit import RATES
from ..claims.claim import digits
from ..dates.date import title_year
from .differs import differs

_DONE = re.compile(r"(?P<verb>[一-龥]{1,8})的$")
_MEASURE = re.compile(r"(?P<said>[\d.]+[万亿]?[一-龥]{1,3}(?:及|含)?以[上下内]|[\d.]+[万亿]?[一-龥]{1,3}之间)的?$")
"""1 万元以下的 81 户: what bounds them belongs to their name."""
_DENIED = re.compile(r"未|没|不(?!足)")
_ANY_VERB = re.compile(r"通报|反馈|发现|指出|查出|排查|提出|检查|审计|制定|列出|确定|明确|建立|梳理")
"""Found, told or drawn up: said of all there are, whatever the first mention called it."""
_ALL = re.compile(r"(?:全[县市州区乡镇村]|全部|所有|全年)(?:的|共)?$")
_HEAD = re.compile(r"^[一-龥]{2,8}")
_CUT = re.compile(
    r"[和与及的在是只要将须应都均已未尚没有正由对中里内里被把从为等各也]|带动|逐|全部|一律|进行|实[行施]|予以|分类|涉及|完成|共|达|每|不|需|仍|覆盖|受益|参"
)
_STATE_BEHIND = re.compile(
    r"^(?:(?P<not>尚?未|没有?+)|已经?+)(?P<verb>[一-龥]{4,6}?)(?:农户|户|项目|人员|群众|对象|住房|房屋)"
)
_OPEN_BEHIND = re.compile(r"^(?:仍然?|还|尚|至今)*(?:未|没有?+)(?P<verb>[一-龥]{2})的?(?:[一-龥]{2}|[，。；])")
_LEAD = re.compile(r"^(?:[一二三四五六]是)?(?:继续|切实|重点|着力|务必|集中)?(?:从|到|由|让|配|靠|对|把|将|使|给)?$")
_STILL = re.compile(r"(?:目前)?(?:仍|还|尚)有")
_NOT_BEHIND = re.compile(r"^(?:尚?未|没有?)[一-龥]{2}")
_BESIDE = re.compile(r"^[一-龥]{2,8}?[、和与及]\d")
_FRESH = re.compile(
    r"新|另|再|拟|力争|抽|选|首批|第[一二三四]|上年|去年|同期|前年|其中|增|减|下降|提高|还|约|至少|以上|不[低少]于"
)
_BYGONE = re.compile(r"上年|去年|前年|同期|年初|上[一季月]|20\d\d年(?:底|末)?[^，。]{0,6}的$")
_PARTITIVE = re.compile(r"\d[个户人名件项家]*[里中](?:面|间)?，?有?[^，。；\d]{0,10}$")  # 861人里，有省外务工的498人
_CLAUSE = re.compile(r"[，。；：]")
_ENDS = re.compile(r"[，。；：、（]")
_FURTHEST = 240
_SAME = {"项": "个", "件": "个", "条": "个", "名": "人", "笔": "个"}


@dataclass(frozen=True)
class Name:
    """What a figure is called: the thing counted, what is said of it, and whether that is denied."""

    thing: str
    verb: str = ""
    denied: bool = False
    is_all: bool = False


def find(
    reading: Reading, supported: frozenset[tuple[int, str]], held: frozenset[tuple[int, str]]
) -> Iterator[Outcome]:
    """(line, literal) of figures: ``supported`` by exact arithmetic, ``held`` by any relation."""
    so_far: dict[str, list[Figure]] = defaultdict(list)
    counted = [f for f in reading.figures if _is_amount(f)]
    times: dict[tuple[str, object], int] = defaultdict(int)
    for figure in counted:
        times[_family(figure), figure.base] += 1
    for figure in counted:
        alike = so_far[_family(figure)]
        before = alike[-_FURTHEST:]
        alike.append(figure)
        if not figure.is_exact or figure.base < 4 or (figure.place.line, figure.literal) in supported:
            continue
        if times[_family(figure), figure.base] > 1:
            continue
        other = _meant(reading, figure, before, lambda f: _is_sure(f, times, supported, held))
        if other and not _is_left_of(other, figure, before):
            yield differs(figure, other)


def _is_left_of(whole: Figure, figure: Figure, before: Sequence[Figure]) -> bool:
    """1265 条…有效 253 条，属无效信息的 1012 条: what the paragraph takes from the whole leaves it."""
    return any(other.block == figure.block and other.base + figure.base == whole.base for other in before)


def _is_amount(figure: Figure) -> bool:
    return (
        bool(figure.dimension) and figure.dimension not in RATES and not figure.dimension.startswith(("span", "age"))
        and not figure.is_article and not figure.is_range and figure.base > 0
    )  # fmt: skip


def _family(figure: Figure) -> str:
    return _SAME.get(figure.unit, figure.unit)


def _is_sure(
    figure: Figure, times: dict[tuple[str, object], int], supported: frozenset[tuple[int, str]], held: frozenset[tuple[int, str]]
) -> bool:  # fmt: skip
    place = (figure.place.line, figure.literal)
    return figure.is_exact and (place in supported or place in held or times[_family(figure), figure.base] > 1)


def _is_long_swap(figure: Figure, other: Figure) -> bool:
    """Two digits of five or more changed places: no arithmetic need confirm which is right."""
    return figure.places >= 5 and figure.step == other.step and is_swap(figure.base, other.base, figure.step)


def _is_apart(figure: Figure, other: Figure) -> bool:
    return bool(figure.per) == bool(other.per) and (other.block != figure.block or figure.start - other.end > 40)


def _meant(
    reading: Reading, figure: Figure, before: Sequence[Figure], is_sure: Callable[[Figure], bool]
) -> Figure | None:
    """The one earlier figure that the name fits and that differs by a slip."""
    text = reading.block_of(figure).text
    if _PARTITIVE.search(text[max(0, figure.start - 16) : figure.start]):
        return None
    name = _name(text, figure)
    if _FRESH.search(figure.left[-10:]) and not (name and ("新" in name.verb or name.denied)):
        return None
    if name:
        fitting = [f for f in before if _is_apart(figure, f) and _fits(reading, name, f)]
    else:
        label = _label_before(text, figure)
        if not label:
            return None
        blocks = {number for number in {f.block for f in before} if label in reading.blocks[number].text}
        fitting = [
            f for f in before
            if f.block in blocks and _bears(reading, label, f) and _is_apart(figure, f) and _is_same_time(reading, figure, f)
        ]  # fmt: skip
    if any(f.base == figure.base for f in fitting):
        return None
    if name and (name.verb or name.is_all) and len({f.base for f in fitting}) == 1:
        return fitting[-1] if _may_be(figure, fitting[-1]) else None
    fitting = [f for f in fitting if _is_long_swap(figure, f) or (name and name.verb) or is_sure(f)]
    ranked = [(rank, f) for f in fitting if (rank := _rank(figure, f, name)) is not None]
    best = min((rank for rank, _ in ranked), default=None)
    chosen = [f for rank, f in ranked if rank == best]
    return chosen[-1] if len({f.base for f in chosen}) == 1 else None


def _may_be(figure: Figure, other: Figure) -> bool:
    """Of one size and grain: where nothing else bears the name, any other number is wrong."""
    near = abs(figure.base - other.base) <= (other.base / 2 if figure.places == other.places else other.base / 4)
    return figure.step == other.step and near


def _name(text: str, figure: Figure) -> Name | None:
    """The thing that follows the figure, where the figure takes it up again and does not bring it in."""
    behind = text[figure.end : figure.end + 14]
    left = text[max(0, figure.start - 14) : figure.start]
    left = re.split(r"[，。；：、“（]", left)[-1]
    if stated := _STATE_BEHIND.match(behind):
        return Name("", stated["verb"], bool(stated["not"]))
    head = _HEAD.match(behind)
    thing = _CUT.split(head.group(0))[0] if head else ""
    if bounded := _MEASURE.search(text[max(0, figure.start - 14) : figure.start]):
        return Name("", bounded["said"])
    if said := _DONE.search(left):
        if len(said["verb"]) == 1:
            return Name(thing, said["verb"] + "的") if said["verb"] in "好差大小多少新老" else None
        verb = (
            ""
            if _ANY_VERB.search(said["verb"])
            else said["verb"][-3:]
            if "新" in said["verb"][-3:]
            else said["verb"][-2:]
        )
        if verb or len(thing) >= 2:
            return Name(thing, verb, bool(verb and _DENIED.search(said["verb"])))
        return None
    left = _LEAD.sub("", left)
    if (not left or _STILL.fullmatch(left)) and (stated := _OPEN_BEHIND.match(behind)):
        return Name("", stated["verb"], True)
    if len(thing) < 2:
        return None
    if _ALL.search(left):
        return Name(thing, is_all=True)
    if not left:
        return Name(thing)
    return None


@dataclass(frozen=True)
class _Around:
    """The words before and behind a figure, as far as they speak of it, and whether they bring it in or tell a change."""

    words: str
    behind: str
    is_fresh: bool
    is_change: bool


@once
def _around(reading: Reading) -> Callable[[Figure], _Around]:
    """Works that out once for each figure."""

    @cache
    def around(figure: Figure) -> _Around:
        text, last = reading.block_of(figure).text, figure.left[-8:]
        left = _CLAUSE.split(text[max(0, figure.start - 18) : figure.start])[-1]
        return _Around(
            re.sub(r"\d.*$", "", left) if "、" in left else left,
            _ENDS.split(text[figure.end : figure.end + 10])[0],
            bool(_FRESH.search(last)),
            bool(wording.DELTA_HERE.search(last)),
        )

    return around


def _fits(reading: Reading, name: Name, other: Figure) -> bool:
    text = reading.block_of(other).text
    around = _around(reading)(other)
    words, behind = around.words, around.behind
    if (around.is_fresh and "新" not in name.verb) or around.is_change:
        return False
    if name.verb and name.verb[-1] in "上下内间" and "以" in name.verb + "以":
        return (
            text[max(0, other.start - 14) : other.start].rstrip("的").endswith(name.verb)
            and not other.left[-1:].isdecimal()
        )
    if name.verb:
        core = name.verb.removesuffix("风险")
        if core not in words and core not in behind:
            return False
        return name.denied == bool(_DENIED.search(words[-10:]) or _NOT_BEHIND.match(behind))
    if name.is_all and len(name.thing) < 3 and not re.search(r"全|所有|共|总|辖", words):
        return False
    return name.thing in words or behind.startswith(name.thing) or (len(name.thing) == 2 and name.thing in behind[:5])


_LABEL = re.compile(r"(?P<label>[一-龥]{4,10}?)仍?(?:达到?|为|是|增[加长]?到|稳定在|保持在)?$")
_TRIM = re.compile(r"^.*(?:后|在|对|把|将|到|于|现|达|使|让|按|年末?|全[县市州区乡镇村]|今年|本年)")


def _label_before(text: str, figure: Figure) -> str:
    """人均纯收入 right before a figure of three digits or more; '' where no name of four characters stands there."""
    if figure.places < 3 or digits(figure) < 3:
        return ""
    clause = re.split(r"[，。；：、“（]", text[max(0, figure.start - 30) : figure.start])[-1]
    said = _LABEL.search(clause)
    label = _TRIM.sub("", said["label"]) if said else ""
    return label if len(label) >= 4 else ""


def _bears(reading: Reading, label: str, other: Figure) -> bool:
    said = reading.block_of(other).text[max(0, other.start - 40) : other.start]
    if label not in said:
        return False
    sentence = re.split(r"[。；]", said)[-1]
    at = sentence.rfind(label)
    if at < 0 or wording.DELTA_HERE.search(other.left[-8:]) or _BYGONE.search(other.left[-12:]):
        return False
    between = sentence[at + len(label) :]
    return bool(re.fullmatch(r"(?:达到?|为|是|有|共)?|由[^，。；]{1,16}(?:到|至)", between))


def _is_same_time(reading: Reading, one: Figure, other: Figure) -> bool:
    found = []
    for figure in (one, other):
        text = reading.block_of(figure).text
        words = re.split(r"[。；]", text[max(0, figure.start - 40) : figure.start])[-1]
        if _BYGONE.search(words[-14:]):
            return False
        found.append(set(re.findall(r"20\d\d", words)))
    first, second = found
    titled = title_year(reading)
    if first and second:
        return bool(first & second)
    years = first | second
    return not years or (titled is not None and years == {str(titled[0])}) or "目标" in one.left or "到20" in one.left


def _rank(figure: Figure, other: Figure, name: Name | None) -> int | None:
    """How near the two numbers are: 0 two digits swapped or two off at most, 1 one digit, 2 the same size under a long name."""
    step = min(figure.step, other.step)
    if figure.step != other.step or figure.places != other.places or figure.base == other.base:
        return None
    off = abs(figure.base - other.base)
    if is_swap(figure.base, other.base, step) or (name is not None and off <= 2 * step and figure.places >= 2):
        return 0
    if figure.places >= 3 and is_slip(figure.base, other.base, step):
        return 1
    long = name is not None and len(name.verb) >= 4
    return 2 if long and figure.places >= 3 and off <= other.base / 12 else None
