"""Loading and editing code lists."""

from __future__ import annotations

from pathlib import Path

from ruamel.yaml import YAML

from jingzhun.audit.actor import Actor
from jingzhun.audit.unit import unit
from jingzhun.core.errors import Problem

from ..models import Code, CodeAlias, CodeList

SHIPPED = Path(__file__).resolve().parents[2] / "policies"


class UnableToEditCode(Problem):
    code = "Y-902"
    says = "代码表“{list}”不能这样改：{why}"
    remedy = "请核对代码和名称"


def load_shipped_codes(*, by: Actor) -> int:
    """All ``codes/*.yaml`` of the shipped packs into the store; entries already there are kept as the office left them.

    A file that holds one mapping is a pack's own set of values (奖补品种): its rules read it, it is no code list.
    """
    written = 0
    with unit(by=by) as log:
        for path in sorted(SHIPPED.glob("*/*/codes/*.yaml")):
            lists = YAML(typ="safe").load(path.read_text())
            for given in lists if isinstance(lists, list) else ():
                code_list, _ = CodeList.objects.get_or_create(
                    name=given["list"], defaults={"source": given["source"], "trust": given["trust"]}
                )
                for ordinal, entry in enumerate(given["codes"], start=1):
                    row, made = Code.objects.get_or_create(
                        list=code_list, code=str(entry["code"]), defaults={"text": entry["text"], "ordinal": ordinal}
                    )
                    written += made
                    for alias in entry.get("aliases", ()):
                        CodeAlias.objects.get_or_create(list=code_list, alias=str(alias), defaults={"code": row})
        log.record("codes.load", entries=written)
    return written


def add_code(*, list_name: str, code: str, text: str, by: Actor) -> Code:
    """A new entry at the end of a list."""
    with unit(by=by) as log:
        code_list = CodeList.objects.get(pk=list_name)
        if code_list.codes.filter(code=code).exists() or code_list.codes.filter(text=text).exists():
            raise UnableToEditCode(list=list_name, why=f"代码 {code} 或名称 {text} 已经有了")
        last = code_list.codes.order_by("-ordinal").values_list("ordinal", flat=True).first() or 0
        row = Code.objects.create(list=code_list, code=code, text=text, ordinal=last + 1)
        log.record("codes.add", subject_kind="代码表", subject_code=list_name, code=code, text=text)
    return row


def add_alias(*, list_name: str, alias: str, code: str, by: Actor) -> CodeAlias:
    """Another writing that files use for an entry."""
    with unit(by=by) as log:
        row = Code.objects.get(list_id=list_name, code=code)
        if CodeAlias.objects.filter(list_id=list_name, alias=alias).exists():
            raise UnableToEditCode(list=list_name, why=f"别写 {alias} 已经有了")
        made = CodeAlias.objects.create(list_id=list_name, alias=alias, code=row)
        log.record("codes.alias", subject_kind="代码表", subject_code=list_name, alias=alias, code=code)
    return made
