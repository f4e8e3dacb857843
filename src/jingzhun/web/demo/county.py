"""The frame of the demo county 德钦县 533422: its real villages, and invented numbers of households in each.

The report of 2018 knows 46 villages with registered households; the areas of 2023 have 49. Which three are without is
invented here. All persons are invented; only place names are public.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jingzhun.areas.actions.load import SHIPPED
from jingzhun.areas.names import shorten
from jingzhun.core.area_code import AreaCode, Level

from .clinics import SERVED

COUNTY, COUNTY_NAME = "533422", "德钦县"
HOUSEHOLDS, REGISTERED, MEMBERS = 12_000, 2_814, 12_332
WITHOUT_REGISTERED = ("敦和", "金珠嘎尺", "雅瑞安和")
_SERVED_SHARE = 0.42
"""Of the county's households, those of the villages whose clinics the report counts: they must hold its 4,495 households."""
_LARGE = {"阿敦子": 2.4, "敦和": 1.6, "奔子栏": 1.8, "拖顶": 1.3, "霞若": 1.3}

# Invented shares, in percent, after what the names of the townships say.
_TIBETAN = (("藏族", 94), ("纳西族", 2), ("汉族", 2), ("傈僳族", 2))
_LISU = (("傈僳族", 72), ("藏族", 15), ("纳西族", 6), ("汉族", 5), ("白族", 2))
PEOPLES = {
    "533422101": (("藏族", 82), ("汉族", 9), ("纳西族", 5), ("傈僳族", 4)),
    "533422203": (("藏族", 84), ("纳西族", 8), ("傈僳族", 6), ("汉族", 2)),
    "533422204": _LISU,
    "533422205": _LISU,
}


@dataclass(frozen=True)
class Village:
    """``official`` is the name of the shipped areas, ``name`` what offices write (查里通村)."""

    code: str
    official: str
    short: str
    township: str
    has_registered: bool

    @property
    def name(self) -> str:
        return f"{self.short}社区" if "社区" in self.official else self.short + ("" if self.short[-1] == "村" else "村")

    @property
    def peoples(self) -> tuple[tuple[str, int], ...]:
        return PEOPLES.get(self.code[:9], _TIBETAN)


def read_villages() -> list[Village]:
    """The villages of the county in order of code, from the shipped areas."""
    rows = list(csv.DictReader((SHIPPED / f"division_{COUNTY}_deqin.csv").read_text().splitlines()))
    townships = {row["code"]: row["name"] for row in rows if AreaCode.parse(row["code"]).level is Level.TOWNSHIP}
    villages = []
    for row in rows:
        if AreaCode.parse(row["code"]).level is Level.VILLAGE:
            short = shorten(row["name"], Level.VILLAGE)
            township = townships[row["parent"]]
            villages.append(Village(row["code"], row["name"], short, township, short not in WITHOUT_REGISTERED))
    return villages


@dataclass(frozen=True)
class Plan:
    """How many households of which kind in each village, in the order of ``villages``."""

    villages: list[Village]
    registered: NDArray[np.int64]
    others: NDArray[np.int64]
    members: int

    @property
    def households(self) -> int:
        return int(self.registered.sum() + self.others.sum())


def plan_county(rng: np.random.Generator, households: int = HOUSEHOLDS) -> Plan:
    """From 12,000 households on the registered ones are 2,814 with 12,332 members, below that their share."""
    registered = REGISTERED if households >= HOUSEHOLDS else max(round(households * REGISTERED / HOUSEHOLDS), 1)
    members = max(round(registered * MEMBERS / REGISTERED), registered)
    villages = read_villages()
    size = rng.gamma(9.0, 1.0, len(villages)) * [_LARGE.get(village.short, 1.0) for village in villages]
    served = np.array([village.short in SERVED for village in villages])
    size[served] *= _SERVED_SHARE / (1 - _SERVED_SHARE) * size[~served].sum() / size[served].sum()
    poverty = size * rng.uniform(0.35, 1.0, len(villages)) * [village.has_registered for village in villages]
    poor = share_out(registered, poverty)
    return Plan(villages, poor, share_out(households - registered, size), members)


def share_out(total: int, weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """``total`` in whole parts by weight (largest remainder); where it suffices, every weight above nought gets one."""
    wanted = weights > 0
    floor = wanted.astype(np.int64) if total >= wanted.sum() else np.zeros(len(weights), np.int64)
    exact = weights / weights.sum() * (total - floor.sum())
    parts = np.floor(exact).astype(np.int64)
    parts[np.argsort(parts - exact, kind="stable")[: total - floor.sum() - parts.sum()]] += 1
    return parts + floor
