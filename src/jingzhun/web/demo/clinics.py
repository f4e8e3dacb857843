"""The village clinics of the county's report of 2018, and how many they serve: 18 villages, 4,495 households, 20,442 persons."""

from __future__ import annotations

BENZILAN, FOSHAN, YUNLING, YANMEN = "奔子栏镇", "佛山乡", "云岭乡", "燕门乡"
TUODING, XIARUO, YANGLA, SHENGPING = "拖顶傈僳族乡", "霞若傈僳族乡", "羊拉乡", "升平镇"

NEW = (
    (FOSHAN, ("江坡",)), (YUNLING, ("西当", "红坡")), (YANMEN, ("巴东", "春多乐", "禹功", "谷扎")),
    (BENZILAN, ("叶央", "玉杰", "夺通", "叶日")), (TUODING, ("念萨", "洛玉", "大村")), (XIARUO, ("石茸", "霞若")),
)  # fmt: skip
REPAIRED = ((YUNLING, ("查里通",)), (XIARUO, ("夺松",)))
HOUSEHOLDS, PERSONS = 4_495, 20_442
SERVED = frozenset(short for _, shorts in (*NEW, *REPAIRED) for short in shorts)
