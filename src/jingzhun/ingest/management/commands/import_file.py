"""``import FILE``: check a workbook or CSV, and with ``--apply`` write it. Exit status 0 all accepted, 1 some rows refused
or pointed out, 2 refused whole with nothing changed."""

import errno
import json
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from jingzhun.audit.actor import Actor
from jingzhun.core.errors import Problem

from ...actions.importing import Choice, office_area, plan_file, read_sheets, release_interrupted
from ...actions.upload import apply_and_show
from ...busy import patient
from ...layouts.declared import layouts_in_use
from ...result import Issue, Result
from ...returned import returned_workbook

_LISTED = 30
_WHY = {errno.ENOENT: "没有这个文件", errno.EISDIR: "这是文件夹", errno.EACCES: "没有读取的权限"}


class UnableToOpenFile(Problem):
    code = "I-012"
    says = "打不开文件“{name}”：{why}"
    remedy = "请核对路径"


class Command(BaseCommand):
    help = "导入一个 Excel 或 CSV 文件；不加 --apply 只试算"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="xlsx、xls，或 UTF-8、GB 18030 的 csv")
        parser.add_argument("--apply", action="store_true", help="写入；不加则只试算")
        parser.add_argument(
            "--blank", choices=("keep", "clear"), default="keep", help="空白格：保留现有（默认）或清除现有"
        )
        parser.add_argument(
            "--since", type=date.fromisoformat, help="数据日期，年-月-日；不给则按文件的年度或文件名判断"
        )
        parser.add_argument("--refused", type=Path, help="把拒收的行连同原因写到这个 xlsx")
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON")

    def handle(self, file, **options):
        try:
            with patient():
                result = self.run(file, options)
        except Problem as problem:
            result = Result(file=file.name, error=str(problem), blank=options["blank"])
        self._print(result, options["json"])
        raise SystemExit(result.status)

    def run(self, file, options) -> Result:
        try:
            # One byte more than allowed is enough to be refused for its size.
            with file.open("rb") as stream:
                data = stream.read(settings.ENVIRONMENT.upload_megabytes * 1024 * 1024 + 1)
        except OSError as cause:
            raise UnableToOpenFile(name=file.name, why=_WHY.get(cause.errno or 0, "读取出错")) from cause
        by, today = Actor.system("命令行"), timezone.localdate()
        scope = office_area()
        sheets = read_sheets(data, file.name)
        choice = Choice(since=options["since"], blank=options["blank"])
        common = {"sheets": sheets, "name": file.name, "choice": choice, "scope": scope, "today": today}
        if options["apply"]:
            release_interrupted(by=by)
            result, outcome, _ = apply_and_show(data=data, by=by, **common)
        else:
            result, outcome = plan_file(**common)
        if options["refused"] and result.refused:
            options["refused"].write_bytes(returned_workbook(outcome.batch))
        return result

    def _print(self, result: Result, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(result.as_json(), ensure_ascii=False))
            return
        if result.error:
            self.stderr.write(result.error)
            return
        blank = {"keep": "保留现有", "clear": "清除现有"}[result.blank]
        self.stdout.write(
            f"{result.file}：{layouts_in_use()[result.layout].title}，数据日期 {result.since}，空白{blank}\n"
            f"{result.households} 户，{result.persons} 行，接受 {result.accepted} 行，有变化 {result.changes} 行"
        )
        if result.skipped:
            self.stdout.write(f"当作合计、表下说明或重复的表头，没有读第 {'、'.join(result.skipped[:_LISTED])} 行")
        if result.ignored:
            self.stdout.write(f"没有导入的列：{'、'.join(result.ignored[:_LISTED])}")
        self._list("拒收", result.refused)
        self._list("提醒", result.flagged)
        self.stdout.write(
            f"已写入 {result.written} 行数据" if result.applied else "只是试算，没有写入；写入请加 --apply"
        )

    def _list(self, title: str, found: list[Issue]) -> None:
        for issue in found[:_LISTED]:
            self.stdout.write(f"{title} 第 {issue.row} 行“{issue.column}” {issue.code} {issue.reason}")
        if len(found) > _LISTED:
            self.stdout.write(f"{title}共 {len(found)} 处，其余见 --json 或 --refused 的改错表")
