"""One line per address: what a post must be allowed to do there, and how to make an object that lies in an area.

The tests of this folder are generated from :data:`ADDRESSES`; an address without a line fails. Kinds:

- ``page``: shows nothing of any area (forms, rules, one's own account);
- ``thing``: names an object; found by posts whose range holds it, 404 for all others;
- ``rows``: lists or exports; ``plant`` makes a row in an area and gives the text by which it is known on the page;
- ``door``: open to visitors.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

from django.conf import settings
from django.utils import timezone

import exit_pack
import factories
from functional.scope.award_things import award, award_bank_file, award_line, award_paper, award_title
from functional.scope.case_things import (
    batch,
    case,
    case_form,
    case_paper,
    notice,
    objection,
    procedure_address,
    public,
    review,
    suggestion,
)
from functional.scope.claim_things import claim, payment, tranche
from functional.scope.fund_things import named_project, paid_in
from functional.scope.money_things import fund, fund_title, share
from jingzhun.accounts.roles import Verb
from jingzhun.areas.models import Area
from jingzhun.attachments.actions.store import store as keep
from jingzhun.audit.actor import Actor
from jingzhun.audit.models import Event
from jingzhun.audit.unit import unit
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.ingest.models import Upload
from jingzhun.ledger.models import (
    LibraryMove,
    LineItem,
    PlanItem,
    ProjectMilestone,
    SchemeProfile,
    SchemeTarget,
    SiteWork,
)
from jingzhun.policy.actions.packs import store
from jingzhun.policy.models import PackVersion
from jingzhun.registry.models import Subject
from jingzhun.reports.actions.template import load_shipped
from jingzhun.reports.models import KeptCheck, Report, ReportTemplate
from jingzhun.results.figure_count import ROWS, digest_of, lines
from jingzhun.results.models import Figure, RosterSnapshot, Run

_serial = count(1)
DAY = date(2018, 12, 31)
Arguments = dict[str, Any]


@dataclass(frozen=True)
class Address:
    """``build(area)`` gives the arguments of an address whose object lies in ``area``.

    ``own_only``: departments and finance find here only what they sent themselves (tested beside), so they are not among those
        who find. ``of_households``: the object is about a household, so who does not see households does not find it.
    ``found``: the answers that mean that it was found, where they are not the usual ones (422: found, but the action has
        its own reason to refuse). ``from_below``: posts inside the object's area see it too (their part of it). ``find``: the query that searches for
        the planted text.
    """

    kind: str
    verbs: frozenset[Verb] = frozenset()
    build: Callable[[str], Arguments] = field(default=lambda area: {})
    method: str = "get"
    data: Arguments = field(default_factory=dict)
    found: tuple[int, ...] = ()
    from_below: bool = False
    plant: Callable[[str], str] | None = None
    own_only: bool = False
    of_households: bool = False
    find: str = ""


def page(*verbs: Verb, **options: Any) -> Address:
    return Address("page", frozenset(verbs), **options)


def door(**options: Any) -> Address:
    return Address("door", **options)


def thing(*verbs: Verb, build: Callable[[str], Arguments], **options: Any) -> Address:
    return Address("thing", frozenset(verbs), build, **options)


def rows(*verbs: Verb, plant: Callable[[str], str], **options: Any) -> Address:
    return Address("rows", frozenset(verbs), plant=plant, **options)


# ── objects in an area ──────────────────────────────────────────────────────


def household(area: str) -> str:
    """The code of a new household with one member."""
    made = factories.household(village=area, code=f"FK{next(_serial):06d}")
    factories.member(of=made, name=f"拉姆{next(_serial):06d}")
    return made.subject.code


def dossier(area: str) -> str:
    """The title of a village that has a registered household."""
    household(area)
    return Area.objects.get(pk=area).title


def entry(area: str) -> Arguments:
    made = factories.household(village=area)
    return {"code": made.subject.code, "theme": "income", "entry": factories.income(of=made, fen=100).pk}


def member(area: str) -> Arguments:
    made = factories.household(village=area)
    return {"code": made.subject.code, "theme": "schooling", "person": factories.member(of=made).subject_id}


def line_item(area: str) -> str:
    """A project with one item; its number."""
    return project_row(area)["code"]


def scheme(area: str) -> str:
    """A scheme in an area; its number."""
    return scheme_row(area)["code"]


def scheme_row(area: str) -> Arguments:
    """A scheme with one target, as the address of the target names it."""
    made = factories.change()
    subject = Subject.objects.create(kind="scheme", code=f"ZX{next(_serial):06d}", area_id=area, created_by=made)
    common = {"subject": subject, **factories.known(made)}
    SchemeProfile.objects.create(title=f"专项{subject.code}", kind="village", since=date(2018, 1, 1), **common)
    row = SchemeTarget.objects.create(
        key="|invest", measure="invest", planned=1, unit="万元", document="计划", **common
    )
    return {"code": subject.code, "theme": "scheme-targets", "pk": row.pk}


def site_work(area: str) -> str:
    """A row of a site list in an area; the number of its project."""
    subject = factories.project(area=area, code=f"XM{next(_serial):06d}").subject
    SiteWork.objects.create(
        subject=subject, key="1", item="路灯", area_id=area, state="done", **factories.known(factories.change())
    )
    return subject.code


def late_project(area: str) -> str:
    """A project with a step that should be done before the pages' day; its number."""
    return _stepped(area, step="acceptance", planned_on=date(2018, 6, 1))


def handed_over_project(area: str) -> str:
    return _stepped(area, step="handover", done_on=date(2018, 6, 1))


def _stepped(area: str, **step: Any) -> str:
    subject = factories.project(area=area, code=f"XM{next(_serial):06d}").subject
    ProjectMilestone.objects.create(
        subject=subject, since=date(2018, 6, 1), **step, **factories.known(factories.change())
    )
    return subject.code


def project_row(area: str) -> Arguments:
    """A project with one item, as the address of the row names it."""
    subject = factories.project(area=area, code=f"XM{next(_serial):06d}").subject
    row = LineItem.objects.create(
        subject=subject, key="|1", number="1", name="改梯", amount=100, **factories.known(factories.change())
    )
    return {"code": subject.code, "theme": "line-items", "pk": row.pk}


def project(area: str) -> str:
    return factories.project(area=area, code=f"XM{next(_serial):06d}").subject.code


def plan_place(area: str) -> str:
    """A township or village of the area itself, which is what a plan is of."""
    return area


def plan_item(area: str) -> Arguments:
    """An item of a village's plan (of a township's roadmap) without a project."""
    kind = {Level.TOWNSHIP: "township"}.get(AreaCode.parse(area).level, "village")
    by = factories.change()
    subject = Subject.objects.filter(kind=kind, code=area).first() or Subject.objects.create(
        kind=kind, code=area, area_id=area, created_by=by
    )
    name, number = f"事项{next(_serial):06d}", f"{next(_serial)}"
    made = PlanItem.objects.create(
        subject=subject, key=f"2018:{number}", year=2018, number=number, name=name, **factories.known(by)
    )
    return {"code": area, "pk": made.pk}


def plan_orphan(area: str) -> str:
    return PlanItem.objects.get(pk=plan_item(area)["pk"]).name


def library_move(area: str) -> str:
    """The number of a project that entered the library."""
    made, by = factories.project(area=area, code=f"XM{next(_serial):06d}").subject, factories.change(kind="case")
    LibraryMove.objects.create(
        subject=made,
        key="case:K1",
        direction="in",
        moved_on=DAY,
        reason="测试",
        case_number="K1",
        **factories.known(by),
    )
    return made.code


def official(area: str) -> str:
    """The sign-in name of somebody who holds a post in the area."""
    role = {Level.VILLAGE: "village_cadre", Level.TOWNSHIP: "township_reviewer"}.get(
        AreaCode.parse(area).level, "county_officer"
    )
    made = factories.official(sign_in_name=f"scope{next(_serial):05d}")
    factories.post(role=role, area=area, by=made)
    return made.sign_in_name


def post(area: str) -> Arguments:
    return {"pk": factories.post(role="village_cadre", area=area).pk}


def event(area: str) -> Event:
    code = f"EV{next(_serial):06d}"
    with unit(by=Actor.system("测试")) as log:
        log.record("post.switch", subject_kind="岗位", subject_code=code, area_code=area)
    return Event.objects.get(subject_code=code)


def pack() -> PackVersion:
    return store(files=exit_pack.FILES, by=factories.SYSTEM, is_shipped=True)[0]


def roster(area: str) -> RosterSnapshot:
    return RosterSnapshot.objects.create(
        area_id=area, as_of=DAY, known_at=timezone.now(), digest="1" * 64, folder="scope", built_at=timezone.now()
    )


def run(area: str) -> Arguments:
    return {"pk": _run(area).pk}


def _run(area: str) -> Run:
    now = timezone.now()
    return Run.objects.create(
        pack=pack(), area_id=area, as_of=DAY, known_at=now, engine="duckdb", roster=roster(area), state="done", progress=100,
        findings_digest="2" * 64, asked_by_name=f"发起人{next(_serial):06d}", asked_at=now, finished_at=now,
    )  # fmt: skip


def figure(area: str) -> Figure:
    """A counted figure over no rows, with its file of rows."""
    import pyarrow.parquet as pq

    table = ROWS.empty_table()
    path = settings.DATA_FOLDER / "rosters" / "scope" / "rows.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path)
    return Figure.objects.create(
        origin="computed", indicator="registered_households", title=f"户数{next(_serial):06d}", kind="户", area_id=area, as_of=DAY,
        known_at=timezone.now(), value=0, unit="户", roster=roster(area), rows_digest=digest_of(lines(table)),
        rows_file=str(path.relative_to(settings.DATA_FOLDER)), computed_at=timezone.now(),
    )  # fmt: skip


def upload(area: str, state: str = "checked") -> Arguments:
    return {"number": _upload(area, state).pk}


def _upload(area: str, state: str = "checked") -> Upload:
    """An upload whose file is a line of text: found, and then refused for its own reason."""
    by = factories.official()
    counts = dict.fromkeys(
        ("rows", "refused_rows", "new", "changed", "unchanged", "flagged", "refused", "households"), 1
    )
    return Upload.objects.create(
        state=state, name=f"名册{next(_serial):06d}.csv", file=keep(data="甲,乙".encode(), kind="文本", by=Actor.system("测试")),
        area_id=area, by=by, by_name=by.name, at=timezone.now(), since=DAY, counts=counts,
        change=factories.change() if state == "undone" else None,
    )  # fmt: skip


def template() -> ReportTemplate:
    return ReportTemplate.objects.first() or load_shipped(by=Actor.system("测试"))[0]


def _kept(area: str) -> KeptCheck:
    """A report that somebody of the area asked to keep."""
    return KeptCheck.objects.create(
        title=f"自查{next(_serial):06d}.txt", area_id=area, as_of=DAY, errors=0, warnings=0, holdings=1, kept_at=timezone.now(),
        file=keep(data="全村86户312人。".encode(), kind="文本", by=Actor.system("测试")), kept_by_name="写报告的人",
    )  # fmt: skip


def report(area: str) -> Arguments:
    return {"pk": _report(area).pk}


def _report(area: str) -> Report:
    chosen = template()
    return Report.objects.create(
        template=chosen, title=f"报告{next(_serial):06d}", area_id=area, as_of=DAY, roster=roster(area), file=chosen.file,
        word_count=1, written_at=timezone.now(), written_by_name="测试",
    )  # fmt: skip


def spelling(area: str) -> str:
    from jingzhun.areas.models import AreaName

    name = f"别写{next(_serial):06d}"
    AreaName.objects.create(area_id=area, name=name, short_name=name, kind="spelling")
    return name


FUNDS = Verb.VIEW_FUNDS
SEE, RECORD, LOOK = Verb.VIEW_HOUSEHOLDS, Verb.RECORD_FACTS, Verb.VIEW_FIGURES
CASES, HANDLE = Verb.VIEW_CASES, Verb.HANDLE_CASES
AWARDS = Verb.VIEW_AWARDS
PRINT = (SEE, Verb.VIEW_ALL_FACTS, Verb.EXPORT)
UPLOAD, APPLY, WRITE = Verb.UPLOAD, Verb.APPLY_IMPORT, Verb.WRITE_REPORTS
ACCOUNTS, SECURITY, LOG = Verb.MANAGE_ACCOUNTS, Verb.MANAGE_SECURITY, Verb.VIEW_LOG

ADDRESSES: dict[str, Address] = {
    # the door and one's own account
    "sign-in": door(),
    "sign-in-code": door(),
    "sign-in-demo": door(method="post"),
    "sign-out": page(method="post"),
    "password-change": page(),
    "verifier": page(),
    "post-switch": page(method="post"),
    "home": page(),
    "dictionary": page(),
    # households
    "households": rows(SEE, plant=household, find="q"),
    "household-export": rows(SEE, Verb.EXPORT, plant=household, find="q"),
    "household-history": thing(SEE, Verb.VIEW_ALL_FACTS, build=lambda area: {"code": household(area)}),
    "household-index": thing(SEE, build=lambda area: {"code": household(area)}),
    "household-card": thing(*PRINT, build=lambda area: {"code": household(area)}),
    "household": thing(SEE, build=lambda area: {"code": household(area)}),
    "unmask": thing(Verb.SHOW_ID_NUMBERS, build=lambda area: {"code": household(area)}),
    "record": thing(RECORD, build=lambda area: {"code": household(area), "theme": "dwelling"}),
    "record-member": thing(RECORD, build=member),
    "record-withdraw": thing(RECORD, build=entry, method="post", data={"reason": "记重了"}),
    "record-mark": thing(
        RECORD, build=lambda area: {"code": household(area), "theme": "income"}, method="post", data={"complete": "yes"}
    ),
    "record-pack-facts": thing(RECORD, build=lambda area: {"kind": "household", "code": household(area)}),
    # areas
    "areas": page(SEE),
    "area": thing(SEE, build=lambda area: {"code": area}),
    "area-why": thing(SEE, build=lambda area: {"code": area}),
    "area-gaps": thing(SEE, Verb.VIEW_ALL_FACTS, build=lambda area: {"code": area}),
    # dossiers and books
    "dossiers": rows(SEE, Verb.VIEW_ALL_FACTS, Verb.VIEW_FIGURES, plant=lambda area: dossier(area)),
    "register-pdf": thing(*PRINT, build=lambda area: {"code": area}),
    "register-workbook": thing(*PRINT, build=lambda area: {"code": area}),
    "register-cards": thing(*PRINT, build=lambda area: {"code": household(area) and area}),
    # imports
    "imports": rows(UPLOAD, own_only=True, plant=lambda area: _upload(area).name),
    "import": thing(UPLOAD, own_only=True, build=upload),
    "import-progress": thing(UPLOAD, own_only=True, build=upload),
    "import-choose": thing(UPLOAD, own_only=True, build=upload, method="post", found=(302, 422)),
    "import-columns": thing(UPLOAD, own_only=True, build=lambda area: upload(area, "applied"), found=(302,)),
    "import-write": thing(UPLOAD, APPLY, own_only=True, build=upload, method="post", found=(302, 422)),
    "import-abandon": thing(UPLOAD, own_only=True, build=upload, method="post"),
    "import-undo": thing(UPLOAD, APPLY, own_only=True, build=upload, method="post", found=(302, 422)),
    "import-returned": thing(UPLOAD, own_only=True, build=upload, found=(200, 422)),
    # cases
    "cases": rows(CASES, of_households=True, plant=lambda area: case(area)["number"], find="q"),
    "case-export": rows(CASES, Verb.EXPORT, of_households=True, plant=lambda area: case(area)["number"], find="q"),
    "case": thing(CASES, of_households=True, build=case),
    "case-paper": thing(CASES, of_households=True, build=case_paper),
    "case-choose": page(HANDLE),
    "case-open": page(HANDLE, build=procedure_address, found=(200, 422)),
    "case-decide": thing(HANDLE, of_households=True, build=case, method="post", data={"outcome": "pass"}, found=(302, 422)),
    "case-decide-many": page(HANDLE, method="post", data={"outcome": "pass"}),
    "case-hand-in": thing(HANDLE, of_households=True, build=case, method="post", found=(302, 422)),
    "case-sign": thing(HANDLE, of_households=True, build=case, method="post", found=(302, 422)),
    "case-sign-household": thing(HANDLE, of_households=True, build=case, method="post", found=(302, 422)),
    "case-check": thing(HANDLE, of_households=True, build=case, method="post", found=(302, 422)),
    "case-input": thing(HANDLE, of_households=True, build=lambda area: {**case(area), "name": "cause"}),
    "case-spot-check": thing(HANDLE, of_households=True, build=case, method="post", found=(302, 422)),
    "case-sample": page(HANDLE, method="post", found=(404,)),
    "batch": thing(CASES, of_households=True, build=batch),
    "batch-hand-in": thing(HANDLE, of_households=True, build=batch, method="post"),
    "batch-check": thing(HANDLE, of_households=True, build=batch, method="post"),
    "batch-sign": thing(HANDLE, of_households=True, build=batch, method="post"),
    "delegations": page(HANDLE),
    "delegation-lend": page(HANDLE, method="post", found=(302, 422)),
    "delegation-give": page(HANDLE, method="post", found=(302, 422)),
    # claims
    "claims": rows(Verb.VIEW_FUNDS, plant=claim, find="q"),
    "claim-export": rows(Verb.VIEW_FUNDS, Verb.EXPORT, plant=claim, find="q"),
    "claim-new": page(Verb.CLAIM),
    "claim": thing(Verb.VIEW_FUNDS, build=lambda area: {"code": claim(area)}),
    "claim-send": thing(Verb.CLAIM, build=lambda area: {"code": claim(area)}, method="post", found=(302, 422)),
    "claim-void": thing(
        Verb.CLAIM, build=lambda area: {"code": claim(area)}, method="post", data={"reason": "记错"}, found=(302, 422)
    ),
    "claim-take-back": thing(
        Verb.RECORD_FUNDS, build=lambda area: {"code": claim(area)}, method="post", data={"reason": "记错"}, found=(302, 422)
    ),
    "tranches": thing(Verb.VIEW_FUNDS, build=lambda area: {"code": project(area)}),
    "tranches-choose": thing(Verb.RECORD_FUNDS, build=lambda area: {"code": project(area)}, method="post", found=(422,)),
    "tranche-open": thing(Verb.RECORD_FUNDS, build=tranche, method="post", found=(422,)),
    "dedicated-account": rows(Verb.VIEW_FUNDS, plant=payment),
    "dedicated-export": rows(Verb.VIEW_FUNDS, Verb.EXPORT, plant=payment),
    # projects
    "projects": rows(Verb.VIEW_PROJECTS, plant=project, find="q"),
    "project-export": rows(Verb.VIEW_PROJECTS, Verb.EXPORT, plant=project, find="q"),
    "project-new": page(Verb.EDIT_PROJECTS),
    "project-edit": thing(Verb.EDIT_PROJECTS, build=lambda area: {"code": project(area)}),
    "plan-closure": rows(Verb.VIEW_PROJECTS, plant=plan_orphan),
    "plan-export": rows(Verb.VIEW_PROJECTS, Verb.EXPORT, plant=plan_orphan),
    "closure-export": rows(Verb.VIEW_PROJECTS, Verb.EXPORT, plant=plan_orphan),
    "plan-area": thing(Verb.VIEW_PROJECTS, build=lambda area: {"code": plan_place(area)}),
    "plan-withdraw": thing(Verb.EDIT_PROJECTS, build=plan_item, method="post", data={"reason": "记错"}),
    "library-moves": rows(Verb.VIEW_PROJECTS, plant=library_move),
    "library-moves-export": rows(Verb.VIEW_PROJECTS, Verb.EXPORT, plant=library_move),
    "project-totals": page(Verb.VIEW_PROJECTS),
    "project": thing(Verb.VIEW_PROJECTS, build=lambda area: {"code": project(area)}),
    "project-row": thing(Verb.EDIT_PROJECTS, build=lambda area: {"code": project(area), "theme": "line-items"}),
    "project-row-withdraw": thing(
        Verb.EDIT_PROJECTS, build=lambda area: project_row(area), method="post", data={"reason": "记错"}
    ),
    "schemes": rows(Verb.VIEW_PROJECTS, plant=scheme),
    "scheme-new": page(Verb.EDIT_PROJECTS),
    "scheme": thing(Verb.VIEW_PROJECTS, build=lambda area: {"code": scheme(area)}),
    "scheme-row": thing(Verb.EDIT_PROJECTS, build=lambda area: {"code": scheme(area), "theme": "scheme-targets"}),
    "scheme-row-withdraw": thing(
        Verb.EDIT_PROJECTS, build=lambda area: scheme_row(area), method="post", data={"reason": "记错"}
    ),
    "project-sites": rows(Verb.VIEW_PROJECTS, plant=site_work),
    "project-sites-export": rows(Verb.VIEW_PROJECTS, Verb.EXPORT, plant=site_work),
    "project-variance": rows(Verb.VIEW_PROJECTS, plant=project),
    "project-variance-export": rows(Verb.VIEW_PROJECTS, Verb.EXPORT, plant=project),
    "project-late": rows(Verb.VIEW_PROJECTS, plant=late_project),
    "project-late-export": rows(Verb.VIEW_PROJECTS, Verb.EXPORT, plant=late_project),
    "project-upkeep": rows(Verb.VIEW_PROJECTS, plant=handed_over_project),
    "project-upkeep-export": rows(Verb.VIEW_PROJECTS, Verb.EXPORT, plant=handed_over_project),
    "fund-list": rows(Verb.VIEW_FUNDS, plant=fund_title),
    "fund-export": rows(Verb.VIEW_FUNDS, Verb.EXPORT, plant=fund_title),
    "fund-new": page(Verb.RECORD_FUNDS),
    "fund": thing(Verb.VIEW_FUNDS, build=lambda area: {"code": fund(area)}),
    "fund-close": thing(Verb.RECORD_FUNDS, build=lambda area: {"code": fund(area)}, method="post", found=(302,)),
    "fund-raising": rows(Verb.VIEW_FUNDS, plant=share),
    "project-row-export": rows(Verb.VIEW_PROJECTS, Verb.EXPORT, plant=line_item, find="subject"),
    # award rosters
    "awards": rows(AWARDS, plant=award_title, find="q"),
    "awards-export": rows(AWARDS, Verb.EXPORT, plant=award_title, find="q"),
    "award-new": page(Verb.MAKE_AWARDS),
    "award": thing(AWARDS, build=award),
    "award-export": thing(AWARDS, Verb.EXPORT, build=award),
    "award-print": thing(AWARDS, Verb.EXPORT, build=award),
    "award-verify": thing(AWARDS, Verb.CHECK_AWARDS, build=award, method="post", data={"verdict": "all"}, found=(302, 422)),
    "award-bank-make": thing(AWARDS, Verb.PAY_AWARDS, build=award, method="post", found=(302, 422)),
    "award-bank-file": thing(Verb.PAY_AWARDS, build=award_bank_file),
    "award-line": thing(AWARDS, build=award_line),
    "award-paper": thing(AWARDS, build=award_paper),
    # funds
    "funds": page(FUNDS),
    "fund-balances": page(FUNDS),
    "fund-reconcile": page(FUNDS),
    "movements": rows(FUNDS, plant=lambda area: paid_in(area).voucher, find="q"),
    "movement-export": rows(FUNDS, Verb.EXPORT, plant=lambda area: paid_in(area).voucher, find="q"),
    "movement": thing(FUNDS, build=lambda area: {"pk": paid_in(area).pk}),
    "appropriations": page(FUNDS),
    "appropriation-export": page(FUNDS, Verb.EXPORT),
    "appropriation": thing(FUNDS, build=lambda area: {"pk": paid_in(area).source.appropriation_id}),
    "fund-sources": page(FUNDS),
    "fund-shares": page(FUNDS),
    "fund-arrivals": page(FUNDS),
    "publicity": rows(FUNDS, Verb.VIEW_PROJECTS, plant=lambda area: named_project(area)),
    "publicity-workbook": rows(FUNDS, Verb.EXPORT, plant=lambda area: named_project(area)),
    "publicity-word": page(FUNDS, Verb.EXPORT),
    "household-money": thing(FUNDS, SEE, build=lambda area: {"code": household(area)}),
    # figures and runs
    "packs": page(LOOK),
    "pack": page(LOOK, build=lambda area: {"pk": pack().pk}),
    "pack-import": page(Verb.PROPOSE_PACKS),
    "pack-parameter": page(Verb.PROPOSE_PACKS, build=lambda area: {"pk": pack().pk, "parameter": "扶贫标准"}),
    "pack-item": page(
        Verb.PROPOSE_PACKS, build=lambda area: {"pk": pack().pk, "standard": "户退出", "item": "income"}
    ),
    "pack-file": page(Verb.PROPOSE_PACKS, build=lambda area: {"pk": pack().pk, "file": "pack.yaml"}),
    "pack-proof": page(LOOK, build=lambda area: {"pk": pack().pk}),
    "pack-decide": page(Verb.APPROVE_PACKS, build=lambda area: {"pk": pack().pk}, method="post", found=(302, 422)),
    "pack-export": page(LOOK, build=lambda area: {"pk": pack().pk}),
    "figures": page(LOOK),
    "figure": thing(LOOK, build=lambda area: {"pk": figure(area).pk}),
    "figure-export": thing(LOOK, Verb.EXPORT, SEE, build=lambda area: {"pk": figure(area).pk}),
    "figure-again": thing(Verb.EVALUATE, build=lambda area: {"pk": figure(area).pk}, method="post", found=(302, 422)),
    "runs": rows(LOOK, plant=lambda area: _run(area).asked_by_name),
    "run": thing(LOOK, build=run, from_below=True),
    "run-progress": thing(LOOK, build=run, from_below=True),
    "run-compare": thing(LOOK, build=run, from_below=True),
    "run-replay": thing(Verb.EVALUATE, build=run, method="post", found=(302, 422)),
    "run-again": thing(Verb.EVALUATE, build=run, method="post", found=(302, 422)),
    # reports
    "reports": rows(WRITE, plant=lambda area: _report(area).title),
    "report-new": page(WRITE, build=lambda area: {"template": template().pk}),
    "report": thing(WRITE, build=report),
    "report-file": thing(WRITE, build=report),
    "report-checked": thing(WRITE, build=report),
    "report-again": thing(WRITE, build=report, method="post", found=(302, 422)),
    "report-templates-load": page(WRITE, method="post"),
    "report-template": page(WRITE, build=lambda area: {"pk": template().pk}),
    "report-template-file": page(WRITE, build=lambda area: {"pk": template().pk}),
    "proofread": page(LOOK),
    "proofread-check": page(LOOK, method="post", data={"text": "全村86户312人。"}),
    "proofread-word": page(LOOK, method="post", found=(200, 422)),
    "proofread-keep": page(WRITE, method="post", found=(302, 422)),
    "proofread-kept-list": rows(WRITE, plant=lambda area: _kept(area).title),
    "proofread-kept": thing(WRITE, build=lambda area: {"pk": _kept(area).pk}),
    # looking back, and lists that the register answers for
    "reviews": rows(Verb.VIEW_CASES, SEE, plant=lambda area: review(area).title),
    "review-new": page(Verb.HANDLE_CASES, SEE),
    "review": thing(Verb.VIEW_CASES, SEE, build=lambda area: {"pk": review(area).pk}, from_below=True),
    "exits": page(Verb.VIEW_CASES, SEE),
    "dwellings": rows(Verb.VIEW_CASES, SEE, plant=household),
    "proposals": thing(Verb.VIEW_CASES, SEE, build=lambda area: {"code": household(area)}),
    # notices, for posts and for everybody, and the suggestion box
    "notices": rows(Verb.VIEW_CASES, of_households=True, plant=lambda area: str(notice(area))),
    "notice": thing(Verb.VIEW_CASES, of_households=True, build=lambda area: {"pk": notice(area).pk}),
    "notice-poster": thing(Verb.VIEW_CASES, of_households=True, build=lambda area: {"pk": notice(area).pk}),
    "notice-receipt": thing(Verb.HANDLE_CASES, of_households=True, build=lambda area: {"pk": notice(area).pk}),
    "case-form": thing(Verb.HANDLE_CASES, of_households=True, build=case_form),
    "objection-record": thing(Verb.HANDLE_CASES, of_households=True, build=lambda area: {"pk": notice(area).pk}),
    "objection-answer": thing(Verb.HANDLE_CASES, of_households=True, build=objection),
    "suggestions": rows(Verb.ANSWER_SUGGESTIONS, plant=lambda area: suggestion(area).text, find="q"),
    "suggestion": thing(Verb.ANSWER_SUGGESTIONS, build=lambda area: {"pk": suggestion(area).pk}),
    "public-notices": door(),
    "public-notice": door(build=public),
    "public-poster": door(build=public),
    "public-objection": door(build=public),
    "public-find": door(),
    "public-answer": door(build=lambda area: {"reference": suggestion(area).reference}),
    "suggest": door(),
    # reference
    "code-lists": page(Verb.EDIT_CODES),
    "code-list": page(Verb.EDIT_CODES, build=lambda area: {"name": "致贫原因"}),
    "area-names": rows(Verb.EDIT_CODES, plant=spelling, find="q"),
    "area-name": thing(Verb.EDIT_CODES, build=lambda area: {"code": area}),
    "calendar": page(Verb.EDIT_CALENDAR),
    "calendar-year": page(Verb.EDIT_CALENDAR, build=lambda area: {"year": 2018}),
    "calendar-remove": page(Verb.EDIT_CALENDAR, build=lambda area: {"day": "2018-02-15"}, method="post"),
    # administration
    "officials": rows(ACCOUNTS, plant=official, find="q"),
    "official-new": page(ACCOUNTS),
    "official": thing(ACCOUNTS, build=lambda area: {"sign_in_name": official(area)}),
    "official-active": thing(
        ACCOUNTS, build=lambda area: {"sign_in_name": official(area)}, method="post", data={"active": "1"}
    ),
    "post-end": thing(ACCOUNTS, build=post, method="post", data={"on": "2026-01-01"}),
    "security": rows(SECURITY, plant=official, find="q"),
    "security-official": thing(SECURITY, build=lambda area: {"sign_in_name": official(area)}),
    "security-password": thing(SECURITY, build=lambda area: {"sign_in_name": official(area)}, method="post"),
    "security-unlock": thing(SECURITY, build=lambda area: {"sign_in_name": official(area)}, method="post"),
    "security-verifier": thing(SECURITY, build=lambda area: {"sign_in_name": official(area)}, method="post"),
    "security-sessions": thing(SECURITY, build=lambda area: {"sign_in_name": official(area)}, method="post"),
    "log": rows(LOG, plant=lambda area: event(area).subject_code, find="q"),
    "log-export": rows(LOG, plant=lambda area: event(area).subject_code, find="q"),
    "log-event": thing(LOG, build=lambda area: {"number": event(area).number}),
    "log-verify": page(Verb.VERIFY_LOG, method="post"),
}  # fmt: skip
