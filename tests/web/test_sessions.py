"""Sign-in with a key, and what the session may do."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from service.api.auth.keys import make_key
from service.api.auth.scopes import Scope
from service.web.sessions import COOKIE, SessionSigner
from tests.support.keys import add_key


@pytest.fixture
def key(client, app):
    """A key that may read; with it the server is closed."""
    stored, headers = add_key(app.state.services.store, owner="night desk", scopes=[Scope.READ])
    return stored, headers["Authorization"].removeprefix("Bearer ")


def sign_in(client, text, **more):
    return client.post("/sign-in", data={"key": text, **more})


def test_without_a_key_each_page_asks_for_one(client, key):
    page = client.get("/?demo=x")

    assert page.status_code == 401
    assert 'action="/sign-in"' in page.text
    assert '<input type="hidden" name="next" value="/?demo=x">' in page.text
    assert "<nav" not in page.text


def test_a_key_begins_a_session_that_no_script_and_no_other_site_can_use(client, key):
    _, text = key

    answer = sign_in(client, f" {text} ", next="/?demo=x")

    assert (answer.status_code, answer.headers["location"]) == (303, "/?demo=x")
    cookie = answer.headers["set-cookie"]
    assert text not in cookie
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    page = client.get("/")
    assert page.status_code == 200
    assert "night desk" in page.text


def test_over_tls_the_cookie_never_goes_without(client, key):
    client.base_url = "https://127.0.0.1:8000"

    client.headers["Sec-Fetch-Site"] = "same-origin"
    answer = sign_in(client, key[1])

    assert "; Secure" in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("onrecord_", id="prefix alone"),
        pytest.param(make_key().text, id="key of another store"),
        pytest.param("ключ", id="other letters"),
    ],
)
def test_another_text_is_refused_and_not_repeated(client, key, text):
    answer = sign_in(client, text)

    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    assert "This key is not valid." in answer.text
    assert not text or text not in answer.text.replace("keys create", "")


def test_signing_out_ends_the_session(client, key):
    sign_in(client, key[1])

    answer = client.post("/sign-out")

    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert client.get("/").status_code == 401


def test_a_session_is_worth_nothing_for_the_api(client, key):
    sign_in(client, key[1])

    assert client.get("/v1/quotes").status_code == 401


def test_a_session_ends_with_its_key(client, app, key):
    stored, _ = key
    app.state.services.store.keys.revoke(stored.prefix)

    client.cookies.set(COOKIE, app.state.session_signer.sign(stored.prefix))

    assert client.get("/").status_code == 401


@pytest.mark.parametrize("tamper", [str.swapcase, lambda value: value[:-1], lambda _: "x"])
def test_a_changed_cookie_is_no_session(client, app, key, tamper):
    client.cookies.set(COOKIE, tamper(app.state.session_signer.sign(key[0].prefix)))

    assert client.get("/").status_code == 401


def test_a_cookie_of_another_secret_or_of_yesterday_is_no_session(monkeypatch):
    signer = SessionSigner("secret")
    value = signer.sign("prefix")

    assert signer.read(value) == "prefix"
    assert SessionSigner("another").read(value) is None
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 13 * 60 * 60)
    assert signer.read(value) is None


def test_too_many_wrong_keys_are_refused_before_they_are_looked_up(client, key):
    def answers() -> Iterator[int]:
        for _ in range(240):  # One more is looked up each second, so a slow machine needs more.
            yield (status := sign_in(client, make_key().text).status_code)
            if status == 429:
                return

    *looked_up, last = answers()

    assert last == 429
    assert set(looked_up) == {401}
    assert len(looked_up) >= 60


def test_a_key_without_the_scope_sees_that_on_a_page(client, app):
    _, headers = add_key(app.state.services.store, scopes=[Scope.WRITE])
    sign_in(client, headers["Authorization"].removeprefix("Bearer "))

    page = client.get("/")

    assert page.status_code == 403
    assert "This needs a key with the scope `read`." in page.text
    assert 'href="/" aria-current' not in page.text


def test_a_server_without_keys_asks_for_none(client):
    assert client.get("/").status_code == 200
    assert "Sign out" not in client.get("/").text
    assert sign_in(client, "").headers["location"] == "/"
