"""What a plan stands on: which questions may move and how, and which gates it must meet."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property

from msgspec import Struct

from spinout.core.answers import Answers
from spinout.core.completions import Completions
from spinout.core.conditions import Comparison, State, comparisons
from spinout.core.gates import Gate, GateState, gates_at
from spinout.core.insight.plan_options import Option, as_it_stands, options_of
from spinout.core.insight.plan_worlds import Worlds, worlds_of
from spinout.core.questionnaire import Questionnaire, Stage
from spinout.core.standings import Standing

ASIDE = (State.HIDDEN, State.NOT_APPLICABLE)


class Ground(Struct, frozen=True, dict=True):
    """A document of answers seen from one stage."""

    questionnaire: Questionnaire
    answers: Answers
    standings: Mapping[str, Standing]
    stage: Stage

    @cached_property
    def gates(self) -> tuple[Gate, ...]:
        """The gates of the stage as they stand, in file order."""
        return gates_at(self.questionnaire, self.standings, self.stage.id)

    @cached_property
    def needs(self) -> Mapping[str, Comparison]:
        """What each question's gate asks for, whether or not it applies."""
        return {gate.question.id: gate.needs for gate in self.gates}

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
        return tuple(i for i, s in self.standings.items() if i in self.fixed and (s.open or i in self.unmet))

    @cached_property
    def told_apart(self) -> Mapping[str, tuple[Comparison, ...]]:
        """For each question that decides whether a gate of the stage applies, what is asked of it."""
        made: dict[str, list[Comparison]] = {}
        for gate in self.gates:
            condition = gate.question.essential_if
            if condition is not None and self.standings[gate.question.id].state not in ASIDE:
                for comparison in comparisons(condition):
                    made.setdefault(comparison.question, []).append(comparison)
        return {ident: tuple(dict.fromkeys(asked)) for ident, asked in made.items()}

    @cached_property
    def options(self) -> Mapping[str, tuple[Option, ...]]:
        """For each question what may be done with it, in file order; one that stays has one option."""
        return {
            ident: (as_it_stands(standing),)
            if ident in self.fixed or standing.state in ASIDE
            else options_of(standing, self.needs.get(ident), self.told_apart.get(ident, ()))
            for ident, standing in self.standings.items()
        }

    @cached_property
    def scores(self) -> Mapping[str, Fraction]:
        """The least score of every question that counts or may count, as it stands."""
        return {
            ident: options[0].score
            for ident, options in self.options.items()
            if self.standings[ident].state not in ASIDE and self.standings[ident].question.type.scored
        }

    @cached_property
    def worlds(self) -> Worlds:
        """The score in every way that what is shown may turn out."""
        pending = [ident for ident, standing in self.standings.items() if standing.pending]
        return worlds_of(self.questionnaire, Completions(self.questionnaire, self.answers), pending)
