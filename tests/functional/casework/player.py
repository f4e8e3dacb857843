"""Plays a case to its end through its pages: hands in, signs, compares, draws, fills in and passes, step by step.

Before a step is prepared its pass button must be greyed with the reason; after its last day the case moves on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from case_ground import PDF
from case_walk import Office
from jingzhun.accounts.models import Post
from jingzhun.casework.models import Case
from jingzhun.casework.procedures import step_of
from jingzhun.registry.models import Subject


@dataclass
class Player:
    """``enter`` and ``clock`` are the fixtures; ``refusals`` collects what greyed buttons said, by step."""

    page: Any
    live: str
    enter: Any
    clock: Any
    given: Office
    refusals: dict[str, str]

    def open(self, code: str, subject: Subject, *, on: date) -> Case:
        """立案 on its page, from the household's own page where there is one."""
        offer = self.given.offer(code, on)
        post = self.given.posts[offer.procedure.steps[0].roles[0]][0]
        self.clock(on)
        self.enter(self.page, post)
        at = f"{self.live}/cases/new/{offer.pack.pk}/{code}/"
        self.page.goto(at + (f"?household={subject.code}" if subject.kind == "household" else ""))
        self.page.locator("label", has_text=offer.procedure.sources[0]).first.click()
        self.page.fill("textarea[name=reason]", "按程序办理")
        self.page.locator("main button", has_text="立案").click()
        self.page.locator("text=已立案").wait_for()
        return Case.objects.get(subject=subject, procedure__code=code, state="open")

    def play(
        self, case: Case, *, on: date, inputs: Mapping[str, Mapping[str, str]] | None = None, until: str = ""
    ) -> Case:
        case.refresh_from_db()
        while case.is_open and case.step.key != until:
            self.step(case, on=on, inputs=inputs or {})
            case.refresh_from_db()
        return case

    def step(self, case: Case, *, on: date, inputs: Mapping[str, Mapping[str, str]]) -> None:
        step, post = step_of(case), self.given.post_for(case)
        if case.not_before_on > on:  # the last day of the notice still holds it
            self._look(case, post, case.not_before_on - timedelta(days=1))
            assert "公示未满" in self._why(), self._why()
        day = max(on, case.not_before_on)
        self._look(case, post, day)
        if (
            step.documents
            or step.asks
            or step.checks
            or step.sample_percent
            or step.signers > 1
            or step.household_signs
        ):
            self.refusals[step.id] = self._why()
            assert "还不能办" in self.refusals[step.id]
        for name in step.documents:
            paper = self.page.get_by_label("交哪一份")
            assert paper.input_value() == name, "the first that lacks is chosen"
            self.page.set_input_files(
                "input[type=file]", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": PDF}
            )
            self._press("交这一份")
        for name in step.asks:
            self.page.goto(f"{self.live}/cases/{case.number}/input/{name}/")
            for key, value in inputs[name].items():
                self._set(f"{name}-{key}", value)
            self._press("填好")
        for name in step.checks:
            form = self.page.locator(f"form[action$='{case.number}/check/']")
            form.locator("select[name=name]").select_option(name)
            form.locator("select[name=answer]").select_option("none")
            form.locator("input[name=source]").fill("部门回函")
            self._press("记这一项")
        if step.sample_percent:
            self._press("抽取样本")
            self.page.locator("label", has_text="与材料一致").click()
            self._press("记核查结果")
        if step.household_signs:
            self.page.locator("summary", has_text="记农户签字").click()
            self.page.locator("label", has_text="指印").click()
            self._press("记农户签字")
            assert "农户已经签过这一步" in self.page.locator("#why-sign-household").inner_text()
        for other in self._others(step, post)[: step.signers - 1]:
            self._look(case, other, day)
            self._press("我签字")
            assert "你已经签过这一步" in self.page.locator("#why-sign").inner_text()
        if step.signers > 1:
            self._look(case, post, day)
        self.page.locator("button.btn-primary", has_text=f"{step.title}通过").click()
        self.page.locator(".jz-note, [role=status]", has_text="已通过").first.wait_for()

    def _others(self, step: Any, post: Post) -> list[Post]:
        return [each for role in step.roles for each in self.given.posts[role] if each != post]

    def _look(self, case: Case, post: Post, day: date) -> None:
        self.clock(day)
        self.enter(self.page, post)
        self.page.goto(f"{self.live}/cases/{case.number}/")

    def _why(self) -> str:
        return self.page.locator("#why-pass").inner_text() if self.page.locator("#why-pass").count() else ""

    def _press(self, words: str) -> None:
        """The button, and the page that comes back with what was done."""
        with self.page.expect_navigation():
            self.page.locator("main button:visible", has_text=words).last.click()

    def _set(self, name: str, value: str) -> None:
        field = self.page.locator(f"[name='{name}']")
        kind = field.first.evaluate("e => e.type || e.tagName")
        if kind == "radio":
            self.page.locator(f"[name='{name}'][value='{value}']").check()
        elif kind.startswith("select"):
            field.select_option(value)
        else:
            field.fill(value)
