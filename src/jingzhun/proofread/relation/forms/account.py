"""What there was, what came and went and what there is, one behind the other: 存 320 袋，购进 150 袋，发放 285 袋，实存 185 袋.

The first of its kind in the sentence is what there was, the last what there is then; each between says in its own words whether it
came or went.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ...agreement import is_slip
from ...figure import Figure
from ...finding import Kind, Outcome, Severity
from ...reading import Passage, Reading, holding
from ...unit import MEASURED
from ..claims.refuted import refute

_THERE_WAS = re.compile(
    r"[年月季期]初|春上|开春前|[年月季期]底|[年月季期]末|上年|去年|上月|上期|原有|原来|本来|现有|已有|结转|结存|本金|存有?|户籍|在[册栏库编]|共有|老底"
)
_THERE_IS = re.compile(
    r"[年月季期]末|[年月季期]底|现[有存在]|如今|目前|还[有剩]|尚[有余存]|剩|实[有存]|结[余存转]|余额|账[上面]|总数|达到?$|变[为成]|在[册栏库编]|最后"
)
_CAME = re.compile(
    r"新[增识纳招聘装建购入添发]|识别|纳入|发展|[转迁嫁调购买收进拨存]入|出生|进账|收[入到回]|到[位账]|购进|买进|进货|入[库社伙]|投放|留种|招[录聘]|聘用|添[置了]?|补充"
    r"|增[加补]|捐[赠来]|产[仔犊羔]|返乡|回流|加入|补栽|补种"
)
_WENT = re.compile(
    r"消除|退[出回社休]|销号|注销|死[亡了]|去世|病故|病死|[迁转调嫁搬]出|[迁搬]走|外[嫁迁]|支[出付]|花[出去了掉]|用[去掉]|付出|发[放出]|[借贷]出|领[用走]|起捕|[卖售]出|卖了|出[售栏库]"
    r"|淘汰|报废|拆除|损[坏耗]|丢失|离[任岗开]|辞[职退]|解聘|核[减销]|清退|减少|销售|流失|毕业|脱贫"
)
_OTHERWISE = re.compile(
    r"其中|比(?![例重赛])|较|占|计划|预计|拟|应|每|各|平均|[人户]均|累计|合计|共计|一共|[去上]年同期|分别"
)
_LENDING = re.compile(r"贷款|信贷|欠款|债务|外债|借款余额")
"""What is lent out adds to these, what comes back takes from them."""
_NUMBERED = re.compile(r"[\d.,]+(?:万|亿)?[一-龥]?")
_FEWEST = 3  # what there was, what came or went, what there is


def find(reading: Reading) -> Iterator[Outcome]:
    """Held where it comes out; wrong where it does not and is near, or one slip of the pen would mend it."""
    for passage in reading.passages:
        for dimension in dict.fromkeys(f.dimension for f in passage.figures if f.is_summable):
            row = [f for f in passage.figures if f.dimension == dimension]
            moves = _moves(passage, row)
            if moves:
                yield from _judged(row, moves)


def _moves(passage: Passage, row: Sequence[Figure]) -> list[int]:
    """1 for what came and -1 for what went, between the first and the last; nothing where any of them is told otherwise."""
    if len(row) < _FEWEST or any(not f.is_summable or f.is_article or not f.is_exact for f in row):
        return []
    told = [_words(passage, figure) for figure in row]
    if (
        _LENDING.search(passage.text)
        or any(_OTHERWISE.search(words) for words in told)
        or "；" in passage.between(row[0], row[-1])
    ):
        return []
    first, *between, last = told
    if not _THERE_WAS.search(first) or _way(first) or not _THERE_IS.search(last) or _way(last):
        return []
    ways = [_way(words) or _way(_behind(passage, f)) for words, f in zip(between, row[1:-1], strict=True)]
    return ways if all(ways) else []


def _words(passage: Passage, figure: Figure) -> str:
    """The clause up to the figure, without other numbers."""
    text = passage.block.text
    start = max(passage.sentence.start, *(text.rfind(mark, 0, figure.start) + 1 for mark in "，、；：。"))
    return _NUMBERED.sub("", text[start : figure.start])


def _behind(passage: Passage, figure: Figure) -> str:
    """12 户退社: what follows up to the mark."""
    return re.split(r"[，、；。\d]", passage.block.text[figure.end : figure.end + 12])[0]


def _way(words: str) -> int:
    """What the last word of moving says; 年底还有, 结转 and 收支 say none."""
    came = max((match.end() for match in _CAME.finditer(words)), default=0)
    went = max((match.end() for match in _WENT.finditer(words)), default=0)
    return (came > went) - (went > came)


def _judged(row: Sequence[Figure], ways: Sequence[int]) -> Iterator[Outcome]:
    was, *moved, closing = row
    computed = was.base + sum((figure.base * way for figure, way in zip(moved, ways, strict=True)), Decimal(0))
    how = was.text + "".join(f" {'+' if way > 0 else '−'} {f.text}" for f, way in zip(moved, ways, strict=True))
    if computed == closing.base:
        back = closing.text + "".join(
            f" {'−' if way > 0 else '+'} {f.text}" for f, way in zip(moved, ways, strict=True)
        )
        for kind in (Kind.SUM, Kind.DIFFERENCE):
            yield holding(kind, closing, [was, *moved], f"{how} = {closing.text}")
            yield holding(kind, was, [*moved, closing], f"{back} = {was.text}")
        return
    gap, step = closing.base - computed, min(figure.step for figure in row)
    if computed <= 0 or (closing.dimension in MEASURED and abs(gap) <= closing.step):
        return
    mended = [(closing, closing.base - gap), (was, was.base + gap)]
    mended += [(figure, figure.base + gap * way) for figure, way in zip(moved, ways, strict=True)]
    near = abs(gap) * 4 <= computed
    if near or any(right > 0 and is_slip(figure.base, right, step) for figure, right in mended):
        yield from refute(Kind.SUM, Severity.ERROR, closing, [was, *moved], computed, how, "期初加增减")
