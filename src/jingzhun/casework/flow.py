"""A procedure as nodes: its steps with the notices and announcements that follow them, as the diagram and the list show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jingzhun.documents.diagram import Node, draw
from jingzhun.rules.procedure import Procedure, Step

LANES = ("农户", "村", "乡镇", "县")
_LANE = {"户": "农户", "村": "村", "乡": "乡镇", "县": "县"}


@dataclass(frozen=True)
class Stop:
    """One node: a step, or a notice after it. ``who`` decided, or is to decide."""

    node: Node
    who: str = ""
    key: str = ""


def stops(
    procedure: Procedure, *, at: int, decided: Mapping[int, tuple[date, str]], notices: Sequence[tuple[int, str, str]] = (),
) -> list[Stop]:  # fmt: skip
    """``at`` is the number of the step to be decided, 0 once closed; ``decided`` step → (day, who) of what has passed.

    ``notices`` are (step, state, words) of notices that are on or over: state done, here or ahead.
    """
    told = {number: (state, words) for number, state, words in notices}
    found: list[Stop] = []
    for step in procedure.steps:
        day, who = decided.get(step.number, (None, ""))
        state = "done" if day else "here" if step.number == at else "ahead"
        waiting = told.get(step.number - 1, ("", ""))[0] == "here"
        if state == "here" and waiting:
            state = "ahead"
        note = f"{day:%m-%d}" if day else f"≤ {step.within.text}" if step.within else ""
        found.append(
            Stop(
                Node(_LANE[step.level], step.title, str(step.number), note, state),
                who or "、".join(step.posts),
                step.id,
            )
        )
        found += _notices(step, told.get(step.number))
    return found


def outline(procedure: Procedure) -> list[Stop]:
    """The stops of a procedure that no case goes through yet."""
    return stops(procedure, at=0, decided={})


def diagram(procedure: Procedure, found: Sequence[Stop]) -> str:
    """The SVG of the stops."""
    here = next((stop.node for stop in found if stop.node.state == "here"), None)
    where = f"，现在{here.title}，{here.note}" if here else ""
    return draw([stop.node for stop in found], lanes=LANES, label=f"{procedure.title}共{len(procedure.steps)}步{where}")


def _notices(step: Step, told: tuple[str, str] | None) -> list[Stop]:
    made = []
    state, words = told or ("ahead", "")
    if step.notice:
        made.append(
            Stop(
                Node(_LANE[step.notice.place], step.notice.name, "示", words or step.notice.days.text, state),
                "群众可提异议",
            )
        )
    if step.announcement:
        made.append(
            Stop(
                Node(
                    _LANE[step.announcement.place],
                    step.announcement.name,
                    "告",
                    words or step.announcement.days.text,
                    state,
                )
            )
        )
    return made
