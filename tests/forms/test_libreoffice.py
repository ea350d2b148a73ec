"""Forms that went through LibreOffice: its formulas grey what the program does not ask, and nothing is lost."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import form_filling as forms
from spinout.core.answers import Answers
from spinout.core.conditions import State
from spinout.core.questionnaire import Questionnaire
from spinout.core.scoring.statuses import statuses
from spinout.forms.asked_formulas import DEPENDS, NOT_ASKED
from spinout.use_cases.assessments import read_answers
from strategies import answers_for, questionnaires

SOFFICE = shutil.which("soffice")
CASES = 10
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")


@st.composite
def conditional(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """A questionnaire in which something is conditional, and answers to it."""
    data = draw(questionnaires().filter(lambda made: "show_if" in repr(made)))
    return data, draw(answers_for(data))


def converted(folder: Path) -> Path:
    """All workbooks of a folder as LibreOffice saves them."""
    made = folder / "saved"
    assert SOFFICE is not None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = sorted(map(str, folder.glob("*.xlsx")))
    command = [SOFFICE, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(made), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return made


def test_it_keeps_the_answers_and_greys_what_is_not_asked(tmp_path: Path) -> None:
    """For some questionnaires and answers: the same answers, and beside each question whether it is asked."""
    cases: list[tuple[Questionnaire, Answers]] = []

    @settings(
        max_examples=CASES,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(conditional())
    def collect(case: tuple[dict[str, Any], dict[str, Any]]) -> None:
        questionnaire = forms.questionnaire_of(case[0])
        cases.append((questionnaire, forms.answers_of(case[1], questionnaire)))

    collect()
    for number, (questionnaire, answers) in enumerate(cases):
        (tmp_path / f"{number}.xlsx").write_bytes(forms.filled(answers, questionnaire))
    saved = converted(tmp_path)
    compared = 0
    for number, (questionnaire, answers) in enumerate(cases):
        path = saved / f"{number}.xlsx"
        (document,) = forms.documents(path.read_bytes(), questionnaire)
        read, problems = read_answers(document, questionnaire)
        assert problems == ()
        assert read is not None
        assert forms.kept(read, questionnaire) == forms.kept(answers, questionnaire)
        assert document.warnings == ()
        shown = forms.cells_of(openpyxl.load_workbook(path, data_only=True))
        for ident, status in statuses(questionnaire, answers).items():
            if questionnaire.questions[ident].show_if is not None:
                expected = NOT_ASKED if status.state is State.HIDDEN else DEPENDS if status.pending else ""
                assert (number, ident, shown[ident, "Asked?"].value or "") == (number, ident, expected)
                compared += 1
    assert compared >= CASES


def test_the_row_of_titles_and_the_words_of_a_table_stay(tmp_path: Path) -> None:
    """A form with a row for each service, filled in and saved, gives the same documents."""
    cases: list[tuple[Questionnaire, list[Answers]]] = []

    @settings(
        max_examples=3,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(conditional())
    def collect(case: tuple[dict[str, Any], dict[str, Any]]) -> None:
        questionnaire = forms.questionnaire_of(case[0])
        cases.append((questionnaire, [forms.answers_of(case[1] | {"service": "A service"}, questionnaire)]))

    collect()
    for number, (questionnaire, every) in enumerate(cases):
        (tmp_path / f"{number}.xlsx").write_bytes(forms.rows_filled(every, questionnaire))
    saved = converted(tmp_path)
    for number, (questionnaire, every) in enumerate(cases):
        found = forms.documents((saved / f"{number}.xlsx").read_bytes(), questionnaire)
        read = [read_answers(document, questionnaire) for document in found]
        assert [problems for _, problems in read] == [()]
        assert [forms.kept(one, questionnaire) for one, _ in read if one] == [
            forms.kept(answers, questionnaire) for answers in every
        ]
