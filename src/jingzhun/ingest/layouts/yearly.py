"""The office's many-row sheets of households by year: incomes and costs, sales, wages, measures received.

``已收齐`` says that all rows of the household and year are there; a row that holds nothing else means: none.
Without that column a sheet counts as complete for the households and years it names.
"""

from ..planning.wide_income import KIND, plan_wide_income
from .households import HOUSEHOLD, PLACE
from .layout import About, Column, Layout, column_of, register

_YEAR = Column("年度", "year", ("年份",), required=True)
_COMPLETE = Column("已收齐", "complete", ("是否收齐",))
_KEY = Column("行标识", "key", extra=True)

INCOME = register(
    Layout(
        name="income",
        title="收支台账",
        about=About.HOUSEHOLD,
        entry="IncomeEntry",
        key=("year", "direction", "kind", "item"),
        marks=("收入",),
        columns=(
            *PLACE,
            *HOUSEHOLD,
            _YEAR,
            column_of("IncomeEntry", "direction", "收支", "收支方向", "收支类型", "收入或支出", "收入/支出"),
            column_of("IncomeEntry", "kind", "收支类别", "收入类别", "收入类型", "收支项目类别", required=True),
            column_of("IncomeEntry", "item", "收支项目", "项目名称", "收入项目", "明细"),
            column_of("IncomeEntry", "amount", "金额", "数额", "收支金额", required=True, header="金额(元)"),
            column_of("IncomeEntry", "basis"),
            _COMPLETE,
            _KEY,
        ),
    )
)

_KINDS = (
    Column("工资性收入", f"{KIND}a", ("工资收入", "务工收入"), reads="money"),
    Column("生产经营性收入", f"{KIND}b", ("家庭经营性收入", "经营性收入", "生产经营收入", "家庭经营收入"), reads="money"),
    Column("转移性收入", f"{KIND}c", ("转移收入", "政策性收入"), reads="money"),
    Column("财产性收入", f"{KIND}d", ("财产收入",), reads="money"),
    Column("生产经营费用支出", f"{KIND}e", ("生产经营支出", "经营费用支出", "生产经营性支出", "家庭经营费用支出"), reads="money"),
)  # fmt: skip

WIDE_INCOME = register(
    Layout(
        name="income-by-household",
        title="收支台账（一户一行）",
        about=About.HOUSEHOLD,
        marks=("收入",),
        signs=tuple(column.header for column in _KINDS),
        columns=(
            *PLACE,
            *HOUSEHOLD,
            Column("年度", "year", ("年份",), required=True, needed=True),
            *_KINDS,
            Column("家庭纯收入", "net_income", ("纯收入", "家庭年纯收入"), reads="signed"),
        ),
        apply=plan_wide_income,
    )
)

SALES = register(
    Layout(
        name="sales",
        title="产品销售",
        about=About.HOUSEHOLD,
        entry="ProductSale",
        key=("sold_on", "product", "buyer"),
        marks=("销售",),
        columns=(
            *PLACE,
            *HOUSEHOLD,
            Column("年度", "year", ("年份",)),
            column_of("ProductSale", "sold_on", "日期", "销售时间", "交易日期", required=True, header="销售日期"),
            column_of("ProductSale", "product", "产品", "产品名称", "产品品种", "农产品", "产业", required=True),
            column_of("ProductSale", "quantity", "销售数量"),
            column_of("ProductSale", "quantity_unit", "单位"),
            column_of(
                "ProductSale",
                "amount",
                "金额",
                "销售金额(元)",
                "销售金额",
                "销售额",
                "销售收入",
                required=True,
                header="金额(元)",
            ),
            column_of("ProductSale", "buyer", "购买方", "收购方", "买家"),
            column_of("ProductSale", "is_verified", "是否核实", "核实", "是否核验", "已核验"),
            column_of("ProductSale", "verified_by"),
            _COMPLETE,
            _KEY,
        ),
    )
)

WAGES = register(
    Layout(
        name="wages",
        title="务工收入",
        about=About.HOUSEHOLD,
        entry="WageEntry",
        key=("year", "worker", "place"),
        marks=("务工",),
        columns=(
            *PLACE,
            *HOUSEHOLD,
            _YEAR,
            column_of("WageEntry", "worker", "姓名", "务工人员", "务工人员姓名", "务工者", required=True),
            column_of("WageEntry", "place", "务工地点", "务工地址"),
            column_of("WageEntry", "months", "务工时间(月)", "务工月数", "务工时间"),
            column_of(
                "WageEntry",
                "amount",
                "金额",
                "务工收入(元)",
                "务工收入",
                "工资",
                "工资收入",
                "工资性收入",
                required=True,
                header="金额(元)",
            ),
            column_of("WageEntry", "is_verified", "是否核实", "核实", "是否核验", "已核验"),
            _COMPLETE,
            _KEY,
        ),
    )
)

MEASURES = register(
    Layout(
        name="measures",
        title="帮扶措施",
        about=About.HOUSEHOLD,
        entry="MeasureReceived",
        key=("year", "category", "item", "received_on"),
        marks=("帮扶措施",),
        columns=(
            *PLACE,
            *HOUSEHOLD,
            _YEAR,
            column_of("MeasureReceived", "received_on", "日期", "享受时间", "发放日期", "享受日期"),
            column_of("MeasureReceived", "category", "措施类别", "措施类型", "帮扶措施类别", "帮扶类别", required=True),
            column_of("MeasureReceived", "item", "帮扶措施", "措施名称", "措施", "帮扶项目", "措施内容", required=True),
            column_of("MeasureReceived", "amount", "金额", "补助金额", "享受金额", "资金", header="金额(元)"),
            column_of("MeasureReceived", "fund"),
            column_of("MeasureReceived", "project_code"),
            _COMPLETE,
            _KEY,
        ),
    )
)
