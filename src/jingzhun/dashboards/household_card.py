"""户建卡: the card of a household on A4, in the order of the 扶贫手册: who they are, why they are poor, home, income, help.

Made from the household's file, so card and page say the same. Health only where the post that prints may see it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jingzhun.areas.models import Area
from jingzhun.casework.poster import own_fonts
from jingzhun.core.area_code import AreaCode, Level
from jingzhun.core.money import yuan
from jingzhun.documents.typesetting import set_sheet
from jingzhun.registry.wording import UNKNOWN

from .household_file import HouseholdFile, Member, Received

SIGNED = ("户主（签字或指印）", "驻村工作队或村干部", "帮扶责任人")
MEMBERS = (
    ("姓名", 25), ("证件号码", 36), ("关系", 15), ("性别、年龄", 20), ("文化程度", 0), ("健康", 20), ("劳动能力", 21), ("务工、就学", 24),
)  # fmt: skip
INCOME = (("类别", 30), ("项目", 0), ("收支", 14), ("金额（元）", 30))
HELP = (("时间", 24), ("措施", 0), ("类别", 34), ("资金来源", 30), ("金额（元）", 26))
NUMBERS = frozenset({"金额（元）"})


def printed_cards(
    files: Sequence[HouseholdFile], *, places: dict[str, str], dated: str, foot: str, is_demo: bool
) -> bytes:  # fmt: skip
    """The PDF of some cards, one after another."""
    paper = cards_paper(files, places=places, dated=dated, foot=foot, is_demo=is_demo)
    return set_sheet("card", paper, parts=("register",), fonts=own_fonts())


def cards_paper(
    files: Sequence[HouseholdFile], *, places: dict[str, str], dated: str, foot: str, is_demo: bool
) -> dict[str, object]:
    """What the template ``card`` prints. ``places`` is padded code of the village → 县乡村; ``dated`` says as of and as known."""
    return {
        "title": "建档立卡户登记卡", "is_demo": is_demo, "foot": foot, "signatures": list(SIGNED),
        "cards": [_card(file, places, dated) for file in files],
    }  # fmt: skip


def places_of(codes: Iterable[str]) -> dict[str, str]:
    """Padded code of each village or group → 县乡村 in one line. One query."""
    wanted = {code: [AreaCode.parse(code).at(level).padded for level in _LEVELS] for code in codes}
    titles = {
        area.code: area.title for area in Area.objects.filter(code__in={c for all_ in wanted.values() for c in all_})
    }
    return {code: "".join(titles.get(each, "") for each in above) for code, above in wanted.items()}


_LEVELS = (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE)


def _card(file: HouseholdFile, places: dict[str, str], dated: str) -> dict[str, object]:
    household, ledger = file.household, file.ledger
    pairing = file.pairing
    helper = (pairing.helper.name if pairing.helper else "") if pairing else ""
    head = next((member for member in file.members if member.name == file.head_name), None)
    basics = [
        ("户主", file.head_name or UNKNOWN), ("户编号", household.subject.code), ("家庭人口", f"{len(file.members)} 人"),
        ("证件号码", head.shown_number if head and head.shown_number else UNKNOWN), ("联系电话", file.phone or UNKNOWN),
        ("自然村（小组）", file.group_name or UNKNOWN), ("身份", "；".join(file.status_chips) or "不在册"),
        ("帮扶责任人", helper or "没有记录"), ("帮扶单位", (pairing.unit_name if pairing else "") or "没有记录"),
    ]  # fmt: skip
    return {
        "place": f"{places[household.subject.area_id]}　{dated}",
        "basics": basics,
        "sections": [
            _listing("家庭成员", "" if "成员" in file.complete else "未标记收全", MEMBERS, [_member(each) for each in file.members],
                     "这一天没有成员记录"),
            *(_pairs(theme.title, [(fact.label, _value(fact)) for fact in theme.shown]) for theme in file.themes),
            _income(file),
            _listing("帮扶措施", "" if "帮扶措施" in file.complete else f"{ledger.year} 年未标记收全", HELP,
                     [_help(row) for row in file.measure_rows], "没有帮扶记录",
                     ["合计", "", "", "", yuan(file.measures_total)] if file.measure_rows else ()),
        ],
        "foot": "哪一项不对，请告诉村委会或帮扶责任人：更正后重新打印，旧的一张作废。",
    }  # fmt: skip


def _value(fact) -> str:
    return fact.value if fact.value == UNKNOWN else f"{fact.value}{fact.unit}"


def _member(member: Member) -> list[str]:
    age = f"{member.age} 岁" if member.age is not None else "年龄未知"
    return [
        member.name, member.shown_number or UNKNOWN, member.relation, f"{member.sex} {age}".strip(), member.education,
        member.health, member.capacity, "；".join(filter(None, (member.work, member.schooling))) or "—",
    ]  # fmt: skip


def _income(file: HouseholdFile) -> dict[str, object]:
    """The year's ledger as recorded: its sums are the file's own; the average per head is the evaluation's, not the card's."""
    ledger = file.ledger
    rows = [
        [group.title, entry.item, "支" if entry.direction == "out" else "收", yuan(entry.amount)]
        for group in ledger.groups
        for entry in group.entries
    ]
    note = f"{ledger.year} 年" + ("" if ledger.is_complete else "，未标记收全")
    said = f"收 {yuan(ledger.income)} − 支 {yuan(ledger.cost)}"
    empty = "按没有收入算" if ledger.is_complete else "没有记录，是缺数据，不是零"
    return _listing(
        "收入与经营费用", note, INCOME, rows, empty, ["家庭纯收入", said, "", yuan(ledger.net)] if rows else ()
    )


def _help(row: Received) -> list[str]:
    return [row.when, row.item, row.category, row.fund or "—", yuan(row.amount) if row.amount is not None else "—"]


def _pairs(title: str, rows: list[tuple[str, str]]) -> dict[str, object]:
    if not rows:
        return _listing(title, "", (("", 0),), [], "没有记录")
    return {"kind": "pairs", "title": title, "note": "", "rows": rows}


def _listing(
    title: str, note: str, heads: Sequence[tuple[str, int]], rows: list[list[str]], empty: str, total: Sequence[str] = ()
) -> dict[str, object]:  # fmt: skip
    columns = [{"title": head, "width": width, "right": head in NUMBERS} for head, width in heads]
    return {
        "kind": "list", "title": title, "note": note, "columns": columns, "rows": rows, "sum": list(total), "empty": empty,
    }  # fmt: skip
