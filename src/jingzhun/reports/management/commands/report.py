"""``jingzhun report``: write the report of the project library to a Word file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from jingzhun.accounts.models import Office
from jingzhun.areas.models import Area
from jingzhun.attachments.actions.store import read
from jingzhun.audit.actor import Actor
from jingzhun.core.area_code import AreaCode
from jingzhun.core.errors import Problem

from ...actions.report import write
from ...actions.template import load_shipped
from ...models import ReportTemplate


class Command(BaseCommand):
    help = "生成项目库推进报告（Word）及数字溯源附录"

    def add_arguments(self, parser):
        parser.add_argument("--out", type=Path, required=True, help="写到哪个 .docx 文件")
        parser.add_argument("--report", default="deqin/report-2018/library-progress", help="哪一种报告")
        parser.add_argument("--area", default="", help="区划代码；默认是本单位的")
        parser.add_argument(
            "--as-of", dest="as_of", default="", help="截至哪一天（年-月-日）；默认是本单位打开时的日期"
        )

    def handle(self, *, out: Path, report: str, area: str, as_of: str, **options):
        by = Actor.system("报告命令")
        office = Office.objects.select_related("area").first()
        if office is None and not area:
            raise CommandError("还没有单位。请先 init，或用 --area 指定区划")
        try:
            load_shipped(by=by)
            template = ReportTemplate.objects.filter(name=report).order_by("-version").first()
            if template is None:
                names = "、".join(ReportTemplate.objects.newest().values_list("name", flat=True))
                raise CommandError(f"没有报告 {report}，有：{names}")
            place = Area.objects.get(pk=AreaCode.parse(area).padded) if area else office.area
            opens_on = office.opens_on if office else None
            day = date.fromisoformat(as_of) if as_of else opens_on or timezone.localdate()
            made = write(template=template, area=place, as_of=day, by=by)
        except Problem as problem:
            raise CommandError(str(problem)) from problem
        except (Area.DoesNotExist, ValueError) as problem:
            raise CommandError(f"区划或日期不对：{area} {as_of}") from problem
        out.write_bytes(read(made.file_id))
        traced = made.figures.exclude(figure=None).count()
        self.stdout.write(f"{made.title}：{made.word_count} 字，{traced} 个数字有来历，{made.loose} 个没有；{out}")
