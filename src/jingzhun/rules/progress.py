"""A progress bar on standard error for long commands; silent where that is not a terminal."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress


class Bar:
    """``with Bar("评估", total) as bar: bar.advance(done)``; safe from several threads."""

    def __init__(self, title: str, total: int) -> None:
        self._progress = _drawn() if sys.stderr.isatty() else None
        if self._progress:
            self._task = self._progress.add_task(title, total=total)

    def begin(self, total: int) -> None:
        if self._progress:
            self._progress.update(self._task, total=total)

    def advance(self, done: int) -> None:
        if self._progress:
            self._progress.advance(self._task, done)

    def __enter__(self) -> Bar:
        if self._progress:
            self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress:
            self._progress.stop()


def _drawn() -> Progress:
    """Loaded only where somebody sees it: that takes a sixth of a second."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(file=sys.stderr))
