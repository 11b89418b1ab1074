"""One speaker's words are one quote for so long as the shared words allow."""

from service.dedup.reach import days_apart, is_near
from tests.support.utterances import linked, said

SPEECH = "They promised us pumps, they promised us pontoons. It was a carnival, and we paid for it."


def test_a_piece_that_ends_with_a_clause_follows_its_host_for_a_year() -> None:
    found = linked(said("a carnival", days=300), said(SPEECH))
    assert found
    assert found.fragment == "a"
    assert linked(said("a carnival", days=400), said(SPEECH)) is None


def test_a_piece_that_ends_inside_a_clause_is_another_occasion() -> None:
    assert linked(said("they promised", days=90), said(SPEECH)) is None
    assert linked(said("it was a carnival", days=90), said("It was a carnival of pumps")) is None


def test_the_same_few_words_alone_are_said_again() -> None:
    assert linked(said("a carnival", days=90), said("a carnival")) is None


def test_a_piece_of_names_alone_is_no_piece() -> None:
    host = said("We sailed past the whole flotilla of the Norwegians")
    assert linked(said("Norwegians", days=90), host) is None
    assert linked(said("flotilla of the Norwegians", days=90), host)


def test_a_number_is_no_common_word_but_is_no_piece_alone() -> None:
    host = said("It cost 4700. They had nineteen minutes")
    assert linked(said("had nineteen minutes", days=90), host)
    assert linked(said("4700", days=90), host) is None


def test_each_gap_between_the_shared_words_brings_the_days_nearer() -> None:
    whole = said("We are mending the weir", days=60)
    assert linked(whole, said("and so we are mending the weir"))
    assert linked(whole, said("We are mending all of those old nets and the weir")) is None


def test_two_excerpts_that_overlap_by_a_long_passage_are_one_quote_much_later() -> None:
    middle = "the owners must immediately repair the hull and an inspector must examine every cabin"
    one = said(f"Nobody should be above the rules of this port. {middle}")
    other = said(f"{middle} because passengers deserve to come home dry each evening", days=120)
    assert linked(one, other)


def test_the_address_of_a_page_is_a_formula() -> None:
    address = "http://harbour-courier.example/pier"
    assert linked(said(address), said(address, days=9)) is None


def test_an_article_without_a_date_may_be_of_any_day() -> None:
    assert days_apart(said("the pier"), said("the pier", days=-9)) == 9
    assert is_near(10.0, 30)
    assert not is_near(10.0, 31)


def test_an_everyday_word_alone_is_no_piece() -> None:
    host = said("They were carpetbaggers, every one. The whole scheme is a disaster")
    assert linked(said("carpetbaggers", days=90), host)
    assert linked(said("disaster", days=90), host) is None
