"""Make the bodies of the API's operations out of forms, checked as the API checks them."""

from __future__ import annotations

from typing import TypeVar

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

Body = TypeVar("Body", bound=BaseModel)


def body_of(schema: type[Body], **fields: object) -> Body:
    """Return the body that a client of the API would send.

    Args:
        schema: What the API's operation takes.
        fields: What the form holds.

    Raises:
        RequestValidationError: A field is not as the contract says; it is answered as a problem.
    """
    try:
        return schema.model_validate(fields)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        raise RequestValidationError(
            [{**each, "loc": ("body", *each["loc"])} for each in found]
        ) from None
