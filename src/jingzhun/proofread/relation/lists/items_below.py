"""So many things announced, and the numbered paragraphs that follow: 议定以下四件事：1. … 4.; （一）政策落实方面（6 个）."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...block import Block, Form
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...numerals import read_count
from ...reading import Reading
from .numbering import RANK, headings

_N = r"(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,3})"
_COUNT = re.compile(
    rf"(?<![\d.第百千一二三四五六七八九十]){_N}(?P<unit>个|项|件|条|类|点|大|方面|大类|步|种|批|份)(?P<noun>[一-龥]{{0,12}})"
)
_TITLED = re.compile(rf"（(?:共)?{_N}(?P<unit>个|项|件|条|类|点)(?P<noun>)）[：。]?$")
_LEADS = re.compile(r"以下|下列|如下|下面|是$|抓好|做好|做到|定|分|抓")
_SAID_ABOVE = re.compile(
    rf"^(?P<which>上述|以上|上列|这)?(?:这)?{_N}(?P<unit>个|项|件|条|类|点)(?P<noun>[一-龥]{{0,8}})"
)
_ORDINAL = re.compile(r"^第(?P<n>[一二三四五六七八九十]{1,3})[，、：,]")
_DEEPEST = max(RANK.values()) + 1


@dataclass(frozen=True)
class Item:
    """A numbered paragraph: the block, how deep its form lies, its number."""

    block: int
    rank: int
    number: int


def find(reading: Reading) -> Iterator[Outcome]:
    items = _items(reading)
    if not items:
        return
    first_after = {item.block: place for place, item in reversed(list(enumerate(items)))}
    for block in reading.blocks:
        if block.form is Form.ROW:
            continue
        place = first_after.get(block.number + 1)
        if place is not None and items[place].number == 1:
            yield from _announced(block, _run(items, place))
        elif (said := _SAID_ABOVE.match(block.text)) and block.number - 1 in first_after:
            yield from _said_above(block, said, items[first_after[block.number - 1]])


def _said_above(block: Block, said: re.Match[str], last: Item) -> Iterator[Outcome]:
    """以上四项由…, 五条红线，任何单位不得触碰: right behind the last of the items it sums up."""
    number, told = read_count(said["n"]), said["which"]
    if not told and not re.match(r"[，：]", block.text[said.end() :]):
        return  # 五个村已经通水: no word of what stands above
    if last.number == number >= 3:
        yield _holds(block, said, number)
    elif _OTHERS.search(block.text):
        return  # 以上三项已经办完，第4项正在办
    elif abs(last.number - number) == 1 and last.number >= 3 and said["unit"] in "项条点件" and last.rank >= _LISTED:
        literal = _literal(said)
        yield Finding(
            Kind.LIST_COUNT, Severity.WARNING, _line(block, said), (literal,), str(last.number), literal,
            f"上面列到第{last.number}项，文中为{number}", f"写“{literal}”，上面列了{last.number}项", "请核对项数",
        )  # fmt: skip


_OTHERS = re.compile(r"第\d|第[一二三四五六七八九十]|还有|另|其余|其他|前[两三四五]")
_LISTED = RANK["1."]
"""How deep items lie that are summed up: those of （一） are chapters, whose last paragraph may speak of its own."""


def _items(reading: Reading) -> list[Item]:
    found = {
        heading.block.number: Item(heading.block.number, RANK[heading.form], heading.number)
        for heading in headings(reading)
    }
    for block in reading.blocks:
        match = _ORDINAL.match(block.text)
        if match and block.number not in found and block.form is not Form.ROW:
            found[block.number] = Item(block.number, _DEEPEST, read_count(match["n"]))
    return [found[number] for number in sorted(found)]


def _run(items: Sequence[Item], place: int) -> int:
    """How many follow one another in one form, what lies deeper left out."""
    rank, count = items[place].rank, 0
    for item in items[place:]:
        if item.rank == rank and item.number == count + 1:
            count += 1
        elif item.rank <= rank:
            break
    return count


def _announced(block: Block, count: int) -> Iterator[Outcome]:
    titled = _TITLED.search(block.text)
    lead = re.split(r"[。；，]", block.text.rstrip("：。"))[-1]
    start = len(block.text.rstrip("：。")) - len(lead)
    said = [titled] if titled else list(_COUNT.finditer(block.text, start))
    fitting = [match for match in said if read_count(match["n"]) == count]
    if count < 2 or not said or not (titled or block.text.endswith("：") or _LEADS.search(lead)):
        return
    if fitting:
        yield _holds(block, fitting[-1], count)
    elif len(said) == 1 and not titled and block.text.endswith("：") and re.search(r"以下|下列|如下", lead):
        number, literal = read_count(said[0]["n"]), _literal(said[0])
        if abs(number - count) <= 2 and said[0]["unit"] in ("个", "项", "件", "条", "点", "方面"):
            yield Finding(
                Kind.LIST_COUNT, Severity.WARNING, _line(block, said[0]), (literal,), str(count), literal, f"其后分{count}项，文中为{number}",
                f"写“{literal}”，其后列了{count}项", "请核对项数",
            )  # fmt: skip


def _holds(block: Block, match: re.Match[str], count: int) -> Holding:
    return Holding(Kind.LIST_COUNT, _line(block, match), (_literal(match), match["n"]), f"其下所列共{count}项")


def _literal(match: re.Match[str]) -> str:
    return match["n"] + match["unit"]


def _line(block: Block, match: re.Match[str]) -> tuple[int, ...]:
    return (block.origin[match.start("n")][0] + 1,)
