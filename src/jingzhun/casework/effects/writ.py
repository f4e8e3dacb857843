"""What an effect is given: the case that is decided, where it writes, the day, and the post that decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jingzhun.accounts.models import Post
from jingzhun.core.errors import Problem
from jingzhun.policy.facts import all_declared_facts
from jingzhun.registry.actions.pack_fact import plan_pack_fact
from jingzhun.registry.actions.plan import plan_facts
from jingzhun.registry.actions.writing import Writing
from jingzhun.registry.models.known import Fact
from jingzhun.registry.pack_facts import KIND_OF

from ..models import Case


class UnableToWriteEffect(Problem):
    code = "J-090"
    says = "{case} 不能写入：{why}"
    remedy = "请退回，改好填写的内容后再办"


@dataclass(frozen=True)
class Writ:
    """``on`` is the day of the deciding step; what was filled in is :meth:`given`."""

    case: Case
    work: Writing
    on: date
    post: Post

    def given(self, name: str) -> dict[str, Any]:
        """What the case's steps filled in under an input. Raises :class:`UnableToWriteEffect` where nothing was."""
        found = self.case.proposed.get(name)
        if not found:
            raise self.refuse("前面的步骤没有填写")
        return found

    def refuse(self, why: str) -> UnableToWriteEffect:
        return UnableToWriteEffect(case=self.case.number, why=why)

    def put(
        self, model: type[Fact], subject: int, since: date, values: Mapping[str, Any], *, even_empty: bool = False
    ) -> bool:
        """Write a fact from ``since`` on, fields not named keeping what is known; returns whether anything changed."""
        rows = [(subject, since, *values.values())]
        plan = plan_facts(model=model, fields=tuple(values), rows=rows, even_empty=even_empty)
        self.work.put(plan)
        return bool(plan.rows)

    def put_declared(self, code: str, subject: int, kind: str, value: Any) -> None:
        """Write a fact that a pack declares, by its code word, from the day on."""
        fact = next((each for each in all_declared_facts() if each.code == code and KIND_OF[each.of] == kind), None)
        if fact is None:
            raise self.refuse(f"没有政策包声明事实 {code}")
        self.work.put(plan_pack_fact(fact, [(subject, self.on, self.on.year, value)]))


def day_of(text: str) -> date:
    """A day as a case keeps it."""
    return date.fromisoformat(text)
