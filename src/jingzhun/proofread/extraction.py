"""Figures of a block: numbers with units, percentages, 成, rates per unit; dates, ordinals and codes are passed over."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from .block import Block, Form
from .figure import Figure, Place, Role
from .numerals import ARABIC, CHINESE, SCALE, SPACED, Numeral, read_arabic, read_chinese
from .unit import AMBIGUOUS_PLACES, MONEY, PATTERN, PERCENT, UNITS, Unit

YEAR = r"(?:(?:19|20)\d{2}|20[xX×*]{2}|[xX×*]{2,4}|[一二][〇零九]?[〇零一二三四五六七八九]{2,3})"
DATE = (
    rf"{YEAR}\s?[-~至—]\s?{YEAR}\s?年度?|{YEAR}\s?年度?(?:\s?\d{{1,2}}\s?月(?:\s?\d{{1,2}}\s?日)?)?"
    r"|(?<!\d)\d{1,2}\s?[-~至]\s?\d{1,2}月份?|(?<!\d)\d{1,2}\s?月(?:\s?\d{1,2}\s?日|份|底|末|初|中旬|上旬|下旬)?(?!\w?个)"
    r"|(?<!\d)(?:19|20)\d{2}\s?[-./]\s?\d{1,2}\s?[-./]\s?\d{1,2}(?!\d)|(?<!\d)\d{1,2}日"
)
_SKIP = (
    r"(?:^|(?<=[。；：！]))[（]?\d{1,2}(?:[、）]|\.(?!\d))|^\d+(?:\.\d+){1,3}(?=[一-龥])(?![万亿元户人个亩])|[〔\[【（]\d{4}[〕\]】）]\s?第?\d+号|第\s?\d{1,3}(?:[、，和及至-]\s?\d{1,3})+(?=[项个号条名期批])|第\s?(?:\d+|[一二三四五六七八九十百零]+)\s?(?!.?分之)"
    r"|[A-Za-z]+[-]?\d+(?:\.\d+)*(?:[A-Za-z]+)?|\d{11,}|\d{3,4}-\d{7,8}|\d{1,2}:\d{2}(?::\d{2})?(?!\d)|\d+(?:\.\d+)?:\d+(?:\.\d+)?"
    r"|\d+号|\d+[A-Za-z]级|\d+(?:\+[\da-zA-Z]+){2,}|\d+\s?×\s?\d+\s?×\s?\d+"
)
_MASK = r"\d+[xX×*＊]{2,}\d*|[xX×*＊]{2,}|_{2,}"
_OPENS = r"(?=[\d一二两三四五六七八九十百千万亿零〇第（〔\[【xX×*＊_A-Za-z])"  # what any of these begins with
_NUMBER = re.compile(
    rf"{_OPENS}(?:(?P<mask>{_MASK})|(?P<skip>{_SKIP})|(?P<date>{DATE})"
    rf"|百分之(?P<hundred>百|{CHINESE}|{ARABIC})|(?P<cheng>[一二两三四五六七八九]成[一二三四五六七八九半]?(?![立为效果员功本长交都型熟]|分(?![红配给发])))"
    rf"|(?P<fraction>[一二两三四五六七八九十]{1, 4}分之[一二两三四五六七八九十]{1, 4})"
    rf"|(?P<arabic>{SPACED}|{ARABIC})\s?(?P<some>多|余|几)?(?P<scale>{SCALE}(?!达|瓦))?(?P<more>多|余)?\s?(?P<unit>{PATTERN})?"
    rf"|(?P<chinese>{CHINESE})(?P<csome>多|余|几)?(?P<cunit>{PATTERN}))"
)
_RIGHT_APPROXIMATE = re.compile(r"^\s?(?:多(?!\s?\d|[为数是由在属系出了])|余|左右|上下|有余|不等)")
_ALL_OF_THEM = re.compile(
    r"均(?:[为已是未能可由按在无享][一-龥]|有[一-龥]|落实|纳入|参[加保]|签[订约]|办理|得到|获得|实现|达到|完成|通过|符合|安排|列入|采取|制定|没有)"
)
"""146 户均为举家外出: all of them, and no mean."""
_RIGHT_BOUND = re.compile(r"^(?:及)?(?:以上|以下|以内|之内|之上)")
_LEFT_APPROXIMATE = re.compile(
    r"(?:大约|将近|接近|超过|突破|不足|不到|(?<![节签违预履合契集])约|(?<![附最邻])近|超|逾|上百|上千|约为)$"
)
_EXPECTED = re.compile(r"(?:估计|预计可?达?)$")
"""预计 2 万元 is round; 预计 13,820 元 is worked out."""
_STRICT_BOUND = re.compile(
    r"(?:不低于|不少于|不超过|不高于|不得超过|至少|最多|最高|最低|上限|下限|封顶|大于|小于|少于|多于)$"
)
_RANGE_FROM = re.compile(r"\d[^，。；、]{0,3}(?<![增减升降涨跌缩扩调高低少多大小展长])[-~—至]\s?$")
"""8000 元至 9000 元 is a range; 由 8120 元增至 9460 元 is none."""
REACH = 100  # how many characters around a figure may speak of it
_RANGE_TO = re.compile(r"\s?[-~—至]\s?\d")
_NOUN = re.compile(r"[一-龥]{1,14}")
_EACH_ONE = re.compile(r"一(?:斤|公斤|亩|户|人|天|棒|头|只|吨|株|度)")
BREAKS = "。；：，！？、（）“”《》\n"
_BREAK = re.compile(f"[{BREAKS}]")
_PER = re.compile(r"^(?:人民币)?\s?[/／每]\s?(?P<per>[一-龥㎡m]{1,4}?)(?=[（）、，。；：\d的补标计发共合]|·|$|[一-龥])")
_MEAN = re.compile(
    r"(?P<mean>户|人次|人|亩|村|社|组|企|车|馆|项目|棵|株|头|只|吨|公里|支|场|间|棚|岗|所|家|次|期|班|校|件|点|棒|栋|处|座|厂|笔|趟|套|台|条|盏|眼|日)均[一-龥]{0,12}$|(?P<yield>亩)产(?:量[一-龥]{0,2}|[一-龥]{0,2})$"
)
_ONE = re.compile(
    r"(?:平均|摊|按|每|合)?(?<![一二两三四五六七八九十百千万零])一(?P<one>户|人|亩|公里|平方米|棵|头|只|斤|公斤|棒|株|吨|个|家|村)[一-龥]{0,6}$"
)
_PLAIN_MEAN = re.compile(r"(?:平均[一-龥]{0,4}|均价|均摊|均)(?:约|为|是|达)?$")
_IDIOM = re.compile(
    r"^(?:把手|批批|个个|户户|村村|家家|步|线|次性|体化|方面军|刀切|揽子|站式|条龙|条心|盘棋|户一|村一|乡一|人一|县一|对一)"
)


def figures_of(block: Block, lines: tuple[str, ...]) -> tuple[Figure, ...]:
    """Figures in reading order, with the words around them. Dates, ordinals and codes give none."""
    return () if block.form is Form.ROW else tuple(_described(block, lines, list(_scan(block.text))))


class _Found(NamedTuple):
    """A number as it stands in a block's text, before anything is known of the words around it."""

    start: int
    end: int
    numeral: Numeral
    unit: Unit
    is_approximate: bool


def _scan(text: str) -> Iterator[_Found]:
    for match in _NUMBER.finditer(text):
        if match["mask"] or match["skip"] or match["date"] or match["fraction"]:
            continue
        if match["hundred"]:
            numeral = _either(match["hundred"])
            unit, end = UNITS["%"], match.end()
        elif match["cheng"]:
            tens, rest = read_chinese(match["cheng"][0]), match["cheng"][2:]
            assert tens
            ones = Decimal(5) if rest == "半" else (read_chinese(rest) or tens).value if rest else Decimal(0)
            numeral = Numeral(tens.value * 10 + ones, Decimal(1) if rest else Decimal(10))
            unit, end = UNITS["%"], match.end()
            yield _Found(match.start(), end, numeral, unit, True)
            continue
        elif match["arabic"]:
            symbol, end = match["unit"] or "", match.end()
            numeral = read_arabic(match["arabic"], match["scale"] or "")
            if symbol and not _unit_stands(symbol, text, end):
                symbol, end = "", match.start("unit")
            if symbol in AMBIGUOUS_PLACES and match["scale"] is None and _name_of_place(text, match.start(), end):
                continue
            unit = UNITS.get(symbol) or (
                Unit("元", MONEY) if match["scale"] and _is_money(text, match) else Unit("", "")
            )
        else:
            numeral_or_none = read_chinese(match["chinese"])
            symbol, end = match["cunit"], match.end()
            if numeral_or_none is None or not _chinese_stands(match["chinese"], symbol, text, match.start(), end):
                continue
            numeral, unit = numeral_or_none, UNITS[symbol]
        if numeral is None:
            continue
        yield _Found(match.start(), end, numeral, unit, bool(match["some"] or match["more"] or match["csome"]))


def _either(text: str) -> Numeral | None:
    if text == "百":
        return Numeral(Decimal(100), Decimal(1))
    return read_arabic(text) if text[0].isdecimal() else read_chinese(text)


_ENDS = frozenset("，。；、）")


def _unit_stands(symbol: str, text: str, end: int) -> bool:
    """Whether the letters behind the number are its unit and not the start of another word."""
    rest = text[end : end + 2]
    if symbol in {"m", "km", "kg", "kw"}:
        return not re.match(r"[A-Za-z]", rest)
    if symbol == "年":
        return True
    if symbol in {"方"}:
        return not rest.startswith(("面", "案", "式", "法", "针", "向"))
    if symbol == "分":
        return not rest or rest[0] in "，。；、）（以可" or bool(re.match(r"[提比高低上下]", rest))
    if symbol in {"组"}:
        return not rest.startswith(("织", "建", "成", "长"))
    if symbol in {"件"}:
        return True
    if symbol == "人" and rest.startswith("民"):
        return not text[end : end + 3].startswith("民币")
    if symbol in {"户", "人"} and rest.startswith("均"):
        return bool(_ALL_OF_THEM.match(text[end : end + 3]))
    if symbol in {"口"} and rest.startswith("人"):
        return True
    if symbol == "点":
        return bool(re.search(r"\d{3,}点$", text[max(0, end - 8) : end])) and rest[:1] in _ENDS  # no hour of the day
    if symbol == "场" and rest.startswith("所"):
        return False
    return not (symbol == "次" and rest.startswith(("年", "日")))


def _name_of_place(text: str, start: int, end: int) -> bool:
    """Numbered villages and groups (3组, 5社区) are names when a place stands right before them."""
    return text[end - 1] == "组" and bool(re.search(r"[村屯寨]$", text[:start]))


def _is_money(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 14) : match.start()]
    return bool(
        re.search(
            r"(?:资金?|投资|补助|贷款|收入|产值|金额|经费|捐款|捐赠|股金|补贴|奖金)[^，。；、]{0,6}$|(?:筹|出|争取|捐|投|花|赚|挣|拨|借|付|到账|合)了?(?:共|约)?$",
            before,
        )
    )


def _chinese_stands(number: str, symbol: str, text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 1) : start], text[end : end + 3]
    if before and (before in "第初星期周礼十百千万每某" or before in "一二三四五六七八九"):
        return before == "每"
    if (
        symbol
        in {
            "年",
            "月",
            "天",
            "m",
            "方",
            "点",
            "角",
            "分",
            "面",
            "节",
            "本",
            "单",
            "部",
            "门",
            "根",
            "片",
            "口",
            "群",
            "位",
            "度",
        }
        and len(number) == 1
    ):
        return symbol in {"年", "位"} and number != "一"
    if number in ("一", "万", "千") and (_IDIOM.match(symbol + after) or _IDIOM.match(after)):
        return False
    if symbol == "批" and number == "一":
        return False
    if symbol == "户" and re.match(r"一[策档卡牌]", after):
        return False
    if symbol in {"乡", "村", "县", "镇"} and (re.match(r"[一特两]", after) or number == "一" or before in "“"):
        return False
    return not (
        number == "一" and symbol in {"个", "件", "家", "人", "次", "期", "项", "条", "起", "份", "套", "面", "张"}
    )


def _figure(
    block: Block, lines: tuple[str, ...], found: _Found, *, left: str, right: str, clause: str, per: str
) -> Figure:
    start, end, numeral, unit, is_approximate = found
    (first, column), (last, after) = block.origin[start], block.origin[end - 1]
    literal = (
        lines[first][column : after + 1] if first == last
        else "\n".join([lines[first][column:], *lines[first + 1 : last], lines[last][: after + 1]])
    )  # fmt: skip
    text = block.text
    before, behind = text[max(0, start - 8) : start], text[end : end + 4]
    shown, scale = numeral.value, ""
    for name, worth in (("亿", 100_000_000), ("万", 10_000)):
        if name in literal and numeral.value and unit.symbol:
            shown, scale = numeral.value / worth, name
            break
    noun = _NOUN.match(right) if unit.dimension and unit.dimension not in {MONEY, PERCENT} else None
    return Figure(
        place=Place(first + 1, column, last + 1, after + 1), literal=literal, value=shown, unit=scale + unit.symbol,
        dimension=unit.dimension, base=numeral.value * unit.factor, step=numeral.step * unit.factor,
        block=block.number, start=start, end=end, left=left, right=right, clause=clause, per=per,
        noun=noun.group(0) if noun else "", role=_role(left, unit.dimension, per),
        is_approximate=is_approximate or bool(
            _RIGHT_APPROXIMATE.match(behind)
            or _LEFT_APPROXIMATE.search(before)
            or (_EXPECTED.search(before) and sum(map(str.isdecimal, literal.strip("0"))) < 4)
        ),
        is_bound=bool(_RIGHT_BOUND.match(behind) or _STRICT_BOUND.search(before)),
        is_range=bool(_RANGE_TO.match(behind) or _RANGE_FROM.search(before)),
        is_quoted="“" in before[-2:] and len(literal) <= 4,
        is_article=numeral.value == 1 and not literal[0].isdecimal(),
    )  # fmt: skip


def _last_before(places: list[int], position: int) -> int:
    at = bisect_left(places, position)
    return places[at - 1] if at else -1


def _described(block: Block, lines: tuple[str, ...], found: Sequence[_Found]) -> Iterator[Figure]:
    text = block.text
    breaks = [match.start() for match in _BREAK.finditer(text)] if found else []
    clauses = [place for place in breaks if text[place] in "。；，！？：（"]
    floor = 0
    for index, number in enumerate(found):
        start, end = number.start, number.end
        ceiling = found[index + 1].start if index + 1 < len(found) else len(text)
        earliest, latest = max(0, start - REACH), min(end + REACH, ceiling)
        left_from = max(floor, earliest, _last_before(breaks, start) + 1)
        floor = end
        clause = text[max(earliest, _last_before(clauses, start) + 1) : start]
        behind = bisect_left(breaks, end)
        right = text[end : min(latest, breaks[behind]) if behind < len(breaks) else latest]
        one = None if right else _EACH_ONE.match(text, end)
        per, right = _per(clause, one.group(0) if one else right)
        if per and _is_one_of_several(text[max(0, start - 40) : end + 40], per):
            per = ""
        yield _figure(
            block, lines, number, left=text[left_from:start], right="" if one else right, clause=clause, per=per
        )


def _is_one_of_several(around: str, per: str) -> bool:
    """一家 90 万元，一家 65 万元: two of them, each with its own amount, and no amount for each."""
    return per in _ONE_OF and len(_ONE_OF[per].findall(around)) >= 2


_ONE_OF = {one: re.compile(rf"[，、；：（中]一{one}[一-龥]{{0,4}}\d") for one in "家个户人村头"}


_EACH_BEHIND = re.compile(r"(?:人民币)?\s?(?:/|每|一(?=斤|公斤|亩|户|人|天|棒|头|只|吨|株|度))\s?([一-龥㎡m]{1,3})")
_PRICE = re.compile(r"(?:单价|每份价格)(?:为|约|是)?$")
_EACH = re.compile(r"每[一-龥]{1,18}$")


def _per(clause: str, right: str) -> tuple[str, str]:
    match = _EACH_BEHIND.match(right)
    if match:
        return _per_unit(match.group(1)), right[match.end() :] if len(match.group(1)) <= 1 else right
    if "价" in clause and _PRICE.search(clause):
        return "单价", right
    each = _EACH.search(clause)
    match = _MEAN.search(clause) if "均" in clause or "产" in clause else None
    if each and not (match and _per_each(each.group(0)) in ("年", "月")):
        return _per_each(each.group(0)), right  # 每年户均 is of a household
    if match:
        return match["mean"] or match["yield"], right
    one = _ONE.search(clause[-10:])
    if one:
        return one["one"], right
    return ("均", right) if "均" in clause and _PLAIN_MEAN.search(clause[-6:]) else ("", right)


def _per_each(wording: str) -> str:
    """户 of 每年每户补助: the last 每 that is not a time, else the time."""
    units = [_per_unit(piece) for piece in wording.split("每")[1:] if piece]
    things = [unit for unit in units if unit not in ("年", "月", "天", "学期")]
    return (things or units or [""])[-1]


_PER_UNITS = ("平方米", "千瓦", "立方米", "公里", "公顷", "人次", "户次", "人", "户", "亩", "村", "个", "名", "株", "棵", "头", "只", "羽", "盏", "座", "所", "米", "千瓦时", "度",
              "吨", "斤", "公斤", "套", "台", "间", "期", "次", "场", "项目", "社", "组", "条", "处", "㎡", "m", "学期", "棒", "月", "年", "天", "口", "工日", "乡镇", "乡", "镇", "项", "家", "份", "栋", "位", "岗", "方")  # fmt: skip


def _per_unit(text: str) -> str:
    """户 of 户平均补助, 村 of 个村."""
    if match := re.match(r"个(村|乡镇|方面|户|项目|点|社区|合作社|小组|班|镇|乡|家庭|组)", text):
        return match.group(1)
    if match := re.match(r"个(月|学期|季度)", text):
        return match.group(1)
    starting = [unit for unit in _PER_UNITS if text.startswith(unit)]
    if starting:
        return max(starting, key=len)
    holding = [unit for unit in _PER_UNITS if unit in text]
    return max(holding, key=len) if holding else text[:1]


_GROWS = re.compile(r"增[长幅速加]|下降|提高|减少|上升|降低|增$|降$|升$")
_PLANNED = re.compile(r"计划|任务|目标|拟|规划|应|预算|预计|概算")
_TOTALLED = re.compile(r"共计|合计|总计|共有?|累计|总[投计额数面]")
_DONE = re.compile(r"完成|实现|已|到位|拨付|支出|兑现|发放|落实")


def _role(left: str, dimension: str, per: str) -> Role:
    if per:
        return Role.AVERAGE
    if dimension == PERCENT:
        return Role.GROWTH if _GROWS.search(left[-8:]) else Role.SHARE
    if _PLANNED.search(left):
        return Role.PLAN
    if _TOTALLED.search(left):
        return Role.TOTAL
    return Role.ACTUAL if _DONE.search(left) else Role.OTHER
