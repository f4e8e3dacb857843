"""The letter as a word processor lays it out: 22 lines of 28 characters, page numbers outside, the appendix turned."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from jingzhun.documents.letter import BODY, TITLE, pack, write_letter
from jingzhun.documents.report import fill
from jingzhun.documents.trace import TraceRow, append_trace

pytestmark = pytest.mark.xdist_group("letter")


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> list[str]:
    """Text of each page, as LibreOffice sets it, with the size of the page in its first line."""
    assert shutil.which("soffice"), "没有 LibreOffice：apt-get install libreoffice-writer-nogui（./run test 会自己装）"
    folder = tmp_path_factory.mktemp("letter")
    filled = fill(write_letter([(TITLE, "标题"), (BODY, "字" * 28 * 50)]), figures={}, words={})
    append_trace(
        filled.word, [TraceRow(1, "一、第1段", "甲", "1", "个", "计算", "口径", "2018-12-31", "名册", "1", "9f3c")]
    )
    (folder / "letter.docx").write_bytes(pack(filled.word))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [
        "soffice",
        "--headless",
        profile,
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(folder / "letter.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return _pages(folder / "letter.pdf")


def _pages(file: Path) -> list[str]:
    sizes = subprocess.run(
        ["pdfinfo", "-f", "1", "-l", "9", str(file)], check=True, capture_output=True, text=True
    ).stdout
    found = re.findall(r"Page +\d+ size: +([\d.]+) x ([\d.]+)", sizes)
    text = subprocess.run(["pdftotext", "-layout", str(file), "-"], check=True, capture_output=True, text=True).stdout
    return [f"{width}x{height}\n{page}" for (width, height), page in zip(found, text.split("\f"), strict=False)]


def lines_of(page: str) -> list[str]:
    return [line for line in page.splitlines()[1:] if "字" in line or "标题" in line]


def test_a_full_page_has_22_lines_of_28_characters(pages):
    assert [len(lines_of(page)) for page in pages[:2]] == [22, 22]
    assert {line.count("字") for line in lines_of(pages[1])} == {28}
    assert lines_of(pages[0])[1].count("字") == 26  # the first line of a paragraph is two characters in


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(pages):
    first, second = (next(line for line in page.splitlines() if "—" in line) for page in pages[:2])
    assert re.fullmatch(r"\s*—\s?1\s?—\s*", first)
    assert re.fullmatch(r"\s*—\s?2\s?—\s*", second)
    assert len(first) - len(first.lstrip()) > len(second) - len(second.lstrip()) + 10


def test_pages_are_a4_and_the_appendix_is_turned(pages):
    sizes = [tuple(round(float(side)) for side in page.splitlines()[0].split("x")) for page in pages]
    assert sizes[0] == (595, 842)
    assert sizes[-1] == (842, 595)
    assert "数字溯源表" in pages[-1]
