"""Reading code lists: code → text, text or alias → code. Lists are small and read once per use."""

from __future__ import annotations

from dataclasses import dataclass, field

from jingzhun.core.errors import Problem
from jingzhun.core.text import fold_name

from .models import Code, CodeAlias


class UnableToReadCode(Problem):
    code = "Y-901"
    says = "“{text}”不在代码表“{list}”里"
    remedy = "可填：{allowed}"


@dataclass
class CodeBook:
    """All lists at once, for rendering and importing many rows."""

    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    _aliases: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def read(cls) -> CodeBook:
        book = cls()
        for name, code, text in Code.objects.order_by("list_id", "ordinal").values_list("list_id", "code", "text"):
            book.texts.setdefault(name, {})[code] = text
        for name, alias, code in CodeAlias.objects.values_list("list_id", "alias", "code__code"):
            book._aliases.setdefault(name, []).append((alias, code))
        return book

    def text(self, name: str, code: str) -> str:
        """The official text, or the code itself where the list no longer knows it; empty for an empty code."""
        return self.texts.get(name, {}).get(code, code) if code else ""

    def code(self, name: str, text: str) -> str:
        """The code of a text, alias or code. Raises :class:`UnableToReadCode` with what is allowed."""
        found = self._codes_of(name).get(fold_name(text))
        if found is None:
            allowed = list(self.texts.get(name, {}).values())
            raise UnableToReadCode(
                list=name, text=text, allowed="、".join(allowed[:14]) + ("…" if len(allowed) > 14 else "")
            )
        return found

    def choices(self, name: str) -> list[tuple[str, str]]:
        return list(self.texts.get(name, {}).items())

    def _codes_of(self, name: str) -> dict[str, str]:
        """Folded text, alias or code → code of one list: folded when first asked for, as pages only ask for texts."""
        if name not in self._codes:
            found: dict[str, str] = {}
            for code, text in self.texts.get(name, {}).items():
                found[fold_name(text)] = code
                found.setdefault(code, code)
            for alias, code in self._aliases.get(name, []):
                found.setdefault(fold_name(alias), code)
            self._codes[name] = found
        return self._codes[name]
