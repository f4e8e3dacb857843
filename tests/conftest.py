"""Ground of all tests: a throw-away data folder with its keys, the chosen database, only loopback open.

``--database postgres`` runs the tests that use a database on a real PostgreSQL instead of SQLite.
Hypothesis draws the same examples in every run; ``--hypothesis-profile explore`` draws many new ones.
Django's settings are named here and not in pyproject because they read the environment when loaded.
"""

from __future__ import annotations

import copy
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import hypothesis
import pytest

import postgres_server

SLOW = [hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.data_too_large]
hypothesis.settings.register_profile("same", derandomize=True, deadline=None, database=None, suppress_health_check=SLOW)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=2000, suppress_health_check=SLOW)
hypothesis.settings.load_profile("same")

FOLDER = pytest.StashKey[Path]()
SERVER = pytest.StashKey[postgres_server.Server]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgres"), default="sqlite", help="where database tests run")
    parser.addoption("--shots", action="store_true", help="browser tests keep a picture of every page in shots/")


def pytest_configure(config: pytest.Config) -> None:
    folder = Path(tempfile.mkdtemp(prefix="jingzhun-test-"))
    config.stash[FOLDER] = folder
    os.environ["JINGZHUN_DATA"] = str(folder / "data")
    os.environ.pop("JINGZHUN_KEYS", None)
    os.environ.pop("JINGZHUN_HEADS", None)
    if config.getoption("--database") == "sqlite":
        os.environ["DATABASE_URL"] = ""
    elif not os.environ.get("DATABASE_URL"):
        config.stash[SERVER] = postgres_server.start()
        os.environ["DATABASE_URL"] = config.stash[SERVER].url
    os.environ["DJANGO_SETTINGS_MODULE"] = "jingzhun.web.settings"
    (folder / "data" / "static").mkdir(parents=True)

    from django.conf import settings

    from jingzhun.core.cipher import FileKeys

    if config.getoption("--database") == "sqlite":
        _keep_in_a_file(settings.DATABASES["default"], folder / "test.sqlite3")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    FileKeys(settings.KEYS_FOLDER).create()
    _let_flush_pass_the_log()
    _look_for_static_files_once()


def _keep_in_a_file(database: dict, path: Path) -> None:
    """A file, as in an office, and not in memory: there the live server's threads and the test would share one connection,
    and each could end a transaction that the other is in."""
    database.setdefault("TEST", {})["NAME"] = str(path)  # whether or not Django has filled in its other defaults yet
    database["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"


@contextmanager
def _without_triggers() -> Iterator[None]:
    """The guards of the store taken off for just a moment."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            yield
            cursor.execute("SET session_replication_role = origin")
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            yield
            for _, sql in triggers:
                cursor.execute(sql)


def _let_flush_pass_the_log() -> None:
    """Tests with committed data end with a flush, which the guards refuse; after it the ground is laid again."""
    from django.test import TransactionTestCase

    original = TransactionTestCase._fixture_teardown

    def teardown(self) -> None:
        with _without_triggers():
            original(self)
        _lay_the_ground()

    TransactionTestCase._fixture_teardown = teardown


def _look_for_static_files_once() -> None:
    """Every test client loads the middleware anew, and looking for all static files was a seventh of what pages' tests took."""
    from whitenoise.middleware import WhiteNoiseMiddleware

    look, found = WhiteNoiseMiddleware.add_files_from_finders, {}

    def once(self: WhiteNoiseMiddleware) -> None:
        if not found:
            before = set(self.files)
            look(self)
            found.update({url: file for url, file in self.files.items() if url not in before})
        self.files.update(found)

    WhiteNoiseMiddleware.add_files_from_finders = once


def _lay_the_ground() -> None:
    """Areas and code lists, laid once and not in every test (a tenth of what tests took), and a log that is still empty."""
    import factories
    from jingzhun.audit.models import ChainHead, Event

    ChainHead.objects.get_or_create(pk=1)
    factories.ground()
    with _without_triggers():
        Event.objects.all().delete()
        ChainHead.objects.update(number=0, hash="0" * 64)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> None:
    with django_db_blocker.unblock():
        _lay_the_ground()


def pytest_unconfigure(config: pytest.Config) -> None:
    server = config.stash.get(SERVER, None)
    if server is not None:
        server.stop()
    shutil.rmtree(config.stash[FOLDER], ignore_errors=True)


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Files made while tests are collected hold the time: their bytes are no name that two workers agree on."""
    return argname if isinstance(val, bytes) and len(val) > 100 else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what touches a database is run again."""
    if config.getoption("--database") == "sqlite":
        return
    uses = [i for i in items if i.get_closest_marker("django_db") or {"db", "transactional_db"} & set(i.fixturenames)]
    kept = set(map(id, uses))
    config.hook.pytest_deselected(items=[item for item in items if id(item) not in kept])
    items[:] = uses


@pytest.fixture(scope="module")
def standing(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[Callable[[], Any]], Callable[[Any, Path], Any]]]:
    """Ground that costs much and that many tests of one file only read or begin from: ``standing(make)`` lays it once, in a
    transaction that is taken back behind the last of them. What it returns gives each test the ground's own copy of what was
    made, with the files in the test's folder: ``ground(settings, tmp_path)``. Not for tests that commit."""
    from django.db import transaction
    from django.test import override_settings

    folder = tmp_path_factory.mktemp("standing")
    own = [item for item in request.session.items if item.path == request.path]
    marks = {item.name: item.get_closest_marker("django_db") for item in own}
    assert [name for name, mark in marks.items() if mark and mark.kwargs.get("transaction")] == [], "these tests commit"

    def lay(make: Callable[[], Any]) -> Callable[[Any, Path], Any]:
        with override_settings(DATA_FOLDER=folder, MEDIA_ROOT=folder / "files"):
            made = make()

        def give(settings: Any, own: Path) -> Any:
            shutil.copytree(folder, own, dirs_exist_ok=True)
            settings.DATA_FOLDER, settings.MEDIA_ROOT = own, own / "files"
            return copy.deepcopy(made)

        return give

    with django_db_blocker.unblock():
        ground = transaction.atomic()
        ground._from_testcase = True  # what asks for the outermost transaction may open one inside, as in every test
        with ground:
            yield lay
            transaction.set_rollback(True)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], datetime]:
    """``clock(day)`` makes it noon of that day for the whole process, and returns it. The product has no such switch: only
    tests set the clock."""
    from django.utils import timezone

    def turn(day: date) -> datetime:
        noon = timezone.make_aware(datetime.combine(day, time(12)))
        monkeypatch.setattr(timezone, "now", lambda: noon)
        return noon

    return turn


@pytest.fixture
def on_postgres() -> bool:
    from django.db import connection

    return connection.vendor == "postgresql"
