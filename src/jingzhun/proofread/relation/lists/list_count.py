"""Listed names against the stated number, and names listed twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from ...block import Block, Form
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...numerals import read_count
from ...reading import Reading
from .sure import MOST_OFF, are_surely_all

_COUNT = r"(?P<number>\d{1,3}|[二两三四五六七八九十]{1,3})(?P<unit>个|项|类|种|大|级|条|家|所|处|名|位|座|支|部|组|批|方面|件|村|镇|乡|户|地|县|市|区|州|校|院|厂|社|单位|部门)"
_COUNTED = re.compile(rf"(?<![\d.第周十百千几数]){_COUNT}(?P<noun>[一-龥]{{0,10}})")
_PART_OF_TIME = re.compile(r"来|多|半|月|小时|星期|礼拜|季|年头")
_AHEAD = re.compile(r"(?:等(?:共|共计)?|共计?|合计|这|共有)?$")
_AFTER = re.compile(
    r"^）?[一-龥]{0,14}?(?:：|（|，(?:即|分别(?:是|为|在)?|具体(?:是|为)|包括|依次为)：?|(?:即|分别(?:是|为)|包括)：?|——)(?!一是|其中|元|详见|含|见)"
)
_PLACES = re.compile(r"^[一-龥]{0,4}，(?=[一-龥]{2,4}[镇乡村县区]、(?:[一-龥]{2,4}[镇乡村县区社道]+[、，。；]){2,})")
"""有 4 个，甲镇、乙乡、丙乡……: names of places right behind the comma."""
_ITEM_LIMIT = 16
LONGEST_LIST = 600
LONGEST_SERIES = 3_000
_VERBS = re.compile(r"[是将已要了，]|实施|完成|达到|确保|推进|建立|建成|落实|加强|开展|进一步")
_SERIES = re.compile(r"(?P<gap>^[一-龥“”、]{0,16}[：，。]?)一(?P<verb>[是要抓看靠讲建强])")


def find(reading: Reading) -> Iterator[Outcome]:
    for block in reading.blocks:
        if block.form is Form.ROW:
            continue
        for match in _COUNTED.finditer(block.text):
            number = read_count(match["number"])
            if number and 2 <= number <= 60 and not _PART_OF_TIME.match(match["noun"]):
                yield from (
                    _behind(block, match, number) or _before(block, match, number) or _series(block, match, number)
                )
        yield from _repeated(block)
    for head, below in pairwise(reading.blocks):
        yield from _under_heading(head, below)


_HEADING = re.compile(
    r"^[（(]?[\d一二三四五六七八九十]{0,3}[）)、.]?[一-龥、“”]{2,20}（(?P<number>\d{1,3}|[二三四五六七八九十]{1,3})(?P<unit>[名个户家人项位支])）：?$"
)


def _under_heading(head: Block, below: Block) -> Iterator[Outcome]:
    """先进个人（12 名）, and the names in the paragraph below."""
    match = _HEADING.match(head.text)
    text = below.text.rstrip("。")
    if not match or below.form is Form.ROW or re.search(r"[\d。；：]|等$", text) or text.count("、") < 2:
        return
    items = text.split("、")
    number = read_count(match["number"])
    if not number or any(not 2 <= len(item) <= _ITEM_LIMIT or "，" in item for item in items):
        return
    lines, literal = (head.first_line + 1, below.first_line + 1), _written(head, match)
    if len(items) == number:
        yield Holding(Kind.LIST_COUNT, lines, (literal,), f"其下所列共{number}项")
    elif abs(len(items) - number) <= max(2, number // 5):
        yield Finding(
            Kind.LIST_COUNT, Severity.ERROR, lines, (literal,), str(len(items)), literal, f"其下列出{len(items)}个，标题为{number}个",
            f"标题写“{literal}”，其下列出{len(items)}个", "请补上漏列的名称或改正个数",
        )  # fmt: skip


def _behind(block: Block, match: re.Match[str], number: int) -> list[Outcome]:
    """N 个村：甲村、乙村。"""
    text = block.text
    opening = _AFTER.match(text[match.end("unit") : match.end("unit") + 40]) or _PLACES.match(
        text[match.end("unit") : match.end("unit") + 40]
    )
    if not opening:
        return []
    start = match.end("unit") + opening.end()
    bracket = opening.group(0).endswith("（")
    stop = re.compile(r"[）]" if bracket else r"[。；：（]|，(?![一-龥]{1,8}[、，])").search(
        text, start, start + LONGEST_LIST
    )
    names = text[start : stop.start() if stop else start + LONGEST_LIST]
    return _compare(block, match, number, names, start, complete=not re.search(r"等[一-龥]{0,4}$", names))


def _before(block: Block, match: re.Match[str], number: int) -> list[Outcome]:
    """甲村、乙村、丙村（等）3 个村。"""
    text = block.text
    floor = max(0, match.start() - LONGEST_LIST)
    ahead = _AHEAD.search(text, floor, match.start())
    end = ahead.start() if ahead else match.start()
    start = max([floor, *(text.rfind(mark, floor, end) + 1 for mark in "。；：，（")])
    quoted = text.rfind("“", start, end)
    start = start if text[quoted - 1] == "、" else max(start, quoted + 1)  # unless it is one name of the list
    names = text[start:end]
    if names.endswith("）") and "（" not in names:
        return []  # 自然减少（整户死亡、迁出）3 户: kinds in a bracket, not those counted
    if re.search(
        r"(?:牵头|承担|负责|实施|建设|申报|认领|包联)的$|(?:组成|成立|组建|派出|抽调|联合|共同|设立|建成|新建|召开|开展|实施|牵头|选派)$",
        names,
    ):
        return []
    if re.search(r"(?:[及与和]|以及|还有|另有|其[他它余])$", names) or re.search(rf"{_COUNT}、", names + "、"):
        return []  # 甲局、乙局及 5 个乡镇: one more of the list
    if "、" not in names or names.endswith("、") or re.match(r"[一二三两]", match["noun"]):
        return []
    open_ended = bool(ahead and ahead.group(0).startswith("等")) or bool(re.search(r"等[一-龥]{0,4}$", names))
    if not (ahead and ahead.group(0)) and not match["noun"] and match["unit"] not in "村镇乡户":
        return []
    return _compare(
        block, match, number, names, start, complete=not open_ended, adjacent=not (ahead and ahead.group(0))
    )


def _compare(
    block: Block, match: re.Match[str], number: int, names: str, start: int, *, complete: bool, adjacent: bool = True
) -> list[Outcome]:
    names = re.sub(r"等[一-龥]{0,4}$", "", names)
    counts_places = match["unit"][-1] in "镇乡村" or bool(re.match(r"乡?镇|乡|村", match["noun"]))
    items = _named([item for item in re.split(r"、", names) if item], counts_places=counts_places)
    if items and re.fullmatch(r"[一二三四五六七八九十\d]{1,3}", items[0]):
        return []  # 五、争取五户: the number of an item
    counts = {len(items)}
    if items and re.search(r"[^平共]?[和及与]", items[-1][1:-1]):
        counts.add(len(items) + len(re.findall(r"(?<=[一-龥])[和及与](?=[一-龥])", items[-1][1:-1])))
    if len(items) < 2 and max(counts) < 2:
        return []
    lines = tuple(sorted({block.origin[i][0] + 1 for i in (match.start(), start, start + len(names) - 1)}))
    literal = _written(block, match)
    if number in counts:
        return [Holding(Kind.LIST_COUNT, lines, (literal,), f"所列共{number}项")]
    listed = max(counts, key=lambda count: -abs(count - number))
    kinds = complete and adjacent and match["unit"] in "类种大" and abs(listed - number) == 1 and _are_kinds(items)
    if (
        not (_alike(items, match["noun"]) or kinds)
        or _are_other_places(items, match)
        or (not complete and listed < number)
    ):
        return []
    if abs(listed - number) > (
        MOST_OFF if complete and adjacent and are_surely_all(items, match["number"], match["unit"]) else 2
    ):
        return []
    return [
        Finding(
            Kind.LIST_COUNT, Severity.ERROR if complete else Severity.WARNING, lines, (literal,), str(listed), literal,
            f"所列“{items[0]}”至“{items[-1]}”共{listed}个，文中为{number}个", f"所列名称共{listed}个，文中写“{literal}”",
            "请补上漏列的名称或改正个数",
        )
    ]  # fmt: skip


def _named(items: list[str], *, counts_places: bool = False) -> list[str]:
    """整改不力、作风不实的甲镇、乙乡、丙乡: the names begin behind 的, where all that follow are names of places."""
    for place, item in enumerate(items):
        head, of, name = item.rpartition("的")
        if (
            of
            and len(head) >= 2
            and len(items) - place >= (2 if counts_places else 3)
            and all(_PLACE.fullmatch(n) for n in (name, *items[place + 1 :]))
        ):
            return [name, *items[place + 1 :]]
    return items


_PLACE = re.compile(r"[一-龥]{1,5}[镇乡村县区社道]")


def _are_kinds(items: list[str]) -> bool:
    """高校毕业生、退役军人、残疾人六类群体: kinds right before their number, whatever their lengths."""
    return len(items) >= 4 and not any(
        len(item) > 9 or re.search(r"\d", item) or _VERBS.search(item) for item in items[1:]
    )


def _written(block: Block, match: re.Match[str]) -> str:
    return block.text[match.start("number") : match.end("unit")]


_LEVELS = {"镇": 1, "乡": 1, "道": 1, "村": 2, "区": 2, "寨": 2, "屯": 2, "组": 3, "县": 0, "市": 0, "州": 0}


def _are_other_places(items: list[str], match: re.Match[str]) -> bool:
    """南坡镇、大坪乡等地 6 个村: towns are listed, villages are counted."""
    levels = {_LEVELS.get(item[-1], -1) for item in items}
    counted = match["unit"] if match["unit"][-1] in _LEVELS else match["noun"][:4]
    found = [_LEVELS[character] for character in reversed(counted) if character in _LEVELS]
    if -1 in levels:
        return False
    return found[0] not in levels if found else match["unit"] in ("户", "名", "位", "家", "件", "支", "项")


def _alike(items: list[str], noun: str) -> bool:
    """Names of one kind: short, without verbs or loose figures, mostly of one length or one ending."""
    core = [
        re.sub(
            r"^(?:在|对|以|为|将|于|和|及|涉及|覆盖|包括|其中|组织|实施了?|完成了?|新建|扶持|选取|确定)+(?=.)", "", item
        )
        for item in items
    ]
    if any(len(item) > _ITEM_LIMIT or _VERBS.search(item) for item in core[1:]):
        return False
    if any(re.search(r"\d", item) for item in core):
        return False  # parts with their numbers add up; they are not counted
    endings = Counter(item[-1] for item in core)
    lengths = [len(item) for item in core[1:]] or [0]
    return endings.most_common(1)[0][1] >= len(core) - 1 or (max(lengths) - min(lengths) <= 2 and max(lengths) <= 8)


def _series(block: Block, match: re.Match[str], number: int) -> list[Outcome]:
    """N 个方面：一是……二是……"""
    rest = block.text[match.end("unit") : match.end("unit") + LONGEST_SERIES]
    opening = _SERIES.match(rest)
    if not opening:
        return []
    seen = [
        read_count(m.group(1)) if m.group(1) != "一" else 1
        for m in re.finditer(
            rf"(?:^|[。；：，])([一二三四五六七八九十]{{1,2}}){opening['verb']}", "：" + rest[opening.end("gap") :]
        )
    ]
    count = 0
    for value in seen:
        if value != count + 1:
            break
        count = value
    if count < 2 or len(seen) != count:
        return []
    literal = _written(block, match)
    line = (block.origin[match.start()][0] + 1,)
    if count == number:
        return [Holding(Kind.LIST_COUNT, line, (literal,), f"一是至{count}是共{count}项")]
    return [
        Finding(
            Kind.LIST_COUNT, Severity.WARNING, line, (literal,), str(count), literal, f"“一是”起共{count}项，文中为{number}项",
            f"文中写“{literal}”，其后只列{count}项" if count < number else f"文中写“{literal}”，其后列了{count}项", "请核对项数",
        )
    ]  # fmt: skip


def _slogan(block: Block) -> Iterator[Outcome]:
    """“七个一批” against the 一批 that follow with their figures."""
    for match in re.finditer(r"(?P<number>[二三四五六七八九十])个一批", block.text):
        sentence = block.sentence_at(match.start())
        items = re.findall(r"[一-龥]{2,12}一批\d", block.text[match.end() : sentence.end])
        number, line = read_count(match["number"]), (block.origin[match.start()][0] + 1,)
        if len(items) == number:
            yield Holding(Kind.LIST_COUNT, line, (match.group(0),), f"所列共{number}批")
        elif len(items) >= 3:
            yield Finding(
                Kind.LIST_COUNT, Severity.WARNING, line, (match.group(0),), str(len(items)), str(number), f"所列{len(items)}批，应为{number}批",
                f"“{match.group(0)}”之后只列出{len(items)}批" if len(items) < number else f"“{match.group(0)}”之后列出{len(items)}批", "请补上缺的一批",
            )  # fmt: skip


_RUN = re.compile(r"[一-龥A-Za-z]{2,14}(?:、[一-龥A-Za-z]{2,14}){3,}")
_LAST = re.compile(
    r"(?P<name>[一-龥]{2,8}?)(?P<many>[二两三四五六七八九十]{1,3}(?:[个所家名位村镇乡人](?![、一-龥]*[二两三四五六七八九十][个所家])))[一-龥]{0,6}$"
)
_TOLD = re.compile(r"^，?(?:合计|共计?)(?P<many>(?:\d{1,2}|[二两三四五六七八九十]{1,3})[人名位])")


def _repeated(block: Block) -> Iterator[Outcome]:
    """A place or name twice in one list."""
    yield from _slogan(block)
    for match in _RUN.finditer(block.text):
        first, *items = match.group(0).split("、")
        items[-1] = re.sub(r"等$", "", items[-1])
        told = _LAST.match(items[-1])
        if told and told["name"] in (first[-len(told["name"]) :], *items):
            items[-1] = told["name"]  # 江源区实验小学、育英学校、江畔小学、实验小学四所学校
            whole = [told["name"] if first.endswith(told["name"]) else first, *items]
        else:
            told, whole = None, items
        twice = [item for item, times in Counter(whole).items() if times > 1 and not item.isascii()]
        proper = [
            item for item in twice if item[-1] in "村镇乡县社区街道局委办站所校组屯寨司厂社学" or len(item) in (2, 3)
        ]
        if not proper:
            continue
        behind = block.text[match.end() : match.end() + 16]
        number = _COUNTED.match(re.sub(r"^[等，、]?(?:合计|共计?)?", "", behind)) or _COUNTED.search(
            block.text[max(0, match.start() - 16) : match.start()]
        )
        direct = re.search(rf"(?:等)?({_COUNT})", block.text[match.end() - 6 : match.end() + 10])
        people = _TOLD.match(behind)
        stated = (
            told["many"] if told else people["many"] if people else f"{number['number']}{number['unit']}" if number
            else direct.group(1) if direct else proper[0]
        )  # fmt: skip
        line = tuple(sorted({block.origin[match.start()][0] + 1, block.origin[match.end() - 1][0] + 1}))
        names, listed = "、".join(proper), len(items) + 1
        once = len({first, *items}) if not told else len(set(whole))
        yield Finding(
            Kind.DUPLICATE, Severity.WARNING, line, (stated, *proper), f"去重后{once}个", stated,
            f"所列{listed}个，去重后{once}个", f"名单中“{names}”重复出现", "请删去重复的名称或改为漏列的名称",
        )  # fmt: skip
