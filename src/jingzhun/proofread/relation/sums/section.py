"""Totals over paragraphs: the amounts of numbered items against the total before or behind them, totals of totals."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ... import wording
from ...agreement import Agreement, is_slip, is_strong_slip, of_sum
from ...block import Form
from ...figure import Figure
from ...finding import Kind, Outcome, Severity
from ...reading import Reading, holding
from ...unit import HOUSEHOLDS, PEOPLE
from ..lists.numbering import RANK, Heading, headings
from .split import Split, failing, is_summable, spelled

_CLOSING = re.compile(
    r"共计|合计|总计|共(?:需)?投[入资]|总投[资入]|累计投[入资]|(?:需要|共需|共)投入|共有|共$|总投资|到位|安排|投入[^，。；]{0,10}$|资金[^，。；]{0,4}$|项目[^，。；]{0,4}$|金额[^，。；]{0,4}$|涉及[^，。；]{0,6}$"
)
_MOST_ITEMS = 14
_LIKE = {"个": {"个", "项"}, "项": {"个", "项"}}


@dataclass(frozen=True)
class Item:
    """A stretch of text and the one figure of a dimension that stands for it."""

    first: int
    figure: Figure


_NEW = re.compile(r"新增|增加|扩|再[一-龥]{1,10}$|补充")
_REACHES = re.compile(r"(?:使|总数|总量|累计|规模|面积)[一-龥]{0,8}(?:达到?|增加到|增至|扩大到)$|^，?累计[一-龥]{1,6}$")


def _raised(reading: Reading) -> Iterator[tuple[Outcome, Figure]]:
    """新增 136 名, 使总数达到 2000 名: what there was before stands further up."""
    for passage in reading.passages:
        for added, reached in itertools.pairwise(passage.figures):
            if added.dimension != reached.dimension or not _NEW.search(added.left) or not _REACHES.search(reached.left):
                continue
            if not (is_summable(added) and is_summable(reached) and added.is_exact and reached.is_exact):
                continue
            if reached.left.lstrip("，").startswith("累计") and not added.left.endswith(reached.left[-2:]):
                continue  # 再接管 120 处，累计接管 474 处
            before = [
                f for f in [*reading.figures_before(passage.block.number), *reading.by_block[passage.block.number]]
                if f.dimension == reached.dimension and f.is_exact and f.base < reached.base and f not in (added, reached)
            ]  # fmt: skip
            old = next((f for f in before if f.base + added.base == reached.base), None)
            if old:
                yield holding(Kind.SUM, reached, [old, added], f"{old.text} + {added.text} = {reached.text}"), reached
                continue
            near = [f for f in before if is_strong_slip(f.base + added.base, reached.base, reached.step)]
            if near:
                yield (
                    failing(Split(reached, (near[0], added), True, True, "raised"), Severity.WARNING, reached),
                    reached,
                )


def find(reading: Reading) -> Iterator[Outcome]:
    seen: set[Figure] = set()
    for outcome, total in [*_ahead(reading), *_behind(reading), *_inline(reading), *_raised(reading)]:
        if total not in seen:
            seen.add(total)
            yield outcome


def _principal(figures: Sequence[Figure], dimension: str) -> Figure | None:
    """The figure that stands for a stretch: its 合计 if it has one, else its first."""
    same = [
        figure for figure in figures if figure.dimension in _LIKE.get(dimension, {dimension}) and is_summable(figure)
    ]
    closing = [figure for figure in same if re.search(r"合计|共计|总投|共投", figure.left)]
    return closing[-1] if closing else same[0] if same else None


def _groups(reading: Reading) -> Iterator[tuple[int, list[Heading]]]:
    """Runs of sibling headings, each with the number of the block behind the last one's stretch."""
    rows = headings(reading)
    open_runs: dict[str, list[Heading]] = {}
    for position, heading in enumerate(rows):
        run = open_runs.get(heading.form, [])
        if heading.number == 1 or not run:
            run = []
        run = [*run, heading]
        open_runs[heading.form] = run
        after = rows[position + 1] if position + 1 < len(rows) else None
        rank = _rank(heading)
        for later in rows[position + 1 :]:
            if _rank(later) <= rank:
                after = later
                break
        else:
            after = None
        closes = after is None or after.form != heading.form or after.number == 1
        if closes and len(run) >= 2:
            yield (after.block.number if after else len(reading.blocks)), run
        for form in [form for form, items in open_runs.items() if items and _rank(items[0]) > rank]:
            open_runs.pop(form)


def _rank(heading: Heading) -> int:
    return RANK[heading.form]


def _stretch(reading: Reading, first: int, after: int) -> list[Figure]:
    return [
        figure
        for number in range(first, after)
        if reading.blocks[number].form is Form.TEXT
        for figure in reading.by_block[number]
    ]


def _ahead(reading: Reading) -> Iterator[tuple[Outcome, Figure]]:
    """A total in the paragraph before its numbered items."""
    for after, run in _groups(reading):
        lead = run[0].block.number - 1
        if lead < 0 or reading.blocks[lead].form is Form.ROW:
            continue
        bounds = [heading.block.number for heading in run[1:]] + [min(after, run[-1].block.number + 1)]
        for total in reading.by_block[lead]:
            if not is_summable(total) or not total.is_exact or total.is_article or not _CLOSING.search(total.clause):
                continue
            items = [
                _principal(_stretch(reading, h.block.number, bound), total.dimension)
                for h, bound in zip(run, bounds, strict=True)
            ]
            yield from _against(total, [item for item in items if item], complete=all(items), many=len(run))


def _behind(reading: Reading) -> Iterator[tuple[Outcome, Figure]]:
    """A total in the paragraph behind its items: the longest run of paragraphs that adds up, or the whole section."""
    starts = {heading.block.number: heading for heading in headings(reading)}
    for passage in reading.passages:
        block = passage.block
        totals = [
            f
            for f in passage.figures
            if is_summable(f)
            and f.is_exact
            and re.search(r"共计|合计|总计|共投入|共需|需要投入|共投资|总投资", f.clause)
        ]
        if not totals or len(block.text) > 160:
            continue
        total = totals[0]
        items: list[Item] = []
        closed = False
        for number in range(block.number - 1, max(-1, block.number - 40), -1):
            figures = reading.by_block[number]
            figure = _principal(figures, total.dimension)
            heading = starts.get(number)
            if (
                figure
                and not heading
                and figure.base * 2 >= total.base
                and re.search(r"共计|合计|总计|共投入", figure.clause)
            ):
                closed = True
            if figure and figure is not total:
                items.insert(0, Item(number, figure))
                chosen = [item.figure for item in items]
                if len(chosen) >= 2 and _adds_up(total, chosen):
                    yield holding(Kind.SUM, total, chosen, f"{spelled(chosen)} = {total.text}"), total
                    break
            if heading and heading.form in ("（一）", "一、") and not figure:
                if not closed:
                    yield from _short_of_section(total, [item.figure for item in items])
                break
        else:
            continue
    yield from _totals_of_totals(reading)


def _adds_up(total: Figure, parts: Sequence[Figure]) -> bool:
    return of_sum(total, parts, sum((part.base for part in parts), Decimal(0))) is Agreement.HOLDS


def _short_of_section(total: Figure, parts: Sequence[Figure]) -> Iterator[tuple[Outcome, Figure]]:
    if len(parts) < 4 or not all(part.is_exact for part in parts) or total.dimension != "money":
        return
    computed = sum((part.base for part in parts), Decimal(0))
    if Decimal("0.85") < computed / total.base < Decimal("1.15"):
        yield failing(Split(total, tuple(parts), True, True, "section"), Severity.WARNING, None), total


def _totals_of_totals(reading: Reading) -> Iterator[tuple[Outcome, Figure]]:
    """Section totals add up to the total of the whole; also part by part under the same label."""
    totals = [
        figure for passage in reading.passages for figure in passage.figures
        if is_summable(figure) and figure.is_exact and figure.dimension == "money" and re.search(r"共计|合计|共投入|投入资金|总投资|共计投入|需要投入|投入$|资金$|折资$", figure.clause)
    ]  # fmt: skip
    for position, total in enumerate(totals):
        label = wording.label(total.left)
        earlier = [figure for figure in totals[max(0, position - 40) : position] if figure.block != total.block]
        for chosen in (
            [figure for figure in earlier if wording.label(figure.left) == label],
            [figure for figure in earlier if re.search(r"共|合计|总", figure.clause)],
        ):
            for count in range(2, min(len(chosen), 6) + 1):
                if _adds_up(total, chosen[-count:]):
                    yield holding(Kind.SUM, total, chosen[-count:], f"{spelled(chosen[-count:])} = {total.text}"), total
                    break


def _inline(reading: Reading) -> Iterator[tuple[Outcome, Figure]]:
    """总投资 X 万元。一是……A 万元；二是……B 万元 in one paragraph."""
    for block in reading.blocks:
        marks = [
            match.start() + 1
            for match in re.finditer(
                r"[。；：，][一二三四五六七八九十](?:是|、|要)|[。；：，]（[一二三四五六七八九十\d]+）|[。；：][①②③④⑤⑥⑦⑧⑨]",
                block.text,
            )
        ]
        if not 2 <= len(marks) <= _MOST_ITEMS or block.form is Form.ROW:
            continue
        figures = reading.by_block[block.number]
        bounds = [*marks[1:], len(block.text)]
        for total in [f for f in figures if f.end <= marks[0] and is_summable(f) and f.is_exact and not f.is_article]:
            if not _CLOSING.search(total.clause) and not wording.TOTAL.search(total.clause):
                continue
            items = [
                _principal([f for f in figures if start <= f.start < end], total.dimension) for start, end in zip(marks, bounds, strict=True)
            ]  # fmt: skip
            yield from _against(total, [item for item in items if item], complete=all(items), many=len(marks))


def _against(total: Figure, items: Sequence[Figure], *, complete: bool, many: int) -> Iterator[tuple[Outcome, Figure]]:
    if len(items) < 2:
        return
    if _adds_up(total, items):
        yield holding(Kind.SUM, total, items, f"{spelled(items)} = {total.text}"), total
        return
    computed = sum((item.base for item in items), Decimal(0))
    if not complete or many < 2 or not all(item.is_exact for item in items):
        return
    if total.dimension in (PEOPLE, HOUSEHOLDS) and any(
        wording.OVERLAPPING.search(item.left + item.noun) for item in items
    ):
        return
    single = is_slip(total.base, computed, total.step) or any(
        is_slip(item.base, item.base + total.base - computed, item.step) for item in items if item.base + total.base - computed > 0
    )  # fmt: skip
    ratio = computed / total.base
    if single and Decimal("0.8") < ratio < Decimal("1.25") and len(str(int(total.base / total.step))) >= 3:
        yield failing(Split(total, tuple(items), True, True, "section"), Severity.WARNING, None), total
