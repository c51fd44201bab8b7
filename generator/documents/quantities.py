"""Numbers in a description: lengths, maxima, defaults, spans of time, fee levels, formats, conditions.

The same rules read the documents and, for what stands there in words alone, the descriptions of the spec.
"""

from __future__ import annotations

import re

from generator.documents.facts import Value

_EXAMPLE = re.compile(
    r"(?:e\.\s?g\.?|such as|for example|\bas(?=\s`)|例如|如(?!果))[\s:：,]*`?[\w/.-]*\d[\w/.-]*`?(?:\s*,\s*`?[A-Za-z]+\d+`?)*",
    re.IGNORECASE,
)
_VALUE = re.compile(r"^`[\w-]+`(?=\s*[:：])", re.MULTILINE)
_DATE = re.compile(r"`?\d{4}/\d{2}/\d{2}(?: \d{2}:\d{2}:\d{2})?`?|\b20\d{6}\b|\b1\d{12}\b|\b\d{2}:\d{2}:\d{2}\b")
_LENGTH = re.compile(
    r"(?P<least>\d+)\s*(?:to|-|~|至)\s*(?P<most>\d+)\s*(?:位|(?:alphanumeric )?characters|letters)", re.IGNORECASE
)
_LONGEST = re.compile(
    r"(?:no more than|at most|up to|不超过|最多)\s*(?P<most>\d+)\s*(?:位|characters|letters|字符)", re.IGNORECASE
)
_MAX = re.compile(r"(?:maximum(?: value)?(?: is|:)?|最大(?:值)?为)\s*(?P<value>\d+)", re.IGNORECASE)
_DEFAULT = re.compile(r"(?:default(?: value)?(?: is|:)?|without it|默认(?:返回|为)?)\s*(?P<value>\d+)", re.IGNORECASE)
_COUNT = re.compile(r"(?:up to|最多支持|最多)\s*(?P<value>\d+)(?=\s*(?:addresses|ipv4|个))", re.IGNORECASE)
_SPAN = re.compile(
    r"(?P<value>\d+)\s*个?\s*(?P<unit>seconds?|minutes?|min|hours?|days?|秒|分钟|小时|天)", re.IGNORECASE
)
_LEVELS = re.compile(r"(?<![A-Za-z])(?P<name>VIP|Lv)\s?(?P<values>\d+(?:/\d+)*)")
_OF_FIELD = re.compile(r"\b[a-z]+[A-Z]\w*`?\s*[:：]\s*\d+")
_CONDITION = re.compile(
    r"(?:if|如果)\s*`?(?P<field>\w+?)`?\s*(?:is|为)\s*`?(?P<value>\w+?)`?\s*[,，]\s*(?:this field is required|该字段必填)",
    re.IGNORECASE,
)
_TIMESTAMP = re.compile(
    r"unix (?:timestamp|time)[^.]*?\b(?P<unit>(?:milli|micro|nano)?seconds?|minutes?|days?)\b"
    r"|unix (?:timestamp|time)(?: format)? in (?P<other>[a-z]+)"
    r"|unix\s*时间戳.{0,3}?(?P<chinese>毫秒|微秒|纳秒|秒|分钟|天)",
    re.IGNORECASE,
)
_TIMESTAMPS = {
    "nano": "ns", "micro": "us", "milli": "ms", "second": "s", "minute": "min", "day": "d",
    "纳秒": "ns", "微秒": "us", "毫秒": "ms", "秒": "s", "分钟": "min", "天": "d",
}  # fmt: skip
_DAY = re.compile(
    r"(?<![A-Za-z])(?=[MD/\-. ]*Y)(?:YYYY|YY|MM|DD)(?:[-/. ]?(?:YYYY|YY|MM|DD))*(?:[ T]?HH(?::?mm(?::?ss)?)?)?(?![A-Za-z])"
    r"|\bISO[ -]?8601\b",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"(?:(?i:\bin unit of|单位为)\s*`?(?P<stated>[A-Z]{2,6}))\b|(?i:\bin)\s*`?(?P<named>USDT|USDC|USD|EUR|BTC|ETH|OKB)\b"
)
_SHORT = {
    "秒": "s",
    "分钟": "min",
    "小时": "h",
    "天": "d",
    "second": "s",
    "minute": "min",
    "min": "min",
    "hour": "h",
    "day": "d",
}


def spans(text: str) -> tuple[str, ...]:
    """Return the spans of time in a text, as `2 h` and `14 d`, sorted and each once."""
    return tuple(sorted({_span(found) for found in _SPAN.finditer(text)}))


def span(seconds: int) -> str:
    """Return seconds in the form of `spans`: the largest unit that fits."""
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds % size == 0:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def levels(text: str) -> set[str]:
    """Return the fee levels that a text names, as `VIP 4`."""
    return {f"{found['name']} {value}" for found in _LEVELS.finditer(text) for value in found["values"].split("/")}


def quantities(text: str) -> dict[str, Value]:
    """Read the numbers of one description.

    Returns:
        `min_length`, `max_length`, `max`, `default`, `max_count`, `format`, `condition`, `unit`, and in `numbers` all the
        rest: spans of time, fee levels, and numbers that no rule knows. Examples and dates are not counted, nor a bare 1,
        which the texts say in words as often.
    """
    found: dict[str, Value] = {}
    if stamp := _TIMESTAMP.search(text):
        found["format"] = f"unix-{_timestamp(stamp)}"
    elif day := _DAY.search(text):
        found["format"] = day[0].casefold()
    if condition := _CONDITION.search(text):
        found["condition"] = f"{condition['field']}={condition['value']}"
    if unit := _UNIT.search(text):
        found["unit"] = unit["stated"] or unit["named"]
    rest = _DATE.sub(" ", _EXAMPLE.sub(" ", _VALUE.sub(" ", _CONDITION.sub(" ", text))))
    for pattern in (_LENGTH, _LONGEST):
        if length := pattern.search(rest):
            found["max_length"] = int(length["most"])
            if least := length.groupdict().get("least"):
                found["min_length"] = int(least)
            rest = rest[: length.start()] + " " + rest[length.end() :]
    for name, pattern in (("max", _MAX), ("default", _DEFAULT), ("max_count", _COUNT)):
        if value := pattern.search(rest):
            found[name] = int(value["value"])
            rest = rest[: value.start()] + " " + rest[value.end() :]
    numbers = {*spans(rest), *levels(rest)}
    rest = _OF_FIELD.sub(" ", _LEVELS.sub(" ", _SPAN.sub(" ", rest)))
    numbers |= {bare for bare in re.findall(r"(?<![\w.-])\d+(?![\w.])", rest) if bare != "1"}
    if numbers:
        found["numbers"] = tuple(sorted(numbers))
    return found


def _timestamp(found: re.Match[str]) -> str:
    """Return in what a timestamp counts: `ms`, or another unit; a word that no rule knows as it stands."""
    word = (found["unit"] or found["other"] or found["chinese"]).casefold()
    return next((short for begin, short in _TIMESTAMPS.items() if word.startswith(begin)), word)


def _span(found: re.Match[str]) -> str:
    unit = found["unit"].casefold()
    return f"{int(found['value'])} {_SHORT.get(unit) or _SHORT[unit.rstrip('s')]}"
