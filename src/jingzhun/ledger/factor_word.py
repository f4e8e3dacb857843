"""因素分配方案 as a Word letter: what is shared out, the factors with their weights, what each township gets; the sums behind."""

from __future__ import annotations

from datetime import date

from jingzhun.core.money import yuan
from jingzhun.core.period import in_words
from jingzhun.documents.annex import AnnexColumn, append_annex
from jingzhun.documents.letter import BODY, begin_letter, end_letter, pack

from .bill_rules import plain
from .factor_shares import FactorLine, Sharing, percent

_ANNEX = "各乡镇分配算式"


def factor_word(*, sharing: Sharing, area: str, issuer: str, on: date, is_demo: bool) -> bytes:
    """A letter in the official form. Weights without a paper are said to be unchecked (未核实)."""
    profile = sharing.profile
    word = begin_letter(profile.title)
    amount = f"{_yuan(profile.amount)}元" if profile.amount is not None else "（金额未定）"
    basis = f"，依据{profile.document}" if profile.document else ""
    word.add_paragraph(f"{profile.year}年度{area}可分配资金{amount}{basis}，按下列因素分配到乡镇。", style=BODY)
    word.add_paragraph("；".join(_factor(line) for line in sharing.factors) + "。", style=BODY)
    word.add_paragraph(f"主要依据：{sharing.main[1]}。", style=BODY)
    if sharing.why:
        word.add_paragraph(f"还不能分配：{'；'.join(sharing.why)}。", style=BODY)
    elif sharing.total is not None:
        parts = "，".join(f"{line.area.title}{_yuan(line.amount)}元" for line in sharing.lines)
        word.add_paragraph(f"分配结果：{parts}，合计{_yuan(sharing.total)}元。", style=BODY)
    if is_demo:
        word.add_paragraph("演示数据，指标和金额均为虚构。", style=BODY)
    end_letter(word, issuer=issuer, on=in_words(on), enclosures=[_ANNEX] if sharing.lines else [])
    if sharing.lines:
        total = "" if sharing.total_share is None else percent(sharing.total_share)
        append_annex(
            word, mark="附件", title=_ANNEX,
            columns=[AnnexColumn("乡镇", 26), AnnexColumn("算式", 157), AnnexColumn("份额", 30, True), AnnexColumn("分得（元）", 40, True)],
            rows=[
                [line.area.title, line.reckoning(profile.amount), "" if line.share is None else percent(line.share), _cell(line.amount)]
                for line in sharing.lines
            ],
            total=["合计", "", total, _cell(sharing.total)],
            notes=["低的多分的因素按数值的倒数折算，这一做法和未注明出处的权重未核实。"],
        )  # fmt: skip
    return pack(word)


def _factor(line: FactorLine) -> str:
    way = "多的多分" if line.factor.way == "more" else "低的多分"
    main = "，主要依据" if line.factor.is_main else ""
    checked = f"，{line.factor.basis}" if line.is_checked else "，权重未核实"
    return f"{line.factor.factor}权重{plain(line.weight)}%（{way}{main}{checked}）"


def _yuan(fen: int | None) -> str:
    return "" if fen is None else yuan(fen, grouped=False)


def _cell(fen: int | None) -> str:
    return "" if fen is None else yuan(fen)
