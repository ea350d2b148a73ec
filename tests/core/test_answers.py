"""Answers as the plain data of a file, which is read again as the same answers."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.forms import form, reply, scale
from spinout.core.answers import NO_ANSWER, Answer, plain_document
from strategies import answers_for, questionnaires
from test_contract import read_answers, read_questionnaire

SOME = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
PARTS = [{"id": "users", "label": "Users"}, {"id": "staff", "label": "Staff"}]
OPTIONS = [{"id": "a", "label": "A"}, {"id": "else", "label": "Something else", "other": True}]


def written(raw: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """The plain data of a document that was read."""
    questionnaire = read_questionnaire(raw)
    return plain_document(questionnaire, read_answers(document, questionnaire))


@SOME
@given(st.data())
def test_what_is_written_is_read_as_the_same_answers(data: st.DataObject) -> None:
    """Whatever was answered, and however."""
    raw = data.draw(questionnaires())
    questionnaire = read_questionnaire(raw)
    answers = read_answers(data.draw(answers_for(raw)), questionnaire)
    again = read_answers(plain_document(questionnaire, answers), questionnaire)
    assert {k: v for k, v in again.answers.items() if v != NO_ANSWER} == {
        k: v for k, v in answers.answers.items() if v != NO_ANSWER
    }
    assert (again.version, again.service, again.lessons) == (answers.version, answers.service, answers.lessons)


def test_an_answer_is_short_where_it_is_a_value_alone() -> None:
    """A split is a mapping of its own, so it stands under `answer`; all else that is given stands beside a value."""
    raw = form(
        scale("level", not_applicable=True),
        {"id": "yes", "ask": "?", "type": "yes-no"},
        {"id": "no", "ask": "?", "type": "yes-no"},
        {"id": "which", "ask": "?", "type": "choice", "options": OPTIONS},
        {"id": "parts", "ask": "?", "type": "split", "parts": PARTS},
        scale("unknown"),
        scale("gone", not_applicable=True),
        scale("noted"),
    )
    answers = {
        "level": 2,
        "yes": True,
        "no": False,
        "which": {"answer": "else", "other": "A trust."},
        "parts": {"answer": {"users": 60, "staff": 40}},
        "unknown": {"answer": "dont-know", "note": "Asked for.", "exempt": True},
        "gone": {"not_applicable": "None here."},
        "noted": {"note": "Later.", "evidence": "A letter."},
    }
    made = written(raw, reply(**answers))
    assert made == {
        "questionnaire": "sample",
        "version": "1",
        "answers": {
            "s0.stage": "go",
            "s1.level": 2,
            "s1.yes": "yes",
            "s1.no": "no",
            "s1.which": {"answer": "else", "other": "A trust."},
            "s1.parts": {"answer": {"users": 60, "staff": 40}},
            "s1.unknown": {"answer": "dont-know", "note": "Asked for.", "exempt": True},
            "s1.gone": {"not_applicable": "None here."},
            "s1.noted": {"evidence": "A letter.", "note": "Later."},
        },
    }
    assert list(made["answers"]["s1.noted"]) == ["evidence", "note"]


def test_the_header_and_what_stands_beside_the_answers_are_kept() -> None:
    """Each field that is given, in the order of the format; lessons with their question."""
    head = {
        "service": "Play",
        "organisation": "Example Council",
        "completed_by": "Service lead",
        "date": "2026-11-02",
        "paper": {"project": "The halls"},
        "lessons": [{"text": "Begin with the figures."}, {"question": "s1.a", "text": "Ask early."}],
    }
    made = written(form(scale("a")), {**reply(a=1), **head})
    assert list(made) == [
        *("questionnaire", "version", "service", "organisation", "completed_by", "date", "answers", "paper", "lessons")
    ]
    assert {name: made[name] for name in head} == head


def test_a_question_without_an_answer_has_an_empty_one() -> None:
    """So that nobody need ask whether it is there."""
    answers = read_answers(reply(a=1), read_questionnaire(form(scale("a"), scale("b"))))
    assert (answers.of("s1.a"), answers.of("s1.b")) == (Answer(1), NO_ANSWER)
