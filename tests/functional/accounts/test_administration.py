"""The three administrators at work: accounts and posts, security, the log. Each act is an event; none does another's."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from axes.models import AccessAttempt
from django.db import connection
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from python_calamine import CalamineWorkbook

import factories
from append_only import lifted
from jingzhun.accounts import log_words
from jingzhun.accounts.models import Official
from jingzhun.audit.actor import Actor
from jingzhun.audit.models import Event
from jingzhun.audit.unit import unit
from recorded_actions import recorded_actions

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def ground(settings, tmp_path):
    settings.HEADS_FILE = tmp_path / "heads"
    factories.without_ground()
    factories.ground()  # again, for its events in the log
    factories.county()


def enter(client, role: str):
    post = factories.post(role=role)
    client.force_login(post.official, backend=BACKEND)
    return post


def locked(official: Official) -> None:
    AccessAttempt.objects.create(
        username=official.sign_in_name, ip_address="127.0.0.1", user_agent="x", failures_since_start=5,
        attempt_time=timezone.now(), get_data="", post_data="", http_accept="", path_info="/sign-in/",
    )  # fmt: skip


def test_an_account_takes_two_administrators(client):
    enter(client, "system_admin")
    made = client.post(reverse("official-new"), {"sign_in_name": "zhaxi", "name": "扎西"})
    assert made["Location"] == reverse("official", args=["zhaxi"])
    assert "等安全管理员发密码" in client.get(reverse("officials"), {"q": "zhaxi"}).content.decode()
    given = {"role": "village_cadre", "area": f"{factories.VILLAGE} 红坡村", "since": "2018-01-01"}
    assert client.post(reverse("official", args=["zhaxi"]), given).status_code == 302
    official = Official.objects.get(sign_in_name="zhaxi")
    assert official.posts.get().area_id == factories.VILLAGE
    assert not official.has_usable_password()

    security = Client()
    enter(security, "security_admin")
    page = security.post(reverse("security-password", args=["zhaxi"])).content.decode()
    password = re.search(r"\b[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}\b", page).group()
    assert password not in security.get(reverse("security-official", args=["zhaxi"])).content.decode()
    official.refresh_from_db()
    assert official.check_password(password)
    assert official.must_change_password
    assert password not in str(list(Event.objects.values_list("details", flat=True)))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"role": "county_officer", "area": factories.NEXT_COUNTY, "since": "2018-01-01"},
            "没有这个区划，或不在你的范围",
        ),
        ({"role": "county_officer", "area": factories.VILLAGE, "since": "2018-01-01"}, "不能设在村一级"),
        ({"role": "county_officer", "area": "德钦", "since": "2018-01-01"}, "不是区划代码"),
        ({"role": "county_officer", "area": factories.COUNTY, "since": "一月一日"}, "日期"),
    ],
)
def test_a_miswritten_post_stays_on_the_form(client, given, said):
    enter(client, "system_admin")
    official = factories.official(sign_in_name="zhaxi")
    response = client.post(reverse("official", args=["zhaxi"]), given)
    assert response.status_code == 400
    assert said in response.content.decode()
    assert not official.posts.exists()


def test_posts_end_and_accounts_close(client):
    enter(client, "system_admin")
    post = factories.post(role="village_cadre", area=factories.VILLAGE, by=factories.official(sign_in_name="zhaxi"))
    client.post(reverse("post-end", args=[post.pk]), {"on": "2019-01-01"})
    post.refresh_from_db()
    assert post.until == date(2019, 1, 1)
    client.post(reverse("official-active", args=["zhaxi"]), {"active": "0"})
    assert not Official.objects.get(sign_in_name="zhaxi").is_active
    assert list(Event.objects.order_by("-number").values_list("action", flat=True)[:2]) == [
        "account.deactivate",
        "post.end",
    ]


def test_nobody_closes_the_own_account(client):
    post = enter(client, "system_admin")
    page = client.get(reverse("official", args=[post.official.sign_in_name])).content.decode()
    assert "自己的账号由另一位系统管理员停用" in page
    client.post(reverse("official-active", args=[post.official.sign_in_name]), {"active": "0"})
    assert Official.objects.get(pk=post.official_id).is_active


def test_security_unlocks_drops_verifiers_and_ends_sessions(client):
    enter(client, "security_admin")
    official = factories.official(sign_in_name="zhaxi")
    factories.post(role="village_cadre", area=factories.VILLAGE, by=official)
    TOTPDevice.objects.create(user=official, name="验证器", confirmed=True)
    away = Client()
    away.force_login(official, backend=BACKEND)
    locked(official)
    shown = client.get(reverse("security"), {"state": "locked"}).content.decode()
    assert "zhaxi" in shown
    assert "锁定" in shown
    page = client.get(reverse("security-official", args=["zhaxi"])).content.decode()
    assert "退出全部 1 处" in page
    client.post(reverse("security-unlock", args=["zhaxi"]))
    client.post(reverse("security-verifier", args=["zhaxi"]))
    client.post(reverse("security-sessions", args=["zhaxi"]))
    assert not AccessAttempt.objects.exists()
    assert not TOTPDevice.objects.exists()
    assert away.get(reverse("password-change")).status_code == 302
    assert list(Event.objects.order_by("-number").values_list("action", flat=True)[:3]) == [
        "account.sessions_ended", "account.verifier_dropped", "account.unlock",
    ]  # fmt: skip


def test_the_log_is_filtered_read_exported_and_verified(client):
    enter(client, "audit_admin")
    first = client.get(reverse("log"), {"action": "codes.load"})
    assert [row.record.action for row in first.context["table"].rows] == ["codes.load"]
    event = Event.objects.get(action="codes.load")
    page = client.get(reverse("log-event", args=[event.number])).content.decode()
    assert event.hash in page
    assert "装入代码表" in page
    exported = client.get(reverse("log-export"), {"action": "areas.load"})
    data = b"".join(exported.streaming_content)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert len(rows) == 1 + Event.objects.filter(action="areas.load").count()
    assert rows[1][4] == "装入区划"
    assert Event.objects.first().details["rows"] == len(rows) - 1
    with TestCase.captureOnCommitCallbacks(execute=True), unit(by=Actor.system("测试")) as log:
        log.record("office.set")
    assert "日志完整" in client.post(reverse("log-verify")).content.decode()
    assert Event.objects.first().action == "log.verify"
    with lifted(), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET actor_name = '别人' WHERE number = 2")
    broken = client.post(reverse("log-verify")).content.decode()
    assert "日志不完整" in broken
    assert "第 2 条的内容与摘要不符" in broken


@pytest.mark.parametrize(
    ("query", "found"), [({"first": "2001-01-01"}, True), ({"last": "2001-01-01"}, False), ({"area": "x"}, False)]
)
def test_the_log_is_filtered_by_day_and_area(client, query, found):
    enter(client, "audit_admin")
    assert bool(len(client.get(reverse("log"), query).context["table"].rows)) is found


def test_every_action_that_is_written_anywhere_has_a_title():
    assert recorded_actions() - set(log_words.ACTIONS) == set()
