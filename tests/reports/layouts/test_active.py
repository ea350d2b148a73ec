"""What would fetch or run something as soon as a page is opened: refused, unless the template is trusted."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paper_views import subject_of, view_with
from spinout.reports.layouts.active import active_in, active_sources, in_style
from spinout.reports.layouts.environments import BrokenTemplate, Templates
from spinout.reports.layouts.html import html_of
from spinout.reports.layouts.markdown import markdown_of
from spinout.reports.view.view import view_of
from stories import CHECKOUT, story_files

SHIPPED = CHECKOUT / "templates"

ACTIVE = [
    ("<script>1</script>", "<script> runs or fetches something."),
    ("<SCRIPT\nsrc=x>", "<script> runs or fetches something."),
    ("<svg><script/>", "<script> runs or fetches something."),
    ("<!-- <script> -->", "<script> runs or fetches something."),
    ("<iframe src=x></iframe>", "<iframe> runs or fetches something."),
    ("<object data=x>", "<object> runs or fetches something."),
    ("<embed src=x>", "<embed> runs or fetches something."),
    ('<base href="https://example.org/">', "<base> runs or fetches something."),
    ('<meta http-equiv="Refresh" content="0;url=https://example.org">', '<meta http-equiv="refresh"> opens another'),
    ("<p onclick=x>", "The attribute onclick runs a script."),
    ("<svg/onload=x>", "The attribute onload runs a script."),
    ('<img alt=">" onerror=x>', "The attribute onerror runs a script."),
    ("<img alt='a'onerror=x>", "The attribute onerror runs a script."),
    ("<img = onerror=x>", "The attribute onerror runs a script."),
    ("<img\nONERROR\n=\nx>", "The attribute onerror runs a script."),
    ('<a href="java\nscript:x">', "The attribute href runs a script."),
    ('<a href="&#106;avascript:x">', "The attribute href runs a script."),
    ("<p srcdoc=x>", "The attribute srcdoc runs or fetches something."),
    ("<svg><a><animate attributeName=xlink:href>", "The attribute attributename runs or fetches something."),
    ('<img src="https://example.org/x.png">', '<img src> fetches "https://example.org/x.png".'),
    ("<img src=//example.org/x.png>", '<img src> fetches "//example.org/x.png".'),
    (r"<img src='\\host\share\x.png'>", r'<img src> fetches "\\host\share\x.png".'),
    ("<img src='\n/\t/example.org'>", '<img src> fetches "//example.org".'),
    ("<img src=x src=//example.org><img src=file:///x>", '<img src> fetches "file:///x".'),
    ("<img srcset='a.png 1x, https://example.org/b.png 2x'>", '<img srcset> fetches "https://example.org/b.png".'),
    ("<video poster=https://example.org/x>", "<video poster> fetches"),
    ("<link rel=stylesheet href=https://example.org/x.css>", "<link href> fetches"),
    ("<svg><use xlink:href='https://example.org/x.svg#y'/>", "<use xlink:href> fetches"),
    ("<svg><image href='https://example.org/x.svg'/>", "<image href> fetches"),
    ("<body background=https://example.org/x>", "<body background> fetches"),
    ("<style>@import 'x.css';</style>", "@import in styles fetches something."),
    (r"<style>@\69mport 'x.css';</style>", "@import in styles fetches something."),
    ("<style>p { background: url( 'https://example.org/x' ) }", 'url() in styles fetches "https://example.org/x".'),
    (r"<style>p { background: \75 rl(//example.org/x) }", 'url() in styles fetches "//example.org/x".'),
    ('<style title=">">p { background: URL(//example.org/x) }', 'url() in styles fetches "//example.org/x".'),
    ("<style>/* */@font-face { src: url(https://example.org/x) }", "url() in styles fetches"),
    ("<style>p { background: image-set('x' 1x) }", "image-set in styles fetches something."),
    ("<p style='background: url(&quot;https://example.org/x&quot;)'>", "url() in styles fetches"),
    ("<svg><path fill='url(https://example.org/x#y)'/>", "url() in styles fetches"),
]
HARMLESS = [
    "<p>on time = now, https://example.org, url(https://example.org), @import, javascript:</p>",
    '<a href="https://example.org" title="javascript: a language">a</a>',
    '<img src="data:image/png;base64,AAAA" alt="onerror=x">',
    "<img src=crest.png alt=''>",
    "<svg viewBox='0 0 1 1' xmlns='http://www.w3.org/2000/svg'><use href='#a'/><path fill='url(#b)'/></svg>",
    "<style>p { background: url(data:image/png;base64,AAAA) } .once { color: red }</style>",
    "<p data-once=x class='onward'>&lt;script&gt;</p>",
    "a < b and <3",
]


@pytest.mark.parametrize(("page", "what"), ACTIVE)
def test_what_fetches_or_runs_is_found(page: str, what: str) -> None:
    """However it is written, with the line that it stands in."""
    found = active_in(f"<!DOCTYPE html>\n\n{page}")
    assert any(each.what.startswith(what) and each.line >= 3 for each in found)


@pytest.mark.parametrize("page", HARMLESS)
def test_what_does_neither_is_let_pass(page: str) -> None:
    """Words, links that somebody must follow, and what stands in the page itself."""
    assert active_in(page) == []


@given(st.text(alphabet="<>/='\" \n!-sonclickrt", max_size=60))
def test_nothing_in_front_hides_it(before: str) -> None:
    """Whatever stands before: what a browser takes for a tag may be another than it seems."""
    assert any("onclick" in each.what or "script" in each.what for each in active_in(f"{before}<script>"))


@pytest.mark.parametrize("name", story_files())
def test_the_shipped_pages_have_nothing_of_it(name: str) -> None:
    """So a folder that changes something else is not refused for them."""
    view = view_of(subject_of(name))
    assert active_in(html_of(view, Templates(SHIPPED)).decode()) == []
    assert active_in(markdown_of(view, Templates(SHIPPED)).decode(), markdown=True) == []


HOSTILE = "<script> <img src=//x onerror=y> ![a](https://x) ![a][b]\n\n[b]: https://x url(//x) javascript:x"


def test_what_stands_in_answers_is_not_taken_for_it(tmp_path: Path) -> None:
    """Texts of answers are escaped, so they refuse no report."""
    (tmp_path / "report.css").write_text("p { color: red }")
    templates = Templates(SHIPPED, tmp_path)
    assert b"script" in html_of(view_with(HOSTILE), templates)
    assert b"script" in markdown_of(view_with(HOSTILE), templates)


@pytest.mark.parametrize("name", ["report.html.j2", "report.md.j2"])
def test_a_template_with_it_is_refused(name: str, tmp_path: Path) -> None:
    """With the file and the line of each, all at once; with --trust-template it is used."""
    make = html_of if "html" in name else markdown_of
    (tmp_path / name).write_text("<p>\n<script></script>\n<p onclick=x>{{ report.title }}")
    with pytest.raises(BrokenTemplate) as refused:
        make(view_with("word"), Templates(SHIPPED, tmp_path))
    assert str(refused.value).splitlines() == [
        f"{name}:2: <script> runs or fetches something.",
        f"{name}:3: The attribute onclick runs a script.",
        "Take it out, or give --trust-template where you know who made it.",
    ]
    assert b"<script>" in make(view_with("word"), Templates(SHIPPED, tmp_path, trusted=True))


def test_what_a_template_puts_together_is_refused(tmp_path: Path) -> None:
    """What its text does not show is seen in what it makes."""
    (tmp_path / "report.html.j2").write_text("{% set a = '<scr'|safe %}\n{{ a }}{{ 'ipt>'|safe }}")
    with pytest.raises(BrokenTemplate) as refused:
        html_of(view_with("word"), Templates(SHIPPED, tmp_path))
    assert str(refused.value).splitlines()[0] == (
        "report.html.j2: In line 1 of what it makes: <script> runs or fetches something."
    )


@pytest.mark.parametrize("text", ["![a](https://example.org/x.png)", "![a][b]\n\n[b]: <https://example.org/x.png>"])
def test_a_picture_of_markdown_from_elsewhere_is_refused(text: str, tmp_path: Path) -> None:
    """A reader of Markdown fetches it."""
    (tmp_path / "report.md.j2").write_text(text)
    with pytest.raises(BrokenTemplate, match=r'A picture fetches "https://example\.org/x\.png'):
        markdown_of(view_with("word"), Templates(SHIPPED, tmp_path))


def test_styles_of_ones_own_are_looked_through(tmp_path: Path) -> None:
    """With the file and its line."""
    text = "p { color: red }\n@import url(https://example.org/x.css);\n"
    (tmp_path / "report.css").write_text(text)
    told = [("report.css:2", "@import in styles fetches something."),
            ("report.css:2", 'url() in styles fetches "https://example.org/x.css".')]  # fmt: skip
    assert list(active_sources(Templates(SHIPPED, tmp_path))) == told
    assert [each.line for each in in_style(text)] == [2, 2]
    with pytest.raises(BrokenTemplate, match=r"^report\.css:2: @import"):
        html_of(view_with("word"), Templates(SHIPPED, tmp_path))


SLOW = (
    "![", "[", "<style", "<style>", "<a ", '<a href="', '<a style="url(', "<a\n", "<script", "<a x='", "url(", "](",
    "<a/", "!\\[", "<a =", "\\",
)  # fmt: skip


@pytest.mark.parametrize("piece", SLOW)
def test_what_is_made_to_be_slow_is_read_a_few_times_over_at_most(piece: str) -> None:
    """A hundred thousand times the same: read again for each, that would take hours."""
    active_in(piece * 100_000, markdown=True)
    in_style(piece * 100_000)


@pytest.mark.parametrize("page", ["<a " * 50 + "onclick=x>", "<a " * 5_000 + "onclick=x>"])
def test_a_tag_in_tags_that_do_not_end_is_found_or_refused(page: str) -> None:
    """It is never let pass."""
    assert active_in(page)


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("![a [b] c](https://example.org/x)", True),
        ("![`[`](https://example.org/x)", True),
        ("[![a](mine.png)](https://example.org/x)", False),
        ("[a](https://example.org/x) ![b](mine.png)", False),
        ("!\\[a](https://example.org/x)", False),
    ],
)
def test_brackets_of_markdown_are_paired(page: str, found: object) -> None:
    """An address behind a picture's brackets fetches, one behind a link's does not."""
    assert bool(active_in(page, markdown=True)) is found
