"""The plan in words: what to settle first, each step, and where it leads. Nothing is planned here."""

from collections.abc import Iterator

from msgspec import Struct

from spinout.core.conditions import OPERATORS, Measure
from spinout.core.insight.plan import Move, Plan, plan
from spinout.core.questionnaire import Verdict, in_words
from spinout.core.scoring.assessment import Assessment, points
from spinout.core.wording import counted
from spinout.reports.view.words import ends, shown, verb

EFFORTS = "Effort: for each step up, a small one counts 1, a medium one 2 and a large one 4. Evidence counts 1."
NOT_ALL = "It is ready only when what is to be settled first is settled too."
NOT_PROVEN = "This is the best plan found; that none takes less effort is not proven."
NONE_PROVEN = "No plan was found; that there is none is not proven."
MOST_LEADING = 6
"""So many steps stand before the appendices."""


class PlanStep(Struct, frozen=True):
    """One step. `now` and `to` are answers in words; `score` is the range after it, and its ends."""

    number: int
    question: str
    ask: str
    now: str
    to: str
    effort: int
    gate: bool
    reason: str
    next_step: str | None
    score: str
    low: int | None
    high: int | None


class PlanView(Struct, frozen=True):
    """The least effort that makes the verdict ready, or why nothing does.

    `low` and `high` are the score now; `leading` are the first steps, and `more` says how many follow;
    `then` says where all of them lead.
    """

    stage: str
    summary: str
    first: tuple[str, ...]
    steps: tuple[PlanStep, ...]
    leading: tuple[PlanStep, ...]
    more: str | None
    effort: int
    then: str
    remarks: tuple[str, ...]
    in_the_way: tuple[str, ...]
    low: int | None
    high: int | None


def plan_view(assessment: Assessment) -> PlanView | None:
    """The plan's part of a report.

    None where nothing is decided, and where answers are left out: a plan would tell of them.
    """
    stage = assessment.stage
    left_out = any(s.answer.exempt and s.open for s in assessment.statuses.values())
    if assessment.verdict is None or stage is None or left_out:
        return None
    made = plan(assessment.questionnaire, assessment.answers, stage.id, assessment.statuses)
    steps = tuple(_step(number, move) for number, move in enumerate(made.moves, start=1))
    more = len(steps) - MOST_LEADING
    not_all = made.first and made.after.verdict is not Verdict.READY
    then = f"Then: {in_words(made.after.verdict, stage.label)}, with a score of {shown(made.after.score).lower()}."
    return PlanView(
        stage.label,
        _summary(made),
        tuple(assessment.questionnaire.questions[ident].title for ident in made.first),
        steps,
        steps[:MOST_LEADING],
        f"{counted(more, 'further step')} {verb(more, 'stands', 'stand')} in the table of steps." if more > 0 else None,
        made.effort,
        f"{then} The stage needs {stage.ready_from}." if stage.ready_from else then,
        (*([NOT_ALL] if not_all else []), *([NOT_PROVEN] if made.reachable and not made.exact else [])),
        tuple(_in_the_way(made, assessment)),
        *ends(made.before.score),
    )


def _summary(made: Plan) -> str:
    if not made.reachable:
        return "No plan leads to this stage as the answers stand." if made.exact else NONE_PROVEN
    if made.moves:
        steps = counted(len(made.moves), "step")
        verb, each = ("makes", "It") if len(made.moves) == 1 else ("make", "Each")
        return (
            f"{steps} {verb} it ready for this stage with the least effort. "
            f"{each} is a question and the answer to reach."
        )
    return nothing_more(made)


def nothing_more(made: Plan) -> str:
    """What is said of a plan without a move that is not out of reach."""
    if made.first and made.after.verdict is not Verdict.READY:
        return "Nothing more can be planned yet."
    return "Nothing more is needed for this stage."


def _in_the_way(made: Plan, assessment: Assessment) -> Iterator[str]:
    for obstacle in made.in_the_way:
        if obstacle.question is not None:
            yield f"No answer meets this gate: {assessment.questionnaire.questions[obstacle.question].title}"
        elif obstacle.best is None:
            yield "Nothing that carries a score counts."
        else:
            yield f"Even with every step taken, the score reaches {points(obstacle.best)} at its lowest."


def why(move: Move) -> str:
    """Why a plan makes a move: what a gate asks for, where the move goes beyond that, or points."""
    needs, kind = move.needs, move.question.type
    if needs is None:
        return "It adds points"
    beyond = Measure.ORDER in kind.measures and Measure.ORDER in OPERATORS[needs.operator].measures
    if not beyond or kind.quantity(move.to) == needs.numbers[0]:
        return "A gate needs this"
    return f"A gate needs {kind.clause(needs)}; the rest is for the score"


def _step(number: int, move: Move) -> PlanStep:
    kind = move.question.type
    to = kind.words(move.to)
    if move.before == move.to:
        to = "The same answer, with its evidence"
    elif move.evidence:
        to = f"{to}, with its evidence"
    return PlanStep(
        number,
        move.question.id,
        move.question.title,
        "No answer" if move.before is None else kind.words(move.before),
        to,
        move.effort,
        move.gate,
        why(move),
        move.next_step,
        shown(move.after.score),
        *ends(move.after.score),
    )
