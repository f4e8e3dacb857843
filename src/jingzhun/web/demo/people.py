"""Households and their members: who lives together, as what, how old, and what follows from age.

Everything is drawn in whole columns. Texts are the official texts of the code lists, as files carry them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .county import Plan, Village
from .identity import draw_id_numbers
from .names import draw_names

Texts = NDArray[np.object_]
Numbers = NDArray[np.int64]
YEAR = 2018
LAST_DAY = np.datetime64("2018-12-31")

# H head, S spouse, C child, K grown child, L the grown child's spouse, G grandchild, M mother, F father.
_FORMS: dict[int, tuple[tuple[str, int], ...]] = {
    1: (("H", 1),),
    2: (("HS", 45), ("HC", 30), ("HM", 15), ("HK", 10)),
    3: (("HSC", 58), ("HCC", 14), ("HSK", 10), ("HCM", 10), ("HSM", 8)),
    4: (("HSCC", 54), ("HSCM", 16), ("HSKL", 10), ("HCCM", 12), ("HSKC", 8)),
    5: (("HSCCM", 36), ("HSKLG", 34), ("HSCCC", 18), ("HSCMF", 12)),
    6: (("HSKLGG", 48), ("HSCCMF", 24), ("HSCCCM", 18), ("HSKLGC", 10)),
    7: (("HSKLGGM", 50), ("HSKLGGG", 22), ("HSCCCMF", 28)),
    8: (("HSKLGGGM", 40), ("HSKLGGMF", 40), ("HSKLGGCM", 20)),
    9: (("HSKLGGGMF", 60), ("HSKLGGGCM", 40)),
}
_SIZES_REGISTERED = (7, 9, 14, 24, 20, 14, 7, 3.5, 1.5)
_SIZES_OTHERS = (5, 11, 19, 27, 19, 12, 4.5, 1.8, 0.7)


@dataclass
class People:
    """All households and persons, one row each; person columns are in order of household, the head first.

    ``household`` of a person is a row number of the household columns. Ages are full years on 2018-12-31.
    """

    villages: list[Village]
    village: Numbers
    is_registered: NDArray[np.bool_]
    size: Numbers
    household_code: Texts
    group: Texts
    household: Numbers
    relation: Texts
    male: NDArray[np.bool_]
    age: Numbers
    born: NDArray[np.datetime64]
    people: Texts
    name: Texts
    id_number: Texts
    person_code: Texts
    first: Numbers = field(init=False)

    def __post_init__(self) -> None:
        self.first = np.concatenate(([0], np.cumsum(self.size)[:-1]))

    def per_household(self, values: NDArray[np.generic]) -> Numbers:
        """The sum of a person column within each household."""
        return np.add.reduceat(values.astype(np.int64), self.first)


def draw_people(rng: np.random.Generator, plan: Plan) -> People:
    """The whole county, registered households of each village first."""
    village, is_registered = _places(plan)
    size = np.where(
        is_registered,
        rng.choice(9, len(village), p=np.array(_SIZES_REGISTERED) / 100) + 1,
        rng.choice(9, len(village), p=np.array(_SIZES_OTHERS) / 100) + 1,
    )
    registered = np.flatnonzero(is_registered)
    size[registered] = _summing_to(rng, size[registered], plan.members)
    household = np.repeat(np.arange(len(village)), size)
    relation, male, age = _members(rng, size, household)
    born = (2019 - age - 1970).astype("datetime64[Y]").astype("datetime64[D]") - 1 - rng.integers(0, 364, len(age))
    peoples = _peoples(rng, plan, village, household, relation)
    line = rng.random(len(village))[household]
    own = rng.random(len(age))
    married_in = np.isin(relation, ("配偶", "之儿媳", "之女婿", "之母"))
    names = draw_names(rng, peoples, male, np.where(married_in, own, line))
    codes = _household_codes(plan, village, is_registered)
    position = np.arange(len(age)) - np.concatenate(([0], np.cumsum(size)[:-1]))[household] + 1
    return People(
        villages=plan.villages, village=village, is_registered=is_registered, size=size, household_code=codes,
        group=_groups(rng, plan, village), household=household, relation=relation, male=male, age=age, born=born,
        people=peoples, name=names, id_number=draw_id_numbers(rng, born, male),
        person_code=codes[household] + np.char.zfill(position.astype(str), 2).astype(object),
    )  # fmt: skip


def _places(plan: Plan) -> tuple[Numbers, NDArray[np.bool_]]:
    blocks = np.stack((plan.registered, plan.others), axis=1).reshape(-1)
    village = np.repeat(np.repeat(np.arange(len(plan.villages)), 2), blocks)
    return village, np.repeat(np.tile([True, False], len(plan.villages)), blocks)


def _summing_to(rng: np.random.Generator, size: Numbers, total: int) -> Numbers:
    """The same sizes, some changed by one until they add up."""
    size = size.copy()
    while (gap := total - int(size.sum())) != 0:
        step = 1 if gap > 0 else -1
        able = np.flatnonzero((size + step >= 1) & (size + step <= 9))
        size[rng.choice(able, min(abs(gap), len(able)), replace=False)] += step
    return size


def _household_codes(plan: Plan, village: Numbers, is_registered: NDArray[np.bool_]) -> Texts:
    """Village code and four digits: from 0001 for registered households, from 2001 for the others."""
    serial = np.empty(len(village), np.int64)
    for kind, start in ((is_registered, 1), (~is_registered, 2001)):
        rows = np.flatnonzero(kind)
        begin = np.searchsorted(village[rows], village[rows], side="left")
        serial[rows] = np.arange(len(rows)) - begin + start
    codes = np.array([place.code for place in plan.villages], object)[village]
    return codes + np.char.zfill(serial.astype(str), 4).astype(object)


def _groups(rng: np.random.Generator, plan: Plan, village: Numbers) -> Texts:
    """自然村 of each household: three to seven invented hamlets a village."""
    words = ("上社", "下社", "说日", "布顶", "古水", "日尼", "顶主", "永支", "扎古", "尼通", "申达", "巴里")
    titles = np.array([[f"{word}小组" for word in rng.permutation(words)[:7]] for _ in plan.villages], object)
    many = rng.integers(3, 8, len(plan.villages))
    return titles[village, rng.integers(0, many[village])]


def _members(rng: np.random.Generator, size: Numbers, household: Numbers) -> tuple[Texts, NDArray[np.bool_], Numbers]:
    relation = np.empty(len(household), object)
    male = np.empty(len(household), bool)
    age = np.empty(len(household), np.int64)
    first = np.concatenate(([0], np.cumsum(size)[:-1]))
    for members, forms in _FORMS.items():
        rows = np.flatnonzero(size == members)
        weights = np.array([weight for _, weight in forms], float)
        chosen = rng.choice(len(forms), len(rows), p=weights / weights.sum())
        for number, (form, _) in enumerate(forms):
            starts = first[rows[chosen == number]]
            where = starts[:, None] + np.arange(members)
            relation[where], male[where], age[where] = _family(rng, form, len(starts))
    return relation, male, age


def _family(rng: np.random.Generator, form: str, count: int) -> tuple[Texts, NDArray[np.bool_], Numbers]:
    """Members of ``count`` households of one form, one row a household."""
    low, high = _head_ages(form)
    head = np.clip(rng.normal((low + high) / 2, (high - low) / 4, count), low, high).astype(np.int64)
    head_male = rng.random(count) < (0.72 if len(form) > 1 else 0.62)
    grown = np.clip(head - rng.integers(19, 28, count), 20, None)
    grown_male = rng.random(count) < 0.64
    mother = np.clip(head + rng.integers(19, 37, count), None, 96)
    relation = np.empty((count, len(form)), object)
    male = np.empty((count, len(form)), bool)
    age = np.empty((count, len(form)), np.int64)
    for slot, kind in enumerate(form):
        coin = rng.random(count) < 0.51
        if kind == "H":
            is_male, years, words = head_male, head, ("户主", "户主")
        elif kind == "S":
            is_male, years, words = ~head_male, np.clip(head + rng.integers(-6, 5, count), 20, None), ("配偶", "配偶")
        elif kind == "C":
            is_male, years, words = coin, np.clip(head - rng.integers(20, 41, count), 0, None), ("之子", "之女")
        elif kind == "K":
            is_male, years, words = grown_male, grown, ("之子", "之女")
        elif kind == "L":
            is_male, words = ~grown_male, ("之女婿", "之儿媳")
            years = np.clip(grown + rng.integers(-5, 4, count), 19, None)
        elif kind == "G":
            is_male, years, words = coin, np.clip(grown - rng.integers(19, 31, count), 0, None), ("之孙子", "之孙女")
        elif kind == "M":
            is_male, years, words = np.zeros(count, bool), mother, ("之母", "之母")
        else:
            is_male, words = np.ones(count, bool), ("之父", "之父")
            years = np.clip(mother + rng.integers(-2, 7, count), None, 97)
        relation[:, slot] = np.where(is_male, words[0], words[1])
        male[:, slot], age[:, slot] = is_male, years
    return relation, male, age


def _head_ages(form: str) -> tuple[int, int]:
    if "K" in form:
        return 45, 70
    if "C" in form:
        return (27, 50) if "M" in form else (26, 58)
    return (38, 86) if form == "H" else (36, 80)


def _peoples(rng: np.random.Generator, plan: Plan, village: Numbers, household: Numbers, relation: Texts) -> Texts:
    """By family, as the township's mixture says; who married in may be of another people."""
    family = np.empty(len(village), object)
    other = np.empty(len(household), object)
    for number, place in enumerate(plan.villages):
        words, shares = zip(*place.peoples, strict=True)
        chances = np.array(shares, float) / sum(shares)
        rows, persons = village == number, village[household] == number
        family[rows] = np.array(words, object)[rng.choice(len(words), int(rows.sum()), p=chances)]
        other[persons] = np.array(words, object)[rng.choice(len(words), int(persons.sum()), p=chances)]
    mixed = np.isin(relation, ("配偶", "之儿媳", "之女婿")) & (rng.random(len(household)) < 0.3)
    return np.where(mixed, other, family[household])
