"""Storing report templates: the shipped ones, and what offices make of them in Word."""

from __future__ import annotations

from pathlib import Path

from jingzhun.attachments.actions.store import store
from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit
from jingzhun.core.errors import Problem
from jingzhun.core.upload import Kind, UploadLimits, check_upload
from jingzhun.documents.report import placeholders
from jingzhun.policy.packs import SHIPPED

from ..definition import Definition, read_definition
from ..models import ReportTemplate


class UnableToKeepTemplate(Problem):
    code = "D-011"
    says = "“{file}”不能作模板：{why}"
    remedy = "请下载现用模板，在 Word 里改好后另存为 .docx 再上传"


def load_shipped(*, by: Actor) -> list[ReportTemplate]:
    """The reports of the shipped packs; a definition that is already there as its last shipped version stays."""
    kept = []
    with unit(by=by):
        for path in sorted(SHIPPED.glob("*/*/reports/*.yaml")):
            text = path.read_text(encoding="utf-8")
            definition = read_definition(text, name=path.stem)
            pack = path.parents[1].relative_to(SHIPPED).as_posix()
            same = ReportTemplate.objects.filter(name=_name(pack, path), is_shipped=True, definition=text).first()
            kept.append(same or _keep(_name(pack, path), pack, text, definition, definition.template, True, by))
    return kept


def keep_edited(*, base: ReportTemplate, data: bytes, file_name: str, largest: int, by: Actor) -> ReportTemplate:
    """A new version of ``base`` from an edited Word file. Names that the definition does not know become typed numbers.

    Raises :class:`UnableToKeepTemplate` and what :func:`jingzhun.core.upload.check_upload` raises.
    """
    check_upload(data, file_name, limits=UploadLimits(kinds=frozenset({Kind.DOCX}), size=largest))
    if not placeholders(data):
        raise UnableToKeepTemplate(file=file_name, why="里面没有占位符")
    return _keep(base.name, base.pack, base.definition, base.defined, data, False, by)


def _name(pack: str, path: Path) -> str:
    return f"{pack}/{path.stem}"


def _keep(
    name: str, pack: str, text: str, definition: Definition, data: bytes, is_shipped: bool, by: Actor
) -> ReportTemplate:
    with unit(by=by) as log:
        last = ReportTemplate.objects.filter(name=name).order_by("-version").values_list("version", flat=True).first()
        made = ReportTemplate.objects.create(
            name=name,
            version=(last or 0) + 1,
            title=definition.title,
            pack=pack,
            definition=text,
            file=store(data=data, kind="docx", by=by),
            is_shipped=is_shipped,
            stored_at=log.at,
            stored_by=by.name,
        )
        log.record("template.keep", subject_kind="报告模板", subject_code=f"{name}@{made.version}", digest=made.file_id)
    return made
