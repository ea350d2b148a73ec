"""The fonts of a PDF: every script that councils write is set, and what no font has is told."""

import importlib.util
import re
import shutil
import subprocess
from io import BytesIO
from struct import pack

import pytest

pytest.importorskip("typst", reason='needs the extra "pdf"')
pytest.importorskip("manimgx_fonts_cjk", reason='needs the extra "pdf-cjk"')

from msgspec.json import decode
from msgspec.structs import replace
from pypdf import PdfReader

from paper_views import view_with
from scripts import SENTENCES
from spinout.core.markup import PARAGRAPH, Passage, Stretch
from spinout.core.wording import FLAGS
from spinout.reports.claims import lines_of, text_of
from spinout.reports.layouts import fonts
from spinout.reports.layouts.environments import Templates
from spinout.reports.layouts.pdf import pdf_of, pdf_remarks
from spinout.reports.view.view import ReportView
from stories import CHECKOUT

SHIPPED = Templates(CHECKOUT / "templates")
NOWHERE = "\U00013000"
"""A hieroglyph, which no font has that spinout can install."""


def noted(text: str) -> ReportView:
    """A view in which one note, and the title, say something of their own."""
    view = view_with("word")
    (section, *others) = view.answers
    (line, *lines) = section.lines
    told = replace(section, lines=(replace(line, id="benefits.case", note=text), *lines))
    drawn = tuple(block for block in view.parts[0].blocks if block.kind in ("answers", "gates", "implications"))
    return replace(
        view, title=text, answers=(told, *others), pictures=(), parts=(replace(view.parts[0], blocks=drawn),)
    )


def remarks(view: ReportView) -> list[str]:
    """What is told of a PDF of the view."""
    found: list[str] = decode(pdf_remarks(view, SHIPPED))
    return found


@pytest.mark.parametrize("script", SENTENCES)
def test_a_script_is_set_for_everybody(script: str) -> None:
    """As PDF/UA-1, which refuses a letter without a shape, in its own language, with nothing to be told."""
    view = noted(SENTENCES[script])
    reader = PdfReader(BytesIO(pdf_of(view, SHIPPED)))
    assert b"<pdfuaid:part>1</pdfuaid:part>" in reader.trailer["/Root"]["/Metadata"].get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == SENTENCES[script]
    assert remarks(view) == []


LANGUAGES = {
    "Greek": "el", "Urdu": "ur", "Hebrew": "he", "Bengali": "bn", "Punjabi": "pa", "Gujarati": "gu", "Tamil": "ta",
    "Thai": "th",
}  # fmt: skip


@pytest.mark.parametrize("script", LANGUAGES)
def test_a_screen_reader_is_told_the_language(script: str) -> None:
    """Where the letters tell it."""
    made = pdf_of(noted(SENTENCES[script]), SHIPPED)
    reader = PdfReader(BytesIO(made))
    every = (reader.get_object(number) for number in range(1, int(reader.trailer["/Size"])))
    assert LANGUAGES[script] in {str(each["/Lang"]) for each in every if isinstance(each, dict) and "/Lang" in each}


BY_OUR_READER = ("Welsh", "Polish", "Greek", "Ukrainian", "Chinese", "Emoji")
SINGLE = str.maketrans("", "", "\u202a\u202b\u202c\u200e\u200f\u2066\u2067\u2068\u2069")


@pytest.mark.parametrize("script", BY_OUR_READER)
def test_verify_reads_the_words_back(script: str) -> None:
    """To the letter."""
    said = text_of(pdf_of(noted(SENTENCES[script]), SHIPPED), ".pdf")
    assert f"Note: {SENTENCES[script]}" in lines_of(said)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext")
@pytest.mark.parametrize("script", [name for name in SENTENCES if name != "Thai"])
def test_pdftotext_reads_the_words_back(script: str) -> None:
    """To the letter, in the order in which they are said; what it adds is marks of direction."""
    made = pdf_of(noted(SENTENCES[script]), SHIPPED)
    said = subprocess.run(["pdftotext", "-", "-"], input=made, capture_output=True, check=True).stdout.decode()
    assert SENTENCES[script].rstrip(".") in said.translate(SINGLE)


def test_what_no_font_has_stands_as_its_code_and_is_told() -> None:
    """In the page, and beside it with the question that it stands in."""
    view = noted(f"A seal {NOWHERE} of old.")
    assert "Note: A seal [U+13000] of old." in lines_of(text_of(pdf_of(view, SHIPPED), ".pdf"))
    assert remarks(replace(view, title="word")) == [
        'The note on the question "benefits.case" has U+13000 (EGYPTIAN HIEROGLYPH A001), which no font here has. '
        "It stands as [U+13000] in the PDF. No font that spinout can install has it."
    ]


def test_a_text_of_no_question_is_told_by_how_it_begins() -> None:
    """As a title is."""
    view = replace(view_with("word"), title=f"A seal {NOWHERE}")
    assert [each.partition(" has ")[0] for each in remarks(view)] == [f'The text "A seal {NOWHERE}"']


PLACES = {
    'The note on the question "benefits.case"': ("note", NOWHERE, {}),
    'The evidence for the question "benefits.case"': ("evidence", NOWHERE, {}),
    'The answer to the question "benefits.case"': ("words", NOWHERE, {}),
    'The reason given at the question "benefits.case"': ("words", NOWHERE, {"state": "not-applicable"}),
    'The question "benefits.case"': ("ask", NOWHERE, {}),
}


@pytest.mark.parametrize("place", PLACES)
def test_what_somebody_wrote_is_told_by_its_question_and_field(place: str) -> None:
    """However long it is, and wherever else it stands in the paper, such as in an officer's box."""
    name, character, more = PLACES[place]
    text = f"A seal\n{character} of old."
    view = noted("word")
    (section, *others) = view.answers
    (line, *lines) = section.lines
    told = replace(section, lines=(replace(line, **{name: text}, **more), *lines))
    assert [each.partition(" has ")[0] for each in remarks(replace(view, title=text, answers=(told, *others)))] == [
        place
    ]


def test_lessons_slots_and_names_are_told_by_theirs() -> None:
    """A lesson by the question that it was drawn from, an officer's words by their slot."""
    view = noted("word")
    (section, *others) = view.answers
    first, second = (replace(line, ask=f"Question {n}") for n, line in enumerate(section.lines[:2]))
    asked = (replace(section, lines=(first, replace(second, id="benefits.downsides"))), *others)
    lesson = replace(view_with("word").lessons[0], text=f"a\n{NOWHERE}")
    (box, *boxes) = view.implications
    assert box.slot is not None
    slot = replace(box.slot, id="implications.legal", text=f"a\n{NOWHERE}")
    found = [
        replace(view, answers=asked, lessons=(replace(lesson, ask="Question 1"),)),
        replace(view, answers=asked, lessons=(replace(lesson, ask=None),)),
        replace(view, implications=(replace(box, slot=slot, blank=f"a\n{NOWHERE}"), *boxes)),
        replace(view, title=NOWHERE, organisation=f"a {NOWHERE}"),
        replace(view, title=f"a\n{NOWHERE} b"),
    ]
    assert [remarks(each)[0].partition(" has ")[0] for each in found] == [
        'A lesson from the question "benefits.downsides"',
        "A lesson about the whole",
        'The slot "implications.legal" of the officers\' words',
        "The name of the organisation",
        f'The text "a {NOWHERE} b"',
    ]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext")
@pytest.mark.parametrize("sign", ["\u2764\ufe0f", "1\ufe0f\u20e3", "\u2b50\ufe0f", "\u26a0\ufe0f", "\U0001f984"])
def test_a_sign_keeps_the_blanks_beside_it(sign: str) -> None:
    """In print too, where a sign that the font of the text has half of would draw over them."""
    made = pdf_of(noted(f"Love {sign} youth"), SHIPPED)
    boxes = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=made, capture_output=True, check=True).stdout
    words = re.findall(r'xMin="([\d.]+)" .* xMax="([\d.]+)" .*>(.+)</word>', boxes.decode(errors="replace"))
    at = next(n for n, (_, _, word) in enumerate(words) if word == "Love")
    assert [word for _, _, word in words[at : at + 3]] == ["Love", sign, "youth"]
    gaps = [float(words[n + 1][0]) - float(words[n][1]) for n in (at, at + 1)]
    assert min(gaps) > 1


@pytest.mark.parametrize(("flag", "code"), [*zip(FLAGS, ("GB-ENG", "GB-SCT", "GB-WLS"), strict=True)])
def test_a_flag_that_no_font_has_stands_as_its_code_and_is_told(flag: str, code: str) -> None:
    """No black flag in its place."""
    view = replace(noted(f"Made in {flag} today."), title="word")
    assert f"Note: Made in [{code}] today." in lines_of(text_of(pdf_of(view, SHIPPED), ".pdf"))
    assert remarks(view) == [
        f'The note on the question "benefits.case" has the flag of {FLAGS[flag]}, which no font here has. '
        f"It stands as [{code}] in the PDF. No font that spinout can install has it."
    ]


@pytest.mark.parametrize(
    ("character", "without", "extra"),
    [("这", "manimgx_fonts_cjk", "pdf-cjk"), ("এ", "manimgx_fonts", "pdf"), ("🦄", "manimgx_fonts", "pdf")],
)
def test_the_extra_that_would_bring_it_is_named(
    character: str, without: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where its package is not installed; and the PDF is made all the same."""
    there = importlib.util.find_spec
    monkeypatch.setattr(fonts, "find_spec", lambda name: None if name == without else there(name))
    view = replace(noted("word"), title=character)
    (told,) = remarks(view)
    assert f'python -m pip install "spinout[{extra}]"' in told
    assert f"[U+{ord(character):04X}]" in text_of(pdf_of(view, SHIPPED), ".pdf")


def test_what_is_in_a_font_is_what_the_compiler_finds_in_it() -> None:
    """Every hundredth character of every font is set, by the rules of PDF/UA that refuse what has no shape."""
    setting = fonts.setting_of(["এ🦄"])
    faces = fonts._faces(setting.folders)
    found = {c for name in setting.families for low, high in faces[name].ranges for c in range(low, high + 1)}
    some = [chr(c) for c in sorted(found) if c > 0x20 and not 0xD800 <= c < 0xE000][::100]
    assert len(some) > 400
    pdf_of(replace(noted("word"), title=" ".join(some)), SHIPPED)


@pytest.mark.parametrize(
    "content", [b"", b"ttcf", b"\0\1\0\0\0\1", b"\0\1\0\0" + pack(">HHHH", 1, 0, 0, 0) + b"cmap" + bytes(8)]
)
def test_a_font_that_is_damaged_has_nothing(content: bytes) -> None:
    """It stops no report."""
    assert list(fonts._ranges(content, 0)) == []


def test_plain_words_ask_for_no_other_fonts() -> None:
    """So that most reports take no longer than they did."""
    setting = fonts.setting_of(["Dŵr – “£”"])
    assert (setting.families, setting.missing, setting.beyond_latin) == (("Source Sans 3",), {}, False)


def letters(text: str) -> str:
    """The letters of a text, without any space."""
    return "".join(text.split())


@pytest.mark.parametrize("word", ["W" * 300, "abcdefghij" * 30, "ক" * 300, "خ" * 300])
def test_a_long_word_breaks(word: str) -> None:
    """300 letters without a blank leave no page, as words, in a title and in tables."""
    made = pdf_of(noted(word), SHIPPED)
    assert outside(made) == []


def test_a_long_text_runs_over_pages() -> None:
    """5,000 characters in a note, in a cell, and in two places for officers, blank and filled; nothing is cut off."""
    text = " ".join(f"[{n}]" for n in range(860))
    assert len(text) > 5000
    view = noted("word")
    assert view.decision is not None
    (gate, *gates) = view.decision.gates
    decision = replace(view.decision, gates=(replace(gate, answered=text), *gates))
    (box, *boxes) = view.implications
    assert box.slot is not None
    blank = replace(box.slot, needed=True, filled=False, withheld=False, rows=(), passages=(), blank=text)
    filled = replace(blank, filled=True, blank="word", passages=(Passage(PARAGRAPH, ((Stretch(text),),)),))
    written = (replace(box, slot=blank, more=()), replace(box, slot=filled, more=()))
    (section, *others) = noted(text).answers
    view = replace(view, decision=decision, implications=(*written, *boxes), answers=(section, *others))
    made = pdf_of(view, SHIPPED)
    said = letters(text_of(made, ".pdf"))
    assert {said.count(f"[{n}]") for n in range(860)} == {4}
    assert outside(made) == []


def outside(content: bytes) -> list[str]:
    """Words that stand outside of the margins of their page, all that pypdf finds of them."""
    found: list[str] = []
    for page in PdfReader(BytesIO(content)).pages:
        wide, high = float(page.mediabox.width), float(page.mediabox.height)

        def seen(
            text: str, at: list[float], tm: list[float], *_: object, wide: float = wide, high: float = high
        ) -> None:
            x, y = at[0] * tm[4] + at[2] * tm[5] + at[4], at[1] * tm[4] + at[3] * tm[5] + at[5]
            if text.strip() and not (40 < x < wide - 50 and 25 < y < high - 30):
                found.append(f"{x:.0f} {y:.0f} {text[:20]}")

        page.extract_text(visitor_text=seen)
    return found
