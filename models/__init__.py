"""What things are: tables only."""

from models.articles import Article
from models.base import Base
from models.judgements import Judgement, JudgementMove
from models.outlets import Outlet
from models.quotations import Quotation, QuotationSpeaker
from models.quotes import Occurrence, Quote, QuoteSpeaker
from models.speakers import Speaker, SpeakerAlias

__all__ = [
    "Article",
    "Base",
    "Judgement",
    "JudgementMove",
    "Occurrence",
    "Outlet",
    "Quotation",
    "QuotationSpeaker",
    "Quote",
    "QuoteSpeaker",
    "Speaker",
    "SpeakerAlias",
]
