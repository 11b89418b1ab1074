"""Source reports and a speaker's activity, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from service.errors import NotFound, Superseded
from service.storage.filters import ArticleFilter, SpeakerFilter
from service.storage.inputs import EditedBy
from service.storage.report_views import KindCounts
from service.storage.store import Store
from tests.support.store_contents import Ingest


def day(number: int) -> datetime:
    return datetime(2022, 3, number, tzinfo=UTC)


@pytest.fixture
def stocked(ingest: Ingest, store: Store) -> Store:
    ingest(
        "Ann Lee | direct | The pier is safe\n"
        "Ann Lee | indirect | that work goes on\n"
        "@Port Office | mixed | no comment // for now\n"
        "~a guard | indirect | that all was lost\n"
        "? | direct | Who knows?\n"
        "Ann Lee | direct belief | All will be well\n"
        "Ann Lee | direct denied | Never did I say this",
        published_at=day(1),
    )
    ingest(
        "Ann Lee | direct | The pier is safe\nBo Ek & Ann Lee | direct | Never, ever!",
        domain="second.example",
        published_at=day(8),
    )
    ingest("nothing said here", domain="third.example", published_at=day(9))
    return store


def test_a_report_counts_attributions_by_their_kind_and_their_speakers_kind(
    stocked: Store,
) -> None:
    report = stocked.reports.sources(ArticleFilter(outlet="first.example"))

    assert report.article_count == 1
    # A mixed quotation of two stretches counts once; belief and denied words do not count.
    assert report.quotations == KindCounts(direct=2, mixed=1, indirect=2)
    assert report.speaker_kinds == {
        "person": 2,
        "organization": 1,
        "anonymous": 1,
        "unknown": 1,
    }
    assert report.share_of("anonymous") == report.share_of("organization") == 0.2
    assert [
        (each.speaker.name, each.speaker.kind, each.quotations.total) for each in report.sources
    ] == [
        ("Ann Lee", "person", 2),
        ("Port Office", "organization", 1),
        ("a guard", "anonymous", 1),
    ]
    assert report.sources[0].quotations == KindCounts(direct=1, indirect=1)
    assert report.sources[2].speaker.id is None


def test_a_joint_statement_counts_for_each_of_its_speakers_and_once_in_all(
    stocked: Store,
) -> None:
    report = stocked.reports.sources(ArticleFilter(outlet="second.example"))

    assert (report.quotations.total, report.speaker_kinds) == (2, {"person": 2})
    assert [(each.speaker.name, each.quotations.total) for each in report.sources] == [
        ("Ann Lee", 2),
        ("Bo Ek", 1),
    ]


def test_a_report_is_of_an_article_of_days_or_of_everything(stocked: Store) -> None:
    [last, *_] = stocked.list_articles().items

    def counted(**where: object) -> tuple[int, int]:
        report = stocked.reports.sources(ArticleFilter(**where))
        return report.article_count, report.quotations.total

    assert counted() == (3, 7)
    assert counted(published_from=day(8)) == (2, 2)
    assert counted(published_to=day(8)) == (1, 5)
    assert counted(article_id=last.id) == (1, 0)
    assert counted(q="pier") == (2, 7)
    assert stocked.reports.sources(ArticleFilter(article_id=last.id)).share_of("anonymous") is None


def test_the_most_quoted_come_first_and_limit_cuts_names_alone(stocked: Store) -> None:
    report = stocked.reports.sources(ArticleFilter(), limit=1)

    [first] = report.sources
    assert (first.speaker.name, first.quotations.total) == ("Ann Lee", 4)
    assert (first.article_count, first.outlet_count) == (2, 2)
    assert report.quotations.total == 7


def test_an_activity_counts_quotes_by_week_and_outlet(stocked: Store, ingest: Ingest) -> None:
    ingest("Ann Lee | direct | Undated words", domain="undated.example")
    [ann] = stocked.list_speakers(SpeakerFilter(q="ann lee")).items

    activity = stocked.reports.activity(ann.id, outlets=2)

    # The pier is in both weeks: it was printed in both.
    assert [(week.start, week.quote_count) for week in activity.weeks] == [
        (date(2022, 2, 28), 2),
        (date(2022, 3, 7), 2),
    ]
    assert [
        (each.outlet.domain, each.quote_count, each.article_count) for each in activity.outlets
    ] == [("first.example", 2, 1), ("second.example", 2, 1)]


def test_a_merged_speaker_counts_as_the_other_one(stocked: Store) -> None:
    [ann] = stocked.list_speakers(SpeakerFilter(q="ann lee")).items
    [bo] = stocked.list_speakers(SpeakerFilter(q="bo ek")).items
    stocked.merge_speakers(bo.id, ann.id, EditedBy(editor="desk"))

    report = stocked.reports.sources(ArticleFilter(outlet="first.example"))
    assert report.sources[0].speaker.id == bo.id
    with pytest.raises(Superseded):
        stocked.reports.activity(ann.id)
    assert len(stocked.reports.activity(bo.id).weeks) == 2


def test_no_activity_is_known_of_nobody(stocked: Store) -> None:
    with pytest.raises(NotFound):
        stocked.reports.activity(stocked.list_articles().items[0].id)
