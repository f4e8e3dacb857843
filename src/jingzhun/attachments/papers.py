"""Papers that bear out what is recorded (依据、佐证、材料): what may be handed in, read from a form, and sent back as a download."""

from __future__ import annotations

from typing import Protocol

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse

from jingzhun.accounts.export import send_file
from jingzhun.core.upload import Kind, UploadLimits

from .actions.store import read

LIMITS = UploadLimits(frozenset({Kind.PDF, Kind.PNG, Kind.JPEG, Kind.DOCX, Kind.XLSX}), size=20 * 1024 * 1024)


class Kept(Protocol):
    """A row that keeps a paper."""

    file_id: str | None
    file_name: str


def paper_of(sent: UploadedFile | None) -> tuple[str, bytes] | None:
    """(name, bytes) of what a form sent, one byte beyond the limit at most; None for nothing."""
    return (sent.name or "", sent.read(LIMITS.size + 1)) if sent else None


def send_paper(row: Kept) -> HttpResponse:
    """The paper of a row that has one."""
    return send_file(read(str(row.file_id)), name=row.file_name, content_type="application/octet-stream")
