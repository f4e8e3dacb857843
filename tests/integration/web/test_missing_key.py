"""Without its key file the system starts, shows masked data and says which file is missing."""

import pytest
from django.urls import reverse

import factories


@pytest.mark.django_db
def test_every_page_names_the_missing_key_file_and_numbers_stay_masked(client, settings, tmp_path):
    factories.county()
    home = factories.household()
    factories.member(of=home)
    post = factories.post()
    client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("household", args=[home.subject.code])
    before = client.get(address).content.decode()
    assert "缺少密钥文件" not in before and "533499****" in before

    settings.KEYS_FOLDER = tmp_path / "away"
    answer = client.get(address)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "O-005" in page and str(tmp_path / "away" / "field.keys") in page
    assert "密钥缺失" in page and "533499" not in page
