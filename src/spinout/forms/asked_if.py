"""Under which condition a question is asked, in words, for forms that cannot ask it by themselves."""

from typing import assert_never

from spinout.core.conditions import AllOf, AnyOf, Comparison, Condition, CriterionIs, Not
from spinout.core.questionnaire import Question
from spinout.forms.form import Form

UNSURE = "Answer it too if you cannot tell."
"""What is still open may turn out either way, and such a question is asked."""


def asked_if(form: Form, question: Question) -> str | None:
    """One sentence that says when a question is to be answered; None where it always is."""
    condition = form.condition(question)
    return None if condition is None else f"Answer this if {_clause(form, condition)}."


def _clause(form: Form, condition: Condition, *, inner: bool = False) -> str:
    match condition:
        case Comparison():
            return _comparison(form, condition)
        case AllOf() | AnyOf():
            word = "and" if isinstance(condition, AllOf) else "or"
            words = f"; {word} if ".join(_clause(form, part, inner=True) for part in condition.of)
            return f"({words})" if inner and len(condition.of) > 1 else words
        case Not():
            return f"it is not so that {_clause(form, condition.of, inner=True)}"
        case CriterionIs():
            raise AssertionError("no question is asked by a criterion")
        case _:
            assert_never(condition)


def _comparison(form: Form, comparison: Comparison) -> str:
    question = form.questionnaire.questions[comparison.question]
    here = question.id in form.questions
    which = f"question {form.numbers()[question.id]}" if here else "a question that this form does not ask"
    return f"{which} ({question.title}) is answered with {question.type.clause(comparison)}"
