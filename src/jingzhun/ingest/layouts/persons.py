"""Sheets of departments about persons who are in the registry already: insurance; school, health and labour."""

from .layout import About, Column, Layout, column_of, register

_WHO = (
    Column("乡镇", "township", ("乡(镇)",)),
    Column("行政村", "village", ("村", "村名")),
    Column("户编号", "household", ("户编码", "户号")),
    Column("人编号", "person", ("人员编号", "人编码", "AAB001")),
    Column("姓名", "name", ("成员姓名",), required=True, needed=True),
    Column("证件号码", "id_number", ("身份证号", "身份证号码", "公民身份号码"), required=True),
)

INSURANCE = register(
    Layout(
        name="insurance",
        title="参保",
        about=About.PERSON,
        signs=("参加基本医疗保险", "参加大病保险", "参加基本养老保险"),
        owner="医保、人社",
        columns=(
            *_WHO,
            column_of("Insurance", "has_medical", "是否参加基本医疗保险", "参加城乡居民基本医疗保险"),
            column_of("Insurance", "has_serious_illness", "是否参加大病保险", "参加大病医疗"),
            column_of("Insurance", "has_pension", "是否参加基本养老保险", "参加城乡居民基本养老保险"),
        ),
    )
)

CONDITIONS = register(
    Layout(
        name="conditions",
        title="就学健康劳动力",
        about=About.PERSON,
        signs=(
            "文化程度",
            "在校生状况",
            "依法免学",
            "健康状况",
            "残疾类别等级",
            "劳动技能",
            "务工状况",
            "务工时间(月)",
        ),
        owner="教育、卫健、残联、人社",
        columns=(
            *_WHO,
            column_of("Schooling", "education"),
            column_of("Schooling", "school_state"),
            column_of("Schooling", "is_exempt"),
            column_of("Health", "health"),
            column_of("Health", "disability"),
            column_of("Labour", "capacity", "劳动能力"),
            column_of("Labour", "off_farm"),
            column_of("Labour", "off_farm_months", "务工时间", header="务工时间(月)"),
        ),
    )
)
