"""Say in a sentence why a speaker was named, from the evidence that the API answers."""

from __future__ import annotations

from service.api.schemas.quotation import DeniedQuotation, ExtractedQuotation, Quotation

_REASONS = {
    "name": "The source names the speaker: “{source}”.",
    "pronoun": "“{source}” refers to {name}, whom the article names before.",
    "role": "“{source}” is the role of {name} in this article.",
    "relative": "“{source}” belongs to {name}, just before it.",
    "organization": "“{source}” stands for {name}.",
    "group": "The source is a group: “{source}”.",
    "document": "The source is a document, “{source}”; it speaks for {name}.",
    "unnamed": "The article calls the speaker “{source}” and gives no name.",
    "label": "The label “{source}” begins the speaker's turn.",
    "joint": "The source names several speakers: “{source}”.",
    "continuation": "No source stands here: the words go on with the speaker before.",
    "lead": "A later paragraph names who “{source}” is: {name}.",
    "editor": "An editor said who spoke.",
    "unknown": "Nothing in the article says clearly who spoke.",
}


def reason_for(quotation: Quotation | DeniedQuotation | ExtractedQuotation) -> str:
    """Return one sentence. A step of a later version is named as it is."""
    step = quotation.resolution.step
    source = quotation.attribution.source
    mention = quotation.resolution.mention
    words = source.text if source else mention.text if mention else ""
    name = quotation.speaker.name if quotation.speaker else None
    sentence = _REASONS.get(step, f"Found by the step “{step}”.")
    if "{source}" in sentence and not words:
        return "No source stands beside these words."
    return sentence.format(source=words, name=name or "this speaker")
