"""What may come in as a file: size, real kind by content, zip bombs, document type declarations, passwords.

One function, :func:`check_upload`, stands before every reader of foreign files (ingest, attachments, proofread).
Nothing is unpacked beyond the first bytes of each XML part; no file is written.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

import msoffcrypto  # type: ignore[import-untyped]

from .encoding import UnableToDecodeText, decode_text
from .errors import Problem

_MIB = 1024 * 1024


class Kind(StrEnum):
    """What a file is by its content, whatever its name says. The value names it in messages."""

    TEXT = "文本"
    DOCX = "Word 文档（docx）"
    XLSX = "Excel 工作簿（xlsx）"
    ODS = "OpenDocument 表格（ods）"
    DOC = "旧版 Word 文档（doc）"
    XLS = "旧版 Excel 工作簿（xls）"
    PDF = "PDF"
    PNG = "PNG 图片"
    JPEG = "JPEG 图片"
    ZIP = "压缩包"


_SUFFIXES = {
    Kind.TEXT: {".txt", ".md", ".csv", ".tsv", ""}, Kind.DOCX: {".docx"}, Kind.XLSX: {".xlsx"}, Kind.ODS: {".ods"},
    Kind.DOC: {".doc", ".wps"}, Kind.XLS: {".xls", ".et"}, Kind.PDF: {".pdf"}, Kind.PNG: {".png"},
    Kind.JPEG: {".jpg", ".jpeg"}, Kind.ZIP: {".zip"},
}  # fmt: skip


@dataclass(frozen=True)
class UploadLimits:
    """``size`` and ``unpacked`` in bytes; ``ratio`` is unpacked over packed; ``kinds`` are the kinds taken."""

    kinds: frozenset[Kind]
    size: int = 30 * _MIB
    unpacked: int = 300 * _MIB
    ratio: int = 120
    entries: int = 2_000


class UnableToAcceptSize(Problem):
    code = "C-101"
    says = "文件“{name}”为{size}字节，{why}"
    remedy = "请上传不超过{limit}字节、有内容的文件；大文件请按乡镇或按年度拆分"


class UnableToAcceptKind(Problem):
    code = "C-102"
    says = "文件“{name}”的内容是{kind}，这里不收"
    remedy = "请另存为{accepted}后重新上传"


class UnableToTrustName(Problem):
    code = "C-103"
    says = "文件“{name}”的扩展名与内容不符（内容是{kind}）"
    remedy = "请用原软件打开并另存为正确格式，不要直接改扩展名"


class UnableToUnpack(Problem):
    code = "C-104"
    says = "文件“{name}”解开后过大或部件过多（{why}）"
    remedy = "请用原软件重新保存，删去大图片和空白行列后再上传"


class UnableToAcceptDeclarations(Problem):
    code = "C-105"
    says = "文件“{name}”的部件“{part}”含有文档类型声明或外部实体"
    remedy = "请用 Office 或 WPS 打开并另存后重新上传"


class UnableToOpenProtectedFile(Problem):
    code = "C-106"
    says = "文件“{name}”设有密码"
    remedy = "请在原软件中取消密码后重新上传"


class UnableToOpenDamagedFile(Problem):
    code = "C-107"
    says = "文件“{name}”已损坏或不完整（{why}）"
    remedy = "请用原软件打开确认无误、另存后重新上传"


def check_upload(data: bytes, name: str, *, limits: UploadLimits) -> Kind:
    """The real kind of ``data`` when it may come in under ``limits``.

    ``name`` is only read for its suffix and for messages. Raises a :class:`Problem` subclass of this module.
    """
    name = PurePath(name.replace("\\", "/")).name or "未命名"
    if len(data) > limits.size:
        raise UnableToAcceptSize(name=name, size=len(data), limit=limits.size, why="超过上限")
    if not data.strip():
        raise UnableToAcceptSize(name=name, size=len(data), limit=limits.size, why="没有内容")
    kind = _kind(data, name, limits)
    if kind not in limits.kinds:
        accepted = "、".join(kind.value for kind in Kind if kind in limits.kinds)
        raise UnableToAcceptKind(name=name, kind=kind.value, accepted=accepted)
    if PurePath(name).suffix.lower() not in _SUFFIXES[kind]:
        raise UnableToTrustName(name=name, kind=kind.value)
    return kind


def _kind(data: bytes, name: str, limits: UploadLimits) -> Kind:
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data, name, limits)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole_kind(data, name)
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if data.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    try:
        decode_text(data)
    except UnableToDecodeText as cause:
        raise UnableToOpenDamagedFile(name=name, why="内容不是已知格式，也不是文字") from cause
    return Kind.TEXT


def _zip_kind(data: bytes, name: str, limits: UploadLimits) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            _check_unpacking(entries, len(data), name, limits)
            _check_declarations(package, entries, name)
            return _package_kind(package, name)
    except Problem:
        raise
    except Exception as cause:  # BadZipFile, zlib.error and friends have no common base
        raise UnableToOpenDamagedFile(name=name, why="压缩结构读不通") from cause


def _check_unpacking(entries: list[zipfile.ZipInfo], packed: int, name: str, limits: UploadLimits) -> None:
    if len(entries) > limits.entries:
        raise UnableToUnpack(name=name, why=f"部件{len(entries)}个，上限{limits.entries}个")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked:
        raise UnableToUnpack(name=name, why=f"解开后{unpacked}字节，上限{limits.unpacked}字节")
    if unpacked > _MIB and unpacked > limits.ratio * packed:
        raise UnableToUnpack(name=name, why=f"压缩比超过{limits.ratio}倍")
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise UnableToOpenProtectedFile(name=name)
        if entry.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", entry.filename):
            raise UnableToOpenDamagedFile(name=name, why="部件路径越界")


_PROLOG = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_PROLOG_BYTES = 65_536
_XML_ENCODINGS = {b"utf-8", b"utf-16", b"us-ascii", b"ascii", b"iso-8859-1", b"gb2312", b"gbk", b"gb18030"}


def _check_declarations(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], name: str) -> None:
    """A document type declaration stands before the root element: reading the prologs is enough."""
    for entry in _xml_parts(entries):
        with package.open(entry) as part:
            head = part.read(_PROLOG_BYTES)
        head = (
            head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\0", b"")
        )
        if not head.strip():
            continue
        encoding = _ENCODING.match(head)
        if encoding and encoding.group(1).lower() not in _XML_ENCODINGS:
            raise UnableToAcceptDeclarations(name=name, part=entry.filename)
        prolog = _PROLOG.match(head)
        root = head[prolog.end() if prolog else 0 :][:2]
        if not re.match(rb"<[A-Za-z_]", root):
            raise UnableToAcceptDeclarations(name=name, part=entry.filename)


def _xml_parts(entries: list[zipfile.ZipInfo]) -> Iterator[zipfile.ZipInfo]:
    return (entry for entry in entries if entry.filename.lower().endswith((".xml", ".rels", ".vml")))


def _package_kind(package: zipfile.ZipFile, name: str) -> Kind:
    names = set(package.namelist())
    if "[Content_Types].xml" in names:
        types = package.read("[Content_Types].xml")
        if b"macroEnabled" in types or any(part.lower().endswith("vbaproject.bin") for part in names):
            raise UnableToAcceptKind(name=name, kind="带宏的 Office 文件", accepted="不带宏的 docx 或 xlsx")
        if b"wordprocessingml.document.main+xml" in types:
            return Kind.DOCX
        if b"spreadsheetml.sheet.main+xml" in types:
            return Kind.XLSX
    if "mimetype" in names and package.read("mimetype").startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return Kind.ODS
    return Kind.ZIP


def _ole_kind(data: bytes, name: str) -> Kind:
    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(data))
        if office.is_encrypted():
            raise UnableToOpenProtectedFile(name=name)
        kind = {"xls": Kind.XLS, "doc": Kind.DOC}.get(office.format[:3])
    except Problem:
        raise
    except Exception as cause:  # many kinds are raised over hostile bytes
        raise UnableToOpenDamagedFile(name=name, why="复合文档结构读不通") from cause
    if kind is None:
        raise UnableToOpenDamagedFile(name=name, why="复合文档里没有文档或工作簿")
    return kind
