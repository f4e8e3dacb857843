"""Figures that point back at one just named: 这 9 户 31 人, 上述 3200 亩, 对 94 户 402 人的后续扶持, 结转的 168.5 万元."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from ... import wording
from ...agreement import is_slip, is_swap
from ...figure import Figure
from ...finding import Finding, Holding, Kind, Outcome
from ...reading import Reading
from ...unit import HOUSEHOLDS, PEOPLE
from .differs import differs

_POINTS = re.compile(
    r"(?:这|那|上述|前述|(?:^|[，。；：！])(?:以上|上面)|(?<![应本])该)(?:[批笔些条座栋项个类]|[一-龥]{0,2}的)?$"
)
"""Right before the number: what follows was named before."""
_STARTS = re.compile(
    r"(?:^|[，。；：！“”])(?:为|由|在|按照|沿着|顺着|针对|围绕|如今，?|目前，?)?$|[把将对让使给向从在]$"
)
_AMONG = re.compile(r"^[一-龥]{0,8}?(?:里头|里面|当中|之中|中的)")
_HEAD = re.compile(r"^[一-龥]{2}")
_SAID_OF = re.compile(r"(?P<root>[一-龥]{2})的$")
_FRESH = re.compile(r"新|另|再|其中|约|每|各|增|减|下降|提高|[去前]年|上年|同期|计划|力争|达到?$|超过?$|不足$")
_TO_COME = re.compile(r"(?:能|将会|可|力争|计划|预计)[一-龥]{0,3}$")
_LATEST = 10  # how many figures further up may be meant
_NEAR = 2  # paragraphs further up in which what is pointed at stands
_FAMILY = {"名": PEOPLE, "位": PEOPLE, "口人": PEOPLE, "项": "个", "件": "个", "条": "个"}


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Finding]:
    """Only where no arithmetic gives the number, nothing above bears it, and one slip makes it what it points at."""
    explained = {
        (line, literal)
        for o in outcomes
        if (isinstance(o, Holding) and o.kind not in (Kind.BOUND, Kind.PERCENT, Kind.GROWTH)) or isinstance(o, Finding)
        for line in o.lines
        for literal in (o.literals if o.kind is Kind.OVERLAP else o.literals[:1])
    }
    totals = _totals(outcomes)
    so_far: dict[str, list[Figure]] = defaultdict(list)
    values: dict[str, set[Decimal]] = defaultdict(set)
    alike: dict[tuple[str, Decimal, int], list[Figure]] = defaultdict(list)  # of one grain and so many digits
    for figure in reading.figures:
        if not (figure.is_quantity and not figure.per and figure.is_exact and not figure.is_article):
            continue
        family = _family(figure)
        before, of_its_size = so_far[family], alike[family, figure.step, figure.places]
        is_open = (figure.place.line, figure.literal) not in explained and not _TO_COME.search(figure.left[-6:])
        if is_open and figure.base not in values[family]:
            meant = _meant(reading, figure, before[-_LATEST:]) or _far(reading, figure, of_its_size, totals)
            if meant:
                yield differs(figure, meant)
        before.append(figure)
        of_its_size.append(figure)
        values[family].add(figure.base)


def _family(figure: Figure) -> str:
    return _FAMILY.get(figure.unit, figure.unit)


def _meant(reading: Reading, figure: Figure, before: Sequence[Figure]) -> Figure | None:
    beside = _companion(reading, figure, before) or _sibling(reading, figure, before)
    if beside:
        return beside
    near = [f for f in before if figure.block - f.block <= _NEAR]
    if not near or _is_made_of(figure, near):
        return None
    text = reading.block_of(figure).text
    lead = text[max(0, figure.start - 12) : figure.start]
    if figure.digits < 2:
        fitting = _pointed_at(reading, figure, near) if _POINTS.search(lead) else []
    elif _POINTS.search(lead):
        fitting = [f for f in near if _is_slipped(figure, f) and _is_alike(reading, figure, f)]
    elif _FRESH.search(lead[-6:]):
        return None
    elif (said := _SAID_OF.search(lead)) and not _STARTS.search(lead):
        fitting = [f for f in near if _is_rare(figure, f, least=2) and said["root"] in _words(reading, f)]
    elif (_STARTS.search(lead) and _HEAD.match(text[figure.end : figure.end + 3])) or _AMONG.match(
        text[figure.end :][:12]
    ):
        fitting = [
            f for f in near
            if _is_rare(figure, f, least=2 if _bears_its_name(reading, figure, f) else 3)
            and figure.block - f.block <= 1 and not _is_part_of(text, figure, f)
        ]  # fmt: skip
    else:
        return None
    return fitting[-1] if len({f.base for f in fitting}) == 1 else None


def _totals(outcomes: Iterable[Outcome]) -> frozenset[Figure]:
    """Figures that their parts add up to, or that are told twice."""
    return frozenset(
        o.figures[0] for o in outcomes
        if isinstance(o, Holding) and o.kind in (Kind.SUM, Kind.RESTATED) and o.figures
    ) | frozenset(f for o in outcomes if isinstance(o, Holding) and o.kind is Kind.RESTATED for f in o.figures)  # fmt: skip


def _far(reading: Reading, figure: Figure, alike: Sequence[Figure], totals: frozenset[Figure]) -> Figure | None:
    """Any paragraph above: 脱贫户 1106 户 told as 脱贫户 1160 户; the total of 3120 万元 in 按照 3210 万元的规模."""
    if not alike or figure.is_change:
        return None
    text = reading.block_of(figure).text
    label = _label(text, figure)
    fitting = [
        f for f in (alike if len(label) >= 3 else ())
        if not f.is_change and _is_sure_slip(figure, f) and _label(reading.block_of(f).text, f).endswith(label[-3:])
    ]  # fmt: skip
    if not fitting and (said := _FROM_HERE.search(text[: figure.start][-18:])) and _ON.match(text[figure.end :][:6]):
        fitting = [
            f for f in alike
            if not f.is_change and not f.per and _is_slipped(figure, f) and figure.digits >= 3
            and said["name"][-4:] in reading.block_of(f).text[max(0, f.start - 60) : f.start]
        ]  # fmt: skip
    if not fitting and _TAKES_UP.search(text[max(0, figure.start - 8) : figure.start]):
        fitting = [f for f in alike if f in totals and _is_rare(figure, f) and figure.places >= 4]
    return fitting[-1] if len({f.base for f in fitting}) == 1 else None


_FROM_HERE = re.compile(r"(?P<name>[一-龥]{4,12})在(?:今年|去年|上年|目前|现有)?的?$")
_ON = re.compile(r"的?基础上")
"""村集体收入在今年 10.5 万元的基础上: what it came to, told under its name."""
_TAKES_UP = re.compile(r"(?:按照?|对|围绕|确保|依照|以上|上述|这|该)$")


def _label(text: str, figure: Figure) -> str:
    """The name right before the number: 脱贫户 of 去年排查的脱贫户 1160 户."""
    said = re.search(r"[一-龥]{3,8}$", text[max(0, figure.start - 8) : figure.start])
    return re.sub(r"^.*的", "", said.group(0)) if said else ""


def _is_sure_slip(figure: Figure, other: Figure) -> bool:
    """Two of four digits changed places, or one of five is another."""
    if figure.step != other.step or figure.places != other.places:
        return False
    if other.digits >= 4 and is_swap(figure.base, other.base, figure.step):
        return True
    return figure.digits >= 5 and is_slip(figure.base, other.base, figure.step)


def _thing(reading: Reading, figure: Figure) -> str:
    """What is counted, in the words behind: 集中安置点 of 在 14 个集中安置点都设立了."""
    said = re.match(r"^的?([一-龥]{2,8})", reading.block_of(figure).text[figure.end : figure.end + 10])
    return re.split(r"[都均已全仍将要须在是被由从把对为和与及的中里]", said.group(1))[0] if said else ""


def _bears_its_name(reading: Reading, figure: Figure, other: Figure) -> bool:
    name = _thing(reading, figure)
    return len(name) >= 2 and name[:2] in _words(reading, other)


def _pointed_at(reading: Reading, figure: Figure, near: Sequence[Figure]) -> list[Figure]:
    """这 9 个示范村: the last number of them, one off, with no list of names in between."""
    named = [f for f in near if _bears_its_name(reading, figure, f)][-1:]
    return [
        f for f in named
        if abs(f.base - figure.base) == figure.step and figure.block - f.block <= 1 and _no_list_since(reading, figure, f)
    ]  # fmt: skip


def _no_list_since(reading: Reading, figure: Figure, other: Figure) -> bool:
    start = other.end if other.block == figure.block else 0
    return "、" not in reading.block_of(figure).text[start : figure.start]


def _is_part_of(text: str, figure: Figure, whole: Figure) -> bool:
    """入户的 216 户中，…（126 户提到）: some of them."""
    if figure.block != whole.block or figure.base > whole.base:
        return False
    return bool(re.match(r"[一-龥]{0,8}(?:中|里|其中)", text[whole.end : figure.start].split("。")[0]))


def _words(reading: Reading, figure: Figure) -> str:
    text = reading.block_of(figure).text
    behind = re.split(r"[，。；：、]", text[figure.end : figure.end + 12])[0]
    return text[max(0, figure.start - 16) : figure.start] + figure.unit + behind


def _is_alike(reading: Reading, figure: Figure, other: Figure) -> bool:
    """The thing counted has a character in common, or has no name here."""
    thing = re.match(r"^[一-龥]{0,6}", reading.block_of(figure).text[figure.end : figure.end + 6])
    name = wording.label(thing.group(0)) if thing else ""
    return len(name) < 2 or any(character in _words(reading, other) for character in name[:4])


def _is_slipped(figure: Figure, other: Figure) -> bool:
    if figure.step != other.step or figure.places != other.places:
        return False
    off = abs(figure.base - other.base)
    return is_slip(figure.base, other.base, figure.step) or off <= 2 * figure.step or (
        figure.digits >= 3 and off * 10 <= other.base
    )  # fmt: skip


def _is_rare(figure: Figure, other: Figure, *, least: int = 3) -> bool:
    """Two digits of ``least`` changed places, or one of four is another: hardly chance."""
    if figure.step != other.step or figure.places != other.places:
        return False
    if other.digits >= least and is_swap(figure.base, other.base, figure.step):
        return True
    return figure.digits >= 4 and is_slip(figure.base, other.base, figure.step)


def _is_made_of(figure: Figure, near: Sequence[Figure]) -> bool:
    """What some of them come to, or what one leaves of another."""
    last = near[-6:]
    sums = (sum(f.base for f in last[at:]) for at in range(len(last) - 1))
    return figure.base in sums or any(
        abs(a.base - b.base) == figure.base or a.base + b.base == figure.base for a, b in combinations(last, 2)
    )


def _companion(reading: Reading, figure: Figure, before: Sequence[Figure]) -> Figure | None:
    """9 户 31 人, and then 9 户 13 人: one of two that stand together is told again rightly, the other by a slip."""
    found = []
    for mate in reading.by_block[figure.block]:
        if not _may_go_with(mate, figure) or not _is_told_with(reading, mate, figure):
            continue
        for other in before:
            twins = (
                f for f in reading.by_block[other.block]
                if f.unit == mate.unit and f.base == mate.base and f is not mate and not f.is_change
                and _is_told_with(reading, f, other) and (_may_stand_alone(reading, mate) or _are_called_alike(reading, mate, f))
            )  # fmt: skip
            if not _is_told_beside(reading, figure, other) and _is_slipped(figure, other) and any(twins):
                found.append(other)
    return found[-1] if len({f.base for f in found}) == 1 else None


def _sibling(reading: Reading, figure: Figure, before: Sequence[Figure]) -> Figure | None:
    """脱贫村 6 个，非贫困村 9 个。6 个脱贫村…，8 个非贫困村…: two are told again by their names, one of them rightly."""
    name = _thing(reading, figure)
    if len(name) < 3:
        return None
    sentence = reading.block_of(figure).sentence_at(figure.start)
    told = [
        f for f in reading.by_block[figure.block]
        if f is not figure and f.unit == figure.unit and sentence.start <= f.start < sentence.end and len(_thing(reading, f)) >= 3
    ]  # fmt: skip
    found = []
    for other in before:
        if (
            name[:3] not in _words(reading, other)
            or not _is_slipped(figure, other)
            or _is_told_beside(reading, figure, other)
        ):
            continue
        beside = [f for f in reading.by_block[other.block] if f is not other and abs(f.start - other.start) < 24]
        if any(
            f.base == mine.base and _thing(reading, mine)[:3] in _words(reading, f) for mine in told for f in beside
        ):
            found.append(other)
    return found[-1] if len({f.base for f in found}) == 1 else None


def _is_told_beside(reading: Reading, figure: Figure, other: Figure) -> bool:
    """规划搬迁 2186 户 9124 人，实际搬迁 2186 户 9118 人: two that one sentence compares, or a change."""
    together = figure.block == other.block and "。" not in reading.block_of(figure).text[other.end : figure.start]
    return together or other.is_change


def _may_go_with(mate: Figure, figure: Figure) -> bool:
    """Households right before their people; else numbers of three digits and of two."""
    if mate is figure or mate.is_change or not mate.is_quantity or not mate.is_exact or mate.per:
        return False
    if {mate.dimension, figure.dimension} == {HOUSEHOLDS, PEOPLE}:
        return mate.dimension == HOUSEHOLDS
    return mate.dimension != figure.dimension and mate.digits >= 3 and figure.digits >= 2


def _is_told_with(reading: Reading, mate: Figure, figure: Figure) -> bool:
    gap = max(mate.start, figure.start) - min(mate.end, figure.end)
    if (mate.dimension, figure.dimension) == (HOUSEHOLDS, PEOPLE):
        return mate.end <= figure.start and gap <= 1
    between = reading.block_of(figure).text[min(mate.end, figure.end) : max(mate.start, figure.start)]
    return gap <= 12 and not re.search(r"[。；每各占]", between)


def _may_stand_alone(reading: Reading, mate: Figure) -> bool:
    return mate.digits >= 3 or _is_taken_up(reading, mate)


def _are_called_alike(reading: Reading, one: Figure, other: Figure) -> bool:
    """监测户 11 户 39 人, and again 监测户 11 户."""
    labels = [_label(reading.block_of(f).text, f)[-3:] for f in (one, other)]
    return len(labels[0]) == 3 and labels[0] == labels[1]


def _is_taken_up(reading: Reading, figure: Figure) -> bool:
    """这 9 户, 对 94 户."""
    lead = reading.block_of(figure).text[max(0, figure.start - 12) : figure.start]
    return bool(_POINTS.search(lead) or _STARTS.search(lead))
