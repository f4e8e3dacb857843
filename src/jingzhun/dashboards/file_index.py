"""目录: what is in the file of a household, in the order of the page, as a sheet that lies on top of the paper file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jingzhun.casework.models import Case

from .completeness import Meter
from .history import Moment
from .household_file import HouseholdFile


@dataclass(frozen=True)
class IndexEntry:
    """``anchor`` is the place on the household's page; ``lacks`` says what is still missing, empty where nothing is."""

    number: int
    title: str
    content: str
    lacks: str
    anchor: str


def index_of(
    *, file: HouseholdFile, meter: Meter, history: Sequence[Moment], cases: Sequence[Case] | None
) -> list[IndexEntry]:
    """The entries, numbered: the registry's, then each case with its papers. ``cases`` None: the reader may not see cases."""
    entries = [
        (
            theme.title, f"应有 {theme.asked} 项，已知 {theme.known} 项",
            "；".join(f"{gap.label}{_of_whom(gap.places)}" for gap in theme.gaps), "facts",
        )
        for theme in (*meter.themes, *meter.apart)
    ]  # fmt: skip
    entries.insert(
        0, ("家庭成员", f"{len(file.members)} 人", "" if "成员" in file.complete else "未标记收全", "members")
    )
    if file.sees_all:
        ledger = file.ledger
        many = sum(len(group.entries) for group in ledger.groups)
        entries += [
            (f"收入台账（{ledger.year} 年）", f"{many} 笔", "" if ledger.is_complete else "未标记收全", "ledger"),
            ("已得帮扶", f"{len(file.measures)} 项", "" if "帮扶措施" in file.complete else "未标记收全", "received"),
            ("销售与务工", f"{len(file.sale_rows)} 笔", "", "sales"),
            ("帮扶结对", "有" if file.pairing else "没有记录", "", ""),
            ("经过", _span(history), "", "history"),
        ]
    entries += [_case_entry(case) for case in cases or ()]
    return [IndexEntry(number, *entry) for number, entry in enumerate(entries, start=1)]


def _case_entry(case: Case) -> tuple[str, str, str, str]:
    papers = "、".join(paper.name for paper in case.papers_in_force)
    state = "在办" if case.is_open else f"{case.closed_on:%Y-%m-%d} {case.get_state_display()}"
    lacks = f"{case.missing_papers} 份材料" if case.missing_papers else ""
    return f"办件 {case.number} {case.procedure.title}", f"{state}；{papers or '没有材料'}", lacks, "cases"


def _of_whom(places: Sequence) -> str:
    names = [place.who for place in places if place.who]
    return f"（{'、'.join(names)}）" if names else ""


def _span(history: Sequence[Moment]) -> str:
    if not history:
        return "没有记录"
    days = sorted(moment.true_on for moment in history)
    return f"{len(history)} 条，{days[0]:%Y-%m-%d} 至 {days[-1]:%Y-%m-%d}"
