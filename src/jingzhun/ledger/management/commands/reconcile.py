"""``reconcile``: every identity of the ledger with its figures. Exit status 1 where one does not hold."""

from django.core.management.base import BaseCommand

from jingzhun.ledger.reconcile import identities

SHOWN = 20


class Command(BaseCommand):
    help = "核对资金：每条恒等式、它的数字、不成立的地方"

    def handle(self, **options):
        broken = 0
        for identity in identities():
            self.stdout.write(f"{'成立' if identity.holds else '不成立'}　{identity.title}：{identity.said}")
            for breach in identity.breaches[:SHOWN]:
                since = f"（自第 {breach.movement} 笔）" if breach.movement else ""
                self.stdout.write(f"　　{breach.text}{since}")
            if len(identity.breaches) > SHOWN:
                self.stdout.write(f"　　另有 {len(identity.breaches) - SHOWN} 处")
            broken += not identity.holds
        self.stdout.write(f"不成立 {broken} 条。")
        if broken:
            raise SystemExit(1)
