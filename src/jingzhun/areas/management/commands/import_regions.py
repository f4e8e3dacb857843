"""``import-regions FILE``: the full file of 统计用区划代码 (620,000 villages), with a progress bar."""

import csv
from pathlib import Path

from django.core.management.base import BaseCommand
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from jingzhun.audit.actor import Actor
from jingzhun.core.area_code import AreaCode
from jingzhun.core.encoding import decode_text
from jingzhun.core.errors import Problem

from ...actions.load import UnableToLoadAreas, load_division, read_division


class Command(BaseCommand):
    help = "装入全国统计用区划代码文件"

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, help="CSV，有 code,name 两列；省市县乡村可以分在几个文件里")

    def handle(self, files, **options):
        try:
            rows: list[tuple[AreaCode, str]] = []
            for path in files:
                if not path.is_file():
                    raise UnableToLoadAreas(line=0, why=f"没有文件 {path}")
                rows.extend(read_division(decode_text(path.read_bytes()).splitlines()))
            with Progress(TextColumn("区划"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()) as bar:
                task = bar.add_task("", total=len(rows))
                done = load_division(
                    rows=rows, by=Actor.system("命令行"), source=", ".join(path.name for path in files),
                    progress=lambda count: bar.update(task, completed=count),
                )  # fmt: skip
        except (Problem, OSError, csv.Error) as problem:
            self.stderr.write(str(problem))
            raise SystemExit(2) from problem
        self.stdout.write(f"装入区划 {done} 个")
