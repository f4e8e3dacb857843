"""Verifying the log without a server: numbers without gaps, each hash over its row and the previous, and the outside heads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from jingzhun.core.text import whole_number

from .chain import GENESIS, HASHED_FIELDS, event_hash


@dataclass(frozen=True)
class Fault:
    number: int
    says: str


@dataclass
class Heads:
    """The outside file as read: ``of`` number → hash, and what is wrong with its lines."""

    of: dict[int, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def verify(
    events: Iterable[Mapping[str, object]], heads: Mapping[int, str], head: Callable[[], tuple[int, str]]
) -> list[Fault]:
    """Faults of the chain, empty when it holds.

    ``events`` in order of number, each with :data:`HASHED_FIELDS` and ``hash``; ``heads`` the lines of the outside file
    (number → hash); ``head`` gives the number and hash of the database's own head row once the events are read.
    """
    faults: list[Fault] = []
    number, previous = 0, GENESIS
    waiting = dict(heads)
    for event in events:
        expected = number + 1
        found = int(str(event["number"]))
        if found != expected:
            faults.append(Fault(expected, f"第 {expected} 条缺失，下一条是第 {found} 条"))
        if event["previous_hash"] != previous:
            faults.append(Fault(found, f"第 {found} 条接不上前一条：被改动、删除或调换了次序"))
        if event_hash({name: event[name] for name in HASHED_FIELDS}) != event["hash"]:
            faults.append(Fault(found, f"第 {found} 条的内容与摘要不符：被改动"))
        outside = waiting.pop(found, None)
        if outside is not None and outside != event["hash"]:
            faults.append(Fault(found, f"第 {found} 条与外部链头不符：日志被整段重写"))
        number, previous = found, str(event["hash"])
    for missing in sorted(waiting):
        faults.append(Fault(missing, f"外部链头记有第 {missing} 条，日志里没有：尾部被截断"))
    own = head()
    if (number, previous) != own:
        faults.append(Fault(own[0], f"链头记到第 {own[0]} 条，日志到第 {number} 条：两者不符"))
    return faults


def read_heads(lines: Iterable[str]) -> Heads:
    """The outside head file: ``number:hash`` a line.

    A number that stands there twice with two hashes is a fault (a file that can only be appended to can still be appended
    to by a forger), and so is a line that says nothing, unless it is the last one, which a crash may have cut.
    """
    heads = Heads()
    unread: int | None = None
    for place, line in enumerate(lines, start=1):
        if unread is not None:
            heads.faults.append(Fault(0, f"外部链头文件第 {unread} 行读不懂：被改动"))
            unread = None
        number, _, digest = line.strip().partition(":")
        read = whole_number(number) if number.isascii() and len(digest) == 64 else None
        if read is None:
            unread = place if line.strip() else None
        elif heads.of.setdefault(read, digest) != digest:
            heads.faults.append(Fault(read, f"外部链头文件里第 {number} 条有两个摘要：被改动"))
    return heads


def open_end(number: int, heads: Mapping[int, str]) -> Fault | None:
    """The fault of a head file that ends before event ``number``, the log's last; each unit of events appends its last one."""
    if not number or number in heads:
        return None
    return Fault(
        number, f"日志到第 {number} 条，外部链头只到第 {max(heads, default=0)} 条：链头文件被截断，或上次写入后断电"
    )
