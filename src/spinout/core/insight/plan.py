"""The plan: the least effort that turns the verdict to `ready`, and what each step of it gives.

The question that asks for the stage, and those that a `show_if` names, stay as they are: what is
shown is therefore fixed as far as it is known, and every move adds points of its own. Where one of
these is open or its gate is not met, the plan is provisional. It holds whatever the open ones turn
out to be, since the score is planned at the lowest of all completions; where an answer must change
for its own gate, what is shown may change, and the plan must be made again.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from msgspec import Struct

from spinout.core.answers import Answers
from spinout.core.assessment import stage_of
from spinout.core.conditions import Comparison, comparisons
from spinout.core.gates import Gate, applies, gate_of, verdict_of
from spinout.core.insight.contributions import shares_of
from spinout.core.insight.plan_choices import Obstacle, best_plan
from spinout.core.insight.plan_ground import Ground
from spinout.core.insight.plan_options import Option, answer_with
from spinout.core.question_types import Value
from spinout.core.questionnaire import Question, Questionnaire, Stage
from spinout.core.scores import ScoreRange
from spinout.core.standings import Standing, moved, standings
from spinout.core.verdicts import Verdict

HUNDRED = 100


class Position(Struct, frozen=True):
    """A score and a verdict, as they stand or as they would be; `score` is None if not assessed."""

    score: ScoreRange | None
    verdict: Verdict


class Move(Struct, frozen=True):
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


class Plan(Struct, frozen=True):
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


def plan(
    questionnaire: Questionnaire,
    answers: Answers,
    stage: str | None = None,
    found: Mapping[str, Standing] | None = None,
) -> Plan:
    """The plan for a stage, else for the one that the answers state, else for the first.

    `found` is where each question stands with these answers, where that is known already.
    Raises KeyError where the questionnaire has no such stage, and ValueError where it decides nothing.
    """
    found = standings(questionnaire, answers) if found is None else found
    chosen, _ = stage_of(questionnaire, found, stage)
    if chosen is None:
        raise ValueError("the questionnaire decides nothing")
    ground = Ground(questionnaire, answers, found, chosen)
    course = _Course(ground)
    before = course.position()
    if before.verdict is Verdict.READY:
        return Plan(chosen, ground.first, 0, (), before, before)
    best, in_the_way = best_plan(ground)
    if best is None:
        return Plan(chosen, ground.first, 0, (), before, before, reachable=False, in_the_way=in_the_way)
    moves = course.moves(before, _in_order(ground, best))
    after = moves[-1].after if moves else before
    return Plan(chosen, ground.first, sum(move.effort for move in moves), moves, before, after)


def _in_order(ground: Ground, best: Mapping[str, Option]) -> list[tuple[str, Option]]:
    """What gates need first, then the most points for the effort, then file order."""
    shares = shares_of(ground.questionnaire, ground.standings, best)

    def key(pair: tuple[str, Option]) -> tuple[bool, Fraction]:
        ident, option = pair
        rise = option.score - ground.options[ident][0].score
        return ident not in ground.unmet, -shares.get(ident, Fraction(0)) * rise / option.effort

    return sorted(best.items(), key=key)


class _Course:
    """Walks through the moves one by one.

    What is shown stays as it is, so a move changes where its own question stands, and nothing else.
    """

    def __init__(self, ground: Ground) -> None:
        assert ground.questionnaire.decision is not None
        self._ground = ground
        self._decision = ground.questionnaire.decision
        self._gates = {gate.question.id: gate for gate in ground.gates}
        self._looked_at_by = _looked_at_by(ground.gates)
        self._sights = {ident: standing.sight for ident, standing in ground.standings.items()}
        self._standings = dict(ground.standings)
        self._some_open = any(standing.open for standing in ground.standings.values())
        self._lows: dict[str, Fraction] = {}
        self._highs: dict[str, Fraction] = {}
        for ident, standing in ground.standings.items():
            self._take_ends(ident, standing)

    def position(self) -> Position:
        """How things stand with the moves made so far."""
        worlds = self._ground.worlds
        low = worlds.low(self._lows)
        # with nothing open there is one world, and one score to every question in it
        high = worlds.high(self._highs) if self._some_open else low
        score = None if low is None or high is None else ScoreRange(low, high, worlds.exact)
        return Position(score, verdict_of(self._decision, self._ground.stage, self._gates.values(), score))

    def moves(self, before: Position, taken: list[tuple[str, Option]]) -> tuple[Move, ...]:
        """The moves, each with what it adds and how things stand after it."""
        moves = []
        last = before
        for ident, option in taken:
            self._make(ident, option)
            now = self.position()
            moves.append(self._move(ident, option, last, now))
            last = now
        return tuple(moves)

    def _make(self, ident: str, option: Option) -> None:
        standing = moved(self._standings[ident], answer_with(option, self._standings[ident]))
        self._standings[ident] = standing
        self._sights[ident] = standing.sight
        self._take_ends(ident, standing)
        for other in self._looked_at_by.get(ident, ()):
            gate = self._gates[other]
            self._gates[other] = gate_of(
                gate.question, gate.needs, self._standings[other], applies(gate.question, self._sights)
            )

    def _move(self, ident: str, option: Option, last: Position, now: Position) -> Move:
        standing = self._ground.standings[ident]
        assert option.value is not None
        rise = Fraction(0) if now.score is None or last.score is None else now.score.low - last.score.low
        return Move(
            standing.question,
            standing.answer.value,
            option.value,
            option.evidence,
            option.effort,
            ident in self._ground.unmet,
            rise,
            now,
            self._ground.needs[ident] if ident in self._ground.unmet else None,
        )

    def _take_ends(self, ident: str, standing: Standing) -> None:
        """Keep the least and the greatest score of a question, where it has any."""
        if standing.score is not None:
            self._lows[ident] = self._highs[ident] = standing.score
        elif standing.open and standing.question.type.scored:
            self._lows[ident], self._highs[ident] = standing.question.extremes


def _looked_at_by(gates: Iterable[Gate]) -> Mapping[str, frozenset[str]]:
    """For each question the gates that hang on its answer: its own, and those that it makes apply."""
    made: dict[str, set[str]] = {}
    for gate in gates:
        condition = gate.question.essential_if
        for ident in (gate.question.id, *(c.question for c in ([] if condition is None else comparisons(condition)))):
            made.setdefault(ident, set()).add(gate.question.id)
    return {ident: frozenset(looking) for ident, looking in made.items()}
