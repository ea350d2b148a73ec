"""The plan: the least effort that turns the verdict to `ready`, and what each step of it gives.

The question that asks for the stage, and those that a `show_if` names, stay as they are: what is
shown is therefore fixed as far as it is known, and every move adds points of its own. Where one of
these is open or its gate is not met, the plan is provisional. It holds whatever the open ones turn
out to be, since the score is planned at the lowest of all completions; where an answer must change
for its own gate, what is shown may change, and the plan must be made again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from spinout.core.answers import Answer, Answers
from spinout.core.assessment import stage_of
from spinout.core.completions import widest
from spinout.core.conditions import Comparison
from spinout.core.gates import gates_at, verdict_of
from spinout.core.insight.contributions import shares_of
from spinout.core.insight.plan_choices import Obstacle, best_plan
from spinout.core.insight.plan_ground import Ground
from spinout.core.insight.plan_options import Option
from spinout.core.question_types import Value
from spinout.core.questionnaire import Question, Questionnaire, Stage
from spinout.core.scores import ScoreRange
from spinout.core.standings import Standing, standings
from spinout.core.verdicts import Verdict

HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Position:
    """A score and a verdict, as they stand or as they would be; `score` is None if not assessed."""

    score: ScoreRange | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Move:
    """One thing to do: the answer as it is (None where open), what it should be, and the effort.

    `evidence` where evidence is to be attached, `gate` where a gate of the stage needs the move,
    and `needs` is then what the gate asks for.
    `points` are what it adds to the lowest score, and `after` is how things stand then, both with
    the moves before it made.
    """

    question: Question
    before: Value | None
    to: Value
    evidence: bool
    effort: int
    gate: bool
    points: Fraction
    after: Position
    needs: Comparison | None = None

    @property
    def next_step(self) -> str | None:
        """What the questionnaire advises as the next step."""
        return self.question.next_step


@dataclass(frozen=True, slots=True)
class Plan:
    """The moves in the order to show them: those that gates need, then by points for effort.

    `first` are questions to settle before the plan can be relied on, in file order. `reachable`
    says whether the moves meet every gate that is not in `first`, and the bar of the score. Where
    they cannot, there are no moves, and `in_the_way` says why.
    """

    stage: Stage
    first: tuple[str, ...]
    effort: int
    moves: tuple[Move, ...]
    before: Position
    after: Position
    reachable: bool = True
    in_the_way: tuple[Obstacle, ...] = ()

    @property
    def provisional(self) -> bool:
        """Whether the plan may change with what is to be settled first."""
        return bool(self.first)


def plan(questionnaire: Questionnaire, answers: Answers, stage: str | None = None) -> Plan:
    """The plan for a stage, else for the one that the answers state, else for the first.

    Raises KeyError where the questionnaire has no such stage, and ValueError where it decides nothing.
    """
    found = standings(questionnaire, answers)
    chosen, _ = stage_of(questionnaire, found, stage)
    if chosen is None:
        raise ValueError("the questionnaire decides nothing")
    ground = Ground(questionnaire, answers, found, chosen)
    course = _Course(ground, answers)
    before = course.position(found)
    best, in_the_way = best_plan(ground)
    if best is None:
        return Plan(chosen, ground.first, 0, (), before, before, reachable=False, in_the_way=in_the_way)
    moves = course.moves(before, _in_order(ground, best))
    after = moves[-1].after if moves else before
    return Plan(chosen, ground.first, sum(move.effort for move in moves), moves, before, after)


def _in_order(ground: Ground, best: Mapping[str, Option]) -> list[tuple[str, Option]]:
    """What gates need first, then the most points for the effort, then file order."""
    shares = shares_of(ground.questionnaire, ground.standings)

    def key(pair: tuple[str, Option]) -> tuple[bool, Fraction]:
        ident, option = pair
        rise = option.score - ground.options[ident][0].score
        return ident not in ground.unmet, -shares.get(ident, Fraction(0)) * rise / option.effort

    return sorted(best.items(), key=key)


class _Course:
    """Walks through the moves one by one."""

    def __init__(self, ground: Ground, answers: Answers) -> None:
        self._ground = ground
        self._answers = answers
        self._widest = {q.id: widest(q) for q in ground.questionnaire.questions.values() if q.type.scored}

    def moves(self, before: Position, taken: list[tuple[str, Option]]) -> tuple[Move, ...]:
        """The moves, each with what it adds and how things stand after it."""
        made: dict[str, Answer] = dict(self._answers.answers)
        moves = []
        last = before
        for ident, option in taken:
            made[ident] = option.answer
            now = self.position(standings(self._ground.questionnaire, Answers(made)))
            moves.append(self._move(ident, option, last, now))
            last = now
        return tuple(moves)

    def _move(self, ident: str, option: Option, last: Position, now: Position) -> Move:
        standing = self._ground.standings[ident]
        assert option.answer.value is not None
        rise = Fraction(0) if now.score is None or last.score is None else now.score.low - last.score.low
        return Move(
            standing.question,
            standing.answer.value,
            option.answer.value,
            option.evidence,
            option.effort,
            ident in self._ground.unmet,
            rise,
            now,
            self._ground.needs[ident] if ident in self._ground.unmet else None,
        )

    def position(self, found: Mapping[str, Standing]) -> Position:
        """How things stand with other answers to the questions that may move."""
        ground = self._ground
        assert ground.questionnaire.decision is not None
        worlds = ground.worlds
        low = worlds.low({ident: self._end(s, high=False) for ident, s in found.items() if self._has_end(s)})
        high = worlds.high({ident: self._end(s, high=True) for ident, s in found.items() if self._has_end(s)})
        score = None if low is None or high is None else ScoreRange(low, high, worlds.exact)
        gates = gates_at(ground.questionnaire, found, ground.stage.id)
        return Position(score, verdict_of(ground.questionnaire.decision, ground.stage, gates, score))

    def _has_end(self, standing: Standing) -> bool:
        return standing.question.id in self._widest and (standing.open or standing.score is not None)

    def _end(self, standing: Standing, *, high: bool) -> Fraction:
        if standing.score is not None:
            return standing.score
        span = self._widest[standing.question.id]
        return span.high if high else span.low
