"""What was there, what came and what went, and what is there now: 期初 32.6 万元，借出 9.5 万元，收回 6.2 万元，期末 29.3 万元."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ...figure import Figure
from ...finding import Finding, Holding, Kind, Outcome
from ...reading import Reading
from . import layout

_WAS = re.compile(
    r"期初|年初|月初|核查(?=\d|$)|上年[末底]|去年[末底]|上年结[转余]|上期|原[有来先包]|之?前(?:有|共)|本来有|起初|开始时?有|库存|存栏|余额|本金|账[上面]|入[库冬]时"
)
_TURNED = re.compile(r"(?:由(?!于)|从|加上|连同)[^，。；]{0,16}$")
_APPROVED = re.compile(r"(?<!不)符合条件|(?<!不)同意|批准|审批通过|审核通过")
_PART = re.compile(r"其中|包括|（[^）]*$")
_WAS_ONCE = re.compile(r"[去上]年|上[个一]?学期|上个?月")
_IS = re.compile(
    r"期末|年[末底]|月[末底]|变为|[核调清][查整理]后|[增减]至|增加到|减少到|[增减]到|达到?(?!标)|现[有存在为]|目前|眼下|如今|当前|手[里上头]|结[存余]|余额|剩[下余]?|还[有剩]|[仍还]在|最终|共有|到现在|至今|尚[有存余]"
)
_CAME = re.compile(
    r"新增|净增|增加|新栽|纳入|购[进入]|买[进入回]|采购|补[充进]|收[入到购]|回收|接[收过手]|转[入来进]|[迁搬]入|出生|吸[收纳]|调[入来进]|新[建办识招聘入吸发来]|发展|进账|存入|"
    r"[入进]库|产(?:仔|羔|犊)|繁[殖育]|落户|加入|又[有来添收]|到账|筹集|拨入|引进|娶|嫁入|返回|收回"
)
_WENT = re.compile(
    r"减少|净减|退[出伙社回]|转[出走]|[迁搬]出|搬走|死亡|去世|病[死故]|离[职世开]|辞职|发[放出]|支[出付]|借出|放款|用[去掉于了]|花[去掉了]|消耗|[吃烧喂]掉|卖[出掉了]|售出|出[栏库售嫁列]|调[出走]|注销|"
    r"脱贫|销号|归还|偿还|还[了掉清款]|淘汰|折损|损失|报废|毕业|清退|核减|剔除|消除|退休|送[出走]|使用|领[走取]|关闭|拆除"
)
_LOANS = re.compile(r"贷款|信贷|借款|欠款|债务|欠债|外债")
_NO_LOAN = re.compile(r"互助资金|资金池|账户")
_LENT, _REPAID = (
    re.compile(r"发放|新[发借欠]|放款|投放|借[入了]|新增"),
    re.compile(r"收回|回收|归还|偿还|还[了掉清款]|到期"),
)
_NOT_YET = re.compile(r"未[一-龥]{2}")
_ASIDE = re.compile(r"其中|计划|预计|累计|另(?!外)|包括|平均")
_MOST = 5


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    settled = layout.Settled(outcomes)
    for figures in reading.by_block:
        for at, stated in enumerate(figures):
            words = _ahead(reading, stated)
            if stated.is_quantity and not stated.per and _IS.search(words) and not _moves(words):
                yield from _of(reading, settled, figures[:at], stated)


def without_explained(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Without errors seen among some of the figures that all together come out: stock, what came and went, and the rest."""
    everything = list(outcomes)
    whole = [
        set(o.figures)
        for o in everything
        if isinstance(o, Holding) and o.kind is Kind.DIFFERENCE and len(o.figures) > 3
    ]
    return [
        o
        for o in everything
        if not (isinstance(o, Finding) and o.figures and any(set(o.figures) < all_of for all_of in whole))
    ]


def _of(
    reading: Reading, settled: layout.Settled, before: Sequence[Figure], stated: Figure
) -> Iterator[Outcome]:  # fmt: skip
    block = reading.block_of(stated)
    here = block.sentence_at(stated.start).start
    first = block.sentence_at(here - 1).start if here else 0
    pool = [f for f in layout.alike(reading, stated, before) if f.start >= first]
    openings = [at for at, f in enumerate(pool) if _opens(reading, f)]
    once = not openings and bool(pool) and bool(_WAS_ONCE.search(_ahead(reading, pool[0])))
    opening = openings[0] if openings else 0 if once and not _moves(_ahead(reading, pool[0])) else None
    if opening is None or len(pool) - opening > _MOST or len(pool) < 2 + once:
        return
    was, flows = pool[opening], _flows(reading, pool, opening)
    if not flows or _ASIDE.search(block.text[was.end : stated.start]) or any(f.per for f in (was, *flows)):
        return
    lent = bool(_LOANS.search(block.text[first : stated.start])) and not _NO_LOAN.search(
        block.text[first : stated.start]
    )
    signs = [_sign(reading, flow, lent) for flow in flows]
    if not all(signs) or (len(flows) == 1 and signs[0] < 0):
        return  # one that went only: what is left of a whole
    computed = was.base + sum(sign * flow.base for sign, flow in zip(signs, flows, strict=True))
    how = was.text + "".join(f" {'+' if s > 0 else '−'} {f.text}" for s, f in zip(signs, flows, strict=True))
    yield from layout.judged(
        reading, settled, Kind.DIFFERENCE, stated, [was, *flows], computed, how, wide=len(flows) > 1 and not once,
        slack=layout.slack_of(stated, [was, *flows]),
    )  # fmt: skip


def _opens(reading: Reading, figure: Figure) -> bool:
    words = _ahead(reading, figure)
    return bool(_WAS.search(words)) or (bool(_TURNED.search(words)) and not _moves(words))


def _flows(reading: Reading, pool: Sequence[Figure], opening: int) -> list[Figure]:
    """What is told between the opening and the closing, and, with 由 a 变为 b or 加上原有的 a, what is told before that."""
    text = reading.block_of(pool[opening]).text
    behind = list(pool[opening + 1 :])
    if not _TURNED.search(_ahead(reading, pool[opening])):
        return behind if behind or len(pool) < 2 else list(pool[:opening])
    told = [
        f
        for f in pool[:opening]
        if not _PART.search(re.split(r"[；。]", text[: f.start])[-1]) and not re.search("[不未没]", _ahead(reading, f))
    ]
    net = [f for f in told if "净" in _ahead(reading, f)]
    return (net or told) + behind


def _moves(words: str) -> bool:
    """年底风险消除 4 户: one more that went; 月底未消除 56 户 are there."""
    words = _NOT_YET.sub("", words)
    return bool(_CAME.search(words) or _WENT.search(words))


def _ahead(reading: Reading, figure: Figure) -> str:
    """Its clause up to the number, from the figure before it on."""
    return figure.left if len(figure.left) > 1 else figure.clause[-16:]


def _sign(reading: Reading, flow: Figure, lent: bool) -> int:
    """1 for what came, −1 for what went, by the words before it, else by those behind; 0 where they do not tell."""
    came, went = (_LENT, _REPAID) if lent else (_CAME, _WENT)
    text = reading.block_of(flow).text
    for words in (_ahead(reading, flow), re.split(r"[，。；、\d]", text[flow.end : flow.end + 14])[0]):
        into, out = bool(came.search(words)), bool(went.search(words))
        if into != out:
            return 1 if into else -1
        if into:
            return 0
    return 1 if _APPROVED.search(_ahead(reading, flow)) else 0
