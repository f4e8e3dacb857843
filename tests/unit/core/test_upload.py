"""Foreign files are judged by content, size and structure before any reader sees them."""

import io
import zipfile

import pytest
from docx import Document
from openpyxl import Workbook

from jingzhun.core.encoding import UnableToDecodeText, decode_text
from jingzhun.core.upload import (
    Kind,
    UnableToAcceptDeclarations,
    UnableToAcceptKind,
    UnableToAcceptSize,
    UnableToOpenDamagedFile,
    UnableToOpenProtectedFile,
    UnableToTrustName,
    UnableToUnpack,
    UploadLimits,
    check_upload,
)

LIMITS = UploadLimits(kinds=frozenset({Kind.TEXT, Kind.DOCX, Kind.XLSX, Kind.PDF}), size=2_000_000, unpacked=20_000_000)


def docx_bytes() -> bytes:
    document = Document()
    document.add_paragraph("全镇共有监测对象12户。")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def xlsx_bytes() -> bytes:
    stream = io.BytesIO()
    Workbook().save(stream)
    return stream.getvalue()


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


WORD_TYPES = (
    b'<?xml version="1.0" encoding="UTF-8"?><Types><Override ContentType="application/'
    b'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (docx_bytes(), "报告.docx", Kind.DOCX),
        (xlsx_bytes(), "C:\\台账\\名册.XLSX", Kind.XLSX),
        ("全县12户".encode(), "报告.txt", Kind.TEXT),
        ("全县12户".encode("gb18030"), "报告.md", Kind.TEXT),
        (b"%PDF-1.7\n...", "报告.pdf", Kind.PDF),
    ],
)
def test_ordinary_files_are_taken_and_named_by_content(data, name, kind):
    assert check_upload(data, name, limits=LIMITS) is kind


def test_too_large_and_empty_files_are_refused_before_anything_is_read():
    with pytest.raises(UnableToAcceptSize, match="超过上限"):
        check_upload(b"PK\x03\x04" + b"0" * 2_000_000, "大.docx", limits=LIMITS)
    with pytest.raises(UnableToAcceptSize, match="没有内容"):
        check_upload(b" \n", "空.txt", limits=LIMITS)


def test_zip_bomb_is_refused_by_ratio_by_total_and_by_number_of_parts():
    bomb = zipped({"[Content_Types].xml": WORD_TYPES, "word/document.xml": b"<a>" + b" " * 5_000_000 + b"</a>"})
    with pytest.raises(UnableToUnpack, match="压缩比"):
        check_upload(bomb, "弹.docx", limits=LIMITS)
    with pytest.raises(UnableToUnpack, match="解开后"):
        check_upload(bomb, "弹.docx", limits=UploadLimits(kinds=LIMITS.kinds, unpacked=1_000_000))
    with pytest.raises(UnableToUnpack, match="部件"):
        check_upload(zipped({f"word/{i}.xml": b"<a/>" for i in range(2_100)}), "多.docx", limits=LIMITS)


@pytest.mark.parametrize(
    "part",
    [
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b'<?xml version="1.0"?><!-- quiet --> <!DOCTYPE a><a/>',
        '\ufeff<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16-le"),
        b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a><a/>',
        b"<!--" + b" " * 70_000 + b"--><!DOCTYPE a><a/>",
    ],
)
def test_document_type_declarations_are_refused_in_every_disguise(part):
    data = zipped({"[Content_Types].xml": WORD_TYPES, "word/document.xml": part})
    with pytest.raises(UnableToAcceptDeclarations, match=r"word/document\.xml"):
        check_upload(data, "实体.docx", limits=LIMITS)


def test_password_is_told_apart_from_damage():
    import msoffcrypto.format.ooxml as ooxml

    stream = io.BytesIO()
    ooxml.OOXMLFile(io.BytesIO(docx_bytes())).encrypt("秘密", stream)
    with pytest.raises(UnableToOpenProtectedFile):
        check_upload(stream.getvalue(), "加密.docx", limits=LIMITS)
    with pytest.raises(UnableToOpenDamagedFile):
        check_upload(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 8, "坏.docx", limits=LIMITS)


@pytest.mark.parametrize("cut", [30, 200, 5_000, 20_000])
def test_broken_packages_are_refused(cut):
    with pytest.raises(UnableToOpenDamagedFile):
        check_upload(docx_bytes()[:cut], "断.docx", limits=LIMITS)


def test_binary_rubbish_is_no_text():
    rubbish = bytes((i * 7919) % 256 for i in range(4096))
    with pytest.raises(UnableToOpenDamagedFile):
        check_upload(rubbish, "乱.txt", limits=LIMITS)
    with pytest.raises(UnableToDecodeText):
        decode_text(rubbish)


def test_name_and_content_must_agree():
    with pytest.raises(UnableToTrustName, match="Excel"):
        check_upload(xlsx_bytes(), "名册.docx", limits=LIMITS)


def test_macros_and_kinds_not_asked_for_are_refused():
    macro = zipped({"[Content_Types].xml": WORD_TYPES, "word/vbaProject.bin": b"x"})
    with pytest.raises(UnableToAcceptKind, match="宏"):
        check_upload(macro, "宏.docx", limits=LIMITS)
    with pytest.raises(UnableToAcceptKind, match="PNG"):
        check_upload(b"\x89PNG\r\n\x1a\n0000", "图.png", limits=LIMITS)


def test_paths_leading_out_of_the_package_are_refused():
    with pytest.raises(UnableToOpenDamagedFile, match="越界"):
        check_upload(zipped({"../../etc/cron": b"x"}), "路.zip", limits=UploadLimits(kinds=frozenset({Kind.ZIP})))


def test_text_is_read_in_the_encodings_of_chinese_offices():
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        assert decode_text("脱贫人口3,210人".encode(encoding)) == "脱贫人口3,210人"
