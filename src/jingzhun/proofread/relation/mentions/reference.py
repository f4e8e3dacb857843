"""Figures that point back: 对 46 个问题逐项…, 148 口蓄水池中…, 剩余的 8 个: the thing was counted before, with another number."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from ... import wording
from ...agreement import is_slip
from ...figure import Figure
from ...finding import Kind, Outcome
from ...reading import Reading, holding
from ...unit import RATES
from ..claims.claim import digits
from .differs import differs

_STARTS = re.compile(
    r"(?:^|[。；：，、！“（）和及与]|[\d一二三四五六七八九十][.、．）])\s*(?:[一二三四五六七八九十]是)?(?:仍有|还有|尤其是|特别是|其中)?"
    r"(?P<prefix>[对将把使让给]|对于|针对|围绕|重点盯住|盯住|聚焦|前面讲的|上述|前述|全[县市乡镇村区州])?(?P<attribute>[一-龥]{0,12}?)的?$"
)
_SET = re.compile(r"^[一-龥A-Za-z“”]{0,14}?(?:中(?![心小央学药共间型等专职])|里(?![程面])|内(?!部))")
_ACTED_ON = re.compile(
    r"^[一-龥“”]{2,14}?(?:要|须|应当|将|全部|逐[一户项人村]|一律|均|都|仍|由|在|进行|实行|开展|予以|分类|挂牌|作为|列为|需|全面|签|没|未|尚|还|至今)"
)
_THING = re.compile(r"^[一-龥A-Za-z“”]{0,10}")
_NEW = re.compile(r"新|另|再|拟|计划|力争|抽|选|每|各|首批|第[一二三四]|上年|去年|同期|以上|达到|增|减|20\d\d")
_REST = re.compile(r"剩余|剩下|余下|其余|未[一-龥]{1,3}|尚未[一-龥]{1,3}|没有?[一-龥]{1,3}")
_TOLD = re.compile(r"^(?:通报|反馈|发现|指出|查出|排查|前面|上述|提出|检查|审计|清理|梳理|存在)")
_VERBS = re.compile(
    r"(?:要|须|应|将|全部|逐|一律|均|都|仍|由|在|进行|实行|开展|予以|分类|挂牌|作为|列为|需|全面|签|没|未|尚|还|至今|中|里|内|的).*$"
)
_FURTHEST = 200  # figures further up that may be meant
_FAMILY = {"项": "个", "件": "个", "条": "个", "名": "人"}
"""Units that may be said for one another are looked up together."""
_SAME_UNITS = ({"个", "项"}, {"人", "名"}, {"件", "个", "条"})


def find(
    reading: Reading, supported: frozenset[tuple[int, str]], parts: frozenset[int] = frozenset()
) -> Iterator[Outcome]:
    """``supported`` are (line, literal) of figures that arithmetic of their own confirms, ``parts`` ids of parts of a sum."""
    counted = [f for f in reading.figures if _is_count(f)]
    said: dict[Figure, Said] = {}
    so_far: dict[str, list[Figure]] = defaultdict(list)
    for figure in counted:
        alike = so_far[_FAMILY.get(figure.unit, figure.unit)]
        before = alike[-_FURTHEST:]
        alike.append(figure)
        attribute = _pointing(reading, figure)
        if attribute is None or not figure.is_exact:
            continue
        earlier = [
            f for f in before
            if _is_unit(f, figure) and f.base != 1 and (f.block != figure.block or figure.start - f.end > 30)
        ]  # fmt: skip
        meant = _meant(reading, figure, attribute, earlier, said)
        meant = [f for f in meant if f.unit == figure.unit] or meant
        meant = [f for f in meant if id(f) not in parts] or meant
        same = [f for f in meant if f.base == figure.base]
        if same:
            yield holding(Kind.RESTATED, figure, same[:3], f"{figure.text}与前文一致")
            continue
        if (figure.place.line, figure.literal) in supported or len({f.base for f in meant}) != 1:
            continue
        other = meant[-1]
        if digits(figure) >= 2 and other.is_exact and _is_mistake(figure, other):
            yield differs(figure, other)


Said = tuple[str, str, bool, bool]
"""The words before a figure, those with what it counts behind them, whether they speak of a rest, and of a change."""


def _is_count(figure: Figure) -> bool:
    return (
        bool(figure.dimension) and figure.dimension not in RATES and not figure.dimension.startswith(("span", "age"))
        and not figure.per and not figure.is_article and not figure.is_range and figure.base > 0
    )  # fmt: skip


def _is_unit(one: Figure, other: Figure) -> bool:
    return one.unit == other.unit or any({one.unit, other.unit} <= units for units in _SAME_UNITS)


def _pointing(reading: Reading, figure: Figure) -> str | None:
    """The words before a figure that points back (未登记的), or None for one that does not."""
    text = reading.block_of(figure).text
    head = _STARTS.search(text[max(0, figure.start - 26) : figure.start])
    if not head or _NEW.search(head["attribute"]) or head["attribute"].endswith("等"):
        return None
    behind = text[figure.end : figure.end + 24]
    attribute = head["attribute"]
    if head["prefix"] or _SET.match(behind) or _ACTED_ON.match(behind):
        return attribute
    if digits(figure) >= 4 and not attribute and re.match(r"[一-龥]{2}", behind):
        return attribute
    return attribute if _REST.search(attribute) and behind[:1] not in "，。；、）" else None


def _thing(figure: Figure, text: str) -> str:
    """What is counted, in the words behind it: 蓄水池 of 148口蓄水池中."""
    match = _THING.match(text[figure.end : figure.end + 12])
    return _VERBS.sub("", match.group(0)).strip("“”") if match else ""


def _meant(
    reading: Reading, figure: Figure, attribute: str, earlier: Sequence[Figure], said: dict[Figure, Said]
) -> list[Figure]:
    """Those of ``earlier`` that bear the thing's name, by the longest part of it that any of them bears."""
    name = _thing(figure, reading.block_of(figure).text)
    rest = bool(_REST.search(attribute))
    scored = []
    for other in earlier:
        found = said.get(other)
        if not found:
            words = _words_before(reading.block_of(other).text, other)
            changed = bool(wording.DELTA_HERE.search(other.left[-8:]))
            found = said[other] = (words, words + other.noun[:10], bool(_REST.search(words)), changed)
        words, theirs, is_rest, changed = found
        if rest != is_rest or changed:
            continue
        score = _shared(name, theirs) + (_shared(attribute, words) if attribute else 0)
        if rest and attribute:
            score += 1
        needed = 2 if name or not rest else 1
        if score >= needed:
            scored.append((score, other))
    best = max((score for score, _ in scored), default=0)
    full = len(name) + len(attribute)
    told = bool(_TOLD.match(attribute)) and best >= len(name)
    return [other for score, other in scored if score == best and (best >= min(full, 3) or rest or told)]


def _words_before(text: str, figure: Figure) -> str:
    words = re.split(r"[\d；]", text[max(0, figure.start - 16) : figure.start])[-1]
    return words.rsplit("，", 1)[-1] if "，" in words[-8:] and len(wording.label(words[-8:])) >= 4 else words


def _shared(name: str, words: str) -> int:
    """Length of the longest start or end of ``name`` that stands in ``words``, two characters or more."""
    if name[:2] not in words and name[-2:] not in words:
        return 0
    for length in range(len(name), 1, -1):
        if name[:length] in words or name[-length:] in words:
            return length
    return 0


def _is_mistake(figure: Figure, other: Figure) -> bool:
    """A slip of the pen, or so near that both are surely one number."""
    step = min(figure.step, other.step)
    if not step or len(str(int(figure.base / step))) != len(str(int(other.base / step))):
        return False
    if digits(figure) >= 3 and abs(figure.base - other.base) <= other.base / 10 and _has_same_digits(figure, other):
        return True
    return is_slip(figure.base, other.base, step) or (digits(figure) >= 2 and abs(figure.base - other.base) <= 2 * step)


def _has_same_digits(figure: Figure, other: Figure) -> bool:
    """The same digits in another order: 14,011 for 14,110."""
    one, two = (sorted(character for character in f.literal if character.isdecimal()) for f in (figure, other))
    return one == two
