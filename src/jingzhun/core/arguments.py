"""The sentences that Python's ``argparse`` says by itself, in Chinese: usage, what is missing, what cannot be read."""

from __future__ import annotations

import argparse

_SENTENCES = {
    "usage: ": "用法：",
    "%(prog)s: error: %(message)s\n": "%(prog)s：%(message)s\n",
    "argument %(argument_name)s: %(message)s": "参数 %(argument_name)s：%(message)s",
    "positional arguments": "参数",
    "options": "选项",
    "show this help message and exit": "显示这段说明",
    "the following arguments are required: %s": "缺少参数：%s",
    "unrecognized arguments: %s": "没有这样的参数：%s",
    "ambiguous option: %(option)s could match %(matches)s": "参数 %(option)s 不明确，可能是 %(matches)s",
    "expected one argument": "后面要写一个值",
    "expected at most one argument": "后面最多写一个值",
    "expected at least one argument": "后面至少写一个值",
    "expected %s argument": "后面要写 %s 个值",
    "expected %s arguments": "后面要写 %s 个值",
    "invalid choice: %(value)r (choose from %(choices)s)": "没有 %(value)r，可以写 %(choices)s",
    "invalid %(type)s value: %(value)r": "%(value)r 不能用在这里",
    "not allowed with argument %s": "不能和 %s 一起写",
    "one of the arguments %s is required": "%s 里要写一个",
    "ignored explicit argument %r": "不用写值：%r",
}


def speak_chinese() -> None:
    """From now on, in this process. A sentence that is not known here is said as Python says it."""
    setattr(argparse, "_", lambda sentence: _SENTENCES.get(sentence, sentence))  # noqa: B010
    setattr(  # noqa: B010
        argparse, "ngettext", lambda one, many, number: _SENTENCES.get(one if number == 1 else many, many)
    )
