"""Rosters on pages: made from the newest run, verified by ticking, exported as they are shown, paid by files that only payers read."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import factories
from award_ground import ON, SALES, awards
from jingzhun.audit.models import Event
from jingzhun.ledger.actions.award_payment import Receipt, approve_roster, make_bank_file, settle
from jingzhun.ledger.models import AwardRoster, BankFile
from jingzhun.registry.models import Change, HouseholdProfile
from jingzhun.results.actions.evaluate import evaluate
from money_ground import booking

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data(tmp_path, settings, monkeypatch):
    settings.DATA_FOLDER = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setattr(timezone, "localdate", lambda *a: ON)


@pytest.fixture(scope="module")
def ground(standing):
    return standing(awards)


@pytest.fixture
def held(db, ground, settings, tmp_path):
    return ground(settings, tmp_path)


def as_post(post) -> Client:
    client = Client()
    client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(answer) -> str:
    return answer.content.decode()


def approve(roster) -> None:
    with booking(Change.Kind.CASE) as work:
        approve_roster(roster=roster, case="2019-00001", on=ON, work=work, approved_by="甲", approved_again_by="乙")


@pytest.mark.row("S-55")
def test_a_township_makes_a_roster_on_the_page_and_others_see_their_part(held):
    township = as_post(held.township)
    page = text(township.get(reverse("award-new")))
    assert "产业以奖代补（产品销售）" in page
    assert "6,700.00" in page
    sent = {"award": f"{held.run.pk}:{SALES}", "project": held.money.project.code}
    made = township.post(reverse("award-new"), sent, follow=True)
    page = text(made)
    assert "云岭乡2018年产业以奖代补（产品销售）名册" in page
    assert "最高 3000元 = 2,700.00 元" in page
    assert "补齐后再入册" in page
    again = township.post(reverse("award-new"), sent)
    assert again.status_code == 422
    assert "3 户已在别的名册" in text(again)
    code = AwardRoster.objects.get().subject.code
    assert "户主A1" in text(as_post(held.village).get(reverse("award", args=[code])))
    stranger = as_post(factories.post(role="village_cadre", area=factories.NEXT_VILLAGE))
    assert stranger.get(reverse("award", args=[code])).status_code == 404
    assert code not in text(stranger.get(reverse("awards")))
    assert as_post(held.finance).get(reverse("award-new")).status_code == 403


def test_after_another_evaluation_the_page_says_that_amounts_stand_or_which_do_not(held):
    roster = held.roster()
    factories.income(of=factories.household(), fen=100_000)
    here, village = reverse("award", args=[roster.subject.code]), as_post(held.village)
    assert "还没有再评估" in text(village.get(here))
    again = evaluate(area=held.run.area, as_of=held.run.as_of, by=factories.SYSTEM, pack_name=held.run.pack.name)[0]
    page = text(village.get(here))
    assert f"第 {again.pk} 次评估再算过，各户金额没有变" in page
    assert "还没有再评估" not in page


def test_ticked_lines_are_verified_and_struck_ones_stay_on_page_paper_and_workbook(held):
    roster = held.roster()
    here, verify = reverse("award", args=[roster.subject.code]), reverse("award-verify", args=[roster.subject.code])
    village, helper = as_post(held.village), as_post(held.helper)
    assert "已核实 3 户" in text(helper.post(verify, {"verdict": "all"}, follow=True))
    project = reverse("project", args=[roster.project.code])
    assert project in text(village.get(here)) and project not in text(helper.get(here)), "no link that answers 403"
    refused = village.post(verify, {"verdict": "strike", "line": ["3"]})
    assert refused.status_code == 422
    assert "没有写理由" in text(refused)
    village.post(verify, {"verdict": "right", "line": ["1", "2"]})
    page = text(village.post(verify, {"verdict": "strike", "line": ["3"], "note": "没有卖过"}, follow=True))
    assert "已剔除：没有卖过" in page
    assert "5,700.00" in page
    assert "户主A5" not in text(village.get(here + "?state=paid"))
    tally = BeautifulSoup(text(village.get(here + "?state=struck")), "lxml").select_one("#lines .jz-count").get_text()
    assert tally == "1 行，0.00 元", "the total above a list is of the rows listed"
    assert f'href="{here}#lines"' in text(village.get(here + "?state=struck")), (
        "a figure opens all its rows from a narrowed list"
    )
    book = openpyxl.load_workbook(io.BytesIO(village.get(reverse("award-export", args=[roster.subject.code])).content))
    cells = [[cell.value for cell in row] for row in book.active.iter_rows()]
    head = next(row for row in cells if row[0] == "序号")
    assert head[-2:] == ["领款人签字", "备注"]
    assert [row[7] for row in cells if row[0] in (1, 2, 3)] == [2700, 3000, None]
    assert next(row for row in cells if row[1] == "合计")[7] == 5700
    paper = village.get(reverse("award-print", args=[roster.subject.code]))
    assert paper.content.startswith(b"%PDF")
    line = text(village.get(reverse("award-line", args=[roster.subject.code, 1])))
    assert "销售记录 1 项，已核实" in line


def test_a_bank_file_has_whole_numbers_for_payers_only_and_every_reading_is_logged(held):
    roster = held.roster()
    finance = as_post(held.finance)
    assert "名册批准以后才能代发" in text(finance.get(reverse("award", args=[roster.subject.code])))
    approve(roster)
    page = text(finance.post(reverse("award-bank-make", args=[roster.subject.code]), follow=True))
    assert "2 笔，1 户没有账号没有列入" in page
    file = BankFile.objects.get()
    answer = finance.get(reverse("award-bank-file", args=[file.number, "csv"]))
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "演示数据"
    assert lines[2] == f"1,户主A1,6217001234567890,农村信用社,2700.00,{file.number}-0001"
    book = openpyxl.load_workbook(
        io.BytesIO(finance.get(reverse("award-bank-file", args=[file.number, "xlsx"])).content)
    )
    assert [cell.value for cell in list(book.active.iter_rows())[-1]][2] == "6217001234567891"
    assert Event.objects.filter(action="award.bank_file_read", subject_code=file.number).count() == 2
    assert not any("6217001234567890" in str(event.details) for event in Event.objects.all())
    assert as_post(held.township).get(reverse("award-bank-file", args=[file.number, "csv"])).status_code == 403
    other = factories.post(role="finance", area=factories.NEXT_TOWNSHIP)
    assert as_post(other).get(reverse("award-bank-file", args=[file.number, "csv"])).status_code == 404


def test_what_a_village_types_of_an_account_is_no_formula_for_finance(held):
    HouseholdProfile.objects.filter(bank_account__isnull=False).update(
        bank_name='=HYPERLINK("http://a.example","农信社")'
    )
    roster = held.roster()
    approve(roster)
    file = make_bank_file(roster=roster, post=held.finance, on=ON)
    answer = as_post(held.finance).get(reverse("award-bank-file", args=[file.number, "csv"]))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row[3][:2] for row in rows if row[0] in ("1", "2")} == {"'="}


def test_the_list_counts_households_and_money_paid(held):
    roster = held.roster()
    approve(roster)
    row = make_bank_file(roster=roster, post=held.finance, on=ON).lines.first()
    with booking() as work:
        settle(receipts=[Receipt(row.reference, "paid", row.line.amount, "LS1", "", ON)], work=work)
    page = text(as_post(held.county).get(reverse("awards")))
    assert "6,700.00 元，已兑付 2,700.00 元" in page
    assert "兑付中" in page
    book = openpyxl.load_workbook(io.BytesIO(as_post(held.county).get(reverse("awards-export")).content))
    assert [cell.value for cell in list(book.active.iter_rows())[-1]][3:8] == ["2018", 3, 6700, 1, 2700]


def test_a_household_page_says_who_gave_what_from_which_money(held):
    roster = held.roster()
    approve(roster)
    row = make_bank_file(roster=roster, post=held.finance, on=ON).lines.first()
    with booking() as work:
        settle(receipts=[Receipt(row.reference, "paid", row.line.amount, "LS1", "", ON)], work=work)
    village = as_post(held.village)
    page = text(village.get(reverse("household", args=["A1"]) + f"?as_of={ON}"))
    assert "ZB-1 示例专项资金" in page
    assert "合计 2,700.00 元" in page
    assert "项目库计划资金" in text(as_post(held.finance).get(reverse("home")))
    assert "在册，未兑付" in text(village.get(reverse("household", args=["A5"]) + f"?as_of={ON}"))
    assert "谁给的、哪笔钱" not in text(
        as_post(factories.post(role="department", department="教育局")).get(reverse("household", args=["A1"]))
    )
