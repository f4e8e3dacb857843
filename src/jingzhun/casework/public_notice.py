"""What a notice says about a household: the filter that has no switch.

公示 and 公告 never show an ID number, telephone, bank account, health or a child. A line holds village group, masked name,
number of persons and the outcome; nothing else can get in. Words of an outcome that tell health are refused here.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from jingzhun.core.errors import Problem
from jingzhun.core.masking import mask_name_on_notice
from jingzhun.core.money import yuan
from jingzhun.core.period import age_on
from jingzhun.ledger.models import FundRequest
from jingzhun.ledger.request_money import granted_of
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.models import HouseholdProfile, Membership, PersonIdentity, Subject

from .known_project import project_name
from .members import head_of
from .models import Case
from .procedures import definition_of
from .public_text import IN_GROUPS
from .roster_standing import roster_of

ADULT = 18
HIDDEN = "户主未成年"
_DIGITS = re.compile(rf"\d{{6,}}|{IN_GROUPS}")
_HEALTH = re.compile(
    r"病|残|艾滋|精神|癌|智力|药|手术|健康|症(?!结)|瘤|炎(?![热夏暑日黄])|透析|化疗|放疗|瘫|中风|梗[死塞]|[心脑]梗|血压|血糖|肝硬化|结核|癫痫|痴呆|"
    r"失明|失聪|[聋哑盲][人哑]|住院|骨折|怀孕|流产|HIV",
    re.IGNORECASE,
)


class UnableToPublish(Problem):
    code = "J-020"
    says = "“{text}”不能公示：{why}"
    remedy = "公示只写村民小组、户主（隐去一字）、人口和拟定结果；请改写拟定结果的名称"


@dataclass(frozen=True)
class PublicLine:
    """One household on a notice."""

    group_name: str
    shown_name: str
    members: int | None
    outcome: str


def public_line(case: Case, *, day: date) -> PublicLine:
    """The line of a case on a notice that begins on ``day``. Raises :class:`UnableToPublish`."""
    outcome = clean(outcome_of(case))
    subject = case.subject
    if subject.kind == Subject.Kind.PROJECT:
        return PublicLine("", project_name(subject)[:60], None, outcome)
    if subject.kind == Subject.Kind.AWARD_ROSTER:
        return PublicLine("", roster_of(subject).title[:60], None, outcome)
    if subject.kind == Subject.Kind.FUND_REQUEST:
        return _requested(subject, day)
    if subject.kind != Subject.Kind.HOUSEHOLD:
        return PublicLine("", subject.area.title, None, outcome)
    return _household(subject.pk, outcome, day)


def _requested(subject: Subject, day: date) -> PublicLine:
    """Who is to be paid how much; of the purpose nothing where the fund itself tells health."""
    asked = FundRequest.objects.select_related("fund", "purpose").get(pk=subject.pk)
    told = "" if asked.fund.kind == asked.fund.Kind.HEALTH else f"{clean(asked.purpose.title)} "
    outcome = f"{told}{yuan(granted_of(asked.pk))} 元"
    if asked.household_id is None:
        return PublicLine("", clean(asked.payee)[:60], None, outcome)
    return _household(asked.household_id, outcome, day)


def _household(key: int, outcome: str, day: date) -> PublicLine:
    homes = Membership.objects.as_of(day).filter(household_id=key)
    identity = head_of(key, day)
    profile = HouseholdProfile.objects.as_of(day).filter(subject=key).first()
    name = mask_name_on_notice(identity.name) if identity else "户主待补"
    if identity and identity.born_on and age_on(identity.born_on, day) < ADULT:
        name = HIDDEN
    return PublicLine(clean(profile.group_name) if profile else "", name, homes.count(), outcome)


def outcome_of(case: Case) -> str:
    """What the case would decide, in the procedure's words: 拟认定…, or its title."""
    proposed = case.proposed.get("monitoring", {}).get("monitoring_kind", "")
    if proposed:
        return CodeBook.read().text("监测对象类型", proposed)
    return definition_of(case.procedure).title


def clean(text: str, *, names: Collection[str] = ()) -> str:
    """``text`` where it may be public; ``names`` must not stand in it. Raises :class:`UnableToPublish`."""
    if _DIGITS.search(text):
        raise UnableToPublish(text=text, why="有长串数字，可能是证件号、电话或账号")
    if _HEALTH.search(text):
        raise UnableToPublish(text=text, why="说到健康状况")
    if any(name in text for name in names):
        raise UnableToPublish(text=text, why="写了家庭成员的姓名")
    return text


def names_in(case: Case, *, day: date) -> set[str]:
    """The names of all who belong to the household of a case on ``day``; empty for villages and counties."""
    asked = FundRequest.objects.filter(pk=case.subject_id).values_list("household", flat=True).first()
    persons = Membership.objects.as_of(day).filter(household_id=asked or case.subject_id).values("subject_id")
    rows = PersonIdentity.objects.as_of(day).filter(subject_id__in=persons).values_list("name", flat=True)
    return {name for name in rows if name}
