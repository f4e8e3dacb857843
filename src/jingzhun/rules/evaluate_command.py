"""``./run evaluate --roster DIR``: a pack over rosters on disk, without a database. Exit status 0 done, 2 not evaluated."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pyarrow.compute as pc

import jingzhun
from jingzhun.core.errors import Problem

from .engines.names import ENGINES, SPARK_HERE
from .pack import Pack
from .pack_loader import load_pack
from .progress import Bar
from .sweep import sweep

SHIPPED = Path(jingzhun.__file__).parent / "policies"


class UnableToWriteResults(Problem):
    code = "Y-046"
    says = "结果不能写到“{folder}”（{reason}）"
    remedy = "请换一个能写的文件夹，或先腾出空间"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，写作 2018-12-31") from None


def _positive(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}”不是正整数")
    return int(text)


def _memory(text: str) -> str:
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?[KMGT]i?B", text):
        raise argparse.ArgumentTypeError(f"“{text}”不是内存大小，写作 700MB、2GB")
    return text


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="evaluate --roster", description="按政策包评估磁盘上的名册，不用数据库；中断后再运行，接着做。"
    )
    made.add_argument("--roster", type=Path, required=True, help="一份名册，或各县名册所在的文件夹")
    made.add_argument("--pack", required=True, help="随系统的政策包（如 yunnan/exit-2018）或政策包文件夹")
    made.add_argument("--as-of", dest="as_of", type=_day, required=True, help="评估日，年-月-日")
    made.add_argument(
        "--out", type=Path, required=True, help="放结果的文件夹：每县 county=区划代码，各级汇总 rollup.parquet"
    )
    made.add_argument("--engine", choices=ENGINES, default="duckdb", help="引擎")
    made.add_argument("--master", default=SPARK_HERE, help="Spark 主节点地址，如 spark://host:7077")
    made.add_argument(
        "--set", dest="tried", action="append", default=[], metavar="参数=值", help="试算：换一个参数值，可写多次"
    )
    made.add_argument("--at-once", dest="at_once", type=_positive, help="一次合在一起的户数，按整县；DuckDB 默认一百万")
    made.add_argument("--threads", type=_positive, default=2, help="线程数")
    made.add_argument("--memory", type=_memory, default="700MB", help="引擎的内存上限")
    made.add_argument("--json", action="store_true", help="打印 JSON")
    return made


def main(argv: Sequence[str] | None = None) -> int:
    asked = parser().parse_args(argv)
    tried = dict(each.partition("=")[::2] for each in asked.tried)
    try:
        with Bar("评估", 0) as bar:
            swept = sweep(
                find_pack(asked.pack), asked.roster, asked.out, as_of=asked.as_of, engine=asked.engine, parameters_override=tried,
                at_once=asked.at_once, threads=asked.threads, memory_limit=asked.memory, master=asked.master, begun=bar.begin,
                told=bar.advance,
            )  # fmt: skip
    except (Problem, OSError) as wrong:
        reason = (wrong.strerror or type(wrong).__name__) if isinstance(wrong, OSError) else ""
        problem = wrong if isinstance(wrong, Problem) else UnableToWriteResults(folder=asked.out, reason=reason)
        if asked.json:
            print(json.dumps({"error": str(problem)}, ensure_ascii=False))
        else:
            print(problem, file=sys.stderr)
        return 2
    lines = swept.rollup.filter(pc.field("level") == "province").to_pylist()
    if asked.json:
        print(
            json.dumps(
                {"error": None, "counties": swept.counties, "kept": swept.kept, "provinces": lines}, ensure_ascii=False
            )
        )
        return 0
    print(f"{swept.counties} 个县（其中 {swept.kept} 个已有结果）：{asked.out}")
    for line in lines:
        money = f"，金额 {line['fen'] / 100:,.2f} 元" if line["fen"] is not None else ""
        item = f" {line['item']}" if line["item"] not in ("", "amount") else ""
        print(
            f"  {line['area']} {line['standard']}{item}：通过 {line['passed']}，不通过 {line['failed']}，缺数据 {line['missing']}，"
            f"不适用 {line['not_applicable']}{money}"
        )
    return 0


def find_pack(name: str) -> Pack:
    """A pack by the name under which it is shipped, or by its folder."""
    shipped = SHIPPED / name
    return load_pack(shipped if (shipped / "pack.yaml").is_file() else Path(name))
