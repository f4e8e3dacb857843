"""``backup FILE``: database, attachments, runs and packs into one file; never keys."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from jingzhun.audit.actor import Actor
from jingzhun.core.errors import Problem

from ...actions.backup import back_up


class Command(BaseCommand):
    help = "备份数据库、附件和政策包到一个文件"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="还不存在的文件，例如 2026-07-01.jzbackup")

    def handle(self, file, **options):
        try:
            manifest = back_up(target=file, by=Actor.system("命令行"))
        except Problem as problem:
            self.stderr.write(str(problem))
            raise SystemExit(2) from problem
        size = sum(size for size, _ in manifest.parts.values())
        self.stdout.write(
            f"已备份到 {file}：{len(manifest.parts)} 个部件，{size / 1024 / 1024:.1f} MB，日志到第 {manifest.log_number} 条。"
        )
        self.stdout.write(f"密钥不在备份里，请另外保管：{settings.KEYS_FOLDER}")
