"""Names in a row and how many they are, where nothing but their number says so: 甲镇、乙镇、丙乡三个, 一份是…一份是…, 《甲》《乙》."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...block import Block, Form
from ...finding import Finding, Holding, Kind, Outcome, Severity
from ...numerals import read_count
from ...reading import Reading
from .sure import MOST_OFF

_N = r"(?P<n>\d{1,2}|[二两三四五六七八九十]{1,3})"
_NAME = r"[一-龥]{2,14}"
_UNIT = r"(?P<unit>个|名|位|家|项|处|所|类|种|支|人|条|份|点)"
_BEHIND = re.compile(
    rf"(?P<names>{_NAME}(?:、{_NAME}){{1,14}}){_N}{_UNIT}(?=[，。；）、：]|[一-龥]{{1,4}}[，。；）、：])"
)
_COMMA = re.compile(rf"(?P<names>{_NAME}(?:、{_NAME}){{2,14}})，(?:共计?)?{_N}{_UNIT}(?P<noun>[一-龥]{{0,6}})")
_AHEAD = re.compile(
    rf"{_N}{_UNIT}(?P<noun>[一-龥]{{0,8}})，(?:为|有|是|即)(?P<names>{_NAME}(?:、{_NAME}){{1,14}})(?=[，。；）])"
)
_PRESENT = re.compile(
    rf"(?P<role>[一-龥]{{0,6}})：(?P<names>[一-龥]{{2,4}}(?:、[一-龥]{{2,4}}){{1,40}})(?:（(?:共)?|，共){_N}(?P<unit>人|名|位)(?=[）。]|$)"
)
_ATTENDANCE = re.compile(r"出席|列席|请假|缺席|到会|参会|与会|参加|汇报人?$")
_CALLED = re.compile(
    r"[“「](?P<n>[二两三四五六七八九十])(?P<unit>[一-龥]{1,6})[”」](?:[一-龥]{0,6}?(?:是指|指的是|，?即|，?包括|就是)：?|[一-龥]{0,4}(?:：|——|（))“?"
    r"(?P<names>[一-龥]{2,12}(?:、[一-龥]{2,12}){1,14})(?=[，。；）”])"
)
_ONE_BY_ONE = re.compile(rf"{_N}(?P<unit>[一-龥])(?P<noun>[一-龥]{{0,8}})[，：](?=一(?P=unit)(?:是|为|叫))")
_TITLES = re.compile(
    rf"{_N}(?P<unit>个|项|份|部|件)(?P<noun>[一-龥]{{0,8}})(?:，(?:即|包括|分别[是为])?|：|（|即|包括)(?P<names>《[^》]{{2,40}}》(?:[、和及]?《[^》]{{2,40}}》){{1,20}})(?P<more>等)?"
)
_JOINED = re.compile(r"(?<=[一-龥]{2})[和及与](?=[一-龥]{2})")
_ENDS = "镇乡村县区市州组局社点厂院校队站园户班"


def find(reading: Reading) -> Iterator[Outcome]:
    for block in reading.blocks:
        if block.form is Form.ROW:
            continue
        if "、" in block.text:
            yield from _listed(block)
            yield from _present(block)
            yield from _called(block)
        yield from _one_by_one(block)
        yield from _titles(block)


def _listed(block: Block) -> Iterator[Outcome]:
    for pattern in (_BEHIND, _COMMA, _AHEAD):
        for match in pattern.finditer(block.text):
            names = match["names"].split("、")
            alike = len({name[-1] for name in names}) == 1 or all(name[-1] in _ENDS for name in names)
            if len(names) == 2 and not alike:
                continue
            if pattern is _COMMA and not (alike and names[-1][-1] in match["unit"] + match["noun"]):
                continue
            if read_count(match["n"]) in (len(names), len(names) + len(_JOINED.findall(names[-1]))):
                yield _holds(block, match, len(names))


def _present(block: Block) -> Iterator[Outcome]:
    """出席：甲某、乙某（9 人）: whole names, one for each."""
    for match in _PRESENT.finditer(block.text):
        names, number = match["names"].split("、"), read_count(match["n"])
        if number == len(names):
            yield _holds(block, match, number)
        elif abs(number - len(names)) <= MOST_OFF and (len(names) >= 4 or _ATTENDANCE.search(match["role"])):
            yield _fails(block, match, len(names))


def _called(block: Block) -> Iterator[Outcome]:
    """“七长”即县长、局长、乡长…: a short name that says how many, and the names it is short for."""
    for match in _CALLED.finditer(block.text):
        names, number = match["names"].split("、"), read_count(match["n"])
        joined = sum(len(_JOINED.findall(name)) for name in names)
        heads = {head for head in match["unit"] if all(head in name for name in names)}
        goes_on = heads & set(re.split(r"[。）]", block.text[match.end() :][:40])[0])  # …、不摘帮扶，不摘监管
        if len(names) <= number <= len(names) + joined:
            yield _holds(block, match, number)
        elif abs(number - len(names)) <= 2 and not names[-1].endswith("等") and heads and not goes_on:
            yield _fails(block, match, len(names))


def _one_by_one(block: Block) -> Iterator[Outcome]:
    for match in _ONE_BY_ONE.finditer(block.text):
        end = block.text.find("。", match.end())
        rest = block.text[match.end() : end if end >= 0 else len(block.text)]
        if len(re.findall(rf"一{match['unit']}(?:是|为|叫)", rest)) == read_count(match["n"]):
            yield _holds(block, match, read_count(match["n"]))


def _titles(block: Block) -> Iterator[Outcome]:
    for match in _TITLES.finditer(block.text):
        count, number = match["names"].count("《"), read_count(match["n"])
        if count == number:
            yield _holds(block, match, number)
        elif not match["more"] and block.text[match.end() : match.end() + 1] in "，。；）" and abs(count - number) <= 2:
            yield _fails(block, match, count)


def _holds(block: Block, match: re.Match[str], count: int) -> Holding:
    return Holding(Kind.LIST_COUNT, _line(block, match), (match["n"] + match["unit"], match["n"]), f"所列共{count}项")


def _fails(block: Block, match: re.Match[str], count: int) -> Finding:
    literal = match["n"] + match["unit"]
    return Finding(
        Kind.LIST_COUNT, Severity.WARNING, _line(block, match), (literal,), str(count), literal, f"所列共{count}个，文中为{read_count(match['n'])}个",
        f"所列名称共{count}个，文中写“{literal}”", "请补上漏列的名称或改正个数",
    )  # fmt: skip


def _line(block: Block, match: re.Match[str]) -> tuple[int, ...]:
    return (block.origin[match.start("n")][0] + 1,)
