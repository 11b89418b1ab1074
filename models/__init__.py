"""The tables, and nothing else."""

from models.api_keys import ApiKey, AuditEntry
from models.articles import Article, ArticleOrder, ArticleWords, Outlet
from models.base import Base
from models.idempotency import IdempotencyKey
from models.jobs import IngestItem, IngestJob
from models.judgements import Judgement, JudgementOccurrence
from models.quotations import Quotation, QuotationSpeaker
from models.quotes import ListClock, Occurrence, Quote, QuoteOrder, QuoteSpeaker
from models.speakers import Speaker, SpeakerAlias, SpeakerOrder
from models.stories import ArticleSketch, SketchKey
from models.utterances import FragmentHost, StopKey, Utterance, UtteranceKey, UtterancePrefilter
from models.webhooks import EventFeed, QuoteEvent, Webhook, WebhookDelivery

__all__ = [
    "ApiKey",
    "Article",
    "ArticleOrder",
    "ArticleSketch",
    "ArticleWords",
    "AuditEntry",
    "Base",
    "EventFeed",
    "FragmentHost",
    "IdempotencyKey",
    "IngestItem",
    "IngestJob",
    "Judgement",
    "JudgementOccurrence",
    "ListClock",
    "Occurrence",
    "Outlet",
    "Quotation",
    "QuotationSpeaker",
    "Quote",
    "QuoteEvent",
    "QuoteOrder",
    "QuoteSpeaker",
    "SketchKey",
    "Speaker",
    "SpeakerAlias",
    "SpeakerOrder",
    "StopKey",
    "Utterance",
    "UtteranceKey",
    "UtterancePrefilter",
    "Webhook",
    "WebhookDelivery",
]
