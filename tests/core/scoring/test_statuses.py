"""Where questions stand after another answer to one of them, worked out in two ways."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from core.forms import form, reply, scale
from spinout.core.scoring.statuses import following, statuses
from strategies import answers_for, questionnaires
from test_contract import read_answers, read_questionnaire

MANY = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@MANY
@given(st.data())
def test_what_follows_from_one_answer_is_what_all_of_them_give(data: st.DataObject) -> None:
    """What stands otherwise, put into what stood before, is what the new answers give from the start."""
    raw = data.draw(questionnaires())
    questionnaire = read_questionnaire(raw)
    answers = read_answers(data.draw(answers_for(raw)), questionnaire)
    found = statuses(questionnaire, answers)
    question = data.draw(st.sampled_from(list(questionnaire.questions.values())))
    answer = replace(
        answers.of(question.id),
        value=data.draw(st.sampled_from([None, *question.type.samples(())])),
        unknown=False,
        evidence=data.draw(st.sampled_from([None, "A paper."])),
    )
    made = following(questionnaire, found, question.id, answer)
    again = statuses(questionnaire, replace(answers, answers={**answers.answers, question.id: answer}))
    assert {**found, **made} == again


def test_questions_follow_through_others_in_file_order() -> None:
    """`c` is shown by `b`, and `b` by `a`; `d` is always shown."""
    b = scale("b", show_if={"question": "s1.a", "at_least": 2})
    c = scale("c", show_if={"question": "s1.b", "at_least": 2})
    questionnaire = read_questionnaire(form(scale("a"), b, c, scale("d")))
    followers = {ident: found for ident, found in questionnaire.followers.items() if found}
    assert followers == {"s1.a": ("s1.b", "s1.c"), "s1.b": ("s1.c",)}
    found = statuses(questionnaire, read_answers(reply(a=2, b=2), questionnaire))
    made = following(questionnaire, found, "s1.a", replace(found["s1.a"].answer, value=0))
    assert [ident for ident, status in made.items() if not status.shown] == ["s1.b", "s1.c"]
