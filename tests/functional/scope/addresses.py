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

from functional.scope.audit_things import accountable_finding, audit_finding, audit_paper, rectified_finding
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
from functional.scope.claim_things import claim, payment, tranche, tranche_paper
from functional.scope.fund_things import named_project, paid_in, year_money
from functional.scope.money_things import fund, fund_purpose, fund_request, fund_title, share
from functional.scope.office_things import (
    _kept,
    _report,
    _run,
    _upload,
    dossier,
    entry,
    event,
    figure,
    household,
    member,
    official,
    pack,
    post,
    report,
    run,
    spelling,
    template,
    upload,
)
from functional.scope.project_things import (
    benefit_project,
    benefit_row,
    factor_plan,
    factor_row,
    factor_title,
    handed_over_project,
    late_project,
    library_move,
    line_item,
    plan_item,
    plan_orphan,
    plan_place,
    project,
    project_row,
    scheme,
    scheme_row,
    site_work,
)
from jingzhun.accounts.roles import Verb

_serial = count(1)
DAY = date(2018, 12, 31)
Arguments = dict[str, Any]


@dataclass(frozen=True)
class Address:
    """``build(area)`` gives the arguments of an address whose object lies in ``area``.

    ``own_only``: departments, finance and audit find here only what they sent themselves (tested beside), so they are not among those
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
    "fund-requests": rows(Verb.VIEW_FUNDS, plant=fund_request, find="q"),
    "fund-request-export": rows(Verb.VIEW_FUNDS, Verb.EXPORT, plant=fund_request, find="q"),
    "fund-request-new": page(Verb.REQUEST_FUNDS),
    "fund-request": thing(Verb.VIEW_FUNDS, build=lambda area: {"code": fund_request(area)}),
    "fund-request-send": thing(
        Verb.REQUEST_FUNDS, build=lambda area: {"code": fund_request(area)}, method="post", found=(302, 422)
    ),
    "fund-request-void": thing(
        Verb.REQUEST_FUNDS, build=lambda area: {"code": fund_request(area)}, method="post", data={"reason": "记错"}, found=(302, 422)
    ),
    "fund-request-cut": thing(
        Verb.HANDLE_CASES, Verb.VIEW_FUNDS, build=lambda area: {"code": fund_request(area)}, method="post", found=(422,)
    ),
    "fund-request-take-back": thing(
        Verb.RECORD_FUNDS, build=lambda area: {"code": fund_request(area)}, method="post", found=(422,)
    ),
    "tranches": thing(Verb.VIEW_FUNDS, build=lambda area: {"code": project(area)}),
    "tranches-choose": thing(Verb.RECORD_FUNDS, build=lambda area: {"code": project(area)}, method="post", found=(422,)),
    "tranche-propose": thing(Verb.RECORD_FUNDS, build=tranche, method="post", found=(422,)),
    "tranche-decide": thing(Verb.RECORD_FUNDS, build=tranche, method="post", found=(422,)),
    "tranche-paper": thing(FUNDS, build=tranche_paper),
    "tranche-list": rows(FUNDS, plant=lambda area: str(tranche(area)["code"])),
    # final accounts
    "year-account": rows(FUNDS, plant=year_money),
    "year-workbook": rows(FUNDS, Verb.EXPORT, plant=year_money),
    "year-letter": page(FUNDS, Verb.EXPORT),
    "year-seal": page(Verb.RECORD_FUNDS, method="post", found=(302, 422)),
    "year-decide": page(Verb.RECORD_FUNDS, method="post", found=(422,)),
    # findings
    "audit-list": rows(FUNDS, plant=audit_finding, find="q"),
    "audit-export": rows(FUNDS, Verb.EXPORT, plant=audit_finding, find="q"),
    "audit-new": page(Verb.RECORD_FINDINGS),
    "audit-finding": thing(FUNDS, build=lambda area: {"number": audit_finding(area)}),
    "audit-step": thing(
        Verb.RECTIFY, build=lambda area: {"number": audit_finding(area), "kind": "rectified"}, method="post", found=(422,)
    ),
    "audit-paper": thing(FUNDS, build=audit_paper),
    "audit-revoke": thing(Verb.RECTIFY, build=audit_paper, method="post", found=(422,)),
    "audit-rectified-export": rows(FUNDS, Verb.EXPORT, plant=rectified_finding),
    "audit-accountable-export": rows(FUNDS, Verb.EXPORT, plant=accountable_finding),
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
    "beneficiaries": thing(Verb.VIEW_PROJECTS, SEE, build=lambda area: {"code": benefit_project(area)}),
    "beneficiary-withdraw": thing(Verb.EDIT_PROJECTS, SEE, build=benefit_row, method="post", data={"reason": "记错"}),
    "beneficiary-export": rows(Verb.VIEW_PROJECTS, SEE, Verb.EXPORT, plant=benefit_project, find="project"),
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
    "fund-purpose-export": rows(
        Verb.VIEW_FUNDS, Verb.EXPORT, plant=lambda area: str(fund_purpose(area)["code"])
    ),
    "fund-new": page(Verb.RECORD_FUNDS),
    "fund": thing(Verb.VIEW_FUNDS, build=lambda area: {"code": fund(area)}),
    "fund-close": thing(Verb.RECORD_FUNDS, build=lambda area: {"code": fund(area)}, method="post", found=(302,)),
    "fund-purpose-end": thing(Verb.RECORD_FUNDS, build=fund_purpose, method="post", found=(302,)),
    "factor-plans": rows(Verb.VIEW_FUNDS, plant=factor_title),
    "factor-plan-new": page(Verb.RECORD_FUNDS),
    "factor-plan": thing(Verb.VIEW_FUNDS, build=lambda area: {"code": factor_plan(area)}),
    "factor-plan-weights": thing(
        Verb.RECORD_FUNDS, build=lambda area: {"code": factor_plan(area)}, method="post", found=(422,)
    ),
    "factor-plan-workbook": thing(Verb.VIEW_FUNDS, Verb.EXPORT, build=lambda area: {"code": factor_plan(area)}),
    "factor-plan-letter": thing(Verb.VIEW_FUNDS, Verb.EXPORT, build=lambda area: {"code": factor_plan(area)}),
    "factor-plan-row": thing(
        Verb.RECORD_FUNDS, build=lambda area: {"code": factor_plan(area), "theme": "plan-factors"}
    ),
    "factor-plan-row-withdraw": thing(
        Verb.RECORD_FUNDS, build=factor_row, method="post", data={"reason": "记错"}
    ),
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
    "appropriation-new": page(Verb.RECORD_FUNDS),
    "appropriation-record": thing(Verb.RECORD_FUNDS, build=lambda area: {"pk": paid_in(area).source.appropriation_id}),
    "movement-reverse": thing(Verb.RECORD_FUNDS, build=lambda area: {"pk": paid_in(area).pk}),
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
