"""Topics of a meeting and how many there are said to be: 会议共议六个议题 above 议题一 … 议题五, 议定事项六项 above 一、…五、."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...block import Block
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...numerals import read_count
from ...reading import Reading
from .numbering import RANK, headings
from .sure import MOST_OFF

_N = r"(?P<{0}>\d{{1,2}}|[两二三四五六七八九]|十[一二三四五]?)(?P<{0}u>[个项])"
_SAID = re.compile(rf"(?:议题|议定事项|事项)(?:共|有|为)?{_N.format('a')}|{_N.format('b')}(?:议题|议定事项)")
_TOPIC = re.compile(r"议题(?P<n>\d{1,2}|[一二三四五六七八九]|十[一二三四五]?)(?=[：:、.]|[一-龥]{2})")
_NO_TOPIC = re.compile(r"其他|其它|强调|要求|有关事宜|下一步")
_NEAR = 3  # paragraphs between the number and the first topic


def find(reading: Reading) -> Iterator[Outcome]:
    topics = _topics(reading.blocks)
    for block in reading.blocks:
        said = _SAID.search(block.text)
        if not said:
            continue
        listed = topics if topics and topics[0].number > block.number else _chapters(reading, block)
        if len(listed) >= 2:
            yield from _counted(block, said, len(listed))


def _topics(blocks: Sequence[Block]) -> list[Block]:
    found: list[Block] = []
    for block in blocks:
        match = _TOPIC.match(block.text)
        if match and read_count(match["n"]) == len(found) + 1:
            found.append(block)
    return found


def _chapters(reading: Reading, said: Block) -> list[Block]:
    """一、… right below the paragraph that tells how many there are."""
    chapters = [h for h in headings(reading) if h.block.number > said.number and RANK[h.form] == RANK["一、"]]
    found = [chapter.block for chapter in chapters]
    if [chapter.number for chapter in chapters] != list(range(1, len(chapters) + 1)):
        return []  # one of them is numbered wrongly, and that is said elsewhere
    if not found or found[0].number - said.number > _NEAR or any(_NO_TOPIC.search(block.text[:20]) for block in found):
        return []
    return found


def _counted(block: Block, said: re.Match[str], listed: int) -> Iterator[Outcome]:
    name = "a" if said["a"] else "b"
    number, literal = read_count(said[name]), said[name] + said[f"{name}u"]
    line = (block.origin[said.start(name)][0] + 1,)
    if number == listed:
        yield Holding(Kind.LIST_COUNT, line, (literal,), f"下面列了{listed}项议题")
    elif abs(number - listed) <= MOST_OFF:
        yield Finding(
            Kind.LIST_COUNT, Severity.WARNING, line, (literal,), str(listed), literal, f"下面列了{listed}项，文中为{number}",
            f"写“{literal}”议题，下面列了{listed}项", "请核对议题的个数",
        )  # fmt: skip
