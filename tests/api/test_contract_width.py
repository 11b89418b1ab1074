"""The server takes what `openapi.yaml` calls valid, and refuses what is not valid there."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
import pytest

from service.api.openapi import build_openapi
from tests.support.checked_client import validate

ID = "0190b3c4-6f1e-7a52-9d3b-2f6c8e5a1b01"
ARTICLE: dict[str, Any] = {"outlet": {"domain": "a.example"}, "text": "Nothing."}
MATCH: dict[str, Any] = {"text": "who pays"}
WHO: dict[str, Any] = {"reason": "asked them"}
SPLIT: dict[str, Any] = {**WHO, "occurrences": [ID]}

ARTICLES = ("post", "/v1/articles")
MATCHES = ("post", "/v1/quotes/match")
CHANGE = ("patch", "/v1/speakers/{speaker_id}")
PROOFS = ("post", "/v1/proofs")
PROOF: dict[str, Any] = {"draft": {"text": "A"}}
SPLITTING = ("post", "/v1/speakers/{speaker_id}/split")
CORRECTING = ("post", "/v1/articles/{article_id}/quotations/{quotation_id}/correct")


def words(**span: Any) -> dict[str, Any]:
    return {**WHO, "spans": [{"start": 0, "end": 3, **span}]}


def outlet(**fields: Any) -> dict[str, Any]:
    return {**ARTICLE, "outlet": fields}


@pytest.mark.parametrize(
    ("operation", "body", "valid"),
    [
        (ARTICLES, ARTICLE, True),
        (ARTICLES, outlet(domain=None, name="A"), True),
        (ARTICLES, outlet(domain="a.example", name=None), True),
        (ARTICLES, outlet(domain="", name="A"), True),
        (ARTICLES, outlet(domain=" ", name="A"), False),
        (ARTICLES, outlet(), False),
        (ARTICLES, outlet(domain=None), False),
        (ARTICLES, outlet(domain=None, name=None), False),
        (ARTICLES, outlet(domain="", name=" "), False),
        (ARTICLES, outlet(domain=".", name="A"), True),
        (ARTICLES, outlet(domain="www.", name="A"), True),
        (ARTICLES, outlet(domain=".", name=" "), False),
        (ARTICLES, outlet(domain="WWW.."), False),
        (ARTICLES, outlet(domain="www.a.example"), True),
        (ARTICLES, outlet(domain="a\x1fb"), False),  # White space in some dialects of patterns.
        (ARTICLES, outlet(domain="a\x85b"), False),
        (ARTICLES, outlet(domain="a\ufeffb"), False),
        (ARTICLES, {**ARTICLE, "url": "https://a.example/\ufeff"}, False),
        (ARTICLES, {**ARTICLE, "url": "https://a\ufeff.example/"}, False),
        (ARTICLES, outlet(domain="https://a.example"), False),
        (ARTICLES, {**ARTICLE, "text": "a\x00"}, False),
        (ARTICLES, {**ARTICLE, "title": "a\x00"}, False),
        (ARTICLES, {**ARTICLE, "title": None, "url": None, "published_at": None}, True),
        (ARTICLES, {**ARTICLE, "url": "https://a.example/b"}, True),
        (ARTICLES, {**ARTICLE, "url": "javascript:alert(1)"}, False),
        (ARTICLES, {**ARTICLE, "url": "https://a.example/\x00"}, False),
        (ARTICLES, {**ARTICLE, "url": "https://a@b.example/"}, False),
        (MATCHES, {**MATCH, "limit": 5}, True),
        (MATCHES, {**MATCH, "limit": 5.0}, True),
        (MATCHES, {**MATCH, "limit": 5.5}, False),
        (MATCHES, {**MATCH, "limit": "5"}, False),
        (MATCHES, {**MATCH, "limit": True}, False),
        (MATCHES, {**MATCH, "limit": None}, False),
        (MATCHES, {**MATCH, "limit": 10**30}, False),
        (MATCHES, {**MATCH, "speaker": None}, True),
        (MATCHES, {**MATCH, "speaker": "a\x00"}, False),
        (CHANGE, {**WHO, "name": "Ada"}, True),
        (CHANGE, {**WHO, "notes": None}, True),
        (CHANGE, {**WHO, "wikidata_id": None}, True),
        (CHANGE, {**WHO, "kind": "person"}, True),
        (CHANGE, {**WHO, "kind": None}, False),
        (CHANGE, {**WHO, "name": None}, False),
        (CHANGE, {**WHO, "name": "a\x00"}, False),
        (CHANGE, {**WHO, "add_aliases": ["a\x00"]}, False),
        (CHANGE, {**WHO, "wikidata_id": "q42"}, False),
        (CHANGE, WHO, False),
        (CHANGE, {**WHO, "reason": None}, False),
        (CHANGE, {**WHO, "reason": "Because."}, False),
        (CHANGE, {}, False),
        (CORRECTING, words(), True),
        (CORRECTING, words(end=3.0), True),
        (CORRECTING, words(end="3"), False),
        (CORRECTING, words(start=True), False),
        (CORRECTING, words(start=-1), False),
        (CORRECTING, words(end=10**30), False),
        (CORRECTING, {**WHO, "no_quotation": True}, True),
        (CORRECTING, {**WHO, "no_quotation": 1}, False),
        (CORRECTING, {**WHO, "no_quotation": False}, False),
        (CORRECTING, {**words(), "no_quotation": True}, False),
        (PROOFS, PROOF, True),
        (PROOFS, {**PROOF, "use_store": True}, True),
        (PROOFS, {**PROOF, "use_store": 1}, False),
        (PROOFS, {**PROOF, "use_store": "true"}, False),
        (PROOFS, {**PROOF, "use_store": None}, False),
        (PROOFS, {**PROOF, "sources": [{"text": "A"}]}, True),
        (PROOFS, {**PROOF, "sources": [{"text": "A", "article_id": None, "name": None}]}, True),
        (PROOFS, {**PROOF, "sources": [{"article_id": ID}]}, True),
        (PROOFS, {**PROOF, "sources": [{}]}, False),
        (PROOFS, {**PROOF, "sources": [{"text": "A", "article_id": ID}]}, False),
        (PROOFS, {**PROOF, "sources": [{"text": ""}]}, False),
        (PROOFS, {**PROOF, "sources": [{"text": "A"}] * 51}, False),
        (PROOFS, {**PROOF, "sources": None}, False),
        (PROOFS, {**PROOF, "draft": "A"}, False),
        (SPLITTING, {**SPLIT, "name": "Ada"}, True),
        (SPLITTING, {**SPLIT, "to_id": ID}, True),
        (SPLITTING, {**SPLIT, "to_id": ID, "name": None}, True),
        (SPLITTING, {**SPLIT, "to_id": None, "name": "Ada"}, True),
        (SPLITTING, SPLIT, False),
        (SPLITTING, {**SPLIT, "to_id": None}, False),
        (SPLITTING, {**SPLIT, "to_id": None, "name": None}, False),
        (SPLITTING, {**SPLIT, "to_id": ID, "name": "Ada"}, False),
    ],
)
def test_contract_and_server_agree(client, operation, body, valid):
    method, path = operation
    described = build_openapi()["paths"][path][method]["requestBody"]["content"]
    try:
        validate(body, described["application/json"]["schema"])
        by_contract = True
    except jsonschema.ValidationError:
        by_contract = False

    response = client.request(
        method.upper(),
        re.sub(r"{\w+}", ID, path),
        content=json.dumps(body),
        headers={"content-type": "application/json"},
    )

    assert by_contract is valid
    assert (response.status_code != 422) is valid, response.text


def test_every_whole_number_of_a_body_is_in_the_table_above():
    """Pydantic takes "5" and true unless a field says otherwise: see `WholeNumber`."""
    schemas = build_openapi()["components"]["schemas"]
    numbers = {
        (name, field)
        for name, schema in schemas.items()
        if name.endswith("In")
        for field, described in schema["properties"].items()
        if described.get("type") in ("integer", "number", "boolean")
    }
    assert numbers == {
        ("MatchIn", "limit"),
        ("ProofIn", "use_store"),
        ("SpanIn", "start"),
        ("SpanIn", "end"),
        ("CorrectionIn", "no_quotation"),
    }
