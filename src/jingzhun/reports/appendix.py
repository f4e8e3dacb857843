"""The rows of the trace appendix: what each number of a report means and stands on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from jingzhun.core.figure import Origin
from jingzhun.documents.trace import TraceRow
from jingzhun.results.indicators import INDICATORS
from jingzhun.results.models import Figure, RosterSnapshot

from .models import ReportFigure, ReportTemplate


@dataclass(frozen=True)
class Stand:
    """What stands behind a name of a report that is being written: a figure, or a typed text (``figure`` None)."""

    name: str
    shown: str
    unit: str
    origin: Origin
    figure: Figure | None


TRUST = {"seen": "有出处", "computed": "推算", "unchecked": "未核实"}


def trace_rows(*, stands: Sequence[Stand | ReportFigure], places: Mapping[int, Sequence[str]]) -> list[TraceRow]:
    """One row per number, in the order of their numbers (the place in ``stands``, from 1)."""
    return [
        _row(number, stand, "，".join(places.get(number, ())) or "—") for number, stand in enumerate(stands, start=1)
    ]


def _row(number: int, stand: Stand | ReportFigure, places: str) -> TraceRow:
    figure = stand.figure
    if figure is None:
        return TraceRow(
            number, places, stand.name, stand.shown, stand.unit, Origin(stand.origin).label, "生成时手填，没有来历", "—", "—", "—", "—"
        )  # fmt: skip
    if stand.origin == Origin.STATED:
        basis = f"{figure.document}，{figure.page}（{TRUST.get(figure.trust, figure.trust)}）"
        return TraceRow(
            number, places, figure.title, stand.shown, stand.unit, Origin(stand.origin).label, "引述原文，不是计算的", f"{figure.as_of:%Y-%m-%d}",
            basis, "—", "—",
        )  # fmt: skip
    basis = f"名册 {figure.roster.digest[:12]}"
    return TraceRow(
        number, places, figure.title, stand.shown, stand.unit, Origin(stand.origin).label, INDICATORS[figure.indicator].definition,
        f"{figure.as_of:%Y-%m-%d}", basis, str(figure.rows), figure.rows_digest[:12],
    )  # fmt: skip


def notes(*, snapshot: RosterSnapshot, template: ReportTemplate, is_demo: bool) -> list[str]:
    """The lines under the table."""
    known = timezone.localtime(snapshot.known_at)
    lines = [
        f"名册摘要 {snapshot.digest}；事实截至 {snapshot.as_of:%Y-%m-%d}，所知至 {known:%Y-%m-%d %H:%M}。",
        f"模板 {template}，政策包 {template.pack}，文件摘要 {template.file_id[:16]}。行数、行摘要各指一个数字所计的行；在系统的数字页可逐行查看。",
    ]
    return [*lines, "演示数据。"] if is_demo else lines
