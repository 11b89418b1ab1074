"""Keep beside the keys of an utterance which stems its words may have, so that few need be read.

A table of its own, for its rows are narrow: what is looked at stays in memory. The function below
is what `service.dedup.prefilter.stems_of` was when this was written.
"""

from __future__ import annotations

from zlib import crc32

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_SOME = 10_000
_ROWS = sa.text(
    "SELECT id, bits, day, form FROM utterances WHERE id > :after AND form <> ''"
    " ORDER BY id LIMIT :some"
)


def upgrade() -> None:
    outlines = op.create_table(
        "utterance_prefilters",
        sa.Column("utterance_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("bits", sa.Double(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=True),
        sa.Column("stems", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("utterance_id", name=op.f("pk_utterance_prefilters")),
        sqlite_with_rowid=False,
    )
    connection = op.get_bind()
    after = 0
    while rows := connection.execute(_ROWS, {"after": after, "some": _SOME}).all():
        made = [
            {"utterance_id": number, "bits": bits, "day": day, "stems": _stems_of(form)}
            for number, bits, day, form in rows
        ]
        connection.execute(outlines.insert(), made)
        after = rows[-1].id
    if connection.dialect.name == "postgresql":
        op.execute("DROP INDEX utterance_reach")
    op.drop_column("utterances", "bits")


def downgrade() -> None:
    nothing: sa.Column[float] = sa.Column("bits", sa.Double(), nullable=False, server_default="0")
    op.add_column("utterances", nothing)
    op.execute(
        "UPDATE utterances SET bits = (SELECT o.bits FROM utterance_prefilters o"
        " WHERE o.utterance_id = utterances.id)"
        " WHERE id IN (SELECT utterance_id FROM utterance_prefilters)"
    )
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("utterances", "bits", server_default=None)
        op.execute("CREATE INDEX utterance_reach ON utterances (id) INCLUDE (bits, day)")
    op.drop_table("utterance_prefilters")


def _stems_of(form: str) -> bytes:
    places = 0
    for piece in form.split():
        word = piece.translate({ord(flag): None for flag in "^~|"})
        places |= 1 << crc32(word[:5].encode("utf-8", "surrogatepass")) % 128
    return places.to_bytes(16, "big")
