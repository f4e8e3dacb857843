"""``undo``: take the last import back as a unit. Exit status 2 when it cannot be, with what stands on it."""

from django.core.management.base import BaseCommand

from jingzhun.audit.actor import Actor
from jingzhun.core.errors import Problem

from ...actions.importing import last_import, undo_import
from ...busy import patient


class Command(BaseCommand):
    help = "撤销最近一次写入的导入"

    def handle(self, **options):
        try:
            with patient():
                upload = undo_import(upload=last_import(), by=Actor.system("命令行"))
        except Problem as problem:
            self.stderr.write(str(problem))
            raise SystemExit(2) from problem
        self.stdout.write(f"已撤销“{upload.name}”的导入，数据回到导入之前")
