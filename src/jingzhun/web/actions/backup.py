"""``backup FILE``: the database in one consistent snapshot, then the data folder's files, into one new file.

Attachments and runs are on disk before their rows are, so files copied after the snapshot hold all that it names. The site
may go on working meanwhile.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from jingzhun.audit.actor import Actor
from jingzhun.audit.check import outside_heads
from jingzhun.audit.models import ChainHead
from jingzhun.audit.unit import unit
from jingzhun.core.errors import Problem
from jingzhun.registry.personal import cipher
from jingzhun.results.trial import FACTS_FOLDER

from ..backup_file import FILES, FORMAT, HEADS, SEALED, SQLITE, TABLES, Manifest, Packer, chunks_of, sealed

SESSIONS = "django_session"
_LEFT_OUT = {"static", FACTS_FOLDER}


class UnableToBackUp(Problem):
    code = "O-020"
    says = "没有备份：{why}"
    remedy = "请给一个还不存在、在数据文件夹之外、磁盘空间够的文件名"


def back_up(*, target: Path, by: Actor) -> Manifest:
    """Write ``target`` (mode 0600, appears whole or not at all). Raises :class:`UnableToBackUp`."""
    target = target.absolute()
    if target.exists():
        raise UnableToBackUp(why=f"{target} 已经有了")
    if not target.parent.is_dir():
        raise UnableToBackUp(why=f"没有文件夹 {target.parent}")
    if target.is_relative_to(settings.DATA_FOLDER):
        raise UnableToBackUp(why="备份不能放在数据文件夹里")
    with unit(by=by) as log:
        log.record("store.backup", subject_kind="备份", subject_code=target.name[:60])
    draft = target.with_name(target.name + ".part")
    try:
        draft.unlink(missing_ok=True)  # of a run that was killed, or a link that somebody laid there
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with (
            os.fdopen(descriptor, "wb") as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as zipped,
        ):
            manifest = _empty_manifest()
            packer = Packer(zipped, manifest)
            if connection.vendor == "sqlite":
                _pack_sqlite(packer)
            else:
                _pack_postgres(packer)
            _pack_files(packer)
            packer.finish()
        draft.replace(target)
    except (OSError, sqlite3.Error) as cause:
        raise UnableToBackUp(why=f"{draft} 写不下去（{cause}）") from cause
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def key_mark() -> str:
    """By which a restore tells whether the keys there are those of the backup; says nothing about them."""
    return cipher().index("backup", "key mark").hex() if cipher().ready else ""


def _empty_manifest() -> Manifest:
    return Manifest(
        format=FORMAT, made_at=timezone.now().isoformat(), engine=connection.vendor, migrations=[], log_number=0, log_hash="",
        keys=key_mark(),
    )  # fmt: skip


def _note_state(manifest: Manifest) -> None:
    manifest.migrations = sorted(MigrationRecorder(connection).applied_migrations())
    head = ChainHead.objects.get(pk=1)
    manifest.log_number, manifest.log_hash = head.number, head.hash


def _pack_sqlite(packer: Packer) -> None:
    """SQLite's own online backup, so that writers in WAL mode are neither missed nor held up; sessions are taken out."""
    with tempfile.TemporaryDirectory(prefix="jingzhun-backup-") as folder:
        copy = Path(folder) / "jingzhun.sqlite3"
        with (
            closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as source,
            closing(sqlite3.connect(copy)) as made,
        ):
            source.backup(made)
            made.execute(f"DELETE FROM {SESSIONS}")
            made.commit()
            made.execute("VACUUM")
            made.execute("PRAGMA journal_mode=DELETE")
            number, digest = made.execute("SELECT number, hash FROM audit_chainhead").fetchone()
            applied = made.execute("SELECT app, name FROM django_migrations").fetchall()
        packer.manifest.migrations = sorted(set(applied))
        packer.manifest.log_number, packer.manifest.log_hash = number, digest
        packer.add_file(SQLITE, copy)


def _pack_postgres(packer: Packer) -> None:
    """Every table of ours by COPY, all in one snapshot."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        _note_state(packer.manifest)
        for table in tables_to_copy():
            columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
            packer.manifest.columns[table] = columns
            packer.add(TABLES + table, _copied_out(cursor, table, columns))


def tables_to_copy() -> list[str]:
    """All tables of the installed apps but sessions and the record of migrations, the log's head behind the log."""
    names = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    return sorted(names - {SESSIONS, "django_migrations"}, key=lambda name: (name == "audit_chainhead", name))


def _copied_out(cursor, table: str, columns: list[str]) -> Iterator[bytes | memoryview]:
    quoted = ", ".join(connection.ops.quote_name(column) for column in columns)
    with cursor.copy(f"COPY {connection.ops.quote_name(table)} ({quoted}) TO STDOUT") as rows:
        yield from rows


def _pack_files(packer: Packer) -> None:
    for path in files_of_store():
        name = path.relative_to(settings.DATA_FOLDER).as_posix()
        with path.open("rb") as file:
            if cipher().ready:
                packer.add(SEALED + name, sealed(chunks_of(file), cipher(), SEALED + name))
            else:
                packer.add(FILES + name, chunks_of(file))
    if settings.HEADS_FILE.is_file():
        packer.add(HEADS, iter([_heads_until(packer.manifest.log_number)]))


def _heads_until(number: int) -> bytes:
    """The heads outside that belong to the snapshot: what others appended after it tells of events that are not in it."""
    heads = outside_heads().of
    return "".join(f"{each}:{heads[each]}\n" for each in sorted(heads) if each <= number).encode()


def files_of_store() -> list[Path]:
    """Regular files of the data folder but the database and what is made anew (static files, facts of trials)."""
    found = []
    for path in sorted(settings.DATA_FOLDER.rglob("*")):
        inside = path.relative_to(settings.DATA_FOLDER)
        is_database = inside.name.startswith("jingzhun.sqlite3") and len(inside.parts) == 1
        if path.is_file() and not path.is_symlink() and not is_database and inside.parts[0] not in _LEFT_OUT:
            found.append(path)
    return found
