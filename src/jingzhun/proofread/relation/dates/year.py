"""Years that cannot be: later than the report, out of a row of years, compared with itself or with what is to come."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ...block import Block, Form
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...reading import Reading
from .date import Day, planned_blocks, signature, title_year

YEAR = re.compile(r"(?<![\d〔\[])(20[0-4]\d)年")
TO_COME = re.compile(
    r"(?<!现)将|应[在于当]|拟|计划|力争|预计|确保|争取|要|前|下一步|下半年|明年|预期|规划|目标|到20\d\d年|至|期限|有效|合同|租|底|力求|远景|展望|提前|申报|建议|届"
    r"|待|满|到期|质保|保修|尚未|未到|应付|应收|尾款|余款|分期|分[两三四五六七八九]年|归还|偿还|还款|续签|之后|以后"
)
_UNTIL_NOW = re.compile(r"截[至止]到?(?:20\d\d年)?(?:\d{1,2}月)?[底末]?")
AHEAD = re.compile(r"计划|方案|规划|安排|意见|要点|预算|通知|建议|思路|打算|目标")
_THAN = re.compile(r"(?:比|较|与)(20[0-4]\d)年(?:度|末|底|初|同期|全年)?(?:的|同期|相比|增|减|提|下|上|多|少|\d)")
_ROW = re.compile(
    r"(?<![到至])(20[0-4]\d)年(?:度|底|末)?(?!\d{1,2}月|[比较至到])[^，。；、：（）\d]{0,8}\d[\d,.]*[^，。；、：（）]{0,10}"
)
_SPAN = re.compile(r"(?<!\d)(20[0-4]\d)年?\s?(?:[-—~至]|—+|--)\s?(20[0-4]\d)年(?!\d)")
_FROM_TO = re.compile(r"[由从](20[0-4]\d)年[^。；]{0,24}?(?:到|至|为)(20[0-4]\d)年")
_LISTED = re.compile(r"20[0-4]\d年(?:[、和]20[0-4]\d年)+(?=[，]?分别)")


def find(reading: Reading) -> Iterator[Outcome]:
    signed, titled = signature(reading), title_year(reading)
    planned = planned_blocks(reading)
    is_plan = bool(titled and AHEAD.search(titled[3]))
    latest = signed[0].year if signed else titled[0] + 1 if titled else 0
    ahead = years_ahead(reading)
    if signed and titled and not is_plan and signed[0].year - titled[0] >= 3:
        yield wrong(
            titled[1], titled[2], f"{signed[0].year}年前后", f"标题 {titled[2]}，落款 {signed[0]}",
            f"标题写{titled[2]}，落款却是{signed[0]}，相隔太远", signed[1],
        )  # fmt: skip
    if signed and titled and titled[0] - signed[0].year >= 2 and not is_plan:
        yield wrong(
            titled[1], titled[2], f"{signed[0].year}年前后", f"标题 {titled[2]}，落款 {signed[0]}",
            f"标题写{titled[2]}，落款却是{signed[0]}，早了{titled[0] - signed[0].year}年", signed[1],
        )  # fmt: skip
    if signed:
        yield from _too_early(reading, signed)
    yield from _stubs(reading)
    if titled and not is_plan:
        yield from _next_year(reading, titled)
    if not latest:
        yield from _alone(reading)
    for block in reading.blocks:
        yield from _spans(block)
        if block.form is Form.ROW:
            continue
        yield from _rows(block)
        ahead_of_it = 2 if is_plan or block.number in planned else 0
        yield from _compared(block, titled[0] + ahead_of_it if titled else 0)
        is_own = bool(signed and block is signed[1]) or bool(titled and block is titled[1])
        if latest and not is_own and not _WHEN_HELD.match(block.text):
            yield from _later(block, latest, signed, ahead, only_told=is_plan or block.number in planned)
        if titled and not is_own:
            yield from _presented(block, titled)
    if titled:
        yield from _title_apart(reading, titled, signed, least=3 if is_plan else 2)


_WHEN_HELD = re.compile(r"(?:采访|会议|访谈)?(?:时间|日期)\s*：")
_SUMMARY = re.compile(r"(20[0-4]\d)年(?:度|全年)?(?![^，。；]{0,16}(?:计划|季度|半年|月))[^，。；]{0,16}总结")


def _too_early(reading: Reading, signed: tuple[Day, Block, str]) -> Iterator[Outcome]:
    """A summary of 2018 signed in January 2018: it was the January after."""
    said = next((match for block in reading.blocks[:4] if (match := _SUMMARY.search(block.text))), None)
    if said and int(said.group(1)) == signed[0].year and 0 < signed[0].month <= 2:
        yield wrong(
            signed[1], signed[2], f"{signed[0].year + 1}年", f"“{said.group(0)}”，落款 {signed[0]}",
            f"总结的是{said.group(1)}年的工作，落款却在这一年的{signed[0].month}月",
        )  # fmt: skip


_HORIZON = re.compile(r"20[0-4]\d年?\s?(?:[-—~至到]|—+|--)\s?(20[0-4]\d)年")


def years_ahead(reading: Reading) -> frozenset[int]:
    """Years that the report looks ahead to: those it names in two paragraphs, and the ends of spans in a name or a bracket.
    A slip of the pen stands once.
    """
    named: dict[int, set[int]] = defaultdict(set)
    ends: set[int] = set()
    for block in reading.blocks:
        for match in YEAR.finditer(block.text):
            named[int(match.group(1))].add(block.number)
        for match in _HORIZON.finditer(block.text):
            if re.match(r"[）)》”]|$", block.text[match.end() :]):
                ends.add(int(match.group(1)))
    return frozenset(ends | {year for year, blocks in named.items() if len(blocks) >= 2})


def wrong(block: Block, literal: str, computed: str, how: str, message: str, other: Block | None = None) -> Finding:
    at = block.text.find(literal)
    lines = (block.origin[max(at, 0)][0] + 1, *((other.origin[0][0] + 1,) if other else ()))
    return Finding(Kind.DATE, Severity.WARNING, lines, (literal,), computed, literal, how, message, "请核对年份")


def line(block: Block, position: int) -> tuple[int, ...]:
    return (block.origin[min(position, len(block.origin) - 1)][0] + 1,)


def _title_apart(
    reading: Reading, titled: tuple[int, Block, str, str], signed: tuple[Day, Block, str] | None, *, least: int
) -> Iterator[Outcome]:
    """The title's year comes nowhere again, and the latest year that does lies two years or more before it."""
    body = [int(year) for block in reading.blocks if block is not titled[1] for year in YEAR.findall(block.text)]
    if (
        len(body) >= least
        and not signed
        and max(body) <= titled[0] - 2
        and (body.count(max(body)) > least or max(body) <= titled[0] - 5)
    ):
        yield wrong(
            titled[1], titled[2], f"{max(body)}年前后", f"标题 {titled[2]}，文中最晚 {max(body)}年",
            f"标题写{titled[2]}，文中最晚只到{max(body)}年",
        )  # fmt: skip


def _later(
    block: Block, latest: int, signed: tuple[Day, Block, str] | None, ahead: frozenset[int], *, only_told: bool
) -> Iterator[Outcome]:
    """A year after the report's own, in a sentence that does not speak of what is to come.

    ``only_told``: the paragraph is of a plan, where a year to come is no wonder unless its figures are told as done.
    """
    for match in YEAR.finditer(block.text):
        year = int(match.group(1))
        before = block.text[: match.start()]
        if year <= latest or year in ahead or re.search(r"[列纳]入$", before[-3:]):
            continue
        if year == latest + 1 and (begun := _BEGUN.search(before[-18:])) and int(begun.group(1)) == latest:
            continue
        sentence = block.sentence_at(match.start())
        around = _around(block, match.start(), match.end())
        opening = block.text[sentence.start : match.start()][:20]
        happened = bool(_DAY.match(block.text[match.end() :]) and _HAPPENED.search(around))
        told = _TOLD.search(block.text[match.end() : min(sentence.end, match.end() + 60)])
        if told and year > latest + (0 if only_told else 1):
            if _OPEN.search(around):
                continue
        elif only_told or (
            _SURELY_TO_COME.search(around) if happened else (TO_COME.search(around) or AHEAD.search(opening))
        ):
            continue
        yield Finding(
            Kind.DATE, Severity.WARNING, (*line(block, match.start()), *(line(signed[1], 0) if signed else ())),
            (match.group(0), *((signed[2],) if signed else ())), f"≤{latest}年", match.group(0),
            f"{year} > {latest}", f"“{match.group(0)}”晚于报告的年份，又不像是计划", "请核对年份",
        )  # fmt: skip


def _around(block: Block, start: int, end: int) -> str:
    """The words about a year, without those that only look as if they spoke of what is to come."""
    sentence = block.sentence_at(start)
    around = block.text[max(sentence.start, start - 14) : min(sentence.end, end + 24)]
    around = _NO_FUTURE.sub("", _UNTIL_NOW.sub("", around))
    return around.replace("到20", "20") if _BECAME.search(block.text[end : end + 24]) else around


_BEGUN = re.compile(r"(20[0-4]\d)年\d{1,2}月\d{1,2}日起?(?:[至到~-]|—+)$")
"""A period that begins in the report's year may end in the next."""
_BECAME = re.compile(r"[成到为涨降增减]了|村里还有|县里还有|仍有|交付使用|脱贫(?:[，。]|摘帽)")
_NO_FUTURE = re.compile(
    r"[主重需必摘纪]要|要[求素闻]|(?:[目此当以]|(?<!\d)日)前|\d[至—~-]\d{1,2}月|月(?:\d{1,2}日)?至|日至|[充圆]满|满意|[接对]待|年度?计划的"
)
_TOLD = re.compile(
    r"已(?!列入|纳入|编制|明确|确定|下达|批复|经?印发)[一-龥]{1,4}[\d,.]+|实际完成|新识别|(?:受理|办结|征缴)[一-龥]{0,6}[\d,.]+|(?:执行|办结|开工|完工|支出|完成)率"
)
"""Said of what is over: its figures are known."""
_OPEN = re.compile(r"力争|到期|质保|期满|拟|预计|预期|(?<!现)将|确保|争取|达到|提高到|规划|下一步|明年|目标|到20\d\d年")
_PRESENTED = re.compile(
    r"现[将就对][^。；]{0,24}?(?<!\d)(20[0-4]\d)年[^。；]{0,60}?(?:公示|公告|通报|报告|汇报|公开|说明|总结|予以|反馈)"
)


def _presented(block: Block, titled: tuple[int, Block, str, str]) -> Iterator[Outcome]:
    """现将 2027 年度…公示如下, under a title of 2024: what is presented is what the title says."""
    for match in _PRESENTED.finditer(block.text):
        year = int(match.group(1))
        if abs(year - titled[0]) < 2 or str(year) in titled[3]:
            continue
        literal = f"{year}年"
        yield Finding(
            Kind.DATE, Severity.WARNING, (*line(block, match.start(1)), *line(titled[1], 0)), (literal, titled[2]),
            titled[2], literal, f"标题 {titled[2]}，正文 {literal}", f"标题写{titled[2]}，正文说的却是{literal}的", "请核对年份",
        )  # fmt: skip


_DAY = re.compile(r"\d{1,2}月\d{1,2}日")
_HAPPENED = re.compile(r"公示|召开|印发|会议|审计|检查|督查|验收|完成|已|签订|通过|收到|反馈")
_SURELY_TO_COME = re.compile(
    r"待|至|到期|质保|保修|还款|归还|偿还|付清|将|拟|计划|力争|预计|确保|争取|下一步|明年|目标|规划|有效期|期满|截止|届满|前"
)
_PLAN_OF = re.compile(
    r"(?:^(?:#*\s*)?(?:[（(]?[一二三四五六七八九十\d]{1,2}[、）)．.])?|。)(?:展望)?(20[0-4]\d)年(?:度|全年)?(?:工作)?(?:计划|打算|安排|思路|目标|重点)|展望(20[0-4]\d)年"
)


def _next_year(reading: Reading, titled: tuple[int, Block, str, str]) -> Iterator[Outcome]:
    """2021 年总结 with 2025 年计划: the plan of a report is for the year after it, or for the rest of its own."""
    if len(set(YEAR.findall(titled[3]))) > 1:
        return
    for block in reading.blocks:
        if block is titled[1] or block.form is Form.ROW:
            continue
        for match in _PLAN_OF.finditer(block.text):
            year = int(match.group(1) or match.group(2))
            if titled[0] <= year <= titled[0] + 2:
                continue
            literal = f"{year}年"
            yield Finding(
                Kind.DATE, Severity.WARNING, (*line(block, match.start()), *line(titled[1], 0)), (literal, titled[2]),
                f"{titled[0] + 1}年", literal, f"标题 {titled[2]}，计划 {literal}",
                f"标题写{titled[2]}，计划却是{literal}的", "请核对标题和计划的年份",
            )  # fmt: skip


def _alone(reading: Reading) -> Iterator[Outcome]:
    """Where neither title nor signature gives the year: one that is told as past and lies two years after all others."""
    found = [
        (int(m.group(1)), block, m)
        for block in reading.blocks
        if block.form is Form.TEXT
        for m in YEAR.finditer(block.text)
    ]
    if len(found) < 3:
        return
    planned = planned_blocks(reading)
    told = [
        item for item in found
        if item[1].number not in planned and not _AIMED.search(item[1].text[: item[2].start()][-14:])
    ]  # fmt: skip
    if len(told) < 2:
        return
    year, block, match = last = max(told, key=lambda item: item[0])
    others = [item[0] for item in told if item is not last]
    is_latest = year == max(item[0] for item in found)
    if year - max(others) < 2 or sum(item[0] == year for item in found) > 1:
        return
    if not is_latest and (others.count(max(others)) < 2 or _is_plan(reading)):
        return  # years of a chronicle lie far apart
    if TO_COME.search(_around(block, match.start(), match.end())) or AHEAD.search(block.text[: match.start()][-20:]):
        return
    if block.text[: match.start()].endswith(("、", "今年是", "今年为", "现在是")) or (
        block is reading.blocks[-1] and re.fullmatch(r"[（(].*[）)]", block.text.strip())
    ):
        return  # the last line, in brackets: when it was written
    yield Finding(
        Kind.DATE, Severity.WARNING, line(block, match.start()), (match.group(0),), f"≤{max(others) + 1}年", match.group(0),
        f"{year} > {max(others)}", f"“{match.group(0)}”比文中其他年份都晚得多，又不像是计划", "请核对年份",
    )  # fmt: skip


def _is_plan(reading: Reading) -> bool:
    return any(AHEAD.search(block.text) and len(block.text) <= 45 for block in reading.blocks[:3])


_AIMED = re.compile(r"力争|(?<!现)将|计划|规划|拟|目标|下一步|明年|预计")

_STUB = re.compile(r"^\|?\s*(20[0-4]\d)年?(?:度)?$")


def _stubs(reading: Reading) -> Iterator[Outcome]:
    """Rows of a table named by years: one after the other."""
    run: list[tuple[int, Block]] = []
    for block in [*reading.blocks, None]:
        match = None
        if block is not None and block.form is Form.ROW and block.cells:
            start, end = block.cells[0]
            match = _STUB.match(block.text[start:end].strip())
        if match and block is not None:
            run.append((int(match.group(1)), block))
            continue
        yield from _stub_run(run)
        run = []


def _stub_run(run: Sequence[tuple[int, Block]]) -> Iterator[Outcome]:
    years = [year for year, _ in run]
    if len(years) < 3:
        return
    for step in (1, -1):
        for start in {years[0], years[1] - step}:
            wrong = [place for place, year in enumerate(years) if year != start + step * place]
            if not wrong:
                return
            if len(wrong) == 1 and len(years) - 1 >= 2:
                place = wrong[0]
                literal = f"{years[place]}"
                yield Finding(
                    Kind.DATE, Severity.WARNING, line(run[place][1], 0), (literal,), f"{start + step * place}年", literal,
                    "、".join(map(str, years)), f"表中年份依次排列，“{literal}”接不上，似应为{start + step * place}年", "请核对年份",
                )  # fmt: skip
                return


def _rows(block: Block) -> Iterator[Outcome]:
    """2021年 a、2022年 b、2026年 c: years of one row follow one another."""
    for listed in _LISTED.finditer(block.text):
        yield from _judged(block, list(YEAR.finditer(block.text, listed.start(), listed.end())))
    for sentence in block.sentences:
        row: list[re.Match[str]] = []
        found: list[re.Match[str] | None] = [*_ROW.finditer(block.text, sentence.start, sentence.end), None]
        for match in found:
            if match and row and block.text[row[-1].end() : match.start()] in ("", "、", "，", "；"):
                row.append(match)
                continue
            yield from _judged(block, row)
            row = [match] if match else []


def _judged(block: Block, row: Sequence[re.Match[str]]) -> Iterator[Outcome]:
    years = [int(match.group(1)) for match in row]
    if len(years) < 2 or len({match.group(0)[-1] for match in row}) > 1:
        return
    steps = [after - before for before, after in pairwise(years)]
    literal = f"{years[-1]}年"
    between = {*range(min(years), max(years))} - {*years}
    if between and any(f"{year}年" in block.text for year in between):
        return  # 2015 年成立 8 家，2016 年和 2017 年成立 15 家，2018 年…
    if all(step == 1 for step in steps) or all(step == -1 for step in steps):
        yield Holding(Kind.DATE, line(block, row[0].start()), (f"{years[0]}年", literal), "年份依次")
        return
    fitting = [
        (number, start + number) for number in range(len(years)) for start in {years[0], years[-1] - len(years) + 1, years[1] - 1}
        if all(year == start + place for place, year in enumerate(years) if place != number)
    ]  # fmt: skip
    if len(years) >= 3 and fitting:
        number, right = fitting[0]
    elif len(years) == 2 and steps[0] == 0:
        number, right = 1, years[0] + 1
    else:
        return
    literal = f"{years[number]}年"
    yield Finding(
        Kind.DATE, Severity.WARNING, line(block, row[number].start()), (literal,), f"{right}年", literal,
        "、".join(str(year) for year in years), f"并列的年份里“{literal}”接不上，似应为{right}年", "请核对年份",
    )  # fmt: skip


_AIMED = re.compile(r"计划|目标|力争|争取|预计|明年|以上")
_SUBJECT_YEAR = re.compile(YEAR.pattern + r"(?!的?(?:水平|同期|基数))")
_ANOTHER = re.compile(r"[去今上前当]年|目前|现在|如今|到年底")


def _compared(block: Block, titled: int) -> Iterator[Outcome]:
    """2023 年比 2023 年增加: a year is compared with one before it."""
    for match in _THAN.finditer(block.text):
        year = int(match.group(1))
        sentence = block.sentence_at(match.start())
        own = [int(found) for found in _SUBJECT_YEAR.findall(block.text[sentence.start : match.start()])]
        now = own[-1] if own else titled
        since = block.text[sentence.start : match.start()].rpartition(str(now))[2]
        if _THAN.search(block.text, sentence.start, match.start()) or match.start() - sentence.start < 3:
            continue  # 2021 年…，比 2015 年增长…，比 2020 年增长
        if not now or year < now or _AIMED.search(block.text, sentence.start, match.start()) or _ANOTHER.search(since):
            continue
        literal = f"{year}年"
        yield Finding(
            Kind.DATE, Severity.WARNING, line(block, match.start()), (literal,), f"<{now}年", literal,
            f"{now}年 与 {year}年", f"说的是{now}年的事，却与{year}年相比", "请核对年份",
        )  # fmt: skip


_WITHIN = re.compile(r"度?[\d一二三四五六七八九十上下中前后第初末底春夏秋冬]")


def _spans(block: Block) -> Iterator[Outcome]:
    """2023—2021年, 由 2020 年的…提高到 2019 年的…."""
    for match in (*_SPAN.finditer(block.text), *_FROM_TO.finditer(block.text)):
        begins, ends = int(match.group(1)), int(match.group(2))
        behind = (block.text[match.end(1) + 1 :][:6], block.text[match.end() :][:6])
        if begins == ends and any(_WITHIN.match(words) for words in behind):
            continue  # 从 2024 年 3 月到 2024 年 5 月
        if begins >= ends and not re.search(r"追溯|上溯|倒推|回溯", match.group(0)):
            yield Finding(
                Kind.DATE, Severity.ERROR, line(block, match.start()), (match.group(0),), "", match.group(0),
                f"{match.group(1)} ≥ {match.group(2)}", f"起止年份颠倒：“{match.group(0)}”", "请核对起止年份",
            )  # fmt: skip
