"""Behind HTTPS the browser is told to stay with it; without it nothing is said, or a site on plain HTTP could not be reached."""

import os
import subprocess
import sys

import pytest

ASK = """
import django
django.setup()
from django.conf import settings
from django.http import HttpResponse
from django.middleware.security import SecurityMiddleware
from django.test import RequestFactory
answer = SecurityMiddleware(lambda request: HttpResponse())(RequestFactory().get("/", secure=True))
print(answer.headers.get("Strict-Transport-Security", "none"), settings.SESSION_COOKIE_SECURE)
"""


@pytest.mark.parametrize(("https", "said"), [("true", "max-age=2592000 True"), ("false", "none False")])
def test_a_site_behind_https_says_so(https, said, tmp_path):
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "jingzhun.web.settings",
        "JINGZHUN_HTTPS": https,
        "JINGZHUN_DATA": str(tmp_path),
    }
    answer = subprocess.run([sys.executable, "-c", ASK], env=env, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == said
