"""What a plan may do with a question, remembered and worked out from the beginning."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spinout.core.insight.plan import ASIDE
from spinout.core.insight.plan_options import answer_with, options_of, worked_out
from spinout.core.scoring.gates import looked_at
from spinout.core.scoring.standings import standings
from strategies import answers_for, questionnaires
from test_contract import read_answers, read_questionnaire

MANY = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@MANY
@given(st.data())
def test_what_is_remembered_is_what_is_worked_out(data: st.DataObject) -> None:
    """Over several documents of one questionnaire, with and without gates and what others ask."""
    raw = data.draw(questionnaires())
    questionnaire = read_questionnaire(raw)
    clauses = [each for q in questionnaire.questions.values() for gate in q.essential.values() for each in gate]
    asked = list(looked_at(clauses))
    for _ in range(3):
        answers = read_answers(data.draw(answers_for(raw)), questionnaire)
        for ident, standing in standings(questionnaire, answers).items():
            if standing.state in ASIDE:
                continue
            told_apart = tuple(c for c in asked if c.question == ident)
            for gate in ((), *standing.question.essential.values()):
                needs = tuple(each.needs for each in gate)
                found = options_of(standing, needs, told_apart)
                assert found == worked_out(standing, needs, told_apart)
                assert [answer_with(option, standing).value for option in found] == [option.value for option in found]
