"""One YAML 1.2 file of a pack, read with the place of every value, so that errors can name it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.scalarstring import FoldedScalarString, LiteralScalarString, ScalarString

from jingzhun.core.text import fold

from .source import AuthorProblem, Source, nearest

LARGEST_FILE = 1_000_000


class UnableToReadPackFile(AuthorProblem):
    code = "Y-020"
    says = "政策包文件不能读取：{found}"
    remedy = "请按 YAML 1.2 改正"


class UnableToAcceptEntry(AuthorProblem):
    code = "Y-021"
    says = "“{found}”不合要求"
    remedy = "请按政策包的格式改正"


PROSE = frozenset({"title", "document", "number", "clause", "source", "note"})
"""Keys that people only read: kept as written, with full-width punctuation. All others are words that rules compare."""


@dataclass(frozen=True)
class Entry:
    """A mapping of the file. Every getter takes the key, checks the kind and remembers the place."""

    body: CommentedMap
    file: str
    raw: tuple[str, ...]

    def place(self, key: str = "") -> Source:
        """The place of a key's value (or of the mapping), with its text where it is one."""
        if key and key in self.body:
            line, column = self.body.lc.value(key)
            return _source(self.body[key], self.file, line, column, self.raw)
        return Source("", self.file, self.body.lc.line + 1, self.body.lc.col + 1)

    def refuse(self, key: str, found: object, allowed: str = "") -> UnableToAcceptEntry:
        return UnableToAcceptEntry(Source("", *self._spot(key)), found=found, allowed=allowed)

    def _spot(self, key: str) -> tuple[str, int, int]:
        place = self.place(key)
        return place.file, place.line, place.column

    def only(self, *known: str) -> None:
        """Refuse keys that are not known: a misspelt key would otherwise be silently nothing."""
        for key in self.body:
            if key not in known:
                line, column = self.body.lc.key(key)
                spot = Source("", self.file, line + 1, column + 1)
                raise UnableToAcceptEntry(
                    spot, found=key, allowed="、".join(known), nearest=nearest(str(key), list(known))
                )

    def text(self, key: str, default: str | None = None) -> str:
        value = self.body.get(key)
        if value is None and default is not None:
            return default
        if value is None:
            raise self.refuse(key, f"缺少 {key}")
        if isinstance(value, CommentedMap | CommentedSeq):
            raise self.refuse(key, key, "一段文字")
        written = value.isoformat() if isinstance(value, date) else str(value)
        return written.strip() if key in PROSE else fold(written)

    def rule(self, key: str) -> Source | None:
        value = self.body.get(key)
        if value is None:
            return None
        if isinstance(value, CommentedMap | CommentedSeq):
            raise self.refuse(key, key, "一条规则")
        return self.place(key)

    def day(self, key: str) -> date | None:
        value = self.body.get(key)
        if value is None:
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        raise self.refuse(key, value, "日期，如 2018-01-01")

    def whole(self, key: str) -> int | None:
        value = self.body.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return None if value is None else int(value)
        raise self.refuse(key, value, "整数")

    def entry(self, key: str) -> Entry | None:
        value = self.body.get(key)
        if value is None:
            return None
        if not isinstance(value, CommentedMap):
            raise self.refuse(key, key, "{名称: 值}")
        return Entry(value, self.file, self.raw)

    def entries(self, key: str) -> tuple[Entry, ...]:
        value = self.body.get(key)
        if value is None:
            return ()
        if not isinstance(value, CommentedSeq) or not all(isinstance(each, CommentedMap) for each in value):
            raise self.refuse(key, key, "一列条目")
        return tuple(Entry(each, self.file, self.raw) for each in value)

    def rules(self, key: str) -> tuple[Source, ...]:
        value = self.body.get(key)
        if value is None:
            return ()
        if not isinstance(value, CommentedSeq):
            raise self.refuse(key, key, "[规则, 规则]")
        return tuple(self._listed(value, i) for i in range(len(value)))

    def _listed(self, values: CommentedSeq, index: int) -> Source:
        line, column = values.lc.item(index)
        return _source(values[index], self.file, line, column, self.raw)

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(fold(each.text) for each in self.rules(key))

    def plain(self) -> dict[str, Any]:
        plain: dict[str, Any] = _plain(self.body)
        return plain


def read_entries(path: Path, file: str) -> Iterator[Entry]:
    """The mappings of a file: its one mapping, or each of its list. Raises :class:`UnableToReadPackFile`."""
    spot = Source("", file)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UnableToReadPackFile(spot, found="文件超过 1 MB")
        written = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise UnableToReadPackFile(spot, found="文件打不开或不是 UTF-8") from None
    yield from parse_entries(written, file)


def parse_entries(written: str, file: str) -> Iterator[Entry]:
    """The same of a file's text."""
    spot = Source("", file)
    try:
        yaml = YAML(typ="rt")
        yaml.preserve_quotes = True
        body = yaml.load(StringIO(written))
    except MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        spot = Source("", file, mark.line + 1 if mark else 1, mark.column + 1 if mark else 1)
        raise UnableToReadPackFile(spot, found="YAML 格式不对") from None
    except (YAMLError, ValueError, TypeError, RecursionError, AttributeError, KeyError):
        raise UnableToReadPackFile(spot, found="YAML 格式不对") from None
    raw = tuple(written.splitlines())
    for each in body if isinstance(body, CommentedSeq) else [body]:
        if not isinstance(each, CommentedMap):
            raise UnableToReadPackFile(spot, found="应为 {名称: 值} 或其列表")
        yield Entry(each, file, raw)


def _source(value: Any, file: str, line: int, column: int, raw: tuple[str, ...]) -> Source:
    text = value.isoformat() if isinstance(value, date) else str(value)
    if isinstance(value, LiteralScalarString | FoldedScalarString):
        following = raw[line + 1] if line + 1 < len(raw) else ""
        indent = len(following) - len(following.lstrip()) + 1
        return Source(text.rstrip("\n"), file, line + 2, indent, indent)
    return Source(text, file, line + 1, column + 1 + isinstance(value, ScalarString), column + 1)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, str):
        return fold(value)
    return value
