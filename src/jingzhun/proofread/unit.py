"""Units of measure and of counting: their dimension and their worth in its base unit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

MONEY, AREA, LENGTH, MASS, VOLUME = "money", "area", "length", "mass", "volume"
PERCENT, POINTS, TIMES, SPAN, ENERGY = "percent", "points", "times", "span", "energy"
PEOPLE, TURNS, HOUSEHOLDS = "人", "人次", "户"
MEASURED = frozenset({MONEY, AREA, LENGTH, MASS, VOLUME, ENERGY, "electricity"})
RATES = frozenset({PERCENT, POINTS, TIMES, SPAN, "permille"})


@dataclass(frozen=True)
class Unit:
    """``dimension`` says what may be added up; ``factor`` leads to the dimension's base unit."""

    symbol: str
    dimension: str
    factor: Decimal = Decimal(1)


_BASES = {MONEY: "元", AREA: "平方米", LENGTH: "米", MASS: "千克", VOLUME: "立方米", ENERGY: "千瓦",
          "electricity": "千瓦时", PERCENT: "%", POINTS: "个百分点", TIMES: "倍", SPAN: "天", "permille": "‰"}  # fmt: skip
_MEASURES: dict[str, tuple[str, str]] = {
    "元": (MONEY, "1"), "块钱": (MONEY, "1"), "角": (MONEY, "0.1"), "元人民币": (MONEY, "1"),
    "亩": (AREA, "666.6666666666667"), "公顷": (AREA, "10000"), "平方公里": (AREA, "1000000"), "平方米": (AREA, "1"),
    "㎡": (AREA, "1"), "m²": (AREA, "1"), "平米": (AREA, "1"), "平方": (AREA, "1"),
    "公里": (LENGTH, "1000"), "千米": (LENGTH, "1000"), "km": (LENGTH, "1000"), "KM": (LENGTH, "1000"), "米": (LENGTH, "1"),
    "m": (LENGTH, "1"), "延米": (LENGTH, "1"), "厘米": (LENGTH, "0.01"), "cm": (LENGTH, "0.01"), "毫米": (LENGTH, "0.001"),
    "吨": (MASS, "1000"), "公斤": (MASS, "1"), "千克": (MASS, "1"), "kg": (MASS, "1"), "斤": (MASS, "0.5"), "克": (MASS, "0.001"), "微克": (MASS, "0.000000001"), "毫克": (MASS, "0.000001"),
    "立方米": (VOLUME, "1"), "立方": (VOLUME, "1"), "m³": (VOLUME, "1"), "方": (VOLUME, "1"), "升": (VOLUME, "0.001"),
    "千瓦": (ENERGY, "1"), "kW": (ENERGY, "1"), "kw": (ENERGY, "1"), "KW": (ENERGY, "1"), "兆瓦": (ENERGY, "1000"), "MW": (ENERGY, "1000"),
    "千瓦时": ("electricity", "1"), "度": ("electricity", "1"), "度电": ("electricity", "1"),
    "%": (PERCENT, "1"), "个百分点": (POINTS, "1"), "百分点": (POINTS, "1"), "‰": ("permille", "1"), "倍": (TIMES, "1"),
    "个月": ("span:月", "1"), "年": ("span:年", "1"), "天": (SPAN, "1"), "小时": ("span:时", "1"), "周岁": ("age", "1"),
    "岁": ("age", "1"), "分钟": ("span:分", "1"), "学时": ("span:学时", "1"), "课时": ("span:学时", "1"), "工日": ("工日", "1"),
    "个工日": ("工日", "1"),
}  # fmt: skip
_SAME = {"名": PEOPLE, "位": PEOPLE, "人": PEOPLE, "口人": PEOPLE, "户次": "户次", "人次": TURNS, "场次": "场", "次": "次", "家": "家",
         "户": HOUSEHOLDS, "个": "个", "个乡镇": "乡镇", "个村": "村", "公里长": LENGTH}  # fmt: skip
_COUNTERS = [
    "人次",
    "户次",
    "场次",
    "棒",
    "架次",
    "架",
    "趟次",
    "列",
    "桌",
    "趟",
    "筐",
    "罐",
    "窖",
    "塘",
    "粒",
    "分",
    "点",
    "口人",
    "批次",
    "班次",
    "车次",
    "台套",
    "台次",
    "场",
    "期",
    "次",
    "批",
    "项",
    "件",
    "份",
    "宗",
    "例",
    "起",
    "条",
    "家",
    "所",
    "座",
    "处",
    "台",
    "套",
    "盏",
    "头",
    "只",
    "羽",
    "匹",
    "株",
    "棵",
    "辆",
    "间",
    "栋",
    "幢",
    "口",
    "眼",
    "张",
    "本",
    "册",
    "孔",
    "根",
    "块",
    "支",
    "艘",
    "袋",
    "枚",
    "尾",
    "箱",
    "瓶",
    "门",
    "封",
    "篇",
    "部",
    "面",
    "顶",
    "床",
    "桶",
    "盆",
    "箩",
    "窝",
    "群",
    "单",
    "笔",
    "幅",
    "片",
    "艘",
    "节",
    "班",
    "个",
    "户",
    "人",
    "名",
    "位",
    "村",
    "乡",
    "镇",
    "县",
    "组",
    "社区",
    "乡镇",
    "村组",
    "街道",
    "小区",
    "行政村",
    "自然村",
    "村民小组",
    "党支部",
    "学校",
]
AMBIGUOUS_PLACES = frozenset(
    {
        "村",
        "乡",
        "镇",
        "县",
        "组",
        "社区",
        "乡镇",
        "街道",
        "行政村",
        "自然村",
        "村民小组",
        "小区",
        "党支部",
        "学校",
        "村组",
    }
)

UNITS: dict[str, Unit] = {
    **{counter: Unit(counter, _SAME.get(counter, counter)) for counter in _COUNTERS},
    **{symbol: Unit(symbol, dimension, Decimal(factor)) for symbol, (dimension, factor) in _MEASURES.items()},
}
PATTERN = "|".join(sorted(map(lambda symbol: symbol.replace("²", "²"), UNITS), key=len, reverse=True))


def base_symbol(dimension: str) -> str:
    """元 for money, 米 for length; a counted thing is its own symbol."""
    return _BASES.get(dimension, dimension.removeprefix("span:"))
