"""How it is said that a figure told again is not the one told before: one wording for every rule that finds it."""

from __future__ import annotations

from ...figure import Figure
from ...finding import Finding, Kind, Severity
from ...reading import finding


def differs(figure: Figure, other: Figure) -> Finding:
    """``figure`` takes up ``other``, which stands before it, with another number."""
    return finding(
        Kind.RESTATED, Severity.WARNING, figure, [other], computed=other.text,
        arithmetic=f"第{other.place.line}行{other.text}，第{figure.place.line}行{figure.text}",
        message=f"前文（第{other.place.line}行）是{other.text}，此处再提时写{figure.text}",
        suggestion=f"请核对，若是同一事项应统一为{other.text}",
    )  # fmt: skip
