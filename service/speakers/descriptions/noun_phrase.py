"""Read a noun phrase beside a name: whether it says who the named is, and where it ends."""

from __future__ import annotations

from service.speakers.descriptions.patterns import (
    ABBREVIATED,
    DETERMINERS,
    LEADING,
    OFFICE_VERB,
    ONE_OF,
    PHRASE_MARK,
    PLAIN_CUT,
    STATE_AFTER,
    WHO,
)
from service.speakers.descriptions.role_nouns import (
    is_body_noun,
    is_plural_title,
    is_role_noun,
    says_little,
)
from service.speakers.names.lexicon import first_synonyms, fold_word, word_set
from service.speakers.names.patterns import ARTICLES
from service.speakers.names.person_names import WORD
from service.text.spans import Span

_LONGEST = 200
"""A longer noun phrase is cut to no description, in code points."""


def read_noun_phrase(text: str, start: int, end: int, *, body: bool) -> Span | None:
    """Return the noun phrase at an offset, None where it is none that says who somebody is.

    Args:
        text: The whole text.
        start: Where the noun phrase begins.
        end: Where it ends at the latest.
        body: Whether an organisation is described, so that nouns for bodies count.
    """
    stop = phrase_end(text, start, min(end, start + _LONGEST))
    if stop is None:
        return None
    phrase = text[start:stop]
    cut = PLAIN_CUT.search(phrase)
    if cut:
        phrase = phrase[: cut.start()]
    who = WHO.search(phrase)
    core = phrase[: who.start()] if who else phrase
    if not _names_role(core, body=body):
        return None
    if who and office_clause(phrase, who.end()):
        core = phrase
    found = without_article(text, Span(start, start + len(core.rstrip(" \u00a0'’"))))
    return _with_state(text, found, end) if found.end == stop else found


def office_clause(text: str, start: int) -> bool:
    """Return whether what follows "who" tells an office: "heads the board", "is a judge"."""
    verb = OFFICE_VERB.match(text, start)
    if verb is None or not (verb["be"] or verb["does"]):
        return False
    if verb["does"]:
        return True
    rest = text[verb.end() : verb.end() + 80]
    return any(is_role_noun(word) for word in _head_words(rest))


def without_article(text: str, span: Span) -> Span:
    """Return a noun phrase without the article or the pronoun before it."""
    leading = LEADING.match(text, span.start, span.end)
    return Span(leading.end(), span.end) if leading and leading.end() < span.end else span


def phrase_end(text: str, start: int, end: int) -> int | None:
    """Return where a phrase ends at a mark, None where it does not end in time."""
    for mark in PHRASE_MARK.finditer(text, start, end):
        if mark.group() == "." and ABBREVIATED.search(
            text, max(start, mark.start() - 5), mark.start()
        ):
            if text[mark.end() : mark.end() + 1] == "\n" or mark.end() == len(text):
                return mark.start()
            continue
        return mark.start()
    return end if end == len(text) or text[end : end + 1] in '\n"“”' else None


def _head_words(phrase: str) -> list[str]:
    """Return the words of a phrase before its first preposition."""
    words: list[str] = []
    for token in WORD.finditer(phrase):
        if words and fold_word(token.group()) in word_set("head_ends"):
            break
        words.append(token.group())
    return words


def _names_role(phrase: str, *, body: bool) -> bool:
    tokens = [token.group() for token in WORD.finditer(phrase)]
    folded = [fold_word(token) for token in tokens]
    if not tokens or says_little(tokens) or not word_set("finite_words").isdisjoint(folded):
        return False
    if tuple(folded[:2]) == ONE_OF:
        rest = _head_words(" ".join(tokens[2:]))
        return bool(rest) and is_plural_title(rest[-1])
    head = _head_words(phrase)
    if folded[0] in ARTICLES and len(head) == 1:
        return False
    if body:
        return is_body_noun(head[-1]) and folded[0] in DETERMINERS
    if not is_role_noun(head[-1]):
        return False
    bare = folded[0] not in DETERMINERS
    # Without an article, a capitalised word may be a name: "Ted Baker".
    return not (bare and head[-1][0].isupper() and len(head) == len(tokens))


def _with_state(text: str, span: Span, end: int) -> Span:
    """Return a phrase with the state after its place: "mayor of Flint, Mich."."""
    after = STATE_AFTER.match(text, span.end, end)
    if after is None or not text[span.start : span.end].rsplit(maxsplit=1)[-1][0].isupper():
        return span
    state = fold_word(after["state"]).replace(" ", "-")
    return Span(span.start, after.end()) if state in first_synonyms("us_states") else span
