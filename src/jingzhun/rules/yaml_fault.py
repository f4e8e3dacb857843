"""What is wrong with a pack's file that is no YAML: where, what was found and what may stand there, in an author's words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.reader import ReaderError

_DAY = re.compile(r"(?<![\d-])(\d{4})-(\d{1,2})-(\d{1,2})(?![\d-])")
_COLON = re.compile(r"^\s*(?:- )?[^\s:：#\"'“]+(：)", re.MULTILINE)
_SAID: tuple[tuple[str, str, str], ...] = (
    ("duplicate key", "名称“{word}”写了两次", "同一处每个名称只写一次"),
    ("undefined alias", "“{word}”，没有这个引用", "以 * 开头的文字加引号"),
    ("'\\t'", "制表符", "用空格缩进"),
    ("cannot start any token", "“{sign}”", "以符号开头的文字加引号"),
    ("parsing an tag", "以 ! 开头的文字", "加引号的文字；“不是”写作“非”"),
    ("mapping values", "“:”", "换一行，或给含冒号的文字加引号"),
    ("could not find expected ':'", "没有冒号的一行", "名称: 值"),
    ("single document", "“---”", "一个文件里只有一份内容"),
    ("',' or '}'", "“{sign}”", "，或 }；含逗号、冒号、括号的文字加引号"),
    ("',' or ']'", "“{sign}”", "，或 ]；含逗号、冒号、括号的文字加引号"),
    ("while scanning a quoted", "没有写完的引号", "成对的引号"),
    ("end of stream", "没有写完的引号或括号", "成对的引号和括号"),
)
"""A piece of the parser's words, then what was found and what may stand there."""


@dataclass(frozen=True)
class Fault:
    """``at`` is line and column, from 1."""

    at: tuple[int, int]
    found: str
    allowed: str


def fault_of(written: str, wrong: Exception) -> Fault:
    """The fault behind what the YAML parser raised."""
    if isinstance(wrong, ReaderError):
        return Fault(_at(written, int(wrong.position)), "看不见的控制字符", "删去它")
    if isinstance(wrong, MarkedYAMLError):
        mark = wrong.problem_mark or wrong.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        lines = [*written.splitlines(), ""]
        colon = _COLON.search(written)
        if colon and written.count("\n", 0, colon.start(1)) <= line:
            return Fault(_at(written, colon.start(1)), "全角冒号“：”", "半角冒号和一个空格")
        rest = lines[min(line, len(lines) - 1)][column:]
        said = f"{wrong.context or ''} {wrong.problem or ''}"
        word = re.match(r"[^\s:,}\]]+", rest)
        for piece, found, allowed in _SAID:
            if piece in said:
                shown = found.format(word=word[0] if word else rest[:1], sign=rest[:1] or "行末")
                return Fault((line + 1, column + 1), shown, allowed)
        return Fault((line + 1, column + 1), f"“{rest[:1] or '行末'}”", "YAML 1.2 的写法；含符号的文字加引号")
    for each in _DAY.finditer(written):
        try:
            date(*map(int, each.groups()))
        except ValueError:
            return Fault(_at(written, each.start()), f"“{each[0]}”，没有这一天", "日期，如 2018-01-01")
    return Fault((1, 1), "读不懂的内容", "YAML 1.2 的写法")


def _at(written: str, offset: int) -> tuple[int, int]:
    before = written[:offset]
    return before.count("\n") + 1, offset - before.rfind("\n")
