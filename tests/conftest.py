"""Ground of all tests: a throw-away data folder with its keys, the chosen database, only loopback open.

``--database postgres`` runs the tests that use a database on a real PostgreSQL instead of SQLite.
Hypothesis draws the same examples in every run; ``--hypothesis-profile explore`` draws many new ones.
Django's settings are named here and not in pyproject because they read the environment when loaded.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path

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
