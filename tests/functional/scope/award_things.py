"""Award rosters with a line, a paper and a file for the bank in an area, for the table of addresses."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

import factories
from jingzhun.attachments.actions.store import store as keep
from jingzhun.audit.actor import Actor
from jingzhun.ledger.models import AwardEvidence, AwardLine, AwardRoster, BankFile, BankLine
from jingzhun.registry import personal
from jingzhun.registry.models import Subject

_serial = count(1)
DAY = date(2018, 12, 31)
Arguments = dict[str, Any]


def _line(area: str) -> AwardLine:
    by, number = factories.change(), next(_serial)
    project = factories.project(area=area).subject
    subject = Subject.objects.create(kind="award_roster", code=f"JB{number:06d}", area_id=area, created_by=by)
    roster = AwardRoster.objects.create(
        subject=subject,
        project=project,
        programme="产业以奖代补",
        title=f"奖补{number:06d}",
        year=2018,
        opened_on=DAY,
        change=by,
    )
    home = factories.household(village=area)
    return AwardLine.objects.create(
        roster=roster, household=home.subject, programme=roster.programme, year=2018, number=1, amount=100
    )


def award(area: str) -> Arguments:
    return {"code": _line(area).roster.subject.code}


def award_title(area: str) -> str:
    return _line(area).roster.title


def award_line(area: str) -> Arguments:
    return {"code": _line(area).roster.subject.code, "number": 1}


def award_paper(area: str) -> Arguments:
    line = _line(area)
    file = keep(data=b"%PDF-1.4 x", kind="pdf", by=Actor.system("测试"))
    paper = AwardEvidence.objects.create(
        line=line, title="票据", file=file, file_name="a.pdf", added_on=DAY, change=line.roster.change
    )
    return {"code": line.roster.subject.code, "number": 1, "pk": paper.pk}


def award_bank_file(area: str) -> Arguments:
    line = _line(area)
    file = BankFile.objects.create(
        roster=line.roster, number=f"{line.roster.subject.code}-01", made_on=DAY, left_out=0, change=line.roster.change
    )
    account = personal.seal("bank_account", line.household_id, "6217001234567890")
    BankLine.objects.create(file=file, line=line, reference=f"{file.number}-0001", account_name="甲", account=account)
    return {"number": file.number, "kind": "csv"}
