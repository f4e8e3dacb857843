"""Headings and 一是二是: numbers that skip, repeat or change their form in mid-row."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...block import Block, Form
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...numerals import read_count
from ...reading import Reading, once

_FORMS = (
    ("第一章", re.compile(r"^第([一二三四五六七八九十]{1,3})[章编]")),
    ("第一", re.compile(r"^第([一二三四五六七八九十]{1,3})[节部]")),
    ("壹", re.compile(r"^([壹贰叁肆伍陆柒捌玖拾])(?:、|(?=[一-龥]{2,12}$))")),
    ("一、", re.compile(r"^([一二三四五六七八九十]{1,3})、")),
    ("（一）", re.compile(r"^（([一二三四五六七八九十]{1,3})）")),
    ("1.", re.compile(r"^#*(\d{1,2})(?:\.(?!\d)|、|．)")),
    ("（1）", re.compile(r"^（(\d{1,2})）")),
    ("①", re.compile(r"^([①②③④⑤⑥⑦⑧⑨⑩])")),
)
_BRACKETED = re.compile(r"(?:^|[。；：，])（([一二三四五六七八九十]{1,2})）")
_INLINE = re.compile(r"(?:^|[。；：，、\s])([一二三四五六七八九十]{1,2})(?:是|要)(?!的|否|不是)")
_INLINE_FORMS = (
    _INLINE,
    _BRACKETED,
    re.compile(r"(?:^|[。；：，])（(\d{1,2})）"),
    re.compile(r"(?:^|[。；：])(\d{1,2})(?:[.．](?!\d)|、)"),
    re.compile(r"(?:^|[。；：，、])([①②③④⑤⑥⑦⑧⑨⑩])"),
    re.compile(r"(?:^|[。；：，])第([一二三四五六七八九十]{1,2})(?=[，、：])"),
    re.compile(r"(?:^|[。；：，])其([一二三四五六七八九十]{1,2})(?=[，、：是])"),
)
_LEADS_ON = re.compile(r"^([一二三四五六七八九十]{1,2})(?:是|要)")
_ARTICLE = re.compile(r"^第([一二三四五六七八九十百]{1,5})条(?![款项])")
_CIRCLED, _FORMAL = "①②③④⑤⑥⑦⑧⑨⑩", "壹贰叁肆伍陆柒捌玖拾"
RANK = {name: rank for rank, (name, _) in enumerate(_FORMS)}
"""How deep a form of heading lies, the highest first."""


@dataclass(frozen=True)
class Heading:
    block: Block
    form: str
    number: int
    literal: str


@once
def headings(reading: Reading) -> tuple[Heading, ...]:
    """Numbered headings and items in the order of the text."""
    found: list[Heading] = []
    for block in reading.blocks:
        if block.form is Form.ROW:
            continue
        text = block.text.lstrip("#* ")
        for name, pattern in _FORMS:
            match = pattern.match(text)
            if match:
                number = _value(match.group(1))
                if number:
                    line, column = block.origin[len(block.text) - len(text)]
                    written = reading.document.lines[line][column : column + match.end()]
                    found.append(Heading(block, name, number, written.lstrip("#")))
                break
    return tuple(found)


def _value(text: str) -> int:
    row = next((row for row in (_CIRCLED, _FORMAL) if text in row), "")
    return row.index(text) + 1 if row else read_count(text)


def find(reading: Reading) -> Iterator[Outcome]:
    rows: dict[str, list[Heading]] = {}
    everything = headings(reading)
    for position, heading in enumerate(everything):
        row = rows.get(heading.form, [])
        if row and heading.number == 1 and heading.number != row[-1].number + 1:
            yield from _close(row)
            row = []
        elif not row and heading.number != 1:
            if any(h.form == heading.form and h.number + 1 == heading.number for h in everything[:position]):
                continue
            yield from _changed_form(heading, rows, everything[position + 1 :])
            continue
        rows[heading.form] = [*row, heading]
        for deeper in [name for name in rows if RANK[name] > RANK[heading.form]]:
            yield from _close(rows.pop(deeper))
    for row in rows.values():
        yield from _close(row)
    for block in reading.blocks:
        yield from _inline(block)
    yield from _decimal(reading)
    yield from _twice(reading)


def _twice(reading: Reading) -> Iterator[Outcome]:
    """二是 or 第二条 at the head of a paragraph, and the same number at that of the next."""
    for before, after in itertools.pairwise(reading.blocks):
        for pattern in (_LEADS_ON, _ARTICLE):
            own = pattern.match(after.text)
            heads = list((_INLINE if pattern is _LEADS_ON else pattern).finditer(before.text)) if own else []
            if not own or not heads or not pattern.match(before.text):
                continue
            number, literal = read_count(own.group(1)), own.group(0)
            if number > 1 and read_count(heads[-1].group(1)) == number:
                lines = (before.first_line + 1, after.first_line + 1)
                yield Finding(
                    Kind.NUMBERING, Severity.WARNING, lines, (literal,), "", literal, f"两段都以“{literal}”起头",
                    f"序号“{literal}”重复", "请顺改序号",
                )  # fmt: skip


_DECIMAL = re.compile(
    r"^\s*(?P<literal>(?P<chapter>\d{1,2})[.．](?P<number>\d{1,2}))(?:[\s　]+|[、．]|\.(?!\d)|(?=[一-龥]{3}))"
)
_MEASURE = re.compile(r"\s*(?:个?百分点|[万亿千百]|公里|平方|立方|公顷|[元亩吨米户人斤倍度年月日天岁时])")


def _decimal(reading: Reading) -> Iterator[Outcome]:
    """7.1, 7.3, 7.4: the second number goes on from line to line of one chapter."""
    chapter: list[tuple[int, int, Block, str]] = []
    rows: list[list[tuple[int, int, Block, str]]] = []
    for block in reading.blocks:
        match = _DECIMAL.match(reading.document.lines[block.first_line]) if block.form is Form.TEXT else None
        if not match or _MEASURE.match(reading.document.lines[block.first_line][match.end() :]):
            continue
        item = (int(match["chapter"]), int(match["number"]), block, match["literal"])
        if chapter and chapter[-1][0] != item[0]:
            rows.append(chapter)
            chapter = []
        chapter.append(item)
    if len(rows) < 2:
        return  # chapters of this kind come in numbers
    for row in [*rows, chapter]:
        for (_, before, block, _), (_, after, behind, literal) in itertools.pairwise(row):
            if row[0][1] == 1 and before + 1 < after <= before + 3:
                lines = (block.first_line + 1, behind.first_line + 1)
                yield Finding(
                    Kind.NUMBERING, Severity.WARNING, lines, (literal,), f"{row[0][0]}.{before + 1}", literal,
                    "序号依次为" + "、".join(name for *_, name in row), f"序号跳到“{literal}”，缺{row[0][0]}.{before + 1}", "请补上缺项或顺改序号",
                )  # fmt: skip
                return


def _changed_form(heading: Heading, rows: dict[str, list[Heading]], later: Sequence[Heading]) -> Iterator[Outcome]:
    """一、二、then 3、: the number goes on, its form does not."""
    for row in rows.values():
        last = row[-1]
        goes_on = any(other.form == last.form and other.number == heading.number for other in later)
        if (
            heading.number == last.number + 1 >= 3
            and not goes_on
            and RANK[last.form] <= RANK["（一）"]
            and last.form != heading.form
        ):
            yield _finding(
                [*row, heading],
                f"{last.form[0]}级标题序号写法中途改变：前文用“{row[0].literal}”“{last.literal}”，此处用“{heading.literal}”",
                heading,
            )
            return


def _close(row: list[Heading]) -> Iterator[Outcome]:
    if len(row) < 2:
        return
    bad = [(before, after) for before, after in itertools.pairwise(row) if after.number != before.number + 1]
    if not bad:
        lines = tuple(heading.block.first_line + 1 for heading in row)
        yield Holding(Kind.NUMBERING, lines, tuple(heading.literal for heading in row), "序号连续")
        return
    if len(bad) > max(1, len(row) // 4):
        yield from _one_misnumbered(row)
        return
    for before, after in bad:
        if after.number == before.number:
            yield _finding([before, after], f"序号“{after.literal}”重复", after)
        elif after.number < before.number and after.number > 1:
            yield _finding([before, after], f"序号“{after.literal}”排在“{before.literal}”之后", after)
        elif before.number + 1 < after.number <= before.number + 3:
            yield _finding(
                [before, after], f"序号由“{before.literal}”跳到“{after.literal}”，缺第{before.number + 1}项", after
            )


def _one_misnumbered(row: list[Heading]) -> Iterator[Outcome]:
    """一、二、三、四、四、六: one number put right makes all of them go on."""
    wrong = [heading for place, heading in enumerate(row) if heading.number != place + 1]
    if len(wrong) == 1 and len(row) >= 4:
        before = row[row.index(wrong[0]) - 1]
        said = f"序号“{wrong[0].literal}”" + ("重复" if before.number == wrong[0].number else "接不上")
        yield _finding([before, wrong[0]], f"{said}，应为第{before.number + 1}项", wrong[0])


def _finding(row: list[Heading], message: str, stated: Heading) -> Finding:
    lines = tuple(sorted({heading.block.first_line + 1 for heading in row}))
    literals = tuple(dict.fromkeys([stated.literal, *(heading.literal for heading in row)]))
    numbers = "、".join(str(heading.number) for heading in row)
    return Finding(
        Kind.NUMBERING, Severity.WARNING, lines, literals, str(row[-2].number + 1), stated.literal, f"序号依次为{numbers}", message,
        "请补上缺项或顺改序号",
    )  # fmt: skip


def _inline(block: Block) -> Iterator[Outcome]:
    """一是……二是……四是 within a paragraph."""
    if block.form is Form.ROW:
        return
    for pattern in _INLINE_FORMS:
        yield from _rows_of(block, pattern)


def _rows_of(block: Block, pattern: re.Pattern[str]) -> Iterator[Outcome]:
    numbers: list[tuple[int, re.Match[str]]] = []
    for match in [*pattern.finditer(block.text), None]:
        number = _value(match.group(1)) if match else 1
        if match and (not numbers or number != 1):
            numbers.append((number, match))
            continue
        if len(numbers) >= 2 and numbers[0][0] == 1:
            yield from _inline_row(block, numbers)
        numbers = [(number, match)] if match else []


def _inline_row(block: Block, numbers: list[tuple[int, re.Match[str]]]) -> Iterator[Outcome]:
    lines = tuple(sorted({block.origin[match.start(1)][0] + 1 for _, match in numbers}))
    values = [number for number, _ in numbers]
    if values == list(range(1, len(values) + 1)):
        yield Holding(
            Kind.NUMBERING, lines, tuple(match.group(0).lstrip("。；：，、 ") for _, match in numbers), "序号连续"
        )
        return
    for (before, _), (after, match) in itertools.pairwise(numbers):
        if before + 1 < after <= before + 2 or after == before:
            literal = match.group(0).lstrip("。；：，、 ")
            message = f"“{literal}”重复" if after == before else f"由第{before}项跳到“{literal}”，缺第{before + 1}项"
            yield Finding(
                Kind.NUMBERING, Severity.WARNING, (block.origin[match.start(1)][0] + 1,), (literal,), str(before + 1), literal,
                "序号依次为" + "、".join(map(str, values)), message, "请补上缺项或顺改序号",
            )  # fmt: skip
            return
