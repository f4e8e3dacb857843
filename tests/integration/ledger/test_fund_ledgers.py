"""Printed examples: the ledger of sources by period, the shares of a partner, 到位—下拨—兑现 with its units."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.html import escape

import factories
from fund_files import appropriations, moved, movements, promised
from integration.reports import library_2018
from sheets import xlsx

pytestmark = pytest.mark.django_db
WAN = 1_000_000


def enter(client, role="finance", area=factories.COUNTY):
    made = factories.post(role=role, area=area)
    client.force_login(made.official, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.row("S-31")
def test_seven_appropriations_of_a_half_year_add_up(client, write_file):
    """004: 2759 = 1000 + 800 + 200 + 55 + 80 + 50 + 574 万元."""
    parts = {"整村推进": 1000, "连片开发": 800, "产业": 200, "村道": 55, "劳务培训": 80, "贷款贴息": 50, "新寨": 574}
    rows = [
        promised(f"ZX-{number}", wan * 10_000, wan * 10_000, 指标名称=f"{name}项目资金", 到位凭证号=f"收-{number}")
        for number, (name, wan) in enumerate(parts.items(), start=1)
    ]
    write_file(appropriations(*rows))
    response = enter(client).get(reverse("fund-sources"), {"first": "2018-01-01", "last": "2018-06-30"})
    group = response.context["groups"][0]
    assert [line["figures"][1]["fen"] // WAN for line in group["lines"]] == list(parts.values())
    assert group["total"]["figures"][1]["fen"] == response.context["total"]["figures"][1]["fen"] == 2759 * WAN
    assert "2,759.00" in response.content.decode()
    opened = client.get(group["total"]["figures"][1]["href"]).context
    assert opened["total"] == "到位 27,590,000.00 元" and opened["table"].paginator.count == 7
    nothing = client.get(reverse("fund-sources"), {"first": "2017-01-01", "last": "2017-12-31"})
    assert nothing.context["groups"] == []


@pytest.mark.row("S-31")
def test_sources_roll_up_over_the_years_to_a_september(client, write_file):
    """003: 2014—2018.9 special funds 10,189.62, integrated 21,244.89 万元; how they fall on the years is invented."""
    split = {
        "财政专项扶贫资金": ("1520.5", "1800", "2133.12", "2800", "1936"),
        "涉农整合资金": ("2000", "4000", "4844.89", "6000", "4400"),
    }
    rows = []
    for source, wans in split.items():
        for year, wan in zip(range(2014, 2019), wans, strict=True):
            yuan = int(Decimal(wan) * 10_000)
            rows.append(
                promised(
                    f"{source[:2]}{year}",
                    yuan,
                    yuan,
                    资金来源=source,
                    指标年度=year,
                    下达日期=date(year, 3, 1),
                    到位日期=date(year, 9, 30),
                )
            )
    rows.append(promised("后来", 500, 500, 到位日期=date(2018, 10, 1)))
    write_file(appropriations(*rows))
    response = enter(client).get(reverse("fund-sources"), {"first": "2014-01-01", "last": "2018-09-30"})
    came = {group["total"]["title"]: group["total"]["figures"][1]["fen"] for group in response.context["groups"]}
    assert came == {"财政专项扶贫资金": 1_018_962 * WAN // 100, "涉农整合资金": 2_124_489 * WAN // 100}
    for group in response.context["groups"]:
        assert sum(line["figures"][1]["fen"] for line in group["years"]) == group["total"]["figures"][1]["fen"]
    said = response.content.decode()
    assert "10,189.62" in said and "21,244.89" in said


@pytest.mark.row("S-32")
def test_a_partner_s_share_and_the_integrated_share_build_each_clinic(client):
    """000: 16 × 30 = 480 and 16 × 20 = 320, 2 × 10 = 20, together 500; collective economy 1,126, kindergartens 401 万元."""
    factories.county()
    library_2018.fill_library()
    response = enter(client).get(reverse("fund-shares"), {"source": "shanghai"})
    groups = {group["title"]: group for group in response.context["groups"]}
    clinics = groups["健康扶贫"]
    assert response.context["columns"][:2] == ["上海帮扶资金", "涉农整合资金"]
    said = [line["said"] for line in clinics["lines"]]
    assert ["16 × 30.00 = 480.00", "16 × 20.00 = 320.00"] in [line[:2] for line in said]
    assert ["2 × 10.00 = 20.00", "—"] in [line[:2] for line in said]
    assert (clinics["count"], clinics["totals"][0], clinics["totals"][1]) == (18, 500 * WAN, 320 * WAN)
    assert groups["集体经济产业发展"]["totals"][0] == 1126 * WAN
    assert groups["教育扶贫"]["totals"][0] == 401 * WAN


@pytest.mark.row("S-32")
def test_what_was_paid_of_a_partner_s_share_stands_beside_the_plan(client, write_file):
    factories.project(code="XM-1", category="02", funding={"shanghai": 30 * WAN, "integrated": 20 * WAN})
    write_file(appropriations(promised(yuan=500_000, arrived=500_000, 资金来源="上海帮扶资金")))
    write_file(movements(moved("拨付", 300_000), moved("报账", 200_000), moved("支付", 120_000)))
    group = enter(client).get(reverse("fund-shares")).context["groups"][0]
    assert (group["totals"], group["allocated"], group["paid"]) == ([30 * WAN, 20 * WAN], 30 * WAN, 12 * WAN)


@pytest.mark.row("S-41")
def test_arrived_in_ten_thousands_and_allotted_in_yuan_leave_the_difference(client, write_file):
    """001: 864.9 万元 came, 8,091,961.25 元 was allotted to the townships: 55.703875 万元 are left."""
    places = {"XM-1": (factories.VILLAGE, 5_000_000), "XM-2": (factories.FAR_VILLAGE, Decimal("3091961.25"))}
    for code, (area, _) in places.items():
        factories.project(code=code, area=area)
    row = promised() | {
        "下达金额（万元）": 864.9,
        "到位日期": date(2018, 2, 1),
        "到位金额（万元）": 864.9,
        "到位凭证号": "收-1",
    }
    del row["下达金额（元）"]
    write_file(xlsx(tuple(row), [row]))
    steps = []
    for code, (_, yuan) in places.items():
        claim = {"报账单号": f"BZ-{code}"}
        steps += [
            moved("拨付", float(yuan), code),
            moved("报账", 1_000_000, code, **claim),
            moved("支付", 400_000, code, **claim),
        ]
    assert write_file(movements(*steps)).refused == []
    response = enter(client).get(reverse("fund-arrivals"))
    line = response.context["lines"][0]
    assert (line["came"], line["allotted"], line["unallotted"]) == (864_900_000, 809_196_125, 55_703_875)
    said = response.content.decode()
    for printed in ("864.9", "8,091,961.25", "55.703875"):
        assert f">{printed}<" in said
    assert line["holds"] and line["paid"] == 80_000_000
    by_township = {each["title"]: each for each in response.context["by_township"]}
    assert sum(each["allotted"] for each in by_township.values()) == line["allotted"]
    assert by_township["云岭乡"]["allotted"] == 500_000_000 and by_township["云岭乡"]["unpaid"] == 460_000_000
    for each in by_township.values():
        assert client.get(each["hrefs"][0]).context["total"].startswith("拨付 ")
        assert client.get(each["hrefs"][2]).context["total"].startswith("兑付到户 ")
        assert f'href="{escape(each["hrefs"][2])}"' in said
    village = enter(client, "village_cadre", factories.VILLAGE).get(reverse("fund-arrivals"))
    assert [each["title"] for each in village.context["by_township"]] != list(by_township)


@pytest.mark.row("S-31")
def test_the_five_kinds_of_sources_are_kept_apart(client, write_file):
    """003: 财政专项、涉农整合、东西部协作、中央定点、社会帮扶, and 援藏 of 2.95 亿元."""
    wans = {
        "财政专项扶贫资金": 100,
        "整合资金": 200,
        "沪滇协作": 300,
        "中央定点单位帮扶资金": 40,
        "其他社会帮扶资金": 5,
        "援藏资金": 29_500,
    }
    rows = [
        promised(f"LY-{number}", wan * 10_000, wan * 10_000, 资金来源=source)
        for number, (source, wan) in enumerate(wans.items())
    ]
    assert write_file(appropriations(*rows)).refused == []
    groups = enter(client).get(reverse("fund-sources")).context["groups"]
    came = {group["total"]["title"]: group["total"]["figures"][1]["fen"] // WAN for group in groups}
    assert came == {
        "财政专项扶贫资金": 100, "涉农整合资金": 200, "上海帮扶资金": 300, "定点帮扶资金": 40, "社会帮扶资金": 5, "援藏资金": 29_500,
    }  # fmt: skip
