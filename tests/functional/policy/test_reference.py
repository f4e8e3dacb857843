"""Code lists, spellings, the calendar and the data dictionary: shown, edited by who may, at work at once, logged."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

import factories
from jingzhun.areas.calendar import is_working_day
from jingzhun.areas.resolve import AreaIndex
from jingzhun.audit.models import Event
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.dictionary import TITLES, dictionary

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    factories.county()
    post = factories.post(role="county_officer")
    client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(response) -> str:
    return response.content.decode()


def test_code_lists_take_entries_and_other_writings(officer):
    assert "致贫原因" in text(officer.get(reverse("code-lists"), {"q": "因病"}))
    page = reverse("code-list", args=["致贫原因"])
    assert officer.post(page, {"add": "code", "code": "98", "text": "因测试"}).status_code == 302
    assert officer.post(page, {"add": "alias", "alias": "测试的原因", "code": "98"}).status_code == 302
    assert CodeBook.read().code("致贫原因", "测试的原因") == "98"
    assert "测试的原因" in text(officer.get(page))
    for given in (
        {"add": "code", "code": "98", "text": "又一个"},
        {"add": "alias", "alias": "测试的原因", "code": "01"},
    ):
        refused = officer.post(page, given)
        assert refused.status_code == 422
        assert "已经有了" in text(refused)
    assert list(Event.objects.order_by("-number").values_list("action", flat=True)[:2]) == ["codes.alias", "codes.add"]


def test_a_spelling_that_is_registered_resolves_at_once(officer):
    assert "查理通" in text(officer.get(reverse("area-names"), {"q": "clt"}))
    page = reverse("area-name", args=["533422202205"])
    assert officer.post(page, {"name": "查里桶村", "source": "来文"}).status_code == 302
    assert "查里桶村" in text(officer.get(page))
    assert AreaIndex.read(AreaCode("533422")).find("查里桶", Level.VILLAGE) == "533422202205"
    refused = officer.post(page, {"name": "红坡村", "source": "来文"})
    assert refused.status_code == 422
    assert "另有区划叫这个名字" in text(refused)


def test_a_day_is_entered_for_any_year_and_taken_back(officer):
    assert "还没有登记放假安排" in text(officer.get(reverse("calendar-year", args=[2031])))
    given = {"day": "2031-01-01", "is_working": "0", "name": "元旦", "source": ""}
    assert officer.post(reverse("calendar"), given)["Location"] == reverse("calendar-year", args=[2031])
    assert not is_working_day(date(2031, 1, 1))
    assert "元旦" in text(officer.get(reverse("calendar-year", args=[2031])))
    refused = officer.post(reverse("calendar"), given | {"day": "2031-01-04"})
    assert refused.status_code == 422
    assert "本来就休息" in text(refused)
    officer.post(reverse("calendar-remove", args=["2031-01-01"]))
    assert is_working_day(date(2031, 1, 1))
    assert officer.get(reverse("calendar-year", args=[1900])).status_code == 404
    assert officer.post(reverse("calendar-remove", args=["x"])).status_code == 404


def test_the_year_view_counts_the_working_days(officer):
    assert officer.get(reverse("calendar-year", args=[2031])).context["working"] == 261


def test_the_dictionary_comes_from_the_declarations(officer):
    page = officer.get(reverse("dictionary"), {"q": "致贫原因"})
    assert "main_cause" in text(page)
    assert page.context["count"] == 3
    assert {table.word for table in dictionary() if not table.word.startswith("PackFact.")} == set(TITLES)
    words = {(table.word, entry.word): entry for table in dictionary() for entry in table.entries}
    number = words["PersonIdentity", "id_number"]
    assert (number.label, number.type, number.owner, number.sensitivity.value, number.in_roster) == (
        "证件号码", "加密", "公安", "敏感", False,
    )  # fmt: skip
    assert words["IncomeEntry", "amount"].unit == "元"
    for entry in words.values():
        assert entry.label
        assert not (entry.type == "代码" and not entry.codes)
