"""Every page that a post can reach by links, once per address pattern: opens and fits at both widths, passes axe at the desk."""

from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, SoupStrainer
from django.urls import resolve, reverse

import factories
from jingzhun.accounts.roles import ROLES

pytestmark = pytest.mark.django_db(transaction=True)
PARTS = SoupStrainer(["a", "h2"])


def pages(client) -> dict[str, tuple[str, set[str]]]:
    """Address pattern → one address of it and the titles of its panels, found by following links from the first page; files
    are left out."""
    found: dict[str, tuple[str, set[str]]] = {}
    waiting = [reverse("home")]
    while waiting:
        address = waiting.pop(0)
        name = resolve(urlsplit(address).path).url_name
        if name in found:
            continue
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        found[name] = ("", set())
        if "Content-Disposition" in answer.headers or not answer.headers["Content-Type"].startswith("text/html"):
            continue
        here = answer.request["PATH_INFO"]
        parts = BeautifulSoup(answer.content, "html.parser", parse_only=PARTS)
        found[name] = (address, {title.get_text(strip=True) for title in parts.find_all("h2")})
        for link in parts.find_all("a", href=True):
            target = urljoin(here, link["href"])
            if target.startswith("/") and not target.startswith("/static/"):
                waiting.append(target.partition("#")[0])
    return {name: (address, panels) for name, (address, panels) in found.items() if address}


POSTS_BY_REACH = (
    ("county_officer", factories.COUNTY),
    ("village_cadre", factories.VILLAGE),
    ("resident_team", factories.VILLAGE),
    ("township_reviewer", factories.TOWNSHIP),
    ("township_head", factories.TOWNSHIP),
    ("finance", factories.COUNTY),
    ("finance", factories.TOWNSHIP),
    ("audit", factories.COUNTY),
    ("department", factories.COUNTY),
    ("helper", factories.COUNTY),
    ("inspection", factories.COUNTY),
    ("system_admin", factories.COUNTY),
    ("security_admin", factories.COUNTY),
    ("audit_admin", factories.COUNTY),
)


def test_every_kind_of_post_is_in_the_table():
    assert {role for role, _ in POSTS_BY_REACH} == set(ROLES)


def test_every_page_within_reach_opens_passes_axe_and_fits(page, phone, live, client, enter, axe, fits, shot):
    """Every page of every post answers; the browser sees each address pattern once, as the first post that reaches it, and again
    where another post sees panels on it that none before has seen."""
    factories.county()
    family = factories.household()
    factories.member(of=family)
    seen: dict[str, set[str]] = {}
    for role, area in POSTS_BY_REACH:
        post = factories.post(role=role, area=area)
        for window in (page, phone):
            enter(window, post)
        for name, (address, panels) in pages(client).items():
            if name in seen and panels <= seen[name]:
                continue
            seen.setdefault(name, set()).update(panels)
            for window in (page, phone):
                assert window.goto(f"{live}{address}").status == 200
                assert window.locator("h1").count() == 1, address
                fits(window)
                shot(window, f"{role}-{name}")
            axe(page)
