"""The fund workbooks: stated movements are posted once, refused with the arithmetic, and taken back by reversals."""

from __future__ import annotations

from datetime import date

import pytest

import factories
from fund_files import YUAN, appropriations, moved, movements, promised
from jingzhun.accounts.roles import Verb
from jingzhun.ingest.actions import importing
from jingzhun.ingest.actions import upload as actions
from jingzhun.ingest.allowed import UnableToLoadSheet
from jingzhun.ingest.models import Upload
from jingzhun.ledger.actions.fund import set_up_fund
from jingzhun.ledger.actions.movement import UnableToMove
from jingzhun.ledger.fund_file import fund_lines
from jingzhun.ledger.models import Account, Appropriation, Claim, Fund, Movement
from jingzhun.ledger.reconcile import identities
from jingzhun.ledger.states import net_by_state
from jingzhun.registry.actions.subject import create_subjects
from money_ground import booking
from sheets import family, headers, xlsx

pytestmark = pytest.mark.django_db
CHAIN = [("拨付", 700), ("报账", 600), ("支付", 500)]


@pytest.fixture
def books(write_file):
    """A project, and an appropriation of which 800 yuan have come."""
    factories.project(code="XM-1")
    write_file(appropriations(promised(yuan=1000, arrived=800)), "指标.xlsx")
    return write_file


def states() -> dict[str, int]:
    return {title: fen // 100 for title, fen in net_by_state(Movement.objects.all()).items() if fen}


def reasons(result) -> list[tuple[int, str, str]]:
    return [(issue.row, issue.column, issue.reason) for issue in result.refused]


def test_an_appropriation_is_registered_with_what_was_assigned_and_came(books):
    assert states() == {"下达": 1000, "到位": 800}
    made = Appropriation.objects.get()
    assert (made.source, made.level, made.year, made.area_id) == ("poverty", "central", 2018, factories.COUNTY)


def test_a_year_of_one_project_is_stated_line_by_line_and_its_claim_made_on_the_way(books):
    result = books(movements(*(moved(kind, yuan) for kind, yuan in CHAIN)))
    assert (result.accepted, result.changes, result.refused) == (3, 3, [])
    assert states() == {"下达": 1000, "到位": 800, "拨付": 700, "报账": 600, "支付到单位": 500}
    claim = Claim.objects.get()
    assert (claim.subject.code, claim.unit, claim.applied_on) == ("BZ-1", "云岭乡人民政府", date(2018, 3, 1))
    assert all(each.holds for each in identities())


def test_the_order_of_rows_and_of_steps_on_one_day_does_not_matter(books):
    result = books(movements(*(moved(kind, yuan) for kind, yuan in reversed(CHAIN))))
    assert (result.accepted, result.refused) == (3, [])


def test_amounts_in_ten_thousands_are_read_by_the_header(write_file):
    data = appropriations(promised(yuan=0))
    assert write_file(data).accepted == 1 and not Movement.objects.exists()
    rows = [promised("ZB-2", **{"下达金额（万元）": 864.9})]
    del rows[0]["下达金额（元）"]
    write_file(xlsx(tuple(rows[0]), rows))
    assert Movement.objects.get().amount == 864_900_000


@pytest.mark.parametrize(
    ("row", "column", "why"),
    [
        (moved("拨付", 801), "金额（元）", "ZB-1·已到位未拨付只有 800.00 元，还差 1.00 元"),
        (moved("拨付", 100, "没有的项目"), "项目编号", "没有项目 没有的项目，或不在你的范围"),
        (moved("拨付", 100, "", 项目编号=None), "项目编号", "缺项目"),
        (moved("拨付", 100, 文号=None), "文号", "缺文号"),
        (moved("发钱", 100), "收支种类", "“发钱”不在代码表“收支种类”里"),
        (moved("拨付", 100, 指标编号="ZB-9"), "指标编号", "没有指标 ZB-9"),
        (moved("拨付", -5), "金额（元）", "负数"),
        (moved("支付", 100), "报账单号", "没有报账单 BZ-1，请先登记它的报账"),
        (moved("报账", 100), "金额（元）", "已拨付未报账只有 0.00 元，还差 100.00 元"),
        (moved("报账", 100, 验收日期=date(2018, 4, 1)), "申请日期", "申请日期 2018-03-01 早于验收日期 2018-04-01"),
        (moved("报账", 100, 乡镇意见日期=date(2018, 2, 1)), "乡镇意见日期", "早于申请日期"),
        (moved("拨付", 700, on=date(2018, 1, 20)), "金额（元）", "到 2018-01-20 和以后只有 0.00 元，还差 700.00 元"),
    ],
)
def test_what_may_not_be_is_refused_with_row_column_and_arithmetic(books, row, column, why):
    before = states()
    result = books(movements(row))
    assert [(issue.row, issue.column) for issue in result.refused] == [(2, column)], reasons(result)
    assert why in result.refused[0].reason
    assert states() == before and not Claim.objects.exists()


@pytest.mark.parametrize(
    ("cells", "column", "why"),
    [
        ({"项目编号": "XM-2"}, "报账单号", "报账单 BZ-1 是项目 XM-1 的，不是 XM-2 的"),
        ({"执行单位": "佛山乡人民政府"}, "执行单位", "报账单 BZ-1 是云岭乡人民政府的"),
        ({"复核人": "格茸"}, "复核人", "缺两名不同的审批人"),
        ({"凭证号": None}, "凭证号", "缺凭证号"),
        ({"收款单位": None}, "收款单位", "缺收款单位"),
        ({YUAN: 601}, YUAN, "只有 600.00 元，还差 1.00 元"),
    ],
)
def test_a_payment_is_refused_when_it_is_not_what_was_claimed(books, cells, column, why):
    factories.project(code="XM-2")
    books(movements(moved("拨付", 700), moved("报账", 600)))
    result = books(movements(moved("支付", 100, **cells)))
    assert [issue.column for issue in result.refused] == [column], reasons(result)
    assert why in result.refused[0].reason


def test_good_rows_are_written_beside_refused_ones(books):
    result = books(movements(moved("拨付", 700), moved("拨付", 700, 文号="示拨〔2018〕2号"), moved("报账", 600)))
    assert (result.accepted, result.changes) == (2, 2)
    assert [issue.row for issue in result.refused] == [3]
    assert states()["拨付"] == 700


def test_a_file_given_twice_and_a_row_given_twice_change_nothing(books):
    rows = [moved(kind, yuan) for kind, yuan in CHAIN]
    books(movements(*rows))
    count = Movement.objects.count()
    again = books(movements(*rows))
    assert (again.changes, again.refused, again.upload.change) == (0, [], None)
    twice = books(movements(moved("拨付", 50), moved("拨付", 50)))
    assert (twice.changes, [issue.code for issue in twice.flagged]) == (1, ["R-111"])
    assert Movement.objects.count() == count + 1
    apart = books(movements(*(moved("拨付", 10, 凭证号="记-9", 分录号=number) for number in ("1", "2"))))
    assert apart.changes == 2


def test_an_entry_of_a_voucher_says_one_thing_only(books):
    books(movements(moved("拨付", 50, 凭证号="记-9", 分录号="1")))
    result = books(movements(moved("拨付", 60, 凭证号="记-9", 分录号="1")))
    assert (
        result.refused[0].column == "分录号"
        and "拨付 50.00 元（2018-03-01）；更正请先冲销它" in result.refused[0].reason
    )


def test_an_appropriation_is_not_assigned_twice_and_not_changed_once_money_moved(books, write_file):
    more = write_file(appropriations(promised(yuan=1200, arrived=800)))
    assert "已登记为第" in more.refused[0].reason and states()["下达"] == 1000
    other = write_file(appropriations(promised(yuan=1000, arrived=800, 文号="示财〔2018〕99号")))
    assert "它已有收支，文号与登记的不同，不能改" in other.refused[0].reason


def test_a_refused_amount_keeps_the_whole_row_out(write_file):
    result = write_file(appropriations(promised(yuan=100, arrived=101), promised("ZB-2", 50)))
    assert reasons(result)[0][:2] == (2, "到位金额(元)" if "到位金额(元)" in str(reasons(result)) else "到位金额（元）")
    assert "只有 100.00 元，还差 1.00 元" in result.refused[0].reason
    assert [row.number for row in Appropriation.objects.all()] == ["ZB-2"]


def test_households_are_named_by_their_number_or_by_a_member(books):
    home, other = (factories.household(code=f"H-{n}") for n in (1, 2))
    number = factories.id_number()
    factories.member(of=other, number=number)
    books(movements(moved("拨付", 700), moved("报账", 600)))
    rows = [moved("兑付", 200, 户编号="H-1"), moved("兑付", 100, 证件号码=number), moved("兑付", 5, 户编号="H-9")]
    result = books(movements(*rows))
    assert [(issue.row, issue.column, issue.code) for issue in result.refused] == [(4, "户编号", "R-070")]
    held = dict(Account.objects.filter(kind="household").values_list("household__code", "balance"))
    assert held == {"H-1": 20_000, "H-2": 10_000}
    assert home.subject.code == "H-1"


def test_money_carries_over_and_comes_back(books, write_file):
    books(movements(moved("拨付", 700), moved("收回", 200), moved("利息", 3, 凭证号="息-1", 项目编号=None)))
    new_year = promised("ZB-19", 0, 指标年度=2019, 下达日期=date(2019, 1, 1), 结转自指标="ZB-1")
    write_file(appropriations(new_year))
    rest = movements(moved("结转", 303, 项目编号=None, 结转到指标="ZB-19", on=date(2019, 1, 1)))
    assert books(rest).refused == []
    assert Account.objects.get(kind="received", appropriation__number="ZB-19").balance == 30_300
    assert all(each.holds for each in identities())


def test_undo_posts_reversals_and_the_file_can_be_given_again(books):
    data = movements(*(moved(kind, yuan) for kind, yuan in CHAIN))
    first = books(data)
    importing.undo_import(upload=first.upload, by=factories.SYSTEM, reason="传错了表")
    assert states() == {"下达": 1000, "到位": 800}
    assert Movement.objects.filter(kind="reverse", note="传错了表").count() == 3
    assert books(data).changes == 3
    assert states()["支付到单位"] == 500
    assert all(each.holds for each in identities())


def test_undo_is_refused_where_later_money_stands_on_it(books):
    first = books(movements(moved("拨付", 700)))
    books(movements(moved("报账", 600)))
    with pytest.raises(UnableToMove, match="后面的款要先冲销"):
        importing.undo_import(upload=first.upload, by=factories.SYSTEM)
    assert Upload.objects.get(pk=first.upload.pk).state == "applied" and states()["拨付"] == 700


# ── who may ─────────────────────────────────────────────────────────────────


def sent(data: bytes, role: str, area: str = factories.COUNTY) -> Upload:
    return actions.receive(
        data=data, name="表.xlsx", post=factories.post(role=role, area=area), check=lambda *_: None
    )  # fmt: skip


def test_finance_loads_funds_and_never_households(county):
    assert sent(appropriations(promised()), "finance").state == "queued"
    for layout in ("roster", "projects", "income"):
        data = xlsx(headers(layout), [dict.fromkeys(headers(layout), "1")])
        refused = sent(data, "finance")
        assert refused.state == "refused" and refused.error.startswith("I-015") and refused.file is None, layout
    assert sent(xlsx(headers("export-2018"), family("H1")), "county_officer").state == "queued"


@pytest.mark.parametrize("role", ["county_officer", "township_reviewer"])
def test_who_does_not_register_funds_loads_none(county, role):
    area = factories.TOWNSHIP if role.startswith("township") else factories.COUNTY
    for data in (appropriations(promised()), movements(moved("拨付", 1))):
        assert sent(data, role, area).error.startswith("I-015")


def test_columns_settled_by_hand_do_not_open_another_sheet(county):
    data = xlsx(("甲", "乙", "丙"), [{"甲": "1", "乙": "2", "丙": "3"}])
    post = factories.post(role="finance")
    upload = actions.receive(data=data, name="表.xlsx", post=post, check=lambda *_: None)
    with pytest.raises(UnableToLoadSheet):
        actions.settle_columns(
            upload=upload, layout="roster", columns={"0": "household"}, keep=False, post=post, check=lambda *_: None
        )


def test_a_township_never_loads_the_county_s_funds(books):
    rows = [moved("拨付", 100), moved("拨付", 100, 指标编号="ZB-T")]
    result = books(movements(*rows), scope="533422202")
    assert [issue.column for issue in result.refused] == ["指标编号", "指标编号"]
    books(appropriations(promised("ZB-T", 50, 50)), scope="533422202")
    assert Appropriation.objects.get(number="ZB-T").area_id == factories.TOWNSHIP
    assert books(appropriations(promised("ZB-T", 50, 50)), scope="533422205").refused[0].code == "R-042"
    outside = books(appropriations(promised("ZB-U", 50, 50, 下达到乡镇="羊拉乡")), scope="533422202")
    assert outside.refused[0].code == "R-042"


def test_only_finance_of_both_levels_registers_and_applies():
    from jingzhun.accounts.roles import ROLES

    assert {key for key, role in ROLES.items() if Verb.RECORD_FUNDS in role.verbs} == {"finance"}
    assert (
        ROLES["finance"].verbs >= {Verb.UPLOAD, Verb.APPLY_IMPORT}
        and Verb.VIEW_HOUSEHOLDS not in ROLES["finance"].verbs
    )


@pytest.mark.row("S-40")
def test_the_money_of_a_fund_is_stated_like_that_of_a_project(write_file):
    with booking() as work:
        school = set_up_fund(
            code="JJ-1",
            kind=Fund.Kind.EDUCATION,
            title="教育救助",
            area=factories.COUNTY,
            set_up_on=date(2018, 1, 1),
            work=work,
        )
        create_subjects(kind="organisation", rows=[("ZZ-1", factories.COUNTY)], work=work)
    write_file(appropriations(promised(yuan=5_000_000, arrived=5_000_000)), "指标.xlsx")
    paid = {"收款单位": "秋季学期545人", "凭证号": "记-2", "审批人": "格茸", "复核人": "李春芳"}
    result = write_file(
        movements(
            moved("注入基金", 5_000_000, "JJ-1"), moved("基金发放", 501_100, "JJ-1", **paid), moved("注入基金", 1, "ZZ-1"),
            moved("基金发放", 4_498_901, "JJ-1", **paid | {"凭证号": "记-3"}),
        )
    )  # fmt: skip
    (line,) = fund_lines([school], day=date(2018, 12, 31))
    assert (line.paid, line.balance) == (50_110_000, 449_890_000)
    assert [issue.row for issue in result.refused] == [4, 5]
    assert "还差 1.00 元" in result.refused[1].reason
