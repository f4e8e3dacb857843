"""What steps ask for: read from people's writing, checked in Chinese, kept as JSON, shown without what is sealed."""

from __future__ import annotations

import json
from datetime import date

import pytest

import factories
from case_ground import DAY, SHORT, ground
from jingzhun.casework.actions.case import UnableToFillIn, fill_in
from jingzhun.casework.inputs import TABLE, form_for, shown
from jingzhun.casework.members import members_of
from jingzhun.policy.codes import CodeBook
from jingzhun.registry import personal
from jingzhun.registry.models import Dwelling, HouseholdStatus
from jingzhun.rules.procedure import INPUTS

pytestmark = pytest.mark.django_db
SINCE = date(2014, 6, 30)


@pytest.fixture
def book() -> CodeBook:
    factories.county()
    return CodeBook.read()


@pytest.fixture
def home(book):
    """A couple with a child."""
    made = factories.household(registered=False)
    factories.member(of=made, name="此里农布")
    factories.member(of=made, name="央宗", relation="02", sex="女")
    factories.member(of=made, name="扎西", relation="03", born_on=date(2005, 1, 1))
    return made


def filled(name: str, home, book, /, **data: str):
    return form_for(
        name,
        None,
        book,
        {f"{name}-{key}": value for key, value in data.items()},
        day=DAY,
        subject=home.subject,
    )


def said(form) -> str:
    assert not form.is_valid()
    return json.dumps(form.errors, ensure_ascii=False)


def keys(home) -> list[int]:
    return [each.key for each in members_of(home.subject_id, DAY)]


def test_every_input_that_packs_may_name_has_a_form():
    assert set(TABLE) == set(INPUTS)


def test_a_cause_is_named_once(home, book):
    assert "不能与主要致贫原因相同" in said(filled("cause", home, book, main_cause="01", other_cause_1="01"))
    assert "不能与前面的原因相同" in said(
        filled("cause", home, book, main_cause="01", other_cause_1="02", other_cause_2="02")
    )
    form = filled("cause", home, book, main_cause="01", other_cause_2="03")
    assert form.is_valid()
    assert form.values == {"main_cause": "01", "other_cause_1": "03"}
    assert shown("cause", form.values, book) == [("主要致贫原因", "因病"), ("其他致贫原因1", "因学")]


def test_the_kind_of_monitoring_fits_what_the_household_is(home, book):
    given = {"risk": "01", "risk_identified_on": "2026-06-20"}
    assert "不是脱贫不稳定户" in said(filled("monitoring", home, book, monitoring_kind="01", **given))
    assert "日期不能晚于今天" in said(
        filled("monitoring", home, book, monitoring_kind="02", risk="01", risk_identified_on="2026-07-02")
    )
    form = filled("monitoring", home, book, monitoring_kind="02", **given)
    assert form.is_valid()
    assert form.values["risk_identified_on"] == "2026-06-20"
    poor = factories.household()
    assert "应为脱贫不稳定户" in said(filled("monitoring", poor, book, monitoring_kind="02", **given))


def test_a_dwelling_report_is_not_older_than_the_grade_on_record(home, book):
    by = factories.change()
    Dwelling.objects.create(subject=home.subject, since=date(2026, 5, 1), grade="C", **factories.known(by))
    given = {"grade": "A", "appraiser": "州鉴定中心", "report_number": "J-1"}
    assert "早于已登记的等级" in said(filled("dwelling", home, book, appraised_on="2026-04-30", **given))
    form = filled("dwelling", home, book, appraised_on="2026-06-01", **given)
    assert form.is_valid()
    assert ("房屋等级", "A") in shown("dwelling", form.values, book)


def test_urgent_help_keeps_fen_and_shows_yuan(home, book):
    form = filled("urgent_help", home, book, category="12", item="临时救助", amount="1200.50", received_on="2026-07-01")
    assert form.is_valid()
    assert json.loads(json.dumps(form.values))["amount"] == 120050
    assert ("金额", "1,200.50 元") in shown("urgent_help", form.values, book)
    assert "请写明先救助了什么" in said(
        filled("urgent_help", home, book, category="12", item=" ", received_on="2026-07-01")
    )


class TestNewcomer:
    GIVEN = {"name": "卓玛", "relation": "05", "way": "marriage", "joined_on": "2026-06-01"}

    def test_the_number_says_birth_and_sex_and_is_sealed(self, home, book):
        number = factories.id_number(born_on=date(2001, 2, 3), sex="女")
        form = filled("newcomer", home, book, id_number=number, **self.GIVEN)
        assert form.is_valid(), form.errors
        assert (form.values["born_on"], form.values["sex"]) == ("2001-02-03", "2")
        assert number not in json.dumps(form.values)
        sealed = bytes.fromhex(form.values["id_sealed"])
        assert personal.reveal("newcomer_id_number", home.subject_id, sealed) == number
        assert ("证件号码", f"533499********{number[-4:]}") in shown("newcomer", form.values, book)

    def test_a_wrong_number_a_wrong_sex_and_a_wrong_birth_are_told(self, home, book):
        number = factories.id_number(born_on=date(2001, 2, 3), sex="女")
        wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
        assert "校验位不符" in said(filled("newcomer", home, book, id_number=wrong, **self.GIVEN))
        assert "证件号是女" in said(filled("newcomer", home, book, id_number=number, sex="1", **self.GIVEN))
        assert "证件号是 2001-02-03" in said(
            filled("newcomer", home, book, id_number=number, born_on="2001-02-04", **self.GIVEN)
        )

    def test_without_a_number_birth_and_sex_are_asked(self, home, book):
        given = {**self.GIVEN, "relation": "07", "way": "birth", "joined_on": "2026-06-02"}
        assert said(filled("newcomer", home, book, **given)).count("没有证件号的要填") == 2
        assert "早于出生日期" in said(filled("newcomer", home, book, sex="1", born_on="2026-06-03", **given))
        form = filled("newcomer", home, book, sex="1", born_on="2026-06-01", **given)
        assert form.is_valid()
        assert ("证件号码", "还没有") in shown("newcomer", form.values, book)

    def test_who_lives_in_a_household_is_no_newcomer(self, home, book):
        number = factories.id_number()
        other = factories.household()
        factories.member(of=other, number=number)
        assert "已登记在另一户" in said(filled("newcomer", home, book, id_number=number, **self.GIVEN))
        assert "已经在这一户" in said(filled("newcomer", other, book, id_number=number, **self.GIVEN))

    def test_a_household_has_one_head(self, home, book):
        form = filled("newcomer", home, book, **{**self.GIVEN, "relation": "01"}, sex="1", born_on="1990-01-01")
        assert "已有户主" in said(form)


class TestLeaver:
    def test_the_head_leaves_only_with_a_new_head(self, home, book):
        head, wife, _ = keys(home)
        given = {"state": "03", "left_on": "2026-06-30"}
        assert "请选新户主" in said(filled("leaver", home, book, person=str(head), **given))
        assert "不能当户主" in said(filled("leaver", home, book, person=str(head), new_head=str(head), **given))
        form = filled("leaver", home, book, person=str(head), new_head=str(wife), **given)
        assert form.is_valid()
        assert form.values == {"person": head, "new_head": wife, "state": "03", "left_on": "2026-06-30"}
        lines = dict(shown("leaver", form.values, book))
        assert (lines["减少的人"], lines["减少原因"], lines["新户主"]) == ("此里农布", "死亡", "央宗")

    def test_another_leaves_without_one_and_not_before_he_came(self, home, book):
        _, _, son = keys(home)
        assert "早于他加入" in said(filled("leaver", home, book, person=str(son), state="05", left_on="2014-06-29"))
        assert filled("leaver", home, book, person=str(son), state="04", left_on="2026-06-29").is_valid()
        assert "不在可用的选项中" in said(
            filled("leaver", home, book, person=str(son), state="02", left_on="2026-06-29")
        )


class TestSplit:
    def test_somebody_stays_and_the_new_household_has_one_head(self, home, book):
        head, wife, son = keys(home)
        everybody = {f"relation_{key}": code for key, code in ((head, "01"), (wife, "02"), (son, "03"))}
        assert "原户至少留一个人" in said(filled("split", home, book, **everybody))
        assert "没有选分出去的人" in said(filled("split", home, book))
        assert "要有一个户主" in said(filled("split", home, book, **{f"relation_{son}": "03"}))
        form = filled("split", home, book, **{f"relation_{son}": "01"})
        assert form.is_valid()
        assert form.values["relations"] == {str(son): "01"}
        assert shown("split", form.values, book) == [("扎西", "户主")]

    def test_a_head_who_goes_is_followed_by_one_who_stays(self, home, book):
        head, wife, son = keys(home)
        given = {f"relation_{head}": "01"}
        assert "请在留下的人里选新户主" in said(filled("split", home, book, **given))
        assert "请在留下的人里选新户主" in said(filled("split", home, book, **given, remaining_head=str(head)))
        form = filled("split", home, book, **given, remaining_head=str(wife))
        assert form.is_valid()
        assert form.values["remaining_head"] == wife
        assert ("原户的新户主", "央宗") in shown("split", form.values, book)
        assert "没有分出去" in said(filled("split", home, book, **{f"relation_{son}": "01"}, remaining_head=str(wife)))


class TestMerge:
    def related(self, home) -> dict[str, str]:
        return {f"relation_{key}": "99" for key in keys(home)}

    def test_only_into_another_household_of_the_village_that_lives(self, home, book):
        far = factories.household(village=factories.NEXT_VILLAGE)
        factories.member(of=far)
        empty = factories.household()
        assert "先办迁移" in said(filled("merge", home, book, household=far.subject.code, **self.related(home)))
        assert "不能并入自己" in said(filled("merge", home, book, household=home.subject.code, **self.related(home)))
        assert "没有成员" in said(filled("merge", home, book, household=empty.subject.code, **self.related(home)))
        target = factories.household()
        factories.member(of=target, name="格桑")
        assert filled("merge", home, book, household=target.subject.code, **self.related(home)).is_valid()
        assert "这个字段是必填项" in said(filled("merge", home, book, household=target.subject.code))

    def test_no_register_is_lost_by_it(self, book):
        poor = factories.household()
        factories.member(of=poor)
        target = factories.household(registered=False)
        factories.member(of=target)
        form = filled("merge", poor, book, household=target.subject.code, **self.related(poor))
        assert "不在册（建档立卡）" in said(form)
        HouseholdStatus.objects.create(
            subject=target.subject, since=SINCE, regime="registered", status="in", **factories.known(factories.change())
        )
        assert filled("merge", poor, book, household=target.subject.code, **self.related(poor)).is_valid()


def test_a_household_moves_to_another_village_of_the_county(home, book):
    form = filled("move", home, book, village=factories.NEXT_VILLAGE, group_name="上社")
    assert form.is_valid()
    assert shown("move", form.values, book)[0][0] == "迁入的村"
    assert not filled("move", home, book, village=factories.NEXT_COUNTY_VILLAGE).is_valid()
    assert not filled("move", home, book, village=factories.VILLAGE).is_valid()


class TestCorrection:
    def test_a_code_is_written_as_text_and_what_was_is_kept(self, home, book):
        _, _, son = keys(home)
        form = filled(
            "correction", home, book, person=str(son), field="Membership.relation", value="女婿", since="2014-06-30"
        )
        assert form.is_valid(), form.errors
        assert form.values["new"] == "06"
        assert dict(shown("correction", form.values, book)) == {
            "改谁的": "扎西", "改哪一项": "与户主关系", "原为": "之子", "改为": "之女婿", "自哪一天起": "2014-06-30",
        }  # fmt: skip

    def test_what_is_the_same_of_the_wrong_thing_or_unreadable_is_refused(self, home, book):
        _, _, son = keys(home)
        since = {"since": "2014-06-30"}
        assert "和现在登记的一样" in said(
            filled("correction", home, book, person=str(son), field="Membership.relation", value="之子", **since)
        )
        assert "请选是谁" in said(filled("correction", home, book, field="PersonIdentity.name", value="甲", **since))
        assert "不用选成员" in said(
            filled("correction", home, book, person=str(son), field="HouseholdServices.has_road", value="是", **since)
        )
        assert "写“是”或“否”" in said(
            filled("correction", home, book, field="HouseholdServices.has_road", value="有", **since)
        )
        assert "不在代码表" in said(
            filled("correction", home, book, person=str(son), field="Membership.relation", value="朋友", **since)
        )
        assert "有效" in said(filled("correction", home, book, field="Dwelling.grade", value="A", **since))

    def test_an_id_number_is_sealed_in_the_case_and_is_nobody_else_s(self, home, book):
        _, wife, _ = keys(home)
        number = factories.id_number(born_on=date(1981, 1, 1), sex="女")
        given = {"person": str(wife), "field": "PersonIdentity.id_number", "since": "2014-06-30"}
        form = filled("correction", home, book, value=number, **given)
        assert form.is_valid(), form.errors
        assert number not in json.dumps(form.values)
        assert dict(shown("correction", form.values, book))["改为"] == f"533499********{number[-4:]}"
        other = factories.household()
        factories.member(of=other, number=number)
        assert "已登记在另一户" in said(filled("correction", home, book, value=number, **given))


def test_only_the_post_of_the_step_fills_in_what_it_asks_for(settings, tmp_path, book):
    settings.MEDIA_ROOT = tmp_path / "files"
    factories.Office.objects.all().delete()
    given = ground(SHORT.replace("documents: [申请书]", "documents: [申请书], asks: [cause]"))
    case = given.open()
    with pytest.raises(UnableToFillIn, match="这一步不填这一项"):
        fill_in(case=case, name="move", values={}, post=given.village, by=given.village.official, on=DAY)
    with pytest.raises(UnableToFillIn, match="不是你的岗位"):
        fill_in(case=case, name="cause", values={}, post=given.county, by=given.county.official, on=DAY)
    form = form_for("cause", case, book, {"cause-main_cause": "01"}, day=DAY)
    assert form.is_valid()
    case = fill_in(case=case, name="cause", values=form.values, post=given.village, by=given.village.official, on=DAY)
    assert form_for("cause", case, book, day=DAY).initial["main_cause"] == "01"
