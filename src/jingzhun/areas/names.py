"""Short names of areas: what is left when the suffix of its kind is taken off."""

from jingzhun.core.area_code import Level
from jingzhun.core.text import fold_name

_SUFFIXES = {
    Level.VILLAGE: (
        "社区居民委员会",
        "社区居委会",
        "居民委员会",
        "村民委员会",
        "村委会",
        "居委会",
        "行政村",
        "社区",
        "村",
    ),
    Level.TOWNSHIP: ("街道办事处", "民族乡", "街道", "镇", "乡"),
    Level.COUNTY: ("自治县", "县", "市", "区"),
}
PEOPLES = ("傈僳族", "藏族", "彝族", "纳西族", "白族", "普米族", "怒族", "独龙族")


def shorten(name: str, level: Level) -> str:
    """``查里通村民委员会`` gives ``查里通``, ``霞若傈僳族乡`` gives ``霞若``; what is left has at least two characters: ``大村`` stays."""
    short = fold_name(name)
    for suffix in _SUFFIXES.get(level, ()):
        if short.endswith(suffix) and len(short) > len(suffix) + 1:
            short = short[: -len(suffix)]
            break
    if level is Level.TOWNSHIP:
        for people in PEOPLES:
            if short.endswith(people) and len(short) > len(people):
                short = short[: -len(people)]
    return short
