"""Whether a report came from exactly these answers."""

import random
import re
import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from spinout.reports import claims
from spinout.reports.claims import claims_of, text_of
from spinout.reports.formats import MissingExtra
from spinout.reports.layouts.environments import Templates
from spinout.reports.view.publication import Choices
from spinout.reports.word_parts import UnreadableReport
from spinout.use_cases.assessments import Assessed, assess_file
from spinout.use_cases.questionnaires import Loaded, load_questionnaire
from spinout.use_cases.reports import render_report
from spinout.use_cases.verification import Verification, verify_report
from stories import EXAMPLES, SMALL, loaded, small_form

SHIPPED = Templates(EXAMPLES.parent / "templates")
PLAY = EXAMPLES / "play-clubs" / "answers.yaml"
EVERY = ("md", "html", "json", "docx", "pdf")
PLAIN = ("md", "html", "json")


MADE: dict[str, bytes] = {}
"""The reports that were made, by all that they were made with: choices hold words, and stand for no key."""


def made(kind: str, stage: str | None, choices: Choices, version: str) -> bytes:
    """A report of the play clubs, made once; a format that is not installed is skipped."""
    key = repr((kind, stage, choices, version))
    if key not in MADE:
        MADE[key] = made_anew(kind, stage, choices, version)
    return MADE[key]


def made_anew(kind: str, stage: str | None, choices: Choices, version: str) -> bytes:
    """A report of the play clubs."""
    found = assess_file(str(PLAY), loaded(), stage)
    assert isinstance(found, Assessed)
    try:
        return render_report(found, loaded(), format=kind, program_version=version, choices=choices)
    except MissingExtra as error:
        pytest.skip(str(error))


def written(
    tmp_path: Path, kind: str, *, stage: str | None = None, choices: Choices | None = None, version: str = "1"
) -> Path:
    """A report of the play clubs in a file."""
    path = tmp_path / f"report.{kind}"
    path.write_bytes(made(kind, stage, choices or Choices(), version))
    return path


def verified(report: Path, answers: Path = PLAY, form: Loaded | None = None) -> Verification:
    """What is found of a report."""
    found = verify_report(report, str(answers), form or loaded(), SHIPPED, program_version="1")
    assert isinstance(found, Verification)
    return found


def kinds(found: Verification) -> list[str]:
    """The kinds of what differs."""
    return [difference.kind for difference in found.differences]


@pytest.mark.parametrize("kind", EVERY)
def test_a_report_comes_from_its_answers(kind: str, tmp_path: Path) -> None:
    """Nothing differs where nothing was changed."""
    assert verified(written(tmp_path, kind)).differences == ()


@pytest.mark.parametrize("endless", ["&#" + "9" * 100_000 + ";", "&#x" + "f" * 100_000 + ";", "&" * 100_000])
def test_a_character_without_end_is_a_word_like_any_other(endless: str, tmp_path: Path) -> None:
    """It is told as what was added to the page."""
    report = written(tmp_path, "html")
    report.write_bytes(report.read_bytes().replace(b"</body>", f"<p>{endless}</p></body>".encode()))
    assert kinds(verified(report)) == ["text"]


@pytest.mark.parametrize("error", [RecursionError, MemoryError, ValueError, UnicodeError, OverflowError, EOFError])
def test_what_a_library_raises_is_wrong_with_the_report(
    error: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody foresees all that a reader trips over; it is no defect of what asks it."""

    def trip(_: bytes) -> str:
        raise error

    monkeypatch.setitem(claims.READERS, ".html", trip)
    (report := tmp_path / "r.html").write_bytes(b"changed")
    with pytest.raises(UnreadableReport, match="cannot be read"):
        verified(report)


@pytest.mark.parametrize("kind", EVERY)
@pytest.mark.parametrize("stage", ["explore", "final"])
def test_the_stage_is_found_again(kind: str, stage: str, tmp_path: Path) -> None:
    """It stands in the report, so nobody need remember it."""
    assert verified(written(tmp_path, kind, stage=stage)).differences == ()


@pytest.mark.parametrize("kind", EVERY)
def test_the_options_are_found_again(kind: str, tmp_path: Path) -> None:
    """The date, and whether notes were left out."""
    report = written(tmp_path, kind, choices=Choices(as_of="2026-11-24", notes=False))
    assert verified(report).differences == ()


@pytest.mark.parametrize("kind", EVERY)
@pytest.mark.parametrize("wanted", [("all",), ("none",), ("comparators", "support")])
def test_the_appendices_are_found_again(kind: str, wanted: tuple[str, ...], tmp_path: Path) -> None:
    """All, none, and those that were named."""
    assert verified(written(tmp_path, kind, choices=Choices(appendices=wanted))).differences == ()


@pytest.mark.parametrize("kind", EVERY)
def test_other_answers_are_told(kind: str, tmp_path: Path) -> None:
    """Also where they are the same but for a remark."""
    other = tmp_path / "answers.yaml"
    other.write_bytes(PLAY.read_bytes() + b"# a remark\n")
    assert kinds(verified(written(tmp_path, kind), other)) == ["answers"]


@pytest.mark.parametrize("kind", EVERY)
def test_another_questionnaire_is_told(kind: str, tmp_path: Path) -> None:
    """Its digest changes with each of its files."""
    folder = shutil.copytree(EXAMPLES.parent / "questions", tmp_path / "questions")
    with (folder / "support.yaml").open("ab") as file:
        file.write(b"# a remark\n")
    form = load_questionnaire(folder)
    assert isinstance(form, Loaded)
    assert kinds(verified(written(tmp_path, kind), form=form)) == ["questionnaire"]


@pytest.mark.parametrize("kind", EVERY)
def test_another_program_is_told(kind: str, tmp_path: Path) -> None:
    """Its version stands in the report."""
    assert kinds(verified(written(tmp_path, kind, version="0.9"))) == ["program"]


@pytest.mark.parametrize("kind", ["md", "html"])
def test_a_changed_word_is_told(kind: str, tmp_path: Path) -> None:
    """With what the report says, and what would stand there."""
    report = written(tmp_path, kind)
    text = report.read_text(encoding="utf-8")
    report.write_text(text.replace("Recommendations", "Demands"), encoding="utf-8", newline="")
    found = verified(report)
    assert set(kinds(found)) == {"text"}
    assert any("Demands" in (d.report or "") and "Recommendations" in (d.given or "") for d in found.differences)


def test_a_changed_word_in_a_word_file_is_told(tmp_path: Path) -> None:
    """Saved by another program, with its runs joined anew."""
    docx = pytest.importorskip("docx", reason='needs the extra "word"')
    report = written(tmp_path, "docx")
    document = docx.Document(str(report))
    document.paragraphs[0].text = "Another title"
    document.save(str(report))
    found = verified(report)
    assert [(d.kind, d.report) for d in found.differences] == [("text", "Another title")]


def test_a_word_file_saved_again_is_the_same(tmp_path: Path) -> None:
    """Its words count, and not its bytes."""
    docx = pytest.importorskip("docx", reason='needs the extra "word"')
    report = written(tmp_path, "docx")
    before = report.read_bytes()
    document = docx.Document(str(report))
    document.core_properties.author = "Somebody"
    document.save(str(report))
    assert report.read_bytes() != before
    assert verified(report).differences == ()


@pytest.mark.parametrize("kind", PLAIN)
def test_ends_of_lines_of_another_system_are_no_difference(kind: str, tmp_path: Path) -> None:
    """An editor on Windows may change them, and put a mark of the order of bytes before all."""
    report = written(tmp_path, kind)
    report.write_bytes(b"\xef\xbb\xbf" + report.read_bytes().replace(b"\n", b"\r\n"))
    assert verified(report).differences == ()


def test_hidden_changes_of_a_page_are_told(tmp_path: Path) -> None:
    """A style that hides a part changes no word, and the report is not what it was."""
    report = written(tmp_path, "html")
    report.write_bytes(report.read_bytes().replace(b"<style>", b"<style>.part { display: none } "))
    assert kinds(verified(report)) == ["bytes"]


def test_a_text_without_its_origin_is_told(tmp_path: Path) -> None:
    """Nothing is guessed of where it came from."""
    report = tmp_path / "report.md"
    report.write_text("# A report\n")
    assert kinds(verified(report)) == ["origin"]


@pytest.mark.parametrize(("name", "content"), [("r.docx", b"x"), ("r.pdf", b"x"), ("r.md", b"\xff"), ("r.pdf", b"")])
def test_what_cannot_be_read_is_told(name: str, content: bytes, tmp_path: Path) -> None:
    """As such, and not as a defect."""
    report = tmp_path / name
    report.write_bytes(content)
    with pytest.raises((UnreadableReport, MissingExtra)):
        verified(report)


def test_a_report_of_the_small_form_comes_from_its_answers(tmp_path: Path) -> None:
    """Another questionnaire than the shipped one."""
    answers, form = SMALL / "answers.yaml", small_form()
    found = assess_file(str(answers), form)
    assert isinstance(found, Assessed)
    report = tmp_path / "r.html"
    report.write_bytes(render_report(found, form, format="html", program_version="1"))
    assert verified(report, answers, form).differences == ()


# a PDF is read in a process of its own, which takes its time to begin
@pytest.mark.parametrize(
    ("kind", "seed"), [(kind, seed) for kind in EVERY for seed in range(8 if kind == "pdf" else 40)]
)
def test_a_damaged_report_is_read_or_told(kind: str, seed: int) -> None:
    """Bytes that are lost, doubled or changed are no defect of the program, whatever a library says of them."""
    chance, raw = random.Random(seed), bytearray(made(kind, None, Choices(), "1"))
    for _ in range(chance.choice((1, 3, 30))):
        at = chance.randrange(len(raw))
        raw[at : at + chance.choice((0, 1, 1, 40))] = chance.choice((b"", b"<![x[", b"\0", chance.randbytes(9)))
    with suppress(UnreadableReport):
        claims_of(text_of(bytes(raw), f".{kind}"))


@pytest.mark.parametrize("kind", ["html", "json", "docx"])
def test_what_a_report_leaves_out_is_not_compared_and_that_is_told(kind: str, tmp_path: Path) -> None:
    """The published report of other exempt answers is the same; the part that is not for publication is not."""
    answers = tmp_path / "answers.yaml"
    reports: list[bytes] = []
    for restricted in (False, True):
        for level in (2, 0, 1):
            text = PLAY.read_text(encoding="utf-8")
            text = re.sub("transition.cash:.*", f"transition.cash: {{answer: {level}, exempt: true}}", text)
            answers.write_text(text, encoding="utf-8", newline="")
            found = assess_file(str(answers), loaded())
            assert isinstance(found, Assessed)
            choices = Choices(restricted=restricted)
            reports.append(render_report(found, loaded(), format=kind, program_version="1", choices=choices))
    published, restricted_part = reports[0], reports[3]
    assert set(reports[:3]) == {published}
    report = tmp_path / f"r.{kind}"
    report.write_bytes(published)
    told = verified(report, answers)
    assert (told.same, told.left_out) == (True, True)
    report.write_bytes(restricted_part)
    told = verified(report, answers)
    assert (kinds(told), told.left_out) == (["answers"], False)
