"""What every HTML report has for readers of all kinds."""

import re
from base64 import b64encode
from hashlib import sha256
from html import unescape
from itertools import pairwise

import pytest
from msgspec.structs import replace

from scripts import SENTENCES
from spinout.core.scoring.assessment import assess
from spinout.reports.layouts.html import inserted
from spinout.use_cases.reports import render_report
from stories import story, story_files


@pytest.fixture(scope="module", params=list(story_files()))
def page(request: pytest.FixtureRequest) -> str:
    """The page of a story."""
    found, form = story(request.param)
    return render_report(found, form, format="html", program_version="0").decode()


def test_policy_allows_its_own_style_and_nothing_else(page: str) -> None:
    """The content policy names the digest of the one style block, and forbids all else."""
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style is not None
    digest = b64encode(sha256(style[1].encode()).digest()).decode()
    named = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert named is not None
    assert unescape(named[1]) == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def test_page_stands_alone(page: str) -> None:
    """Nothing is loaded: no script, picture, frame, form or style from elsewhere."""
    assert re.findall(r"<(?:script|img|link|iframe|form|object|embed|base)\b|@import|url\(|\sstyle=", page) == []


def test_headings_are_in_order(page: str) -> None:
    """There is one first heading, and no level is skipped."""
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []


def test_tables_have_captions_and_scopes(page: str) -> None:
    """Every table has a caption, every header a scope, and no cells are merged."""
    assert page.count("<table") == page.count("<caption")
    assert re.findall(r"<th(?![a-z])(?![^>]*scope=)[^>]*>|(?:row|col)span", page) == []


def test_links_inside_lead_somewhere(page: str) -> None:
    """Each link within the page has its target, and no id stands twice."""
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_language_and_name_are_given(page: str) -> None:
    """The page says its language and has a title."""
    assert '<html lang="en-GB">' in page
    assert re.search(r"<title>[^<]+</title>", page)


@pytest.mark.parametrize("script", ["Urdu", "Hebrew"])
def test_letters_that_run_from_right_to_left_are_kept_apart(script: str) -> None:
    """Each line of them by itself; what is written from left to right alone stays as it is."""
    text = SENTENCES[script]
    assert inserted(f"{text} 2027\n12 March") == f"\u2068{text} 2027\u2069\n12 March"
    assert inserted(SENTENCES["Greek"]) == SENTENCES["Greek"]
    found, form = story("play-clubs-answers")
    answers = replace(found.assessment.answers, service=text, organisation=text)
    assessment = assess(found.assessment.questionnaire, answers)
    page = render_report(replace(found, assessment=assessment), form, format="html", program_version="0").decode()
    assert page.count(text) > 3
    assert len(re.findall(f"\u2068[^\u2068\u2069\n]*{re.escape(text)}[^\u2068\u2069\n]*\u2069", page)) > 3
    assert page.count("\u2068") == page.count("\u2069")
