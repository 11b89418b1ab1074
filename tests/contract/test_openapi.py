"""`openapi.yaml` is what the service does, and fit for those who generate clients from it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import jsonschema
import pytest
import yaml
from openapi_spec_validator import validate as validate_document

from service.api.openapi import build_openapi, render_openapi
from service.api.schemas.base import examples_by_name
from service.api.schemas.example_article import TEXT

ROOT = Path(__file__).parents[2]
DOCUMENT = build_openapi()
SCHEMAS = DOCUMENT["components"]["schemas"]
OPERATIONS = {
    f"{method.upper()} {path}": operation
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
}
OBJECTS = [name for name, schema in SCHEMAS.items() if schema["type"] == "object"]


def resolved(node):
    while "$ref" in node:
        found = DOCUMENT
        for step in node["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        node = found
    return node


def validate(value, schema):
    jsonschema.validate(
        value,
        {**schema, "components": DOCUMENT["components"]},
        cls=jsonschema.Draft202012Validator,
        format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
    )


def test_the_committed_file_is_what_the_code_says():
    committed = (ROOT / "openapi.yaml").read_text(encoding="utf-8")

    assert committed == render_openapi(), "run: onrecord openapi -o openapi.yaml"


def test_it_is_valid_openapi_3_1():
    document = yaml.safe_load(render_openapi())

    assert document["openapi"].startswith("3.1")
    assert document == DOCUMENT
    validate_document(document)


def schemas_below(schema):
    """Yield a schema and all that it is made of."""
    yield schema
    for name in ("properties", "patternProperties", "dependentSchemas"):
        for each in schema.get(name, {}).values():
            yield from schemas_below(each)
    for name in ("anyOf", "allOf", "oneOf", "prefixItems"):
        for each in schema.get(name, []):
            yield from schemas_below(each)
    for name in ("items", "not", "additionalProperties", "contains", "propertyNames"):
        if isinstance(schema.get(name), dict):
            yield from schemas_below(schema[name])


def schemas_at(node):
    """Yield the schemas of parameters, bodies and headers, wherever they stand."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield from [value] if name == "schema" else schemas_at(value)
    elif isinstance(node, list):
        for each in node:
            yield from schemas_at(each)


def test_a_schema_has_no_word_that_json_schema_does_not_know():
    """A word such as "ge" for "minimum" would allow what the server refuses."""
    known = {*jsonschema.Draft202012Validator.VALIDATORS, "title", "description", "default"}
    known |= {"examples", "example", "discriminator", "deprecated", "readOnly", "writeOnly"}
    known |= {"contentMediaType"}
    found = {
        word
        for root in (*SCHEMAS.values(), *schemas_at(DOCUMENT["paths"]))
        for schema in schemas_below(root)
        for word in schema
    }

    assert "minimum" in found
    assert found - known == set()


def test_its_version_is_the_distributions():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert DOCUMENT["info"]["version"] == project["version"]
    assert DOCUMENT["info"]["license"]["identifier"] == project["license"]


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_is_named_and_described(name):
    operation = OPERATIONS[name]

    verb = "extract|create|export|get|delete|list|update|match|merge|split|separate|pin|undo"
    verb += "|cancel|retry|proof|watch|enable|disable|rotate|resend|correct|preview"
    assert re.fullmatch(rf"({verb})([A-Z][a-z]+)+", operation["operationId"])
    assert operation["summary"]
    assert operation["description"]
    assert operation["tags"][0] in {tag["name"] for tag in DOCUMENT["tags"]}
    assert all(parameter["description"] for parameter in operation.get("parameters", []))


def test_operation_ids_are_unique():
    ids = [operation["operationId"] for operation in OPERATIONS.values()]

    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_answer_has_a_named_schema_and_an_example_that_fits_it(name):
    for status, said in OPERATIONS[name]["responses"].items():
        response = resolved(said)
        assert response["description"]
        assert "X-Request-ID" in response["headers"]
        for media_type, body in response.get("content", {}).items():
            if media_type.endswith("json"):
                assert set(body["schema"]) == {"$ref"}
            assert (media_type == "application/problem+json") == (int(status) >= 400)
            examples = [example["value"] for example in body.get("examples", {}).values()]
            for example in examples or [body["example"]]:
                validate(example, body["schema"])


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_says_how_it_may_fail(name):
    operation = OPERATIONS[name]
    said = set(operation["responses"])

    assert {"400", "408", "413", "422", "431", "500", "503"} <= said
    if "requestBody" in operation:
        assert "415" in said
    if "{" in name:
        assert "404" in said
    assert "Retry-After" in resolved(operation["responses"]["503"])["headers"]


@pytest.mark.parametrize("name", [name for name in OPERATIONS if name.startswith("POST ")])
def test_a_post_says_how_an_idempotency_key_may_be_refused(name):
    operation = OPERATIONS[name]
    assert "Idempotency-Key" in {resolved(each)["name"] for each in operation["parameters"]}
    for status, problem in (("409", "request-in-flight"), ("422", "idempotency-key-reused")):
        answer = resolved(operation["responses"][status])
        assert problem in answer["content"]["application/problem+json"]["examples"]


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_described(name):
    assert SCHEMAS[name]["description"]


@pytest.mark.parametrize("name", OBJECTS)
def test_an_object_has_an_example_that_fits_it(name):
    (example,) = SCHEMAS[name]["examples"]

    validate(example, {"$ref": f"#/components/schemas/{name}"})


def test_every_example_belongs_to_a_schema():
    assert set(examples_by_name()) == set(OBJECTS)


def test_the_examples_tell_the_truth_about_their_text():
    def walk(node):
        if isinstance(node, dict):
            if set(node) >= {"text", "spans"}:
                words = [TEXT[span["start"] : span["end"]] for span in node["spans"]]
                assert " ".join(words) == node["text"]
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(examples_by_name())


def test_no_schema_is_anonymous():
    """A generator names types after components; for one inside another it invents a name."""

    def walk(node, depth=0):
        if isinstance(node, dict):
            assert depth == 0 or ("properties" not in node and "enum" not in node)
            for key in ("properties",):
                for value in node.get(key, {}).values():
                    walk(value, depth + 1)
            for key in ("items", "additionalProperties"):
                walk(node.get(key), depth + 1)
            for option in (*node.get("anyOf", ()), *node.get("oneOf", ()), *node.get("allOf", ())):
                walk(option, depth + 1)

    for schema in SCHEMAS.values():
        walk(schema)
    for operation in OPERATIONS.values():
        for parameter in operation.get("parameters", []):
            walk(parameter["schema"], 1)


def test_a_choice_with_null_is_made_of_an_object_alone():
    """A scalar or null is one schema of two types: readers and generators take it at a glance."""

    def walk(node):
        if isinstance(node, dict):
            options = node.get("anyOf", [])
            if {"type": "null"} in options:
                assert [option for option in options if set(option) == {"$ref"}], node
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(SCHEMAS)
    for operation in OPERATIONS.values():
        walk([parameter["schema"] for parameter in operation.get("parameters", [])])


def test_two_renderings_are_the_same():
    build_openapi.cache_clear()

    assert render_openapi() == render_openapi()
