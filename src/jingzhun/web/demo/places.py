"""Facts of villages and of the county: conditions, collective income, what others state. Invented, but for what the
county's report of 2018 says of all 46 villages: collective income of 5万元 and more, 2万元 of it as dividend."""

from __future__ import annotations

import numpy as np

from .people import People, Texts

DIVIDEND = 20_000
_KINDS = (
    ("种植", "中药材种植"),
    ("养殖", "藏香猪养殖"),
    ("出租", "商铺出租"),
    ("种植", "羊肚菌种植"),
    ("养殖", "蜜蜂养殖"),
    ("其他", "加工厂租金"),
)


def village_conditions(rng: np.random.Generator, people: People) -> dict[str, Texts]:
    """One row a village, by field of ``VillageConditions``. Two villages miss a threshold, two have a gap."""
    count = len(people.villages)
    persons = np.bincount(people.village[people.household], minlength=count)
    hamlets = rng.integers(4, 15, count)
    columns: dict[str, Texts] = {
        name: np.full(count, "是", object)
        for name in (
            "has_hard_road", "road_is_guarded", "has_power_10kv", "has_broadband_village", "has_broadband_school",
            "has_broadband_clinic", "water_is_guaranteed", "school_entry_is_met", "has_standard_clinic", "has_service_place", "has_culture_room",
        )
    }  # fmt: skip
    columns |= {
        "natural_villages": hamlets.astype(object),
        "natural_villages_380v": (hamlets - (rng.random(count) < 0.1) * (hamlets >= 10)).astype(object),
        "radio_tv_share": np.round(rng.uniform(99.0, 100.0, count), 1).astype(object),
        "water_distance": np.round(rng.uniform(0.1, 0.9, count), 1).astype(object),
        "doctors": (persons // 1000 + 1).astype(object),
        "is_poor_village": np.where([village.has_registered for village in people.villages], "是", "否").astype(object),
        "school_entry_is_met": np.full(count, "是", object),
        "school_entry_share": np.round(rng.uniform(99.2, 100.0, count), 1).astype(object),
        "rural_population": persons.astype(object),
        "rural_households": np.bincount(people.village, minlength=count).astype(object),
    }
    odd = rng.permutation(count)
    for row, name, value in zip(
        odd, ("radio_tv_share", "has_broadband_clinic", "has_standard_clinic", "road_is_guarded"),
        (98.6, "否", "", ""), strict=False,
    ):  # fmt: skip
        columns[name][row] = value
    return columns


def village_income(rng: np.random.Generator, people: People) -> tuple[list[int], dict[str, list[object]]]:
    """Row number of the village and the columns, yuan. The first two villages stand at 50,000 and 50,000.01 in total."""
    rows: list[int] = []
    columns: dict[str, list[object]] = {"kind": [], "item": [], "amount": []}
    known = [row for row, village in enumerate(people.villages) if village.has_registered]
    for place, row in enumerate(known):
        total = (50_000, 50_000.01)[place] if place < 2 else int(rng.integers(51, 168)) * 1000
        entries = [("入股分红", "产业公司租金分红", DIVIDEND)]
        parts = rng.permutation(len(_KINDS))[: int(rng.integers(1, 4))]
        left = round(total - DIVIDEND, 2)
        for number, part in enumerate(parts):
            amount = left if number == len(parts) - 1 else int(left * rng.uniform(0.3, 0.6)) // 100 * 100
            entries.append((*_KINDS[part], amount))
            left = round(left - amount, 2)
        for kind, item, amount in entries:
            rows.append(row)
            for name, value in (("kind", kind), ("item", item), ("amount", amount)):
                columns[name].append(value)
    without = [row for row, village in enumerate(people.villages) if not village.has_registered]
    for row, amount in zip(without, (49_000, 36_500), strict=False):
        rows.append(row)
        for name, value in (("kind", "出租"), ("item", "商铺出租"), ("amount", amount)):
            columns[name].append(value)
    return rows, columns


COUNTY_STATEMENT = {
    "year": 2018, "income_growth": 9.6, "province_income_growth": 9.2, "education_is_balanced": "是",
    "dropout_is_within_rule": "是", "source": "演示数据，未核对",
}  # fmt: skip
