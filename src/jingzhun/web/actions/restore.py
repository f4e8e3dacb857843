"""``restore FILE``: into an empty store only. Everything is judged before anything is written; the log must hold afterwards."""

from __future__ import annotations

import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, connections, transaction
from django.db.migrations.loader import MigrationLoader

from jingzhun.audit.actor import Actor
from jingzhun.audit.check import Verdict, check_log, outside_heads
from jingzhun.audit.unit import unit
from jingzhun.audit.verify import read_heads
from jingzhun.core.cipher import UnableToOpen
from jingzhun.core.errors import Problem
from jingzhun.registry.personal import cipher

from ..backup_file import (
    HEADS,
    SEALED,
    SQLITE,
    TABLES,
    Manifest,
    UnableToReadBackup,
    check_parts,
    chunks_of,
    opened,
    path_in_store,
    read_manifest,
)
from .backup import files_of_store, key_mark, tables_to_copy


class UnableToRestore(Problem):
    code = "O-022"
    says = "没有恢复：{why}"
    remedy = "{how}"


@dataclass(frozen=True)
class Restored:
    """``keys`` says in words how the keys here stand to those of the backup."""

    manifest: Manifest
    verdict: Verdict
    keys: str


def restore(*, source: Path, by: Actor) -> Restored:
    """Fill the empty store that the settings name. Raises :class:`UnableToReadBackup` or :class:`UnableToRestore`."""
    try:
        archive = zipfile.ZipFile(source)
    except (OSError, zipfile.BadZipFile) as cause:
        raise UnableToReadBackup(file=source, why="不是备份文件，或不完整") from cause
    with archive:
        manifest = read_manifest(archive, source.name)
        check_parts(archive, manifest, source.name)
        _require_known_schema(manifest, source.name)
        if manifest.engine != connection.vendor:
            raise UnableToRestore(
                why=f"备份来自 {manifest.engine}，这里是 {connection.vendor}",
                how="请在同一种数据库上恢复，见 DATABASE_URL",
            )
        _require_empty()
        _require_own_heads(archive, manifest)
        had_heads = settings.HEADS_FILE.exists()
        try:
            _unpack(archive, manifest)
        except OSError as cause:
            _take_back(manifest, had_heads=had_heads)
            raise UnableToRestore(
                why=f"写不下去（{cause.strerror}）", how="数据文件夹已恢复为空。请腾出磁盘空间后再恢复"
            ) from cause
        except UnableToOpen as cause:
            _take_back(manifest, had_heads=had_heads)
            raise UnableToRestore(
                why="有文件打不开：被改动，或密钥文件缺新的一版",
                how="数据文件夹已恢复为空。请换一份备份，或放回完整的密钥文件",
            ) from cause
    call_command("migrate", verbosity=0, interactive=False)
    verdict = check_log()
    if verdict.holds:
        with unit(by=by) as log:
            log.record(
                "store.restore", subject_kind="备份", subject_code=source.name[:60], made_at=manifest.made_at,
                log_number=manifest.log_number,
            )  # fmt: skip
    return Restored(manifest, verdict, _keys(manifest))


def _require_known_schema(manifest: Manifest, name: str) -> None:
    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    newer = sorted({app for app, step in manifest.migrations if (app, step) not in known})
    if newer:
        raise UnableToReadBackup(file=name, why=f"它来自更新的版本（{'、'.join(newer)}），请先升级本系统")


def _require_empty() -> None:
    how = "请用新的数据文件夹（JINGZHUN_DATA）或空的数据库恢复"
    if connection.vendor == "sqlite":
        database = Path(settings.DATABASES["default"]["NAME"])
        connections.close_all()
        if database.exists() and database.stat().st_size:
            raise UnableToRestore(why=f"{database} 已有数据", how=how)
    elif connection.introspection.table_names():
        raise UnableToRestore(why="数据库里已有表", how=how)
    if settings.DATA_FOLDER.exists() and files_of_store():
        raise UnableToRestore(why=f"数据文件夹 {settings.DATA_FOLDER} 里已有文件", how=how)


def _require_own_heads(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """A head file that is already outside must be an earlier state of this very log; else it tells of events that are lost."""
    if not settings.HEADS_FILE.is_file():
        return
    outside = outside_heads().of
    inside = read_heads(archive.read(HEADS).decode().splitlines()).of if HEADS in manifest.parts else {}
    strange = {number for number, digest in outside.items() if inside.get(number) != digest}
    if strange:
        raise UnableToRestore(
            why=f"外部链头文件 {settings.HEADS_FILE} 记有备份里没有的 {len(strange)} 条（第 {min(strange)} 条起）",
            how="备份之后的记录会丢失。请把该文件改名留证，再恢复",
        )


def _unpack(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """What lies on disk first: a disk that is full then leaves no tables in a PostgreSQL either."""
    settings.DATA_FOLDER.mkdir(parents=True, exist_ok=True, mode=0o700)
    if HEADS in manifest.parts and not settings.HEADS_FILE.exists():
        settings.HEADS_FILE.parent.mkdir(parents=True, exist_ok=True)
        settings.HEADS_FILE.write_bytes(archive.read(HEADS))
        settings.HEADS_FILE.chmod(0o600)
    _unpack_files(archive, manifest)
    if manifest.engine == "sqlite":
        _unpack_sqlite(archive)
    else:
        _unpack_postgres(archive, manifest)


def _take_back(manifest: Manifest, *, had_heads: bool) -> None:
    """The files that an interrupted restore had written, and the folders that it had made for them."""
    if not had_heads:
        settings.HEADS_FILE.unlink(missing_ok=True)
    folders = set()
    for part in manifest.parts:
        inside = path_in_store(part)
        path = settings.DATA_FOLDER / inside if inside else None
        if part == SQLITE:
            path = Path(settings.DATABASES["default"]["NAME"])
        if path is not None:
            path.unlink(missing_ok=True)
            folders.update(each for each in path.parents if each.is_relative_to(settings.DATA_FOLDER))
    for folder in sorted(folders, reverse=True):
        if folder != settings.DATA_FOLDER and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _unpack_files(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Those that are sealed only with the keys of the backup: without them they stay in it."""
    has_keys = key_mark() == manifest.keys
    for part in manifest.parts:
        if path_in_store(part) and (has_keys or not part.startswith(SEALED)):
            _write(archive, part, settings.DATA_FOLDER / path_in_store(part))


def _write(archive: zipfile.ZipFile, part: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(part) as packed, tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as draft:
        try:
            for chunk in opened(packed, cipher(), part) if part.startswith(SEALED) else chunks_of(packed):
                draft.write(chunk)
            draft.flush()
        except BaseException:
            Path(draft.name).unlink()
            raise
    Path(draft.name).replace(path)


def _unpack_sqlite(archive: zipfile.ZipFile) -> None:
    connections.close_all()
    database = Path(settings.DATABASES["default"]["NAME"])
    for beside in ("-wal", "-shm"):
        database.with_name(database.name + beside).unlink(missing_ok=True)
    _write(archive, SQLITE, database)


def _unpack_postgres(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Make the tables, empty what migrations laid, and load all in one transaction; the log's head comes behind the log. The
    guards are off meanwhile: they judge what is written anew, and a balance that was kept is not. Keys between tables are not."""
    call_command("migrate", verbosity=0, interactive=False)
    present = tables_to_copy()
    missing = sorted(set(manifest.columns) - set(present))
    if missing:
        raise UnableToRestore(why=f"这里没有表 {'、'.join(missing)}", how="请用做备份的那个版本恢复，再升级")
    with transaction.atomic(), connection.cursor() as cursor:
        _set_guards(cursor, present, "DISABLE")
        for table in present:
            if table != "audit_event":
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
        cursor.execute("INSERT INTO audit_chainhead (id, number, hash) VALUES (1, 0, %s)", ["0" * 64])
        for table in (name for name in present if name in manifest.columns):
            if table == "audit_chainhead":
                cursor.execute("DELETE FROM audit_chainhead")
            columns = ", ".join(connection.ops.quote_name(column) for column in manifest.columns[table])
            with (
                cursor.copy(f"COPY {connection.ops.quote_name(table)} ({columns}) FROM STDIN") as rows,
                archive.open(TABLES + table) as packed,
            ):
                for chunk in chunks_of(packed):
                    rows.write(chunk)
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
            cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with keys still to be checked cannot be altered
        _set_guards(cursor, present, "ENABLE")


def _set_guards(cursor, tables: list[str], what: str) -> None:
    for table in tables:
        cursor.execute(f"ALTER TABLE {connection.ops.quote_name(table)} {what} TRIGGER USER")


def _keys(manifest: Manifest) -> str:
    if not manifest.keys:
        return "备份时没有密钥，库里没有加密的个人信息"
    left = sum(part.startswith(SEALED) for part in manifest.parts)
    also = (
        f"；{left} 个加密的文件（附件、名册、评估结果）没有放回：放好密钥后，换一个空的数据文件夹再恢复一次"
        if left
        else ""
    )
    if not key_mark():
        return f"密钥不在备份里：请把备份时的密钥文件放到 {settings.KEYS_FOLDER}{also}"
    if key_mark() != manifest.keys:
        return f"{settings.KEYS_FOLDER} 里的密钥不是备份时的那一套，个人信息打不开：请换回原来的密钥文件{also}"
    return "密钥与备份时相同"
