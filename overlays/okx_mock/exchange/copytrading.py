"""Copy trading. Source: okx-v5, copy trading. The settings and orders are taken and shown by the control surface."""

from __future__ import annotations

from okx_mock.answers import Answer, success
from okx_mock.call import Call
from okx_mock.exchange.records import Handler, Kind, blank_row

SETTING = Kind("copy trading", "recordId", "")


def taking(operation: str) -> Handler:
    """An operation that is taken as it is; positions that lead or copy are not simulated."""

    def handle(call: Call) -> Answer:
        record = call.world.records.file(SETTING, call.caller, call.fields, operation, {})
        call.world.records.end(record)
        row = blank_row(call, operation)
        if "result" in row:
            return success([{**row, "result": True}])
        return success([{**row, "subPosId": call.text("subPosId"), "tag": record.tag}])

    return handle
