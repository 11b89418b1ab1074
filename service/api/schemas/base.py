"""What every schema shares."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from service.text.storable import find_unstorable


class Answer(BaseModel):
    """A JSON object that this API sends. Its fields' docstrings are the contract's descriptions."""

    model_config = ConfigDict(use_attribute_docstrings=True, frozen=True)


class Submission(BaseModel):
    """A JSON object, or a query, that a client sends: a field it does not know is refused."""

    model_config = ConfigDict(use_attribute_docstrings=True, frozen=True, extra="forbid")


def refuse_unstorable(value: object) -> object:
    """Anything -> the same, unless it is a string that no database stores.

    Raises:
        PydanticCustomError: the string holds NUL or a lone surrogate.
    """
    found = find_unstorable(value) if isinstance(value, str) else None
    if found:
        raise PydanticCustomError("unstorable", "", {"what": found.name, "offset": found.offset})
    return value


Text = Annotated[str, BeforeValidator(refuse_unstorable)]
"""A string that can be stored: it holds neither NUL nor lone surrogates."""
