"""Where a piece of a pack stands: the file, line and column (in characters, from 1) that every author error names."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from jingzhun.core.errors import Problem


@dataclass(frozen=True)
class Source:
    """A text with the place of its first character; ``indent`` is the column at which its further lines begin."""

    text: str
    file: str = ""
    line: int = 1
    column: int = 1
    indent: int = 1

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column of the character at ``offset``."""
        before = self.text[:offset]
        down = before.count("\n")
        if not down:
            return self.line, self.column + offset
        return self.line + down, self.indent + offset - before.rfind("\n") - 1

    def place(self, offset: int = 0) -> str:
        """File, line and column in words, to stand before an error's sentence."""
        line, column = self.at(offset)
        where = f"{self.file} " if self.file else ""
        return f"{where}第 {line} 行第 {column} 列："


class AuthorProblem(Problem):
    """An error of a pack's author. Fields: file, line, column, found, allowed, nearest."""

    code = "Y-000"
    says = "此处有误：“{found}”"
    remedy = "请改正后重新载入政策包"

    def __init__(self, source: Source, offset: int = 0, **fields: object) -> None:
        line, column = source.at(offset)
        fields = {"found": "", "allowed": "", "nearest": "", **fields}
        super().__init__(place=source.place(offset), file=source.file, line=line, column=column, **fields)

    @property
    def what_to_do(self) -> str:
        parts = [super().what_to_do]
        if self.fields["allowed"]:
            parts.append(f"此处可写：{self.fields['allowed']}")
        if self.fields["nearest"]:
            parts.append(f"是否想写“{self.fields['nearest']}”")
        return "；".join(part for part in parts if part)


def nearest(word: str, known: list[str]) -> str:
    """The known word most like ``word``, or empty where none is like it at all."""
    best, likeness = "", 0.34
    for each in known[:2000]:
        ratio = SequenceMatcher(None, word[:60], each[:60]).ratio()
        if ratio > likeness:
            best, likeness = each, ratio
    return best
