"""Checks of request values, compiled once from the contract's schemas.

The wire form of values is described in `spec/README.md`, "Wire strings with a meaning". A field that is `""` or null
counts as absent; a field that the schema does not know is ignored, as on the exchange.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias, cast

from okx_mock.answers import Refusal
from okx_mock.clock import day_start_ms
from okx_mock.wire import Json

Schema: TypeAlias = Mapping[str, object]
Check: TypeAlias = Callable[[Json], bool]
Resolve: TypeAlias = Callable[[Schema], Schema]
Condition: TypeAlias = tuple[str, tuple[tuple[str, tuple[object, ...]], ...]]
"""A field, and the other fields with the values, any of them, that make it needed, all fields together."""

MAX_NUMBER_LENGTH = 40
MAX_NUMBER = 10**15
MAX_TEXT_LENGTH = 4096

_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_INTEGER = re.compile(r"-?[0-9]+")
_SPECIAL = re.compile(r"[!-/:-@\[-`{-~]")


def is_decimal(text: str) -> bool:
    """Whether a text is a number in plain notation, of bounded length."""
    return len(text) <= MAX_NUMBER_LENGTH and _DECIMAL.fullmatch(text) is not None


def is_integer(text: str) -> bool:
    """Whether a text is a whole number of bounded length."""
    return len(text) <= MAX_NUMBER_LENGTH and _INTEGER.fullmatch(text) is not None


def is_day(text: str) -> bool:
    """Whether a text is a day that exists, written YYYYMMDD."""
    if len(text) != 8 or not (text.isascii() and text.isdigit()):
        return False
    try:
        day_start_ms(text)
    except (ValueError, OverflowError):
        return False
    return True


def is_passphrase(text: str) -> bool:
    """The rule of a sub-account key's passphrase (okx-broker-program, "Create an API Key for a sub-account").

    8 to 32 printable ASCII characters, with at least one digit, upper-case letter, lower-case letter and special one.
    """
    return (
        8 <= len(text) <= 32
        and all("!" <= character <= "~" for character in text)
        and any("0" <= character <= "9" for character in text)
        and any("A" <= character <= "Z" for character in text)
        and any("a" <= character <= "z" for character in text)
        and _SPECIAL.search(text) is not None
    )


def is_ip_list(text: str) -> bool:
    """Addresses separated by commas: IPv4, IPv6 or a network segment. How many there may be is checked elsewhere."""
    return all(_is_network(part) for part in text.split(","))


def _is_network(text: str) -> bool:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def is_permission_list(text: str) -> bool:
    """Permissions separated by commas, each of read_only, trade and withdraw."""
    return all(part in {"read_only", "trade", "withdraw"} for part in text.split(","))


FORMATS: dict[str, Callable[[str], bool]] = {
    "decimal": is_decimal,
    "integer": is_integer,
    "unix-ms": is_integer,
    "unix-us": is_integer,
    "yyyymmdd": is_day,
    "flag": lambda text: text in {"true", "false"},
}

NAMED_RULES: dict[str, Callable[[str], bool]] = {
    "passphrase": is_passphrase,
    "ip-list": is_ip_list,
    "permission-list": is_permission_list,
}


def compile_value(schema: Schema, resolve: Resolve, *, in_query: bool = False) -> Check:
    """Turn one schema into a check of one value."""
    schema = resolve(schema)
    for joined in ("anyOf", "oneOf"):
        if joined in schema:
            choices = [
                compile_value(part, resolve, in_query=in_query) for part in cast("Sequence[Schema]", schema[joined])
            ]
            return lambda value: any(choice(value) for choice in choices)
    kinds = schema.get("type", ())
    names = {kinds} if isinstance(kinds, str) else set(cast("Sequence[str]", kinds))
    names.discard("null")
    if "string" in names and "boolean" in names:
        return lambda value: isinstance(value, bool) or _is_flag(value)
    if "array" in names:
        return _compile_array(schema, resolve)
    if "object" in names or "properties" in schema:
        return _compile_object(schema, resolve)
    if "boolean" in names:
        if in_query:
            return _is_flag
        # Clients of others, OKX's SDK among them, write flags as texts; the exchange reads both.
        return lambda value: isinstance(value, bool) or _is_flag(value)
    if names & {"integer", "number"}:
        if in_query:
            return lambda value: isinstance(value, str) and is_decimal(value)
        return lambda value: isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= MAX_NUMBER
    return _compile_text(schema)


def _is_flag(value: Json) -> bool:
    return isinstance(value, str) and value in {"true", "false"}


def _compile_text(schema: Schema) -> Check:
    tests: list[Callable[[str], bool]] = []
    allowed = schema.get("enum")
    if isinstance(allowed, list):
        values = frozenset(str(value) for value in cast("list[object]", allowed))
        tests.append(values.__contains__)
    if "const" in schema:
        constant = str(schema["const"])
        tests.append(lambda text: text == constant)
    shortest, longest = schema.get("minLength", 0), schema.get("maxLength", MAX_TEXT_LENGTH)
    if isinstance(shortest, int) and isinstance(longest, int):
        tests.append(lambda text: shortest <= len(text) <= longest)
    pattern = schema.get("pattern")
    if isinstance(pattern, str):
        # `$` in Python also matches before a final line feed, `\Z` does not.
        compiled = re.compile(pattern[:-1] + r"\Z" if pattern.endswith("$") else pattern, re.ASCII)
        tests.append(lambda text: compiled.search(text) is not None)
    form = FORMATS.get(str(schema.get("format", "")))
    if form is not None:
        tests.append(form)
    rule = NAMED_RULES.get(str(schema.get("x-okx-rule", "")))
    if rule is not None:
        tests.append(rule)
    fixed = tuple(tests)

    def check(value: Json) -> bool:
        return isinstance(value, str) and all(test(value) for test in fixed)

    return check


def _compile_array(schema: Schema, resolve: Resolve) -> Check:
    item = compile_value(cast("Schema", schema.get("items", {})), resolve)
    fewest, most = schema.get("minItems", 0), schema.get("maxItems", 1000)

    def check(value: Json) -> bool:
        return (
            isinstance(value, list)
            and isinstance(fewest, int)
            and isinstance(most, int)
            and fewest <= len(value) <= most
            and all(item(element) for element in value)
        )

    return check


def _compile_object(schema: Schema, resolve: Resolve) -> Check:
    fields = Fields.of_object(schema, resolve)

    def check(value: Json) -> bool:
        if not isinstance(value, dict):
            return False
        try:
            fields.accept(value)
        except Refusal:
            return False
        return True

    return check


class Fields:
    """The fields of one request: which there are, which must be there, and what each may hold."""

    def __init__(
        self,
        checks: Iterable[tuple[str, bool, Check]],
        required_if: Iterable[Condition] = (),
        one_of: Iterable[tuple[str, ...]] = (),
        only_one: Iterable[tuple[str, ...]] = (),
        inner: Mapping[str, Fields] | None = None,
    ) -> None:
        """Checks are (name, required, check); conditions are (name, other fields and their values, all of them)."""
        self.checks = tuple(checks)
        self.required_if = tuple(required_if)
        self.one_of = tuple(one_of)
        self.only_one = tuple(only_one)
        self.inner = inner or {}

    @classmethod
    def of_object(
        cls,
        schema: Schema,
        resolve: Resolve,
        one_of: Iterable[tuple[str, ...]] = (),
        only_one: Iterable[tuple[str, ...]] = (),
    ) -> Fields:
        """The fields of a JSON object."""
        schema = resolve(schema)
        properties = cast("Mapping[str, Schema]", schema.get("properties", {}))
        required = set(cast("Sequence[str]", schema.get("required", ())))
        checks: list[tuple[str, bool, Check]] = []
        conditions: list[Condition] = []
        inner: dict[str, Fields] = {}
        for name, unresolved in properties.items():
            part = resolve(unresolved)
            checks.append((name, name in required, compile_value(part, resolve)))
            conditions.extend(conditions_of(name, part))
            nested = resolve(cast("Schema", part["items"])) if "items" in part else part
            if "properties" in nested:
                inner[name] = cls.of_object(nested, resolve)
        return cls(checks, conditions, one_of, only_one, inner)

    def accept(self, values: Mapping[str, Json]) -> dict[str, Json]:
        """The known, present fields of a request.

        Raises:
            Refusal: 50014 for one that is missing, 51000 for one that is wrong, 51003 or 50015 when none of a group
                is there, 51000 when more than the one are.
        """
        accepted: dict[str, Json] = {}
        for name, required, check in self.checks:
            value = values.get(name)
            if value is None or value == "":
                if required:
                    raise Refusal("50014", name)
            elif check(value):
                accepted[name] = self._known_part(name, value) if name in self.inner else value
            else:
                raise Refusal("51000", name)
        for name, others in self.required_if:
            if name not in accepted and all(accepted.get(other) in wanted for other, wanted in others):
                raise Refusal("50014", name)
        for group in self.one_of:
            if not any(name in accepted for name in group):
                if set(group) == {"ordId", "clOrdId"}:
                    raise Refusal("51003")
                raise Refusal("50015", " or ".join(group))
        for group in self.only_one:
            given = [name for name in group if name in accepted]
            if not given:
                raise Refusal("50015", " or ".join(group))
            if len(given) > 1:
                raise Refusal("51000", given[1])
        return accepted

    def _known_part(self, name: str, value: Json) -> Json:
        """A nested value without the fields that the schema does not know."""
        fields = self.inner[name]
        if isinstance(value, list):
            return [fields.accept(item) for item in value if isinstance(item, dict)]
        return fields.accept(value) if isinstance(value, dict) else value


def conditions_of(name: str, part: Schema) -> Iterable[Condition]:
    """The `x-okx-required-if` of a parameter or property."""
    conditions = part.get("x-okx-required-if")
    if isinstance(conditions, dict) and conditions:
        others = cast("dict[str, object]", conditions).items()
        yield (
            name,
            tuple(
                (other, tuple(cast("list[object]", wanted)) if isinstance(wanted, list) else (wanted,))
                for other, wanted in others
            ),
        )
