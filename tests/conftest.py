"""What tests share: reproducible property tests, and pages opened in a headless browser."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Page, sync_playwright

os.environ.setdefault("MPLBACKEND", "Agg")

# No deadline: the first example of a rule compiles it. `pytest --hypothesis-profile=thorough` looks harder.
settings.register_profile("quick", deadline=None, derandomize=True, max_examples=50)
settings.register_profile("thorough", deadline=None, max_examples=2000)
settings.load_profile("quick")

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGS = ("--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1")
"""Root cannot have the sandbox; no name but this machine's is looked up, so that a test never leaves it."""


@dataclass
class Visit:
    """A page that is open in the browser, and what happened on it since.

    Attributes:
        page: Playwright's page, to click, read and photograph.
        errors: errors of the console and exceptions that no script caught.
        requests: addresses that the page asked a network for (files, `data:` and `blob:` are none).
    """

    page: Page
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@pytest.fixture
def browser() -> Iterator[Callable[[Path | str], Visit]]:
    """Give a function that opens a file or an address in headless Chromium and returns the `Visit`."""
    chromium = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if chromium is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: make browser")
        pytest.skip("Chromium is missing: make browser")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS)

        def open_page(target: Path | str) -> Visit:
            visit = Visit(running.new_page())
            visit.page.on("console", lambda said: visit.errors.append(said.text) if said.type == "error" else None)
            visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
            visit.page.on("request", lambda asked: _note_request(visit, asked.url))
            visit.page.goto(target.resolve().as_uri() if isinstance(target, Path) else target, wait_until="load")
            return visit

        yield open_page
        running.close()


def _note_request(visit: Visit, url: str) -> None:
    if not url.startswith(("file:", "data:", "blob:", "about:")):
        visit.requests.append(url)
