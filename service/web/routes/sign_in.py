"""Sign in with an API key, and sign out."""

from __future__ import annotations

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from service.api.auth.keys import read_key
from service.api.problems import Unauthenticated
from service.services import services_of
from service.web.forms import FormOf
from service.web.page_router import page_router
from service.web.render import render_page
from service.web.sessions import begin_session, end_session

router = page_router()

_HOME = "/"
_SEE_OTHER = 303


@router.get("/sign-in", operation_id="showSignIn")
async def show_sign_in(request: Request) -> Response:
    """Return the form that asks for a key."""
    return render_page(request.scope, "sign_in.html", next_path=_HOME, is_refused=False)


@router.post("/sign-in", operation_id="signIn")
async def sign_in(request: Request, form: FormOf) -> Response:
    """Begin a session if the key is valid, and go on to the page that was asked for."""
    text = form.words("key") or ""
    next_path = own_path(form.fields.get("next", _HOME))
    authenticator = request.app.state.authenticators.of(services_of(request.app))
    key = read_key(text)
    try:
        await authenticator.authenticate(_with_key(request, key.text if key else ""))
    except Unauthenticated:
        return render_page(
            request.scope,
            "sign_in.html",
            status=Unauthenticated.status,
            next_path=next_path,
            is_refused=True,
        )
    response = RedirectResponse(next_path, status_code=_SEE_OTHER)
    if key is not None:
        value = request.app.state.session_signer.sign(key.prefix)
        begin_session(response, value, secure=request.url.scheme == "https")
    return response


@router.post("/sign-out", operation_id="signOut")
async def sign_out() -> Response:
    """End the session."""
    response = RedirectResponse("/sign-in", status_code=_SEE_OTHER)
    end_session(response)
    return response


def own_path(path: str) -> str:
    """Return a path of this server, or that of the first page where another address is given."""
    is_own = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if is_own and path.isprintable() else _HOME


def _with_key(request: Request, key: str) -> dict[str, object]:
    """Return the request as one that has this key in its header, and no session."""
    others = [(name, value) for name, value in request.scope["headers"] if name != b"authorization"]
    header = (b"authorization", b"Bearer " + key.encode("ascii"))
    return {**request.scope, "headers": [*others, header], "state": {}}
