"""The same story with the client that openapi-python-client generates."""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from io import BytesIO
from uuid import UUID

from on_record_client import AuthenticatedClient
from on_record_client.api.articles import create_article
from on_record_client.api.ingest_jobs import (
    create_ingest_job,
    get_ingest_job,
    list_ingest_job_items,
)
from on_record_client.api.quotes import get_quote, list_quotes, match_quotes
from on_record_client.models import (
    Article,
    ArticleIn,
    Excerpt,
    IngestJob,
    IngestJobItemPage,
    ItemState,
    JobItemError,
    MatchIn,
    OutletIn,
    Problem,
    Quote,
    QuoteMatches,
    QuotePage,
    QuoteSort,
    QuoteWithOccurrences,
)
from on_record_client.types import UNSET, File, Unset

BAND = ArticleIn(
    outlet=OutletIn(domain="harbourpost.example", name="Harbour Post"),
    url="https://harbourpost.example/news/band",
    published_at=datetime(2026, 3, 14, 9, 30, tzinfo=UTC),
    text="🎺🎺 The town band is back. “We will play every evening until the pier is paid for,” "
    "Mayor Ada Lindqvist said on Monday. "
    "🎉 “Nobody should have to pay twice for the same pier,” she added.",
)
BERG = ArticleIn(
    outlet=OutletIn(domain="coastwire.example", name="Coast Wire"),
    text="“We will play every evening until the pier is paid for,” Mayor Ada Lindqvist told "
    "reporters. “I have never seen such a pier,” said Tomas Berg, an engineer.",
)
LINES = "".join(
    f"{json.dumps(line)}\n" for line in (BERG.to_dict(), {"text": BERG.text})
)  # The second has no outlet.
ASKED = "🎺 We will play each evening until the pier is paid for"

client = AuthenticatedClient(base_url=sys.argv[1], token=sys.argv[2], follow_redirects=True)

# Post: offsets are code points, as those of a string here.
stored = create_article.sync_detailed(client=client, body=BAND)
article = stored.parsed
assert isinstance(article, Article)
slices = [
    " ".join(BAND.text[span.start : span.end] for span in quotation.spans)
    for quotation in article.quotations
]
assert slices == [quotation.text for quotation in article.quotations]
assert create_article.sync_detailed(client=client, body=BAND).status_code == 200
assert isinstance(create_article.sync(client=client, body=BERG), Article)

# Search, a page at a time.
found: list[Quote] = []
pages = 0
cursor: str | Unset | None = UNSET
while cursor is not None:
    page = list_quotes.sync(client=client, q="pier", sort=QuoteSort.OLDEST, limit=2, cursor=cursor)
    assert isinstance(page, QuotePage)
    found += page.items
    pages += 1
    cursor = page.next_cursor

# Match: was this said?
matches = match_quotes.sync(client=client, body=MatchIn(text=ASKED))
assert isinstance(matches, QuoteMatches)
match = matches.items[0]
printed = match.alignment[0].printed
assert isinstance(printed, Excerpt)
assert ASKED[printed.start : printed.end] == printed.text
quote = get_quote.sync(match.quote.id, client=client)
assert isinstance(quote, QuoteWithOccurrences)

# Many articles at once, as a job.
job = create_ingest_job.sync(client=client, body=File(payload=BytesIO(LINES.encode())))
assert isinstance(job, IngestJob)
while job.finished_at is None:
    time.sleep(0.1)
    job = get_ingest_job.sync(job.id, client=client)
    assert isinstance(job, IngestJob)
failed = list_ingest_job_items.sync(job.id, client=client, state=ItemState.FAILED)
assert isinstance(failed, IngestJobItemPage)

# Errors are typed problems.
missing = UUID("0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b01")
not_found = get_quote.sync(missing, client=client)
invalid = create_article.sync(client=client, body=ArticleIn(outlet=BAND.outlet, text=""))
stranger = AuthenticatedClient(base_url=sys.argv[1], token="none")
no_key = list_quotes.sync(client=stranger)
assert isinstance(not_found, Problem)
assert isinstance(no_key, Problem)
assert isinstance(invalid, Problem)
assert invalid.errors

for used in (client, stranger):
    used.get_httpx_client().close()
print(
    json.dumps(
        {
            "speakers": [
                quotation.speaker.name if quotation.speaker else None
                for quotation in article.quotations
            ],
            "slices": slices,
            "pages": pages,
            "found": [item.text for item in found],
            "match": match.match.value,
            "changed": printed.text,
            "outlets": [occurrence.article.outlet.domain for occurrence in quote.occurrences],
            "lines": [job.items.known, job.items.failed],
            "failed": [
                [item.line, item.error.pointer if isinstance(item.error, JobItemError) else None]
                for item in failed.items
            ],
            "problems": [
                [problem.status, problem.type_] for problem in (not_found, invalid, no_key)
            ],
            "pointer": invalid.errors[0].pointer,
        }
    )
)
