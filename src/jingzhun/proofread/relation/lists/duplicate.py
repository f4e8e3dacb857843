"""Paragraphs that come twice, and rows of a table that do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...block import Block, Form
from ...finding import Finding, Kind, Outcome, Severity
from ...reading import Reading
from .numbering import RANK, Heading, headings

_SHORTEST_SENTENCE = 12
_SHORTEST_PARAGRAPH = 36
_LONG_PARAGRAPH = 45  # one that stands between two copies parts them
_FORMULA = re.compile(
    r"^(?:责任|牵头|配合|完成时|整改时|联系|监督|举报|公示|主办|承办|落实单位|备注|说明|注)[一-龥]{0,6}(?:：|为)"
)
"""What stands under each item alike: who is to do it and until when."""
_SHARE = 0.8
_SHORTEST_ITEM = 16
_LABEL = re.compile(
    r"^(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|第[一二三四五六七八九十]{1,3}[，、：,]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、．])"
)
_ORDINAL = re.compile(r"^(?:[（(]?[一二三四五六七八九十]{1,2}(?:是|要|、|[）)])|\d{1,2}[.、])")


def find(reading: Reading) -> Iterator[Outcome]:
    seen: dict[str, int] = {}
    run: list[tuple[int, int]] = []
    for block in reading.blocks:
        if block.form is Form.ROW or _FORMULA.match(block.text):
            continue
        sentences = _sentences(block)
        mass = sum(map(len, sentences))
        known: dict[int, int] = {}
        for sentence in sentences:
            if sentence in seen:
                known[seen[sentence]] = known.get(seen[sentence], 0) + len(sentence)
        source = max(known, key=lambda number: known[number]) if known else -1
        repeated = source >= 0 and mass > 0 and _is_repeated(known[source], mass, _mass(reading.blocks[source]))
        if repeated and (not run or source >= run[-1][0]):
            run.append((source, block.number))
        elif mass >= _LONG_PARAGRAPH or repeated:
            yield from _close(reading, run)
            run = [(source, block.number)] if repeated else []
        for sentence in sentences:
            seen.setdefault(sentence, block.number)
    yield from _close(reading, run)
    yield from _rows(reading)
    yield from _items(reading)
    for block in reading.blocks:
        yield from _series(block)


_PIECE = re.compile(
    r"(?:^|[。；：，])(?:[一二三四五六七八九十]{1,2}(?:是|要)|（[一二三四五六七八九十\d]{1,2}）|\d{1,2}[.、](?!\d)|[①②③④⑤⑥⑦⑧⑨⑩]|第[一二三四五六七八九十][，、])"
)


def _series(block: Block) -> Iterator[Outcome]:
    """一是…；二是…；三是…: one of them word for word as another."""
    if block.form is Form.ROW:
        return
    marks = list(_PIECE.finditer(block.text))
    seen: dict[str, str] = {}
    for mark, after in zip(marks, [*marks[1:], None], strict=False):
        words = re.split(r"[。；]", block.text[mark.end() : after.start() if after else len(block.text)])[0]
        literal = mark.group(0).lstrip("。；：，")
        if len(words) >= _SHORTEST_SENTENCE and seen.setdefault(words, literal) != literal:
            line = block.origin[mark.end() - 1][0] + 1
            yield Finding(
                Kind.DUPLICATE, Severity.WARNING, (line,), (literal, words[:16]), "1次", "2次", f"“{seen[words]}”与“{literal}”一字不差",
                f"“{words[:16]}…”一条写了两遍", "请删去重复的或改为漏写的一条",
            )  # fmt: skip


def _items(reading: Reading) -> Iterator[Outcome]:
    """A numbered paragraph word for word as one before it in the same row of paragraphs: （二）推进… and （四）推进….

    Another row may well hold the same words, as each village sets up a sign. Long ones are said by :func:`find` already.
    """
    seen: dict[str, Block] = {}
    numbered = {heading.block.number: heading for heading in headings(reading)}
    for block in reading.blocks:
        label = _LABEL.match(block.text)
        bare = block.text[label.end() if label else 0 :].rstrip("。；")
        if block.form is Form.ROW or len(bare) < _SHORTEST_ITEM or not re.search(r"[，、]|\d", bare):
            continue
        before = seen.setdefault(bare, block)
        if before is block or not (label or _LABEL.match(before.text)) or block.text[-1] not in "。；":
            continue
        if sum(map(len, _sentences(block))) >= _SHORTEST_PARAGRAPH or not _is_one_row(before, block, numbered):
            continue
        literal = reading.document.lines[block.first_line].strip()
        yield Finding(
            Kind.DUPLICATE, Severity.WARNING, (before.first_line + 1, block.first_line + 1), (literal,), "1次", "2次",
            f"第{before.first_line + 1}行与第{block.first_line + 1}行一字不差",
            f"“{bare[:16]}…”一条写了两遍", "请删去重复的或改为漏写的一条",
        )  # fmt: skip


def _is_one_row(before: Block, block: Block, numbered: dict[int, Heading]) -> bool:
    """No heading stands between that lies higher, and the numbers go on from one to the other."""
    own, first = numbered.get(block.number), numbered.get(before.number)
    rank = RANK[own.form] if own else len(RANK)
    between = [numbered[number] for number in range(before.number + 1, block.number) if number in numbered]
    if own and first and (own.form != first.form or own.number <= first.number):
        return False
    return all(RANK[heading.form] >= rank for heading in between) and not any(
        own and heading.form == own.form and heading.number == 1 for heading in between[1:]
    )


def _rows(reading: Reading) -> Iterator[Outcome]:
    """Two rows with another serial number, all else the same: 1 张某 4417 3 1170 and 6 张某 4417 3 1170."""
    seen: dict[tuple[str, ...], Block] = {}
    last = -1
    for block in reading.blocks:
        if block.form is not Form.ROW:
            continue
        if block.number != last + 1:
            seen = {}
        last = block.number
        serial, *rest = (block.text[start:end].strip() for start, end in block.cells)
        if not serial.isdecimal() or len(rest) < 3 or not re.fullmatch(r"[一-龥·]{2,}", rest[0]):
            continue
        before = seen.setdefault(tuple(rest), block)
        if before is not block and any(re.search(r"\d{2}", text) for text in rest):
            yield Finding(
                Kind.DUPLICATE, Severity.WARNING, (before.first_line + 1, block.first_line + 1), (rest[0],), "1行", "2行", f"“{rest[0]}”两行各列相同",
                f"表中第{before.first_line + 1}行与第{block.first_line + 1}行除序号外完全相同", "请核对是否重复登记",
            )  # fmt: skip


def _sentences(block: Block) -> list[str]:
    pieces = (
        re.sub(r"[^\w一-龥]|20(?:\d\d|xx)年度?", "", _ORDINAL.sub("", piece))
        for piece in re.split(r"[。；！？]", block.text)
    )
    return [piece for piece in pieces if len(piece) >= _SHORTEST_SENTENCE]


def _mass(block: Block) -> int:
    return sum(map(len, _sentences(block)))


def _is_repeated(shared: int, mass: int, source: int) -> bool:
    smaller = min(mass, source)
    return (smaller >= _SHORTEST_PARAGRAPH and shared >= _SHARE * smaller) or (
        shared >= 200 and shared >= 0.4 * smaller
    )


_TOLD = 60  # characters of a paragraph that name it


def _close(reading: Reading, run: list[tuple[int, int]]) -> Iterator[Outcome]:
    if not run:
        return
    first, last = reading.blocks[run[0][1]], reading.blocks[run[-1][1]]
    source_first, source_last = reading.blocks[run[0][0]], reading.blocks[run[-1][0]]
    lines = tuple(sorted({reading.blocks[number].first_line + 1 for pair in run for number in pair}))
    whole = reading.document.lines[first.first_line].strip()
    literals = (whole[:16], whole[:_TOLD]) if len(run) == 1 else (whole[:16],)
    where = f"第{first.first_line + 1}—{last.last_line + 1}行与第{source_first.first_line + 1}—{source_last.last_line + 1}行"
    yield Finding(
        Kind.DUPLICATE, Severity.WARNING, lines, literals, "0", f"{len(run)}段", f"重复{len(run)}段", f"{where}内容重复", "请删去一处或改写",
    )  # fmt: skip
