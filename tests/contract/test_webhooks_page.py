"""The receiver of `docs/webhooks.md` gets messages, and takes no false ones."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from service.ingest.article_in import ArticleInput
from service.ingest.ingest import Ingestor
from service.storage.event_views import Watch
from service.storage.store import Store
from service.webhooks.deliver import SendingRules
from service.webhooks.retry import STANDARD_PLAN
from service.webhooks.sign import new_secret
from service.webhooks.worker import WebhookWorker
from tests.support.annotated_reader import AnnotatedReader
from tests.support.databases import MakeUrl
from tests.support.pages import DOCS, code_blocks
from tests.support.processes import wait_until

PAGE = "webhooks.md"
SECRET = new_secret()


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """The URL of the page's receiver, and the file of what it prints."""
    [program] = code_blocks(PAGE, "A receiver", "python")
    (tmp_path / "receiver.py").write_text(program)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    printed = tmp_path / "printed"
    environment = {**os.environ, "WEBHOOK_SECRET": SECRET, "PORT": str(port)}
    with printed.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "receiver.py"],
            cwd=tmp_path,
            env=environment,
            stdout=out,
            stderr=subprocess.DEVNULL,
        )
    try:
        wait_until(lambda: listens(port))
        yield f"http://127.0.0.1:{port}/", printed
    finally:
        process.kill()
        process.wait()


def listens(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_the_receiver_of_the_page_takes_signed_messages_alone(
    sqlite: MakeUrl, receiver: tuple[str, Path]
) -> None:
    url, printed = receiver
    with closing(Store.open(sqlite())) as store:
        webhook = store.webhooks.create(url, Watch(), secret=SECRET)
        article = ArticleInput(outlet_name="Wire", text="Ida Holm | direct | the ferry sails")
        Ingestor(AnnotatedReader(), store).ingest(article)
        worker = WebhookWorker(
            store,
            SendingRules(allow_private=True),
            is_sending=True,
            event_days=7,
            lease_seconds=60,
        )
        worker.start()
        try:
            wait_until(lambda: "the ferry sails" in printed.read_text())
        finally:
            worker.stop(seconds=20)
        [delivery] = store.webhooks.list_deliveries(webhook.id).items
    assert printed.read_text() == f"{delivery.event_id} the ferry sails\n"

    forged = Request(url, b"{}", {"webhook-signature": "v1,AAAA", "webhook-timestamp": "0"})
    with pytest.raises(HTTPError) as refused:
        build_opener(ProxyHandler({})).open(forged, timeout=20)
    assert refused.value.code == 401
    refused.value.close()


def test_the_waits_of_the_page_are_those_of_the_plan() -> None:
    said = "5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h"
    assert said in (DOCS / PAGE).read_text("utf-8")
    units = {"s": 1, "min": 60, "h": 3600}
    waits = [each.split() for each in said.replace(" and ", ", ").split(", ")]
    assert STANDARD_PLAN.waits == tuple(int(number) * units[unit] for number, unit in waits)
