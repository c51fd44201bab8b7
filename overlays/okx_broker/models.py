"""What is sent and what is answered: the models of the contract, under the name that users import; loaded as they are used."""

from typing import TYPE_CHECKING

from okx_v5 import models as _models

if TYPE_CHECKING:
    from okx_v5.models import *  # noqa: F403 - the list of names is generated with them

__all__ = _models.__all__  # pyright: ignore[reportUnsupportedDunderAll] - the same list


if not TYPE_CHECKING:  # for a type checker there are the names above and no others

    def __getattr__(name: str) -> object:
        return getattr(_models, name)


def __dir__() -> list[str]:
    return __all__
