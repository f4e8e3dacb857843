"""Reference pages made from the things they describe: ``python -m jingzhun.web.docs`` writes them, ``--check`` compares.

rows ← rows.csv and the ``row("S-02")`` markers in tests; errors ← subclasses of Problem; settings ← Environment;
commands ← the verb table; permissions ← the role table; models ← the models' own labels; packs and procedures ← the
shipped packs' folders.
"""

from __future__ import annotations

import argparse
import ast
import csv
import importlib
import os
import pkgutil
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[3]
REFERENCE = ROOT / "docs" / "reference"
MADE = "<!-- 由 ./run docs 生成，勿手改 -->\n"
LETTERS = {
    "C": "基础",
    "A": "区划",
    "P": "账号与岗位",
    "L": "日志",
    "G": "登记",
    "R": "导入：行与格",
    "I": "导入：文件",
    "Y": "规则与政策包",
    "F": "结果与数字",
    "B": "项目与资金",
    "D": "文书与报告",
    "K": "核数",
    "J": "办件",
    "W": "页面",
    "O": "运行与维护",
}
LEVELS = {"COUNTY": "县", "TOWNSHIP": "乡镇", "VILLAGE": "村"}
# Only needed where a county has more than one machine; its package is an extra.
OPTIONAL = {"pyspark"}


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table; bars inside cells are escaped."""
    lines = ["| " + " | ".join(head) + " |"]
    lines.append("|" + "---|" * (lines[0].count(" | ") + 1))
    for row in rows:
        cells = (str(cell).replace("|", "\\|").replace("\n", " ") for cell in row)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def modules() -> Iterator[str]:
    """Names of all modules of the package but migrations and entry points that run on import."""
    import jingzhun

    for found in pkgutil.walk_packages(jingzhun.__path__, "jingzhun."):
        if ".migrations" not in found.name and not found.name.endswith((".wsgi", ".__main__")):
            yield found.name


def problems() -> list[type]:
    """Every error class with a code of its own, sorted by code; 000 marks a base that is never raised itself."""
    from jingzhun.core.errors import Problem

    for name in modules():
        try:
            importlib.import_module(name)
        except ModuleNotFoundError as absent:
            if (absent.name or "").partition(".")[0] not in OPTIONAL:
                raise
    found: list[type] = []
    pending = [Problem]
    while pending:
        for kind in pending.pop().__subclasses__():
            pending.append(kind)
            if "code" in kind.__dict__ and not kind.code.endswith("-000") and kind.__module__.startswith("jingzhun."):
                found.append(kind)
    return sorted(found, key=lambda kind: (kind.code, kind.__qualname__))  # type: ignore[attr-defined]


def rows_page() -> str:
    proofs = row_markers(ROOT / "tests")
    with (ROOT / "rows.csv").open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    proven = sum(1 for row in listed if row["id"] in proofs)
    states = {state: sum(1 for row in listed if row["state"] == state) for state in ("可用", "部分", "没有")}
    counted = "，".join(f"{state} {number} 项" for state, number in states.items())
    body = table(
        ("编号", "章", "名称", "英文", "现在", "说明", "证据（测试）"),
        (
            (
                row["id"], row["chapter"], row["title"], row["english"], row["state"], row["note"] or "—",
                "<br>".join(proofs.get(row["id"], ())) or "—",
            )
            for row in listed
        ),
    )  # fmt: skip
    return (
        f"# 制度目录与证据\n\n{len(listed)} 项：{counted}。{proven} 项有测试复现其印在原报告里的证据；"
        f"“可用”的必须有。\n\n{body}"
    )


def row_markers(folder: Path) -> dict[str, list[str]]:
    """``row`` id → tests that carry the marker, read without importing them."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                for decorator in node.decorator_list:
                    for row in _row_ids(decorator):
                        found.setdefault(row, []).append(f"`{path.relative_to(folder.parent)}::{node.name}`")
            elif isinstance(node, ast.Assign) and any(getattr(t, "id", "") == "pytestmark" for t in node.targets):
                marks = node.value.elts if isinstance(node.value, ast.List | ast.Tuple) else [node.value]
                for mark in marks:
                    for row in _row_ids(mark):
                        found.setdefault(row, []).append(f"`{path.relative_to(folder.parent)}`")
    return found


def _row_ids(node: ast.expr) -> list[str]:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "row"):
        return []
    return [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]


def errors_page() -> str:
    parts = ["# 错误代码\n\n每条都说什么事、在哪里、怎么办。`{…}` 处填具体的值。\n"]
    found = problems()
    for letter, title in LETTERS.items():
        own = [kind for kind in found if kind.code.startswith(letter)]  # type: ignore[attr-defined]
        if own:
            body = table(
                ("代码", "说什么", "怎么办", "类"),
                (
                    (k.code, k.says, k.remedy, f"`{k.__module__.removeprefix('jingzhun.')}.{k.__qualname__}`")
                    for k in own
                ),  # type: ignore[attr-defined]
            )
            parts.append(f"\n## {letter} {title}\n\n{body}")
    return "".join(parts)


def settings_page() -> str:
    from .environment import Environment

    rows = []
    for name, field in Environment.model_fields.items():
        variable = str(field.validation_alias or f"JINGZHUN_{name}").upper()
        default = "" if field.default is None else str(field.default)
        rows.append((f"`{variable}`", f"`{default}`" if default else "—", field.description or ""))
    return "# 设置\n\n都是环境变量；没有只在生产环境才有的设置。\n\n" + table(("变量", "默认", "说明"), rows)


def commands_page() -> str:
    """Verbs with their arguments as their parsers state them."""
    from django.core.management import load_command_class

    from .command import PURE_VERBS, VERBS

    parts = ["# 命令\n\n`./run 动词` 与 `jingzhun 动词` 相同。`./run` 自己的动词见 `./run help`。\n"]
    for verb, (module, sentence) in VERBS.items():
        app = _app_of(module)
        if app is None:
            continue
        parts.append(_verb_section(verb, sentence, load_command_class(app, module).create_parser("jingzhun", verb)))
    for verb, (module, sentence) in PURE_VERBS.items():
        parts.append(_verb_section(verb, sentence, importlib.import_module(module).parser()))
    return "".join(parts)


def _verb_section(verb: str, sentence: str, parser: argparse.ArgumentParser) -> str:
    rows = [
        (f"`{' '.join(a.option_strings) or a.dest}`", a.help or "")
        for a in parser._actions
        if not set(a.option_strings) & DJANGO_OPTIONS
    ]
    return f"\n## {verb}\n\n{sentence}。\n" + ("\n" + table(("参数", "说明"), rows) if rows else "")


DJANGO_OPTIONS = {
    "-h", "--version", "-v", "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color", "--skip-checks",
}  # fmt: skip


def _app_of(module: str) -> str | None:
    from django.core.management import get_commands

    app = get_commands().get(module)
    return app if isinstance(app, str) else None


def permissions_page() -> str:
    from jingzhun.accounts.roles import ROLES, Verb

    head = ["职责", *(role.title for role in ROLES.values())]
    rows = [[verb.value, *("●" if verb in role.verbs else "" for role in ROLES.values())] for verb in Verb]
    levels = [
        (role.title, "、".join(sorted(LEVELS[level.name] for level in role.levels)), role.home)
        for role in ROLES.values()
    ]
    return (
        "# 岗位与权限\n\n一个岗位是一个人在一个范围里担任的角色；范围之外的农户、村和数字一律答“没有”。\n\n"
        + table(("角色", "可设在", "首页"), levels)
        + "\n"
        + table(head, rows)
    )


def models_page() -> str:
    from django.apps import apps

    parts = ["# 数据表\n\n标签、单位和代码表以模型里的为准。\n"]
    for config in apps.get_app_configs():
        if not config.name.startswith("jingzhun."):
            continue
        for model in sorted(config.get_models(), key=lambda m: m.__name__):
            rows = [
                (f"`{f.attname}`", f.verbose_name, f.get_internal_type(), _reference(f))
                for f in model._meta.concrete_fields
            ]
            doc = (model.__doc__ or "").strip().splitlines()[0]
            said = "" if doc.startswith(f"{model.__name__}(") else f"{doc}\n\n"
            parts.append(
                f"\n## {config.label}.{model.__name__}\n\n{said}" + table(("字段", "标签", "类型", "指向"), rows)
            )
    return "".join(parts)


def _reference(field: object) -> str:
    remote = getattr(field, "related_model", None)
    return f"`{remote._meta.label}`" if remote is not None else ""


def packs_page() -> str:
    from .pack_reference import packs_page as made

    return made(table)


def procedures_page() -> str:
    from .procedure_reference import procedures_page as written

    return written(table)


def procedure_drawings() -> dict[str, Callable[[], str]]:
    from .procedure_reference import drawings

    return drawings()


PAGES: dict[str, Callable[[], str]] = {
    "rows.md": rows_page,
    "errors.md": errors_page,
    "settings.md": settings_page,
    "commands.md": commands_page,
    "permissions.md": permissions_page,
    "models.md": models_page,
    "packs.md": packs_page,
    "procedures.md": procedures_page,
}


def main() -> int:
    """Exit status 1 where ``--check`` finds a page that is not as it would be made now."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jingzhun.web.settings")
    import django

    django.setup()
    stale = []
    for name, make in (PAGES | procedure_drawings()).items():
        path, text = REFERENCE / name, MADE + make()
        if "--check" in sys.argv[1:]:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"docs/reference 已过时：{'、'.join(stale)}。请运行 ./run docs 并提交。")
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
