"""The number of a form: made by this mock for one request, good for half an hour, and answered once.

Showing a form changes nothing in the mock, so it keeps no list of forms: a number bears its own proof. That it was answered is
kept.
"""

from __future__ import annotations

import hmac
import secrets

from okx_mock.seed import derive

FORM_MS = 30 * 60 * 1000


def new_form(seed: int, query: bytes, now_ms: int) -> str:
    """A number for a form that is shown for a query."""
    unsigned = f"{secrets.token_hex(8)}.{now_ms}"
    return f"{unsigned}.{_proof(seed, unsigned, query)}"


def form_number(seed: int, form: str, query: bytes, now_ms: int) -> str | None:
    """What a form is known by; None for one that is not of this mock, of another request, or too old."""
    unsigned, _, proof = form.rpartition(".")
    if not hmac.compare_digest(_proof(seed, unsigned, query).encode(), proof.encode()):
        return None
    number, _, made_ms = unsigned.partition(".")
    return number if 0 <= now_ms - int(made_ms) < FORM_MS else None


def _proof(seed: int, unsigned: str, query: bytes) -> str:
    key = derive(seed, "consent-forms").encode()
    return hmac.digest(key, unsigned.encode() + b"\0" + query, "sha256").hex()[:32]
