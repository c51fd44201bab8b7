"""Reading the fields of a control request, with an error for each that says what is wrong and what would be right."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeGuard

from okx_mock.wire import Json


class ControlError(Exception):
    """A control request that makes no sense.

    Attributes:
        code: the code with which the exchange would refuse what is asked for; empty where there is none.
    """

    def __init__(self, text: str, code: str = "") -> None:
        super().__init__(text)
        self.code = code


def only(document: Mapping[str, Json], names: Collection[str]) -> None:
    """Let nothing be said that is not known.

    Raises:
        ControlError: there is another field.
    """
    if unknown := sorted(set(document) - set(names)):
        raise ControlError(f"only {', '.join(sorted(names))} can be said, not {unknown[0][:64]}")


def text_field(document: Mapping[str, Json], name: str, default: str = "") -> str:
    """A text.

    Raises:
        ControlError: it is none.
    """
    value = document.get(name)
    if value is None:
        return default
    if not isinstance(value, str):
        raise ControlError(f"{name} must be a text")
    return value


def flag_field(document: Mapping[str, Json], name: str) -> bool:
    """A flag; false when it is not said.

    Raises:
        ControlError: it is none.
    """
    value = document.get(name)
    if value is not None and not isinstance(value, bool):
        raise ControlError(f"{name} must be true or false")
    return value is True


def choice_field(document: Mapping[str, Json], name: str, choices: Collection[str], default: str) -> str:
    """One of several texts.

    Raises:
        ControlError: it is none of them.
    """
    value = text_field(document, name, default)
    if value not in choices:
        raise ControlError(f"{name} must be one of {', '.join(choices)}")
    return value


def whole_field(document: Mapping[str, Json], name: str, least: int, most: int, default: int) -> int:
    """A whole number.

    Raises:
        ControlError: it is none, or out of bounds.
    """
    value = document.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ControlError(f"{name} must be a whole number from {least} to {most}")
    return value


def are_texts(value: Json) -> TypeGuard[list[str]]:
    """Whether a value is a list of texts."""
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
