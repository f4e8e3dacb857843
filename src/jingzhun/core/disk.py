"""Whether what went wrong is a disk that is full, however it was said: by the system, by SQLite or by PostgreSQL."""

from __future__ import annotations

import errno

from .errors import Problem

_FULL = {errno.ENOSPC, errno.EDQUOT}
_SAID = ("disk is full", "no space left on device", "disk quota exceeded")


class UnableToWriteToFullDisk(Problem):
    code = "C-120"
    says = "磁盘满了，这一次没有保存；以前保存的都在"
    remedy = "请系统管理员腾出数据文件夹 {folder} 所在磁盘的空间，再做一次"


def is_full(cause: BaseException | None) -> bool:
    """Of ``cause`` or of what it came from."""
    while cause is not None:
        if isinstance(cause, OSError) and cause.errno in _FULL:
            return True
        if any(said in str(cause).lower() for said in _SAID):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
