"""Loads a pack's folder into :class:`~jingzhun.rules.pack.Pack` and takes its content hash. Called by ``policy`` and runs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

from jingzhun.core.area_code import AreaCode, UnableToReadAreaCode
from jingzhun.core.period import Period
from jingzhun.core.text import fold

from . import nodes as n
from .declared_fact import DeclaredFact, read_fact
from .factor import FactorTemplate, read_factors
from .language import Quantity, parse
from .measure_table import read_measures
from .nodes import Kind, Literal, Type
from .pack import Case, Item, Pack, PackParameter, ParameterValue, Programme, Rounding, Standard, Term
from .pack_file import Entry, UnableToAcceptEntry, UnableToReadPackFile, parse_entries, read_entries
from .procedure import read_procedure
from .resolve import VERDICTS
from .source import Source, nearest
from .tranche import TrancheTemplate, read_tranches
from .trust import read_trust
from .units import Unit, read_unit

_CODE_WORD = re.compile(r"[a-z][a-z0-9_]*[a-z0-9]|[a-z]")
_FEN = {"分": 1, "角": 10, "元": 100, "百元": 10_000, "万元": 1_000_000}


KINDS = (
    "codes", "facts", "parameters", "terms", "standards", "programmes", "tranches", "factors", "procedures", "measures",
    "cases", "reports",
)  # fmt: skip
"""The folders of a pack."""
MOST_WEIGHT = 1_000_000
RESERVED = frozenset(
    {
        "如果", "if", "则", "then", "否则", "else", "或者", "或", "or", "并且", "且", "and", "非", "not", "在", "between", "到", "to",
        "属于", "in", "缺", "missing", "评估日", "as_of", "评估年度", "as_of_year", *VERDICTS, "是", "否",
    }
)  # fmt: skip
"""Words that rules read in their own meaning."""


def load_pack(folder: Path) -> Pack:
    """Read every file of a pack. Raises :class:`~jingzhun.rules.source.AuthorProblem` with file, line and column."""
    head_file = folder / "pack.yaml"
    if not head_file.is_file():
        raise UnableToReadPackFile(Source("", "pack.yaml"), found="缺少 pack.yaml")
    _refuse_stray_files(folder)
    head = next(read_entries(head_file, "pack.yaml"))
    head.only("pack", "title", "document", "area", "in_force", "complete")
    document, in_force, complete = head.entry("document"), head.entry("in_force"), head.entry("complete")
    if document is not None:
        document.only("title", "number", "trust")
    if in_force is None or (since := in_force.day("from")) is None:
        raise head.refuse("in_force", "in_force", "{from: 日期, until: 日期}")
    in_force.only("from", "until")
    until = in_force.day("until")
    if until is not None and until <= since:
        raise in_force.refuse("until", until, "晚于 from 的日期")
    programmes = tuple(_programme(entry) for entry in _files(folder, "programmes"))
    parameters = tuple(_parameter(entry) for entry in _files(folder, "parameters"))
    for entry in _files(folder, "tranches"):
        read_tranches(entry, parameters)
    for entry in _files(folder, "factors"):
        read_factors(entry, parameters)
    return Pack(
        name=head.text("pack"),
        title=head.text("title"),
        document_title=document.text("title", "") if document else "",
        document_number=document.text("number", "") if document else "",
        trust=read_trust(document or head),
        area=_area(head, "area"),
        in_force=Period(since, until),
        complete=_complete(head),
        codes=_code_lists(_files(folder, "codes")),
        facts=tuple(_fact(entry) for entry in _files(folder, "facts")),
        parameters=parameters,
        terms=tuple(_term(entry) for entry in _files(folder, "terms")),
        standards=tuple(_standard(entry) for entry in _files(folder, "standards")),
        programmes=programmes,
        procedures=tuple(read_procedure(entry) for entry in _files(folder, "procedures")),
        measures=tuple(read_measures(entry) for entry in _files(folder, "measures")),
        cases=tuple(Case(entry.text("case"), entry.plain(), entry.place()) for entry in _files(folder, "cases")),
        digest=pack_digest(folder),
        folder=folder,
        at=head.place(),
        complete_at={fold(str(key)): complete.place(key) for key in complete.body} if complete else {},
    )


def _refuse_stray_files(folder: Path) -> None:
    """A file that nobody reads would silently be nothing."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix.lower() not in (".yaml", ".yml") or name == "pack.yaml":
            continue
        kind, _, rest = name.rpartition("/")
        if kind not in KINDS or path.suffix != ".yaml":
            near = nearest(kind, list(KINDS)) if kind not in KINDS else rest.rpartition(".")[0] + ".yaml"
            allowed = "、".join(f"{each}/" for each in KINDS) + "，以 .yaml 结尾"
            raise UnableToReadPackFile(
                Source("", name), found="放在这里的文件不会被读到", allowed=allowed, nearest=near
            )


def facts_in(files: Mapping[str, str]) -> tuple[DeclaredFact, ...]:
    """The declared facts of a stored pack, from its texts by relative path."""
    names = sorted(name for name in files if name.startswith("facts/") and name.endswith(".yaml"))
    return tuple(_fact(entry) for name in names for entry in parse_entries(files[name], name))


def tranches_in(files: Mapping[str, str]) -> tuple[tuple[TrancheTemplate, ...], tuple[PackParameter, ...]]:
    """The tranche templates of a stored pack and its parameters, from its texts by relative path."""
    parameters = tuple(_parameter(entry) for entry in _stored(files, "parameters"))
    return tuple(read_tranches(entry, parameters) for entry in _stored(files, "tranches")), parameters


def factors_in(files: Mapping[str, str]) -> tuple[tuple[FactorTemplate, ...], tuple[PackParameter, ...]]:
    """The factor templates of a stored pack and its parameters, from its texts by relative path."""
    parameters = tuple(_parameter(entry) for entry in _stored(files, "parameters"))
    return tuple(read_factors(entry, parameters) for entry in _stored(files, "factors")), parameters


def _stored(files: Mapping[str, str], kind: str) -> list[Entry]:
    names = sorted(name for name in files if name.startswith(f"{kind}/") and name.endswith(".yaml"))
    return [entry for name in names for entry in parse_entries(files[name], name)]


def pack_digest(folder: Path) -> str:
    """SHA-256 over the names and contents of the folder's YAML files, line ends normalised."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.yaml")):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _files(folder: Path, kind: str) -> list[Entry]:
    paths = sorted((folder / kind).glob("*.yaml"))
    return [entry for path in paths for entry in read_entries(path, f"{kind}/{path.name}")]


def _area(entry: Entry, key: str) -> str:
    try:
        return AreaCode.parse(entry.text(key, "")).significant
    except UnableToReadAreaCode:
        raise entry.refuse(key, entry.text(key), "区划代码") from None


def _code(entry: Entry) -> str:
    code = entry.text("code", "")
    if code and not _CODE_WORD.fullmatch(code):
        raise entry.refuse("code", code, "小写英文字母、数字和下划线")
    if code in RESERVED:
        raise entry.refuse("code", code, "政策语言没有用到的词")
    return code


def _name(entry: Entry, key: str) -> str:
    name = entry.text(key)
    if not re.fullmatch(r"[^\W\d]\w*", name) or name.startswith("_") or name.endswith("_"):
        raise entry.refuse(key, name, "不含空格和符号的词")
    if name in RESERVED:
        raise entry.refuse(key, name, "政策语言没有用到的词")
    return name


def _complete(head: Entry) -> dict[str, bool]:
    asked = head.entry("complete")
    if asked is None:
        return {}
    for key in asked.body:
        if asked.text(key) not in ("需要", "不需要"):
            raise asked.refuse(key, asked.text(key), "需要、不需要")
    return {fold(str(key)): asked.text(key) == "需要" for key in asked.body}


def _code_lists(entries: list[Entry]) -> dict[str, tuple[str, ...]]:
    lists: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        name, codes = _code_list(entry)
        if name in lists or not codes:
            raise entry.refuse("list" if codes else "codes", name, "各代码表名称不同，至少一个值")
        lists[name] = codes
    return lists


def _code_list(entry: Entry) -> tuple[str, tuple[str, ...]]:
    entry.only("list", "code", "source", "trust", "codes", "note")
    written = entry.body.get("codes")
    if isinstance(written, list) and all(isinstance(each, dict) for each in written):
        for each in entry.entries("codes"):
            each.only("code", "text", "aliases", "note")
        return _name(entry, "list"), tuple(each.text("text") for each in entry.entries("codes"))
    return _name(entry, "list"), entry.texts("codes")


def _fact(entry: Entry) -> DeclaredFact:
    return read_fact(entry, name=_name(entry, "fact"), code=_code(entry))


def _parameter(entry: Entry) -> PackParameter:
    entry.only("parameter", "code", "unit", "values", "note")
    name = _name(entry, "parameter")
    unit = read_unit(entry.text("unit", ""))
    if unit is None:
        raise entry.refuse("unit", entry.text("unit"), "元、人、%、平方米/人 等单位")
    values = tuple(_parameter_value(each, unit) for each in entry.entries("values"))
    if not values:
        raise entry.refuse("values", name, "至少一个带日期和依据的值")
    type_ = next((value.given.type for value in values if value.given), Type(Kind.NUMBER, unit[0]))
    if any((value.given.type if value.given else Type(Kind.NUMBER, unit[0])) != type_ for value in values):
        raise entry.refuse("values", name, "各值类型和单位一致")
    seen = [(value.area, value.since) for value in values]
    if len(set(seen)) < len(seen):
        raise entry.refuse("values", name, "同一地区同一日期只有一个值")
    return PackParameter(name, _code(entry), type_, values, entry.place())


def _parameter_value(entry: Entry, unit: tuple[Unit, Fraction]) -> ParameterValue:
    entry.only("area", "from", "until", "value", "source", "clause", "trust", "page")
    since = entry.day("from")
    if since is None:
        raise entry.refuse("from", "from", "起始日期")
    until = entry.day("until")
    if until is not None and until <= since:
        raise entry.refuse("until", until, "晚于 from 的日期")
    literal = _literal(entry, unit)
    return ParameterValue(
        _area(entry, "area"),
        since,
        until,
        literal,
        entry.text("source", ""),
        entry.text("clause", ""),
        read_trust(entry),
        entry.text("value", ""),
        None if literal else entry.rule("value"),
    )


def _literal(entry: Entry, given: tuple[Unit, Fraction]) -> Literal | None:
    """The value of an entry; None where it is a formula over other parameters (anything but one quantity, date or text)."""
    unit, factor = given
    value = entry.body.get("value")
    if isinstance(value, date):
        return Literal(n.DATE, value)
    rule = entry.rule("value")
    if rule is None:
        raise entry.refuse("value", "value", "一个值")
    read = parse(rule)
    if read.kind in ("text", "path") and unit.is_plain:
        return Literal(n.TEXT, read.value if read.kind == "text" else ".".join(read.value))
    negative = read.kind == "negate" and read.parts[0].kind == "quantity"
    if negative:
        read = read.parts[0]
    if read.kind == "date":
        return Literal(n.DATE, read.value)
    if read.kind in ("text", "list"):
        raise entry.refuse("value", rule.text, "数量、日期、文字或由其他参数组成的公式")
    if read.kind != "quantity":
        return None
    quantity: Quantity = read.value
    if quantity.unit not in (unit, Unit(unit.num)) and not (quantity.unit.is_plain and not unit.is_money):
        raise entry.refuse("value", rule.text, f"以{unit.title}为单位的数")
    if factor != 1 and quantity.is_bare and not unit.is_money:
        raise entry.refuse("value", rule.text, "写明单位的数，如 3%、5公里")
    if unit.is_money and not unit.den and quantity.number != int(quantity.number):
        raise entry.refuse("value", rule.text, "到分为止的金额")
    return Literal(Type(Kind.NUMBER, unit), Fraction(-quantity.number if negative else quantity.number))


def _term(entry: Entry) -> Term:
    entry.only("term", "code", "of", "is", "note", "source", "trust")
    rule = entry.rule("is")
    if rule is None:
        raise entry.refuse("is", "is", "一条规则")
    return Term(_name(entry, "term"), _code(entry), entry.text("of", ""), rule)


def _standard(entry: Entry) -> Standard:
    entry.only("standard", "code", "title", "subject", "applies", "items", "passes_at", "note")
    name = _name(entry, "standard")
    items = tuple(_item(each) for each in entry.entries("items"))
    if not items:
        raise entry.refuse("items", name, "至少一条")
    ids = [item.id for item in items]
    for item, each in zip(items, entry.entries("items"), strict=True):
        if ids.count(item.id) > 1:
            raise each.refuse("id", item.id, "不重复的编号")
    passes_at = entry.whole("passes_at")
    if (passes_at is None) != (not any(item.weight is not None for item in items)):
        raise entry.refuse("passes_at", name, "有计分条目就写明 passes_at，没有就不写")
    reachable = sum(item.weight or 0 for item in items if item.holds is not None)
    if passes_at is not None and not 1 <= passes_at <= reachable:
        raise entry.refuse("passes_at", passes_at, f"1 到各计分条目之和 {reachable}")
    return Standard(
        name,
        _code(entry),
        entry.text("title", name),
        entry.text("subject"),
        entry.rule("applies"),
        items,
        passes_at,
        entry.place(),
    )


def _item(entry: Entry) -> Item:
    entry.only("id", "title", "holds", "show", "clause", "source", "trust", "weight", "note")
    identity = entry.text("id")
    if not _CODE_WORD.fullmatch(identity):
        raise entry.refuse("id", identity, "小写英文字母、数字和下划线")
    weight = entry.whole("weight")
    if weight is not None and not 1 <= weight <= MOST_WEIGHT:
        raise entry.refuse("weight", weight, f"正整数，不超过 {MOST_WEIGHT}")
    show = entry.rules("show")
    if len(show) > 2:
        raise entry.refuse("show", "show", "[值] 或 [值, 标准]")
    return Item(
        identity, entry.text("title"), entry.rule("holds"), show, entry.text("clause", ""), entry.text("source", ""), read_trust(entry), weight,
        entry.place(),
    )  # fmt: skip


def _programme(entry: Entry) -> Programme:
    entry.only(
        "programme", "code", "title", "subject", "eligible", "amount", "rounding", "procedure", "fund", "clause", "source", "trust", "given",
        "cases", "note",
    )  # fmt: skip
    name, amount, given = _name(entry, "programme"), entry.rule("amount"), entry.entry("given")
    if amount is None:
        raise entry.refuse("amount", name, "amount: 一条金额规则")
    cases = tuple(Case(f"{name}：{_summary(each)}", each.plain(), each.place()) for each in entry.entries("cases"))
    return Programme(
        name, _code(entry), entry.text("title", name), entry.text("subject"), entry.rule("eligible"), amount, _rounding(entry),
        entry.text("procedure", ""), entry.text("fund", ""), entry.text("clause", ""), entry.text("source", ""), read_trust(entry),
        given.plain() if given else {}, cases, entry.place(),
    )  # fmt: skip


def _summary(entry: Entry) -> str:
    return "，".join(f"{key} {value}" for key, value in entry.plain().items() if key != "expect")


def _rounding(entry: Entry) -> Rounding:
    written = entry.text("rounding", "")
    if not written:
        return Rounding()
    matched = re.fullmatch(r"(down|up|half up|向下|向上|四舍五入)\s*(?:to|到)\s*(分|角|元|百元|万元)", written)
    if not matched:
        raise entry.refuse("rounding", written, "down to 元、向下到元、half up to 分 等")
    way = {"向下": "down", "向上": "up", "四舍五入": "half up"}.get(matched[1], matched[1])
    return Rounding(way, _FEN[matched[2]])


__all__ = ["UnableToAcceptEntry", "facts_in", "load_pack", "pack_digest"]
