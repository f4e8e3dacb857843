"""A workbook as a printer gets it: how large the text is on A4, what is repeated on each page."""

from __future__ import annotations

import io
import re
import zipfile

LINE_INCHES, CELL_POINTS = 11.69, 11.0
"""The long side of A4, and the text of a cell before the page is made to fit."""


def printed(data: bytes, number: int = 1) -> dict[str, object]:
    """Of sheet ``number``: ``points`` of the text on paper, pages ``across``, ``is_across`` A4 turned, what is ``repeated``."""
    parts = zipfile.ZipFile(io.BytesIO(data))
    sheet, book = (parts.read(f"xl/{name}.xml").decode() for name in (f"worksheets/sheet{number}", "workbook"))
    pixels = sum(
        (int(last) - int(first) + 1) * int(float(width) * 7 + 0.5)
        for first, last, width in re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', sheet)
    )
    left, right = (
        float(inches) for inches in re.search(r'<pageMargins left="([\d.]+)" right="([\d.]+)"', sheet).groups()
    )
    setup = re.search(r"<pageSetup[^>]*>", sheet)[0]
    assert "fitToPage" in sheet, "the page is made to fit the paper"
    across = int(wide[1]) if (wide := re.search(r'fitToWidth="(\d+)"', setup)) else 1
    titles = re.findall(rf'Print_Titles" localSheetId="{number - 1}">([^<]*)<', book)
    return {
        "points": CELL_POINTS * min(1.0, (LINE_INCHES - left - right) * 96 * across / pixels),
        "across": across, "is_across": 'orientation="landscape"' in setup and 'paperSize="9"' in setup,
        "repeated": re.findall(r"\$[A-Z]*\d*:\$[A-Z]*\d*", titles[0]) if titles else [],
    }  # fmt: skip
