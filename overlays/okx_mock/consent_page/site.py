"""`/account/oauth/authorize`: from a broker's request to the user's answer.

    GET  …authorize?client_id=…                      a choice of users, for whom to log in as
    GET  …authorize?client_id=…&login=alice          what is asked, with a form that can be answered once
    POST …authorize/answer?client_id=…&login=alice   303 to the redirect_uri: with code, state and domain, or with error
                                                     and state

`login` is the mock's own. What OKX sends back when a user says no is not documented; it is `error=access_denied` here, as
in RFC 6749, section 4.1.2.1. The answer goes through the control surface, as `POST /__mock__/oauth/consents`, so that the
journal has it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import cast
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from okx_mock.answers import ERRORS
from okx_mock.broker.consent import ASKED, Asked, user_of
from okx_mock.consent_page import pages
from okx_mock.consent_page.asked import checked, parameters
from okx_mock.consent_page.forms import form_number, new_form
from okx_mock.control import refusal_reason
from okx_mock.control_fields import ControlError
from okx_mock.execution import CONTROL_PREFIX, Done
from okx_mock.wire import encode_json
from okx_mock.world import World

PATH = "/account/oauth/authorize"
ANSWER_PATH = f"{PATH}/answer"
"""Not the address of the form: a browser forgets a page that something is posted to, and going back would ask anew."""
MAX_FORM_BODY = 4096
_LOGIN = "login"
_FROM_ELSEWHERE = frozenset({b"origin", b"sec-fetch-site"})
"""What says that a browser comes from a broker's page, as it has to when it asks."""


class ConsentPage:
    """The page of consent."""

    def __init__(self, world: World, change: Callable[[Scope, bytes], Done]) -> None:
        """Serve a world's users.

        Args:
            world: the world.
            change: carries out a control request, and writes it down.
        """
        self._world = world
        self._change = change

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except ControlError as problem:
            meaning = ERRORS[problem.code][1].replace("{}", "") if problem.code else ""
            response = _shown(pages.refused(problem.code, " ".join(meaning.split()), str(problem)), status=400)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        scope = request.scope
        posted = scope["path"] == ANSWER_PATH
        allowed = ("POST",) if posted else ("GET", "HEAD")
        if request.method not in allowed:
            return Response(status_code=405, headers={"allow": ", ".join(allowed)})
        if reason := refusal_reason(scope if posted else _as_asked_from_anywhere(scope)):
            return _shown(pages.refused("", "", reason), status=403)
        query = cast("bytes", scope["query_string"])
        sent = parameters(query)
        asked = checked(self._world.oauth, sent)
        name = sent.get(_LOGIN, "")
        if not name and not posted:
            return self._login(asked, sent)
        user = user_of(self._world, {"user": name})
        if not posted:
            form = new_form(self._world.seed, query, self._world.clock.now_ms())
            target = f"{ANSWER_PATH}?{query.decode()}"
            other = "?" + urlencode({key: value for key, value in sent.items() if key != _LOGIN})
            return _shown(pages.consent(asked, user, form, target, other), to=asked.redirect_uri)
        return await self._take(request, query, sent, asked)

    def _login(self, asked: Asked, sent: Mapping[str, str]) -> Response:
        accounts = self._world.directory.accounts.values()
        users = [one for one in accounts if one.kind == "user" and one.site == self._world.site]
        rows = [pages.Row(user, "?" + urlencode({**sent, _LOGIN: user.name})) for user in users[: pages.USERS_SHOWN]]
        return _shown(pages.login(asked, rows, len(users) - len(rows)))

    async def _take(self, request: Request, query: bytes, sent: Mapping[str, str], asked: Asked) -> Response:
        fields = parse_qs((await _body(request)).decode("latin-1"))
        form, answer = (fields.get(name, [""])[0] for name in ("form", "answer"))
        number = form_number(self._world.seed, form, query, self._world.clock.now_ms())
        if number is None:
            return _shown(pages.answered(), status=409)
        document = {name: sent[name] for name in ASKED if name in sent}
        document |= {"user": sent[_LOGIN], "form": number, "answer": answer}
        status, told = self._controlled(request.scope, document)
        if status != 200:
            if told.get("code"):
                raise ControlError(str(told["error"]), str(told["code"]))
            return _shown(pages.answered(), status=409)
        back = {"code": told["code"]} if "code" in told else {"error": "access_denied"}
        if "state" in sent:
            back["state"] = sent["state"]
        if "code" in told:
            back["domain"] = f"http://{request.headers['host']}"
        glue = "&" if urlsplit(asked.redirect_uri).query else "?"
        location = asked.redirect_uri + glue + urlencode(back, quote_via=quote, safe="")
        return Response(status_code=303, headers={"location": location, **_headers("")})

    def _controlled(self, scope: Scope, document: Mapping[str, str]) -> tuple[int, Mapping[str, str]]:
        body = encode_json(document)
        done = self._change({**scope, "path": f"{CONTROL_PREFIX}oauth/consents", "query_string": b""}, body)
        if done.problem is not None:
            raise done.problem
        answered = b"".join(cast("bytes", message.get("body", b"")) for message in done.messages[1:])
        return done.status, cast("Mapping[str, str]", json.loads(answered))


def _as_asked_from_anywhere(scope: Scope) -> Scope:
    headers = cast("list[tuple[bytes, bytes]]", scope["headers"])
    return {**scope, "headers": [one for one in headers if one[0] not in _FROM_ELSEWHERE]}


async def _body(request: Request) -> bytes:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MAX_FORM_BODY:
            raise ControlError("the form is too large")
    return body


def _headers(to: str) -> dict[str, str]:
    # A browser follows the redirect of a form only to where the page says that its forms may lead.
    target = urlsplit(to)
    place = f"{target.scheme}://{target.netloc}" if target.scheme in {"http", "https"} else f"{target.scheme}:"
    policy = (
        "default-src 'none'",
        f"style-src 'sha256-{pages.STYLE_HASH}'",
        f"form-action 'self' {place}" if to else "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
    return {
        "content-security-policy": "; ".join(policy),
        "referrer-policy": "same-origin",
        "x-content-type-options": "nosniff",
        # Not `no-store`: who goes back sees the form that was answered, not a new one.
        "cache-control": "private, no-cache",
    }


def _shown(content: bytes, *, status: int = 200, to: str = "") -> Response:
    return Response(content, status, media_type="text/html", headers=_headers(to))
