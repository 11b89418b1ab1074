"""Debian's Chromium, driven by Playwright, and axe-core from npm.

Where one of them is missing the tests are skipped, unless `ONRECORD_REQUIRE_BROWSER` is set, as CI
sets it. Playwright downloads no browser of its own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.made_once import made_once

AXE = Path(__file__).parents[1] / "web" / "axe"

SIZES = {
    "desktop": {"width": 1280, "height": 900},
    "tablet": {"width": 820, "height": 1100},
    "phone": {"width": 390, "height": 844},
}

MOST_BYTES = 60_000
"""What a page may weigh."""
MOST_FIRST_PAINT = 300
"""Milliseconds from the first byte of an answer to the first paint."""
MEASURE = """() => new Promise((done) => {
  let shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  const paint = performance.getEntriesByName("first-contentful-paint")[0].startTime;
  const answered = performance.getEntriesByType("navigation")[0].responseStart;
  const page = document.documentElement;
  const isWide = page.scrollWidth > page.clientWidth;
  setTimeout(() => done([paint - answered, shift, isWide]), 150);
})"""
"""Gives the first paint, how far things moved, and whether a page scrolls sideways."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser that is installed, and close it at the end."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        leave_out("Chromium is not here: `apt-get install chromium`")
    with sync_playwright() as playwright:
        # The sandbox needs rights that a container does not give.
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def note_faults(page: Page, url: str) -> list[str]:
    """Return a list to which the page adds requests to another host, and errors of its scripts.

    Args:
        page: The page, before it opens anything.
        url: The address of the only host that it may ask.
    """
    faults: list[str] = []
    host = urlsplit(url).netloc
    page.on("request", lambda sent: urlsplit(sent.url).netloc == host or faults.append(sent.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    return faults


def axe_script(factory: pytest.TempPathFactory) -> str:
    """Return the source of axe-core, which npm installs outside of the checkout."""
    if not shutil.which("npm"):
        leave_out("npm is not here: axe-core cannot be installed")

    def install(directory: Path) -> None:
        shutil.copytree(AXE, directory, dirs_exist_ok=True)
        done = subprocess.run(
            ["npm", "ci"], cwd=directory, capture_output=True, text=True, check=False, timeout=300
        )
        if done.returncode:
            leave_out(f"npm cannot install axe-core: {done.stderr}")

    directory = made_once("axe", factory, install)
    return (directory / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


def leave_out(reason: str) -> None:
    """Skip a test, or fail it where nothing may be skipped."""
    if os.environ.get("ONRECORD_REQUIRE_BROWSER"):
        pytest.fail(reason)
    pytest.skip(reason)
