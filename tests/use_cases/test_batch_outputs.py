"""The index of reports on single services: who is in it, in which order, and that no text does anything."""

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from reports.browsers import looked_at, missing
from reports.cohort.cohorts import page
from spinout.core.reading.answers import answers_from
from spinout.core.scoring.assessment import assess
from spinout.reports.cohort.entries import IndexEntry, index_entry, index_view
from spinout.reports.formats import INDEX_FORMATS
from spinout.reports.layouts.environments import Templates
from spinout.resources import shipped
from spinout.use_cases.batch_outputs import index_endings
from stories import small_form

HOSTILE = (
    "</script><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "{{ index }} {% raw %}",
    "| a | b |",
    "](https://example.org)[x",
    "[link](https://example.org) ![p](x.png)",
    "&lt;b&gt; & 'quoted'",
    "www.example.org",
)
KINDS = {"html": (".html", ".pdf"), "md": (".md", ".json")}


def entry(service: str | None = "A", organisation: str | None = None, **more: str) -> IndexEntry:
    """What an index keeps of a document of the small form."""
    form = small_form().questionnaire
    header = {"service": service, "organisation": organisation, **more}
    data = {"questionnaire": form.id, "answers": {}} | {key: text for key, text in header.items() if text}
    answers, problems = answers_from(data, form, "a.yaml")
    assert (answers is not None, problems) == (True, ())
    assert answers is not None
    return index_entry(assess(form, answers))


def rendered(kind: str, *entries: IndexEntry, interrupted: bool = False) -> bytes:
    """The one page of an index; its reports are called a, b and so on."""
    view = index_view(
        zip("abcdefgh", entries, strict=False),
        KINDS[kind],
        small_form().questionnaire,
        program_version="0",
        missing=2,
        interrupted=interrupted,
    )
    (ending,) = index_endings(KINDS[kind])
    assert ending == f".{kind}"
    return INDEX_FORMATS[ending].render(view, Templates(shipped("templates")))


@pytest.mark.parametrize("kind", KINDS)
def test_services_stand_by_organisation_and_name(kind: str) -> None:
    """Those without stand last, and two of one name in the order of the batch."""
    made = rendered(
        kind, entry("b", "Z"), entry("B", "y"), entry(None, "y"), entry("A", "y"), entry("A", "y"), entry("a")
    ).decode()
    first = KINDS[kind][0]
    at = [made.index(f"{name}{first}") for name in "debcaf"]
    assert at == sorted(at)


@pytest.mark.parametrize("kind", KINDS)
def test_a_line_says_stage_verdict_and_who(kind: str) -> None:
    """In words, with a link to each format; what has no report is counted."""
    made = rendered(kind, entry("A", "B", respondent="staff", date="2026-11-02", version="0.1"))
    words = page(made)[2] if kind == "html" else made.decode()
    for text in (
        "staff",
        "2026-11-02",
        "o stage was stated",
        "0.1",
        "2 documents have no report",
        "Ready for: First step",
    ):
        assert text in words
    assert all(f"a{ending}" in made.decode() for ending in KINDS[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_an_interrupted_batch_is_told(kind: str) -> None:
    """So that nobody takes the list for all."""
    assert b"Interrupted" in rendered(kind, entry(), interrupted=True)
    assert b"Interrupted" not in rendered(kind, entry())


@pytest.mark.parametrize("text", HOSTILE)
def test_a_page_shows_a_text_and_does_nothing_else(text: str) -> None:
    """The tags and attributes are those of a harmless index."""
    plain, hostile = (page(rendered("html", entry(t, t, respondent=t, version=t))) for t in ("plain", text))
    assert hostile[:2] == plain[:2]
    assert hostile[2].count(text) >= 4
    assert not hostile[0] & {"script", "img", "iframe", "object", "form"}


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_shows_a_text_and_does_nothing_else(text: str) -> None:
    """The kinds of its pieces are those of a harmless index, and the only links are to the reports."""

    def pieces(text: str) -> tuple[list[str], list[object]]:
        read = MarkdownIt("commonmark", {"linkify": False}).enable("table")
        tokens = read.parse(rendered("md", entry(text, text, respondent=text, version=text)).decode())
        inside = [child for token in tokens for child in token.children or ()]
        kinds = [token.type for token in tokens] + [t.type for t in inside if t.type not in ("text", "text_special")]
        return kinds, [t.attrs["href"] for t in inside if t.type == "link_open"]

    assert pieces(text) == pieces("plain")
    assert pieces(text)[1] == ["a.md", "a.json"]


@pytest.mark.skipif(missing() is not None, reason=str(missing()))
def test_axe_finds_no_violation(tmp_path: Path) -> None:
    """Wide and narrow; nothing sticks out."""
    made = rendered("html", entry("A" * 80, "Council"), entry("B", respondent="staff"), interrupted=True)
    said = looked_at(made.decode(), tmp_path, {"wide": (1280, False), "narrow": (320, False)})
    told = {view: (one["violations"], one["width"], one["sticks_out"]) for view, one in said.items()}
    assert told == {"wide": ([], 1280, False), "narrow": ([], 320, False)}
