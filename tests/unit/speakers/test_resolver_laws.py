"""What holds for any text: totality, offsets, and independence of what comes after."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from service.extraction.quotation import (
    EntityLabel,
    Extraction,
    Kind,
    NamedEntity,
    Quotation,
    Stance,
)
from service.extraction.quoted_text.pair_marks import find_quoted_spans
from service.speakers.resolver import resolve_speakers
from service.speakers.speaker import Resolution, SpeakerKind
from service.text.document import read_document
from service.text.spans import Span
from tests.support.marked_article import extraction_of

SENTENCES = [
    "{P:Ada Rehn} spoke to {P:Dan Moss}. ",
    "“<q>We tried,</q>” <s>{P:Rehn}</s> said. ",
    "“<q>Not yet,</q>” <s>he</s> said. ",
    "<s>She</s> said <q>it was late</q>. ",
    "The {O:Harbour Commission} met Sen. {P:Eva Holt} (D-Ohio). ",
    "<s>The senator</s> told {P:Moss} <q>it was late</q>. ",
    "<s>The commission</s> said <q>it was late</q>. ",
    "“<q>It went on.</q>” ",
    "<s>Critics</s> said <q>it was late</q>. ",
    "<s>King</s> said <q>it was late</q>. ",
    "{P:Carla King} came with {P:Jan Rehn} and Mr. {P:Moss}. ",
    "<s>They</s> said <q>it was late</q>. ",
    "He left, and she followed. ",
    "<s>a baker</s> said <q>it was late</q>. ",
]
PARAGRAPHS = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).map("".join)
ARTICLES = st.lists(PARAGRAPHS, min_size=2, max_size=6)


def _numbered(marked: str) -> str:
    number = 0
    for opened in range(marked.count("<q>")):
        number = opened + 1
        at = marked.index("<q>")
        around = marked.find("<s>")
        if 0 <= around < at:
            marked = marked.replace("<s>", f"<s{number}>", 1).replace("</s>", f"</s{number}>", 1)
        marked = marked.replace("<q>", f"<q{number}>", 1).replace("</q>", f"</q{number}>", 1)
        after, following = marked.find("<s>"), marked.find("<q>")
        own = 0 <= around < at
        if (
            not own
            and after >= 0
            and marked[:after].endswith("” ")
            and (after < following or following < 0)
        ):
            marked = marked.replace("<s>", f"<s{number}>", 1).replace("</s>", f"</s{number}>", 1)
    return marked


def _words(name: str | None) -> set[str]:
    return set((name or "").split())


@given(ARTICLES, st.data())
def test_who_spoke_does_not_depend_on_the_paragraphs_after(paragraphs, data):
    whole = extraction_of(_numbered("\n\n".join(paragraphs)))
    kept = data.draw(st.integers(1, len(whole.document.paragraphs)))
    end = whole.document.paragraphs[kept - 1].end
    cut = Extraction(
        document=read_document(whole.document.text[:end]),
        quotations=tuple(q for q in whole.quotations if q.content[0].end <= end),
        entities=tuple(e for e in whole.entities if e.span.end <= end),
        quoted_spans=tuple(q for q in whole.quoted_spans if q.outer.end <= end),
    )

    for short, full in zip(resolve_speakers(cut), resolve_speakers(whole), strict=False):
        if short.speakers != full.speakers and _is_role_alone(short):
            # A later paragraph may name the role of a lead, and so of the pronouns after it.
            continue
        if "lead" in (short.step, full.step):
            # It may name the body of a lead, or a second one of the kind.
            continue
        assert (short.step, short.confidence) == (full.step, full.confidence)
        assert len(short.speakers) == len(full.speakers)
        for one, other in zip(short.speakers, full.speakers, strict=True):
            assert one.kind == other.kind
            assert _words(one.name) <= _words(other.name), "only a fuller name may come later"


def _is_role_alone(resolution: Resolution) -> bool:
    return [speaker.kind for speaker in resolution.speakers] == [SpeakerKind.ANONYMOUS]


NAMED = (SpeakerKind.PERSON, SpeakerKind.ORGANIZATION)

TEXTS = st.text(
    st.sampled_from("AaBb éĭ刘😀“”\"'’.,;:!?()&\n\u00a0\u2028-–—…")
    | st.characters(exclude_categories=["Cs"], exclude_characters="\x00"),
    min_size=1,
    max_size=120,
)


@given(TEXTS, st.data())
def test_any_spans_of_any_text_resolve_to_spans_of_the_text(text, data):
    def span() -> Span:
        start = data.draw(st.integers(0, len(text)))
        return Span(start, data.draw(st.integers(start, len(text))))

    def spans(least: int) -> tuple[Span, ...]:
        return tuple(span() for _ in range(data.draw(st.integers(least, 2))))

    quotations = []
    for _ in range(data.draw(st.integers(0, 3))):
        content = spans(1)
        kind = data.draw(st.sampled_from(Kind))
        quotations.append(
            Quotation(content, spans(0), spans(0), kind, Stance.SPEECH, 1.0, (content,))
        )
    labels = st.sampled_from(EntityLabel)
    entities = tuple(
        NamedEntity(span(), data.draw(labels)) for _ in range(data.draw(st.integers(0, 4)))
    )
    document = read_document(text)
    extraction = Extraction(
        document, tuple(quotations), entities, quoted_spans=find_quoted_spans(document)
    )

    resolutions = resolve_speakers(extraction)

    assert len(resolutions) == len(quotations)
    for resolution in resolutions:
        assert 0.0 <= resolution.confidence <= 1.0
        assert bool(resolution.speakers) == (resolution.step != "unknown")
        assert all(0 <= span.start <= span.end <= len(text) for span in resolution.mention)
        named = {speaker.name for speaker in resolution.speakers if speaker.kind in NAMED}
        if resolution.step not in ("organization", "continuation"):
            assert named <= {span.of(text).replace("’", "'") for span in resolution.mention}
    assert resolve_speakers(replace(extraction)) == resolutions
