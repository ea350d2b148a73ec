"""What settles a verdict or a classification that cannot be told: the open questions that bear on it.

A question bears on it where one of its answers changes what is possible. Each is tried by itself,
with an answer of every kind that the conditions concerned tell apart.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.answers import Answers
from spinout.core.assessment import Assessment, assess, stage_of
from spinout.core.completions import probe_of
from spinout.core.conditions import Comparison, Condition, Sight, comparisons, criteria_named
from spinout.core.gates import Gate, GateState, applies, gate_of, gates_at
from spinout.core.insight.plan_options import with_part
from spinout.core.insight.triage import deciders, effects, triage_of, unknown_gates
from spinout.core.question_types import Split, Value
from spinout.core.question_types.texts import Date, FreeText
from spinout.core.questionnaire import Classification, Question, Questionnaire, Rules, Stage
from spinout.core.rules import apply_rules, criteria_of
from spinout.core.scores import ScoreRange
from spinout.core.standings import Standing, following, standings
from spinout.core.verdicts import Verdict

ANY_DATE = "2000-01-01"
ANY_TEXT = "-"


def settles_verdict(questionnaire: Questionnaire, answers: Answers, stage: str | None = None) -> tuple[str, ...]:
    """The open questions that bear on a verdict that cannot be told, in triage order; else none.

    Raises KeyError where there is no such stage.
    """
    return Settling.of(assess(questionnaire, answers, stage)).verdict


def settles_classification(
    questionnaire: Questionnaire, answers: Answers, classification: Classification, stage: str | None = None
) -> tuple[str, ...]:
    """The open questions that bear on a classification that cannot be told, in triage order; else none."""
    found = standings(questionnaire, answers)
    chosen, stated = stage_of(questionnaire, found, stage)
    gates = () if chosen is None else gates_at(questionnaire, found, chosen.id)
    return Settling(questionnaire, found, chosen, gates, stated=stated).classification(classification)


class Settling(Struct, frozen=True, dict=True):
    """What settles the results of one document of answers, of what was worked out of it before.

    `stated` says whether anybody stated the stage. `score` and `told` are the overall score and the verdict.
    """

    questionnaire: Questionnaire
    standings: Mapping[str, Standing]
    stage: Stage | None
    gates: tuple[Gate, ...]
    stated: bool = True
    score: ScoreRange | None = None
    told: Verdict | None = None

    @classmethod
    def of(cls, assessment: Assessment, *, stated: bool | None = None) -> "Settling":
        """The same of an assessment."""
        return cls(
            assessment.questionnaire,
            assessment.standings,
            assessment.stage,
            assessment.gates,
            assessment.stated if stated is None else stated,
            assessment.scores.overall,
            assessment.verdict,
        )

    @cached_property
    def verdict(self) -> tuple[str, ...]:
        """The open questions that bear on a verdict that cannot be told, in triage order; else none.

        Those whose answer changes what is known of a gate; and, where the bar lies inside the range,
        those on which points of the score hang.
        """
        if self.stage is None or self.told is not Verdict.CANNOT_TELL:
            return ()
        bearing = self._on_gates(unknown_gates(self.gates))
        if self.score is not None and self.score.low < self.stage.ready_from:
            bearing |= {ident for ident, points in self._effects.items() if points}
        return tuple(ident for ident in self._order if ident in bearing)

    def classification(self, classification: Classification) -> tuple[str, ...]:
        """The open questions that bear on a classification that cannot be told, in triage order; else none.

        Where no answer by itself changes what is possible, all that its conditions look at are named.
        """
        every = self.questionnaire.rules.criteria
        named = {c.id for outcome in classification.outcomes for c in criteria_of(outcome, self.questionnaire.rules)}
        only = Rules(tuple(criterion for criterion in every if criterion.id in named), (classification,))
        possible = _possible(only, self._sights)
        if len(possible) == 1:
            return ()
        # an outcome that is false so far may become true: `answered` looks at silence
        outcomes = tuple(outcome.id for outcome in classification.outcomes)
        candidates = self._open_asked(_conditions(only, classification, outcomes))
        bearing = self._bearing(candidates, lambda _, sights: _possible(only, sights))
        looked_at = self._open_asked(_conditions(only, classification, possible))
        return tuple(ident for ident in self._order if ident in (bearing or set(looked_at)))

    @cached_property
    def _sights(self) -> Mapping[str, Sight]:
        return {ident: standing.sight for ident, standing in self.standings.items()}

    @cached_property
    def _effects(self) -> Mapping[str, Fraction]:
        return effects(self.questionnaire, self.standings)

    @cached_property
    def _order(self) -> tuple[str, ...]:
        return triage_of(self.questionnaire, self.standings, self.gates, self._effects, stated=self.stated)

    def _open_asked(self, conditions: Iterable[Condition]) -> Mapping[str, tuple[Comparison, ...]]:
        """What conditions ask of the questions that are open."""
        made = _asked(self.questionnaire, conditions)
        return {ident: asked for ident, asked in made.items() if self.standings[ident].open}

    def _on_gates(self, gates: tuple[Gate, ...]) -> set[str]:
        """The open questions whose answer changes the state of one of these gates."""
        questions = self.questionnaire.questions
        conditions: list[Condition] = [gate.needs for gate in gates]
        conditions += [gate.question.essential_if for gate in gates if gate.question.essential_if is not None]
        near = {gate.question.id for gate in gates} | set(deciders(self.questionnaire, gates))
        conditions += [c for ident in near if (c := questions[ident].show_if) is not None]

        def states(after: Mapping[str, Standing], sights: Mapping[str, Sight]) -> tuple[GateState, ...]:
            return tuple(
                gate_of(gate.question, gate.needs, after[gate.question.id], applies(gate.question, sights)).state
                for gate in gates
            )

        return self._bearing(self._open_asked(conditions), states)

    def _bearing(
        self,
        candidates: Mapping[str, tuple[Comparison, ...]],
        look: Callable[[Mapping[str, Standing], Mapping[str, Sight]], tuple[object, ...]],
    ) -> set[str]:
        """Those of some open questions one of whose answers changes what is seen."""
        now = look(self.standings, self._sights)

        def changes(ident: str, value: Value) -> bool:
            given = replace(self.standings[ident].answer, value=value, unknown=False, evidence="-")
            made = following(self.questionnaire, self.standings, ident, given)
            sights = {**self._sights, **{other: standing.sight for other, standing in made.items()}}
            return look({**self.standings, **made}, sights) != now

        return {
            ident
            for ident, made in candidates.items()
            if any(changes(ident, value) for value in _samples(self.questionnaire.questions[ident], made))
        }


def _possible(rules: Rules, sights: Mapping[str, Sight]) -> tuple[str, ...]:
    return tuple(outcome.id for outcome in apply_rules(rules, sights).classifications[0].possible)


def _conditions(rules: Rules, classification: Classification, possible: tuple[str, ...]) -> Iterator[Condition]:
    """The conditions of the outcomes still possible, and of the criteria that they name."""
    by_id = {criterion.id: criterion.when for criterion in rules.criteria}
    waiting = [o.when for o in classification.outcomes if o.id in possible and o.when is not None]
    seen: set[str] = set()
    while waiting:
        condition = waiting.pop()
        yield condition
        for ident in criteria_named(condition):
            if ident not in seen:
                seen.add(ident)
                waiting.append(by_id[ident])


def _asked(questionnaire: Questionnaire, conditions: Iterable[Condition]) -> Mapping[str, tuple[Comparison, ...]]:
    """What conditions ask of each question, with what decides whether these are shown."""
    waiting = list(conditions)
    asked: dict[str, list[Comparison]] = {}
    while waiting:
        for comparison in comparisons(waiting.pop()):
            show_if = questionnaire.questions[comparison.question].show_if
            if comparison.question not in asked and show_if is not None:
                waiting.append(show_if)
            asked.setdefault(comparison.question, []).append(comparison)
    return {ident: tuple(dict.fromkeys(made)) for ident, made in asked.items()}


def _samples(question: Question, made: tuple[Comparison, ...]) -> Iterable[Value]:
    """Answers of a question, one of each kind that the comparisons tell apart."""
    match question.type:
        case Split() as split:
            return _split_samples(split, made)
        case Date():
            return (ANY_DATE,)
        case FreeText():
            return (ANY_TEXT,)
        case kind:
            return kind.samples(probe_of(made))


def _split_samples(split: Split, made: tuple[Comparison, ...]) -> Iterator[Value]:
    """Each part at and beside every number that it is compared with, and at either end."""
    marks: dict[str, set[Fraction]] = {part.id: {Fraction(0), Fraction(100)} for part in split.parts}
    for comparison in made:
        if comparison.part is not None:
            marks[comparison.part] |= {n + step for n in probe_of((comparison,)).numbers for step in (-1, 0, 1)}
    for part, shares in marks.items():
        for share in sorted(shares):
            value = with_part(split, None, part, share) if 0 <= share <= 100 else None
            if value is not None:
                yield value
