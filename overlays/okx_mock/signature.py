"""The exchange's side of the signature. Source: OKX's API documents, "Signature"."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode


def expected_signature(secret_key: bytes, timestamp: bytes, method: bytes, target: bytes, body: bytes) -> bytes:
    """Base64 of HMAC-SHA256 over timestamp, method, request target and body, as they came over the wire."""
    return b64encode(hmac.digest(secret_key, timestamp + method + target + body, hashlib.sha256))


def signature_matches(expected: bytes, received: bytes) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(expected, received)
