"""Write the screenshots of `docs/screenshots/`: `python -m tests.web.screenshots [NAME...]`.

It starts a server with the demo articles and takes each page as a reader sees it. For the fonts of
the pictures: `apt-get install chromium fonts-sil-charis fonts-inter`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Page

from service.commands.seed import load_seeds
from service.settings import Settings
from tests.support.browser import SIZES, chromium
from tests.support.server import running_server

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
MOST_BYTES = 150_000
ARTICLE = "/?demo=intelligence-passed-on"


@dataclass(frozen=True)
class Shot:
    """One picture: a page, in a size and a colour scheme, after something is done."""

    name: str
    path: str
    size: str = "desktop"
    scheme: str = "light"
    act: Callable[[Page], None] = lambda page: None


def open_card(page: Page) -> None:
    """Open the card of the third quotation, as a click does, with who else printed it."""
    chip = page.locator(".chip").nth(2)
    page.evaluate("scrollTo({top: innerWidth < 500 ? 620 : 0, behavior: 'instant'})")
    chip.click()
    card = page.locator(".cardlet:popover-open")
    card.wait_for()
    card.locator("[data-matches]").wait_for(state="detached")


def store(page: Page) -> None:
    """Store the article, and show what the record knows of its last quotation."""
    page.get_by_role("button", name="Store").click()
    page.locator(".stored").wait_for()
    page.locator(".chip").last.click()
    page.locator(".cardlet:popover-open").wait_for()


DRAFT = """\
At the briefing the ministry was blunt. “The key question here is what role the U.S. has played in
the tensions,” Hua Chunying said.

“Someone who pours oil on the flame is a saint,” Hua Chunying said.

“China has never welcomed any warning,” she said.
"""
TRANSCRIPT = """\
[0:41] HUA CHUNYING: The key question here is what role the U.S. has played in the current
tensions surrounding Ukraine.
[1:02] HUA CHUNYING: Someone who pours oil on the flame while accusing others of not doing
their best is immoral.
"""


def proof(page: Page) -> None:
    """Proof a draft against a transcript and the stored articles."""
    page.get_by_label("Its text").fill(DRAFT)
    page.get_by_label("What you call it").first.fill("Transcript of the briefing")
    page.get_by_label("A transcript, a release, notes, wire copy").first.fill(TRANSCRIPT)
    page.get_by_role("button", name="Proof the draft").click()
    page.locator(".verdicts").wait_for()


def open_first(page: Page) -> None:
    """Open the first result of a search."""
    page.locator(".said a").first.click()
    page.locator("h1:not(.plain)").wait_for()


SHOTS = (
    Shot("proof", "/proof", act=proof),
    Shot("proof-dark", "/proof", scheme="dark", act=proof),
    Shot("quote", "/search?sort=outlets", act=open_first),
    Shot("quote-phone", "/search?sort=outlets", size="phone", act=open_first),
    Shot("speaker", "/search?find=speakers&q=joe", act=open_first),
    Shot("search", "/search?q=wa"),
    Shot("sources", "/sources?all=yes"),
    Shot("start", "/"),
    Shot("read", ARTICLE, act=open_card),
    Shot("read-dark", ARTICLE, scheme="dark", act=open_card),
    Shot("read-tablet", ARTICLE, size="tablet"),
    Shot("read-phone", ARTICLE, size="phone", act=open_card),
    Shot("article", ARTICLE, act=store),
)


def write(names: list[str]) -> None:
    """Write the pictures with these names, or all."""
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as directory:
        url = f"sqlite:///{directory}/onrecord.db"
        load_seeds(Settings(database_url=url, _env_file=None))
        with running_server(Path(directory), engines=1) as server, chromium() as browser:
            for shot in SHOTS:
                if names and shot.name not in names:
                    continue
                is_phone = shot.size == "phone"
                context = browser.new_context(
                    viewport=SIZES[shot.size],
                    color_scheme=shot.scheme,
                    is_mobile=is_phone,
                    has_touch=is_phone,
                )
                page = context.new_page()
                page.goto(server.url + shot.path, wait_until="networkidle")
                shot.act(page)
                picture = page.screenshot()
                context.close()
                size = write_small(picture, FOLDER / f"{shot.name}.png")
                print(f"{shot.name}: {size} bytes")
                assert size <= MOST_BYTES, "too large for the repository"


def write_small(picture: bytes, path: Path) -> int:
    """Write a picture with 256 colours, and return its size in bytes."""
    few = Image.open(BytesIO(picture)).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    return path.stat().st_size


if __name__ == "__main__":
    write(sys.argv[1:])
