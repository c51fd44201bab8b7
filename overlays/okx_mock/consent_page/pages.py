"""The pages as HTML. Whatever came from outside is escaped here, and there is no script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files

from okx_mock.accounts import Account
from okx_mock.broker.consent import Asked

STYLE = files("okx_mock.consent_page").joinpath("style.css").read_text(encoding="utf-8")
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
USERS_SHOWN = 40

_SCOPES = {
    "read_only": ("Read", "balances, positions, orders and bills"),
    "trade": ("Trade", "place, change and cancel orders"),
    "fast_api": ("Make an API key", "one that reads and trades, and lasts until you delete it"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A user who can log in, and where that leads."""

    user: Account
    link: str


def _page(title: str, content: str) -> bytes:
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} · okx-mock</title>
<style>{STYLE}</style>
</head>
<body>
<header><strong>okx-mock</strong><span>mock exchange: no real account, no real money</span></header>
<main>
{content}
</main>
</body>
</html>
""".encode()


def refused(code: str, meaning: str, problem: str) -> bytes:
    """Why nobody is asked."""
    named = f'<p class="code">{escape(code)}</p>' if code else ""
    said = f"<p>{escape(meaning)}</p>" if meaning else ""
    return _page(
        "Refused",
        f"""{named}<h1>This request is refused</h1>
{said}<p class="problem">{escape(problem)}</p>
<p class="quiet">Nobody was sent back to the application. Close this page, or go back to where you came from.</p>""",
    )


def answered() -> bytes:
    """A form that can't be answered any more."""
    return _page(
        "Answered already",
        """<h1>This page was answered already</h1>
<p>Each page of consent counts once, and not for longer than half an hour. Nothing was changed by this click.</p>
<p class="quiet">Go back to the application, and start again there if you want to.</p>""",
    )


def login(asked: Asked, rows: Sequence[Row], more: int) -> bytes:
    """The choice of a user."""
    others = f'<p class="quiet">and {more} more; add <code>&amp;login=name</code> to the address.</p>' if more else ""
    return _page(
        "Log in",
        f"""<h1>Log in</h1>
<p>to go on to <b>{escape(asked.client.broker.name)}</b>. A mock asks for no password: choose who you are.</p>
<ul class="users">
{"".join(_user(row) for row in rows)}</ul>
{others}""",
    )


def _user(row: Row) -> str:
    user = row.user
    frozen = ", frozen" if user.frozen else ""
    return (
        f'<li><a href="{escape(row.link)}"><b>{escape(user.name)}</b>'
        f"<span>{escape(user.note)}</span><em>{user.environment}{frozen}</em></a></li>\n"
    )


def consent(asked: Asked, user: Account, form: str, target: str, other_user: str) -> bytes:
    """The question."""
    broker = escape(asked.client.broker.name)
    mode = "an application on a device (PKCE)" if asked.challenge else "a server (authorization code)"
    return _page(
        "Allow access",
        f"""<h1><b>{broker}</b> asks for access</h1>
<p>You are <b>{escape(user.name)}</b>, UID {user.uid}, {user.environment} trading.
<a href="{escape(other_user)}">Log in as somebody else</a></p>
<h2>It would be able to</h2>
<ul class="scopes">
{"".join(_scopes(asked.scopes))}<li class="never"><b>Never</b><span>withdraw, or act for sub-accounts</span></li>
</ul>
<dl><dt>You will be sent to</dt><dd>{escape(asked.redirect_uri)}</dd><dt>For</dt><dd>{mode}</dd></dl>
<form method="post" action="{escape(target)}">
<input type="hidden" name="form" value="{escape(form)}">
<button name="answer" value="deny">Deny</button>
<button class="main" name="answer" value="allow">Allow</button>
</form>""",
    )


def _scopes(scopes: Iterable[str]) -> Iterable[str]:
    for scope in scopes:
        name, what = _SCOPES[scope]
        yield f"<li><b>{name}</b><span>{what}</span><code>{scope}</code></li>\n"
