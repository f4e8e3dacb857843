"""The address that a request really came from, where own reverse proxies stand in front of the site.

Limits by address, the log of sign-ins and the demonstration's door read ``REMOTE_ADDR``: behind a proxy that is the proxy's.
"""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class BehindProxies:
    """Middleware before all others. ``JINGZHUN_PROXIES`` is how many own proxies append an address to X-Forwarded-For: the one
    that the outermost of them appended is the visitor's; what stands before it anybody may have written. Nought believes none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        proxies: int = settings.ENVIRONMENT.proxies
        told = [each.strip() for each in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        if proxies and len(told) >= proxies and _is_address(told[-proxies]):
            request.META["REMOTE_ADDR"] = told[-proxies]
        return self.get_response(request)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
