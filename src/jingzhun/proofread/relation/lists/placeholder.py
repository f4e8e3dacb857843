"""What was left blank or damaged: 项目个, 资金万元, 20xx, XX村, lost decimal points, marks of the word processor."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...block import Block, Form
from ...finding import Finding, Kind, Outcome, Severity
from ...reading import Reading

_KINDS: tuple[tuple[str, re.Pattern[str], Severity, str], ...] = (
    ("数字缺失", re.compile(
        r"(?<![数几百千十万亿两一二三四五六七八九多余每上近约来单成过超破逾满])(?<=[一-龥])(?<!单位)(?<!单位为)(?<!单位是)(?<!计量为)[万亿]元(?![户钱以级])|(?<=[目金数口])个(?=[，。；、])"
        r"|(?:资金|投资|补助|人口|贫困户|群众|面积)(?:共|约|达)?(?:户|亩|公里|平方米)(?=[，。；])"), Severity.WARNING, "单位前没有数字"),
    ("占位未填", re.compile(r"(?<![A-Za-z\dxX])[xX×＊*]{2,}(?:年|月|日|村|镇|乡|县|市|户|人|个|元|万|%)|_{2,200}|（\s*）|\d{0,12}[xX]{2,6}\d{1,12}[万亿]?[元户人]"), Severity.WARNING, "占位符未替换"),
    ("年份遮盖", re.compile(r"20[xX×*]{2}年?\d*"), Severity.NOTE, "年份写作20xx"),
    ("文字残留", re.compile(r"\[bookmark[^\]]*\]|错误！未找到引用源|#(?:REF|DIV/0|VALUE|N/A|NAME)[!?]?|\{\{[^}]*\}\}"), Severity.WARNING, "编辑软件留下的标记"),
    ("小数点误为句号", re.compile(r"\d。\d{1,9}(?=[英万亿元户人个亩%公米吨寸])"), Severity.WARNING, "小数点写成了句号"),
    ("上标与数字粘连", re.compile(r"\d{1,9}m[23]\d{1,6}[座个口处]"), Severity.WARNING, "立方米（平方米）的上标与后面的数量连在一起"),
)  # fmt: skip


_NAMES_A_UNIT = re.compile(r"(?:单位|计量|口径|统计)[^，。；\d]{0,6}(?:为|是|以|按|用|：)?$|[以按用]$")
"""金额单位均为万元: a unit is named, no number left out."""

_NAMES_COLUMNS = re.compile(r"各列|每列|表头|栏目?(?:依次|分别)|列(?:依次|分别)为")
"""（各列依次为项目名称、计划投资万元、完成投资万元）: heads of columns."""


def find(reading: Reading) -> Iterator[Outcome]:
    for name, pattern, severity, says in _KINDS:
        hits = [
            (block, match)
            for block in reading.blocks
            if block.form is Form.TEXT
            for match in pattern.finditer(block.text)
            if not _NAMES_A_UNIT.search(block.text[: match.start()][-12:]) and not _NAMES_COLUMNS.search(block.text)
        ]
        if hits:
            yield _finding(reading, name, severity, says, hits)


def _finding(
    reading: Reading, name: str, severity: Severity, says: str, hits: list[tuple[Block, re.Match[str]]]
) -> Finding:
    literals = tuple(dict.fromkeys(_written(reading, block, match) for block, match in hits))
    if name == "占位未填" and len({match.group(0) for _, match in hits}) == 1 and len(hits) > 1:
        severity = Severity.NOTE  # XX县 wherever the county is named: a name kept back, no blank
    lines = tuple(sorted({block.origin[match.start()][0] + 1 for block, match in hits}))
    return Finding(
        Kind.OTHER, severity, lines, literals, f"{len(hits)}处", "0处", f"{name}{len(hits)}处", f"{says}，共{len(hits)}处（如“{literals[0]}”）",
        "请补上或删去",
    )  # fmt: skip


def _written(reading: Reading, block: Block, match: re.Match[str]) -> str:
    """The damaged spot with a few characters around, as it stands in the line."""
    (line, first), (last_line, last) = (
        block.origin[max(0, match.start() - 3)],
        block.origin[min(len(block.text), match.end() + 1) - 1],
    )
    text = reading.document.lines[line]
    return text[first : last + 1] if line == last_line else text[first:]
