"""What every answer carries, whatever it is: pages, refusals, files, static files; and what is not even received."""

from __future__ import annotations

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

import factories

pytestmark = pytest.mark.django_db
SECURE = {
    "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}  # fmt: skip


@pytest.fixture(autouse=True)
def ground(settings, tmp_path):
    settings.DATA_FOLDER, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    factories.county()


@pytest.fixture
def officer(client):
    client.raise_request_exception = False
    client.force_login(factories.post().official, backend="django.contrib.auth.backends.ModelBackend")
    return client


def assert_guarded(response) -> None:
    for name, value in SECURE.items():
        assert response.headers.get(name) == value, f"{response.status_code} without {name}"
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_pages_refusals_and_errors_are_guarded(officer, monkeypatch):
    for address, status in (
        ("/", 200),
        ("/log/", 403),
        ("/households/none/", 404),
        ("/none/", 404),
        ("/sign-out/", 405),
    ):
        response = officer.get(address)
        assert response.status_code == status
        assert_guarded(response)
        assert response.headers["Cache-Control"].startswith(("no-store", "max-age=0"))
    assert_guarded(officer.get("/", headers={"host": "elsewhere.example"}))
    assert_guarded(Client().get("/"))
    assert_guarded(Client(enforce_csrf_checks=True).post("/sign-in/"))
    monkeypatch.setattr("jingzhun.dashboards.views.home.waiting", lambda stands: 1 // 0)
    broken = officer.get("/")
    assert broken.status_code == 500
    assert_guarded(broken)


def test_downloads_are_guarded_and_never_opened_in_place(officer):
    for address in ("/households/export/", "/projects/export/"):
        response = officer.get(address)
        assert response.status_code == 200
        assert_guarded(response)
        assert response.headers["Content-Disposition"].startswith("attachment;")


def test_static_files_are_guarded_and_may_be_kept(officer):
    assert finders.find("web/charts.js")
    response = officer.get("/static/web/charts.js")
    assert response.status_code == 200
    assert_guarded(response)
    assert "no-store" not in response.headers["Cache-Control"]


def test_a_request_announced_as_too_large_is_refused_unread(client, settings):
    """Also from a visitor, whose file would else lie in a temporary folder before anybody asks who it is."""

    class Unread:
        def read(self, *args):
            raise AssertionError("the body was read")

        readline = read

    limit = settings.ENVIRONMENT.upload_megabytes * 1024 * 1024
    response = client.generic(
        "POST", reverse("sign-in"), content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(limit * 3), "wsgi.input": Unread()},
    )  # fmt: skip
    assert response.status_code == 413
    assert "W-413" in response.content.decode()
    assert "192 MB，超过上限 64 MB" in response.content.decode()
    assert_guarded(response)
    assert client.generic("POST", reverse("sign-in"), CONTENT_LENGTH="many").status_code == 413
