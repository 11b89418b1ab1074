"""Words of a proof: normal words with their places, without what no speaker said."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.dedup.words.normalise import Token, is_english_word, tokens_of
from service.proofs.patterns import CLIPPED, DROPPED_G, HESITATIONS, SPOKEN_FORMS
from service.text.spans import Span

# A piece is long enough for any number or sentence, and short enough to keep the cost linear.
_PIECE = 1_500
_PIECE_END = re.compile(r"\s")
_APOSTROPHES = "'’‘"
_BRACKETED = re.compile(r"\[[^\[\]]*\]")
_WORD = re.compile(r"\w")
_NOT_BLANK = re.compile(r"[^\n]")


def spoken_words(
    text: str, spans: Sequence[Span], hidden: Sequence[Span] = ()
) -> tuple[Token, ...]:
    """Return the normal words at the spans, in their order, with places in the text.

    Hidden spans hold no words. They are sorted and do not overlap.
    """
    tokens: list[Token] = []
    starts = [span.start for span in hidden]
    for span in spans:
        for piece in _pieces(text, span):
            words = _without_hidden(text, piece, hidden, starts)
            if not _WORD.search(_BRACKETED.sub("", words)):
                continue
            for token in tokens_of(words):
                form = _spoken_form(token, words)
                if form not in HESITATIONS:
                    start, end = piece.start + token.start, piece.start + token.end
                    tokens.append(replace(token, form=form, start=start, end=end))
    return tuple(tokens)


def _pieces(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    while span.end - start > _PIECE:
        end = _PIECE_END.search(text, start + _PIECE, span.end)
        cut = end.start() if end else span.end
        yield Span(start, cut)
        start = cut
    yield Span(start, span.end)


def _without_hidden(text: str, piece: Span, hidden: Sequence[Span], starts: Sequence[int]) -> str:
    words = piece.of(text)
    number = max(0, bisect_left(starts, piece.start) - 1)
    while number < len(hidden) and hidden[number].start < piece.end:
        start = max(0, hidden[number].start - piece.start)
        end = max(start, min(len(words), hidden[number].end - piece.start))
        words = words[:start] + _NOT_BLANK.sub(" ", words[start:end]) + words[end:]
        number += 1
    return words


def _spoken_form(token: Token, words: str) -> str:
    form = token.form
    if form in SPOKEN_FORMS:
        return SPOKEN_FORMS[form]
    if form in CLIPPED and token.start and words[token.start - 1] in _APOSTROPHES:
        return CLIPPED[form]
    clipped = form.endswith(DROPPED_G) and words[token.end : token.end + 1] in (*_APOSTROPHES,)
    return f"{form}g" if clipped and is_english_word(f"{form}g") else form
