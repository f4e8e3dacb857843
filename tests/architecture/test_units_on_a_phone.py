"""On a phone a table's heads are gone and each cell names itself: a figure must not lose its unit there."""

from __future__ import annotations

import re
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "jingzhun"
TABLE = re.compile(r'<table class="jz-t jz-cards.*?</table>', re.DOTALL)
HEAD = re.compile(r'<th[^>]*>([^<{]+?) ?<span class="jz-unit">([^<]+)</span>')


def losing(template: str) -> list[str]:
    """Heads with a unit that neither the cells nor the panel's own line say."""
    found = []
    for table in TABLE.finditer(template):
        panel = template[template.rfind("{% panel", 0, table.start()) + 1 : table.start()]
        said = "".join(re.findall(r'soft="([^"]*)"', panel))
        found += [
            f"{head}（{unit}）"
            for head, unit in HEAD.findall(table[0])
            if f'data-h="{head}"' in table[0] and unit not in re.split(r"[，；、]", said)
        ]
    return found


def test_each_figure_keeps_its_unit():
    templates = sorted(SOURCE.glob("*/templates/**/*.html"))
    lost = {path.name: heads for path in templates if (heads := losing(path.read_text("utf-8")))}
    assert templates and not lost


def test_a_lost_unit_is_seen():
    cell = '<th>金额 <span class="jz-unit">元</span></th><td data-h="金额">1</td>'
    assert losing(f'{{% panel "账" %}}<table class="jz-t jz-cards">{cell}</table>') == ["金额（元）"]
    assert not losing(f'{{% panel "账" soft="元，不含税" %}}<table class="jz-t jz-cards">{cell}</table>')
