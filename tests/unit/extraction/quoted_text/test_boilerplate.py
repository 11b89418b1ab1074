import pytest

from service.extraction.quoted_text.boilerplate import Story, select_story
from service.extraction.quoted_text.pair_marks import find_quoted_spans
from service.text.document import read_document

BODY = "The council met on Monday and agreed on a budget for the coming year."


def story_of(text: str) -> Story:
    document = read_document(text)
    return select_story(document, find_quoted_spans(document))


def read_of(text: str) -> list[str]:
    return [span.of(text) for span in story_of(text).paragraphs]


@pytest.mark.parametrize(
    "line",
    [
        "Skip to main content",
        "Tags: harbour | ferries | budget",
        "Read more: “Ten ferries to see before you sail”",
        "RELATED: Council Sells the Pier",
        "WATCH: Ferry leaves the harbour",
        "© 2024 Harbour Media. All rights reserved.",
        "Copyright 2024 Harbour Media",
        "Published: May 4, 2024",
        "Sign up for our daily newsletter",
        "Sign up to the newsletter.",
        "Already a subscriber?",
        "Photograph: Ada Roy/Agency",
        "Ada Roy / Harbour Times via Getty Images",
        "By Ada Roy | Friday, 4 May 2024",
        "Privacy: We never share your email address.",
        "|||",
    ],
)
def test_what_surrounds_an_article_is_not_read(line: str) -> None:
    assert read_of(f"{BODY}\n{line}\n{BODY[:-1]}, she said.") == [BODY, f"{BODY[:-1]}, she said."]


@pytest.mark.parametrize(
    "prose",
    [
        BODY,
        "“Sign up for the newsletter of our union and read it,” said Ada Roy on Monday.",
        "The photograph shows the pier before the storm.",
        "Subscribers pay more, the council said, but they also read more.",
        "“No,” he said.",
        "Registered voters said they were unsure about the pier.",
        "Promoted to captain in May, she said the ferry was late.",
        "The newsletter said the bank would fail by its terms of service.",
        "The names may not be published, the judge said.",
        "Watch the pier, the mayor said.",
        "Tags were found on nine of the ferries.",
    ],
)
def test_prose_is_read(prose: str) -> None:
    assert read_of(f"{BODY} Again.\n{prose}") == [f"{BODY} Again.", prose]


def test_headlines_are_read_once_and_guarded() -> None:
    text = f"Council Sells ‘Pier’ to Ferry Firm\nCouncil Sells ‘Pier’ to Ferry Firm\n{BODY}"
    story = story_of(text)
    assert [span.of(text) for span in story.paragraphs] == [
        "Council Sells ‘Pier’ to Ferry Firm",
        BODY,
    ]
    assert story.guarded == {story.paragraphs[0]}


def test_a_repeated_paragraph_is_read_once() -> None:
    assert read_of(f"{BODY}\n{BODY}") == [BODY]


def test_short_answers_may_be_repeated() -> None:
    assert read_of("“No,” he said.\n“No,” he said.") == ["“No,” he said.", "“No,” he said."]


@pytest.mark.parametrize(
    "credit",
    ["Photograph: Ed Loom/Agency", "(Image: Ed Loom/Agency)", "(Ed Loom/Getty Images)"],
)
def test_a_caption_is_read_without_its_credit(credit: str) -> None:
    text = f"{BODY} {credit}"
    story = story_of(text)
    assert [span.of(text) for span in story.paragraphs] == [BODY]
    assert story.guarded == set(story.paragraphs)


def test_a_crosshead_in_marks_is_not_read():
    body = "The auditor read every page of the ledger and found no fraud."
    for heading, is_read in [("“A den of thieves”", False), ("“It is a den of thieves.”", True)]:
        text = f"{body}\n\n{heading}\n\nA clerk denied it on Friday."
        document = read_document(text)
        story = select_story(document, find_quoted_spans(document))
        assert (heading in [span.of(text) for span in story.paragraphs]) is is_read
