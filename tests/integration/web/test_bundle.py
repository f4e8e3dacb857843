"""The archive for a closed network: what is in it, that its digests hold, that our wheel carries its data."""

import hashlib
import subprocess
import zipfile
from pathlib import Path

import pytest

from jingzhun.web import bundle

ROOT = Path(__file__).parents[3]


@pytest.fixture
def archive(tmp_path, monkeypatch):
    def collect(folder, *, uv):
        (folder / "wheels").mkdir()
        (folder / "wheels" / "jingzhun-0.1.0-py3-none-any.whl").write_bytes(b"wheel")
        (folder / "requirements.txt").write_text("django==5.2\n")

    monkeypatch.setattr(bundle, "collect", collect)
    target = tmp_path / "jingzhun.tar"
    names = bundle.pack(target, uv="uv")
    (tmp_path / "out").mkdir()
    subprocess.run(["tar", "--extract", "--file", target, "--directory", tmp_path / "out"], check=True)
    (folder,) = (tmp_path / "out").iterdir()
    return folder, names


def test_the_archive_lists_wheels_fonts_licence_and_how_to_install(archive):
    _, names = archive
    assert {"INSTALL.md", "LICENSE", "SHA256SUMS", "install.sh", "requirements.txt"} <= set(names)
    assert any(name.startswith("wheels/jingzhun-") for name in names)
    assert any(name.startswith("fonts/NotoSansCJK-Regular") for name in names)
    assert any(name.startswith("fonts/NotoSerifCJK-Bold") for name in names)


def test_every_file_is_under_its_digest_and_the_installer_checks_them(archive):
    folder, names = archive
    listed = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text().splitlines())
    assert sorted(listed) == [name for name in names if name != "SHA256SUMS"]
    assert all(hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest for name, digest in listed.items())
    (folder / "requirements.txt").write_text("changed")
    done = subprocess.run(["sh", "install.sh", str(folder / "x")], cwd=folder, capture_output=True, text=True)
    assert done.returncode != 0
    assert not (folder / "x").exists()


def test_without_fonts_the_refusal_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(bundle, "FONT_FOLDERS", (tmp_path,))
    with pytest.raises(bundle.UnableToFindFonts, match="fonts-noto-cjk"):
        bundle.fonts()


def test_our_wheel_carries_templates_static_files_and_packs(tmp_path):
    uv = next((path for path in (ROOT / ".boot/bin/uv",) if path.exists()), Path("uv"))
    subprocess.run([uv, "build", "--wheel", "--offline", "--quiet", "--out-dir", tmp_path], cwd=ROOT, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "jingzhun/web/static/web/vendor/tabler.min.css" in names
    assert "jingzhun/web/templates/web/base.html" in names
    assert any(name.startswith("jingzhun/policies/") and name.endswith("pack.yaml") for name in names)
    assert any(name.startswith("jingzhun/areas/data/") for name in names)
