"""The national system's flat export, one row a person: the columns of 2017–2018 and of 2022 on.

Column texts as seen in public code that reads these exports; the AC01/AB01 codes are optional other headers.
"""

from datetime import date

from .layout import About, Column, Layout, register

_PLACE = (
    Column("县", "county", ("县(市、区)", "县市区", "AAR004")),
    Column("乡(镇)", "township", ("乡镇", "乡", "镇", "乡镇名称", "AAR005")),
    Column(
        "行政村", "village", ("村", "村名", "行政村(社区)", "村编号", "AAD001", "AAR006"), required=True, needed=True
    ),
    Column("自然村", "HouseholdProfile.group_name", ("组", "村民小组", "村组", "AAR007")),
)
_PERSON = (
    Column("户编号", "household", ("户编码", "户号", "AAC001"), required=True, needed=True),
    Column("人编号", "person", ("人员编号", "人编码", "AAB001")),
    Column("姓名", "name", ("成员姓名", "人员姓名"), required=True, needed=True),
    Column("证件号码", "id_number", ("身份证号", "身份证号码", "公民身份号码", "证件号"), required=True, needed=True),
    Column("人数", "size", ("家庭人口", "家庭人数", "AAC017")),
    Column("与户主关系", "relation", ("与户主的关系",), required=True, needed=True),
    Column("民族", "PersonIdentity.ethnicity"),
    Column("文化程度", "Schooling.education"),
    Column("在校生状况", "Schooling.school_state", ("在校生情况",)),
    Column("健康状况", "Health.health", ("AAB015",)),
    Column("劳动技能", "Labour.capacity", ("劳动能力", "劳动技能能力")),
    Column("务工状况", "Labour.off_farm", ("务工情况",)),
    Column("务工时间(月)", "Labour.off_farm_months", ("务工时间", "务工月数")),
)
_CHECKED = (
    Column("性别", "sex", extra=True),
    Column("出生日期", "born_on", ("出生年月日",), extra=True),
    Column("户主姓名", "head_name", ("AAC029",), extra=True),
    Column("数据年度", "year", ("年度", "AAR040"), extra=True),
)
_REGISTERED = {"HouseholdStatus.regime": "registered", "HouseholdStatus.status": "in"}
_STATUS = (
    Column("脱贫属性", "HouseholdStatus.exit_mark", ("脱贫标志", "AAR010")),
    Column("脱贫年度", "HouseholdStatus.exit_year", ("脱贫年份", "AAC016")),
    Column("贫困户属性", "HouseholdStatus.attribute", ("户属性", "AAC006")),
)
_OTHER_CAUSE = Column("其他致贫原因", "other_causes", ("其它致贫原因", "AAC008"), extra=True)
_MEDICAL = (
    Column(
        "参加新农合",
        "Insurance.has_medical",
        ("参加城乡居民基本医疗保险", "是否参加城乡居民基本医疗保险", "AAB013"),
        extra=True,
    ),
    Column(
        "参加城乡居民养老保险",
        "Insurance.has_pension",
        ("是否参加城乡居民基本养老保险", "参加城乡居民基本养老保险"),
        extra=True,
    ),
)

EXPORT_2018 = register(
    Layout(
        name="export-2018",
        title="全国系统导出表（2017—2018年）",
        about=About.PERSON,
        creates=True,
        authoritative=True,
        marks=("成员",),
        fixed=_REGISTERED,
        signs=("脱贫属性", "贫困户属性", "主要致贫原因", "人均纯收入"),
        usual_day=date(2018, 12, 31),
        columns=(
            *_PLACE,
            *_PERSON,
            Column("参加大病医疗", "Insurance.has_serious_illness", ("参加大病保险", "AAB022")),
            *_STATUS,
            Column("主要致贫原因", "HouseholdCause.main_cause", ("致贫原因", "AAC007")),
            Column("危房户", "Dwelling.is_dangerous", ("是否危房户",)),
            Column("饮水安全", "HouseholdServices.water_is_safe", ("是否饮水安全",)),
            Column("饮水困难", "HouseholdServices.water_is_hard_to_get", ("是否饮水困难",)),
            Column("人均纯收入", "StatedIncome.per_head", ("家庭年人均纯收入", "年人均纯收入")),
            Column("联系电话", "HouseholdProfile.phone", ("电话", "AAR012")),
            *_CHECKED,
            _OTHER_CAUSE,
            *_MEDICAL,
        ),
    )
)

EXPORT_2022 = register(
    Layout(
        name="export-2022",
        title="全国系统导出表（2022年起）",
        about=About.PERSON,
        creates=True,
        authoritative=True,
        marks=("成员",),
        fixed=_REGISTERED,
        signs=(
            "首次识别时间", "人员识别时间", "户类型", "易返贫致贫户(监测对象)类型", "监测对象类型", "风险是否消除", "风险识别时间",
            "风险消除时间", "致贫原因1", "是否解决安全饮用水",
        ),
        columns=(
            *_PLACE,
            *_PERSON,
            Column("是否参加大病保险", "Insurance.has_serious_illness", ("参加大病保险", "参加大病医疗", "AAB022")),
            *_STATUS,
            Column("致贫原因1", "HouseholdCause.main_cause", ("主要致贫原因", "致贫原因", "AAC007")),
            Column("危房户", "Dwelling.is_dangerous", ("是否危房户",)),
            Column("是否解决安全饮用水", "HouseholdServices.water_is_safe", ("饮水安全",)),
            Column("饮水困难", "HouseholdServices.water_is_hard_to_get", ("是否饮水困难",)),
            Column("人均纯收入", "StatedIncome.per_head", ("家庭年人均纯收入", "年人均纯收入")),
            Column("户联系电话", "HouseholdProfile.phone", ("联系电话", "AAR012")),
            Column("人联系电话", "PersonContact.phone"),
            Column("首次识别时间", "HouseholdStatus.identified_on"),
            Column("人员识别时间", "Membership.identified_on"),
            Column("户类型", "HouseholdStatus.household_type"),
            Column("易返贫致贫户(监测对象)类型", "HouseholdStatus.monitoring_kind", ("监测对象类型", "监测对象类别")),
            Column("风险是否消除", "HouseholdStatus.risk_cleared"),
            Column("风险识别时间", "HouseholdStatus.risk_identified_on"),
            Column("风险消除时间", "HouseholdStatus.risk_cleared_on"),
            *_CHECKED,
            _OTHER_CAUSE,
            *_MEDICAL,
        ),
    )
)  # fmt: skip
