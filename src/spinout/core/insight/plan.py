"""The plan: the least effort that turns the verdict to `ready`, and what each step of it gives."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import prod

from msgspec import Struct

from spinout.core.answers import Answers
from spinout.core.conditions import Comparison, Condition, Observed, Truth, comparisons
from spinout.core.insight.plan_options import PlanOption, answer_with, as_it_stands, meets, options_of, seen, truths
from spinout.core.insight.plan_search import Budget, Item, Search, SpentError, Worlds
from spinout.core.kinds import Value
from spinout.core.questionnaire import Question, Questionnaire, Stage, Verdict
from spinout.core.scoring.assessment import stage_of
from spinout.core.scoring.completions import LEFT_OUT, Completions
from spinout.core.scoring.gates import Gate, GateState, gates_at, looked_at, verdict_of
from spinout.core.scoring.scores import HUNDRED, ZERO, ScoreRange, shares_of
from spinout.core.scoring.statuses import Status, moved, statuses


class Ground(Struct, frozen=True, dict=True):
    """A document of answers seen from one stage."""

    questionnaire: Questionnaire
    statuses: Mapping[str, Status]
    stage: Stage

    @cached_property
    def gates(self) -> tuple[Gate, ...]:
        """The gates of the stage as they stand, in file order."""
        return gates_at(self.questionnaire, self.statuses, self.stage.id)

    @cached_property
    def needs(self) -> Mapping[str, tuple[Comparison, ...]]:
        """What the clauses of each question's gate ask for, whether or not they apply."""
        return {gate.question.id: tuple(clause.needs for clause in gate.clauses) for gate in self.gates}

    @cached_property
    def asked(self) -> Mapping[str, tuple[Comparison, ...]]:
        """The same of the clauses that apply, or may; of all where none does."""
        return {g.question.id: tuple(clause.needs for clause in g.asked or g.clauses) for g in self.gates}

    @cached_property
    def unmet(self) -> frozenset[str]:
        """The questions whose gates are not met, or not known to be."""
        return frozenset(g.question.id for g in self.gates if g.state in (GateState.NOT_MET, GateState.UNKNOWN))

    @cached_property
    def fixed(self) -> frozenset[str]:
        """The question that asks for the stage, and those that a `show_if` names."""
        named = {c.question for q in self.questionnaire.questions.values() if q.show_if for c in comparisons(q.show_if)}
        decision = self.questionnaire.decision
        return frozenset(named if decision is None else {*named, decision.asked_by})

    @cached_property
    def first(self) -> tuple[str, ...]:
        """Of these the ones that are open or whose gates are not met, in file order."""
        return tuple(i for i, s in self.statuses.items() if i in self.fixed and (s.open or i in self.unmet))

    @cached_property
    def told_apart(self) -> Mapping[str, tuple[Comparison, ...]]:
        """For each question that decides whether a gate of the stage applies, what is asked of it."""
        made: dict[str, list[Comparison]] = {}
        for gate in self.gates:
            if self.statuses[gate.question.id].state not in LEFT_OUT:
                for comparison in looked_at(gate.clauses):
                    made.setdefault(comparison.question, []).append(comparison)
        return {ident: tuple(dict.fromkeys(asked)) for ident, asked in made.items()}

    @cached_property
    def options(self) -> Mapping[str, tuple[PlanOption, ...]]:
        """For each question what may be done with it, in file order; one that stays has one option."""
        return {
            ident: (as_it_stands(status),)
            if ident in self.fixed or status.state in LEFT_OUT
            else options_of(status, self.needs.get(ident, ()), self.told_apart.get(ident, ()))
            for ident, status in self.statuses.items()
        }

    @cached_property
    def meeting(self) -> Mapping[str, Sequence[tuple[Condition | None, Container[int]]]]:
        """For each gate that is to be met, when each clause applies, and the places of the options that meet it."""
        return {
            ident: [
                (clause.only_if, {option.place for option in self.options[ident] if meets(option, clause.needs)})
                for clause in gate.clauses
            ]
            for gate in self.gates
            if (ident := gate.question.id) not in self.first and self.statuses[ident].state not in LEFT_OUT
        }

    @cached_property
    def completions(self) -> Completions:
        """Every way that what is shown may turn out."""
        return Completions(self.questionnaire, self.statuses)

    @cached_property
    def worlds(self) -> Worlds:
        """The score in every way that what is shown may turn out."""
        return Worlds(self.completions)


MOST_COMBINATIONS = 4096
"""Beyond this, what the conditions of clauses look at stays as it is."""
MOST_STEPS = 300_000
"""How many steps the search for the best plan may take: twenty times what the shipped questions need."""
MOST_LATE = 64
"""How many combinations are looked at beyond that, where none yet leads to `ready`."""


class Obstacle(Struct, frozen=True):
    """Why no plan leads to `ready`: a gate that no move can meet, or a bar above every score.

    `question` is None for the score; `best` is then the lowest score with every move made, and
    None where nothing is assessed.
    """

    question: str | None = None
    best: Fraction | None = None


class Found(Struct, frozen=True):
    """The options of a plan in file order, or None and what is in the way; `exact` where that is proven."""

    options: Mapping[str, PlanOption] | None
    in_the_way: tuple[Obstacle, ...] = ()
    exact: bool = True


def best_plan(ground: Ground) -> Found:
    """The options that the best plan takes, or what is in the way.

    Beyond a number of steps it is the best plan found, and not proven that none takes less.
    """
    budget, late = Budget(MOST_STEPS), 0
    best: tuple[int, Item] | None = None
    nearest: Mapping[str, Item] = {}
    fewest = len(ground.options) + 1
    combinations, complete = _combinations(ground)
    for chosen in combinations:
        if (best is not None and _effort(chosen) > best[0]) or late > MOST_LATE:
            break
        items = _items(ground, chosen)
        blocked = sum(not item for item in items.values())
        if blocked < fewest:
            nearest, fewest = items, blocked
        if blocked:
            continue
        search = Search(items, ground.worlds, ground.stage.ready_from, budget)
        try:
            found = search.best(None if best is None else best[0])
        except SpentError:
            late += 1
            found = search.some()
        # the least effort, then the least change of the earliest questions
        both = [one for one in (best, found) if one is not None]
        best = min(both, key=lambda one: (one[0], [option.place for option in one[1]]), default=None)
        if late and best is not None:
            break
    exact = not late and complete and (ground.worlds.exact or not ground.stage.ready_from)
    if best is None:
        unmet = tuple(Obstacle(ident) for ident, item in nearest.items() if not item)
        highest = {ident: max((option.score for option in item), default=ZERO) for ident, item in nearest.items()}
        return Found(None, unmet or (Obstacle(best=ground.worlds.low(highest)),), exact)
    taken = zip(ground.options, best[1], strict=True)
    return Found({ident: option for ident, option in taken if option.place}, exact=exact)


def _combinations(ground: Ground) -> tuple[list[Mapping[str, Item]], bool]:
    """Each combination of what decides the gates, the least effort first; that in which all stays is the first.

    Where they are too many that alone, which is told.
    """
    kinds = {ident: _kinds(ground, ident) for ident in ground.told_apart if len(ground.options[ident]) > 1}
    complete = prod(map(len, kinds.values())) <= MOST_COMBINATIONS
    if not complete:
        kinds = {ident: [ground.options[ident][:1]] for ident in kinds}
    return sorted((dict(zip(kinds, chosen, strict=True)) for chosen in product(*kinds.values())), key=_effort), complete


def _effort(chosen: Mapping[str, Item]) -> int:
    return sum(min(option.effort for option in item) for item in chosen.values())


def _kinds(ground: Ground, ident: str) -> list[Item]:
    """A question's options, put together where no clause's condition tells them apart."""
    kinds: dict[tuple[Truth, ...], list[PlanOption]] = {}
    for option in ground.options[ident]:
        kinds.setdefault(truths(option, ground.statuses[ident], ground.told_apart[ident]), []).append(option)
    return list(kinds.values())


def _items(ground: Ground, chosen: Mapping[str, Item]) -> Mapping[str, Item]:
    """Every question's options; of one with a gate only those that meet the clauses that apply.

    A clause applies also where nobody can tell whether it does.
    """
    observed: dict[str, Observed] = dict(ground.statuses)
    observed |= {ident: seen(item[0], ground.statuses[ident]) for ident, item in chosen.items()}
    items: dict[str, Item] = {**ground.options, **chosen}
    for ident, clauses in ground.meeting.items():
        for only_if, places in clauses:
            if only_if is None or only_if.truth(observed) is not Truth.FALSE:
                items[ident] = [option for option in items[ident] if option.place in places]
    return items


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
    counted: Value | None = None
    """The answer before the move as it counts."""

    @property
    def next_step(self) -> str | None:
        """What the questionnaire advises as the next step from where it stands."""
        return self.question.step_from(self.counted)


class Plan(Struct, frozen=True):
    """The moves in the order to show them: those that gates need, then by points for effort.

    `first` are questions to settle before the plan can be relied on, in file order. `reachable`
    says whether the moves meet every gate that is not in `first`, and the bar of the score. Where
    they cannot, there are no moves, and `in_the_way` says why. `exact` is False where the plan is the best
    that was found, and it is not proven that none takes less effort.
    """

    stage: Stage
    first: tuple[str, ...]
    effort: int
    moves: tuple[Move, ...]
    before: Position
    after: Position
    reachable: bool = True
    in_the_way: tuple[Obstacle, ...] = ()
    exact: bool = True

    @property
    def provisional(self) -> bool:
        """Whether the plan may change with what is to be settled first."""
        return bool(self.first)


def plan(
    questionnaire: Questionnaire,
    answers: Answers,
    stage: str | None = None,
    found: Mapping[str, Status] | None = None,
) -> Plan:
    """The plan for a stage, else for the one that the answers state, else for the first.

    `found` is where each question stands with these answers, where that is known already.
    Raises KeyError where the questionnaire has no such stage, and ValueError where it decides nothing.
    """
    found = statuses(questionnaire, answers) if found is None else found
    chosen, _ = stage_of(questionnaire, found, stage)
    if chosen is None:
        raise ValueError("the questionnaire decides nothing")
    ground = Ground(questionnaire, found, chosen)
    course = _Course(ground)
    before = course.position()
    if before.verdict is Verdict.READY:
        return Plan(chosen, ground.first, 0, (), before, before)
    best = best_plan(ground)
    moves = () if best.options is None else tuple(course.moves(_in_order(ground, best.options)))
    return Plan(
        stage=chosen,
        first=ground.first,
        effort=sum(move.effort for move in moves),
        moves=moves,
        before=before,
        after=moves[-1].after if moves else before,
        reachable=best.options is not None,
        in_the_way=best.in_the_way,
        exact=best.exact,
    )


def _in_order(ground: Ground, best: Mapping[str, PlanOption]) -> list[tuple[str, PlanOption]]:
    """What comes before all else, what gates need, then the most points for the effort, then file order."""
    shares = shares_of(ground.questionnaire, ground.statuses)
    decision = ground.questionnaire.decision
    before_all = ground.unmet & {*(decision.too_early_any_of if decision else ())}

    def key(pair: tuple[str, PlanOption]) -> tuple[bool, bool, Fraction]:
        ident, option = pair
        rise = option.score - ground.options[ident][0].score
        return ident not in before_all, ident not in ground.unmet, -shares.get(ident, ZERO) * rise / option.effort

    return sorted(best.items(), key=key)


def _farthest(needs: Sequence[Comparison], option: PlanOption) -> Comparison | None:
    """Of what a gate asks for, what takes the whole of a move; the first where nothing does."""
    return next((each for each in needs if option.value in each.numbers), next(iter(needs), None))


class _Course:
    """Goes through the moves one by one.

    What is shown stays as it is, so a move changes where its own question stands, and nothing else.
    """

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._found = dict(ground.statuses)
        counted = ground.completions.counted
        self._lows = {line.question.id: line.span.low for line in counted}
        self._lacking = {line.question.id: 1 - line.span.high for line in counted}
        """What each score lacks at its greatest."""
        self._mirror = Worlds(ground.completions, mirrored=True)

    def position(self) -> Position:
        """How things stand with the moves made so far."""
        questionnaire, stage = self._ground.questionnaire, self._ground.stage
        low, lacking = self._ground.worlds.low(self._lows), self._mirror.low(self._lacking)
        score = None
        if low is not None and lacking is not None:
            score = ScoreRange(low, HUNDRED - lacking, self._mirror.exact)
        assert questionnaire.decision is not None
        gates = gates_at(questionnaire, self._found, stage.id)
        return Position(score, verdict_of(questionnaire.decision, stage, gates, score))

    def moves(self, taken: Iterable[tuple[str, PlanOption]]) -> Iterator[Move]:
        """The moves, each with what it adds and how things stand after it."""
        last = self.position()
        for ident, option in taken:
            before, gate, stays = self._found[ident], ident in self._ground.unmet, self._ground.options[ident][0]
            # what the gate asks of the move: the clauses that did not hold before and do then
            needs = [n for n in self._ground.asked.get(ident, ()) if meets(option, n) and not meets(stays, n)]
            after = self._found[ident] = moved(before, answer_with(option, before))
            if after.score is not None:
                self._lows[ident], self._lacking[ident] = after.score, 1 - after.score
            now = self.position()
            assert option.value is not None
            yield Move(
                question=before.question,
                before=before.answer.value,
                to=option.value,
                evidence=option.evidence,
                effort=option.effort,
                gate=gate,
                points=ZERO if now.score is None or last.score is None else now.score.low - last.score.low,
                after=now,
                needs=_farthest(needs, option) if gate else None,
                counted=before.effective,
            )
            last = now
