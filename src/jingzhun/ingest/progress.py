"""How far a check or an import is. A small file, not a row: on SQLite the import itself holds the only writer."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

Report = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Progress:
    """``doing`` in words, ``done`` of ``total`` rows."""

    doing: str
    done: int
    total: int

    @property
    def percent(self) -> int:
        return round(100 * self.done / self.total) if self.total else 0


def silent(doing: str, done: int, total: int) -> None:
    """For callers that show nothing."""


def reporter(upload: int) -> Report:
    """Writes the progress of an upload; readers see the last whole state."""
    path = _path(upload)
    path.parent.mkdir(parents=True, exist_ok=True)

    def report(doing: str, done: int, total: int) -> None:
        draft = path.with_suffix(f".{secrets.token_hex(4)}")  # its own, where two writers tell of one upload
        draft.write_text(json.dumps([doing, done, total]))
        draft.replace(path)

    return report


def read(upload: int) -> Progress | None:
    try:
        return Progress(*json.loads(_path(upload).read_text()))
    except (OSError, ValueError, TypeError):
        return None


def finish(upload: int) -> None:
    _path(upload).unlink(missing_ok=True)


def _path(upload: int) -> Path:
    return Path(settings.DATA_FOLDER) / "progress" / f"import-{upload}.json"
