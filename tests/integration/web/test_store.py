"""``init``, ``account`` and ``serve`` as users run them: in a process of their own, over a folder of their own."""

from __future__ import annotations

import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command

import factories
from commands import PATIENCE, copy_store, county_store, environment, run_each
from jingzhun.accounts.models import Office, Official
from jingzhun.audit.actor import Actor
from jingzhun.core.errors import Problem
from jingzhun.web.actions.store import UnableToFindCounty, UnableToKeepKeysApart, make_folders, missing_keys, set_up
from jingzhun.web.server import UnableToServe, check_port
from ports import free_port

pytestmark = pytest.mark.xdist_group("store")

PROGRAM = (sys.executable, "-c", "import sys; from jingzhun.web.command import main; sys.exit(main())")


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    return copy_store(county_store(tmp_path_factory), tmp_path_factory.mktemp("store"))


def test_init_makes_keys_that_only_the_owner_reads_outside_the_data_folder(store):
    keys = store.with_name("data.keys")
    assert {path.name for path in keys.iterdir()} == {"field.keys", "session.key"}
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in keys.iterdir())
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700
    assert [path for path in store.rglob("*") if path.stat().st_mode & 0o077] == []
    assert not any(path.suffix == ".keys" or path.name == "session.key" for path in store.rglob("*"))


def test_init_leaves_a_log_that_holds_and_a_store_is_not_set_up_twice(store):
    checked, again = run_each(environment(store), ("verify-log",), ("init", "--area", "533422"))
    assert checked.status == 0
    assert "日志完整" in checked.out
    assert again.status == 2
    assert again.err.startswith("O-001")
    assert "JINGZHUN_DATA" in again.err


@pytest.fixture
def folder(tmp_path, settings) -> Path:
    """The settings of a folder that does not exist yet."""
    settings.DATA_FOLDER = tmp_path / "data"
    settings.STATIC_ROOT = settings.DATA_FOLDER / "static"
    settings.KEYS_FOLDER = tmp_path / "data.keys"
    settings.SESSION_KEY_FILE = settings.KEYS_FOLDER / "session.key"
    return settings.DATA_FOLDER


@pytest.mark.parametrize(("area", "code"), [("5334", "O-001"), ("110101", "O-003"), ("德钦", "C-002")])
def test_init_says_why_an_area_cannot_be_used_and_leaves_nothing_behind(folder, area, code):
    with pytest.raises(Problem) as refused:
        set_up(area=area, name="", by=Actor.system())
    assert refused.value.code == code
    assert not folder.exists()


@pytest.mark.django_db
def test_a_county_that_is_not_shipped_comes_from_a_file_of_regions(folder, tmp_path):
    factories.without_ground()
    regions = tmp_path / "regions.csv"
    rows = ("53,云南省", "5301,昆明市", "530102,五华区", "530102001,华山街道", "530102001001,云瑞社区居委会")
    regions.write_text("\n".join(("code,name", *rows)))
    made = set_up(area="530102", name="", regions=regions, by=Actor.system())
    assert made.areas == 5
    assert Office.objects.get().name == "五华区扶贫开发办公室"
    assert missing_keys() == []


@pytest.mark.django_db
def test_a_file_of_regions_without_the_county_is_refused(folder, tmp_path):
    regions = tmp_path / "regions.csv"
    regions.write_text("code,name\n53,云南省\n")
    with pytest.raises(UnableToFindCounty):
        set_up(area="530102", name="", regions=regions, by=Actor.system())
    assert not Office.objects.exists()


def test_keys_inside_the_data_folder_are_refused(folder, settings):
    settings.KEYS_FOLDER = folder / "keys"
    with pytest.raises(UnableToKeepKeysApart):
        make_folders()
    assert not folder.exists()


@pytest.mark.django_db
def test_an_account_gets_a_post_and_a_first_password_that_is_printed_once(capsys):
    call_command("account", "add", "lin", "林芝兰", "--role", "village_cadre", "--area", "533422202205")
    said = capsys.readouterr().out
    assert "查里通" in said
    password = said.split("首次密码 ")[1].split("，")[0]
    official = Official.objects.get(sign_in_name="lin")
    assert official.check_password(password) and official.must_change_password
    call_command("account", "list")
    listed = capsys.readouterr().out
    assert "lin\t林芝兰\t" in listed and "村干部" in listed and password not in listed
    call_command("account", "reset", "LIN")
    official.refresh_from_db()
    assert not official.check_password(password) and official.must_change_password


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("reset", "nobody"), "O-010"),
        (("add", "yi-b", "乙", "--role", "county_officer", "--area", "533422202"), "P-010"),
    ],
)
def test_the_account_command_says_what_it_cannot_do(capsys, arguments, code):
    with pytest.raises(SystemExit) as left:
        call_command("account", *arguments)
    assert left.value.code == 2
    assert capsys.readouterr().err.startswith(code)
    assert not Official.objects.exists()


def test_serve_says_how_to_begin_where_there_is_no_store(folder, capsys):
    with pytest.raises(SystemExit) as left:
        call_command("serve")
    assert left.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith("O-004") and "./run init" in said and "./run demo" in said
    assert not folder.exists()


def test_a_port_that_is_taken_is_named():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UnableToServe, match=f"端口 {port} "):
            check_port(port)


def children(pid: int) -> list[int]:
    return [
        int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
    ]


def alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "zombie" not in status.read_text()


def until(holds, seconds: float = PATIENCE) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.1)
    return False


def answers(url: str) -> bool:
    try:
        return urllib.request.urlopen(url, timeout=5).status == 200
    except urllib.error.HTTPError:
        raise
    except OSError:
        return False


PRINTED_BEFORE = """
import sys
from jingzhun.web.command import main
main(["account", "add", "yinzhang", "格桑", "--role", "county_officer", "--area", "533422"])
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from jingzhun.accounts.models import Official
from jingzhun.documents.form import Form, write_form
Official.objects.update(must_change_password=False)
person, session = Official.objects.get(), SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(person.pk), person.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session.create()
write_form(Form("表", "", (), "", True))
from django.utils import timezone
from jingzhun.ingest.models import Upload
Upload.objects.create(name="名册.xlsx", area_id="533422000000", at=timezone.now(), state="writing", counts={"rows": 1})
print("session", session.session_key, flush=True)
main(["serve", "--port", sys.argv[1]])
"""


def test_a_site_that_is_opened_where_something_was_printed_before_prints_too(store):
    """As ``./run demo`` does: it builds, notices and all, and then serves from the same process. A file that the last site was
    writing when it was killed waits to be written again."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-c", PRINTED_BEFORE, str(port)], env=environment(store), stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        key = next(line for line in server.stdout if line.startswith("session")).split()[1]
        assert until(lambda: answers(f"http://127.0.0.1:{port}/static/web/jingzhun.css"))
        book = urllib.request.Request(f"http://127.0.0.1:{port}/areas/533422000000/register.pdf")
        book.add_header("Cookie", f"sessionid={key}")
        with urllib.request.urlopen(book, timeout=60) as answer:
            assert answer.read(5) == b"%PDF-"
        with closing(sqlite3.connect(store / "jingzhun.sqlite3")) as database:
            assert database.execute("SELECT state, error FROM ingest_upload").fetchall() == [
                ("checked", "上次处理中断，没有写入任何数据，请再试一次")
            ]
    finally:
        server.terminate()
        server.wait(PATIENCE)


def test_the_site_and_its_job_worker_stop_together_and_a_missing_key_is_named(store):
    field_key = store.with_name("data.keys") / "field.keys"
    hidden = field_key.rename(field_key.with_suffix(".away"))
    port = free_port()
    server = subprocess.Popen(
        [*PROGRAM, "serve", "--port", str(port)], env=environment(store), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    try:
        assert until(lambda: answers(f"http://127.0.0.1:{port}/static/web/jingzhun.css"))
        family = children(server.pid)
        commands = [Path(f"/proc/{pid}/cmdline").read_text() for pid in family]
        assert sum("db_worker" in command for command in commands) == 1
        server.send_signal(signal.SIGTERM)
        said, complained = server.communicate(timeout=PATIENCE)
        assert f"http://127.0.0.1:{port}/" in said
        assert "O-005" in complained and str(field_key) in complained
        assert until(lambda: not any(map(alive, family)))
    finally:
        hidden.rename(field_key)
        if server.poll() is None:
            server.kill()
            server.wait()
