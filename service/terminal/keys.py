"""`onrecord keys`: make, list and revoke API keys."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import Annotated

import typer
from rich.table import Column, Table

from service.api.auth.scopes import Scope
from service.settings import get_settings
from service.terminal.output import STDERR, STDOUT


def create_api_key(
    owner: Annotated[str, typer.Option(help="Who uses the key: the editor of its judgements.")],
    scope: Annotated[list[Scope], typer.Option(help="What it may do; give it several times.")],
    expires: Annotated[
        str | None, typer.Option(help="How long it holds: 12h, 90d, 4w, 1y. Else until revoked.")
    ] = None,
    rate: Annotated[
        str | None, typer.Option(help="Requests it may send: 10/s, 600/min, 5000/h.")
    ] = None,
) -> None:
    """Make a key. Standard output is the key alone, and it is shown this one time.

    Running servers know it at once. The first key closes a server that was open.
    """
    from service.api.auth.manage_keys import create_key

    made = create_key(get_settings(), owner=owner, scopes=set(scope), expires=expires, rate=rate)
    STDERR.print(
        f"Keep this key now: only its hash is stored. Its prefix is {made.stored.prefix}.",
        highlight=False,
        soft_wrap=True,
    )
    sys.stdout.write(f"{made.text}\n")


def list_api_keys() -> None:
    """List all keys: prefixes, owners, scopes and dates. The keys themselves are not stored."""
    from service.api.auth.manage_keys import key_state, list_keys

    # A key is revoked by its prefix, so a narrow terminal must not cut it.
    prefix = Column("prefix", no_wrap=True)
    table = Table(prefix, "owner", "scopes", "rate", "state", "made", "expires", "last used")
    for key in list_keys(get_settings()):
        table.add_row(
            key.prefix,
            key.owner,
            " ".join(key.scopes),
            f"{key.rate_quota} in {key.rate_seconds} s" if key.rate_quota else "",
            key_state(key),
            _day(key.created_at),
            _day(key.expires_at),
            _day(key.last_used_at),
        )
    STDOUT.print(table)


def revoke_api_key(
    key: Annotated[str, typer.Argument(help="Its prefix, or the whole key.")],
) -> None:
    """Revoke a key. Running servers refuse it within five seconds."""
    from service.api.auth.manage_keys import revoke_key

    revoked = revoke_key(get_settings(), key)
    STDOUT.print(
        f"The key {revoked.prefix} is revoked.", highlight=False, markup=False, soft_wrap=True
    )


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else ""
