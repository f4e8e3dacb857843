"""How many findings stand where, by township and state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jingzhun.accounts.models import Post
from jingzhun.accounts.scope import within
from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode, Level

from .models import AuditFinding
from .models.audit_finding import STATES


@dataclass(frozen=True)
class Place:
    """A township, or with an empty ``code`` what lies above them; ``cells`` are (state, title, count)."""

    code: str
    title: str
    cells: tuple[tuple[str, str, int], ...]


def townships(post: Post) -> dict[str, str]:
    """Code → title of the townships in scope, in the order of their codes."""
    rows = within(Area.objects.filter(level=Level.TOWNSHIP), post, field="code")
    return {each.code: each.title for each in rows}


def by_township(findings: Iterable[AuditFinding], *, post: Post, today: date) -> list[Place]:
    """Counts of ``findings`` (standing), without places that have none; empty for a post within a township."""
    if post.scope.level > Level.COUNTY:
        return []
    counts: Counter[tuple[str, str]] = Counter()
    for each in findings:
        code = AreaCode.parse(each.area_id)
        place = code.at(Level.TOWNSHIP).padded if code.level >= Level.TOWNSHIP else ""
        counts[place, each.state] += 1
        counts[place, "late"] += each.is_late(today)
    places = (
        Place(code, title, tuple((state, said, counts[code, state]) for state, said in STATES.items()))
        for code, title in {"": "县本级", **townships(post)}.items()
    )
    return [place for place in places if any(count for *_, count in place.cells)]
