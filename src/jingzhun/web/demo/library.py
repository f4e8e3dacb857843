"""The project library of 2018, category by category, after the county's report of December 2018.

Names of places and totals per category are the report's; where it names no single project or no single amount, the parts
are invented so that the totals hold: 1569 + 500 + 364 + 401 + 916 + 1019 + 16361.74 = 21130.74 万元, and 320 integrated
for the clinics. Amounts in 万元.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from . import clinics
from .clinics import BENZILAN, FOSHAN, SHENGPING, TUODING, XIARUO, YANGLA, YANMEN, YUNLING
from .county import share_out
from .people import People

ROADS_AMOUNT, ROADS_AREA = Decimal("16361.74"), 400_863


@dataclass
class ProjectLine:
    """One project. ``villages`` are names as the office writes them, also with the spellings of the report."""

    category: str
    name: str
    township: str
    villages: str
    task: str
    shanghai: Decimal | str = ""
    poverty: Decimal | str = ""
    integrated: Decimal | str = ""
    scale: object = ""
    unit: str = ""
    construction: str = "新建"
    households: object = ""
    persons: object = ""
    responsible: str = "县扶贫办"
    code: str = ""
    starts_on: date = date(2018, 3, 15)
    ends_on: date = date(2018, 11, 30)


_SHANGHAI_COLLECTIVE = (
    ("夺通村油橄榄种植基地", BENZILAN, "夺通村", 180), ("西当村橄榄种植基地", YUNLING, "西当村", 150),
    ("甲功村橄榄种植基地", YANGLA, "甲功村", 140), ("巴美村油橄榄产业", FOSHAN, "巴美村", 130),
    ("夺通村雪桃产业", BENZILAN, "夺通村", 96), ("查理通村中药材基地", YUNLING, "查理通村", 150),
    ("旅游文化", SHENGPING, "阿东村", 120), ("集体经济加工厂", TUODING, "拖顶村", 160),
)  # fmt: skip
_FUND_COLLECTIVE = (
    ("各么茸村羊肚菌种植集体经济", XIARUO, "各么茸村", 45), ("石茸村羊肚菌集体经济", XIARUO, "石茸村", 38),
    ("霞若村淡水鱼养殖集体经济", XIARUO, "霞若村", 50), ("奔子栏社区集体经济养殖场", BENZILAN, "奔子栏社区", 42),
    ("拖拉村生猪养殖集体经济", YANMEN, "拖拉村", 40), ("茨中村南路卡药材集体经济", YANMEN, "茨中村", 35),
    ("羊拉村集体经济", YANGLA, "羊拉村", 48), ("谷扎村尼西土鸡养殖场", YANMEN, "谷扎村", 36),
    ("粗卡桶村蜜蜂集体经济", XIARUO, "粗卡桶村", 32), ("果念村玖农顶小组经济林果基地", YUNLING, "果念村", 41),
    ("达日村申达小组油橄榄集体经济", BENZILAN, "达日村", 36),
)  # fmt: skip
_TRAINING = (("建档立卡劳动力技能培训", 84), ("富余劳动力转移就业培训", 76), ("农民工建筑技能培训", 72), ("“两后生”职业技能培训", 68),
             ("农村实用技术培训", 64))  # fmt: skip
_KINDERGARTENS = ((FOSHAN, "鲁瓦村", 205), (YANMEN, "拖拉村", 196))
_SETTLEMENTS = (("污水处理工程", XIARUO, "霞若村", 326), ("污水处理和村卫生厕所工程", YUNLING, "红坡村", 304),
                ("村卫生厕所工程", TUODING, "拖顶村", 286))  # fmt: skip
_ROOMS = ((FOSHAN, "溜筒江村", 268, 680), (BENZILAN, "叶日村", 215, 540), (TUODING, "大村", 198, 500),
          (YANMEN, "春多乐村", 182, 460), (YANGLA, "茂顶村", 156, 400))  # fmt: skip
_ROADS = (
    (YANGLA, ("茂顶", "羊拉", "甲功")), (XIARUO, ("粗卡通", "石茸", "夺松", "月仁", "施坝")),
    (TUODING, ("左力", "洛沙", "大村", "普通农", "洛玉")), (YUNLING, ("西当", "斯农", "果念", "果念", "查理通", "查理通")),
    (YANMEN, ("茨中", "巴东", "禹功")), (FOSHAN, ("纳古", "巴美", "巴美", "溜筒江")),
)  # fmt: skip


def draw_library(rng: np.random.Generator, people: People) -> list[ProjectLine]:
    """All projects with codes; amounts of roads are drawn to add up to the report's, its beneficiaries of clinics are shared
    out by the households and persons of the villages."""
    lines = [*_collective(), *_clinics(people), *_services(), *_buildings(), *_roads(rng)]
    for number, line in enumerate(lines, start=1):
        line.code = f"5334222018{number:03d}"
    return lines


def _collective() -> list[ProjectLine]:
    kind, task = "集体经济产业发展", "{}建设，产权归村集体，收益按章程分配"
    return [
        *(ProjectLine(kind, f"{name}建设", township, village, task.format(name), shanghai=Decimal(amount))
          for name, township, village, amount in _SHANGHAI_COLLECTIVE),
        *(ProjectLine(kind, f"{name}建设", township, village, task.format(name), poverty=Decimal(amount))
          for name, township, village, amount in _FUND_COLLECTIVE),
    ]  # fmt: skip


def _clinics(people: People) -> list[ProjectLine]:
    new = [(township, short) for township, shorts in clinics.NEW for short in shorts]
    repaired = [(township, short) for township, shorts in clinics.REPAIRED for short in shorts]
    place = {village.short: row for row, village in enumerate(people.villages)}
    rows = [place[short] for _, short in (*new, *repaired)]
    homes = np.bincount(people.village, minlength=len(place))[rows]
    heads = np.bincount(people.village[people.household], minlength=len(place))[rows]
    households, persons = share_out(clinics.HOUSEHOLDS, homes * 1.0), share_out(clinics.PERSONS, heads * 1.0)
    lines = [
        ProjectLine(
            "健康扶贫", f"{_village(short)}卫生室新建", township, _village(short), "新建标准化村卫生室120平方米及附属工程",
            shanghai=Decimal(30), integrated=Decimal(20), scale=120, unit="平方米", responsible="县卫计局",
        )
        for township, short in new
    ]  # fmt: skip
    lines += [
        ProjectLine(
            "健康扶贫", f"{_village(short)}卫生室修缮", township, _village(short), "修缮村卫生室1所", shanghai=Decimal(10),
            scale=1, unit="所", construction="修缮", responsible="县卫计局",
        )
        for township, short in repaired
    ]  # fmt: skip
    for line, many, served in zip(lines, households, persons, strict=True):
        line.households, line.persons = int(many), int(served)
    return lines


def _services() -> list[ProjectLine]:
    training = [
        ProjectLine("能力素质提升", name, "", "", f"{name}，面向全县建档立卡户劳动力", poverty=Decimal(amount), construction="服务",
                    responsible="县人社局")
        for name, amount in _TRAINING
    ]  # fmt: skip
    settlements = [
        ProjectLine("人居环境提升", f"{township}{name}", township, village, f"{village}{name}", poverty=Decimal(amount))
        for name, township, village, amount in _SETTLEMENTS
    ]
    return [*training, *settlements]


def _buildings() -> list[ProjectLine]:
    schools = [
        ProjectLine("教育扶贫", f"{village}幼儿园建设", township, village, "新建农村幼儿园1所", shanghai=Decimal(amount),
                    scale=1, unit="所", responsible="县教育局")
        for township, village, amount in _KINDERGARTENS
    ]  # fmt: skip
    rooms = [
        ProjectLine("党群活动室", f"{village}党群活动场所建设", township, village, f"新建活动场所{area}平方米及附属设施",
                    shanghai=Decimal(amount), scale=area, unit="平方米")
        for township, village, amount, area in _ROOMS
    ]  # fmt: skip
    return [*schools, *rooms]


def _roads(rng: np.random.Generator) -> list[ProjectLine]:
    """26 entries in 23 villages: three villages have a second one, as the report lists them."""
    sites = [(township, short) for township, shorts in _ROADS for short in shorts]
    areas = share_out(ROADS_AREA, rng.uniform(0.5, 1.7, len(sites)))
    amounts = share_out(int(ROADS_AMOUNT * 100), areas.astype(float))
    lines, seen = [], set()
    for (township, short), area, amount in zip(sites, areas, amounts, strict=True):
        second = "（二期）" if short in seen else ""
        seen.add(short)
        lines.append(ProjectLine(
            "村内户外道路硬化", f"{_village(short)}村内户外道路硬化{second}", township, _village(short),
            f"硬化村内户外道路{int(area)}平方米", poverty=Decimal(int(amount)) / 100, scale=int(area), unit="平方米",
        ))  # fmt: skip
    return lines


def _village(short: str) -> str:
    return short if short.endswith("村") else f"{short}村"
