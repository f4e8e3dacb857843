"""Dates that cannot be: no such day, ranges that run backwards, facts later than the report, a year that does not fit."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...block import Block, Form
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...numerals import read_count
from ...reading import Reading, once
from ..lists.numbering import headings

_YMD = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})(?:年|[-./])(?:度)?(?:(?P<m>\d{1,2})(?:月|(?<!年\d)(?<!年\d\d)[-./](?=\d)))?(?:份|底|末|初)?(?:(?<=[月\-./])(?P<d>\d{1,2})日?)?"
)
_MD = re.compile(r"(?<!\d)(?<!\d年)(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})[日号](?![楼线院棚井区厂码文令]))?(?!度?个)")
_SPELLED = re.compile(
    r"(?<![一二三四五六七八九十])(?P<m>十[一二]?|[一二三四五六七八九])月(?P<d>[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]"
)
_LAST_OF_RANGE = re.compile(r"(?<!\d)(?P<m>\d{1,2})月\d{1,2}日?(?:起)?(?:至|到|-|—+|~)(?P<d>\d{1,2})[日号]")
_LUNAR = re.compile(r"[农阴旧]历[^。；]{0,12}$")
_RANGE = re.compile(
    r"(?P<y1>(?:19|20)\d{2})年(?:(?P<m1>\d{1,2})月(?:(?P<d1>\d{1,2})日)?)?(?:起)?(?:至|到|-|—+|~)(?:(?P<y2>(?:19|20)\d{2})年)?(?:(?P<m2>\d{1,2})月(?:(?P<d2>\d{1,2})日)?)?(?P<tail>[底末])?"
)
_UNTIL = re.compile(r"截[至止]到?(?P<y>(?:19|20)\d{2})年(?:(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日)?)?")
_PLANNED = re.compile(
    r"将|拟|计划|力争|预计|最迟|不超过|不[晚迟]于|务必|限时|确保|争取|要|前|下一步|下半年|明年|预期|规划|目标|到20\d\d年|期限|时限|有效|至20\d\d年|待|满|到期|合同|租|质保|保修|尚未|未到|应付|应收|尾款|余款|分期|分[两三四五六七八九]年|归还|偿还|还款|续签|之后|以后|起执行|起施行"
)
_PAST = re.compile(r"已|完成|召开|印发|验收|竣工|建成|到账|拨付|截[至止]|开展|进行|实施|公示|组织|检查|了")
_NOTICE = re.compile(r"公示(?:期|时间)|(?:自|从)[^。；]{4,20}起[，]?至")
_PLAN_HEADING = re.compile(r"下一步|打算|计划|安排|思路|措施|目标|展望|建议|工作要点")
_SIGNED = re.compile(r"^\s*[（(]?(?:20\d{2})年\d{1,2}月(?:\d{1,2}日)?[）)]?\s*$")


@dataclass(frozen=True, order=True)
class Day:
    """0 stands for what is not said."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def is_possible(self) -> bool:
        if not 0 <= self.month <= 12:
            return False
        return not self.day or 1 <= self.day <= (
            calendar.monthrange(self.year or 2024, self.month)[1] if self.month else 31
        )

    def is_after(self, other: Day) -> bool:
        """Surely later, as far as both say."""
        for mine, theirs in ((self.year, other.year), (self.month, other.month), (self.day, other.day)):
            if not mine or not theirs:
                return False
            if mine != theirs:
                return mine > theirs
        return False

    def __str__(self) -> str:
        return f"{self.year}年" + (f"{self.month}月" if self.month else "") + (f"{self.day}日" if self.day else "")


def find(reading: Reading) -> Iterator[Outcome]:
    signed = signature(reading)
    titled = title_year(reading)
    planned = planned_blocks(reading)
    own = titled[0] if titled else signed[0].year if signed else 0
    for block in reading.blocks:
        yield from _impossible(block)
        yield from _impossible_as_told(block, own)
        yield from _ranges(block)
        yield from _until(block, signed, titled)
        yield from _same_year(block)
    if signed:
        yield from _later_than_signature(reading, signed, planned)
        if titled:
            yield from _signature_and_title(signed, titled)


def _numbers(match: re.Match[str], *names: str) -> list[int]:
    return [int(match[name] or 0) for name in names]


@once
def signature(reading: Reading) -> tuple[Day, Block, str] | None:
    """The date under the report, or in brackets under its title."""
    blocks = [block for block in reading.blocks if block.form is Form.TEXT]
    for block in [*reversed(blocks[-6:]), *blocks[:6]]:
        if _SIGNED.match(block.text):
            match = _YMD.search(block.text)
            if match:
                return Day(*_numbers(match, "y", "m", "d")), block, match.group(0)
    return None


@once
def title_year(reading: Reading) -> tuple[int, Block, str, str] | None:
    """The year the title speaks of, and the title."""
    for block in reading.blocks[:4]:
        if (
            block.form is Form.TEXT
            and len(block.text) <= 45
            and block.text[-1:] not in "。；，：？"
            and not re.match(r"[一-龥]{2,6}：", block.text)
            and not re.match(r"\s*[（(]?(?:19|20)\d{2}年\d{1,2}月\d{1,2}日", block.text)
            and not _SIGNED.match(block.text)
        ):
            match = re.search(r"((?:19|20)\d{2})年(?!(?:\d{1,2}月)?出?生)", block.text)
            if match and not re.search(
                r"(?:19|20)\d{2}(?:年)?(?:\d{1,2}月(?:\d{1,2}日)?)?(?:[-—至到~]|—+)(?:19|20)\d{2}", block.text
            ):
                return int(match.group(1)), block, match.group(0), block.text
    return None


def _line(block: Block, position: int) -> tuple[int, ...]:
    return (block.origin[min(position, len(block.origin) - 1)][0] + 1,)


def _impossible(block: Block) -> Iterator[Outcome]:
    for pattern in (_YMD, _MD):
        for match in pattern.finditer(block.text):
            groups = match.groupdict()
            day = Day(int(groups.get("y") or 0), int(groups.get("m") or 0), int(groups.get("d") or 0))
            if pattern is _YMD and re.search(r"[./-]", match.group(0)) and (not day.day or block.form is Form.ROW):
                continue
            if not groups.get("m"):
                continue
            if not day.is_possible or groups["m"] == "0":
                yield Finding(
                    Kind.DATE, Severity.ERROR, _line(block, match.start()), (match.group(0),), "", match.group(0), "历书上没有这一天",
                    f"“{match.group(0)}”不是存在的日期", "请改正日期",
                )  # fmt: skip
            elif day.day and day.year:
                yield Holding(Kind.DATE, _line(block, match.start()), (match.group(0),), "日期存在")


def _impossible_as_told(block: Block, own: int) -> Iterator[Outcome]:
    """二月三十日, 4月1日至31日, and the 29th of February in a year that has none."""
    for match in (*_SPELLED.finditer(block.text), *_LAST_OF_RANGE.finditer(block.text), *_MD.finditer(block.text)):
        month, day = read_count(match["m"]), read_count(match["d"] or "")
        if not day or _LUNAR.search(block.text[: match.start()]):
            continue
        years = {0}
        if (month, day) == (2, 29):
            sentence = block.sentence_at(match.start())
            told = _TOLD_YEAR.findall(block.text[sentence.start : match.start()])
            years = {int(told[-1])} if told else {own - 1, own, own + 1} if own else years
        elif match.re is _MD:
            continue  # said already
        if any(Day(year, month, day).is_possible for year in years):
            continue
        literal = match.group(0)
        yield Finding(
            Kind.DATE, Severity.ERROR, _line(block, match.start()), (literal,), "", literal, "历书上没有这一天",
            f"“{literal}”不是存在的日期", "请改正日期",
        )  # fmt: skip


_TOLD_YEAR = re.compile(r"((?:19|20)\d{2})年(?![^。；]{0,30}[次明翌]年)")


def _ranges(block: Block) -> Iterator[Outcome]:
    for match in _RANGE.finditer(block.text):
        y1, m1, d1, y2, m2, d2 = _numbers(match, "y1", "m1", "d1", "y2", "m2", "d2")
        if not (y2 or m2):
            continue
        start, end = Day(y1, m1, d1), Day(y2 or y1, m2, d2)
        literal = match.group(0)
        if start.is_after(end):
            yield Finding(
                Kind.DATE, Severity.ERROR, _line(block, match.start()), (literal,), "", literal, f"{start} 晚于 {end}",
                f"起止日期颠倒：“{literal}”", "请核对起止日期",
            )  # fmt: skip
        elif start.is_possible and end.is_possible:
            yield Holding(Kind.DATE, _line(block, match.start()), (literal,), "起止有序")


def _until(
    block: Block, signed: tuple[Day, Block, str] | None, titled: tuple[int, Block, str, str] | None
) -> Iterator[Outcome]:
    for match in _UNTIL.finditer(block.text):
        day, literal = Day(*_numbers(match, "y", "m", "d")), match.group(0)
        line = _line(block, match.start())
        if signed and day.is_after(signed[0]):
            yield Finding(
                Kind.DATE, Severity.ERROR, (*line, *_line(signed[1], 0)), (literal, signed[2]), f"≤{signed[0]}", literal,
                f"{day} 晚于落款 {signed[0]}", f"“{literal}”晚于报告日期{signed[0]}", "请核对截止日期",
            )  # fmt: skip
        elif (
            titled
            and not titled[0] - 1 <= day.year <= titled[0] + 1
            and not re.search(r"相比|对比|基础上", block.text[match.end() : match.end() + 20])
        ):
            yield Finding(
                Kind.DATE, Severity.WARNING, (*line, *_line(titled[1], 0)), (literal, titled[2]), f"{titled[0]}年", literal,
                f"标题为{titled[0]}年，此处为{day.year}年", f"报告写{titled[0]}年，“{literal}”的年份不合", f"请核对是否为{titled[0]}年",
            )  # fmt: skip
        else:
            yield Holding(Kind.DATE, line, (literal,), "截止日期与报告日期相容")


def _same_year(block: Block) -> Iterator[Outcome]:
    """Batches in a row that all carry one year: 2020年322户、2020年565户、2020年504户."""
    for sentence in block.sentences:
        text = block.text[sentence.start : sentence.end]
        batches = list(
            re.finditer(
                r"(?:^|[，；、：前])(?P<y>20\d{2})年(?:计划)?(?:实施|完成|搬迁|安排|识别|脱贫|退出)?\d+(?:\.\d+)?[户人个名项万亿亩]",
                text,
            )
        )
        for first, second, third in zip(batches, batches[1:], batches[2:], strict=False):
            if first["y"] == second["y"] == third["y"]:
                position = sentence.start + first.start("y")
                literal = first["y"] + "年"
                yield Finding(
                    Kind.DATE, Severity.WARNING, _line(block, position), (literal,), "不同年份", literal, f"{len(batches)}个批次年份相同",
                    f"并列的{len(batches)}个批次都写{literal}，应为不同年份", "请逐一核对年份",
                )  # fmt: skip
                return


@once
def planned_blocks(reading: Reading) -> frozenset[int]:
    """Blocks under a heading about what is still to come."""
    found: set[int] = set()
    rows = headings(reading)
    main = [heading for heading in rows if heading.form in ("一、", "第一")] or rows
    for heading, after in zip(main, [*main[1:], None], strict=False):
        if _PLAN_HEADING.search(heading.block.text[:30]):
            found.update(range(heading.block.number, after.block.number if after else len(reading.blocks)))
    return frozenset(found)


def _later_than_signature(
    reading: Reading, signed: tuple[Day, Block, str], planned: frozenset[int]
) -> Iterator[Outcome]:
    day, where, literal = signed
    for block in reading.blocks:
        if block.number in planned or block is where or block.form is Form.ROW:
            continue
        for sentence in block.sentences:
            text = block.text[sentence.start : sentence.end]
            for match in _YMD.finditer(text):
                fact = Day(*_numbers(match, "y", "m", "d"))
                around = text[max(0, match.start() - 20) : match.end() + 16]
                if _NOTICE.search(text) and (fact.year, fact.month) == (day.year, day.month):
                    continue  # 公示期自 10 月 9 日起至 10 月 15 日止, signed the day before
                if fact.month and fact.is_after(day) and not _PLANNED.search(around) and _PAST.search(text):
                    yield Finding(
                        Kind.DATE, Severity.WARNING, (*_line(where, 0), *_line(block, sentence.start + match.start())), (literal, match.group(0)),
                        f"≥{fact}", literal, f"落款 {day} 早于文中 {fact}", f"报告日期{day}早于文中所述的“{match.group(0)}”", "请核对报告日期的年份或文中日期",
                    )  # fmt: skip
                    return


def _signature_and_title(signed: tuple[Day, Block, str], titled: tuple[int, Block, str, str]) -> Iterator[Outcome]:
    day, where, literal = signed
    year, block, title_literal, title = titled
    lines = (*_line(block, 0), *_line(where, 0))
    if day.year < year and not re.search(
        r"计划|方案|规划|预算|安排|意见|要点|打算|思路|部署|告知|通知|缴费|申报|任务", title
    ):
        yield Finding(
            Kind.DATE, Severity.WARNING, lines, (literal, title_literal), f"≥{year}年", literal, f"落款 {day} 早于标题 {year}年",
            f"落款{day}早于标题所述的{year}年", "请核对落款年份",
        )  # fmt: skip
    elif day.year - year <= 1:
        yield Holding(Kind.DATE, lines, (literal, title_literal), "落款与标题年份相容")
