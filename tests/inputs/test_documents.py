"""The readers of formats: the same text has one meaning, whoever reads it, and nothing escapes."""

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from spinout.core.problems import Code
from spinout.inputs.documents import FORMATS, MOST_BYTES, Document, LineStarts, format_of, read_document, read_several
from spinout.inputs.json import read_json, read_json_lines
from spinout.inputs.yaml import fast_parser_missing, read_yaml

ODD = [*"{}[]:,\"'&*!|>%@`#-?0eE.\\\n\t u", "\x1b", "\x85", "\u2028", "\ufeff", "\\ud800"]
QUICK = settings(max_examples=150, deadline=None)
WORDS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12),
    st.sampled_from(["yes", "no", "null", "true", "~", "0123", "1:20", "1e3", "2026-11-23", "- a", "a: b", "#", "*a"]),
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(10**14), 10**14), st.decimals(-99, 99, places=2), WORDS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(WORDS, inner, max_size=4)),
    max_leaves=12,
)


@contextmanager
def pure_python_yaml() -> Iterator[None]:
    """A PyYAML that was built without its C part."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(yaml, "CLoader", raising=False)
        yield


def as_json(value: Any) -> str:
    """JSON with decimals in their own digits."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{as_json(key)}: {as_json(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_json, value)) + "]"
    return format(value, "f") if isinstance(value, Decimal) else json.dumps(value)


def damaged(text: str, seed: int) -> str:
    """A text with a few characters taken out, doubled or replaced."""
    chance = random.Random(seed)
    letters = list(text)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(letters) + 1)
        odd = chance.choice(ODD)
        letters[at : at + chance.randint(0, 2)] = [odd] * chance.randint(0, 2)
    return "".join(letters)


def assert_places_stand(document: Document, text: str) -> None:
    """Every problem points at a line that the file has, in file order."""
    lines = text.count("\n") + text.replace("\r\n", "").count("\r") + 1
    places = [(p.line or 0, p.column or 0) for p in document.placed(())]
    assert places == sorted(places)
    assert all(1 <= line <= lines and column >= 1 for line, column in places)


@QUICK
@given(VALUES)
def test_json_keeps_every_value(value: Any) -> None:
    """What JSON writes is what is read, number for number, and nothing is complained of."""
    document = read_json("a.json", as_json(value).encode())
    assert (document.data, document.problems, document.whole) == (value, (), True)


@QUICK
@given(VALUES, st.integers())
def test_json_is_read_as_the_standard_library_reads_it(value: Any, seed: int) -> None:
    """Damaged or not: what is taken without a problem is what the library takes, and of the same value."""
    for text in (as_json(value), damaged(as_json(value), seed)):
        document = read_json("a.json", text.encode("utf-8", "surrogatepass"))
        assert_places_stand(document, text)
        if document.whole and not document.problems:
            assert document.data == json.loads(text.removeprefix("\ufeff"), parse_float=Decimal, parse_int=Decimal)


@QUICK
@given(VALUES)
def test_yaml_reads_json_alike(value: Any) -> None:
    """JSON that holds no null-like trick is YAML, and means the same."""
    text = as_json(value)
    document = read_yaml("a.yaml", text.encode())
    if document.whole and not document.problems:
        assert document.data == read_json("a.json", text.encode()).data


@pytest.mark.parametrize(
    "text",
    [
        "[!!x, y]",
        "[!x,y]",
        "[!, y]",
        "!x, y",
        "!x[y]",
        "[!x[y]]",
        "[!x]",
        "[!a,!b c]",
        "[!<x,y> z]",
        "a: !x,y z",
        "[a, !]",
    ],
)
def test_both_parsers_of_yaml_end_a_tag_alike(text: str) -> None:
    """At a comma inside brackets, and nowhere at a bracket."""
    fast = read_yaml("a.yaml", text.encode())
    with pure_python_yaml():
        slow = read_yaml("a.yaml", text.encode())
    assert (fast.whole, fast.data) == (slow.whole, slow.data)
    assert not fast.whole or fast.problems == slow.problems


@QUICK
@example(None, "flow", 79974)  # two byte order marks at the start
@example([False, None, None], "flow", 855)  # a tag that ends with a comma
@given(VALUES, st.sampled_from(["flow", "block"]), st.integers())
def test_both_parsers_of_yaml_agree(value: Any, style: str, seed: int) -> None:
    """With and without the C part of PyYAML a text has the same data and the same places.

    Where only one of the two takes a damaged text, there is nothing to compare.
    """
    plain = yaml.safe_dump(
        json.loads(json.dumps(value, default=float)), default_flow_style=style == "flow", allow_unicode=True
    )
    for text in (plain, damaged(plain, seed)):
        fast = read_yaml("a.yaml", text.encode())
        with pure_python_yaml():
            slow = read_yaml("a.yaml", text.encode())
            slow_places = slow.find_places()
        for document in (fast, slow):
            assert_places_stand(document, text)
        if text == plain:
            assert (fast.whole, fast.problems) == (slow.whole, slow.problems)
        if fast.whole and slow.whole:
            assert (fast.data, fast.problems) == (slow.data, slow.problems)
            if fast.data is not None:  # a document that holds nothing has no value to stand anywhere
                assert fast.find_places() == slow_places


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=60), st.text(max_size=40).map(lambda text: text.encode("utf-8", "surrogatepass"))))
def test_no_bytes_escape_a_reader(raw: bytes) -> None:
    """Whatever the bytes are, there is a document or a problem, from every reader."""
    for name in ("a.yaml", "a.json"):
        document = read_document(name, raw)
        assert document.whole or document.problems
    assert list(read_several("a.jsonl", FORMATS[".jsonl"], raw.splitlines(keepends=True)))
    with pure_python_yaml():
        document = read_document("a.yaml", raw)
        assert document.whole or document.problems


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: {ask: Is it so?, why: Is it?}", {"a": {"ask": "Is it so?", "why": "Is it?"}}),
        ("a: [who?what, so?]", {"a": ["who?what", "so?"]}),
        ("a:\t1\t\nb: 2 \t# a tab before this\n", {"a": 1, "b": 2}),
        ("a: [1,\t2]", {"a": [1, 2]}),
    ],
    ids=["question", "inside", "tabs", "tab-in-brackets"],
)
def test_the_slow_parser_takes_what_the_fast_one_takes(text: str, data: object) -> None:
    """Question marks in brackets and tabs between words read alike with both parsers."""
    fast = read_yaml("a.yaml", text.encode())
    with pure_python_yaml():
        slow = read_yaml("a.yaml", text.encode())
    assert (fast.data, fast.problems) == (slow.data, slow.problems) == (data, ())


@pytest.mark.parametrize(
    "text",
    ['a: "\\UFFFFFFFF"', "a: !%ed%a0%80 b", "a: \uffff", "%YAML 9" + "9" * 5000 + ".1\n---\na: 1", "a: " + "1" * 5000],
    ids=["escape", "tag", "no-character", "version", "number"],
)
def test_what_trips_a_parser_is_a_problem(text: str) -> None:
    """Texts on which libyaml or PyYAML itself stumbles are told as problems by both."""
    fast = read_yaml("a.yaml", text.encode())
    with pure_python_yaml():
        slow = read_yaml("a.yaml", text.encode())
    assert fast.problems
    assert slow.problems


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True), ("false", False), ("null", None), ("", None), ("0", 0), ("-7", -7),
        ("12.50", Decimal("12.50")), ("-0", Decimal("-0")), ("yes", "yes"), ("No", "No"), ("on", "on"),
        ("True", "True"), ("~", "~"), ("1:20", "1:20"), ("0123", "0123"), ("1e3", "1e3"), ("+1", "+1"), (".5", ".5"),
        ("1.", "1."), ("0x1F", "0x1F"), ("1_000", "1_000"), ("2026-11-23", "2026-11-23"), (".inf", ".inf"),
        ("٣", "٣"), ('"1"', "1"), ("'null'", "null"),
    ],
)  # fmt: skip
def test_few_words_of_yaml_are_typed(text: str, value: object) -> None:
    """Only true, false, null, whole numbers and decimals are more than text."""
    read = read_yaml("a.yaml", f"a: {text}\n".encode()).data
    assert read == {"a": value}
    assert isinstance(read, dict)
    assert type(read["a"]) is type(value)


@pytest.mark.parametrize("depth", [50, 51])
@pytest.mark.parametrize(("name", "pair"), [("a.yaml", "[]"), ("a.json", "[]"), ("a.yaml", "{}"), ("a.json", "{}")])
def test_nesting_ends_at_fifty(name: str, pair: str, depth: int) -> None:
    """Fifty levels are read, the fifty-first is refused."""
    opened = pair[0] if pair == "[]" else '{"a": '
    text = opened * (depth - 1) + pair + pair[1] * (depth - 1)
    codes = [problem.code for problem in read_document(name, text.encode()).problems]
    assert codes == ([] if depth == 50 else [Code.TOO_DEEP])


@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_the_greatest_size_is_still_read(name: str) -> None:
    """A document of exactly 2,000,000 bytes is read, one byte more is refused."""
    text = '"' + "x" * (MOST_BYTES - 2) + '"'
    assert read_document(name, text.encode()).problems == ()
    assert [p.code for p in read_document(name, (text + "\n").encode()).problems] == [Code.TOO_BIG]


@pytest.mark.parametrize("digits", [15, 16])
@pytest.mark.parametrize("name", ["a.yaml", "a.json"])
def test_numbers_end_at_fifteen_digits(name: str, digits: int) -> None:
    """Fifteen digits are a number, sixteen are refused, before and after the point."""
    codes = [Code.NUMBER_TOO_LONG] if digits > 15 else []
    for number in ("9" * digits, "0." + "1" * (digits - 1), "-" + "1" * (digits - 1) + ".0"):
        assert [p.code for p in read_document(name, f"[{number}]".encode()).problems] == codes


def test_a_byte_order_mark_is_passed_over() -> None:
    """A file that begins with a mark is read as the rest of it says."""
    mark = b"\xef\xbb\xbf"
    assert read_document("a.yaml", mark + b"a: 1").data == {"a": 1}
    assert read_document("a.json", mark + b'{"a": 1}').data == {"a": 1}
    lines = [mark + b'{"a": 1}\n', b'{"a": 2}\n']
    assert [d.data for d in read_several("a.jsonl", FORMATS[".jsonl"], lines)] == [{"a": 1}, {"a": 2}]


def test_lines_of_json_know_their_line() -> None:
    """A document of JSON Lines is placed in the line of the file, blank lines counted."""
    lines = [b'{"a": 1}\r\n', b"\n", b'{"a": NaN}\n']
    first, second = read_several("a.jsonl", FORMATS[".jsonl"], lines)
    assert (first.line, first.raw, first.problems) == (1, b'{"a": 1}', ())
    assert (second.line, [(p.code, p.line, p.column) for p in second.problems]) == (3, [(Code.JSON_NUMBER, 3, 7)])


@pytest.mark.parametrize(
    ("name", "text", "key", "item", "beyond"),
    [
        ("a.yaml", "a:\n  b: [x, 2]\n", (2, 3), (2, 10), (2, 6)),
        ("a.json", '{"a":\n  {"b": ["x", 2]}}', (2, 4), (2, 15), (2, 9)),
    ],
)
def test_places_point_at_keys_and_values(
    name: str, text: str, key: tuple[int, int], item: tuple[int, int], beyond: tuple[int, int]
) -> None:
    """Line and column are those of the value, of the key, or of what encloses what is not there."""
    places = read_document(name, text.encode()).find_places()
    assert places.of(("a", "b"), at_key=True) == key
    assert places.of(("a", "b", 1), at_key=False) == item
    assert places.of(("a", "b", 7), at_key=False) == beyond


def test_lines_are_counted_as_editors_do() -> None:
    """Each kind of line end counts once, U+2028 is none, and the end is that of the last line."""
    lines = LineStarts("a\r\nb\rc\u2028d\n\n")
    assert [lines.place(offset) for offset in (0, 3, 5, 7, 9, 99)] == [(1, 1), (2, 1), (3, 1), (3, 3), (3, 4), (3, 4)]


@pytest.mark.parametrize(
    ("name", "known"), [("a.YAML", "YAML"), ("a.yml", "YAML"), ("b.a.json", "JSON"), ("a.jsonl", "JSON Lines")]
)
def test_a_format_is_known_by_the_ending(name: str, known: str) -> None:
    """The ending tells the format, in any case."""
    kind = format_of(name)
    assert kind is not None
    assert kind.name == known


def test_the_missing_c_part_is_noticed() -> None:
    """A PyYAML without its C part is told apart."""
    with pure_python_yaml():
        assert fast_parser_missing()


def test_a_document_spread_over_lines_is_told_its_ending() -> None:
    """A file of JSON Lines that holds one document, made easy to read, is named for what it is."""
    first, *_ = read_json_lines("a.jsonl", [b"{\n", b' "questionnaire": "hall"\n', b"}\n"])
    assert ".json file of its own" in first.problems[0].hint


def test_utf_32_is_named() -> None:
    """Its first bytes look like UTF-16, and are none."""
    document = read_json("a.json", '{"a": 1}'.encode("utf-32"))
    assert [problem.message for problem in document.problems] == ["The file is in UTF-32."]


@pytest.mark.parametrize(
    ("ending", "what"),
    [(".docx", "Word document"), (".doc", "Word document"), (".pdf", "PDF document"), (".HTML", "web page")],
)
def test_a_text_that_holds_no_answers_is_told_how_to_give_them(ending: str, what: str) -> None:
    """How answers are made, and how the questions are printed."""
    (problem,) = read_document(f"a{ending}", b"PK").problems
    assert problem.message == f"The file is a {what} ({ending.lower()}), and no file of answers."
    assert "spinout assess" in problem.hint
    assert "spinout questions -o questions.html" in problem.hint
