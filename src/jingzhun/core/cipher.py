"""Encryption of personal data: SM4-GCM (GB/T 32907), blind indexes by HMAC-SM3, versioned keys in a folder.

A ciphertext is ``version (1 byte) | nonce (12) | tag (16) | data`` and is bound to a context (model, field and owner), so
that it cannot be moved to another row. The key file ``field.keys`` lies outside the data folder, one line a version:
``version:sealing key:index key`` in hex. The newest version seals, the oldest indexes, so indexes stay comparable.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from .errors import Problem

KEY_FILE = "field.keys"
_NONCE, _TAG = 12, 16


class UnableToSeal(Problem):
    code = "C-010"
    says = "没有加密密钥，不能保存个人信息"
    remedy = "请把密钥文件 {missing} 放回原处，再重新启动"


class UnableToOpen(Problem):
    code = "C-011"
    says = "密文与所在的行不符或已被改动"
    remedy = "请运行 ./run verify-log 核对日志，并从备份恢复这一行"


@dataclass(frozen=True)
class KeyPair:
    version: int
    sealing: bytes = field(repr=False)
    indexing: bytes = field(repr=False)


class KeyProvider(Protocol):
    """Where keys come from; certified hardware implements the same two members."""

    @property
    def missing(self) -> str:
        """Name of what is missing, empty when keys are there."""

    def pairs(self) -> tuple[KeyPair, ...]:
        """All versions, oldest first."""


@dataclass(frozen=True)
class FileKeys:
    """Keys in ``folder/field.keys``, readable by the owner only."""

    folder: Path

    @property
    def missing(self) -> str:
        return "" if (self.folder / KEY_FILE).is_file() else str(self.folder / KEY_FILE)

    def pairs(self) -> tuple[KeyPair, ...]:
        if self.missing:
            return ()
        lines = (self.folder / KEY_FILE).read_text().split()
        split = (line.split(":") for line in lines)
        return tuple(
            sorted((KeyPair(int(v), bytes.fromhex(s), bytes.fromhex(i)) for v, s, i in split), key=lambda p: p.version)
        )

    def create(self) -> None:
        """Write a first key pair; an existing file is left as it is."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self.missing:
            descriptor = os.open(self.folder / KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(f"1:{secrets.token_hex(16)}:{secrets.token_hex(32)}\n")


class FieldCipher:
    """Seals and opens single values. ``context`` names the place, e.g. ``person_identity.id_number:17``."""

    def __init__(self, keys: KeyProvider) -> None:
        self.missing = keys.missing
        self._pairs = {pair.version: pair for pair in keys.pairs()}

    @property
    def ready(self) -> bool:
        return bool(self._pairs)

    def seal(self, text: str, context: str) -> bytes:
        """Ciphertext of ``text``; raises :class:`UnableToSeal` without keys."""
        return self.seal_bytes(text.encode(), context)

    def seal_bytes(self, data: bytes, context: str) -> bytes:
        """The same of bytes."""
        if not self._pairs:
            raise UnableToSeal(missing=self.missing)
        pair = self._pairs[max(self._pairs)]
        nonce = os.urandom(_NONCE)
        encryptor = Cipher(algorithms.SM4(pair.sealing), modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(context.encode())
        sealed = encryptor.update(data) + encryptor.finalize()
        return bytes([pair.version]) + nonce + encryptor.tag + sealed

    def open(self, sealed: bytes, context: str) -> str | None:
        """The text, or None when its key version is not here. Raises :class:`UnableToOpen` when it was moved or changed."""
        opened = self.open_bytes(sealed, context)
        return None if opened is None else opened.decode()

    def open_bytes(self, sealed: bytes, context: str) -> bytes | None:
        """The same of bytes."""
        sealed = bytes(sealed)
        if len(sealed) < 1 + _NONCE + _TAG:
            raise UnableToOpen()
        pair = self._pairs.get(sealed[0])
        if pair is None:
            return None
        nonce, tag, data = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE : 1 + _NONCE + _TAG], sealed[1 + _NONCE + _TAG :]
        decryptor = Cipher(algorithms.SM4(pair.sealing), modes.GCM(nonce, tag)).decryptor()
        decryptor.authenticate_additional_data(context.encode())
        try:
            return decryptor.update(data) + decryptor.finalize()
        except InvalidTag as cause:
            raise UnableToOpen() from cause

    def index(self, value: str, context: str) -> bytes:
        """16 bytes by which equal values are found without opening them; raises :class:`UnableToSeal` without keys."""
        if not self._pairs:
            raise UnableToSeal(missing=self.missing)
        digest = hmac.HMAC(self._pairs[min(self._pairs)].indexing, hashes.SM3())
        digest.update(f"{context}|{value}".encode())
        return digest.finalize()[:16]
