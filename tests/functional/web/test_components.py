"""Every component of the house on one page, in the browser: content policy, axe, both widths, live filter, charts."""

from __future__ import annotations

import re
import subprocess
from datetime import date
from types import SimpleNamespace

import django_tables2 as tables
import pytest
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.template import engines
from django.urls import path
from playwright.sync_api import Error, expect

from jingzhun.web.problems import UnableToAllow

GALLERY = """{% extends "web/base.html" %}{% block title %}部件{% endblock %}{% block heading %}部件{% endblock %}
{% block crumb %}{% crumb "一户一档" "/" "红坡村" "/" "某户" %}{% endblock %}
{% block meta %}<span>德钦县</span><span class="jz-mono">{{ "9f3c21ab00"|short_hash }}</span>{% endblock %}
{% block actions %}<a class="btn btn-primary" href="/">导出 196 行</a>{% endblock %}
{% block content %}<div class="jz-stack">{% figures strip %}
{% panel "等着办" soft="按时限排" href="/" link="全部 4 件" foot="演示" %}{% due soon today %} {% due late today %}
{% verdict "pass" %} {% verdict "fail" "standard" %} {% verdict "missing" "match" %} {% verdict "not_applicable" %}
{{ 123456|yuan }} {{ 123456789|wan }} {{ card|masked_id }}{% endpanel %}
<div class="jz-grid">{% panel "标准" columns=7 %}{% criteria rows %}{% endpanel %}
{% panel "各乡镇" columns=5 %}{% tiles areas left="澜沧江一侧" right="金沙江一侧" %}{% endpanel %}</div>
{% note "warn" %}<b>别人刚改过。</b>{% endnote %}{% note "bad" %}没有记账{% endnote %}{% note "good" %}已送出{% endnote %}
{% panel "农户" inner=False %}{% listing table filters export="/export/" label="农户" %}{% endpanel %}
{% panel "空" inner=False %}{% empty "还没有办件" "申请会在这里开一件。" "/" "登记一件申请" %}{% endpanel %}
{% panel "在算" %}{% running "正在评估 11,842 户" percent "/poll/" every="200ms" %}{% button_off "乡镇审核" "还不能审核" "b" %}{% endpanel %}
{% panel "经过" %}{% timeline events %}{% endpanel %}
{% panel "表单" %}<form class="jz-form" method="post">{% csrf_token %}{{ form }}<button class="btn btn-primary">写入一户</button></form>{% endpanel %}
{% panel "走势" %}{% chart "history" history "trend" "近三月户数" %}<table class="jz-t"><caption>近三月</caption><tbody><tr><th scope="row">1 月</th><td>3</td></tr></tbody></table>{% endchart %}{% endpanel %}
{% panel "资金" %}{% chart "sankey" sankey "funds" "资金流向" %}<table class="jz-t"><tbody><tr><th scope="row">中央</th><td>100.00</td></tr></tbody></table>{% endchart %}{% endpanel %}
{% panel "条" %}{% chart "bars" bars "bars" "各乡镇结论" %}<table class="jz-t"><tbody><tr><th scope="row">佛山乡</th><td>3</td></tr></tbody></table>{% endchart %}{% endpanel %}
</div>{% endblock %}"""


class Household(forms.Form):
    name = forms.CharField(label="姓名", help_text="与户口簿一致")
    on = forms.DateField(label="日期")
    size = forms.IntegerField(label="人口", min_value=1)
    blank = forms.ChoiceField(
        label="空白格", widget=forms.RadioSelect, choices=[("keep", "空白保留"), ("clear", "空白清除")]
    )
    read = forms.BooleanField(label="已读给本人听")
    why = forms.CharField(label="理由", widget=forms.Textarea(attrs={"rows": 2}))


class Filters(forms.Form):
    q = forms.CharField(label="姓名", required=False)
    kind = forms.ChoiceField(label="类型", required=False, choices=[("", "全部"), ("a", "脱贫户")])


class Rows(tables.Table):
    head = tables.Column("户主")
    size = tables.Column("人口", attrs={"td": {"class": "jz-num"}, "th": {"class": "jz-num"}})

    class Meta:
        attrs = {"class": "jz-cards jz-two"}


POLLS = {"left": 0}


def gallery(request):
    request.as_of, request.known_at, request.known_on = date(2018, 12, 31), None, None
    request.office = SimpleNamespace(name="某县农业农村局", is_demo=True)
    wanted = request.GET.get("q", "")
    table = Rows([{"head": f"户{n}", "size": n % 7 + 1} for n in range(60) if wanted in f"户{n}"])
    tables.RequestConfig(request, paginate={"per_page": 10}).configure(table)
    figure = {
        "title": "在册",
        "value": 2814,
        "unit": "户",
        "href": "/",
        "change": "↑ 9 户",
        "change_tone": "bad",
        "spark": [1, 3, 2],
    }
    context = {
        "strip": [figure] * 5, "today": date(2026, 7, 3), "soon": date(2026, 7, 5), "late": date(2026, 6, 30),
        "card": "533499" + "19900101" + "031X", "percent": 63, "table": table, "filters": Filters(request.GET),
        "form": Household(request.POST if request.method == "POST" else None),
        "rows": [{"title": "收入", "passed": 168, "failed": 196, "missing": 48, "fail_href": "/", "miss_href": "/"}],
        "areas": [{"name": "佛山乡", "value": v, "href": "/", "note": "共 41 户", "share": "41.5%"} for v in (17, 0, None, 44)],
        "events": [{"on": date(2026, 7, 1), "title": "公示", "detail": "至 07-05", "is_running": True}],
        "history": {"days": ["1 月", "2 月", "3 月"], "values": [3, None, 5], "marks": [["2 月", "改口径"]]},
        "sankey": {"nodes": [["中央", "source", 0], ["产业", "topic", 1]], "links": [["中央", "产业", 100]]},
        "bars": {"names": ["佛山乡"], "stacked": True, "unit": "户", "series": [{"name": "缺数据", "values": [3], "tone": "miss"}]},
    }  # fmt: skip
    return HttpResponse(engines["django"].from_string(GALLERY).render(context, request))


def poll(request):
    POLLS["left"] -= 1
    if POLLS["left"] > 0:
        again = '{% running "正在评估" percent "/poll/" every="200ms" %}'
        return HttpResponse(engines["django"].from_string(again).render({"percent": 90}, request))
    return HttpResponse('<p id="running">评估完毕</p>')


def refuse(request):
    raise UnableToAllow


def absent(request):
    raise Http404


def broken(request):
    raise RuntimeError("planted")


urlpatterns = [
    path("", login_not_required(gallery), name="home"),
    path("poll/", login_not_required(poll)),
    path("refuse/", login_not_required(refuse)),
    path("absent/", login_not_required(absent)),
    path("broken/", login_not_required(broken)),
]
handler404 = "jingzhun.web.problems.not_found"
handler500 = "jingzhun.web.problems.fault"

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _polls():
    POLLS["left"] = 3


@pytest.mark.parametrize("window", ["page", "phone"])
def test_all_components_pass_axe_and_fit_the_window(window, request, live, axe, fits, shot):
    page = request.getfixturevalue(window)
    page.goto(live)
    page.wait_for_selector("text=评估完毕")
    shown = "#funds-drawn svg" if window == "page" else "#funds-table table"  # a phone reads the flow as its table
    page.wait_for_selector(shown)
    axe(page)
    fits(page)
    shot(page, "components")


def test_typing_in_the_filter_narrows_the_rows_and_the_count(page, live):
    page.goto(f"{live}/?sort=-size")
    page.fill("form[aria-label=筛选农户] input[name=q]", "户5")
    expect(page.locator("#list-rows .jz-count")).to_have_text("11 行")
    expect(page.locator("#list-rows tbody tr")).to_have_count(10)
    expect(page).to_have_url(re.compile("q=%E6%88%B75"))
    assert "sort=-size" in page.url
    page.click("text=下一页")
    page.wait_for_selector("text=第 11–11 行，共 11 行")


def test_pages_are_turned_by_keyboard_and_reading_goes_on_at_the_list(page, live):
    page.goto(f"{live}/?sort=-size")
    turner = page.get_by_role("navigation", name="分页")
    expect(turner.locator(":scope > *")).to_have_text(["上一页", "1", "2", "…", "6", "下一页"])
    turner.get_by_role("link", name="第 1 页，现在这一页").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(turner.locator("[aria-current=page]")).to_have_text("2")
    page.wait_for_selector("text=第 11–20 行，共 60 行")
    assert page.url.endswith("/?sort=-size&page=2#list-rows")
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('list-rows').contains(document.activeElement)"), (
        "the next key is not in the list"
    )


def test_table_takes_the_place_of_the_chart_and_back(page, live):
    page.goto(live)
    page.click("button[data-swap=funds-table]")
    expect(page.locator("#funds-table")).to_be_visible()
    expect(page.locator("#funds-drawn")).to_be_hidden()
    expect(page.locator("button[data-swap=funds-table]")).to_have_attribute("aria-pressed", "true")
    page.click("button[data-swap=funds-drawn]")
    expect(page.locator("#funds-drawn svg")).to_be_visible()


def test_hovering_a_chart_breaks_no_content_policy(page, live):
    page.goto(live)
    page.locator("#trend-drawn svg").hover()
    page.locator("#funds-drawn svg").hover()
    page.wait_for_timeout(200)
    assert page.watched.complaints == []


def test_errors_stand_at_the_top_once_and_at_each_field(page, live, axe):
    page.goto(live)
    page.fill("#id_name", "某人")
    page.eval_on_selector("form.jz-form", "form => form.noValidate = true")
    page.click("text=写入一户")
    page.wait_for_selector("text=还不能保存：5 处要改。")
    assert page.input_value("#id_name") == "某人"
    assert page.locator(".jz-form .jz-wrong").count() == 5
    assert page.get_attribute("#id_on", "aria-invalid") == "true"
    axe(page)


def test_keyboard_reaches_the_content_and_closes_the_date_menu(page, live):
    page.goto(live)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.locator("summary", has_text="截至").press("Enter")
    expect(page.locator("#as-of")).to_be_visible()
    page.locator("#as-of").press("Escape")
    expect(page.locator("#as-of")).to_be_hidden()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_choosing_a_day_keeps_the_other_parts_of_the_address(page, live):
    page.goto(f"{live}/?q=1&page=2")
    page.locator("summary", has_text="截至").click()
    page.fill("#as-of", "2020-12-31")
    page.click("text=看这一天")
    page.wait_for_url("**/*as_of=2020-12-31*")
    assert "q=1" in page.url
    assert "page=" not in page.url


@pytest.mark.parametrize(
    ("address", "status", "code"), [("refuse/", 403, "W-403"), ("absent/", 404, "W-404"), ("broken/", 500, "W-500")]
)
def test_refusals_and_faults_are_pages_with_code_and_remedy(page, live, axe, address, status, code):
    answer = page.goto(f"{live}/{address}")
    assert answer.status == status
    assert page.locator("header .jz-mono").inner_text() == code
    assert page.locator("h1").count() == 1
    axe(page)


def test_paper_carries_the_demo_mark_and_drops_the_rail(page, live, tmp_path):
    page.goto(live)
    page.emulate_media(media="print")
    assert not page.locator(".jz-rail").is_visible()
    assert not page.locator(".jz-top").is_visible()
    page.pdf(path=tmp_path / "page.pdf", format="A4")
    said = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "page.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout
    sheets = said.rstrip("\f").split("\f")
    assert len(sheets) > 1 and all(sheet.lstrip().startswith("演示数据") for sheet in sheets)


def test_a_page_of_another_host_is_seen_and_does_not_open(page):
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://outside.invalid/")
    assert page.watched.strangers() == ["http://outside.invalid/"]
    page.watched.requests.clear()


def test_a_script_cannot_ask_another_host(page, live):
    page.goto(live)
    answer = page.evaluate("fetch('http://outside.invalid/').then(() => 'asked', () => 'refused')")
    assert answer == "refused"
    assert page.watched.strangers() == []
    assert any("Content Security Policy" in said for said in page.watched.complaints)
    page.watched.complaints.clear()


def test_an_inline_script_is_refused_by_the_content_policy(page, live):
    page.goto(live)
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.leak = 1'; document.body.append(s); }"
    )
    assert page.evaluate("window.leak") is None
    assert any("Content Security Policy" in said for said in page.watched.complaints)
    page.watched.complaints.clear()
