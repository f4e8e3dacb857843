"""What follows from a person's age and household: schooling, health, work, insurance. Texts of the code lists."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .people import Numbers, People, Texts

_GRADES = {6: "小学", 7: "小学", 8: "小学", 9: "小学", 10: "小学", 11: "小学", 12: "七年级", 13: "八年级", 14: "九年级"}
_PLACES = ("乡（镇）内务工", "乡外县内务工", "县外省内务工", "省外务工")
_CLASSES = (1, 2, 3, 4, 5, 6, 7)


@dataclass(frozen=True)
class Conditions:
    """One row a person. ``off_farm`` is empty for those who do not work; ``months`` 0 for them."""

    education: Texts
    school: Texts
    is_dropout: NDArray[np.bool_]
    health: Texts
    disability: Texts
    labour: Texts
    off_farm: Texts
    months: Numbers
    has_medical: NDArray[np.bool_]
    has_serious: NDArray[np.bool_]
    has_pension: NDArray[np.bool_]
    pension_due: NDArray[np.bool_]


def draw_conditions(rng: np.random.Generator, people: People) -> Conditions:
    """A few children of school age are out of school, a few persons uninsured: what standards must find."""
    count, age = len(people.age), people.age
    chance = rng.random(count)
    health = np.full(count, "健康", object)
    health[chance < np.clip((age - 25) / 260, 0.01, 0.24)] = "长期慢性病"
    health[(chance > 0.30) & (chance < 0.30 + np.clip(age / 2600, 0.004, 0.03))] = "患有大病"
    disabled = (chance > 0.50) & (chance < 0.50 + np.clip(age / 1500, 0.006, 0.045))
    health[disabled] = "残疾"
    grades = np.char.add(rng.choice(_CLASSES, count).astype(str), rng.integers(1, 5, count).astype(str)).astype(object)
    school, is_dropout = _school(rng, people, disabled)
    in_school = (school != "非在校生") & ~is_dropout
    labour = np.where(rng.random(count) < 0.12, "技能劳动力", "普通劳动力").astype(object)
    labour[(age < 16) | (age > 68) | (in_school & (age >= 3))] = "无劳动力"
    lost = ((health == "残疾") | (health == "患有大病")) & (rng.random(count) < 0.45)
    labour[lost & (age >= 16)] = "丧失劳动力"
    able = np.isin(labour, ("普通劳动力", "技能劳动力"))
    works = able & (rng.random(count) < np.where(people.is_registered[people.household], 0.44, 0.36)) & (age < 62)
    off_farm = np.where(works, np.array(_PLACES, object)[rng.choice(4, count, p=(0.34, 0.36, 0.20, 0.10))], "")
    due = (age >= 16) & ~in_school
    registered = people.is_registered[people.household]
    return Conditions(
        education=_education(rng, age, school), school=school, is_dropout=is_dropout,
        health=health, disability=np.where(disabled, grades, ""),
        labour=labour, off_farm=off_farm, months=np.where(works, rng.integers(2, 12, count), 0),
        has_medical=rng.random(count) < np.where(registered, 0.9993, 0.985),
        has_serious=rng.random(count) < np.where(registered, 0.998, 0.97),
        has_pension=due & (rng.random(count) < np.where(registered, 0.9984, 0.95)), pension_due=due,
    )  # fmt: skip


def _school(rng: np.random.Generator, people: People, disabled: NDArray[np.bool_]) -> tuple[Texts, NDArray[np.bool_]]:
    """The class by full years on 31 August: the school year of December 2018 began in September."""
    school = np.full(len(people.age), "非在校生", object)
    chance = rng.random(len(school))
    months = people.born.astype("datetime64[M]").astype(np.int64) % 12 + 1
    years = people.age - (months > 8)
    school[(years >= 3) & (years < 6) & (chance < 0.78)] = "学前教育"
    for year, grade in _GRADES.items():
        school[years == year] = grade
    higher = ((15, "高一", "中职一年级", 0.99), (16, "高二", "中职二年级", 0.86), (17, "高三", "中职三年级", 0.82))
    for year, *classes, share in higher:
        stays = (years == year) & (chance < share)
        school[stays] = np.where(chance < 0.55, classes[0], classes[1])[stays]
    student = (years >= 18) & (years < 22) & (chance < 0.36)
    school[student] = np.where(chance < 0.20, "高职高专", "本科")[student]
    of_age = (people.age >= 6) & (people.age <= 15)
    dropout = of_age & (years >= 6) & (rng.random(len(school)) < np.where(disabled, 0.15, 0.003))
    school[dropout] = "非在校生"
    school[of_age & (years < 6)] = "学前教育"
    return school, dropout


def _education(rng: np.random.Generator, age: Numbers, school: Texts) -> Texts:
    chance = rng.random(len(age))
    education = np.select(
        [age < 6, age < 12, age < 15, age < 18],
        ["学龄前儿童", "小学", "初中", "初中"],
        np.select([chance < 0.10, chance < 0.42, chance < 0.80, chance < 0.92, chance < 0.97],
                  ["文盲或半文盲", "小学", "初中", "高中", "大专"], "本科及以上"),
    ).astype(object)  # fmt: skip
    old = age >= 45
    education[old] = np.select([chance < 0.44, chance < 0.88, chance < 0.97], ["文盲或半文盲", "小学", "初中"], "高中")[
        old
    ]
    education[np.isin(school, ("高职高专", "本科"))] = "高中"
    education[np.char.startswith(school.astype(str), "高") & (school != "高职高专")] = "初中"
    education[np.char.startswith(school.astype(str), "中职")] = "初中"
    return education
