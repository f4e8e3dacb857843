"""The shape of a backup: one ZIP with ``manifest.json``, the database, the data folder's files and the log's outside heads.

Keys and sessions are never in it. The files are sealed with the field keys: uploaded tables hold whole numbers, rosters health.
Only where a store has no keys they lie open, as in backups of format 1. ``manifest.json`` names every other part with size and SHA-256, the state of the schema and
the head of the log, so a restore can be judged before anything is written.
"""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from jingzhun.core.cipher import FieldCipher, UnableToOpen
from jingzhun.core.errors import Problem

FORMAT, READ = 2, (1, 2)
MANIFEST = "manifest.json"
SQLITE = "database/jingzhun.sqlite3"
TABLES = "database/tables/"
FILES = "files/"
SEALED = "sealed/"
HEADS = "log.heads"
_CHUNK = 1024 * 1024
_LENGTH = struct.Struct(">I")


class UnableToReadBackup(Problem):
    code = "O-021"
    says = "备份文件 {file} 不能用：{why}"
    remedy = "请换一份备份；传送过的文件请核对大小和摘要后重新拷贝"


@dataclass
class Manifest:
    """``parts`` maps a part's name to (size, SHA-256); ``columns`` a table's name to its columns in order."""

    format: int
    made_at: str
    engine: str
    migrations: list[tuple[str, str]]
    log_number: int
    log_hash: str
    keys: str
    columns: dict[str, list[str]] = field(default_factory=dict)
    parts: dict[str, tuple[int, str]] = field(default_factory=dict)

    def text(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)


class Packer:
    """Writes parts into the ZIP and notes their digests."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self.archive, self.manifest = archive, manifest

    def add(self, name: str, chunks: Iterator[bytes | memoryview]) -> None:
        digest, size = hashlib.sha256(), 0
        with self.archive.open(name, "w", force_zip64=True) as part:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                part.write(chunk)
        self.manifest.parts[name] = (size, digest.hexdigest())

    def add_file(self, name: str, path: Path) -> None:
        with path.open("rb") as file:
            self.add(name, chunks_of(file))

    def finish(self) -> None:
        self.archive.writestr(MANIFEST, self.manifest.text())


def chunks_of(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def sealed(chunks: Iterator[bytes], cipher: FieldCipher, part: str) -> Iterator[bytes]:
    """Each chunk with its length before it, bound to its part and place: none can be moved, left out or cut off at the end."""
    number, held = 0, next(chunks, b"")
    for chunk in chunks:
        yield _framed(cipher.seal_bytes(held, _place(part, number)))
        number, held = number + 1, chunk
    yield _framed(cipher.seal_bytes(held, _place(part, number, "last")))


def opened(file: BinaryIO, cipher: FieldCipher, part: str) -> Iterator[bytes]:
    """What :func:`sealed` closed. Raises :class:`UnableToOpen` where it was changed or the version of its key is not here."""
    number, held = 0, _next(file)
    while (following := _next(file)) is not None:
        yield _open(held, cipher, _place(part, number))
        held, number = following, number + 1
    yield _open(held, cipher, _place(part, number, "last"))


def _place(part: str, number: int, last: str = "") -> str:
    return f"backup.{part}:{number}{last}"


def _framed(chunk: bytes) -> bytes:
    return _LENGTH.pack(len(chunk)) + chunk


def _next(file: BinaryIO) -> bytes | None:
    head = file.read(_LENGTH.size)
    return file.read(_LENGTH.unpack(head)[0]) if len(head) == _LENGTH.size else None


def _open(chunk: bytes | None, cipher: FieldCipher, place: str) -> bytes:
    data = cipher.open_bytes(chunk or b"", place)
    if data is None:
        raise UnableToOpen()
    return data


def path_in_store(part: str) -> str:
    """Where the file of a part lies below the data folder; empty for parts of the database and the log."""
    kind = next((kind for kind in (FILES, SEALED) if part.startswith(kind)), "")
    return part.removeprefix(kind) if kind else ""


def read_manifest(archive: zipfile.ZipFile, name: str) -> Manifest:
    """The manifest, with its parts' names judged. Raises :class:`UnableToReadBackup`."""
    try:
        given = json.loads(archive.read(MANIFEST))
        manifest = Manifest(**given)
    except (KeyError, ValueError, TypeError) as cause:
        raise UnableToReadBackup(file=name, why="没有清单，或清单读不懂") from cause
    if manifest.format not in READ:
        raise UnableToReadBackup(file=name, why=f"格式是第 {manifest.format} 版，这里会读到第 {FORMAT} 版")
    manifest.migrations = [(app, step) for app, step in manifest.migrations]
    if set(archive.namelist()) != {MANIFEST, *manifest.parts} or len(archive.namelist()) != len(manifest.parts) + 1:
        raise UnableToReadBackup(file=name, why="部件和清单对不上")
    for part in manifest.parts:
        path = PurePosixPath(part)
        if path.is_absolute() or ".." in path.parts or "\\" in part or ":" in part:
            raise UnableToReadBackup(file=name, why=f"部件路径越界：{part}")
    return manifest


def check_parts(archive: zipfile.ZipFile, manifest: Manifest, name: str) -> None:
    """Every part against its size and digest, before anything is written. Raises :class:`UnableToReadBackup`."""
    for part, (size, expected) in manifest.parts.items():
        digest, found = hashlib.sha256(), 0
        try:
            with archive.open(part) as file:
                for chunk in chunks_of(file):
                    found += len(chunk)
                    digest.update(chunk)
        except (zipfile.BadZipFile, OSError, EOFError) as cause:
            raise UnableToReadBackup(file=name, why=f"部件 {part} 已损坏") from cause
        if (found, digest.hexdigest()) != (size, expected):
            raise UnableToReadBackup(file=name, why=f"部件 {part} 与清单的摘要不符")
