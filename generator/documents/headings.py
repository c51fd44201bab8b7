"""The words by which OKX's pages mark what stands where, in English and Chinese.

A page of another language needs another entry in each of these, nothing else.
"""

from __future__ import annotations

import re

RATE_LIMIT = re.compile(r"^(?:rate limit|限速)\s*[:：]\s*(?P<value>.+)$", re.IGNORECASE)
RATE_RULE = re.compile(r"^(?:rate limit rule|限速规则)\s*[:：]\s*(?P<value>.+)$", re.IGNORECASE)
PERMISSION = re.compile(r"^(?:permissions?|权限)\s*[:：]\s*(?P<value>.+)$", re.IGNORECASE)
HTTP_REQUEST = re.compile(r"^http\s*(?:requests?|请求)$", re.IGNORECASE)
EXAMPLE_REQUEST = re.compile(r"^(?:request (?:examples?|samples?)|请求示例)$", re.IGNORECASE)
EXAMPLE_ANSWER = re.compile(r"^(?:response examples?|returned results?|返回结果|返回示例)$", re.IGNORECASE)
TABLES = re.compile(
    r"^(?:request parameters|response parameters|field descriptions in the decompressed csv files?"
    r"|请求参数|返回参数|解压后csv里的字段说明)$",
    re.IGNORECASE,
)
OPERATION = re.compile(r"^(?P<method>get|post|put|delete)\s+(?P<path>/[^\s?]*)(?:\?(?P<query>\S+))?", re.IGNORECASE)

MARKS = (RATE_LIMIT, RATE_RULE, PERMISSION, HTTP_REQUEST, EXAMPLE_REQUEST, EXAMPLE_ANSWER, TABLES)
"""All that marks a part of an operation."""

NAME = {"parameter", "parameters", "参数名", "参数"}
TYPE = {"type", "类型"}
REQUIRED = {"required", "是否必须"}
DESCRIPTION = {"description", "descriptions", "描述"}
HEADER = {"header parameters", "header parameter", "请求头字段"}
SCOPE = {"permissions scope", "permission scope", "权限"}
ERROR = {"error code", "错误码"}
STATUS = {"http status code", "http 状态码"}

NEEDED = {"yes": "Yes", "是": "Yes", "no": "No", "否": "No"}
CONDITIONAL = {"optional", "conditional", "可选"}

RATE = re.compile(
    r"^(?P<requests>\d+)\s*(?:requests?|次)\s*(?:per|/|every)?\s*(?P<amount>\d+)?\s*(?P<unit>[a-z小时分钟秒]+)\.?$",
    re.IGNORECASE,
)
SECONDS = {
    "s": 1, "sec": 1, "second": 1, "seconds": 1, "秒": 1,
    "m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60, "分钟": 60,
    "h": 3600, "hour": 3600, "hours": 3600, "小时": 3600,
    "d": 86400, "day": 86400, "days": 86400, "天": 86400,
}  # fmt: skip
RULES = {"userid": "user", "ip": "ip"}

LIFETIME = re.compile(
    r"(?P<token>access|refresh)\s*token\)?\s*[:：].*?(?:within|for|为)\s*"
    r"(?P<amount>\d+)\s*(?:个)?(?P<unit>[a-z]+|小时|天|分钟)",
    re.IGNORECASE,
)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def language(texts: str) -> str:
    """Return `zh` for a page that is Chinese for the most part, else `en`."""
    return "zh" if len(CHINESE.findall(texts)) * 10 > len(texts) else "en"


def required(cell: str) -> str:
    """Return Yes, No or Conditional; any other text as it stands, so that it is noticed."""
    word = cell.strip().casefold()
    return "Conditional" if word in CONDITIONAL else NEEDED.get(word, cell.strip())


def rate(text: str) -> str:
    """Return a limit as `10 in 1 s`; a text of another form as it stands."""
    found = RATE.match(text.strip())
    seconds = SECONDS.get(found["unit"].casefold()) if found else None
    if not found or seconds is None:
        return text.strip()
    return limit(int(found["requests"]), int(found["amount"] or 1) * seconds)


def limit(requests: int, seconds: int) -> str:
    """Return a limit in the form of `rate`."""
    return f"{requests} in {seconds} s"


def rule(text: str) -> str:
    """Return by what a limit counts, in the spec's words."""
    return RULES.get(text.replace(" ", "").casefold(), text.strip())


def kind(text: str) -> str:
    """Return a type in one spelling: `Array of strings` and `Array of string` are the same."""
    words = text.split()
    return " ".join([*words[:1], *(word.rstrip("s").casefold() for word in words[1:])])
