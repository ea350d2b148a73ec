"""The two readings of YAML: what the one takes line by line, the parser of YAML means by it too, in the same places."""

import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spinout.inputs.documents import Document
from spinout.inputs.yaml_documents import read_yaml
from spinout.inputs.yaml_events import read_events
from spinout.inputs.yaml_lines import UNREAD, read_plain_yaml

ROOT = Path(__file__).parents[2]
FILES = sorted(path for folder in ("questions", "examples", "tests/broken") for path in (ROOT / folder).rglob("*.y*ml"))
FORMS = (
    "a: 1\nb: [x, 2]\n",
    "a:\n  - b: 1\n    c: \"x\"\n  - d: >-\n      one\n      two\n\n  - e\nf: {a: 1, b: [c, 'd''e']}\n",
    "a: b # c\n# d\ne:\nf: null\ng:\n  h: -1.50\n",
    "- a\n- b: c\n  d:\n    e: |\n      f\n  g: h\n",
)
ODD = (
    *"{}[]:,\"'&*!|>%@`#-?0eE.\\\n\t u~+=<", "\u2028", "\ufeff", "\r\n", "\r", "\xa0", "\u3000", "- ", ": ", " #", "  ",
    "\n  ", "\n    ", "\n- ", "''", '""', "null", "true", "-0", "9" * 16, "é", "\U0001f600", "\n\n", "\n ", "? ", "---",
    "\n---\n", "\n...\n", ": >-\n    x\n", ": |\n  y\n  z\n", "[a, b]", "{a: b}", "{", "}", "<<: ",
)  # fmt: skip
TEXTS = [text for path in FILES if (text := path.read_bytes().decode("utf-8", "ignore"))]


def pieces(text: str, chance: random.Random) -> str:
    """Some lines out of a text, moved to the left."""
    lines = text.split("\n")
    start = chance.randrange(len(lines))
    lines = lines[start : start + chance.randint(2, 25)]
    indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join(line[indent:] for line in lines) + chance.choice(["", "\n"])


def damaged(text: str, chance: random.Random) -> str:
    """A text with a few characters taken out, doubled or replaced."""
    letters = list(text)
    for _ in range(chance.randint(0, 3)):
        at = chance.randrange(len(letters) + 1)
        letters[at : at + chance.randint(0, 2)] = [chance.choice(ODD)] * chance.randint(0, 2)
    return "".join(letters)


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


def assert_alike(text: str) -> bool:
    """Where the lines are plain enough, their data is that of the events; say whether they are."""
    data = read_plain_yaml(text)
    if data is UNREAD:
        return False
    document = read_yaml("a.yaml", text.encode())
    if document.whole:  # else a character is refused before anything is read
        events = read_events("a.yaml", text)
        assert (events.whole, events.problems) == (True, ())
        assert exactly(data) == exactly(events.data) == exactly(document.data)
        assert document.find_places() == events.find_places()
    return True


@settings(max_examples=1500, deadline=None)
@given(st.randoms(use_true_random=False))
def test_both_readings_agree(chance: random.Random) -> None:
    """Pieces of every file of questions and answers, damaged or not, have one meaning and one place for it."""
    text = chance.choice(FORMS) if chance.random() < 0.3 else pieces(chance.choice(TEXTS), chance)
    assert_alike(damaged(text, chance))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_whole_files_read_alike(path: Path) -> None:
    """A whole file has one meaning too, with line ends of Windows as well."""
    text = path.read_bytes().decode("utf-8", "ignore")
    for ends in ("\n", "\r\n"):
        assert_alike(text.replace("\n", ends))


@pytest.mark.parametrize("path", sorted((ROOT / "questions").glob("*.yaml")), ids=lambda path: path.name)
def test_what_comes_with_spinout_is_plain(path: Path) -> None:
    """The shipped questionnaire is read line by line, which keeps every command quick."""
    assert assert_alike(path.read_text(encoding="utf-8"))


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


@pytest.mark.parametrize(("text", "data"), PLAIN)
def test_plain_lines_are_read(text: str, data: object) -> None:
    """What people mostly write needs no parser."""
    assert exactly(read_plain_yaml(text)) == exactly(data)
    assert assert_alike(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "# nothing\n", "a\n", "--- \na: 1\n", "a: 1\n...\n", "a: 1\na: 2\n", "a: {b: 1, b: 2}\n", "a: b\n  c\n",
        "a: b: c\n", "a: b:\n", "a: *b\n", "a: &b c\n", "a: !!str b\n", "? a\n", "a: [b\n  ]\n", "a: [b, ]\n",
        "a: [b: c]\n", "a: {b}\n", "a: [b}\n", "a: [b] c\n", 'a: "b" c\n', 'a: "b"#c\n', 'a: "\\t"\n', "a: 'b\n  c'\n",
        "a:\n- b\n", "a:\n   b: 1\n  c: 2\n", "a: 1\n b: 2\n", "- a\nb: 1\n", "a: 1\n- b\n", "a:\tb\n",
        "a: >-\n  b\n\n  c\n", "a: >-\n  b\n   c\n", "a: |\n  b", "a: >-\n  b \n", "a: >-\nb\n", "a: >-\n\n  b\n",
        "a: >+\n  b\n", "a: " + "9" * 16 + "\n", "a: " + "[" * 30 + "]" * 30 + "\n", "- - a\n", "-\n  a: 1\n",
        "- # a\n", 'a:\n  "# b"\n', "a:\n  b\n",
        "".join("  " * n + "a:\n" for n in range(30)),
    ],
)  # fmt: skip
def test_what_is_not_plain_is_left_to_the_parser(text: str) -> None:
    """What is wrong, and what could be meant otherwise, is never taken."""
    assert read_plain_yaml(text) is UNREAD
    by_events = read_events("a.yaml", text)
    document = read_yaml("a.yaml", text.encode())
    assert _told(document) == _told(by_events)


def _told(document: Document) -> tuple[Any, ...]:
    return exactly(document.data), document.problems, document.whole
