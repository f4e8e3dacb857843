"""The library of 2018 as report 000 prints it, built through the ledger's action; what it does not print is invented.

19 collective projects 1126 + 443, 18 clinics (16 at 30 + 20, 2 at 10), 5 trainings 364, 2 kindergartens 401, 3 settlements
916, 5 rooms 1019, 26 roads in 23 villages 16361.74, amounts in 万元.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import factories
from jingzhun.areas.models import Area
from jingzhun.core.area_code import Level
from jingzhun.core.money import parse_fen
from jingzhun.ledger.actions.project import ProjectRow, put_projects

SINCE = date(2018, 3, 1)


def fill_library(*, extra: tuple[ProjectRow, ...] = ()) -> None:
    """All 78 projects; villages are the first of the county in the order of their codes."""
    villages = list(Area.objects.filter(level=Level.VILLAGE, code__startswith="533422").values_list("code", flat=True))
    change = factories.change(source="德钦县2018年度项目库.xlsx")
    put_projects(rows=[*_rows(villages), *extra], since=SINCE, change=change, by=factories.SYSTEM)


def _rows(villages: list[str]) -> list[ProjectRow]:
    rows: list[ProjectRow] = []

    def add(category: str, place: str, /, construction: str = "new", **given: object) -> None:
        money = {source: parse_fen(amount, unit="万元") for source, amount in given.pop("money").items()}
        code = f"XM{len(rows) + 1:03}"
        rows.append(
            ProjectRow(
                code=code, area=place, name=f"项目{code}", category=category, year=2018, construction=construction, stage="finished",
                funding=money, sites=(place,) if place != factories.COUNTY else (), **given,
            )
        )  # fmt: skip

    for number, amount in enumerate(_split("1126", 8)):
        add("01", villages[number], money={"shanghai": amount})
    for number, amount in enumerate(_split("443", 11)):
        add("01", villages[number + 8], money={"poverty": amount})
    for number in range(16):
        households = 4400 - 15 * 250 if number == 0 else 250
        add(
            "02", villages[number], money={"shanghai": "30", "integrated": "20"}, scale=Decimal(120), scale_unit="平方米",
            households=households, persons=20000 - 15 * 1100 if number == 0 else 1100,
        )  # fmt: skip
    add("02", villages[16], construction="repair", money={"shanghai": "10"}, households=50, persons=240)
    add("02", villages[17], construction="repair", money={"shanghai": "10"}, households=45, persons=202)
    for amount in _split("364", 5):
        add("03", factories.COUNTY, construction="service", money={"poverty": amount})
    for number, amount in enumerate(("205", "196")):
        add("04", villages[number], money={"shanghai": amount})
    for number, amount in enumerate(_split("916", 3)):
        add("05", villages[number], money={"poverty": amount})
    for number, amount in enumerate(_split("1019", 5)):
        add("06", villages[number * 8], money={"shanghai": amount}, scale=Decimal(516), scale_unit="平方米")
    for number, amount in enumerate(_split("16361.74", 26)):
        area = Decimal(400863 - 25 * 15000 if number == 0 else 15000)
        add("07", villages[number % 23], money={"poverty": amount}, scale=area, scale_unit="平方米")
    return rows


def _split(total: str, parts: int) -> list[str]:
    """``total`` (万元) in ``parts`` amounts of two decimals that add up to it."""
    whole = Decimal(total)
    each = (whole / parts).quantize(Decimal("0.01"))
    return [str(each)] * (parts - 1) + [str(whole - each * (parts - 1))]
