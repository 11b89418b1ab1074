"""The route that extracts quotations from a text and stores nothing."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from service.api.auth.dependencies import needs
from service.api.auth.scopes import Scope
from service.api.dependencies import ReaderOf, require_json, require_room
from service.api.responses import ONCE_ERRORS, TEXT_ERRORS, problems
from service.api.schemas.extract import Extracted, ExtractIn, ExtractOptions, to_extracted
from service.api.strict_route import StrictRoute
from service.errors import InvalidRequest

router = APIRouter(tags=["extraction"], route_class=StrictRoute)


@router.post(
    "/v1/extract",
    operation_id="extractQuotations",
    summary="Extract quotations from a text",
    response_description="Who said what in the text.",
    responses=problems(InvalidRequest, *TEXT_ERRORS, *ONCE_ERRORS),
    dependencies=[needs(Scope.READ), Depends(require_json), Depends(require_room)],
)
def extract_quotations(
    body: ExtractIn, options: Annotated[ExtractOptions, Query()], reader: ReaderOf
) -> Extracted:
    """Finds every quotation in a text and who said it. Nothing is stored.

    A mixed quotation comes out once for each quoted span; these share one attribution.
    """
    article = reader.read(body.text)
    return to_extracted(
        article,
        unit=options.offset_unit,
        stances=options.stance,
        polarities=options.polarity,
        min_confidence=options.min_confidence,
    )
