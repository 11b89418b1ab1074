"""Cases with their answers: what a text quotes, who said it, and what is no quotation."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.extraction.quotation import Polarity, Quotation
from service.speakers.article_reader import ReadArticle
from service.speakers.speaker import Resolution, Speaker, SpeakerKind
from service.text.name_key import name_key
from service.text.spans import Span


@dataclass(frozen=True)
class Case:
    id: str
    text: str
    quotes: list[dict[str, Any]]
    not_quotes: list[str]

    def differences(self, article: ReadArticle) -> list[str]:
        """Return what the reading of the article got wrong, a line each."""
        answers = list(zip(article.extraction.quotations, article.resolutions, strict=True))
        wrong = []
        for wanted in self.quotes:
            spans = [Span(*pair) for pair in wanted["offsets"]]
            found = [answer for answer in answers if _spans(answer[0]) == spans]
            if not found:
                wrong.append(f"nothing found at {spans}")
            elif not self._agrees(found[0][0], wanted):
                wrong.append(f"{self._told(found[0][0])} is not {wanted}")
            elif found[0][0].polarity != wanted.get("polarity", found[0][0].polarity):
                wrong.append(f"{found[0][0].polarity} is not {wanted['polarity']}")
            elif not _names(found[0][1], wanted):
                wrong.append(f"{found[0][1].speakers} is not {wanted['speaker']}")
            elif "via" in wanted and _relay_of(found[0][1]) != wanted["via"]:
                wrong.append(f"via {_relay_of(found[0][1])} is not via {wanted['via']}")
        # Denied words are answered, but nobody is said to have said them.
        # What a wanted paraphrase holds is part of that.
        right = [[Span(*pair) for pair in wanted["offsets"]] for wanted in self.quotes]
        reported = [
            span.of(self.text)
            for quotation, _ in answers
            if quotation.polarity is Polarity.ASSERTED and _spans(quotation) not in right
            for span in _spans(quotation)
        ]
        wrong += [words for words in self.not_quotes if any(words in told for told in reported)]
        if not self.quotes:
            wrong += reported
        return wrong

    def _agrees(self, quotation: Quotation, wanted: dict[str, Any]) -> bool:
        """Kinds are equal; source and cue agree on their heads.

        Where annotators draw a source's or a cue's edge is convention ("were told", "said in a
        statement" in PolNeAR), and a sentence that names no source may keep that of the one before.
        """
        kind, source, cue = self._told(quotation)
        return (
            kind == wanted["kind"]
            and _one_in_the_other(source, wanted["source"])
            and _one_in_the_other(cue, wanted["cue"])
        )

    def _told(self, quotation: Quotation) -> tuple[str, str, str]:
        source = " ".join(span.of(self.text) for span in quotation.source)
        return quotation.kind.value, source, " ".join(s.of(self.text) for s in quotation.cue)


def _names(resolution: Resolution, wanted: dict[str, Any]) -> bool:
    """Return whether the speakers are the wanted ones.

    Where no name is wanted (`null`, or a role such as "the referee"), a person or an organisation
    is wrong. A group or an anonymous speaker is right, with any description.
    """
    if "speaker" not in wanted:
        return True
    name = wanted["speaker"]
    if name is None or (name[:4].casefold() == "the " and name[4:].islower()):
        return not any(_is_named(speaker) for speaker in resolution.speakers)
    found = [name_key(speaker.name or "") for speaker in resolution.speakers]
    return found == [name_key(part) for part in name.split("; ")]


def _relay_of(resolution: Resolution) -> str | None:
    return resolution.via.name if resolution.via else None


def _is_named(speaker: Speaker) -> bool:
    named = speaker.kind in {SpeakerKind.PERSON, SpeakerKind.ORGANIZATION}
    return named and speaker.name is not None


def _one_in_the_other(found: str, wanted: str) -> bool:
    return not wanted or (bool(found) and (found in wanted or wanted in found))


def load_cases(path: Path) -> list[Case]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [
        Case(case["id"], case["text"], case["quotes"], case["not_quotes"])
        for case in map(json.loads, lines)
    ]


def _spans(quotation: Quotation) -> list[Span]:
    return sorted(span for utterance in quotation.utterances for span in utterance)
