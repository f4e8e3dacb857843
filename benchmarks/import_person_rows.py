"""Import of person rows end to end, against django-import-export loading the same file into one flat model.

    uv run --group bench python benchmarks/import_person_rows.py --rows 100000 --pairs 5

Ours: ``import FILE --apply`` into an empty store: read, recognised, validated, matched, written, logged. The peer: the same
xlsx into one table of 30 text columns, no validation, bulk writes, no diff report. Both run as processes of their own on
fresh SQLite stores, in alternating order; printed are medians, spreads, processor time, peak memory and rows written.
On a machine that does other work, compare the processor time: the clock counts the others too.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

COLUMNS = (
    "县", "乡(镇)", "行政村", "自然村", "户编号", "人编号", "姓名", "证件号码", "人数", "与户主关系", "民族", "文化程度", "在校生状况",
    "健康状况", "劳动技能", "务工状况", "务工时间(月)", "参加大病医疗", "脱贫属性", "脱贫年度", "贫困户属性", "主要致贫原因", "危房户",
    "饮水安全", "饮水困难", "人均纯收入", "联系电话", "性别", "出生日期", "数据年度",
)  # fmt: skip
VILLAGES = (("奔子栏镇", "叶日村"), ("云岭乡", "红坡村"), ("燕门乡", "拖拉村"), ("霞若傈僳族乡", "夺松村"))
SURNAMES, GIVEN = "此扎格斯鲁阿达仁罗永", "里农布桑卓玛茸培楚尼次姆吉宗央措堆"
PEAK = "PEAK_KIB="


def rows(count: int):
    """Person rows of households of one to seven, each valid; ID numbers in area 533499, which does not exist."""
    from jingzhun.core.id_number import check_digit

    draw = random.Random(20181231)
    serials: dict[date, int] = {}
    made = household = 0
    while made < count:
        household += 1
        size = min(draw.randint(1, 7), count - made)
        township, village = VILLAGES[household % len(VILLAGES)]
        income, phone = round(draw.uniform(2500, 9000), 2), f"13{draw.randint(100000000, 999999999)}"
        cause, attribute = draw.choice(("因病", "因学", "缺技术", "缺资金")), draw.choice(("一般贫困户", "低保贫困户"))
        grown = date(1950, 1, 1) + timedelta(days=draw.randrange(12_000))
        for number in range(1, size + 1):
            born_on = (
                grown + timedelta(days=draw.randrange(300))
                if number <= 2
                else date(2003, 1, 1) + timedelta(days=draw.randrange(900))
            )
            woman = number == 2 or (number > 2 and draw.random() < 0.5)
            serial = serials[born_on] = serials.get(born_on, -1) + 1
            digits = f"533499{born_on:%Y%m%d}{serial % 500 * 2 + (0 if woman else 1):03d}"
            relation = "户主" if number == 1 else "配偶" if number == 2 else "之女" if woman else "之子"
            code = f"5334{household:09d}"
            name = draw.choice(SURNAMES) + "".join(draw.choices(GIVEN, k=3))
            child = number > 2
            yield (
                "德钦县", township, village, "上组", code, f"{code}{number:02d}", name, digits + check_digit(digits), size,
                relation, "藏族", "初中" if child else "小学", "八年级" if child else "非在校生", "健康",
                "无劳动力" if child else "普通劳动力", "未务工" if child else "县外省内务工", 0 if child else draw.randint(0, 12),
                "是", "未脱贫", None, attribute, cause, "否", "是", "否", income, phone, "女" if woman else "男", f"{born_on}", 2018,
            )  # fmt: skip
            made += 1


def write_workbook(path: Path, count: int) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, COLUMNS)
        for line, row in enumerate(rows(count), start=1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(line, column, value)
                elif value is not None:
                    sheet.write_number(line, column, value)


def ours(path: Path) -> None:
    """Runs in a process of its own."""
    from django.core.management import call_command

    try:
        call_command("import_file", str(path), "--apply", "--json")
    except SystemExit as end:
        if end.code not in (0, 1):
            raise


def peer(path: Path) -> None:
    """django-import-export with its quickest settings: bulk, no diffs, no look-up of existing rows, one transaction."""
    from django.conf import settings

    settings.configure(
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path.parent / "flat.sqlite3"),
                               "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"}}},
        INSTALLED_APPS=["import_export"], USE_TZ=True, DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )  # fmt: skip
    import django

    django.setup()
    from django.db import connection, models
    from import_export import resources
    from import_export.formats.base_formats import XLSX

    fields = {f"c{place:02d}": models.CharField(max_length=80, null=True) for place in range(len(COLUMNS))}
    meta = type("Meta", (), {"app_label": "import_export"})
    flat = type("Flat", (models.Model,), {"__module__": "__main__", "Meta": meta, **fields})
    with connection.schema_editor() as editor:
        editor.create_model(flat)

    class FlatResource(resources.ModelResource):
        class Meta:
            model = flat
            use_bulk = True
            batch_size = 1000
            skip_diff = True
            skip_html_diff = True
            force_init_instance = True
            use_transactions = True
            exclude = ("id",)
            import_id_fields = ()

    data = XLSX().create_dataset(path.read_bytes())
    data.headers = list(fields)
    result = FlatResource().import_data(data, raise_errors=True)
    print(json.dumps({"written": flat.objects.count(), "errors": result.has_errors()}))


@dataclass(frozen=True)
class Measured:
    """One run: ``seconds`` by the clock, ``processor`` seconds of all its threads, ``peak`` KiB, what it ``printed``."""

    seconds: float
    processor: float
    peak: int
    printed: dict


def measure(name: str, folder: Path, template: Path | None, workbook: Path) -> Measured:
    """One run in a fresh folder."""
    environment = dict(os.environ)
    environment.pop("DATABASE_URL", None)
    if template is not None:
        for path in template.parent.iterdir():
            (shutil.copytree if path.is_dir() else shutil.copy)(path, folder / path.name)
        environment["JINGZHUN_DATA"] = str(folder / "data")
    shutil.copy(workbook, folder / workbook.name)
    command = [sys.executable, __file__, "--run", name, "--file", str(folder / workbook.name)]
    began, used = time.perf_counter(), processor_seconds()
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    seconds, processor = time.perf_counter() - began, processor_seconds() - used
    if done.returncode:
        raise SystemExit(done.stderr)
    lines = done.stdout.strip().splitlines()
    peak = int(next(line for line in lines if line.startswith(PEAK)).removeprefix(PEAK))
    return Measured(seconds, processor, peak, json.loads(next(line for line in lines if line.startswith("{"))))


def processor_seconds() -> float:
    """Of all processes that this one has started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run_one(name: str, path: Path) -> None:
    if name == "ours":
        os.environ["DJANGO_SETTINGS_MODULE"] = "jingzhun.web.settings"
        import django

        django.setup()
        ours(path)
    else:
        peer(path)
    print(f"{PEAK}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--run", choices=("ours", "peer"), help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        run_one(options.run, options.file)
        return
    with tempfile.TemporaryDirectory(prefix="jingzhun-bench-") as name:
        base = Path(name)
        workbook = base / "export.xlsx"
        write_workbook(workbook, options.rows)
        template = base / "store" / "data"
        environment = {**os.environ, "JINGZHUN_DATA": str(template)}
        environment.pop("DATABASE_URL", None)
        subprocess.run(
            [str(Path(sys.executable).with_name("jingzhun")), "init", "--area", "533422"], env=environment, check=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        print(
            f"{options.rows} 行 × {len(COLUMNS)} 列，文件 {workbook.stat().st_size / 2**20:.1f} MiB，{options.pairs} 对"
        )
        found: dict[str, list[Measured]] = {"ours": [], "peer": []}
        for pair in range(options.pairs):
            for side in ("ours", "peer") if pair % 2 == 0 else ("peer", "ours"):
                folder = base / f"{side}-{pair}"
                folder.mkdir()
                found[side].append(measure(side, folder, template if side == "ours" else None, workbook))
                shutil.rmtree(folder)
                last = found[side][-1]
                print(
                    f"  {side} {last.seconds:.1f} s，处理器 {last.processor:.1f} s，{last.peak / 1024:.0f} MiB",
                    flush=True,
                )
        for side, title in (("ours", "精准"), ("peer", "django-import-export")):
            seconds = [run.seconds for run in found[side]]
            processor = statistics.median(run.processor for run in found[side])
            peak, printed = max(run.peak for run in found[side]), found[side][0].printed
            print(
                f"{title}：中位数 {statistics.median(seconds):.2f} s（{min(seconds):.2f}–{max(seconds):.2f}），处理器 {processor:.2f} s，"
                f"内存峰值 {peak / 1024:.0f} MiB，写入 {printed['written']} 行，拒收 {len(printed.get('refused', []))}"
            )
        pairs = list(zip(found["ours"], found["peer"], strict=True))
        ratio = statistics.median(ours.seconds / peer.seconds for ours, peer in pairs)
        processor = statistics.median(ours.processor / peer.processor for ours, peer in pairs)
        print(f"成对之比（精准 / 对方）中位数 {ratio:.2f}，处理器 {processor:.2f}")


if __name__ == "__main__":
    main()
