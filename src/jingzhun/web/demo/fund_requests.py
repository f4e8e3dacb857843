"""The demo's education fund: its two purposes, and two requests, one that waits for the township, one on its notice. All invented."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from jingzhun.accounts.models import Post
from jingzhun.casework.actions.case import open_case
from jingzhun.casework.actions.fund_request import sending
from jingzhun.ledger.actions.fund_purpose import set_purpose
from jingzhun.ledger.actions.fund_request import Asking, open_requests
from jingzhun.ledger.models import Fund, FundPurpose
from jingzhun.registry.models import Household, Subject

from .claims import demo_writing, pass_step
from .society_files import SCHOOL

_CLAUSE = "救助基金管理办法（演示数据，未核实）"


def open_demo_fund_requests(*, today: date) -> list[str]:
    """Returns a line about the requests."""
    posts = {each.official.sign_in_name: each for each in Post.objects.select_related("official", "area")}
    fund = Fund.objects.select_related("subject").get(subject__code=SCHOOL)
    with demo_writing(posts["caizheng"], _CLAUSE) as work:
        given = {"fund": fund, "since": date(2018, 1, 10), "clause": _CLAUSE, "work": work}
        grown = set_purpose(
            title="大学新生资助", serves="household", per="year", most=500_000, is_noticed=True, **given
        )
        school = set_purpose(title="学校助学金", serves="unit", per="term", is_noticed=False, **given)
    village = posts["cun"]
    home = (
        Household.objects.filter(subject__area_id=village.area_id)
        .in_register(today)
        .select_related("subject")
        .order_by("subject__code")
        .first()
    )
    if home is None:
        return ["  基金申请 0 份：村里没有建档立卡户"]
    on = today - timedelta(days=6)
    _send(
        posts,
        grown,
        home.subject,
        "考上大学的学费（演示数据）",
        300_000,
        str(on.year),
        "",
        on,
        ("cun", "xiang", "xian"),
    )
    _send(
        posts,
        school,
        None,
        "寄宿生生活补助（演示数据）",
        1_200_000,
        f"{on.year}春",
        "红坡村完小（演示数据）",
        on,
        ("cun",),
    )
    return ["  基金申请 2 份：1 份在公示，1 份等乡镇审核"]


def _send(
    posts: Mapping[str, Post], purpose: FundPurpose, home: Subject | None, title: str, amount: int, period: str, payee: str, on: date,
    steps: tuple[str, ...],
) -> None:  # fmt: skip
    """Written, sent up, and passed by the posts of ``steps``, a day each."""
    village = posts["cun"]
    given = Asking(
        purpose=purpose, area=village.area_id, period=period, title=title, amount=amount, applied_on=on, household=home, payee=payee
    )  # fmt: skip
    with demo_writing(village, "写基金申请（演示数据）") as work:
        (asked,) = open_requests(askings=[given], today=on, work=work)
    offer = sending(asked, village, on).offer
    assert offer is not None
    case = open_case(
        offer=offer, subject=asked.subject, post=village, by=village.official, origin=offer.procedure.sources[0], reason=title, on=on
    )  # fmt: skip
    for number, name in enumerate(steps):
        pass_step(case, posts[name], on + timedelta(days=number))
