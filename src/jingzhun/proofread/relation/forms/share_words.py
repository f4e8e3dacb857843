"""Whether the words between two figures and a share tie it to them: 占总数的, 恰好是全村的, 开工…开工率."""

from __future__ import annotations

import re
from decimal import Decimal

from ... import wording
from ...agreement import is_slip, rounded
from ...figure import Figure
from ...reading import Passage
from ...unit import MONEY
from .portion import Portion

_SHARE = re.compile(
    r"(?P<lead>[^，。；：]*?)占(?:了|到|比|去|有|[^，。；：\d了到比]{1,14}?的?)?(?:比例|比重|比)?(?:约|近|达到?|为|是|正好|刚好|恰好|整整|接近|将近|的|：)*$"
)
_IS = re.compile(
    r"^[^，。；：\d]{0,10}[，、（]?(?:也就是说?|就是|即|正好|恰好|刚好|恰|整整|相当于|差不多|约|近|大约)(?:是|为|占|有|说|了)*$"
)
RATE = re.compile(
    r"(?P<stem>[一-龥]{1,8}?)(?:率|比例|比重|占比|面|(?<![温湿高长宽厚深难力])度|份额|股份)(?:（[^）\d]{0,12}）)?"
    r"(?:接近|达到?|为|是|有|仅|只有?|也|均|同样|高|就|约|近|[，]?即|只|到|已|：|将)*$"
)
_EQUAL = re.compile(r"^[^，。；：\d]{0,10}[，]?[一-龥]{0,3}(?:是|相当于|等于)(?P<of>[^，。；：\d的]{0,10})的$")
_DONE = re.compile(r"^[^，。；：\d]{0,6}[，]?(?P<stem>完成|到位|兑现|支出|归还|收回)(?:了|约|近)?$")
_AGAIN = re.compile(r"^[^，。；：\d]{0,10}，(?P<stem>[一-龥]{2,3}?)了?$")
_PRICED = re.compile(r"(?:利|税|费|增长?|折旧|损耗|死亡|出生|贴现)$")  # 年利率 is no share
_MONEY = ("资金", "钱", "款", "款项", "经费", "奖补资金")
_SAMPLE = re.compile(r"走访|入户|调查|回收|收回|参加|培训|抽查|检查|排查|发放|受访|审核|通过|报名|验收|累计|投保|到岗")
_ADVERBS = re.compile(
    r"^(?:约|正好|恰好|刚好|仅|只|大约|也|就|共|合计|总共|已|均|则|几乎|将近|大概|差不多|这|这些|他们|其|都|恰|整整|数量|人数|户数|面积|资金|金额|一共)*$"
)
_SCOPE = re.compile(r"全([国省市州县区乡镇村社组])")
BASE = re.compile(r"意愿|应[^，。；]{0,6}$|符合条件|需要?|适龄|具备|另|其余|剩|余下|新增|再|未|没|不(?!动产)")
_NUMBER = re.compile(r"\d[\d,.]*")


def is_said(passage: Passage, portion: Portion, part: Figure, whole: Figure, gap: str) -> bool:
    """Whether the words between them tie the share to the part, and to this whole."""
    between = passage.block.text[whole.end : part.start]
    if "其中" in gap:
        return False  # 外出 130 户，其中举家外出的占一半
    if "其中" in whole.left or re.match(r"[^，。；：]{0,4}、", between):
        return False  # one of the parts itself
    scope, other = _SCOPE.search(gap), _SCOPE.search(whole.clause)
    if scope and other and scope.group(1) != other.group(1):
        return False
    if share := _SHARE.search(gap):
        named = re.sub(r"^(?:了|到|比|有)|(?:的|约|为|达到?|是|了|比例|比重|比)+$", "", gap[gap.rfind("占") + 1 :])
        own = _ADVERBS.match(share["lead"]) or wording.bigrams(share["lead"]) & wording.bigrams(words_of(passage, part))
        return bool(own) and bears(passage, named, whole)
    if _IS.match(gap):
        return True
    if equal := _EQUAL.match(gap):
        return bears(passage, equal["of"], whole)
    again = _AGAIN.match(gap)
    if again and again["stem"] in words_of(passage, part):
        return True
    rate = RATE.search(gap) or _DONE.match(gap)
    if not rate or BASE.search(part.left[-8:]):
        return False
    stem = rate["stem"]
    if _PRICED.search(stem):
        return False
    if len(stem) < 2 or stem in ("占", "所占"):
        return len(stem) >= 1 and stem.startswith("占")
    return _is_called(passage, stem, part, whole) or _stand_alone(passage, portion, stem, part, whole)


def _is_called(passage: Passage, stem: str, part: Figure, whole: Figure) -> bool:
    """开工 117 个，开工率: the rate has the part's name, and not the whole's unless that is what should be."""
    pairs = wording.bigrams(stem[-4:])
    called = [bool(pairs & wording.bigrams(words_of(passage, f))) for f in (part, whole)]
    if re.match(r"[一-龥]{0,10}(?:当?中|里)[，的]?", passage.block.text[whole.end : part.start]):
        return called[0] or not _SAMPLE.search(words_of(passage, part))
    return called[0] and (not called[1] or bool(re.search(r"应|计划|任务|目标|总", whole.left[-10:])))


def _stand_alone(passage: Passage, portion: Portion, stem: str, part: Figure, whole: Figure) -> bool:
    """No other number between them and the share, the whole the first of the sentence."""
    text = passage.block.text
    if wording.bigrams(words_of(passage, whole)) & wording.bigrams(stem[-2:]):
        return False
    between = text[whole.end : part.start] + text[part.end : portion.start]
    if _SAMPLE.search(words_of(passage, part)) or not _may_be_slip(portion, part, whole):
        return False
    others = _NUMBER.search(re.sub(r"\d+[岁分](?:及?以[上下])?", "", between))
    return passage.figures[0] is whole and not others and "、" not in between and part.base < whole.base


def _may_be_slip(portion: Portion, part: Figure, whole: Figure) -> bool:
    """What does not come out does so by one digit of the rate, or by one tenth of 七成."""
    computed = part.base / whole.base
    if portion.is_in_words:
        return abs(computed - portion.ratio) < Decimal("0.11")
    step = portion.step
    return is_slip(rounded(computed, step), portion.ratio, step) or abs(computed - portion.ratio) <= step


def words_of(passage: Passage, figure: Figure) -> str:
    text = passage.block.text
    lead = re.split(r"[，。；：]", text[max(0, figure.start - 14) : figure.start])[-1]
    return lead + "，" + re.split(r"[，。；：\d]", text[figure.end : figure.end + 12])[0]


def bears(passage: Passage, named: str, whole: Figure) -> bool:
    """占线索的 is not of households: the name that the share is of is the whole's, or says that it is all."""
    name = re.sub(r"全[国省市州县区乡镇村社组]|[本该我]|同类|其", "", named)
    if not name or re.search(r"总|全部|全体|比", name) or (whole.dimension == MONEY and name in _MONEY):
        return True
    if any(place not in words_of(passage, whole) for place in wording.places(named)):
        return False
    if re.search(r"[男女]|[老中青]年", name) and name not in words_of(passage, whole):
        return False
    shared = set(name) & set(words_of(passage, whole) + whole.clause[-20:])
    return len(shared) * 2 >= len(set(name))


def is_of(passage: Passage, portion: Portion, whole: Figure) -> bool:
    """合同价的 30 % is not of the investment: what the share is said to be of, if anything, is the whole."""
    lead = passage.block.text[max(passage.sentence.start, portion.start - 12) : portion.start]
    named = re.search(r"(?P<of>[^，。；：、\d把从按将以拿占]{2,8})的$", lead)
    return not named or bears(passage, named["of"], whole)
