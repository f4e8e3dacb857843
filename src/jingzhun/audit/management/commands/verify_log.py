"""``verify-log``: the whole chain against itself and against the heads outside. Exit status 1 when it does not hold."""

from django.conf import settings
from django.core.management.base import BaseCommand

from jingzhun.audit.chain import HASHED_FIELDS
from jingzhun.audit.models import ChainHead, Event
from jingzhun.audit.verify import read_heads, verify


class Command(BaseCommand):
    help = "核对日志链和外部链头"

    def handle(self, **options):
        heads = read_heads(settings.HEADS_FILE.read_text().splitlines()) if settings.HEADS_FILE.is_file() else {}
        head = ChainHead.objects.get(pk=1)
        events = Event.objects.order_by("number").values(*HASHED_FIELDS, "hash").iterator(chunk_size=2000)
        faults = verify(events, heads, (head.number, head.hash))
        for fault in faults[:50]:
            self.stdout.write(f"L-010 {fault.says}。")
        if faults:
            self.stdout.write(f"日志不完整：{len(faults)} 处。请保留现场，报审计管理员。")
            raise SystemExit(1)
        outside = (
            f"外部链头 {len(heads)} 条相符" if heads else f"没有外部链头文件 {settings.HEADS_FILE}，只核对了链本身"
        )
        self.stdout.write(f"日志完整：{head.number} 条，{outside}。")
