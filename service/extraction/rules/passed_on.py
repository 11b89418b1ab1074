"""Words passed on: what stands before a quoted span names neither its own subject nor its verb.

"Ada Quill mocked Ned Pike for calling the pier “a wreck”", "Ada Quill quoted Ned Pike: “...”", "in
the words of Ned Pike, “...”": in all of these Ned Pike speaks, whatever else the sentence says.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cache

from service.extraction.cues import forms_of, load_lines, load_verbs
from service.extraction.quotation import Attribution, EntityLabel, NamedEntity, QuotedSpan
from service.extraction.rules.noun_phrases import (
    ClauseToken,
    hull_of,
    is_noun_phrase,
    noun_phrase_before,
    read_tokens,
)
from service.extraction.rules.patterns import (
    AGENT,
    FRAME,
    GOVERNING,
    IN_WORDS_OF,
    LAST_SENTENCE,
    PERSONAL_PRONOUNS,
    PROGRESSIVE_END,
    QUOTING,
    REPROACH,
    WORDS_LINK,
)
from service.extraction.rules.reporting_clause import (
    complement_of,
    find_reporting_clause,
    is_free_relative,
    naming_forms,
)
from service.text.spans import Span

_REACH = 240
"""How many characters before a quoted span are read."""
_SURE = 0.8
_GOVERNED = 4
"""The largest number of words between a preposition and the name that it governs."""
_SPEAKS = (EntityLabel.PERSON, EntityLabel.ORGANIZATION)
_OBJECTS = frozenset(["her", "him", "them"])


def find_passed_on(
    text: str, quoted: QuotedSpan, entities: Sequence[NamedEntity]
) -> Attribution | None:
    """Return the attribution of words that the sentence before a quoted span passes on, or None.

    Args:
        text: The whole text.
        quoted: The quoted span.
        entities: The names in the text, in its order.
    """
    end = quoted.outer.start
    low = max(0, end - _REACH)
    low = max(low, text.rfind("\n", low, end) + 1)
    sentence = LAST_SENTENCE.match(text, low, end)
    region = Span(sentence.end() if sentence else low, end)
    for find in _RULES:
        found = find(text, region, entities)
        if found:
            source, cue, start = found
            return Attribution((Span(start, quoted.outer.end),), (cue,), (source,), _SURE)
    return None


_Found = tuple[Span, Span, int]
"""A source, a cue, and where the content begins."""


def _reproached(text: str, region: Span, entities: Sequence[NamedEntity]) -> _Found | None:
    """Return the speaker in "fined Roe for calling": the object, or the subject of a passive."""
    tokens = read_tokens(text, region)
    for number in range(len(tokens) - 2, 0, -1):
        if tokens[number].word != REPROACH:
            continue
        verb = tokens[number + 1]
        if verb.word not in _gerunds():
            continue
        complement = complement_of(tokens[number + 2 :], verb.word, region.end)
        source = _blamed(text, tokens[:number], entities)
        if complement is None or source is None:
            return None
        return source, verb.span, complement.start
    return None


def _blamed(
    text: str, tokens: Sequence[ClauseToken], entities: Sequence[NamedEntity]
) -> Span | None:
    """Return who is blamed in the words before "for": None where the subject blames itself."""
    passive = next((i for i in range(len(tokens) - 1, 0, -1) if _is_be(tokens[i])), None)
    name = _name_at_end(tokens, entities)
    if name is None:
        by_others = passive and any(token.word == AGENT for token in tokens[passive:])
        verb = tokens[-1].word in load_lines("be_forms") or passive == len(tokens) - 2
        blamed = passive and (verb or by_others)
        return noun_phrase_before(text, tokens[:passive]) if blamed else None
    before = [token for token in tokens if token.span.end <= name.start]
    governor = _governor(text, before)
    if governor == AGENT and passive:
        return noun_phrase_before(text, tokens[:passive])
    return None if governor else name


def _governor(text: str, before: Sequence[ClauseToken]) -> str | None:
    """Return the preposition that governs the name after tokens, None where a verb does."""
    for number, token in enumerate(reversed(before[-_GOVERNED:])):
        if token.word in load_lines("clause_breaks") or not token.is_word:
            return None
        if token.word in GOVERNING:
            after = before[len(before) - number :]
            near = not after or after[0].word in load_lines("determiners")
            return token.word if near or text[after[0].span.start].isupper() else None
    return None


def _name_at_end(tokens: Sequence[ClauseToken], entities: Sequence[NamedEntity]) -> Span | None:
    """Return the name or the object pronoun at the end of tokens."""
    last = tokens[-1]
    if last.word in _OBJECTS:
        return last.span
    near = bisect_left(entities, last.span.start, key=lambda entity: entity.span.end)
    for entity in entities[near : near + 3]:
        if entity.span.end in (last.span.end, last.span.end + 1) and entity.label in _SPEAKS:
            return entity.span
    return None


def _quoting(text: str, region: Span, entities: Sequence[NamedEntity]) -> _Found | None:
    """Return the speaker in "quoted the poet Nan Forde: “...”"."""
    verb = QUOTING.search(text, region.start, region.end)
    if verb is None:
        return None
    whom = Span(*verb.span("who"))
    named = _name_at_end(read_tokens(text, whom), entities)
    if named is None:
        return None
    phrase = read_tokens(text, whom)
    links = [token for token in phrase if token.word in load_lines("noun_links")]
    start = links[-1].span.end + 1 if links and links[-1].span.end < named.start else whom.start
    return Span(start, named.end), Span(*verb.span("cue")), region.end


def _in_words_of(text: str, region: Span, entities: Sequence[NamedEntity]) -> _Found | None:
    """Return the speaker in "in the words of the mayor, Rita Sole, “...”"."""
    words = IN_WORDS_OF.search(text, region.start, region.end)
    if words is None:
        return None
    after = read_tokens(text, Span(words.end(), region.end))
    comma = next((i for i, token in enumerate(after) if not token.is_word and token.word != "."), 0)
    phrase = after[:comma]
    first = bisect_left(entities, words.end(), key=lambda entity: entity.span.start)
    apposed = after[comma].span.end + 1 if comma else 0
    for entity in entities[first : first + 3]:
        if entity.span.start == apposed and WORDS_LINK.match(text, entity.span.end):
            phrase = [*phrase, *(t for t in after[comma:] if t.span.end <= entity.span.end)]
    if not is_noun_phrase(text, phrase):
        return None
    source, rest = hull_of(phrase), after[len(phrase) :]
    start = next((token.span.start for token in rest if token.is_word), region.end)
    return source, Span(*words.span("cue")), start


def _presented(text: str, region: Span, entities: Sequence[NamedEntity]) -> _Found | None:
    """Return the speaker in "introduced Roe as “...”" and in "what Roe called “...”"."""
    tokens = read_tokens(text, region)
    frame = next((i for i in range(len(tokens) - 1, 0, -1) if tokens[i].word == FRAME), None)
    if frame is not None and all(t.word in load_lines("determiners") for t in tokens[frame + 1 :]):
        # "The town described as “a jewel”" has no object, and its subject does not speak.
        for number in range(frame - 2, 0, -1):
            if tokens[number].word in load_lines("clause_breaks"):
                break
            if tokens[number].word not in _presenting_forms():
                continue
            source = noun_phrase_before(text, tokens[:number])
            if source is None:
                break
            return source, tokens[number].span, tokens[number + 1].span.start
    clause = find_reporting_clause(text, region)
    if clause is None or not is_free_relative(text, clause.source):
        return None
    # "What he called" is most often a part of his own statement.
    own = clause.source.of(text).lower() in PERSONAL_PRONOUNS
    return None if own else (clause.source, clause.cue, clause.complement.start)


_RULES: tuple[Callable[[str, Span, Sequence[NamedEntity]], _Found | None], ...] = (
    _reproached,
    _quoting,
    _in_words_of,
    _presented,
)


def _is_be(token: ClauseToken) -> bool:
    return token.word in load_lines("be_forms")


@cache
def _gerunds() -> frozenset[str]:
    named = naming_forms() | load_verbs().keys()
    return frozenset(form for form in named if form.endswith(PROGRESSIVE_END))


@cache
def _presenting_forms() -> frozenset[str]:
    verbs = load_lines("presenting")
    return frozenset(form for verb in verbs for form in forms_of(verb)) - verbs
