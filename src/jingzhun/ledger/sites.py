"""Where projects are built: their sites, and whether a township or village is among them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from jingzhun.core.area_code import AreaCode

from .models import ProjectSite


def sites_of(projects: Iterable[int], day: date, known_at: datetime | None = None) -> dict[int, tuple[str, ...]]:
    """Project → padded codes of the areas in which it is built on ``day``; those without sites are not in it. One query."""
    found: dict[int, tuple[str, ...]] = {}
    rows = ProjectSite.objects.as_of(day, known_at).filter(subject__in=list(projects), is_site=True)
    for project, area in rows.order_by("area_id").values_list("subject_id", "area_id"):
        found[project] = (*found.get(project, ()), area)
    return found


def is_built_in(area: str, places: Sequence[str]) -> bool:
    """Whether one of ``places`` lies in ``area`` or holds it: a project of the whole township is built in each village."""
    own = AreaCode.parse(area)
    return any(own.covers(place) or AreaCode.parse(place).covers(area) for place in places)
