"""The how-to for a new field is true: one line in the declarations and its migration, and the field is everywhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from commands import PATIENCE, copy_store, county_store, environment

ROOT = Path(__file__).parents[3]
HOW_TO = ROOT / "docs" / "how-to" / "add-a-field.md"
EVERYWHERE = """
import django
django.setup()
from django.test import Client
from django.urls import reverse
import factories
from jingzhun.policy.codes import CodeBook
from jingzhun.registry.dictionary import dictionary
from jingzhun.registry.models import HouseholdServices
from jingzhun.results.roster_tables import roster_schema

home = factories.household(village=factories.VILLAGE).subject
post = factories.post()
client = Client(SERVER_NAME="127.0.0.1")
client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
form = reverse("record", args=[home.code, "services"])
print("form" if "通宽带" in client.get(form).content.decode() else "no form")
answer = client.post(form, {"has_broadband": "yes", "since": "2018-12-01", "reason": "入户看了", "version": ""})
print(answer.status_code)
print(HouseholdServices.objects.get(subject=home).has_broadband)
page = client.get(reverse("household", args=[home.code])).content.decode()
print("page" if "通宽带" in page else "no page")
print([entry.owner for table in dictionary() for entry in table.entries if entry.label == "通宽带"])
print([table.name for table in roster_schema(CodeBook.read()).tables for column in table.columns if column.term == "通宽带"])
"""


def test_a_field_is_one_line_and_its_migration(tmp_path, tmp_path_factory):
    text = HOW_TO.read_text(encoding="utf-8")
    (head, line) = re.search(r"```python\n +(class \w+\(Fact\):)\n +(\w+ = .*)\n +```", text).groups()
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    (declared,) = [
        path for path in (tmp_path / "src/jingzhun/registry/models").glob("*.py") if head in path.read_text("utf-8")
    ]
    before, after = declared.read_text("utf-8").split(head)
    doc, rest = re.match(r'(\n    """.*?"""\n)(.*)', after, re.DOTALL).groups()
    declared.write_text(f"{before}{head}{doc}\n    {line}{rest}", encoding="utf-8")

    store = copy_store(county_store(tmp_path_factory), tmp_path / "office")
    more = {"PYTHONPATH": f"{tmp_path / 'src'}:{ROOT / 'tests'}", "DJANGO_SETTINGS_MODULE": "jingzhun.web.settings"}

    def step(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], env=environment(store, **more), capture_output=True, text=True,
            timeout=PATIENCE, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    verb = "import sys; from jingzhun.web.command import main; sys.exit(main(sys.argv[1:]))"
    assert "has_broadband" in step("-c", verb, "makemigrations", "registry")
    assert len(list((tmp_path / "src/jingzhun/registry/migrations").glob("*has_broadband*.py"))) == 1
    step("-c", verb, "migrate")
    assert step("-c", EVERYWHERE).splitlines() == ["form", "302", "True", "page", "['通信']", "['household']"]
