"""Every page that a post can reach by links, once per address pattern: opens and fits at both widths, passes axe at the desk."""

from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, SoupStrainer
from django.urls import resolve, reverse

import factories
from jingzhun.accounts.roles import ROLES

pytestmark = pytest.mark.django_db(transaction=True)
LINKS = SoupStrainer("a")


def pages(client) -> dict[str, str]:
    """Address pattern → one address of it, found by following links from the first page; files are left out."""
    found: dict[str, str] = {}
    waiting = [reverse("home")]
    while waiting:
        address = waiting.pop(0)
        name = resolve(urlsplit(address).path).url_name
        if name in found:
            continue
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        found[name] = address
        if "Content-Disposition" in answer.headers or not answer.headers["Content-Type"].startswith("text/html"):
            found[name] = ""
            continue
        here = answer.request["PATH_INFO"]
        for link in BeautifulSoup(answer.content, "html.parser", parse_only=LINKS).find_all("a", href=True):
            target = urljoin(here, link["href"])
            if target.startswith("/") and not target.startswith("/static/"):
                waiting.append(target.partition("#")[0])
    return {name: address for name, address in found.items() if address}


ROLES_BY_REACH = (
    "county_officer",
    "village_cadre",
    "finance",
    "department",
    "helper",
    "inspection",
    "system_admin",
    "security_admin",
    "audit_admin",
)


def test_every_page_within_reach_opens_passes_axe_and_fits(page, phone, live, client, enter, axe, fits, shot):
    """Every page of every role answers; the browser sees each address pattern once, as the first role that reaches it."""
    factories.county()
    family = factories.household()
    factories.member(of=family)
    seen: set[str] = set()
    for role in ROLES_BY_REACH:
        village = min(ROLES[role].levels) > 6
        post = factories.post(role=role, area=factories.VILLAGE if village else factories.COUNTY)
        for window in (page, phone):
            enter(window, post)
        for name, address in pages(client).items():
            if name in seen:
                continue
            seen.add(name)
            for window in (page, phone):
                assert window.goto(f"{live}{address}").status == 200
                assert window.locator("h1").count() == 1, address
                fits(window)
                shot(window, f"{role}-{name}")
            axe(page)
