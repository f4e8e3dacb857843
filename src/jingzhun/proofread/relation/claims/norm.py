"""Rates that are asked for or put to an amount, and so are no shares that two figures make."""

from __future__ import annotations

import re

from ...figure import Figure

_AIM = re.compile(r"^[左右以上]{0,2}的[一-龥]{0,6}(?:目标|序时|要求|标准|平均|水平|任务|进度|底线|红线)")
_NORM = re.compile(
    r"序时[一-龥]{0,6}$|应[当该]?(?:达到?|完成|做到|在|占)[到为]?$|应[当该]?[是为]$"
    r"|(?:[省州市县国定的规上级]目标|要求|标准|底线|红线|平均|平均水平|平均值|均值|基准|指标值)(?:值|水平|线|率)?(?:[为是]|达到?)?$"
    r"|(?:全[国省州市县区]|[省州市县国]里?)平均[一-龥]{0,6}$"
)
_APPLIED = re.compile(r"(?:按照?|依照|以)(?:[一-龥]{0,6}的)?$|[按以][一-龥]{0,6}(?:率|比例)$")
_TAKEN = re.compile(
    r"^的?(?:[一-龥]{0,4}(?:比例|标准|费率|税率|利率))?(?:预留|扣留|计提|提取|提留|计算|计收|计|收取|征收|缴纳|缴|扣除|扣|报销|补助|补贴|补|贴息|支付|给付|奖励|分红|下浮|上浮|返还|配套|结算|作为|留|抽)"
)


def is_norm(rate: Figure) -> bool:
    """序时进度应为 75 %, 省定目标 95 %: what is asked for, not what came out."""
    return bool(_NORM.search(rate.left))


def is_applied(rate: Figure) -> bool:
    """按 5 % 预留: a rate put to an amount, not the share that two amounts make."""
    return bool(_APPLIED.search(rate.left) and (_TAKEN.match(rate.right) or not rate.right))


def is_aimed(rate: Figure) -> bool:
    """A norm, an aim named behind the rate, or a rate that is applied."""
    return bool(_AIM.match(rate.right)) or is_norm(rate) or is_applied(rate)
