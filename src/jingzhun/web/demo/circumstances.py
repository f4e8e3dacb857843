"""What is known of registered households beside their money: status, causes, dwelling, services, measures, helpers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .condition import Conditions
from .livelihood import LINE, Livelihood, Rows
from .people import Numbers, People, Texts

UNITS = (
    "县发展改革局", "县教育局", "县民政局", "县财政局", "县人力资源和社会保障局", "县自然资源局", "县住房和城乡建设局", "县交通运输局",
    "县农业农村局", "县水务局", "县林业和草原局", "县卫生健康局", "县文化和旅游局", "县市场监督管理局", "县统计局", "县医疗保障局",
)  # fmt: skip
HELPERS_PER_UNIT = 12
_CAUSES = (
    "缺技术",
    "缺资金",
    "交通条件落后",
    "因病",
    "缺劳力",
    "因学",
    "因残",
    "自身发展动力不足",
    "缺土地",
    "因灾",
    "缺水",
)
_CAUSE_CHANCES = (0.24, 0.19, 0.14, 0.11, 0.10, 0.07, 0.06, 0.05, 0.02, 0.01, 0.01)


@dataclass(frozen=True)
class Circumstances:
    """Columns in the order of ``Livelihood.registered``; an empty text is a gap."""

    attribute: Texts
    exit_mark: Texts
    exit_year: Texts
    main_cause: Texts
    other_causes: Texts
    is_dangerous: Texts
    grade: Texts
    floor_area: Texts
    structure: Texts
    built_year: Texts
    water_is_safe: Texts
    water_is_hard: Texts
    water_distance: Texts
    has_electricity: Texts
    has_radio_tv: Texts
    has_road: Texts
    stated_income: Texts
    phone: Texts
    helper: Texts
    unit: Texts
    measures: Rows


def draw_circumstances(
    rng: np.random.Generator, people: People, conditions: Conditions, living: Livelihood
) -> Circumstances:
    count = len(living.registered)
    size = people.size[living.registered]
    poor = (living.per_head >= 0) & (living.per_head < LINE)
    mark, year = _exit(rng, poor)
    cause = _drawn(rng, _CAUSES, _CAUSE_CHANCES, count)
    other = _drawn(rng, _CAUSES, _CAUSE_CHANCES, count)
    grade = _drawn(rng, ("A级", "B级", "C级", "D级", ""), (0.58, 0.414, 0.001, 0.001, 0.004), count)
    unit = rng.integers(0, len(UNITS), count)
    helper = unit * HELPERS_PER_UNIT + rng.integers(0, HELPERS_PER_UNIT, count)
    return Circumstances(
        attribute=_attribute(rng, people, living, size), exit_mark=mark, exit_year=year, main_cause=cause,
        other_causes=np.where((cause != other) & (rng.random(count) < 0.5), other, ""),
        is_dangerous=np.where(np.isin(grade, ("C级", "D级")), "是", "否").astype(object), grade=grade,
        floor_area=np.where(rng.random(count) < 0.99, np.round(size * rng.uniform(19, 42, count)).astype(object), ""),
        structure=_drawn(rng, ("砖混", "砖瓦砖木", "竹草土坯", "钢混", "其他"), (0.24, 0.46, 0.20, 0.06, 0.04), count),
        built_year=rng.integers(1988, 2019, count).astype(object),
        water_is_safe=_drawn(rng, ("是", "否", ""), (0.998, 0.001, 0.001), count),
        water_is_hard=_drawn(rng, ("否", "是"), (0.995, 0.005), count),
        water_distance=_distances(rng, count),
        has_electricity=_drawn(rng, ("是", "否"), (0.999, 0.001), count),
        has_radio_tv=_drawn(rng, ("是", "否", ""), (0.985, 0.010, 0.005), count),
        has_road=_drawn(rng, ("是", "否", ""), (0.930, 0.065, 0.005), count),
        stated_income=_stated(rng, living), phone=_phones(rng, count),
        helper=np.array([f"bf{number + 1:03d}" for number in range(len(UNITS) * HELPERS_PER_UNIT)], object)[helper],
        unit=np.array(UNITS, object)[unit], measures=_measures(rng, people, conditions, living),
    )  # fmt: skip


def _drawn(rng: np.random.Generator, words: tuple[str, ...], chances: tuple[float, ...], count: int) -> Texts:
    return np.array(words, object)[rng.choice(len(words), count, p=np.array(chances) / sum(chances))]


def _exit(rng: np.random.Generator, poor: NDArray[np.bool_]) -> tuple[Texts, Texts]:
    """Who is below the line has not left; of the others most left between 2014 and 2018."""
    count = len(poor)
    year = rng.choice((2014, 2015, 2016, 2017, 2018), count, p=(0.06, 0.08, 0.12, 0.24, 0.50))
    left = ~poor & (rng.random(count) < 0.985)
    mark = np.where(left, "已脱贫（享受政策）", "未脱贫").astype(object)
    mark[left & (year < 2016) & (rng.random(count) < 0.3)] = "已脱贫（不享受政策）"
    return mark, np.where(left, year.astype(object), "")


def _attribute(rng: np.random.Generator, people: People, living: Livelihood, size: Numbers) -> Texts:
    head_age = people.age[people.first[living.registered]]
    attribute = _drawn(rng, ("一般贫困户", "低保贫困户"), (0.8, 0.2), len(size))
    attribute[(size == 1) & (head_age >= 60)] = "五保贫困户"
    return attribute


def _distances(rng: np.random.Generator, count: int) -> Texts:
    """Kilometres to the water: nearly all within one, some exactly one."""
    distance = np.round(rng.uniform(0.0, 0.6, count), 2)
    distance[rng.random(count) < 0.01] = 1
    far = rng.random(count) < 0.0015
    distance[far] = np.round(rng.uniform(1.05, 2.4, int(far.sum())), 2)
    return np.where(rng.random(count) < 0.998, distance.astype(object), "")


def _stated(rng: np.random.Generator, living: Livelihood) -> Texts:
    """The export's own figure in yuan: as computed, but for one in eight that was never brought up to date."""
    stated = np.round(np.maximum(living.per_head, 0) / 100, 2)
    old = (rng.random(len(stated)) < 0.12) | (living.per_head < 0)
    stated[old] = np.round(np.where(stated[old] > 0, stated[old], 6200) * rng.uniform(0.72, 1.1, int(old.sum())), 2)
    return stated.astype(object)


def _phones(rng: np.random.Generator, count: int) -> Texts:
    """Eleven digits that begin with 100: no mobile number begins so."""
    numbers = np.char.add("100", np.char.zfill(rng.integers(0, 10**8, count).astype(str), 8)).astype(object)
    return np.where(rng.random(count) < 0.93, numbers, "")


def _measures(rng: np.random.Generator, people: People, conditions: Conditions, living: Livelihood) -> Rows:
    """What households received in 2018, amounts in yuan. A few received only the health subsidy."""
    registered = living.registered
    count = len(registered)
    pupils = people.per_household(conditions.school != "非在校生")[registered]
    workers = people.per_household(conditions.months > 0)[registered]
    size = people.size[registered]
    few = rng.random(count) < 0.003
    day = lambda: (np.datetime64("2018-01-15") + rng.integers(0, 340, count)).astype(object)  # noqa: E731
    offers = (
        ("产业发展", "产业以奖代补", rng.random(count) < 0.88, rng.integers(4, 31, count) * 100, "财政专项扶贫资金"),
        ("生态扶贫", "生态护林员", rng.random(count) < 0.24, np.full(count, 10_000), "财政专项扶贫资金"),
        ("健康扶贫", "医保个人缴费补助", few | (rng.random(count) < 0.90), size * 180, "财政专项扶贫资金"),
        ("教育扶贫", "学生生活补助", (pupils > 0) & (rng.random(count) < 0.8), pupils * 1000, "其他资金"),
        ("技能培训", "劳动技能培训", (workers > 0) & (rng.random(count) < 0.35), np.full(count, 800), "财政专项扶贫资金"),
        ("资产收益", "村集体经济分红", rng.random(count) < 0.5, rng.integers(2, 13, count) * 50, "上海帮扶资金"),
        ("扶贫小额信贷", "小额信贷贴息", rng.random(count) < 0.12, rng.integers(4, 23, count) * 100, "其他资金"),
        ("易地扶贫搬迁", "易地扶贫搬迁安置", rng.random(count) < 0.05, size * 20_000, "涉农整合资金"),
        ("危房改造", "农村危房改造", rng.random(count) < 0.06, np.full(count, 21_000), "涉农整合资金"),
    )  # fmt: skip
    household, columns = [], {name: [] for name in ("category", "item", "amount", "fund", "received_on")}
    kinds = ("产业发展", "健康扶贫")
    others = np.logical_or.reduce([given for category, _, given, *_ in offers if category not in kinds])
    for category, item, given, amount, fund in offers:
        has = given if category == "健康扶贫" else (given | ~others if category == "产业发展" else given) & ~few
        household.append(registered[has])
        for name, values in (
            ("category", category),
            ("item", item),
            ("amount", amount),
            ("fund", fund),
            ("received_on", day()),
        ):
            columns[name].append(np.broadcast_to(values, count)[has].astype(object))
    order = np.argsort(np.concatenate(household), kind="stable")
    joined = {name: np.concatenate(parts)[order] for name, parts in columns.items()}
    joined["amount"] = np.where(rng.random(len(order)) < 0.99, joined["amount"], "").astype(object)
    return Rows(np.concatenate(household)[order], joined)
