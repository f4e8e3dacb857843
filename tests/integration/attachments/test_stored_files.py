"""Attachments on disk: what is read is what was stored, or it is said which file is not."""

from __future__ import annotations

import pytest

import factories
from jingzhun.attachments.actions.store import UnableToReadStoredFile, path_of, read, store

pytestmark = pytest.mark.django_db
DATA = "申请书".encode()


@pytest.fixture
def stored(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return store(data=DATA, kind="txt", by=factories.SYSTEM)


@pytest.mark.parametrize("spoilt", [b"", b"x", DATA[:-1]], ids=["empty", "another", "cut"])
def test_a_file_that_was_changed_on_disk_is_not_given_out_and_is_whole_again_when_it_is_stored_again(stored, spoilt):
    path_of(stored.digest).write_bytes(spoilt)
    with pytest.raises(UnableToReadStoredFile, match="与存入时的内容不符"):
        read(stored.digest)
    assert store(data=DATA, kind="txt", by=factories.SYSTEM) == stored
    assert read(stored.digest) == DATA


def test_a_file_that_is_gone_is_named(stored):
    path_of(stored.digest).unlink()
    with pytest.raises(UnableToReadStoredFile, match=f"{stored.digest[:16]} 的文件不在数据文件夹里"):
        read(stored.digest)
