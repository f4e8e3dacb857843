"""经过 with its two dates, 目录 of a file, and one file an area."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

import factories
from jingzhun.dashboards.history import history_of
from jingzhun.registry.models import Dwelling, HouseholdStatus, Membership, Subject

pytestmark = pytest.mark.django_db
DAY = date(2019, 12, 31)


def at(*day: int) -> datetime:
    return timezone.make_aware(datetime(*day, 10))


@pytest.fixture
def home():
    """Recorded in January 2019: grade C since 2018; corrected in May to D since the same day; rebuilt in September."""
    factories.county()
    first, second, third = (
        factories.change(at=at(2019, month, 10), source=f"{month}月的表.xlsx") for month in (1, 5, 9)
    )
    made = factories.household(by=first)
    factories.member(of=made, name="扎西顿珠", by=first)
    since = date(2018, 1, 1)
    Dwelling.objects.create(
        subject=made.subject, since=since, grade="C", change=first, recorded_at=first.at, superseded_by=second,
        superseded_at=second.at,
    )  # fmt: skip
    Dwelling.objects.create(subject=made.subject, since=since, grade="D", **factories.known(second))
    Dwelling.objects.create(subject=made.subject, since=date(2019, 9, 1), grade="A", **factories.known(third))
    factories.income(of=made, fen=100, by=first)
    factories.income(of=made, fen=200, by=first)
    return made


def homes(home, *, day: date = DAY, known_at: datetime | None = None, **how: bool) -> list[tuple]:
    moments = history_of(household=home, day=day, known_at=known_at, may_see_health=True, **how)
    return [
        (each.true_said, f"{timezone.localtime(each.known_on):%Y-%m}", each.detail, each.replaced_on)
        for each in moments
        if each.title == "住房"
    ]


def test_a_moment_has_the_day_it_is_true_and_the_day_we_knew(home):
    assert homes(home) == [
        ("2019-09-01", "2019-09", "房屋等级 D级 → A级", None),
        ("2018-01-01", "2019-05", "房屋等级 C级 → D级", None),
        ("2018-01-01", "2019-01", "房屋等级 C级", date(2019, 5, 10)),
    ]


def test_as_known_earlier_what_came_later_is_not_there_and_not_replaced(home):
    assert homes(home, known_at=at(2019, 4, 1)) == [("2018-01-01", "2019-01", "房屋等级 C级", None)]
    assert [row[1] for row in homes(home, day=date(2019, 8, 31))] == ["2019-05", "2019-01"]


def test_the_order_of_knowledge_differs_from_that_of_truth(home):
    change = factories.change(at=at(2019, 11, 1))
    Dwelling.objects.create(subject=home.subject, since=date(2016, 1, 1), grade="B", **factories.known(change))
    assert homes(home)[-1][0] == "2016-01-01"
    assert homes(home, by_known=True)[0][0] == "2016-01-01"


def test_rows_written_together_are_one_moment_and_members_come_and_go(home):
    moments = history_of(household=home, day=DAY, known_at=None, may_see_health=True)
    (money,) = [each for each in moments if each.title == "收支"]
    assert (money.true_said, money.detail) == ("2018 年", "2 笔")
    member = Membership.objects.get(household=home)
    Membership.objects.create(
        subject=member.subject, household=None, since=date(2019, 10, 1), **factories.known(factories.change(at=at(2019, 10, 2)))
    )  # fmt: skip
    moments = history_of(household=home, day=DAY, known_at=None, may_see_health=True)
    assert [(each.true_said, each.detail) for each in moments if each.title == "成员 扎西顿珠"] == [
        ("2019-10-01", "不再是这一户的成员"), ("2014-06-30", "户主"),
    ]  # fmt: skip


def test_regimes_are_told_apart(home):
    HouseholdStatus.objects.create(
        subject=home.subject,
        since=date(2019, 1, 1),
        regime="monitored",
        status="in",
        **factories.known(factories.change()),
    )
    moments = history_of(household=home, day=DAY, known_at=None, may_see_health=True)
    assert [each.detail.partition("：")[0] for each in moments if each.title == "建档立卡身份"][:2] == [
        "监测对象",
        "建档立卡",
    ]


def test_the_page_lists_all_and_the_file_shows_the_newest(client, home):
    post = factories.post()
    client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/households/{home.subject.code}/"
    page = client.get(f"{address}history/?as_of=2019-12-31").content.decode()
    assert "C级 → D级" in page and "2019-05-10 被代替" in page and "5月的表.xlsx" in page and "known=2019-05-10" in page
    part = client.get(f"{address}history/", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<section") and "C级 → D级" in part
    earlier = client.get(f"{address}history/?as_of=2019-12-31&known=2019-04-01").content.decode()
    assert "D级" not in earlier and "被代替" not in earlier
    assert f'hx-get="{address}history/"' in client.get(address).content.decode()


def test_the_index_lists_what_is_in_the_file_and_what_is_missing(client, home):
    post = factories.post()
    client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/households/{home.subject.code}/index/?as_of=2019-12-31")
    entries = {entry.title: entry for entry in page.context["entries"]}
    assert [entry.number for entry in page.context["entries"]] == list(range(1, len(entries) + 1))
    assert entries["家庭成员"].content == "1 人"
    assert entries["住房"].content == "应有 5 项，已知 1 项" and "住房面积" in entries["住房"].lacks
    assert entries["就学"].lacks.startswith("文化程度（扎西顿珠）")
    assert entries["收入台账（2019 年）"].lacks == "未标记收全"
    assert "演示数据" in page.content.decode()


@pytest.mark.row("S-03")
@pytest.mark.parametrize("kind", ["village", "township", "county"])
def test_an_area_has_one_file_of_its_kind(kind):
    factories.county()
    by = factories.change()
    Subject.objects.create(kind=kind, code=factories.VILLAGE, area_id=factories.VILLAGE, created_by=by)
    for code in (factories.VILLAGE, "另一个编号"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Subject.objects.create(kind=kind, code=code, area_id=factories.VILLAGE, created_by=by)
