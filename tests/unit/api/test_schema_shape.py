"""Schemas of Pydantic, as the contract writes them."""

from __future__ import annotations

from service.api.schema_shape import simplify_schema, without_null


def simplified(schema: dict[str, object]) -> dict[str, object]:
    simplify_schema(schema)
    return schema


def test_a_scalar_or_null_has_two_types() -> None:
    choice = {"anyOf": [{"type": "string", "maxLength": 9}, {"type": "null"}], "description": "A."}

    assert simplified(choice) == {
        "type": ["string", "null"],
        "maxLength": 9,
        "description": "A.",
    }


def test_an_object_or_null_stays_a_choice() -> None:
    choice = {"anyOf": [{"$ref": "#/components/schemas/A"}, {"type": "null"}]}

    assert simplified(dict(choice)) == choice


def test_null_alone_stays_null() -> None:
    assert simplified({"type": "null"}) == {"type": "null"}


def test_a_choice_of_two_scalars_stays_a_choice() -> None:
    choice = {"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]}

    assert simplified(dict(choice)) == choice


def test_titles_go_at_every_depth_and_a_property_named_title_stays() -> None:
    title = {"title": "Title", "type": "string"}
    names = {"title": "Names", "type": "object", "additionalProperties": {"title": "N"}}
    pages = {"title": "Pages", "type": "array", "items": {"title": "P", "type": "string"}}
    schema = {"title": "A", "properties": {"title": title, "pages": pages, "names": names}}

    assert simplified(schema) == {
        "properties": {
            "title": {"type": "string"},
            "pages": {"type": "array", "items": {"type": "string"}},
            "names": {"type": "object", "additionalProperties": {}},
        }
    }


def test_limits_of_whole_numbers_are_whole() -> None:
    number = simplified({"type": "number", "maximum": 0.5})
    integer = simplified({"anyOf": [{"type": "integer", "minimum": 1.0}, {"type": "null"}]})

    assert number == {"type": "number", "maximum": 0.5}
    assert integer == {"type": ["integer", "null"], "minimum": 1}
    assert isinstance(integer["minimum"], int)


def test_a_parameter_is_never_null() -> None:
    optional = {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None}

    assert without_null(optional) == {"type": "string"}
    assert without_null({"type": "string", "default": "a"}) == {"type": "string", "default": "a"}
