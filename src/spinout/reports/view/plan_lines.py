"""The plan in words: what to settle first, each step, and where it leads. Nothing is planned here."""

from collections.abc import Iterator

from msgspec import Struct

from spinout.core.conditions import OPERATORS, Measure
from spinout.core.insight.plan import Move, Plan, plan
from spinout.core.questionnaire import Verdict, in_words
from spinout.core.scoring.assessment import Assessment, points
from spinout.core.wording import counted
from spinout.reports.view.decision import DecisionView
from spinout.reports.view.words import ends, label_of, shown, verb

EFFORTS = "Effort: for each step up, a small one counts 1, a medium one 2 and a large one 4. Evidence counts 1."
NOT_ALL = "It is ready only when what is to be settled first is settled too."
NOT_PROVEN = "This is the best plan found; that none takes less effort is not proven."
NOT_YET = "No plan can be made before what comes first is settled."
NONE_PROVEN = "No plan was found; that there is none is not proven."
NEEDED = "The decision needs this"
MOST_LEADING = 6
"""So many steps stand before the appendices."""


class PlanStep(Struct, frozen=True):
    """One step. `now` and `to` are answers in words; `score` is the range after it, and its ends."""

    number: int
    question: str
    ask: str
    label: str
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

    `low` and `high` are the score now. `beyond` are the steps that no condition names, of which `leading` are the
    first, and `more` says how many follow; `then` says where all of them lead.
    """

    stage: str
    summary: str
    first: tuple[str, ...]
    steps: tuple[PlanStep, ...]
    beyond: tuple[PlanStep, ...]
    leading: tuple[PlanStep, ...]
    more: str | None
    effort: int
    then: str
    remarks: tuple[str, ...]
    in_the_way: tuple[str, ...]
    low: int | None
    high: int | None


def plan_view(assessment: Assessment, decision: DecisionView | None) -> PlanView | None:
    """The plan's part of a report, beside the conditions of the decision.

    None where nothing is decided, and where answers are left out: a plan would tell of them.
    """
    stage = assessment.stage
    left_out = any(s.answer.exempt and s.open for s in assessment.statuses.values())
    if decision is None or stage is None or left_out:
        return None
    made = plan(assessment.questionnaire, assessment.answers, stage.id, assessment.statuses)
    steps = tuple(_step(number, move) for number, move in enumerate(made.moves, start=1))
    asked = {each.question for each in decision.to_meet}
    beyond = tuple(step for step in steps if step.question not in asked or step.reason != NEEDED)
    ready = made.after.verdict is Verdict.READY
    # before what comes first is settled nobody can say which steps raise the score with the least effort
    leading = () if made.first else beyond[:MOST_LEADING]
    more = len(beyond) - len(leading) if leading else 0
    words = in_words(made.after.verdict, stage.label)
    then = f"The verdict would then be “{words}”, with a score of {shown(made.after.score).lower()}."
    return PlanView(
        stage.label,
        _summary(made, decision, len(beyond)),
        tuple(assessment.questionnaire.questions[ident].title for ident in made.first),
        steps,
        beyond,
        leading,
        f"{counted(more, 'more step')} {verb(more, 'raises', 'raise')} the score." if more > 0 else None,
        made.effort,
        _then(then, stage.ready_from) if ready or not made.first else "",
        (
            *_without_step(made, decision),
            *([NOT_ALL] if made.first and not ready else []),
            *([NOT_PROVEN] if made.reachable and not made.exact else []),
        ),
        tuple(_in_the_way(made, assessment)),
        *ends(made.before.score),
    )


def _then(words: str, bar: int) -> str:
    return f"{words} The decision needs {bar}." if bar else words


def _summary(made: Plan, decision: DecisionView, beyond: int) -> str:
    """How the steps of the plan stand to the conditions, so that both tell the same number."""
    if not made.reachable and made.first:
        return NOT_YET
    if not made.reachable:
        return "No way leads to this decision as the answers stand." if made.exact else NONE_PROVEN
    number = len(decision.to_meet)
    if not made.moves and (made.first or not number):
        return nothing_more(made)
    met = "Meeting the one condition" if number == 1 else f"Meeting the {number} conditions"
    end = "." if made.first else ":"
    if not number:
        return f"{counted(beyond, 'step')} {verb(beyond, 'makes', 'make')} it ready with the least effort{end}"
    if not beyond or made.first:
        return f"{met} {'makes it ready' if made.after.verdict is Verdict.READY else 'is needed'}."
    steps = "one further step raises" if beyond == 1 else f"{beyond} further steps raise"
    return f"{met} is needed, and {steps} the score with the least effort:"


def _without_step(made: Plan, decision: DecisionView) -> Iterator[str]:
    """The conditions that the plan has no step for, since other answers settle them."""
    taken = {*made.first, *(move.question.id for move in made.moves)}
    titles = [c.title for c in decision.to_meet if c.question and c.question not in taken]
    if titles and made.moves:
        yield f"No step is planned for what other answers may settle: {'; '.join(titles)}."


def nothing_more(made: Plan) -> str:
    """What is said of a plan without a move that is not out of reach."""
    if made.first and made.after.verdict is not Verdict.READY:
        return "Nothing more can be planned yet."
    return "No condition of the assessment is open for this decision."


def _in_the_way(made: Plan, assessment: Assessment) -> Iterator[str]:
    """What no step gets past; what is still to be settled first may yet move it away, so that nothing is told then."""
    for obstacle in () if made.first else made.in_the_way:
        if obstacle.question is not None:
            title = assessment.questionnaire.questions[obstacle.question].title
            yield f"No answer meets what this decision needs: {title}"
        elif obstacle.best is None:
            yield "Nothing that carries a score counts."
        else:
            yield f"Even with every step taken, the score reaches {points(obstacle.best)} at its lowest."


def why(move: Move, *, numbered: bool = True) -> str:
    """Why a plan makes a move: what a gate asks for, where the move goes beyond that, or points.

    Levels are `numbered` for those who type them.
    """
    needs, kind = move.needs, move.question.type
    if needs is None:
        return "It adds points"
    beyond = Measure.ORDER in kind.measures and Measure.ORDER in OPERATORS[needs.operator].measures
    if not beyond or kind.quantity(move.to) == needs.numbers[0]:
        return NEEDED
    told = kind.clause(needs) if numbered else kind.told_clause(needs)
    return f"The decision needs {told}; the rest is for the score"


def _step(number: int, move: Move) -> PlanStep:
    kind = move.question.type
    to = kind.told(move.to)
    if move.before == move.to:
        to = "The same answer, with its evidence"
    elif move.evidence:
        to = f"{to}, with its evidence"
    return PlanStep(
        number,
        move.question.id,
        move.question.title,
        label_of(move.question.title),
        "No answer" if move.before is None else kind.told(move.before),
        to,
        move.effort,
        move.gate,
        why(move, numbered=False),
        move.next_step,
        shown(move.after.score),
        *ends(move.after.score),
    )
