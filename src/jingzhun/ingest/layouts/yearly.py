"""The office's many-row sheets of households by year: incomes and costs, sales, wages, measures received.

``已收齐`` says that all rows of the household and year are there; a row that holds nothing else means: none.
Without that column a sheet counts as complete for the households and years it names.
"""

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
            column_of("IncomeEntry", "direction", "收支", required=True),
            column_of("IncomeEntry", "kind", "收支类别", required=True),
            column_of("IncomeEntry", "item"),
            column_of("IncomeEntry", "amount", "金额", required=True, header="金额(元)"),
            column_of("IncomeEntry", "basis"),
            _COMPLETE,
            _KEY,
        ),
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
            column_of("ProductSale", "sold_on", "日期", required=True, header="销售日期"),
            column_of("ProductSale", "product", "产品", required=True),
            column_of("ProductSale", "quantity"),
            column_of("ProductSale", "quantity_unit"),
            column_of("ProductSale", "amount", "金额", "销售金额(元)", "销售金额", required=True, header="金额(元)"),
            column_of("ProductSale", "buyer"),
            column_of("ProductSale", "is_verified"),
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
            column_of("WageEntry", "worker", "姓名", required=True),
            column_of("WageEntry", "place"),
            column_of("WageEntry", "months", "务工时间(月)"),
            column_of("WageEntry", "amount", "金额", "务工收入(元)", "务工收入", required=True, header="金额(元)"),
            column_of("WageEntry", "is_verified"),
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
            column_of("MeasureReceived", "received_on"),
            column_of("MeasureReceived", "category", "措施类别", required=True),
            column_of("MeasureReceived", "item", "帮扶措施", required=True),
            column_of("MeasureReceived", "amount", "金额", header="金额(元)"),
            column_of("MeasureReceived", "fund"),
            column_of("MeasureReceived", "project_code"),
            _COMPLETE,
            _KEY,
        ),
    )
)
