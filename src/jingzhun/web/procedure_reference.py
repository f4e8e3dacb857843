"""The reference pages of the shipped procedures: each with its drawing, steps, papers, days and who may not be the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from jingzhun.casework.flow import diagram, outline
from jingzhun.policy.packs import shipped_folders
from jingzhun.rules.pack import Pack
from jingzhun.rules.pack_loader import load_pack
from jingzhun.rules.procedure import EFFECTS, INPUTS, Procedure, Step

Table = Callable[[Iterable[str], Iterable[Iterable[object]]], str]
FOLDER = "procedures"
STYLE = (
    "<style>text{font:13px sans-serif;fill:#20282c}.jz-q{fill:#646e73;font-size:12px}.jz-lane{fill:#f7f6f2}.jz-alt{fill:#fff}"
    ".jz-wire{fill:none;stroke:#a9b3b8;stroke-width:2;stroke-dasharray:4 4}.jz-dot{fill:#fff;stroke:#9aa5ab;stroke-width:1.5}</style>"
)


def shipped() -> list[tuple[Pack, Procedure]]:
    packs = [load_pack(folder) for folder in shipped_folders()]
    return [(pack, procedure) for pack in packs for procedure in pack.procedures]


def drawings() -> dict[str, Callable[[], str]]:
    """File name → the drawing of a shipped procedure, standing by itself."""
    return {_file(pack, procedure): _drawn(procedure) for pack, procedure in shipped()}


def procedures_page(table: Table) -> str:
    found = shipped()
    return (
        f"# 程序\n\n随系统提供的 {len(found)} 个程序。步骤、材料、天数写在政策包的 `procedures/`，图由它画出；改程序不改代码。\n\n"
        + table(
            ("程序", "政策包", "对象", "步骤", "公示", "公告", "全程", "可信度"),
            [
                (
                    procedure.title, f"`{pack.name}`", procedure.subject, len(procedure.steps), "、".join(procedure.notices) or "—",
                    "、".join(procedure.announcements) or "—", procedure.within.text if procedure.within else "—",
                    procedure.trust.label,
                )
                for pack, procedure in found
            ],
        )
        + "".join(_section(pack, procedure, table) for pack, procedure in found)
    )  # fmt: skip


def _section(pack: Pack, procedure: Procedure, table: Table) -> str:
    note = f"{procedure.note}。" if procedure.note else ""
    return (
        f"\n## {procedure.title}（{pack.name}）\n\n出处：{procedure.source or '未核实'}。{note}\n\n![{procedure.title}]({_file(pack, procedure)})\n\n"
        + table(("步", "步骤", "谁办", "材料", "还要", "公示", "不得同一人", "写入"), [_row(procedure, step) for step in procedure.steps])
    )  # fmt: skip


def _row(procedure: Procedure, step: Step) -> tuple[object, ...]:
    also = [f"{step.signers} 人签字"] if step.signers > 1 else []
    also += ["农户签字"] if step.household_signs else []
    also += [f"抽查 {step.sample_percent}%"] if step.sample_percent else []
    also += [f"比对{'、'.join(step.checks)}"] if step.checks else []
    also += [f"填{INPUTS[name]}" for name in step.asks]
    also += [f"{need.standard}{need.verdict}" for need in step.requires]
    also += [f"≤ {step.within.text}"] if step.within else []
    shown = [f"{each.name} {each.days.text}" for each in (step.notice, step.announcement) if each]
    return (
        step.number, step.title, "、".join(step.posts), "、".join((*step.documents, *(f"{n}（可选）" for n in step.optional_documents))) or "—",
        "；".join(also) or "—", "；".join(shown) or "—", "、".join(procedure.step(n).title for n in step.differs_from) or "—",
        "、".join(EFFECTS[call.name] for call in step.effects) or "—",
    )  # fmt: skip


def _file(pack: Pack, procedure: Procedure) -> str:
    return f"{FOLDER}/{pack.name.replace('/', '-')}-{procedure.code}.svg"


def _drawn(procedure: Procedure) -> Callable[[], str]:
    def make() -> str:
        drawn = diagram(procedure, outline(procedure))
        opened = drawn.index(">") + 1
        return (
            drawn[:opened].replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ') + STYLE + drawn[opened:] + "\n"
        )

    return make
