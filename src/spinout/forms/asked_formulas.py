"""Whether a question is asked, as a formula of a workbook and in words.

The formulas say what conditions say (contract, section 3): a row is greyed only where its condition is false,
never where it hangs on something unanswered or unknown. They look at cells alone, and know no operator: which
answers make a comparison true is asked of the comparison itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import assert_never

from msgspec import Struct

from spinout.core.conditions import AllOf, AnyOf, Comparison, Condition, CriterionIs, Not, Value
from spinout.core.kinds import Wrong
from spinout.core.questionnaire import Question, Questionnaire
from spinout.core.workbook_rows import APPLIES_NOT, several

NOT_ASKED, DEPENDS = "Not asked", "Depends on other answers"
"""What stands beside a question whose condition is false, and beside one that may still be asked."""
MOST_OF_FORMULA = 8_000
"""So many characters a formula may have; Excel takes 8,192."""
FALSE = "FALSE"
HALF = Decimal("0.5")


class QuestionCells(Struct, frozen=True):
    """Where a question's cells are, each as a formula of any sheet names it; `options` say which are chosen."""

    answer: str
    instead: str
    evidence: str
    asked: str
    working: str
    options: Mapping[str, str]


class Sides(Struct, frozen=True):
    """Two formulas: when a condition is true, and when it is false; neither where that cannot be told yet."""

    true: str
    false: str


OPEN = Sides(FALSE, FALSE)
"""What is said of a question that the form does not ask."""


def asked_formula(question: Question, questions: Mapping[str, Question], cells: Mapping[str, QuestionCells]) -> str:
    """The formula of what stands beside a question that has a condition; empty where it is too long for a cell."""
    assert question.show_if is not None
    sides = _sides(question.show_if, questions, cells)
    made = f'=IFERROR(IF({sides.false},"{NOT_ASKED}",IF({sides.true},"","{DEPENDS}")),"{DEPENDS}")'
    return made if len(made) <= MOST_OF_FORMULA else ""


def working_formula(cells: QuestionCells, words: str, ids: str, first: int) -> str:
    """The formula of which option of a list is chosen, counted from 1; 0 where none is."""
    chosen = f"((TRIM({cells.answer})={words})+(TRIM({cells.answer})={ids})>0)"
    place = f"SUMPRODUCT({chosen}*(ROW({words})-{first - 1}))"
    return f'=IFERROR(IF(OR({cells.instead}<>"",TRIM({cells.answer})=""),0,{place}),0)'


def option_formula(answer: str) -> str:
    """The formula of whether an option is chosen, by anything but "No" beside it: 1 or 0."""
    return f'=IF(OR(TRIM({answer})="",LOWER(TRIM({answer}))="no"),0,1)'


def _sides(condition: Condition, questions: Mapping[str, Question], cells: Mapping[str, QuestionCells]) -> Sides:
    match condition:
        case Comparison():
            return _compared(condition, questions, cells)
        case AllOf(of) | AnyOf(of):
            each = [_sides(one, questions, cells) for one in of]
            decisive, other = ("OR", "AND") if isinstance(condition, AllOf) else ("AND", "OR")
            return Sides(_joined(other, [one.true for one in each]), _joined(decisive, [one.false for one in each]))
        case Not(of):
            inner = _sides(of, questions, cells)
            return Sides(inner.false, inner.true)
        case CriterionIs():  # only in rules, which hide nothing
            return OPEN
        case _:
            assert_never(condition)


def _compared(made: Comparison, questions: Mapping[str, Question], cells: Mapping[str, QuestionCells]) -> Sides:
    question, at = questions.get(made.question), cells.get(made.question)
    if question is None or at is None:
        return OPEN
    answered, holds = _answered_and_holds(made, question, at)
    gone = [f'TRIM({at.instead})="{APPLIES_NOT}"']
    sure = [answered, holds]
    if question.show_if is not None:
        gone.insert(0, f'{at.asked}="{NOT_ASKED}"')
        sure.append(f'{at.asked}=""')
    return Sides(_joined("AND", sure), _joined("OR", [*gone, _joined("AND", [answered, f"NOT({holds})"])]))


def _answered_and_holds(made: Comparison, question: Question, at: QuestionCells) -> tuple[str, str]:
    kind, no_other = question.type, f'{at.instead}=""'
    if several(kind):
        every = _chosen(at.options.values())
        among = made.count_of if made.count_of is not None else made.given
        assert isinstance(among, tuple)
        count = _chosen(at.options[ident] for ident in dict.fromkeys(among))
        fits = [n for n in range(len(set(among)) + 1) if made.holds_for(among[:n])]
        return _joined("AND", [no_other, f"{every}>0"]), _joined("OR", [f"{count}={n}" for n in fits])
    picks = kind.picks()
    if picks:
        values = [kind.read(kind.read_words(pick.id)) for pick in picks]
        tests = [_fits(made, question, at, n, v) for n, v in enumerate(values, 1) if not isinstance(v, Wrong)]
        return f"{at.working}>0", _joined("OR", [test for test in tests if test])
    # A number that a share of one might mean says nothing yet.
    numbers = [f"ISNUMBER({at.answer})", no_other]
    if any(kind.shares_of_one(HALF)):
        numbers.append(f"OR({at.answer}<=0,{at.answer}>=1)")
    return _joined("AND", numbers), _joined("OR", list(_stretches(made, at.answer)))


def _chosen(cells: Iterable[str]) -> str:
    """How many of some options are chosen."""
    return f"({'+'.join(cells)})"


def _fits(made: Comparison, question: Question, at: QuestionCells, number: int, value: Value) -> str:
    """When the option of a number is chosen and makes a comparison true; empty where it never does."""
    backed, bare = (made.holds_for(question.effective(value, evidence=given)) for given in (True, False))
    chosen = f"{at.working}={number}"
    if backed is bare:
        return chosen if backed else ""
    evidence = [f'TRIM({at.evidence})<>""']
    for words in sorted(question.no_evidence):
        text = words.replace('"', '""')
        evidence.append(f'LOWER(TRIM({at.evidence}))<>"{text}"')
        evidence.append(f'LOWER(TRIM({at.evidence}))<>"{text}."')
    given = _joined("AND", evidence)
    return _joined("AND", [chosen, given if backed else f"NOT({given})"])


def _stretches(made: Comparison, cell: str) -> Iterable[str]:
    """The numbers, and stretches of them, that make a comparison true: it changes at the numbers it names alone."""
    marks = sorted(set(made.numbers))
    for mark in marks:
        if made.holds_for(mark):
            yield f"{cell}={_digits(mark)}"
    if made.holds_for(marks[0] - 1):
        yield f"{cell}<{_digits(marks[0])}"
    for low, high in pairwise(marks):
        if made.holds_for((low + high) / 2):
            yield f"AND({cell}>{_digits(low)},{cell}<{_digits(high)})"
    if made.holds_for(marks[-1] + 1):
        yield f"{cell}>{_digits(marks[-1])}"


def _digits(number: Fraction) -> str:
    return str(number.numerator) if number.denominator == 1 else repr(float(number))


def _joined(word: str, formulas: Sequence[str]) -> str:
    """Some formulas under AND or OR; what they say where there is none, and without what changes nothing."""
    neutral, settled = ("TRUE", FALSE) if word == "AND" else (FALSE, "TRUE")
    if settled in formulas:
        return settled
    kept = list(dict.fromkeys(each for each in formulas if each != neutral))
    if len(kept) > 1:
        return f"{word}({','.join(kept)})"
    return kept[0] if kept else neutral


# in words


def condition_words(condition: Condition, questionnaire: Questionnaire) -> str:
    """When something is asked, in words, each question by its title."""
    match condition:
        case Comparison():
            question = questionnaire.questions[condition.question]
            return f"{question.title}: {question.type.clause(condition)}"
        case AllOf(of) | AnyOf(of):
            word = "; and " if isinstance(condition, AllOf) else "; or "
            return word.join(_bracketed(one, questionnaire) for one in of)
        case Not(of):
            return f"not ({condition_words(of, questionnaire)})"
        case CriterionIs(criterion):
            return criterion
        case _:
            assert_never(condition)


def _bracketed(condition: Condition, questionnaire: Questionnaire) -> str:
    words = condition_words(condition, questionnaire)
    return f"({words})" if isinstance(condition, AllOf | AnyOf) and len(condition.of) > 1 else words
