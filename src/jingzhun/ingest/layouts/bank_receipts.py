"""银行回单: what the bank says of each payment of an award roster. Only who pays awards may load it."""

from jingzhun.accounts.roles import Verb

from ..planning.bank_receipts import plan_receipts
from .layout import About, Column, Layout, register

BANK_RECEIPTS = register(
    Layout(
        name="bank_receipts",
        title="奖补代发银行回单",
        about=About.OTHER,
        verb=Verb.PAY_AWARDS,
        columns=(
            Column("附言", "receipt:reference", ("代发附言", "业务编号"), required=True, needed=True),
            Column(
                "金额(元)",
                "receipt:amount",
                ("金额", "交易金额", "交易金额(元)"),
                required=True,
                needed=True,
                reads="money",
            ),
            Column("交易结果", "receipt:outcome", ("处理结果", "结果"), required=True, needed=True),
            Column("交易日期", "receipt:on", ("入账日期",), required=True, needed=True, reads="date"),
            Column("银行流水号", "receipt:voucher", ("流水号", "交易流水号")),
            Column("失败原因", "receipt:reason", ("原因", "退汇原因")),
            Column("户名", "receipt:account_name", ("收款户名", "收款人")),
        ),
        apply=plan_receipts,
    )
)
