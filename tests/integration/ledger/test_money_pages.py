"""The fund pages: every figure opens its movements, the money is followed both ways, and nobody sees beyond the own area."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

import factories
from jingzhun.core.area_code import AreaCode
from jingzhun.ledger.actions.movement import post
from jingzhun.ledger.flows import OWN_STEPS
from jingzhun.ledger.fund_figures import balance, sums
from jingzhun.ledger.models import Movement
from jingzhun.ledger.views.movement import FIGURES
from money_ground import booking, money
from paper import printed

pytestmark = pytest.mark.django_db
LATER = date(2018, 6, 1)


@pytest.fixture
def held(county):
    """1,000 yuan assigned, of which 900 came, 800 went to a project of 查里通村, 300 to a unit and 200 to two of its homes."""
    ground = money()
    ground.homes = [factories.household(code=f"H-{number}") for number in (1, 2)]
    factories.member(of=ground.homes[0], name="扎西顿珠")
    ground.book(assign=1000, arrive=900, allocate=800, claim=600, pay=300)
    with booking() as work:
        orders = [
            ground.order("pay_household", 100, payee="", household=home.subject, voucher="记-9")
            for home in ground.homes
        ]
        post(orders, work=work)  # fmt: skip
    ground.book(on=LATER, call_back=50)
    return ground


def enter(client, role="finance", area=factories.COUNTY):
    post_ = factories.post(role=role, area=area)
    client.force_login(post_.official, backend="django.contrib.auth.backends.ModelBackend")
    return client


def strip(response) -> dict[str, str]:
    return {each["title"]: each["value"] for each in response.context["fund_strip"]}


def test_the_overview_says_the_states_and_that_all_money_is_somewhere(client, held):
    response = enter(client).get(reverse("funds"))
    assert strip(response) == {"下达": "0.10", "到位": "0.09", "拨付": "0.08", "报账": "0.06", "支付和兑付": "0.05"}
    held_now = {line["title"]: line["fen"] // 100 for line in response.context["held_lines"] if line["fen"]}
    assert held_now == {
        "已下达未到位": 100, "已到位未拨付": 150, "已拨付未报账": 150, "已报账未支付": 100, "已支付给单位": 300, "已兑付到户": 200,
    }  # fmt: skip
    assert response.context["balance"].came == 100_000 and response.context["balance"].holds
    assert "成立" in response.content.decode()


def test_the_flow_from_source_to_use_to_state_adds_up(client, held):
    flow = enter(client).get(reverse("funds")).context["flow"]
    assert sum(row.total for row in flow.rows) == flow.total.total == 100_000
    drawn = flow.drawn
    uses = {name for name, _, depth in drawn["nodes"] if depth == 1}
    into = {use: sum(value for source, target, value in drawn["links"] if target == use) for use in uses}
    out = {use: sum(value for source, target, value in drawn["links"] if source == use) for use in uses}
    for use in uses - {"已到位未拨付", "已下达未到位"}:
        assert round(into[use], 6) == round(out[use], 6)


@pytest.mark.parametrize(("role", "area"), [("finance", factories.COUNTY), ("village_cadre", factories.VILLAGE)])
def test_a_figure_opens_exactly_the_movements_that_make_it(client, held, role, area):
    entry = sums(AreaCode.parse(area), date(2018, 12, 31)).get("")
    own = dict.fromkeys(OWN_STEPS, 0) | {"下达指标": 100_000 if area == factories.COUNTY else 0}
    known = entry.states | entry.held | own
    enter(client, role, area)
    for figure, _ in FIGURES:
        response = client.get(reverse("movements"), {"figure": figure})
        rows = [row.record for row in response.context["table"].rows]
        assert sum(row.counts for row in rows) == sum(known[part] for part in figure.split("+")), figure
        assert response.context["table"].paginator.count == len(rows)


def test_the_list_is_exported_in_the_columns_of_the_import_and_could_be_given_again(client, held, write_file):
    answer = enter(client).get(reverse("movement-export"), {"figure": "拨付"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    paper, rows = (book.get_sheet_by_index(place).to_python() for place in (0, 1))
    assert [row[2:4] for row in paper[-2:]] == [["收回", 50.0], ["拨付", 800.0]]
    assert "卫生室新建" in paper[-1][5], "a reader of the paper sees the project's name"
    assert printed(answer.content)["points"] >= 8.99 and printed(answer.content)["across"] == 1
    to_read_in = printed(answer.content, 2)
    assert to_read_in["across"] == 1 and to_read_in["points"] > 6.5 and to_read_in["repeated"] == ["$4:$4"]
    head = next(place for place, row in enumerate(rows) if row[0] == "日期")
    assert [row[1] for row in rows[head + 1 :]] == ["收回", "拨付"]
    assert [row[8] for row in rows[head + 1 :]] == [50.0, 800.0]
    before = Movement.objects.count()
    result = write_file(answer.content, "再来.xlsx")
    assert (result.changes, result.refused) == (0, [])
    assert Movement.objects.count() == before  # both are there already, by their numbers


@pytest.mark.parametrize("wrong", ["year=abc", "year=2", "source=none", "since=2018-02-30"])
def test_a_filter_that_is_no_choice_is_left_out_beside_a_figure(client, held, wrong):
    answer = enter(client).get(f"{reverse('movements')}?figure=到位&{wrong}")
    assert answer.status_code == 200


def test_a_village_sees_what_reached_it_and_its_own_identity(client, held):
    far = factories.project(area=factories.FAR_VILLAGE).subject
    with booking() as work:
        post([held.order("allocate", 60, project=far, claim=None)], work=work)
    response = enter(client, "village_cadre", factories.VILLAGE).get(reverse("funds"))
    assert strip(response) == {"拨付": "0.08", "报账": "0.06", "支付和兑付": "0.05"}
    own = balance(AreaCode.parse(factories.VILLAGE), date(2018, 12, 31))
    assert (own.came, own.holds) == (75_000, True)
    listed = client.get(reverse("movements")).context["table"].rows
    assert {row.record.project_id for row in listed} == {held.project.pk}


def test_the_day_of_the_page_is_respected(client, held):
    page = enter(client).get(reverse("funds"), {"as_of": "2018-04-01"})
    assert strip(page)["拨付"] == "0.08"
    assert client.get(reverse("movements"), {"figure": "拨付"}).context["total"] == "拨付 800.00 元"
    client.get(reverse("funds"), {"as_of": "2018-12-31"})
    assert client.get(reverse("movements"), {"figure": "拨付"}).context["total"] == "拨付 750.00 元"
    assert client.get(reverse("funds"), {"as_of": "2018-02-01"}).context["any_money"] is False


def test_balances_add_up_and_open_their_movements(client, held):
    enter(client)
    for by in ("source", "township", "village", "project"):
        response = client.get(reverse("fund-balances"), {"by": by})
        lines = response.context["lines"]
        for place, figure in enumerate(response.context["total"]):
            assert sum(line["figures"][place]["fen"] for line in lines) == figure["fen"]
        for figure in (figure for line in lines for figure in line["figures"] if figure["href"]):
            rows = client.get(figure["href"]).context["table"].rows
            assert sum(row.record.counts for row in rows) == figure["fen"], figure


# ── follow this yuan ────────────────────────────────────────────────────────


def test_a_payment_to_a_home_leads_up_to_the_document_step_by_step(client, held):
    paid = Movement.objects.filter(kind="pay_household").first()
    path = enter(client).get(reverse("movement", args=[paid.pk])).context["path"]
    assert [step.title for step in path.up] == ["下达", "到位", "拨付", "报账"]
    assert path.up[0].rows[0].document == "示财〔2018〕1号"
    assert [step.rows[0].amount // 100 for step in path.up] == [1000, 900, 800, 600]
    assert path.appropriation.number == "ZB-1"


def test_an_arrival_leads_down_to_units_and_homes(client, held):
    came = Movement.objects.get(kind="arrive")
    path = enter(client).get(reverse("movement", args=[came.pk])).context["path"]
    assert [step.title for step in path.down] == ["拨付", "报账、收回", "支付、兑付"]
    assert (path.down[-1].total, path.down[-1].households) == (50_000, 2)


def test_an_appropriation_says_which_projects_units_and_how_many_homes_it_reached(client, held):
    response = enter(client).get(reverse("appropriation", args=[held.appropriation.pk]))
    reached = response.context["reached"][0]
    reach = reached["reach"]
    assert (reach.project, reach.units, reach.payees, len(reach.households)) == (
        held.project.code, ["云岭乡人民政府"], {"示例施工队"}, 2,
    )  # fmt: skip
    assert reach.total == 75_000
    assert "示财〔2018〕1号" in response.content.decode()


def test_a_home_s_money_names_voucher_approvers_and_document_and_only_to_who_sees_homes(client, held):
    paid = Movement.objects.filter(kind="pay_household").first()
    at = reverse("household-money", args=["H-1"])
    enter(client, "county_officer")
    said = client.get(at).content.decode()
    for word in ("扎西顿珠", "100.00", "记-9", "甲、乙", "BZ-1", "示财〔2018〕1号"):
        assert word in said
    assert at in client.get(reverse("movement", args=[paid.pk])).content.decode()
    enter(client, "finance")
    assert client.get(at).status_code in (403, 422)
    for name, args in (("movement", [paid.pk]), ("movements", []), ("appropriation", [held.appropriation.pk])):
        said = client.get(reverse(name, args=args)).content.decode()
        assert "扎西顿珠" not in said and "H-1" not in said


def test_reconciling_says_each_identity_with_its_figures(client, held):
    response = enter(client).get(reverse("fund-reconcile"))
    found = response.context["identities"]
    assert len(found) >= 9 and all(each.holds for each in found)
    assert "净下达合计 1,000.00 元" in response.content.decode()
    village = enter(client, "village_cadre", factories.VILLAGE).get(reverse("fund-reconcile"))
    assert village.context["identities"] == [] and "本范围" in village.content.decode()


def test_what_does_not_hold_is_shown_with_the_movement_since_which(client, held, monkeypatch):
    from jingzhun.ledger import reconcile
    from jingzhun.ledger.views import funds

    first = Movement.objects.order_by("pk").first()
    broken = reconcile.Identity("余额等于流水", "1 个账户", [reconcile.Breach("相差 1.00 元", first.pk)])
    monkeypatch.setattr(funds, "identities", lambda: iter([broken]))
    said = enter(client).get(reverse("fund-reconcile")).content.decode()
    assert "不成立" in said and "相差 1.00 元" in said and reverse("movement", args=[first.pk]) in said


def test_an_empty_ledger_says_how_to_begin(client):
    factories.county()
    said = enter(client).get(reverse("funds")).content.decode()
    assert "这一天还没有资金收支" in said and reverse("imports") in said
    for name in (
        "movements",
        "appropriations",
        "fund-balances",
        "fund-sources",
        "fund-shares",
        "fund-arrivals",
        "fund-reconcile",
    ):
        assert enter(client).get(reverse(name)).status_code == 200, name
