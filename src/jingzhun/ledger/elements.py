"""The mandatory elements of a library project (国开办发〔2018〕10号): without one of them it may not enter."""

from __future__ import annotations

from collections.abc import Sequence

from .models import ProjectFunding, ProjectProfile, ProjectSite

ELEMENTS = (
    "项目名称", "项目类别", "建设性质", "实施地点", "时间进度", "责任单位", "建设任务", "资金规模和筹资方式", "受益对象", "绩效目标", "带贫机制",
)  # fmt: skip


def missing_elements(
    profile: ProjectProfile, funding: Sequence[ProjectFunding], sites: Sequence[ProjectSite]
) -> tuple[str, ...]:
    """Titles of the elements that are not filled, in the order of the document; empty when complete."""
    has = {
        "项目名称": profile.name,
        "项目类别": profile.category,
        "建设性质": profile.construction,
        "实施地点": profile.place or sites,
        "时间进度": profile.starts_on and profile.ends_on,
        "责任单位": profile.responsible_unit,
        "建设任务": profile.task,
        "资金规模和筹资方式": any(row.planned for row in funding),
        "受益对象": profile.beneficiaries or profile.households is not None or profile.persons is not None,
        "绩效目标": profile.goal,
        "带贫机制": profile.mechanism,
    }
    return tuple(title for title in ELEMENTS if not has[title])
