"""``verify-log``: the whole chain against itself and against the heads outside. Exit status 1 when it does not hold."""

from django.core.management.base import BaseCommand

from jingzhun.audit.check import check_log


class Command(BaseCommand):
    help = "核对日志链和外部链头"

    def handle(self, **options):
        verdict = check_log()
        for fault in verdict.faults[:50]:
            self.stdout.write(f"L-010 {fault.says}。")
        for note in verdict.notes[:50]:
            self.stdout.write(f"注意：{note.says}。")
        self.stdout.write(f"{verdict.sentence}。")
        if not verdict.holds:
            raise SystemExit(1)
