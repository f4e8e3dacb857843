"""Every address of the table asks the database as often in a county with many rows as in one with few."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import factories
from functional.scope import addresses
from functional.scope.addresses import ADDRESSES, Address
from jingzhun.accounts.models import Post
from jingzhun.accounts.roles import ROLES
from jingzhun.core.area_code import Level

pytestmark = pytest.mark.django_db
READ = {name: address for name, address in ADDRESSES.items() if address.method == "get" and address.kind != "door"}
VILLAGES = (factories.VILLAGE, factories.NEXT_VILLAGE, factories.FAR_VILLAGE)
FEW, MANY, MOST_QUESTIONS = 2, 12, 80


@pytest.fixture(autouse=True)
def ground(settings, tmp_path):
    settings.DATA_FOLDER, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    factories.county()


def post_for(address: Address) -> Post:
    """One that may read it, over the whole county, or where that is no county's business over a township."""
    roles = [role for role in ROLES.values() if address.verbs <= role.verbs]
    role = next((role for role in roles if Level.COUNTY in role.levels), None)
    if role is not None:
        return factories.post(role=role.key)
    return factories.post(role=next(r for r in roles if Level.TOWNSHIP in r.levels).key, area=factories.TOWNSHIP)


def grow(times: int) -> None:
    """More of everything that pages list, in several villages and at the county."""
    for number in range(times):
        village = VILLAGES[number % len(VILLAGES)]
        home = factories.household(village=village)
        for serial in range(3):
            factories.member(of=home, relation="01" if serial == 0 else "04")
        factories.income(of=home, fen=350_000)
        factories.complete(of=home, table="收入", year=2018)
        addresses.project(village)
        addresses.official(village)
        addresses.event(village)
        addresses.spelling(village)
        addresses.case(village)
        addresses.notice(village)
        addresses.suggestion(village)
        addresses.review(village)
        for area in (village, factories.COUNTY):
            addresses.upload(area)
            addresses.figure(area)
            addresses.run(area)
            addresses.report(area)


def questions(client: Client, target: str) -> int:
    client.get(target)  # what is read once per process
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(target)
        b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code in (200, 302, 422), answer.status_code
    return len(asked)


def asked_of_each() -> dict[str, int]:
    """Address → how many questions it asks now; what was made to ask it is taken back."""
    found = {}
    for name, address in READ.items():
        with transaction.atomic():
            client = Client()
            client.force_login(post_for(address).official, backend="django.contrib.auth.backends.ModelBackend")
            found[name] = questions(client, reverse(name, kwargs=address.build(factories.VILLAGE)))
            transaction.set_rollback(True)
    return found


def test_no_address_asks_more_questions_in_a_larger_county():
    grow(FEW)
    before = asked_of_each()
    grow(MANY)
    after = asked_of_each()
    grown = {name: (few, after[name]) for name, few in before.items() if after[name] > few}
    assert not grown, "questions in the smaller and in the larger county"
    assert not {name: few for name, few in before.items() if few > MOST_QUESTIONS}
