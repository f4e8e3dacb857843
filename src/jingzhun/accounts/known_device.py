"""A browser from which an official has signed in before. Wrong passwords from there are counted apart, so that a stranger
who keeps an account locked does not lock its owner out (OWASP: device cookies). A known device is locked by its own tries.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from .models import Official

COOKIE = "known_device"
SALT = "jingzhun.accounts.known_device"
SECONDS = 180 * 24 * 3600


def counted_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Under which name tries are counted: the sign-in name, or that name on its known device (named in the settings)."""
    name = str((credentials or {}).get("username") or "")
    known = getattr(request, "vouched_for", "") or _known_name(request)
    return on_known_device(name) if name and name == known else name


def vouch_for_session(request: HttpRequest) -> None:
    """Tries in a session that its official has opened are counted as those of a known device."""
    request.vouched_for = request.user.sign_in_name  # type: ignore[attr-defined]


def on_known_device(name: str) -> str:
    """A sign-in name holds no blank, so this is nobody's."""
    return f"{name} (known device)"


def remember_device(response: HttpResponse, official: Official) -> None:
    """The browser that gets ``response`` is known from now on, for this official; the last one to sign in counts."""
    response.set_signed_cookie(
        COOKIE, official.sign_in_name, salt=SALT, max_age=SECONDS, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE, path="/sign-in/",
    )  # fmt: skip


def _known_name(request: HttpRequest) -> str:
    try:
        return request.get_signed_cookie(COOKIE, salt=SALT, max_age=SECONDS)
    except (KeyError, signing.BadSignature):
        return ""
