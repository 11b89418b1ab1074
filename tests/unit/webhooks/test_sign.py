"""Signatures are those of Standard Webhooks."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

from service.webhooks.sign import new_secret, sign, signed_headers

# The example that the libraries of Standard Webhooks share.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSAGE = ("msg_p5jXN8AQM9LWM0D4loKWxJek", datetime.fromtimestamp(1614265330, UTC))
BODY = b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_published_example_is_signed_as_published() -> None:
    assert sign(SECRET, *MESSAGE, BODY) == SIGNATURE


def test_all_that_a_receiver_checks_is_signed() -> None:
    message_id, at = MESSAGE
    others = [
        sign(new_secret(), message_id, at, BODY),
        sign(SECRET, "msg_other", at, BODY),
        sign(SECRET, message_id, datetime.fromtimestamp(1614265331, UTC), BODY),
        sign(SECRET, message_id, at, BODY + b" "),
    ]
    assert len({SIGNATURE, *others}) == 5


def test_headers_hold_a_signature_for_each_secret() -> None:
    other = new_secret()
    assert signed_headers([other, SECRET], *MESSAGE, BODY) == {
        "webhook-id": MESSAGE[0],
        "webhook-timestamp": "1614265330",
        "webhook-signature": f"{sign(other, *MESSAGE, BODY)} {SIGNATURE}",
    }


def test_a_secret_has_the_form_and_length_of_the_standard() -> None:
    secret = new_secret()
    assert secret.startswith("whsec_")
    assert 24 <= len(base64.b64decode(secret.removeprefix("whsec_"), validate=True)) <= 64
    assert secret != new_secret()
