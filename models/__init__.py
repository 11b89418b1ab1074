"""The tables, and nothing else."""

from models.api_keys import ApiKey, AuditEntry
from models.articles import Article, Outlet
from models.base import Base
from models.idempotency import IdempotencyKey
from models.jobs import IngestItem, IngestJob
from models.judgements import Judgement, JudgementOccurrence
from models.quotations import Quotation, QuotationSpeaker
from models.quotes import Occurrence, Quote, QuoteSpeaker
from models.speakers import Speaker, SpeakerAlias
from models.utterances import FragmentHost, StopKey, Utterance, UtteranceKey, UtterancePrefilter

__all__ = [
    "ApiKey",
    "Article",
    "AuditEntry",
    "Base",
    "FragmentHost",
    "IdempotencyKey",
    "IngestItem",
    "IngestJob",
    "Judgement",
    "JudgementOccurrence",
    "Occurrence",
    "Outlet",
    "Quotation",
    "QuotationSpeaker",
    "Quote",
    "QuoteSpeaker",
    "Speaker",
    "SpeakerAlias",
    "StopKey",
    "Utterance",
    "UtteranceKey",
    "UtterancePrefilter",
]
