"""Every address that is read, asked with values that no page of ours writes: each answers in its own words, none falls over.

Which values an address knows is heard, not listed: the query tells what it was asked for, so a new filter is tested with its page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from urllib.parse import quote

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property

import factories
from functional.scope.addresses import ADDRESSES
from functional.scope.test_budgets import post_for
from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import ROLES

pytestmark = pytest.mark.django_db
READ = {name: address for name, address in ADDRESSES.items() if address.method == "get"}
OVERLONG = "9" * 20
BROKEN = {
    "nothing": "",
    "letters": "abc",
    "below nought": "-1",
    "beyond every integer": OVERLONG,
    "digits that are no number": quote("²１"),
    "no such day": "2026-13-40",
    "the last day": "9999-12-31",
    "the first day": "0001-01-01",
    "NUL": "a%00b",
    "lone surrogate": "%ed%a0%80",
    "no UTF-8": "%ff%fe",
    "marks": quote("'\"<%>&{{}}\\"),
    "a book": "x" * 20_000,
}
"""As they stand in an address, escaped."""
ALONE = ("beyond every integer", "the last day")
"""Asked for in one value at a time too: where another is wrong as well, a view may not come to look at it."""
EVERYWHERE = {"as_of", "known"}
"""Read before every page and kept for those that follow: tested on pages of their own."""
ANSWERS = (200, 302, 400, 403, 404, 422)


@pytest.fixture(autouse=True)
def ground(settings, tmp_path):
    settings.DATA_FOLDER, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    factories.county()


@pytest.fixture
def heard(monkeypatch) -> set[str]:
    """The names that views, filters and middlewares have asked the query for."""
    names: set[str] = set()

    class Heard(QueryDict):
        def __getitem__(self, name):
            names.add(name)
            return super().__getitem__(name)

        def __contains__(self, name):
            names.add(name)
            return super().__contains__(name)

        def get(self, name, default=None):
            names.add(name)
            return super().get(name, default)

        def getlist(self, name, default=None):
            names.add(name)
            return super().getlist(name, default)

    query = cached_property(lambda request: Heard(request.META.get("QUERY_STRING", ""), encoding=request.encoding))
    query.__set_name__(WSGIRequest, "GET")
    monkeypatch.setattr(WSGIRequest, "GET", query)
    return names


def visitor(post: Post | None) -> Client:
    client = Client()
    if post is not None:
        client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
    return client


def wrong(client: Client, target: str, query: str = "") -> list[str]:
    """What is wrong with the answer: nothing where a visitor can use it."""
    try:
        with transaction.atomic():
            answer = client.get(target, QUERY_STRING=query)
            said = b"".join(answer.streaming_content) if answer.streaming else answer.content
    except Exception as failed:  # every way to fall over is told, not the first alone
        return [f"{target}?{query[:80]}: {type(failed).__name__} {str(failed)[:120]}"]
    empty = answer.status_code == 200 and not said and "HX-Refresh" not in answer.headers
    return [f"{target}?{query[:80]}: {answer.status_code}"] if answer.status_code not in ANSWERS or empty else []


def queries(names: set[str]) -> Iterator[str]:
    yield from ("&".join(f"{name}={value}" for name in sorted(names)) for value in BROKEN.values())
    yield from (f"{name}={BROKEN[value]}" for name in sorted(names) for value in ALONE)
    yield "&".join(f"{name}=1&{name}=abc&{name}=" for name in sorted(names))


def swept(post: Post | None, names: Iterable[str], heard: set[str], area: str = factories.VILLAGE) -> list[str]:
    """What is wrong with these addresses and every value that each asks for, also those that it asks for only after another."""
    found = []
    for name in names:
        who = post or (post_for(READ[name]) if READ[name].kind != "door" else None)
        client, target = visitor(who), reverse(name, kwargs=READ[name].build(area))
        heard.clear()
        found += wrong(client, target)
        tried = set(EVERYWHERE)
        while more := heard - tried:
            tried |= more
            found += [each for query in queries(more) for each in wrong(client, target, query)]
    return found


def of_kind(*kinds: str) -> list[str]:
    return [name for name, address in READ.items() if address.kind in kinds]


@pytest.mark.parametrize("kinds", [("page",), ("rows",), ("thing",), ("door",)], ids=lambda kinds: kinds[0])
def test_values_that_no_page_writes_are_answered_to_who_may_read_over_the_county(kinds, heard):
    assert swept(None, of_kind(*kinds), heard) == []
    assert heard, "the query told nothing: the test hears no more"


def test_values_that_no_page_writes_are_answered_to_a_village(heard):
    post = factories.post(role="village_cadre", area=factories.VILLAGE)
    allowed = ROLES["village_cadre"].verbs
    lists = [name for name in of_kind("rows") if READ[name].verbs <= allowed and not name.endswith("export")]
    assert lists and swept(post, lists, heard) == []


def test_who_is_not_signed_in_is_sent_to_the_door_whatever_is_asked():
    client, names = visitor(None), ("page", "sort", "q", "as_of", "known", "next")
    found = []
    for name in of_kind("page", "rows", "thing"):
        target = reverse(name, kwargs=READ[name].build(factories.VILLAGE))
        for value in BROKEN.values():
            found += wrong(client, target, "&".join(f"{each}={value}" for each in names))
    assert found == []


def misnamed(name: str) -> Iterator[str]:
    """An address, each of its arguments once that of an object that cannot be."""
    arguments = READ[name].build(factories.VILLAGE)
    for part, given in arguments.items():
        for other in (int(OVERLONG), 0) if isinstance(given, int) else ("没有", "a\x00b", OVERLONG, "x" * 2000):
            with suppress(NoReverseMatch):  # no address at all, to a browser too
                yield reverse(name, kwargs={**arguments, part: other})


def test_an_object_that_cannot_be_is_not_found():
    found = []
    for name in of_kind("thing", "page", "door"):
        client = visitor(post_for(READ[name]) if READ[name].kind != "door" else None)
        for target in misnamed(name):
            found += wrong(client, target)
    assert found == []


@pytest.mark.parametrize("name", sorted(EVERYWHERE))
def test_a_day_that_cannot_be_is_refused_and_spoils_no_page_after_it(name):
    """What is chosen is kept for the session: a day that no page can reckon with would be met on each."""
    client = visitor(factories.post())
    for value in BROKEN.values():
        found = wrong(client, reverse("home"), f"{name}={value}")
        found += [
            each for after in ("home", "households", "projects", "cases") for each in wrong(client, reverse(after))
        ]
        assert found == [], value
    client.get(reverse("home"), {name: ""})
    said = client.get(reverse("home"), {name: "9999-12-31"}).content.decode()
    assert "“9999-12-31”不是能用的日期" in said and "年份在 1900 到 2199 之间" in said


@pytest.mark.parametrize("asked", ["/households/?q=a%00b", "/households/a%00b/"])
def test_the_sign_nul_is_told_as_unreadable_to_everybody(asked):
    for client in (visitor(None), visitor(factories.post())):
        answer = client.get(asked)
        assert answer.status_code == 400 and "读不懂的请求" in answer.content.decode()
