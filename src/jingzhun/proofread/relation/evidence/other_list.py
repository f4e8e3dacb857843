"""Parts that make no sum of a total: of several lists, of another year, of a list that goes on, or of another total."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from ... import wording
from ...agreement import Agreement, is_slip, is_swap, of_ratio
from ...figure import Figure
from ...numerals import read_count
from ...reading import Reading
from ...unit import PEOPLE, PERCENT
from ..sums.total import is_bracketed
from ..sums.wrong_total import are_opposite

_FAR = Decimal("0.18")  # a sum further off than this part of the total, and no slip, was read wrongly
_LEAST, _MOST = Decimal("0.4"), Decimal("2.5")  # even where the parts stand in one row, right beside their total
EXTREME = re.compile(r"最[高低多少大小长短]|首[位个]|第一[位名]|个别")
_BYGONE = re.compile(
    r"(?:去年|(?:上年|上月|上季)(?!结[转余])|前年|同期|年初(?!开工|启动|下达|安排|计划|部署)|原来|原有|过去)[一-龥]{0,6}$|从[一-龥\d]{0,8}$|由(?:\d|去年|上年|原|过去|最初)[一-龥\d]{0,8}$"
)
_MORE_TO_COME = re.compile(
    r"之外|还有(?![\d一二两三四五六七八九十])|等等|有的|有些|不等|以及其[他它]|其[余他][^\d，。；]{0,16}(?=[，。；]|$)|部分[一-龥]{0,4}(?:既|又|同时)|之类"
)


def is_no_list(reading: Reading, total: Figure, parts: Sequence[Figure]) -> bool:
    """The parts belong to several lists, to another year, or to a list that goes on without numbers."""
    computed = sum((part.base for part in parts), Decimal(0))
    if not computed:
        return False
    ratio, step = computed / total.base, min(f.step for f in (total, *parts))
    slipped = _is_one_slip(total, parts, computed, step)
    if _is_of_so_many_others(reading, total, parts) or _come_and_go(reading, parts):
        return True
    if _has_one_more(reading, total, parts) or _are_two_others(reading, total, parts) or _are_called(reading, total):
        return True
    if _goes_on_with_one(reading, total, parts) or _is_open_somewhere(reading, total, parts):
        return True
    if _is_told_to_overlap(reading, total, parts, computed):
        return True
    if _are_told_apart(reading, total, parts) or _is_said_otherwise(reading, total, parts):
        return True
    opposite = len(parts) == 2 and are_opposite(*parts)
    if (
        not slipped
        and not opposite
        and not _closes(reading, total, parts)
        and (ratio < _OPEN or (ratio > 1 and len(parts) == 2))
    ):
        return True  # 其中 names some of them, and these may be the same
    if not slipped and total.block == parts[0].block == parts[-1].block:
        beside = _in_a_row(reading, total, parts, ratio)
        if not beside or not _LEAST < ratio < _MOST:
            return True
    elif not slipped and abs(ratio - 1) > _FAR:
        return True
    if any(_BYGONE.search(part.left[-12:]) for part in parts) and not _BYGONE.search(total.left[-12:]):
        return True
    if any(_TOTAL.search(part.left) for part in parts) and not slipped:
        return True
    if {f.block for f in (total, *parts)} != {total.block}:
        return False
    if len({bool(wording.PLAN.search(part.left[-8:])) for part in parts}) > 1 and not slipped:
        return True
    text = reading.block_of(total).text
    if re.search("。", text[min(parts[0].start, parts[-1].start) : max(parts[0].start, parts[-1].start)]):
        return True
    if len({is_bracketed(text, part) for part in parts}) > 1:
        return True
    if _is_said_of_a_part(reading, total, parts[-1], ratio):
        return True
    behind = parts[0].start > total.start
    gaps = [text[a.end : b.start] for a, b in pairwise(parts)]
    if (
        behind
        and re.search(r"[：（][一-龥]{1,8}$", text[max(0, total.start - 10) : total.start])
        and re.fullmatch(r"[，、；][一-龥]{1,10}", text[total.end : parts[0].start])
    ):
        return True  # the first of a list
    if behind and any("其中" in gap for gap in gaps):
        return True
    edge = text[total.end : parts[0].start]
    if (
        behind
        and "其中" in edge
        and "：" not in edge
        and not slipped
        and ((len(parts) == 2 and "；" in gaps[0]) or (ratio > 1 + _CLOSE and any("；" in gap for gap in gaps)))
    ):
        return True  # 其中 reaches no further than the semicolon
    if any(_is_split_further(parts[place:], gaps[place:]) for place in range(len(parts) - 2)):
        return True
    last = parts[-1].end if behind else total.start
    stop = min((at for at in (text.find(mark, last) for mark in "。；！？") if at >= 0), default=len(text))
    if behind and _MORE_TO_COME.search(text[last:stop]):
        return True
    return not slipped and bool(wording.SHARED.search(text[total.start if behind else parts[0].start : stop + 60]))


_OPEN = Decimal("0.85")  # 其中 need not name all of them
_ALL = re.compile(r"分别|：|由|构成|组成|分为|[按从分][^，。；]{1,8}[分看]|依次|合计|共计|总计|一共|以上")
_REST = re.compile(r"其余|其[他它]|剩余|余下|另有")


def _closes(reading: Reading, total: Figure, parts: Sequence[Figure]) -> bool:
    """The wording says that the parts are all of it: 分别, a colon, 其他 at the end, a total that closes them."""
    text = reading.block_of(total).text
    if total.block != parts[0].block or parts[0].start < total.start:
        return True
    edge = text[total.end : parts[0].start]
    return bool(_ALL.search(edge) or _REST.search(parts[-1].left) or (edge.startswith("（") and "其中" not in edge))


def _is_of_so_many_others(reading: Reading, total: Figure, parts: Sequence[Figure]) -> bool:
    """四项合计: four others of the sentence come to it."""
    text = reading.block_of(total).text
    told = _TOLD.search(text[max(0, total.start - 20) : total.start])
    if not told or parts[0].block != total.block:
        return False
    before = [
        f for f in reading.by_block[total.block] if f.dimension == total.dimension and f.is_summable and f.end <= total.start
        and not re.search(r"[各每]", f.left[-8:]) and not is_bracketed(text, f)
    ][-9:]  # fmt: skip
    many = read_count(told["n"])
    rows = (before[at : at + many] for at in range(len(before) - many + 1))
    return any(sum((f.base for f in row), Decimal(0)) == total.base for row in rows)


def _made_of(parts: Sequence[Figure]) -> Decimal:
    return sum((part.base for part in parts), Decimal(0))


def _are_two_others(reading: Reading, total: Figure, parts: Sequence[Figure]) -> bool:
    """总投资 3200。二期投资 4800，完成 3120，两期加起来 8000: two others of the paragraph come to it."""
    if len(parts) != 2 or total.places < 4 or total.block != parts[-1].block or parts[-1].end > total.start:
        return False
    before = [
        f for f in reading.by_block[total.block] if f.dimension == total.dimension and f.is_summable and f.end <= total.start
    ][-10:]  # fmt: skip
    return any(one.base + other.base == total.base for place, one in enumerate(before) for other in before[:place])


_OVERLAP_TOLD = re.compile(r"去重|剔除重复|重复计|[两二三][项种类样]均|之和(?:大于|超过)|[两几](?:种|类|样)[病症]|同时")


def _is_told_to_overlap(reading: Reading, total: Figure, parts: Sequence[Figure], computed: Decimal) -> bool:
    """4 户、5 户、3 户，因 1 户两项均不达标，去重为 11 户; 97 户、84 户、73 户，三地 254 户: the last is what the others come to."""
    if len(parts) >= 3 and any(part.base == _made_of(parts[:place]) for place, part in enumerate(parts) if place >= 2):
        return True
    if computed <= total.base or parts[-1].block != total.block:
        return False
    text = reading.block_of(total).text
    last = max(part.end for part in parts)
    return bool(_OVERLAP_TOLD.search(text[last : last + 44].split("。")[0]))


_CALLED = re.compile(r"(?P<names>[^，。；\d]{4,30}?)[两二三四](?:项|类|个方面|方面|种)(?:合计|共计|共|相加)$")


def _are_called(reading: Reading, total: Figure) -> bool:
    """甲类 37 个、乙类 29 个、丙类 18 个、丁类 26 个，乙类与丁类两类合计 55 个: those it calls by name come to it."""
    text = reading.block_of(total).text
    said = _CALLED.search(text[max(0, total.start - 40) : total.start])
    if not said:
        return False
    called = [
        f for f in reading.by_block[total.block]
        if f.dimension == total.dimension and f.is_summable and f.end <= total.start and wording.bigrams(f.left[-6:]) & wording.bigrams(said["names"])
    ]  # fmt: skip
    rows = (called[at:] for at in range(len(called)))
    return any(_made_of(row) == total.base for row in rows) or any(
        one.base + other.base == total.base for place, one in enumerate(called) for other in called[:place]
    )


def _goes_on_with_one(reading: Reading, total: Figure, parts: Sequence[Figure]) -> bool:
    """社员六份、集体三份、公积金两份、带头人一份: the last of the row is one."""
    if parts[-1].block != total.block:
        return False
    behind = reading.block_of(total).text[parts[-1].end : parts[-1].end + 14]
    made = _made_of(parts)
    return bool(re.match(rf"、[^，。；\d]{{1,10}}一{total.unit}", behind)) and made + 1 == total.base


_ONE_MORE = re.compile(r"连同|加上|外加|另加|算上|再分别|去[掉除]?重|去掉重|剔除|扣除|不重复")
_POINTED = re.compile(r"[那这]$")
_ALREADY = re.compile(r"已有?$")


_UNCOUNTED = re.compile(r"[：:]?[一-龥]{2,10}、[一-龥]{2,12}$")
_HEADED = re.compile(r"[任为]组长|担任|任主任|任队长|组长[：为由]|队长[：为由]|牵头")
_TO = re.compile(r"(?:增|减|升|降|提高|增加|减少|扩大|缩小|调整)[一-龥]{0,2}[至到为]")
_RESPECTIVELY = re.compile(r"分别|依次")


def _is_open_somewhere(reading: Reading, total: Figure, parts: Sequence[Figure]) -> bool:
    """The list has one more behind it, or one without a number, or each of two totals has its own:
    12 人、9 人、6 人，另外 2 人; 镇包村干部、小组长 8 人、监委会 3 人，共 12 人; 再就业 1800 人、困难人员 600 人，下半年分别 800 人和 270 人."""
    if total.block != parts[0].block or total.block != parts[-1].block:
        return False
    text = reading.block_of(total).text
    if any(_TO.fullmatch(text[one.end : other.start]) for one, other in pairwise(parts)):
        return True  # 由 7 人增至 15 人
    row = [f for f in reading.by_block[total.block] if f.dimension == total.dimension and f.is_summable]
    sentence = reading.block_of(total).sentence_at(parts[-1].start)
    if total.end <= parts[0].start:
        behind = next((f for f in row if f.start >= parts[-1].end and f.start < sentence.end), None)
        if behind and _made_of(parts) + behind.base == total.base:
            return True
        ahead = [
            f
            for f in row
            if f.end <= parts[0].start and f.base != total.base and re.search(r"[、和]", text[f.end : total.start][:1])
        ]
        return bool(ahead) and len(parts) == 2 and bool(_RESPECTIVELY.search(text[total.end : parts[0].start]))
    start = max(text.rfind(mark, 0, parts[0].start) for mark in "。；：")
    lead = text[start + 1 : parts[0].start]
    if total.dimension == PEOPLE and 0 < total.base - _made_of(parts) <= 2 and _HEADED.search(lead):
        return True  # 由校长任组长，副组长 2 人，成员 9 人，共 12 人
    return bool(_UNCOUNTED.search(lead)) and _made_of(parts) < total.base and not re.search(r"\d", lead)


_SPENT = re.compile(r"支出|开支|花[了去]")
_EARNED = re.compile(r"收入|进账")
_CLOSING = re.compile(r"以上|合计|共计|[一总拢]共|相加|加起来")
_OF_OTHERS = re.compile(r"(?:另外|其余|其他|别的)[一-龥]{0,8}(?:合计|一共|共)[一-龥]{0,6}$")
_ONE_OR_MORE = re.compile(r"(?:不少|许多|有的|有些|部分)[^。；\d]{0,10}又[一-龥]{1,3}又")


def _is_said_otherwise(reading: Reading, total: Figure, parts: Sequence[Figure]) -> bool:
    """The words say that it is no such list: 另外几户合计, what was earned and spent, what one part comes to so far, two things
    bought in two sentences, a total that closes the first of them with the others."""
    block = reading.block_of(total)
    if total.block != parts[0].block or total.block != parts[-1].block:
        return False
    spent = [bool(_SPENT.search(part.left)) for part in parts]
    if any(spent) and any(_EARNED.search(part.left) for part in parts) and not all(spent):
        return True
    sentence = block.sentence_at(max(parts[-1].start, total.start))
    if _ONE_OR_MORE.search(block.text[min(total.start, parts[0].start) : sentence.end]):
        return True
    if parts[0].start < total.start:
        between = block.text[parts[0].end : parts[-1].start]
        return bool(
            _OF_OTHERS.search(total.left)
            or ("累计" in parts[-1].left and "累计" not in total.left + parts[0].left)
            or (len(parts) == 2 and "；" in between and re.match(r"共[^有计]", total.left))
        )
    return any(
        parts[-1].end <= f.start < sentence.end
        and f.dimension == total.dimension
        and f.base > total.base
        and _CLOSING.search(f.left)
        for f in reading.by_block[total.block]
    )


_APART = re.compile(r"不与|不重复|不包括|不含|单独|另计|另行")
_BOTH = re.compile(r"都|同时|兼")


def _are_told_apart(reading: Reading, total: Figure, parts: Sequence[Figure]) -> bool:
    """Some of the row make the total already; one is a total itself; one stands behind a share of another, is of both, or is
    said to be counted by itself."""
    if len({f.block for f in (total, *parts)}) > 1:
        made = [sum((part.base for part in parts[:many]), Decimal(0)) for many in range(2, len(parts))]
        return total.base in made or any(_TOTAL.search(part.left[-8:]) for part in parts)
    text = reading.block_of(total).text
    if _APART.search(text[parts[-1].end : parts[-1].end + 14]):
        return True
    gaps = [text[one.end : other.start] for one, other in pairwise(parts)]
    if (
        total.end <= parts[0].start
        and "其中" in text[total.end : parts[0].start]
        and any("占" in gap and "；" in gap for gap in gaps)
    ):
        return True
    return len(parts) >= 3 and any(_BOTH.search(gap) for gap in gaps[1:])


def _has_one_more(reading: Reading, total: Figure, parts: Sequence[Figure]) -> bool:
    """1427 人、842 人，连同在外县就业的合计 2510 人: one more that has no number; 43 个，其中新增 16 个，已有 31 个进入: what they
    have become is no class beside what they are."""
    if total.block != parts[-1].block:
        return False
    text = reading.block_of(total).text
    if parts[-1].end <= total.start and re.search(r"不能|不得|不应|不是", text[parts[-1].end : total.start]):
        return True  # 两样相加不能当成 70 户
    if any(
        f.base == total.base + _made_of(parts) and f.dimension == total.dimension and f.end <= total.start
        for f in reading.by_block[total.block]
    ):  # fmt: skip
        return True  # 违规 59 家，约谈 31 家，通报 16 家，暂停 7 家，解除 5 家: the first of a row
    if total.end <= parts[0].start and re.search(r"再分别|明年|后年|明后", text[total.end : parts[0].start]):
        return True  # 今年解决 15 公里，明后两年再分别解决 13 公里、10 公里
    if parts[-1].end <= total.start and _ONE_MORE.search(text[parts[-1].end : total.start]):
        return True
    if any(_POINTED.search(part.left) for part in parts):
        return True  # 那 322 家不经营的
    tail = total.left[-3:]
    if len(tail) == 3 and re.fullmatch(r"[一-龥]{3}", tail) and all(part.left.endswith(tail) for part in parts):
        return True  # 经营性收入、转移性收入、财产性收入: one of them
    made = _made_of(parts)
    sentence = reading.block_of(total).sentence_at(parts[-1].start)
    if any(
        f.base == made and parts[-1].end <= f.start < sentence.end and f is not total and re.search(r"相加|合计|共计?$", f.left)
        for f in reading.by_block[total.block]
    ):  # fmt: skip
        return True  # 签约患者 10350 人，…，因部分患者有两种病，四病相加为 10520 人次
    return (
        len(parts) == 2
        and parts[0].start > total.start
        and bool(_ALREADY.search(parts[1].left))
        and not _ALREADY.search(parts[0].left)
        and bool(re.match(r"[一-龥]{2}", text[parts[1].end :]))
    )


_COMES = re.compile(r"新[进增识纳招]|转入|纳入|调入|迁入|购入")
_GOES = re.compile(r"退出|减少|调减|核减|消除|注销|转出|调出|迁出|死亡|清退")


def _come_and_go(reading: Reading, parts: Sequence[Figure]) -> bool:
    """季内退出 2 户 3 人，新进 1 户 2 人: what comes and goes is no part."""
    words = [reading.block_of(f).text[max(0, f.start - 10) : f.start] for f in parts if f.block >= 0]
    return any(_COMES.search(word) for word in words) and any(_GOES.search(word) for word in words)


def is_partly_covered(reading: Reading, whole: Figure, others: Sequence[Figure]) -> bool:
    """21 个有人员、15 个有经费、13 个两项都有、1 个都没有: those with neither make up for it."""
    if len(others) != 3 or whole.block != others[0].block:
        return False
    covered = others[0].base + others[1].base - others[2].base
    return any(
        f.base == whole.base - covered for f in reading.by_block[whole.block]
        if f.dimension == whole.dimension and f is not whole and f not in others
    )  # fmt: skip


_TOTAL = re.compile(r"总[一-龥]{1,4}$|[合总共]计$")
_CUE = re.compile(r"其中|：|分别|包括|由|按|依次|合计|共|总|计|构成|分为")


def _in_a_row(reading: Reading, total: Figure, parts: Sequence[Figure], ratio: Decimal) -> bool:
    """Nothing but names, people beside households and shares between the parts; the total, no member of a row itself,
    right before or behind them with a word that says so."""
    text = reading.block_of(total).text
    gaps = [_COUNT.sub("", _ASIDE.sub("", text[a.end : b.start])) for a, b in pairwise(parts)]
    ahead = parts[0].start > total.start
    edge = text[total.end : parts[0].start] if ahead else text[parts[-1].end : total.start]
    many = len(parts) >= 4 and "其中" in edge
    if not ahead and (told := _TOLD.search(edge[-20:])) and read_count(told["n"]) == len(parts):
        return True
    edge = _COUNT.sub("", _ASIDE.sub("", edge))
    return (
        all(re.fullmatch(r"[一-龥]{0,6}[、，；和及](?:\d+[一-龥])?[一-龥“”（、]{0,26}", gap) and "其中" not in gap for gap in gaps)
        and (
            many
            or (
                len(edge) <= 22
                and not re.search(r"[\d]|。(?!其中|按|分)", edge)
                and (bool(_CUE.search(edge)) or (ahead and _ends_with(text, parts, ratio)))
            )
        )
        and not (ahead and _ONE_OF_A_ROW.search(text[max(0, total.start - 24) : total.start]))
    )  # fmt: skip


_CLOSE = Decimal("0.06")


def _ends_with(text: str, parts: Sequence[Figure], ratio: Decimal) -> bool:
    """销售 3860 万元，单位采购 640 万元，企业采购 1120 万元，平台销售 2210 万元。: no word says so, but three or more close the
    sentence and come near to it."""
    return len(parts) >= 3 and abs(ratio - 1) <= _CLOSE and text[parts[-1].end : parts[-1].end + 1] in ("。", "；", "")


_TOLD = re.compile(r"(?P<n>[二两三四五六七八九])[一-龥]{1,3}[^，。；\d]{0,8}(?:合计|共计|总计|共)$")
_COUNT = re.compile(r"\d+[一-龥]{1,3}$")
_ASIDE = re.compile(
    r"（[^（）]*）|，(?:同比|比上年)?(?:增长|增加|下降|减少)[\d.]+%|，占[^，。；]{0,14}?[\d.]+%|[、，]?[\d,.]+[万亿]?(?:人|户|口|个|%)(?=[，。；、])"
)
_ONE_OF_A_ROW = re.compile(r"\d[一-龥]{1,2}[，、；][一-龥]{1,6}$")


def _is_split_further(parts: Sequence[Figure], gaps: Sequence[str]) -> bool:
    """未消除 24 户，因病 11 户、因残 6 户、其他 7 户: a comma, and then parts that make the first."""
    rest = sum((part.base for part in parts[1:]), Decimal(0))
    return rest == parts[0].base and "、" not in gaps[0] and all("、" in gap for gap in gaps[1:])


def _is_said_of_a_part(reading: Reading, total: Figure, last: Figure, ratio: Decimal) -> bool:
    """基本标准的 11 所、推荐标准的 4 所，合计占 88.2 %: so much of the whole they are, and no more."""
    share = next((f for f in reading.by_block[total.block] if f.start >= last.end and f.dimension == PERCENT), None)
    return bool(
        share and share.start - last.end < 30 and share.digits >= 2
        and of_ratio(ratio * 100, share.base, share.step) is Agreement.HOLDS
    )  # fmt: skip


def _is_one_slip(total: Figure, parts: Sequence[Figure], computed: Decimal, step: Decimal) -> bool:
    """One digit, or two that changed places, in one of the figures makes it right; of two digits only close by."""
    if not step:
        return False
    pairs = [(total.base, computed), *((part.base, part.base + total.base - computed) for part in parts)]
    return any(
        right > 0 and (is_slip(written, right, step) or is_swap(written, right, step))
        and (min(written, right) / step >= 100 or abs(written - right) * 4 <= written)
        for written, right in pairs
    )  # fmt: skip


def is_within_another(reading: Reading, part: Figure, whole: Figure) -> bool:
    """未拨付 287 万元。其中三类资金 860 万元: a part that is no more than something else before 其中 may be of that."""
    if whole.is_change or EXTREME.search(part.left):
        return True
    if part.block != whole.block or part.start < whole.start or part.dimension != whole.dimension:
        return False
    text = reading.block_of(part).text
    at = text.rfind("其中", whole.end, part.start)
    if at < 0:
        return False
    if re.search(r"[\d，。；、]", text[at + 3 : part.start]):
        return True
    start = reading.block_of(part).sentence_at(whole.start).start
    return any(
        f.base >= part.base
        for f in reading.by_block[part.block] if f.dimension == part.dimension and start <= f.start < at and f is not part
    )  # fmt: skip
