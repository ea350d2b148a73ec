"""What is filled into a workbook form is read back, for any questionnaire and any answers, in both shapes."""

from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import form_filling as forms
from spinout.core.questionnaire import Questionnaire
from spinout.use_cases.assessments import read_answers
from strategies import answers_for, questionnaires

OFTEN = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])


@st.composite
def cases(draw: st.DrawFn, most: int = 1) -> tuple[Questionnaire, list[Any]]:
    """A questionnaire, and some documents of answers to it."""
    data = draw(questionnaires())
    made = forms.questionnaire_of(data)
    count = draw(st.integers(1, most))
    return made, [forms.answers_of(draw(answers_for(data)), made) for _ in range(count)]


@OFTEN
@given(cases())
def test_a_filled_form_gives_the_same_answers(case: tuple[Questionnaire, list[Any]]) -> None:
    """A row for each question: form, fill, read."""
    questionnaire, (answers,) = case
    (document,) = forms.documents(forms.filled(answers, questionnaire), questionnaire)
    read, problems = read_answers(document, questionnaire)
    assert problems == ()
    assert read is not None
    assert forms.kept(read, questionnaire) == forms.kept(answers, questionnaire)
    assert document.warnings == ()


@OFTEN
@given(cases(), st.randoms(use_true_random=False))
def test_order_and_names_make_no_difference(case: tuple[Questionnaire, list[Any]], chance: Random) -> None:
    """Rows sorted, columns moved, sheets renamed and moved: the same answers."""
    questionnaire, (answers,) = case
    workbook = forms.opened(forms.filled(answers, questionnaire))
    for number, sheet in enumerate(workbook.worksheets[1:-2]):
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        top = next(place for place, row in enumerate(rows) if "Id" in row)
        below, order = rows[top + 1 :], list(range(len(rows[top])))
        chance.shuffle(below)
        chance.shuffle(order)
        moved = workbook.create_sheet(f"Renamed {number}", chance.randrange(len(workbook.sheetnames)))
        for row in (*rows[:top], rows[top], *below):
            moved.append([None if str(row[place]).startswith("=IF") else row[place] for place in order])
        for cell in (cell for row in moved.iter_rows() for cell in row if cell.data_type == "f"):
            cell.data_type = "s"
        del workbook[sheet.title]
    (document,) = forms.documents(forms.saved(workbook), questionnaire)
    read, problems = read_answers(document, questionnaire)
    assert problems == ()
    assert read is not None
    assert forms.kept(read, questionnaire) == forms.kept(answers, questionnaire)
    assert document.warnings == ()


@OFTEN
@given(cases(3))
def test_a_filled_table_gives_the_same_answers(case: tuple[Questionnaire, list[Any]]) -> None:
    """A row for each service: form, fill, read; a row in which nothing stands is none."""
    questionnaire, every = case
    every = [replace(answers, service="A service") for answers in every]
    found = forms.documents(forms.rows_filled(every, questionnaire), questionnaire)
    read = [read_answers(document, questionnaire) for document in found]
    assert [problems for _, problems in read] == [()] * len(every)
    assert [forms.kept(one, questionnaire) for one, _ in read if one] == [forms.kept(a, questionnaire) for a in every]
    assert [document.warnings for document in found] == [()] * len(every)


@OFTEN
@given(questionnaires())
def test_a_blank_form_holds_no_answer(data: dict[str, Any]) -> None:
    """Nothing that a form says itself is read as an answer."""
    questionnaire = forms.questionnaire_of(data)
    (document,) = forms.documents(forms.blank(questionnaire), questionnaire)
    read, problems = read_answers(document, questionnaire)
    assert problems == ()
    assert read is not None
    assert (dict(read.answers), read.warnings) == ({}, ())
    assert read.version == questionnaire.version
