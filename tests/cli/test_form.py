"""`spinout form`: which form is written, and what is told of it."""

import json
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from side_by_side import Told
from spinout.cli.boundary import run
from spinout.forms.formats import FORM_FORMATS, form_endings

Spun = Callable[[str], Told]


@pytest.fixture
def spun(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Spun:
    """Runs a command line in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "500")

    def spin(line: str) -> Told:
        monkeypatch.setattr(sys, "argv", ["spinout", *shlex.split(line)])
        code = run()
        told = capsys.readouterr()
        return Told(code, told.out, told.err)

    return spin


def test_a_blank_file_is_checked_and_scored(spun: Spun, tmp_path: Path) -> None:
    """Nothing is wrong with it, and nothing is answered."""
    assert spun("form -o a.yaml") == Told(0, "", f"Written: {tmp_path / 'a.yaml'}\n")
    checked = spun("check a.yaml")
    assert checked.out.startswith("a.yaml: answers to mutual-spin-out, nothing wrong.\n")
    assert [line for line in checked.out.splitlines()[1:] if "stage-not-stated" not in line] == []
    made = json.loads(spun("score a.yaml --json").out)
    assert {question["state"] for question in made["questions"]} <= {"unanswered"}
    assert [warning["code"] for warning in made["warnings"]] == ["stage-not-stated"]


def test_an_interview_goes_on_with_a_blank_file(spun: Spun) -> None:
    """It keeps every comment."""
    spun("form -o a.yaml")
    before = Path("a.yaml").read_text(encoding="utf-8")
    assert spun("assess a.yaml --set ownership.voting=4").code == 0
    after = Path("a.yaml").read_text(encoding="utf-8")
    assert [line for line in after.splitlines() if line.lstrip().startswith("#")] == [
        line for line in before.splitlines() if line.lstrip().startswith("#")
    ]
    assert "\n  ownership.voting: 4\n" in after


def test_a_form_of_a_part(spun: Spun) -> None:
    """Sections, the essentials of a decision with what they hang on, and a respondent's own."""
    lines = {}
    for name, part in {
        "section": "--section about --section benefits", "stage": "--essentials explore", "users": "--respondent users",
    }.items():  # fmt: skip
        assert spun(f"form -o {name}.yaml {part}").code == 0
        text = Path(f"{name}.yaml").read_text(encoding="utf-8")
        lines[name] = [line.strip(" :") for line in text.splitlines() if line.endswith(":") and line.startswith("  ")]
        lines[name] = [line for line in lines[name] if not line.startswith("#")]
    assert {line.split(".")[0] for line in lines["section"]} == {"about", "benefits"}
    assert lines["stage"] == [
        "ownership.owned-by", "member-mix.groups", "member-mix.user-demand", "member-mix.community-demand",
        "benefits.case", "transition.sponsorship", "transition.power", "transition.leadership",
    ]  # fmt: skip
    assert "member-mix.user-demand" in lines["users"]
    assert "about.decision" not in lines["users"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("form", "Missing option '-o'"),
        ("form -o a.txt", f"Invalid value for -o: a form's name ends in {form_endings()}."),
        ("form -o a.pdf",
         f"Invalid value for -o: a form's name ends in {form_endings()}. To print one, write it as .docx."),
        ("form -o a.yaml --section owner-ship",
         'Invalid value for --section: there is no "owner-ship". Did you mean "ownership"? Allowed: about, ownership, '
         "member-mix, benefits, principles, transition."),
        ("form -o a.yaml --essentials in-principal",
         'Invalid value for --essentials: there is no "in-principal". Did you mean "in-principle"? Allowed: explore, '
         "in-principle, final, go-live."),
        ("form -o a.yaml --respondent user",
         'Invalid value for --respondent: there is no "user". Did you mean "users"? Allowed: lead, staff, users, '
         "residents, council."),
        ("form -o a.yaml --respondent users --section about",
         "Invalid value: no question is left to ask with these options."),
        ("form -o a.xlsx --as odk", 'Invalid value for --as: there is no "odk". Allowed: xlsform.'),
        ("form -o a.yaml --as xlsform", "Invalid value for -o: it is a workbook: end the file's name in .xlsx."),
        ("form -o a.yaml --rows", "Invalid value for -o: it is a workbook: end the file's name in .xlsx."),
        ("form -o a.xlsx --rows --as xlsform", "Invalid value for --as: it does not go with --rows."),
    ],
)  # fmt: skip
def test_a_command_line_that_asks_for_no_form(spun: Spun, line: str, told: str) -> None:
    """What is wrong, the nearest where one is near, and all that is allowed; nothing is written."""
    made = spun(line)
    assert made.code == 2
    assert told in made.err
    assert list(Path.cwd().iterdir()) == []


def test_each_ending_says_which_form_it_is(spun: Spun) -> None:
    """A file of answers, a document, an XLSForm."""
    docx = pytest.importorskip("docx", reason='needs the extra "word"')
    for line in ("form -o a.yaml", "form -o a.docx", "form -o x.xlsx --as xlsform"):
        assert spun(line).code == 0
    assert docx.Document("a.docx").paragraphs[0].text == "Spin-out readiness"
    assert openpyxl.load_workbook("x.xlsx").sheetnames == ["survey", "choices", "settings"]
    assert {".yaml", ".docx"} <= set(FORM_FORMATS)


def small(*options: dict[str, Any]) -> str:
    """A questionnaire of one choice."""
    question = {"id": "a", "ask": "Which?", "type": "choice", "options": options}
    section = {"id": "s", "title": "S", "questions": [question]}
    return json.dumps({"id": "q", "title": "Q", "version": "1", "sections": [section]})


def test_a_label_that_stands_for_two_options_is_told(spun: Spun) -> None:
    """By the question, the label and the ids; case and a full stop make no difference."""
    options = ({"id": "x", "label": "Not decided"}, {"id": "y", "label": "not  decided."}, {"id": "z", "label": "Z"})
    Path("q.json").write_text(small(*options), encoding="utf-8")
    made = spun("form -o a.yaml --questions q.json")
    assert made.err.splitlines()[0] == 'Warning: s.a: the label "Not decided" stands for several options: x, y.'
    assert made.code == 0


def test_a_label_that_is_what_a_form_calls_not_knowing_is_told(spun: Spun) -> None:
    """It could not be told from the box beside it."""
    Path("q.json").write_text(small({"id": "x", "label": "Don’t know"}, {"id": "z", "label": "Z"}), encoding="utf-8")
    made = spun("form -o a.yaml --questions q.json")
    assert made.err.splitlines()[:-1] == [
        'Warning: s.a: the label "Don’t know" stands for an option and for not knowing.'
    ]


def test_what_an_xlsform_cannot_say_is_told_line_by_line(spun: Spun) -> None:
    """Beside the form, which is written."""
    Path("q.json").write_text(small({"id": "x", "label": "X"}), encoding="utf-8")
    made = spun("form -o x.xlsx --as xlsform --questions q.json")
    assert made.err.splitlines()[:-1] == [
        "Warning: It asks and shows no score: what is essential at which decision is not marked.",
        "Warning: Notes, and answers kept out of a published report (exempt), are not asked for.",
    ]


def test_a_form_for_word_says_what_to_install(spun: Spun, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the package is not there."""
    monkeypatch.setattr("spinout.use_cases.blank_forms.find_spec", lambda _: None)
    made = spun("form -o a.docx")
    assert (made.code, "A form for Word needs a part of spinout" in made.err) == (3, True)
    assert not Path("a.docx").exists()
