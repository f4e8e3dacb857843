"""Votes for, against and abstaining are all the votes: 实到 45 人，赞成 39 票，反对 2 票，弃权 4 票."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ...figure import Figure
from ...finding import Finding, Holding, Outcome, Severity
from ...reading import Reading
from ..sums.split import Split, failing, that_holds

_FOR = re.compile(r"(?:赞成|同意|支持)[一-龥]{0,3}$")
_AGAINST = re.compile(r"(?:不同意|不赞成|反对)[一-龥]{0,3}$")
_NEITHER = re.compile(r"(?:弃权|无效|废票?|空白)[一-龥]{0,3}$")
_VOTERS = re.compile(r"(?:实到|到会|出席|参会|与会|实际参加|参加(?:表决|投票|会议)|收回|回收|投出|投票)[一-龥]{0,10}$")
_VOTES = frozenset({"票", "人", "名", "位", "户", "张"})
_REACH = 60  # characters between who voted and the votes


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Finding | Holding]:
    """One who is for, who is against and who abstains, right behind one another; who voted is the last told of before."""
    called = {
        (line, said) for o in outcomes if isinstance(o, Finding) and o.severity is not Severity.NOTE
        for line in o.lines for said in o.literals
    }  # fmt: skip
    for figures in reading.by_block:
        for place, figure in enumerate(figures):
            votes = _votes(figures[place : place + 4]) if _FOR.search(figure.left) else ()
            voters = [
                f for f in figures[:place] if _VOTERS.search(f.left) and figure.start - f.end <= _REACH and f.is_exact
            ]
            if not votes or not voters:
                continue
            split = Split(voters[-1], votes, True, True, "votes")
            if split.computed == voters[-1].base:
                yield that_holds(split)
            elif not any((f.place.line, f.literal) in called for f in (voters[-1], *votes)):
                yield failing(split, Severity.ERROR, None)


def _votes(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """All three ways, or for and against where the text tells of no other."""
    row = [
        f for at, f in enumerate(figures)
        if f.is_exact and (f.unit in _VOTES or f.right.startswith("票")) and (_FOR, _AGAINST, _NEITHER, _NEITHER)[at].search(f.left)
    ]  # fmt: skip
    return tuple(row) if len(row) >= 3 and row == list(figures[: len(row)]) else ()
