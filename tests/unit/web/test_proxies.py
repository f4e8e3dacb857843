"""Whose address a request has: the proxies' own count decides, never what a visitor writes into a header."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from jingzhun.web.proxies import BehindProxies


@pytest.mark.parametrize(
    ("proxies", "told", "address"),
    [
        (0, "203.0.113.9", "10.0.0.2"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.2"),
        (1, "", "10.0.0.2"),
        (1, "unknown", "10.0.0.2"),
        (1, "2001:db8::7", "2001:db8::7"),
    ],
)
def test_the_address_is_what_the_outermost_own_proxy_saw(settings, proxies, told, address):
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"proxies": proxies})
    seen = []

    def view(request):
        seen.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    headers = {"X-Forwarded-For": told} if told else {}
    BehindProxies(view)(RequestFactory().get("/", headers=headers, REMOTE_ADDR="10.0.0.2"))
    assert seen == [address]


def test_it_comes_before_whatever_reads_an_address(settings):
    assert settings.MIDDLEWARE[0] == "jingzhun.web.proxies.BehindProxies"
