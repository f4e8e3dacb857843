"""Incomes and costs of 2018 item by item, sales and wages for the awards, of the registered households.

The net income per head is drawn first, boundary cases included (3500.00 and 3499.99 per head), then split into items that
add up to it to the fen. Amounts are fen.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .condition import Conditions
from .people import Numbers, People, Texts

LINE = 350_000
"""3,500 yuan a head and year, in fen (德钦 2018)."""
_PRODUCTS = (
    "核桃",
    "油橄榄",
    "其他经济林果",
    "中药材",
    "特色农业",
    "养殖",
    "葡萄（2018年新种）",
    "葡萄（2018年前种）",
    "其他",
)
_CHANCES = (0.17, 0.06, 0.13, 0.16, 0.15, 0.22, 0.03, 0.05, 0.03)
_UNITS = {"养殖": "头"}
_FARM = ("粮食", "林果", "中药材", "野生菌采集", "特色农业")
_COSTS = ("种子化肥", "饲料")
BUYERS = ("县农特产品公司", "拖顶油橄榄加工厂", "菌类收购点", "乡农贸市场", "中药材收购站", "外来客商")


@dataclass
class Rows:
    """A many-row table as columns of equal length; ``household`` is a row number of the people's households."""

    household: Numbers
    columns: dict[str, Texts]

    def __len__(self) -> int:
        return len(self.household)


@dataclass
class Livelihood:
    """``per_head`` is the net income in fen that the items add up to; -1 where nothing was collected."""

    registered: Numbers
    per_head: Numbers
    complete: dict[str, Texts]
    income: Rows
    sales: Rows
    wages: Rows
    net: dict[int, int] = field(default_factory=dict)


def draw_livelihood(rng: np.random.Generator, people: People, conditions: Conditions) -> Livelihood:
    """For every registered household; about one in a hundred was not collected and carries no completeness mark."""
    registered = np.flatnonzero(people.is_registered)
    size = people.size[registered]
    net = _net_incomes(rng, size)
    collected = rng.random(len(registered)) >= 0.009
    wages, earned = _wages(rng, people, conditions, registered, net)
    income = _income(rng, people, registered, net, earned, collected)
    sales = _sales(rng, people, registered)
    marks = {
        "收入": np.where(collected, "是", "").astype(object),
        "销售": np.where(rng.random(len(registered)) < 0.985, "是", "").astype(object),
        "务工": np.where(rng.random(len(registered)) < 0.985, "是", "").astype(object),
    }
    return Livelihood(
        registered, np.where(collected, net // size, -1), marks, income, sales, wages,
        {int(row): int(total) for row, total, known in zip(registered, net, collected, strict=True) if known},
    )  # fmt: skip


def _net_incomes(rng: np.random.Generator, size: Numbers) -> Numbers:
    """Fen per household. Most well above the line, one in fifty below, some exactly on and one fen below it."""
    count = len(size)
    per_head = np.clip(rng.lognormal(np.log(7600), 0.36, count), 3620, 26_000)
    kind = rng.random(count)
    poor = kind < 0.022
    per_head[poor] = rng.uniform(1450, 3480, int(poor.sum()))
    near = (kind >= 0.022) & (kind < 0.050)
    per_head[near] = rng.uniform(3502, 3900, int(near.sum()))
    net = np.round(per_head * size).astype(np.int64) * 100
    cents = rng.random(count) < 0.2
    net[cents] += rng.integers(1, 100, int(cents.sum()))
    on_line = rng.permutation(count)[: max(count // 150, 2)]
    net[on_line[::2]] = LINE * size[on_line[::2]]
    net[on_line[1::2]] = LINE * size[on_line[1::2]] - 1
    return net


def _wages(
    rng: np.random.Generator, people: People, conditions: Conditions, registered: Numbers, net: Numbers
) -> tuple[Rows, Numbers]:
    """One row a worker: a month's pay, together at most two thirds of what the household has. Of two workers of one name
    in a household the ledger has one: its rows are told apart by name."""
    net_of = np.zeros(len(people.size), np.int64)
    net_of[registered] = net
    workers = np.flatnonzero((conditions.months > 0) & people.is_registered[people.household])
    household = people.household[workers]
    _, once = np.unique(np.stack((household.astype(str), people.name[workers].astype(str))), axis=1, return_index=True)
    workers = workers[np.sort(once)]
    household = people.household[workers]
    monthly = rng.integers(11, 33, len(workers)) * 10_000
    amount = monthly * conditions.months[workers]
    sums = np.bincount(household, amount, len(people.size))
    share = np.minimum(1.0, net_of[household] * 0.66 / np.maximum(sums[household], 1))
    amount = np.maximum((amount * share // 5000).astype(np.int64) * 5000, 5000)
    exact = rng.permutation(len(workers))[:3]
    amount[exact] = np.where(net_of[household[exact]] > 2_000_000, 1_200_000, amount[exact])
    verified = np.where(rng.random(len(workers)) < 0.955, "是", "否").astype(object)
    rows = Rows(household, {
        "worker": people.name[workers], "person_code": people.person_code[workers],
        "id_number": people.id_number[workers], "place": conditions.off_farm[workers],
        "months": conditions.months[workers].astype(object), "amount": amount.astype(object), "is_verified": verified,
    })  # fmt: skip
    return rows, np.bincount(household, amount, len(people.size)).astype(np.int64)[registered]


def _income(
    rng: np.random.Generator, people: People, registered: Numbers, net: Numbers, earned: Numbers, collected: Numbers
) -> Rows:
    """Items that add up to ``net``: wages, farming less its costs, transfers, property; farming takes the remainder."""
    count = len(registered)
    rest = net - earned
    transfers = (np.maximum(rest, 0) * rng.uniform(0.10, 0.32, count) // 100).astype(np.int64) * 100
    subsidy = (transfers * rng.uniform(0.3, 0.7, count) // 100).astype(np.int64) * 100
    allowance = transfers - subsidy
    has_allowance = rng.random(count) < 0.30
    property_ = np.where(
        rng.random(count) < 0.55,
        (np.maximum(rest, 0) * rng.uniform(0.01, 0.06, count) // 1000).astype(np.int64) * 1000,
        0,
    )
    farm = rest - transfers - property_
    cost = (np.maximum(farm, 0) * rng.uniform(0.18, 0.55, count) // 100).astype(np.int64) * 100
    gross = farm + cost
    first = (gross * rng.uniform(0.35, 0.75, count) // 100).astype(np.int64) * 100
    feed = (cost * rng.uniform(0.3, 0.8, count) // 100).astype(np.int64) * 100
    crop = np.array(_FARM, object)[rng.choice(len(_FARM), count)]
    items = (
        ("收", "工资性收入", np.full(count, "务工工资", object), earned),
        ("收", "生产经营性收入", crop, first),
        ("收", "生产经营性收入", np.full(count, "畜禽养殖", object), gross - first),
        ("收", "转移性收入", np.full(count, "生态补偿", object), subsidy),
        ("收", "转移性收入", np.where(has_allowance, "低保金", "农业补贴").astype(object), allowance),
        ("收", "财产性收入", np.full(count, "集体分红和土地流转", object), property_),
        ("支", "生产经营费用支出", np.full(count, _COSTS[0], object), cost - feed),
        ("支", "生产经营费用支出", np.full(count, _COSTS[1], object), feed),
    )
    household, columns = [], {name: [] for name in ("direction", "kind", "item", "amount")}
    for direction, kind, item, amount in items:
        has = collected & (amount > 0)
        household.append(registered[has])
        for name, values in (("direction", direction), ("kind", kind), ("item", item), ("amount", amount)):
            columns[name].append(np.broadcast_to(values, count)[has].astype(object))
    order = np.argsort(np.concatenate(household), kind="stable")
    return Rows(
        np.concatenate(household)[order], {name: np.concatenate(parts)[order] for name, parts in columns.items()}
    )


def _sales(rng: np.random.Generator, people: People, registered: Numbers) -> Rows:
    """Up to four sales a household; some dated 2019-01-01, of old vines, not verified, and sums at the cap of the award."""
    many = rng.choice(5, len(registered), p=(0.18, 0.30, 0.28, 0.16, 0.08))
    household = np.repeat(registered, many)
    count = len(household)
    amount = np.clip(rng.lognormal(np.log(2300), 0.8, count), 120, 28_000).astype(np.int64) * 100
    product = np.array(_PRODUCTS, object)[rng.choice(len(_PRODUCTS), count, p=np.array(_CHANCES) / sum(_CHANCES))]
    sold = np.datetime64("2018-02-01") + np.minimum(rng.integers(0, 334, count), 332)
    late = rng.random(count) < 0.012
    sold[late] = np.where(rng.random(int(late.sum())) < 0.6, np.datetime64("2019-01-01"), np.datetime64("2017-12-28"))
    verified = np.select([rng.random(count) < 0.955, rng.random(count) < 0.8], ["是", "否"], "").astype(object)
    alone = rng.permutation(np.flatnonzero(np.repeat(many == 1, many)))
    edge = alone[: len(alone) // 40 * 3]
    amount[edge] = np.resize([900_000, 1_000_000, 2_000_000], len(edge))
    product[edge], sold[edge], verified[edge] = "核桃", np.datetime64("2018-11-20"), "是"
    price = np.where(product == "养殖", 150_000, 1_600)
    return Rows(household, {
        "sold_on": sold.astype(object), "product": product,
        "quantity": np.maximum(np.round(amount / price, 1), 1).astype(object),
        "quantity_unit": np.where(product == "养殖", _UNITS["养殖"], "公斤").astype(object),
        "amount": amount.astype(object), "is_verified": verified,
        "buyer": np.array(BUYERS, object)[rng.choice(len(BUYERS), count)],
    })  # fmt: skip
