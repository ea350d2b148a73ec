"""Comments of YAML that stand behind a text or in its place are found, and no others."""

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from spinout.core.problems import Path
from spinout.inputs.yaml import read_yaml

FOUND: list[tuple[str, list[tuple[Path, str]]]] = [
    ("a: x #1\n", [(("a",), "#1")]),
    ("a: x # why\n", [(("a",), "# why")]),
    ("a: #4 of the book\n", [(("a",), "#4 of the book")]),
    ("a: #4 of the book", [(("a",), "#4 of the book")]),
    ("a: #4 of\n  the book\n", [(("a",), "#4 of")]),
    ("a: 'q' #1\n", [(("a",), "#1")]),
    ('"a": "q"#1\n', [(("a",), "#1")]),
    ("a: one\n  two #3\n", [(("a",), "#3")]),
    ("a: 'one\n  two' #3\n", [(("a",), "#3")]),
    ("a: | #1\n  text #2\n", [(("a",), "#1")]),
    ("a: >- #1\n  text\n", [(("a",), "#1")]),
    ("a:\n- one #1\n- #2\n- #3\n  late\n", [(("a", 0), "#1"), (("a", 1), "#2"), (("a", 2), "#3")]),
    ("a:\n  # own\n  - #1\n  # own\n  - #2\n", [(("a", 0), "#1"), (("a", 1), "#2")]),
    ("- - #1\n", [((0, 0), "#1")]),
    ("a: {b: x, c: #1\n  }\n", [(("a", "c"), "#1")]),
    ("a: {b: x, #1\n  c: y #2\n  }\n", [(("a", "b"), "#1"), (("a", "c"), "#2")]),
    ("a: [x #1\n  , y]\n", [(("a", 0), "#1")]),
    ("a: {b: x} #1\n", []),
    ("a: #1\n  b: x\n", []),
    ("a: #1\n  - x\n", []),
    ("#1\na: x\n#2\nb: y\n  #3\n", []),
    ("a:\n  #1\n  x\n", []),
    ("a: x#1\nb: '#2'\nc: \"d #3\"\n", []),
    ("a: |\n  x #1\n#2\nb: >\n  #3\n", []),
]


@pytest.mark.parametrize(("text", "comments"), FOUND)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("parser", ["CLoader", "Loader"])
def test_comments_by_a_text_are_found(
    text: str, comments: list[tuple[Path, str]], ends: str, parser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each with the path of its text, by both parsers, with the line ends of Windows as well."""
    if parser == "Loader":
        monkeypatch.delattr(yaml, "CLoader", raising=False)
    document = read_yaml("a.yaml", text.replace("\n", ends).encode())
    assert document.whole
    assert [(each.path, each.text) for each in document.comments] == comments


VALUE = st.sampled_from(
    ["", "x", "x y", "'x'", '"x #y"', "x#y", ":#x", "-x", "1", "x\n    y #z", "|\n    x #1", ">-\n    #2"]
)
COMMENT = st.sampled_from(["", "", " #1", " # why", "#1", "  ##", "\t#1", " #"])
ITEM = st.builds("{}{}".format, VALUE, COMMENT)
PIECE = st.one_of(
    ITEM,
    st.lists(ITEM, min_size=1, max_size=3).map(lambda items: "".join(f"\n  - {item}" for item in items)),
    st.lists(ITEM, min_size=1, max_size=3).map(lambda items: "".join(f"\n- {item}" for item in items)),
    st.builds("{{a: x{}\n  , b: {}\n  }}".format, COMMENT, COMMENT),
    st.builds("[x{}\n  , 'y'{}\n  ]{}".format, COMMENT, COMMENT, COMMENT),
    st.builds("\n  # own{}\n  {}".format, COMMENT, ITEM),
)
TEXTS = st.lists(PIECE, max_size=5).map(
    lambda pieces: "".join(f"k{number}: {piece}\n" for number, piece in enumerate(pieces))
)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_a_place_points_at_the_sign_and_nothing_is_lost_without_it(text: str) -> None:
    """Without the comment the document means the same, which a text in quotes or behind a key would not."""
    document = read_yaml("a.yaml", text.encode())
    assume(document.whole)
    lines = text.split("\n")
    for each in document.comments:
        line, column = each.place
        assert lines[line - 1][column - 1 :] == each.text
        without = [*lines[: line - 1], lines[line - 1][: column - 1], *lines[line:]]
        assert read_yaml("a.yaml", "\n".join(without).encode()).data == document.data


@given(TEXTS)
def test_a_text_without_the_sign_has_none(text: str) -> None:
    """So nothing is ever warned of."""
    assert read_yaml("a.yaml", text.replace("#", "").encode()).comments == ()
