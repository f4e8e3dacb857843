"""Storing and reading uploaded files. Checks of type and size are :mod:`jingzhun.core.upload`'s; the caller makes them first."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from django.conf import settings

from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit

from ..models import StoredFile


def path_of(digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest


def store(*, data: bytes, kind: str, by: Actor) -> StoredFile:
    """Keep ``data``; the same content is kept once. The file is on disk before its row is."""
    digest = hashlib.sha256(data).hexdigest()
    path = path_of(digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{digest}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        draft.replace(path)
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
    """The bytes of a stored file."""
    return path_of(digest).read_bytes()
