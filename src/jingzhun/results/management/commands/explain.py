"""``./run explain 户编号``: why one household meets the standards or not, and what would change it.

Exit status: 0 explained, 2 not explained (the reason is printed).
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from django.core.management.base import BaseCommand

from jingzhun.core.errors import Problem
from jingzhun.registry.models import Subject
from jingzhun.rules.explanation import Explanation

from ...commands import day, known_moment, office_day
from ...explain import explanation_of


class UnableToFindHousehold(Problem):
    code = "F-012"
    says = "没有户编号 {household}"
    remedy = "请核对户编号；可在“一户一档”里按姓名或拼音首字母查"


class UnableToFindPack(Problem):
    code = "F-013"
    says = "{day} 这一天没有有效的政策包{pack}"
    remedy = "请换一个 --as-of 日期或 --pack；有效期见“标准与参数”"


class Command(BaseCommand):
    help = "说明一户为什么达标或不达标、怎样会改变"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("household", help="户编号")
        parser.add_argument("--pack", default="", help="政策包；不写为这一天有效的全部")
        parser.add_argument("--as-of", dest="as_of", type=day, help="事实截至，年-月-日；不写为打开时的日期或今天")
        parser.add_argument("--known", type=day, help="当时所知截至，年-月-日；不写为现在所知")
        parser.add_argument("--json", action="store_true", help="打印 JSON")

    def handle(self, *args: object, **options: object) -> None:
        try:
            explanations = self._explain(options)
        except Problem as problem:
            if options["json"]:
                self.stdout.write(json.dumps({"error": str(problem), "explanations": []}, ensure_ascii=False))
            else:
                self.stderr.write(str(problem))
            raise SystemExit(2) from problem
        if options["json"]:
            body = {"error": None, "explanations": [asdict(each) for each in explanations]}
            self.stdout.write(json.dumps(body, ensure_ascii=False, default=str))
        else:
            for each in explanations:
                self._print(str(options["household"]), each)

    def _explain(self, options: dict[str, object]) -> list[Explanation]:
        subject = Subject.objects.filter(kind="household", code=options["household"]).first()
        if subject is None:
            raise UnableToFindHousehold(household=options["household"])
        as_of = office_day(options["as_of"])
        found = explanation_of(subject, as_of, known_moment(options["known"]), pack_name=str(options["pack"]))
        if not found:
            raise UnableToFindPack(day=as_of, pack=f" {options['pack']}" if options["pack"] else "")
        return found

    def _print(self, household: str, explanation: Explanation) -> None:
        out = self.stdout.write
        out(f"{explanation.pack_title}：户 {household}，截至 {explanation.as_of}")
        if explanation.problem:
            out(f"  没有判断：{explanation.problem}")
        for standard in explanation.standards:
            out(f"  {standard.title}：{standard.verdict}")
            for item in standard.items:
                out(
                    f"    {item.verdict}  {item.title}（{'，'.join(part for part in (item.clause, item.trust) if part)}）"
                )
                if item.verdict != "不适用":
                    out(f"      {item.sentence}")
                if item.change:
                    out(f"      怎样会改变：{item.change}")
        for programme in explanation.programmes:
            out(
                f"  {programme.title}：{programme.eligible}，{programme.amount_text}（{programme.clause}，{programme.trust}）"
            )
            if programme.sentence:
                out(f"      {programme.sentence}")
            if programme.change:
                out(f"      怎样会改变：{programme.change}")
        for parameter in explanation.parameters:
            out(f"  用到的参数 {parameter.name} {parameter.value}（{parameter.source}，{parameter.trust}）")
