"""What a notice says of a year's funds: the sentences and official columns of :mod:`jingzhun.ledger.publicity`, kept as printed.

The texts of projects are typed by people, so each passes the filter of public projects. A 公告 after a 公示 says what the 公示 said.
"""

from __future__ import annotations

from datetime import date

from jingzhun.core.errors import Problem
from jingzhun.core.period import in_words
from jingzhun.ledger.publicity import COLUMNS, Publicity, publicity, sentences

from .models import Case, NoticedFundLine, NoticedFunds, NoticeEntry
from .public_text import WHY, cut, may_be_public

INPUT = "fund_year"
HEADS = tuple(column.title for column in COLUMNS)
FIELDS = tuple(field.name for field in NoticedFundLine._meta.concrete_fields if field.name not in ("id", "funds"))
"""Fields of a line in the order of :data:`HEADS`."""


class UnableToPublishFunds(Problem):
    code = "J-022"
    says = "{year}年度资金公告不能公示：{why}"
    remedy = "请退回，改好项目库或换一个年度后再办"


def compiled(case: Case) -> Publicity:
    """What the notice would say as known now. Raises :class:`UnableToPublishFunds`."""
    given = case.proposed.get(INPUT, {})
    if not given:
        raise UnableToPublishFunds(year="", why="没有填年度")
    day = date.fromisoformat(given["counted_on"])
    found = publicity(area=case.subject.area, year=int(given["year"]), day=day, known_at=None)
    if not found.rows:
        raise UnableToPublishFunds(year=found.year, why="项目库里没有这个年度的项目")
    return found


def publish_funds(case: Case, entry: NoticeEntry) -> NoticedFunds:
    """The funds that the case names, kept with its entry. Raises :class:`UnableToPublishFunds`."""
    before = NoticedFunds.objects.filter(entry__case=case, entry__round=entry.round).order_by("pk").first()
    if before is not None:
        lines = list(before.lines.values_list(*FIELDS))
        return _keep(entry, before.year, before.counted_on, before.said, lines)
    found = compiled(case)
    opening = f"{found.area.title}{found.year}年度帮扶项目和资金的情况如下，收支截至{in_words(found.day)}。"
    said = "\n".join((opening, *sentences(found, table="下表")))
    return _keep(entry, found.year, found.day, said, [_checked(row, found.year) for row in found.rows])


def _checked(row: tuple[str, ...], year: int) -> tuple[int | str, ...]:
    number, *texts = row
    kept = []
    for name, text in zip(FIELDS[1:], texts, strict=True):
        field = NoticedFundLine._meta.get_field(name)
        if not may_be_public(text):
            raise UnableToPublishFunds(year=year, why=f"项目“{texts[0]}”的{field.verbose_name}{WHY}")
        kept.append(cut(text, field))
    return (int(number), *kept)


def _keep(
    entry: NoticeEntry, year: int, counted_on: date, said: str, lines: list[tuple[int | str, ...]]
) -> NoticedFunds:
    made = NoticedFunds.objects.create(entry=entry, year=year, counted_on=counted_on, said=said)
    rows = [NoticedFundLine(funds=made, **dict(zip(FIELDS, line, strict=True))) for line in lines]
    NoticedFundLine.objects.bulk_create(rows, batch_size=200)
    return made


def cells_of(funds: NoticedFunds) -> tuple[tuple[str, ...], ...]:
    """The lines under :data:`HEADS`."""
    return tuple(tuple(map(str, line)) for line in funds.lines.values_list(*FIELDS))
