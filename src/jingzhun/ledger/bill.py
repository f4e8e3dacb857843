"""The bill of quantities of one project as its page shows it: items by part, gaps in their numbers, and every printed total
beside the sums of the items. Sums are of known amounts; an item without an amount makes its sum unknown, not smaller."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from jingzhun.policy.codes import CodeBook
from jingzhun.registry.models import Subject

from .bill_rules import gaps, item_key
from .models import LineItem, LineShare, PrintedTotal
from .reckoning import Reckoning, reckon


@dataclass(frozen=True)
class BillLine:
    """``shares`` are (source text, fen, '300 工日 × 30 元' or empty)."""

    item: LineItem
    shares: tuple[tuple[str, int, str], ...]

    @property
    def quantity(self) -> str:
        return "" if self.item.quantity is None else f"{self.item.quantity.normalize():f}"

    @property
    def rate(self) -> str:
        return "" if self.item.rate is None else f"{self.item.rate.normalize():,f}"

    @property
    def unshared(self) -> int | None:
        """Fen that no source pays yet; None where nothing is split or the amount is unknown."""
        if self.item.amount is None or not self.shares:
            return None
        return self.item.amount - sum(amount for _, amount, _ in self.shares)


@dataclass(frozen=True)
class BillPart:
    """One part with its items in the order of their numbers; ``total`` fen, None where an amount is not known."""

    name: str
    lines: tuple[BillLine, ...]
    gaps: tuple[str, ...]

    @property
    def total(self) -> int | None:
        return total_of(line.item for line in self.lines)

    @property
    def unknown(self) -> int:
        return sum(line.item.amount is None for line in self.lines)


@dataclass(frozen=True)
class Bill:
    """``split`` is source text → fen over all items; ``checks`` the printed totals beside the computed ones."""

    parts: tuple[BillPart, ...]
    split: Mapping[str, int]
    checks: tuple[Reckoning, ...]
    total: int | None
    unshared: int

    def __bool__(self) -> bool:
        return bool(self.parts or self.checks)


def open_bill(*, subject: Subject, known_at: datetime | None, funding: Mapping[str, int], book: CodeBook) -> Bill:
    """``funding`` is source code → planned fen of the project."""
    items = list(LineItem.objects.known(known_at).filter(subject=subject).order_by("id"))
    shares = list(LineShare.objects.known(known_at).filter(subject=subject).order_by("id"))
    printed = list(PrintedTotal.objects.known(known_at).filter(subject=subject).order_by("id"))
    of_item: dict[str, list[LineShare]] = {}
    for share in shares:
        of_item.setdefault(item_key(vars(share)), []).append(share)
    parts = tuple(
        BillPart(
            name,
            tuple(
                BillLine(item, tuple(_share(share, book) for share in of_item.get(item.key, ())))
                for item in sorted((i for i in items if i.part == name), key=lambda item: order(item.number))
            ),
            tuple(gaps(item.number for item in items if item.part == name)),
        )
        for name in dict.fromkeys(item.part for item in items)
    )
    split: dict[str, int] = {}
    for share in shares:
        split[share.source] = split.get(share.source, 0) + share.amount
    lines = [line for part in parts for line in part.lines]
    return Bill(
        parts=parts,
        split={book.text("资金来源", source): amount for source, amount in split.items()},
        checks=tuple(_checks(parts, split, printed, funding, book)),
        total=total_of(items) if items else None,
        unshared=sum(1 for line in lines if not line.shares or line.unshared),
    )


def total_of(items: Iterable[LineItem]) -> int | None:
    amounts = [item.amount for item in items]
    return None if None in amounts else sum(amount for amount in amounts if amount is not None)


def order(number: str) -> tuple[int, ...]:
    return tuple(int(each) for each in number.split("."))


def _share(share: LineShare, book: CodeBook) -> tuple[str, int, str]:
    labour = ""
    if share.workdays is not None and share.day_value is not None:
        labour = f"{share.workdays.normalize():f} 工日 × {share.day_value.normalize():f} 元"
    return book.text("资金来源", share.source), share.amount, labour


def _checks(
    parts: Sequence[BillPart], split: Mapping[str, int], printed: Sequence[PrintedTotal], funding: Mapping[str, int],
    book: CodeBook,
) -> Iterable[Reckoning]:  # fmt: skip
    by_part = {part.name: part for part in parts}
    whole_of = {row.part: row for row in printed if not row.number and not row.source}
    for row in printed:
        title = _title(row, book)
        names = row.part.split("、") if row.part else list(by_part)
        covered = [by_part[name] for name in names if name in by_part]
        told = {"stated": row.amount, "step": row.step, "unit": row.unit, "source": row.document}
        if row.source:
            if not row.part and not row.number and row.source in funding:
                yield reckon(title=f"{title}：计划资金", parts=[funding[row.source]], **told)
            elif not row.part and not row.number and row.source in split:
                yield reckon(title=f"{title}：各分项", parts=[split[row.source]], **told)
            continue
        if covered:
            missing = [f"{part.name} {each}".strip() for part in covered for each in part.gaps]
            note = f"缺第 {'、'.join(missing)} 项" if missing and not row.number else ""
            yield reckon(title=f"{title}：各分项相加", parts=_sums(covered, row.number), note=note, **told)
        listed = [whole_of[name] for name in names if name in whole_of and name != row.part]
        if not row.number and len(listed) > 1 and len(listed) == len(names):
            yield reckon(
                title=f"{title}：各分部写的合计相加", parts=[each.amount for each in listed],
                part_steps=[each.step for each in listed], **told,
            )  # fmt: skip
        by_source = [each for each in printed if each.source and (each.part, each.number) == (row.part, row.number)]
        if len(by_source) > 1:
            yield reckon(
                title=f"{title}：写的各来源相加", parts=[each.amount for each in by_source],
                part_steps=[each.step for each in by_source], **told,
            )  # fmt: skip
        elif not row.part and not row.number and funding:
            yield reckon(title=f"{title}：计划资金各来源相加", parts=list(funding.values()), **told)


def _sums(covered: Sequence[BillPart], number: str) -> list[int | None]:
    """Sums of what a printed total covers: by part where there are several, else by the first digit of the numbers; within
    an item, of its sub-items."""
    if number:
        inside = [
            line.item for part in covered for line in part.lines
            if line.item.number == number or line.item.number.startswith(number + ".")
        ]  # fmt: skip
        return [item.amount for item in inside] or [None]
    if len(covered) > 1:
        return [part.total for part in covered]
    groups: dict[int, list[LineItem]] = {}
    for line in covered[0].lines:
        groups.setdefault(order(line.item.number)[0], []).append(line.item)
    return [total_of(items) for items in groups.values()]


def _title(row: PrintedTotal, book: CodeBook) -> str:
    said = [row.part, f"第 {row.number} 项" if row.number else "", book.text("资金来源", row.source)]
    return " ".join(filter(None, said)) or "全项目合计"
