"""Writing YAML and JSON: what is written reads back the same, and a person's comments stay."""

from copy import deepcopy
from decimal import Decimal
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spinout.inputs.documents import REFUSED_CHARACTERS
from spinout.inputs.json import read_json
from spinout.inputs.writing import _indentation, new_json, new_yaml, updated_yaml
from spinout.inputs.yaml import read_yaml

ODD = (
    *("yes", "no", "on", "3", "-0", "1.50", "null", "", "true", "~", "- x", "# x", "a: b", "a #b", "[red]", "{", "*a"),
    *("&a", "!a", "|", ">", "'", '"', "\\", "%a", "@a", "`a", "? a", "a\nb", "\ta", " a ", "a\r\nb", "Tŷ Ŵen ✓", "---"),
    *("...", "\u2028", "\u2029", "\ufeff", "\ufffe", "\U0001f600", "\u202e", "x" * 10_000, "1:20", "0123", "1e3", "="),
    *("2026-11-23", "a,b", "a, b", "<<", "a:", ":a", "don't", "dont-know"),
)


def texts() -> st.SearchStrategy[str]:
    """Texts that a file may hold."""
    held = st.text(max_size=30).filter(lambda text: not REFUSED_CHARACTERS.search(text))
    return st.one_of(st.sampled_from(ODD), held)


def values() -> st.SearchStrategy[Any]:
    """What may stand as one answer."""
    numbers = st.one_of(
        st.integers(-(10**9), 10**9), st.decimals(-1000, 1000, places=2).map(lambda n: n or Decimal("0.0"))
    )
    plain = st.one_of(texts(), numbers, st.booleans(), st.lists(texts(), min_size=1, max_size=3))
    split = st.dictionaries(st.sampled_from(["me", "you"]), numbers, min_size=1)
    long = st.fixed_dictionaries(
        {},
        optional={
            "answer": st.one_of(plain, split),
            "evidence": texts(),
            "note": texts(),
            "exempt": st.just(value=True),
        },
    ).filter(bool)
    return st.one_of(plain, long, st.none())


IDS = [f"soil.q{place}" for place in range(6)]


def documents() -> st.SearchStrategy[dict[str, Any]]:
    """A document with the shape of answers."""
    lesson = st.fixed_dictionaries({"text": texts()}, optional={"question": st.sampled_from(IDS)})
    return st.fixed_dictionaries(
        {"questionnaire": st.just("garden"), "answers": st.dictionaries(st.sampled_from(IDS), values())},
        optional={"service": texts(), "version": texts(), "lessons": st.lists(lesson, min_size=1, max_size=3)},
    )


@settings(max_examples=300, deadline=None)
@given(documents())
def test_yaml_reads_back_the_same(data: dict[str, Any]) -> None:
    """Any text, number, list and mapping survives the strict reader."""
    document = read_yaml("a.yaml", new_yaml(data))
    assert (document.data, document.problems) == (data, ())


@settings(max_examples=300, deadline=None)
@given(documents())
def test_json_reads_back_the_same(data: dict[str, Any]) -> None:
    """JSON has no exponents and keeps every letter."""
    document = read_json("a.json", new_json(data))
    assert (document.data, document.problems) == (data, ())


@settings(max_examples=300, deadline=None)
@given(documents(), documents())
def test_an_update_reads_back_as_what_was_wanted(before: dict[str, Any], wanted: dict[str, Any]) -> None:
    """From any document to any other, the update gives the other one's data."""
    raw = new_yaml(before)
    document = read_yaml("a.yaml", updated_yaml(raw, before, deepcopy(wanted)))
    assert (document.data, document.problems) == (wanted, ())


WRITTEN = b"""# Ours. Ask Finance before you change it.
---
questionnaire: garden   # not the other one
version: 1.10
service:
organisation: 'Ex: Council'

# the answers
answers:
  # first
  soil.a: 4    # sure
  soil.b: {answer: 4, evidence: "Minutes # 3"}  # on one line
  soil.c:
    answer: 3
    note: >-
      folded
      words
  # the last two
  soil.d: [x, y]
  soil.e: 1:20

# What we learned
lessons:
  - {question: soil.a, text: "early"}   # one
  - text: late
# the end
"""


@pytest.mark.parametrize("raw", [WRITTEN, WRITTEN.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + WRITTEN])
def test_nothing_changes_where_nothing_is_wanted(raw: bytes) -> None:
    """An update without a change gives the same bytes, also with Windows line ends and a mark at the start."""
    data: Any = read_yaml("a.yaml", raw).data
    assert updated_yaml(raw, data, data) == raw


LONG = ("a" + ": #" * 300_000, "a" + ":" * 600_000, "a:" + " " * 600_000, "a: " + "#:" * 300_000)


@pytest.mark.parametrize("line", LONG)
def test_a_long_line_is_looked_at_once(line: str) -> None:
    """How a file is indented is found in a time that grows with it, and not with its square."""
    text = f"{line}\nanswers:\n   b: 1\n   c:\n     - 2\n"
    begun = process_time()
    assert _indentation(text) == (3, 4, 2)
    assert process_time() - begun < 2


def test_comments_and_order_are_kept() -> None:
    """Only the lines of what changed are written anew; comments stay with what they are about."""
    data: Any = read_yaml("a.yaml", WRITTEN).data
    wanted = deepcopy(data)
    wanted["service"] = "Tŷ Ŵen"
    wanted["answers"]["soil.a"] = {"answer": 3, "evidence": "a, b: c"}
    wanted["answers"]["soil.b"]["answer"] = 2
    wanted["answers"]["soil.c"] = "no: not so"
    del wanted["answers"]["soil.e"]
    wanted["answers"]["soil.f"] = {"answer": 1, "note": "- x"}
    wanted["lessons"].append({"text": "never"})
    assert updated_yaml(WRITTEN, data, wanted).decode() == (
        "# Ours. Ask Finance before you change it.\n"
        "---\n"
        "questionnaire: garden   # not the other one\n"
        "version: 1.10\n"
        "service: Tŷ Ŵen\n"
        "organisation: 'Ex: Council'\n"
        "\n"
        "# the answers\n"
        "answers:\n"
        "  # first\n"
        '  soil.a: {answer: 3, evidence: "a, b: c"} # sure\n'
        '  soil.b: {answer: 2, evidence: "Minutes # 3"}  # on one line\n'
        '  soil.c: "no: not so"\n'
        "  # the last two\n"
        "  soil.d: [x, y]\n"
        "  soil.f:\n"
        "    answer: 1\n"
        '    note: "- x"\n'
        "\n"
        "# What we learned\n"
        "lessons:\n"
        '  - {question: soil.a, text: "early"}   # one\n'
        "  - text: late\n"
        "  - text: never\n"
        "# the end\n"
    )
