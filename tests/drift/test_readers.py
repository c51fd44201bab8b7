"""What the readers make of the two forms: pages written here by hand, in the shape of OKX's."""

from __future__ import annotations

import pytest

from generator.documents.quantities import quantities
from generator.documents.source import DocumentError, load, read
from generator.documents.value_lists import value_list

CHINESE = """
<html lang="zh"><body>
<div class="toc-wrapper"><h3>不是标题</h3><table><tr><th>参数名</th></tr></table></div>
<div class="page-wrapper"><div class="content">
<h1 id="a">经纪商</h1><h3 id="b">查询某物 </h3>
<p>链接保留9小时有效。</p>
<h4>限速：5次/2s</h4><h4>限速规则：User ID</h4><h4>权限：读取</h4><h4>HTTP请求</h4>
<p><code>GET /api/v5/broker/thing</code></p>
<blockquote>
<p>请求示例</p>
</blockquote>
<div class="highlight"><pre><div class="copy-clipboard"><svg><title>Copy</title></svg></div><code>GET /api/v5/broker/thing?kind<span class="o">=</span>1&amp;day<span class="o">=</span>20210623
</code></pre></div>
<h4>请求参数</h4>
<table><thead><tr><th><strong>参数名</strong></th><th>类型</th><th>是否必须</th><th>描述</th></tr></thead><tbody>
<tr><td>kind</td><td>String</td><td>是</td><td>种类<br><code>1</code>：第一<br><code>2</code>: 第二</td></tr>
<tr><td>day</td><td>String</td><td>可选</td><td>日期<br>格式: <code>YYYYMMdd</code>，如 <code>20210623</code><br>如果kind为<code>2</code>，该字段必填</td></tr>
<tr><td>name</td><td>String</td><td>否</td><td>支持6-20位字母，<font color="red"><b>最多支持3个IP</b></font>，14天之后删除</td></tr>
</tbody></table>
<aside class="notice">
一次请求的区间为180天
</aside>
<blockquote><p>返回结果</p></blockquote>
<div class="highlight"><pre><code><span class="p">{</span><span class="nl">"code"</span>: "0", "data": [{"list": [{"id": "a"}, {"id": "b"}], "on": true}], "msg": ""}</code></pre></div>
<h4>返回参数</h4>
<table><thead><tr><th>参数名</th><th>类型</th><th>描述</th></tr></thead><tbody>
<tr><td>list</td><td>Array of objects</td><td>列表</td></tr>
<tr><td>&gt; id</td><td>String</td><td>创建时间，Unix时间戳的毫秒数格式 ，如 <code>1597026383085</code></td></tr>
<tr><td>on</td><td>Boolean</td><td>状态</td></tr>
</tbody></table>
<h4>解压后CSV里的字段说明</h4>
<table><thead><tr><th>参数名</th><th>描述</th></tr></thead><tbody>
<tr><td>fee</td><td>手续费，单位为<code>USDT</code></td></tr></tbody></table>
<h2>错误码 </h2>
<table><thead><tr><th>错误提示</th><th>HTTP 状态码</th><th>错误码</th></tr></thead><tbody>
<tr><td>59999</td><td>401</td><td>出错</td></tr></tbody></table>
</div></div></body></html>
"""


def test_a_chinese_page_is_read() -> None:
    facts = read(CHINESE, {})
    found = {(fact.group, fact.name): dict(fact.attributes) for fact in facts}
    assert facts.language == "zh"
    assert [fact.operation for fact in facts.operations] == ["GET /api/v5/broker/thing"]
    assert found["operation", ""] == {
        "limit": "5 in 2 s",
        "rule": "user",
        "permission": "读取",
        "title": "查询某物",
        "spans": ("180 d", "9 h"),
    }
    assert found["request", "kind"] == {"type": "String", "required": "Yes", "values": ("1", "2")}
    assert found["request", "day"] == {
        "type": "String",
        "required": "Conditional",
        "format": "yyyymmdd",
        "condition": "kind=2",
    }
    assert found["request", "name"] == {
        "type": "String",
        "required": "No",
        "min_length": 6,
        "max_length": 20,
        "max_count": 3,
        "numbers": ("14 d",),
    }
    assert found["example request", "day"] == {"type": "String", "values": ("20210623",)}
    assert found["answer", "list"] == {"type": "Array of object"}
    assert found["answer", "list.id"] == {"type": "String", "format": "unix-ms"}
    assert found["example answer", "data.list.id"] == {"type": "String", "values": ("a", "b")}
    assert found["example answer", "data.on"] == {"type": "Boolean", "values": ("true",)}
    assert found["column", "fee"] == {"unit": "USDT"}
    assert found["error code", "59999"] == {"http": "401"}


def test_an_example_that_is_no_json_is_a_fact_and_no_failure() -> None:
    facts = read(CHINESE.replace('"msg": ""}', '"msg": "",}'), {})
    (whole,) = [fact for fact in facts if fact.group == "example answer"]
    assert whole.attributes == {"form": "no valid JSON"}


@pytest.mark.parametrize(
    "page", ["", "Nothing here.", "<html><body><h1>Maintenance</h1></body></html>", "<html></html>"]
)
def test_a_page_without_operations_is_an_error(page: str) -> None:
    with pytest.raises(DocumentError, match="states no operation"):
        read(page, {})


def test_what_can_not_be_read_is_an_error(tmp_path) -> None:
    with pytest.raises(DocumentError, match=r"nothing\.txt can't be read"):
        load(str(tmp_path / "nothing.txt"))
    (tmp_path / "binary.html").write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(DocumentError, match="can't be read"):
        load(str(tmp_path / "binary.html"))


@pytest.mark.parametrize(
    ("text", "known", "values"),
    [
        ("Statetrue : onfalse : off", ("true", "false"), ("true", "false")),
        ("Broker kindone : First Brokertwo : Second", ("one",), ("one", "two")),
        ("Level1 : low2 : middle3 :High", (), ("1", "2", "3")),
        ("Kind1 SPOT things2 FUTURES things", (), ("1", "2")),
        ("The stateready waiting", ("ready", "waiting"), ("ready", "waiting")),
        ("The stateready waiting lost", ("ready", "waiting"), ("ready", "waiting", "lost")),
        ("The statedone waiting", ("ready", "waiting"), ("done", "waiting")),
        ("Whether there is one. true or false", ("true", "false"), ()),
        ("Only for VIP4 and VIP5", (), ()),
        ("Name of a thing", ("thing", "other"), ()),
        ("A state\n`on`: works\n`off`：does not", (), ("on", "off")),
        ("A time, e.g. `1597026383085`", (), ()),
    ],
)
def test_values_are_told_from_words(text: str, known, values) -> None:
    words = {"state", "broker", "kind", "first", "second", "level", "the"}
    assert value_list(text, known, words) == values


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("supports 6 to 20 characters", {"min_length": 6, "max_length": 20}),
        ("8 to 32 alphanumeric characters with at least 1 number", {"min_length": 8, "max_length": 32}),
        ("No more than 50 letters", {"max_length": 50}),
        ("The maximum is 100 ; the default is 50", {"max": 100, "default": 50}),
        ("At first. Without it 100.", {"default": 100}),
        ("support up to 20 addresses", {"max_count": 20}),
        ("expires after 14 days", {"numbers": ("14 d",)}),
        ("ready in 2 hours, at most 5 hours", {"numbers": ("2 h", "5 h")}),
        ("for VIP4/5 and Lv1", {"numbers": ("Lv 1", "VIP 4", "VIP 5")}),
        ("e.g Lv1, VIP2", {}),
        ("as `Lv1`, `VIP2`", {}),
        ("at least 3 of them", {"numbers": ("3",)}),
        ("in the format of YYYYMMDD, e.g. 20210623 , after 2021/06/23 00:00:00", {"format": "yyyymmdd"}),
        ("Unix timestamp format in milliseconds, e.g. 1597026383085", {"format": "unix-ms"}),
        ("If type is false, this field is required", {"condition": "type=false"}),
        ("when subAcctLv: 2", {}),
        ("a part of MARGIN USDT", {}),
        ("Fee, in unit of USDT", {"unit": "USDT"}),
    ],
)
def test_numbers_in_words(text: str, found) -> None:
    assert quantities(text) == found
