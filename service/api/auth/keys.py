"""API keys as clients send them: how a key is made, read, hashed and found in a leak.

`onrecord_` + 12 letters and digits that find the key + `_` + 32 that are secret + 6 of a checksum.
"""

from __future__ import annotations

import hmac
import re
import secrets
import string
from binascii import crc32
from dataclasses import dataclass, field
from hashlib import sha256

_ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
_PREFIX_LENGTH, _SECRET_LENGTH, _CHECKSUM_LENGTH = 12, 32, 6

KEY_PATTERN = r"\bonrecord_[0-9A-Za-z]{12}_[0-9A-Za-z]{38}\b"
"""The regular expression for scanners of secrets. `docs/security.md` shows the same."""

_FORM = re.compile(r"onrecord_([0-9A-Za-z]{12})_[0-9A-Za-z]{38}", re.ASCII)

NO_DIGEST = "0" * 64
"""The digest of no key. A key without a row is compared to it, so that both take the same time."""


@dataclass(frozen=True, slots=True)
class KeyText:
    """A whole key as text. It is shown once, and never stored or logged."""

    prefix: str
    """The part that is no secret."""
    text: str = field(repr=False)

    @property
    def digest(self) -> str:
        """What is stored of the key.

        SHA-256 without salt is enough, because the secret has 190 random bits and no one can guess
        it. A slow hash is for passwords.
        """
        return sha256(self.text.encode("ascii")).hexdigest()

    def fits(self, digest: str) -> bool:
        """Return whether this is the key with this digest. It takes the same time for each."""
        return hmac.compare_digest(self.digest, digest)


def make_key() -> KeyText:
    """Return a new key from the random numbers of the system."""
    prefix = _random(_PREFIX_LENGTH)
    body = f"onrecord_{prefix}_{_random(_SECRET_LENGTH)}"
    return KeyText(prefix, body + checksum(body))


def read_key(text: str) -> KeyText | None:
    """Return the key in a text, or None where its form or its checksum is wrong."""
    form = _FORM.fullmatch(text)
    if form is None:
        return None
    body, given = text[:-_CHECKSUM_LENGTH], text[-_CHECKSUM_LENGTH:]
    return KeyText(form[1], text) if checksum(body) == given else None


def checksum(body: str) -> str:
    """Return the CRC-32 of a key's text before its checksum, in base 62.

    It is no secret. A scanner tells keys from other strings with it, without asking a server.
    """
    number, digits = crc32(body.encode("ascii")), ""
    for _ in range(_CHECKSUM_LENGTH):
        number, digit = divmod(number, len(_ALPHABET))
        digits = _ALPHABET[digit] + digits
    return digits


def _random(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))
