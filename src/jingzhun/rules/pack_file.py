"""One YAML 1.2 file of a pack, read with the place of every value, so that errors can name it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import FoldedScalarString, LiteralScalarString, ScalarString

from jingzhun.core.text import fold

from .source import AuthorProblem, Source, nearest
from .yaml_fault import fault_of

LARGEST_FILE = 1_000_000
MOST_VALUES = 200_000


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
            line, column = _spot(self.body, key, of_value=self.body[key] is not None)
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
                line, column = _spot(self.body, key, of_value=False)
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
        if value is None and key not in self.body:
            return None
        if value is None or isinstance(value, CommentedMap | CommentedSeq):
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
    try:
        yaml = YAML(typ="rt")
        yaml.preserve_quotes = True
        body = yaml.load(StringIO(written.removeprefix("\ufeff")))
    except (YAMLError, ValueError, TypeError, RecursionError, AttributeError, LookupError, AssertionError) as wrong:
        fault = fault_of(written, wrong)
        spot = Source("", file, *fault.at)
        raise UnableToReadPackFile(spot, found=fault.found, allowed=fault.allowed) from None
    refuse_odd_values(body, file)
    raw = tuple(written.splitlines())
    listed = body if isinstance(body, CommentedSeq) else [body]
    if not all(isinstance(each, CommentedMap) for each in listed) or not listed:
        raise UnableToReadPackFile(
            Source("", file), found="没有一个条目", allowed="“名称: 值”各一行，或以“- ”开头的一列"
        )
    for each in listed:
        yield Entry(each, file, raw)


def refuse_odd_values(body: Any, file: str) -> None:
    """Tags, values that are no plain data, and what refers to itself or grows beyond reason when written out."""
    todo: list[tuple[Any, tuple[int, ...], int, int]] = [(body, (), 0, 0)]
    seen = 0
    while todo:
        value, around, line, column = todo.pop()
        spot, seen = Source("", file, line + 1, column + 1), seen + 1
        if id(value) in around or seen > MOST_VALUES:
            raise UnableToReadPackFile(spot, found="引用（*）绕回自己，或展开后过大", allowed="写明各项的值")
        if isinstance(value, CommentedMap | CommentedSeq) and not value.tag.value:
            keys: Iterable[Any] = value if isinstance(value, CommentedMap) else range(len(value))
            todo += [(value[key], (*around, id(value)), *_spot(value, key)) for key in keys]
        elif not isinstance(value, str | int | float | date | None):
            tag = getattr(getattr(value, "tag", None), "value", None) or type(value).__name__
            raise UnableToReadPackFile(spot, found=f"类型标记“{tag}”", allowed="不加标记；以 ! 开头的文字加引号")


def _spot(body: CommentedMap | CommentedSeq, key: Any, *, of_value: bool = True) -> tuple[int, int]:
    """Line and column (from 0) of a value or key, also where it is merged in (``<<``) from another mapping."""
    places: Mapping[Any, list[int]] = body.lc.data or {}
    if key in places:
        found = places[key]
        return (found[2], found[3]) if of_value and len(found) > 2 else (found[0], found[1])
    return body.lc.line or 0, body.lc.col or 0


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
