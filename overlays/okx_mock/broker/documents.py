"""Where the versions of the broker program's document differ in what they let the mock do.

`older` is the document that the contract was written from, `newer` its newer versions. Source: okx-broker-program and
okx-broker-program-newer. The mock follows the older one unless it is told otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

DocumentName: TypeAlias = Literal["older", "newer"]
DOCUMENTS: tuple[DocumentName, ...] = ("older", "newer")


@dataclass(frozen=True, slots=True)
class Document:
    """What one version says.

    Attributes:
        name: its name.
        capped_levels: the VIP levels whose rebate has a limit each month.
        no_rebate_from: the VIP level from which on there is no rebate.
        multi_signature: whether MSA accounts are known, which earn no rebate.
        row_per_day: whether a rebate file has a row for each day on which an order traded, or one for each order.
        ids_in_rows: whether a rebate file shows the user's UID and the client order id.
        levels_of_subs: whether a sub-account shows its level and the account above it in place of `mainAcct`.
        withdraw: whether a sub-account's key may withdraw.
        limits: operations with another limit than in the contract: requests, and milliseconds.
    """

    name: DocumentName
    capped_levels: frozenset[int]
    no_rebate_from: int
    multi_signature: bool = False
    row_per_day: bool = False
    ids_in_rows: bool = False
    levels_of_subs: bool = False
    withdraw: bool = True
    limits: Mapping[str, tuple[int, int]] = field(default_factory=dict[str, "tuple[int, int]"])


OLDER = Document("older", capped_levels=frozenset({4, 5}), no_rebate_from=6)
NEWER = Document(
    "newer",
    capped_levels=frozenset({5, 6}),
    no_rebate_from=7,
    multi_signature=True,
    row_per_day=True,
    ids_in_rows=True,
    levels_of_subs=True,
    withdraw=False,
    limits={"getSubaccountInfo": (10, 1000), "getIfRebate": (5, 2000)},
)


def document_named(name: DocumentName) -> Document:
    """The version with this name."""
    return NEWER if name == "newer" else OLDER
