"""Deadlines: a day before which something is to be done comes after the day of the report, and steps after those they rest on."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from ...block import Block, Form
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...reading import Reading
from .date import planned_blocks, signature, title_year
from .year import AHEAD

_DUE = re.compile(
    r"(?<!\d)(?:(?P<y>(?:19|20)\d{2})年)?(?<!\d)(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日|(?P<end>[底末]))(?P<before>(?:之|以)?前)?"
)
_NEXT = re.compile(r"(?:下次|下一次|将于|定于|拟于|订于|最迟|不[晚迟]于)[一-龥]{0,6}$")
_TO_COME = re.compile(r"要|须|将|拟|承诺|力争|确保|请|限|务必|应|计划|内|预计|抓紧|尽快|完成|返回|报送")
_DATED = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日(?:上午|下午|晚)?(?:[（(][^）)]{1,4}[）)])?(?:$|[，）)]|召开|在)"
)
_HEAD = 8  # paragraphs at the top in which the report's own day is looked for


_BEFORE = re.compile(r"(?<!\d)(?P<y>20[0-4]\d)年(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日|(?P<end>[底末]))?(?:之|以)?前")
_BID = re.compile(
    r"务必|请|由[^，。；]{2,12}于$|报送?[你我市县省州区]|(?:剩|其余|余下|尚有|还有|仍有)[^。；]{0,12}计划"
)
"""Said to somebody or of what is left: no tale of what was meant to be done, as 确保 may be."""
_OVER = re.compile(
    r"[已了曾原]|要求|规定|约定|应(?![登保入扶纳享尽])|按|逾期|超期|此前|均于|截至|当时|提出|实际|到期|转[到入]|上[述期]|期限|(?<!整改)(?<!完成)(?<!落实)情况|完成后|明确|印发|较|比"
)
_TOLD_OF = re.compile(r"[一-龥]{1,6}的")  # 6月底前建成的水站: said of what it was, not of what is to be done
_MISSED = re.compile(r"未|没有")  # in the clause of the day itself: 未在6月底前完成
_LEFT = re.compile(r"(?:剩|其余|余下|尚有|还有|仍有)[^，。；]{0,12}计划[于在]?$")
_FROM_THEN = re.compile(r"将[从自于](?P<y>20[0-4]\d)年(?P<m>\d{1,2})月(?P<d>\d{1,2})日起")
_STEP = re.compile(r"(?<![\d年月至到])(?:(?P<y>20[0-4]\d)年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})日(?:之|以)?前")
_RESTS_ON = re.compile(r"(?P<on>[一-龥]{2})(?:结果|意见|情况)|(?:根据|依据|结合)(?P<by>[一-龥]{2})")
_ANOTHERS = re.compile(r"季度|上[年次轮批半]|第[一二三四五\d]|年度|月份|前期|[一二三]次")
_SHOWN = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十]{1,2}[、）)])?(?:公告|公示)(?:时间|期限|期)(?:：|为|自|从)[^。；]{0,12}?\d{1,2}月\d{1,2}日?[^。；]{0,12}?[至到—-]"
    r"(?:(?P<y>20[0-4]\d)年)?(?P<m>\d{1,2})月(?P<d>\d{1,2})日"
)
_UNDISPUTED = re.compile(r"(?:无|未|没有|收到|接到)[^。；]{0,8}(?:异议|反映|举报)|公示(?:已|期满|结束)|经公示")
_DONE_UNTIL = re.compile(
    r"(?<![\d年])(?:截[至止]到?|(?:于|自|从)(?:今年)?\d{1,2}月\d{1,2}日(?:起)?[至到—-])(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日|(?P<end>[底末]))"
    r"(?=，|组织|派出|对|开展|抽调|采取|共)"
)
_A_QUARTER = 92


def find(reading: Reading) -> Iterator[Outcome]:
    yield from _steps(reading)
    own = own_day(reading)
    yield from _too_late(reading)
    if not own:
        return
    yield from _not_yet(reading, own)
    for block in reading.blocks:
        if block.form is Form.ROW:
            continue
        for match in _DUE.finditer(block.text):
            sentence = block.text[max(0, match.start() - 40) : match.end() + 30]
            is_next = _NEXT.search(block.text[max(0, match.start() - 12) : match.start()])
            if not (is_next or (match["before"] and _TO_COME.search(sentence))):
                continue
            day = _end_of_groups({**match.groupdict(), "y": match["y"] or str(own.year)})
            if day and day > own:
                literal = match.group(0)
                line = block.origin[match.start()][0] + 1
                yield Holding(Kind.DATE, (line,), (literal, literal.removesuffix("前")), f"{day} 在 {own} 之后")


def _too_late(reading: Reading) -> Iterator[Outcome]:
    """Bid in September to be done by the end of August of the same year: nobody can."""
    signed = signature(reading)
    if not signed or not signed[0].month or not signed[0].is_possible:
        return
    own = datetime.date(signed[0].year, signed[0].month, signed[0].day or 1)
    planned = planned_blocks(reading)
    for block in reading.blocks:
        if block.form is Form.ROW:
            continue
        for match in (*_BEFORE.finditer(block.text), *_FROM_THEN.finditer(block.text)):
            sentence = block.sentence_at(match.start())
            said = block.text[sentence.start : sentence.end]
            day = _end_of(match)
            since = match.re is _FROM_THEN
            before = re.split(r"[，；]", said[: match.start() - sentence.start])[-1]
            if _LEFT.search(before):
                said = before + block.text[match.start() : sentence.end]  # whatever the others: 已验收9个，剩2个计划于
            if (
                not day
                or day >= own
                or (own - day).days > 2 * 366
                or (not since and (_OVER.search(said) or _MISSED.search(before)))
            ):
                continue
            ahead, behind = block.text[sentence.start : match.start()], block.text[match.end() : sentence.end]
            if not since and _TOLD_OF.match(behind):
                continue
            if since or _BID.search(ahead) or _BID.search(said) or block.number in planned:
                literal = match.group(0).lstrip("将从自于").rstrip("起")
                yield _wrong(
                    block, match.start(), literal, f"≥{signed[2]}", f"{literal} 在落款 {signed[2]} 之前",
                    f"要在“{literal}”办的事，比报告日期{signed[2]}还早", signed[1],
                )  # fmt: skip


def _end_of(match: re.Match[str]) -> datetime.date | None:
    """The last day that is meant: the last of the month for 月底, the day before the first for 月前."""
    return _end_of_groups(match.groupdict())


def _end_of_groups(groups: Mapping[str, str | None]) -> datetime.date | None:
    try:
        year, month = int(groups["y"] or 0), int(groups["m"] or 0)
        if groups.get("d"):
            return datetime.date(year, month, int(groups["d"] or 0))
        if groups.get("end"):
            return datetime.date(year, month, calendar.monthrange(year, month)[1])
        return datetime.date(year, month, 1)
    except ValueError:
        return None  # no such day: said elsewhere


def _steps(reading: Reading) -> Iterator[Outcome]:
    """11月20日前乡镇完成自查，11月10日前县级根据自查结果完成复核: a step due before the one whose result it takes."""
    for block in reading.blocks:
        if block.form is Form.ROW or "前" not in block.text:
            continue
        for sentence in block.sentences:
            due = list(_STEP.finditer(block.text, sentence.start, sentence.end))
            for one, other in pairwise(due):
                first = block.text[one.end() : other.start()]
                end = min(sentence.end, other.end() + 40)
                words = re.split(r"[，。；]", block.text[other.end() : end])[0]
                if _ANOTHERS.search(words):
                    continue  # 10月20日前完成三季度考核，10月10日前上报二季度考核结果
                rests = [m["on"] or m["by"] for m in _RESTS_ON.finditer(words)]
                days = [(int(m["y"] or one["y"] or 0), int(m["m"]), int(m["d"])) for m in (one, other)]
                if not any(noun in first for noun in rests) or days[1] >= days[0] or days[0][1] - days[1][1] > 5:
                    continue
                literal = other.group(0).removesuffix("前")
                yield _wrong(
                    block, other.start(), literal, f"≥{one.group(0)}", f"{other.group(0)} 早于 {one.group(0)}",
                    f"“{literal}”前要用的结果，到{one.group(0)}才有", None,
                )  # fmt: skip


def _not_yet(reading: Reading, own: datetime.date) -> Iterator[Outcome]:
    """Signed before what it tells of is over, or after the days for which it was to be shown."""
    signed = signature(reading)
    if not signed:
        return
    titled = title_year(reading)
    if any(AHEAD.search(block.text) and len(block.text) <= 45 for block in reading.blocks[:3]):
        return  # a plan speaks of days to come
    disputed = any(_UNDISPUTED.search(block.text) for block in reading.blocks)
    for block in reading.blocks:
        if block.form is Form.ROW or block is signed[1]:
            continue
        shown = _SHOWN.match(block.text)
        told = _DONE_UNTIL.search(block.text)
        day, said = None, ""
        if shown and not disputed:
            day, said = _day(shown, own.year), f"落款在公示期满（{shown['m']}月{shown['d']}日）之后"
            day = day if day and 0 < (own - day).days <= _A_QUARTER else None
        elif told and (not titled or titled[0] == own.year) and _is_told(block, told, own):
            groups = {**told.groupdict(), "y": str(own.year)}
            day = _end_of_groups(groups)
            said = f"落款早于文中已经说到的{told['m']}月{told['d'] or told['end']}" + ("日" if told["d"] else "")
            least = 3 if told["d"] else 10  # figures of a month are drawn up in its last days
            day = day if day and least < (day - own).days <= _A_QUARTER else None
        if day:
            yield _wrong(signed[1], 0, signed[2], f"{day}", f"落款 {own}，文中 {day}", said, block)
            return


def _is_told(block: Block, told: re.Match[str], own: datetime.date) -> bool:
    """Of this year, and no plan."""
    years = re.findall(r"20[0-4]\d(?=年)", block.text)
    around = block.text[max(0, told.start() - 12) : told.end() + 16]
    return not (_PLAN.search(around) or _LAST_YEAR.search(block.text) or any(int(year) != own.year for year in years))


_PLAN = re.compile(r"预计|计划|力争|目标|拟|(?<!现)将|要|争取|确保|前")
_LAST_YEAR = re.compile(r"[去上]年")


def _wrong(block: Block, at: int, literal: str, computed: str, how: str, message: str, other: Block | None) -> Finding:
    lines = (block.origin[at][0] + 1, *((other.first_line + 1,) if other else ()))
    return Finding(Kind.DATE, Severity.WARNING, lines, (literal,), computed, literal, how, message, "请核对日期")


def own_day(reading: Reading) -> datetime.date | None:
    """The day under the report, or that of the meeting or in the heading at its top."""
    signed = signature(reading)
    if signed and signed[0].month and signed[0].day:
        try:
            return datetime.date(signed[0].year, signed[0].month, signed[0].day)
        except ValueError:
            return None
    return next((day for block in reading.blocks[:_HEAD] if (day := _heading(block))), None)


def _heading(block: Block) -> datetime.date | None:
    match = _DATED.search(block.text[:60]) if block.form is not Form.ROW else None
    return _day(match, 0) if match else None


def _day(match: re.Match[str], year: int) -> datetime.date | None:
    try:
        return datetime.date(int(match["y"] or year), int(match["m"]), int(match["d"]))
    except ValueError:
        return None
