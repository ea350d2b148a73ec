"""A hostile text in every field changes no report's structure and loads nothing."""

from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec import Struct
from msgspec.structs import replace

from spinout.core.reading.answers import answers_from
from spinout.core.scoring.assessment import assess
from spinout.core.wording import cleaned
from spinout.reports.layouts.html import html_of
from spinout.reports.layouts.markdown import escaped, markdown_of
from spinout.reports.view.publication import EVERY_APPENDIX, Choices
from spinout.reports.view.view import ReportView, view_of
from stories import FOLDER, TEMPLATES, loaded, small, subject

HOSTILE = (
    "a | b | c",
    "`code` and ```more```",
    "[link](https://example.org) ![picture](x.png) [ref]: y",
    "<script>alert(1)</script><img src=x onerror=alert(1)><!-- gone",
    "# heading",
    "one\n\n# two\n- three\n\n    four\n\n| a |\n| - |",
    "https://example.org www.example.org someone@example.org <https://example.org>",
    "*bold* **strong** _it_ __st__ ~~gone~~",
    "&lt;b&gt; &amp; &#35;",
    '"quoted" \'quoted\' " onmouseover="alert(1)',
    "1. one",
    "- one",
    "===",
    "---",
    "> quote",
    "\\",
    "ends with \\",
    "\x1b[31mred\x1b]8;;https://example.org\x07 \u202eback\u2066 \u200bunseen\x00\x85\u2028",
    "{{ report }} {% raw %} {# gone #}",
    "</style></title><b>",
    "+++ = : ( a. b) iv. x",
)
KEPT = {"kind", "number", "appendix", "style", "anchor", "drawn"}
"""Fields that templates choose by; they come from the program and hold no text of others."""


def filled(value: Any, text: str) -> Any:
    """A view with every text in it replaced."""
    if isinstance(value, str):
        return text
    if isinstance(value, tuple):
        return tuple(filled(item, text) for item in value)
    if isinstance(value, Struct):
        changed = {name: filled(getattr(value, name), text) for name in value.__struct_fields__ if name not in KEPT}
        return replace(value, **changed)
    return value


def whole_view() -> ReportView:
    """A view of the shipped questionnaire in which each part of a report is filled."""
    form = loaded()
    data = {
        "questionnaire": form.questionnaire.id,
        "service": "A service",
        "answers": ANSWERS,
        "lessons": [{"text": "A lesson", "question": "transition.pensions"}, {"text": "Another"}],
    }
    answers, problems = answers_from(data, form.questionnaire, "made.yaml")
    assert answers is not None, problems
    made = replace(subject(assess(form.questionnaire, answers)), choices=Choices(appendices=EVERY_APPENDIX))
    view = view_of(made)
    assert view.recommendations
    assert view.pictures
    assert view.lessons
    return view


ANSWERS = {
    "about.decision": "final",
    "about.service-type": "libraries",
    "about.staff-moving": 12,
    "ownership.owned-by": 4,
    "ownership.voting": {"answer": 1, "evidence": "Rules", "note": "A note"},
    "ownership.council-stake": "full",
    "member-mix.groups": ["users", "community", "employees"],
    "member-mix.board-votes": {
        "answer": {"users": 60, "community": 20, "employees": 20, "council": 0, "independent": 0, "investors": 0},
    },
    "transition.sponsorship": {"answer": 0, "exempt": True},
    "transition.pensions": "dont-know",
    "principles.wants-co-operative": "no",
    "principles.education": 1,
}
VIEW = whole_view()


class Tags(HTMLParser):
    """Keeps the tags of a page with the names of their attributes, and all its text."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.text = ""
        self.feed(page.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag that opens."""
        self.tags.append((tag, tuple(name for name, _ in attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Keep a tag that closes."""
        self.tags.append((f"/{tag}", ()))

    def handle_comment(self, data: str) -> None:
        """Keep a comment as a tag: there should be none."""
        self.tags.append(("!", (data,)))

    def handle_data(self, data: str) -> None:
        """Keep text."""
        self.text += data


def structure(text: str) -> list[str]:
    """What a Markdown text is made of, its words apart."""
    found: list[str] = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        found.append(token.type + token.tag)
        found += [child.type for child in token.children or () if child.type not in ("text", "text_special")]
    return found


@pytest.mark.parametrize("text", HOSTILE)
def test_html_keeps_its_structure(text: str) -> None:
    """Tags and attributes are those of a report with a harmless word in every field."""
    assert Tags(html_of(filled(VIEW, text), TEMPLATES)).tags == Tags(html_of(filled(VIEW, "word"), TEMPLATES)).tags


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_keeps_its_structure(text: str) -> None:
    """Headings, lists, tables, links, code and HTML are those of a report with harmless words."""
    hostile = markdown_of(filled(VIEW, text), TEMPLATES).decode()
    assert structure(hostile) == structure(markdown_of(filled(VIEW, "word"), TEMPLATES).decode())


def test_long_texts_come_through_whole() -> None:
    """A text of ten thousand letters in every field is neither cut nor broken."""
    text = "w" * 10_000
    view = filled(view_of(subject(small(start__backing=0))), text)
    assert f"<h1>{text}</h1>" in html_of(view, TEMPLATES).decode()
    assert markdown_of(view, TEMPLATES).decode().startswith(f"# {text}\n\n{text}\n\n")


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_unseen_is_left(text: str) -> None:
    """Neither format lets control characters or marks that turn the writing through."""
    for made in (html_of(filled(VIEW, text), TEMPLATES), markdown_of(filled(VIEW, text), TEMPLATES)):
        assert not {c for c in made.decode() if (ord(c) < 32 and c != "\n") or c in "\x7f\x85\u200b\u2028\u202e\u2066"}


@given(
    st.text(
        st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Zs", "Zl", "Zp", "Cn", "Co", "Mn", "Lo")), min_size=1
    )
)
def test_markdown_shows_what_was_written(text: str) -> None:
    """An escaped text is one paragraph of plain text, letter for letter, where every letter is one that is seen."""
    assume(cleaned(text) == text)
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(escaped(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert {child.type for child in tokens[1].children or ()} == {"text"}
    assert "".join(child.content for child in tokens[1].children or ()) == text


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.j2")), ids=lambda path: path.name)
def test_no_template_turns_escaping_off(path: Any) -> None:
    """No template marks a text as safe or leaves escaping out; the web form alone has a script, which it may run."""
    source = path.read_text(encoding="utf-8")
    found = [word for word in ("safe", "autoescape", "Markup", "<script", "style=", "http:") if word in source]
    assert found == (["<script"] if path.name == "form.html.j2" else [])
