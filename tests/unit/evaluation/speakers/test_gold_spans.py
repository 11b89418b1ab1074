from service.evaluation.speakers.gold_spans import resolve_gold
from service.gold.articles import AnnotatedArticle, AnnotatedText, GoldAttribution
from service.text.spans import Span


def test_gold_attributions_are_resolved_with_the_engines_names(quotation_pipeline):
    text = "Petra Lind left the hall. “We tried,” Lind said."
    said = GoldAttribution(source=(Span(38, 42),), cue=(Span(43, 47),), content=(Span(26, 37),))
    reading = AnnotatedText(text=text, attributions=(said,), names=None)

    account = resolve_gold(quotation_pipeline, AnnotatedArticle("a", "outlet", (reading,)))

    assert [q.content for q in account.extraction.quotations] == [(Span(26, 37),)]
    assert [s.name for s in account.resolutions[0].speakers] == ["Petra Lind"]
