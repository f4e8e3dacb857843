"""What a notice says about a project: the official columns, and no personal data in them.

The texts are typed by people, so each passes the filter: no ID number, telephone or account, whoever wrote it there.
"""

from __future__ import annotations

from datetime import date

from jingzhun.core.errors import Problem
from jingzhun.core.money import wan
from jingzhun.policy.codes import CodeBook

from .known_project import file_of
from .models import Case, NoticedProject, NoticeEntry
from .public_text import WHY, cut, may_be_public


class UnableToPublishProject(Problem):
    code = "J-021"
    says = "项目“{project}”的{field}不能公示：{why}"
    remedy = "请退回，在项目页改掉后再办；公示只写项目名称、地点、任务、期限、资金、受益、目标、机制和责任单位"


def publish_project(case: Case, entry: NoticeEntry, *, day: date) -> NoticedProject:
    """The columns of the case's project as of ``day``, kept with its entry. Raises :class:`UnableToPublishProject`."""
    book = CodeBook.read()
    file = file_of(case.subject, day, book)
    if file is None:
        raise UnableToPublishProject(project=case.subject.code, field="内容", why="没有登记")
    profile, said = file.profile, {each.title: each.text for each in file.elements}
    columns = {
        "name": profile.name, "place": said["实施地点"], "task": profile.task, "term": said["时间进度"],
        "money": said["资金规模和筹资方式"], "beneficiaries": said["受益对象"], "goal": profile.goal,
        "mechanism": profile.mechanism, "responsible_unit": profile.responsible_unit,
    }  # fmt: skip
    for name, text in columns.items():
        field = NoticedProject._meta.get_field(name)
        if not may_be_public(text):
            raise UnableToPublishProject(project=profile.name, field=field.verbose_name, why=WHY)
        columns[name] = cut(text, field)
    return NoticedProject.objects.create(entry=entry, planned=file.planned, **columns)


HEADS = (
    "序号",
    "项目名称",
    "实施地点",
    "建设任务",
    "实施期限",
    "资金规模（万元）和来源",
    "受益对象",
    "绩效目标",
    "带贫机制",
    "责任单位",
)
"""The official columns, before the result."""


def cells_of(number: int, row: NoticedProject) -> tuple[str, ...]:
    """A project as a row under :data:`HEADS`."""
    money = f"{wan(row.planned)}：{row.money}" if row.money else wan(row.planned)
    said = (row.place, row.task, row.term, money, row.beneficiaries, row.goal, row.mechanism, row.responsible_unit)
    return (str(number), row.name, *(text or "—" for text in said))
