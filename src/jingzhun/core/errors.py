"""The one error shape of the system: a code, a place, what happened and what to do, in Chinese.

Raised by every package; pages, the command line and returned workbooks print ``str(error)``. An error class
lives beside the code that raises it, subclasses :class:`Problem`, and fixes ``code``, ``says`` and ``remedy``.
``docs/reference/errors.md`` is generated from all subclasses.
"""

from __future__ import annotations

from typing import ClassVar


class Problem(Exception):
    """One thing that could not be done.

    ``says`` and ``remedy`` are templates over the keyword fields given at the raise; ``place`` says where
    (a row and column, a file and line, a page). Fields are kept on the instance so that logs see structure.
    """

    code: ClassVar[str] = "X-000"
    says: ClassVar[str] = ""
    remedy: ClassVar[str] = ""

    def __init__(self, *, place: str = "", **fields: object) -> None:
        self.place = place
        self.fields = fields
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """What happened, where: without code and remedy."""
        said = self.says.format_map(_Lenient(self.fields))
        return f"{self.place}{said}" if self.place else said

    @property
    def what_to_do(self) -> str:
        return self.remedy.format_map(_Lenient(self.fields))

    def __str__(self) -> str:
        return f"{self.code} {self.sentence}。{self.what_to_do}".rstrip("。") + "。"


class _Lenient(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "？"
