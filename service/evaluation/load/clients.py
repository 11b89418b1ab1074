"""Many clients at once, in one process: each sends a request, waits for its answer, and goes on."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass
from enum import StrEnum

from service.evaluation.load.exchange import ClientConnection, Request
from service.evaluation.load.requests import RequestSource, learn_rows
from service.evaluation.load.samples import Sample

_PAUSE = (0.5, 1.5)
"""Seconds that a reader pauses between two requests, as a person does who searches busily."""
_READER = 4
"""Every fourth client reads, the others write."""
_RETRY_SECONDS = 1.0
"""How long a client waits whose connection was lost."""


class Behaviour(StrEnum):
    """What the clients of a run do."""

    MIXED = "mixed"
    """Every fourth reads, with pauses. The others write without a pause. A single client takes
    turns, without a pause."""
    READS = "reads"
    """All read without a pause."""
    WRITES = "writes"
    """All write without a pause."""


@dataclass(frozen=True, slots=True)
class ClientPlan:
    """A run of clients on one server."""

    port: int
    clients: int
    behaviour: Behaviour
    seconds: float
    warm_up: float
    """Seconds before, whose requests do not count."""
    series: str
    """A name that no other run on the same store has."""


@dataclass(frozen=True, slots=True)
class ClientRun:
    """What clients saw."""

    samples: tuple[Sample, ...]
    processor: float
    """Processor seconds of the clients during the run."""


async def run_clients(plan: ClientPlan) -> ClientRun:
    """Run clients on a server until their time is over, and wait for the last answers."""
    connection = ClientConnection(plan.port)
    rows = await learn_rows(connection)
    connection.close()
    sources = [
        RequestSource(rows, series=plan.series, seed=number) for number in range(plan.clients)
    ]
    start = time.perf_counter() + plan.warm_up
    clients = [_Client(plan, number, source, start=start) for number, source in enumerate(sources)]
    running = [asyncio.create_task(client.run()) for client in clients]
    await asyncio.sleep(plan.warm_up)
    before = time.process_time()
    await asyncio.sleep(plan.seconds)
    processor = time.process_time() - before
    await asyncio.gather(*running)
    return ClientRun(tuple(sample for each in clients for sample in each.samples), processor)


class _Client:
    def __init__(
        self, plan: ClientPlan, number: int, source: RequestSource, *, start: float
    ) -> None:
        self.samples: list[Sample] = []
        self._plan = plan
        self._number = number
        self._source = source
        self._start = start
        self._end = start + plan.seconds
        self._draw = random.Random(number)  # noqa: S311 - only spreads pauses
        self._connection = ClientConnection(plan.port)

    async def run(self) -> None:
        # Not all at the same moment.
        await asyncio.sleep(self._draw.uniform(0, self._plan.warm_up))
        turn = 0
        while time.perf_counter() < self._end:
            reads = self._reads(turn)
            request = self._source.next_read() if reads else self._source.next_write()
            wait = await self._send(request)
            if reads and self._plan.behaviour is Behaviour.MIXED and self._plan.clients > 1:
                wait += self._draw.uniform(*_PAUSE)
            # A client that waits beyond the end would only hold up the others.
            await asyncio.sleep(min(wait, max(0.0, self._end - time.perf_counter())))
            turn += 1
        self._connection.close()

    def _reads(self, turn: int) -> bool:
        if self._plan.behaviour is not Behaviour.MIXED:
            return self._plan.behaviour is Behaviour.READS
        return turn % 2 == 0 if self._plan.clients == 1 else self._number % _READER == 0

    async def _send(self, request: Request) -> float:
        """Send a request, keep what came of it, and return the seconds to wait after it."""
        started = time.perf_counter()
        try:
            reply = await self._connection.send(request)
        except OSError:
            self._keep(request, started, status=0, told_when=False)
            return _RETRY_SECONDS
        self._keep(request, started, status=reply.status, told_when=reply.retry_after is not None)
        return float(reply.retry_after or 0)

    def _keep(self, request: Request, started: float, *, status: int, told_when: bool) -> None:
        ended = time.perf_counter()
        if started >= self._start:
            self.samples.append(
                Sample(
                    operation=request.operation,
                    seconds=ended - started,
                    status=status,
                    told_when=told_when,
                    in_time=ended <= self._end,
                )
            )
