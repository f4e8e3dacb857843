"""Instalments of a project: 334 and 4:5:1 from their packs, opened by their conditions, held by the database itself."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.urls import reverse

import factories
from case_ground import PDF
from claim_ground import invoice, opened
from guards_in_store import assert_guarded
from jingzhun.accounts.models import Official
from jingzhun.audit.actor import Actor
from jingzhun.core.area_code import AreaCode
from jingzhun.ledger.actions.claim import UnableToClaim
from jingzhun.ledger.actions.movement import UnableToMove, post
from jingzhun.ledger.actions.movement import reverse as reverse_movements
from jingzhun.ledger.actions.tranche import (
    Choice,
    Stated,
    UnableToChooseTranches,
    UnableToOpenTranche,
    amounts,
    choose_tranches,
    confirm_opening,
    decline_opening,
    propose_opening,
)
from jingzhun.ledger.models import Claim, ProjectMilestone, ProjectProgress, Tranche, TrancheOpening, TranchePlan
from jingzhun.ledger.tranche import standing_of
from jingzhun.ledger.tranche_guards import TRANCHE_GUARDS
from jingzhun.ledger.tranche_offers import tranche_offers
from jingzhun.policy.actions.packs import store
from jingzhun.policy.packs import SHIPPED, read_folder
from jingzhun.registry.actions.writing import writing
from jingzhun.registry.models import Change
from money_ground import DAY, booking, money

pytestmark = pytest.mark.django_db
MILLION = 100_0000_00


def offer(pack: str):
    store(files=read_folder(SHIPPED / pack), by=factories.SYSTEM, is_shipped=True)
    return next(each for each in tranche_offers(AreaCode.parse(factories.COUNTY), DAY) if each.pack.name == pack)


def chosen(held, pack: str, base: int = MILLION, retained: int = 0, on: date = DAY) -> TranchePlan:
    found = offer(pack)
    choice = Choice(pack, found.template.code, found.template.title, found.template.flow, base, found.parts(retained))
    with booking() as work:
        return choose_tranches(project=held.project, choice=choice, on=on, work=work)


@contextmanager
def by(person: Official):
    with writing(kind=Change.Kind.PAGE, by=Actor(person.pk, person.name), source="测试") as work:
        yield work


def propose(
    plan: TranchePlan, number: int, person: Official, on: date = DAY, basis: str = "监理表", **stated
) -> TrancheOpening:
    with by(person) as work:
        tranche = plan.tranches.get(number=number)
        return propose_opening(tranche=tranche, on=on, stated=Stated(basis, **stated), work=work)


def unlock(plan: TranchePlan, number: int, on: date = DAY, basis: str = "监理表", **stated) -> Tranche:
    """Proposed by one person, confirmed by another."""
    opening = propose(plan, number, factories.official(name="提出人"), on, basis, **stated)
    with by(factories.official(name="确认人")) as work:
        return confirm_opening(opening=opening, on=on, work=work)


@pytest.fixture
def held():
    factories.county()
    made = money()
    made.book(assign=2_000_000, arrive=2_000_000)
    return made


@pytest.mark.row("S-33")
def test_a_million_is_disbursed_30_30_40(held):
    plan = chosen(held, "lueyang/tranches-2015")
    assert [line.amount for line in standing_of(plan, on=DAY).lines] == [30_0000_00, 30_0000_00, 40_0000_00]
    assert [line.share for line in standing_of(plan, on=DAY).lines] == ["30%", "30%", "40%"]
    with pytest.raises(UnableToMove, match="拨付超过已打开各笔的累计份额"):
        held.book(allocate=1)
    unlock(plan, 1)
    held.book(allocate=300_000)
    with pytest.raises(UnableToMove, match="拨付超过已打开各笔的累计份额"):
        held.book(allocate=1)
    unlock(plan, 2, progress=5_000)
    held.book(allocate=300_000)
    unlock(plan, 3, met_on=DAY)
    held.book(allocate=400_000)
    with pytest.raises(UnableToMove, match="累计份额"):
        held.book(allocate=1)
    standing = standing_of(plan, on=DAY)
    assert (standing.opened, standing.used, standing.free) == (MILLION, MILLION, 0)


def test_reversing_a_call_back_pays_no_more_than_is_opened(held):
    unlock(chosen(held, "lueyang/tranches-2015"), 1)
    held.book(allocate=300_000)
    back = held.book(call_back=100_000)
    held.book(allocate=100_000)
    with pytest.raises(UnableToMove, match="拨付超过已打开各笔的累计份额"), booking() as work:
        reverse_movements(back, on=DAY, why="记错", work=work)


def test_cents_are_never_ahead_of_their_share_and_none_is_lost(held):
    plan = chosen(held, "lueyang/tranches-2015", base=100_01)
    found = amounts(plan, [3_000, 3_000, 4_000])
    assert found == [30_00, 30_00, 40_01]
    unlock(plan, 1)
    with booking() as work:
        post([held.order("allocate", 30)], work=work)
        with pytest.raises(UnableToMove, match="累计份额"), transaction.atomic():
            post([held.order("allocate", 1)], work=work)


@pytest.mark.row("S-33")
@pytest.mark.parametrize(
    ("number", "stated", "why"),
    [
        (2, {"progress": 9_000}, "第 1 笔 启动还没有打开"),
        (1, {"basis": " "}, "没有写依据"),
    ],
)
def test_an_instalment_waits_for_the_one_before_and_for_its_basis(held, number, stated, why):
    plan = chosen(held, "lueyang/tranches-2015")
    with pytest.raises(UnableToOpenTranche, match=why):
        unlock(plan, number, **stated)


@pytest.mark.row("S-33")
def test_progress_and_acceptance_are_those_recorded_of_the_project(held):
    plan = chosen(held, "lueyang/tranches-2015")
    unlock(plan, 1)
    with pytest.raises(UnableToOpenTranche, match="要进度达到 50%，还没有登记进度"):
        unlock(plan, 2)
    known = factories.known(factories.change())
    ProjectProgress.objects.create(subject=held.project, since=DAY, percent="49.99", **known)
    with pytest.raises(UnableToOpenTranche, match=r"要进度达到 50%，现在 49\.99%"):
        unlock(plan, 2, progress=10_000)
    later = DAY + timedelta(days=30)
    ProjectProgress.objects.create(subject=held.project, since=later, percent="50.00", **known)
    unlock(plan, 2, on=later)
    with pytest.raises(UnableToOpenTranche, match="要验收，还没有登记验收日期"):
        unlock(plan, 3, on=later)
    ProjectMilestone.objects.create(subject=held.project, since=later, step="acceptance", done_on=later, **known)
    assert standing_of(plan, on=later).next.why == ""
    assert unlock(plan, 3, on=later).met_on == later


@pytest.mark.row("S-33")
def test_the_retention_of_451_opens_on_the_day_the_warranty_ends(held):
    with pytest.raises(ValueError, match="质保金 11% 超过上限 10%"):
        offer("chongqing/tranches-2010").parts(1_100)
    plan = chosen(held, "chongqing/tranches-2010", retained=500)
    assert [line.share for line in standing_of(plan, on=DAY).lines] == ["40%", "50%", "5%", "5%"]
    unlock(plan, 1)
    unlock(plan, 2, met_on=DAY)
    with pytest.raises(UnableToOpenTranche, match=r"验收后满 1 年才能退|还没有打开"):
        unlock(plan, 4)
    unlock(plan, 3, met_on=DAY)
    assert standing_of(plan, on=DAY).next.why == "质保期未满，2019-03-01 起可以退"
    with pytest.raises(UnableToOpenTranche, match="质保期未满，2019-03-01 起可以退"):
        unlock(plan, 4, on=date(2019, 2, 28))
    assert unlock(plan, 4, on=date(2019, 3, 1)).opened_on == date(2019, 3, 1)


@pytest.mark.row("S-33")
def test_a_claim_beyond_the_opened_instalments_is_refused_with_the_next_condition(held):
    held.book(allocate=1_000_000)
    plan = chosen(held, "chongqing/tranches-2010", base=1_000_00)
    unlock(plan, 1)
    opened(held, 300, invoices=(invoice("1", 300),))
    with pytest.raises(
        UnableToClaim,
        match=r"已打开 400.00 元，已报账 0.00 元；第 2 笔 基本完工：要完工，还没有登记完工日期，在办报账单占 300.00 元",
    ):
        opened(held, 200, invoices=(invoice("2", 200),))
    with pytest.raises(UnableToMove, match="报账超过已打开各笔的累计份额"):
        held.book(claim=401)
    held.book(claim=400)


def test_instalments_are_chosen_once_and_make_the_whole(held):
    plan = chosen(held, "lueyang/tranches-2015")
    with pytest.raises(UnableToChooseTranches, match="已经选定"):
        chosen(held, "lueyang/tranches-2015")
    assert plan.tranches.count() == 3


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE ledger_trancheplan SET base = base * 2", "选定后不能改写"),
        ("UPDATE ledger_tranche SET share = 9000 WHERE number = 1", "份额和条件不能改"),
        (
            "UPDATE ledger_tranche SET opened_on = '2018-03-01', basis = 'x', met_on = '2018-03-01' WHERE number = 3",
            "前面一笔还没有打开",
        ),
        (
            "UPDATE ledger_tranche SET opened_on = '2018-03-01', basis = 'x', progress = 10 WHERE number = 2",
            "ledger_tranche_opened|前面一笔|没有另一人的确认",
        ),
        ("UPDATE ledger_tranche SET opened_on = '2018-03-01' WHERE number = 1", "没有另一人的确认"),
        ("UPDATE ledger_tranche SET opened_on = '2018-03-01', basis = 'x' WHERE number = 1", "没有另一人的确认"),
        ("DELETE FROM ledger_tranche", "不能改写或删除"),
        ("DELETE FROM ledger_trancheplan", "不能改写或删除"),
    ],
)
def test_the_database_keeps_instalments(held, statement, said):
    chosen(held, "lueyang/tranches-2015")
    with pytest.raises((IntegrityError, DatabaseError)) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert any(part in str(caught.value) for part in said.split("|"))


def test_the_database_has_the_guards_of_instalments(db):
    assert_guarded(TRANCHE_GUARDS)


def test_who_proposed_an_opening_cannot_confirm_it(held):
    plan, person = chosen(held, "lueyang/tranches-2015"), factories.official(name="会计甲")
    opening = propose(plan, 1, person)
    with by(person) as work, pytest.raises(UnableToOpenTranche, match="是会计甲提出的，要由另一人确认"):
        confirm_opening(opening=opening, on=DAY, work=work)
    with pytest.raises(UnableToOpenTranche, match="会计甲 2018-03-01 已经提出，等另一人确认"):
        propose(plan, 1, factories.official())
    with pytest.raises(UnableToMove, match="拨付超过已打开各笔的累计份额"):
        held.book(allocate=1)
    assert standing_of(plan, on=DAY).said.endswith("第 1 笔 启动：已经提出，等另一人确认")
    with by(factories.official()) as work:
        confirm_opening(opening=opening, on=DAY, work=work)
    held.book(allocate=300_000)


def test_a_proposal_sent_back_stays_and_another_may_follow(held):
    plan = chosen(held, "lueyang/tranches-2015")
    opening = propose(plan, 1, factories.official())
    with by(factories.official()) as work:
        with pytest.raises(UnableToOpenTranche, match="没有写退回理由"):
            decline_opening(opening=opening, on=DAY, why=" ", work=work)
        decline_opening(opening=opening, on=DAY, why="开工令没有盖章", work=work)
        with pytest.raises(UnableToOpenTranche, match="2018-03-01 已退回"):
            confirm_opening(opening=opening, on=DAY, work=work)
    unlock(plan, 1)
    assert list(TrancheOpening.objects.values_list("outcome", "note")) == [
        ("declined", "开工令没有盖章"), ("confirmed", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (
            "UPDATE ledger_trancheopening SET outcome = 'confirmed', decided_on = proposed_on, decided_by_id = proposed_by_id, "
            "decided_change_id = proposed_change_id",
            "ledger_trancheopening_two_people",
        ),
        (
            "UPDATE ledger_trancheopening SET outcome = 'confirmed', decided_on = proposed_on, decided_by_id = {other}, "
            "decided_change_id = proposed_change_id",
            "确认人不是这次写入的人",
        ),
        ("UPDATE ledger_trancheopening SET basis = 'x'", "提出的内容不能改"),
        ("DELETE FROM ledger_trancheopening", "不能删除"),
    ],
)
def test_the_database_keeps_proposals_and_their_two_people(held, statement, said):
    plan = chosen(held, "lueyang/tranches-2015")
    propose(plan, 1, factories.official())
    other = factories.official().pk
    with pytest.raises((IntegrityError, DatabaseError)) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(other=other))
    assert said in str(caught.value)


def test_a_claim_names_an_opened_instalment(held):
    held.book(allocate=1_000_000)
    with pytest.raises(UnableToClaim, match="没有选定分笔"):
        opened(held, 100, tranche=1, invoices=(invoice("1", 100),))
    plan = chosen(held, "chongqing/tranches-2010", base=1_000_00)
    unlock(plan, 1)
    with pytest.raises(UnableToClaim, match="第 2 笔 基本完工还没有打开"):
        opened(held, 100, tranche=2, invoices=(invoice("1", 100),))
    assert opened(held, 100, tranche=1, invoices=(invoice("1", 100),)).tranche == 1


def sign_in(client, role="finance", area=factories.COUNTY, name="格桑"):
    made = factories.post(role=role, area=area, by=factories.official(name=name))
    client.force_login(made.official, backend="django.contrib.auth.backends.ModelBackend")
    return made


@pytest.fixture
def june(clock, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    clock(date(2018, 6, 1))


def test_finance_chooses_and_two_of_it_open_on_the_page(held, client, june):
    offer("lueyang/tranches-2015")
    first = sign_in(client, name="会计甲")
    at, code = reverse("tranches", args=[held.project.code]), held.project.code
    assert "外地做法" in client.get(at).content.decode()
    key = "lueyang/tranches-2015:three_three_four"
    wrong = client.post(reverse("tranches-choose", args=[code]), {"template": key, "base": "100", "retained": "5"})
    assert wrong.status_code == 422 and "质保金 5% 超过上限 0%" in wrong.content.decode()
    assert client.post(reverse("tranches-choose", args=[code]), {"template": key, "base": "100"}).status_code == 302
    page = client.get(at).content.decode()
    assert "300,000.00" in page and "400,000.00" in page and "第 1 笔 启动还没有打开" in page
    sent = {"basis": "开工令1号", "file": SimpleUploadedFile("开工令.pdf", PDF)}
    assert client.post(reverse("tranche-propose", args=[code, 1]), sent).status_code == 302
    page = client.get(at).content.decode()
    assert "会计甲" in page and "是你提出的，要由另一人确认" in page
    paper = client.get(reverse("tranche-paper", args=[code, TrancheOpening.objects.get().pk]))
    assert paper.content == PDF
    own = client.post(reverse("tranche-decide", args=[code, 1]), {"decision": "confirm"})
    assert own.status_code == 422 and "要由另一人确认" in own.content.decode()
    assert not Tranche.objects.filter(opened_on__isnull=False).exists()
    sign_in(client, area=factories.TOWNSHIP)
    below = client.post(reverse("tranche-decide", args=[code, 1]), {"decision": "confirm"})
    assert below.status_code == 422 and "由县财政确认" in below.content.decode()
    sign_in(client, name="会计乙")
    assert "等另一人确认" in client.get(reverse("tranche-list")).content.decode()
    assert client.post(reverse("tranche-decide", args=[code, 1]), {"decision": "confirm"}).status_code == 302
    refused = client.post(reverse("tranche-propose", args=[code, 2]), {"basis": "监理表", "progress": "40"})
    assert refused.status_code == 422 and "要进度达到 50%，现在 40%" in refused.content.decode()
    again = client.post(reverse("tranche-decide", args=[code, 1]), {"decision": "confirm"})
    assert again.status_code == 422 and "没有等确认的提出" in again.content.decode()
    assert first.official_id == TrancheOpening.objects.get().proposed_by_id


def test_the_claim_page_offers_opened_instalments_only(held, client, june):
    held.book(allocate=1_000_000)
    plan = chosen(held, "chongqing/tranches-2010", base=1_000_00)
    unlock(plan, 1)
    sign_in(client, role="township_reviewer", area=factories.TOWNSHIP)
    place = f"{held.project.pk}:云岭乡人民政府"
    page = client.get(reverse("claim-new"), {"place": place}).content.decode()
    assert "第 1 笔" in page and "第 2 笔" not in page
    line = {"line-TOTAL_FORMS": 1, "line-INITIAL_FORMS": 0, "line-0-item": "水泥", "line-0-seller": "示例建材", "line-0-number": "7",
            "line-0-issued_on": "2018-04-01", "line-0-amount": "100"}  # fmt: skip
    sent = {"place": place, "title": "进度款", "payee": "施工队", "amount": "100", "applied_on": "2018-05-01", **line}
    for wrong in ({}, {"tranche": "2"}):
        refused = client.post(reverse("claim-new"), sent | wrong)
        assert refused.status_code == 422
    assert "只能选已打开的一笔" in refused.content.decode()
    assert client.post(reverse("claim-new"), sent | {"tranche": "1"}).status_code == 302
    assert Claim.objects.get(title="进度款", change__kind="page").tranche == 1
