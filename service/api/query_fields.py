"""Which parameters the query of a route has."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from starlette.routing import BaseRoute, Match
from starlette.types import Scope


def query_fields(dependant: Dependant) -> dict[str, FieldInfo]:
    """Return the parameters of the query by name: the fields of the route's models of its query."""
    models = [field.field_info.annotation for field in dependant.query_params]
    return {
        name: field
        for model in models
        if isinstance(model, type) and issubclass(model, BaseModel)
        for name, field in model.model_fields.items()
    }


def query_names(routes: Iterable[BaseRoute], scope: Scope) -> frozenset[str]:
    """Return the names that the query of a request may hold; none where no route answers it.

    Args:
        routes: The routes of the application.
        scope: The ASGI scope of the request: its method and path are looked at.
    """
    for route in routes:
        if isinstance(route, APIRoute) and route.matches(scope)[0] is Match.FULL:
            return frozenset(query_fields(route.dependant))
    return frozenset()
