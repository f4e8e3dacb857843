"""Totals and their parts, found by the shape of the list: what follows 其中 or a colon or a bracket, what 共 closes, what items hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from ... import wording
from ...agreement import Agreement, of_sum, slip_in_sum
from ...figure import Figure
from ...finding import Finding, Kind, Outcome
from ...numerals import read_count
from ...reading import Reading, holding
from ...unit import MEASURED, PEOPLE, RATES, TURNS
from ..claims.claim import Scene, digits, scenes
from .overlap import is_of_both
from .split import Split, addable, failing, is_summable, that_holds
from .sum import declared_parts
from .wrong_total import REST, Row, is_parallel, severity

_MARKED = re.compile(r"分别|包括|包含|具体|即|由|构成|分为|：|（|——|依次|其中|含|按")
_CLOSED = re.compile(r"（[^（）]*）")
"""A bracket that is closed again before the part holds no parts: 教育扶贫（学前教育点）2所."""
_WEAK = re.compile(r"其中|含|主要|按")
_OPEN = re.compile(r"等(?:[一-龥]{0,4})?$|主要|例如|如[：，]|比如|重点")
_CLOSES = re.compile(
    r"(?:(?P<many>[两二三四五六七八九十])(?P<of>项|批|类|期|次|年|镇|村|乡|县|部分|个村|个乡镇|样|者|笔|块|方面|级|个项目|个方面|会|种|片|组)?(?:[一-龥]{0,8}?))?"
    r"(?:共计|合计|总计|总共|一共|加起来|合起来|合在一起|总得?分|得分合计|加一块儿?|加在一起|相加|累计|总投资|小计|合共|共)(?:[一-龥]{0,10}|，(?:整整|正好|刚好|恰好|足足))$"
)
BY_KIND = re.compile(r"(?:按|从|分)[^，。；：、]{1,10}(?:分|看|划分|统计)[，：]")
_MATE = re.compile(r"^[、，]?[\d,.]+万?[人户名口](?=[。，；])")
"""The people beside the households: 1577 户 5406 人。其中，…"""
_BACK = re.compile(
    r"^(?:其中|按[^，。：；]{1,16}[：，]|分[^，。：；]{1,8}看|从[^，。：；]{2,12}看|具体|分别|包括|一是|（一）)"
)
_OTHER_CLASS = re.compile(r"[比较]|同比|上年|去年|增[加长]|减少|下降|提高")
MOST_PARTS = 30


@dataclass
class Tally:
    """What adds up: ids of (total, part), ids of all figures in it, and the splits themselves."""

    pairs: set[tuple[int, int]] = field(default_factory=set)
    held: set[int] = field(default_factory=set)
    found: list[Split] = field(default_factory=list)

    def keep(self, split: Split) -> None:
        self.held.update(id(f) for f in (split.total, *split.parts))
        self.found.append(split)
        self.pairs.update((id(split.total), id(part)) for part in split.parts)


def find(reading: Reading, tally: Tally) -> Iterator[Outcome]:
    """Sums within a sentence and the next; ``tally`` takes every one that holds."""
    suspects: list[tuple[Split, Row, Scene]] = []
    everything = list(scenes(reading))
    for index, scene in enumerate(everything):
        following = (
            everything[index + 1]
            if index + 1 < len(everything) and everything[index + 1].passage.block is scene.passage.block
            else None
        )
        for total in scene.here:
            if not _may_be_total(scene, total):
                continue
            for row in (*_behind(scene, total, following), *_before(scene, total)):
                split = _that_adds_up(scene.text, total, row)
                if split:
                    tally.keep(split)
                    yield that_holds(split)
                    yield from _as_difference(split)
                    break
                if len(row.parts) >= 2:
                    suspects.append((Split(total, row.parts, not row.is_weak, row.is_marked, ""), row, scene))
    yield from _failing(suspects, tally.held)


def _as_difference(split: Split) -> Iterator[Outcome]:
    """Of two parts the one called the rest is also what the other leaves of the total."""
    if len(split.parts) == 2:
        done, rest = split.parts
        if REST.search(rest.left[-8:]) or re.match(r"尚?未|正在", rest.right):
            yield holding(Kind.DIFFERENCE, rest, [split.total, done], f"{split.total.text} − {done.text} = {rest.text}")


def _may_be_total(scene: Scene, figure: Figure) -> bool:
    return (
        figure.is_summable or bool(figure.per and figure.dimension in MEASURED and re.match(r"[，；（：]?(?:其中|分别|包括)", scene.behind(figure)))
    ) and not figure.is_article and figure.base > 0  # fmt: skip


def _parts_of(total: Figure, figures: Iterable[Figure]) -> list[Figure]:
    averaged = bool(total.per)
    return [
        f
        for f in figures
        if (f.dimension == total.dimension or f.unit == "个")
        and addable(total, f)
        and f is not total
        and (f.is_summable or (averaged and f.dimension == total.dimension and not f.is_range))
        and not f.is_change
    ]


def _behind(scene: Scene, total: Figure, following: Scene | None) -> Iterator[Row]:
    """The rows of parts that follow ``total`` in its sentence or the next."""
    after = _parts_of(total, (f for f in scene.here if f.start >= total.end))
    text, later = scene.text, after[:MOST_PARTS]
    if following and (_BACK.match(following.passage.text) or scene.passage.text.endswith("：")):
        later = [*after, *_parts_of(total, following.here)][:MOST_PARTS]
    if not later:
        return
    gap = _MATE.sub("", text[total.end : later[0].start])
    if re.search(r"；(?!其中)|[。！？](?!$)", gap.rstrip("其中：，按分类看")[:-1]) and not _BACK.match(
        gap.lstrip("。")
    ):
        later = []
    if gap.lstrip("人户个名项家（").startswith("%"):
        return
    bracket = _opens_bracket(gap)
    listed = _listed(text, total, later, inside=bracket) if later else []
    marked = bool(_MARKED.search(_CLOSED.sub("", gap)))
    weak = not marked or (
        bool(_WEAK.search(gap)) and not re.search(r"分别|：|——|由|（(?!其中)", gap.replace("其中：", "其中"))
    )
    is_open = bool(listed and re.match(r"等|左右", text[listed[-1].end : listed[-1].end + 2])) or bool(
        re.search(r"主要|重点", gap)
    )
    declared = declared_parts(gap)
    if declared and len(listed) >= declared:
        yield Row(tuple(listed[:declared]), True, False, False, True)
        return
    if listed:
        cuts = list(_cuts(text, listed))
        tight = [cut for cut in cuts if "；" in text[cut[-1].end : listed[len(cut)].start] and len(cut) >= 2]
        yield from (Row(tuple(cut), marked, weak, False) for cut in tight if "其中" in gap)
        yield Row(tuple(listed), marked, weak, is_open)
        yield from (Row(tuple(cut), marked, weak, False) for cut in cuts)
        flat = [f for f in listed if not _is_nested(text, total, f)]
        if len(flat) != len(listed):
            yield Row(tuple(flat), marked, weak, is_open)
        unnested = _without_inner(text, listed)
        if len(unnested) != len(listed):
            yield Row(tuple(unnested), marked, weak, is_open)
        for stride in (2, 3):
            if len(listed) >= 2 * stride:
                yield from (Row(tuple(listed[offset::stride]), False, True, True) for offset in range(stride))
    later = after[:MOST_PARTS]
    in_breakdown = bool(BY_KIND.search(text, scene.passage.sentence.start, total.start))
    for skip in range(1, min(4, len(later))):
        kept = later[skip:]
        opening = text[later[skip - 1].end : kept[0].start]
        if in_breakdown and BY_KIND.search(opening):
            break  # a part of a breakdown is not broken down by the next
        if _opens_row(opening) and not re.search("。", opening[:-1]):
            listed = _listed(text, later[skip - 1], kept, inside=_opens_bracket(opening))
            if len(listed) >= 2:
                is_first = not _parts_of(total, (f for f in scene.here if f.end <= total.start))
                kinds = is_first and bool(_OPENS_KINDS.search(opening))
                yield Row(tuple(listed), kinds, True, not kinds)


_CLASSED = r"[。；，][一-龥]{0,8}(?:类型|原因|来源|用途|渠道|性质|级别|分布|区域)(?:来?看|上|[划区]?分|为)?[，：]?"
"""，按来源看 opens a row of its own; 、其他来源 14 人 is a part like the others."""
_OPENS_KINDS = re.compile(r"按[^，。；：]{2,10}分|分[^，。；：]{1,6}看|[。；]其中|" + _CLASSED)
_OPENS_ROW = re.compile(_MARKED.pattern + "|" + _CLASSED)


def _opens_row(opening: str) -> bool:
    return bool(_OPENS_ROW.search(opening))


def _opens_bracket(gap: str) -> bool:
    return gap.count("（") > gap.count("）")


def _listed(text: str, total: Figure, later: Sequence[Figure], *, inside: bool) -> list[Figure]:
    """The parts that go on as a list: ended by a bracket, a total, a comparison or another sentence."""
    row: list[Figure] = []
    for part in later:
        gap = text[(row[-1] if row else total).end : part.start]
        depth = text[total.end : part.start]
        if inside and depth.count("）") >= depth.count("（"):
            break
        if row and (
            re.search(r"此外|另外|另有|同时|与此|累计|(?<!公)共(?![同青享建])|合计|总计|之和|相加|加起来", gap)
            or "。" in gap
        ):
            break
        if row and re.search(
            r"共投|总投资|比上|同比|^[一-龥]{0,4}[两三四五六]?(?:个?部分|块|项)?(?:组成|构成)[，。；]", gap
        ):
            break
        row.append(part)
    return row


def _cuts(text: str, listed: Sequence[Figure]) -> Iterator[list[Figure]]:
    """Where a list may end before the sentence does: at a semicolon, or where 、 gives way to a comma."""
    for number in range(2, len(listed)):
        gap = text[listed[number - 1].end : listed[number].start]
        before = [text[a.end : b.start] for a, b in pairwise(listed[:number])]
        semicolon = "；" in gap and not any("；" in other for other in before)
        comma = "，" in gap and "、" not in gap and all("、" in other and "，" not in other for other in before)
        if semicolon or comma:
            yield list(listed[:number])
            return


def _is_nested(text: str, total: Figure, part: Figure) -> bool:
    gap = text[total.end : part.start]
    return _opens_bracket(gap)


def _without_inner(text: str, row: Sequence[Figure]) -> list[Figure]:
    """Parts of parts left out: what stands behind 其中 within the list up to the next semicolon."""
    kept, inner = [row[0]], False
    for before, part in pairwise(row):
        gap = text[before.end : part.start]
        inner = ("其中" in gap or "含" in gap or inner) and "；" not in gap
        if not inner:
            kept.append(part)
    return kept


def _before(scene: Scene, total: Figure) -> Iterator[Row]:
    """The rows of parts that ``total`` closes."""
    lead = scene.clause(total, 22)
    lead = re.split(r"[。；：]", lead)[-1]
    match = _CLOSES.search(lead)
    clause = lead.rsplit("，", 1)[-1]
    loose = not match and (clause == "" or re.search(r"共|总|达|为|计", clause))
    earlier = _parts_of(total, [*scene.above, *reversed(scene.before(total))])
    if match and match["many"] and total.dimension == TURNS and not earlier:
        people = [f for f in scene.here if f.end <= total.start and f.dimension == PEOPLE and is_summable(f)]
        if len(people) == read_count(match["many"]) >= 2 and not any(f.is_change for f in people):
            yield Row(tuple(people), True, False, False, True)
    if total.dimension in RATES or len(earlier) < 2:
        return
    periods = _of_periods(scene, total, clause)
    if periods:
        yield Row(tuple(periods), True, False, False, True)
        return
    if not match and not loose:
        return
    many = read_count(match["many"]) if match and match["many"] else 0
    if match and not many:
        named = [
            f
            for f in scene.here
            if f.end <= total.start
            and total.start - f.end < 14
            and not f.literal[0].isdecimal()
            and f.is_exact
            and 2 <= f.base <= 12
        ]
        many = int(named[-1].base) if named else 0
        earlier = [f for f in earlier if f not in named]
    here = [f for f in earlier if f in scene.members]
    for pool in (here, earlier, [f for f in earlier if not is_bracketed(scene.text, f)]):
        for count in range(2, min(len(pool), MOST_PARTS) + 1):
            row = pool[-count:]
            if of_sum(total, row, added(row)) is Agreement.HOLDS and (match or count >= 3 or digits(total) >= 3):
                yield Row(tuple(row), True, False, False, True)
                return
    kin = _of_one_label(scene, total)
    if match and len(kin) >= 2 and of_sum(total, kin, added(kin)) is Agreement.HOLDS:
        yield Row(tuple(kin), True, False, False, True)
        return
    if not match:
        return
    if many and len(kin) == many:
        yield Row(tuple(kin), True, False, False, True)
    elif many and len(here) == many:
        yield Row(tuple(here), True, False, False, True)
    elif many and len(earlier) >= many > len(here):
        yield Row(tuple(earlier[-many:]), True, False, False, True)
    elif many and len(here) > many:
        yield Row(tuple(here[-many:]), True, False, False, True)
    elif not many and 2 <= len(here) <= 8 and re.search(r"^(?:以上|合计|共计|总计|两|加起来)", match.group(0)):
        row = _tail_row(scene.text, here)
        if len(row) >= 2:
            yield Row(tuple(row), True, True, "等" in scene.text[row[-1].end : total.start][:6], True)


_PERIOD = re.compile(r"[一二三四]季度")


def _of_periods(scene: Scene, total: Figure, clause: str) -> list[Figure]:
    """一季度 a、二季度 b、三季度 c、四季度 d，全年…: each quarter once, in order, right before the year."""
    if "全年" not in clause:
        return []
    row: list[Figure] = []
    stamps: list[str] = []
    for figure in reversed(_parts_of(total, [f for f in scene.here if f.end <= total.start])):
        found = _PERIOD.findall(figure.left[-14:])
        if len(found) != 1 or found[0] in stamps or "累计" in figure.left:
            break
        row.insert(0, figure)
        stamps.append(found[0])
    return row if len(row) == 4 else []


def is_bracketed(text: str, figure: Figure) -> bool:
    before = text[max(0, figure.start - 80) : figure.start]
    return before.rfind("（") > before.rfind("）")


def _tail_row(text: str, here: Sequence[Figure]) -> list[Figure]:
    row = [here[-1]]
    for part in reversed(here[:-1]):
        gap = text[part.end : row[0].start]
        if re.search(r"。|其中|；.*：", gap):
            break
        row.insert(0, part)
    return row


def _of_one_label(scene: Scene, total: Figure) -> list[Figure]:
    """Figures of the items above, or of the sentence, that bear the total's own last words: 批复资金 a … 批复资金 b … 共批复资金."""
    tail = wording.label(total.left)[-4:]
    noun = wording.label(total.noun)[:2]
    if len(noun) == 2 and re.search(r"以上|上述|方面|共$", total.left):
        pool = [*scene.far, *scene.above, *(f for f in scene.here if f.end <= total.start)]
        named = [
            f
            for f in pool
            if addable(total, f)
            and is_summable(f)
            and (wording.label(f.left).endswith(noun) or f.noun.startswith(noun))
        ]
        if len(named) >= 2:
            return named
    if len(tail) < 2:
        return []
    pool = [*scene.far, *scene.above, *(f for f in scene.here if f.end <= total.start)]
    return [
        f
        for f in pool
        if addable(total, f) and is_summable(f) and wording.label(f.left).endswith(tail) and f is not total
    ]


def added(parts: Sequence[Figure]) -> Decimal:
    return sum((part.base for part in parts), Decimal(0))


def _that_adds_up(text: str, total: Figure, row: Row) -> Split | None:
    """The longest opening stretch of the row, or the longest stretch at all, that adds up to the total."""
    parts = row.parts
    if row.is_closed:
        whole = Split(total, parts, True, True, "")
        return whole if of_sum(total, parts, whole.computed) is Agreement.HOLDS else None
    needed = (
        2
        if row.is_marked
        or digits(total) >= 3
        or (len(parts) >= 2 and total.block == parts[0].block and is_parallel(text, total, parts[:2]))
        else 3
    )
    rounded = None
    for start in range(min(3, len(parts))):
        running = Decimal(0)
        for end in range(start, len(parts)):
            running += parts[end].base
            count = end - start + 1
            if count < needed + (1 if start and digits(total) < 3 else 0):
                continue
            if running == total.base:
                return Split(total, tuple(parts[start : end + 1]), True, True, "")
            if rounded is None and of_sum(total, parts[start : end + 1], running) is Agreement.HOLDS:
                rounded = Split(total, tuple(parts[start : end + 1]), True, True, "")
    return rounded


def _failing(suspects: Sequence[tuple[Split, Row, Scene]], held: set[int]) -> Iterator[Finding]:
    said: set[int] = set()
    for split, row, scene in suspects:
        total = split.total
        if (
            id(total) in said
            or (id(total) in held and not _is_second_breakdown(split, row, held))
            or not total.is_exact
            or any(not part.is_exact or is_of_both(part) for part in split.parts)
            or wording.SHARED.search(scene.passage.text)
        ):
            continue
        if sum(id(part) in held for part in split.parts) > len(split.parts) / 2:
            continue
        if any(
            f.base == split.computed and f is not total and addable(total, f) for f in (*scene.above[-6:], *scene.here)
        ):
            continue  # they are the parts of that one
        verdict = severity(split, row, scene)
        if verdict:
            said.add(id(total))
            yield failing(split, verdict, slip_in_sum(total, split.parts, split.computed))


def _is_second_breakdown(split: Split, row: Row, held: set[int]) -> bool:
    """完工 41、在建 7 make 48; 按类别分 20、17、12 do not."""
    close = Decimal("0.85") < split.computed / split.total.base < Decimal("1.18")
    return row.is_marked and close and not any(id(part) in held for part in split.parts)
