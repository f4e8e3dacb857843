"""The ``jingzhun`` command: verbs as users know them, each a management command of the app that owns it."""

from __future__ import annotations

import argparse
import json
import os
import sys
from importlib import import_module

from jingzhun.core.arguments import speak_chinese
from jingzhun.core.disk import UnableToWriteToFullDisk, is_full
from jingzhun.core.errors import Problem

# verb -> module name of the management command, and a sentence for the overview and the generated command page.
VERBS: dict[str, tuple[str, str]] = {
    "init": ("init", "建一个空库：建表、装区划、装代码表、建密钥"),
    "import": ("import_file", "导入一个 Excel 或 CSV 文件；不加 --apply 只试算"),
    "undo": ("undo_import", "撤销最近一次写入的导入"),
    "import-regions": ("import_regions", "装入全国统计用区划代码文件"),
    "evaluate": ("evaluate", "按政策包评估在册数据；试算参数、比较两次评估、重放"),
    "pack": ("pack", "列出、导出、导入政策包"),
    "explain": ("explain", "说明一户为什么达标或不达标、怎样会改变"),
    "report": ("report", "生成项目库推进报告（Word）及数字溯源附录"),
    "registers": ("registers", "把建档立卡的村册、乡簿和县归档目录写到一个文件夹（PDF 和 Excel）"),
    "demo": ("demo", "生成演示县的文件，经导入装成可用的系统"),
    "serve": ("serve", "在本机打开网站和后台任务"),
    "account": ("account", "建立账号和岗位，或重设密码"),
    "check-cases": ("check_cases", "核对办件：计数、步骤、轮次和公示日期与明细是否一致"),
    "verify-log": ("verify_log", "核对日志链和外部链头，不需要服务在运行"),
    "backup": ("backup", "备份数据库、附件和政策包到一个文件"),
    "restore": ("restore", "从备份文件恢复到一个空的数据文件夹"),
}


# Verbs that work on a store which ``init`` or ``demo`` has made; without one they say how to make it.
STORE_VERBS = frozenset(
    {"import", "undo", "import-regions", "evaluate", "explain", "report", "registers", "account", "check-cases"}
)

# Verbs that need no database and no settings: module with ``parser()`` and ``main(arguments) -> exit status``.
PURE_VERBS: dict[str, tuple[str, str]] = {
    "proofread": ("jingzhun.proofread.command", "核对报告里的数字：合计、百分比、差额、日期、列名和前后一致"),
    "roster": ("jingzhun.rules.roster_command", "生成合成名册，用来试政策包和引擎"),
    "evaluate --roster": (
        "jingzhun.rules.evaluate_command",
        "按政策包评估磁盘上的名册（一县、一省或全国），不用数据库",
    ),
}


_OPTIONS_OF_DJANGO = {
    "--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color",
}  # fmt: skip


class UnableToFindVerb(Problem):
    code = "O-006"
    says = "没有“{verb}”这个动词"
    remedy = "全部动词见 ./run help"


def main(argv: list[str] | None = None) -> int:
    """Run one verb; Django's own commands (migrate, shell …) are passed through. Returns the exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jingzhun.web.settings")
    arguments = list(sys.argv[1:] if argv is None else argv)
    speak_chinese()
    if arguments[:1] == ["help"] and len(arguments) > 1:
        arguments = [*arguments[1:], "--help"]
    if not arguments or arguments[0] in ("help", "-h", "--help"):
        print("用法：jingzhun 动词 [参数]\n")
        for verb, (_, sentence) in (VERBS | PURE_VERBS).items():
            print(f"  {verb:<18}{sentence}")
        return 0
    verb = arguments[0]
    if verb == "evaluate" and any(each.partition("=")[0] == "--roster" for each in arguments):
        verb = "evaluate --roster"
    if verb in PURE_VERBS:
        status: int = import_module(PURE_VERBS[verb][0]).main(arguments[1:])
        return status
    os.umask(0o077)  # whatever is written of a store is its owner's alone, also below a folder that was there before
    if arguments[0] == "demo":
        os.environ["JINGZHUN_DATA"] = _demo_folder(arguments[1:])
    command, _ = VERBS.get(arguments[0], (arguments[0], ""))
    if (
        arguments[0] in (*STORE_VERBS, "migrate")
        and not {"-h", "--help"} & set(arguments)
        and _says_what_is_missing(arguments)
    ):
        return 2
    import django
    from django.core.management import BaseCommand, execute_from_command_line, get_commands, load_command_class

    BaseCommand.suppressed_base_arguments = _OPTIONS_OF_DJANGO  # taken as ever, but no help of ours speaks English
    django.setup()  # before it only Django's own commands are found
    if command not in {*get_commands(), "version", "--version"}:
        print(UnableToFindVerb(verb=arguments[0]), file=sys.stderr)
        return 2
    try:
        if arguments[0] in VERBS:  # run under the user's word for it, not the name of its module
            made = load_command_class(get_commands()[command], command)
            made.requires_system_checks = ()  # Django's checks of the code are ``manage.py check``, which the tests run
            made.run_from_argv(["jingzhun", *arguments])
        else:
            execute_from_command_line(["jingzhun", command, *arguments[1:]])
    except Exception as cause:
        if not is_full(cause):
            raise
        print(UnableToWriteToFullDisk(folder=os.environ.get("JINGZHUN_DATA", "data")), file=sys.stderr)
        return 2
    return 0


def _says_what_is_missing(arguments: list[str]) -> bool:
    """Whether there is no store to work on; says so, and what to do, also to those who asked for JSON."""
    import django

    django.setup()
    from .actions.store import UnableToOpenStore, what_is_missing, without_folder

    why = without_folder() if arguments[0] == "migrate" else what_is_missing()
    if why:
        problem = str(UnableToOpenStore(why=why))
        print(json.dumps({"error": problem}, ensure_ascii=False) if "--json" in arguments else problem,
              file=sys.stdout if "--json" in arguments else sys.stderr)  # fmt: skip
    return bool(why)


def _demo_folder(arguments: list[str]) -> str:
    """Where a demo lives: settings are read once, so its folder is named before they are."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--data")
    return parser.parse_known_args(arguments)[0].data or os.environ.get("JINGZHUN_DATA") or ".demo/data"
