"""A request cut and paid at the same moment, a finding withdrawn and rectified at the same moment: one of the two, never both."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connections

import factories
from audit_ground import TODAY, recorded
from case_walk import family
from jingzhun.casework.actions.decision import decide
from jingzhun.casework.actions.fund_request import cut_request
from jingzhun.core.errors import Problem
from jingzhun.ledger.actions.audit_finding import Done, take_step
from jingzhun.ledger.models import FundCut, Movement
from jingzhun.ledger.reconcile import identities
from money_ground import money
from request_ground import ON, PAID, asked, education_fund, paying_office, purpose_of, sent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.MEDIA_ROOT, settings.DATA_FOLDER, settings.HEADS_FILE = tmp_path / "files", tmp_path, tmp_path / "heads"


def at_once(*acts: Callable[[], object]) -> list[str]:
    def one(act: Callable[[], object]) -> str:
        try:
            act()
        except (Problem, OperationalError) as told:
            return type(told).__name__
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return [each.result() for each in [pool.submit(one, act) for act in acts]]


def test_a_finding_is_withdrawn_or_rectified():
    factories.county()
    held = money()
    audit, township = factories.post(role="audit"), factories.post(role="township_reviewer", area=factories.TOWNSHIP)
    finding = recorded(held, post=audit)
    gone, mended = (
        Done(kind="withdrawn", text="看错了"),
        Done(kind="rectified", text="已改", document="云政发〔示例〕1号"),
    )
    told = at_once(
        lambda: take_step(finding=finding, done=gone, post=audit, on=TODAY),
        lambda: take_step(finding=finding, done=mended, post=township, on=TODAY),
    )
    assert told.count("done") == finding.steps.count() == 1, told


def test_a_request_is_paid_what_was_granted_when_it_is_cut_meanwhile():
    at = paying_office()
    request = asked(purpose_of(education_fund(5000)), 3000, household=family().subject)
    case = at.walk(sent(at, request), on=ON, inputs=PAID, until="pay")
    pays, cuts = at.posts["finance"][:2]
    at.fill(case, "payment", PAID["payment"], pays, on=ON)
    case.refresh_from_db()
    told = at_once(
        lambda: cut_request(asked=request, post=cuts, approved=200_000, why="按票据", on=ON),
        lambda: decide(
            cases=[case], outcome="pass", post=pays, by=pays.official, on=ON, versions={case.pk: case.version}
        ),
    )
    assert set(told) <= {"done", "UnableToCut", "UnableToDecide", "UnableToDecideStale", "OperationalError"}, told
    paid = sum(Movement.objects.filter(request=request).values_list("amount", flat=True))
    cut = FundCut.objects.filter(request=request).exists()
    assert paid in (0, 200_000 if cut else 300_000), (told, paid)
    assert all(each.holds for each in identities())
