"""Shares that are of something else than what they were held against: of what stands nearer, of two things, of another's."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import combinations

from ... import wording
from ...agreement import Agreement, of_ratio
from ...figure import Figure
from ...reading import Reading
from ...table import tables
from ...unit import HOUSEHOLDS, MONEY, PEOPLE, PERCENT, RATES, TURNS
from ..sums.total import is_bracketed

_COMPARED = re.compile(
    r"(?:比|较|高于|低于|高出|低出|超过|快于|慢于|好于|落后于?|对照|领先于?)[^，。；占%]{0,20}[（(]?$"
)


_CLOSE_BEHIND = 60
_FAR_FROM_ALL = 70  # per cent that nobody writes as a hundred
_FIRM = 3  # digits of a share from which a slip that makes it right is hardly chance
_HALF, _DOUBLE = Decimal("0.45"), Decimal("2.2")
_SUBJECT = re.compile(
    r"[，；。]((?!其中|分别|依次|各|[共约仅只就也合])[一-龥、“”]{2,12}?)(?:合计|共|约|仅|只|就|也)?占[^，。；]*$"
)


_BASE = re.compile(r"^（[以按](?P<name>[^）]{2,14}?)(?:为基数|为分母|为口径|计算?|统计)）")
_OF_A_CLASS = re.compile(r"(?:^|[，；、])(?P<class>[一-龥]{5,12}?)(?:约|仅|只|就|也|共)?占(?:比|到|了|的比例为)?$")


def _beside(reading: Reading, figure: Figure) -> Figure | None:
    """The people right behind the households."""
    row = reading.by_block[figure.block]
    place = row.index(figure) + 1 if figure in row else len(row)
    return row[place] if place < len(row) and row[place].start - figure.end <= 1 else None


def _is_of_their_people(reading: Reading, share: Figure, part: Figure, whole: Figure) -> bool:
    """农业人口 5386 户 19742 人，脱贫户 1128 户 4065 人，占 20.6 %: of the people beside the households."""
    if part.block < 0 or whole.block < 0:
        return False
    people, among = _beside(reading, part), _beside(reading, whole)
    return bool(
        people and among and people.dimension == among.dimension and among.base
        and of_ratio(people.base / among.base * 100, share.base, share.step) is Agreement.HOLDS
    )  # fmt: skip


def has_a_base_of_its_own(behind: str, whole: Figure) -> bool:
    """错退率为 0.64 %（以脱贫户为基数）: the bracket right behind the share names another whole."""
    said = _BASE.match(behind[:24])
    return said is not None and not wording.bigrams(said["name"]) & wording.bigrams(whole.left + whole.noun)


def is_of_a_class(words: str, part: Figure) -> bool:
    """常住人口 34.2 万人，城镇常住人口占 32.7 %: the class before the share has no number, the figure is what it is of."""
    said = _OF_A_CLASS.search(words)
    name = part.left[-4:]
    if said is None or len(name) < 4:
        return False
    return said["class"].endswith(name) and not part.left.endswith(said["class"])


_RATE = re.compile(r"([一-龥]{4,8})率[为是达到仅有]*$")


def _is_named_apart(reading: Reading, share: Figure, part: Figure) -> bool:
    """入户走访 380 户，群众满意率 96 %: not a character of the rate's name has been said of what is before it."""
    name = _RATE.search(share.left)
    if not name or part.block != share.block or part.start > share.start:
        return False
    block = reading.block_of(share)
    return not set(name.group(1)) & set(
        block.text[block.sentence_at(share.start).start : share.start - len(share.left)]
    )


_OF_PLAN = re.compile(r"(?:年度|全年|当年|本年)(?:投资)?(?:计划|任务|目标)的$")
_PLANNED = re.compile(r"计划|任务|目标|年度|全年|当年|今年|本年|应|\d{4}年")


def is_of_another(
    reading: Reading, share: Figure, part: Figure, whole: Figure, *, is_doubt: bool, is_slip: bool
) -> bool:
    """652 万元 between 8 个 and 占 60 %: the share is of what stands right before it; and a rate behind 比 is another's."""
    computed = part.base / whole.base * 100
    if _has_its_own_amount(reading, share, part, whole) or _is_of_a_list_of_parts(reading, share, part, whole):
        return True
    if _is_of_their_people(reading, share, part, whole) or has_a_base_of_its_own(
        reading.block_of(share).text[share.end :], whole
    ):
        return True
    if is_of_a_class(share.left, part):
        return True
    both = part.base + whole.base
    if share.digits >= 3 and any(
        of_ratio(one.base / both * 100, share.base, share.step) is Agreement.HOLDS for one in (part, whole)
    ):
        return True  # 已完工 61 户，在建 25 户，完工率 70.9 %: of the two together
    if (
        share.digits >= 2
        and "率" in share.left[-4:]
        and of_ratio(100 - computed, share.base, share.step) is Agreement.HOLDS
    ):
        return True  # 抽查 1152 次，脱岗 46 次，在岗率 96 %
    if (not is_slip or share.digits < 3) and _is_named_apart(reading, share, part):
        return True
    if _OF_PLAN.search(share.left) and not _PLANNED.search(whole.left + whole.noun):
        return True  # 总投资 500 万元，完成 320 万元，完成年度计划的 80 %
    if _OF_ITSELF.search(share.left) or (not is_slip and _AIMED_AT.search(share.left)):
        return True
    if _has_its_own(reading, share, whole) or (not is_slip and _WILLING.search(part.left)):
        return True
    planned = wording.PLAN.search(whole.left) and whole.block == share.block
    if computed > 100 >= share.base and not is_slip and not planned:
        return True  # 养老保险参保 3.42 万人，医疗保险参保 4.87 万人，参保率 97.4 %
    firm = is_slip and share.digits >= _FIRM
    if not (firm or _HALF < computed / share.base < _DOUBLE or _are_only_two(reading, share, part, whole)):
        return True
    if _is_of_a_tables_total(reading, share, part):
        return True
    if whole.block > share.block or _is_of_two_things(share, whole) or _is_other_time(share, whole):
        return True
    if _is_of_what_is_left(reading, share, part) or _is_of_one_beside(reading, share, part, whole):
        return True
    if share.base == 100 and computed < _FAR_FROM_ALL:
        return True
    if (
        whole.block == share.block
        and 0 < whole.start - share.end < _CLOSE_BEHIND
        and re.search(r"20\d\d年", reading.block_of(share).text[share.end : whole.start])
    ):
        return True  # 183 个，占总班数的 21.5 %；2019 年降到 26 个，占总班数 921 个的 2.8 %
    if (
        share.base == 100
        and share.block == part.block
        and _EVERY.search(reading.block_of(share).text, part.end, share.start)
    ):
        return True  # 36215 人全部参保，参保率 100 %
    if re.search(r"幅度?(?:达到?|为|是|约)?$", share.left) or (
        _LACKING.search(part.left[-6:] + "|" + part.right[:3])
        and of_ratio(100 - computed, share.base, share.step) is Agreement.HOLDS
    ):
        return True  # 少分 96.6 万元，兑现率 75 %; 21 个未公示，公示率 84.8 %
    if share.block != part.block or not reading.block_of(share).sentence_at(share.start).start <= part.start:
        return is_doubt and part.block >= 0  # not the row of a table that the sentence names
    text = reading.block_of(share).text
    if _COMPARED.search(text[max(0, share.start - 24) : share.start]) and not re.search(r"占比|比[例重]", share.left):
        return True
    if whole.block == part.block and _are_siblings(text, whole, part):
        return True
    if part.start > share.start:
        return False
    if _is_of_another_part(text, share, part, is_slip=is_slip) or _is_out_of_line(reading, share, part):
        return True
    if any(
        f is not share and f.dimension == PERCENT and part.end <= f.start < share.start
        and of_ratio(computed, f.base, f.step) is Agreement.HOLDS
        for f in reading.by_block[share.block]
    ):  # fmt: skip
        return True  # these two have their share already
    if part.end <= whole.start and whole.end <= share.start and re.search(r"[共合总]计$|一共$|相加$", whole.left):
        return True
    between = [
        f for f in reading.by_block[share.block]
        if part.end <= f.start and f.end <= share.start and f is not whole and f.dimension
    ]  # fmt: skip
    return not firm and any(_speaks_for_itself(text, f, part, whole, share) for f in between)


_OWN_AMOUNT = re.compile(r"（即[一-龥]*|[^。；\d]{0,16}[，（](?:计|即|为|共计?|合)")
_REST_BEHIND = re.compile(r"[，（](?:结转|结余|剩余|余下|尚余|还有|未[一-龥]{2,3}|尚未[一-龥]{2,3})")


def _has_its_own_amount(reading: Reading, share: Figure, part: Figure, whole: Figure) -> bool:
    """使用率 62.5%（即日均 15 张）; 30% 按户分配，计 5.88 万元; 支出 902 万元，支出率 92.0%，结转 78 万元: what stands behind it."""
    behind = next((f for f in reading.by_block[share.block] if f.start >= share.end), None)
    if behind is None or behind.dimension != whole.dimension or whole.base <= 0:
        return False
    gap = reading.block_of(share).text[share.end : behind.start]
    makes = of_ratio(behind.base / whole.base * 100, share.base, share.step) is Agreement.HOLDS
    leaves = of_ratio(part.base / (part.base + behind.base) * 100, share.base, share.step) is Agreement.HOLDS
    return (makes and bool(_OWN_AMOUNT.fullmatch(gap))) or (leaves and bool(_REST_BEHIND.fullmatch(gap)))


def _is_of_a_list_of_parts(reading: Reading, share: Figure, part: Figure, whole: Figure) -> bool:
    """完成 46.6 公里，其中甲 22.3 公里、乙 16.9 公里、丙 7.4 公里，完成率分别为: of what each should be, and not of all that is done."""
    if not re.search(r"率(?:分别|依次)", share.left) or part.block != whole.block or whole.end > part.start:
        return False
    row = [
        f for f in reading.by_block[whole.block]
        if whole.end <= f.start < share.start and f.dimension == whole.dimension and not f.per
    ]  # fmt: skip
    return part in row and len(row) >= 2 and sum((f.base for f in row), Decimal(0)) == whole.base


def _is_of_a_tables_total(reading: Reading, share: Figure, part: Figure) -> bool:
    """在校生 45574 人，占 68.0 %，按年报口径为 66842 人: of the sum that a table shows."""
    return share.step < 1 and any(
        row.is_total and cell.value and of_ratio(part.value / cell.value * 100, share.base, share.step) is Agreement.HOLDS
        for table in tables(reading) for row in table.rows for cell in row.cells if cell
    )  # fmt: skip


_EVERY = re.compile(r"全部|全员|全都|均|都|皆|全覆盖|无一")
_AIMED_AT = re.compile(r"(?:提高|提升|上升|增加)到$")
_RATE_NAME = re.compile(r"(?P<name>[一-龥]{1,3}(?:率|进度|比例))(?:达到?|为|是|约)*$")


def _has_its_own(reading: Reading, share: Figure, whole: Figure) -> bool:
    """支出 25650 万元，支出进度 90 %，其中中央支出 15208 万元，支出进度 92 %: each is of its own plan, not of the other."""
    said = _RATE_NAME.search(share.left)
    if not said or whole.block != share.block:
        return False
    behind = reading.block_of(share).text[whole.end : whole.end + 10]
    return whole.end + 12 < share.start and bool(re.match(rf"[，、（]?[一-龥]{{0,3}}{said['name']}", behind))


_WILLING = re.compile(r"意愿的?$|意向的?$")  # those who want to are what a rate is of
_OF_ITSELF = re.compile(r"(?:失业|出生|死亡|贴现|汇|利|税)率[^，。；]{0,3}$")
_LACKING = re.compile(r"[少未没缺差欠不]")
_BYGONE = re.compile(r"[去上前]年|上[季月期]|同期|20\d\d年|年初")
_OWN = re.compile(r"[本今当]年|本[季月期]|全年")


def _is_of_what_is_left(reading: Reading, share: Figure, part: Figure) -> bool:
    """资产 1342 万元，有 418 万元闲置，其余年租金 33.6 万元，租金率 3.64 %: of the one less the other."""
    if share.digits < 3 or share.block != part.block:
        return False
    near = [
        f
        for f in reading.by_block[share.block]
        if f.dimension == part.dimension and f.is_summable and f.end <= part.start
    ]  # 决算 492.3，较计划节约 21.4，节约率 4.17 %: of both together
    return any(
        a.base != b.base and of_ratio(part.base / abs(a.base - b.base) * 100, share.base, share.step) is Agreement.HOLDS
        for a, b in combinations(near[-4:], 2)
    ) or any(
        f is not part and of_ratio(part.base / (f.base + part.base) * 100, share.base, share.step) is Agreement.HOLDS
        for f in near[-4:]
    )  # fmt: skip


_REST = re.compile(r"其余|其他|其它|余下|剩余|剩下|尚有|还有|另有|未")


def _is_of_one_beside(reading: Reading, share: Figure, part: Figure, whole: Figure) -> bool:
    """占全村 32 %: of the 456 户 that stand beside the 384 户; 159 个村，覆盖率 97.5 %，余下 4 个村: of both together."""
    row = reading.by_block[share.block]
    rest = next(
        (f for f in row if share.end <= f.start < share.end + 24 and f.dimension == part.dimension and _REST.search(f.left)), None
    )  # fmt: skip
    if (
        rest
        and part.block == share.block
        and of_ratio(part.base / (part.base + rest.base) * 100, share.base, share.step) is Agreement.HOLDS
    ):
        return True
    between = [
        f for f in row if whole.end <= f.start and f.end <= share.start and f.dimension == part.dimension and f.is_summable
    ]  # fmt: skip
    if whole.block == share.block and len(between) > 1:
        made = sum((f.base for f in between), Decimal(0))
        if of_ratio(made / whole.base * 100, share.base, share.step) is Agreement.HOLDS:
            return True  # 结余 371.6，收回 286.3、调剂 85.3，盘活率 100 %
    sentence = reading.block_of(share).sentence_at(share.start)
    if whole.block != share.block and any(
        f.base > part.base and f.is_summable and f.digits >= 3 and of_ratio(part.base / f.base * 100, share.base, share.step) is Agreement.HOLDS
        for f in row if sentence.start <= f.start < part.start
    ):  # fmt: skip
        return True  # 岗位 36820 个，达成意向 6628 人，意向率 18 %
    return whole.block != share.block and any(
        f.base > part.base and f.dimension == part.dimension and f.is_summable
        and of_ratio(part.base / f.base * 100, share.base, share.step) is Agreement.HOLDS
        for f in reading.by_block[whole.block]
    )  # fmt: skip


def _is_of_two_things(share: Figure, whole: Figure) -> bool:
    """占购买和帮助销售总额的 35.1 %: of two things together."""
    said = re.search(r"占([^，。；\d]{2,14}?)的?(?:比例|比重|比)?[的为达约]*$", share.left)
    return bool(said and re.search(r"[和与及]", said.group(1)) and not re.search(r"[和与及]", whole.left + whole.noun))


def _is_other_time(share: Figure, whole: Figure) -> bool:
    """占本年收入的 22 % is not of last year's; a share of no plan is not of what was aimed at in another paragraph."""
    if _OWN.search(share.left) and _BYGONE.search(whole.left[-14:]) and not _OWN.search(whole.left[-14:]):
        return True
    aimed = wording.PLAN.search(whole.left[-10:]) and not re.search(r"完成|进度|任务|计划|目标|率", share.left)
    return bool(aimed and whole.block != share.block and "占" in share.left)


def _are_siblings(text: str, whole: Figure, part: Figure) -> bool:
    """乡村 40.9 万人、城镇 11.5 万人; 已消除 1330 户，未消除 805 户; （脱贫户 1702 户），有意愿的 1292 户."""
    if whole.end > part.start:
        return False
    gap = text[whole.end : part.start]
    if re.fullmatch(r"[一-龥]{0,6}、[一-龥]{1,10}", gap):
        return True
    if re.match(r".*[尚仍]?[未没不][一-龥]{1,6}$", part.left[-8:]) and re.search(r"已[一-龥]{1,6}$", whole.left[-8:]):
        return True
    return is_bracketed(text, whole) and not is_bracketed(text, part) and "）" in gap


def _is_of_another_part(text: str, share: Figure, part: Figure, *, is_slip: bool) -> bool:
    """四级 4147 人，一、二级占 47.3 %; 验收 3 个，支付资金若干，支付率 93 %: the share names what it speaks of."""
    gap = text[part.end : share.start]
    said = _SUBJECT.search(gap)
    if (
        said
        and not re.search(r"分别|依次", gap)
        and (
            re.search(r"[、和与]", said.group(1))
            or not (is_slip or wording.bigrams(said.group(1)) & wording.bigrams(part.left + part.noun))
        )
    ):
        return True
    rate = None if is_slip else re.search(r"([一-龥]{2})率[^，。；]{0,4}$", gap)
    own = part.left + part.noun
    return bool(rate and rate.group(1) in gap[len(part.noun) : rate.start()] and rate.group(1) not in own)


def _is_out_of_line(reading: Reading, share: Figure, part: Figure) -> bool:
    """甲、乙、丙分别占 70 %、20 %、10 %: the first share is of the first of them."""
    figures = reading.by_block[share.block]
    text = reading.block_of(share).text
    at = figures.index(share)
    first = last = at
    while (
        first
        and figures[first - 1].dimension == PERCENT
        and text[figures[first - 1].end : figures[first].start] in _JOINS
    ):
        first -= 1
    while (
        last + 1 < len(figures) and figures[last + 1].dimension == PERCENT
        and text[figures[last].end : figures[last + 1].start] in _JOINS
    ):  # fmt: skip
        last += 1
    if first == last:
        return False
    row = [f for f in figures[:first] if f.dimension == part.dimension][-(last - first + 1) :]
    return len(row) == last - first + 1 and row[at - first] is not part


_JOINS = frozenset("、和与")


def _are_only_two(reading: Reading, share: Figure, part: Figure, whole: Figure) -> bool:
    """抽查食堂 80 家，不规范 12 家，占: nothing else of their kind stands before the share in its sentence."""
    sentence = reading.block_of(share).sentence_at(share.start)
    before = [
        f for f in reading.by_block[share.block]
        if sentence.start <= f.start and f.end <= share.start and f.dimension == part.dimension
    ]  # fmt: skip
    return before == [whole, part]


def _speaks_for_itself(text: str, figure: Figure, part: Figure, whole: Figure, share: Figure) -> bool:
    """An amount of another kind nearer to the share, not in a bracket closed again; 136 户 512 人，占总户数 are one."""
    before, behind = text[part.end : figure.start], text[figure.end : share.start]
    if behind.count("）") > behind.count("（") or figure.dimension in RATES or figure.is_change:
        return False
    if figure.dimension == part.dimension:
        return "；" in before
    said = wording.bigrams(share.left) & wording.bigrams(whole.left + whole.noun)
    names_whole = part.unit in share.left or (said and figure.dimension != MONEY)
    return not (names_whole or {figure.dimension, part.dimension} <= {HOUSEHOLDS, PEOPLE, TURNS})
