"""The routers. A route turns a request into one call of the store, the reader or the ingestor."""

from __future__ import annotations

from service.api.routes import (
    articles,
    audit,
    corrections,
    events,
    extract,
    health,
    jobs,
    judgements,
    outlets,
    proofs,
    quote_editing,
    quote_export,
    quotes,
    reports,
    speaker_previews,
    speakers,
    webhooks,
)

ROUTERS = (
    extract.router,
    proofs.router,
    articles.router,
    corrections.router,
    jobs.router,
    # Before `/v1/quotes/{quote_id}`, which matches the same path.
    quote_export.router,
    quotes.router,
    quote_editing.router,
    speakers.router,
    speaker_previews.router,
    judgements.router,
    outlets.router,
    reports.router,
    events.router,
    webhooks.router,
    audit.router,
    health.router,
)
