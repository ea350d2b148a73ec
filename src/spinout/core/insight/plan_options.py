"""What a plan may do with one question: the answers it may move to, and the effort of each.

The options of a question stand in the order of *least change*: the answer as it stands comes
first, and where two plans are otherwise equal, the option that stands earlier is taken.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.answers import SOME_EVIDENCE, Answer
from spinout.core.conditions import Comparison, Observed, State, Supposed, Truth
from spinout.core.kinds import Value, Wish
from spinout.core.questionnaire import EFFORTS
from spinout.core.scoring.statuses import Status

ATTACHING = 1
"""The effort of attaching evidence."""


class PlanOption(Struct, frozen=True):
    """An answer that a question may be moved to; `evidence` where it is to be attached.

    The first option of every question is to leave it as it is: no effort, and `value` is what
    stands there. `score` is the least that it may count for, 0 where it has none. `place` is its
    place among the options of its question.
    """

    value: Value | None
    effective: Value | None
    effort: int = 0
    score: Fraction = Fraction(0)
    evidence: bool = False
    place: int = 0


def as_it_stands(status: Status) -> PlanOption:
    """Leave a question as it is; an open one counts as its worst answer."""
    question, score = status.question, status.score
    if score is None:
        score = question.span.low if question.type.scored else Fraction(0)
    effective = status.effective if status.state is State.ANSWERED else None
    return PlanOption(status.answer.value, effective, score=score)


def answer_with(option: PlanOption, status: Status) -> Answer:
    """The answer to a question where an option is taken.

    Evidence to be attached stands in it as what the questionnaire says it could be.
    """
    question = status.question
    other = status.answer.other if question.takes_text(option.value) else None
    made = replace(status.answer, value=option.value, unknown=False, other=other)
    return replace(made, evidence=SOME_EVIDENCE) if option.evidence else made


def options_of(
    status: Status, needs: Sequence[Comparison] = (), told_apart: Sequence[Comparison] = ()
) -> tuple[PlanOption, ...]:
    """Everything that a plan may do with a question, the least change first.

    `needs` are the clauses of its gate; `told_apart` are comparisons that others make with it. An option that
    an earlier one replaces at no more effort, with no less score, is left out.
    """

    def replaces(one: PlanOption, other: PlanOption) -> bool:
        if one.effort > other.effort or one.score < other.score:
            return False
        if any(meets(other, need) and not meets(one, need) for need in needs):
            return False
        return truths(one, status, told_apart) == truths(other, status, told_apart)

    kept = [as_it_stands(status)]
    for option in _moves(status, needs, told_apart):
        if not any(replaces(other, option) for other in kept):
            kept.append(replace(option, place=len(kept)))
    return tuple(kept)


def seen(option: PlanOption, status: Status) -> Observed:
    """What conditions see of a question where an option is taken."""
    if option.effective is None:
        return status
    return Supposed(State.ANSWERED, option.effective, status.pending)


def truths(option: PlanOption, status: Status, made: Sequence[Comparison]) -> tuple[Truth, ...]:
    """What comparisons say of a question where an option is taken."""
    return tuple(comparison.of(seen(option, status)) for comparison in made)


def meets(option: PlanOption, needs: Comparison) -> bool:
    """Whether a gate is met where an option is taken."""
    return option.effective is not None and needs.holds_for(option.effective)


def _moves(status: Status, needs: Sequence[Comparison], told_apart: Sequence[Comparison]) -> Iterator[PlanOption]:
    """What a question's type offers; the answer as it stands, and one that its evidence raises, too."""
    question, answer, kind = status.question, status.answer, status.question.type
    now = as_it_stands(status)
    # A gate whose clauses all hold, whatever their `if`, needs nothing.
    lacking = not all(meets(now, need) for need in needs)

    def serves(value: Value) -> bool:
        better = (kind.score(value) or 0) > now.score or (lacking and any(need.holds_for(value) for need in needs))
        return value != now.effective and better

    for value, times in kind.moves(Wish(answer.value, (*told_apart, *needs), tuple(needs), serves)):
        attach = not question.backed(answer.evidence) and question.effective(value, evidence=False) != value
        if attach or value != answer.value:
            effort = times * EFFORTS[question.effort] + ATTACHING * attach
            yield PlanOption(value, value, effort, kind.score(value) or Fraction(0), attach)
