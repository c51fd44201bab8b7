"""What the button of a code block copies: of a session in a terminal the commands alone, without prompts and answers."""

from __future__ import annotations

import re
from html import escape, unescape

_SESSION = re.compile(r'<div class="(language-console highlight)">(<pre>.*?</pre>)', re.DOTALL)
_NO_COMMAND = re.compile(r'<span class="g[po]">.*?</span>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def only_commands(html: str) -> str:
    """Give each block of a page that shows prompts `data-copy`, the text that the theme's button copies in place of all.

    A block without a prompt holds commands only, and stays as it is.
    """
    return _SESSION.sub(_session, html)


def _session(found: re.Match[str]) -> str:
    block = found[2]
    if '<span class="gp">' not in block:
        return found[0]
    lines = unescape(_TAG.sub("", _NO_COMMAND.sub("", block))).splitlines()
    commands = "\n".join(line for line in lines if line)
    return f'<div class="{found[1]}" data-copy="{escape(commands)}">{block}'
