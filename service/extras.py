"""Say in one line which extra to install when a package of it is missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from service.errors import OnRecordError


@contextmanager
def needs_extra(extra: str, *, purpose: str) -> Iterator[None]:
    """Guard imports of packages that only an extra installs.

    Args:
        extra: The extra of `pyproject.toml` that installs them, such as "test".
        purpose: What needs them, in the plural, as the error names it: "Plots".

    Raises:
        OnRecordError: A package is missing; the message says how to install it.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        package = (error.name or "a package").split(".")[0]
        raise OnRecordError(f"{purpose} need {package}: pip install -e '.[{extra}]'.") from None
