"""From a written place name to its area, through suffixes, former names and known spellings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from jingzhun.core.area_code import AreaCode, Level
from jingzhun.core.errors import Problem
from jingzhun.core.text import fold_name

from .models import Area, AreaMerger, AreaName
from .names import shorten

_PARTS = re.compile(r"(?<=[省州市县区镇乡])(?=.{2})")
_ENDINGS = {Level.COUNTY: ("县", "市", "区"), Level.TOWNSHIP: ("镇", "乡", "街道")}


class UnableToFindArea(Problem):
    code = "A-001"
    says = "没有叫“{name}”的{level}"
    remedy = "请对照区划表改正，或在“区划”里把这个写法登记为别写"


class UnableToTellAreas(Problem):
    code = "A-002"
    says = "叫“{name}”的{level}不止一个：{found}"
    remedy = "请同时写明所在乡镇"


@dataclass
class AreaIndex:
    """All names under one area, read once, for resolving many rows. Keys are (level, short name)."""

    within: AreaCode
    _codes: dict[tuple[int, str], set[str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, within: AreaCode, *, on: date | None = None) -> AreaIndex:
        """``on`` is the day whose areas are meant: one merged by then resolves to the area it went into."""
        index = cls(within)
        mergers = AreaMerger.objects.filter(on__lte=on) if on else AreaMerger.objects.none()
        into = dict(mergers.values_list("area_id", "into_id"))
        for code, level, short in Area.objects.under(within).values_list("code", "level", "short_name"):
            index._codes.setdefault((level, short), set()).add(_last(code, into))
            index.names[code] = short
        spelled = AreaName.objects.filter(area__code__gte=within.first, area__code__lt=within.after)
        for short, code, level in spelled.values_list("short_name", "area_id", "area__level"):
            index._codes.setdefault((level, short), set()).add(_last(code, into))
        return index

    def find(self, name: str, level: Level, *, inside: str = "") -> str:
        """Padded code of the area called ``name``; ``inside`` is the code of the area above, when known.

        Raises :class:`UnableToFindArea` or :class:`UnableToTellAreas`.
        """
        codes = self._named(name, level, inside)
        if not codes:
            codes = self._written_in_full(name, level, inside)
        if not codes:
            raise UnableToFindArea(name=name, level=level.title)
        if len(codes) > 1:
            raise UnableToTellAreas(name=name, level=level.title, found="、".join(sorted(codes)))
        return next(iter(codes))

    def _named(self, name: str, level: Level, inside: str) -> set[str]:
        codes = self._codes.get((level, shorten(name, level)), set())
        return {code for code in codes if AreaCode.parse(inside).covers(code)} if inside else codes

    def _written_in_full(self, name: str, level: Level, inside: str) -> set[str]:
        """``云南省迪庆州德钦县``, ``奔子栏镇叶日村``: the last part, when the county and township before it hold it."""
        *before, last = [part for part in _PARTS.split(fold_name(name)) if part]
        codes = self._named(last, level, inside) if before else set()
        for part in before:
            for above in (Level.COUNTY, Level.TOWNSHIP):
                if above < level and part.endswith(_ENDINGS[above]):
                    holders = self._codes.get((above, shorten(part, above)), set())
                    codes = {code for code in codes if any(AreaCode.parse(holder).covers(code) for holder in holders)}
        return codes


def _last(code: str, into: Mapping[str, str]) -> str:
    """Where ``code`` is in the end, through mergers of mergers."""
    seen = {code}
    while code in into and into[code] not in seen:
        code = into[code]
        seen.add(code)
    return code
