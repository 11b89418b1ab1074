"""brat standoff: a text, and annotations of it in a file of their own.

Offsets are code points. A span of several pieces is written `0 5;10 15`. Line ends within a span
are spaces in the reference text, since an annotation is one line. A `Reference` line keeps the id
of a stored occurrence, quote or speaker. The note of a `Quotation` names its speakers, for an
annotator to correct. An annotator marks a quotation with `OtherQuote` to say that its quote is
another one. brat holds neither a confidence nor what is known of the article. It drops all lines
of a quotation that an annotator removes, so a file of its own keeps what was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import quote, unquote

from service.errors import InvalidRequest
from service.extraction.quotation import Kind, Polarity, Stance
from service.formats.record import (
    ArticleRecord,
    QuotationRecord,
    SpeakerRecord,
    check_article_record,
    words_of,
)
from service.formats.span_graph import (
    MarkedSpan,
    SpanGraph,
    SpanLabel,
    SpanLink,
    from_span_graph,
    to_span_graph,
)
from service.formats.speaker_labels import (
    from_speaker_label,
    read_speaker_labels,
    to_speaker_label,
)
from service.text.spans import Span
from service.text.storable import find_unstorable

ANNOTATION_CONF = """\
[entities]
Quotation
Content
Cue
Source
[relations]
Content Arg1:Quotation, Arg2:Content
Cue Arg1:Content|Quotation, Arg2:Cue
Source Arg1:Content|Quotation, Arg2:Source
[events]
[attributes]
Kind Arg:Quotation, Value:direct|mixed|indirect
Stance Arg:Quotation, Value:speech|belief|intention
Polarity Arg:Quotation, Value:asserted|denied
OtherQuote Arg:Quotation
"""
"""brat's configuration of a folder with such documents: `annotation.conf`."""

EXPORTED = ".exported.json"
"""The ending of the file beside a document that holds the record as it was written, as JSON."""

_TEXT_BOUND = re.compile(r"(\S+) (\d{1,9} \d{1,9}(?:;\d{1,9} \d{1,9})*)", re.ASCII)
_RELATION = re.compile(r"\S+ Arg1:(\S+) Arg2:(\S+)")
_ATTRIBUTE = re.compile(r"(\S+) (\S+)(?: (\S+))?")
_REFERENCE = re.compile(r"Reference (\S+) (\w+):(\S+)")
_NOTE = re.compile(r"AnnotatorNotes (\S+)")
_ESCAPES = {"\\": "\\\\", ";": "\\;", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNESCAPES = {"n": "\n", "r": "\r", "t": "\t", "s": " "}
_LINE_ENDS = str.maketrans(dict.fromkeys("\n\r\t\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", " "))


@dataclass(frozen=True, slots=True)
class BratDocument:
    """The contents of a `.txt` file and of its `.ann` file."""

    text: str
    annotations: str


@dataclass(slots=True)
class _Lines:
    """What the lines of an `.ann` file say, by the key of a marked span."""

    marked: list[MarkedSpan] = field(default_factory=list)
    links: list[SpanLink] = field(default_factory=list)
    attributes: dict[tuple[str, str], str] = field(default_factory=dict)
    ids: dict[tuple[str, str], str] = field(default_factory=dict)
    speakers: dict[str, list[SpeakerRecord]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


def to_brat(record: ArticleRecord) -> BratDocument:
    """Return the text and its annotations."""
    graph = to_span_graph(record)
    names = {each.key: f"T{number}" for number, each in enumerate(graph.marked, start=1)}
    labels = {each.key: each.label for each in graph.marked}
    lines = [_text_bound(names[each.key], each, record.text) for each in graph.marked]
    for number, link in enumerate(graph.links, start=1):
        ends = f"Arg1:{names[link.from_key]} Arg2:{names[link.to_key]}"
        lines.append(f"R{number}\t{labels[link.to_key]} {ends}\t")
    numbers = count(1)
    for number, quotation in enumerate(record.quotations):
        lines += _details(names[f"q{number}"], quotation, record.text, numbers)
    return BratDocument(record.text, "".join(f"{line}\n" for line in lines))


def from_brat(
    document: BratDocument,
    *,
    id: str | None,  # noqa: A002
    exported: ArticleRecord | None = None,
) -> ArticleRecord:
    """Return the record of a document, as annotators left it.

    Args:
        document: The document.
        id: The id of the record.
        exported: The record as it was written, where that is known.

    Raises:
        InvalidRequest: A line has another form, or does not fit the text.
    """
    lines = _read_lines(document)
    quotations = []
    graph = SpanGraph(tuple(lines.marked), tuple(lines.links))
    for found in from_span_graph(graph, exported=exported):
        known = lines.speakers.get(found.key, [])
        labels = _labels(lines.notes.get(found.key, ""))
        is_other = (found.key, "OtherQuote") in lines.attributes
        quotations.append(
            QuotationRecord(
                id=lines.ids.get((found.key, "Occurrence")),
                quote_id=None if is_other else lines.ids.get((found.key, "Quote")),
                kind=Kind(lines.attributes.get((found.key, "Kind"), Kind.DIRECT)),
                stance=Stance(lines.attributes.get((found.key, "Stance"), Stance.SPEECH)),
                polarity=Polarity(lines.attributes.get((found.key, "Polarity"), Polarity.ASSERTED)),
                speakers=read_speaker_labels(labels, known),
                spans=found.spans,
                content=found.content,
                cue=found.cue,
                source=found.source,
            )
        )
    record = ArticleRecord(id=id, text=document.text, quotations=tuple(quotations))
    return check_article_record(record)


def to_file_name(identifier: str) -> str:
    """Return the name of a document's files, without their endings.

    Raises:
        InvalidRequest: The id is too long for a file system.
    """
    name = quote(identifier, safe=" ,()")
    if name.startswith("."):
        name = f"%2E{name[1:]}"
    if len(name) > 240:
        raise InvalidRequest("The id is too long for the name of a file.")
    return name


def from_file_name(name: str) -> str:
    """Return the id of a document."""
    return unquote(name)


def _text_bound(name: str, marked: MarkedSpan, text: str) -> str:
    offsets = ";".join(f"{span.start} {span.end}" for span in marked.spans)
    return f"{name}\t{marked.label} {offsets}\t{_reference_text(text, marked.spans)}"


def _reference_text(text: str, spans: tuple[Span, ...]) -> str:
    return words_of(text, spans).translate(_LINE_ENDS)


def _details(
    name: str, quotation: QuotationRecord, text: str, numbers: Iterator[int]
) -> Iterator[str]:
    yield f"A{next(numbers)}\tKind {name} {quotation.kind}"
    yield f"A{next(numbers)}\tStance {name} {quotation.stance}"
    yield f"A{next(numbers)}\tPolarity {name} {quotation.polarity}"
    words = _reference_text(text, quotation.spans)
    for what, identifier in (("Occurrence", quotation.id), ("Quote", quotation.quote_id)):
        if identifier:
            yield f"N{next(numbers)}\tReference {name} {what}:{quote(identifier, safe='')}\t{words}"
    for speaker in quotation.speakers:
        known = quote(speaker.id or "-", safe="") if speaker.id != "-" else "%2D"
        label = _escape(to_speaker_label(speaker))
        yield f"N{next(numbers)}\tReference {name} Speaker:{known}\t{label}"
    if quotation.speakers:
        note = "; ".join(_escape(to_speaker_label(each)) for each in quotation.speakers)
        yield f"#{next(numbers)}\tAnnotatorNotes {name}\t{note}"


def _read_lines(document: BratDocument) -> _Lines:
    lines = _Lines()
    if find_unstorable(document.annotations):
        raise InvalidRequest("The annotations hold NUL or a lone surrogate. Remove it.")
    for number, line in enumerate(document.annotations.split("\n"), start=1):
        name, _, rest = line.rstrip("\r").partition("\t")
        body, _, words = rest.partition("\t")
        try:
            _read_line(lines, name, body, words, document.text)
        except (KeyError, ValueError, TypeError):
            raise InvalidRequest(
                f"Line {number} of the annotations is not in brat's form."
            ) from None
    return lines


def _read_line(lines: _Lines, name: str, body: str, words: str, text: str) -> None:
    match name[:1]:
        case "T":
            label, offsets = _groups(_TEXT_BOUND, body)
            pairs = (pair.split(" ") for pair in offsets.split(";"))
            spans = tuple(Span(int(start), int(end)) for start, end in pairs)
            if words != _reference_text(text, spans):
                raise InvalidRequest("The annotations do not fit the text: its words have moved.")
            if label in set(SpanLabel):
                lines.marked.append(MarkedSpan(name, SpanLabel(label), spans))
        case "R":
            first, second = _groups(_RELATION, body)
            lines.links.append(SpanLink(first, second))
        case "A" | "M":
            attribute, marked, value = _groups(_ATTRIBUTE, body)
            kinds = {"Kind": Kind, "Stance": Stance, "Polarity": Polarity}.get(attribute, str)
            lines.attributes[marked, attribute] = kinds(value or "")
        case "N":
            marked, what, identifier = _groups(_REFERENCE, body)
            if what == "Speaker":
                speaker = from_speaker_label(_unescape(words))
                known = None if identifier == "-" else unquote(identifier)
                lines.speakers.setdefault(marked, []).append(
                    SpeakerRecord(name=speaker.name, kind=speaker.kind, id=known)
                )
            else:
                lines.ids[marked, what] = unquote(identifier)
        case "#":
            if _NOTE.fullmatch(body):
                lines.notes[_groups(_NOTE, body)[0]] = words


def _groups(pattern: re.Pattern[str], body: str) -> tuple[str, ...]:
    found = pattern.fullmatch(body)
    if found is None:
        raise ValueError("another form")
    return found.groups()


def _escape(label: str) -> str:
    # Spaces around a label are not seen, and are taken away where an annotator leaves them.
    inner = label.strip(" ")
    before, _, after = label.partition(inner)
    spaces = ("\\s" * len(before), "\\s" * len(after))
    return spaces[0] + _escape_inner(inner) + spaces[1]


def _escape_inner(label: str) -> str:
    return "".join(_ESCAPES.get(character, character) for character in label)


def _unescape(label: str) -> str:
    return re.sub(r"\\(.)", lambda found: _UNESCAPES.get(found[1], found[1]), label)


def _labels(note: str) -> list[str]:
    parts = re.findall(r"(?:\\.|[^\\;])+", note)
    return [_unescape(part.strip(" ")) for part in parts if part.strip(" ")]
