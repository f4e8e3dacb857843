"""``demo``: the demo county from files to a running system. ``--once`` does the same without serving."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from jingzhun.core.errors import Problem

from ...actions.store import what_is_missing
from ...demo import folder
from ...demo.accounts import demo_password, listed, renew_passwords
from ...demo.building import BY, build
from ...demo.county import HOUSEHOLDS
from ...demo.key_figures import count_key_figures
from ...demo.office_files import SEED
from ...demo.stages import Stages
from ...server import HOST, PORT, check_port, serve


class Command(BaseCommand):
    help = "生成演示县的文件，经导入装成可用的系统，打开网站"

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="重新生成一遍，打印主要数字和各阶段用时，不打开网站")
        parser.add_argument("--households", type=int, default=HOUSEHOLDS, help=f"农户数，默认 {HOUSEHOLDS}")
        parser.add_argument("--port", type=int, default=PORT, help=f"端口，默认 {PORT}")
        parser.add_argument("--data", help="数据文件夹，默认 .demo")
        parser.add_argument("--fresh", action="store_true", help="已有演示数据也重新生成")

    def handle(self, once, households, port, fresh, **options):
        try:
            if not once:
                check_port(port)
            self._demo(once, folder.Built(households, SEED), port, fresh)
        except Problem as problem:
            self.stdout.flush()
            self.stderr.write(str(problem))
            raise SystemExit(2) from problem

    def _demo(self, once, wanted, port, fresh):
        password = demo_password()
        if once or fresh or folder.built() != wanted:
            stages = Stages(self._say)
            build(wanted, folder.begin(wanted), stages=stages, password=password)
            folder.finish(wanted)
            figures = count_key_figures(date(2018, 12, 31))
            self._say("主要数字（2018-12-31，从库里数出）：", *figures.lines(), *stages.table())
        else:
            self._say(f"沿用 {settings.DATA_FOLDER} 里已有的演示数据（重新生成请加 --fresh）")
            if what_is_missing():
                self._say("程序升级过：先把表补齐")
                call_command("migrate", interactive=False, verbosity=0)
            renew_passwords(password=password, by=BY)
            self._say("主要数字（2018-12-31，从库里数出）：", *count_key_figures(date(2018, 12, 31)).lines())
        self._say(f"数据在 {settings.DATA_FOLDER}，办公室的 Excel 文件在 {settings.DATA_FOLDER / folder.WORKBOOKS}")
        if once:
            return
        self._say(f"网站：http://{HOST}:{port}/　按 Ctrl+C 停止", f"各岗位账号（密码都是 {password}）：", *listed())
        serve(port=port, say=self.stderr.write)

    def _say(self, *lines):
        for line in lines:
            self.stdout.write(line)
        self.stdout.flush()
