"""Find what stands after a name: "(D-Ohio)", "of the Sierra Club", ", a lawyer at Acme,"."""

from __future__ import annotations

from dataclasses import dataclass

from service.speakers.descriptions.noun_phrase import office_clause, phrase_end, read_noun_phrase
from service.speakers.descriptions.patterns import (
    AGE,
    APPOSITION_MARK,
    BODY_AFTER,
    BRACKET,
    CLAUSE_GOES_ON,
    PARTY_SEAT,
    SEAT_AFTER_COMMA,
    SUFFIX,
    WHO,
)
from service.speakers.names.lexicon import first_synonyms, fold_word
from service.text.spans import Span

_LONGEST_CLAUSE = 160


@dataclass(frozen=True, slots=True)
class WordsAfter:
    """What stands after a name."""

    seat: Span | None = None
    """The party and seat: "D-Ohio", "Republican of Iowa"."""
    body: Span | None = None
    """The body or place, with its preposition: "of the Sierra Club"."""
    apposition: Span | None = None
    """A noun phrase: "a lawyer at Acme"."""
    clause: Span | None = None
    """A relative clause that tells an office: "who heads the board"."""


def words_after(text: str, name: Span, end: int, *, titled: bool, body: bool) -> WordsAfter:
    """Return what stands after a name and says who the named is.

    Args:
        text: The whole text.
        name: The name.
        end: Where to stop reading to the right.
        titled: Whether a title stands before the name.
        body: Whether the name is that of an organisation.
    """
    at = name.end
    suffix = SUFFIX.match(text, at, end)
    at = suffix.end() if suffix else at
    seat, at = (None, at) if body else _seat(text, at, end)
    place, at = (None, at) if body else _body(text, at, end, titled=titled or " " in name.of(text))
    age = AGE.match(text, at, end)
    at = age.end() if age else at
    mark = APPOSITION_MARK.match(text, at, end)
    if mark is None:
        return WordsAfter(seat, place)
    apposition = read_noun_phrase(text, mark.end(), end, body=body)
    clause = None if apposition or body else _clause(text, mark.end(), end)
    return WordsAfter(seat, place, apposition, clause)


def _seat(text: str, at: int, end: int) -> tuple[Span | None, int]:
    bracket = BRACKET.match(text, at, end)
    if bracket and _is_seat(bracket["inside"]):
        return Span(*bracket.span("inside")), bracket.end()
    after = SEAT_AFTER_COMMA.match(text, at, end)
    return (Span(*after.span("seat")), after.end()) if after else (None, at)


def _is_seat(inside: str) -> bool:
    if PARTY_SEAT.fullmatch(inside):
        return True
    return fold_word(inside).replace(" ", "-") in first_synonyms("us_states")


def _body(text: str, at: int, end: int, *, titled: bool) -> tuple[Span | None, int]:
    """Return the body or place after a name, with the offset after it."""
    found = BODY_AFTER.match(text, at, end)
    if found is None or not titled:
        return None, at
    stop = found.end("phrase")
    if text[stop - 1] == "." and text[stop - 3 : stop - 2] not in "., ":
        stop -= 1
    comma = text[at] == ","
    if found["link"] != "of" or comma:
        if not CLAUSE_GOES_ON.match(text, stop, end):
            return None, at
        if comma and found["link"] != "of":
            return None, at
    return Span(found.start("phrase"), stop), stop


def _clause(text: str, at: int, end: int) -> Span | None:
    """Return the relative clause at an offset up to its comma, if it tells an office."""
    who = WHO.match(text, at - 1, end)
    if who is None or not office_clause(text[: min(end, at + _LONGEST_CLAUSE)], who.end()):
        return None
    stop = phrase_end(text, at, min(end, at + _LONGEST_CLAUSE))
    return Span(at, stop).trimmed(text) if stop else None
