"""According to X: the sentence around it is what X says."""

from __future__ import annotations

from spacy.tokens import Token

from service.extraction.quotation import Attribution
from service.extraction.rules.paragraph import Paragraph, content_of, is_comma
from service.extraction.rules.sources import phrase_of
from service.text.spans import Span


def according_to(paragraph: Paragraph, cue: Token, used: set[int]) -> Attribution | None:
    """*The pier will open*, according to the mayor; or the other way about."""
    sentence = paragraph.sentences[cue.i]
    if cue.i + 2 >= len(paragraph.doc) or any(index in used for index in sentence):
        return None
    source, end = _named_source(paragraph, cue, sentence)
    if source is None:
        return None
    before = content_of(paragraph, sentence.start, cue.i - 1) if cue.i > sentence.start + 1 else ()
    behind: tuple[Span, ...] = ()
    if (
        end + 1 < sentence.stop
        and is_comma(paragraph, end)
        and (not before or sentence.stop - end > 4)
    ):
        behind = content_of(paragraph, end + 1, sentence[-1])
    content = before + behind
    if not content:
        return None
    return Attribution(content, (paragraph.place(cue.i, cue.i + 1),), (source,), 0.8)


def _named_source(paragraph: Paragraph, cue: Token, sentence: range) -> tuple[Span | None, int]:
    """Behind "according to" -> the source, and the token behind it."""
    first = cue.i + 2
    if not paragraph.is_outside(first):
        number = paragraph.owners[first]
        return paragraph.stretches[number].inner, paragraph.tokens[number].stop - 1
    last = first
    while last + 1 < sentence.stop and not is_comma(paragraph, last + 1):
        last += 1
    objects = [child for child in paragraph.dependents[cue.i + 1] if child.dep_ == "pobj"]
    phrase = phrase_of(paragraph, objects[0]) if objects else None
    whole = paragraph.words(first, last)
    if phrase is None or whole is None or not whole.contains(phrase):
        phrase = whole
    return phrase, last + 1
