"""All files of the office for 德钦县, made from the drawn county: which sheet holds what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jingzhun.ingest.layouts import exports, households, persons, places, yearly

from . import circumstances, condition, library, livelihood, people
from . import places as village_facts
from .county import COUNTY_NAME, HOUSEHOLDS, plan_county
from .people import Numbers, People, Texts
from .sheets import Sheet, sheet, yes, yuan

SEED = 533422


@dataclass(frozen=True)
class County:
    """The drawn county: what the files are written from."""

    people: People
    conditions: condition.Conditions
    living: livelihood.Livelihood
    around: circumstances.Circumstances
    village_conditions: dict[str, Texts]
    village_income: tuple[list[int], dict[str, list[object]]]
    projects: list[library.ProjectLine]


def draw_county(households: int = HOUSEHOLDS, seed: int = SEED) -> County:
    """The same county for the same number of households and seed."""
    rng = np.random.default_rng(seed)
    who = people.draw_people(rng, plan_county(rng, households))
    how = condition.draw_conditions(rng, who)
    living = livelihood.draw_livelihood(rng, who, how)
    return County(
        who, how, living, circumstances.draw_circumstances(rng, who, how, living),
        village_facts.village_conditions(rng, who), village_facts.village_income(rng, who),
        library.draw_library(rng, who),
    )  # fmt: skip


def office_files(county: County) -> list[Sheet]:
    """The clean files in the order in which they are loaded; projects are the ledger's and come from :mod:`project_file`."""
    return [
        national_export(county), roster(county), insurance(county), exemptions(county), dwelling(county),
        *ledgers(county), pairing(county), villages(county), collective_income(county), statements(county),
    ]  # fmt: skip


def national_export(county: County) -> Sheet:
    """导出表 of 2017–2018: one row a person of a registered household."""
    who, around = county.people, county.around
    rows = np.flatnonzero(who.is_registered[who.household])
    at = np.searchsorted(county.living.registered, who.household[rows])
    return sheet(f"{COUNTY_NAME}2018年建档立卡人口导出表.xlsx", exports.EXPORT_2018, {
        **_person(county, rows),
        "county": COUNTY_NAME,
        "size": who.size[who.household[rows]],
        "Insurance.has_serious_illness": yes(county.conditions.has_serious[rows]),
        "HouseholdStatus.exit_mark": around.exit_mark[at],
        "HouseholdStatus.exit_year": around.exit_year[at],
        "HouseholdStatus.attribute": around.attribute[at],
        "HouseholdCause.main_cause": around.main_cause[at],
        "Dwelling.is_dangerous": around.is_dangerous[at],
        "HouseholdServices.water_is_safe": around.water_is_safe[at],
        "HouseholdServices.water_is_hard_to_get": around.water_is_hard[at],
        "StatedIncome.per_head": around.stated_income[at],
        "HouseholdProfile.phone": around.phone[at],
        "other_causes": around.other_causes[at],
    })  # fmt: skip


def roster(county: County) -> Sheet:
    """农户名册: everybody else."""
    who, how = county.people, county.conditions
    rows = np.flatnonzero(~who.is_registered[who.household])
    return sheet(f"{COUNTY_NAME}2018年农户名册.xlsx", households.ROSTER, {
        **_person(county, rows),
        "sex": np.where(who.male[rows], "男", "女"),
        "born_on": who.born[rows].astype(object),
        "Insurance.has_medical": yes(how.has_medical[rows]),
        "is_registered": "否",
    })  # fmt: skip


def _person(county: County, rows: Numbers) -> dict[str, object]:
    who, how = county.people, county.conditions
    home = who.household[rows]
    return {
        **_place(county, who.village[home]),
        "HouseholdProfile.group_name": who.group[home],
        "household": who.household_code[home],
        "person": who.person_code[rows],
        "name": who.name[rows],
        "id_number": who.id_number[rows],
        "relation": who.relation[rows],
        "PersonIdentity.ethnicity": who.people[rows],
        "Schooling.education": how.education[rows],
        "Schooling.school_state": how.school[rows],
        "Health.health": how.health[rows],
        "Labour.capacity": how.labour[rows],
        "Labour.off_farm": how.off_farm[rows],
        "Labour.off_farm_months": np.where(how.months[rows] > 0, how.months[rows].astype(object), ""),
    }


def _place(county: County, village: Numbers) -> dict[str, Texts]:
    return {
        "township": np.array([place.township for place in county.people.villages], object)[village],
        "village": np.array([place.name for place in county.people.villages], object)[village],
    }


def _home(county: County, home: Numbers) -> dict[str, Texts]:
    who = county.people
    return {
        **_place(county, who.village[home]),
        "household": who.household_code[home],
        "head_name": who.name[who.first[home]],
    }


def insurance(county: County) -> Sheet:
    """参保: the departments' file about registered persons; pension only of those who must have it."""
    who, how = county.people, county.conditions
    rows = np.flatnonzero(who.is_registered[who.household])
    return sheet(f"{COUNTY_NAME}2018年医保养老参保.xlsx", persons.INSURANCE, {
        **_place(county, who.village[who.household[rows]]),
        "person": who.person_code[rows],
        "name": who.name[rows],
        "id_number": who.id_number[rows],
        "Insurance.has_medical": yes(how.has_medical[rows]),
        "Insurance.has_pension": np.where(how.pension_due[rows], yes(how.has_pension[rows]), ""),
    })  # fmt: skip


def exemptions(county: County) -> Sheet:
    """残疾和免学: registered persons with a disability, and which children need not attend."""
    who, how = county.people, county.conditions
    rows = np.flatnonzero(who.is_registered[who.household] & ((how.disability != "") | how.is_dropout))
    child = how.is_dropout[rows] & (how.disability[rows] != "")
    return sheet(f"{COUNTY_NAME}2018年残疾和免学.xlsx", persons.CONDITIONS, {
        **_place(county, who.village[who.household[rows]]),
        "person": who.person_code[rows],
        "name": who.name[rows],
        "id_number": who.id_number[rows],
        "Schooling.is_exempt": np.where(child, "是", np.where(how.is_dropout[rows], "否", "")).astype(object),
        "Health.disability": how.disability[rows],
    })  # fmt: skip


def dwelling(county: County) -> Sheet:
    around = county.around
    row = np.arange(len(around.grade))
    return sheet(f"{COUNTY_NAME}2018年住房饮水条件.xlsx", households.LIVING, {
        **_home(county, county.living.registered),
        "Dwelling.grade": around.grade,
        "Dwelling.floor_area": around.floor_area,
        "Dwelling.structure": around.structure,
        "Dwelling.built_year": around.built_year,
        "HouseholdServices.has_food": np.where(row % 701 == 13, "", "是"),
        "HouseholdServices.has_clothing": np.where(row % 509 == 29, "否", np.where(row % 397 == 5, "", "是")),
        "HouseholdServices.water_distance": around.water_distance,
        "HouseholdServices.has_electricity": around.has_electricity,
        "HouseholdServices.has_radio_tv": around.has_radio_tv,
        "HouseholdServices.has_road": around.has_road,
    })  # fmt: skip


def ledgers(county: County) -> list[Sheet]:
    """Incomes and costs, sales, wages, measures of 2018. A household of which all is in carries 已收齐 on its rows; one
    that had none has a row with nothing but the mark."""
    living = county.living
    return [
        _ledger(county, "收支台账", yearly.INCOME, living.income, "IncomeEntry",
                {"direction": None, "kind": None, "item": None, "amount": yuan}, living.complete["收入"]),
        _ledger(county, "产品销售台账", yearly.SALES, living.sales, "ProductSale",
                {"sold_on": None, "product": None, "quantity": None, "quantity_unit": None, "amount": yuan,
                 "buyer": None, "is_verified": None}, living.complete["销售"]),
        _ledger(county, "务工收入台账", yearly.WAGES, living.wages, "WageEntry",
                {"worker": None, "place": None, "months": None, "amount": yuan, "is_verified": None},
                living.complete["务工"]),
        _ledger(county, "帮扶措施台账", yearly.MEASURES, county.around.measures, "MeasureReceived",
                {"received_on": None, "category": None, "item": None, "amount": None, "fund": None},
                np.full(len(living.registered), "是", object)),
    ]  # fmt: skip


def _ledger(county, title, layout, rows, model, fields, marks) -> Sheet:
    registered = county.living.registered
    marked = np.zeros(len(county.people.size), bool)
    marked[registered] = marks == "是"
    empty = np.setdiff1d(registered[marks == "是"], rows.household)
    home = np.concatenate((rows.household, empty))
    order = np.argsort(home, kind="stable")
    columns: dict[str, object] = {
        **_home(county, home[order]),
        "year": np.full(len(home), people.YEAR, object),
        "complete": np.where(marked[home[order]], "是", ""),
    }
    for name, turned in fields.items():
        cells = np.empty(len(home), object)
        cells[:] = ""
        cells[: len(rows)] = turned(rows.columns[name]) if turned else rows.columns[name]
        columns[f"{model}.{name}"] = cells[order]
    return sheet(
        f"{COUNTY_NAME}{people.YEAR}年{title}.xlsx", layout, columns, f"{COUNTY_NAME}建档立卡户{people.YEAR}年{title}"
    )


def pairing(county: County) -> Sheet:
    return sheet(f"{COUNTY_NAME}2018年结对帮扶.xlsx", households.PAIRING, {
        **_home(county, county.living.registered), "helper": county.around.helper, "Pairing.unit_name": county.around.unit,
    })  # fmt: skip


def villages(county: County) -> Sheet:
    every = np.arange(len(county.people.villages))
    facts = {f"VillageConditions.{name}": values for name, values in county.village_conditions.items()}
    return sheet(f"{COUNTY_NAME}2018年村情况.xlsx", places.VILLAGES, {**_place(county, every), **facts})


def collective_income(county: County) -> Sheet:
    rows, columns = county.village_income
    return sheet(f"{COUNTY_NAME}2018年村集体经济收入.xlsx", places.VILLAGE_INCOME, {
        **_place(county, np.array(rows)),
        "year": np.full(len(rows), people.YEAR, object),
        "complete": "是",
        **{f"VillageIncome.{name}": values for name, values in columns.items()},
    })  # fmt: skip


def statements(county: County) -> Sheet:
    given = dict(village_facts.COUNTY_STATEMENT)
    return sheet(f"{COUNTY_NAME}2018年县指标.xlsx", places.COUNTY, {
        "county": [COUNTY_NAME], "year": [given.pop("year")],
        **{f"CountyStatement.{name}": [value] for name, value in given.items()},
    })  # fmt: skip
