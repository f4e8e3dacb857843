"""What is shown instead of the answer once wrong passwords have locked a name (named in the settings)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from ..known_device import counted_name
from ..throttle import locked_until
from . import password, sign_in


def locked_out(request: HttpRequest, response: HttpResponse, credentials: dict, *args) -> HttpResponse:
    """The form that was used, with the time from which it may be tried again."""
    until = locked_until(counted_name(request, credentials))
    if request.user.is_authenticated:
        return password.locked_form(request, until=until)
    return sign_in.locked_door(request, name=(credentials or {}).get("username") or "", until=until)
