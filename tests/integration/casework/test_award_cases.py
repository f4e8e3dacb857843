"""An award roster goes to the bank only after helper, village and township verified it, a notice ran out and two approved it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

import factories
from award_ground import ON, awards
from jingzhun.casework.actions.case import open_case
from jingzhun.casework.actions.decision import UnableToDecide, decide
from jingzhun.casework.candidates import candidates
from jingzhun.casework.guards import AWARD_NOTICE_GUARDS
from jingzhun.casework.hindrances import hindrances
from jingzhun.casework.models import NoticedAward, NoticeEntry
from jingzhun.casework.notice_sheet import read_sheet
from jingzhun.casework.procedures import offered
from jingzhun.core.area_code import AreaCode
from jingzhun.ledger.actions.award_check import verify
from jingzhun.ledger.models import Account, AwardApproval
from jingzhun.ledger.reconcile import identities
from jingzhun.policy.actions.packs import store
from jingzhun.policy.packs import SHIPPED, read_folder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data(tmp_path, settings):
    settings.DATA_FOLDER = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"


def offer():
    store(files=read_folder(SHIPPED / "deqin/award-procedure-2018"), by=factories.SYSTEM, is_shipped=True)
    return next(o for o in offered(area=AreaCode.parse(factories.COUNTY), day=ON) if o.procedure.code == "award_roster")


@pytest.mark.row("S-55", "S-53")
def test_a_roster_is_verified_noticed_and_approved_by_two_and_then_its_money_is_reserved():
    held = awards()
    roster = held.roster()
    given = offer()
    pool = candidates(given, held.township, picked=[], sought="", today=ON)
    assert [(row.code, row.cells[2:]) for row in pool.rows] == [(roster.subject.code, ("3 户", "6,700.00 元"))]
    case = open_case(
        offer=given, subject=roster.subject, post=held.township, by=held.township.official, origin="造册送审", reason="2018年奖补", on=ON
    )  # fmt: skip

    def go(post, on):
        case.refresh_from_db()
        decide(cases=[case], outcome="pass", post=post, by=post.official, on=on)
        case.refresh_from_db()

    go(held.township, ON)
    with pytest.raises(UnableToDecide, match="还有 3 户挂包干部没有核实；还有 3 户村组干部没有核实"):
        go(held.reviewer, ON)
    lines = list(roster.lines.all())
    verify(lines=lines, is_right=True, post=held.helper, by=held.helper.official, on=ON)
    verify(lines=lines[:2], is_right=True, post=held.village, by=held.village.official, on=ON)
    verify(lines=lines[2:], is_right=False, post=held.village, by=held.village.official, on=ON, note="没有卖过")
    assert hindrances(case, today=ON) == []
    with pytest.raises(UnableToDecide, match="要由另一人办"):
        go(held.township, ON)
    go(held.reviewer, ON)
    assert [(row.village, row.shown_name, row.amount) for row in NoticedAward.objects.all()] == [
        ("红坡村", "户主*1", 270_000), ("红坡村", "户主*2", 300_000),
    ]  # fmt: skip
    entry = case.entries.get()
    sheet = read_sheet(entry.notice, entries=entry.notice.entries.all(), office="")
    assert sheet.rows[0] == ("1", "红坡村", "—", "户主*1", "2,700.00")
    with pytest.raises(UnableToDecide, match="公示未满"):
        go(held.county, ON + timedelta(days=3))
    later = ON + timedelta(days=9)
    go(held.county, later)
    go(held.finance, later)
    approval = AwardApproval.objects.get(roster=roster)
    assert approval.case == case.number
    names = (held.county.official, held.finance.official)
    assert (approval.approved_by, approval.approved_again_by) == tuple(f"{o.name}（{o.sign_in_name}）" for o in names)
    assert approval.approved_by != approval.approved_again_by
    assert Account.objects.get(kind="claimed").balance == 570_000
    assert all(each.holds for each in identities())
    lines_stay_on_the_notice(entry, later)


def lines_stay_on_the_notice(entry, later):
    """Past the actions: a line is neither rewritten nor taken away, and none is added once the notice is down."""
    rows = NoticedAward.objects.filter(entry=entry)
    for write in (
        lambda: rows.update(amount=1),
        lambda: rows.update(shown_name="别人"),
        lambda: rows._raw_delete(rows.db),
    ):
        with pytest.raises((IntegrityError, DatabaseError), match="不能改写或删除"), transaction.atomic():
            write()
    assert list(rows.values_list("number", "amount")) == [(1, 270_000), (2, 300_000)]
    NoticeEntry.objects.filter(pk=entry.pk).update(withdrawn_on=later)
    with pytest.raises((IntegrityError, DatabaseError), match="公示已经撤下"), transaction.atomic():
        NoticedAward.objects.create(entry=entry, number=9, village="红坡村", shown_name="户主*9", amount=100)
    assert len({guard.name for guard in AWARD_NOTICE_GUARDS}) == 3
