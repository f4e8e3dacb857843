"""Sealing and opening personal data with the keys of this installation, and the blind indexes by which it is found."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from jingzhun.core.cipher import FieldCipher, FileKeys


@lru_cache(maxsize=4)
def _cipher(folder: str, stamp: float) -> FieldCipher:
    from pathlib import Path

    return FieldCipher(FileKeys(Path(folder)))


def cipher() -> FieldCipher:
    """The cipher over the key folder; read again when the key file changes."""
    file = settings.KEYS_FOLDER / "field.keys"
    return _cipher(str(settings.KEYS_FOLDER), file.stat().st_mtime if file.is_file() else 0.0)


def seal(field: str, subject_id: int, text: str) -> bytes | None:
    """Sealed ``text`` bound to a field name such as ``id_number`` and to its subject; None for an empty text."""
    return cipher().seal(text, f"{field}:{subject_id}") if text else None


def reveal(field: str, subject_id: int, sealed: bytes | None) -> str | None:
    """The text; empty for nothing stored, None when the key is not here."""
    if sealed is None:
        return ""
    return cipher().open(bytes(sealed), f"{field}:{subject_id}")


def id_index(citizen_number: str) -> bytes:
    """Blind index of a whole ID number (18-digit form)."""
    return cipher().index(citizen_number, "id_number")


def tail_index(village_code: str, citizen_number: str) -> bytes:
    """Blind index of the last four digits within a village, for finding by what people remember."""
    return cipher().index(f"{village_code}:{citizen_number[-4:]}", "id_tail")
