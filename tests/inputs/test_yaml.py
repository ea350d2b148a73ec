"""What people mostly write as YAML, and what it means."""

from decimal import Decimal
from typing import Any

import pytest

from spinout.core.problems import Code
from spinout.inputs.yaml import read_yaml


def exactly(value: Any) -> Any:
    """A value with the types of all its parts, and the order of its keys."""
    match value:
        case dict():
            return [(key, exactly(part)) for key, part in value.items()]
        case list():
            return [exactly(part) for part in value]
        case Decimal():
            return value.as_tuple()
        case _:
            return type(value), value


PLAIN = [
    ("a:   b c  \n", {"a": "b c"}),
    ("a: b#c:d\n", {"a": "b#c:d"}),
    ("a: 'it''s' # why\n", {"a": "it's"}),
    ("a: \"\"\nb: ''\n", {"a": "", "b": ""}),
    ("a:\n  # nothing\nb:\n", {"a": None, "b": None}),
    ("a: [ ]\nb: { }\nc: [[], {x: {}}]\n", {"a": [], "b": {}, "c": [[], {"x": {}}]}),
    ('a: {"b": 1, c: "d, e"}\n', {"a": {"b": 1, "c": "d, e"}}),
    ("a: >\n  b\n  c\n\n\nd: |-\n    # e\n    f: g\n", {"a": "b c\n", "d": "# e\nf: g"}),
    ("- a: 1\n  b:\n    - c\n- d\n", [{"a": 1, "b": ["c"]}, "d"]),
    ("  a: 1\n  b: null\n", {"a": 1, "b": None}),
    ("a: -0\nb: 1.50\nc: 007\nd: ~\n", {"a": Decimal("-0"), "b": Decimal("1.50"), "c": "007", "d": "~"}),
]


@pytest.mark.parametrize("before", ["", "\n", "# a\r", "%YAML 1.1\n"])
def test_names_of_tags_are_refused_before_they_are_read(before: str) -> None:
    """The parser holds each against all before it: twenty thousand would take it a second."""
    document = read_yaml("a.yaml", f"{before}%TAG !a! tag:x\n---\na: 1\n".encode())
    (problem,) = document.problems
    assert (problem.code, problem.line, problem.column) == (Code.YAML_FEATURE, 1 + len(before.splitlines()), 1)


@pytest.mark.parametrize(("text", "data"), PLAIN)
def test_plain_yaml_is_read(text: str, data: object) -> None:
    """Each text means its data, with the types of all its parts, with line ends of Windows as well."""
    for ends in ("\n", "\r\n"):
        document = read_yaml("a.yaml", text.replace("\n", ends).encode())
        assert (exactly(document.data), document.problems) == (exactly(data), ())
