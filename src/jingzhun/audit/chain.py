"""The hash of an event, computed in one place for writing and for verifying. SHA-256 over canonical JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

GENESIS = "0" * 64
HASHED_FIELDS = (
    "number", "at", "actor_id", "actor_name", "post_id", "role", "action",
    "subject_kind", "subject_code", "area_code", "details", "previous_hash",
)  # fmt: skip


def event_hash(event: Mapping[str, object]) -> str:
    """Hex digest of the text of an event with its number and the hash before it."""
    start, middle, end = event_text(event)
    text = f"{start}{event['number']}{middle}{event['previous_hash']}{end}"
    return hashlib.sha256(text.encode()).hexdigest()


def event_text(event: Mapping[str, object]) -> tuple[str, str, str]:
    """What is hashed of an event, in three pieces: its number stands after the first, the hash before it after the second. Over
    :data:`HASHED_FIELDS`; times as UTC with microseconds, so every database gives the same."""
    plain = {name: event[name] for name in HASHED_FIELDS if name not in ("number", "previous_hash")}
    at = plain["at"]
    if isinstance(at, datetime):
        plain["at"] = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    pieces: tuple[dict[str, object], ...] = ({}, {}, {})
    for name, value in plain.items():
        pieces[(name > "number") + (name > "previous_hash")][name] = value
    start, middle, end = (
        json.dumps(piece, ensure_ascii=False, sort_keys=True, separators=(",", ":"))[1:-1] for piece in pieces
    )
    return f'{{{start},"number":', f',{middle},"previous_hash":"', f'",{end}}}'
