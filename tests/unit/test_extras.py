"""A missing package is one line that says what to install."""

import pytest

from service.errors import OnRecordError
from service.extras import needs_extra


def test_a_missing_package_is_named_with_its_extra() -> None:
    with pytest.raises(OnRecordError) as refused, needs_extra("peers", purpose="The peers"):
        import a_package_that_is_not_there.part  # noqa: F401
    assert refused.value.detail == (
        "The peers need a_package_that_is_not_there: pip install -e '.[peers]'."
    )


def test_what_is_there_is_imported() -> None:
    with needs_extra("test", purpose="Tests"):
        import typing as found
    assert found.TYPE_CHECKING is False
