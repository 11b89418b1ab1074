"""Send events to webhooks in a process of its own: `python -m ... URL`. It is to be killed."""

from __future__ import annotations

import sys
import threading

from service.storage.store import Store
from service.webhooks.deliver import SendingRules
from service.webhooks.worker import WebhookWorker


def main(database_url: str) -> None:
    store = Store.open(database_url, limited=True)
    rules = SendingRules(allow_private=True, seconds=1.5, turn_seconds=0.1)
    worker = WebhookWorker(store, rules, is_sending=True, event_days=7, lease_seconds=1)
    worker.start()
    threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1])
