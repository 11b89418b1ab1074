"""What things are: tables only."""

from models.articles import Article
from models.base import Base
from models.judgements import Judgement, JudgementOccurrence
from models.outlets import Outlet
from models.quotations import Quotation, QuotationSpeaker
from models.quotes import Occurrence, Quote, QuoteSpeaker
from models.speakers import Speaker, SpeakerAlias
from models.utterances import CommonKey, Follow, Utterance, UtteranceKey, UtteranceOutline

__all__ = [
    "Article",
    "Base",
    "CommonKey",
    "Follow",
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
    "Utterance",
    "UtteranceKey",
    "UtteranceOutline",
]
