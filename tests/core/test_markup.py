"""The marks of officers' texts: what is read from them, and that what is written is read the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinout.core.markup import (
    BULLETS,
    NUMBERS,
    PARAGRAPH,
    Passage,
    Stretch,
    as_text,
    markup_of,
    passages_of,
    refused_links,
)

PIECES = (
    "[a](https://x.org/y)", "<https://x.org>", "\n\n", "\n- ", "\n1. ", "\n12) ", "https://x.org", "[x](mailto:a@b.uk)",
    "](", "\\", "[", "]", "<", "* ", "- ", "1. ", "\u00a0", "<script>", "**bold**", "# ", "x", "é", "  ",
)  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=12).map("".join)


def plain(kind: str, *lines: str) -> Passage:
    """A passage without links."""
    return Passage(kind, tuple((Stretch(line),) for line in lines))


@given(texts)
def test_what_is_written_is_read_the_same(text: str) -> None:
    """A text and the one that is written of its passages say the same, and the second is written the same again."""
    passages = passages_of(text)
    written = markup_of(passages)
    assert passages_of(written) == passages
    assert markup_of(passages_of(written)) == written


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("", ()),
        (" \n \n", ()),
        ("One line\nand the next.", (plain(PARAGRAPH, "One line and the next."),)),
        ("One.\n\nTwo.", (plain(PARAGRAPH, "One."), plain(PARAGRAPH, "Two."))),
        ("First:\n- a\n* b\n  goes on", (plain(PARAGRAPH, "First:"), plain(BULLETS, "a", "b goes on"))),
        ("- a\n\n- b", (plain(BULLETS, "a", "b"),)),
        ("1. a\n2. b\n7) c", (plain(NUMBERS, "a", "b", "c"),)),
        ("It closed in\n2019. It was\n12. years old.", (plain(PARAGRAPH, "It closed in 2019. It was 12. years old."),)),
        ("\\- no item", (plain(PARAGRAPH, "- no item"),)),
        ("1\\. no item", (plain(PARAGRAPH, "1. no item"),)),
        ("-5 degrees", (plain(PARAGRAPH, "-5 degrees"),)),
        ("<script>alert(1)</script> **bold** # head", (plain(PARAGRAPH, "<script>alert(1)</script> **bold** # head"),)),
        ("a\\[b](https://x.org)", (plain(PARAGRAPH, "a[b](https://x.org)"),)),
        ("[sic] and [1](see below)", (plain(PARAGRAPH, "[sic] and [1](see below)"),)),
    ],
)  # fmt: skip
def test_marks(text: str, passages: tuple[Passage, ...]) -> None:
    """Paragraphs, lists of one level, and signs that are no marks."""
    assert passages_of(text) == passages


def test_links_lead_to_the_web_or_to_mail() -> None:
    """With words or without; all else is text, and refused by whoever reads a file."""
    text = "See [the *plan*](https://x.org/a?b=1&c=(d)#e), <https://y.org>, [us](mailto:a.b@c.uk) or <mailto:d@e.uk>."
    assert passages_of(text) == (
        Passage(
            PARAGRAPH,
            (
                (
                    Stretch("See "),
                    Stretch("the *plan*", "https://x.org/a?b=1&c=%28d%29#e"),
                    Stretch(", "),
                    Stretch("https://y.org", "https://y.org"),
                    Stretch(", "),
                    Stretch("us", "mailto:a.b@c.uk"),
                    Stretch(" or "),
                    Stretch("d@e.uk", "mailto:d@e.uk"),
                    Stretch("."),
                ),
            ),
        ),
    )
    assert refused_links(text) == ()


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x.org", "x.html", "https://", "",
        "https://good.uk@evil.org/", 'https://x.org/"onclick=', "https://x.org/\\", "mailto:a@b.uk?bcc=c@d.uk",
        "HTTPS://X.org", "https://x.org:99999999",
    ],
)  # fmt: skip
def test_other_targets_are_refused(target: str) -> None:
    """They stand as they were typed, and lead nowhere."""
    text = f"[here]({target})"
    assert refused_links(text) == (target,)
    assert all(run.link is None for passage in passages_of(text) for line in passage.lines for run in line)


def test_words_alone() -> None:
    """A line for each paragraph and item, without marks."""
    assert as_text(passages_of("One [link](https://x.org).\n\n- a\n- b")) == "One link.\na\nb"
