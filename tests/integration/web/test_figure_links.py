"""Numbers that are links, on the pages that an official walks through, come to what they open."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from award_ground import ON, awards
from figure_links import wrong


@pytest.fixture
def held(tmp_path, settings, monkeypatch):
    settings.DATA_FOLDER = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setattr(timezone, "localdate", lambda *a: ON)
    return awards()


@pytest.mark.django_db
def test_every_number_that_is_a_link_opens_rows_that_come_to_it(held):
    held.roster()
    for post in (held.finance, held.village):
        client = Client()
        client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
        followed, said = wrong(client, each=1, follow=2)
        assert said == [], post.role
        assert followed > 20, (post.role, followed)
