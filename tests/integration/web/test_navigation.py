"""The rail shows each post only what it may use, and nothing that is dead."""

import pytest
from bs4 import BeautifulSoup
from django.urls import NoReverseMatch, reverse

import factories
from jingzhun.accounts.roles import ADMINISTRATORS, ROLES
from jingzhun.core.area_code import Level
from jingzhun.web.navigation import ENTRIES, groups

AREAS = {Level.COUNTY: factories.COUNTY, Level.TOWNSHIP: factories.TOWNSHIP, Level.VILLAGE: factories.VILLAGE}

pytestmark = pytest.mark.django_db


@pytest.fixture
def entered(client):
    """``entered(role)``: the client signed in as a post of that role, at the lowest level the role may have."""
    factories.county()

    def enter(role: str):
        post = factories.post(role=role, area=AREAS[max(ROLES[role].levels)])
        client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter


def exists(address: str) -> bool:
    try:
        reverse(address)
    except NoReverseMatch:
        return False
    return True


@pytest.mark.parametrize("role", list(ROLES))
def test_every_entry_of_the_rail_opens_for_the_post_that_sees_it(entered, role):
    client = entered(role)
    page = client.get(reverse("home"), follow=True)
    assert page.status_code == 200
    links = BeautifulSoup(page.content, "html.parser").select("nav[aria-label=主导航] a")
    assert links
    for link in links:
        assert client.get(link["href"], follow=True).status_code == 200, link["href"]


@pytest.mark.parametrize("role", list(ROLES))
def test_an_entry_that_the_post_may_not_use_is_absent_and_its_page_refuses(entered, role):
    client = entered(role)
    hidden = [e for e in ENTRIES if not set(e.verbs) <= ROLES[role].verbs and exists(e.address)]
    page = client.get(reverse("home"), follow=True)
    shown = {a["href"] for a in BeautifulSoup(page.content, "html.parser").select("nav a")}
    for entry in hidden:
        assert reverse(entry.address) not in shown
        assert client.get(reverse(entry.address), follow=True).status_code in (403, 404), entry.title


def test_no_administrator_sees_households():
    for role in ADMINISTRATORS:
        seen = groups(path="/", may=lambda verb, role=role: verb in ROLES[role].verbs)
        assert "一户一档" not in [entry.title for group in seen for entry in group.entries]


def test_the_longest_address_that_begins_the_path_is_current():
    seen = groups(path="/households/5334222022040001/", may=lambda verb: True)
    assert [e.title for g in seen for e in g.entries if e.is_current] == ["一户一档"]
    assert [g.title for g in seen] == [t for t in ("看", "办", "管", "写") if t in {g.title for g in seen}]


def test_pages_carry_the_headers_that_keep_them_on_the_host(entered):
    answer = entered("county_officer").get(reverse("home"))
    policy = answer.headers["Content-Security-Policy"].split("; ")
    assert "default-src 'self'" in policy
    assert {"frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'", "object-src 'none'"} <= set(policy)
    assert not any("unsafe" in part or "http" in part for part in policy)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]


def test_a_form_without_its_token_is_refused_with_a_page_that_says_why(entered):
    client = entered("county_officer")
    client.handler.enforce_csrf_checks = True
    answer = client.post(reverse("home"))
    assert answer.status_code == 403
    assert "W-419" in answer.content.decode()


def test_an_address_that_does_not_exist_is_not_confirmed(entered):
    answer = entered("village_cadre").get("/nowhere/")
    assert answer.status_code == 404
    assert "没有这一页，或不在你的范围" in answer.content.decode()
