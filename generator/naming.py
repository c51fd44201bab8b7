"""One rule for Python names, used by the models and by the method signatures alike."""

from __future__ import annotations

import keyword

from openapi_python_client.strings import snake_case


def python_name(wire: str) -> str:
    """Return the Python name of a wire name: `instId` becomes `inst_id`, a keyword gets a trailing underscore."""
    name = str(snake_case(wire))
    return f"{name}_" if keyword.iskeyword(name) else name
