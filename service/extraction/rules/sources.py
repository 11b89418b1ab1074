"""Who stands behind a cue: the subject of its verb, or the name beside it."""

from __future__ import annotations

from spacy.tokens import Token

from service.extraction.rules.paragraph import Paragraph
from service.text.spans import Span

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_RELATIVE = frozenset({"who", "which", "that"})
_NOBODY = frozenset({"nobody", "none", "neither", "nothing"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"})
_LONGEST = 40
"""Tokens of a source at most: a longer one is a parse gone wrong."""


def find_source(paragraph: Paragraph, cue: Token) -> tuple[Span, ...]:
    """A paragraph and its cue verb -> the words that name who says it; empty where none do."""
    if is_passive(paragraph, cue):
        agent = next(
            (child for child in paragraph.dependents[cue.i] if child.dep_ == "agent"), None
        )
        objects = (
            [child for child in paragraph.dependents[agent.i] if child.dep_ == "pobj"]
            if agent
            else []
        )
        return _phrase(paragraph, objects[0], cue) if objects else ()
    subject = _subject(paragraph, cue)
    if subject is None:
        return ()
    if subject.lower_ in _RELATIVE and cue.dep_ == "relcl":
        # "Lund, who said ...": the word that relates and the name it relates to.
        name = cue.head
        first = min(name.left_edge.i, name.i)
        named = paragraph.words(first, name.i)
        return (named, paragraph.place(subject.i, subject.i)) if named else ()
    return _phrase(paragraph, subject, cue)


def says_nothing(paragraph: Paragraph, cue: Token) -> bool:
    """A cue -> whether nobody says anything: "nobody said", "would not say", "is said to"."""
    if any(child.dep_ == "neg" for child in paragraph.dependents[cue.i]):
        return True
    subject = _subject(paragraph, cue)
    if subject is not None and (
        subject.lower_ in _NOBODY
        or any(
            child.lower_ in ("no", "few") and child.dep_ == "det"
            for child in paragraph.dependents[subject.i]
        )
    ):
        return True
    helpers = {child.lower_ for child in paragraph.dependents[cue.i] if child.dep_ == "aux"}
    if helpers & {"would", "could", "might", "should", "may", "can", "must"}:
        return True
    if is_passive(paragraph, cue):
        return not any(child.dep_ == "agent" for child in paragraph.dependents[cue.i])
    return False


def find_neighbour(paragraph: Paragraph, cue: Token, gap: range) -> tuple[Span, ...]:
    """A cue in a gap between stretches -> the name before it there, or else behind it."""
    start = gap.start
    while start < cue.i and not paragraph.doc[start].is_alpha:
        start += 1
    end = cue.i - 1
    while end >= start and paragraph.doc[end].pos_ in ("ADV", "AUX", "PART"):
        end -= 1
    if start <= end and any(paragraph.doc[i].pos_ in _NOMINAL for i in range(start, end + 1)):
        span = paragraph.words(start, end)
        return (span,) if span else ()
    return find_name_after(paragraph, range(cue.i + 1, gap.stop))


def find_name_after(paragraph: Paragraph, tokens: range) -> tuple[Span, ...]:
    """Tokens -> the noun phrase that they begin with; empty if there is none."""
    end = tokens.start
    while end < tokens.stop and paragraph.doc[end].pos_ in _NOMINAL | {"CCONJ", "PART", "X"}:
        end += 1
    if not any(
        paragraph.doc[i].pos_ in ("PROPN", "NOUN", "PRON") for i in range(tokens.start, end)
    ):
        return ()
    span = paragraph.words(tokens.start, end - 1)
    return (span,) if span else ()


def phrase_of(paragraph: Paragraph, head: Token) -> Span | None:
    """The head of a noun phrase -> the whole phrase, from its first word to its last."""
    first, last = head.left_edge.i, head.right_edge.i
    while first < head.i and (paragraph.doc[first].is_punct or paragraph.doc[first].is_space):
        first += 1
    return None if last - first > _LONGEST else paragraph.words(first, last)


def _phrase(paragraph: Paragraph, head: Token, cue: Token) -> tuple[Span, ...]:
    first, last = head.left_edge.i, head.right_edge.i
    if first <= cue.i <= last or last - first > _LONGEST:
        first = last = head.i
    if not paragraph.is_outside(head.i):
        return ()
    while first < head.i and not paragraph.is_outside(first):
        first += 1
    while first < head.i and paragraph.doc[first].ent_type_ in ("DATE", "TIME"):
        first += 1  # "On Friday Sadia Khan said": the parser takes the day for a first name
    while last > head.i and not paragraph.is_outside(last):
        last -= 1
    span = paragraph.words(first, last)
    return (span,) if span else ()


def _subject(paragraph: Paragraph, cue: Token) -> Token | None:
    """The subject of a verb, or of the verb that it goes with ("got cross and said", "saying")."""
    verb = cue
    for _ in range(4):
        for child in paragraph.dependents[verb.i]:
            if child.dep_ in _SUBJECTS:
                return child
        if verb.dep_ == "acl" and verb.head.pos_ in _NOMINAL:
            return verb.head
        if verb.dep_ not in ("conj", "advcl", "xcomp", "pcomp", "aux") or verb.head is verb:
            return None
        verb = verb.head
    return None


def is_passive(paragraph: Paragraph, cue: Token) -> bool:
    """A cue verb -> whether it is passive: "was told"."""
    return any(child.dep_ in ("auxpass", "nsubjpass") for child in paragraph.dependents[cue.i])
