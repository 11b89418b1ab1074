"""Events reach webhooks: once each, whatever the receiver and the workers do, on both databases."""

from __future__ import annotations

import logging
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from service.ingest.article_in import ArticleInput
from service.ingest.ingest import Ingestor
from service.storage.event_views import DeliveryView, Watch, WebhookView
from service.storage.inputs import EditedBy
from service.storage.store import Store
from service.webhooks.deliver import SendingRules
from service.webhooks.retry import RetryPlan
from service.webhooks.sign import new_secret, sign
from service.webhooks.worker import WebhookWorker
from tests.structure.modules import ROOT
from tests.support.annotated_reader import AnnotatedReader
from tests.support.databases import MakeUrl
from tests.support.processes import wait_until
from tests.support.receiver import OK, Receiver, running_receiver, status
from tests.support.store_contents import Ingest

LONG = "we will rebuild the eastern pier before the winter storms arrive"
PIER = f"Ann Lee | direct | {LONG}"
RAIN = "Bo Rehn | direct | it never rained here"
SOON = RetryPlan(waits=(0.0, 0.0), rest=0.0)
"""Three tries, one right after the other."""


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.webhooks.worker._IDLE_SECONDS", 0.02)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with running_receiver() as receiver:
        yield receiver


@contextmanager
def sending(
    store: Store,
    *,
    plan: RetryPlan = SOON,
    seconds: float = 2.0,
    allow_private: bool = True,
    event_days: int = 7,
) -> Iterator[WebhookWorker]:
    rules = SendingRules(
        allow_private=allow_private, seconds=seconds, turn_seconds=seconds, plan=plan
    )
    worker = WebhookWorker(store, rules, is_sending=True, event_days=event_days, lease_seconds=0.1)
    worker.start()
    try:
        yield worker
    finally:
        worker.stop(seconds=20)


def create(store: Store, receiver: Receiver, watch: Watch = Watch()) -> WebhookView:  # noqa: B008
    return store.webhooks.create(receiver.url, watch, secret=new_secret())


def deliveries(store: Store, webhook: WebhookView) -> list[DeliveryView]:
    return list(store.webhooks.list_deliveries(webhook.id).items)


def wait_for_states(
    store: Store, webhook: WebhookView, *states: str, seconds: float = 20
) -> list[DeliveryView]:
    """Wait until the deliveries, the latest first, have these states."""

    def have_come() -> bool:
        return tuple(each.state for each in deliveries(store, webhook)) == states

    wait_until(have_come, seconds=seconds)
    return deliveries(store, webhook)


def texts(messages: list[Any]) -> list[str]:
    return [each.message["data"]["text"] for each in messages]


def test_a_webhook_gets_what_is_stored_after_it_was_made(
    store: Store, ingest: Ingest, receiver: Receiver
) -> None:
    ingest(RAIN)
    secret = new_secret()
    webhook = store.webhooks.create(receiver.url, Watch(), secret=secret)
    with sending(store):
        stored = ingest(f"{PIER}\n{RAIN}", domain="second.example")
        [first, second] = receiver.wait_for(2)
        [_, one] = wait_for_states(store, webhook, "delivered", "delivered")
    assert texts([first, second]) == [LONG, "it never rained here"]
    assert first.message["type"] == "quote.occurred"
    assert first.message["data"]["article"]["id"] == str(stored.view.ref.id)
    assert first.headers["content-type"] == "application/json"
    assert first.headers["user-agent"] == "OnRecord (webhooks)"
    assert (one.event_id, one.attempts, one.last_status) == (UUID(first.id), 1, 200)
    assert first.id != second.id


def test_a_message_is_signed_with_the_secret_and_for_a_day_with_the_one_before(
    store: Store, ingest: Ingest, receiver: Receiver
) -> None:
    old, new = new_secret(), new_secret()
    webhook = store.webhooks.create(receiver.url, Watch(), secret=old)
    store.webhooks.rotate(webhook.id, secret=new)
    with sending(store):
        ingest(PIER)
        [request] = receiver.wait_for(1)
    at = int(request.headers["webhook-timestamp"])
    assert abs(at - time.time()) < 60

    class At:
        def timestamp(self) -> int:
            return at

    moment: Any = At()
    expected = [sign(secret, request.id, moment, request.body) for secret in (new, old)]
    assert request.headers["webhook-signature"].split(" ") == expected


def test_each_webhook_gets_what_it_watches_also_after_merges(
    store: Store, ingest: Ingest, receiver: Receiver
) -> None:
    pier, rain = ingest(f"{PIER}\n{RAIN}").view.occurrences
    ann, bo = pier.speakers[0].id, rain.speakers[0].id
    assert ann
    assert bo
    with running_receiver() as other, sending(store):
        create(store, receiver, Watch(speaker_ids=frozenset([bo])))
        create(store, other, Watch(quote_ids=frozenset([pier.quote_id]), kind="direct"))
        ingest(f"{PIER}\n{RAIN}", domain="second.example")
        assert texts(receiver.wait_for(1)) == ["it never rained here"]
        assert texts(other.wait_for(1)) == [LONG]
        store.merge_speakers(ann, bo, EditedBy(editor="desk"))
        ingest("Ann Lee | direct | the bells were silent", domain="third.example")
        assert texts(receiver.wait_for(2))[1:] == ["the bells were silent"]
    assert len(other.received) == 1


def test_a_receiver_that_fails_is_tried_again_under_the_same_id_until_the_last_try(
    store: Store, ingest: Ingest, receiver: Receiver
) -> None:
    webhook = create(store, receiver)
    receiver.otherwise = status("500 Oops", body=b"a secret of the receiver")
    with sending(store):
        ingest(PIER)
        [failed] = wait_for_states(store, webhook, "failed")
        assert len({each.id for each in receiver.wait_for(3)}) == 1
        assert len({each.headers["webhook-signature"] for each in receiver.received}) >= 1
        assert (failed.attempts, failed.last_status, failed.last_error) == (3, 500, "status")
        assert store.webhooks.get(webhook.id).failing_since is not None
        assert store.webhooks.count_deliveries() == {"waiting": 0, "failed": 1}

        receiver.otherwise = status("200 OK")
        store.webhooks.resend(webhook.id, failed.id)
        [again] = wait_for_states(store, webhook, "delivered")
    assert again.id == failed.id
    assert receiver.received[-1].id == receiver.received[0].id
    assert store.webhooks.get(webhook.id).failing_since is None
    assert store.webhooks.count_deliveries() == {"waiting": 0, "failed": 0}


def test_workers_that_share_a_database_send_each_message_once(
    store: Store, ingest: Ingest, receiver: Receiver
) -> None:
    webhook = create(store, receiver)
    with sending(store), sending(store):
        for number in range(6):
            lines = (f"Ann Lee | direct | {number} and {n} stay as they are" for n in range(5))
            ingest("\n".join(lines), url=f"https://first.example/{number}")
        wait_for_states(store, webhook, *["delivered"] * 30)
    sent = [each.id for each in receiver.received]
    assert len(sent) == len(set(sent)) == 30
    assert {each.attempts for each in deliveries(store, webhook)} == {1}


def test_failed_messages_are_sent_again_all_at_once(
    store: Store, ingest: Ingest, receiver: Receiver
) -> None:
    webhook = create(store, receiver)
    receiver.script = [status("500 Oops")] * 2
    with sending(store, plan=RetryPlan(waits=(), rest=0.0)):
        ingest(f"{PIER}\n{RAIN}")
        wait_for_states(store, webhook, "failed", "failed")
        assert store.webhooks.resend_failed(webhook.id) == 2
        wait_for_states(store, webhook, "delivered", "delivered")
    assert store.webhooks.resend_failed(webhook.id) == 0


def test_a_slow_receiver_keeps_no_other_one_waiting(
    store: Store, ingest: Ingest, receiver: Receiver
) -> None:
    webhook = create(store, receiver)
    receiver.otherwise = lambda connection: (connection.recv(1), None)[1]
    with running_receiver() as other, sending(store, seconds=1.0):
        create(store, other)
        ingest("\n".join(f"Ann Lee | direct | number {n} is here to stay" for n in range(4)))
        other.wait_for(4)
        # The slow one would take twelve seconds for its tries.
        assert {each.state for each in deliveries(store, webhook)} >= {"waiting"}
        wait_until(lambda: deliveries(store, webhook)[-1].last_error == "timeout")


def test_a_receiver_that_is_gone_is_disabled_and_what_waits_can_be_sent_later(
    store: Store, ingest: Ingest, receiver: Receiver
) -> None:
    webhook = create(store, receiver)
    receiver.script = [status("410 Gone")]
    with sending(store, plan=RetryPlan()):
        ingest(f"{PIER}\n{RAIN}")
        later, first = wait_for_states(store, webhook, "failed", "failed")
        disabled = store.webhooks.get(webhook.id)
        assert (disabled.disabled_because, disabled.disabled_at is None) == ("gone", False)
        [entry] = store.keys.list_audit().items
        assert (entry.operation, entry.object_id) == ("sendWebhook", webhook.id)
        assert (first.last_status, later.last_error) == (410, "disabled")
        ingest("Cy Moss | direct | the bells were silent")  # While it is disabled.

        enabled = store.webhooks.enable(webhook.id)
        assert (enabled.disabled_at, enabled.disabled_because) == (None, None)
        store.webhooks.resend(webhook.id, later.id)
        assert texts(receiver.wait_for(2))[1:] == ["it never rained here"]
        ingest("Dag Lind | direct | no one asked the harbour", domain="second.example")
        assert texts(receiver.wait_for(3))[2:] == ["no one asked the harbour"]


def test_a_receiver_that_fails_for_days_is_disabled(
    store: Store, ingest: Ingest, receiver: Receiver
) -> None:
    webhook = create(store, receiver)
    receiver.otherwise = status("500 Oops")
    with sending(store, plan=RetryPlan(waits=(0.0,) * 9, rest=0.0, failing=timedelta(0))):
        ingest(PIER)
        wait_for_states(store, webhook, "failed")
    assert store.webhooks.get(webhook.id).disabled_because == "failing"


def test_a_redirect_to_an_inner_address_is_not_followed(
    store: Store, ingest: Ingest, receiver: Receiver
) -> None:
    with running_receiver() as inner, sending(store):
        webhook = create(store, receiver)
        receiver.otherwise = status("302 Found", f"Location: {inner.url}")
        ingest(PIER)
        [failed] = wait_for_states(store, webhook, "failed")
        assert (failed.last_status, inner.received) == (302, [])


def test_an_inner_address_gets_nothing_where_no_setting_allows_it(
    store: Store, ingest: Ingest, receiver: Receiver
) -> None:
    receiver.scheme = "https"
    webhook = create(store, receiver)
    with sending(store, allow_private=False):
        ingest(PIER)
        [failed] = wait_for_states(store, webhook, "failed")
    assert (failed.last_status, failed.last_error) == (None, "address")
    assert receiver.received == []


def test_what_is_deleted_before_it_was_sent_is_not_sent(
    store: Store, ingest: Ingest, receiver: Receiver
) -> None:
    webhook = create(store, receiver)
    deleted = ingest(PIER).view.ref.id
    url = "https://first.example/bells"
    ingest("Cy Moss | direct | the bells were silent", url=url, domain="second.example")
    turn = store.webhooks.take_turn(lease=timedelta(seconds=-1))
    assert turn
    assert len(turn.deliveries) == 2
    store.delete_article(deleted)
    ingest("Cy Moss | direct | the bells were silent\nRain fell.", url=url, domain="second.example")
    with sending(store):
        assert texts(receiver.wait_for(1)) == ["the bells were silent"]
        wait_for_states(store, webhook, "delivered")


@pytest.mark.parametrize("end", ["disable", "delete"])
def test_a_webhook_that_is_ended_gets_no_further_message_of_its_turn(
    store: Store, ingest: Ingest, receiver: Receiver, end: str
) -> None:
    webhook = create(store, receiver)
    ingest("\n".join(f"Ann Lee | direct | number {n} is here to stay" for n in range(4)))

    def end_and_answer(connection: socket.socket) -> None:
        getattr(store.webhooks, end)(webhook.id)
        connection.sendall(OK)

    receiver.script = [end_and_answer]
    with sending(store):
        receiver.wait_for(1)
        wait_until(lambda: not store.webhooks.has_due())
        time.sleep(0.3)
    assert len(receiver.received) == 1


def test_old_events_go_with_their_deliveries(
    store: Store, ingest: Ingest, receiver: Receiver
) -> None:
    webhook = create(store, receiver)
    with sending(store):
        ingest(PIER)
        wait_for_states(store, webhook, "delivered")
    with sending(store, event_days=-1):
        wait_until(lambda: deliveries(store, webhook) == [])
    assert store.webhooks.get(webhook.id) == webhook


def test_no_word_and_no_address_is_logged(
    store: Store, ingest: Ingest, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "onrecord")
    webhook = create(store, receiver)
    receiver.script = [status("500 Oops", body=b"a secret"), b"nothing of HTTP\r\n"]
    with sending(store):
        ingest(PIER)
        wait_for_states(store, webhook, "delivered")
    logged = [each.getMessage() for each in caplog.records if each.name.startswith("onrecord")]
    assert not any(word in line for line in logged for word in ("pier", "secret", "127.0.0.1"))


def test_workers_that_are_killed_send_each_event_and_mark_it_once(
    make_url: MakeUrl, receiver: Receiver
) -> None:
    """The receiver kills its sender: after the message arrived, before the sender can mark it."""
    url = make_url()
    store = Store.open(url)
    webhook = create(store, receiver)
    ingestor = Ingestor(AnnotatedReader(), store)
    running: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        command = [sys.executable, "-m", "tests.support.sender_process", url]
        running.append(subprocess.Popen(command, cwd=ROOT))

    def kill(_: object) -> None:
        running[-1].kill()
        running[-1].wait()
        start()

    receiver.script = [status("200 OK"), kill, status("200 OK"), kill]
    try:
        start()
        for number in range(4):
            ingestor.ingest(
                ArticleInput(
                    outlet_domain="first.example",
                    text=f"{PIER}\nReport {number}.",
                    url=f"https://a.example/{number}",
                )
            )
        wait_for_states(store, webhook, *["delivered"] * 4, seconds=120)
    finally:
        running[-1].kill()
        running[-1].wait()
    sent = [each.id for each in receiver.received]
    expected = {str(each.event_id) for each in deliveries(store, webhook)}
    assert len(expected) == 4
    assert set(sent) == expected
    assert len(sent) == 6  # Two were sent twice, under the same id.
    assert {each.attempts for each in deliveries(store, webhook)} == {1}
    store.close()
