"""A procedure as a line of steps in lanes: plain SVG with classes, for the case page, the docs and print.

``casework`` draws a case with it, the reference pages draw each shipped procedure; both give the same nodes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, LANE, LEFT = 1180, 72, 96
RADIUS, BEND = 11, 8
SIGN, GAP = 13, 10


@dataclass(frozen=True)
class Node:
    """``state`` is done, here or ahead; ``sign`` stands in the dot (a number, 示, 告); ``note`` below the title (a day, a limit)."""

    lane: str
    title: str
    sign: str
    note: str = ""
    state: str = "ahead"


def draw(nodes: Sequence[Node], *, lanes: Sequence[str], label: str) -> str:
    """The SVG of ``nodes`` from left to right; ``lanes`` are the levels from top to bottom that any node uses."""
    used = [lane for lane in lanes if any(node.lane == lane for node in nodes)]
    step = (WIDTH - LEFT - 124) / max(len(nodes) - 1, 1)
    places = [(LEFT + index * step, 27 + used.index(node.lane) * LANE) for index, node in enumerate(nodes)]
    height = len(used) * LANE + 14
    parts = [f'<svg class="jz-flow" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(label)}">']
    for row, lane in enumerate(used):
        alternate = " jz-alt" if row % 2 else ""
        parts.append(f'<rect class="jz-lane{alternate}" x="0" y="{7 + row * LANE}" width="{WIDTH}" height="{LANE}"/>')
        parts.append(f'<text x="16" y="{48 + row * LANE}" class="jz-q">{escape(lane)}</text>')
    for node, start, end in zip(nodes[1:], places, places[1:], strict=False):
        done = " jz-done" if node.state in ("done", "here") else ""
        parts.append(f'<path class="jz-wire{done}" d="{_wire(start, end)}"/>')
    for node, (x, y) in zip(nodes, places, strict=True):
        parts.append(_dot(node, x, y, room=int((step - GAP) // SIGN)))
    parts.append("</svg>")
    return "".join(parts)


def _wire(start: tuple[float, float], end: tuple[float, float]) -> str:
    (x, y), (to_x, to_y) = start, end
    first, last = x + RADIUS + 2, to_x - RADIUS - 2
    if y == to_y:
        return f"M{first:.0f} {y} H{last:.0f}"
    middle, down = (x + to_x) / 2, 1 if to_y > y else -1
    return (
        f"M{first:.0f} {y} H{middle - BEND:.0f} Q{middle:.0f} {y} {middle:.0f} {y + BEND * down} "
        f"V{to_y - BEND * down} Q{middle:.0f} {to_y} {middle + BEND:.0f} {to_y} H{last:.0f}"
    )


def _dot(node: Node, x: float, y: float, *, room: int) -> str:
    look = {"done": " jz-done", "here": " jz-here"}.get(node.state, "")
    dot = f'<circle class="jz-dot{look}" cx="{x:.0f}" cy="{y}" r="{RADIUS}"/>'
    if node.state == "done":
        dot += f'<path class="jz-tick" d="M{x - 5:.0f} {y} l3.5 4 l6.5 -7.5"/>'
    else:
        strong = "jz-t-here" if node.state == "here" else "jz-q"
        dot += f'<text x="{x:.0f}" y="{y + 4.5}" text-anchor="middle" class="{strong}">{escape(node.sign)}</text>'
    bold = ' class="jz-t-here"' if node.state == "here" else ""
    dot += f'<text x="{x - 13:.0f}" y="{y + 26}"{bold}>{escape(_short(node.title, room))}</text>'
    return dot + f'<text x="{x - 13:.0f}" y="{y + 42}" class="jz-q">{escape(node.note)}</text>'


def _short(title: str, room: int) -> str:
    """What fits beside the next node, ``room`` signs."""
    return title if len(title) <= room else f"{title[: room - 1]}…"
