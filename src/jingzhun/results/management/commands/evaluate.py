"""``./run evaluate``: evaluate the packs in force over the office's data, print the counts.

``--what-if 参数=值`` tries other parameter values on the newest roster and stores no result; ``--compare 次 次`` says who came
out differently in two runs and why; ``--replay 次`` holds an old run against its digest.
Exit status: 0 finished, 1 a replay that differs, 2 not evaluated (the reason is printed).
"""

from __future__ import annotations

import argparse
import json

from django.core.management.base import BaseCommand

from jingzhun.audit.actor import Actor
from jingzhun.core.area_code import AreaCode
from jingzhun.core.errors import Problem
from jingzhun.core.money import yuan

from ...actions.evaluate import ENGINES, evaluate
from ...answers import answer
from ...commands import day, known_moment, office_area, office_day
from ...indicator import Kind
from ...models import Run
from ...parts import UNITS
from ...read import criteria_counts


class Command(BaseCommand):
    help = "按政策包对在册数据做一次评估"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--pack", default="", help="政策包，如 yunnan/exit-2018；不写为这一天有效的全部")
        parser.add_argument("--area", default="", help="区划代码；不写为本单位的")
        parser.add_argument("--as-of", dest="as_of", type=day, help="事实截至，年-月-日；不写为打开时的日期或今天")
        parser.add_argument("--known", type=day, help="当时所知截至，年-月-日；不写为现在所知")
        parser.add_argument("--engine", choices=ENGINES, default="duckdb", help="引擎")
        parser.add_argument(
            "--what-if", dest="what_if", action="append", default=[], metavar="参数=值",
            help="换上这个参数值试算，如 扶贫标准=3600元；可写几个；要写 --pack；不存结果",
        )  # fmt: skip
        parser.add_argument("--compare", nargs=2, type=int, metavar="次", help="比较两次评估：谁变了，为什么变")
        parser.add_argument("--replay", type=int, metavar="次", help="重放一次评估，核对结果摘要")
        parser.add_argument("--json", action="store_true", help="打印 JSON")

    def handle(self, *args: object, **options: object) -> None:
        try:
            if options["what_if"] or options["compare"] or options["replay"]:
                raise SystemExit(answer(options, self.stdout))
            runs = self._evaluate(options)
        except Problem as problem:
            if options["json"]:
                self.stdout.write(json.dumps({"error": str(problem), "runs": []}, ensure_ascii=False))
            else:
                self.stderr.write(str(problem))
            raise SystemExit(2) from problem
        if options["json"]:
            self.stdout.write(json.dumps({"error": None, "runs": [as_json(run) for run in runs]}, ensure_ascii=False))
        else:
            for run in runs:
                self._print(run)

    def _evaluate(self, options: dict[str, object]) -> list[Run]:
        area = office_area(str(options["area"]))
        tell = (lambda doing: None) if options["json"] else (lambda doing: self.stderr.write(f"  {doing}"))
        return evaluate(
            area=area, as_of=office_day(options["as_of"]), known_at=known_moment(options["known"]), pack_name=str(options["pack"]),
            engine=str(options["engine"]), by=Actor.system("命令行"), progress=tell,
        )  # fmt: skip

    def _print(self, run: Run) -> None:
        self.stdout.write(f"{run.pack.title}（{run.area.title}，截至 {run.as_of}，第 {run.pk} 次评估）")
        for each in criteria_counts(run, run.area):
            unit = UNITS[Kind(each.subject)]
            words = ("通过", "不通过") if each.item else ("达标", "未达标")
            indent = "    " if each.item else "  "
            said = f"{words[0]} {each.passed} {unit}，{words[1]} {each.failed} {unit}，缺数据 {each.missing} {unit}"
            if not each.item:
                said += f"，不适用 {each.not_applicable} {unit}"
            self.stdout.write(f"{indent}{each.title}：{said}")
        for standard in run.standards:
            if standard["is_programme"]:
                name, unit = standard["name"], UNITS[Kind(standard["subject"])]
                counts = [
                    run.counts.get(f"{kind}/{name}", 0) for kind in ("award_households", "award_money", "award_missing")
                ]
                self.stdout.write(
                    f"  {standard['title']}：{counts[0]} {unit}，{yuan(counts[1])} 元，缺数据 {counts[2]} {unit}"
                )
        self.stdout.write(f"  名册 {run.roster.digest[:16]}，结果 {run.findings_digest[:16]}")


def as_json(run: Run) -> dict[str, object]:
    return {
        "run": run.pk, "pack": run.pack.name, "pack_hash": run.pack.content_hash, "area": AreaCode.parse(run.area_id).significant,
        "as_of": run.as_of.isoformat(), "known_at": run.known_at.isoformat(), "engine": run.engine, "roster": run.roster.digest,
        "findings": run.findings_digest, "counts": run.counts, "seconds": run.seconds,
    }  # fmt: skip
