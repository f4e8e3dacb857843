"""Proposals of packs: another person approves, on the version that stands, with worked cases that hold."""

from datetime import date

import pytest

import exit_pack
import factories
from jingzhun.audit.actor import Actor
from jingzhun.audit.models import Event
from jingzhun.core.area_code import AreaCode
from jingzhun.policy.actions.packs import (
    UnableToApprovePack,
    UnableToDeclinePack,
    UnableToProposePack,
    approve,
    decline,
    propose,
    store,
)
from jingzhun.policy.models import PackVersion
from jingzhun.policy.pack_edit import apply_from
from jingzhun.rules.worked_case import CaseResult

AREA = AreaCode.parse("533422")
HOLDS = [CaseResult("刚好达到", True, {}, {})]
pytestmark = pytest.mark.django_db


@pytest.fixture
def shipped():
    return store(files=exit_pack.FILES, by=factories.SYSTEM, is_shipped=True)[0]


def person() -> Actor:
    official = factories.official()
    return Actor(official_id=official.pk, name=official.name)


def files(value: str = "3600元") -> dict[str, str]:
    name = "parameters/poverty_line.yaml"
    return exit_pack.FILES | {name: exit_pack.FILES[name].replace("3500元", value)}


def used(day: date = date(2018, 12, 31)) -> PackVersion:
    return PackVersion.objects.in_force(AREA, day)[0]


def test_a_proposal_is_in_force_only_after_another_person_approved_it(shipped):
    first, second = person(), person()
    made = propose(files=files(), based_on=shipped, reason="县里新文件", by=first)
    assert used() == shipped and made.state == PackVersion.State.WAITING
    with pytest.raises(UnableToApprovePack, match="同一人"):
        approve(version=made, cases=HOLDS, by=first)
    approve(version=made, cases=HOLDS, by=second)
    assert used() == made
    assert [event.action for event in Event.objects.order_by("number")][-2:] == ["pack.store", "pack.approve"]


def test_a_version_applies_from_its_day_and_the_one_before_it_until_then(shipped):
    made = propose(files=apply_from(files(), day=date(2018, 7, 1)), based_on=shipped, reason="七月起", by=person())
    approve(version=made, cases=HOLDS, by=person())
    assert (used(date(2018, 6, 30)), used(date(2018, 7, 1))) == (shipped, made)


def test_what_the_office_decided_goes_before_a_later_release(shipped):
    made = propose(files=files(), based_on=shipped, reason="县里新文件", by=person())
    approve(version=made, cases=HOLDS, by=person())
    store(files=files("3700元"), by=factories.SYSTEM, is_shipped=True)
    assert used() == made


def test_a_case_that_does_not_hold_stops_the_approval_and_is_named(shipped):
    made = propose(files=files(), based_on=shipped, reason="县里新文件", by=person())
    wrong = [*HOLDS, CaseResult("差一分", False, {"income": "通过"}, {"income": "不通过"})]
    with pytest.raises(UnableToApprovePack, match="差一分"):
        approve(version=made, cases=wrong, by=person())
    assert used() == shipped


def test_of_two_proposals_on_one_version_the_second_is_stale(shipped):
    one = propose(files=files("3600元"), based_on=shipped, reason="一", by=person())
    other = propose(files=files("3700元"), based_on=shipped, reason="二", by=person())
    approve(version=other, cases=HOLDS, by=person())
    with pytest.raises(UnableToApprovePack, match="不是现行"):
        approve(version=one, cases=HOLDS, by=person())


def test_a_declined_proposal_says_why_and_stays_out(shipped):
    made = propose(files=files(), based_on=shipped, reason="县里新文件", by=person())
    with pytest.raises(UnableToDeclinePack, match="没有写原因"):
        decline(version=made, why=" ", by=person())
    decline(version=made, why="文件还没有正式印发", by=person())
    made.refresh_from_db()
    assert (made.state, made.declined_why, used()) == (PackVersion.State.DECLINED, "文件还没有正式印发", shipped)
    with pytest.raises(UnableToApprovePack):
        approve(version=made, cases=HOLDS, by=person())
    with pytest.raises(UnableToDeclinePack):
        decline(version=made, why="再退", by=person())


def test_a_proposal_differs_has_a_reason_and_keeps_its_name(shipped):
    with pytest.raises(UnableToProposePack, match="完全相同"):
        propose(files=exit_pack.FILES, based_on=shipped, reason="没改", by=person())
    with pytest.raises(UnableToProposePack, match="为什么改"):
        propose(files=files(), based_on=shipped, reason=" ", by=person())
    renamed = files() | {"pack.yaml": exit_pack.FILES["pack.yaml"].replace("test/exit-2018", "test/other")}
    with pytest.raises(UnableToProposePack, match="名称"):
        propose(files=renamed, based_on=shipped, reason="改名", by=person())
    with pytest.raises(UnableToProposePack, match="已有"):
        propose(files=files(), based_on=None, reason="新的", by=person())
    assert propose(files=renamed, based_on=None, reason="新的", by=person()).based_on is None
