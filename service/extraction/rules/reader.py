"""The rule engine as a reader: documents in, attributions and entities out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from service.extraction.grouping import group_stretches
from service.extraction.quotation import Attribution, Entity, EntityLabel, Reading, Stretch
from service.extraction.rules.clauses import read_clauses
from service.extraction.rules.paragraph import Paragraph, lay_tokens
from service.extraction.rules.plain import PlainText, read_plain
from service.extraction.rules.quoted import QuotedReader
from service.text.document import Document
from service.text.spans import Span

_LABELS = {
    "PERSON": EntityLabel.PERSON,
    "ORG": EntityLabel.ORGANIZATION,
    "GPE": EntityLabel.LOCATION,
    "LOC": EntityLabel.LOCATION,
    "FAC": EntityLabel.LOCATION,
    "NORP": EntityLabel.MISC,
    "EVENT": EntityLabel.MISC,
    "PRODUCT": EntityLabel.MISC,
    "WORK_OF_ART": EntityLabel.MISC,
    "LAW": EntityLabel.MISC,
}


class RuleReader:
    """Reads with a spaCy pipeline and rules over its parse."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp

    def read(self, document: Document, stretches: Sequence[Stretch]) -> Reading:
        """A document and its stretches -> attributions and entities, in the order of the text."""
        quoted = QuotedReader()
        attributions: list[Attribution] = []
        entities: list[Entity] = []
        broken: list[Span] = []
        outermost = [stretch for stretch in stretches if stretch.depth == 0]
        spans = document.paragraphs
        groups = group_stretches(spans, outermost)
        plains = [read_plain(document.text, span) for span in spans]
        docs = self._parse(plains)
        for span, inside, plain, doc in zip(spans, groups, plains, docs, strict=True):
            try:
                if doc is None:
                    raise ValueError("the parser failed on this paragraph")
                paragraph = lay_tokens(
                    text=document.text, span=span, plain=plain, doc=doc, stretches=inside
                )
                found, used = quoted.read(paragraph)
                attributions.extend(found)
                attributions.extend(read_clauses(paragraph, used=used))
                entities.extend(_entities(paragraph))
            except Exception:
                broken.append(span)
        attributions.extend(quoted.rest())
        return Reading(
            attributions=tuple(sorted(attributions, key=lambda found: found.content)),
            entities=tuple(entities),
            broken=tuple(broken),
        )

    def _parse(self, plains: Sequence[PlainText]) -> Iterator[Doc | None]:
        """Plain paragraphs -> their parses; None for one on which the parser fails."""
        try:
            docs: list[Doc] = list(self._nlp.pipe(plain.words for plain in plains))
        except Exception:
            for plain in plains:
                yield self._parse_one(plain)
        else:
            yield from docs

    def _parse_one(self, plain: PlainText) -> Doc | None:
        try:
            return self._nlp(plain.words)
        except Exception:
            return None


def load_rule_reader(spacy_model: str) -> RuleReader:
    """The name of an installed spaCy pipeline -> the rule engine over it."""
    return RuleReader(spacy.load(spacy_model, exclude=["lemmatizer", "senter"]))


def _entities(paragraph: Paragraph) -> Iterator[Entity]:
    for found in paragraph.doc.ents:
        label = _LABELS.get(found.label_)
        if label is not None:
            yield Entity(paragraph.place(found.start, found.end - 1), label)
