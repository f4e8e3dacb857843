"""References under which somebody without an account reads an answer later: drawn by lot, so that none can be guessed."""

from __future__ import annotations

import re
import secrets

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, 1, I and O, which are mistaken for one another on paper."""
LENGTH = 8


def new_reference() -> str:
    """``K7F3Q2MD``."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def read_reference(text: str) -> str:
    """What somebody typed from paper: small letters, blanks and strokes do not matter."""
    return re.sub(r"[^0-9A-Z]", "", text.upper())[: LENGTH + 1]


def spaced(reference: str | None) -> str:
    """``K7F3-Q2MD``, as it is shown."""
    return f"{reference[:4]}-{reference[4:]}" if reference else ""
