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
    """Hex digest over :data:`HASHED_FIELDS`; times as UTC with microseconds, so every database gives the same."""
    plain = {name: event[name] for name in HASHED_FIELDS}
    at = plain["at"]
    if isinstance(at, datetime):
        plain["at"] = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
