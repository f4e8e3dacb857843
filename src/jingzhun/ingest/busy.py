"""What the command line says when the store is not there yet, or another program is writing to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, OperationalError, connection

from jingzhun.accounts.models import Office
from jingzhun.core.errors import Problem

from .actions.importing import UnableToImportWithoutOffice

PATIENCE = 60  # seconds that a command waits for another writer; SQLite has one at a time


_MISSING = ("no such table", "no such column", "does not exist", "unable to open")


class UnableToUseOldStore(Problem):
    code = "I-016"
    says = "库是旧版程序建的，还没有升级；没有写入任何数据"
    remedy = "请先备份，再运行 ./run migrate"


class UnableToWriteNow(Problem):
    code = "I-014"
    says = "另一个程序正在写入，等了{seconds}秒还没有结束；没有写入任何数据"
    remedy = "请等它办完（例如另一个导入或备份）再试一次"


@contextmanager
def patient(seconds: int = PATIENCE) -> Iterator[None]:
    """Wait longer than a page would; raise :class:`UnableToWriteNow`, :class:`UnableToUseOldStore` or
    :class:`jingzhun.ingest.actions.importing.UnableToImportWithoutOffice` instead of the database's own errors."""
    try:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA busy_timeout = {seconds * 1000}")
        yield
    except DatabaseError as cause:
        text = str(cause).lower()
        if isinstance(cause, OperationalError) and ("locked" in text or "lock timeout" in text):
            raise UnableToWriteNow(seconds=seconds) from cause
        if any(sign in text for sign in _MISSING):
            raise (UnableToUseOldStore() if _has_office() else UnableToImportWithoutOffice()) from cause
        raise


def _has_office() -> bool:
    try:
        return Office._meta.db_table in connection.introspection.table_names()
    except DatabaseError:
        return False
