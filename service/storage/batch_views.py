"""What storage answers about a batch of articles."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from service.storage.views import WriteEffort


@dataclass(frozen=True, slots=True)
class ArticleReceipt:
    """What became of one article of a batch. Its occurrences are not read for it."""

    article_id: UUID
    created: bool
    """True where the article was not stored before."""
    changed: bool
    """True where anything was stored: a new article, or another text of a known one."""


@dataclass(frozen=True, slots=True)
class StoredBatch:
    """The articles of one transaction, in the order in which they were given."""

    receipts: tuple[ArticleReceipt, ...]
    occurrences: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    """The kind and the match of each occurrence that was stored, in no order."""
    effort: WriteEffort = field(default=WriteEffort(), compare=False)
