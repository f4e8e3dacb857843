"""ID numbers: for a reason, for who may, on one answer, with an event per person."""

from __future__ import annotations

import pytest
from django.urls import reverse

import factories
from jingzhun.accounts.scope import UnableToAct, UnableToReachArea
from jingzhun.audit.models import Event
from jingzhun.registry.actions.unmask import UnableToUnmask, show_id_numbers

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    factories.county()
    home = factories.household()
    home.numbers = [factories.id_number() for _ in range(2)]
    for number, name in zip(home.numbers, ("拉姆", "次仁"), strict=True):
        factories.member(of=home, name=name, number=number)
    return home


def unmasked() -> list[Event]:
    return list(Event.objects.filter(action="person.unmask").order_by("number"))


def test_numbers_are_shown_once_for_a_reason_and_logged_per_person(client, home):
    post = factories.post(role="village_cadre", area=factories.VILLAGE)
    client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("unmask", args=[home.subject.code])
    asked = client.get(address)
    assert not [number for number in home.numbers if number in asked.content.decode()]
    assert client.post(address, {"reason": " "}).status_code == 422
    assert unmasked() == []
    shown = client.post(address, {"reason": "核对户口簿"})
    assert all(number in shown.content.decode() for number in home.numbers)
    assert "no-store" in shown["Cache-Control"]
    events = unmasked()
    assert len(events) == 2
    assert {event.post_id for event in events} == {post.pk}
    assert {event.details["reason"] for event in events} == {"核对户口簿"}
    assert not [number for number in home.numbers if number in str([event.details for event in events])]
    assert not [number for number in home.numbers if number in client.get(address).content.decode()]


def test_who_may_not_or_lies_outside_is_refused_and_nothing_is_opened(home):
    for role, area, refusal in (
        ("resident_team", factories.VILLAGE, UnableToAct),
        ("village_cadre", factories.NEXT_VILLAGE, UnableToReachArea),
    ):
        with pytest.raises(refusal):
            show_id_numbers(
                household=home,
                post=factories.post(role=role, area=area),
                reason="核对户口簿",
                day=factories.date(2018, 12, 31),
            )
    assert unmasked() == []


def test_without_the_key_it_says_which_file_is_missing(home, settings, tmp_path):
    settings.KEYS_FOLDER = tmp_path
    post = factories.post(role="village_cadre", area=factories.VILLAGE)
    with pytest.raises(UnableToUnmask, match="密钥文件不在"):
        show_id_numbers(household=home, post=post, reason="核对户口簿", day=factories.date(2018, 12, 31))
