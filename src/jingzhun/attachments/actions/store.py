"""Storing and reading uploaded files. Checks of type and size are :mod:`jingzhun.core.upload`'s; the caller makes them first."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from django.conf import settings

from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit
from jingzhun.core.errors import Problem

from ..models import StoredFile


class UnableToReadStoredFile(Problem):
    code = "C-110"
    says = "附件 {digest} 的文件{why}"
    remedy = "请系统管理员从备份恢复数据文件夹里的这个文件，再打开"


def path_of(digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest


def store(*, data: bytes, kind: str, by: Actor) -> StoredFile:
    """Keep ``data``; the same content is kept once. The file is on disk before its row is."""
    digest = hashlib.sha256(data).hexdigest()
    path = path_of(digest)
    if _read_whole(path, digest) is None:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{digest}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    with unit(by=by) as log:
        row, made = StoredFile.objects.get_or_create(
            digest=digest, defaults={"kind": kind, "size": len(data), "stored_at": log.at}
        )
        if made:
            log.record(
                "file.store", subject_kind="附件", subject_code=digest[:16], digest=digest, size=len(data), type=kind
            )
    return row


def read(digest: str) -> bytes:
    """The bytes of a stored file. Raises :class:`UnableToReadStoredFile` where they are not those that were stored."""
    path = path_of(digest)
    data = _read_whole(path, digest)
    if data is None:
        why = "与存入时的内容不符：被改动或没有写完" if path.is_file() else "不在数据文件夹里"
        raise UnableToReadStoredFile(digest=digest[:16], why=why)
    return data


def _read_whole(path: Path, digest: str) -> bytes | None:
    """The bytes of the file where they are those of the digest, else None."""
    data = path.read_bytes() if path.is_file() else None
    return data if data is not None and hashlib.sha256(data).hexdigest() == digest else None
