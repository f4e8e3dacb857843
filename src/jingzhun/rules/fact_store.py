"""Household facts kept on disk for what-if runs: per subject what its rules read, so that no related row is read again.

A file is named by the hash of the statement that made it and of the roster it was made of: other rules, another day or other
rows have another name, so what is found is never stale. The folder may be emptied at any time.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable
from pathlib import Path

from .roster import Roster

MOST_BYTES = 2 * 1024**3
"""Facts of a million households take about 30 MB."""


class FactStore:
    """Parquet files in ``folder``, the least recently used removed when they are more than ``most_bytes`` together."""

    def __init__(self, folder: Path, *, most_bytes: int = MOST_BYTES) -> None:
        self.folder, self.most_bytes = folder, most_bytes

    def path(self, statement: str, roster: Roster) -> Path:
        """Where the facts that ``statement`` makes of ``roster`` are, made or not."""
        parts = [statement, roster.digest]
        for table in roster.schema.names:
            files = [path.stat() for path in roster.paths(table)]
            parts += [f"{file.st_size} {file.st_mtime_ns}" for file in files]
        return self.folder / f"{hashlib.sha256(chr(10).join(parts).encode()).hexdigest()}.parquet"

    def has(self, path: Path) -> bool:
        """Whether facts are there; then they count as used."""
        try:
            os.utime(path)
        except FileNotFoundError:
            return False
        return True

    def make(self, path: Path, write: Callable[[Path], None]) -> None:
        """Put facts in place, whole or not at all, and remove the oldest where they are too many."""
        self.folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")
        try:
            write(part)
            os.replace(part, path)
        finally:
            part.unlink(missing_ok=True)
        self._trim(path)

    def _trim(self, newest: Path) -> None:
        """Also what a killed process left half written an hour before the newest."""
        for part in self.folder.glob("*.part"):
            if part.exists() and part.stat().st_mtime < newest.stat().st_mtime - 3600:
                part.unlink(missing_ok=True)
        others = {each: each.stat() for each in self.folder.glob("*.parquet") if each != newest}
        room = self.most_bytes - newest.stat().st_size
        for path, file in sorted(others.items(), key=lambda other: -other[1].st_mtime_ns):
            room -= file.st_size
            if room < 0:
                path.unlink(missing_ok=True)
