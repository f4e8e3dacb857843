"""From nothing to the demo county: files, store, accounts, every file through ingest, then evaluation, cases, evaluation again, and the report."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils import timezone

from jingzhun.accounts.models import Post
from jingzhun.areas.models import Area
from jingzhun.attachments.actions.store import read
from jingzhun.audit.actor import Actor
from jingzhun.core.area_code import AreaCode
from jingzhun.reports.actions.report import write
from jingzhun.reports.models import ReportTemplate
from jingzhun.results.actions.evaluate import evaluate

from ..actions.store import set_up
from .accounts import FINANCE, OFFICER, set_up_accounts
from .awards import open_demo_awards
from .benefit_file import write_benefits
from .cases import open_demo_cases
from .claims import is_by_tranches, open_demo_claims
from .county import COUNTY, COUNTY_NAME
from .folder import Built
from .fund_files import write_funds
from .fund_requests import open_demo_fund_requests
from .key_figures import standing
from .loading import AS_OF, load, load_spoilt, spoil
from .office_files import draw_county, office_files
from .plan_file import write_plans
from .project_cases import open_project_cases
from .project_file import write_projects
from .society_files import write_societies
from .stages import Stages
from .works_files import write_works

REPORT = "deqin/report-2018/library-progress"
BY = Actor.system("演示")


def build(wanted: Built, workbooks: Path, *, stages: Stages, password: str) -> None:
    """Everything that ``demo`` does before it serves. ``workbooks`` is where the office's files are written."""
    with stages.stage("生成办公室的 Excel 文件"):
        county = draw_county(wanted.households, wanted.seed)
        spoilt = [spoil(sheet, number) for number, sheet in enumerate(office_files(county))]
        for each in spoilt:
            each.sheet.write(workbooks)
        projects = write_projects(workbooks, county.projects)
        plans = write_plans(workbooks, county.projects)
        works = write_works(workbooks, county.projects)
        benefits = write_benefits(workbooks, county.projects, county.people)
        funds = write_funds(workbooks, county.projects, list(county.people.household_code[county.people.is_registered]))
        societies = write_societies(workbooks, county.people)
    with stages.stage("建库"):
        set_up(area=COUNTY, name=f"{COUNTY_NAME}扶贫开发办公室", by=BY, is_demo=True, opens_on=AS_OF)
    with stages.stage("建账号和岗位"):
        set_up_accounts(password=password, by=BY)
        officer = Post.objects.select_related("official").get(official__sign_in_name=OFFICER).actor
    for each in spoilt:
        with stages.stage(f"导入{each.sheet.layout.title}"):
            stages.say(load_spoilt(each, workbooks, by=officer).line())
    with stages.stage("导入项目库"):
        result = load(projects, by=officer)
        stages.say(f"  {projects.name}：{result.persons} 行，收 {result.accepted}")
    with stages.stage("导入路线图和施工图"):
        result = load(plans, by=officer)
        stages.say(f"  {plans.name}：{result.persons} 行，收 {result.accepted}")
    with stages.stage("导入项目的各表"):
        for path in (*works, benefits):
            result = load(path, by=officer)
            stages.say(f"  {path.name}：{result.persons} 行，收 {result.accepted}")
    finance = Post.objects.select_related("official").get(official__sign_in_name=FINANCE).actor
    for path in (*funds, *societies):
        with stages.stage(f"导入{path.stem}"):
            result = load(path, by=finance)
            stages.say(f"  {path.name}：{result.persons} 行，收 {result.accepted}")
    area = Area.objects.get(pk=AreaCode.parse(COUNTY).padded)
    with stages.stage("评估"):
        runs = evaluate(area=area, as_of=AS_OF, by=officer)
        stages.say(*(line for run in runs for line in standing(run)))
    with stages.stage("开办件"):
        stages.say(*open_demo_cases(today=timezone.localdate()))
        stages.say(*open_project_cases(today=timezone.localdate()))
        stages.say(*open_demo_claims(next(filter(is_by_tranches, county.projects)), today=timezone.localdate()))
        stages.say(*open_demo_fund_requests(today=timezone.localdate()))
    with stages.stage("造奖补名册、代发"):
        stages.say(*open_demo_awards(runs, workbooks, today=timezone.localdate()))
    with stages.stage("再评估，数字到办件之后"):
        evaluate(area=area, as_of=AS_OF, by=officer)
    with stages.stage("写项目库推进报告"):
        template = ReportTemplate.objects.filter(name=REPORT).latest("version")
        report = write(template=template, area=area, as_of=AS_OF, by=officer)
        path = settings.DATA_FOLDER / f"{report.title}.docx"
        path.write_bytes(read(report.file_id))
        traced = report.figures.exclude(figure=None).count()
        stages.say(f"  {path.name}：{report.word_count} 字，{traced} 个数字有来历，{report.loose} 个没有")
