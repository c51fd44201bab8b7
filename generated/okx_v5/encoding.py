# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""Arguments to bytes: every rule of the contract is checked here, and each value is written once.

`check` turns arguments into wire values and raises `InvalidArgument` before anything is sent. `write` turns wire values
into the request target and the body, the bytes that are signed and sent.
"""

from __future__ import annotations

import datetime
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, TypeAlias, cast

import msgspec

from okx_v5.contract import Arguments, Extra, Field, Operation
from okx_v5.errors import InvalidArgument
from okx_v5.scalars import MASK, Secret

Wire: TypeAlias = "dict[str, Any]"
"""One JSON object of the request: texts, booleans, secrets outside the contract, and nested objects and lists of them."""

_PLAIN: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_MAX_DIGITS: Final = 60
_MAX_IPS: Final = 20
_PERMISSIONS: Final = ("read_only", "trade", "withdraw")
_SPECIAL: Final = r"[^A-Za-z0-9\s]"


class Refusal(Exception):  # noqa: N818 - private signal between a value's check and the place that knows its name
    """A value breaks a rule: the problem and the fix, for the place that knows the field's name."""

    def __init__(self, problem: str, fix: str, inside: str = "") -> None:
        self.problem = problem
        self.fix = fix
        self.inside = inside
        super().__init__(problem)


def plain_decimal(value: object) -> str:
    """Write an amount in plain notation, digits unchanged and never an exponent.

    Raises:
        Refusal: For a float, a bool, NaN, Infinity, or a text that is no plain decimal.
    """
    kind = type(value)
    if kind is str:
        text = cast("str", value)
        if len(text) <= _MAX_DIGITS and _PLAIN.fullmatch(text) is not None:
            return text
        raise Refusal(f"is {text[:80]!r}, no plain decimal number", 'Write it as "0.001", without exponent or spaces.')
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise Refusal(f"is {value}, not a number to trade with", "Pass a finite Decimal.")
        exponent = cast("int", value.as_tuple().exponent)
        if abs(value.adjusted()) > _MAX_DIGITS or abs(exponent) > _MAX_DIGITS:
            raise Refusal("has an exponent beyond any price or size", f"Stay within {_MAX_DIGITS} digits.")
        # A subclass could write itself otherwise than its number.
        return Decimal.__format__(value, "f")
    if isinstance(value, int) and kind is not bool:
        if abs(value) >= 10**_MAX_DIGITS:
            raise Refusal("is larger than any price or size", f"Stay within {_MAX_DIGITS} digits.")
        return int.__repr__(value)
    if isinstance(value, float):
        raise Refusal(f"is the float {value!r}, which can't hold decimal prices exactly", f'Pass Decimal("{value!r}").')
    raise Refusal(f"is of type {kind.__name__}", "Pass a Decimal, an int or a plain decimal string.")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _in_words(pattern: str, more: str = "") -> str:
    from okx_v5.patterns import IN_WORDS

    return f"It must be {IN_WORDS[pattern]}{more}." if pattern in IN_WORDS else f"It must match {pattern}{more}."


def _text_rule(field: Field) -> str:
    if field.choices:
        return "Use one of: " + ", ".join(field.choices) + "."
    length = ""
    if field.min_length is not None and field.max_length is not None:
        length = f"{field.min_length} to {field.max_length} characters"
    elif field.max_length is not None:
        length = f"at most {field.max_length} characters"
    if field.pattern is not None:
        return _in_words(field.pattern, f" with {length}" if length else "")
    return f"It must have {length}." if length else "Pass a text."


def _permissions_rule(text: str) -> None:
    parts = text.split(",")
    if len(set(parts)) != len(parts) or not all(part in _PERMISSIONS for part in parts):
        raise Refusal(
            f"is {_shown(text)}, no list of permissions",
            'Join read_only, trade and withdraw with commas, each once: "read_only,trade".',
        )


def _ips_rule(text: str) -> None:
    import ipaddress

    parts = text.split(",")
    if len(parts) > _MAX_IPS:
        raise Refusal(f"lists {len(parts)} addresses", f"OKX takes at most {_MAX_IPS}.")
    for part in parts:
        try:
            ipaddress.ip_network(part, strict=False)
        except ValueError:
            raise Refusal(
                f"holds {_shown(part)}, no IP address or network", 'Join addresses with commas only: "1.1.1.1,2.2.2.2".'
            ) from None


def _passphrase_rule(text: str) -> None:
    missing = [
        name
        for name, found in (
            ("a digit", any(c in "0123456789" for c in text)),
            ("an upper case letter", any("A" <= c <= "Z" for c in text)),
            ("a lower case letter", any("a" <= c <= "z" for c in text)),
            ("a special character", re.search(_SPECIAL, text) is not None),
        )
        if not found
    ]
    if not text.isascii() or any(c.isspace() or not c.isprintable() for c in text):
        missing.append("visible ASCII characters only, as it travels in a header")
    if missing or not 8 <= len(text) <= 32:
        raise Refusal(
            "breaks the passphrase rule" + (": it needs " + ", ".join(missing) if missing else ""),
            "Use 8 to 32 characters with a digit, an upper and a lower case letter and a special character.",
        )


_NAMED_RULES: Final[dict[str, Callable[[str], None]]] = {
    "permission-list": _permissions_rule,
    "ip-list": _ips_rule,
    "passphrase": _passphrase_rule,
}


def _text(field: Field) -> Callable[[object], str]:
    """Make the writer of a text: one look where the value is right, and a second one to say what is wrong."""
    match = re.compile(field.pattern).fullmatch if field.pattern is not None else None
    choices, secret = frozenset(field.choices), field.secret
    least = 1 if field.min_length is None else max(1, field.min_length)
    most = sys.maxsize if field.max_length is None else field.max_length
    named = _NAMED_RULES[field.rule] if field.rule is not None else None

    def refuse(value: object, hidden: bool) -> Refusal:
        if not isinstance(value, str):
            return Refusal(
                f"is of type {type(value).__name__}" if hidden else f"is {_shown(value)}, not a text", _text_rule(field)
            )
        if value == "":
            return Refusal("is empty", _text_rule(field) if field.required else "Leave it out instead.")
        return Refusal("breaks the rule" if hidden else f"is {_shown(value)}", _text_rule(field))

    def write_any(value: object) -> str:
        hidden = secret
        if isinstance(value, Secret):
            hidden, value = True, value.reveal()
        if not isinstance(value, str):
            raise refuse(value, hidden)
        # A subclass of str, as an enum's member, may write itself otherwise than its text.
        value = str.__str__(value)
        if named is not None and value:
            named(value)
        if choices:
            if value not in choices:
                raise refuse(value, hidden)
        elif (match is not None and match(value) is None) or not least <= len(value) <= most:
            raise refuse(value, hidden)
        try:
            value.encode()
        except UnicodeEncodeError:
            raise Refusal("holds half a surrogate pair, which has no UTF-8 form", "Pass valid Unicode.") from None
        return value

    def write_choice(value: object) -> str:
        return value if type(value) is str and value in choices else write_any(value)

    def write_match(value: object) -> str:
        if type(value) is str and full(value) is not None and value.isascii() and least <= len(value) <= most:
            return value
        return write_any(value)

    def write_plain(value: object) -> str:
        if type(value) is str and value.isascii() and least <= len(value) <= most:
            return value
        return write_any(value)

    if named is not None:
        return write_any
    if choices:
        return write_choice
    if match is None:
        return write_plain
    full = match
    return write_match


def _decimal(field: Field) -> Callable[[object], str]:
    match = re.compile(field.pattern).fullmatch if field.pattern is not None else None

    def write(value: object) -> str:
        if type(value) is str and match is not None and match(value) is not None and len(value) <= _MAX_DIGITS:
            return value
        text = plain_decimal(value)
        if match is not None and match(text) is None:
            raise Refusal(f"is {text}", _in_words(str(field.pattern)))
        return text

    return write


def _integer(field: Field) -> Callable[[object], str]:
    match = re.compile(field.pattern).fullmatch if field.pattern is not None else None
    least, most = field.minimum, field.maximum

    def write(value: object) -> str:
        if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,20}", value) is not None:
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool):
            unit = {"unix-ms": ", Unix time in milliseconds", "unix-us": ", Unix time in microseconds"}.get(
                field.kind, ""
            )
            raise Refusal(f"is {_shown(value)}, no whole number", f"Pass an int{unit}.")
        if (least is not None and value < least) or (most is not None and value > most):
            bounds = f"from {least} to {most}" if most is not None else f"of at least {least}"
            raise Refusal(f"is {value}", f"Pass a whole number {bounds}.")
        text = int.__repr__(value)
        if match is not None and match(text) is None:
            raise Refusal(f"is {text[:40]}", _in_words(str(field.pattern)))
        return text

    return write


def _day(field: Field) -> Callable[[object], str]:
    def write(value: object) -> str:
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            return f"{value.year:04d}{value.month:02d}{value.day:02d}"
        if isinstance(value, str) and re.fullmatch("[0-9]{8}", value) is not None:
            try:
                datetime.date(int(value[:4]), int(value[4:6]), int(value[6:]))
            except ValueError:
                raise Refusal(f"is {value!r}, no day of the calendar", 'Write it as "20260630".') from None
            return value
        raise Refusal(f"is {_shown(value)}, no calendar day", 'Pass a datetime.date, or a text such as "20260630".')

    return write


def _flag(field: Field) -> Callable[[object], str]:
    def write(value: object) -> str:
        if value is True or value is False:
            return "true" if value else "false"
        raise Refusal(f"is {_shown(value)}, no bool", "Pass True or False.")

    return write


def _boolean(field: Field) -> Callable[[object], bool]:
    def write(value: object) -> bool:
        if value is True or value is False:
            return value
        raise Refusal(f"is {_shown(value)}, no bool", "Pass True or False.")

    return write


def _check_length(field: Field, length: int) -> None:
    least, most = field.min_items or 0, field.max_items
    if length < least or (most is not None and length > most):
        bounds = f"at least {least}" if most is None else f"{least} to {most}"
        raise Refusal(f"has {length} elements", f"Pass {bounds} of them.")


def _texts(field: Field) -> Callable[[object], list[str]]:
    one = _text(field)

    def write(value: object) -> list[str]:
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise Refusal(f"is {_shown(value)}, no list", "Pass a list of texts.")
        found = tuple(cast("Sequence[object]", value))
        _check_length(field, len(found))
        return [one(item) for item in found]

    return write


def _object(field: Field) -> Callable[[object], Wire]:
    shape = _Shape(field.shape)

    def write(value: object) -> Wire:
        return shape.from_model(value)

    return write


def _objects(field: Field) -> Callable[[object], list[Wire]]:
    shape = _Shape(field.shape)

    def write(value: object) -> list[Wire]:
        if not isinstance(value, list | tuple):
            raise Refusal(f"is {_shown(value)}, no list", "Pass a list of request models.")
        found = tuple(cast("Sequence[object]", value))
        _check_length(field, len(found))
        items: list[Wire] = []
        for index, item in enumerate(found):
            try:
                items.append(shape.from_model(item))
            except Refusal as refusal:
                raise Refusal(refusal.problem, refusal.fix, f"[{index}]{refusal.inside}") from None
        return items

    return write


_WRITERS: Final[dict[str, Callable[[Field], Callable[[object], object]]]] = {
    "text": _text,
    "decimal": _decimal,
    "integer": _integer,
    "unix-ms": _integer,
    "unix-us": _integer,
    "yyyymmdd": _day,
    "flag": _flag,
    "boolean": _boolean,
    "texts": _texts,
    "object": _object,
    "objects": _objects,
}


class SecretWire(dict[str, Any]):
    """A wire object with secrets in it: it is shown by its names alone, also where a traceback shows what frames hold."""

    def __repr__(self) -> str:
        return f"{{{', '.join(f'{name!r}: {MASK!r}' for name in self)}}}"


class _Shape:
    """The compiled checks of one request object."""

    def __init__(self, fields: tuple[Field, ...]) -> None:
        self.names: Final = {field.wire: field.name for field in fields}
        self.empty: Final[type[Wire]] = SecretWire if any(field.secret for field in fields) else dict
        self.writers: Final = {field.wire: (field.wire, _WRITERS[field.kind](field)) for field in fields}
        self.required: Final = tuple(field.wire for field in fields if field.required)
        self.conditional: Final = tuple((field.wire, field.required_if) for field in fields if field.required_if)
        self.nested: Final = frozenset(field.wire for field in fields if field.shape)
        self.others: Final[dict[type[msgspec.Struct], tuple[str, ...]]] = {}

    def from_mapping(self, values: Mapping[str, object]) -> Wire:
        """Check the values by wire name; None means not given."""
        wire = self.empty()
        writers = self.writers
        for key, value in values.items():
            if value is not None:
                try:
                    # The table's own name goes out, whatever object was equal to it.
                    name, write = writers[key]
                    wire[name] = write(value)
                except Refusal as refusal:
                    raise Refusal(refusal.problem, refusal.fix, f".{self.names[key]}{refusal.inside}") from None
                except KeyError:
                    raise Refusal(
                        "is no field of this operation", "Use the names of OKX's document.", f".{key!s:.60}"
                    ) from None
        for key in self.required:
            if key not in wire:
                raise Refusal("is missing", "OKX requires it.", f".{self.names[key]}")
        for key, conditions in self.conditional:
            if key not in wire and all(wire.get(other) in values for other, values in conditions):
                when = " and ".join(f"{self.names.get(other, other)} is {wire[other]!r}" for other, _ in conditions)
                raise Refusal("is missing", f"OKX requires it when {when}.", f".{self.names[key]}")
        return wire

    def from_model(self, model: object) -> Wire:
        """Check a request model."""
        if not isinstance(model, msgspec.Struct):
            raise Refusal(f"is of type {type(model).__name__}", "Pass a request model of okx_broker.models.")
        kind = type(model)
        others = self.others.get(kind)
        if others is None:
            known = set(self.names.values())
            others = self.others[kind] = tuple(name for name in kind.__struct_fields__ if name not in known)
        for name in others:
            # Another model can have all the fields that are wanted and more: those would be lost without a word.
            if getattr(model, name) is not None:
                raise Refusal(
                    f"is a {kind.__name__} with {name}, which is no field here",
                    "Pass the request model that belongs here.",
                )
        try:
            values = {wire: getattr(model, name) for wire, name in self.names.items()}
        except AttributeError:
            raise Refusal(f"is a {kind.__name__}", "Pass the request model that belongs here.") from None
        return self.from_mapping(values)


class Request(msgspec.Struct, frozen=True, gc=False):
    """The bytes of a request: what is signed is exactly this.

    Attributes:
        method: `GET` or `POST`.
        target: Path and query string, as they stand on the request line.
        body: The body; empty for a GET.
    """

    method: str
    target: str
    body: bytes

    def __repr__(self) -> str:
        return f"Request({self.method}, {len(self.target)} characters, {len(self.body)} bytes)"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [("method", self.method)]

    def __reduce__(self) -> str:
        raise TypeError("a Request can't be pickled: its body can hold secrets")


def _revealed(value: object) -> Any:
    if isinstance(value, Secret):
        return value.reveal()
    raise TypeError(f"{type(value).__name__} can't be sent")


_encoder: Final = msgspec.json.Encoder(enc_hook=_revealed)
_SHAPES: Final[dict[str, _Shape]] = {}


def _shape_of(operation: Operation[Any]) -> _Shape:
    shape = _SHAPES.get(operation.id)
    if shape is None:
        shape = _SHAPES[operation.id] = _Shape(operation.fields)
    return shape


def _check_groups(operation: Operation[Any], shape: _Shape, wire: Wire, place: str) -> None:
    for group in operation.one_of:
        if not any(key in wire for key in group):
            names = " or ".join(shape.names[key] for key in group)
            raise InvalidArgument(operation.name, place + names, "is missing", "OKX needs at least one of them.")
    for group in operation.exactly_one:
        given = [key for key in group if key in wire]
        if len(given) != 1:
            names = " or ".join(shape.names[key] for key in group)
            problem = "is missing" if not given else "is given more than once"
            raise InvalidArgument(operation.name, place + names, problem, "OKX needs exactly one of them.")


def check(operation: Operation[Any], arguments: Arguments, extra: Extra | None = None) -> Wire | list[Wire]:
    """Check the arguments of a call against the contract and return the wire values.

    Args:
        operation: The operation to call.
        arguments: Values by wire name, None meaning not given; for an array body the request models.
        extra: Fields that the contract does not know, by wire name.

    Returns:
        The wire object; for an array body a list of them.

    Raises:
        InvalidArgument: An argument breaks a rule. Nothing was sent.
    """
    shape = _shape_of(operation)
    if operation.body == "array":
        items = _check_items(operation, shape, arguments)
        if extra is not None:
            _add_to_items(operation, shape, items, extra)
        return items
    try:
        wire = shape.from_mapping(cast("Mapping[str, object]", arguments))
    except Refusal as refusal:
        raise InvalidArgument(operation.name, refusal.inside[1:], refusal.problem, refusal.fix) from None
    if operation.one_of or operation.exactly_one:
        _check_groups(operation, shape, wire, "")
    if extra is not None:
        _add(operation, shape, wire, extra, "extra")
    return wire


def _check_items(operation: Operation[Any], shape: _Shape, arguments: Arguments) -> list[Wire]:
    name = operation.items
    if isinstance(arguments, str | Mapping) or not isinstance(arguments, Sequence):  # pyright: ignore[reportUnnecessaryIsInstance] - untyped callers
        raise InvalidArgument(operation.name, name, "is no list", "Pass a list of request models.")
    most = operation.max_items
    given = tuple(arguments)  # it is counted and gone through, and another thread may add to it meanwhile
    if not given:
        raise InvalidArgument(operation.name, name, "is empty", "Pass at least one.")
    if most is not None and len(given) > most:
        raise InvalidArgument(operation.name, name, f"has {len(given)} items", f"OKX takes at most {most}.")
    items: list[Wire] = []
    for index, model in enumerate(given):
        place = f"{name}[{index}]"
        try:
            wire = shape.from_model(model)
        except Refusal as refusal:
            raise InvalidArgument(operation.name, place + refusal.inside, refusal.problem, refusal.fix) from None
        _check_groups(operation, shape, wire, place + ".")
        items.append(wire)
    return items


def _add_to_items(operation: Operation[Any], shape: _Shape, items: list[Wire], extra: Extra) -> None:
    if isinstance(extra, Mapping):
        for item in items:
            _add(operation, shape, item, extra, "extra")
        return
    if isinstance(extra, str) or not isinstance(extra, Sequence) or len(extra) != len(items):  # pyright: ignore[reportUnnecessaryIsInstance] - untyped callers
        raise InvalidArgument(
            operation.name,
            "extra",
            f"does not fit {len(items)} items",
            "Pass one mapping for all, or a list of one each.",
        )
    for index, (item, one) in enumerate(zip(items, extra, strict=True)):
        _add(operation, shape, item, one, f"extra[{index}]")


def _add(operation: Operation[Any], shape: _Shape, wire: Wire, extra: object, place: str) -> None:
    """Add fields that the contract does not know to a checked object; those that it knows have an argument."""
    if not isinstance(extra, Mapping):
        raise InvalidArgument(operation.name, place, f"is {_shown(extra)}, no mapping", 'Pass {"newField": "value"}.')
    for key, value in cast("Mapping[object, object]", extra).items():
        try:
            name = field_name(key)
        except Refusal as refusal:
            raise InvalidArgument(operation.name, place, refusal.problem, refusal.fix) from None
        where = f"{place}.{name[:60]}"
        if name in shape.names:
            fix = f"Pass it as {shape.names[name]}."
            if name in shape.nested:
                fix += " A new field inside of it goes by call()."
            raise InvalidArgument(operation.name, where, "is a field that the contract knows", fix)
        try:
            wire[name] = plain_json(value, in_query=operation.body == "none")
        except Refusal as refusal:
            raise InvalidArgument(operation.name, where + refusal.inside, refusal.problem, refusal.fix) from None


_DEEPEST: Final = 20


def plain_json(value: object, *, in_query: bool = False, depth: int = 0) -> Any:
    """Return a value outside the contract as it goes over the wire: texts, bools, lists and objects, secrets among them.

    Raises:
        Refusal: It has a type that OKX's JSON does not use, as a float.
    """
    if isinstance(value, Secret):
        _any_text(value.reveal())
        return value  # revealed when it is written, and not before
    if isinstance(value, str):
        return _any_text(str.__str__(value))
    if value is True or value is False:
        return ("true" if value else "false") if in_query else value
    if isinstance(value, Decimal | int | float):
        return plain_decimal(value)
    if in_query:
        raise Refusal(f"is of type {type(value).__name__}", "Pass a text, a bool, a Decimal or an int.")
    if depth > _DEEPEST:
        raise Refusal("is nested too deep", f"Stay within {_DEEPEST} levels.")
    if isinstance(value, Mapping):
        return _plain_object(cast("Mapping[object, object]", value), depth)
    if isinstance(value, list | tuple):
        return [_inside(f"[{i}]", item, depth) for i, item in enumerate(cast("Sequence[object]", value))]
    raise Refusal(f"is of type {type(value).__name__}", "Pass texts, bools, Decimals, ints, lists and mappings.")


def field_name(key: object) -> str:
    """Return a key outside the contract as the plain text that goes over the wire.

    Raises:
        Refusal: It is no text, or empty.
    """
    if not isinstance(key, str) or not key:
        raise Refusal(f"has the key {_shown(key)}", "Name fields as OKX does.")
    # A subclass of str could compare otherwise than it is written.
    return _any_text(str.__str__(key))


def _any_text(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Refusal("holds half a surrogate pair, which has no UTF-8 form", "Pass valid Unicode.") from None
    return text


def _plain_object(value: Mapping[object, object], depth: int) -> Wire:
    found: Wire = {}
    for key, item in value.items():
        name = field_name(key)
        found[name] = _inside(f".{name[:60]}", item, depth)
    return found


def _inside(place: str, value: object, depth: int) -> Any:
    try:
        return plain_json(value, depth=depth + 1)
    except Refusal as refusal:
        raise Refusal(refusal.problem, refusal.fix, place + refusal.inside) from None


_UNRESERVED: Final = re.compile(r"[A-Za-z0-9\-._~]*")
_PERCENT: Final = tuple(
    chr(byte) if _UNRESERVED.fullmatch(chr(byte)) is not None else f"%{byte:02X}" for byte in range(256)
)


def percent_encoded(value: str) -> str:
    """Encode a query value: every byte beyond letters, digits and `-._~`, so that no HTTP library has a reason to."""
    if _UNRESERVED.fullmatch(value) is not None:
        return value
    return "".join([_PERCENT[byte] for byte in value.encode()])


def write(operation: Operation[Any], wire: Wire | list[Wire]) -> Request:
    """Write checked wire values as the request's target and body; see `percent_encoded` for the query."""
    if operation.body != "none":
        return Request(operation.method, operation.path, _encoder.encode(wire))
    if not wire:
        return Request(operation.method, operation.path, b"")
    values = cast("Wire", wire)
    try:
        query = "&".join([f"{percent_encoded(key)}={percent_encoded(value)}" for key, value in values.items()])
    except TypeError:  # there is a Secret among them
        texts = SecretWire(
            {key: value if isinstance(value, str) else _revealed(value) for key, value in values.items()}
        )
        query = "&".join([f"{percent_encoded(key)}={percent_encoded(value)}" for key, value in texts.items()])
    return Request(operation.method, f"{operation.path}?{query}", b"")
