"""Facts of villages and of the county that standards ask for."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ..fields import CodeOf, Count, Flag, Money, Quantity, Text
from .known import Entry, Fact


class VillageConditions(Fact):
    """Roads, power, network, clinic, culture room, school entry (云南 村10条)."""

    has_hard_road = Flag("行政村道路硬化", owner="交通")
    road_is_guarded = Flag("危险路段有防护", owner="交通")
    has_power_10kv = Flag("通10千伏动力电", owner="电力")
    natural_villages = Count("自然村数", unit="个")
    natural_villages_380v = Count("通380伏自然村数", unit="个", owner="电力")
    radio_tv_share = Quantity("广播电视覆盖率", unit="%", owner="广电")
    has_broadband_village = Flag("网络宽带到村", owner="通信")
    has_broadband_school = Flag("网络宽带到学校", owner="通信")
    has_broadband_clinic = Flag("网络宽带到卫生室", owner="通信")
    water_is_guaranteed = Flag("饮水有保障", owner="水务")
    water_distance = Quantity("取水半径", unit="公里", owner="水务")
    has_standard_clinic = Flag("有标准化卫生室", owner="卫健")
    doctors = Count("乡村医生数", unit="人", owner="卫健")
    has_service_place = Flag("有公共服务和活动场所", owner="文旅")
    has_culture_room = Flag("有文化室", owner="文旅")
    school_entry_share = Quantity("义务教育入学率", unit="%", owner="教育")
    school_entry_is_met = Flag("义务教育入学率达标", owner="教育")
    is_poor_village = Flag("贫困村")
    rural_population = Count("农村人口", unit="人", owner="统计")
    rural_households = Count("农村户数", unit="户", owner="统计")


class VillageIncome(Entry):
    """Collective income of a village by source and year (村集体经济收入)."""

    year = Count("年度", unit="年", null=False)
    kind = CodeOf("类别", codes="集体经济收入类别", blank=False)
    item = Text("项目", max_length=60)
    amount = Money("金额")

    class Meta(Entry.Meta):
        constraints = (
            *Entry.Meta.constraints,
            models.CheckConstraint(name="registry_village_income_amount", condition=Q(amount__gte=0)),
        )


class CountyStatement(Fact):
    """What others state about a county for a year, with its source: not computed by us."""

    SERIES = ("subject_id", "year")

    year = Count("年度", unit="年", null=False)
    income_growth = Quantity("农村居民人均可支配收入增幅", unit="%", owner="统计")
    province_income_growth = Quantity("全省农村居民人均可支配收入增幅", unit="%", owner="统计")
    education_is_balanced = Flag("义务教育发展基本均衡通过认定", owner="教育")
    dropout_is_within_rule = Flag("辍学率符合规定", owner="教育")
    source = Text("出处", max_length=200, in_roster=False)

    class Meta(Fact.Meta):
        constraints = (
            *Fact.Meta.constraints[:-1],
            models.UniqueConstraint(
                name="registry_countystatement_once",
                fields=("subject", "year", "since"),
                condition=Q(superseded_at__isnull=True),
            ),
        )
