from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.commands import json_values as module
from service.commands.json_values import json_values
from service.errors import InvalidRequest

OBJECTS = st.lists(st.dictionaries(st.text(), st.text() | st.integers()), max_size=4)


@given(OBJECTS, st.integers(1, 20), st.sampled_from(["array", "lines", "joined"]))
def test_objects_are_read_in_any_arrangement_and_any_chunks(objects, chunk, arrangement):
    texts = [json.dumps(each) for each in objects]
    text = json.dumps(objects, indent=1) if arrangement == "array" else "\n".join(texts)
    text = "".join(texts) if arrangement == "joined" else text
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_CHUNK", chunk)
        assert list(json_values(io.StringIO(text))) == objects


@pytest.mark.parametrize(
    "text",
    ["[{}", "{}]", "[1]", '"SECRET"', "{", '{"a": SECRET}', "[{} SECRET]", '{"a":' * 100_000],
)
def test_a_file_of_another_form_is_refused(text):
    with pytest.raises(InvalidRequest) as refused:
        list(json_values(io.StringIO(text)))
    assert "SECRET" not in refused.value.detail


def test_what_comes_before_a_fault_is_read():
    values = json_values(io.StringIO('{"a": 1}\n{'))

    assert next(values) == {"a": 1}
    with pytest.raises(InvalidRequest):
        next(values)


def test_a_value_without_end_takes_bounded_memory(monkeypatch):
    monkeypatch.setattr(module, "_LARGEST", 1 << 18)
    file = io.StringIO('{"a": "' + "x" * (1 << 20))
    with pytest.raises(InvalidRequest, match="too large"):
        list(json_values(file))
    assert file.tell() < 1 << 20
