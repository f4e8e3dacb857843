"""The closed table of what money may do: each kind of movement, from which account to which, and what it needs.

States stay apart (计划 is no account): 下达 → 到位 → 拨付 → 报账 → 支付、兑付. Guards, actions, import and pages read this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

ACCOUNTS: Mapping[str, str] = {
    "outside": "系统之外",
    "assigned": "已下达未到位",
    "received": "已到位未拨付",
    "allocated": "已拨付未报账",
    "claimed": "已报账未支付",
    "paid": "已支付给单位",
    "household": "已兑付到户",
    "fund": "基金和互助社在账",
    "aided": "基金已发放",
    "lent": "互助社已借出",
}
"""Kind of account → its title. Only ``outside`` may fall below nought."""

OUTSIDE = "outside"
OF_PROJECT = ("allocated", "claimed", "paid", "household", "fund", "aided", "lent")
"""Kinds of account that belong to a project, or to a fund, which stands where a project does."""


@dataclass(frozen=True)
class Flow:
    """``needs`` names what a movement of this kind must carry: document, project, claim, voucher, approvers, payee, household."""

    title: str
    source: str
    target: str
    needs: frozenset[str] = frozenset()
    keeps_appropriation: bool = True

    def needing(self, *names: str) -> bool:
        return self.needs.issuperset(names)


def _flow(title: str, source: str, target: str, *needs: str, keeps_appropriation: bool = True) -> Flow:
    return Flow(title, source, target, frozenset(needs), keeps_appropriation)


_PAID = ("project", "voucher", "approvers", "claim")
FLOWS: Mapping[str, Flow] = {
    "assign": _flow("下达", "outside", "assigned", "document"),
    "cut": _flow("调减", "assigned", "outside", "document"),
    "arrive": _flow("到位", "assigned", "received", "voucher"),
    "interest": _flow("利息", "outside", "received", "voucher"),
    "allocate": _flow("拨付", "received", "allocated", "project", "document"),
    "call_back": _flow("收回", "allocated", "received", "project", "document"),
    "claim": _flow("报账", "allocated", "claimed", "project", "claim"),
    "unclaim": _flow("核减", "claimed", "allocated", "project", "claim"),
    "pay": _flow("支付", "claimed", "paid", "payee", *_PAID),
    "pay_household": _flow("兑付", "claimed", "household", "household", *_PAID),
    "pay_back": _flow("退回", "paid", "claimed", "project", "voucher", "claim", "payee"),
    "household_back": _flow("退汇", "household", "claimed", "project", "voucher", "claim", "household"),
    "carry_over": _flow("结转", "received", "received", "document", keeps_appropriation=False),
    "hand_back": _flow("上缴", "received", "outside", "document"),
    "endow": _flow("注入基金", "received", "fund", "project", "document"),
    "contribute": _flow("其他资金投入", "outside", "fund", "project", "voucher"),
    "fund_pay": _flow("基金发放", "fund", "aided", "project", "voucher", "approvers", "payee"),
    "fund_back": _flow("基金收回", "aided", "fund", "project", "voucher", "payee"),
    "share": _flow("入股", "outside", "fund", "project", "voucher", "household"),
    "share_back": _flow("退股", "fund", "outside", "project", "voucher", "household"),
    "lend": _flow("互助社借出", "fund", "lent", "project", "voucher", "household"),
    "repay": _flow("互助社收回借款", "lent", "fund", "project", "voucher", "household"),
    "fee": _flow("占用费收入", "outside", "fund", "project", "voucher"),
    "wind_up": _flow("退出清算", "fund", "outside", "project", "document"),
}
"""Kind of movement → its flow. ``reverse`` (冲销) is not here: it swaps the accounts of the movement that it reverses."""

NEEDED: Mapping[str, str] = {
    "document": "文号", "voucher": "凭证号", "project": "项目", "claim": "报账单", "payee": "收款单位", "household": "农户",
    "approvers": "两名不同的审批人",
}  # fmt: skip
"""What a flow may need → how a refusal names it."""
REVERSE = "reverse"
TITLES: Mapping[str, str] = {kind: flow.title for kind, flow in FLOWS.items()} | {REVERSE: "冲销"}
PAYMENTS = tuple(kind for kind, flow in FLOWS.items() if "approvers" in flow.needs)
"""Kinds that take money out of the office: two approvers, a project and a voucher."""
REPEATED: Mapping[str, str] = {
    "allocate": "call_back", "claim": "unclaim", "pay": "pay_back", "pay_household": "household_back", "fund_pay": "fund_back",
    "lend": "repay", "share_back": "share",
}  # fmt: skip
"""Kind → the kind that brings its money back: reversing that one does the first again, within the same limits."""
DECIDED = frozenset(("allocated", "claimed", "paid", "household", "aided"))
"""Accounts whose money was moved there on the decision of two people."""

STEPS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "下达": (("assign",), ("cut",)),
    "到位": (("arrive",), ()),
    "拨付": (("allocate",), ("call_back",)),
    "报账": (("claim",), ("unclaim",)),
    "支付到单位": (("pay",), ("pay_back",)),
    "兑付到户": (("pay_household",), ("household_back",)),
}
"""What each state adds up: kinds that add to it and kinds that take from it."""

OWN_STEPS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "下达指标": (("assign",), ()),
    "调减": (("cut",), ()),
    "利息": (("interest",), ()),
    "结转转入": (("carry_over",), ()),
    "结转转出": (("carry_over",), ()),
    "上缴": (("hand_back",), ()),
    "注入基金": (("endow",), ()),
}
"""What else happens to the money of an appropriation before it goes to projects, as :data:`STEPS`."""
LEAVING = ("调减", "结转转出", "上缴", "注入基金")
"""Of :data:`OWN_STEPS` those counted by the account that the money leaves; the others by the one that it comes to."""
