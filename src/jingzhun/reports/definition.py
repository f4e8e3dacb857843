"""What a report asks for: which figure, quoted number or word stands behind each name of its template.

Read from ``reports/<name>.yaml`` of a pack; its ``text`` is the shipped template, which offices then edit in Word.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from jingzhun.core.errors import Problem
from jingzhun.documents.letter import STYLES, write_letter
from jingzhun.results.indicators import INDICATORS

NAME = r"^[^\W\d]\w*$"


class UnableToReadDefinition(Problem):
    code = "D-010"
    says = "报告定义“{name}”读不出来：{why}"
    remedy = "请核对政策包 reports 文件夹里的定义文件"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Word(_Part):
    """A text that is filled in. ``title`` makes it a field of the form; ``category`` is a code of 项目类别."""

    kind: Literal["area", "year", "month", "day", "office", "signed", "text", "villages"]
    title: str = ""
    text: str = ""
    category: str = ""


class Wanted(_Part):
    """A computed figure by its indicator and part."""

    indicator: str
    part: str = ""


class Stated(_Part):
    """A number as a document states it. ``value`` in ``unit``."""

    title: str
    value: Decimal
    unit: str
    document: str
    page: str
    as_of: date
    trust: Literal["seen", "computed", "unchecked"]


class Agreement(_Part):
    """A total that must equal the sum of its parts."""

    total: str
    parts: tuple[str, ...] = Field(min_length=2)


class Definition(_Part):
    report: str
    title: str
    words: dict[str, Word]
    figures: dict[str, Wanted]
    stated: dict[str, Stated] = {}
    agree: tuple[Agreement, ...] = ()
    text: tuple[dict[str, str], ...]

    @property
    def paragraphs(self) -> list[tuple[str, str]]:
        """Style and text of each paragraph of the shipped template."""
        return [next(iter(each.items())) for each in self.text]

    @property
    def template(self) -> bytes:
        """The shipped template as a Word file; the same definition gives the same bytes."""
        return write_letter(self.paragraphs)

    @property
    def asked(self) -> dict[str, Word]:
        """The words that the writer may fill in."""
        return {name: word for name, word in self.words.items() if word.title}


@lru_cache(maxsize=64)
def read_definition(text: str, *, name: str) -> Definition:
    """Read and check, once for each text. Raises :class:`UnableToReadDefinition` with what is wrong."""
    try:
        found = Definition.model_validate(YAML(typ="safe").load(text))
    except ValidationError as cause:
        first = cause.errors()[0]
        raise UnableToReadDefinition(name=name, why=f"{'.'.join(map(str, first['loc']))}：{first['msg']}") from cause
    except YAMLError as cause:
        raise UnableToReadDefinition(name=name, why="不是 YAML") from cause
    known = found.figures.keys() | found.stated.keys()
    complaints = [f"没有指标 {each.indicator}" for each in found.figures.values() if each.indicator not in INDICATORS]
    complaints += [f"没有样式 {s}" for s, _ in found.paragraphs if s not in {style.name for style in STYLES}]
    complaints += [
        f"合计用到没有定义的 {each}" for a in found.agree for each in (a.total, *a.parts) if each not in known
    ]
    complaints += [f"名称 {each} 重复" for each in known & found.words.keys()]
    if complaints:
        raise UnableToReadDefinition(name=name, why="；".join(complaints[:5]))
    return found
