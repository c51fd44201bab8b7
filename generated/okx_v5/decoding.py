# Generated; edits are lost. Change spec/, generator/templates or generator/runtime, then run `make build`.
# `_origin.py` says what it was generated from.
"""Bytes to answers: numbers, times and flags exact, texts untouched.

OKX writes numbers as strings and an absent number as an empty string. msgspec reads the strings by itself; the empty ones
it can't. The quick way replaces them by null, at the names that hold no text in this answer's type. Whatever the quick way
can't read, the exact way reads value by value: nulls in texts, numbers where a text is documented, empty strings in arrays.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from types import NoneType, UnionType
from typing import Any, Final, Generic, Protocol, TypeVar, Union, cast, get_args, get_origin

import msgspec

from okx_v5.contract import Envelope
from okx_v5.errors import UnreadableBody
from okx_v5.scalars import Secret

T = TypeVar("T")

_EMPTY: Final = b'""'
_ESCAPE: Final = rb"\u"
_NOT_FINITE: Final = rb'"(?:\s|\\[tnrbf])*[+-]?(?:[sS]?[nN][aA][nN]|[iI][nN][fF])'
"""What could be read as NaN or Infinity; an escape could hide one. Both are left to the exact way."""
_NUMBER: Final = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?"
_MAX_INT_DIGITS: Final = 40
_RAW: Final = msgspec.json.Decoder(float_hook=Decimal)
_TEXTS: Final = frozenset({"msg", "code"})
_FLAGS: Final = {"true": True, "false": False, "1": True, "0": False}


def _secret_hook(kind: type[Any], value: Any) -> Any:
    if kind is Secret and isinstance(value, str):
        return Secret(value)
    raise TypeError(f"expected a text for {kind.__name__}")


def _bare(annotation: Any) -> Any:
    """Drop the None of an optional type."""
    if get_origin(annotation) in (Union, UnionType):
        rest = [part for part in get_args(annotation) if part is not NoneType]
        return rest[0] if len(rest) == 1 else annotation
    return annotation


def _names(kind: Any, texts: set[str], others: set[str], seen: set[Any]) -> None:
    """Collect the wire names that hold text, and those that hold anything else, in a model and all inside it."""
    if get_origin(kind) is list:
        _names(get_args(kind)[0], texts, others, seen)
        return
    if not (isinstance(kind, type) and issubclass(kind, msgspec.Struct)) or kind in seen:
        return
    seen.add(kind)
    for field in msgspec.structs.fields(kind):
        bare = _bare(field.type)
        (texts if bare is str or bare is Secret or get_origin(bare) is list else others).add(field.encode_name)
        _names(bare, texts, others, seen)


def _holds(kind: Any, wanted: type[Any], seen: set[Any]) -> bool:
    """Whether a model holds values of a type, in itself or in anything inside it."""
    if get_origin(kind) is list:
        return _holds(get_args(kind)[0], wanted, seen)
    if kind is wanted:
        return True
    if not (isinstance(kind, type) and issubclass(kind, msgspec.Struct)) or kind in seen:
        return False
    seen.add(kind)
    return any(_holds(_bare(field.type), wanted, seen) for field in msgspec.structs.fields(kind))


def _exact(kind: Any, value: Any, place: str) -> Any:
    """Read one value as the type says, forgiving what the documents contradict themselves in."""
    bare = _bare(kind)
    if get_origin(bare) is list:
        if value is None or value == "":
            return []
        if not isinstance(value, list):
            raise UnreadableBody(f"{place} is {type(value).__name__}, expected an array")
        inner = get_args(bare)[0]
        items = [_exact(inner, item, f"{place}[{i}]") for i, item in enumerate(_as_list(value))]
        return [item for item in items if item is not None]
    if isinstance(bare, type) and issubclass(bare, msgspec.Struct):
        return _exact_model(bare, value, place)
    reader = _READERS.get(bare)
    if reader is None:
        return value
    try:
        return reader(value)
    except (ValueError, InvalidOperation, TypeError):
        shown = "something" if bare is Secret else repr(str(value)[:40])
        raise UnreadableBody(f"{place} holds {shown}, expected {bare.__name__}") from None


def _as_list(value: Any) -> list[Any]:
    """Name the type of what was seen to be a list."""
    return value if isinstance(value, list) else []  # pyright: ignore[reportUnknownVariableType] - a list of JSON values


def _exact_model(model: type[msgspec.Struct], value: Any, place: str) -> Any:
    if value is None or value == "":
        return None
    if not isinstance(value, dict):
        raise UnreadableBody(f"{place} is {type(value).__name__}, expected an object")
    found = cast("dict[str, Any]", value)
    given = {
        field.name: _exact(field.type, found[field.encode_name], f"{place}.{field.encode_name}")
        for field in msgspec.structs.fields(model)
        if field.encode_name in found
    }
    try:
        return model(**given)
    except TypeError as error:
        raise UnreadableBody(f"{place}: {error}") from None


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | Decimal):
        return str(value)
    raise TypeError


def _as_secret(value: Any) -> Secret:
    return Secret(_as_text(value))


def _as_number(value: Any) -> Decimal:
    """Read digits as OKX writes them: no underscores, no digits of other scripts, no lists, which Decimal would take."""
    if isinstance(value, str):
        if re.fullmatch(_NUMBER, value.strip()) is None:
            raise ValueError
        return Decimal(value.strip())
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return Decimal(value)
    raise TypeError


def _as_decimal(value: Any) -> Decimal | None:
    if value is None or value == "":
        return None
    number = _as_number(value)
    if not number.is_finite():
        raise ValueError
    return number


def _as_int(value: Any) -> int | None:
    if value is None or value == "":
        return None
    number = _as_number(value)
    # Without the bound a short text such as "1e999999" would be written out digit by digit.
    if number.adjusted() > _MAX_INT_DIGITS or number != number.to_integral_value():
        raise ValueError
    return int(number)


def _as_bool(value: Any) -> bool | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        value = _FLAGS.get(value.lower())
    if value in (True, False):
        return bool(value)
    raise ValueError


_READERS: Final[dict[Any, Callable[[Any], Any]]] = {
    str: _as_text,
    Secret: _as_secret,
    Decimal: _as_decimal,
    int: _as_int,
    bool: _as_bool,
}


class AnswerReader(Generic[T]):
    """Reads the envelopes of one answer type. Make one per type and keep it; see `reader_for`."""

    def __init__(self, model: type[T], *, bare: bool = False) -> None:
        self._model = model
        self._bare = bare
        self._decoder = msgspec.json.Decoder(
            cast("type[Envelope[T]]", cast("Any", Envelope)[model]), strict=False, dec_hook=_secret_hook
        )
        self._has_decimals = _holds(model, Decimal, set())
        texts: set[str] = set(_TEXTS)
        others: set[str] = {"inTime", "outTime"}
        _names(model, texts, others, set())
        # A name that is a text in one place and a number in another is left to the exact way.
        names = "|".join(sorted(others - texts))
        self._absent = re.compile(rb'(?<!\\)("(?:' + names.encode() + rb')"\s*:\s*)""')

    @property
    def holds_secrets(self) -> bool:
        """Whether answers of this type hold something that must not be shown."""
        return _holds(self._model, Secret, set())

    def read(self, body: bytes) -> Envelope[T]:
        """Read an answer's body.

        Raises:
            UnreadableBody: The body is not JSON, not an envelope, or a value does not have its documented kind.
        """
        if self._bare:
            return self._read_bare(body)
        if self._has_decimals:
            lower = body.lower()
            suspect = b"nan" in lower or b"inf" in lower or _ESCAPE in lower
            if suspect and (_ESCAPE in lower or re.search(_NOT_FINITE, body) is not None):
                return self._read_exactly(body)
        try:
            return self._decoder.decode(body)
        except (ValueError, InvalidOperation, RecursionError):
            envelope = None
        if _EMPTY in body:
            envelope = self._read_quickly(self._absent.sub(rb"\1null", body))
        return self._read_exactly(body) if envelope is None else envelope

    def _read_quickly(self, body: bytes) -> Envelope[T] | None:
        """Leave it to msgspec; None where a value has another spelling than msgspec reads."""
        try:
            return self._decoder.decode(body)
        except (msgspec.ValidationError, InvalidOperation):
            return None
        except msgspec.DecodeError as error:
            raise UnreadableBody(f"not JSON: {error}") from None
        except UnicodeDecodeError:
            raise UnreadableBody("not UTF-8 text") from None
        except RecursionError:
            raise UnreadableBody("JSON nested too deep") from None

    def _read_bare(self, body: bytes) -> Envelope[T]:
        """Read an answer whose success has no envelope; a refusal has one, or a part of it."""
        found, model = _decoded(body), cast("type[msgspec.Struct]", self._model)
        if any(field.encode_name in found for field in msgspec.structs.fields(model)):
            return Envelope(code="0", data=[_exact_model(model, found, "the answer")])
        envelope = read_frame(body)[0]
        if envelope.code == "0":
            raise UnreadableBody("JSON without the documented fields")
        return envelope

    def _read_exactly(self, body: bytes) -> Envelope[T]:
        envelope, data = read_frame(body)
        if data is None:
            return envelope
        model: Any = self._model
        items = [_exact(model, item, f"data[{i}]") for i, item in enumerate(data)]
        return msgspec.structs.replace(envelope, data=[item for item in items if item is not None])


def _decoded(body: bytes) -> dict[str, Any]:
    """Read a body as plain JSON values; what is no object has no fields."""
    try:
        frame = _RAW.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ArithmeticError) as error:
        raise UnreadableBody(f"not JSON that can be read: {error}") from None
    return cast("dict[str, Any]", frame) if isinstance(frame, dict) else {}


def read_frame(body: bytes) -> tuple[Envelope[Any], list[Any] | None]:
    """Read an envelope's frame and leave `data` as plain JSON values, for answers of unknown or mixed shape.

    Raises:
        UnreadableBody: The body is not JSON, or no object with a `code`.
    """
    found = _decoded(body)
    if "code" not in found:
        raise UnreadableBody("JSON without OKX's envelope (an object with code, msg and data)")
    try:
        envelope: Envelope[Any] = Envelope(
            code=_as_text(found["code"]),
            msg=_as_text(found.get("msg")),
            in_time=_as_int(found.get("inTime")),
            out_time=_as_int(found.get("outTime")),
        )
    except (ValueError, InvalidOperation, TypeError):
        raise UnreadableBody("an envelope whose code, msg or times have another kind") from None
    data: Any = found.get("data")
    if data is None or data == "":
        return envelope, None
    return envelope, _as_list(data if isinstance(data, list) else [data])


_READERS_BY_MODEL: Final[dict[type[Any], Reader[Any]]] = {}
_MAKING: Final = threading.Lock()
"""Held while a reader is made. msgspec keeps what it has learnt of a model with the model itself, from before it is
complete: a second thread that makes a decoder of the same model, or of one that holds it, crashes the process."""


def reader_for(model: type[T], *, bare: bool = False) -> Reader[T]:
    """Return the reader of an answer type, made at its first use; `bare` for answers without an envelope."""
    reader = _READERS_BY_MODEL.get(model)
    if reader is None:
        with _MAKING:
            reader = _READERS_BY_MODEL.get(model)
            if reader is None:
                reader = _READERS_BY_MODEL[model] = AnswerReader(model, bare=bare)
    return reader


class Reader(Protocol[T]):
    """Reads the envelopes of one answer type."""

    @property
    def holds_secrets(self) -> bool:
        """Whether answers of this type hold something that must not be shown."""
        ...

    def read(self, body: bytes) -> Envelope[T]:
        """Read an answer's body; raises `UnreadableBody`."""
        ...


def register_reader(model: type[T], reader: Reader[T]) -> None:
    """Let a reader of one's own read the answers of a type that is none of the contract's."""
    _READERS_BY_MODEL[model] = reader


def read_record(model: type[T], values: dict[str, str]) -> T:
    """Read a flat record of texts, as a line of a file, into a model.

    Raises:
        UnreadableBody: A value does not have its documented kind; names the field.
    """
    given: dict[str, Any] = {}
    for field in msgspec.structs.fields(cast("type[msgspec.Struct]", model)):
        if field.encode_name in values:
            given[field.name] = _exact(field.type, values[field.encode_name], field.encode_name)
    return model(**given)
