"""What an import found and did, in the shape that the command line prints and pages show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jingzhun.core.errors import Problem
from jingzhun.core.masking import mask_account, mask_id_number, mask_phone

from .checking import reasons
from .checking.batch import Batch
from .checking.cells import as_text
from .planning.outcome import Outcome


@dataclass(frozen=True)
class Issue:
    """``row`` is the number in the sheet, ``column`` the header as the file wrote it, ``shown`` the cell, masked."""

    row: int
    column: str
    code: str
    reason: str
    shown: str = ""

    def as_json(self) -> dict[str, object]:
        return {"row": self.row, "column": self.column, "code": self.code, "reason": self.reason}


@dataclass
class Result:
    """``persons`` are the person rows of the file (rows, for sheets that are not about persons), ``accepted`` those of them
    that are not refused, ``changes`` those that change something. ``written`` counts rows of the registry; ``skipped`` are
    lines that are no data, ``ignored`` headers that are not imported."""

    file: str
    layout: str | None = None
    households: int = 0
    persons: int = 0
    accepted: int = 0
    changes: int = 0
    refused: list[Issue] = field(default_factory=list)
    flagged: list[Issue] = field(default_factory=list)
    applied: bool = False
    error: str | None = None
    blank: str = "keep"
    since: str = ""
    written: int = 0
    skipped: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    @property
    def status(self) -> int:
        """The exit status: 0 all accepted, 1 some refused or pointed out, 2 refused whole."""
        return 2 if self.error else (1 if self.refused or self.flagged else 0)

    def as_json(self) -> dict[str, object]:
        return {
            "file": self.file, "layout": self.layout, "households": self.households, "persons": self.persons,
            "accepted": self.accepted, "changes": self.changes,
            "refused": [issue.as_json() for issue in self.refused], "flagged": [issue.as_json() for issue in self.flagged],
            "applied": self.applied, "error": self.error, "blank": self.blank, "since": self.since, "written": self.written,
            "skipped": self.skipped, "ignored": self.ignored,
        }  # fmt: skip


def result_of(outcome: Outcome, *, file: str, blank: str) -> Result:
    batch = outcome.batch
    return Result(
        file=file, layout=batch.table.layout.name, households=len(set(filter(None, batch.column("household")))),
        persons=len(batch), accepted=len(batch) - len(batch.refused), changes=outcome.changed_rows(),
        refused=issues(batch, batch.refused), flagged=[*_not_read(batch), *issues(batch, batch.flagged)], blank=blank,
        since=batch.frame.since.isoformat(), skipped=batch.table.skipped, ignored=batch.table.ignored,
    )  # fmt: skip


def _not_read(batch: Batch) -> list[Issue]:
    """Other tables of the file: never left out silently."""
    return [
        Issue(row, "", reasons.SheetNotRead.code, _told(reasons.SheetNotRead(sheet=sheet, title=title)))
        for sheet, row, title in batch.table.other_sheets
    ]


def _told(problem: Problem) -> str:
    return f"{problem.sentence}。{problem.what_to_do}".rstrip("。") + "。"


def issues(batch: Batch, found: Mapping[int, list[tuple[str, Problem]]]) -> list[Issue]:
    """In the order of the sheet."""
    listed = []
    for row in sorted(found):
        within = f"工作表“{part}”：" if (part := batch.table.part(row)) else ""
        for target, problem in found[row]:
            place = batch.table.place(target)
            cell = batch.table.rows[row][place] if place is not None else None
            listed.append(
                Issue(
                    row=batch.table.numbers[row], column=batch.table.header(target) if target in batch.table.layout.by_target else "",
                    code=problem.code, reason=within + _told(problem),
                    shown=shown(target, cell),
                )
            )  # fmt: skip
    return listed


def shown(target: str, cell: object) -> str:
    """A cell as it may be seen and stored: numbers masked, health not at all."""
    if cell is None:
        return ""
    text = as_text(cell)[:80]
    if target == "id_number":
        return mask_id_number(text)
    if target.endswith(".phone"):
        return mask_phone(text)
    if target.endswith(".bank_account"):
        return mask_account(text)
    return "（不显示）" if target.startswith("Health.") else text


def personal_by_header(header: str) -> str:
    """How to mask a column that is not imported: by what its header says."""
    if "证" in header or "身份" in header:
        return "id_number"
    if "电话" in header or "手机" in header:
        return "HouseholdProfile.phone"
    return "HouseholdProfile.bank_account" if "账" in header or "卡号" in header else ""
