"""Every address of the system, asked for by who lacks the verb, has no post or is not signed in: 403, or the way to the door."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

import factories
from functional.scope.addresses import ADDRESSES
from jingzhun.accounts.roles import ADMINISTRATORS, ROLES
from jingzhun.core.area_code import Level

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("verbs")]
BACKEND = "django.contrib.auth.backends.ModelBackend"
AREAS = {Level.VILLAGE: factories.VILLAGE, Level.TOWNSHIP: factories.TOWNSHIP, Level.COUNTY: factories.COUNTY}
GUARDED = {name: address for name, address in ADDRESSES.items() if address.verbs}


@pytest.fixture(scope="module")
def ground(standing):
    def make() -> dict[str, dict[str, Any]]:
        factories.county()
        return {name: address.build(factories.VILLAGE) for name, address in ADDRESSES.items()}

    return standing(make)


@pytest.fixture
def things(ground, settings, tmp_path) -> dict[str, dict[str, Any]]:
    """What each address is asked for with: something of a village."""
    return ground(settings, tmp_path)


def answer(client: Client, name: str, things: dict[str, dict[str, Any]]) -> int:
    target, address = reverse(name, kwargs=things[name]), ADDRESSES[name]
    return (client.post(target, address.data) if address.method == "post" else client.get(target)).status_code


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_refused_whatever_it_may_not(role, things):
    """Administrators, finance, departments …: 403, wherever the object lies. All addresses are asked before it is said."""
    post = factories.post(role=role, area=AREAS[min(ROLES[role].levels)])
    client, wrong = Client(), {}
    client.force_login(post.official, backend=BACKEND)
    for name, address in GUARDED.items():
        if not address.verbs <= ROLES[role].verbs:
            status = answer(client, name, things)
            if status != 403:
                wrong[name] = status
    assert wrong == {}


def test_an_account_without_a_post_is_refused(things):
    client = Client()
    client.force_login(factories.official(), backend=BACKEND)
    assert {name: status for name in GUARDED if (status := answer(client, name, things)) != 403} == {}


def test_a_visitor_is_sent_to_the_door(things):
    answers = {name: answer(Client(), name, things) for name in ADDRESSES}
    open_to_all = {name for name, address in ADDRESSES.items() if address.kind == "door"}
    assert {name for name, status in answers.items() if status == 200} <= open_to_all
    assert {name: status for name, status in answers.items() if name not in open_to_all and status != 302} == {}


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_an_administrator_reaches_nothing_but_the_own_pages(role):
    reached = {name for name, address in GUARDED.items() if address.verbs <= ROLES[role].verbs}
    for other in ADMINISTRATORS:
        if other != role:
            assert not reached & {n for n, a in GUARDED.items() if a.verbs <= ROLES[other].verbs}
    assert reached
    assert not [
        name for name in reached if name.startswith(("household", "record", "project", "figure", "run", "unmask"))
    ]
