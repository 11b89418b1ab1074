"""Answers with the version of what they show, for `If-Match`.

The version is that of storage, since it is compared there, in the transaction of the change.
Other answers have an entity tag of their bytes (`service.api.entity_tags`).
"""

from __future__ import annotations

from fastapi import Response

from service.api.entity_tags import ETAG, format_tag
from service.api.schemas.judgement import Judgement
from service.storage.versions import version_of
from service.storage.views import JudgementView


def show_version(response: Response, view: object) -> None:
    """Set the entity tag of an answer to the version of a view."""
    response.headers[ETAG] = format_tag(version_of(view))


def answer_judgement(judgement: JudgementView, response: Response) -> Judgement:
    """Return a judgement that was made or undone, with its place and its version."""
    response.headers["Location"] = f"/v1/judgements/{judgement.id}"
    show_version(response, judgement)
    return Judgement.model_validate(judgement)
