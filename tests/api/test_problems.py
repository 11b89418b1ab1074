"""Every error is an RFC 9457 problem."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import uuid4

import pytest

from service.errors import NotReady, OnRecordError, Overloaded

JSON = {"content-type": "application/json"}
TEXT = {"outlet": {"domain": "a.example"}, "text": "Nothing."}


def problem(response) -> dict:
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == response.status_code
    assert body["request_id"] == response.headers["x-request-id"]
    return body


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b'{"text": "abc', "The body stops being JSON at offset 9."),
        (b"{'text': 1}", "The body stops being JSON at offset 1."),
        (b'{"text": "\xff\xfe"}', "The body is not JSON that this server can read."),
        (b"[" * 100_000, "The body is not JSON that this server can read."),
        (b'{"text": ' + b"9" * 5_000 + b"}", "The body is not JSON that this server can read."),
    ],
)
def test_400_for_what_is_not_json(client, body, detail):
    response = client.post("/v1/extract", content=body, headers=JSON)

    assert response.status_code == 400
    assert problem(response) == {
        "type": "urn:onrecord:problem:malformed-body",
        "title": "The body is not JSON",
        "status": 400,
        "detail": detail,
        "request_id": response.headers["x-request-id"],
    }


@pytest.mark.parametrize(
    "path", ["/", "/v1", "/v1/quotes/", "/v2/quotes", "/v1/articles/a/b", "/%ff", "/%00", "/redoc"]
)
def test_404_for_an_unknown_path(client, path):
    response = client.get(path)

    assert response.status_code == 404
    body = problem(response)
    assert body["type"] == "urn:onrecord:problem:not-found"
    assert body["detail"] == "There is nothing at this path."


@pytest.mark.parametrize("path", ["/v1/articles", "/v1/quotes", "/v1/speakers"])
def test_404_for_an_unknown_id(client, path):
    response = client.get(f"{path}/{uuid4()}")

    assert response.status_code == 404
    assert problem(response)["type"] == "urn:onrecord:problem:not-found"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/v1/extract", "POST"),
        ("PUT", "/v1/articles", "GET, POST"),
        ("PATCH", f"/v1/articles/{uuid4()}", "DELETE, GET"),
        ("DELETE", "/v1/quotes", "GET"),
        ("POST", "/healthz", "GET"),
        ("POST", "/openapi.json", "GET, HEAD"),
    ],
)
def test_405_names_every_method_of_the_path(client, method, path, allowed):
    response = client.request(method, path)

    assert response.status_code == 405
    assert problem(response)["type"] == "urn:onrecord:problem:method-not-allowed"
    assert response.headers["allow"] == allowed


@pytest.mark.parametrize("path", ["/v1/extract", "/v1/articles"])
def test_413_for_a_text_that_is_too_long(client, settings, path):
    text = "a" * (settings.max_characters + 1)

    response = client.post(
        path, json={"text": text} if path == "/v1/extract" else {**TEXT, "text": text}
    )

    assert response.status_code == 413
    assert problem(response)["type"] == "urn:onrecord:problem:text-too-long"


def test_413_for_a_body_that_is_too_large(client):
    response = client.post("/v1/extract", content=b" " * 1_000_000, headers=JSON)

    assert response.status_code == 413
    assert problem(response)["type"] == "urn:onrecord:problem:body-too-large"


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "json"])
def test_415_for_a_body_that_is_not_declared_as_json(client, media_type):
    response = client.post(
        "/v1/extract", content=b'{"text": "a"}', headers={"content-type": media_type}
    )

    assert response.status_code == 415
    assert problem(response)["type"] == "urn:onrecord:problem:unsupported-media-type"


REQUIRED = "Required, and not there."
UNKNOWN = "Unknown here. Remove it, or see whether it is spelled right."
MOMENT = (
    "Must be a date and time with its offset as in RFC 3339, such as 2026-03-14T09:30:00Z. "
    "In a query, write + as %2B."
)


@pytest.mark.parametrize(
    ("article", "pointer", "detail"),
    [
        ([], "", "Must be a JSON object."),
        ("text", "", "Must be a JSON object."),
        ({"outlet": TEXT["outlet"]}, "/text", REQUIRED),
        ({"text": "a"}, "/outlet", REQUIRED),
        ({**TEXT, "text": ""}, "/text", "Must not be empty."),
        ({**TEXT, "text": None}, "/text", "Must be a string."),
        ({**TEXT, "text": 1}, "/text", "Must be a string."),
        ({**TEXT, "text": float("nan")}, "/text", "Must be a string."),
        ({**TEXT, "text": 10**400}, "/text", "Must be a string."),
        ({**TEXT, "text": ["a"]}, "/text", "Must be a string."),
        ({**TEXT, "titel": "a"}, "/titel", UNKNOWN),
        ({**TEXT, "a sentence as a name": 1}, "", "Holds a field that is unknown here. Remove it."),
        ({**TEXT, "\ud800": 1}, "", "Has a field with a lone surrogate in its name. Remove it."),
        ({**TEXT, "title": "a" * 2001}, "/title", "Must have a length of at most 2000."),
        ({**TEXT, "outlet": {}}, "/outlet", "Must have a domain or a name."),
        ({**TEXT, "outlet": {"name": " "}}, "/outlet", "Must have a domain or a name."),
        ({**TEXT, "outlet": "a.example"}, "/outlet", "Must be a JSON object."),
        (
            {**TEXT, "outlet": {"domain": "https://a.example/"}},
            "/outlet/domain",
            "Is not in the form that the contract describes.",
        ),
        ({**TEXT, "outlet": {"domain": "a.example", "id": 1}}, "/outlet/id", UNKNOWN),
        ({**TEXT, "published_at": "2026-03-14"}, "/published_at", MOMENT),
        ({**TEXT, "published_at": 1_700_000_000}, "/published_at", MOMENT),
    ],
)
def test_422_says_which_field_is_wrong_and_what_would_be_right(client, article, pointer, detail):
    # json= of the client refuses NaN and lone surrogates, which a careless client sends.
    import json

    response = client.post("/v1/articles", content=json.dumps(article), headers=JSON)

    assert response.status_code == 422
    body = problem(response)
    assert body["type"] == "urn:onrecord:problem:invalid-request"
    assert body["errors"] == [{"part": "body", "pointer": pointer, "detail": detail}]


def test_422_where_there_is_no_body(client):
    response = client.post("/v1/articles")

    assert response.status_code == 422
    assert problem(response)["errors"] == [{"part": "body", "pointer": "", "detail": REQUIRED}]


@pytest.mark.parametrize(
    ("code_point", "name"), [("\\u0000", "NUL"), ("\\ud800", "a lone surrogate")]
)
@pytest.mark.parametrize("path", ["/v1/extract", "/v1/articles"])
def test_422_for_a_text_that_cannot_be_stored(client, path, code_point, name):
    outlet = "" if path == "/v1/extract" else '"outlet": {"name": "A"}, '
    body = f'{{{outlet}"text": "😀{code_point}"}}'

    response = client.post(path, content=body.encode(), headers=JSON)

    assert response.status_code == 422
    told = problem(response)
    assert told["type"] == "urn:onrecord:problem:invalid-text"
    assert told["errors"] == [
        {"part": "body", "pointer": "/text", "detail": f"Holds {name} at offset 1. Remove it."}
    ]


@pytest.mark.parametrize("code_point", ["\\u0000", "\\ud800"])
@pytest.mark.parametrize("field", ["url", "title", "outlet/domain", "outlet/name", "published_at"])
def test_422_for_any_other_field_that_cannot_be_stored(client, field, code_point):
    parts = {"outlet/domain": '"name": "A"', "outlet/name": '"domain": "a.example"'}
    outer, _, inner = field.partition("/")
    value = f'"a{code_point}b"'
    fields = (
        f'"outlet": {{{parts[field]}, "{inner}": {value}}}'
        if inner
        else f'"outlet": {{"name": "A"}}, "{outer}": {value}'
    )

    response = client.post(
        "/v1/articles", content=f'{{{fields}, "text": "Nothing."}}', headers=JSON
    )

    assert response.status_code == 422
    (error,) = problem(response)["errors"]
    assert error["pointer"] == f"/{field}"


@pytest.mark.parametrize(
    ("query", "pointer", "detail"),
    [
        ("limit=0", "/limit", "Must be 1 or more."),
        ("limit=101", "/limit", "Must be 100 or less."),
        ("limit=ten", "/limit", "Must be a whole number."),
        ("limit=1.5", "/limit", "Must be a whole number."),
        (f"limit={'9' * 5000}", "/limit", "Must be a whole number, and a smaller one."),
        ("min_outlets=0", "/min_outlets", "Must be 1 or more."),
        ("kind=loud", "/kind", "Must be one of 'direct', 'mixed' or 'indirect'."),
        ("sort=best", "/sort", "Must be one of 'newest', 'oldest' or 'outlets'."),
        ("speaker_id=1", "/speaker_id", "Must be a UUID."),
        ("speakerid=1", "/speakerid", UNKNOWN),
        ("q=", "/q", "Must not be empty."),
        ("q=a%00", "/q", "Holds NUL at offset 1. Remove it."),
        ("speaker=%00", "/speaker", "Holds NUL at offset 0. Remove it."),
        ("outlet=%00", "/outlet", "Holds NUL at offset 0. Remove it."),
        ("cursor=%00", "/cursor", "Holds NUL at offset 0. Remove it."),
        ("published_from=2026-03-14", "/published_from", MOMENT),
        ("published_from=2026-03-14T09:30:00+01:00", "/published_from", MOMENT),
        ("published_to=0001-01-01T00:00:00%2B14:00", "/published_to", MOMENT),
    ],
)
def test_422_for_a_query_parameter(client, query, pointer, detail):
    response = client.get(f"/v1/quotes?{query}")

    assert response.status_code == 422
    body = problem(response)
    assert body["type"] == "urn:onrecord:problem:invalid-request"
    assert body["errors"] == [{"part": "query", "pointer": pointer, "detail": detail}]


@pytest.mark.parametrize("query", ["q=%ff", "q=%ED%A0%80", "q=%", "q=%zz", "&&==&q=a"])
def test_a_badly_encoded_query_is_no_crash(client, query):
    assert client.get(f"/v1/quotes?{query}").status_code in (200, 422)


@pytest.mark.parametrize("path", ["/v1/articles", "/v1/quotes", "/v1/speakers"])
@pytest.mark.parametrize("id_", ["1", "nil", "%00", "%ff", "0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b0g"])
def test_422_for_an_id_that_is_no_uuid(client, path, id_):
    response = client.get(f"{path}/{id_}")

    assert response.status_code == 422
    (error,) = problem(response)["errors"]
    assert (error["part"], error["detail"]) == ("path", "Must be a UUID.")


def test_422_tells_of_at_most_twenty_fields(client):
    response = client.post("/v1/articles", json=dict.fromkeys((f"f{n}" for n in range(999)), 1))

    assert len(problem(response)["errors"]) == 20


@pytest.fixture
def failing(app, client):
    """Makes the reader raise what the test wants."""

    def failing(error: Exception) -> None:
        def read(text: str) -> None:
            raise error

        services = app.state.services
        app.state.services = SimpleNamespace(
            store=services.store, reader=SimpleNamespace(read=read), ingestor=services.ingestor
        )

    return failing


def test_500_tells_nothing_of_what_happened(client, failing):
    failing(RuntimeError("a secret"))

    response = client.post("/v1/extract", json={"text": "a"})

    assert response.status_code == 500
    assert problem(response)["type"] == "urn:onrecord:problem:internal"
    assert "secret" not in response.text


def test_500_for_an_error_of_ours_that_nobody_placed(client, failing):
    failing(OnRecordError("The database refused a statement (DataError)."))

    response = client.post("/v1/extract", json={"text": "a"})

    assert response.status_code == 500
    assert problem(response)["detail"] == "The database refused a statement (DataError)."


def test_503_says_when_to_try_again(client, failing):
    failing(Overloaded("Too many texts wait.", retry_after=7))

    response = client.post("/v1/extract", json={"text": "a"})

    assert response.status_code == 503
    assert problem(response)["type"] == "urn:onrecord:problem:overloaded"
    assert response.headers["retry-after"] == "7"


def test_503_while_the_database_is_not_there(client, app, monkeypatch):
    def gone() -> None:
        raise NotReady("The database does not answer (OperationalError).")

    monkeypatch.setattr(app.state.services.store.__class__, "ping", lambda self: gone())

    response = client.get("/readyz")

    assert response.status_code == 503
    assert problem(response)["type"] == "urn:onrecord:problem:not-ready"
    assert int(response.headers["retry-after"]) > 0
    assert client.get("/healthz").json() == {"status": "ok"}


def test_503_while_the_engine_is_not_loaded(client, app):
    del app.state.services

    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


def test_ready_with_database_and_engine(client):
    assert client.get("/readyz").json() == {"status": "ready"}


def test_a_refused_body_ends_the_connection(client):
    """A server that keeps it open has to receive the rest of the body first."""
    response = client.post("/v1/extract", content=b" " * 1_000_000)

    assert response.status_code == 413
    assert response.headers["connection"] == "close"
