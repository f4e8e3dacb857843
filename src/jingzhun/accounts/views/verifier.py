"""The official's own verifier (TOTP): set up with a QR code drawn here, confirmed by a code, switched off by a code."""

from __future__ import annotations

from base64 import b32encode

import qrcode
import qrcode.image.svg
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.debug import sensitive_post_parameters
from django_otp.plugins.otp_totp.models import TOTPDevice

from ..actions.security import (
    UnableToConfirmVerifier,
    confirm_verifier,
    disable_verifier,
    prepare_verifier,
)
from ..actions.sign_in import actor_of
from ..forms import CodeForm


@sensitive_post_parameters("code")
def verifier(request: HttpRequest) -> HttpResponse:
    device = TOTPDevice.objects.filter(user=request.user, confirmed=True).first()
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        by = request.post.actor if request.post else actor_of(request.user, timezone.localdate())
        act = disable_verifier if device else confirm_verifier
        try:
            act(official=request.user, code=form.cleaned_data["code"], by=by)
        except UnableToConfirmVerifier as problem:
            form.add_error("code", f"{problem.sentence}。{problem.what_to_do}。")
        else:
            messages.success(request, "验证器已停用。" if device else "验证器已启用，下次登录要填动态码。")
            return redirect("verifier")
    shown = {"form": form, "device": device}
    if device is None:
        prepared = prepare_verifier(official=request.user)
        shown |= {"drawing": drawing(prepared.config_url), "secret": b32encode(prepared.bin_key).decode()}
    return render(request, "accounts/verifier.html", shown, status=400 if form.errors else 200)


def drawing(text: str) -> str:
    """A QR code as SVG without style attributes. The text is encoded as a drawing, so nothing of it reaches the page."""
    image = qrcode.make(text, image_factory=qrcode.image.svg.SvgPathImage, border=2)
    return mark_safe(
        image.to_string(encoding="unicode").replace("<svg ", '<svg role="img" aria-label="验证器二维码" ', 1)
    )
