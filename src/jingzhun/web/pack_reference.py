"""The reference page of the shipped packs, read from their folders: what each decides, by which rule, from which source."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from jingzhun.policy.packs import SHIPPED, shipped_folders
from jingzhun.rules.pack import Item, Pack
from jingzhun.rules.pack_loader import load_pack

Table = Callable[[Iterable[str], Iterable[Iterable[object]]], str]
TEXT_ONLY = "只列文字，不判断"


def packs_page(table: Table) -> str:
    packs = [load_pack(folder) for folder in shipped_folders()]
    return (
        f"# 政策包\n\n随系统提供的 {len(packs)} 个政策包，在 `{SHIPPED.name}/`。“{TEXT_ONLY}”的条目没有能判断它的事实或没有见到原文，\n"
        "页面照列，不参与结论。可信度：已见原文；见于他县或他年版本，待核对；未核实。\n\n"
        + table(
            ("政策包", "名称", "区划", "效期", "条目", "其中只列文字", "补助", "参数", "自带事实", "案例"),
            map(_line, packs),
        )
        + "".join(_pack(pack, table) for pack in packs if pack.standards or pack.programmes or pack.parameters)
    )


def _items(pack: Pack) -> list[Item]:
    return [item for standard in pack.standards for item in standard.items]


def _line(pack: Pack) -> tuple[object, ...]:
    cases = len(pack.cases) + sum(len(each.cases) for each in pack.programmes)
    period = f"{pack.in_force.start} 起" + (f"，{pack.in_force.end} 前" if pack.in_force.end else "")
    text_only = sum(item.holds is None for item in _items(pack))
    return (
        f"`{pack.name}`", pack.title, pack.area or "全国", period, len(_items(pack)), text_only, len(pack.programmes),
        len(pack.parameters), len(pack.facts), cases,
    )  # fmt: skip


def _pack(pack: Pack, table: Table) -> str:
    parts = [f"\n## {pack.name}\n\n{pack.title}。\n"]
    for standard in pack.standards:
        applies = f"，适用于 `{standard.applies.text}`" if standard.applies else ""
        counted = f"，计分，{standard.passes_at} 分通过" if standard.passes_at is not None else ""
        rows = [
            (
                item.title,
                f"`{item.holds.text}`" if item.holds else TEXT_ONLY,
                item.clause,
                item.source,
                item.trust.label,
            )
            for item in standard.items
        ]
        parts.append(f"\n### {standard.title}\n\n对{standard.subject}{applies}{counted}。\n\n")
        parts.append(table(("条目", "怎么判断", "条款", "来源", "可信度"), rows))
    if pack.programmes:
        rows = [
            (each.title, each.subject, f"`{each.eligible.text}`" if each.eligible else "全部", f"`{' '.join(each.amount.text.split())}`",
             each.clause, each.source, each.trust.label)
            for each in pack.programmes
        ]  # fmt: skip
        parts.append("\n### 补助\n\n" + table(("名称", "对象", "谁能享受", "给多少", "条款", "来源", "可信度"), rows))
    if pack.parameters:
        rows = [
            (
                parameter.name,
                value.written,
                value.area or "全国",
                value.since,
                value.until or "",
                value.source,
                value.trust.label,
            )
            for parameter in pack.parameters
            for value in sorted(parameter.values, key=lambda value: (value.area, value.since))
        ]
        parts.append("\n### 参数\n\n" + table(("参数", "值", "区划", "自", "至", "来源", "可信度"), rows))
    if pack.facts:
        rows = [
            (
                fact.name,
                f"`{fact.code}`",
                fact.of,
                fact.unit,
                fact.owner,
                "按年" if fact.yearly else "自某日起",
                fact.note,
            )
            for fact in pack.facts
        ]
        parts.append("\n### 自带事实\n\n" + table(("事实", "代码词", "对象", "单位", "归口", "时间", "说明"), rows))
    return "".join(parts)
