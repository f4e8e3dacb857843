"""The list of cases opens with those in hand, and stays so while one turns and sorts it."""

import pytest
from django.urls import reverse

import factories

pytestmark = pytest.mark.django_db
IN_HAND = '<option value="open" selected>'


@pytest.mark.parametrize("asked", ["page=2", "sort=number", "as_of=2018-12-31"])
def test_turning_or_sorting_the_first_list_does_not_turn_it_into_another(client, asked):
    factories.county()
    client.force_login(factories.post().official, backend="django.contrib.auth.backends.ModelBackend")
    assert IN_HAND in client.get(f"{reverse('cases')}?{asked}").content.decode()
    assert IN_HAND not in client.get(f"{reverse('cases')}?which=&{asked}").content.decode(), "all were asked for"
