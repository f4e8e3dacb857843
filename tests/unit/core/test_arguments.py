"""What a command says of words that it cannot take, before it does anything."""

from __future__ import annotations

import argparse

import pytest

from jingzhun.core.arguments import speak_chinese


@pytest.fixture
def parser(monkeypatch: pytest.MonkeyPatch) -> argparse.ArgumentParser:
    for name in ("_", "ngettext"):
        monkeypatch.setattr(argparse, name, getattr(argparse, name))
    speak_chinese()
    made = argparse.ArgumentParser(prog="jingzhun")
    made.add_argument("file")
    made.add_argument("--area", nargs=2)
    made.add_argument("--threads", type=int)
    made.add_argument("--engine", choices=["duckdb", "spark"])
    only = made.add_mutually_exclusive_group()
    only.add_argument("--json", action="store_true")
    only.add_argument("--quiet", action="store_true")
    return made


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "缺少参数：file"),
        (["a", "--nonsense"], "没有这样的参数：--nonsense"),
        (["a", "--threads"], "参数 --threads：后面要写一个值"),
        (["a", "--threads", "²"], "参数 --threads：'²' 不能用在这里"),
        (["a", "--area", "1"], "参数 --area：后面要写 2 个值"),
        (["a", "--engine", "x"], "参数 --engine：没有 'x'，可以写"),
        (["a", "--json", "--quiet"], "不能和 --json 一起写"),
    ],
)
def test_what_is_wrong_is_said_in_chinese(parser, capsys, words, said):
    with pytest.raises(SystemExit) as left:
        parser.parse_args(words)
    told = capsys.readouterr().err
    assert left.value.code == 2
    assert told.startswith("用法：jingzhun") and said in told
    assert "error" not in told and "usage" not in told


def test_help_is_headed_in_chinese(parser):
    told = parser.format_help()
    assert "参数:" in told and "选项:" in told and "显示这段说明" in told
