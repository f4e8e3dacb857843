"""Totals and their parts within a paragraph: 其中, 分别, 包括, brackets, and the other way round, 共计 behind its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate, groupby, pairwise

from ... import wording
from ...agreement import Agreement, is_slip, is_strong_slip, of_ratio, of_sum
from ...figure import Figure, plain
from ...finding import Outcome
from ...numerals import read_count
from ...reading import Passage, Reading
from ...unit import MONEY, PERCENT
from .split import Split, addable, is_average_total, is_summable, judge, that_holds
from .wrong_total import are_no_parts

_CONTINUES = re.compile(
    r"^(?:其中|包括|分别|具体|一是|（?一）|按[^，。：；]{2,16}(?:分|划分|看|统计|区分)|分[^，。：；]{1,8}看|从[^，。：；]{2,12}看)"
)
MOST_PARTS = 40
_DEEPEST = 18
_NEARBY = 8  # sentences on either side of a total in which another may be meant
_REST = re.compile(r"其余|其他|其它|剩余|余下")
_FAMILIES = tuple(
    map(
        re.compile,
        (
            r"男|女", r"新建|改建|扩建|续建|重建|新修|改造|维修|修缮|加固|整修", r"中央|省级|州级|市级|县级|乡级|镇级|上级|本级|自筹",
            r"[一二三四]季度", r"上半年|下半年", r"[一二三四五]类", r"[A-D甲乙丙丁]类", r"[A-D]级", r"集中|分散", r"[县市州省国乡镇]内|[县市州省国乡镇]外",
            r"脱贫户|监测户|一般户", r"^[^，]{0,6}(?:已|未)",
        ),
    )
)  # fmt: skip


def find(reading: Reading) -> Iterator[Outcome]:
    """Sums within one paragraph."""
    for _, passages in groupby(reading.passages, key=lambda passage: passage.block.number):
        yield from _in_block(list(passages))


def _in_block(passages: Sequence[Passage]) -> Iterator[Outcome]:
    taken: set[Figure] = set()
    held: list[Split] = []
    suspects: list[tuple[int, Split]] = []
    for index, passage in enumerate(passages):
        scope = list(passage.figures)
        after = passages[index + 1 : index + 2]
        if after and (_CONTINUES.match(after[0].text) or passage.text.endswith("：")):
            scope += after[0].figures
        figures = [figure for figure in scope if is_summable(figure)]
        own = [figure for figure in passage.figures if is_summable(figure) or is_average_total(figure, passage)]
        further = [f for p in passages[index + 1 : index + 4] for f in p.figures if is_summable(f) and f not in figures]
        for total in own:
            split, holds = _forward(passage, total, [f for f in figures if f.start > total.start])
            if split and not holds and split.parts[-1].start >= figures[-1].start - 1 and further:
                _, holds = _forward(passage, total, [f for f in [*figures, *further] if f.start > total.start])
            if holds:
                taken.update([holds.total, *holds.parts])
                held.append(holds)
                yield that_holds(holds)
            elif split:
                suspects.append((index, split))
        for total in own:
            split, holds = _backward(passage, total, [f for f in own if f.start < total.start])
            if holds:
                taken.update([holds.total, *holds.parts])
                held.append(holds)
                yield that_holds(holds)
            elif split:
                suspects.append((index, split))
    for index, split in suspects:
        near = passages[max(0, index - _NEARBY) : index + _NEARBY + 1]
        closes = split.wording == "backward" and split.total.start - split.parts[-1].end <= 4  # 4 名、29 名，共 35 名
        if wording.SHARED.search(passages[index].text) or _fits_another(
            split, passages[index : index + 1] if closes else near
        ):
            continue
        if (split.total in taken and not split.is_complete) or are_no_parts(split.total, split.parts):
            continue
        if not split.is_complete and _are_shares(split, near):
            continue
        outcome = judge(split, taken, certain=_is_partition(split, near, held))
        if outcome:
            yield outcome


def _fits_another(split: Split, passages: Sequence[Passage]) -> bool:
    """The parts add up to another figure at hand: that one is their total."""
    return any(
        figure is not split.total and figure not in split.parts and addable(figure, split.total)
        and of_sum(figure, split.parts, split.computed) is Agreement.HOLDS
        for passage in passages for figure in passage.figures
    )  # fmt: skip


def added(figures: Sequence[Figure]) -> Decimal:
    return sum((figure.base for figure in figures), Decimal(0))


def _same(total: Figure, figures: Sequence[Figure]) -> list[Figure]:
    return [figure for figure in figures if addable(total, figure)]


def _forward(passage: Passage, total: Figure, later: Sequence[Figure]) -> tuple[Split | None, Split | None]:
    """Parts behind their total: the split as written and, if there is one, the split that holds."""
    text = passage.block.text
    parts = [part for part in _same(total, later) if not is_delta(part)][:MOST_PARTS]
    if not parts or not total.is_exact or total.is_article:
        return None, None
    behind = _behind_marker(passage, total, parts)
    if behind:
        return None, behind
    marker_zone = text[total.end : parts[0].start]
    marker = max(wording.PARTS.finditer(marker_zone), key=lambda match: match.start(), default=None)
    named_total = bool(wording.TOTAL.search(total.left[-12:]))
    if not marker and (states := _by_state(passage, total, parts)):
        holds = of_sum(total, states.parts, states.computed) is Agreement.HOLDS
        return (None, states) if holds else (states, None)
    if not marker and not named_total:
        return None, None
    if "；" in marker_zone:
        return None, None
    if "。" in marker_zone[: marker.start() if marker else None].rstrip("。") and not _CONTINUES.match(
        marker_zone.split("。")[-1]
    ):
        return None, None
    bracket = marker_zone.rfind("（") > marker_zone.rfind("）") and "其中" not in marker_zone.replace("（其中", "")
    run: list[Figure] = []
    for part in parts:
        gap = text[(run[-1] if run else total).end : part.start]
        if bracket and _depth(text[total.end : part.start]) <= 0:
            break
        if not bracket and _depth(text[total.end : part.start]) > 0 and "（" in text[total.end : part.start]:
            continue
        if (
            run
            and wording.TOTAL.search(part.left)
            and not re.search(r"共[青建同享]", part.left)
            and part.left.strip("，、") not in _labels(run)
        ):
            break
        if is_delta(part):
            continue
        if run and re.search(r"此外|另外|同时[，：]|与此同时|。", gap) and not gap.startswith("。其"):
            break
        run.append(part)
    if not run:
        return None, None
    declared = declared_parts(marker_zone)
    if declared and len(run) >= declared:
        whole = Split(total, tuple(run[:declared]), True, True, "declared")
        holds = of_sum(total, whole.parts, whole.computed) is Agreement.HOLDS
        return (None, whole) if holds else (whole, None)
    sums = list(accumulate(part.base for part in run))
    for count in range(len(run), 0, -1):
        candidate = Split(total, tuple(run[:count]), True, bool(marker), "forward")
        sure = count >= 2 and (marker or count >= 3 or _digits(total) >= 3)
        if sure and of_sum(total, candidate.parts, sums[count - 1]) is Agreement.HOLDS:
            return None, candidate
    dated = _dated_row(passage, run) if total.start < run[0].start else []
    if dated and (marker or named_total):
        return Split(total, tuple(dated), True, True, "years"), None
    strided = _columns(total, run)
    if strided:
        return None, strided
    kin = [part for part in run if _tail(part) == _tail(total)]
    if _tail(total) and 2 <= len(kin) < len(run):
        if of_sum(total, kin, sum((part.base for part in kin), Decimal(0))) is Agreement.HOLDS:
            return None, Split(total, tuple(kin), True, True, "kin")
        if len(kin) <= len(run) - 2:
            return None, None
    nested = _skipping_nested(passage, total, run)
    if nested:
        return None, nested
    if not marker:
        if len(run) >= 2 and named_total and text[run[-1].end :][:1] in "，。；、）" and _digits(total) >= 3:
            return Split(total, tuple(run), False, False, "unmarked"), None
        return None, None
    run = parallel(passage, run)
    if _beside_another(passage, total):
        return None, None
    partial = "等" in text[run[-1].end : run[-1].end + 12].split("，")[0] or re.search(
        r"主要|重点(?!户|人)", marker_zone
    )
    complete = bool(
        (wording.COMPLETE.search(re.sub(r"其中[，：]?", "其中", marker_zone)) and "其中" not in marker_zone)
        or (bracket and "其中" not in marker_zone)
    )
    complete = complete or bool(_REST.search(run[-1].left)) or any(_is_family(family, run) for family in _FAMILIES)
    if partial:
        marker_zone += "主要"
    return Split(total, tuple(run), complete and not partial, True, marker_zone), None


def _behind_marker(passage: Passage, total: Figure, parts: Sequence[Figure]) -> Split | None:
    """Parts behind 其中 although another figure of the kind stands between: 学生 a 人, 教师 b 人。其中…"""
    at = passage.block.text.find("其中", total.end, parts[-1].start)
    kept = [part for part in parts if part.start > at]
    if at < 0 or not 2 <= len(kept) < len(parts) or len(parts) - len(kept) > 2:
        return None
    for count in range(len(kept), 1, -1):
        split = Split(total, tuple(kept[:count]), True, True, "behind")
        if (count >= 3 or _digits(total) >= 3) and of_sum(total, split.parts, split.computed) is Agreement.HOLDS:
            return split
    return None


_DECLARED = re.compile(
    r"(?:由|分[为成作]?|包括|含|有)(?P<n>[两二三四五六七八九])(?:个?(?:部分|方面|大?类|大?块|种|档|级|来源|渠道|层级))(?:构成|组成|资金)?[：，]$"
)


def declared_parts(gap: str) -> int:
    """3 of 由三部分构成：, 0 where the wording gives no number: so many parts, no fewer, make the total."""
    said = re.search(
        _DECLARED.pattern + "|" + _DECLARED.pattern.removesuffix("$").replace("?P<n>", "?P<m>") + "[^，。；：]{1,12}$",
        gap,
    )
    return read_count(said["n"] or said["m"]) if said else 0


_YEARS = re.compile(r"(20\d\d)年|([一二三四])季度")


def _dated_row(passage: Passage, run: Sequence[Figure]) -> list[Figure]:
    """Three parts or more, each of its own year or quarter, right behind one another."""
    row = parallel(passage, run)
    found = [_YEARS.findall(part.left) for part in row]
    stamps = ["".join(stamp[-1]) for stamp in found if stamp]
    return row if len(row) >= 3 and len(stamps) == len(row) == len(set(stamps)) else []


_DONE = re.compile(r"已|完成|完工|建成|竣工|验收|解决|办结")
_OPEN = re.compile(r"在建|未|尚|正在|待|剩余")


def _by_state(passage: Passage, total: Figure, parts: Sequence[Figure]) -> Split | None:
    """项目 12 个, 已完工 9 个, 在建 3 个: done and not done are all there are."""
    row = [
        part
        for part in parts[:3]
        if part.start - total.end < 40 and (_DONE.search(part.left) or _OPEN.search(part.left))
    ]
    if len(row) < 2 or not _OPEN.search(row[-1].left) or not _DONE.search(row[0].left) or row[0] is not parts[0]:
        return None
    text = passage.block.text[total.end : row[-1].start]
    if re.search(r"[。；]|其中", text) or wording.PLAN.search(total.left):
        return None
    return Split(total, tuple(row), True, True, "states")


def _is_family(family: re.Pattern[str], run: Sequence[Figure]) -> bool:
    """Every part bears another word of one family: 新建 and 改建, 中央 and 省级 and 县级."""
    words = [match.group(0)[-3:] for part in run if (match := family.search(part.left))]
    levels = "省级" in family.pattern and run[0].dimension != MONEY
    return len(run) >= 2 and len(words) == len(set(words)) == len(run) and not levels


def _beside_another(passage: Passage, total: Figure) -> bool:
    """Another total of the same dimension right before this one: whose parts follow cannot be told."""
    before = [f for f in passage.figures if f.end <= total.start and f.dimension == total.dimension and is_summable(f)]
    if not before or wording.TOTAL.search(total.left):
        return False
    gap = passage.between(before[-1], total)
    return len(gap) <= 10 and not re.search(r"[。；]", gap)


def _labels(run: Sequence[Figure]) -> set[str]:
    return {figure.left.strip("，、") for figure in run}


def _digits(figure: Figure) -> int:
    return len(plain(figure.value).replace(".", "").strip("0"))


def _depth(text: str) -> int:
    return text.count("（") - text.count("）")


_CAUSE = re.compile(r"[因由][^，。；]{1,8}(?:增加|减少|增长|下降|提高|降低)$")


def is_delta(figure: Figure) -> bool:
    """So much more or less; in 因务工减少 15 户 that is what befell them."""
    return bool(wording.DELTA_HERE.search(figure.left)) and not _CAUSE.search(figure.left)


def _skipping_nested(passage: Passage, total: Figure, run: Sequence[Figure]) -> Split | None:
    """Parts of parts, 其中 within 其中, left out."""
    text, run = passage.block.text, run[:_DEEPEST]
    for first in range(1, min(len(run), 16)):
        gap = text[run[first - 1].end : run[first].start]
        if not re.search(r"其中|包括|含|（", gap):
            continue
        for last in range(len(run), first, -1):
            kept = [*run[:first], *run[last:]]
            if len(kept) >= 2 and of_sum(total, kept, sum((part.base for part in kept), Decimal(0))) is Agreement.HOLDS:
                return Split(total, tuple(kept), True, True, "nested")
    return None


def _tail(figure: Figure) -> str:
    """The last word before a figure: 资金, 折价."""
    return wording.label(figure.left)[-2:]


def _columns(total: Figure, run: Sequence[Figure]) -> Split | None:
    """Parts that alternate with those of another total: 资金 a、折价 b；资金 c、折价 d."""
    for stride in (2, 3):
        for offset in range(stride):
            kept = run[offset::stride]
            if (
                len(kept) >= 2
                and len(run) >= 2 * stride
                and of_sum(total, kept, sum((part.base for part in kept), Decimal(0))) is Agreement.HOLDS
            ):
                return Split(total, tuple(kept), True, True, "columns")
    return None


def parallel(passage: Passage, run: Sequence[Figure]) -> list[Figure]:
    """The first parts that stand in one row: same kind of separation, no new sentence, no parts of parts."""
    text = passage.block.text
    row = [run[0]]
    for before, part in pairwise(run):
        gap = text[before.end : part.start]
        if re.search(r"其中|。|；.*：", gap) or not re.search(r"[，、；和及（）]", gap):
            break
        row.append(part)
    return row


def _backward(passage: Passage, total: Figure, earlier: Sequence[Figure]) -> tuple[Split | None, Split | None]:
    """A total behind its parts: 共计, 合计, 以上三项."""
    text = passage.block.text
    clause = total.clause[-24:]
    marker = wording.CLOSING_TOTAL.search(clause)
    parts = [part for part in _same(total, earlier) if not is_delta(part)][-MOST_PARTS:]
    if not total.is_exact or not parts:
        return None, None
    loose = re.search(r"共|总|为|达|计", total.left) or re.search(
        r"[，；]$", text[max(0, total.start - 1) : total.start]
    )
    if not marker and not loose:
        return None, None
    for count in range(2, len(parts) + 1):
        chosen = parts[-count:]
        sure = marker or count >= 3 or _digits(total) >= 3
        if sure and of_sum(total, chosen, added(chosen)) is Agreement.HOLDS:
            return None, Split(total, tuple(chosen), True, True, "backward")
    closing = _closing_row(passage, total, parts)
    return (Split(total, closing, True, True, "backward") if closing else _loose_total(passage, total, parts)), None


_NUMBERED = {"两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7}
_CLOSES = re.compile(
    r"[，；]?(?P<many>[两三四五六七])(?:项|批|类|期|次|年|镇|村|乡|县|部分|个村|个乡镇)(?:共计|合计|总计|共)|(?:^|[，；])(?:以上)?(?:共计|合计|总计)"
)


def _closing_row(passage: Passage, total: Figure, parts: Sequence[Figure]) -> tuple[Figure, ...]:
    """The parts a closing total surely adds up: 三项合计, 合计, or a bare 共 behind things of one kind."""
    text = passage.block.text
    bare = re.fullmatch(r"共?计|共|合计|总计|总共|一共", total.clause) and _one_kind([total, *parts[-2:]])
    strict = _CLOSES.search(total.clause[-16:])
    if len(parts) < 2 or not (bare or strict):
        return ()
    number = _NUMBERED.get(strict["many"]) if strict and strict["many"] else None
    chosen = parts[-number:] if number else parts
    row = [chosen[-1]]
    listed = not number and len(chosen) > 1 and text[chosen[-2].end : chosen[-1].start].startswith("、")
    for part in reversed(chosen[:-1]):
        gap = text[part.end : row[0].start]
        if listed and len(row) > 1 and not gap.startswith("、"):
            break  # 目前在岗的有护林员 2340 人、养护员 486 人、保洁员 1312 人，共: the list, not what stands before it
        if not number and ("。" in gap or "其中" in gap or not re.search(r"[，、；]", gap)):
            break
        row.insert(0, part)
    return () if len(row) < 2 or "等" in text[row[-1].end : total.start][:10] else tuple(row)


def _loose_total(passage: Passage, total: Figure, parts: Sequence[Figure]) -> Split | None:
    """上半年累计…, 共安排… behind its parts: only when a slip of the pen makes them add up."""
    if (
        len(parts) < 2
        or not re.search(r"共|累计|合计|总|全年|上半年", total.clause[-10:])
        or not _one_kind([total, *parts])
    ):
        return None
    computed = added(parts)
    close = is_slip(total.base, computed, total.step) and Decimal("0.9") < computed / total.base < Decimal("1.1")
    if any("其中" in passage.between(one, other) for one, other in pairwise([*parts, total])):
        return None
    return (
        Split(total, tuple(parts), True, True, "backward")
        if close or is_strong_slip(total.base, computed, total.step)
        else None
    )


def _one_kind(figures: Sequence[Figure]) -> bool:
    """Counted things are the same thing, as far as they are named behind the unit."""
    nouns = {figure.noun[:2] for figure in figures if figure.noun}
    return len(nouns) <= 1 and len({figure.unit for figure in figures}) == 1


def _is_partition(split: Split, passages: Sequence[Passage], held: Sequence[Split]) -> bool:
    """Other evidence that the parts are all of it: a twin column that adds up, or shares that come to 100 %."""
    for other in held:
        if len(other.parts) == len(split.parts) and all(
            mine.block == theirs.block and abs(mine.start - theirs.start) <= 14
            for mine, theirs in zip(split.parts, other.parts, strict=True)
        ):
            return True
    shares = [_share_behind(part, passages) for part in split.parts]
    return (
        len(shares) >= 2 and all(shares) and abs(sum((s.base for s in shares if s), Decimal(0)) - 100) <= Decimal("0.3")
    )


def _are_shares(split: Split, passages: Sequence[Passage]) -> bool:
    """等级公路 3097 公里，占 95 %；农村公路 2934 公里，占 90 %: each a share of the whole, together more than it."""
    shares = [share for part in split.parts if (share := _share_behind(part, passages))]
    return (
        len(shares) == len(split.parts) >= 2
        and sum((share.base for share in shares), Decimal(0)) > 100
        and all(
            of_ratio(part.base / split.total.base * 100, share.base, share.step) is not Agreement.FAILS
            for part, share in zip(split.parts, shares, strict=True)
        )
    )


def _share_behind(part: Figure, passages: Sequence[Passage]) -> Figure | None:
    for passage in passages:
        for one, other in zip(passage.figures, passage.figures[1:], strict=False):
            if one is part and other.dimension == PERCENT and "占" in passage.between(one, other):
                return other
    return None
