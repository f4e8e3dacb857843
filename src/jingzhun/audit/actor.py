"""Who did it, kept as a value: the log has no key into any other app."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """A natural person acting from a post, or the system itself (``official_id`` None)."""

    official_id: int | None
    name: str
    post_id: int | None = None
    role: str = ""
    area_code: str = ""

    @classmethod
    def system(cls, name: str = "系统") -> Actor:
        return cls(official_id=None, name=name)
