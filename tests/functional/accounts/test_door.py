"""The door: password, lock-out, verifier, forced change, idle time, posts; and what of it enters the log."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

import factories
from jingzhun.accounts.actions.security import first_password, unlock
from jingzhun.accounts.models import Official
from jingzhun.audit.models import Event

pytestmark = pytest.mark.django_db
PASSWORD = "correct-horse-9"
STEPS = 10  # of half a minute, before and after, in which a code is taken


@pytest.fixture(autouse=True)
def ground():
    factories.county(is_demo=False, opens_on=None)


@pytest.fixture
def post():
    return factories.post(by=factories.official(name="和桂兰", sign_in_name="guilan"))


def enter(client, name="guilan", password=PASSWORD, code="", **more):
    return client.post(reverse("sign-in"), {"username": name, "password": password, "code": code, **more})


def actions() -> list[str]:
    return [
        a
        for a in Event.objects.order_by("number").values_list("action", flat=True)
        if not a.startswith(("areas", "codes"))
    ]


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def fresh_code(device) -> str:
    """A code of now, as if none had been used, so that no test waits for the clock; good for minutes, as machines may be slow."""
    TOTPDevice.objects.filter(pk=device.pk).update(last_t=-1, throttling_failure_count=0, tolerance=STEPS)
    return f"{totp(device.bin_key):06d}"


def wrong_code(device) -> str:
    """A code of none of the steps around now."""
    right = {totp(device.bin_key, drift=step) for step in range(-2 * STEPS, 2 * STEPS + 1)}
    return f"{next(code for code in range(1_000_000) if code not in right):06d}"


@pytest.fixture
def device(post):
    return TOTPDevice.objects.create(user=post.official, name="验证器", confirmed=True)


def test_the_right_password_opens_and_is_logged_with_its_post(client, post):
    response = enter(client)
    assert (response.status_code, response["Location"]) == (302, "/")
    event = Event.objects.first()
    assert (event.action, event.actor_name, event.post_id, event.subject_code) == (
        "account.sign_in",
        "和桂兰",
        post.pk,
        "guilan",
    )
    assert event.details == {"with_verifier": False, "address": "127.0.0.1"}


def test_the_name_may_be_written_in_any_case_and_width(client, post):
    enter(client, name=" ＧuiLAN ")
    assert is_in(client)


def test_a_visitor_is_sent_to_the_door_and_back(client, post):
    sent = client.get(reverse("password-change"))
    assert sent["Location"] == f"{reverse('sign-in')}?next={reverse('password-change')}"
    assert enter(client, next=reverse("password-change"))["Location"] == reverse("password-change")


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_host(client, post, target):
    assert enter(client, next=target)["Location"] == "/"


def test_a_wrong_password_says_how_many_tries_are_left_and_locks_at_the_fifth(client, post):
    for left in (4, 3, 2, 1):
        response = enter(client, password="wrong")
        assert response.status_code == 400
        assert f"还可以试 {left} 次，之后锁定 15 分钟" in response.content.decode()
    locked = enter(client, password="wrong")
    assert locked.status_code == 429
    assert "账号已锁定" in locked.content.decode()
    refused = enter(client)
    assert refused.status_code == 429
    assert not is_in(client)
    assert actions() == ["account.sign_in_failed"] * 5 + ["account.locked"]


def test_the_lock_follows_the_name_not_the_client_or_its_case(client, post):
    for name in ("guilan", "GUILAN", "guilan ", "Guilan", "ＧＵＩＬＡＮ"):
        enter(Client(HTTP_USER_AGENT=name.strip()), name=name, password="wrong")
    assert enter(Client(REMOTE_ADDR="10.0.0.9")).status_code == 429
    other = factories.official(sign_in_name="other")
    enter(client, name=other.sign_in_name)
    assert is_in(client)


def test_the_lock_ends_after_fifteen_minutes_and_is_not_prolonged_by_trying(client, post):
    for _ in range(5):
        enter(client, password="wrong")
    long_ago = timezone.now() - timedelta(minutes=14)
    AccessAttempt.objects.update(attempt_time=long_ago)
    assert enter(client).status_code == 429
    assert AccessAttempt.objects.get().attempt_time == long_ago
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert enter(client).status_code == 302


def test_a_stranger_who_keeps_an_account_locked_does_not_lock_its_owner_out(client, post):
    enter(client)
    client.post(reverse("sign-out"))
    stranger = Client()
    for _ in range(7):
        enter(stranger, password="wrong")
    assert enter(stranger).status_code == 429
    assert enter(Client()).status_code == 429
    assert enter(client).status_code == 302
    assert is_in(client)


def test_a_known_device_is_locked_by_its_own_tries_and_unlocked_with_the_account(client, post):
    enter(client)
    client.post(reverse("sign-out"))
    for _ in range(5):
        enter(client, password="wrong")
    assert enter(client).status_code == 429
    assert enter(Client()).status_code == 302
    assert unlock(official=post.official, by=factories.SYSTEM)
    assert enter(client).status_code == 302


def test_a_device_is_known_for_its_own_official_and_its_cookie_cannot_be_made_up(client, post):
    factories.post(by=factories.official(sign_in_name="other"))
    enter(client)
    cookie = client.cookies["known_device"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/sign-in/")
    client.post(reverse("sign-out"))
    for _ in range(5):
        enter(Client(), name="other", password="wrong")
    assert enter(client, name="other").status_code == 429
    for _ in range(5):
        enter(Client(), password="wrong")
    forged = Client()
    forged.cookies["known_device"] = cookie.value.replace("guilan", "other")
    assert enter(forged, name="other").status_code == 429


def test_an_unknown_name_gets_the_same_answer_and_is_not_written_down(client, post):
    known, unknown = enter(client, password="wrong"), enter(client, name="my-secret-password", password="wrong")
    assert known.status_code == unknown.status_code == 400
    assert "账号或密码不对" in unknown.content.decode()
    event = Event.objects.first()
    assert (event.action, event.subject_code) == ("account.sign_in_failed", "没有这个账号")


def test_an_account_without_password_or_closed_stays_outside(client, post):
    Official.objects.filter(pk=post.official_id).update(is_active=False)
    assert enter(client).status_code == 400
    Official.objects.filter(pk=post.official_id).update(is_active=True, password="!x")
    assert enter(client).status_code == 400


def test_an_open_session_ends_when_the_account_is_closed(client, post):
    enter(client)
    Official.objects.filter(pk=post.official_id).update(is_active=False)
    assert client.get(reverse("password-change")).status_code == 302


def test_passwords_never_enter_the_store_of_tries(client, post):
    enter(client, password="my-wrong-secret", code="123456")
    attempt = AccessAttempt.objects.get()
    assert "my-wrong-secret" not in attempt.post_data
    assert "123456" not in attempt.post_data


# ── the second step ─────────────────────────────────────────────────────────


def test_with_a_verifier_the_password_alone_does_not_open(client, device):
    assert enter(client)["Location"] == reverse("sign-in-code")
    assert not is_in(client)
    assert client.get(reverse("password-change")).status_code == 302
    page = client.get(reverse("sign-in-code"))
    assert "填动态码" in page.content.decode()
    client.post(reverse("sign-in-code"), {"code": fresh_code(device)})
    assert is_in(client)
    assert Event.objects.first().details["with_verifier"] is True


def test_the_code_may_come_with_the_password(client, device):
    assert enter(client, code=fresh_code(device))["Location"] == "/"
    assert is_in(client)


def test_a_code_opens_once(client, device):
    code = fresh_code(device)
    enter(client, code=code)
    again = Client()
    enter(again, code=code)
    assert not is_in(again)


def test_wrong_codes_are_logged_and_end_the_second_step(client, device):
    enter(client)
    wrong = wrong_code(device)
    for _ in range(5):
        TOTPDevice.objects.update(throttling_failure_count=0)
        assert client.post(reverse("sign-in-code"), {"code": wrong}).status_code == 400
    assert client.get(reverse("sign-in-code"))["Location"] == reverse("sign-in")
    refused = Event.objects.filter(action="account.sign_in_failed")
    assert refused.count() == 5
    assert {event.details["why"] for event in refused} == {"动态码"}


def test_the_second_step_waits_five_minutes(client, device):
    enter(client)
    session = client.session
    session["sign_in_pending"] = session["sign_in_pending"] | {"at": timezone.now().timestamp() - 301}
    session.save()
    assert client.post(reverse("sign-in-code"), {"code": fresh_code(device)})["Location"] == reverse("sign-in")
    assert not is_in(client)


def test_nobody_reaches_the_second_step_without_the_first(client, device):
    assert client.post(reverse("sign-in-code"), {"code": fresh_code(device)})["Location"] == reverse("sign-in")
    assert not is_in(client)


def test_a_verifier_is_set_up_confirmed_and_switched_off(client, post):
    enter(client)
    page = client.get(reverse("verifier")).content.decode()
    prepared = TOTPDevice.objects.get(user=post.official)
    assert not prepared.confirmed
    assert '<svg role="img" aria-label="验证器二维码"' in page
    assert "style=" not in page.split("<main", 1)[1]
    assert client.post(reverse("verifier"), {"code": wrong_code(prepared)}).status_code == 400
    client.post(reverse("verifier"), {"code": fresh_code(prepared)})
    prepared.refresh_from_db()
    assert prepared.confirmed
    assert "style=" not in client.get(reverse("verifier")).content.decode().split("<main", 1)[1]
    client.post(reverse("verifier"), {"code": fresh_code(prepared)})
    assert not TOTPDevice.objects.exists()
    assert actions()[-2:] == ["account.verifier_on", "account.verifier_off"]


# ── passwords ───────────────────────────────────────────────────────────────


def test_a_given_password_must_be_changed_before_anything_else(client, post):
    Official.objects.filter(pk=post.official_id).update(must_change_password=True)
    enter(client)
    assert client.get("/households/")["Location"] == reverse("password-change")
    page = client.get(reverse("password-change")).content.decode()
    assert "先改密码" in page
    new = first_password()
    client.post(reverse("password-change"), {"old": PASSWORD, "new": new, "again": new})
    assert is_in(client)
    assert client.get(reverse("password-change")).status_code == 200
    assert not Official.objects.get(pk=post.official_id).must_change_password
    assert actions()[-1] == "account.password"


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        ("wrong", "a-long-enough-1", "a-long-enough-1", "现在的密码不对"),
        (PASSWORD, "a-long-enough-1", "another-long-1", "两次输入的新密码不一样"),
        (PASSWORD, "short1", "short1", "这个密码不能用：太短，不足 10 个字"),
        (PASSWORD, "1234509876123", "1234509876123", "这个密码不能用：全是数字"),
        (PASSWORD, "guilan2018", "guilan2018", "这个密码不能用：和姓名或登录名太相似"),
        (PASSWORD, PASSWORD, PASSWORD, "这个密码不能用：和现在的密码一样"),
    ],
)
def test_passwords_that_will_not_do_are_refused_with_the_reason(client, post, old, new, again, said):
    enter(client)
    response = client.post(reverse("password-change"), {"old": old, "new": new, "again": again})
    assert response.status_code == 400
    assert said in response.content.decode()
    assert Official.objects.get(pk=post.official_id).check_password(PASSWORD)


def test_wrong_old_passwords_lock_the_form_as_they_lock_the_door_and_no_session_guesses_on(client, post):
    enter(client)
    wrong = {"old": "wrong", "new": first_password(), "again": ""}
    wrong["again"] = wrong["new"]
    for left in (4, 3, 2, 1):
        response = client.post(reverse("password-change"), wrong)
        assert response.status_code == 400 and f"还可以试 {left} 次，之后锁定 15 分钟" in response.content.decode()
    locked = client.post(reverse("password-change"), wrong)
    assert locked.status_code == 429 and "起可以再试" in locked.content.decode()
    assert actions()[-2:] == ["account.sign_in_failed", "account.locked"]
    again = client.post(reverse("password-change"), wrong | {"old": PASSWORD})
    assert again.status_code == 429
    assert Official.objects.get(pk=post.official_id).check_password(PASSWORD)
    assert enter(Client()).status_code == 302  # elsewhere the owner comes in
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert client.post(reverse("password-change"), wrong | {"old": PASSWORD}).status_code == 302
    assert not AccessAttempt.objects.exists()


def test_a_new_password_ends_the_other_sessions(client, post):
    other = Client()
    enter(client)
    enter(other)
    new = first_password()
    client.post(reverse("password-change"), {"old": PASSWORD, "new": new, "again": new})
    assert client.get(reverse("password-change")).status_code == 200
    assert other.get(reverse("password-change")).status_code == 302


# ── sessions and posts ──────────────────────────────────────────────────────


def test_a_session_ends_after_the_idle_minutes(client, post, settings):
    enter(client)
    assert client.session.get_expiry_age() <= 30 * 60
    session = client.session
    session.set_expiry(-1)
    session.save()
    assert client.get(reverse("password-change")).status_code == 302


def test_signing_out_is_a_post_and_is_logged(client, post):
    enter(client)
    assert client.get(reverse("sign-out")).status_code == 405
    client.post(reverse("sign-out"))
    assert not is_in(client)
    assert actions()[-1] == "account.sign_out"


def test_switching_posts_is_logged_and_only_among_ones_own(client, post):
    second = factories.post(role="village_cadre", area=factories.VILLAGE, by=post.official)
    foreign = factories.post(role="county_officer")
    enter(client)
    client.post(reverse("post-switch"), {"post": second.pk})
    assert client.get(reverse("password-change")).wsgi_request.post == second
    event = Event.objects.first()
    assert (event.action, event.post_id, event.area_code) == ("post.switch", second.pk, factories.VILLAGE)
    assert client.post(reverse("post-switch"), {"post": foreign.pk}).status_code == 404
    assert client.get(reverse("password-change")).wsgi_request.post == second


def test_an_ended_post_is_no_longer_acted_from(client, post):
    enter(client)
    session = client.session
    session["post"] = post.pk
    session.save()
    type(post).objects.filter(pk=post.pk).update(until=timezone.localdate())
    assert client.get(reverse("password-change")).wsgi_request.post is None


def test_one_click_entry_exists_only_in_a_demonstration_office_and_on_this_machine(client, post):
    from jingzhun.accounts.models import Office

    assert client.post(reverse("sign-in-demo"), {"post": post.pk})["Location"] == reverse("sign-in")
    assert not is_in(client)
    Office.objects.update(is_demo=True)
    assert "演示账号" in client.get(reverse("sign-in")).content.decode()
    far = Client(REMOTE_ADDR="10.1.2.3")
    assert "演示账号" not in far.get(reverse("sign-in")).content.decode()
    far.post(reverse("sign-in-demo"), {"post": post.pk})
    assert not is_in(far)
    client.post(reverse("sign-in-demo"), {"post": post.pk})
    assert is_in(client)
    assert Event.objects.first().action == "account.sign_in"


def test_forms_need_their_token(post):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse("sign-in"), {"username": "guilan", "password": PASSWORD}).status_code == 403


def test_sessions_that_have_run_out_are_taken_away_when_somebody_enters(client, post):
    """Whoever looks at the door leaves one; those of visitors still there and of officials at work stay."""
    here = Client()
    for visitor in (Client(), here):
        visitor.get(reverse("sign-in"))
    gone = Session.objects.exclude(pk=here.session.session_key).get()
    Session.objects.filter(pk=gone.pk).update(expire_date=timezone.now() - timedelta(seconds=1))
    enter(client)
    assert set(Session.objects.values_list("pk", flat=True)) == {here.session.session_key, client.session.session_key}
