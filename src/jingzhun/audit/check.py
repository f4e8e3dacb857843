"""The whole log of this store against itself and against the heads outside. Called by ``verify-log``, its page and ``restore``."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Subquery

from .chain import HASHED_FIELDS
from .models import ChainHead, Event
from .verify import Fault, read_heads, verify


@dataclass(frozen=True)
class Verdict:
    """``events`` were read; ``heads`` lines of the outside file agree with them when ``faults`` is empty."""

    events: int
    heads: int
    faults: tuple[Fault, ...]

    @property
    def holds(self) -> bool:
        return not self.faults

    @property
    def sentence(self) -> str:
        if self.faults:
            return f"日志不完整：{len(self.faults)} 处。请保留现场，报审计管理员"
        outside = (
            f"外部链头 {self.heads} 条相符" if self.heads else f"没有外部链头文件 {settings.HEADS_FILE}，只核对了链本身"
        )
        return f"日志完整：{self.events} 条，{outside}"


def check_log() -> Verdict:
    """Read the log once, in one statement, so that writers need not wait and what they add meanwhile is no fault."""
    heads = read_heads(settings.HEADS_FILE.read_text().splitlines()) if settings.HEADS_FILE.is_file() else {}
    chain_head = ChainHead.objects.filter(pk=1)
    first = chain_head.values_list("number", "hash").first() or (0, "")
    seen = _Seen(head=first)
    rows = (
        Event.objects.order_by("number")
        .annotate(head_number=Subquery(chain_head.values("number")), head_hash=Subquery(chain_head.values("hash")))
        .values(*HASHED_FIELDS, "hash", "head_number", "head_hash")
        .iterator(chunk_size=2000)
    )
    faults = verify(seen.noting(rows), heads, lambda: seen.head)
    return Verdict(events=seen.events, heads=len(heads), faults=tuple(faults))


@dataclass
class _Seen:
    head: tuple[int, str]
    events: int = 0

    def noting(self, rows):
        for row in rows:
            self.events += 1
            self.head = (row["head_number"], row["head_hash"])
            yield row
