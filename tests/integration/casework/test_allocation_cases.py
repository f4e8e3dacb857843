"""Money is allocated to a project by a case: who registers it does not approve it; balances and instalments hold it."""

from __future__ import annotations

import pytest

import factories
from claim_walk import ON, paying_office
from jingzhun.casework.actions.decision import UnableToDecide, decide
from jingzhun.casework.inputs import form_for
from jingzhun.ledger.models import Account, Movement, Tranche, TranchePlan
from jingzhun.registry.models import Change
from money_ground import money

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return paying_office()


@pytest.fixture
def held(at):
    made = money()
    made.book(assign=900, arrive=800)
    return made


def filled(held, **other):
    return {
        "appropriation": str(held.appropriation.pk), "unit": "云岭乡人民政府", "amount": "300", "document": "示财〔2018〕7号", **other
    }  # fmt: skip


@pytest.mark.row("S-34")
def test_finance_registers_and_another_office_approves(at, held):
    case = at.walk(at.open("allocate_funds", held.project, on=ON), on=ON, inputs={"allocation": filled(held)})
    moved = Movement.objects.get(kind="allocate")
    assert (case.state, moved.amount, moved.document, moved.approval) == (
        "done",
        30_000,
        "示财〔2018〕7号",
        case.number,
    )
    assert (moved.approved_by, moved.approved_again_by, moved.change.kind) == ("会计一", "业务员一", Change.Kind.CASE)
    assert Account.objects.get(kind="allocated").unit == "云岭乡人民政府"


@pytest.mark.parametrize(
    ("other", "field", "said"),
    [
        ({"amount": "800.01"}, "amount", "到位未拨付只有 800.00 元，还差 0.01 元"),
        ({"amount": "0"}, "amount", "金额要大于零"),
        ({"appropriation": "999999"}, "appropriation", "选择一个有效的选项"),
        ({"unit": ""}, "unit", "必填"),
        ({"document": ""}, "document", "必填"),
    ],
)
def test_what_may_not_be_allocated_is_refused_beside_its_field(at, held, other, field, said):
    case = at.open("allocate_funds", held.project, on=ON)
    data = {f"allocation-{name}": value for name, value in filled(held, **other).items()}
    form = form_for("allocation", case, at.book, data, day=ON)
    assert not form.is_valid()
    assert said in str(form.errors[field])


def test_an_instalment_that_is_not_open_holds_the_allocation(at, held):
    plan = TranchePlan.objects.create(
        project=held.project, flow="allocate", title="“334”拨付", pack="p", template="t", base=100_000, chosen_on=ON,
        change=factories.change(),
    )  # fmt: skip
    for number, share in enumerate((3_000, 7_000), start=1):
        Tranche.objects.create(plan=plan, number=number, title="启动", share=share, gate="start")
    case = at.open("allocate_funds", held.project, on=ON)
    data = {f"allocation-{name}": value for name, value in filled(held).items()}
    form = form_for("allocation", case, at.book, data, day=ON)
    assert "已打开 0.00 元" in str(form.errors["amount"])


def test_one_person_in_both_offices_cannot_approve_what_they_registered(at, held):
    case = at.walk(
        at.open("allocate_funds", held.project, on=ON), on=ON, inputs={"allocation": filled(held)}, until="approve"
    )
    both = factories.post(role="county_officer", area=factories.COUNTY, by=at.posts["finance"][0].official)
    with pytest.raises(UnableToDecide, match="要由另一人办"):
        decide(cases=[case], outcome="pass", post=both, by=both.official, on=ON)
    assert not Movement.objects.filter(kind="allocate").exists()
