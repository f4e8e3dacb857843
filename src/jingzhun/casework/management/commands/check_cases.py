"""``check-cases``: every case against its papers, signatures, notices and decisions. Exit status 1 where any disagrees."""

from django.core.management.base import BaseCommand

from jingzhun.casework.models import Case
from jingzhun.casework.reconcile import disagreements


class Command(BaseCommand):
    help = "核对办件：计数、步骤、轮次和公示日期与明细是否一致"

    def handle(self, **options):
        found = list(disagreements())
        for each in found:
            self.stdout.write(f"{each.case}：{each.text}。")
        self.stdout.write(f"核对了 {Case.objects.count()} 件，{len(found)} 处不一致。")
        if found:
            raise SystemExit(1)
