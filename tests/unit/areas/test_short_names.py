"""Short names: what people say when they drop the suffix."""

import pytest

from jingzhun.areas.names import shorten
from jingzhun.core.area_code import Level


@pytest.mark.parametrize(
    ("name", "level", "short"),
    [
        ("查里通村民委员会", Level.VILLAGE, "查里通"),
        ("查里通村委会", Level.VILLAGE, "查里通"),
        ("查里通 村", Level.VILLAGE, "查里通"),
        ("阿墩子社区居民委员会", Level.VILLAGE, "阿墩子"),
        ("大村村民委员会", Level.VILLAGE, "大村"),
        ("大村", Level.VILLAGE, "大村"),
        ("村", Level.VILLAGE, "村"),
        ("升平镇", Level.TOWNSHIP, "升平"),
        ("霞若傈僳族乡", Level.TOWNSHIP, "霞若"),
        ("拖顶傈僳族民族乡", Level.TOWNSHIP, "拖顶"),
        ("德钦县", Level.COUNTY, "德钦"),
        ("迪庆藏族自治州", Level.PREFECTURE, "迪庆藏族自治州"),
    ],
)
def test_suffixes_of_the_kind_are_dropped(name, level, short):
    assert shorten(name, level) == short
