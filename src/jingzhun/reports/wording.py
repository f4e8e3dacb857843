"""The words of a report: names, days and lists of places that are filled in beside the figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from jingzhun.areas.models import Area
from jingzhun.core.period import in_words
from jingzhun.ledger.models import ProjectProfile, ProjectSite

from .definition import Definition, Word


def words_for(
    *,
    definition: Definition,
    area: Area,
    as_of: date,
    known_at: datetime | None,
    issuer: str,
    given: Mapping[str, str],
) -> dict[str, str]:
    """Name → text of every word. ``issuer`` is the office; ``given`` are what the writer filled in."""
    return {
        name: given.get(name, "").strip() or _word(word, area, as_of, known_at, issuer)
        for name, word in definition.words.items()
    }


def _word(word: Word, area: Area, as_of: date, known_at: datetime | None, issuer: str) -> str:
    match word.kind:
        case "area":
            return area.name
        case "year":
            return str(as_of.year)
        case "month":
            return f"{as_of.year}年{as_of.month}月"
        case "day" | "signed":
            return in_words(as_of)
        case "office":
            return issuer
        case "villages":
            return villages_of(category=word.category, area=area, as_of=as_of, known_at=known_at)
        case _:
            return word.text


def villages_of(*, category: str, area: Area, as_of: date, known_at: datetime | None) -> str:
    """Titles of the villages with a project of ``category`` in the year, each once, in the order of their codes."""
    code = area.area_code
    projects = ProjectProfile.objects.library(as_of, known_at).filter(
        category=category, year=as_of.year, subject__area_id__gte=code.first, subject__area_id__lt=code.after
    )
    sites = ProjectSite.objects.as_of(as_of, known_at).filter(subject__in=projects.values("subject"), is_site=True)
    found = Area.objects.filter(pk__in=sites.values("area"))
    return "、".join(each.title for each in found.order_by("code")) or "没有登记到村"
