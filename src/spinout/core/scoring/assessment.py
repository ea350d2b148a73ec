"""The assessment: from a questionnaire, answers and a stage to everything that is said of them."""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property

from msgspec import Struct

from spinout.core.answers import Answers
from spinout.core.conditions import State
from spinout.core.problems import NOT_ASKED, Code, Warning
from spinout.core.questionnaire import Band, Questionnaire, Stage, Verdict
from spinout.core.scoring.gates import Gate, GateState, gates_at, verdict_of
from spinout.core.scoring.power import GroupPower, voting_power
from spinout.core.scoring.robustness import Robustness, robustness
from spinout.core.scoring.rules import RuleResults, apply_rules
from spinout.core.scoring.scores import Contribution, Scores, contributions, scores_of
from spinout.core.scoring.statuses import Status, own_state, statuses


class Counts(Struct, frozen=True):
    """How many questions are in which state; `shown` and `hidden` are all of them.

    A pending question is counted in its own state, in `shown` and in `pending`.
    """

    shown: int
    answered: int
    unknown: int
    unanswered: int
    not_applicable: int
    hidden: int
    pending: int


class BandRange(Struct, frozen=True):
    """The bands of the lowest and of the highest score."""

    low: Band
    high: Band


class Power(Struct, frozen=True):
    """Who holds the votes, by the question that asks for them."""

    question: str
    groups: tuple[GroupPower, ...]


class Rung(Struct, frozen=True):
    """The verdict and the gates of one stage, as if that were asked for."""

    stage: Stage
    verdict: Verdict
    gates: tuple[Gate, ...]


class Assessment(Struct, frozen=True, dict=True):
    """Everything that is said of one document of answers.

    `stage` and `verdict` are None where the questionnaire decides nothing; `stated` is False
    where nobody said which stage is meant and the first was taken; `asked` is True where it was asked
    for apart from the answers. What a batch may do without is worked out when it is first asked for.
    """

    questionnaire: Questionnaire
    answers: Answers
    statuses: Mapping[str, Status]
    scores: Scores
    stage: Stage | None
    stated: bool
    gates: tuple[Gate, ...]
    verdict: Verdict | None
    asked: bool

    @cached_property
    def counts(self) -> Counts:
        """How many questions are in which state."""
        every = self.statuses.values()
        states = Counter(status.state for status in every)
        return Counts(
            shown=len(every) - states[State.HIDDEN],
            answered=states[State.ANSWERED],
            unknown=states[State.UNKNOWN],
            unanswered=states[State.UNANSWERED],
            not_applicable=states[State.NOT_APPLICABLE],
            hidden=states[State.HIDDEN],
            pending=sum(status.pending for status in every),
        )

    @cached_property
    def bands(self) -> BandRange | None:
        """The bands of the range; None where nothing is assessed or there are no bands."""
        if self.scores.overall is None:
            return None
        low, high = map(self.questionnaire.band, (self.scores.overall.low, self.scores.overall.high))
        return None if low is None or high is None else BandRange(low, high)

    @cached_property
    def rules(self) -> RuleResults:
        """What the rules say."""
        return apply_rules(self.questionnaire, self.statuses)

    @cached_property
    def contributions(self) -> tuple[Contribution, ...]:
        """What each question could add."""
        return contributions(self.questionnaire, self.statuses)

    @cached_property
    def robustness(self) -> Robustness | None:
        """How firmly the bands stand; None where it is not defined."""
        return robustness(self.questionnaire, self.scores)

    @cached_property
    def power(self) -> tuple[Power, ...]:
        """Who holds the votes."""
        return tuple(
            Power(ident, voting_power(found.effective))
            for ident, found in self.statuses.items()
            if found.state is State.ANSWERED and found.question.type.votes and isinstance(found.effective, Mapping)
        )

    @cached_property
    def warnings(self) -> tuple[Warning, ...]:
        """What a reader must be told."""
        return warnings_of(self.answers, self.statuses, None if self.stated else self.stage)

    @cached_property
    def ladder(self) -> tuple[Rung, ...]:
        """Every stage as if it were asked for, in order."""
        decision = self.questionnaire.decision
        if decision is None:
            return ()
        gates = {
            s: self.gates if s == self.stage else gates_at(self.questionnaire, self.statuses, s.id)
            for s in decision.stages
        }
        return tuple(
            Rung(stage, verdict_of(decision, stage, own, self.scores.overall), own) for stage, own in gates.items()
        )

    @property
    def askable(self) -> Stage | None:
        """The furthest stage that is ready and not later than the one asked for."""
        decision = self.questionnaire.decision
        if decision is None or self.stage is None:
            return None
        reached = self.ladder[: decision.stages.index(self.stage) + 1]
        return next((rung.stage for rung in reversed(reached) if rung.verdict is Verdict.READY), None)

    @property
    def not_met(self) -> tuple[str, ...]:
        """The questions whose gates are not met, in file order."""
        return tuple([gate.question.id for gate in self.gates if gate.state is GateState.NOT_MET])

    def standing(self, state: GateState) -> tuple[Gate, ...]:
        """The gates in a state: those that come before all else first, then in file order."""
        decision = self.questionnaire.decision
        before = () if decision is None else decision.too_early_any_of
        found = (gate for gate in self.gates if gate.state is state)
        return tuple(sorted(found, key=lambda gate: gate.question.id not in before))

    @property
    def complete(self) -> bool:
        """Whether nothing that is shown is unanswered or unknown."""
        return not any(status.open for status in self.statuses.values())

    @property
    def below_bar(self) -> bool:
        """Whether even the highest score still possible is below what the stage needs."""
        return self.stage is not None and self.scores.overall is not None and self.scores.overall.high < self.bar

    @property
    def bar_open(self) -> bool:
        """Whether it cannot be told yet if the score reaches what the stage needs."""
        score = self.scores.overall
        return self.bar > 0 and (score is None or score.low < self.bar <= score.high)

    @property
    def bar(self) -> int:
        """The score that the stage needs."""
        return 0 if self.stage is None else self.stage.ready_from


def assess(questionnaire: Questionnaire, answers: Answers, stage: str | None = None) -> Assessment:
    """Assess answers at a stage, else at the stage that they state, else at the first.

    Raises KeyError where the questionnaire has no such stage.
    """
    found = statuses(questionnaire, answers)
    scores = scores_of(questionnaire, found)
    chosen, stated = stage_of(questionnaire, found, stage)
    gates = () if chosen is None else gates_at(questionnaire, found, chosen.id)
    verdict = None
    if questionnaire.decision is not None and chosen is not None:
        verdict = verdict_of(questionnaire.decision, chosen, gates, scores.overall)
    return Assessment(
        questionnaire=questionnaire,
        answers=answers,
        statuses=found,
        scores=scores,
        stage=chosen,
        stated=stated,
        gates=gates,
        verdict=verdict,
        asked=stage is not None,
    )


def warnings_of(answers: Answers, found: Mapping[str, Status], taken: Stage | None) -> tuple[Warning, ...]:
    """What a reader of answers must be told; `taken` is the stage that was taken where they state none."""
    warnings = list(answers.warnings)
    if taken is not None:
        said = "The answers do not say which decision is asked for. The first was taken"
        warnings.append(Warning(Code.STAGE_NOT_STATED, f"{said}: {taken.label}."))
    hidden, unanswered = State.HIDDEN, State.UNANSWERED
    warnings += [
        Warning(Code.HIDDEN_ANSWER, NOT_ASKED.format(ident), ident)
        for ident, status in found.items()
        if status.state is hidden and own_state(status.answer) is not unanswered
    ]
    return tuple(warnings)


def stage_of(
    questionnaire: Questionnaire, found: Mapping[str, Status], wanted: str | None
) -> tuple[Stage | None, bool]:
    """The stage asked for, else that of the answers, else the first; and whether anybody stated it.

    Raises KeyError where the questionnaire has no such stage.
    """
    decision = questionnaire.decision
    if decision is None:
        if wanted is not None:
            raise KeyError(wanted)
        return None, True
    if wanted is not None:
        return decision.stage(wanted), True
    asking = found[decision.asked_by]
    if asking.state is State.ANSWERED and isinstance(asking.answer.value, str):
        return decision.stage(asking.answer.value), True
    return decision.stages[0], False


def points(score: Fraction) -> int:
    """A score as it is shown: whole points, rounded down, so that it never crosses a band's edge."""
    return score.numerator // score.denominator
