"""What the commands of this app share: the office's area and days as typed."""

from __future__ import annotations

import argparse
from datetime import date, datetime

from django.utils import timezone

from jingzhun.accounts import local_day
from jingzhun.accounts.models import Office
from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode
from jingzhun.core.errors import Problem


class UnableToFindOffice(Problem):
    code = "F-011"
    says = "{why}"
    remedy = "请先运行 init --area 建库，或用 --area 写明库里有的区划代码"


def day(text: str) -> date:
    """A day as typed: 年-月-日."""
    try:
        return date.fromisoformat(text)
    except ValueError as cause:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，请写成 年-月-日，例如 2018-12-31") from cause


def office_area(code: str) -> Area:
    """The area of ``code``, or the office's own."""
    if code:
        area = Area.objects.filter(pk=AreaCode.parse(code).padded).first()
        if area is None:
            raise UnableToFindOffice(why=f"库里没有区划 {code}")
        return area
    office = Office.objects.select_related("area").first()
    if office is None:
        raise UnableToFindOffice(why="库里还没有本单位")
    return office.area


def office_day(on: date | None) -> date:
    """The day asked for, else the day on which the office's pages open, else today."""
    office = Office.objects.first()
    return on or (office.opens_on if office and office.opens_on else timezone.localdate())


def known_moment(on: date | None) -> datetime | None:
    """The end of a day in local time; None (now) for today and later."""
    if on is None or on >= timezone.localdate():
        return None
    return local_day.ends(on)
