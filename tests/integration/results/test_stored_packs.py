"""A stored pack as a folder on disk, written by whichever process needs it first."""

from __future__ import annotations

import pytest

import factories
from jingzhun.policy.actions.packs import store
from jingzhun.policy.packs import SHIPPED, read_folder
from jingzhun.results import findings

pytestmark = pytest.mark.django_db


def test_two_processes_write_the_same_pack_at_once(tmp_path, settings, monkeypatch):
    settings.DATA_FOLDER = tmp_path
    factories.county()
    version, _ = store(files=read_folder(SHIPPED / "lueyang/tranches-2015"), by=factories.SYSTEM, is_shipped=True)
    write_folder, waiting = findings.write_folder, [True]

    def interrupted(files, folder):
        *first, last = files.items()
        write_folder(dict(first), folder)
        if waiting and waiting.pop():
            findings.pack_folder(version)
        write_folder(dict([last]), folder)

    monkeypatch.setattr(findings, "write_folder", interrupted)
    folder = findings.pack_folder(version)
    assert read_folder(folder) == version.files
    assert list(folder.parent.iterdir()) == [folder]
