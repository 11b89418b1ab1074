"""What `onrecord proof` prints for people: a block for each quotation of the draft."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, Group
from rich.padding import Padding
from rich.text import Text

from service.extraction.quotation import Kind
from service.ingest.proofreader import ProofedDraft
from service.proofs.evidence import PassageEvidence
from service.proofs.findings import ProofVerdict
from service.proofs.notes import Note, NoteKind
from service.proofs.proof import ProofedQuotation

_STYLES = {
    ProofVerdict.VERBATIM: "bold green",
    ProofVerdict.TRIMMED: "bold yellow",
    ProofVerdict.PARAPHRASED: "bold cyan",
}
_NOTES = {
    NoteKind.UNATTRIBUTED: "no speaker is named",
    NoteKind.ANONYMOUS_WITHOUT_REASON: "a source without a name, and no reason why",
    NoteKind.SURNAME_ONLY: "named by the surname alone",
    NoteKind.TWO_SPEAKERS: "the same words are credited to two speakers",
    NoteKind.REPEATED: "the same words come twice",
}


def print_proof(
    proofed: ProofedDraft, *, title: str, sources: Sequence[str], console: Console
) -> None:
    """Print the verdicts on a draft with their evidence, and the notes.

    Args:
        proofed: The draft and its proof.
        title: What the draft is called.
        sources: What the sources are called, in their order.
        console: Where to print.
    """
    quotations = proofed.proof.quotations
    noun = "quotation" if len(quotations) == 1 else "quotations"
    console.print(Text.assemble((title, "bold"), f"  {len(quotations)} {noun}"))
    for quotation in quotations:
        console.print()
        console.print(_block(quotation, sources))
    text = proofed.draft.extraction.document.text
    if proofed.proof.notes:
        console.print()
        console.print(Text("Notes", style="bold"))
    for note in proofed.proof.notes:
        console.print(Padding(_note(note, text), (0, 0, 0, 2)))


def _block(quotation: ProofedQuotation, sources: Sequence[str]) -> Group:
    verdict = quotation.verdict
    head = Text.assemble(
        (verdict.value.replace("_", " "), _STYLES.get(verdict, "bold red")),
        (f"  {_draft_speaker(quotation)}", "dim"),
    )
    words = _one_line(quotation.quotation.wording)
    lines = [Text(words if quotation.quotation.kind is Kind.INDIRECT else f"“{words}”")]
    for evidence in quotation.evidence:
        lines += _evidence_lines(evidence, sources, quotation.quotation.wording)
    return Group(head, *(Padding(line, (0, 0, 0, 2)) for line in lines))


def _evidence_lines(
    evidence: PassageEvidence, sources: Sequence[str], wording: str
) -> Iterator[Text]:
    source, text = evidence.source, evidence.source.text
    name = f"article {source.article_id}" if source.number is None else sources[source.number]
    who = next((s.name for s in evidence.statement.speakers if s.name), "speaker unknown")
    place = f"{name}:{text.count(chr(10), 0, evidence.span.start) + 1}"
    when = f" at {evidence.clock}" if evidence.clock else ""
    head = f"{place}  {who} ({evidence.statement.voice}){when}"
    yield Text.assemble((head, "dim"), f"  {_one_line(evidence.sentence.of(text))}")
    for cut in evidence.cuts:
        drops = f" (drops: {', '.join(cut.lost)})" if cut.lost else ""
        yield Text.assemble(("cut  ", "yellow"), _one_line(cut.span.of(text)), (drops, "bold red"))
    passage = evidence.span.of(text)
    for each in evidence.alignment:
        if each.printed:
            ours = each.printed.of(wording)
            theirs = each.full.of(passage) if each.full else "nothing"
            yield Text.assemble(("draft  ", "yellow"), ours, ("  source  ", "yellow"), theirs)


def _draft_speaker(quotation: ProofedQuotation) -> str:
    given = quotation.quotation
    names = [each.name for each in given.resolution.speakers if each.name]
    written = " ".join(span.of(given.text) for span in given.quotation.source)
    return " and ".join(names) or _one_line(written) or "no speaker"


def _note(note: Note, text: str) -> Text:
    line = text.count("\n", 0, note.span.start) + 1
    return Text(f"line {line}, “{_one_line(note.span.of(text))}”: {_NOTES[note.kind]}")


def _one_line(words: str) -> str:
    return " ".join(words.split())
