"""资金公告 and 公示表: the columns that counties publish, from the library and the movements, with nothing of persons."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.urls import reverse
from docx import Document
from python_calamine import CalamineWorkbook

import factories
from jingzhun.ledger.actions.movement import post
from jingzhun.ledger.publicity import COLUMNS
from money_ground import booking, money

pytestmark = [pytest.mark.django_db, pytest.mark.row("S-36")]


@pytest.fixture
def held(county):
    ground = money()
    factories.project(
        code="XM-9", area=factories.NEXT_VILLAGE, name="查里通村中药材基地", funding={"shanghai": 150_000_000}, task="种植当归",
        scale=300, scale_unit="亩", goal="户均增收", mechanism="土地入股", beneficiaries="本村群众", households=40, persons=160,
        responsible_unit="云岭乡人民政府", starts_on=date(2018, 3, 15), ends_on=date(2018, 11, 30),
    )  # fmt: skip
    home = factories.household(code="H-1")
    factories.member(of=home, name="扎西顿珠")
    ground.book(assign=1_000_000, arrive=900_000, allocate=800_000, claim=600_000, pay=300_000)
    with booking() as work:
        post([ground.order("pay_household", 100_000, payee="", household=home.subject, voucher="记-9")], work=work)
    return ground


def enter(client, role="finance", area=factories.COUNTY):
    made = factories.post(role=role, area=area)
    client.force_login(made.official, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_workbook_has_the_official_columns_and_one_row_a_project(client, held):
    answer = enter(client).get(reverse("publicity-workbook"))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    head = next(place for place, row in enumerate(rows) if row[0] == "序号")
    assert rows[head] == [column.title for column in COLUMNS]
    by_name = {row[1]: row for row in rows[head + 1 :]}
    assert by_name["查里通村中药材基地"][2:10] == [
        9.0, "云岭乡人民政府", "上海帮扶资金 150.00", 150.0, "种植当归，300亩", "户均增收", "—", "本村群众；40户160人；土地入股",
    ]  # fmt: skip
    assert by_name["卫生室新建"][-2:] == [80.0, 40.0]
    assert [cell for cell in rows[-1] if cell != ""] == ["合计", 180.0, 80.0, 40.0]


def test_the_announcement_says_the_states_of_the_money_with_the_table_behind(client, held):
    answer = enter(client).get(reverse("publicity-word"))
    word = Document(io.BytesIO(answer.content))
    said = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "德钦县2018年度帮扶项目资金公告" in said
    assert "资金下达100.00万元，到位90.00万元，拨付80.00万元，支付和兑付40.00万元，其中兑付到户10.00万元。" in said
    assert "财政专项扶贫资金到位90.00万元、支付和兑付40.00万元" in said
    table = word.tables[0]
    assert [cell.text for cell in table.rows[0].cells] == [column.title for column in COLUMNS]
    assert len(table.rows) == 4 and [cell.text for cell in table.rows[-1].cells][-2:] == ["80.00", "40.00"]
    assert "附件：2018年度帮扶项目公示表" in said and "其他资金到位0.00" not in said
    everything = said + "".join(cell.text for row in table.rows for cell in row.cells)
    assert not any(word in everything for word in ("扎西顿珠", "H-1", "示例施工队"))


def test_a_long_table_has_pages_and_its_sums_stay_those_of_the_year(client, held):
    for number in range(50):
        factories.project(code=f"XM-P{number:02}", funding={"shanghai": 10_000_000})
    first = enter(client).get(reverse("publicity"))
    assert len(first.context["lines"]) == 50 and "共 52 个" in first.content.decode()
    second = client.get(reverse("publicity"), {"page": "2"})
    assert len(second.context["lines"]) == 2
    assert second.context["strip"][0]["value"] == 52


def test_money_of_another_year_s_appropriations_is_not_announced(client, held):
    factories.project(code="XM-19", year=2017)
    found = enter(client).get(reverse("publicity"), {"year": "2017"}).context["found"]
    assert (len(found.rows), found.total.states["到位"]) == (1, 0)


def test_a_village_publishes_its_own_projects(client, held):
    found = enter(client, "village_cadre", factories.NEXT_VILLAGE).get(reverse("publicity")).context["found"]
    assert [row[1] for row in found.rows] == ["查里通村中药材基地"]
    assert found.total.paid == 0
