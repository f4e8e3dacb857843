"""From nothing to the demo county: files, store, accounts, every file through ingest. Evaluation and report follow."""

from __future__ import annotations

from pathlib import Path

from jingzhun.audit.actor import Actor

from ..actions.store import set_up
from .accounts import set_up_accounts
from .county import COUNTY, COUNTY_NAME
from .folder import Built
from .loading import AS_OF, load, load_spoilt, spoil
from .office_files import draw_county, office_files
from .project_file import write_projects
from .stages import Stages

BY = Actor.system("演示")


def build(wanted: Built, workbooks: Path, *, stages: Stages, password: str) -> None:
    """Everything that ``demo`` does before it serves. ``workbooks`` is where the office's files are written."""
    with stages.stage("生成办公室的 Excel 文件"):
        county = draw_county(wanted.households, wanted.seed)
        spoilt = [spoil(sheet, number) for number, sheet in enumerate(office_files(county))]
        for each in spoilt:
            each.sheet.write(workbooks)
        projects = write_projects(workbooks, county.projects)
    with stages.stage("建库"):
        set_up(area=COUNTY, name=f"{COUNTY_NAME}扶贫开发办公室", by=BY, is_demo=True, opens_on=AS_OF)
    with stages.stage("建账号和岗位"):
        set_up_accounts(password=password, by=BY)
    for each in spoilt:
        with stages.stage(f"导入{each.sheet.layout.title}"):
            stages.say(load_spoilt(each, workbooks, by=BY).line())
    with stages.stage("导入项目库"):
        result = load(projects, by=BY)
        stages.say(f"  {projects.name}：{result.persons} 行，收 {result.accepted}")
