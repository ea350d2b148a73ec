"""The paper has no more sides before its appendices than the questionnaire says, in every format that has sides.

An appendix begins on a side of its own, so the place of the first one is the length of the paper.
"""

import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from reports.browsers import chromium, printed
from spinout.core.kinds.scale import Scale
from spinout.core.reading.answers import answers_from
from spinout.core.scoring.assessment import assess
from spinout.reports.formats import FORMATS, MissingExtra
from spinout.reports.view.publication import Beside
from stories import TEMPLATES, loaded, story, story_files, subject
from word_numbers import headings

pypdf = pytest.importorskip("pypdf", reason='needs the extra "pdf"')

FORM = loaded().questionnaire
AT_MOST = FORM.reference.paper.pages_at_most if FORM.reference.paper else None
ASKED = "about.decision"
PATIENCE = 300
EXAMPLES = [name for name in story_files() if name != "small"]
BLANK: Mapping[str, Mapping[str, object]] = {"blank": {}, "blank-at-the-end": {ASKED: "go-live"}}
"""Files in which next to nothing is answered."""


def everything(level: int) -> dict[str, object]:
    """Every question with levels answered alike, each with evidence of a usual length, at the last stage."""
    evidence = "Paper to the programme board on this question, October 2026"
    answers: dict[str, object] = {
        ident: {"answer": level, "evidence": f"{evidence}, item {number}"}
        for number, (ident, question) in enumerate(FORM.questions.items())
        if isinstance(question.type, Scale)
    }
    return answers | {
        ASKED: "go-live",
        "about.service-type": "libraries",
        "member-mix.groups": ["users", "community", "employees"],
        "member-mix.board-votes": {
            "answer": {"users": 30, "community": 20, "employees": 30, "council": 10, "independent": 10, "investors": 0}
        },
        "principles.wants-co-operative": "yes",
    }


LONGEST: Mapping[str, Mapping[str, object]] = {f"level-{level}": everything(level) for level in (0, 1, 4)}
"""Papers with everything in them: evidence for every answer, every picture, and most gates open."""
MUCH: Mapping[str, Mapping[str, object]] = {
    "one-long-evidence": everything(2) | {"transition.vat": {"answer": 2, "evidence": "A letter on tax. " * 295}},
    "much-evidence": {
        ident: {"answer": 3, "evidence": f"A paper on {ident}, with what it says of it. " * 10}
        for ident in (
            "transition.cash",
            "transition.power",
            "transition.pensions",
            "transition.vat",
            "transition.consultation",
            "transition.equality",
            "benefits.case",
            "ownership.voting",
            "transition.sponsorship",
            "transition.business-case",
            "transition.property",
        )
    },
}
"""Papers with 5,000 letters of evidence."""
MADE = {**BLANK, **LONGEST, **MUCH}
WITH_MUCH = 8
"""So many sides may they have."""


@cache
def others() -> tuple[Beside, ...]:
    """Members with answers of their own, who make any paper longer."""
    heard = [story(f"community-library-{name}")[0] for name in ("staff", "users", "users-parent", "residents")]
    return tuple(Beside(each.assessment, each.file, each.sha256) for each in heard)


@cache
def made(name: str, suffix: str) -> bytes:
    """A paper's bytes; a format that is not installed is skipped."""
    if name in MADE:
        data = {"questionnaire": FORM.id, "service": "Community libraries", "answers": MADE[name]}
        answers, problems = answers_from(data, FORM, "made.yaml")
        assert answers is not None, problems
        about = subject(assess(FORM, answers))
    else:
        found, _ = story(name)
        about = subject(found.assessment)
    try:
        return FORMATS[suffix].render(replace(about, others=others()), TEMPLATES)
    except MissingExtra as error:
        pytest.skip(str(error))


def sides(pdf: bytes) -> int:
    """How many pages stand before the first appendix."""
    for number, page in enumerate(pypdf.PdfReader(BytesIO(pdf)).pages):
        if any(line.strip().startswith("Appendix A.") for line in page.extract_text().splitlines()):
            return number
    raise AssertionError("There is no appendix.")


def longest(name: str) -> int:
    """The sides that a paper may have: one more where it has everything in it."""
    assert AT_MOST is not None
    return WITH_MUCH if name in MUCH else AT_MOST + (name in LONGEST)


@pytest.mark.parametrize("name", [*EXAMPLES, *MADE])
def test_pdf_keeps_to_its_length(name: str) -> None:
    """As it is written."""
    assert sides(made(name, ".pdf")) <= longest(name)


@pytest.mark.skipif(chromium() is None, reason="needs Chromium")
@pytest.mark.parametrize("name", [*EXAMPLES, *MADE])
def test_html_keeps_to_its_length(name: str, tmp_path: Path) -> None:
    """As a browser prints it on A4."""
    assert sides(printed(made(name, ".html"), tmp_path)) <= longest(name)


@pytest.fixture(scope="module")
def as_office_prints(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """Every paper in Word, as LibreOffice prints it."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("needs LibreOffice")
    folder = tmp_path_factory.mktemp("office")
    names = [*EXAMPLES, *MADE]
    for name in names:
        (folder / f"{name}.docx").write_bytes(made(name, ".docx"))
    command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    files = [str(folder / f"{name}.docx") for name in names]
    subprocess.run([*command, "--outdir", str(folder), *files], capture_output=True, timeout=PATIENCE, check=False)
    if not (folder / f"{names[0]}.pdf").is_file():
        pytest.skip("LibreOffice is here without its Writer")
    return {name: (folder / f"{name}.pdf").read_bytes() for name in names}


@pytest.mark.parametrize("name", [*EXAMPLES, *MADE])
def test_word_keeps_to_its_length(name: str, as_office_prints: Mapping[str, bytes]) -> None:
    """As LibreOffice prints it."""
    assert sides(as_office_prints[name]) <= longest(name)


# the same for Word without an office: what stands on the sides, measured by its letters


POINT = 12_700
LETTER, LINE = 0.5, 1.15
"""How wide a letter and how high a line is, as a share of the size of the type."""


def height(paragraph: Any, width: float) -> float:
    """About how many points a paragraph takes."""
    style, form = paragraph.style, paragraph.style.paragraph_format
    pictures = [int(e.get("cy")) / POINT for e in paragraph._p.iter("{*}extent") if e.get("cy")]
    if pictures:
        return max(pictures) + 2
    size = (style.font.size or paragraph.part.document.styles["Normal"].font.size).pt
    room = width - (form.left_indent.pt if form.left_indent else 0)
    lines = max(1, ceil(len(paragraph.text) * LETTER * size / room))
    around = sum(space.pt for space in (form.space_before, form.space_after) if space is not None)
    return float(lines * size * LINE + around)


def measured(content: bytes) -> float:
    """About how many sides stand before the first appendix of a Word file."""
    docx = pytest.importorskip("docx", reason='needs the extra "word"')
    document = docx.Document(BytesIO(content))
    section = document.sections[0]
    width = (section.page_width - section.left_margin - section.right_margin) / POINT
    deep = (section.page_height - section.top_margin - section.bottom_margin) / POINT
    points, appendix = 0.0, next(each for each in headings(content) if each.startswith("Appendix A. "))
    for item in document.iter_inner_content():
        if isinstance(item, docx.table.Table):
            columns = len(item.columns)
            for row in item.rows:
                cells = [sum(height(p, width / columns) for p in cell.paragraphs) for cell in row.cells]
                points += max(cells, default=0)
        elif item.style.name == "Heading 1" and appendix == f"Appendix A. {item.text}":
            return float(points / deep)
        else:
            points += height(item, width)
    raise AssertionError("There is no appendix.")


@pytest.mark.parametrize("name", [*EXAMPLES, *MADE])
def test_word_has_little_enough_on_its_sides(name: str) -> None:
    """Where there is no office to print with, by about how much room its paragraphs and pictures take."""
    assert measured(made(name, ".docx")) <= longest(name)
