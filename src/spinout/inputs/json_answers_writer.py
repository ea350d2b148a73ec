"""Write plain data as JSON that the strict reader reads back the same: exact numbers, no exponents."""

import json
from collections.abc import Mapping
from decimal import Decimal

from spinout.core.wording import as_written
from spinout.inputs.yaml_answers_writer import STEP


def new_json(data: Mapping[str, object]) -> bytes:
    """A document of JSON, indented, its letters as they are."""
    return (_written(data, "\n") + "\n").encode("utf-8")


def _written(value: object, line: str) -> str:
    """One value; `line` is a line end with the indentation of what encloses it."""
    inner = line + STEP
    if isinstance(value, Mapping):
        pairs = [f"{json.dumps(str(k), ensure_ascii=False)}: {_written(v, inner)}" for k, v in value.items()]
        return "{" + inner + f",{inner}".join(pairs) + line + "}" if pairs else "{}"
    if isinstance(value, list | tuple):
        if all(isinstance(item, str | int | Decimal) for item in value):
            return "[" + ", ".join(_written(item, inner) for item in value) + "]"
        return "[" + inner + f",{inner}".join(_written(item, inner) for item in value) + line + "]"
    if isinstance(value, Decimal):
        return as_written(value)
    return json.dumps(value, ensure_ascii=False)
