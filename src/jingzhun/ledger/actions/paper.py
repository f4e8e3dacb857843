"""A paper that bears out what is recorded: looked at by its content, then kept once."""

from __future__ import annotations

from jingzhun.attachments.actions.store import store
from jingzhun.attachments.models import StoredFile
from jingzhun.attachments.papers import LIMITS
from jingzhun.core.upload import check_upload
from jingzhun.registry.actions.writing import Writing


def keep_paper(*, file_name: str, data: bytes, work: Writing) -> StoredFile:
    """The stored file. Raises what is wrong with it (:mod:`jingzhun.core.upload`)."""
    kind = check_upload(data, file_name, limits=LIMITS)
    return store(data=data, kind=kind.name.lower(), by=work.log.actor)
