"""What differs between two versions of a pack, piece by piece: parameter values, items, programmes, terms, code lists.

Called by the pack workshop, so that who approves reads policy and not files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .pack import Item, Pack, ParameterValue, Programme
from .source import Source
from .trust import Trust


@dataclass(frozen=True)
class PackChange:
    """``before`` or ``after`` is empty where the piece is new or gone."""

    where: str
    what: str
    before: str
    after: str


def pack_changes(before: Pack, after: Pack) -> list[PackChange]:
    """In the order of a pack's page. Nothing where the packs say the same, whatever their files look like."""
    old, new = _pieces(before), _pieces(after)
    return [
        PackChange(*key, old.get(key, ""), new.get(key, ""))
        for key in dict.fromkeys((*old, *new))
        if old.get(key, "") != new.get(key, "")
    ]


def _pieces(pack: Pack) -> Mapping[tuple[str, str], str]:
    pieces: dict[tuple[str, str], str] = {("政策包", "名称"): pack.title, ("政策包", "有效"): _period(pack)}
    for parameter in pack.parameters:
        for value in parameter.values:
            key = f"{value.area or '全国'}，{value.since} 起"
            pieces[f"参数 {parameter.name}", key] = _value(value)
    for standard in pack.standards:
        where = f"标准 {standard.title}"
        pieces[where, "适用于"] = _text(standard.applies)
        pieces[where, "计分达到"] = "" if standard.passes_at is None else str(standard.passes_at)
        for item in standard.items:
            for what, text in _item(item).items():
                pieces[where, f"{item.id} {what}"] = text
    for programme in pack.programmes:
        for what, text in _programme(programme).items():
            pieces[f"帮扶政策 {programme.title}", what] = text
    for term in pack.terms:
        pieces["词", f"{term.of or '参数'} {term.name}"] = term.rule.text
    for name, codes in pack.codes.items():
        pieces["代码表", name] = "、".join(codes)
    for case in pack.cases:
        pieces["算例", case.title] = _written({key: value for key, value in case.body.items() if key != "case"})
    return pieces


def _period(pack: Pack) -> str:
    since, until = pack.in_force.start, pack.in_force.end
    return f"{since} 起" + (f"，{until} 前" if until else "")


def _value(value: ParameterValue) -> str:
    until = f"，{value.until} 前" if value.until else ""
    return f"{value.written}{until}{_grounds(value.source, value.clause, value.trust)}"


def _item(item: Item) -> dict[str, str]:
    return {
        "条件": item.title,
        "怎么判断": _text(item.holds),
        "显示": "，".join(each.text for each in item.show),
        "分值": "" if item.weight is None else str(item.weight),
        "依据": _grounds(item.source, item.clause, item.trust),
    }


def _programme(programme: Programme) -> dict[str, str]:
    return {
        "谁能享受": _text(programme.eligible),
        "给多少": programme.amount.text,
        "取整": f"{programme.rounding.way} {programme.rounding.fen} 分",
        "程序": programme.procedure,
        "资金": programme.fund,
        "依据": _grounds(programme.source, programme.clause, programme.trust),
        "算例": "；".join(f"{case.title} → {_written(case.body.get('expect'))}" for case in programme.cases),
    }


def _written(value: object) -> str:
    """What a worked case says, as its author reads it: a part in a part stands in brackets."""
    if isinstance(value, Mapping):
        return "；".join(
            f"{key}（{_written(part)}）" if isinstance(part, Mapping | list) else f"{key} {part}"
            for key, part in value.items()
        )
    if isinstance(value, list):
        return " | ".join(map(_written, value))
    return str(value)


def _grounds(source: str, clause: str, trust: Trust) -> str:
    return f"（{'，'.join(part for part in (source, clause, trust.label) if part)}）"


def _text(rule: Source | None) -> str:
    return "" if rule is None else rule.text
