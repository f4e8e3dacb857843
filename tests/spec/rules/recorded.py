"""All cases of the spec without running them: for Spark in one go, and for the reference pages."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from .spec_case import SpecCase, case_of

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Recorded:
    """A spec test with the cases it calls for, in order."""

    module: ModuleType
    name: str
    says: str
    cases: tuple[SpecCase, ...]


def spec_modules() -> list[ModuleType]:
    """The files of the spec: those with a ``title``, in the order of their ``place``."""
    names = [path.stem for path in sorted(HERE.glob("test_*.py")) if "\ntitle = " in path.read_text(encoding="utf-8")]
    return sorted((importlib.import_module(f".{name}", __package__) for name in names), key=lambda each: each.place)


def recorded(module: ModuleType) -> list[Recorded]:
    """Every test of a file that asks for ``spec``, called with a recorder in its place."""
    tests: list[Recorded] = []
    for name, test in vars(module).items():
        if name.startswith("test_") and list(inspect.signature(test).parameters) == ["spec"]:
            cases: list[SpecCase] = []
            test(_recorder(cases))
            tests.append(Recorded(module, name, inspect.getdoc(test) or "", tuple(cases)))
    return tests


def _recorder(cases: list[SpecCase]) -> Callable[..., None]:
    def record(**given: Any) -> None:
        cases.append(case_of(**given))

    return record
