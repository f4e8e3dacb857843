"""Accounts and posts: who may hold what where, from when to when, and which rows a post reaches."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

import factories
from jingzhun.accounts.actions.account import (
    UnableToOpenAccount,
    UnableToSetUpPost,
    create_official,
    create_post,
    end_post,
    set_active,
    set_office,
)
from jingzhun.accounts.models import Office, Official, Post
from jingzhun.accounts.roles import ADMINISTRATORS, Verb
from jingzhun.accounts.scope import (
    UnableToAct,
    UnableToReachArea,
    get_within,
    narrowed,
    require,
    require_area,
    within,
)
from jingzhun.areas.models import Area
from jingzhun.audit.models import Event

pytestmark = pytest.mark.django_db
BY = factories.SYSTEM


@pytest.fixture(autouse=True)
def ground():
    factories.county()


def hold(official, role, area=factories.COUNTY, since=date(2018, 1, 1), **more) -> Post:
    return create_post(official=official, role=role, area_code=area, since=since, by=BY, **more)


def test_who_opens_an_account_cannot_use_it():
    made = create_official(sign_in_name=" YunLing.ShenHe ", name="和桂兰", by=BY)
    assert (made.sign_in_name, made.must_change_password, made.has_usable_password()) == ("yunling.shenhe", True, False)
    assert Event.objects.first().action == "account.create"


@pytest.mark.parametrize(("sign_in_name", "name"), [("ab", "甲"), ("云岭", "甲"), ("a b/c", "甲"), ("abc", "  ")])
def test_miswritten_accounts_are_refused(sign_in_name, name):
    with pytest.raises(UnableToOpenAccount, match="P-011"):
        create_official(sign_in_name=sign_in_name, name=name, by=BY)


def test_a_sign_in_name_is_one_whatever_its_case():
    create_official(sign_in_name="gesang", name="格桑", by=BY)
    with pytest.raises(UnableToOpenAccount, match="已有人用"):
        create_official(sign_in_name="GeSang", name="格桑", by=BY)


@pytest.mark.parametrize(
    ("role", "area", "why"),
    [
        ("village_cadre", factories.TOWNSHIP, "村干部不能设在乡镇一级"),
        ("county_officer", factories.VILLAGE, "县级业务员不能设在村一级"),
        ("king", factories.COUNTY, "没有角色"),
        ("county_officer", "530199", "没有区划"),
    ],
)
def test_a_role_is_held_at_its_level(role, area, why):
    with pytest.raises(UnableToSetUpPost, match=why):
        hold(factories.official(), role, area)


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_an_administrator_holds_nothing_else_now_or_later(role):
    other = next(key for key in ADMINISTRATORS if key != role)
    administrator = factories.official()
    hold(administrator, role)
    for second in (other, "county_officer"):
        with pytest.raises(UnableToSetUpPost, match="不能兼任"):
            hold(administrator, second, since=date(2030, 1, 1))
    officer = factories.official()
    hold(officer, "county_officer", since=date(2027, 1, 1))
    with pytest.raises(UnableToSetUpPost, match="不能兼任"):
        hold(officer, role, since=date(2018, 1, 1))


def test_after_an_ended_post_another_may_follow():
    official = factories.official()
    end_post(post=hold(official, "county_officer"), on=date(2020, 1, 1), by=BY)
    assert hold(official, "audit_admin", since=date(2020, 1, 1)).pk


def test_the_same_post_twice_is_refused():
    official = factories.official()
    hold(official, "department", department="县教育体育局")
    hold(official, "department", department="县卫生健康局")
    with pytest.raises(UnableToSetUpPost, match="已有这个岗位"):
        hold(official, "department", department="县教育体育局", since=date(2019, 1, 1))


def test_a_post_is_held_until_the_day_before_its_end():
    post = hold(factories.official(), "county_officer")
    end_post(post=post, on=date(2020, 1, 1), by=BY)
    assert post in Post.objects.held_on(date(2019, 12, 31))
    assert post not in Post.objects.held_on(date(2020, 1, 1))
    assert post not in Post.objects.held_on(date(2017, 12, 31))
    for on in (date(2018, 1, 1), date(2021, 1, 1)):
        with pytest.raises(UnableToSetUpPost):
            end_post(post=post, on=on, by=BY)


def test_a_closed_account_holds_no_post():
    post = hold(factories.official(), "county_officer")
    set_active(official=post.official, is_active=False, by=BY)
    assert not Post.objects.held_on(date(2019, 1, 1)).exists()


def test_the_office_is_one():
    set_office(name="甲", area_code="533422", by=BY)
    set_office(name="乙", area_code="533422", by=BY, opens_on=date(2018, 12, 31))
    assert Office.objects.get().name == "乙"


def held(who, role: str, since: date, until: date | None = None) -> Post:
    return Post.objects.create(official=who, role=role, area_id=factories.COUNTY, since=since, until=until)


def change(post: Post, **values: object) -> int:
    """As an owner of the database would, past the actions."""
    return Post.objects.filter(pk=post.pk).update(**values)


BROKEN = {
    "unknown role": lambda who: Post.objects.create(
        official=who, role="king", area_id=factories.COUNTY, since=date(2018, 1, 1)
    ),
    "ends before it starts": lambda who: Post.objects.create(
        official=who, role="finance", area_id=factories.COUNTY, since=date(2018, 1, 1), until=date(2018, 1, 1)
    ),
    "same post twice": lambda who: [
        Post.objects.create(official=who, role="finance", area_id=factories.COUNTY, since=date(2018, 1, day))
        for day in (1, 2)
    ],
    "two administrator posts": lambda who: [
        Post.objects.create(official=who, role=role, area_id=factories.COUNTY, since=date(2018, 1, 1))
        for role in ADMINISTRATORS
    ],
    "an administrator post beside another": lambda who: [
        held(who, "county_officer", date(2018, 1, 1)), held(who, "audit_admin", date(2018, 1, 1), date(2019, 1, 1)),
    ],
    "a post that begins while an administrator's lasts": lambda who: [
        held(who, "system_admin", date(2018, 1, 1), date(2020, 1, 1)), held(who, "finance", date(2019, 12, 31)),
    ],
    "a post that becomes an administrator's": lambda who: [
        held(who, "finance", date(2018, 1, 1)), change(held(who, "inspection", date(2018, 1, 1)), role="security_admin"),
    ],
    "an administrator's post given to who holds another": lambda who: [
        held(who, "finance", date(2018, 1, 1)),
        change(held(factories.official(), "security_admin", date(2018, 1, 1)), official=who),
    ],
    "an administrator's post prolonged into another": lambda who: [
        held(who, "finance", date(2019, 1, 1)),
        change(held(who, "security_admin", date(2018, 1, 1), date(2019, 1, 1)), until=date(2019, 1, 2)),
    ],
    "sign-in name twice": lambda who: Official.objects.create(sign_in_name=who.sign_in_name, name="乙"),
    "second office": lambda who: Office.objects.create(pk=2, name="乙", area_id=factories.COUNTY),
}  # fmt: skip


@pytest.mark.parametrize("write", BROKEN.values(), ids=BROKEN)
def test_the_database_refuses(write):
    with pytest.raises(IntegrityError), transaction.atomic():
        write(factories.official())


def test_an_administrator_post_may_follow_another_post_on_the_day_it_ends():
    who = factories.official()
    held(who, "county_officer", date(2018, 1, 1), date(2019, 1, 1))
    assert held(who, "audit_admin", date(2019, 1, 1)).pk
    assert held(factories.official(), "finance", date(2018, 1, 1)).pk


@pytest.mark.parametrize(
    ("role", "area", "inside", "outside"),
    [
        ("village_cadre", factories.VILLAGE, [factories.VILLAGE, f"{factories.VILLAGE}001"],
         [factories.NEXT_VILLAGE, factories.TOWNSHIP, factories.COUNTY]),
        ("township_reviewer", factories.TOWNSHIP, [factories.TOWNSHIP, factories.VILLAGE, factories.NEXT_VILLAGE],
         [factories.FAR_VILLAGE, factories.COUNTY]),
        ("county_officer", factories.COUNTY, [factories.COUNTY, factories.TOWNSHIP, factories.FAR_VILLAGE],
         [factories.NEXT_COUNTY, factories.NEXT_COUNTY_VILLAGE, "530000000000"]),
    ],
)  # fmt: skip
def test_scope_is_the_areas_code_range(role, area, inside, outside):
    post = factories.post(role=role, area=area)
    reached = set(within(Area.objects.all(), post, field="code").values_list("code", flat=True))
    for code in inside:
        require_area(post, code)
        assert code in reached or len(code) == 15
    for code in outside:
        assert code not in reached
        with pytest.raises(UnableToReachArea, match="P-002"):
            require_area(post, code)
        with pytest.raises(Http404):
            get_within(Area.objects.all(), post, field="code", pk=code)
    assert narrowed(post, outside[0]) == post.area == narrowed(post, "")
    assert narrowed(post, inside[0]).pk == inside[0]
    assert narrowed(post, f"{area.rstrip('0')}999"[:12].ljust(12, "0")) == post.area


def test_a_verb_that_is_not_the_roles_is_refused_by_name():
    finance = factories.post(role="finance")
    with pytest.raises(UnableToAct, match=r"德钦.*财政不能查看农户"):
        require(finance, Verb.VIEW_HOUSEHOLDS)
    with pytest.raises(UnableToAct, match="没有岗位的账号"):
        require(None, Verb.VIEW_FIGURES)
    assert require(finance, Verb.VIEW_FIGURES) == finance


def test_who_also_serves_elsewhere_is_not_one_countys_to_manage():
    post = factories.post(role="system_admin")
    here, elsewhere, both, nobody = (factories.official() for _ in range(4))
    hold(here, "village_cadre", factories.VILLAGE)
    hold(elsewhere, "village_cadre", factories.NEXT_COUNTY_VILLAGE)
    hold(both, "village_cadre", factories.VILLAGE)
    hold(both, "village_cadre", factories.NEXT_COUNTY_VILLAGE)
    managed = set(Official.objects.managed_within(post.scope, date(2019, 1, 1)))
    assert {here, nobody} <= managed
    assert not managed & {elsewhere, both}
