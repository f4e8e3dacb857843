"""``./run roster make``: synthetic rosters, to try packs and engines at the size of a province or of the nation."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from .progress import Bar
from .synthetic.generation import PER_COUNTY, make_rosters


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="roster", description="生成合成名册：没有真人，各县一个文件夹。")
    made.add_argument("action", choices=["make"], help="make：生成；已有的县不重做")
    made.add_argument("--households", type=int, required=True, help=f"户数，每县 {PER_COUNTY} 户")
    made.add_argument("--out", type=Path, required=True, help="放名册的文件夹")
    made.add_argument("--threads", type=int, default=2, help="同时生成几个县")
    return made


def main(argv: Sequence[str] | None = None) -> int:
    asked = parser().parse_args(argv)
    if asked.households < 1:
        parser().error("--households 应为正整数")
    with Bar("生成", asked.households) as bar:
        counties = make_rosters(asked.out, asked.households, threads=asked.threads, told=bar.advance)
    print(f"{counties} 个县，{asked.households} 户：{asked.out}")
    return 0
