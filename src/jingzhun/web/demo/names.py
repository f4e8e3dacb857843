"""Invented personal names in the manner of the county's peoples. Few words, so that many are alike in a village."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_FIRST = (
    "扎西",
    "次仁",
    "格茸",
    "鲁茸",
    "此里",
    "尼玛",
    "达瓦",
    "阿茸",
    "仁青",
    "白玛",
    "斯那",
    "洛桑",
    "拉茸",
    "吹批",
    "江初",
    "益西",
)
_MEN = ("农布", "顿珠", "培楚", "多吉", "平措", "定主", "江措", "品初", "吾堆", "都吉", "尼玛", "此称")
_WOMEN = ("卓玛", "拉姆", "央宗", "取宗", "永宗", "拉初", "措姆", "布赤", "德吉", "此姆", "汪姆", "吉宗")
_SHORT = ("阿布", "阿追", "茨里", "央金", "格玛", "农布", "卓嘎", "尼茸")
_SURNAMES = {
    "傈僳族": ("余", "和", "蜂", "密", "熊", "乔", "胡", "邓", "李", "普"),
    "纳西族": ("和", "木", "杨", "阿", "李"),
    "白族": ("杨", "段", "赵", "李", "尹"),
    "汉族": ("李", "王", "张", "杨", "刘", "陈", "赵", "何", "周", "马"),
}
_GIVEN_MEN = ("文", "志", "春", "建", "国", "金", "学", "正", "玉", "永", "福", "阿", "堃", "新", "光")
_GIVEN_MEN_2 = ("华", "军", "明", "强", "生", "荣", "才", "林", "平", "胜", "邓", "普", "", "祥", "龙")
_GIVEN_WOMEN = ("秀", "春", "玉", "丽", "桂", "金", "凤", "阿", "晓", "美", "志", "建", "学", "翠", "银")
_GIVEN_WOMEN_2 = ("花", "兰", "英", "梅", "芳", "香", "妹", "莲", "琼", "秀", "", "珍", "娜", "芝", "菊")


def draw_names(
    rng: np.random.Generator, peoples: NDArray[np.object_], male: NDArray[np.bool_], surname: NDArray[np.float64]
) -> NDArray[np.object_]:
    """A name for each person. ``surname`` in [0, 1) picks the surname: the same number within a family line."""
    count = len(peoples)
    names = np.empty(count, object)
    tibetan = peoples == "藏族"
    first, second = _pick(rng, _FIRST, count), np.where(male, _pick(rng, _MEN, count), _pick(rng, _WOMEN, count))
    names[tibetan] = np.where(rng.random(count) < 0.06, _pick(rng, _SHORT, count), first + second)[tibetan]
    given = np.where(
        male,
        _pick(rng, _GIVEN_MEN, count) + _pick(rng, _GIVEN_MEN_2, count),
        _pick(rng, _GIVEN_WOMEN, count) + _pick(rng, _GIVEN_WOMEN_2, count),
    )
    for people, surnames in _SURNAMES.items():
        rows = peoples == people
        families = np.array(surnames, object)[(surname[rows] * len(surnames)).astype(np.int64)]
        names[rows] = families + given[rows]
    return names


def _pick(rng: np.random.Generator, words: tuple[str, ...], count: int) -> NDArray[np.object_]:
    """The earlier words more often: what makes names alike."""
    weights = 1.0 / np.arange(2, len(words) + 2)
    return np.array(words, object)[rng.choice(len(words), count, p=weights / weights.sum())]
