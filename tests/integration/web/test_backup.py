"""A store is backed up while it is open, restored into an empty one, and compared digest by digest."""

from __future__ import annotations

import hashlib
import io
import json
import stat
import subprocess
import sys
import zipfile
from pathlib import Path
from uuid import uuid4

import pytest

from commands import PATIENCE, environment, run, run_each
from jingzhun.audit.actor import Actor
from jingzhun.core.cipher import FieldCipher, FileKeys, UnableToOpen
from jingzhun.web.actions.backup import UnableToBackUp, back_up
from jingzhun.web.actions.restore import UnableToRestore, restore
from jingzhun.web.backup_file import UnableToReadBackup, chunks_of, opened, sealed

BY = Actor.system("测试")
FILL = """
import django; django.setup()
from django.conf import settings
from django.core.management import call_command
from jingzhun.core.cipher import FileKeys
call_command("migrate", verbosity=0)
FileKeys(settings.KEYS_FOLDER).create()
import factories
from jingzhun.attachments.actions.store import store
from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit
with unit(by=Actor.system("测试")) as log:
    factories.ground()
    factories.county()
    factories.post()
    one = factories.household()
    factories.member(of=one)
    factories.income(of=one, fen=350_000)
    log.record("test.fill", text="查里通·“村”")
from money_ground import money
money().book(assign=900, arrive=800, allocate=700, claim=600, pay=500)
store(data="附件一".encode(), kind="txt", by=Actor.system("测试"))
from django.test import Client
Client().force_login(factories.official(), backend="django.contrib.auth.backends.ModelBackend")
"""
LOOK = """
import django; django.setup()
import hashlib, json
from django.apps import apps
found = {}
for model in apps.get_models(include_auto_created=True):
    label = model._meta.label
    if label in ("sessions.Session", "contenttypes.ContentType", "auth.Permission"):
        continue
    rows = sorted(repr([bytes(v) if isinstance(v, memoryview) else v for v in row]) for row in model._base_manager.values_list())
    if label == "audit.Event":
        rows = [row for row in rows if "store.restore" not in row]
    if label != "audit.ChainHead":
        found[label] = (len(rows), hashlib.sha256("\\n".join(rows).encode()).hexdigest())
from django.contrib.sessions.models import Session
from jingzhun.registry.models import PersonIdentity
shown = PersonIdentity.objects.get().id_number_shown
print(json.dumps({"tables": found, "sessions": Session.objects.count(), "id_number": shown}))
"""
"""Of every table its rows and their digest; the sessions; the one person's number as a page shows it."""
WRITE = """
import django; django.setup()
from django.db import IntegrityError, connection
try:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_account SET balance = balance + 1")
except IntegrityError as refused:
    print(refused)
import factories
print(factories.official(sign_in_name="after").pk)
"""
"""Forges a balance, then writes a row."""


class Store:
    """A data folder with its database, keys and heads, driven by the commands as an office does."""

    def __init__(self, folder: Path, database: str = "") -> None:
        self.folder, self.database = folder, database
        self.environment = environment(
            folder / "data", database,
            DJANGO_SETTINGS_MODULE="jingzhun.web.settings", PYTHONPATH=str(Path(__file__).parents[2]),
        )  # fmt: skip
        folder.mkdir(exist_ok=True)

    def run(self, *arguments: object, status: int = 0) -> str:
        done = run(self.environment, *arguments)
        assert done.status == status, done.out + done.err
        return done.out + done.err

    def limited(self, size: int, *arguments: str) -> str:
        """What the command says, refused, when no file may grow beyond ``size`` bytes."""
        program = (
            f"import resource, signal, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size})); "
            "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
            "from jingzhun.web.command import main; main(sys.argv[1:])"
        )
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments],
            env=self.environment, capture_output=True, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
        assert done.returncode == 2, done.stdout + done.stderr
        return done.stdout + done.stderr

    def python(self, program: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", program],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def take_keys_of(self, other: Store) -> None:
        target = self.folder / "data.keys"
        target.mkdir(exist_ok=True)
        (target / "field.keys").write_bytes((other.folder / "data.keys" / "field.keys").read_bytes())


def database_beside(name: str) -> str:
    """A new empty PostgreSQL database beside the test's own, or nothing on SQLite."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return ""
    import psycopg
    from django.conf import settings

    given = settings.ENVIRONMENT.database_url
    database = f"{name}_{uuid4().hex[:8]}"
    with psycopg.connect(given.rsplit("/", 1)[0] + "/postgres", autocommit=True) as own:
        own.execute(f'CREATE DATABASE "{database}"')
    return f"{given.rsplit('/', 1)[0]}/{database}"


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("filled")
    store = Store(folder, database_beside("filled"))
    (folder / "data").mkdir()
    store.python(FILL)
    (folder / "data" / "runs" / "1").mkdir(parents=True)
    (folder / "data" / "runs" / "1" / "findings.parquet").write_bytes(b"PAR1" * 100)
    (folder / "data" / "static").mkdir()
    (folder / "data" / "static" / "made.css").write_text("a{}")
    (folder / "data" / "facts").mkdir()
    (folder / "data" / "facts" / "f.parquet").write_bytes(b"PAR1")
    return store


@pytest.fixture(scope="module")
def backup(filled):
    target = filled.folder / "one.jzbackup"
    said = filled.run("backup", str(target))
    assert "密钥不在备份里" in said
    return target


@pytest.fixture
def empty(tmp_path):
    return Store(tmp_path / "empty", database_beside("empty"))


pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("backup")]


@pytest.fixture(scope="module")
def keyless(filled, backup, tmp_path_factory):
    """A store restored without the keys, where a first try stopped at a disk that was full."""
    store = Store(tmp_path_factory.mktemp("keyless"), database_beside("keyless"))
    with zipfile.ZipFile(backup) as archive:
        size = max(size for size, _ in json.loads(archive.read("manifest.json"))["parts"].values())
    store.stopped = store.limited(1 if store.database else size - 1, "restore", str(backup))
    store.left = [path for path in (store.folder / "data").rglob("*") if path.is_file()]
    store.has_heads = (store.folder / "data.heads").exists()
    store.said = store.run("restore", backup)
    return store


def test_a_restored_store_equals_the_first_and_its_log_holds(filled, backup, empty):
    empty.take_keys_of(filled)
    said = empty.run("restore", str(backup))
    assert "摘要都相符" in said
    assert "密钥与备份时相同" in said
    assert "日志完整" in said
    assert "外部链头" in said
    first, second = json.loads(filled.python(LOOK)), json.loads(empty.python(LOOK))
    assert second["tables"] == first["tables"]
    assert first["tables"]["registry.PersonIdentity"][0] == 1
    assert (first["sessions"], second["sessions"]) == (1, 0)
    for path in ("files", "runs"):
        assert tree(empty.folder / "data" / path) == tree(filled.folder / "data" / path) != {}
    assert not (empty.folder / "data" / "static").exists() and not (empty.folder / "data" / "facts").exists()
    assert second["id_number"] == first["id_number"] is not None
    verified, reconciled = run_each(empty.environment, ("verify-log",), ("reconcile",))
    assert verified.status == reconciled.status == 0
    assert "日志完整" in verified.out and "不成立 0 条" in reconciled.out
    refused, _, next_row = empty.python(WRITE).rpartition("\n")
    assert "余额只随收支变动" in refused
    assert int(next_row) > 2


def tree(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_no_key_and_no_session_is_in_a_backup(filled, backup):
    keys = (filled.folder / "data.keys" / "field.keys").read_text().strip()
    with zipfile.ZipFile(backup) as archive:
        names = archive.namelist()
        everything = b"".join(archive.read(name) for name in names)
    assert not [name for name in names if "keys" in name]
    for part in keys.split(":")[1:]:
        assert part.encode() not in everything
        assert bytes.fromhex(part) not in everything
    assert backup.stat().st_mode & 0o777 == 0o600


def test_who_keeps_a_backup_reads_no_file_of_it(backup):
    """Uploaded tables hold whole ID numbers, rosters the health of every member: neither may lie open in a backup."""
    with zipfile.ZipFile(backup) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
        files = [name for name in archive.namelist() if name.startswith(("files/", "sealed/"))]
    assert len(files) == 2 and all(name.startswith("sealed/") for name in files)
    assert "附件一".encode() not in everything and b"PAR1" not in everything


@pytest.mark.parametrize("size", [0, 1, 1 << 20, (2 << 20) + 5])
def test_a_sealed_file_opens_whole_or_not_at_all(tmp_path, size):
    FileKeys(tmp_path).create()
    keys, data = FieldCipher(FileKeys(tmp_path)), bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    parts = list(sealed(chunks_of(io.BytesIO(data)), keys, "sealed/a"))
    assert b"".join(opened(io.BytesIO(b"".join(parts)), keys, "sealed/a")) == data
    wrong = {
        "another's place": (parts, "sealed/b"),
        "cut": (parts[:-1], "sealed/a"),
        "turned": (parts[::-1], "sealed/a"),
    }
    for what, (pieces, name) in wrong.items():
        if what != "turned" or len(parts) > 1:
            with pytest.raises(UnableToOpen):
                list(opened(io.BytesIO(b"".join(pieces)), keys, name))


def test_a_restore_without_the_keys_shows_masked_data_and_says_which_file(keyless):
    assert f"请把备份时的密钥文件放到 {keyless.folder / 'data.keys'}" in keyless.said
    assert "2 个加密的文件（附件、名册、评估结果）没有放回" in keyless.said
    assert not (keyless.folder / "data" / "files").exists() and not (keyless.folder / "data" / "runs").exists()
    assert json.loads(keyless.python(LOOK))["id_number"] is None


def test_a_backup_of_before_files_were_sealed_is_restored_as_it_is(backup, filled, empty, tmp_path):
    """Format 1: files lie open under ``files/``."""
    plain = {
        f"files/{name.relative_to(filled.folder / 'data')}": name.read_bytes()
        for name in (filled.folder / "data" / "files").rglob("*")
        if name.is_file()
    }
    with zipfile.ZipFile(backup) as source, zipfile.ZipFile(tmp_path / "old", "w") as made:
        manifest = json.loads(source.read("manifest.json"))
        parts = {name: each for name, each in manifest["parts"].items() if not name.startswith("sealed/")}
        parts |= {name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in plain.items()}
        for name in source.namelist():
            if name in parts:
                made.writestr(name, source.read(name))
        for name, data in plain.items():
            made.writestr(name, data)
        made.writestr("manifest.json", json.dumps(manifest | {"format": 1, "parts": parts}))
    assert "日志完整" in empty.run("restore", str(tmp_path / "old"))
    assert tree(empty.folder / "data" / "files") == tree(filled.folder / "data" / "files") != {}


def test_a_file_changed_by_who_keeps_the_backup_stops_the_restore_and_leaves_nothing(backup, filled, empty, tmp_path):
    """The digests in the manifest are the keeper's to write anew; the seal is not."""
    with zipfile.ZipFile(backup) as source, zipfile.ZipFile(tmp_path / "changed", "w") as made:
        manifest = json.loads(source.read("manifest.json"))
        name = next(name for name in manifest["parts"] if name.startswith("sealed/"))
        data = source.read(name)[:-1] + b"x"
        manifest["parts"][name] = (len(data), hashlib.sha256(data).hexdigest())
        for each in manifest["parts"]:
            made.writestr(each, data if each == name else source.read(each))
        made.writestr("manifest.json", json.dumps(manifest))
    empty.take_keys_of(filled)
    assert "有文件打不开：被改动" in empty.run("restore", str(tmp_path / "changed"), status=2)
    assert [path for path in (empty.folder / "data").rglob("*") if path.is_file()] == []


def test_a_store_that_is_not_empty_is_refused(filled, backup):
    refused, verified = run_each(filled.environment, ("restore", backup), ("verify-log",))
    assert (refused.status, verified.status) == (2, 0)
    assert "O-022" in refused.err
    assert "日志完整" in verified.out


def test_a_folder_with_files_is_refused(backup, empty):
    (empty.folder / "data").mkdir()
    (empty.folder / "data" / "letter.docx").write_bytes(b"x")
    assert "里已有文件" in empty.run("restore", str(backup), status=2)


def test_heads_that_tell_of_later_events_stop_a_restore(backup, empty):
    (empty.folder / "data.heads").write_text(f"999:{'a' * 64}\n")
    assert "备份里没有的 1 条（第 999 条起）" in empty.run("restore", str(backup), status=2)


def test_a_disk_that_fills_up_stops_backup_and_restore_and_leaves_nothing(keyless, tmp_path):
    """A limit on the size of any file stands for the full disk. SQLite's database is the largest part and comes behind the
    files; on PostgreSQL the first file is too much already."""
    assert "O-022" in keyless.stopped and "写不下去" in keyless.stopped and "Traceback" not in keyless.stopped
    assert keyless.left == []
    assert not keyless.has_heads
    assert stat.S_IMODE((keyless.folder / "data").stat().st_mode) == 0o700
    said = keyless.limited(20_000 if keyless.database else 100_000, "backup", str(tmp_path / "full"))
    assert "O-020" in said and "Traceback" not in said
    assert list(tmp_path.glob("full*")) == []


def test_heads_that_others_appended_after_the_snapshot_stay_out_of_the_backup(filled, tmp_path):
    heads = filled.folder / "data.heads"
    before = heads.read_bytes()
    heads.write_bytes(before + f"999999:{'a' * 64}\n".encode())
    try:
        filled.run("backup", str(tmp_path / "later"))
        with zipfile.ZipFile(tmp_path / "later") as archive:
            lines = archive.read("log.heads").decode().splitlines()
            last = json.loads(archive.read("manifest.json"))["log_number"]
    finally:
        heads.write_bytes(
            b"".join(line for line in heads.read_bytes().splitlines(True) if not line.startswith(b"999999:"))
        )
    assert [line.partition(":")[0] for line in lines][-1] == str(last)


def test_a_backup_is_never_written_over_a_file_or_into_the_store(backup, settings):
    for target, said in (
        (backup, "已经有了"),
        (settings.DATA_FOLDER / "b", "不能放在数据文件夹里"),
        (backup.parent / "no" / "b", "没有文件夹"),
    ):
        with pytest.raises(UnableToBackUp, match=said):
            back_up(target=target, by=BY)


def spoil(backup: Path, target: Path, change) -> Path:
    """A copy of the backup in which ``change(name, data)`` gives each part's new bytes, or None to leave it out."""
    with zipfile.ZipFile(backup) as source, zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            data = change(name, source.read(name))
            if data is not None:
                made.writestr(name, data)
    return target


def manifest_with(**changes):
    return lambda name, data: json.dumps(json.loads(data) | changes) if name == "manifest.json" else data


SPOILED = {
    "changed part": (lambda name, data: data + b"x" if name.startswith("sealed/") else data, "与清单的摘要不符"),
    "missing part": (lambda name, data: None if name.startswith("sealed/") else data, "部件和清单对不上"),
    "no manifest": (lambda name, data: None if name == "manifest.json" else data, "没有清单"),
    "later format": (manifest_with(format=9), "格式是第 9 版"),
    "later schema": (manifest_with(migrations=[["registry", "9999_later"]]), "更新的版本（registry）"),
    "other engine": (manifest_with(engine="oracle"), "备份来自 oracle"),
    "outside path": (
        lambda name, data: (
            json.dumps(json.loads(data) | {"parts": {**json.loads(data)["parts"], "../x": [0, ""]}})
            if name == "manifest.json"
            else data
        ),
        "对不上",
    ),
}


@pytest.mark.parametrize(("change", "said"), SPOILED.values(), ids=SPOILED)
def test_a_spoiled_backup_is_refused_before_anything_is_written(backup, tmp_path, settings, change, said):
    settings.DATA_FOLDER = tmp_path / "data"
    with pytest.raises((UnableToReadBackup, UnableToRestore), match=said):
        restore(source=spoil(backup, tmp_path / "spoiled", change), by=BY)
    assert not settings.DATA_FOLDER.exists()


@pytest.mark.parametrize("kept", [0, 100, 5000, -100])
def test_a_cut_file_is_refused(backup, tmp_path, kept):
    cut = tmp_path / "cut"
    cut.write_bytes(backup.read_bytes()[:kept])
    with pytest.raises(UnableToReadBackup, match="O-021"):
        restore(source=cut, by=BY)
