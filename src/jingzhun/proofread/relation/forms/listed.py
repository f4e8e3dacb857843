"""Names told one by one and how many they are said to be: 甲局、乙局和丙局三个单位; …四条，对这五条红线; “甲”“乙”两种方式."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ...block import Block, Form
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...numerals import read_count
from ...reading import Reading
from ..lists.persons import PERSON
from ..lists.sure import MOST_OFF, are_surely_all

_UNIT = r"(?P<unit>个|项|处|家|名|位|种|类|条|件|点|支|所|座|户|人|份|部|大|镇|村|乡|局|县|门|本|句|首|块|方面|样|方|姓|部门)"
_COUNTED = re.compile(
    rf"(?<![\d.第百千万几数多余近约每各前后零一二三四五六七八九十—\-至到])(?P<n>\d{{1,2}}|[二两三四五六七八九]|十[一二三四五六七八九]?){_UNIT}"
    r"(?!月|半|多|百分|以[上下内]|星期|小时|时辰|学时|工作日|左右|次|钟|头|[一二两三四五六七八九十\d])(?P<noun>[一-龥]{0,10})"
)
_QUOTED = r"(?:“[^“”]{1,16}”|《[^《》]{1,30}》)"
_BRACKET = re.compile(r"（[^（）]{1,40}）")
_OPEN = re.compile(r"等(?:地|人|[一-龥]{0,4})?$|其中$|例如|比如|特别是|尤其是|主要|包括但|如[^果期]")
_JOIN = re.compile(r"(?<=[一-龥”》）])(?:以及|[和及与]|并(?=[一-龥]))(?=[一-龥“《])")
_BACK = re.compile(
    r"(?:[，。；：]|——)(?:[一-龥]{0,6}，)?(?:[对在为将按从由把让使请向给就]|针对|围绕|通过|关于)?(?:这|上述|以上|上列|前述)$"
)
_TOTALLED = re.compile(r"(?:，|——)?(?:总共|一共|共计|共有|合计|共|这|这样)$")
_NO_NAME = re.compile(r"[是将已要了着过\d]|的[一-龥]+的|进一步|不断|切实")
_HEADS_OF_VERBS = "抓查看问帮访建修办买种养讲学做管治补改"
_LEAST = 2
_LONGEST_ITEM = 12


@dataclass(frozen=True)
class _Row:
    """Names in a row: where they stand, the names, and how many more there are if every 和 joins two of them."""

    start: int
    end: int
    items: tuple[str, ...]
    joins: int

    @property
    def counts(self) -> range:
        return range(len(self.items), len(self.items) + self.joins + 1)


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    known = {
        (line, text)
        for o in outcomes
        if o.kind is not Kind.BOUND
        for line in o.lines
        for text in (o.literals if isinstance(o, Holding) else o.literals[:1])
    }
    for block in reading.blocks:
        if block.form is Form.ROW:
            continue
        for match in _COUNTED.finditer(block.text):
            number = read_count(match["n"])
            line = block.origin[match.start("n")][0] + 1
            literal = block.text[match.start("n") : match.end("unit")]
            if number < 2 or {(line, literal), (line, match["n"])} & known:
                continue
            row = _row_of(block, match)
            if not row or len(row.items) < _LEAST:
                continue
            if number in row.counts:
                yield Holding(Kind.LIST_COUNT, (line,), (literal, match["n"]), f"所列共{number}项")
            elif not row.joins and abs(number - len(row.items)) <= (
                MOST_OFF if are_surely_all(row.items, match["n"], match["unit"]) else 2
            ):
                yield _fails(block, match, literal, row)


def _row_of(block: Block, match: re.Match[str]) -> _Row | None:
    """The names that the number counts, by where they stand."""
    for way in (_quoted, _right_before, _told_back, _named_again, _said_again, _series_told_back, _one_by_one):
        row = way(block, match)
        if row:
            return row
    return None


def _quoted(block: Block, match: re.Match[str]) -> _Row | None:
    """“甲”“乙”、“丙”两种方式: names in quotation marks up to the number."""
    ahead = re.search(
        rf"(?P<row>{_QUOTED}[一-龥]{{0,6}}(?:(?:、|和|及|与|以及)?{_QUOTED}[一-龥]{{0,6}})+?)(?P<gap>，?(?:总共|一共|共计|共|这)?)$",
        block.text[max(0, match.start() - 300) : match.start()],
    )
    if not ahead or ahead["row"].rstrip().endswith("等"):
        return None
    names = re.findall(_QUOTED, ahead["row"])
    loose = re.split(_QUOTED, ahead["row"])[1:]
    if len(set(loose[:-1]) - {"、", "和", "及", "与", "以及", ""}) > 1 or re.search(r"[是的了]", "".join(loose)):
        return None
    before = block.text[max(0, match.start() - len(ahead.group(0)) - 2) : match.start() - len(ahead.group(0))]
    if before.endswith("、"):
        return None  # names without quotation marks stand before them
    return _Row(match.start() - len(ahead.group(0)), match.start(), tuple(names), 0)


def _right_before(block: Block, match: re.Match[str]) -> _Row | None:
    """甲局、乙局和丙局（共）三个单位."""
    end = match.start()
    told = _TOTALLED.search(block.text, max(0, end - 6), end)
    end = told.start() if told else end
    start = max(block.text.rfind(mark, 0, end) + 1 for mark in "。；：，！？")
    row = _split(block, start, end)
    return row if row and _is_sound(row, match, is_told=bool(told)) else None


def _told_back(block: Block, match: re.Match[str]) -> _Row | None:
    """不得用于甲、乙、丙、丁，对这四条红线: told as those just named."""
    back = _BACK.search(block.text, max(0, match.start() - 14), match.start())
    if not back:
        return None
    end = back.start()
    start = max(block.text.rfind(mark, 0, end) + 1 for mark in "。；：，！？")
    row = _split(block, start, end)
    if not row or len(row.items) < 3 or _OPEN.search(block.text[start:end]):
        return None
    return row


def _named_again(block: Block, match: re.Match[str]) -> _Row | None:
    """甲村、乙村、丙村被评为示范村，三个示范村分别…: the noun is what those just named are or became."""
    noun = match["noun"]
    mark = block.text[match.start() - 1 : match.start()]
    if mark not in ("，", "。", "；") or len(noun) < 2:
        return None
    end = match.start() - 1
    start = max(block.text.rfind(stop, 0, end) + 1 for stop in "。；：，！？")
    clause = block.text[start:end]
    said = re.search(
        r"(?:被?(?:评|选|定|列|认定|确定|命名|授予)(?:为|入|上)?|[成作任]?为|是|属于|当选)(?P<what>[^，。；、]{2,14})$",
        clause,
    )
    if not said:
        return None
    name = next((noun[:many] for many in range(min(len(noun), 6), 1, -1) if noun[:many] in said["what"]), "")
    if len(name) < 2 or "其中" in clause:
        return None
    row = _split(block, start, start + said.start())
    return row if row and (len(row.items) >= 3 or _is_alike(row)) else None


def _said_again(block: Block, match: re.Match[str]) -> _Row | None:
    """甲局、乙局、丙局三家单位的汇报，三家单位都…: what was counted out is counted again."""
    if block.text[match.start() - 1 : match.start()] not in ("，", "。", "；") or len(match["noun"]) < 2:
        return None
    told = re.match(r"(?P<name>[一-龥]{1,6}?)(?:都|均|各|分别|全部|全都|已|带动|年)", match["noun"])
    if not told:
        return None
    floor = max(0, match.start() - _FAR_BACK // 4)
    before = [m for m in _COUNTED.finditer(block.text, floor, match.start()) if m["unit"] == match["unit"]]
    if len(before) != 1 or not before[0]["noun"].startswith(told["name"]):
        return None
    row = _quoted(block, before[0]) or _right_before(block, before[0])
    return row if row and not row.joins and read_count(before[0]["n"]) == len(row.items) else None


def _series_told_back(block: Block, match: re.Match[str]) -> _Row | None:
    """一是…，二是…，三是…。这三件事…: told as those just counted out."""
    floor = max(0, match.start() - _FAR_BACK)
    ahead = re.match(r"[^。；]{0,24}：", block.text[match.end("unit") :])
    if (
        match["unit"] not in "个项条件点类"
        or ahead
        or not _BACK.search(block.text[max(0, match.start() - 14) : match.start()])
    ):
        return None
    said = [m for m in _ORDINAL.finditer(block.text, floor, match.start()) if m["verb"] == "是" or m["verb"] == "要"]
    numbers = [read_count(m["n"]) for m in said]
    since = block.text[said[-1].end() : match.start()] if said else ""
    if len(numbers) < 2 or numbers != list(range(1, len(numbers) + 1)) or since.count("。") > 2:
        return None
    return _Row(said[0].start("n"), match.start(), tuple(f"{m['n']}{m['verb']}" for m in said), 0)


def _one_by_one(block: Block, match: re.Match[str]) -> _Row | None:
    """三家共四名学生，张家两名，李家一名，赵家一名: small numbers in words, of one unit or of 个."""
    row = _SMALL_ROW.match(block.text, match.end("unit"))
    if not row or any(unit not in (match["unit"], "个") for _, unit in _SMALL.findall(row["row"])):
        return None
    items = tuple(name for name, many in _NAMED_SMALL.findall(row["row"]) for _ in range(read_count(many)))
    return _Row(row.start("row"), row.end("row"), items, 0)


_FAR_BACK = 400
_ORDINAL = re.compile(r"(?:^|[。；：，])(?P<n>[一二三四五六七八九]|十[一二]?)(?P<verb>[是要])")
_FEW = r"[一两二三四]"
_EACH_FEW = rf"[一-龥]{{1,7}}?{_FEW}[个名人位家户项]"
_SMALL_ROW = re.compile(
    rf"[一-龥]{{0,8}}(?:，|：|（|——)(?:其中)?(?P<row>{_EACH_FEW}(?:[，、；]{_EACH_FEW})+)(?=[，。；）])"
)
_SMALL = re.compile(rf"({_FEW})([个名人位家户项])(?=[，、；]|$)")
_NAMED_SMALL = re.compile(rf"([一-龥]{{1,7}}?)({_FEW})[个名人位家户项](?=[，、；]|$)")


def _split(block: Block, start: int, end: int) -> _Row | None:
    """Names between 、 and before the last 和; what stands in brackets behind a name is not looked at."""
    bare = _BRACKET.sub("", block.text[start:end])
    if re.search(r"[（）]", bare) or ("、" not in bare and not _JOIN.search(bare)):
        return None
    pieces = bare.split("、")
    last = _JOIN.split(pieces[-1], maxsplit=1)
    if len(last) == 2 and len(pieces) >= 2 and len(last[0]) >= 2 and len(last[1]) >= 2:
        pieces[-1:] = last
    items = [piece.strip("“”") for piece in pieces]
    if any(not item for item in items) or any(
        len(item) > _LONGEST_ITEM or re.search(r"\d", item) for item in items[1:]
    ):
        return None
    joins = sum(len(_JOIN.findall(item)) for item in items)
    return _Row(start, end, tuple(items), joins)


def _is_alike(row: _Row) -> bool:
    """One last character in common, or nearly one length."""
    endings = Counter(item[-1] for item in row.items)
    return endings.most_common(1)[0][1] == len(row.items)


_KINDS = re.compile(
    r"方面|方式|环节|问题|单位|部门|乡镇|工作组|小组|产业|品种|品牌|项目|工程|措施|办法|制度|机制|渠道|途径|指标|内容|类型|类别|重点|领域|行业|岗位|模块|专题|阶段|步骤|条件|标准|要求|原则|特点|难题|任务|"
    r"同志|干部|代表|成员|领导|带头人|负责人|书记|组长|队员|企业|合作社|公司|基地|点|村|镇|乡|县|局|校|院|站|所|社区|姓|实事|好事|大事|烦心事|心事|事|红线|底线|家庭|人家|人|户|环"
)
_DOES = re.compile(
    r"(?:的|组成|成立|组建|派出|抽调|联合|共同|设立|新建|召开|开展|实施|牵头|选派|承担|负责|申报|发展|安排|落实|完成|投入|入股|建设|改造|带动|流转|认领|包联|包保|分别|各|修建|兴建|引进|打造|培育|购置|配备|聘请|签订|办理|新增|分布|种植|养殖|提供|吸纳)$"
)
_OWN_NUMBER = re.compile(
    r"[一二两三四五六七八九十]+(?:[个份成股条项名人户家所座台间亩件口头只样种类批处支位]|分之)[一-龥]{0,3}$"
)
_OF_KINDS = {"种", "类", "大", "样", "方", "姓", "部门"}
_OF_LAST = {"户", "人", "名", "位"}


def _is_sound(row: _Row, match: re.Match[str], *, is_told: bool) -> bool:
    """Nouns of one kind, and what is counted is one of their kind."""
    items = row.items
    noun, unit, last = match["noun"], match["unit"], items[-1][-1]
    if _OPEN.search("、".join(items)) or any(_NO_NAME.search(item) for item in items[1:]):
        return False
    if _DOES.search(items[-1]) and (unit not in _OF_KINDS or items[-1].endswith("的")):
        return False  # 甲局、乙局牵头的 5 个项目: what they do is counted
    if any(_OWN_NUMBER.search(item) for item in items):
        return False  # 社员六份、集体两份、公积金两份
    if _is_other_level(items, unit, noun):
        return False
    if _is_alike(row) and len(items) >= 3:
        return bool(is_told or last in unit + noun[:6] or _KINDS.match(noun[:4]) or not noun)
    lengths = [len(item) for item in items[1:]]
    if len(items) < 3 or max(lengths) > 8:
        return False
    if unit in _OF_LAST:
        return all(_NAMED_PERSON.fullmatch(item) for item in items[1:])
    if not noun and not is_told and unit in "个项家座所支名" and len(items[-1]) > max(map(len, items[1:-1])) + 1:
        return False  # 花椒、核桃、连翘种植基地 5 个: what the last name ends with is counted
    return bool(is_told or not noun or unit in _OF_KINDS or _KINDS.search(noun[:5]))


_LEVEL = {"县": 0, "镇": 1, "乡": 1, "村": 2, "寨": 2, "组": 3, "屯": 3}
_NAMED_PERSON = re.compile(PERSON)


def _is_other_level(items: tuple[str, ...], unit: str, noun: str) -> bool:
    """Towns are listed, villages are counted."""
    levels = {_LEVEL.get(item[-1], -1) for item in items}
    counted = [_LEVEL[character] for character in unit + noun[:3] if character in _LEVEL]
    if -1 in levels:
        return False
    return counted[0] not in levels if counted else unit in "户人名位家"


def _fails(block: Block, match: re.Match[str], literal: str, row: _Row) -> Finding:
    lines = tuple(sorted({block.origin[at][0] + 1 for at in (match.start("n"), row.start)}))
    listed = len(row.items)
    return Finding(
        Kind.LIST_COUNT, Severity.WARNING, lines, (literal,), str(listed), literal,
        f"所列“{row.items[0][-6:]}”至“{row.items[-1]}”共{listed}个，文中为{read_count(match['n'])}个",
        f"所列名称共{listed}个，文中写“{literal}”", "请补上漏列的名称或改正个数",
    )  # fmt: skip
