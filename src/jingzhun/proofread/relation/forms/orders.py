"""What is ordered on one day to be done before another: a notice of 10 May cannot ask for a return by 25 April."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from ...block import Block, Form
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...reading import Reading
from .moments import Grain, Moment, moments_of

_ORDERED = re.compile(
    r"^[^。；\d]{0,16}?(?:印发|下发|发出|发文|转发|签发|发布|召开|部署|动员|通知|约谈|交办|移交|反馈|责令|督办|接到|收到|立项|安排)"
)
_ASKS = re.compile(r"要求|明确|责令|限|规定|务必|必须|须|请|督促|部署|约定|承诺")
_DUE = re.compile(r"^(?:之|以)?前")
_NO_ORDER = re.compile(
    r"此前|早在|已经?(?=[^，。；]{0,4}(?:完成|报|到位))|曾|原定|原要求|上年|去年|逾期|超期|仍未|尚未|未按|没有按|截至|出生|成立|建成|入党|纳入|参加|之前的|发生|形成|欠|应于"
)
_MOST_DAYS = 183


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    wrong = {
        (line, text) for o in outcomes if isinstance(o, Finding) and o.kind is Kind.DATE for line in o.lines for text in o.literals
    }  # fmt: skip
    for block in reading.blocks:
        if block.form is Form.ROW or "前" not in block.text:
            continue
        moments = [moment for moment in moments_of(block.text, 0) if moment.grain is Grain.DAY]
        for one, due in pairwise(moments):
            line = block.origin[due.start][0] + 1
            if not _is_order(block, one, due):
                continue
            if _day_of(one, due) >= 0:
                yield Holding(Kind.DATE, (line,), (due.literal, one.literal), f"{due.literal}在{one.literal}之后")
            elif (line, due.literal) not in wrong and _day_of(one, due) > -_MOST_DAYS:
                yield _fails(line, one, due)


def _day_of(one: Moment, due: Moment) -> int:
    """Days from the order to what is due; one without its year is of the order's year."""
    if "年" in due.literal or "-" in due.literal:
        return (due.first - one.first).days
    return (due.first.replace(year=one.first.year, day=min(due.first.day, 28)) - one.first.replace(day=min(one.first.day, 28))).days  # fmt: skip


def _is_order(block: Block, one: Moment, due: Moment) -> bool:
    between = block.text[one.end : due.start]
    sentence = block.sentence_at(one.start)
    return bool(
        _DUE.match(block.text[due.end :])
        and due.end <= sentence.end
        and len(between) <= 50
        and _ORDERED.match(between)
        and _ASKS.search(between)
        and not _NO_ORDER.search(block.text[one.end : sentence.end])
        and not re.search(r"[至到—~-]$|前$", block.text[max(0, one.start - 1) : one.start])
    )


def _fails(line: int, one: Moment, due: Moment) -> Finding:
    return Finding(
        Kind.DATE, Severity.WARNING, (line,), (due.literal, one.literal), f"≥{one.literal}", due.literal,
        f"{due.literal} 早于 {one.literal}", f"{one.literal}才提出的要求，期限却是{due.literal}前", "请核对两个日期",
    )  # fmt: skip
