"""The values that a description lists, in order, and the description without them.

HTML keeps them apart: a line that begins with code in backticks. The plain text form has lost the line breaks, so that a
value sticks to the word before it (`Account statustrue : normal`); what is a value there is found by the values that the
spec knows, by the colon that follows a value, and by the words of the document itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_LINE = re.compile(r"^`(?P<value>[\w-]+)`\s*(?:[:：]|$|\S)", re.MULTILINE)
_WITH_COLON = re.compile(r"(?P<token>[\w-]+) ?[:：](?=\s|[A-Z])")
_GLUED_NUMBER = re.compile(r"(?<=[A-Za-z\u4e00-\u9fff])(?<!VIP)(?<!Lv)(?P<value>\d)(?= [A-Z:])")


_GLUED_LEVEL = re.compile(r"(?P<level>(?:VIP|Lv)\d)(?P<value>\d)(?= ?[:：])")


def apart(description: str) -> str:
    """Part a value from the fee level that it sticks to, where it goes on with a list: in `VIP64 : …`, after 3, it is 4."""
    numbers = [found["value"] for found in _GLUED_NUMBER.finditer(description)]

    def parted(found: re.Match[str]) -> str:
        if not numbers or int(found["value"]) != int(numbers[-1]) + 1:
            return found[0]
        numbers.append(found["value"])
        return f"{found['level']} value{found['value']}"

    return _GLUED_LEVEL.sub(parted, description)


def value_list(
    description: str, known: Collection[str], words: Collection[str], *, new: bool = False
) -> tuple[str, ...]:
    """Return the values that a description lists.

    Args:
        description: A cell of a table; with backticks and line breaks where the form keeps them.
        known: The values that the spec has for this field.
        words: The words of the document in lower case, to part a value from the word that it sticks to.
        new: The spec has no such field: a word before a colon, as in `Sort order: …`, is no value then. A value is one that
            the spec has elsewhere, or there are several, each parted from its colon, as OKX's pages have them.
    """
    if "`" in description or "\n" in description:
        return tuple(found["value"] for found in _LINE.finditer(description))
    numbers = [found["value"] for found in _GLUED_NUMBER.finditer(description)]
    if numbers:
        return tuple(numbers)
    named = [_parted(found["token"], known, words) for found in _WITH_COLON.finditer(description)]
    named = [value for value in named if value]
    if named and (not new or {*named} & {*known} or (len(named) > 1 and _is_list(description))):
        return tuple(named)
    return _at_the_end(description, known, words)


def _parted(token: str, known: Collection[str], words: Collection[str]) -> str:
    """Part a value from the word before it; an empty text if the token is a word of the sentence."""
    for value in sorted(known, key=len, reverse=True):
        if token.endswith(value) and (token == value or not token[-len(value) - 1].isspace()):
            return value
    for cut in range(len(token) - 1, 3, -1):
        if token[:cut].casefold() in words and token[cut:][:1].islower() and not _glued(token[:cut], known, words):
            return token[cut:]
    return token


def _is_list(description: str) -> bool:
    return all(description[found.end("token")].isspace() for found in _WITH_COLON.finditer(description))


def _glued(word: str, known: Collection[str], words: Collection[str]) -> bool:
    """Say whether a word of the document is itself one with a value stuck to it."""
    return any(word.endswith(value) and word.removesuffix(value).casefold() in words for value in known if value)


def _at_the_end(description: str, known: Collection[str], words: Collection[str]) -> tuple[str, ...]:
    """Find a list such as `Download link statusfinished ongoing`: words to the end, one of which the spec knows."""
    tokens = description.split()
    for start, token in enumerate(tokens):
        rest = tokens[start + 1 :]
        if not all(re.fullmatch(r"[A-Za-z][\w-]*", word) and word not in ("or", "and") for word in (token, *rest)):
            continue
        if any(token.endswith(value) and token != value for value in known):
            return (_parted(token, known, words), *rest)
        if rest and rest[0] in known and len(known) > 1 and (first := _parted(token, (), words)) != token:
            return (first, *rest)
    return ()
