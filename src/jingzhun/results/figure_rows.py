"""The rows behind a figure: read back from where they were kept, cut to the reader's scope, checked against the digest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from django.conf import settings

from jingzhun.accounts.models import Post
from jingzhun.core.area_code import AreaCode
from jingzhun.core.errors import Problem
from jingzhun.core.figure import Origin

from .figure_count import ROWS, digest_of, lines, read_rows
from .models import Figure


class UnableToReadRows(Problem):
    code = "F-004"
    says = "“{title}”的行文件不在数据文件夹里"
    remedy = "请重新计算，或从备份恢复数据文件夹"


@dataclass(frozen=True)
class FigureRows:
    """``table`` has the columns of :data:`jingzhun.results.figure_count.ROWS`. ``is_whole``: the reader sees all rows.

    ``is_same`` says whether they are still those that were counted; None where only a part is seen.
    """

    table: pa.Table
    is_whole: bool
    is_same: bool | None

    @property
    def codes(self) -> list[str]:
        """Official codes of the households, villages or projects."""
        return self.table["code"].to_pylist()

    @property
    def total(self) -> int:
        """Sum of the amounts that are known."""
        return sum(amount for amount in self.table["amount"].to_pylist() if amount is not None)

    @property
    def base(self) -> int:
        """Sum of the bases that are known."""
        return sum(base for base in self.table["base"].to_pylist() if base is not None)


def rows_of(figure: Figure, post: Post) -> FigureRows:
    """Exactly the rows of ``figure`` in the post's scope; all of them when the scope covers the figure's area.

    A stated figure has no rows. Raises :class:`UnableToReadRows`.
    """
    if figure.origin != Origin.COMPUTED:
        return FigureRows(ROWS.empty_table(), True, None)
    wanted, scope = AreaCode.parse(figure.area_id), post.scope
    if not scope.covers(wanted.significant):
        if not wanted.covers(scope.significant):
            return FigureRows(ROWS.empty_table(), False, None)
        return FigureRows(_read(figure, scope), False, None)
    table = _read(figure, wanted)
    return FigureRows(table, True, table.num_rows == figure.rows and digest_of(lines(table)) == figure.rows_digest)


def _read(figure: Figure, area: AreaCode) -> pa.Table:
    try:
        return read_rows(Path(settings.DATA_FOLDER) / figure.rows_file, figure.part, area)
    except FileNotFoundError as cause:
        raise UnableToReadRows(title=figure.title) from cause
