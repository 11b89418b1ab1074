"""Judgements: what editors decide, and the bodies of decisions about speakers."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Self, cast
from uuid import UUID

from pydantic import (
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError

from service.api.auth.editor import Editor
from service.api.schemas.base import (
    Answer,
    Name,
    PageAnswer,
    PageOptions,
    Submission,
    Text,
    drop_null,
    in_form,
)
from service.api.schemas.example_article import STORED_AT, example_id
from service.api.schemas.quotation import Quotation
from service.api.schemas.span import Span
from service.api.schemas.speaker import SpeakerRef
from service.ingest.article_in import MAX_NAME
from service.speakers.speaker import SpeakerKind
from service.storage.inputs import EditedBy, SpeakerChange

MAX_NOTES = 4_000
MOST_ALIASES = 100
MOST_OCCURRENCES = 1_000
WIKIDATA_ID = r"^Q[1-9][0-9]{0,11}$"

Alias = Annotated[Name, Field(min_length=1, max_length=MAX_NAME)]

_CHANGING = ("name", "kind", "wikidata_id", "notes")


class JudgementKind(StrEnum):
    """What an editor decided. About speakers: to describe one, to merge two, to give occurrences to
    another speaker, or that two are never the same. About quotes: to merge two, to split off
    occurrences, or to pin a quote, so that it stays one. About a quotation of an article: to
    correct it.
    """

    DESCRIBE = "describe"
    MERGE = "merge"
    SPLIT = "split"
    NEVER_SAME = "never_same"
    MERGE_QUOTES = "merge_quotes"
    SPLIT_QUOTE = "split_quote"
    PIN_QUOTE = "pin_quote"
    CORRECT_QUOTATION = "correct_quotation"


class DecisionIn(Submission):
    """Why an editor decides so. The editor is the owner of the API key."""

    example = {"reason": "Named so in the council's minutes."}

    reason: Text | None = Field(default=None, max_length=MAX_NOTES)
    """Why, for readers of the judgement."""


class SpeakerChangeIn(DecisionIn):
    """What to change of a speaker: only the fields given. Aliases are added and removed one by one,
    so that two editors at once lose nothing.
    """

    model_config = ConfigDict(json_schema_extra={"not": {"propertyNames": {"enum": ["reason"]}}})
    example = {**DecisionIn.example, "add_aliases": ["Ada M. Lindqvist"]}

    name: Name | None = Field(
        default=None, min_length=1, max_length=MAX_NAME, json_schema_extra=drop_null
    )
    """The name to show. Articles that print it mean this speaker from now on."""
    kind: SpeakerKind | None = Field(default=None, json_schema_extra=drop_null)
    """What the speaker is."""
    wikidata_id: Annotated[Text, in_form(WIKIDATA_ID)] | None = None
    """The speaker's item at Wikidata; null for none."""
    notes: Text | None = Field(default=None, max_length=MAX_NOTES)
    """What is worth knowing; null for nothing."""
    add_aliases: list[Alias] = Field(default=[], max_length=MOST_ALIASES)
    """Other names of this speaker. Quotes under them become this speaker's."""
    remove_aliases: list[Alias] = Field(default=[], max_length=MOST_ALIASES)
    """Names that are no longer this speaker's."""

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if not self.model_fields_set - {"reason"}:
            raise PydanticCustomError("nothing_changes", "")
        if any(self._given(field) and getattr(self, field) is None for field in ("name", "kind")):
            raise PydanticCustomError("nameless", "")
        return self

    def _given(self, field: str) -> bool:
        return field in self.model_fields_set


class MergeIn(DecisionIn):
    """The speaker to merge into the one in the path."""

    example = {**DecisionIn.example, "other_id": example_id(8)}

    other_id: UUID
    """The speaker to merge. From now on its id redirects to the one in the path."""


class SplitIn(DecisionIn):
    """Occurrences to give to another speaker, who is named by one of `to_id` and `name`."""

    model_config = ConfigDict(
        json_schema_extra={
            "not": {
                "anyOf": [
                    {"properties": {"to_id": {"type": "null"}, "name": {"type": "null"}}},
                    {
                        "required": ["to_id", "name"],
                        "properties": {"to_id": {"type": "string"}, "name": {"type": "string"}},
                    },
                ]
            }
        }
    )
    example = {
        **DecisionIn.example,
        "occurrences": [Quotation.example["id"]],
        "name": "Ada Lindqvist (engineer)",
    }

    occurrences: list[UUID] = Field(min_length=1, max_length=MOST_OCCURRENCES)
    """Ids of this speaker's occurrences, from `GET /v1/quotes/{quote_id}`. The same words by this
    speaker in the same article go with them."""
    to_id: UUID | None = None
    """The speaker to give them to."""
    name: Name | None = Field(default=None, min_length=1, max_length=MAX_NAME)
    """The name of the speaker to give them to. The speaker is made if no speaker has this name."""

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if (self.to_id is None) == (self.name is None):
            raise PydanticCustomError("one_target", "")
        return self


class NeverSameIn(DecisionIn):
    """The speaker that is never the same as the one in the path."""

    example = {**DecisionIn.example, "other_id": example_id(8)}

    other_id: UUID
    """The other speaker. No rule and no editor can merge the two while this judgement holds."""


class JudgementChanges(Answer):
    """What a judgement sets: the answer has only the fields that it gives."""

    example = {"notes": "Engineer of the harbour.", "add_aliases": [], "remove_aliases": []}

    name: str | None = Field(default=None, json_schema_extra=drop_null)
    """The name to show; of a split the name given to the other speaker; of a correction the name of
    who said it."""
    kind: SpeakerKind | None = Field(default=None, json_schema_extra=drop_null)
    """What the speaker is; of a split what the other speaker is."""
    no_quotation: bool | None = Field(default=None, json_schema_extra=drop_null)
    """Of a correction: true where the words are no quotation."""
    spans: list[Span] | None = Field(default=None, json_schema_extra=drop_null)
    """Of a correction: where the words of the quotation stood at the time, in code points."""
    wikidata_id: str | None = None
    """The speaker's item at Wikidata; null where it was removed."""
    notes: str | None = None
    """What is worth knowing; null where it was removed."""
    add_aliases: list[str] = []
    """Names that were added."""
    remove_aliases: list[str] = []
    """Names that were removed."""

    @model_serializer(mode="wrap")
    def _given(self, handler: SerializerFunctionWrapHandler) -> Any:
        return {
            field: value for field, value in handler(self).items() if field in self.model_fields_set
        }

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        # The serializer only leaves fields out. Without it the contract still names them.
        fields = {key: part for key, part in core_schema.items() if key != "serialization"}
        schema = handler(cast("CoreSchema", fields))
        for field in handler.resolve_ref_schema(schema)["properties"].values():
            field.pop("default", None)
        return schema


class Judgement(Answer):
    """A decision of an editor. It wins over whatever articles say, and can be undone."""

    example = {
        "id": example_id(9),
        "kind": "merge",
        "speaker_id": example_id(8),
        "quote_id": None,
        "article_id": None,
        "other_id": SpeakerRef.example["id"],
        "changes": {},
        "occurrence_count": 0,
        "editor": "desk@harbourpost.example",
        **DecisionIn.example,
        "created_at": STORED_AT,
        "undone_at": None,
        "undone_by": None,
    }

    id: UUID
    kind: JudgementKind
    speaker_id: UUID | None
    """The speaker that the judgement is about. Of a merge, the speaker that was merged into the
    other; of a split, the speaker who lost the occurrences. Null if it is about something else."""
    quote_id: UUID | None
    """The quote that the judgement is about, under the id in the request's path. Null if it is
    about something else."""
    article_id: UUID | None
    """The article whose quotation the judgement corrects. Null if it is about something else."""
    other_id: UUID | None
    """The other speaker. Of a merge, the speaker that was kept; of a split, the speaker who got the
    occurrences. Or the other quote. Of a merge, the quote in the request's body; of a split, the
    quote that was split off. Of a correction, the speaker whom it names."""
    changes: JudgementChanges
    """What it sets of the speaker, which names it adds and removes, or what it corrects. Empty
    where it does none of this."""
    occurrence_count: int = Field(ge=0)
    """How many occurrences the judgement moved, joined, pinned or corrected."""
    editor: str
    """Who decided: the owner of the key, or `local` on a server without keys."""
    reason: str | None
    """Why."""
    created_at: datetime
    """When; in UTC."""
    undone_at: datetime | None
    """When it was undone; null while it holds."""
    undone_by: str | None
    """Who undid it."""


class JudgementPage(PageAnswer):
    """Some of the judgements."""

    example = {"items": [Judgement.example], "next_cursor": None}

    items: list[Judgement]
    """Judgements, the latest first."""


class JudgementOptions(PageOptions):
    """Which judgements to list: all that is given must hold."""

    speaker_id: UUID | None = None
    """Only judgements about this speaker."""
    quote_id: UUID | None = None
    """Only judgements about the quote that was sent or made under this id, whatever it is now."""
    article_id: UUID | None = None
    """Only corrections of this article's quotations."""


def to_edited_by(body: DecisionIn, editor: Editor) -> EditedBy:
    """Return who decides, as the key says, and why, as the body says."""
    return EditedBy(editor=editor.owner, reason=body.reason, seen=editor.seen)


def to_change(body: SpeakerChangeIn) -> SpeakerChange:
    """Return what a body changes: the fields that it gives, null included."""
    given = {field: getattr(body, field) for field in _CHANGING if field in body.model_fields_set}
    if body.kind is not None:
        given["kind"] = body.kind.value
    return SpeakerChange(
        fields=given,
        add_aliases=tuple(body.add_aliases),
        remove_aliases=tuple(body.remove_aliases),
    )
