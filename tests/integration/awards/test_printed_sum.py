"""The county's printed sum of 2018, 8091961.25 yuan, comes out of the lines of its townships' rosters, and is paid from one fund."""

from __future__ import annotations

import pytest

import factories
from award_ground import ON, SALES
from jingzhun.ledger.actions.award_payment import approve_roster
from jingzhun.ledger.actions.award_roster import Award, open_roster
from jingzhun.ledger.actions.movement import post as book
from jingzhun.ledger.models import Account, AwardLine
from jingzhun.ledger.reconcile import identities
from jingzhun.registry.models import Change, Subject
from money_ground import booking, money

pytestmark = pytest.mark.django_db
PRINTED = 8_091_961_25
CAP = 3_000_00
VILLAGES = ("533422202204", "533422205207")


def rostered(village: str, amounts: list[int], project: Subject):
    """A roster of the village's township with an invented household per amount."""
    by = factories.change()
    homes = Subject.objects.bulk_create(
        [
            Subject(kind="household", code=f"{village}{n:06d}", area_id=village, created_by=by)
            for n in range(len(amounts))
        ]
    )
    township = f"{village[:9]}000"
    post = factories.post(role="township_reviewer", area=township)
    given = [Award(home.pk, fen, "示例") for home, fen in zip(homes, amounts, strict=True)]
    return open_roster(
        area=post.area, project=project, programme=SALES, title=f"{post.area.title}名册", year=2018, run=None, awards=given,
        omitted=[], post=post, on=ON,
    )  # fmt: skip


@pytest.mark.row("S-55", "S-53")
def test_the_rosters_of_the_county_add_up_to_the_printed_sum_and_are_reserved_to_the_fen():
    factories.county()
    held = money()
    with booking() as work:
        orders = [
            held.order("assign", 8_649_000), held.order("arrive", 8_649_000),
            *(held.order("allocate", 4_045_981, unit=unit) for unit in ("云岭乡人民政府", "燕门乡人民政府")),
        ]  # fmt: skip
        book(orders, work=work)
    full, rest = divmod(PRINTED, CAP)
    assert (full, rest) == (2697, 961_25)
    first, second = [CAP] * 1348, [*[CAP] * 1348, CAP - 100_00, 100_00, rest]
    rosters = [
        rostered(village, amounts, held.project) for village, amounts in zip(VILLAGES, (first, second), strict=True)
    ]
    lines = AwardLine.objects.standing()
    assert lines.added_up() == (2699, PRINTED)
    assert [roster.lines.standing().added_up()[1] for roster in rosters] == [4_044_000_00, 4_047_961_25]
    assert max(lines.values_list("amount", flat=True)) == CAP
    del rosters[1:]
    with booking(Change.Kind.CASE) as work:
        approve_roster(roster=rosters[0], case="2019-00001", approved_by="甲", approved_again_by="乙", on=ON, work=work)
    assert Account.objects.get(kind="claimed").balance == 4_044_000_00
    assert all(each.holds for each in identities())
