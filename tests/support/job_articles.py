"""Articles of ingest jobs, in the annotated lines of `AnnotatedReader`, and jobs that hold them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from service.ingest.article_in import ArticleInput
from service.ingest.jobs.article_job import dump_article
from service.storage.job_views import NewItem
from service.storage.store import Store


def job_articles(number: int) -> list[ArticleInput]:
    """Return articles of three outlets. Some print the same quote; each has one of its own."""
    return [
        ArticleInput(
            outlet_domain=f"outlet{at % 3}.example",
            url=f"https://outlet.example/{at}",
            published_at=datetime(2026, 3, 1 + at % 9, tzinfo=UTC),
            text=f"Ann Lee | direct | We shall rebuild the pier before storm number {at % 7}.\n"
            f"Bo Berg | direct | The harbour freezes over in winter, said report {at}.",
        )
        for at in range(number)
    ]


def send_job(store: Store, batch: Sequence[ArticleInput]) -> UUID:
    """Put a job with these articles into the store, and return its id."""
    job_id = store.jobs.begin("desk", None)
    store.jobs.add(
        job_id, [NewItem(line, dump_article(each)) for line, each in enumerate(batch, start=1)]
    )
    store.jobs.complete(job_id)
    return job_id
