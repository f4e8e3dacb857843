"""What a notice says about an award roster: each line that stands, with the head's name masked. No number, no account."""

from __future__ import annotations

from datetime import date

from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.core.masking import mask_name_on_notice
from jingzhun.core.money import yuan
from jingzhun.core.period import age_on
from jingzhun.registry.models import HEAD, HouseholdProfile, Membership, PersonIdentity

from .models import Case, NoticedAward, NoticeEntry
from .public_notice import ADULT, HIDDEN, clean
from .roster_standing import roster_of

HEADS = ("序号", "行政村", "自然村", "户主", "奖补金额（元）")


def publish_awards(case: Case, entry: NoticeEntry, *, day: date) -> list[NoticedAward]:
    """The lines of the case's roster as of ``day``, kept with its entry."""
    lines = roster_of(case.subject).lines.standing().select_related("household").order_by("number")
    homes = lines.values("household")
    heads = Membership.objects.as_of(day).filter(household_id__in=homes, relation=HEAD)
    home_of = dict(heads.values_list("subject_id", "household_id"))
    people = PersonIdentity.objects.as_of(day).filter(subject_id__in=heads.values("subject_id"))
    names = {home_of[each.subject_id]: _shown(each, day) for each in people}
    groups = dict(
        HouseholdProfile.objects.as_of(day).filter(subject_id__in=homes).values_list("subject_id", "group_name")
    )
    villages = {line.pk: AreaCode.parse(line.household.area_id).at(Level.VILLAGE).padded for line in lines}
    titles = {area.pk: area.title for area in Area.objects.filter(pk__in=set(villages.values()))}
    return NoticedAward.objects.bulk_create(
        [
            NoticedAward(
                entry=entry, number=line.number, village=titles.get(villages[line.pk], "")[:60],
                group_name=clean(groups.get(line.household_id, ""))[:60], shown_name=names.get(line.household_id, "户主待补")[:60],
                amount=line.amount,
            )
            for line in lines
        ],
        batch_size=500,
    )  # fmt: skip


def _shown(person: PersonIdentity, day: date) -> str:
    if person.born_on and age_on(person.born_on, day) < ADULT:
        return HIDDEN
    return mask_name_on_notice(person.name)


def cells_of(row: NoticedAward) -> tuple[str, ...]:
    """A line under :data:`HEADS`."""
    return (str(row.number), row.village, row.group_name or "—", row.shown_name, yuan(row.amount))
