"""Passwords, locks, verifiers and sessions. Called by the person itself, by the security post's page and by ``account``."""

from __future__ import annotations

import secrets

from axes.models import AccessAttempt
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit
from jingzhun.core.errors import Problem

from ..known_device import on_known_device
from ..models import Official

_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
# Our own words: Django's translation of these sentences comes and goes with its patch releases (missing in 5.2.19).
_WHY_NOT = {
    "password_too_short": "太短，不足 10 个字",
    "password_too_common": "太常见",
    "password_entirely_numeric": "全是数字",
    "password_too_similar": "和姓名或登录名太相似",
}


class UnableToSetPassword(Problem):
    code = "P-020"
    says = "这个密码不能用：{why}"
    remedy = "请另想一个：至少 10 个字，不全是数字，不常见，不含姓名和登录名"


class UnableToConfirmVerifier(Problem):
    code = "P-021"
    says = "动态码不对，验证器没有{done}"
    remedy = "请核对手机时间，等下一个动态码再填；连错几次要多等一会"


def first_password() -> str:
    """A password to be handed over once: 12 signs that are not mistaken for each other, in three groups."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(3))


def set_password(*, official: Official, password: str, by: Actor, must_change: bool) -> Official:
    """Give a new password: by the person itself, or by the security post, then to be changed at the next sign-in.

    Ends the official's sessions, as their hash is over the password. Raises :class:`UnableToSetPassword`.
    """
    with unit(by=by) as log:
        try:
            validate_password(password, official)
        except ValidationError as refused:
            raise UnableToSetPassword(why="；".join(_WHY_NOT[each.code] for each in refused.error_list)) from refused
        if official.check_password(password):
            raise UnableToSetPassword(why="和现在的密码一样")
        official.set_password(password)
        official.must_change_password = must_change
        official.password_changed_at = timezone.now()
        official.save(update_fields=("password", "must_change_password", "password_changed_at"))
        log.record("account.password", subject_kind="人员", subject_code=official.sign_in_name, must_change=must_change)
    return official


def reset_password(*, official: Official, by: Actor) -> str:
    """A new first password, shown once to the security post; the official must change it. Unlocks the account too."""
    password = first_password()
    with unit(by=by):
        set_password(official=official, password=password, by=by, must_change=True)
        unlock(official=official, by=by)
    return password


def unlock(*, official: Official, by: Actor) -> bool:
    """Forget the failed tries, so that the official may sign in at once. False when there were none."""
    with unit(by=by) as log:
        counted = (official.sign_in_name, on_known_device(official.sign_in_name))
        count, _ = AccessAttempt.objects.filter(username__in=counted).delete()
        if count:
            log.record("account.unlock", subject_kind="人员", subject_code=official.sign_in_name)
    return bool(count)


def prepare_verifier(*, official: Official) -> TOTPDevice:
    """The official's unconfirmed device: made once, shown until it is confirmed. Nothing depends on it yet."""
    device = TOTPDevice.objects.filter(user=official, confirmed=False).first()
    return device or TOTPDevice.objects.create(user=official, name="验证器", confirmed=False)


def confirm_verifier(*, official: Official, code: str, by: Actor) -> TOTPDevice:
    """From now on a code is asked for at every sign-in. Raises :class:`UnableToConfirmVerifier`."""
    device = prepare_verifier(official=official)
    if not device.verify_token(code):  # counts the failure: outside of the unit, so that it stays
        raise UnableToConfirmVerifier(done="启用")
    with unit(by=by) as log:
        TOTPDevice.objects.filter(user=official).exclude(pk=device.pk).delete()
        device.confirmed = True
        device.save()
        log.record("account.verifier_on", subject_kind="人员", subject_code=official.sign_in_name)
    return device


def disable_verifier(*, official: Official, code: str, by: Actor) -> None:
    """By the official, who proves to hold it. Raises :class:`UnableToConfirmVerifier`."""
    device = TOTPDevice.objects.filter(user=official, confirmed=True).first()
    if device is None or not device.verify_token(code):
        raise UnableToConfirmVerifier(done="停用")
    _drop(official, "account.verifier_off", by)


def drop_verifier(*, official: Official, by: Actor) -> None:
    """By the security post, for a lost one."""
    _drop(official, "account.verifier_dropped", by)


def _drop(official: Official, action: str, by: Actor) -> None:
    with unit(by=by) as log:
        TOTPDevice.objects.filter(user=official).delete()
        log.record(action, subject_kind="人员", subject_code=official.sign_in_name)


def end_sessions(*, official: Official, by: Actor) -> int:
    """Sign the official out everywhere. Returns how many sessions ended."""
    with unit(by=by) as log:
        keys = [session.session_key for session in sessions_of(official)]
        Session.objects.filter(session_key__in=keys).delete()
        log.record(
            "account.sessions_ended", subject_kind="人员", subject_code=official.sign_in_name, sessions=len(keys)
        )
    return len(keys)


def sessions_of(official: Official) -> list[Session]:
    """The official's sessions that have not run out."""
    return open_sessions().get(official.pk, [])


def forget_ended_sessions() -> None:
    """Rows of sessions that have run out: every visitor of the door leaves one, and nothing else takes them away."""
    Session.objects.filter(expire_date__lte=timezone.now()).delete()


def open_sessions() -> dict[int, list[Session]]:
    """Sessions that have not run out, by official. Sessions are sealed text, so all are opened: an office has few."""
    found: dict[int, list[Session]] = {}
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        owner = session.get_decoded().get("_auth_user_id")
        if owner:
            found.setdefault(int(owner), []).append(session)
    return found
