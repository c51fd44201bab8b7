"""Documents rendered from recorded facts: in the shape of OKX's text form and of its HTML pages, in our own words.

This shares nothing with the readers: what they make of it can be held against the facts that it was made of.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterable
from typing import Any, Literal

from generator.documents.facts import Fact, Facts

Shape = Literal["text", "en", "zh"]
HEADINGS = {
    "text": ["Rate Limit: ", "Rate limit rule: ", "Permission: ", "HTTP Request", "Request Example", "Request Parameters",
             "Response Example", "Response Parameters", "Field descriptions in the decompressed CSV file"],
    "zh": ["限速：", "限速规则：", "权限：", "HTTP请求", "请求示例", "请求参数", "返回结果", "返回参数", "解压后CSV里的字段说明"],
}  # fmt: skip
HEADINGS["en"] = HEADINGS["text"]
NEEDED = {
    "text": {"Yes": "Yes", "No": "No", "Conditional": "Optional"},
    "en": {"Yes": "Yes", "No": "No", "Conditional": "Optional"},
    "zh": {"Yes": "是", "No": "否", "Conditional": "可选"},
}
TABLE = {"text": ["Parameter", "Type", "Required", "Description"], "zh": ["参数名", "类型", "是否必须", "描述"]}
TABLE["en"] = TABLE["text"]

_ONE = {"s": "second", "min": "min", "h": "hour"}
_MORE = {"s": "seconds", "min": "minutes", "h": "hours"}
_CHINESE = {"d": "天", "h": "个小时", "min": "分钟", "s": "秒"}


def render(facts: Facts, shape: Shape) -> str:
    """Render a document."""
    page = _Text() if shape == "text" else _Html(shape)
    page.heading(1, "经纪商" if shape == "zh" else "Brokers")
    page.paragraph(
        "这里是经纪商接口的说明，一共有若干个接口可以使用。"
        if shape == "zh"
        else "What a broker can call is told here."
    )
    for block in _operations(facts):
        _operation(page, block, shape)
    page.heading(2, "令牌的使用" if shape == "zh" else "Tokens in use")
    _token(page, [fact for fact in facts if not fact.operation], shape)
    return page.done()


def _operations(facts: Facts) -> Iterable[list[Fact]]:
    blocks: list[list[Fact]] = []
    for fact in facts:
        if fact.group == "operation":
            blocks.append([fact])
        elif fact.operation:
            blocks[-1].append(fact)
    return blocks


def _operation(page: _Page, block: list[Fact], shape: Shape) -> None:
    head, inside = block[0], block[1:]
    method, path = head.operation.split(" ", 1)
    words = HEADINGS[shape]
    attributes = head.attributes
    page.heading(3, str(attributes["title"]))
    spans = attributes.get("spans", ())
    if spans:
        assert isinstance(spans, tuple)
        amounts = [_span(span, shape) for span in spans]
        page.paragraph(
            ("有效期：" + "，".join(amounts) + "。") if shape == "zh" else f"It is good for {' and '.join(amounts)}."
        )
    page.heading(4, words[0] + _limit(str(attributes["limit"]), shape))
    page.heading(4, words[1] + ("User ID" if attributes["rule"] == "user" else str(attributes["rule"])))
    if "permission" in attributes:
        page.heading(4, words[2] + str(attributes["permission"]))
    page.heading(4, words[3])
    page.request(f"{method} {path}")
    shown = _of(inside, "example request")
    if shown:
        page.quote(words[4])
        target = str(shown[0].attributes["target"])
        sent = _rebuilt(shown[1:])
        if target.startswith("GET"):
            query = "&".join(f"{name}={value}" for name, value in sent.items())
            page.code(target + (f"?{query}" if query else ""))
        else:
            page.code(f"{target}\nbody\n{json.dumps(sent, indent=4, ensure_ascii=False)}")
    sample = _of(inside, "python sample")
    if sample:
        arguments = ",\n".join(f"    {name}={value!r}" for name, value in _rebuilt(sample[1:]).items())
        page.code(f"import okx.Some as Some\nflag = '1'\nresult = some.call(\n{arguments}\n)\nprint(result)")
    page.heading(4, words[5])
    page.table(TABLE[shape], [_row(fact, shape) for fact in _of(inside, "request")])
    shown = _of(inside, "example answer")
    if shown:
        page.quote(words[6])
        page.code(json.dumps(_rebuilt(shown[1:]), indent=4, ensure_ascii=False))
    page.heading(4, words[7])
    names = TABLE[shape]
    page.table([names[0], names[1], names[3]], [_row(fact, shape) for fact in _of(inside, "answer")])
    columns = _of(inside, "column")
    if columns:
        page.heading(4, words[8])
        page.table([names[0], names[3]], [_row(fact, shape) for fact in columns])


def _token(page: _Page, facts: list[Fact], shape: Shape) -> None:
    chinese = shape == "zh"
    for fact in _of(facts, "usage"):
        headers = fact.attributes["headers"]
        assert isinstance(headers, tuple)
        lines = "".join(f'-H "{name}:some" \\\n' for name in headers)
        page.code(f"curl {lines}{fact.attributes['url']}")
    needed = [[fact.name, NEEDED[shape][str(fact.attributes["required"])], "words"] for fact in _of(facts, "header")]
    page.table(
        ["请求头字段", "是否必须", "描述"] if chinese else ["Header Parameters", "Required", "Descriptions"], needed
    )
    page.heading(4, "令牌的有效期" if chinese else "How long")
    for fact in _of(facts, "lifetime"):
        token = fact.name.replace("_", " ")
        span = _span(str(fact.attributes["valid"]), shape)
        page.paragraph(f"令牌({token})：有效期为{span}。" if chinese else f"- {token} : Valid within {span}")
    page.heading(3, "权限" if chinese else "Scopes")
    page.table(
        ["权限", "描述"] if chinese else ["Permissions Scope", "Descriptions"],
        [[fact.name, "words"] for fact in _of(facts, "scope")],
    )
    page.heading(2, "错误码" if chinese else "Codes")
    page.table(
        ["错误提示", "HTTP 状态码", "错误码"] if chinese else ["Error Message", "HTTP Status Code", "Error Code"],
        [[fact.name, str(fact.attributes["http"]), "some words"] for fact in _of(facts, "error code")],
    )


def _of(facts: Iterable[Fact], group: str) -> list[Fact]:
    return [fact for fact in facts if fact.group == group]


def _limit(limit: str, shape: Shape) -> str:
    requests, seconds = (int(part) for part in limit.removesuffix(" s").split(" in "))
    amount, unit = (
        (seconds // 3600, "h")
        if seconds % 3600 == 0
        else (seconds // 60, "min")
        if seconds % 60 == 0
        else (seconds, "s")
    )
    if shape == "zh":
        return f"{requests}次/{amount if amount > 1 or unit != 's' else ''}{unit}"
    if amount == 1:
        return f"{requests} request{'s' if requests > 1 else ''} per {_ONE[unit]}"
    return f"{requests} requests per {amount} {_MORE[unit]}"


def _span(span: str, shape: Shape) -> str:
    amount, unit = span.split(" ")
    if shape == "zh":
        return f"{amount}{_CHINESE[unit]}"
    word = {"d": "day", "h": "hour", "min": "minute", "s": "second"}[unit]
    return f"{amount} {word}{'s' if amount != '1' else ''}"


def _row(fact: Fact, shape: Shape) -> list[str]:
    depth = fact.name.count(".")
    cells = [f"{'>' * depth} {fact.name.rpartition('.')[2]}".strip()]
    if "type" in fact.attributes:
        cells.append(str(fact.attributes["type"]))
    if "required" in fact.attributes:
        cells.append(NEEDED[shape].get(str(fact.attributes["required"]), str(fact.attributes["required"])))
    return [*cells, _described(fact, shape)]


def _described(fact: Fact, shape: Shape) -> str:
    """Describe a field with all that its fact states; line breaks and code where the shape has them."""
    say: Callable[[str, str], str] = (lambda _, zh: zh) if shape == "zh" else (lambda en, _: en)
    code = (lambda text: text) if shape == "text" else (lambda text: f"`{text}`")
    stated: dict[str, Any] = dict(fact.attributes)
    parts = [say("Thing of the broker", "经纪商的某个字段")]
    if "max_length" in stated and "min_length" in stated:
        parts.append(
            say("supports {0} to {1} characters", "支持{0}-{1}位字母和数字").format(
                stated["min_length"], stated["max_length"]
            )
        )
    elif "max_length" in stated:
        parts.append(say("No more than {0} letters", "不超过{0}位字母").format(stated["max_length"]))
    elif "min_length" in stated:
        parts.append(say("supports {0} to 9999 characters", "支持{0}-9999位字母").format(stated["min_length"]))
    if "max" in stated:
        parts.append(say("The maximum is {0}", "最大为{0}").format(stated["max"]))
    if "default" in stated:
        parts.append(say("the default is {0}", "不填默认返回{0}条").format(stated["default"]))
    if "max_count" in stated:
        parts.append(say("Support up to {0} addresses", "最多支持{0}个IP").format(stated["max_count"]))
    if stated.get("format") == "unix-ms":
        parts.append(
            say("Unix timestamp format in milliseconds, e.g. ", "Unix时间戳的毫秒数格式，如 ") + code("1597026383085")
        )
    if stated.get("format") == "yyyymmdd":
        parts.append(
            say("in the format of ", "格式: ") + code("YYYYMMDD") + say(" , e.g. ", "，如 ") + code("20210623")
        )
    if "condition" in stated:
        field, value = stated["condition"].split("=")
        parts.append(
            say("If {0} is {1}, this field is required", "如果{0}为{1}，该字段必填").format(field, code(value))
        )
    if "unit" in stated:
        parts.append(say("in unit of ", "单位为") + code(stated["unit"]))
    for number in stated.get("numbers", ()):
        if number.startswith(("VIP", "Lv")):
            parts.append(say("only for ", "仅适用于 ") + number.replace(" ", ""))
        elif " " in number:
            parts.append(say("it ends after {0}", "将在{0}之后结束").format(_span(number, shape)))
        else:
            parts.append(say("and {0} of them", "以及{0}条").format(number))
    text = say(". ", "。").join(parts)
    return text + _listed(stated.get("values", ()), shape)


def _listed(values: tuple[str, ...], shape: Shape) -> str:
    """List values: in text glued to the word before, as the base does, in three manners of its own."""
    if not values:
        return ""
    if shape != "text":
        return "\n" + "\n".join(f"`{value}`：含义" if shape == "zh" else f"`{value}`: meaning" for value in values)
    labels = ["Broker", "Thing", "broker"]
    if all(value.isdigit() for value in values):
        return " broker" + "".join(f"{value} : {labels[at % 3]}" for at, value in enumerate(values))
    if len(values) > 2 or "finished" in values:
        return ". The broker" + " ".join(values)
    return " of the broker" + "".join(f"{value} : {labels[at % 3]}" for at, value in enumerate(values))


def _rebuilt(facts: list[Fact], above: str = "", item: int = 0) -> dict[str, Any]:
    """Put an example together from its fields, lists with as many objects as a field in them has values."""
    found: dict[str, Any] = {}
    for fact in facts:
        parent, _, name = fact.name.rpartition(".")
        if parent != above:
            continue
        values = fact.attributes.get("values", ("***",))
        kind = str(fact.attributes["type"])
        assert isinstance(values, tuple)
        inner = [one for one in facts if one.name.startswith(f"{fact.name}.")]
        if inner:
            count = max(
                len(one.attributes.get("values", ("",)))
                for one in inner
                if one.name.count(".") == fact.name.count(".") + 1
            )
            found[name] = [_rebuilt(inner, fact.name, at) for at in range(count)]
        elif kind == "Array":
            found[name] = [value for value in values if value != "***"]
        else:
            value = values[min(item, len(values) - 1)]
            found[name] = json.loads(value) if kind in ("Boolean", "Number") else value
    return found


class _Page:
    def __init__(self) -> None:
        self.lines: list[str] = []

    def heading(self, level: int, text: str) -> None:
        raise NotImplementedError

    def paragraph(self, text: str) -> None:
        raise NotImplementedError

    def request(self, text: str) -> None:
        raise NotImplementedError

    def quote(self, text: str) -> None:
        raise NotImplementedError

    def code(self, text: str) -> None:
        raise NotImplementedError

    def table(self, head: list[str], rows: list[list[str]]) -> None:
        raise NotImplementedError

    def done(self) -> str:
        return "\n".join(self.lines)


class _Text(_Page):
    """The plain text form: no levels, no breaks, no markup."""

    def heading(self, level: int, text: str) -> None:
        self.lines.append(text)

    paragraph = request = quote = lambda self, text: self.lines.append(text)  # type: ignore[assignment]

    def code(self, text: str) -> None:
        self.lines += [line.strip() for line in text.splitlines()]

    def table(self, head: list[str], rows: list[list[str]]) -> None:
        self.lines += [" | ".join(head) + " |", "---|" * len(head), *(" | ".join(row) + " |" for row in rows)]


class _Html(_Page):
    """The HTML form, with what else a page has around it."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.lines += [
            f'<!doctype html><html lang="{language}"><head><title>x</title><style>h4 {{}}</style></head><body>',
            '<div class="toc-wrapper"><ul><li><a href="#x">GET /api/v5/broker/of/the/menu</a></li></ul></div>',
            '<div class="page-wrapper"><div class="content">',
        ]

    def heading(self, level: int, text: str) -> None:
        self.lines.append(f'<h{level} id="x">{html.escape(text)} </h{level}>')

    def paragraph(self, text: str) -> None:
        self.lines.append(f"<p>{html.escape(text)}</p>")

    def request(self, text: str) -> None:
        self.lines.append(f"<p><code>{html.escape(text)}</code></p>")

    def quote(self, text: str) -> None:
        self.lines.append(f"<blockquote>\n<p>{html.escape(text)}</p>\n</blockquote>")

    def code(self, text: str) -> None:
        coloured = html.escape(text, quote=False).replace('"', '<span class="s2">"</span>')
        self.lines.append(
            f'<div class="highlight"><pre class="highlight"><div class="copy-clipboard"><svg></svg></div><code>{coloured}\n</code></pre></div>'
        )

    def table(self, head: list[str], rows: list[list[str]]) -> None:
        cells = "".join(f'<th style="text-align: left"><strong>{html.escape(cell)}</strong></th>' for cell in head)
        body = "".join("<tr>" + "".join(f"<td>{self.cell(cell)}</td>" for cell in row) + "</tr>\n" for row in rows)
        self.lines.append(f"<table><thead>\n<tr>{cells}</tr>\n</thead><tbody>\n{body}</tbody></table>")

    def cell(self, text: str) -> str:
        parts = html.escape(text).split("`")
        return "".join(f"<code>{part}</code>" if at % 2 else part for at, part in enumerate(parts)).replace(
            "\n", "<br>"
        )

    def done(self) -> str:
        return super().done() + '</div><div class="dark-box"><a href="#">HTTP</a></div></div></body></html>'
