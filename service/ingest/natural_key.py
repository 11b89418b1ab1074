"""Compute an article's natural key, by which it is the same article when it is sent again."""

from __future__ import annotations

import re
from hashlib import sha256
from urllib.parse import urlsplit

from service.storage.inputs import OutletWrite
from service.text.name_key import outlet_key

# Parameters that say where a reader came from, and never which article is meant.
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|mc_cid|mc_eid|_ga|_gl"
    r"|mkt_tok|ocid|cmpid|ito|icid|smid|ref_src|ref_url"
)
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


def outlet_write(domain: str | None, name: str | None) -> OutletWrite:
    """Return an outlet with its natural key. At least one of domain and name is given."""
    return OutletWrite(key=outlet_key(domain, name), domain=domain, name=name)


def article_key(url: str | None, text_hash: str) -> str:
    """Return an article's key at its outlet: its URL, or its text where it has none.

    The key is a hash: URLs may be longer than a unique index can hold.
    """
    if url is None:
        return f"text:{text_hash}"
    return f"url:{sha256(normal_url(url).encode()).hexdigest()}"


def text_hash(text: str) -> str:
    """Return a text's SHA-256 in hex."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def normal_url(url: str) -> str:
    """Return a URL without the parts that never tell two articles apart.

    Scheme and host in lower case, no default port, fragment or tracking parameter. Path and other
    parameters stay as they are, in their order: some sites tell articles apart by them.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url.strip()
    scheme = parts.scheme.lower()
    user, at, host = parts.netloc.rpartition("@")
    host = host.lower().removesuffix(_DEFAULT_PORTS.get(scheme, ":"))
    kept = [
        parameter
        for parameter in parts.query.split("&")
        if parameter and not _TRACKING.fullmatch(parameter.partition("=")[0].lower())
    ]
    path = parts.path or ("/" if host else "")
    return parts._replace(
        scheme=scheme, netloc=user + at + host, path=path, query="&".join(kept), fragment=""
    ).geturl()
