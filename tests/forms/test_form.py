"""What a form asks, of whom, and by which numbers."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.filling import form_for, shipped_questionnaire
from spinout.core.conditions import comparisons
from spinout.core.questionnaire import Questionnaire
from spinout.forms.form import said_twice
from strategies import questionnaires
from test_contract import FEW, read_questionnaire


def hung_on(questionnaire: Questionnaire, ident: str) -> Iterator[str]:
    """A question and all that decide whether it is asked."""
    yield ident
    condition = questionnaire.questions[ident].show_if
    for each in () if condition is None else comparisons(condition):
        yield from hung_on(questionnaire, each.question)


@FEW
@given(questionnaires())
def test_essentials_come_with_what_they_hang_on(data: dict[str, object]) -> None:
    """And nothing else does; in file order."""
    questionnaire = read_questionnaire(data)
    for stage, gates in questionnaire.gated.items():
        wanted = {ident for question in gates for ident in hung_on(questionnaire, question.id)}
        form = form_for(questionnaire, stage=stage)
        assert list(form.questions) == [ident for ident in questionnaire.questions if ident in wanted]


@FEW
@given(questionnaires(), st.data())
def test_a_form_of_sections_has_their_questions(data: dict[str, object], more: st.DataObject) -> None:
    """All of them, with the numbers of the whole."""
    questionnaire = read_questionnaire(data)
    ids = [section.id for section in questionnaire.sections]
    chosen = tuple(more.draw(st.lists(st.sampled_from(ids), min_size=1, unique=True)))
    form = form_for(questionnaire, sections=chosen)
    asked = [ident for ident, question in questionnaire.questions.items() if question.section in chosen]
    assert list(form.questions) == asked
    numbers = {ident: number for number, ident in enumerate(questionnaire.questions, 1)}
    assert form.numbers() == numbers


def test_what_a_form_is_called_by() -> None:
    """Whose it is, the decision, or the sections; nothing where it asks all."""
    shipped = shipped_questionnaire()
    assert form_for(shipped).extent == ()
    assert form_for(shipped, respondent="lead").extent == ("For: Service lead",)
    assert form_for(shipped, respondent="staff", stage="final").extent == (
        "For: Staff", "The essentials of: Final approval",
    )  # fmt: skip
    assert form_for(shipped, sections=("about", "benefits")).extent == ("A part: About the service; Benefits",)


@pytest.mark.parametrize("respondent", [each.id for each in shipped_questionnaire().respondents])
def test_a_respondent_is_asked_what_the_interview_asks(respondent: str) -> None:
    """The same questions in the same words, with evidence where it asks for some."""
    questionnaire = shipped_questionnaire()
    form = form_for(questionnaire, respondent=respondent)
    assert set(form.questions) == questionnaire.asked_of(respondent)
    for question in form.questions.values():
        plain = question.plain if respondent in question.audience and question.plain else question.ask
        assert form.asks(question) == plain
    assert form.short is (respondent != "lead")
    assert any(form.evidence(question) for question in form.questions.values()) is (respondent == "lead")


def test_the_shipped_questionnaire_has_no_label_twice() -> None:
    """Every form of it can be read back by its labels."""
    assert list(said_twice(form_for(shipped_questionnaire()))) == []
