"""A mirror in Markdown says the same as the page that it was made of."""

from __future__ import annotations

from tests.drift.support import fresh_spec

PAGE = """---
title: 经纪商
outline: deep
---

### 查询某物

#### 限速：2次/1min

#### 限速规则：User ID

#### HTTP请求

`GET /api/v5/broker/thing`

> 请求示例

```
GET /api/v5/broker/thing?kind=1
```

#### 请求参数

<table><thead><tr><th>参数名</th><th>类型</th><th>是否必须</th><th>描述</th></tr></thead><tbody><tr><td>kind</td><td>String</td><td>是</td><td>种类<br><code>1</code>：第一<br><code>2</code>：第二</td></tr></tbody></table>

::: tip
区间为180天
:::

> 返回结果

```
{
    "code": "0",
    "data": [{"id": "a"}],
    "msg": ""
}
```

#### 返回参数

<table><thead><tr><th><strong>参数名</strong></th><th>类型</th><th>描述</th></tr></thead><tbody><tr><td>id</td><td>String</td><td>编号</td></tr></tbody></table>
"""


def test_a_page_in_markdown_is_read() -> None:
    found = {(fact.group, fact.name): dict(fact.attributes) for fact in fresh_spec().read(PAGE)}
    assert found["operation", ""] == {"limit": "2 in 60 s", "rule": "user", "title": "查询某物", "spans": ("180 d",)}
    assert found["request", "kind"] == {"type": "String", "required": "Yes", "values": ("1", "2")}
    assert found["example request", "kind"] == {"type": "String", "values": ("1",)}
    assert found["answer", "id"] == {"type": "String"}
    assert found["example answer", "data.id"] == {"type": "String", "values": ("a",)}
