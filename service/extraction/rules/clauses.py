"""Clauses that the engine cuts wrongly: who is quoted in the passive, and who is named at the end.

"Ada Quill was quoted by the Courier as saying that ...": she speaks, whatever the engine took from
"quoted by the Courier". "The pier is “a wreck”, adds another paper, the Anchor.": the paper speaks.
"Quill inquest: Clerk admits files were lost": the label before the colon is the topic.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from service.extraction.cues import find_stance, load_lines, load_verbs
from service.extraction.quotation import Attribution, QuotedSpan, Stance
from service.extraction.rules.noun_phrases import is_noun_phrase, noun_phrase_before, read_tokens
from service.extraction.rules.patterns import (
    HEADLINE_LABEL,
    LAST_SENTENCE,
    SPEAKER_AT_END,
    WAS_QUOTED_AS_SAYING,
)
from service.text.document import Document
from service.text.sentences import find_sentence_ends
from service.text.spans import Span

_SURE = 0.8
_REACH = 240
"""How many characters before a verb its subject may begin."""
_LONGEST_CLAUSE = 600
_ENDS = " \t\xa0.,;"


def correct_clauses(
    document: Document, attributions: Sequence[Attribution], quoted_spans: Sequence[QuotedSpan]
) -> list[Attribution]:
    """Return the attributions, with those of these clauses in place of what the engine found there.

    Args:
        document: The paragraphs of the story.
        attributions: Those found so far.
        quoted_spans: All quoted spans of the text, in its order.
    """
    outermost = [quoted for quoted in quoted_spans if not quoted.depth]
    starts = [quoted.outer.start for quoted in outermost]
    cues = {span.start for each in attributions for span in each.cue}
    first = [
        found
        for paragraph in document.paragraphs
        for found in (
            *_labelled(document.text, paragraph, cues),
            *_quoted_as_saying(document.text, paragraph, outermost, starts),
        )
    ]
    kept = _without_cues_in(attributions, [found.clause for found in first])
    known = [*kept, *(found.attribution for found in first)]
    claimed = sorted(span for each in known if each.source for span in each.content)
    at_end = [
        found
        for paragraph in document.paragraphs
        for found in _speaker_at_end(document.text, paragraph, outermost, starts)
        if not _overlaps(found.attribution.content[0], claimed)
    ]
    known = _without_cues_in(known, [found.clause for found in at_end])
    return [*known, *(found.attribution for found in at_end)]


@dataclass(frozen=True, slots=True)
class _Found:
    attribution: Attribution
    clause: Span
    """The clause of the attribution: no other attribution has its cue there."""


def _without_cues_in(
    attributions: Sequence[Attribution], clauses: Sequence[Span]
) -> list[Attribution]:
    """Return the attributions whose cue is in none of the clauses, which are in order."""
    ends = [clause.end for clause in clauses]

    def is_in_clause(cue: Span) -> bool:
        at = bisect_left(ends, cue.end)
        return at < len(clauses) and clauses[at].contains(cue)

    return [each for each in attributions if not any(map(is_in_clause, each.cue))]


def _labelled(text: str, paragraph: Span, cues: Set[int]) -> Iterator[_Found]:
    """Yield what a headline says after a topic and a colon that the engine took for a cue."""
    line = HEADLINE_LABEL.fullmatch(text, paragraph.start, paragraph.end)
    if line is None or line.start("colon") not in cues or not _is_speech(line["cue"]):
        return
    source, cue = Span(*line.span("source")), Span(*line.span("cue"))
    content = Span(*line.span("content"))
    found = Attribution((content,), (cue,), (source,), _SURE)
    yield _Found(found, Span(line.start("colon"), content.start))


def _is_speech(word: str) -> bool:
    return word in load_verbs() and find_stance(word) is Stance.SPEECH


def _quoted_as_saying(
    text: str, paragraph: Span, quoted_spans: Sequence[QuotedSpan], starts: Sequence[int]
) -> Iterator[_Found]:
    """Yield what somebody "was quoted by the paper as saying"."""
    for cue in WAS_QUOTED_AS_SAYING.finditer(text, paragraph.start, paragraph.end):
        if _is_quoted(cue.start(), quoted_spans, starts):
            continue
        low = max(paragraph.start, cue.start() - _REACH)
        sentence = LAST_SENTENCE.match(text, low, cue.start())
        region = Span(sentence.end() if sentence else low, cue.start())
        subject = noun_phrase_before(text, read_tokens(text, region))
        content = _clause_after(text, cue.end(), paragraph.end, quoted_spans, starts)
        if subject and content:
            found = Attribution((content,), (Span(*cue.span("cue")),), (subject,), _SURE)
            yield _Found(found, Span(subject.start, content.start))


def _clause_after(
    text: str, start: int, end: int, quoted_spans: Sequence[QuotedSpan], starts: Sequence[int]
) -> Span | None:
    """Return the rest of the sentence, or the quoted span that follows right after."""
    after = bisect_left(starts, start)
    if after < len(starts) and not text[start : starts[after]].strip(" ,:\xa0"):
        return quoted_spans[after].outer
    clause = Span(start, min(end, start + _LONGEST_CLAUSE))
    ends = find_sentence_ends(text, clause, abbreviations=load_lines("abbreviations"))
    words = Span(start, ends[0] if ends else clause.end).trimmed(text, _ENDS)
    return words if " " in words.of(text) else None


def _is_quoted(offset: int, quoted_spans: Sequence[QuotedSpan], starts: Sequence[int]) -> bool:
    before = bisect_left(starts, offset) - 1
    return before >= 0 and quoted_spans[before].outer.end > offset


def _speaker_at_end(
    text: str, paragraph: Span, quoted_spans: Sequence[QuotedSpan], starts: Sequence[int]
) -> Iterator[_Found]:
    """Yield the sentences with words in marks that end on their speaker: ", adds the Anchor"."""
    first, last = bisect_left(starts, paragraph.start), bisect_left(starts, paragraph.end)
    for quoted in quoted_spans[first:last]:
        clause = SPEAKER_AT_END.match(text, quoted.outer.end, paragraph.end)
        if clause is None or not _is_speech(clause["cue"]):
            continue
        source = Span(*clause.span("source"))
        head = Span(source.start, source.start + len(clause["source"].partition(",")[0]))
        if not is_noun_phrase(text, read_tokens(text, head)):
            continue
        low = max(paragraph.start, quoted.outer.start - _REACH)
        sentence = LAST_SENTENCE.match(text, low, quoted.outer.start)
        content = Span(sentence.end() if sentence else low, clause.start("comma")).trimmed(text)
        cue = Span(*clause.span("cue"))
        yield _Found(Attribution((content,), (cue,), (source,), _SURE), Span(cue.start, source.end))


def _overlaps(content: Span, claimed: Sequence[Span]) -> bool:
    near = bisect_left(claimed, content.end, key=lambda span: span.start)
    return any(span.overlaps(content) for span in claimed[max(0, near - 3) : near])
