"""Periods and terms against the years of the report: ends that come too late, spans of another length, bases of another year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ...block import Block, Form
from ...finding import Finding, Kind, Outcome, Severity
from ...reading import Reading
from .date import Day, planned_blocks, signature, title_year
from .year import AHEAD, TO_COME, YEAR, line, wrong, years_ahead


def find(reading: Reading) -> Iterator[Outcome]:
    signed, titled = signature(reading), title_year(reading)
    planned = planned_blocks(reading)
    is_plan = bool(titled and AHEAD.search(titled[3]))
    latest = signed[0].year if signed else titled[0] + 1 if titled else 0
    now = signed[0].year if signed else titled[0] if titled else _numbered(reading)
    ahead = years_ahead(reading)
    for block in reading.blocks:
        is_own = bool(signed and block is signed[1]) or bool(titled and block is titled[1])
        if block.form is Form.ROW:
            if latest and not is_plan:
                yield from _headed(block, latest, ahead)
            continue
        yield from _spanned(block)
        yield from _ended(block, 0 if is_plan or block.number in planned else latest)
        yield from _bracketed(block)
        if now and not is_plan and not is_own:
            yield from _far_deadline(block, now)
    if titled:
        yield from _named_again(reading, titled)
    if signed:
        yield from _signed_late(reading, signed)


_NUMBERED = re.compile(r"[〔\[（(](20[0-4]\d)[〕\])）]\s?\d+号")


def _numbered(reading: Reading) -> int:
    """The latest year of a document number: the report is not older."""
    return max((int(year) for block in reading.blocks for year in _NUMBERED.findall(block.text)), default=0)


_DEADLINE = re.compile(r"(?<!\d)(20[0-4]\d)年\d{1,2}月(?:\d{1,2}日|底)?(?:之?前|全部|完成|召开|再次|向)")
_LASTS = re.compile(r"有效|合同|租|期限|届|至|到20|规划|保修|质保|贷款|到期|还|尾款|余款|分期")


def _far_deadline(block: Block, now: int) -> Iterator[Outcome]:
    """确保 2027 年 3 月底前清零, in a report of 2023: nobody sets a month three years ahead."""
    for match in _DEADLINE.finditer(block.text):
        year = int(match.group(1))
        sentence = block.sentence_at(match.start())
        if year - now < 3 or _LASTS.search(block.text[max(sentence.start, match.start() - 14) : match.end() + 14]):
            continue
        literal = f"{year}年"
        yield Finding(
            Kind.DATE, Severity.WARNING, line(block, match.start()), (literal,), f"{now}—{now + 1}年", literal,
            f"{year} − {now} = {year - now}", f"报告是{now}年的，期限却写到{literal}的某月", "请核对年份",
        )  # fmt: skip


_COUNTED = {"两": 2, "三": 3, "四": 4, "五": 5}
_SPANNED = re.compile(r"(?P<many>[两三四五])年(?:净增|净减|累计|共增|间|增加|增长)")


def _spanned(block: Block) -> Iterator[Outcome]:
    """2020 年底 a、2026 年底 b，三年净增 c: the years are as far apart as the words say."""
    for sentence in block.sentences:
        told = _SPANNED.search(block.text, sentence.start, sentence.end)
        years = list(YEAR.finditer(block.text, sentence.start, told.start())) if told else []
        if not told or len(years) != 2 or re.search(r"[今本当]年", block.text[years[1].end() : told.start()]):
            continue
        first, last = (int(match.group(1)) for match in years)
        many = _COUNTED[told["many"]]
        if last - first in (many, many - 1) or last < first:
            continue
        literal = f"{last}年"
        yield Finding(
            Kind.DATE, Severity.WARNING, line(block, years[1].start()), (literal, f"{first}年"), f"{first + many}年", literal,
            f"{last} − {first} = {last - first}", f"{first}年到{last}年不是{told['many']}年", "请核对年份",
        )  # fmt: skip


_PERIOD = re.compile(r"(?<!\d)(20[0-4]\d)年?(?:至|到|[-—~]{1,2})(20[0-4]\d)年")
_PAST = re.compile(r"进行了|审计|已|累计|共投入|投入了|实施了|完成|该[区县市乡镇村]安排|检查")


def _ended(block: Block, latest: int) -> Iterator[Outcome]:
    """2020 年至 2025 年安排 94 个。其中 2020 年…、2021 年…、2022 年…: the years that are listed end where the period does."""
    for match in _PERIOD.finditer(block.text):
        start, end = int(match.group(1)), int(match.group(2))
        literal = f"{end}年"
        if re.match(r"[）)》”]", block.text[match.end() :]):
            continue  # the term of a plan, in its name
        listed = [int(m.group(1)) for m in YEAR.finditer(block.text, match.end(), match.end() + 160)]
        around = block.text[match.start() : match.end() + 40]
        whole = len(listed) >= 2 and listed[0] == start and all(b - a == 1 for a, b in pairwise(listed))
        if whole and listed[-1] != end and len(listed) >= 3:
            right, why = f"{listed[-1]}年", f"写的是{start}年至{end}年，逐年列的却到{listed[-1]}年为止"
        elif (
            latest
            and end > latest
            and _PAST.search(around)
            and not _AHEAD_OF_IT.search(block.text[max(0, match.start() - 12) : match.start()])
            and not TO_COME.search(around.replace("至", "", 1).replace("底", ""))
        ):
            right, why = f"≤{latest}年", f"“{match.group(0)}”晚于报告的年份，说的又是已经做过的事"
        else:
            continue
        yield Finding(
            Kind.DATE, Severity.WARNING, line(block, match.start(2)), (literal, match.group(0)), right, literal,
            f"{start}—{end}", why, "请核对年份",
        )  # fmt: skip


_AHEAD_OF_IT = re.compile(r"计划|拟|预计|打算|将|剩余|余下")
_BASE_IN_BRACKETS = re.compile(r"[比较](20[0-4]\d)年(?!以)[^。；（）]{0,30}（(20[0-4]\d)年(?!以)[^）]{0,20}\d")


def _bracketed(block: Block) -> Iterator[Outcome]:
    """比 2017 年增加 3,500 万元（2017 年 17,500 万元）: what it is compared with stands in the bracket."""
    for match in _BASE_IN_BRACKETS.finditer(block.text):
        said, given = match.group(1), match.group(2)
        own = YEAR.findall(block.text[max(0, match.start() - 60) : match.start()])
        if said == given or given in own or re.match(r"年(?:至|到|—|-)", block.text[match.end(2) : match.end(2) + 2]):
            continue
        yield Finding(
            Kind.DATE, Severity.WARNING, line(block, match.start(2)), (f"{given}年", f"{said}年"), f"{said}年", f"{given}年",
            f"{said} ≠ {given}", f"与{said}年相比，括号里给的却是{given}年的数", "请核对年份",
        )  # fmt: skip


def _headed(block: Block, latest: int, ahead: frozenset[int]) -> Iterator[Outcome]:
    """A column of a table for a year that is still to come, though it is neither planned nor expected."""
    cells = [block.text[start:end].strip() for start, end in block.cells]
    if len(cells) < 3 or any(
        re.fullmatch(r"[-+]?[\d,.]+%?", cell) and not re.fullmatch(r"20[0-4]\d", cell) for cell in cells
    ):
        return
    for cell in cells:
        match = re.fullmatch(r"(20[0-4]\d)年(?:度|末|底)?(?:[（(][^）)]*[）)])?", cell)
        if match and latest < int(match.group(1)) not in ahead and not re.search(r"计划|目标|预计|规划|拟", block.text):
            yield wrong(
                block,
                f"{match.group(1)}年",
                f"≤{latest}年",
                f"{match.group(1)} > {latest}",
                f"表头“{cell}”晚于报告的年份",
            )


def _named_again(reading: Reading, titled: tuple[int, Block, str, str]) -> Iterator[Outcome]:
    """石龙县 2021 年第一批资金公告 and 现将石龙县 2024 年第一批资金…: the title said again, with another year."""
    head = re.search(r"([一-龥]{2})(20[0-4]\d)年(?:度)?([一-龥]{5})", titled[3])
    if not head:
        return
    again = re.compile(re.escape(head.group(1)) + r"(20[0-4]\d)年(?:度)?" + re.escape(head.group(3)))
    for block in reading.blocks[titled[1].number + 1 : titled[1].number + 7]:
        for match in again.finditer(block.text):
            if match.group(1) != head.group(2):
                yield wrong(
                    block, f"{match.group(1)}年", f"{head.group(2)}年", f"标题 {head.group(2)}年，此处 {match.group(1)}年",
                    f"标题写“{head.group(0)}”，此处写“{match.group(0)}”", titled[1],
                )  # fmt: skip


_RELATIVE = re.compile(r"去年|今年|上年末|本月|上个月")


def _signed_late(reading: Reading, signed: tuple[Day, Block, str]) -> Iterator[Outcome]:
    """Dated three years or more after every year that the report speaks of."""
    texts = [block.text for block in reading.blocks if block is not signed[1]]
    body = [int(year) for text in texts for year in YEAR.findall(text)]
    if any(_RELATIVE.search(text) for text in texts):
        return  # 去年底, 今年: of the day on which it is signed
    if len(body) >= 2 and signed[0].year - max(body) >= 3:
        yield wrong(
            signed[1], f"{signed[0].year}年", f"{max(body)}年前后", f"落款 {signed[0]}，文中最晚 {max(body)}年",
            f"落款写{signed[0].year}年，文中最晚只到{max(body)}年",
        )  # fmt: skip
