"""Turn a template and what it shows into a page."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse
from starlette.types import Scope

from service.api.auth.principal import Principal
from service.api.middleware.security_headers import CONTENT_SECURITY_POLICY
from service.web.citation import join_names, name_outlet, name_speaker, write_date, write_minute
from service.web.navigation import links_for
from service.web.static_files import static_url

# Nothing is inline, and nothing is of another host: no script that a text smuggles in can run.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

PAGE_HEADERS = {
    CONTENT_SECURITY_POLICY: POLICY,
    # With `no-referrer`, browsers would send `Origin: null` with the forms of a page.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
    "Vary": "Cookie",
}


def render_page(
    scope: Scope,
    template: str,
    *,
    status: int = HTTPStatus.OK,
    **shown: object,
) -> HTMLResponse:
    """Return a page.

    Args:
        scope: The request that it answers.
        template: The name of a file in `templates/`.
        status: The HTTP status.
        shown: What the template shows. All of it is escaped.
    """
    state = scope.get("state", {})
    principal: Principal | None = state.get("principal")
    text = (
        environment()
        .get_template(template)
        .render(
            **shown,
            path=scope["path"],
            links=links_for(principal, scope["app"].state.page_paths),
            principal=principal,
            scopes=frozenset() if principal is None else principal.scopes,
            is_signed_in=principal is not None and principal.key_id is not None,
        )
    )
    return HTMLResponse(text, status_code=status, headers=PAGE_HEADERS)


@cache
def environment() -> Environment:
    """Return the templates. Each value is escaped, and a name that is not there is an error."""
    made = Environment(
        loader=PackageLoader("service.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["static"] = static_url
    made.filters |= {
        "day": write_date,
        "minute": write_minute,
        "names": join_names,
        "speaker_name": name_speaker,
        "outlet": name_outlet,
    }
    return made
