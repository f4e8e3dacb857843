"""``./run pack list|export|import``: stored policy packs as folders.

``export NAME FOLDER`` writes the standing version; ``import FOLDER --by SIGN_IN_NAME --reason TEXT`` proposes a folder, which
another person approves in the pages. Exit status: 0 done, 2 not (the reason is printed).
"""

from __future__ import annotations

import argparse
from pathlib import Path

from django.core.management.base import BaseCommand

from jingzhun.accounts.models import Official
from jingzhun.audit.actor import Actor
from jingzhun.core.errors import Problem
from jingzhun.rules.pack_loader import load_pack

from ...actions.packs import propose
from ...models import PackVersion
from ...packs import read_folder, read_head, write_folder


class UnableToUsePack(Problem):
    code = "Y-055"
    says = "{why}"
    remedy = "{way}"


class Command(BaseCommand):
    help = "列出、导出、导入政策包"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="list|export|import")
        verbs.add_parser("list", help="列出库里的政策包")
        export = verbs.add_parser("export", help="把现行的一版写成文件夹")
        export.add_argument("name", help="如 yunnan/exit-2018")
        export.add_argument("folder", type=Path, help="要写到的文件夹，须不存在或为空")
        bring = verbs.add_parser("import", help="提出一个文件夹，由另一人在页面上批准")
        bring.add_argument("folder", type=Path)
        bring.add_argument("--by", required=True, help="提出人的登录名")
        bring.add_argument("--reason", required=True, help="为什么改")

    def handle(self, *args: object, **options: object) -> None:
        try:
            {"list": self._list, "export": self._export, "import": self._import}[str(options["verb"])](options)
        except Problem as problem:
            self.stderr.write(str(problem))
            raise SystemExit(2) from problem

    def _list(self, options: dict[str, object]) -> None:
        for version in PackVersion.objects.order_by("name", "stored_at"):
            until = f" 至 {version.in_force_until} 前" if version.in_force_until else ""
            self.stdout.write(
                f"{version.name}  {version.content_hash[:8]}  {version.state.label}  {version.in_force_from} 起{until}  {version.title}"
            )

    def _export(self, options: dict[str, object]) -> None:
        version = PackVersion.objects.newest_of(str(options["name"]))
        if version is None:
            raise UnableToUsePack(why=f"库里没有政策包 {options['name']}", way="请用 ./run pack list 看名称")
        folder = Path(str(options["folder"]))
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UnableToUsePack(why=f"{folder} 已存在，不是空文件夹", way="请换一个名字")
        write_folder(version.files, folder)
        self.stdout.write(f"已写到 {folder}：{version.title}（{version.content_hash[:8]}）")

    def _import(self, options: dict[str, object]) -> None:
        official = Official.objects.filter(sign_in_name=str(options["by"])).first()
        if official is None:
            raise UnableToUsePack(why=f"没有账号 {options['by']}", way="请写提出人的登录名")
        folder = Path(str(options["folder"]))
        if not folder.is_dir():
            raise UnableToUsePack(why=f"没有文件夹 {folder}", way="请核对路径")
        files = read_folder(folder)
        load_pack(folder)
        version = propose(
            files=files, based_on=PackVersion.objects.newest_of(read_head(files).name), reason=str(options["reason"]),
            by=Actor(official_id=official.pk, name=official.name),
        )  # fmt: skip
        self.stdout.write(f"已提出：{version.title}（{version.content_hash[:8]}），等另一人批准")
