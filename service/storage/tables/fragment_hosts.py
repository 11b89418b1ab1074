"""Rows of `fragment_hosts`: for each group of fragments the best utterance that contains one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models import FragmentHost
from service.dedup.clusters import Host
from service.storage.db.bulk import chunks, in_array, insert_rows, pipelined

_OF_GROUPS = select(
    FragmentHost.group_id,
    FragmentHost.host_id,
    FragmentHost.host,
    FragmentHost.fragment,
    FragmentHost.shared,
    FragmentHost.covered,
    FragmentHost.days,
).where(in_array(FragmentHost.group_id, "groups"))
_DELETE = delete(FragmentHost).where(in_array(FragmentHost.group_id, "groups"))


def of_groups(session: Session, group_ids: Iterable[int]) -> dict[int, Host]:
    """Return the host of each group that has one."""
    hosts: dict[int, Host] = {}
    for some in chunks(sorted(set(group_ids))):
        for row in session.connection().execute(_OF_GROUPS, {"groups": some}):
            hosts[row[0]] = Host(*row[1:])
    return hosts


def hosts_among(session: Session, utterance_ids: Collection[int]) -> set[int]:
    """Return those of the utterances that are the host of any group."""
    hosts: set[int] = set()
    for some in chunks(sorted(utterance_ids)):
        hosts.update(
            session.scalars(select(FragmentHost.host_id).where(FragmentHost.host_id.in_(some)))
        )
    return hosts


def replace(
    session: Session, group_ids: Collection[int], hosts: dict[int, Host] | None = None
) -> None:
    """Delete the hosts of some groups, and store these."""
    hosts = hosts or {}
    rows = [{"group_id": group_id, **asdict(host)} for group_id, host in sorted(hosts.items())]
    if not group_ids and not rows:
        return
    with pipelined(session):
        for some in chunks(sorted({*group_ids, *hosts})):
            session.connection().execute(_DELETE, {"groups": some})
        insert_rows(session, FragmentHost, rows)
