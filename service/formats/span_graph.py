"""A record as marked spans and links between them, as tools for annotators hold it.

A `Quotation` span holds the words that were said, and links to its `Content`, which links to its
`Cue` and its `Source`. Quotations of one attribution share these three. An annotator who marks
content alone, without a quotation, has found a new quotation too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from service.formats.record import ArticleRecord
from service.text.spans import Span


class SpanLabel(StrEnum):
    """What a marked span is."""

    QUOTATION = "Quotation"
    CONTENT = "Content"
    CUE = "Cue"
    SOURCE = "Source"


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    """A part of the text, in one piece or several, with its label."""

    key: str
    """Unique in its graph."""
    label: SpanLabel
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class SpanLink:
    """A link from one marked span to another. The label of the other one is its meaning."""

    from_key: str
    to_key: str


@dataclass(frozen=True, slots=True)
class SpanGraph:
    """All marked spans of a record."""

    marked: tuple[MarkedSpan, ...]
    links: tuple[SpanLink, ...]


@dataclass(frozen=True, slots=True)
class GraphQuotation:
    """A quotation found in a graph, before its kind and speakers are known."""

    key: str
    """The key of its `Quotation` span, or of its `Content`."""
    spans: tuple[Span, ...]
    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]


def to_span_graph(record: ArticleRecord) -> SpanGraph:
    """Return the graph of a record. The quotation of number n has the key `qN`."""
    marked: list[MarkedSpan] = []
    links: list[SpanLink] = []
    shared: dict[object, str] = {}

    def mark(key: str, label: SpanLabel, spans: tuple[Span, ...], group: object) -> str:
        if (label, group) not in shared:
            shared[label, group] = key
            marked.append(MarkedSpan(key, label, spans))
        return shared[label, group]

    for number, each in enumerate(record.quotations):
        head = mark(f"q{number}", SpanLabel.QUOTATION, each.spans, number)
        attribution = (each.content, each.cue, each.source)
        is_new = (SpanLabel.CONTENT, attribution) not in shared
        content = mark(f"c{number}", SpanLabel.CONTENT, each.content, attribution)
        links.append(SpanLink(head, content))
        for letter, label, spans in (
            ("u", SpanLabel.CUE, each.cue),
            ("s", SpanLabel.SOURCE, each.source),
        ):
            if spans and is_new:
                links.append(SpanLink(content, mark(f"{letter}{number}", label, spans, spans)))
    return SpanGraph(tuple(marked), tuple(links))


def from_span_graph(
    graph: SpanGraph, *, exported: ArticleRecord | None = None
) -> list[GraphQuotation]:
    """Return the quotations of a graph, in the order of their spans in the graph.

    Links may lead either way. A quotation may link to its cue and source without content between.

    Args:
        graph: What an annotator left.
        exported: The record as it was written. Its content without its quotation is what is left of
            a quotation that was removed, and no new one.
    """
    left = {each.content for each in exported.quotations} if exported else set()
    by_key = {each.key: each for each in graph.marked}
    linked: dict[str, list[MarkedSpan]] = {each.key: [] for each in graph.marked}
    for link in graph.links:
        if link.from_key in by_key and link.to_key in by_key:
            linked[link.from_key].append(by_key[link.to_key])
            linked[link.to_key].append(by_key[link.from_key])
    found = []
    for each in graph.marked:
        if each.label is SpanLabel.QUOTATION:
            contents = _with_label(linked[each.key], SpanLabel.CONTENT)
            found.append(_quotation(each, contents, linked))
        elif (
            each.label is SpanLabel.CONTENT
            and tuple(sorted(each.spans)) not in left
            and not _with_label(linked[each.key], SpanLabel.QUOTATION)
        ):
            found.append(_quotation(each, [each], linked))
    return found


def _quotation(
    head: MarkedSpan, contents: Sequence[MarkedSpan], linked: dict[str, list[MarkedSpan]]
) -> GraphQuotation:
    beside = [*linked[head.key]]
    for content in contents:
        if content is not head:
            beside += linked[content.key]
    return GraphQuotation(
        key=head.key,
        spans=head.spans,
        content=_joined(contents) or head.spans,
        cue=_joined(_with_label(beside, SpanLabel.CUE)),
        source=_joined(_with_label(beside, SpanLabel.SOURCE)),
    )


def _with_label(marked: Iterable[MarkedSpan], label: SpanLabel) -> list[MarkedSpan]:
    return [each for each in marked if each.label is label]


def _joined(marked: Iterable[MarkedSpan]) -> tuple[Span, ...]:
    return tuple(sorted({span for each in marked for span in each.spans}))
