"""Two classes that share members, all four or five numbers known by their words: 甲 a 户，乙 b 户，两样都有 c 户，至少一样 d 户，都没有 e 户."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from ...block import Sentence
from ...figure import Figure, plain
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...reading import Passage, Reading, finding, holding
from ...unit import HOUSEHOLDS, PEOPLE, TURNS
from ..sums.split import is_summable

_TWO = r"(?:[两二俩](?:样|种|个|会|头|项|类|门|者|边|期|次|症|病|手|证|方面|批|份|头|套|块|处|季|系统)?|二者|双)"
_NOT = r"(?:没|未|无|不(?!重|落|漏|同))"
_NEITHER = re.compile(
    rf"{_TWO}[^，。；]{{0,8}}?(?:[都均皆也还全]|哪)[^，。；]{{0,6}}?{_NOT}|[都均皆]{_NOT}|既{_NOT}[^。；]{{1,14}}[又也]{_NOT}|一[样项种门个][^，。；]{{0,4}}[都也]{_NOT}|哪[样项种]都{_NOT}|{_TWO}[^，。；]{{0,6}}[都均]不"
)
_BOTH = re.compile(
    rf"{_TWO}[^，。；\d]{{0,8}}?(?:都|均|皆|兼|全都|同(?!意))|同时|既[^。；\d]{{1,16}}[又也]|又[^，。；\d]{{1,8}}又|交叉|重复|重叠|重合|兼(?:有|顾|领|具|享|营|种|做|任)|双重|叠加|[都均]在册|身兼|双份|一身二|[齐俱]全|兼备|齐备|[和与及跟][^，。；\d]{{1,6}}都(?:有|参加|享受|会|领|报|通|办)"
)
_UNION = re.compile(
    rf"至少[^。；\d]{{0,10}}[一1其]|或(?!者说)[^，。；\d]{{1,12}}|任一|其中一[项种样类门]|去(?:掉|除)?重|剔重|(?:剔除|扣除|去除|减去|除去|去掉|刨去|扣掉|不计|排除)(?:了)?(?:重[复叠合]|交叉)|不重复|合并[计统]?|实有|实际(?:涉及|人数|户数|覆盖|惠及|受益)?"
    rf"|(?:这|以上|上述|患这)?{_TWO}[^，。；\d]{{0,8}}?(?:一共|总共|合计|共计|总计|共有?)|这样[^。；\d]{{0,20}}(?:总计|共计?|合计|一共)"
)
_TOGETHER = re.compile(r"^[，；](?:一|总|合)?共[^，。；\d]{0,6}$")
_SINGLE = re.compile(r"(?:只|仅)[^，。；\d]{0,6}[其一]|单[一项]")
_REST = re.compile(r"其[余他]|剩[下余]|余下")
_WHOLE = re.compile(r"全|总|所有|共有?|现有|一共|合计|摸排|调查|参加|登记|在册|抽查|走访|核查|排查|共$|一共有")
_OF_WHOLE = re.compile(r"^[一-龥]{0,10}(?:中|里|当中|之中)")
_COVERED = re.compile(
    r"[每家各][人户村家个名位生员][^，。；\d]{0,6}至少|[户人村家]{2}都|[人户村个名家]都(?:至少|有|是|占)|无一(?:遗漏|例外)|没有遗漏|不漏一|一[人户个名村]不[漏落少]|没有一[个户人名][^，。；]{0,8}[都也]没|至少[占报种有选享][^，。；\d]{0,3}一"
)
_NONE_LEFT = re.compile(
    rf"{_TWO}[^，。；\d]{{0,8}}?{_NOT}[^，。；\d]{{0,8}}?(?:清零|一[个户人]也没有|为零|没有|不存在|无)|没有(?:一[户人个名])?[^，。；\d]{{0,4}}{_TWO}[^，。；\d]{{0,4}}[都也均]{_NOT}"
)
_THREE = re.compile(r"[三四五][项类种样者门期次个][^，。；]{0,4}[都均兼至]|部分|大约|左右|等等|分别占")
_CONCLUDES = re.compile(r"就|因此|那么|也就是|所以|可见|说明|由此|这样|算下来|即")
_SHARE = re.compile("|".join(pattern.pattern for pattern in (_NEITHER, _BOTH, _UNION)))
_WORDS = re.compile(r"^[一二两三四五六七八九十]+")


@dataclass
class _Scene:
    """The figures of a few neighbouring sentences by what they count."""

    plain: list[Figure] = field(default_factory=list)
    both: list[Figure] = field(default_factory=list)
    union: list[Figure] = field(default_factory=list)
    neither: list[Figure] = field(default_factory=list)
    rest: list[Figure] = field(default_factory=list)
    single: list[Figure] = field(default_factory=list)


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    judged = list(outcomes)
    passages = [part for passage in reading.passages for part in _parts(passage)]
    done: set[int] = set()
    for index, passage in enumerate(passages):
        before = [p for p in passages[max(0, index - 1) : index] if p.block is passage.block]
        for window in ([passage], [*before, passage]):
            if len(window) == 2 and not (before and _SHARE.search(passage.text)):
                continue
            outcome = _judged(window, judged)
            if outcome and not {id(f) for f in outcome.figures} <= done:
                done.update(id(f) for f in outcome.figures)
                yield outcome
                break


def _parts(passage: Passage) -> Iterator[Passage]:
    """A sentence, cut at its semicolons where a piece tells more than three numbers."""
    ends = [match.end() + passage.sentence.start for match in re.finditer("；", passage.text)]
    edges = [passage.sentence.start, *ends, passage.sentence.end]
    pieces = [
        Passage(passage.block, Sentence(start, end), tuple(f for f in passage.figures if start <= f.start < end))
        for start, end in pairwise(edges)
    ]
    if len(pieces) > 1 and any(len(piece.figures) > 3 for piece in pieces):
        yield from pieces
    else:
        yield passage


def _family(figure: Figure) -> str:
    if figure.dimension in (PEOPLE, TURNS):
        return PEOPLE
    return HOUSEHOLDS if figure.dimension == HOUSEHOLDS else "个"


def _around(passage: Passage, figure: Figure) -> tuple[str, str]:
    """The words that go with a figure: from the figure or the mark before it, to those behind."""
    text, figures = passage.block.text, [f for f in passage.figures if not _is_word(f)]
    place = figures.index(figure)
    low = figures[place - 1].end if place else passage.sentence.start
    high = figures[place + 1].start if place + 1 < len(figures) else passage.sentence.end
    return text[low : figure.start], re.split(r"[，。；：（）]", text[figure.end : high])[0]


def _is_word(figure: Figure) -> bool:
    """两样, 一项: no number of things, though it is read as one."""
    return bool(_WORDS.match(figure.literal)) and figure.base <= 3


def _judged(window: Sequence[Passage], judged: Sequence[Outcome]) -> Outcome | None:
    text = "".join(passage.text for passage in window)
    if not _BOTH.search(text) or _THREE.search(text):
        return None
    if any(is_summable(f) and not f.is_exact and not f.per for passage in window for f in passage.figures):
        return None
    scene, covered = _scene(window), bool(_COVERED.search(text) or _NONE_LEFT.search(text))
    if len(scene.both) != 1 or len(scene.union) > 1 or len(scene.neither) > 1 or len(scene.plain) not in (2, 3):
        return None
    both, whole = scene.both[0], None
    one, other = scene.plain[-2:]
    if len(scene.plain) == 3:
        whole, one, other = _whole_of(window, scene)
        if whole is None:
            return None
    union = scene.union[0] if scene.union else None
    neither = scene.neither[0] if scene.neither else None
    if len(scene.single) == 1 and not union:
        stated, others = scene.single[0], [one, other, both]
        right, how = one.base + other.base - 2 * both.base, f"{one.text} + {other.text} − 2 × {both.text}"
    elif union:
        stated, others, right, how = _of_union(union, one, other, both)
    elif whole and neither:
        stated, others, right, how = _of_all(whole, neither, one, other, both)
    elif whole and covered:
        stated, others, right, how = _of_union(whole, one, other, both)
    else:
        return None
    return _outcome(window, judged, stated, others, right, how)


def _scene(window: Sequence[Passage]) -> _Scene:
    scene = _Scene()
    figures = [
        (p, f) for p in window for f in p.figures if is_summable(f) and f.is_exact and not f.per and not _is_word(f)
    ]
    families = [_family(f) for _, f in figures]
    for passage, figure in figures:
        if families.count(_family(figure)) < max(map(families.count, families)):
            continue
        ahead, behind = _around(passage, figure)
        clause = re.split(r"[。；：（）]", ahead)[-1]
        near = re.split(r"[，]", clause)[-1] + "｜" + behind
        wide = clause[-24:] + "｜" + behind
        if _SINGLE.search(near):
            scene.single.append(figure)
        elif _NEITHER.search(near):
            scene.neither.append(figure)
        elif _UNION.search(near) and not _is_both_first(near):
            scene.union.append(figure)
        elif _BOTH.search(near) or re.search(r"既[^。；\d]{1,14}[，、][又也][^。；\d]{0,12}$", clause):
            scene.both.append(figure)
        elif scene.both and scene.both[-1].end <= figure.start and _TOGETHER.search(ahead):
            scene.union.append(figure)
        elif _REST.search(near):
            scene.rest.append(figure)
        elif _UNION.search(wide) and not _BOTH.search(wide):
            scene.union.append(figure)
        else:
            scene.plain.append(figure)
    return scene


def _is_both_first(near: str) -> bool:
    """其中重复的 17 户, 两类合计交叉: the words of both, and none that take them off."""
    return bool(re.search(r"重复的|交叉的|重叠的|都享受|两[样项种门]都", near)) and not re.search(
        r"去|剔|扣|减|除|至少", near
    )


def _whole_of(window: Sequence[Passage], scene: _Scene) -> tuple[Figure | None, Figure, Figure]:
    """全村 96 户中: the one that all are of, told as such and not smaller than the two classes; or what they come to."""
    figures = scene.plain
    if scene.union:
        first, second, third = figures
        if third.base == first.base + second.base:
            return third, first, second
        if first.base >= max(second.base, third.base):
            return first, second, third
    for whole in figures:
        one, other = (figure for figure in figures if figure is not whole)
        passage = next(p for p in window if whole in p.figures)
        ahead, behind = _around(passage, whole)
        told = _WHOLE.search(re.split(r"[，。；：（）]", ahead)[-1]) or _OF_WHOLE.match(behind)
        if told and whole.base >= max(one.base, other.base):
            return whole, one, other
    return None, figures[0], figures[1]


def _of_union(union: Figure, one: Figure, other: Figure, both: Figure) -> tuple[Figure, list[Figure], Decimal, str]:
    """The last told of all and both is the one that follows from the rest."""
    if both.start > union.start:
        return (
            both,
            [one, other, union],
            one.base + other.base - union.base,
            f"{one.text} + {other.text} − {union.text}",
        )
    return union, [one, other, both], one.base + other.base - both.base, f"{one.text} + {other.text} − {both.text}"


def _of_all(
    whole: Figure, neither: Figure, one: Figure, other: Figure, both: Figure
) -> tuple[Figure, list[Figure], Decimal, str]:
    if both.start > neither.start:
        right = one.base + other.base - (whole.base - neither.base)
        return (
            both,
            [one, other, whole, neither],
            right,
            f"{one.text} + {other.text} −（{whole.text} − {neither.text}）",
        )
    right = whole.base - (one.base + other.base - both.base)
    return neither, [one, other, both, whole], right, f"{whole.text} −（{one.text} + {other.text} − {both.text}）"


def _outcome(
    window: Sequence[Passage], judged: Sequence[Outcome], stated: Figure, others: list[Figure], right: Decimal, how: str
) -> Outcome | None:
    if right == stated.base:
        return holding(Kind.OVERLAP, stated, others, f"{how} = {stated.text}")
    if stated.base == sum(figure.base for figure in others[:2]) + (others[2].base if len(others) == 3 else 0):
        return None  # three classes apart from one another: 只… a 户, 只… b 户, 两样都… c 户, 共…
    lines = {passage.block.origin[passage.sentence.start][0] + 1 for passage in window}
    involved = {stated.literal, *(figure.literal for figure in others)}
    for outcome in judged:
        if not lines & set(outcome.lines):
            continue
        if isinstance(outcome, Finding) and outcome.literals[0] in involved:
            return None
        if isinstance(outcome, Holding) and outcome.kind is Kind.OVERLAP and involved <= set(outcome.literals):
            return None
    if right <= 0:
        return None
    shown = f"{plain((right / stated.unit_worth).normalize())}{stated.unit}"
    return finding(
        Kind.OVERLAP, Severity.WARNING, stated, others, computed=shown, arithmetic=f"{how} = {shown} ≠ {stated.text}",
        message=f"两类相加，再看都有的和至少有一样的，应为{shown}，文中为{stated.text}", suggestion=f"若其余各数无误，应为{shown}",
    )  # fmt: skip
