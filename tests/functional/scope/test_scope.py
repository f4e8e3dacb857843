"""Every address of the system, asked for by every kind of post: found by who may, 404 for the neighbours."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from python_calamine import CalamineWorkbook

import factories
from functional.scope.addresses import ADDRESSES, Address, _upload
from jingzhun.accounts import scope
from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import ROLES, Role, Verb
from jingzhun.core.area_code import AreaCode, Level

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
OWN = {
    Level.VILLAGE: factories.VILLAGE, Level.TOWNSHIP: factories.TOWNSHIP, Level.COUNTY: factories.COUNTY,
}  # fmt: skip
NEIGHBOURS = {
    Level.VILLAGE: (factories.NEXT_VILLAGE, factories.FAR_VILLAGE, factories.NEXT_COUNTY_VILLAGE),
    Level.TOWNSHIP: (factories.NEXT_TOWNSHIP, f"{factories.NEXT_COUNTY_VILLAGE[:9]}000"),
    Level.COUNTY: (factories.NEXT_COUNTY,),
}
THINGS = {name: address for name, address in ADDRESSES.items() if address.kind == "thing"}
ROWS = {name: address for name, address in ADDRESSES.items() if address.kind == "rows"}


@pytest.fixture(autouse=True)
def ground(settings, tmp_path):
    settings.DATA_FOLDER, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    factories.county()


def all_names() -> set[str]:
    found, waiting = set(), [get_resolver()]
    while waiting:
        for pattern in waiting.pop().url_patterns:
            waiting.append(pattern) if isinstance(pattern, URLResolver) else found.add(pattern.name)
    return found


def test_every_address_has_a_line_in_the_table():
    missing = all_names() - set(ADDRESSES)
    assert not missing, f"tests/functional/scope/addresses.py has no line for {sorted(map(str, missing))}"
    assert not set(ADDRESSES) - all_names(), "the table names addresses that no longer exist"


def roles_of(address: Address) -> list[Role]:
    """Those who may; helpers see only their own households and are tested with pairing, who does not see all facts only the
    files that they sent, who does not see households no cases about them."""
    needed = set(address.verbs)
    if address.own_only:
        needed |= {Verb.VIEW_ALL_FACTS, Verb.LOAD_FACTS}
    if address.of_households:
        needed.add(Verb.VIEW_HOUSEHOLDS)
    return [role for role in ROLES.values() if needed <= role.verbs and role.key != "helper"]


def posts_of(address: Address, areas: dict[Level, tuple[str, ...]]) -> list[Post]:
    return [
        factories.post(role=role.key, area=area)
        for role in roles_of(address)
        for level in role.levels
        for area in areas[level]
    ]


def as_post(post: Post | None) -> Client:
    client = Client()
    if post is not None:
        client.force_login(post.official, backend=BACKEND)
    return client


def ask(name: str, address: Address, post: Post | None, arguments: dict, **query):
    target = reverse(name, kwargs=arguments)
    client = as_post(post)
    return client.post(target, address.data) if address.method == "post" else client.get(target, query)


def assert_found(name: str, address: Address, post: Post, arguments: dict) -> None:
    response = ask(name, address, post, arguments)
    expected = address.found or ((200, 302) if address.method == "post" else (200,))
    assert response.status_code in expected, f"{name} gives {post} {response.status_code}: {text_of(response)[:300]}"


def assert_hidden(name: str, address: Address, post: Post, arguments: dict) -> None:
    status = ask(name, address, post, arguments).status_code
    assert status == 404, f"{name} leaks to {post}: {status}"


def text_of(response) -> str:
    """What a reader sees: the page, or every cell of the workbook."""
    data = b"".join(response.streaming_content) if response.streaming else response.content
    if not data.startswith(b"PK"):
        return data.decode()
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return "\n".join(
        str(cell) for sheet in book.sheet_names for row in book.get_sheet_by_name(sheet).to_python() for cell in row
    )


# ── things ──────────────────────────────────────────────────────────────────


def check_thing(name: str) -> None:
    """Each post first finds the thing, then the neighbours of its level ask for the same address and object. What lies in
    the county above a post's area is hidden too, unless the page shows only the post's part of it."""
    address = THINGS[name]
    assert roles_of(address), f"nobody may use {name}"
    for post in posts_of(address, {level: (area,) for level, area in OWN.items()}):
        assert_found(name, address, post, address.build(factories.VILLAGE))
    arguments = address.build(factories.VILLAGE)
    for post in posts_of(address, NEIGHBOURS):
        assert_hidden(name, address, post, arguments)
    arguments = address.build(factories.COUNTY)
    for post in posts_of(address, {level: (area,) for level, area in OWN.items()}):
        if post.scope.level is not Level.COUNTY:
            (assert_found if address.from_below else assert_hidden)(name, address, post, arguments)


@pytest.mark.parametrize("name", THINGS)
def test_a_thing_is_found_in_scope_and_hidden_from_the_neighbours(name):
    check_thing(name)


# ── rows ────────────────────────────────────────────────────────────────────


def check_rows(name: str) -> None:
    """What lies in the post's range is shown, nothing else is, and searching for what lies outside finds nothing."""
    address = ROWS[name]
    places = (factories.VILLAGE, factories.NEXT_VILLAGE, factories.FAR_VILLAGE, factories.NEXT_COUNTY_VILLAGE)
    planted = {area: address.plant(area) for area in places}
    posts = posts_of(address, {level: (OWN[level], NEIGHBOURS[level][-1]) for level in OWN})
    assert posts, f"nobody may use {name}"
    for post in posts:
        response = ask(name, address, post, {})
        assert response.status_code == 200, f"{name} gives {post} {response.status_code}"
        shown = text_of(response)
        for area, text in planted.items():
            is_in = AreaCode.parse(post.area_id).covers(area)
            assert (text in shown) is is_in, f"{name} {'hides' if is_in else 'leaks'} {text} of {area} to {post}"
            if address.find and not is_in:
                found = ask(name, address, post, {}, **{address.find: text})
                assert_nothing_found(name, found, post, text)


def assert_nothing_found(name: str, response, post: Post, text: str) -> None:
    assert response.status_code == 200
    table = (response.context or {}).get("table")
    if table is not None:
        assert len(table.rows) == 0, f"{name} counts {text} for {post}"
    shown = text_of(response).replace(f'value="{text}"', "").replace(f"q={text}", "")
    assert text not in shown, f"{name} finds {text} for {post}"


@pytest.mark.parametrize("name", ROWS)
def test_lists_counts_exports_and_search_stay_in_scope(name):
    check_rows(name)


# ── what a department sees ──────────────────────────────────────────────────


@pytest.mark.parametrize("role", ["department", "finance"])
def test_who_keeps_some_facts_finds_the_files_that_it_sent_and_no_others(role):
    education = factories.post(role=role, department="教育局" if role == "department" else "")
    foreign = _upload(factories.COUNTY)
    own = _upload(factories.COUNTY)
    type(own).objects.filter(pk=own.pk).update(by=education.official)
    for name in (name for name, address in ADDRESSES.items() if address.own_only and address.kind == "thing"):
        if not ADDRESSES[name].verbs <= ROLES[role].verbs:
            continue
        assert_hidden(name, ADDRESSES[name], education, {"number": foreign.pk})
        status = ask(name, ADDRESSES[name], education, {"number": own.pk}).status_code
        assert status != 404, f"{name} hides from its sender"
    shown = text_of(ask("imports", ADDRESSES["imports"], education, {}))
    assert own.name in shown
    assert foreign.name not in shown


def test_refused_rows_of_another_sender_need_the_right_to_see_id_numbers(monkeypatch):
    monkeypatch.setitem(
        ROLES,
        "township_reviewer",
        replace(ROLES["township_reviewer"], verbs=frozenset({Verb.UPLOAD, Verb.LOAD_FACTS, Verb.VIEW_ALL_FACTS})),
    )
    reviewer = factories.post(role="township_reviewer", area=factories.TOWNSHIP)
    upload = _upload(factories.TOWNSHIP)
    assert ask("import-returned", ADDRESSES["import-returned"], reviewer, {"number": upload.pk}).status_code == 403
    assert reverse("import-returned", args=[upload.pk]) not in text_of(
        ask("import", ADDRESSES["import"], reviewer, {"number": upload.pk})
    )


# ── the net itself ──────────────────────────────────────────────────────────


def test_a_planted_leak_of_one_thing_is_seen(monkeypatch):
    monkeypatch.setattr(scope, "within", lambda rows, post, *, field="area_id": rows)
    with pytest.raises(AssertionError, match="record leaks to"):
        check_thing("record")


def test_a_planted_leak_of_a_list_is_seen(monkeypatch):
    monkeypatch.setattr(Post, "scope", AreaCode(""))
    with pytest.raises(AssertionError, match=r"projects (leaks|hides)"):
        check_rows("projects")


def test_an_address_without_a_line_is_seen(monkeypatch):
    monkeypatch.delitem(ADDRESSES, "household")
    with pytest.raises(AssertionError, match="no line for"):
        test_every_address_has_a_line_in_the_table()
