"""What a writer fills in: the words that a report asks for, and numbers by hand where a template names no known figure."""

from __future__ import annotations

from typing import Any

from django import forms

from jingzhun.documents.report import placeholders
from jingzhun.proofread.document import LONGEST_TEXT

from .definition import Definition


class ReportForm(forms.Form):
    """A field per asked word and per unknown name of the template."""

    def __init__(self, data: Any = None, *, definition: Definition, template: bytes, usual: dict[str, str]) -> None:
        super().__init__(data)
        names = placeholders(template)
        for name, word in definition.asked.items():
            if name in names:
                self.fields[f"word-{name}"] = forms.CharField(
                    label=word.title, max_length=80, required=False, initial=usual.get(name, ""),
                )  # fmt: skip
        known = definition.words.keys() | definition.figures.keys() | definition.stated.keys()
        for name in names:
            if name not in known:
                self.fields[f"typed-{name}"] = forms.CharField(
                    label=name, max_length=40, help_text="手填的数没有来历，正文里标黄。只填数，不带单位",
                )  # fmt: skip

    def given(self, kind: str) -> dict[str, str]:
        """Name → text of the words (``word``) or numbers (``typed``); blank ones are left out."""
        head = f"{kind}-"
        return {
            key.removeprefix(head): text for key, text in self.cleaned_data.items() if key.startswith(head) and text
        }


class TemplateForm(forms.Form):
    file = forms.FileField(label="改好的模板", help_text="在 Word 里改的 .docx；占位符写作两个大括号夹一个名称")


class ProofreadForm(forms.Form):
    """A file or pasted text; a second file of the same office if wanted; the area whose figures it is held against."""

    file = forms.FileField(label="报告", required=False, help_text="Word（docx）、txt、md 或有文字的 PDF，不超过 20 MB")
    text = forms.CharField(
        label="或粘贴文字", required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 6})
    )
    other = forms.FileField(label="另一份报告", required=False, help_text="可不选。选了就找两份之间对不上的数")
    area = forms.ChoiceField(label="对照哪里的数字")

    def __init__(self, data: Any = None, files: Any = None, *, areas: list[tuple[str, str]]) -> None:
        super().__init__(data, files)
        self.fields["area"].choices = [*areas, ("", "不对照")]  # type: ignore[attr-defined]
        self.fields["area"].required = False
        self.fields["area"].initial = areas[0][0]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("file") and not (given.get("text") or "").strip():
            raise forms.ValidationError("请选一个文件，或粘贴报告的文字。")
        return given
