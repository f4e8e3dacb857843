"""A notice as a PDF for the board, with a QR code that leads to its public page."""

from __future__ import annotations

import qrcode
import qrcode.image.svg
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import mark_safe

from jingzhun.documents.poster import Poster, write_poster

from .models import Notice
from .notice_sheet import NoticeSheet


def poster(sheet: NoticeSheet, *, address: str, is_demo: bool) -> bytes:
    """The PDF of a sheet; ``address`` is the public page's."""
    return write_poster(
        Poster(
            kind=sheet.kind, title=sheet.name, number=sheet.number, say=sheet.say, heads=sheet.heads, rows=sheet.rows,
            boxes=sheet.boxes, how=sheet.how, whom=sheet.whom, seal=sheet.seal, posted_on=sheet.posted_on, foot=sheet.foot,
            address=address, qr=qr(address), is_demo=is_demo,
        ),
        fonts=own_fonts(),
    )  # fmt: skip


def own_fonts() -> list:
    folder = settings.ENVIRONMENT.fonts
    return [folder] if folder else []


def qr(text: str) -> str:
    """A QR code as SVG. The text is encoded as a drawing, so nothing of it reaches the page as text."""
    return qrcode.make(text, image_factory=qrcode.image.svg.SvgPathImage, border=1).to_string(encoding="unicode")


def drawing(text: str) -> str:
    """The QR code for a page, named for readers."""
    return mark_safe(qr(text).replace("<svg ", '<svg class="jz-qr" role="img" aria-label="二维码" ', 1))


def public_address(request: HttpRequest, notice: Notice) -> str:
    """Where the public reads a notice: below the office's public address, or that of the request where none is set."""
    path = reverse("public-notice", kwargs=place_of(notice))
    outside = settings.ENVIRONMENT.public_address.rstrip("/")
    return f"{outside}{path}" if outside else request.build_absolute_uri(path)


def place_of(notice: Notice) -> dict[str, object]:
    """The arguments of a notice's public addresses."""
    return {"area": notice.area_id, "year": notice.year, "number": notice.number}
