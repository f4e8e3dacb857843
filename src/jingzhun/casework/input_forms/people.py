"""Inputs about who lives in a household: newcomers, leavers, splitting, merging, moving."""

from __future__ import annotations

from typing import Any

from django import forms

from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.core.id_number import IdNumber, UnableToReadIdNumber, parse_id_number
from jingzhun.core.masking import mask_id_number
from jingzhun.policy.codes import CodeBook
from jingzhun.registry import personal
from jingzhun.registry.fields import CodeOf, Day, Text
from jingzhun.registry.models import HEAD, HouseholdProfile, HouseholdStatus, Membership, PersonIdentity, Subject

from ..members import Member, members_of, name_of, names_of
from .asked import Asked, InputForm, Values, of

DEATH, MOVED_AWAY, MARRIED = "03", "04", "05"
SEALED_NEWCOMER = "newcomer_id_number"
_SEX = {"男": "1", "女": "2"}


class NewcomerForm(InputForm):
    """Birth, marriage, moving in. A number is checked and sealed; who is in another household must leave it first."""

    asked = (
        of(PersonIdentity, "name", required=True),
        Asked("id_number", Text("证件号码", max_length=20), help="新生儿还没有的可以空着，有了再更正"),
        of(PersonIdentity, "sex", help="有证件号的不用填"),
        of(PersonIdentity, "born_on", help="有证件号的不用填"),
        of(PersonIdentity, "ethnicity"),
        of(Membership, "relation", required=True),
        Asked("way", CodeOf("增加原因", codes="成员增加原因"), required=True),
        Asked("joined_on", Day("加入日期"), required=True),
    )

    def clean_id_number(self) -> str:
        written = self.cleaned_data["id_number"]
        if not written:
            return ""
        try:
            number = parse_id_number(written)
        except UnableToReadIdNumber as problem:
            raise forms.ValidationError(str(problem)) from problem
        why = taken(number, self.subject)
        if why:
            raise forms.ValidationError(why)
        self._number = number
        return number.citizen

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self.past("joined_on", given.get("joined_on"))
        number: IdNumber | None = getattr(self, "_number", None)
        if number is not None:
            if given.get("born_on") not in (None, number.born_on):
                self.add_error("born_on", f"与证件号不符，证件号是 {number.born_on:%Y-%m-%d}")
            if given.get("sex") not in (None, "", _SEX[number.sex]):
                self.add_error("sex", f"与证件号不符，证件号是{number.sex}")
            given["born_on"], given["sex"] = number.born_on, _SEX[number.sex]
        elif "id_number" not in self.errors:
            for name in ("sex", "born_on"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, "没有证件号的要填")
        self.past("born_on", given.get("born_on"))
        born, joined = given.get("born_on"), given.get("joined_on")
        if born and joined and joined < born:
            self.add_error("joined_on", "早于出生日期")
        if given.get("relation") == HEAD and members_of(self.subject.pk, self.day):
            self.add_error("relation", "这一户已有户主；换户主请办更正")
        return given

    @property
    def values(self) -> dict[str, Any]:
        found = super().values
        number = found.pop("id_number", "")
        if number:
            sealed = personal.seal(SEALED_NEWCOMER, self.subject.pk, number)
            found |= {"id_sealed": sealed.hex(), "id_form": self._number.form, "id_masked": mask_id_number(number)}
        return found

    @classmethod
    def shown(cls, values: Values, book: CodeBook) -> list[tuple[str, str]]:
        lines = super().shown(values, book)
        lines.insert(1, ("证件号码", values.get("id_masked", "还没有")))
        return lines


def taken(number: IdNumber, household: Subject) -> str:
    """Why a number cannot be a newcomer's of ``household``: its person lives there or elsewhere; empty where it can."""
    rows = PersonIdentity.objects.known().filter(id_index=personal.id_index(number.citizen))
    for person in rows.values_list("subject_id", flat=True).distinct():
        home = (
            Membership.objects.known().filter(subject_id=person).order_by("-since").select_related("household").first()
        )
        if home is None or home.household_id is None:
            continue
        if home.household_id == household.pk:
            return "这个人已经在这一户"
        return "这个证件号已登记在另一户，请先从那一户减少，或核对号码"
    return ""


class LeaverForm(InputForm):
    """Death, marriage, moving away of one member. Where the head leaves, who is head then."""

    asked = (
        Asked(
            "state",
            CodeOf("减少原因", codes="成员状态"),
            required=True,
            only=(DEATH, MOVED_AWAY, MARRIED, "06", "07", "08"),
        ),
        Asked("left_on", Day("减少日期"), required=True),
    )

    def build(self) -> None:
        self.members = members_of(self.subject.pk, self.day)
        choices = [
            (str(each.key), f"{each.name}（{self.book.text('与户主关系', each.relation) or '关系未知'}）")
            for each in self.members
        ]
        self.fields["person"] = forms.ChoiceField(label="减少的人", choices=[("", "请选择"), *choices])
        self.fields["new_head"] = forms.ChoiceField(
            label="新户主", choices=[("", "不变"), *choices], required=False, help_text="户主减少时，由谁当户主"
        )
        self.order_fields(["person", "state", "left_on", "new_head"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self.past("left_on", given.get("left_on"))
        person, head = given.get("person", ""), given.get("new_head", "")
        leaving = next((each for each in self.members if str(each.key) == person), None)
        if leaving is None:
            return given
        if given.get("left_on") and given["left_on"] < leaving.since:
            self.add_error("left_on", f"早于他加入这一户的日期（{leaving.since:%Y-%m-%d}）")
        if leaving.relation == HEAD and len(self.members) > 1 and not head:
            self.add_error("new_head", "户主减少，请选新户主")
        if head and head == person:
            self.add_error("new_head", "减少的人不能当户主")
        if head and leaving.relation != HEAD:
            self.add_error("new_head", "户主没有减少；换户主请办更正")
        return given

    @property
    def values(self) -> dict[str, Any]:
        found = super().values
        return found | {name: int(found[name]) for name in ("person", "new_head") if name in found}

    @classmethod
    def shown(cls, values: Values, book: CodeBook) -> list[tuple[str, str]]:
        lines = [("减少的人", name_of(values.get("person"))), *super().shown(values, book)]
        return [*lines, ("新户主", name_of(values["new_head"]))] if values.get("new_head") else lines


class MembersForm(InputForm):
    """A form with one select for each member: his relation in another household."""

    stays = ""
    codes_left_out: tuple[str, ...] = ()

    def build(self) -> None:
        self.members = members_of(self.subject.pk, self.day)
        relations = [(code, text) for code, text in self.book.choices("与户主关系") if code not in self.codes_left_out]
        for each in self.members:
            self.fields[f"relation_{each.key}"] = forms.ChoiceField(
                label=each.name, choices=[("", self.stays or "请选择"), *relations], required=not self.stays
            )

    def related(self, given: Values) -> dict[Member, str]:
        return {
            each: given.get(f"relation_{each.key}", "") for each in self.members if given.get(f"relation_{each.key}")
        }

    @property
    def values(self) -> dict[str, Any]:
        found = {name: value for name, value in super().values.items() if not name.startswith("relation_")}
        return found | {"relations": {str(each.key): code for each, code in self.related(self.cleaned_data).items()}}

    @classmethod
    def shown(cls, values: Values, book: CodeBook) -> list[tuple[str, str]]:
        relations = values.get("relations", {})
        names = names_of([int(key) for key in relations])
        people = [(names.get(int(key), "成员"), book.text("与户主关系", code)) for key, code in relations.items()]
        return [*super().shown(values, book), *people]


class SplitForm(MembersForm):
    """Who goes into the new household and as what; at least one stays."""

    asked = (of(HouseholdProfile, "group_name", help="新户所在的自然村；空着照原户"),)
    stays = "留在原户"

    def build(self) -> None:
        super().build()
        for name, value in self.given.get("relations", {}).items():
            self.initial.setdefault(f"relation_{name}", value)
        choices = [(str(each.key), each.name) for each in self.members]
        self.fields["remaining_head"] = forms.ChoiceField(
            label="原户的新户主",
            choices=[("", "不变"), *choices],
            required=False,
            help_text="原户主分出去时，由谁当户主",
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        going = self.related(given)
        staying = [each for each in self.members if each not in going]
        head = given.get("remaining_head", "")
        if not going:
            self.add_error(None, "没有选分出去的人")
        elif not staying:
            self.add_error(None, "原户至少留一个人")
        elif list(going.values()).count(HEAD) != 1:
            self.add_error(None, "新户要有一个户主，也只有一个")
        if going and staying:
            leaves = any(each.relation == HEAD for each in going)
            if leaves and head not in {str(each.key) for each in staying}:
                self.add_error("remaining_head", "原户主分出去，请在留下的人里选新户主")
            if not leaves and head:
                self.add_error("remaining_head", "原户主没有分出去；换户主请办更正")
        return given

    @property
    def values(self) -> dict[str, Any]:
        found = super().values
        return found | ({"remaining_head": int(found["remaining_head"])} if found.get("remaining_head") else {})

    @classmethod
    def shown(cls, values: Values, book: CodeBook) -> list[tuple[str, str]]:
        lines = super().shown(values, book)
        head = values.get("remaining_head")
        return [*lines, ("原户的新户主", name_of(head))] if head else lines


class MergeForm(MembersForm):
    """Into which household of the same village, and as what each member. No register may be lost by it."""

    asked = (Asked("household", Text("并入的户（户编号）", max_length=40), required=True),)
    codes_left_out = (HEAD,)

    def build(self) -> None:
        super().build()
        for name, value in self.given.get("relations", {}).items():
            self.initial.setdefault(f"relation_{name}", value)

    def clean_household(self) -> str:
        code = self.cleaned_data["household"].strip()
        target = Subject.objects.filter(kind=Subject.Kind.HOUSEHOLD, code=code, area_id=self.subject.area_id).first()
        if target is None:
            raise forms.ValidationError("本村没有这一户；不在一个村的请先办迁移")
        if target.pk == self.subject.pk:
            raise forms.ValidationError("不能并入自己")
        if not members_of(target.pk, self.day):
            raise forms.ValidationError("这一户已经没有成员")
        lost = registers(self.subject, self.day) - registers(target, self.day)
        if lost:
            titles = "、".join(self.book.text("制度", each) for each in sorted(lost))
            raise forms.ValidationError(f"并入的户不在册（{titles}）；请先办清退，或先识别并入的户")
        return code

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.members:
            self.add_error(None, "这一户没有成员")
        return given


def registers(household: Subject, day: Any) -> set[str]:
    """Regimes on whose register a household is."""
    rows = HouseholdStatus.objects.as_of(day).filter(subject=household, status="in")
    return set(rows.values_list("regime", flat=True))


class MoveForm(InputForm):
    """The village that the household moves to, within the county."""

    asked = (of(HouseholdProfile, "group_name", help="迁入的自然村"),)

    def build(self) -> None:
        county = AreaCode.parse(self.subject.area_id).at(Level.COUNTY)
        villages = Area.objects.under(county).at(Level.VILLAGE).filter(until__isnull=True).select_related("parent")
        choices = [(each.code, each.full_title) for each in villages if each.code != self.subject.area_id]
        self.fields["village"] = forms.ChoiceField(label="迁入的村", choices=[("", "请选择"), *choices])
        self.order_fields(["village", "group_name"])

    @classmethod
    def shown(cls, values: Values, book: CodeBook) -> list[tuple[str, str]]:
        area = Area.objects.filter(pk=values.get("village", "")).select_related("parent").first()
        title = area.full_title if area else values.get("village", "")
        return [("迁入的村", title), *super().shown(values, book)]
