"""The shape of the tree: sizes, file names, foreign keys as strings, empty package files, no help from other hosts."""

import ast
import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from jingzhun.web import vendor

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "jingzhun"
PYTHON = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
PAGES = sorted(
    path
    for path in [*SOURCE.rglob("*.html"), *SOURCE.rglob("*.js"), *SOURCE.rglob("*.css")]
    if "vendor" not in path.parts
)
VAGUE = {"utils.py", "helpers.py", "managers.py", "services.py", "common.py", "misc.py"}
# Names of drawings' own language, never fetched.
NAMESPACES = ("http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", [*PYTHON, *TESTS], ids=named)
def test_a_file_has_at_most_450_lines(path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= 450


def test_no_file_has_a_name_that_says_nothing():
    assert [named(path) for path in [*PYTHON, *TESTS] if path.name in VAGUE] == []


def test_pages_of_lists_are_turned_in_one_way():
    own = [
        path for path in PAGES if re.search("上一页|previous_page|table_page_range", path.read_text(encoding="utf-8"))
    ]
    assert [path.name for path in own] == ["pager.html"], "a list turns its pages with {% pager %}"


def test_what_is_read_as_a_number_is_asked_for_decimals():
    """To ``isdigit`` a raised two is a digit; ``int`` refuses it. Proofreading looks at what its patterns found: decimals."""
    read = [path for path in PYTHON if "proofread" not in path.parts]
    assert [named(path) for path in read if "isdigit" in path.read_text(encoding="utf-8")] == []


def test_package_files_are_empty_but_those_of_models():
    full = [p for p in PYTHON if p.name == "__init__.py" and p.read_text(encoding="utf-8").strip()]
    beside = [named(p) for p in full if p.parent.name != "models" and p != SOURCE / "__init__.py"]
    assert beside == []


def test_foreign_keys_are_written_as_strings():
    wrong = []
    for path in PYTHON:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if node.func.attr not in {"ForeignKey", "OneToOneField", "ManyToManyField"}:
                continue
            target = next((k.value for k in node.keywords if k.arg == "to"), node.args[0] if node.args else None)
            if not (isinstance(target, ast.Constant) and isinstance(target.value, str)):
                wrong.append(f"{named(path)}:{node.lineno}")
    assert wrong == []


def test_no_generic_keys_signals_or_own_save():
    wrong = []
    for path in PYTHON:
        text = path.read_text(encoding="utf-8")
        for sign in (
            r"\bGenericForeignKey\b",
            r"\bpost_save\b",
            r"\bpre_save\b",
            r"@receiver\b",
            r"^\s+def save\(self",
        ):
            if re.search(sign, text, re.MULTILINE):
                wrong.append(f"{named(path)}: {sign}")
    assert wrong == []


def test_every_pure_package_is_under_the_contract_that_forbids_django():
    contract = (ROOT / ".importlinter").read_text(encoding="utf-8")
    for package in ("core", "rules", "documents", "proofread"):
        if (SOURCE / package).is_dir():
            assert f"    jingzhun.{package}\n" in contract


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_pages_ask_no_other_host_and_hold_no_inline_style_or_script(path):
    text = path.read_text(encoding="utf-8")
    for namespace in NAMESPACES:
        text = text.replace(namespace, "")
    assert re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", text) == []
    if path.suffix == ".html":
        assert re.findall(r"\sstyle\s*=", text) == []
        assert re.findall(r"\son[a-z]+\s*=", text) == []
        assert re.findall(r"<script(?![^>]*\b(?:src=|type=\"application/json\"))", text) == []


def test_vendored_files_are_as_their_manifests_say():
    assert vendor.differences(vendor.PAGES) == []
    assert vendor.differences(vendor.BROWSER_TESTS) == []


def test_a_changed_an_absent_and_an_unlisted_vendored_file_is_found(tmp_path):
    for path in vendor.PAGES.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    manifest = (tmp_path / "MANIFEST.json").read_text()
    (tmp_path / "MANIFEST.json").write_text(manifest.replace("../../../templates/web/icons.html", "seal.svg"))
    (tmp_path / "htmx.min.js").write_text("changed")
    (tmp_path / "echarts.min.js").unlink()
    (tmp_path / "stranger.js").write_text("1")
    assert vendor.differences(tmp_path) == [
        "@tabler/icons: seal.svg is absent",
        "echarts: echarts.min.js is absent",
        "htmx.org: htmx.min.js was changed",
        "stranger.js is not listed",
    ]


def test_every_icon_that_a_template_or_table_names_is_in_the_sprite():
    used = set()
    for path in [*SOURCE.rglob("*.html"), *PYTHON]:
        text = path.read_text(encoding="utf-8")
        used |= set(re.findall(r'{% icon "([a-z0-9-]+)" %}', text)) | set(re.findall(r'href="#i-([a-z0-9-]+)"', text))
        used |= set(re.findall(r'\bicon\("([a-z0-9-]+)"\)', text))
    from jingzhun.web.navigation import ENTRIES

    used |= {entry.icon for entry in ENTRIES}
    assert used - set(vendor.ICONS) == set()


def test_source_maps_are_stripped():
    for path in vendor.PAGES.glob("*.min.*"):
        assert "sourceMappingURL" not in path.read_text(encoding="utf-8")


def test_every_package_that_is_installed_by_default_is_used():
    """A clerk's machine downloads nothing that the product does not name in an import or a setting."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {re.split(r"[\[<>=~ ]", each)[0].lower() for each in project["dependencies"]}
    used_by_another = {"defusedxml"}  # openpyxl
    text = "\n".join(path.read_text(encoding="utf-8") for path in PYTHON)
    named = set(re.findall(r"^\s*(?:import|from) (\w+)", text, re.MULTILINE)) | set(
        re.findall(r"""["'](\w+)(?:[.\w]*)["']""", text)
    )
    modules = {
        package: {module for module, owners in packages_distributions().items() if package in map(str.lower, owners)}
        for package in asked
    }
    assert {package for package in asked - used_by_another if not modules[package] & named} == set()
