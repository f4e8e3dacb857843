"""Places won or lost and minutes saved: 由第 11 位上升到第 4 位，前移 7 个位次; 原来 2 小时 10 分，现在 45 分钟，省下 85 分钟."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...block import Block, Form
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...numerals import read_count
from ...reading import Reading

_N = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})"
_RANK = re.compile(rf"(?<!倒数)第(?P<n>{_N})(?:个?[位名]次?|(?=[，。；、]))")
_MOVED = re.compile(
    rf"(?P<words>[^，。；]*?)(?:前[进移]|上升|提升|提高|跃升|进步|晋升|[进升]|后[移退]|下[降滑]|[退降跌])了?(?:整整)?(?P<n>{_N}|两)个?(?:位次|名次|[位名])"
)
_FROM_TO = re.compile(r"[升降跃跌进退滑到至比较年今]|现在|目前")
_OTHERS = re.compile(r"其[他它余]|另|分别|各")
_LENGTH = re.compile(
    r"(?<![\d.第:])(?:(?P<short>半个?(?:小时|钟头))|(?P<h>\d+(?:\.\d+)?|[一二两三四五六七八九十]{1,2})个?(?P<half>半)?(?:小时|钟头)"
    r"(?:(?P<then>半)|零?(?P<m>\d{1,2}|[一二三四五六七八九十]{1,3})分钟?(?!之))?|(?P<only>\d{1,3}|[一二三四五六七八九十]{1,3})分钟)"
)
_SAVED = re.compile(
    r"(?:节[约省]|省[下了出]?|缩短|减少|少[走用花跑等坐]?|快|压缩|提前)(?:出来?)?(?:路上|往返|车程|路程|时间)?(?:的?时间)?(?:了|出)*(?:整整|足足)?$"
)
_ROUND = re.compile(r"来回|往返|一来一去|来去")
_LOOSE = re.compile(r"(?:约|近|大约|将近|超过?|不到|不足|多|至少|最多|平均)$")
_OPEN = re.compile(r"^(?:多|左右|以上|以内|以下|上下|不到|[一二三四五六七八九十]+|至|到\d|-|~)")
_MOVES = re.compile(
    r"原|以[前往]|过去|从前|[搬改通修建]|之前|前[，要需得]|由|从|需要?|要|现在|如今|只[要用需]|缩短|路|后|降|今"
)


def find(reading: Reading, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    wrong = {(line, said) for o in outcomes if isinstance(o, Finding) for line in o.lines for said in o.literals}
    for block in reading.blocks:
        if block.form is Form.ROW:
            continue
        for outcome in (*_ranks(block), *_lengths(block)):
            if not any((outcome.lines[0], said) in wrong for said in outcome.literals):
                yield outcome


def _ranks(block: Block) -> Iterator[Outcome]:
    """Two places in one sentence and, behind them, by how many it moved."""
    for sentence in block.sentences:
        ranks = list(_RANK.finditer(block.text, sentence.start, sentence.end))
        moved = _MOVED.search(block.text, ranks[-1].end(), sentence.end) if len(ranks) == 2 else None
        if not moved or _OTHERS.search(moved["words"]) or block.text.count("，", ranks[-1].end(), moved.start()) > 2:
            continue
        if not _FROM_TO.search(block.text, ranks[0].end(), ranks[1].start()):
            continue  # 全市第 3，全省第 18 位
        then, now, places = (read_count(said["n"]) for said in (*ranks, moved))
        if then and now and then != now and places:
            how = f"第{then}位与第{now}位相差"
            yield _told(block, moved.start("n"), moved.end(), abs(then - now), places, how, "位", f"第{then}")


def _lengths(block: Block) -> Iterator[Outcome]:
    """Three lengths of time in one sentence: two one after the other, then what is saved."""
    for sentence in block.sentences:
        found = [(f.start(), f.end(), _minutes(f)) for f in _LENGTH.finditer(block.text, sentence.start, sentence.end)]
        if len(found) != 3:
            continue
        (one, one_end, then), (other, other_end, now), (third, third_end, saved) = found
        text = block.text
        if not _SAVED.search(text[other_end:third].split("，")[-1]) or then <= now:
            continue
        if any(_LOOSE.search(text[:start]) or _OPEN.match(text[end:]) for start, end, _ in found):
            continue
        before, between = text[sentence.start : one], text[one_end:other]
        if not (_MOVES.search(before) and _MOVES.search(between)):
            continue
        both = 2 if _ROUND.search(text[other_end:third]) and not _ROUND.search(before + between) else 1
        right = (then - now) * both
        how = f"{then}分钟 − {now}分钟" if both == 1 else f"（{then}分钟 − {now}分钟）× 2"
        yield _told(block, third, third_end, right, saved, how, "分钟", text[one:one_end], ok=(right, then - now))


def _minutes(said: re.Match[str]) -> int:
    if said["short"] or said["only"]:
        return read_count(said["only"]) if said["only"] else 30
    hours = float(said["h"]) if said["h"][0].isdecimal() else read_count(said["h"])
    return int(hours * 60) + read_count(said["m"] or "") + (30 if said["half"] or said["then"] else 0)


def _told(
    block: Block, start: int, end: int, right: int, stated: int, how: str, unit: str, other: str, ok: tuple[int, ...] = ()
) -> Outcome:  # fmt: skip
    literal = re.sub(r"\s", "", block.text[start:end])
    lines = (block.origin[start][0] + 1,)
    number = re.match(r"[\d.]+|[一-龥]+", literal)
    said = number.group(0) if number and unit == "位" else literal
    if stated in (ok or (right,)):
        return Holding(Kind.DIFFERENCE, lines, (said, other), f"{how} = {stated}{unit}")
    return Finding(
        Kind.DIFFERENCE, Severity.ERROR, lines, (said, other), f"{right}{unit}", literal, f"{how} = {right}{unit} ≠ {stated}{unit}",
        f"{how}应为{right}{unit}，文中写{literal}", "请核对起止和相差的数",
    )  # fmt: skip
