"""``./run proofread``: exit status, JSON, and Word comments in place."""

import io
import json

import docx

from jingzhun.proofread.command import main

RIGHT = "全镇共有党员512名，其中农民党员412名、机关党员86名、学生党员14名。"
WRONG = RIGHT.replace("512", "521")


def run(capsys, *arguments):
    status = main([str(argument) for argument in arguments])
    return status, capsys.readouterr().out


def test_status_says_clean_found_or_unreadable(tmp_path, capsys):
    right, wrong, broken = tmp_path / "对.txt", tmp_path / "错.txt", tmp_path / "坏.docx"
    right.write_text(RIGHT, encoding="utf-8")
    wrong.write_text(WRONG, encoding="utf-8")
    broken.write_bytes(b"PK\x03\x04 nothing")
    assert run(capsys, right)[0] == 0
    assert run(capsys, right, wrong)[0] == 1
    status, printed = run(capsys, broken, wrong, tmp_path / "没有.txt")
    assert status == 2
    assert "C-107" in printed and "分项之和为512名" in printed


def test_json_has_the_agreed_shape(tmp_path, capsys):
    path = tmp_path / "错.txt"
    path.write_text("第一行。\n" + WRONG, encoding="utf-8")
    status, printed = run(capsys, "--json", path)
    (report,) = json.loads(printed)["reports"]
    assert status == 1
    assert (report["file"], report["figures"], report["error"]) == (str(path), 4, None)
    (found,) = report["findings"]
    assert (found["type"], found["lines"], found["literals"][0], found["computed"]) == ("sum", [2], "521名", "512名")
    assert found["severity"] in {"error", "warning", "note"}
    assert all(set(held) >= {"type", "lines", "literals"} for held in report["consistent"])


def test_a_word_report_comes_back_with_comments_in_place(tmp_path, capsys):
    document = docx.Document()
    document.add_paragraph("一、基本情况")
    document.add_paragraph(WRONG)
    stream = io.BytesIO()
    document.save(stream)
    path = tmp_path / "报告.docx"
    path.write_bytes(stream.getvalue())
    assert run(capsys, "--comments", path)[0] == 1
    commented = docx.Document(str(tmp_path / "报告.批注.docx"))
    (comment,) = commented.comments
    assert "分项之和为512名" in comment.text
    assert [paragraph.text for paragraph in commented.paragraphs] == ["一、基本情况", WRONG]
