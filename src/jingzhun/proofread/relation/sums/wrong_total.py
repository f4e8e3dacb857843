"""A row of parts that does not add up to its total: whether that is an error, a doubt or a note, or need not be a sum at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from ... import wording
from ...agreement import Agreement, is_strong_slip, is_swap, of_sum, slip_in_sum
from ...figure import Figure
from ...finding import Severity
from ...unit import HOUSEHOLDS, MONEY, PEOPLE, TURNS
from ..claims.claim import Scene, digits
from .split import Split, is_part_itself

REST = re.compile(r"其余|其他|其它|剩余|余下|未|另有|正在|还有|在建|空置")
_UNIT_SLIPS = (Decimal(10_000), 1 / Decimal(10_000))


@dataclass(frozen=True)
class Row:
    """Parts in a row, whether the wording says that they are all of it, and the words before the first."""

    parts: tuple[Figure, ...]
    is_marked: bool
    is_weak: bool
    is_open: bool
    is_closed: bool = False


def severity(split: Split, row: Row, scene: Scene) -> Severity | None:
    """How grave it is that a row of parts does not add up to its total; None where they need not."""
    total, parts = split.total, split.parts
    if of_sum(total, parts, split.computed) is Agreement.NEAR:
        return Severity.NOTE if not row.is_weak else None
    ratio = split.computed / total.base
    if row.is_open or _crosses(scene, split) or (not row.is_closed and _are_siblings(scene.text, total, parts)):
        return None
    if are_no_parts(total, parts) or (not row.is_marked and not row.is_closed and _is_one_of_a_row(scene, total)):
        return None
    if is_part_itself(split):
        return None
    slipped = slip_in_sum(total, parts, split.computed)
    plain_slip = is_strong_slip(total.base, split.computed, min(total.step, *(part.step for part in parts)))
    swapped = is_swap(total.base, split.computed, total.step) and len(parts) >= 2
    wide = Decimal("0.5") < ratio < Decimal("2")
    close = Decimal("0.85") < ratio < Decimal("1.3")
    tight = Decimal("0.93") < ratio < Decimal("1.07")
    if (
        ratio in _UNIT_SLIPS
        and split.total.dimension == MONEY
        and (row.is_marked or is_parallel(scene.text, total, parts))
    ):
        return Severity.ERROR  # 元 for 万元, or the other way round
    if are_opposites(scene.text, total, parts) and (slipped or Decimal("0.85") < ratio < Decimal("1.18")):
        return Severity.ERROR
    if (
        slipped is total
        and row.is_marked
        and row.is_weak
        and 1 < ratio < 5
        and _follow_at_once(scene.text, total, parts)
    ):
        return Severity.ERROR  # parts of a thing are not more than it
    if row.is_marked and not row.is_weak:
        broad = (plain_slip or swapped) and Decimal("0.1") < ratio < 10
        return Severity.ERROR if wide or broad or (slipped and Decimal("0.3") < ratio < 3) else None
    if row.is_marked:
        rest = bool(REST.search(parts[-1].left))
        if rest and wide:
            return Severity.ERROR
        if close and (slipped or (len(parts) >= 3 and tight) or ratio > 1):
            return Severity.ERROR
        if (plain_slip or swapped) and Decimal("0.1") < ratio < 10:
            return Severity.WARNING
        return Severity.WARNING if slipped and Decimal("0.75") < ratio < Decimal("1.4") and digits(total) >= 3 else None
    if not is_parallel(scene.text, total, parts):
        return None
    if len(parts) == 2 and re.search(
        r"\d", scene.text[total.end : parts[0].start] + scene.text[parts[0].end : parts[1].start]
    ):
        return None
    if (len(parts) >= 3 and close and (slipped or tight)) or (
        (plain_slip or (swapped and len(parts) >= 3)) and Decimal("0.2") < ratio < 5
    ):
        return Severity.WARNING
    if (
        slipped
        and slipped is not total
        and slipped.base / slipped.step >= 100
        and Decimal("0.7") < ratio < Decimal("1.4")
    ):
        return Severity.WARNING
    if len(parts) >= 3 and slipped is total and _is_headed(scene.text, total, parts):
        return Severity.WARNING
    return Severity.WARNING if len(parts) == 2 and slipped and tight else None


_OPPOSITES = tuple(
    (re.compile(one), re.compile(other))
    for one, other in (
        ("集中", "分散"), ("男", "女"), ("新建", "改建|扩建|改扩建|续建|修缮|维修|改造"), ("线上", "线下"), ("公办", "民办"),
        ("[省县市州国乡镇]外", "[省县市州国乡镇]内"), ("[省县市州国乡镇]内", "[省县市州国乡镇]外"), ("(?<!不)属实", "不属实"),
        ("(?<![不未])合格", "[不未]合格"), ("(?<![不未])满意", "不满意"), ("(?<![不未])认可", "不认可"), ("枯水期", "丰水期"), ("旱地", "水田"),
        ("水田", "旱地"), ("(?<!未)脱贫", "未脱贫"),
    )
)  # fmt: skip


def are_opposite(one: Figure, other: Figure) -> bool:
    """集中供养 and 分散供养: who is not the one is the other."""
    if any(a.search(one.left[-6:]) and b.search(other.left[-6:]) for a, b in _OPPOSITES):
        return True
    denied = re.search(r"[非未不无](?P<what>[一-龥]{2})[一-龥]{0,2}$", other.left)
    return bool(denied and denied["what"] in one.left[-6:] and not re.search(rf"[非未不无]{denied['what']}", one.left))


_BESIDE = re.compile(r"^\s*[\d,.]+万?[人户名口]")


def are_opposites(text: str, total: Figure, parts: Sequence[Figure]) -> bool:
    """搬迁 156 户 577 人，集中安置 112 户、分散安置 44 户: one or the other, right behind the total; nothing else is left."""
    if len(parts) != 2:
        return False
    one, other = parts
    first, second = _BESIDE.sub("", text[total.end : one.start]), text[one.end : other.start]
    near = len(first) <= 16 and len(second) <= 12 and not re.search(r"[。；\d]", first + second)
    return near and are_opposite(one, other)


def _follow_at_once(text: str, total: Figure, parts: Sequence[Figure]) -> bool:
    """其中 right behind the total, each part right behind the one before, nothing between but its name."""
    first = _BESIDE.sub("", text[total.end : parts[0].start])
    gaps = [text[one.end : other.start] for one, other in pairwise(parts)]
    return bool(re.match(r"^[，（。]?[一-龥]{0,6}[，。]?其中[，：]?[一-龥]{1,10}$", first)) and all(
        re.fullmatch(r"[、，][一-龥]{1,12}", gap) for gap in gaps
    )


def _are_siblings(text: str, total: Figure, parts: Sequence[Figure]) -> bool:
    """小学 186 名、初中 148 名、高中 78 名; 停车（88户）、物业费（73户）: the first of a list is no total of the rest."""
    gaps = [text[total.end : parts[0].start], *(text[one.end : other.start] for one, other in pairwise(parts))]
    if re.match(r"[^（，。；：]{0,8}）", gaps[0]) and text.rfind("（", 0, total.start) > text.rfind(
        "）", 0, total.start
    ):
        return True
    return "、" in gaps[0] and not re.search(r"[，：；（。]|其中|分别|包括", gaps[0])


_COMES = re.compile(r"新[增建纳]|增加|纳入|购[入进]|买进|调入|转入|迁入|入库|收入|收到|招录|聘[用请]|出生|开业")
_GOES = re.compile(
    r"退出|减少|出售|卖出|调出|转出|迁出|出库|支出|付出|注销|消除|辞退|解聘|离[岗职]|死亡|关停|报废|核减"
)
_BEGINS = re.compile(r"[年月季期]初|上[年月季期]末?|期末|[年月季]末|年底|月底|季末|现有|目前")


_EACH = re.compile(r"(?:各|每)[一-龥]{0,4}$")


def are_no_parts(total: Figure, parts: Sequence[Figure]) -> bool:
    """What came and went, 其余各期 50 人, 10 万元以上的 42 个 beside 50 万元以上的 12 个: these are not added up."""
    each = any(_EACH.search(figure.left) for figure in (total, *parts))
    nested = sum(bool(re.search(r"以上[一-龥]{0,4}$", part.left)) for part in parts) >= 2
    return each or nested or flows(total, parts)


def flows(total: Figure, parts: Sequence[Figure]) -> bool:
    """年初 34 户, 新增 5 户, 退出 7 户, 年末 32 户: what came and what went are balanced, not added up."""
    words = [part.left[-10:] + part.right[:4] for part in parts]
    comes, goes = (any(pattern.search(word) for word in words) for pattern in (_COMES, _GOES))
    if comes and goes and not all(_COMES.search(word) or _GOES.search(word) for word in words):
        return True
    return comes and goes and bool(_BEGINS.search(total.left[-14:]))


def _is_one_of_a_row(scene: Scene, total: Figure) -> bool:
    """道路 18.6 亿元，水利 14.2 亿元，…: what stands in a row itself is no total of what follows in it."""
    before = [f for f in scene.before(total) if not f.per]
    if not before or before[0].dimension != total.dimension:
        return bool(not before and _HEADED.search(scene.text[: scene.passage.sentence.start]))
    gap = scene.between(before[0], total)
    if re.fullmatch(r"[，；]其中[：，]?[一-龥]{1,8}", gap):
        return True  # the first of the parts, not their total
    return (
        len(gap) <= 16
        and bool(re.search(r"[，、]", gap))
        and not re.search(r"[。；：（\d]|其中|共|总|合计|全[县市州区乡镇村年]|[与和]去年|比|较", gap)
    )


_HEADED = re.compile(r"[按从分][^，。；：、]{1,10}(?:划?分|来?看)[。：]$")
"""按工程类别分。 heads a row of which no member is the total."""


def _is_headed(text: str, total: Figure, parts: Sequence[Figure]) -> bool:
    """项目 58 个，产业 15 个、劳务 8 个、公共服务 5 个: a comma behind the total, 、 between all parts."""
    return "，" in text[total.end : parts[0].start] and all(
        "、" in text[one.end : other.start] and "，" not in text[one.end : other.start]
        for one, other in pairwise(parts)
    )


def _crosses(scene: Scene, split: Split) -> bool:
    """Parts that may overlap: classes a person may belong to besides others."""
    if split.total.dimension not in {PEOPLE, HOUSEHOLDS, TURNS}:
        return False
    own = set(wording.OVERLAPPING.findall(split.total.left + split.total.noun))
    classes = [frozenset(wording.OVERLAPPING.findall(part.left + part.noun)) - own for part in split.parts]
    return (
        sum(bool(found) for found in classes) >= 2
        and len(set().union(*classes)) >= 2
        and not re.search(r"稳定|边缘|突发", "".join(part.left for part in split.parts))
    )


def is_parallel(text: str, total: Figure, parts: Sequence[Figure]) -> bool:
    """Each part in a short clause of its own, one right behind the other, nothing but marks between."""
    gaps = [text[total.end : parts[0].start], *(text[a.end : b.start] for a, b in pairwise(parts))]
    behind = text[parts[-1].end : parts[-1].end + 1]
    ends = behind in "，。；、）" or bool(
        re.match(r"[一-龥]{1,10}[，。；、）]", text[parts[-1].end : parts[-1].end + 11])
    )
    return all(len(gap) <= 16 and re.search(r"[，、；：]", gap) and "。" not in gap for gap in gaps) and ends
