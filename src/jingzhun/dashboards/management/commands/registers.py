"""``jingzhun registers``: the books of the register (村册, 乡簿, 县归档目录) written to a folder for the archive."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from jingzhun.accounts.models import Office
from jingzhun.audit.actor import Actor
from jingzhun.core.errors import Problem
from jingzhun.results.commands import day, known_moment, office_area, office_day

from ...archive import write_archive
from ...register_book import read_book
from ...register_paper import equation


class Command(BaseCommand):
    help = "把建档立卡的村册、乡簿和县归档目录写到一个文件夹（PDF 和 Excel）"

    def add_arguments(self, parser):
        parser.add_argument("--out", type=Path, required=True, help="写到哪个文件夹")
        parser.add_argument("--area", default="", help="区划代码；默认是本单位的")
        parser.add_argument("--as-of", dest="as_of", type=day, help="事实截至，年-月-日；不写为打开时的日期或今天")
        parser.add_argument("--known", type=day, help="当时所知截至，年-月-日；不写为现在所知")

    def handle(self, *, out: Path, area: str, as_of, known, **options):
        office = Office.objects.first()
        foot = f"{office.name if office else ''}　生成 {timezone.localtime():%Y-%m-%d %H:%M}".strip()
        try:
            book = read_book(area=office_area(area), day=office_day(as_of), known_at=known_moment(known))
            written = 0
            for path, each in write_archive(
                book, folder=out, foot=foot, is_demo=bool(office and office.is_demo),
                by=Actor.system("名册命令"),
            ):  # fmt: skip
                written += 1
                self.stdout.write(f"  {path.relative_to(out)}：{equation(each)}")
        except Problem as problem:
            self.stderr.write(str(problem))
            raise SystemExit(2) from problem
        self.stdout.write(f"{written} 册，在 {out}；{equation(book)}")
