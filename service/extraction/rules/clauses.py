"""Reported speech within a sentence: clauses, objects of telling verbs, "according to"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from service.extraction.cues import find_stance, load_lines
from service.extraction.quotation import Attribution, Stance
from service.extraction.rules.according import according_to
from service.extraction.rules.paragraph import Paragraph, content_of, is_comma, is_cue, verb_of
from service.extraction.rules.reports import place_cue
from service.extraction.rules.sources import find_source, says_nothing
from service.text.spans import Span

_SUBJECTS = frozenset({"it", "he", "she", "they", "we", "i"})
_NEAR = 8
"""Tokens between a cue and the quoted words in its sentence at most."""


def read_clauses(paragraph: Paragraph, *, used: set[int]) -> Iterator[Attribution]:
    """A paragraph and the cues already used -> what is reported amid its sentences."""
    said: list[Span] = []
    for token in paragraph.doc:
        if token.i in used or not paragraph.is_outside(token.i):
            continue
        if said and said[-1].contains(paragraph.place(token.i, token.i)):
            continue  # "she said that Berg told her ...": these are her words, not Berg's
        if token.lower_ == "according":
            found = according_to(paragraph, token, used)
        elif is_cue(token) and not says_nothing(paragraph, token):
            found = _reported_by(paragraph, token)
        else:
            continue
        if found is not None:
            said.append(found.content[-1])
            yield found


def _reported_by(paragraph: Paragraph, cue: Token) -> Attribution | None:
    source = find_source(paragraph, cue)
    if not source:
        return None
    place = place_cue(paragraph, cue)
    stance = find_stance(cue.text)
    # The confidences are the shares that proved right on the training part of PolNeAR.
    for find, confidence in (
        (_clause, 0.85 if stance is Stance.SPEECH else 0.55),
        (_infinitive, 0.5),
        (_object, 0.5),
        (_sentence_before, 0.8),
        (_rest_of_relative, 0.5),
        (_quoted_behind, 0.4),
    ):
        content = find(paragraph, cue)
        if content and not any(span.overlaps(place) for span in content):
            return Attribution(content, (place,), source, confidence)
    return None


def _clause(paragraph: Paragraph, cue: Token) -> tuple[Span, ...]:
    """She said *the pier would open*; *the pier would open*, she said."""
    clause = next((child for child in paragraph.dependents[cue.i] if child.dep_ == "ccomp"), None)
    if clause is None:
        return ()
    sentence = paragraph.sentences[cue.i]
    if clause.i > cue.i:
        first = max(clause.left_edge.i, cue.i + 1)
        if first - 1 > cue.i and paragraph.doc[first - 1].lower_ in _SUBJECTS:
            first -= 1  # told them *it* "broke": the parser takes the subject for an object
        return content_of(paragraph, first, min(clause.right_edge.i, sentence[-1]))
    return _sentence_before(paragraph, cue)


def _infinitive(paragraph: Paragraph, cue: Token) -> tuple[Span, ...]:
    """She promised *to open the pier*."""
    if find_stance(cue.text) is not Stance.INTENTION and verb_of(cue) not in load_lines(
        "infinitive"
    ):
        return ()
    for child in paragraph.dependents[cue.i]:
        if child.dep_ == "xcomp" and child.tag_ == "VB" and child.i > cue.i:
            last = min(child.right_edge.i, paragraph.sentences[cue.i][-1])
            return content_of(paragraph, child.left_edge.i, last)
    return ()


def _object(paragraph: Paragraph, cue: Token) -> tuple[Span, ...]:
    """She accused *the board of hiding the bill*; she called for *peace*."""
    words = place_cue(paragraph, cue)
    with_particle = words != paragraph.place(cue.i, cue.i)
    if not with_particle and verb_of(cue) not in load_lines("judging"):
        return ()
    following = [
        child
        for child in paragraph.dependents[cue.i]
        if child.i > cue.i
        and child.dep_ in ("dobj", "prep", "oprd", "xcomp", "ccomp", "dative", "agent", "prt")
    ]
    if not following:
        return ()
    first = cue.i + (2 if with_particle else 1)
    last = min(max(child.right_edge.i for child in following), paragraph.sentences[cue.i][-1])
    return content_of(paragraph, first, last)


def _sentence_before(paragraph: Paragraph, cue: Token) -> tuple[Span, ...]:
    """*The pier would open*, the mayor said."""
    sentence = paragraph.sentences[cue.i]
    if sentence[-1] - cue.i > _NEAR or paragraph.doc[sentence.start].dep_ == "mark":
        return ()
    subject = min(
        (child.left_edge.i for child in paragraph.dependents[cue.i] if child.dep_ == "nsubj"),
        default=-1,
    )
    behind = min(subject, cue.i) if subject >= 0 else cue.i
    comma = behind - 1
    if comma <= sentence.start or not is_comma(paragraph, comma):
        return ()
    said = range(sentence.start, comma)
    if not any(paragraph.doc[index].dep_ in ("nsubj", "nsubjpass", "expl") for index in said):
        return ()
    return content_of(paragraph, sentence.start, comma - 1)


def _rest_of_relative(paragraph: Paragraph, cue: Token) -> tuple[Span, ...]:
    """Sanctions that he said *would be "devastating"*."""
    following = cue.i + 1
    if following >= len(paragraph.doc) or paragraph.doc[following].tag_ not in ("MD", "VBD", "VBZ"):
        return ()
    sentence = paragraph.sentences[cue.i]
    for index in range(following, sentence.stop):
        if not paragraph.is_outside(index):
            stretch = paragraph.tokens[paragraph.owners[index]]
            return content_of(paragraph, following, stretch[-1])
        if is_comma(paragraph, index):
            return content_of(paragraph, following, index - 1)
    return content_of(paragraph, following, sentence[-1])


def _quoted_behind(paragraph: Paragraph, cue: Token) -> tuple[Span, ...]:
    """She spoke of *"a gift"*: quoted words close behind the cue, with no other cue between."""
    if find_stance(cue.text) is not Stance.SPEECH:
        return ()
    for index in range(cue.i + 1, min(paragraph.sentences[cue.i].stop, cue.i + _NEAR)):
        if not paragraph.is_outside(index):
            stretch = paragraph.tokens[paragraph.owners[index]]
            return content_of(paragraph, cue.i + 1, stretch[-1])
        if is_cue(paragraph.doc[index]):
            return ()
    return ()
