"""公示表 and 资金公告 of an area's projects: the columns that counties publish, filled from the library and the movements.

Columns as in 霍山县 2023. What the library does not hold (满意度指标, the name of a responsible person) is left as a dash, not
invented. Nothing of persons is in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode
from jingzhun.core.money import wan
from jingzhun.core.period import in_words
from jingzhun.documents.annex import AnnexColumn, append_annex
from jingzhun.documents.letter import BODY, begin_letter, end_letter, pack
from jingzhun.policy.codes import CodeBook

from .fund_figures import Sums, in_order, sums
from .models import ProjectFunding, ProjectProfile

COLUMNS = (
    AnnexColumn("序号", 10, True), AnnexColumn("项目名称", 29), AnnexColumn("实施期限（月）", 13, True),
    AnnexColumn("实施单位及责任人", 19), AnnexColumn("资金来源", 24), AnnexColumn("资金规模（万元）", 17, True),
    AnnexColumn("产出指标", 31), AnnexColumn("效益指标", 27), AnnexColumn("满意度指标", 13),
    AnnexColumn("受益对象和联农带农机制", 36), AnnexColumn("已拨付（万元）", 17, True), AnnexColumn("已支付兑付（万元）", 17, True),
)  # fmt: skip
NONE = "—"


@dataclass(frozen=True)
class Publicity:
    """``rows`` in the order of the projects' numbers, texts as printed; ``codes`` are those numbers. ``amounts`` has for each row
    its last three figures of money in fen (规模, 拨付, 支付兑付); ``total`` is what moved in the area, also outside these projects."""

    area: Area
    year: int
    day: date
    rows: tuple[tuple[str, ...], ...]
    codes: tuple[str, ...]
    amounts: tuple[tuple[int, int, int], ...]
    by_source: tuple[tuple[str, Sums], ...]
    total: Sums

    @property
    def planned(self) -> int:
        return sum(planned for planned, _, _ in self.amounts)

    @property
    def sum_row(self) -> tuple[str, ...]:
        """The three columns of money added up, under the rows."""
        planned, allocated, paid = (wan(sum(each[at] for each in self.amounts)) for at in range(3))
        return ("", "合计", "", "", "", planned, "", "", "", "", allocated, paid)


def publicity(*, area: Area, year: int, day: date, known_at: datetime | None) -> Publicity:
    """The projects of a year that touch ``area``, and the movements of that year's appropriations until the day."""
    code, book = AreaCode.parse(area.code), CodeBook.read()
    profiles = list(
        ProjectProfile.objects.library(day, known_at).touching(code, day, known_at).filter(year=year)
        .select_related("subject").order_by("subject__code")
    )  # fmt: skip
    own = {profile.subject_id for profile in profiles}
    funding: dict[int, list[tuple[str, int]]] = {}
    money = ProjectFunding.objects.as_of(day, known_at).filter(planned__gt=0).order_by("source")
    for subject, source, planned in money.values_list("subject_id", "source", "planned"):
        if subject in own:
            funding.setdefault(subject, []).append((source, planned))
    of_year = Q(source__appropriation__year=year, target__appropriation__year=year)
    moved = sums(code, day, by="project", where=of_year)
    rows, amounts = [], []
    for number, profile in enumerate(profiles, start=1):
        own_funding, own_moved = funding.get(profile.subject_id, []), moved.get(profile.subject_id, Sums())
        rows.append(_row(number, profile, own_funding, own_moved, book))
        amounts.append((sum(fen for _, fen in own_funding), own_moved.states["拨付"], own_moved.paid))
    found = sums(code, day, by="appropriation__source", where=of_year)
    total = Sums()
    for entry in found.values():
        total.add(entry)
    by_source = tuple(
        (book.text("资金来源", str(source)), found[source])
        for source in in_order(book, "资金来源", (str(key) for key in found if key))
    )
    codes = tuple(profile.subject.code for profile in profiles)
    return Publicity(area, year, day, tuple(rows), codes, tuple(amounts), by_source, total)


def _row(
    number: int, profile: ProjectProfile, funding: Sequence[tuple[str, int]], moved: Sums, book: CodeBook
) -> tuple[str, ...]:
    scale = f"{profile.scale.normalize():f}{profile.scale_unit}" if profile.scale is not None else ""
    counted = [f"{n}{unit}" for n, unit in ((profile.households, "户"), (profile.persons, "人")) if n is not None]
    return (
        str(number), profile.name, _months(profile), profile.responsible_unit or NONE,
        "、".join(f"{book.text('资金来源', source)} {wan(fen)}" for source, fen in funding) or NONE,
        wan(sum(fen for _, fen in funding)), "，".join(filter(None, (profile.task, scale))) or NONE, profile.goal or NONE, NONE,
        "；".join(filter(None, (profile.beneficiaries, "".join(counted), profile.mechanism))) or NONE,
        wan(moved.states["拨付"]), wan(moved.paid),
    )  # fmt: skip


def _months(profile: ProjectProfile) -> str:
    """From the month of the start to that of the end, both counted."""
    if profile.starts_on is None or profile.ends_on is None:
        return NONE
    return str(
        (profile.ends_on.year - profile.starts_on.year) * 12 + profile.ends_on.month - profile.starts_on.month + 1
    )


def announcement(found: Publicity, *, issuer: str, is_demo: bool) -> bytes:
    """资金公告 as a Word letter with the 公示表 behind it."""
    word = begin_letter(f"{found.area.title}{found.year}年度帮扶项目资金公告")
    opening = f"现将{found.area.title}{found.year}年度帮扶项目和资金公告如下，收支截至{in_words(found.day)}。"
    closing = "公告期间有不同意见，请向乡镇人民政府或县帮扶部门反映。"
    for text in (opening, *sentences(found, table="附件"), closing):
        word.add_paragraph(text, style=BODY)
    if is_demo:
        word.add_paragraph("演示数据，项目和金额均为虚构。", style=BODY)
    title = f"{found.year}年度帮扶项目公示表"
    end_letter(word, issuer=issuer, on=in_words(found.day), enclosures=[title])
    notes = [f"范围：{found.area.title}。“{NONE}”是项目库里没有登记。"]
    append_annex(
        word, mark="附件", title=title, columns=COLUMNS, rows=found.rows, total=found.sum_row if found.rows else (), notes=notes
    )  # fmt: skip
    return pack(word)


def sentences(found: Publicity, *, table: str) -> list[str]:
    """What is said of the money, a paragraph each; ``table`` is where the projects stand (附件、下表)."""
    total = found.total
    said = [
        f"本年度项目{len(found.rows)}个，计划资金{wan(found.planned, grouped=False)}万元，逐个见{table}。",
        f"资金下达{wan(total.states['下达'], grouped=False)}万元，到位{wan(total.states['到位'], grouped=False)}万元，"
        f"拨付{wan(total.states['拨付'], grouped=False)}万元，支付和兑付{wan(total.paid, grouped=False)}万元，"
        f"其中兑付到户{wan(total.states['兑付到户'], grouped=False)}万元。",
    ]
    parts = [
        f"{title}到位{wan(entry.states['到位'], grouped=False)}万元、支付和兑付{wan(entry.paid, grouped=False)}万元"
        for title, entry in found.by_source
        if entry.states["到位"] or entry.paid
    ]
    if parts:
        said.append("按来源：" + "；".join(parts) + "。")
    return said
