"""Bytes of a text file as text: UTF-8, UTF-16 with a mark, or GB 18030 (what Chinese Windows still writes).

Called by proofread (documents) and ingest (CSV).
"""

from __future__ import annotations

from .errors import Problem

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SAMPLE = 65_536
_CONTROL = frozenset(range(32)) - {9, 10, 12, 13, 26} | {127}
_TOLERATED = 0.002


class UnableToDecodeText(Problem):
    code = "C-108"
    says = "文件内容不是可读的文字"
    remedy = "请另存为 UTF-8 或 GB 18030 编码的文本后重试"


def decode_text(data: bytes) -> str:
    """The text of ``data``. Raises :class:`UnableToDecodeText` for binary content."""
    marked = [encoding for mark, encoding in _MARKS if data.startswith(mark)]
    sample = data[:_SAMPLE]
    if not marked and sum(byte in _CONTROL for byte in sample) > _TOLERATED * len(sample):
        raise UnableToDecodeText()
    for candidate in marked or ("utf-8", "gb18030"):
        try:
            return data.decode(candidate)
        except UnicodeDecodeError:
            continue
    raise UnableToDecodeText()
