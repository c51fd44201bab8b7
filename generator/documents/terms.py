"""The words that decide what a text means, in one spelling for all languages.

Wordings of two languages can't be compared, but whether a rate is the maker's or the taker's, or whether a value means spot
or futures, can. A text that loses or gains one of these words says something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.documents.quantities import levels

_TERMS = {
    "spot": re.compile(r"\bspot\b|现货", re.IGNORECASE),
    "margin": re.compile(r"\bMARGIN\b|杠杆"),
    "futures": re.compile(r"\bfutures\b|交割|合约模式", re.IGNORECASE),
    "swap": re.compile(r"\bswap\b|永续", re.IGNORECASE),
    "option": re.compile(r"\boption\b|期权", re.IGNORECASE),
    "maker": re.compile(r"\bmaker\b|挂单", re.IGNORECASE),
    "taker": re.compile(r"\btaker\b|吃单", re.IGNORECASE),
    "usdt": re.compile(r"USDT"),
    "usdc": re.compile(r"USDC"),
    "utc": re.compile(r"\bUTC\b"),
    "domain": re.compile(r"\bdomain\b|域名", re.IGNORECASE),
    "that day": re.compile(r"\bthat day\b|当天|当日", re.IGNORECASE),
}


def terms(text: str, values: Sequence[str]) -> tuple[str, ...]:
    """Return the terms of a description, those of each listed value apart, as `2: futures`."""
    return tuple(
        f"{value}: {' '.join(found)}" if value else " ".join(found)
        for value, part in _parts(text, values)
        if (
            found := [
                *(name for name, word in _TERMS.items() if word.search(part)),
                *sorted(level.replace(" ", "") for level in levels(part)),
            ]
        )
    )


def _parts(text: str, values: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Cut a description where its values stand."""
    at, current = 0, ""
    for value in values:
        found = re.compile(rf"(?<![\dA-Z]){re.escape(value)}(?=[`\s:：])").search(text, at)
        if not found:
            continue
        yield current, text[at : found.start()]
        at, current = found.end(), value
    yield current, text[at:]
