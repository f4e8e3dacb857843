"""The flow of money for the Sankey and the table beside it: source → use (category of project) → where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jingzhun.core.area_code import AreaCode
from jingzhun.policy.codes import CodeBook

from .flows import ACCOUNTS
from .fund_figures import TREASURY, balances, in_order
from .models import ProjectProfile

STATES = ("household", "paid", "fund", "claimed", "allocated")
OF_FUNDS = ("aided", "lent", "fund")
TONES = {
    "household": "done",
    "paid": "done",
    "fund": "rest",
    "claimed": "wait",
    "allocated": "wait",
    "received": "rest",
    "assigned": "rest",
}
UNSORTED, SET_APART = "类别未知", "基金和互助社"
_SET_APART = "*"


@dataclass(frozen=True)
class Line:
    """A row of the table or of a phone's list: ``amounts`` fen in the order of the columns; ``share`` of the whole, per mille."""

    title: str
    amounts: tuple[int, ...]
    total: int
    share: int


@dataclass(frozen=True)
class FundFlow:
    """``rows`` are sources over ``columns`` (uses and what is bound to none); ``states`` where the money of each use stands,
    over the same columns; ``drawn`` is for the chart."""

    columns: tuple[str, ...]
    rows: tuple[Line, ...]
    states: tuple[Line, ...]
    total: Line
    drawn: dict[str, object]


def fund_flow(area: AreaCode, day: date, book: CodeBook) -> FundFlow | None:
    """None where there is no money. Three queries."""
    category_of = dict(ProjectProfile.objects.as_of(day).values_list("subject_id", "category"))
    cells: dict[tuple[str, str, str], int] = {}
    for kind, source, project, fen in balances(area, day, by=("appropriation__source", "project")):
        use = kind if kind in TREASURY else _SET_APART if kind in OF_FUNDS else category_of.get(project, "")
        key = (source, use, "fund" if kind in OF_FUNDS else kind)
        cells[key] = cells.get(key, 0) + fen
    if not cells:
        return None
    sources = in_order(book, "资金来源", (source for source, _, _ in cells))
    uses = [
        *in_order(book, "项目类别", (use for _, use, kind in cells if kind not in (*TREASURY, *OF_FUNDS))),
        *([_SET_APART] if any(use == _SET_APART for _, use, _ in cells) else []),
        *(kind for kind in reversed(TREASURY) if any(use == kind for _, use, _ in cells)),
    ]
    names = {
        use: ACCOUNTS[use] if use in TREASURY else (book.text("项目类别", use) if use else UNSORTED) for use in uses
    } | {_SET_APART: SET_APART}
    whole = sum(cells.values())
    states = [kind for kind in STATES if any(kind == k for _, _, k in cells)]
    rows = tuple(
        _line(book.text("资金来源", source), [_sum(cells, source=source, use=use) for use in uses], whole)
        for source in sources
    )
    stands = tuple(_line(_standing(kind), [_sum(cells, use=use, kind=kind) for use in uses], whole) for kind in states)
    total = _line("合计", [_sum(cells, use=use) for use in uses], whole)
    return FundFlow(
        tuple(names[use] for use in uses), rows, stands, total, _drawn(cells, sources, uses, states, names, book)
    )


def _standing(kind: str) -> str:
    """Where money stands; what is in funds and societies, given out by them or lent is one."""
    return "基金在账、发放、借出" if kind == "fund" else ACCOUNTS[kind]


def _line(title: str, amounts: list[int], whole: int) -> Line:
    total = sum(amounts)
    return Line(title, tuple(amounts), total, total * 1000 // whole if whole else 0)


def _sum(
    cells: dict[tuple[str, str, str], int], *, source: str | None = None, use: str, kind: str | None = None
) -> int:
    return sum(
        fen
        for (s, u, k), fen in cells.items()
        if u == use and (source is None or s == source) and (kind is None or k == kind)
    )


def _drawn(
    cells: dict[tuple[str, str, str], int], sources: list[str], uses: list[str], states: list[str], names: dict[str, str],
    book: CodeBook,
) -> dict[str, object]:  # fmt: skip
    nodes: list[list[object]] = [[book.text("资金来源", source), "source", 0] for source in sources]
    nodes += [[names[use], TONES[use] if use in TREASURY else "topic", 1] for use in uses]
    nodes += [[_standing(kind), TONES[kind], 2] for kind in states]
    links: list[list[object]] = [
        [book.text("资金来源", source), names[use], fen / 1_000_000]
        for source in sources
        for use in uses
        if (fen := _sum(cells, source=source, use=use))
    ]
    links += [
        [names[use], _standing(kind), fen / 1_000_000]
        for use in uses
        for kind in states
        if use not in TREASURY and (fen := _sum(cells, use=use, kind=kind))
    ]
    return {"nodes": nodes, "links": links, "unit": "万元"}
