"""``restore FILE``: into an empty store; then the log is verified. Exit status 1 when it does not hold, 2 when refused."""

from pathlib import Path

from django.core.management.base import BaseCommand

from jingzhun.audit.actor import Actor
from jingzhun.core.errors import Problem

from ...actions.restore import restore


class Command(BaseCommand):
    help = "从备份文件恢复到一个空的数据文件夹"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, file, **options):
        try:
            done = restore(source=file, by=Actor.system("命令行"))
        except Problem as problem:
            self.stderr.write(str(problem))
            raise SystemExit(2) from problem
        self.stdout.write(
            f"已恢复 {done.manifest.made_at[:19]} 的备份：{len(done.manifest.parts)} 个部件，摘要都相符。"
        )
        self.stdout.write(f"{done.keys}。")
        self.stdout.write(f"{done.verdict.sentence}。")
        if not done.verdict.holds:
            raise SystemExit(1)
