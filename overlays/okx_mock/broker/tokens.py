"""Tokens in the shape that the document shows: a signed JSON web token with the claims of its example.

Source: okx-broker-program, "Usage of Token". What the claims of the example mean is not documented: `uid` and `mid` are
opaque there. Here `mid` says whose grant a token is of and which pair of it, so a token that was replaced long ago is still
told from one that never was.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass
from typing import cast

from okx_mock.seed import derive
from okx_mock.wire import encode_json


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says.

    Attributes:
        grant: the number of the grant.
        pair: which pair of tokens of the grant it is of, from 1.
        uid: whose account it opens.
        client_id: who it was given to.
        issued_ms: when it was given.
        valid_s: how long it is valid.
        address: where it was asked for.
        device: the device that it is for; empty for a server's.
    """

    grant: int
    pair: int
    uid: str
    client_id: str
    issued_ms: int
    valid_s: int
    address: str
    device: str


class TokenMint:
    """Makes tokens, and knows its own."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._key = derive(seed, "tokens").encode()

    def make(self, kind: str, claims: Claims) -> str:
        """A token.

        Args:
            kind: `authorize` for an access token, `refresh` for a refresh token.
            claims: what it says.
        """
        random = derive(self._seed, "token", kind, str(claims.grant), str(claims.pair))
        issued_s = claims.issued_ms // 1000
        payload = {
            "jti": f"ex110{claims.issued_ms}{random[:16].upper()}{random[16:20]}",
            "uid": _opaque(derive(self._seed, "token-uid", claims.uid)),
            "mid": _packed(claims.grant.to_bytes(8) + claims.pair.to_bytes(8)),
            "iat": issued_s,
            "exp": issued_s + claims.valid_s,
            "sub": claims.address,
            "aoy": "9",
            "ver": "1",
            "dev": claims.device or _device(random),
            "gty": kind,
        }
        head = _packed(encode_json({"alg": "HS512", "cid": claims.client_id}))
        signed = f"{head}.{_packed(encode_json(payload))}"
        return f"{signed}.{self._sign(signed)}"

    def read(self, token: str) -> tuple[int, int] | None:
        """Grant and pair of an access token; None for what this mint did not make."""
        signed, _, signature = token.rpartition(".")
        if not hmac.compare_digest(self._sign(signed).encode(), signature.encode("utf-8", "replace")):
            return None
        try:
            payload = cast("dict[str, str]", json.loads(_unpacked(signed.partition(".")[2])))
            numbers = _unpacked(payload["mid"])
        except (ValueError, Base64Error, LookupError):
            return None
        if payload["gty"] != "authorize":
            return None
        return int.from_bytes(numbers[:8]), int.from_bytes(numbers[8:])

    def _sign(self, signed: str) -> str:
        return _packed(hmac.digest(self._key, signed.encode("utf-8", "replace"), hashlib.sha512))


def _packed(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _unpacked(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _opaque(digits: str) -> str:
    return urlsafe_b64encode(bytes.fromhex(digits[:32])).decode()


def _device(digits: str) -> str:
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32]))
