"""Search, quotes, speakers, proofs, reports and jobs in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import (
    MEASURE,
    MOST_BYTES,
    MOST_FIRST_PAINT,
    SIZES,
    chromium,
    note_faults,
)
from tests.support.processes import wait_until
from tests.support.server import Server, running_server

FULL = "We will never, ever sell the old ferry to the borough council"
TRIMMED = "We will never sell the old ferry to the borough council"
DRAFT = f"“{TRIMMED},” Ada Quill said.\n\n“Rowing keeps me calm and young,” Ada Quill said.\n"
SOURCE = f"“{FULL},” Ada Quill said.\n"
ARTICLES = [
    {
        "outlet": {"domain": f"outlet{number}.example"},
        "title": f"Ferry news {number}",
        "published_at": f"2026-03-{2 + 7 * number:02}T09:00:00Z",
        "text": f"“{words},” Ada Quill said.\n",
    }
    for number, words in enumerate([FULL, TRIMMED])
] + [{"outlet": {"domain": "outlet0.example"}, "text": "“Rowing is for ducks,” Ben Pike said.\n"}]
TRIES = 4


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("desk"), engines=1) as server:
        for article in ARTICLES:
            httpx.post(f"{server.url}/v1/articles", json=article, timeout=30).raise_for_status()
        send_job(server)
        yield server


def send_job(server: Server) -> None:
    """Send a job of which one line fails, and wait for its end."""
    jobs = f"{server.url}/v1/ingest-jobs"
    lines = f"{json.dumps(ARTICLES[0])}\n{{}}\n"
    headers = {"Content-Type": "application/x-ndjson"}
    job = httpx.post(jobs, content=lines, headers=headers, timeout=30).json()
    wait_until(lambda: bool(httpx.get(f"{jobs}/{job['id']}").json()["finished_at"]))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A page that notes each request to another host, and each error of a script."""
    context = browser.new_context(viewport=SIZES["desktop"], base_url=server.url)
    page = context.new_page()
    wrong = note_faults(page, server.url)
    yield page
    context.close()
    assert wrong == []


def first_id(server: Server, path: str) -> str:
    answer = httpx.get(f"{server.url}{path}", timeout=10).json()
    return str(answer["items"][0]["id"])


def fill_proof(page: Page) -> None:
    page.goto("/proof")
    page.get_by_label("Its text").fill(DRAFT)
    page.get_by_label("A transcript, a release, notes, wire copy").first.fill(SOURCE)
    page.get_by_label("Look in all that is stored, too").uncheck()


def test_results_come_as_words_are_typed_and_the_address_can_be_shared(page: Page) -> None:
    page.goto("/search")
    page.keyboard.type("ferr")  # The field has the focus.

    expect(page.locator(".found li")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/search\?q=ferr$"))
    page.reload()
    expect(page.locator(".found li")).to_have_count(1)
    page.get_by_label("Words").press_sequentially("xyz")
    expect(page.locator(".nothing")).to_be_visible()


def test_a_verdict_leads_to_the_draft_and_to_its_source_by_keyboard_alone(page: Page) -> None:
    fill_proof(page)
    page.get_by_role("button", name="Proof the draft").focus()
    page.keyboard.press("Enter")

    expect(page.locator(".counts")).to_have_text(re.compile("1 trimmed.*1 not found", re.DOTALL))
    page.locator("#v1 .jump").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".lit")).to_contain_text(TRIMMED)
    page.locator(".lit").press("Enter")
    expect(page.locator("#v1.lit")).to_be_focused()
    page.locator("#v1 .passage .jump").press("Enter")
    expect(page.locator(".lit")).to_contain_text(FULL)


def test_a_report_prints_its_verdicts_without_the_form(page: Page) -> None:
    fill_proof(page)
    page.get_by_role("button", name="Proof the draft").click()
    page.emulate_media(media="print")

    expect(page.locator("#v1")).to_be_visible()
    expect(page.locator("#again")).to_be_hidden()
    expect(page.locator(".top")).to_be_hidden()


def test_a_file_of_articles_is_sent_and_watched_to_its_end(page: Page) -> None:
    lines = [json.dumps({"outlet": {"domain": "a.example"}, "text": "Nothing."}), "{}"]
    page.goto("/jobs")
    page.get_by_label("A file of JSON Lines").set_input_files(
        {
            "name": "articles.jsonl",
            "mimeType": "application/x-ndjson",
            "buffer": "\n".join(lines).encode(),
        }
    )
    page.get_by_role("button", name="Send").click()

    expect(page).to_have_url(re.compile(r"/jobs/[0-9a-f-]{36}$"))
    expect(page.get_by_text("Done: 2 of 2")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("button", name="Delete this job")).to_be_visible()
    expect(page.get_by_role("heading", name="What failed")).to_be_visible()


def test_a_file_that_is_refused_is_said_beside_the_form(page: Page) -> None:
    page.goto("/jobs")
    page.get_by_label("A file of JSON Lines").set_input_files(
        {"name": "a.jsonl", "mimeType": "application/x-ndjson", "buffer": b"no JSON"}
    )
    page.get_by_role("button", name="Send").click()

    expect(page.locator("[data-sending]")).to_contain_text("No line of the body is JSON.")


def test_a_quote_is_copied(browser: Browser, server: Server) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{server.url}/quotes/{first_id(server, '/v1/quotes?q=ferry')}")
    page.get_by_role("button", name="Copy text").click()
    expect(page.locator("[data-copied]")).to_have_text("Copied.")
    copied = page.evaluate("navigator.clipboard.readText()")
    context.close()

    assert re.fullmatch(rf"“{FULL},?” — Ada Quill", copied)


@pytest.mark.parametrize(("scheme", "size"), [("light", "desktop"), ("dark", "phone")])
def test_axe_finds_nothing(
    browser: Browser, server: Server, axe: str, scheme: str, size: str
) -> None:
    context = browser.new_context(
        viewport=SIZES[size], color_scheme=scheme, bypass_csp=True, base_url=server.url
    )
    page = context.new_page()
    found: dict[str, list[str]] = {}

    def check(name: str) -> None:
        page.evaluate(axe)
        result = page.evaluate("axe.run({resultTypes: ['violations']})")
        for each in result["violations"]:
            found[f"{name}: {each['help']}"] = [node["html"] for node in each["nodes"]]

    for path in desk_paths(server):
        page.goto(path)
        check(path)
    fill_proof(page)
    page.get_by_role("button", name="Proof the draft").click()
    expect(page.locator(".verdicts")).to_be_visible()
    check("proof report")
    speaker = first_id(server, "/v1/speakers?q=ada")
    page.goto(f"/speakers/{speaker}/merge?q=ben")
    page.get_by_label("Ben Pike").check()
    page.get_by_role("button", name="Show what it would do").click()
    expect(page.get_by_role("button", name="Merge them")).to_be_visible()
    check("merge preview")
    page.goto(f"/speakers/{speaker}/split")
    page.get_by_role("checkbox").first.check()
    page.get_by_label("Who said these").fill("Ida Roe")
    page.get_by_role("button", name="Show what it would do").click()
    expect(page.get_by_role("button", name="Split them off")).to_be_visible()
    check("split preview")
    context.close()
    assert found == {}


def test_pages_are_light_quick_and_still_and_do_not_scroll_sideways_on_a_phone(
    browser: Browser, server: Server
) -> None:
    context = browser.new_context(viewport=SIZES["phone"], is_mobile=True, base_url=server.url)
    page = context.new_page()
    wrong = []
    for path in desk_paths(server):
        page.goto(path, wait_until="networkidle")
        paint, shift, is_wide = page.evaluate(MEASURE)
        for _ in range(TRIES):
            if paint >= MOST_FIRST_PAINT:
                page.reload(wait_until="networkidle")
                paint = min(paint, page.evaluate(MEASURE)[0])
        sent = page.evaluate(
            "[...performance.getEntriesByType('navigation'), "
            "...performance.getEntriesByType('resource')]"
            ".reduce((sum, entry) => sum + entry.decodedBodySize, 0)"
        )
        if is_wide or shift or paint >= MOST_FIRST_PAINT or not 0 < sent <= MOST_BYTES:
            wrong.append((path, is_wide, shift, paint, sent))
    context.close()
    assert wrong == []


def desk_paths(server: Server) -> list[str]:
    """Return the addresses of all pages, with something to show on each."""
    quote, speaker = first_id(server, "/v1/quotes?q=ferry"), first_id(server, "/v1/speakers?q=ada")
    return [
        "/search?q=ferr",
        "/search?find=speakers",
        "/search?find=articles&outlet=outlet0.example",
        "/search?q=nothingofthatkind",
        f"/quotes/{quote}",
        f"/speakers/{speaker}",
        f"/speakers/{speaker}/merge?q=a",
        f"/speakers/{speaker}/split",
        "/sources",
        "/sources?all=yes",
        "/jobs",
        f"/jobs/{first_id(server, '/v1/ingest-jobs')}",
        "/proof",
    ]
