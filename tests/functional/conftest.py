"""A real Chromium against the live server: every request is recorded and none may leave the host; axe finds nothing.

Fixtures: ``page`` (1440 wide) and ``phone`` (375 wide) with ``.complaints``; ``axe(page)``; ``shot(page, name)``;
``fits(page)``; ``enter(page, post)`` opens a session of a post without the sign-in page; ``live`` is the address.
"""

from __future__ import annotations

import functools
import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps an event loop in this thread

HERE = Path(__file__).parent
SHOTS = HERE.parents[1] / "shots"
CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
)
PATIENCE = 120_000  # milliseconds, for machines that do much else: a wait ends when what it waits for is there
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


def _let_a_click_end_when_the_page_it_opens_is_there(*kinds) -> None:
    """A click or key returns as soon as the next page begins to arrive: what a test then counts may not be there yet."""

    def waiting(act):
        @functools.wraps(act)
        def then_wait(self, *args, **kwargs):
            page = getattr(self, "page", self)
            act(self, *args, **kwargs)
            if not page.is_closed():
                page.wait_for_load_state()

        return then_wait

    for kind in kinds:
        kind.click, kind.press = waiting(kind.click), waiting(kind.press)


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import Locator, Page, expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    _let_a_click_end_when_the_page_it_opens_is_there(Locator, Page)
    path = next((path for path in CHROMIUM if Path(path).exists()), None)
    assert path, "没有 Chromium：apt-get install chromium（./run test 会自己装）"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS), timeout=PATIENCE)
        yield chromium
        chromium.close()


class Watched:
    """What one browser context asked for and complained about."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.complaints: list[str] = []

    def follow(self, page) -> None:
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("console", self._console)

    def _console(self, message) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def strangers(self) -> list[str]:
        """Addresses that are not on this machine."""
        own = {"127.0.0.1", "localhost", "::1", None}
        return [url for url in self.requests if urlsplit(url).hostname not in own]


def _open(browser, *, width: int, height: int):
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="zh-CN", timezone_id="Asia/Shanghai", accept_downloads=True
    )
    context.set_default_timeout(PATIENCE)
    watched = Watched()
    context.on("page", watched.follow)
    page = context.new_page()
    page.watched = watched
    return context, page, watched


def _close(context, watched) -> None:
    context.close()
    assert watched.strangers() == [], "a request left the host"
    assert watched.complaints == [], "the browser complained (scripts, content policy)"


@pytest.fixture
def page(browser):
    context, page, watched = _open(browser, width=1440, height=900)
    yield page
    _close(context, watched)


@pytest.fixture
def phone(browser):
    context, page, watched = _open(browser, width=375, height=812)
    yield page
    _close(context, watched)


@pytest.fixture
def live(live_server) -> str:
    """Address of the running site; the database is a real, committed one for this test."""
    return live_server.url


@pytest.fixture(scope="session")
def axe():
    """``axe(page)`` asserts that axe-core finds no violation of WCAG 2.1 A and AA on the page as it is now."""
    script = (HERE / "vendor" / "axe.min.js").read_text(encoding="utf-8")

    def check(page) -> None:
        page.wait_for_load_state()
        page.evaluate(script)
        found = page.evaluate("tags => axe.run(document, {runOnly: tags})", WCAG)
        said = [f"{v['id']}: {node['html'][:160]}" for v in found["violations"] for node in v["nodes"]]
        assert said == [], f"axe on {page.url}"

    return check


@pytest.fixture(scope="session")
def fits():
    """``fits(page)`` asserts that the page does not scroll sideways, and on a phone no table in it either."""

    def check(page) -> None:
        page.wait_for_load_state()
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, f"{page.url} is {over} px wider than the window"
        if page.viewport_size["width"] < 760:
            hidden = page.eval_on_selector_all(
                ".jz-scroll",
                "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.ariaLabel)",
            )
            assert hidden == [], f"{page.url}: these lie beyond the edge of a phone"

    return check


@pytest.fixture(scope="session")
def shot(request):
    """``shot(page, "home")`` keeps ``shots/home-1440.png`` (git-ignored) when the tests run with ``--shots``."""

    def keep(page, name: str, *, full: bool = True) -> None:
        from playwright.sync_api import Error

        if not request.config.getoption("--shots"):
            return
        SHOTS.mkdir(exist_ok=True)
        page.wait_for_load_state()
        path = SHOTS / f"{name}-{page.viewport_size['width']}.png"
        for attempt in range(3):
            try:
                page.screenshot(path=path, full_page=full)
                return
            except (
                Error
            ) as failed:  # Chromium at times cannot, on a machine that does much else; the page is not at fault
                if attempt == 2 or "Unable to capture" not in str(failed):
                    raise

    return keep


@pytest.fixture
def enter(live, client):
    """``enter(page, post)``: the page's browser is signed in as the post's official, in that post."""

    def sign_in(page, post) -> None:
        client.force_login(post.official, backend="django.contrib.auth.backends.ModelBackend")
        session = client.session
        session["post"] = post.pk
        session.save()
        page.context.add_cookies([{"name": "sessionid", "value": session.session_key, "url": live}])

    return sign_in
