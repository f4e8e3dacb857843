"""The whole log of this store against itself and against the heads outside. Called by ``verify-log``, its page and ``restore``."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Subquery
from django.utils import timezone

from .chain import HASHED_FIELDS
from .models import ChainHead, Event
from .verify import Fault, Heads, open_end, read_heads, verify

LONGEST_UNIT = timedelta(minutes=5)
"""A unit's time is that of its beginning and its number that of its end, so an entry may be this much earlier than the one before
it while the clock went forward."""

_PUBLISHED_WITHIN = 2.0
"""Seconds: a head is appended right after its transaction."""


@dataclass(frozen=True)
class Verdict:
    """``events`` were read; ``heads`` lines of the outside file agree with them when ``faults`` is empty. ``notes`` break nothing."""

    events: int
    heads: int
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.faults

    @property
    def sentence(self) -> str:
        if self.faults:
            return f"日志不完整：{len(self.faults)} 处。请保留现场，报审计管理员"
        return f"日志完整：{self.events} 条，外部链头 {self.heads} 条相符"


def check_log() -> Verdict:
    """Read the log once, in one statement, so that writers need not wait and what they add meanwhile is no fault.

    A log with events and without the file outside does not hold: without it a cut tail would not show.
    """
    heads = outside_heads()
    chain_head = ChainHead.objects.filter(pk=1)
    first = chain_head.values_list("number", "hash").first() or (0, "")
    seen = _Seen(head=first)
    rows = (
        Event.objects.order_by("number")
        .annotate(head_number=Subquery(chain_head.values("number")), head_hash=Subquery(chain_head.values("hash")))
        .values(*HASHED_FIELDS, "hash", "head_number", "head_hash")
        .iterator(chunk_size=2000)
    )
    faults = heads.faults + verify(seen.noting(rows), heads.of, lambda: seen.head)
    if open_end(seen.head[0], heads.of) and (late := _waited_for(seen.head[0])):
        faults.append(late)
    return Verdict(events=seen.events, heads=len(heads.of), faults=tuple(faults), notes=tuple(seen.notes))


def outside_heads() -> Heads:
    """What the file outside says now; nothing where it is absent."""
    if not settings.HEADS_FILE.is_file():
        return Heads()
    return read_heads(settings.HEADS_FILE.read_text(errors="replace").splitlines())


def _waited_for(number: int) -> Fault | None:
    """The fault of an open end that stays open: what was committed while we read is published a moment later."""
    until = time.monotonic() + _PUBLISHED_WITHIN
    while (fault := open_end(number, outside_heads().of)) and time.monotonic() < until:
        time.sleep(0.05)
    if fault and not settings.HEADS_FILE.is_file():
        return Fault(number, f"没有外部链头文件 {settings.HEADS_FILE}：尾部是否被截断无从核对")
    return fault


@dataclass
class _Seen:
    head: tuple[int, str]
    events: int = 0
    last: tuple[int, datetime] | None = None
    notes: list[Fault] = field(default_factory=list)

    def noting(self, rows):
        for row in rows:
            self.events += 1
            self.head = (row["head_number"], row["head_hash"])
            number, at = row["number"], row["at"]
            if self.last and at < self.last[1] - LONGEST_UNIT:
                before, then = self.last
                says = f"第 {number} 条记于 {_moment(at)}，早于前一条（第 {before} 条）的 {_moment(then)}：其间系统时钟被往回拨过"
                self.notes.append(Fault(number, says))
            self.last = (number, at)
            yield row


def _moment(at: datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S")
