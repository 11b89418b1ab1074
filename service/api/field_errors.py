"""Describe what is wrong with each field, in our words and without the submitted values.

Some messages of Pydantic quote submitted text, and FastAPI's own answer holds all of it. So we take
only the type of an error, and the limits that the contract sets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from service.api.schemas.problem import FieldError, RequestPart

MOST_ERRORS = 20
"""The most errors in one answer: a body with a million unknown fields must get a short one."""

_PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")

_DETAILS = {
    "missing": "Required, and not there.",
    "extra_forbidden": "Unknown here. Remove it, or see whether it is spelled right.",
    "string_type": "Must be a string.",
    "string_too_short": "Must not be empty.",
    "string_too_long": "Must have a length of at most {max_length}.",
    "too_short": "Must not be empty.",
    "too_long": "Must have a length of at most {max_length}.",
    "string_unicode": "Has a field with a lone surrogate in its name. Remove it.",
    "string_pattern_mismatch": "Is not in the form that the contract describes.",
    "unstorable": "Holds {what} at offset {offset}. Remove it.",
    "moment": "Must be a date and time with its offset as in RFC 3339, such as "
    "2026-03-14T09:30:00Z. In a query, write + as %2B.",
    "publication_date": "Must be from the year 1600 to a day from now.",
    "url": "Must be a URL of http or https with a host. It must hold no user name, no white space "
    "and no control character.",
    "nothing_changes": "Must change something: give at least one field beside the reason.",
    "nameless": "Must have a name and a kind: leave them out to keep them.",
    "one_source": "Must have exactly one of `text` and `article_id`.",
    "one_correction": "Must have exactly one of `no_quotation`, `spans` and `speaker`.",
    "one_target": "Must have exactly one of `to_id` and `name`.",
    "relevance_to_nothing": "`relevance` needs `q`, the words to which quotes are relevant.",
    "repeated": "Is given more than once. Give it once.",
    "wordless": "Must hold at least one word.",
    "outlet_unnamed": "Must have a domain or a name.",
    "bool_type": "Must be true or false.",
    "int_type": "Must be a whole number.",
    "int_from_float": "Must be a whole number.",
    "int_parsing": "Must be a whole number.",
    "int_parsing_size": "Must be a whole number, and a smaller one.",
    "greater_than_equal": "Must be {ge} or more.",
    "less_than_equal": "Must be {le} or less.",
    "enum": "Must be one of {expected}.",
    "literal_error": "Must be one of {expected}.",
    "uuid_type": "Must be a UUID.",
    "uuid_parsing": "Must be a UUID.",
    "idempotency_key": "Must be sent once: up to 255 visible ASCII characters without quotation "
    "marks inside.",
    "one_speaker": "Must have exactly one of `speaker` and `speaker_id`.",
    "model_attributes_type": "Must be a JSON object.",
    "model_type": "Must be a JSON object.",
}

_NAMELESS = {
    "extra_forbidden": "Holds a field that is unknown here. Remove it.",
    "repeated": "Holds a field more than once. Give it once.",
}
"""The details where the name of the field is not repeated."""


def describe_fields(errors: Sequence[Mapping[str, Any]]) -> list[FieldError]:
    """Return our description of Pydantic's errors, in the same order."""
    return [_describe(error) for error in errors[:MOST_ERRORS]]


def _describe(error: Mapping[str, Any]) -> FieldError:
    part, *steps = error["loc"]
    if error["type"] in _NAMELESS and not _PLAIN_NAME.fullmatch(str(steps[-1])):
        # The name of a field is submitted text, too. We repeat only what looks like a name.
        steps.pop()
        detail = _NAMELESS[error["type"]]
    else:
        template = _DETAILS.get(error["type"], "Is not valid.")
        detail = template.format_map(error.get("ctx", {}))
    return FieldError(part=RequestPart(part), pointer=_pointer(steps), detail=detail)


def _pointer(steps: Sequence[str | int]) -> str:
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)
