"""`onrecord ingest`: send articles from JSONL to a running server as jobs, and watch them."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus

from service.commands.batches import LineBatch, make_batches
from service.commands.inputs import InputLine, Unreadable
from service.commands.job_client import JobClient, RemoteJob
from service.commands.refusals import ServerRefused

_JOBS_AT_ONCE = 4
"""How many jobs may be unfinished before the next batch is sent. Their articles lie in the
server's database."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 2.0
_REFUSES_ALL = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND})


@dataclass(frozen=True, slots=True)
class FailedLine:
    """A line that was not stored, or a file that cannot be read."""

    place: str
    reason: str


@dataclass(slots=True)
class _Watched:
    batch: LineBatch
    job: RemoteJob


@dataclass(slots=True)
class IngestRun:
    """One run of the command, and what it has found so far.

    The server keeps the jobs, so a run that is stopped loses nothing. The same lines in another run
    have the same keys: jobs that are there are watched, and not sent again.
    """

    client: JobClient
    again: bool = False
    """Whether lines that were sent before are sent again, and not only watched."""
    created: int = 0
    known: int = 0
    cancelled: int = 0
    failed: list[FailedLine] = field(default_factory=list)
    watched: list[_Watched] = field(default_factory=list)
    """The jobs that are not finished."""

    @property
    def open_jobs(self) -> list[str]:
        """The ids of the jobs with which the server goes on."""
        return [each.job.id for each in self.watched]

    @property
    def finished(self) -> int:
        """How many lines are finished."""
        done = self.created + self.known + self.cancelled + len(self.failed)
        return done + sum(each.job.finished for each in self.watched)

    def run(self, lines: Iterable[InputLine | Unreadable]) -> Iterator[int]:
        """Send all lines and wait for their jobs, and yield how many lines are finished.

        Raises:
            ServerAway: The server was away for too long.
            ServerRefused: It knows no jobs, or does not let this client send any.
        """
        for batch in make_batches(lines):
            if isinstance(batch, Unreadable):
                self.failed.append(FailedLine(batch.place, batch.detail))
                continue
            yield from self._wait_until(_JOBS_AT_ONCE - 1)
            self._begin(batch)
            yield self.finished
        yield from self._wait_until(0)

    def _begin(self, batch: LineBatch) -> None:
        try:
            self.watched.append(_Watched(batch, self._job_of(batch)))
        except ServerRefused as refused:
            if refused.code in _REFUSES_ALL:
                raise
            self._fail_all(batch, refused.detail)

    def _job_of(self, batch: LineBatch) -> RemoteJob:
        """Return the job of a batch: the one that is there, or a new one."""
        found = self.client.find(batch.key)
        if found is None:
            return self.client.send(batch)
        if found.is_finished and (self.again or found.state == "cancelled"):
            self.client.delete(found.id)
            return self.client.send(batch)
        if found.is_finished and found.counts["failed"]:
            return self.client.retry(found.id)
        return found

    def _wait_until(self, most: int) -> Iterator[int]:
        """Watch the jobs until no more than `most` are unfinished."""
        pause = _FIRST_PAUSE
        while True:
            for each in list(self.watched):
                self._look_at(each)
            yield self.finished
            if len(self.watched) <= most:
                return
            time.sleep(pause)
            pause = min(1.5 * pause, _LONGEST_PAUSE)

    def _look_at(self, watched: _Watched) -> None:
        try:
            watched.job = job = self.client.get(watched.job.id)
            if not job.is_finished:
                return
            failed = list(self.client.failed_items(job.id)) if job.counts["failed"] else []
        except ServerRefused as refused:
            self.watched.remove(watched)
            self._fail_all(watched.batch, refused.detail)
            return
        self.watched.remove(watched)
        self.created += job.counts["created"]
        self.known += job.counts["known"]
        self.cancelled += job.counts["cancelled"]
        places = watched.batch.places
        self.failed += [FailedLine(places[item.line - 1], item.reason) for item in failed]

    def _fail_all(self, batch: LineBatch, reason: str) -> None:
        self.failed += [FailedLine(place, reason) for place in batch.places]
