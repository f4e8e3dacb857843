"""``init --area 533422``: an empty store with its areas, calendar and code lists."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from jingzhun.audit.actor import Actor
from jingzhun.core.errors import Problem

from ...actions.store import set_up


class Command(BaseCommand):
    help = "建一个空库：建表、装区划、装日历和代码表、建密钥"

    def add_arguments(self, parser):
        parser.add_argument("--area", required=True, help="六位县代码，例如 533422")
        parser.add_argument("--regions", type=Path, help="区划文件（CSV，有 code,name 两列）；随系统提供的县不用写")
        parser.add_argument("--name", default="", help="单位名称；不写则用县名加“扶贫开发办公室”")

    def handle(self, area, name, regions, **options):
        try:
            made = set_up(area=area, name=name, regions=regions, by=Actor.system("命令行"))
        except Problem as problem:
            self.stderr.write(str(problem))
            raise SystemExit(2) from problem
        self.stdout.write(f"库已建好：{settings.DATA_FOLDER}")
        self.stdout.write(
            f"区划 {made.areas} 个，日历例外 {made.calendar_days} 天，代码 {made.codes} 条，政策包 {made.packs} 个"
        )
        self.stdout.write(f"密钥在 {settings.KEYS_FOLDER}（不进备份，请另行保管），日志链头在 {settings.HEADS_FILE}")
        self.stdout.write("下一步：./run account add 登录名 姓名 --role county_officer --area " + area)
