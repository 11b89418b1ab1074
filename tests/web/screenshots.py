"""Write the screenshots of `docs/screenshots/`: `python -m tests.web.screenshots [NAME...]`.

It starts a server with the demo articles and takes each page as a reader sees it. For the fonts of
the pictures: `apt-get install chromium fonts-sil-charis fonts-inter fonts-dejavu`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
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


def correct(page: Page) -> None:
    """Store the article, say who spoke in its last quotation, and open the form for another."""
    page.get_by_role("button", name="Store").click()
    page.locator(".stored").wait_for()
    if page.locator("#decisions").count() == 0:
        fill_form(page, 3)
        page.locator(".cardlet:popover-open").get_by_role("button", name="Save").first.click()
        page.locator("#decisions").wait_for()
    fill_form(page, 2 if is_phone(page) else 1)


def fill_form(page: Page, nth: int) -> None:
    """Open the form that corrects a quotation, and write a name into it."""
    page.locator(".chip").nth(nth).click()
    card = page.locator(".cardlet:popover-open")
    card.get_by_text("Correct it").click()
    card.get_by_label("Who said it?").fill("Joe Biden" if nth > 2 else "Liu Pengyu")


def is_phone(page: Page) -> bool:
    """Return whether a page is as narrow as a phone."""
    return page.evaluate("innerWidth < 500") is True


def send_jobs(page: Page) -> None:
    """Send a file of articles, wait until they are stored, and show what failed."""
    lines = files("seeds").joinpath("articles.jsonl").read_bytes() + b'{"text": "No outlet."}\n'
    page.get_by_label("A file of JSON Lines").set_input_files(
        {"name": "a.jsonl", "mimeType": "application/x-ndjson", "buffer": lines}
    )
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="What failed").wait_for()


def search(page: Page) -> None:
    """Search as a reader types, and wait for the results."""
    page.get_by_label("Words").press_sequentially("ukrai")
    page.wait_for_url("**q=ukrai")
    page.wait_for_load_state("networkidle")


DRAFT = """\
At the briefing the ministry was blunt. “The key question here is what role the U.S. has played in \
the tensions,” Hua Chunying said.

“Someone who pours oil on the flame is a saint,” Hua Chunying said.

“China has never welcomed any warning,” she said.
"""
TRANSCRIPT = """\
[0:41] HUA CHUNYING: The key question here is what role the U.S. has played in the current \
tensions surrounding Ukraine.

[1:02] HUA CHUNYING: Someone who pours oil on the flame while accusing others of not doing \
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
    Shot("start", "/"),
    Shot("start-phone", "/", size="phone"),
    Shot("read", ARTICLE, act=open_card),
    Shot("read-dark", ARTICLE, scheme="dark", act=open_card),
    Shot("read-tablet", ARTICLE, size="tablet", act=open_card),
    Shot("read-phone", ARTICLE, size="phone", act=open_card),
    Shot("proof", "/proof", act=proof),
    Shot("proof-dark", "/proof", scheme="dark", act=proof),
    Shot("proof-tablet", "/proof", size="tablet", act=proof),
    Shot("proof-phone", "/proof", size="phone", act=proof),
    Shot("quote", "/search?sort=outlets", act=open_first),
    Shot("quote-phone", "/search?sort=outlets", size="phone", act=open_first),
    Shot("speaker", "/search?find=speakers&q=joe", act=open_first),
    Shot("search", "/search", act=search),
    Shot("sources", "/sources?all=yes"),
    Shot("sources-tablet", "/sources?all=yes", size="tablet"),
    Shot("jobs", "/jobs", act=send_jobs),
    Shot("jobs-phone", "/jobs", size="phone"),
    # The last ones change what is stored.
    Shot("correct", ARTICLE, act=correct),
    Shot("correct-phone", ARTICLE, size="phone", act=correct),
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
                picture = page.screenshot(animations="disabled")
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
