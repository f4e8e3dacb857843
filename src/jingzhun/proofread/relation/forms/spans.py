"""How long it took from one moment to the other, as told: 3月10日开工、6月8日竣工、历时100天; 租期五年，自…起至…止; 一干就是5年."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ...block import Block, Form
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...reading import Reading
from ..dates.date import signature, title_year
from .moments import MONTH, YEAR, Grain, Length, Moment, between, lengths_of, moments_of

_TOLD = re.compile(
    r"(?:历时|历经|耗时|用时|费时|为期|前后|先后|首尾|跨度|时长|时间跨度|全程|整整|足足|正好|刚好|恰好|总共|一共|共计?|合计|总计|持续|长达|工期|期限|租期|租赁期|流转期|合同期|承包期"
    r"|聘期|任期|周期|有效期|保质期|质保期|会期|学制|公示期|建设期|实施期|汛期|过渡期|就是|相隔|间隔|相距|期间|[干住修建盖等守当教养跑忙花用办学种租包治走熬拖做监][一-龥]{0,2}了|驻村|任职|在任|公示|连续[一-龥]{0,4}|一连|服务|工作|监测|帮扶|经营|运行|坚持)"
    r"(?:时间|的时间|期限)?(?:共计?|总共|一共|合计|为|是|有|达|长达|整整|足足|正好|刚好|已|已经|了|满|仅|只|只有|只用了|仅用了|合|：|约定为|定为|，)*$"
)
_TENSE = re.compile(r"(?:整整|正好|刚好|恰好|足足|不多不少|首尾|起[，]?[至到]|止)")
_BOTH_ENDS = re.compile(r"首尾[^，。；]{0,6}(?:都|均|也)?(?:算|计)|(?:含|连|包括)首尾|含起止|含(?:当|首)[日天]")
_BEGINS = re.compile(
    r"^[^。；\d]{0,16}(?:开|启动|动工|进场|奠基|起|到任|上任|就任|任|入|纳入|签|参加|创办|成立|组建|嫁|搬|住|回|来|租|承包|承接|着手|立项|招标|下达|发现|确诊|放水|封|受理|收到|走上|接手|当选|挂牌|实施|算|评|进驻|下派|派驻|识别|认定|列入|推行|试点|执行|出发|离家|外出|进|盖|建成|修建|建|栽|种下)"
)
_ENDS = re.compile(
    r"^[^。；，\d]{0,14}(?:完|竣|结|离|卸|届满|期满|到期|止|通车|通水|通电|验收|投用|投产|交付|退|出列|摘帽|脱贫|消除|达标|还清|收官|胜利|闭|停|建成|办结|出院|康复|毕业|回|满|落成|搬|销号|撤|终)"
)
_JOINED = re.compile(
    r"^[）)]?(?:上午|下午|晚|起|开始|算起|开工|动工|启动)?[，,]?(?:一直|直|持续)?(?:至|到|—+|-+|~)(?:了)?$"
)
_APART = re.compile(
    r"计划|合同|原定|约定|规定|法定|设计|要求|批复|核定|预计|预定|提前|推迟|延|滞后|超|还有|还剩|剩|余|不足|不到|近|约|累计|实际|有效|净|每|隔|分[两三四]|停|中断|扣除|不含|除去|除了|另|上一|下一|再|又|同比|(?<!评)比|只有|其中|未来|今后|往后|以后|最[长短]|平均|人均|超过|将|之内|休|放假|工作日|工时"
)
_BROKEN = re.compile(
    r"停工|暂停|中断|扣除|不含|除去|分[两三四]期|间歇|工作日|[两二三四][期批次轮]|节假日|雨天|折算|累计|农历|冬休"
)
_STRONG = re.compile(
    r"(?:历时|历经|耗时|用时|前后|首尾|就是|整整|足足|为期|[用干等花][一-龥]{0,1}了|相隔|相距|时间跨度|连续)[^，。；]{0,4}$"
)
_AMID_WHICH = re.compile(r"(?:多?的?时间)?[里间中来]|时间|下来")
_LOOSE = re.compile(r"近|约(?!定)|累计|每|最[长短]|平均|提前|延|原定|计划|合同工期|第|超|不|余")
_MOST_GAP = 26
_LEADS_TO = re.compile(r"^[）)]?(?:[，,]?(?:到|至|于|应于|应在|将于|直到|直至|即|也就是|止于|终于|一直到)?)$")
_TERM_FIRST = re.compile(
    r"^的[一-龥]{1,8}(?:自|从|于)?$|^(?:[，,（(：:、]|，?(?:即|具体|时间)?(?:自|从|由|为|是)|，?(?:起止)?(?:时间|日期)(?:为|是|：)?)*$"
)


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    titled, signed = title_year(reading), signature(reading)
    now = titled[0] if titled else signed[0].year if signed else 0
    judged = list(outcomes)
    wrong = {(line, text) for o in judged if isinstance(o, Finding) and o.kind is Kind.DATE for line in o.lines for text in o.literals}  # fmt: skip
    right = {(line, text) for o in judged if isinstance(o, Holding) and o.kind is not Kind.BOUND for line in o.lines for text in o.literals}  # fmt: skip
    for block in reading.blocks:
        if block.form is Form.ROW:
            continue
        moments = moments_of(block.text, now)
        if len(moments) < 2:
            continue
        lengths = list(lengths_of(block.text, moments))
        for length in lengths:
            pair = _pair(block, length, moments, lengths)
            if not pair:
                continue
            line = block.origin[length.start][0] + 1
            known = {(line, length.literal), *((line, moment.literal) for moment in pair)}
            if _fits(block, length, *pair):
                if (line, length.literal) not in right:
                    yield _holds(block, length, pair)
            elif (
                not known & wrong and (line, length.literal) not in right and not _is_of_others(block, length, moments)
            ):
                yield _fails(block, length, pair)


def _sentence(block: Block, at: int) -> tuple[int, int]:
    """From the last full stop or semicolon to the next."""
    sentence = block.sentence_at(at)
    start = max(sentence.start, block.text.rfind("；", sentence.start, at) + 1)
    end = block.text.find("；", at, sentence.end)
    return start, end if end >= 0 else sentence.end


def _pair(
    block: Block, length: Length, moments: Sequence[Moment], lengths: Sequence[Length]
) -> tuple[Moment, Moment] | None:
    start, end = _sentence(block, length.start)
    if _BROKEN.search(block.text, start, end):
        return None
    inside = [m for m in moments if start <= m.start and m.end <= end]
    before, after = [m for m in inside if m.end <= length.start], [m for m in inside if m.start >= length.end]
    lead = block.text[max(start, length.start - 14) : length.start]
    if len(before) >= 2:
        return _behind(block, length, before, lengths, lead)
    if len(before) == 1 and after:
        return _amid(block, length, before[0], after[0], lead)
    if len(after) >= 2:
        return _ahead(block, length, after, lead)
    return None


def _behind(
    block: Block, length: Length, before: Sequence[Moment], lengths: Sequence[Length], lead: str
) -> tuple[Moment, Moment] | None:
    """A 开工，B 竣工，历时 N: right behind the two, with a word that says of what, or in a bracket."""
    one, other = before[-2:]
    gap = block.text[other.end : length.start]
    amid = block.text[one.end : other.start]
    told = _TOLD.search(lead)
    bracket = lead.endswith(("（", "(")) and len(gap) <= 6
    amid_which = (lead.endswith("，") or not gap) and _AMID_WHICH.match(block.text[length.end :])
    if not (told or bracket or amid_which) or len(gap) > _MOST_GAP:
        return None
    if re.search(r"连续$", lead) and re.match(r"[一-龥]{2}", block.text[length.end :]):
        return None  # 2019 年成立，至 2024 年已连续 3 年盈利: of the last of them
    if any(other.end <= x.start and block.text[x.end : length.start] != "，" for x in lengths if x.end <= length.start):
        return None
    plain = gap
    for x in lengths:
        if other.end <= x.start and x.end <= length.start:
            plain = plain.replace(x.literal, "")
    if _APART.search(plain) or re.search(r"\d", plain) or _is_compared(block, one, other):
        return None
    joined = bool(_JOINED.match(amid))
    started = bool(_BEGINS.match(amid)) or bool(re.search(r"[自从由于]$", block.text[: one.start]))
    ended = bool(_ENDS.match(block.text[other.end :])) or bool(re.search(r"[至到]$", amid))
    sure = (started or ended) if told and _STRONG.search(lead) else (started and ended)
    if not joined and not (sure and len(amid) <= 24):
        return None
    if len(before) > 2 and not (joined and len(gap) <= 12):
        return None
    return one, other


def _is_compared(block: Block, one: Moment, other: Moment) -> bool:
    return bool(re.search(r"[比较]$|同比", block.text[max(0, one.start - 1) : other.start]))


def _amid(block: Block, length: Length, one: Moment, other: Moment, lead: str) -> tuple[Moment, Moment] | None:
    """A 签订合同，租期 N，B 到期; 一干就是 N，B…."""
    told = _TOLD.search(lead)
    gap = block.text[length.end : other.start]
    if not told or not _LEADS_TO.match(gap) or _APART.search(block.text[one.end : length.start]):
        return None
    done = re.search(r"一[一-龥]{1,2}就是$", lead)
    if not (done or _ENDS.match(block.text[other.end :])):
        return None
    return (one, other) if length.start - one.end <= 30 else None


def _ahead(block: Block, length: Length, after: Sequence[Moment], lead: str) -> tuple[Moment, Moment] | None:
    """租期 N，自 A 起至 B 止."""
    one, other = after[:2]
    gap = block.text[length.end : one.start]
    amid = block.text[one.end : other.start]
    joined = _JOINED.match(amid) or (len(amid) <= 10 and _BEGINS.match(amid) and _ENDS.match(block.text[other.end :]))
    if not (_TOLD.search(lead) and joined and _TERM_FIRST.match(gap)) or _LOOSE.search(lead[-8:]):
        return None
    return one, other


def _fits(block: Block, length: Length, one: Moment, other: Moment) -> bool:
    low, high = between(one, other)
    joined = _JOINED.match(block.text[one.end : other.start]) or _TENSE.search(block.text[one.start : length.end])
    if one.grain is other.grain and _is_whole(one) and _is_whole(other) and (joined or one.grain is Grain.MONTH):
        low = float((other.first - one.first).days)
    if length.is_years_begun:
        return other.first.year - one.first.year <= round(length.days / YEAR) <= other.first.year - one.first.year + 1
    start, end = _sentence(block, length.start)
    said = block.text[start:end]
    if _BOTH_ENDS.search(said) and one.grain is other.grain is length.grain is Grain.DAY:
        return length.days == high
    slack = _slack(length, max(one.grain, other.grain), tense=bool(_TENSE.search(said)))
    return low - slack <= length.days <= high + slack


def _is_whole(moment: Moment) -> bool:
    """The whole month or year, and no part of it such as 月底."""
    return (moment.last - moment.first).days in (27, 28, 29, 30, 364, 365)


def _slack(length: Length, grain: Grain, *, tense: bool) -> float:
    """What the wording leaves open beyond where the moments lie: people round what is told in a coarse unit."""
    if length.grain is Grain.DAY:
        return length.days * 0.02 if length.days >= 30 else 0.0
    if length.grain is Grain.MONTH:
        return 0.7 * MONTH if grain is Grain.DAY else 0.2 * MONTH
    if grain is Grain.YEAR:
        return 4.0
    return (0.25 if tense else 0.6) * YEAR if grain < Grain.SEASON else 0.3 * YEAR


def _is_of_others(block: Block, length: Length, moments: Sequence[Moment]) -> bool:
    """Another two of the paragraph's moments are that far apart."""
    return any(_fits(block, length, one, other) for place, one in enumerate(moments) for other in moments[place + 1 :])


def _shown(length: Length, one: Moment, other: Moment) -> str:
    low, high = between(one, other)
    if length.grain is Grain.DAY:
        return f"{high:.0f}天"
    if length.grain is Grain.MONTH:
        return f"{round((low + high) / 2 / MONTH)}个月"
    if one.grain is other.grain is Grain.YEAR:
        many = other.first.year - one.first.year
        return f"{many}年（首尾都算{many + 1}年）"
    return f"{(low + high) / 2 / YEAR:.1f}".removesuffix(".0") + "年"


def _holds(block: Block, length: Length, pair: tuple[Moment, Moment]) -> Holding:
    line = block.origin[length.start][0] + 1
    return Holding(Kind.DATE, (line,), (length.literal, pair[1].literal, pair[0].literal), f"{pair[0].literal}至{pair[1].literal}合{_shown(length, *pair)}")  # fmt: skip


def _fails(block: Block, length: Length, pair: tuple[Moment, Moment]) -> Finding:
    lines = tuple(sorted({block.origin[at][0] + 1 for at in (length.start, pair[0].start, pair[1].start)}))
    right, how = _shown(length, *pair), f"{pair[0].literal}至{pair[1].literal}"
    return Finding(
        Kind.DATE, Severity.WARNING, lines, (length.literal, pair[1].literal, pair[0].literal), right, length.literal,
        f"{how}合{right} ≠ {length.literal}", f"写“{length.literal}”，但{how}合{right}", "请核对起止日期或时长",
    )  # fmt: skip
