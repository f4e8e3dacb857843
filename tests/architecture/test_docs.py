"""Docs that are generated say what the code says; rows.csv lists all systems; links in docs lead somewhere."""

import csv
import re
from pathlib import Path

import pytest

from jingzhun.web import docs

ROOT = Path(__file__).parents[2]
WRITTEN = sorted([*ROOT.glob("*.md"), *(p for p in (ROOT / "docs").rglob("*.md") if "reference" not in p.parts)])


def rows():
    with (ROOT / "rows.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_rows_are_122_numbered_in_order():
    assert [row["id"] for row in rows()] == [f"S-{n:02}" if n < 100 else f"S-{n}" for n in range(1, 123)]
    assert all(row["title"] and row["english"] and row["chapter"] for row in rows())


def test_markers_in_tests_name_rows_that_exist():
    assert set(docs.row_markers(ROOT / "tests")) <= {row["id"] for row in rows()}


def test_a_row_that_works_has_its_evidence_and_one_that_works_in_part_says_what_is_missing():
    proofs = docs.row_markers(ROOT / "tests")
    for row in rows():
        assert row["state"] in ("可用", "部分", "没有")
        assert row["state"] != "可用" or row["id"] in proofs, row["id"]
        assert row["state"] != "部分" or row["note"], row["id"]


def test_row_markers_are_read_from_functions_classes_and_modules(tmp_path):
    folder = tmp_path / "tests"
    folder.mkdir()
    (folder / "test_some.py").write_text(
        'import pytest\npytestmark = [pytest.mark.row("S-01")]\n\n'
        '@pytest.mark.row("S-02", "S-03")\ndef test_a(): ...\n\n@pytest.mark.row("S-02")\nclass TestB: ...\n'
    )
    assert docs.row_markers(folder) == {
        "S-01": ["`tests/test_some.py`"],
        "S-02": ["`tests/test_some.py::test_a`", "`tests/test_some.py::TestB`"],
        "S-03": ["`tests/test_some.py::test_a`"],
    }


def test_every_error_code_is_on_its_page():
    page = docs.errors_page()
    assert all(f"| {kind.code} |" in page for kind in docs.problems())


def test_every_setting_and_verb_with_a_command_is_on_its_page():
    from jingzhun.web.environment import Environment

    page = docs.settings_page()
    for name, field in Environment.model_fields.items():
        assert str(field.validation_alias or f"JINGZHUN_{name}").upper() in page
        assert field.description


def test_cells_with_bars_stay_one_cell():
    assert docs.table(("甲", "乙"), [("a|b", 1)]) == "| 甲 | 乙 |\n|---|---|\n| a\\|b | 1 |\n"


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_to_files(path):
    for target in re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://", "mailto:")):
            assert (path.parent / target).exists(), target


def test_the_glossary_has_official_terms_for_the_models_kinds():
    text = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    for word in ("household", "person", "area", "post", "roster", "run", "figure", "finding", "standard", "programme"):
        assert f"| {word} |" in text
