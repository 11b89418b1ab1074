"""Each field that is not valid is named in an RFC 9457 problem."""

from __future__ import annotations

import gzip
import re

import pytest

from service.api.openapi import build_openapi
from tests.support.checked_client import problem_of

JSON = {"content-type": "application/json"}
TEXT = {"outlet": {"domain": "a.example"}, "text": "Nothing."}
REQUIRED = "Required, and not there."
UNKNOWN = "Unknown here. Remove it, or see whether it is spelled right."
MOMENT = (
    "Must be a date and time with its offset as in RFC 3339, such as 2026-03-14T09:30:00Z. "
    "In a query, write + as %2B."
)
PUBLICATION_DATE = "Must be from the year 1600 to a day from now."
URL = (
    "Must be a URL of http or https with a host. It must hold no user name, no white space and no "
    "control character."
)
TWICE = "The body has an object that gives a member more than once."


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
        ({**TEXT, "published_at": "0001-01-01T00:00:00Z"}, "/published_at", PUBLICATION_DATE),
        ({**TEXT, "published_at": "9999-12-31T00:00:00Z"}, "/published_at", PUBLICATION_DATE),
        ({**TEXT, "url": "javascript:alert(1)"}, "/url", URL),
        ({**TEXT, "url": "https://user@a.example/"}, "/url", URL),
        ({**TEXT, "url": "https://a\u202eelpmaxe.b"}, "/url", URL),
        ({**TEXT, "url": ""}, "/url", URL),
    ],
)
def test_422_says_which_field_is_wrong_and_what_would_be_right(client, article, pointer, detail):
    # json= of the client refuses NaN and lone surrogates, which a careless client sends.
    import json

    response = client.post("/v1/articles", content=json.dumps(article), headers=JSON)

    assert response.status_code == 422
    body = problem_of(response)
    assert body["type"] == "urn:onrecord:problem:invalid-request"
    assert body["errors"] == [{"part": "body", "pointer": pointer, "detail": detail}]


def test_422_where_there_is_no_body(client):
    response = client.post("/v1/articles")

    assert response.status_code == 422
    assert problem_of(response)["errors"] == [{"part": "body", "pointer": "", "detail": REQUIRED}]


@pytest.mark.parametrize(
    ("code_point", "name"), [("\\u0000", "NUL"), ("\\ud800", "a lone surrogate")]
)
@pytest.mark.parametrize("path", ["/v1/extract", "/v1/articles"])
def test_422_for_a_text_that_cannot_be_stored(client, path, code_point, name):
    outlet = "" if path == "/v1/extract" else '"outlet": {"name": "A"}, '
    body = f'{{{outlet}"text": "😀{code_point}"}}'

    response = client.post(path, content=body.encode(), headers=JSON)

    assert response.status_code == 422
    problem = problem_of(response)
    assert problem["type"] == "urn:onrecord:problem:invalid-text"
    assert problem["errors"] == [
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
    (error,) = problem_of(response)["errors"]
    assert error["pointer"] == f"/{field}"


@pytest.mark.parametrize(
    ("query", "pointer", "detail"),
    [
        ("limit=0", "/limit", "Must be 1 or more."),
        ("limit=101", "/limit", "Must be 100 or less."),
        ("limit=ten", "/limit", "Must be a whole number."),
        ("limit=1.5", "/limit", "Must be a whole number."),
        ("limit=%2B5", "/limit", "Must be a whole number."),
        ("limit=%205", "/limit", "Must be a whole number."),
        ("limit=05", "/limit", "Must be a whole number."),
        ("limit=5.0", "/limit", "Must be a whole number."),
        ("limit=1_0", "/limit", "Must be a whole number."),
        ("limit=٥", "/limit", "Must be a whole number."),
        ("min_origins=%2B2", "/min_origins", "Must be a whole number."),
        ("disputed=yes", "/disputed", "Must be true or false."),
        ("disputed=True", "/disputed", "Must be true or false."),
        ("disputed=1", "/disputed", "Must be true or false."),
        (f"limit={'9' * 5000}", "/limit", "Must be a whole number, and a smaller one."),
        ("min_outlets=0", "/min_outlets", "Must be 1 or more."),
        ("kind=loud", "/kind", "Must be one of 'direct', 'mixed' or 'indirect'."),
        (
            "sort=best",
            "/sort",
            "Must be one of 'newest', 'oldest', 'outlets', 'origins' or 'relevance'.",
        ),
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
    body = problem_of(response)
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
    (error,) = problem_of(response)["errors"]
    assert (error["part"], error["detail"]) == ("path", "Must be a UUID.")


IDS = "0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b01"
ROUTES = [
    (method.upper(), re.sub(r"\{\w+\}", IDS, path))
    for path, operations in build_openapi()["paths"].items()
    for method in operations
    if path.startswith("/v1/")
]


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_422_for_an_unknown_query_parameter_of_any_route(client, method, path):
    response = client.request(method, f"{path}?zzz=secret&a+long%20name=1")

    assert response.status_code == 422
    found = problem_of(response)["errors"]
    assert {"part": "query", "pointer": "/zzz", "detail": UNKNOWN} in found
    assert "secret" not in response.text
    assert "long" not in response.text


def test_422_for_a_body_of_too_many_values(client):
    response = client.post(
        "/v1/extract", content=b'{"text":"a"' + b',"k":0' * 6_000 + b"}", headers=JSON
    )

    assert response.status_code == 422
    assert problem_of(response)["detail"] == (
        "The body holds more than 10000 strings, brackets and commas. No request needs that many."
    )


def test_422_tells_of_at_most_twenty_fields(client):
    response = client.post("/v1/articles", json=dict.fromkeys((f"f{n}" for n in range(999)), 1))

    assert len(problem_of(response)["errors"]) == 20


@pytest.mark.parametrize("coding", ["gzip", "br", "identity, gzip", "GZIP", "x-unknown"])
@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/v1/extract", "application/json"),
        ("/v1/articles", "application/json"),
        ("/v1/ingest-jobs", "application/x-ndjson"),
    ],
)
def test_a_compressed_body_is_refused_for_its_coding(client, path, media_type, coding):
    headers = {"content-type": media_type, "content-encoding": coding}
    answer = client.post(path, content=gzip.compress(b"{}"), headers=headers)

    assert answer.status_code == 415
    assert "Content-Encoding" in problem_of(answer)["detail"]


def test_a_body_that_is_declared_as_it_is_is_read(client):
    headers = {**JSON, "content-encoding": "identity"}
    answer = client.post("/v1/extract", content=b'{"text": "Nothing."}', headers=headers)

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        '{"text": "“Go,” Ann Lee said.", "text": "“Stay,” Ann Lee said."}',
        '{"text": "a", "te\\u0078t": "a"}',
        '{"text": "a", "outlet": {"name": "A", "name": "B"}}',
    ],
)
@pytest.mark.parametrize("path", ["/v1/extract", "/v1/articles"])
def test_400_for_a_member_that_is_given_twice(client, path, body):
    response = client.post(path, content=body.encode(), headers=JSON)

    assert response.status_code == 400
    assert problem_of(response)["detail"] == TWICE
