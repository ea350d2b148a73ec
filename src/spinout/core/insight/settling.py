"""What settles a verdict or a classification that cannot be told: the open questions that bear on it.

A question bears on it where one of its answers changes what is possible. Each is tried by itself,
with an answer of every kind that the conditions concerned tell apart.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from spinout.core.answers import Answer, Answers
from spinout.core.assessment import stage_of
from spinout.core.completions import probe_of
from spinout.core.conditions import Comparison, Condition, comparisons, criteria_named
from spinout.core.gates import Gate, GateState, gates_at, verdict_of
from spinout.core.insight.plan_options import with_part
from spinout.core.insight.triage import deciders, effects, triage, unknown_gates
from spinout.core.question_types import Split, Value
from spinout.core.question_types.texts import Date, FreeText
from spinout.core.questionnaire import Classification, Question, Questionnaire, Rules
from spinout.core.rules import apply_rules
from spinout.core.scores import scores_of
from spinout.core.standings import Standing, standings
from spinout.core.verdicts import Verdict

ANY_DATE = "2000-01-01"
ANY_TEXT = "-"


def settles_verdict(questionnaire: Questionnaire, answers: Answers, stage: str | None = None) -> tuple[str, ...]:
    """The open questions that bear on a verdict that cannot be told, in triage order; else none.

    Those whose answer changes what is known of a gate; and, where the bar lies inside the range,
    those on which points of the score hang. Raises KeyError where there is no such stage.
    """
    found = standings(questionnaire, answers)
    chosen, _ = stage_of(questionnaire, found, stage)
    if chosen is None or questionnaire.decision is None:
        return ()
    gates = gates_at(questionnaire, found, chosen.id)
    score = scores_of(questionnaire, answers, found).overall
    if verdict_of(questionnaire.decision, chosen, gates, score) is not Verdict.CANNOT_TELL:
        return ()
    bearing = set(_on_gates(questionnaire, answers, found, unknown_gates(gates), chosen.id))
    if score is not None and score.low < chosen.ready_from:
        bearing |= {ident for ident, points in effects(questionnaire, found).items() if points}
    return tuple(ident for ident in triage(questionnaire, answers, stage) if ident in bearing)


def settles_classification(
    questionnaire: Questionnaire, answers: Answers, classification: Classification, stage: str | None = None
) -> tuple[str, ...]:
    """The open questions that bear on a classification that cannot be told, in triage order; else none.

    Where no answer by itself changes what is possible, all that its conditions look at are named.
    """
    found = standings(questionnaire, answers)
    only = Rules(questionnaire.rules.criteria, (classification,))
    possible = _possible(only, found)
    if len(possible) == 1:
        return ()
    # an outcome that is false so far may become true: `answered` looks at silence
    every = tuple(outcome.id for outcome in classification.outcomes)
    candidates = _open_asked(questionnaire, found, _conditions(only, classification, every))
    bearing = _bearing(questionnaire, answers, candidates, lambda after: _possible(only, after))
    looked_at = _open_asked(questionnaire, found, _conditions(only, classification, possible))
    order = triage(questionnaire, answers, stage)
    return tuple(ident for ident in order if ident in (bearing or set(looked_at)))


def _open_asked(
    questionnaire: Questionnaire, found: Mapping[str, Standing], conditions: Iterable[Condition]
) -> Mapping[str, tuple[Comparison, ...]]:
    """What conditions ask of the questions that are open."""
    return {ident: made for ident, made in _asked(questionnaire, conditions).items() if found[ident].open}


def _on_gates(
    questionnaire: Questionnaire,
    answers: Answers,
    found: Mapping[str, Standing],
    gates: tuple[Gate, ...],
    stage: str,
) -> set[str]:
    """The open questions whose answer changes the state of one of these gates."""
    conditions: list[Condition] = [gate.needs for gate in gates]
    conditions += [gate.question.essential_if for gate in gates if gate.question.essential_if is not None]
    near = {gate.question.id for gate in gates} | set(deciders(questionnaire, gates))
    conditions += [c for ident in near if (c := questionnaire.questions[ident].show_if) is not None]
    asked = _asked(questionnaire, conditions)
    idents = {gate.question.id for gate in gates}

    def states(after: Mapping[str, Standing]) -> tuple[GateState, ...]:
        return tuple(gate.state for gate in gates_at(questionnaire, after, stage) if gate.question.id in idents)

    return _bearing(questionnaire, answers, {i: made for i, made in asked.items() if found[i].open}, states)


def _bearing(
    questionnaire: Questionnaire,
    answers: Answers,
    candidates: Mapping[str, tuple[Comparison, ...]],
    look: Callable[[Mapping[str, Standing]], tuple[object, ...]],
) -> set[str]:
    """Those of some open questions one of whose answers changes what is seen."""
    now = look(standings(questionnaire, answers))

    def changes(ident: str, value: Value) -> bool:
        given = replace(answers.of(ident), value=value, unknown=False, evidence="-")
        made: Mapping[str, Answer] = {**answers.answers, ident: given}
        return look(standings(questionnaire, replace(answers, answers=made))) != now

    return {
        ident
        for ident, made in candidates.items()
        if any(changes(ident, value) for value in _samples(questionnaire.questions[ident], made))
    }


def _possible(rules: Rules, found: Mapping[str, Standing]) -> tuple[str, ...]:
    results = apply_rules(rules, {ident: standing.sight for ident, standing in found.items()})
    return tuple(outcome.id for outcome in results.classifications[0].possible)


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
