"""An award roster in a real browser: made, verified by three, noticed, approved by two, paid through the bank, what came back paid again."""

from __future__ import annotations

import csv
from datetime import timedelta

import pytest

import factories
from award_ground import ON, SALES, awards, seller
from jingzhun.casework.models import Case
from jingzhun.ingest import jobs
from jingzhun.ingest.models import Upload
from jingzhun.ledger.models import Account, AwardLine, AwardRoster, BankFile
from jingzhun.policy.actions.packs import store
from jingzhun.policy.packs import SHIPPED, read_folder
from jingzhun.registry import personal
from jingzhun.registry.models import HouseholdProfile, Pairing
from sheets import xlsx

pytestmark = pytest.mark.django_db(transaction=True)
AFTER_NOTICE = ON + timedelta(days=10)
HEADS = ("附言", "户名", "金额（元）", "交易结果", "失败原因", "银行流水号", "交易日期")


@pytest.fixture
def held(transactional_db, client, settings, tmp_path, clock):
    settings.DATA_FOLDER = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    clock(ON)
    store(files=read_folder(SHIPPED / "deqin/award-procedure-2018"), by=factories.SYSTEM, is_shipped=True)
    client.get("/")  # all addresses are imported before the browser waits for one

    def sellers() -> None:
        seller("A1", 900_000, account="6217001234567890")
        seller("A2", 2_000_000, account="6217001234567891")

    made = awards(build=sellers)
    known = factories.known(factories.change())
    for home in HouseholdProfile.objects.values_list("subject", flat=True):
        Pairing.objects.create(subject_id=home, since=ON.replace(year=2018), helper=made.helper.official, **known)
    return made


def receipts(page, live, finance, tmp_path, rows) -> None:
    """The bank's receipt as a file on the page of imports."""
    path = tmp_path / "回单.xlsx"
    path.write_bytes(xlsx(HEADS, [dict(zip(HEADS, row, strict=True)) for row in rows]))
    page.goto(f"{live}/imports/")
    page.set_input_files("input[type=file]", str(path))
    page.locator("text=上传并核对").click()
    page.locator("text=正在进行").wait_for()
    upload = Upload.objects.latest("pk")
    jobs.check_upload.func(upload.pk, finance.pk)
    page.locator(f"text=写入 {len(rows)} 行").click()
    page.locator("text=正在进行").wait_for()
    jobs.write_upload.func(upload.pk, finance.pk)
    page.locator("text=撤销这次导入").wait_for()


def decide(page, live, enter, post) -> None:
    enter(page, post)
    page.goto(f"{live}/cases/{Case.objects.get().number}/")
    page.locator("button.btn-primary", has_text="通过").click()
    page.locator("text=已通过").wait_for()


def bank_file(page, live, roster, tmp_path, number: int) -> list[list[str]]:
    """The file that goes to the bank: made and downloaded; its rows of payments."""
    page.goto(f"{live}/awards/{roster.subject.code}/")
    page.locator("button", has_text="生成代发文件").click()
    newest = page.locator("#bank tr", has_text=f"01-{number:02d}").locator("a", has_text="CSV")
    newest.wait_for()
    with page.expect_download() as download:
        newest.click()
    path = tmp_path / "代发.csv"
    download.value.save_as(path)
    return [row for row in csv.reader(path.read_text("utf-8-sig").splitlines()) if row and row[0].isdigit()]


@pytest.mark.row("S-53", "S-55")
def test_from_the_roster_to_the_second_payment(live, held, page, phone, enter, axe, fits, shot, tmp_path, clock):
    enter(page, held.township)
    page.goto(f"{live}/awards/new/")
    page.locator(f"input[name=award][value='{held.run.pk}:{SALES}']").check()
    page.select_option("select[name=project]", held.money.project.code)
    shot(page, "award-new")
    page.locator("button", has_text="按评估结果造册").click()
    page.locator("text=送核实、公示、批准").wait_for()
    roster = AwardRoster.objects.get()
    assert roster.lines.standing().added_up() == (2, 570_000)
    at = f"{live}/awards/{roster.subject.code}/"

    page.locator("a", has_text="送核实、公示、批准").click()
    page.locator("main a", has_text="奖补名册审批").first.click()
    page.locator("main input[name=reason], main textarea[name=reason]").first.fill("2018年奖补")
    if page.locator("select[name=origin]").count():
        page.select_option("select[name=origin]", "造册送审")
    page.locator("main button", has_text="立案").click()
    page.locator("text=造册送审通过").wait_for()
    decide(page, live, enter, held.township)

    for post in (held.helper, held.village):
        enter(page, post)
        page.goto(at)
        page.locator("button", has_text="我还没核实的都属实").click()
        page.locator("text=已核实 2 户").wait_for()
    decide(page, live, enter, held.reviewer)
    clock(AFTER_NOTICE)
    decide(page, live, enter, held.county)
    decide(page, live, enter, held.finance)
    assert Account.objects.get(kind="claimed").balance == 570_000

    rows = bank_file(page, live, roster, tmp_path, 1)
    assert [row[2:5] for row in rows] == [
        ["6217001234567890", "农村信用社", "2700.00"],
        ["6217001234567891", "农村信用社", "3000.00"],
    ]
    day = AFTER_NOTICE.isoformat()
    receipts(page, live, held.finance, tmp_path, [
        (rows[0][5], rows[0][1], "2700.00", "成功", "", "LS1", day), (rows[1][5], rows[1][1], "3000.00", "退汇", "账号户名不符", "LS2", day),
    ])  # fmt: skip
    page.goto(at)
    page.locator("text=1 户还没有付").wait_for()
    axe(page)
    fits(page)
    shot(page, "award-returned")
    enter(phone, held.finance)
    phone.goto(at)
    fits(phone)
    axe(phone)
    shot(phone, "award-returned")

    home = AwardLine.objects.get(household__code="A2").household
    HouseholdProfile.objects.filter(subject=home).update(
        bank_account=personal.seal("bank_account", home.pk, "6217001234567899")
    )
    again = bank_file(page, live, roster, tmp_path, 2)
    assert [row[2] for row in again] == ["6217001234567899"], "only what came back, to the corrected account"
    receipts(page, live, held.finance, tmp_path, [(again[0][5], again[0][1], "3000.00", "成功", "", "LS3", day)])
    page.goto(at)
    page.locator("text=没有等着代发的户").wait_for()
    shot(page, "award-paid")
    assert BankFile.objects.count() == 2
    balances = {
        row.kind: row.balance for row in Account.objects.filter(kind__in=("claimed", "household"), balance__gt=0)
    }
    assert sum(row.balance for row in Account.objects.filter(kind="household")) == 570_000
    assert "claimed" not in balances
