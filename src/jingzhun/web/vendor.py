"""Front-end files taken from npm: fetched at exact versions, listed with digests, checked by a test.

``python -m jingzhun.web.vendor`` fetches everything again (needs npm, only to upgrade);
``--check`` compares the files that are here with ``MANIFEST.json`` and needs nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
PAGES = HERE / "static" / "web" / "vendor"
SPRITE = HERE / "templates" / "web" / "icons.html"
BROWSER_TESTS = HERE.parents[2] / "tests" / "functional" / "vendor"

SOURCE_MAP = re.compile(rb"\s*(/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S+)\s*$")


@dataclass(frozen=True)
class Package:
    """One npm package at an exact version; ``files`` maps a path in the package to a name here."""

    name: str
    version: str
    licence: str
    files: dict[str, str]
    folder: Path = PAGES


PACKAGES = (
    Package(
        "@tabler/core",
        "1.6.1",
        "MIT",
        {"dist/css/tabler.min.css": "tabler.min.css", "package.json": "tabler.package.json"},
    ),
    Package(
        "echarts",
        "6.1.0",
        "Apache-2.0",
        {"dist/echarts.min.js": "echarts.min.js", "LICENSE": "echarts.LICENSE.txt", "NOTICE": "echarts.NOTICE.txt"},
    ),
    Package("htmx.org", "4.0.1", "0BSD", {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "htmx.LICENSE.txt"}),
    Package(
        "axe-core",
        "4.14.1",
        "MPL-2.0",
        {"axe.min.js": "axe.min.js", "LICENSE": "axe.LICENSE.txt"},
        BROWSER_TESTS,
    ),
)

ICONS_PACKAGE = Package("@tabler/icons", "3.51.0", "MIT", {"LICENSE": "tabler-icons.LICENSE.txt"})
ICONS = [
    "adjustments",
    "alert-triangle",
    "archive",
    "arrow-back-up",
    "arrow-left",
    "arrow-right",
    "ban",
    "book",
    "building-community",
    "calendar",
    "calendar-event",
    "chart-bar",
    "chart-line",
    "check",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "circle-check",
    "clipboard-check",
    "clipboard-list",
    "clock",
    "code",
    "coins",
    "copy",
    "database",
    "device-floppy",
    "download",
    "edit",
    "external-link",
    "eye",
    "eye-check",
    "file-check",
    "file-spreadsheet",
    "file-text",
    "file-upload",
    "filter",
    "git-compare",
    "history",
    "home",
    "id",
    "info-circle",
    "key",
    "list-details",
    "lock",
    "lock-open",
    "login",
    "logout",
    "map-2",
    "map-pin",
    "menu-2",
    "minus",
    "player-play",
    "plus",
    "printer",
    "question-mark",
    "refresh",
    "rotate",
    "scale",
    "search",
    "settings",
    "shield-check",
    "sitemap",
    "speakerphone",
    "table",
    "table-import",
    "text-spellcheck",
    "trash",
    "upload",
    "user",
    "user-check",
    "user-cog",
    "user-plus",
    "users",
    "wallet",
    "x",
]

HATCH = (
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="#efece2"/><rect width="2.4" height="6" fill="#8d8570"/></pattern></defs>'
)


def fetch(package: Package, *, into: Path) -> tarfile.TarFile:
    """The package's archive as npm serves it."""
    spec = f"{package.name}@{package.version}"
    packed = subprocess.run(["npm", "pack", "--silent", spec], cwd=into, check=True, capture_output=True, text=True)
    return tarfile.open(into / packed.stdout.strip().splitlines()[-1])


def read(archive: tarfile.TarFile, path: str) -> bytes:
    member = archive.extractfile(f"package/{path}")
    if member is None:
        raise FileNotFoundError(path)
    return SOURCE_MAP.sub(b"\n", member.read())


def sprite(archive: tarfile.TarFile) -> str:
    """All icons of ``ICONS`` as symbols ``i-<name>`` in one hidden SVG, with the hatch of missing data."""
    symbols = []
    for name in ICONS:
        drawing = read(archive, f"icons/outline/{name}.svg").decode()
        inside = drawing[drawing.index(">", drawing.index("<svg")) + 1 : drawing.rindex("</svg>")]
        inside = re.sub(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>', "", inside)
        inside = re.sub(r"\s+", " ", inside).replace(" />", "/>").replace("> <", "><").strip()
        symbols.append(f'<symbol id="i-{name}" viewBox="0 0 24 24">{inside}</symbol>')
    head = '<svg class="jz-d-none-svg" width="0" height="0" aria-hidden="true" focusable="false">'
    return head + HATCH + "".join(symbols) + "</svg>\n"


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write() -> None:
    entries: dict[Path, dict[str, object]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for package in (*PACKAGES, ICONS_PACKAGE):
            package.folder.mkdir(parents=True, exist_ok=True)
            archive = fetch(package, into=Path(folder))
            files = {}
            for inside, name in package.files.items():
                (package.folder / name).write_bytes(read(archive, inside))
                files[name] = digest(package.folder / name)
            if package is ICONS_PACKAGE:
                SPRITE.write_text(sprite(archive), encoding="utf-8")
                files["../../../templates/web/icons.html"] = digest(SPRITE)
            entries.setdefault(package.folder, {})[package.name] = {
                "version": package.version,
                "licence": package.licence,
                "sha256": files,
            }
    for target, listed in entries.items():
        (target / "MANIFEST.json").write_text(json.dumps(listed, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def differences(folder: Path) -> list[str]:
    """What in ``folder`` is not as its manifest says: changed, absent or unlisted files; empty when all agree."""
    listed = json.loads((folder / "MANIFEST.json").read_text(encoding="utf-8"))
    found = []
    expected = {"MANIFEST.json"}
    for package, entry in sorted(listed.items()):
        for name, sha256 in entry["sha256"].items():
            expected.add(name)
            path = folder / name
            if not path.exists():
                found.append(f"{package}: {name} is absent")
            elif digest(path) != sha256:
                found.append(f"{package}: {name} was changed")
    found += [f"{path.name} is not listed" for path in sorted(folder.iterdir()) if path.name not in expected]
    return found


def main() -> int:
    folders = [folder for folder in (PAGES, BROWSER_TESTS) if folder.exists()]
    if "--check" not in sys.argv[1:]:
        write()
    found = [line for folder in folders for line in differences(folder)]
    print("\n".join(found) or "vendored files agree with their manifests")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
