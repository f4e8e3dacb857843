"""The office's own sheets about households: all rural households with their persons, dwelling and services, pairing."""

from .layout import About, Column, Layout, column_of, register

PLACE = (
    Column("乡镇", "township", ("乡(镇)", "乡", "镇")),
    Column("行政村", "village", ("村", "村名", "行政村(社区)")),
)
HOUSEHOLD = (
    Column("户编号", "household", ("户编码", "户号", "AAC001"), required=True, needed=True),
    Column("户主姓名", "head_name", ("户主", "AAC029")),
)

ROSTER = register(
    Layout(
        name="roster",
        title="农户名册",
        about=About.PERSON,
        creates=True,
        marks=("成员",),
        columns=(
            Column("县", "county", ("县(市、区)", "县市区")),
            PLACE[0],
            Column("行政村", "village", ("村", "村名", "行政村(社区)"), required=True, needed=True),
            Column("自然村", "HouseholdProfile.group_name", ("组", "村民小组", "村组")),
            Column("户编号", "household", ("户编码", "户号"), required=True, needed=True),
            Column("人编号", "person", ("人员编号", "人编码")),
            Column("姓名", "name", ("成员姓名",), required=True, needed=True),
            Column("证件号码", "id_number", ("身份证号", "身份证号码", "公民身份号码"), required=True, needed=True),
            Column("性别", "sex"),
            Column("出生日期", "born_on"),
            Column("人数", "size", ("家庭人口",)),
            Column("与户主关系", "relation", ("与户主的关系",), required=True, needed=True),
            Column("成员状态", "Membership.state"),
            Column("民族", "PersonIdentity.ethnicity"),
            Column("文化程度", "Schooling.education"),
            Column("在校生状况", "Schooling.school_state"),
            Column("依法免学", "Schooling.is_exempt"),
            Column("健康状况", "Health.health"),
            Column("残疾类别等级", "Health.disability"),
            Column("劳动技能", "Labour.capacity", ("劳动能力",)),
            Column("务工状况", "Labour.off_farm"),
            Column("务工时间(月)", "Labour.off_farm_months", ("务工时间",)),
            column_of("Insurance", "has_medical"),
            column_of("Insurance", "has_serious_illness"),
            column_of("Insurance", "has_pension"),
            Column("是否建档立卡", "is_registered", ("建档立卡户",)),
            Column("联系电话", "HouseholdProfile.phone", ("电话",)),
            column_of("HouseholdProfile", "bank_name"),
            column_of("HouseholdProfile", "bank_account"),
        ),
    )
)

LIVING = register(
    Layout(
        name="living",
        title="住房与饮水等条件",
        about=About.HOUSEHOLD,
        signs=(
            "房屋等级", "危房户", "住房面积", "主要结构", "建房年份", "不愁吃", "不愁穿", "饮水安全", "饮水困难", "取水半径", "通生活用电", "通广播电视",
            "通硬化路",
        ),
        columns=(
            *PLACE,
            *HOUSEHOLD,
            column_of("Dwelling", "grade", "住房等级", "住房安全等级", "危房等级"),
            column_of("Dwelling", "is_dangerous", "是否危房户"),
            column_of("Dwelling", "floor_area", "住房面积(平方米)"),
            column_of("Dwelling", "structure"),
            column_of("Dwelling", "built_year", "建房时间"),
            column_of("HouseholdServices", "has_food", "是否不愁吃"),
            column_of("HouseholdServices", "has_clothing", "是否不愁穿"),
            column_of("HouseholdServices", "water_is_safe", "是否解决安全饮用水"),
            column_of("HouseholdServices", "water_is_hard_to_get", "是否饮水困难"),
            column_of("HouseholdServices", "water_distance", "取水半径(公里)"),
            column_of("HouseholdServices", "has_electricity", "通电"),
            column_of("HouseholdServices", "has_radio_tv", "广播电视"),
            column_of("HouseholdServices", "has_road", "通路"),
        ),
    )
)  # fmt: skip

PAIRING = register(
    Layout(
        name="pairing",
        title="帮扶结对",
        about=About.HOUSEHOLD,
        columns=(
            *PLACE,
            *HOUSEHOLD,
            Column("帮扶责任人", "helper", ("帮扶责任人登录名", "帮扶人"), required=True, needed=True),
            Column("帮扶单位", "Pairing.unit_name", ("单位",)),
        ),
    )
)
