"""Seconds per stage of a demo run, printed as they pass and once more as a table."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Stages:
    """``say`` prints lines. Times are wall-clock seconds."""

    say: Callable[..., None]
    passed: list[tuple[str, float]] = field(default_factory=list)

    @contextmanager
    def stage(self, title: str) -> Iterator[None]:
        self.say(f"· {title} …")
        start = time.perf_counter()
        yield
        self.passed.append((title, time.perf_counter() - start))

    def table(self) -> list[str]:
        lines = [f"  {seconds:7.1f} 秒  {title}" for title, seconds in self.passed]
        return ["各阶段用时：", *lines, f"  {sum(seconds for _, seconds in self.passed):7.1f} 秒  合计"]
