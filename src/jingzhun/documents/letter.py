"""An official letter in the layout of GB/T 9704—2012 as a Word file: page, type area, styles, page numbers.

A4, margins 37 / 35 / 28 / 26 mm (top, bottom, left, right), 22 lines of 28 characters, fixed pitch 28.95 pt. Title 2号 小标宋,
body 3号 仿宋 with an indent of two characters, headings 一、黑体 （一）楷体 1. 仿宋 bold, page number 4号 宋体 ``— 1 —`` outside.
Fonts are named, never bundled; each name carries the usual other one for machines that lack it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

PITCH = 28.95
"""Points from line to line: 22 of them fill the 225 mm of the type area."""
TIGHTER = -5
"""Twentieths of a point that each 3号 character gives up, so that 28 of them (16 pt each) fit the 156 mm of a line."""
TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26
SIZE_2, SIZE_3, SIZE_4, SIZE_SMALL_5 = 22.0, 16.0, 14.0, 9.0
TITLE_FONT, BODY_FONT, HEADING_FONT, KAI_FONT, SONG_FONT = (
    "方正小标宋_GBK",
    "仿宋_GB2312",
    "黑体",
    "楷体_GB2312",
    "宋体",
)
OTHER_NAMES = {
    TITLE_FONT: "方正小标宋简体",
    BODY_FONT: "仿宋",
    HEADING_FONT: "SimHei",
    KAI_FONT: "楷体",
    SONG_FONT: "SimSun",
}
_STAMP = (2018, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class LetterStyle:
    """One paragraph style. ``indent`` is the first line's, ``right`` the free space at the right, in characters."""

    name: str
    font: str
    size: float = SIZE_3
    align: str = "justify"
    indent: int = 0
    right: int = 0
    bold: bool = False
    level: int = 0


TITLE, UNDER_TITLE, ADDRESSEE = "公文标题", "标题下日期", "主送机关"
HEADING_1, HEADING_2, HEADING_3, BODY = "一级标题", "二级标题", "三级标题", "公文正文"
ENCLOSURES, SIGNATURE, SIGNED_ON, ENCLOSURE = "附件说明", "发文机关署名", "成文日期", "附件标识"
BLANK = "空行"

STYLES = (
    LetterStyle(TITLE, TITLE_FONT, SIZE_2, "center", level=1),
    LetterStyle(UNDER_TITLE, KAI_FONT, align="center"),
    LetterStyle(ADDRESSEE, BODY_FONT, align="left"),
    LetterStyle(HEADING_1, HEADING_FONT, indent=2, level=2),
    LetterStyle(HEADING_2, KAI_FONT, indent=2, level=3),
    LetterStyle(HEADING_3, BODY_FONT, indent=2, bold=True, level=4),
    LetterStyle(BODY, BODY_FONT, indent=2),
    LetterStyle(ENCLOSURES, BODY_FONT, align="left", indent=2),
    LetterStyle(SIGNATURE, BODY_FONT, align="right", right=4),
    LetterStyle(SIGNED_ON, BODY_FONT, align="right", right=4),
    LetterStyle(ENCLOSURE, HEADING_FONT, align="left"),
    LetterStyle(BLANK, BODY_FONT, align="left"),
)
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def write_letter(paragraphs: Iterable[tuple[str, str]]) -> bytes:
    """A Word file of ``(style name, text)`` paragraphs; the same paragraphs give the same bytes."""
    word = new_letter()
    for style, text in paragraphs:
        word.add_paragraph(text, style=style)
    return pack(word)


def begin_letter(title: str) -> Word:
    """A letter with its title and the empty line below it."""
    word = new_letter()
    word.add_paragraph(title, style=TITLE)
    word.add_paragraph("", style=BLANK)
    return word


def end_letter(word: Word, *, issuer: str, on: str, enclosures: Sequence[str] = ()) -> None:
    """What follows the text: the enclosures by name and, with room for the seal, the issuer over the date (7.3.4, 7.3.5)."""
    if enclosures:
        word.add_paragraph("", style=BLANK)
    for number, name in enumerate(enclosures, start=1):
        first = "附件：" if number == 1 else "　　　"
        word.add_paragraph(f"{first}{number}.{name}" if len(enclosures) > 1 else f"{first}{name}", style=ENCLOSURES)
    for style, text in ((BLANK, ""), (BLANK, ""), (SIGNATURE, issuer), (SIGNED_ON, on)):
        word.add_paragraph(text, style=style)
    place_signature(word)


def new_letter() -> Word:
    """An empty letter with page, grid, styles and page numbers."""
    word = Document()
    for paragraph in list(word.paragraphs):
        _drop(paragraph._element)
    _plain_normal(word)
    for style in STYLES:
        _add_style(word, style)
    word.settings.odd_and_even_pages_header_footer = True
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance, section.footer_distance = Mm(15), Mm(23)
    set_grid(section._sectPr)
    _page_number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _page_number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)
    _name_fonts(word)
    properties = word.core_properties
    properties.author, properties.comments, properties.title = "", "", ""
    return word


def set_grid(section: Any) -> None:
    """The line grid of a section's properties element. The 28 characters come from :data:`TIGHTER`: a character grid
    narrower than the type is read differently by word processors."""
    for old in section.findall(qn("w:docGrid")):
        _drop(old)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(round(PITCH * 20)))
    section.append(grid)


def add_landscape(word: Word) -> Any:
    """A new section with the page turned, for wide tables; its page numbers go on."""
    section = word.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin = Mm(LEFT), Mm(RIGHT)
    section.left_margin, section.right_margin = Mm(22), Mm(22)
    section.footer_distance = Mm(14)
    for old in section._sectPr.findall(qn("w:docGrid")):
        _drop(old)
    return section


def set_font(run: Any, font: str, size: float, *, bold: bool = False) -> None:
    """Font by name for Chinese and Latin text alike."""
    run.font.size, run.font.bold = Pt(size), bold
    _name(run._element.get_or_add_rPr(), font)


def place_signature(word: Word) -> None:
    """Centre the issuer over the date, which leaves four characters free at the right (GB/T 9704—2012, 7.3.5), and keep both
    with the last words of the text: nobody signs a page without text."""
    paragraphs = [
        (paragraph, paragraph.style.name if paragraph.style is not None else "") for paragraph in word.paragraphs
    ]
    dated = [place for place, (_, style) in enumerate(paragraphs) if style == SIGNED_ON]
    signed = [paragraph for paragraph, style in paragraphs if style == SIGNATURE]
    if not dated:
        return
    for paragraph, style in reversed(paragraphs[: dated[-1]]):
        paragraph.paragraph_format.keep_with_next = True
        if paragraph.text.strip() and style not in (SIGNATURE, ENCLOSURES):
            break
    width = _characters(paragraphs[dated[-1]][0].text)
    for paragraph in signed:
        free = max(2.0, 4 + (width - _characters(paragraph.text)) / 2)
        paragraph.paragraph_format.right_indent = Pt(free * SIZE_3)


def pack(word: Word) -> bytes:
    """The file's bytes, with one fixed time in the archive so that equal content has equal bytes."""
    raw = io.BytesIO()
    word.save(raw)
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda each: (each != "[Content_Types].xml", each)):
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(entry, source.read(name))
    return out.getvalue()


def _plain_normal(word: Word) -> None:
    normal: Any = word.styles["Normal"]
    normal.font.size = Pt(SIZE_3)
    normal.font.color.rgb = RGBColor(0, 0, 0)
    normal.paragraph_format.space_after = Pt(0)
    _name(normal.element.get_or_add_rPr(), BODY_FONT)


def _add_style(word: Word, style: LetterStyle) -> None:
    made: Any = word.styles.add_style(style.name, WD_STYLE_TYPE.PARAGRAPH)
    made.base_style = word.styles["Normal"]
    made.quick_style = True
    made.font.size, made.font.bold = Pt(style.size), style.bold
    _name(made.element.get_or_add_rPr(), style.font)
    if style.size == SIZE_3:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(TIGHTER))
        made.element.get_or_add_rPr().append(spacing)
    form = made.paragraph_format
    form.alignment = _ALIGN[style.align]
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(PITCH)
    form.space_before = form.space_after = Pt(0)
    form.widow_control = False
    properties = made.element.get_or_add_pPr()
    if style.indent or style.right:
        if style.indent:
            form.first_line_indent = Pt(style.indent * style.size)
        if style.right:
            form.right_indent = Pt(style.right * style.size)
        indent = properties.find(qn("w:ind"))
        if style.indent:
            indent.set(qn("w:firstLineChars"), str(style.indent * 100))
    if style.level:
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), str(style.level - 1))
        properties.append(level)
        form.keep_with_next = style.level > 1


def _name(properties: Any, font: str) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(key), None)
    for key in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(key), font)
    fonts.set(qn("w:hint"), "eastAsia")


def _page_number(footer: Any, side: WD_ALIGN_PARAGRAPH) -> None:
    """``— 1 —``, one character in from the outer edge."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = side
    indent = Pt(SIZE_4)
    if side is WD_ALIGN_PARAGRAPH.RIGHT:
        paragraph.paragraph_format.right_indent = indent
    else:
        paragraph.paragraph_format.left_indent = indent
    for text in ("— ", None, " —"):
        run = paragraph.add_run(text or "")
        set_font(run, SONG_FONT, SIZE_4)
        if text is None:
            for kind in ("begin", None, "end"):
                run._element.append(_field(kind))


def _field(kind: str | None) -> Any:
    if kind is None:
        text = OxmlElement("w:instrText")
        text.set(qn("xml:space"), "preserve")
        text.text = " PAGE "
        return text
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return mark


def _name_fonts(word: Word) -> None:
    """Say in the font table by which other name a font may be found."""
    part: Any = next(rel.target_part for rel in word.part.rels.values() if rel.reltype.endswith("/fontTable"))
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in OTHER_NAMES.items()
    )
    blob = part.blob.decode("utf-8")
    part._blob = blob.replace("</w:fonts>", f"{entries}</w:fonts>").encode("utf-8")


def _characters(text: str) -> float:
    """Width in full characters: a half-width one counts half."""
    return sum(0.5 if ord(sign) < 0x2E80 else 1.0 for sign in text)


def _drop(element: Any) -> None:
    element.getparent().remove(element)
