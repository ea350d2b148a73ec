"""The verdict in words, with its conditions, the facts to find, every gate of the stage, and what is recommended."""

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.conditions import State
from spinout.core.kinds import Kind
from spinout.core.questionnaire import Clause, Decision, Verdict, in_words
from spinout.core.scoring.assessment import Assessment
from spinout.core.scoring.gates import Gate, GateState
from spinout.core.scoring.standings import Standing
from spinout.core.wording import ended
from spinout.reports.view.blocks import Item, Recommendation
from spinout.reports.view.words import (
    LEFT_OUT,
    MAY_NOT_BE_ASKED,
    STATES,
    counted,
    counted_lower,
    is_left_out,
    shown,
    words_of,
)

GATE_STATES = {
    GateState.MET: "Met",
    GateState.NOT_MET: "Not met",
    GateState.UNKNOWN: "Not known",
    GateState.NOT_APPLICABLE: "Does not apply",
}

NOT_STATED = "The answers do not say which decision is asked for, so the first was taken."


class Condition(Struct, frozen=True):
    """Something to meet before the decision can be taken.

    `kind` is `gate`, `evidence` (nothing but evidence is missing) or `score`.
    """

    number: int
    kind: str
    question: str | None
    title: str
    needed: str
    answered: str
    lacking: str | None
    next_step: str | None
    first: bool = False
    because: str | None = None


class Fact(Struct, frozen=True):
    """Something to find out before the verdict can be told."""

    number: int
    question: str | None
    title: str
    why: str
    needed: str
    next_step: str | None
    because: str | None = None


class GateLine(Struct, frozen=True):
    """One gate of the stage; `number` is that of its condition."""

    question: str
    title: str
    needed: str
    answered: str
    state: str
    state_words: str
    number: int | None


class DecisionView(Struct, frozen=True):
    """The verdict at a stage and all that it rests on; `askable` says what can be asked for now instead."""

    verdict: str
    words: str
    stage: str
    askable: str | None
    not_stated: str | None
    reasons: tuple[str, ...]
    conditions: tuple[Condition, ...]
    facts: tuple[Fact, ...]
    gates: tuple[GateLine, ...]


def decision_view(assessment: Assessment, due: str | None = None) -> DecisionView | None:
    """The decision's part of a report; None where the questionnaire decides nothing.

    `due` says who is to be heard before it.
    """
    decision, stage, verdict = assessment.questionnaire.decision, assessment.stage, assessment.verdict
    if decision is None or stage is None or verdict is None:
        return None
    conditions = _conditions(assessment, decision)
    numbers = {condition.question: condition.number for condition in conditions}
    return DecisionView(
        verdict.value,
        in_words(verdict, stage.label),
        stage.label,
        askable(assessment),
        None if assessment.stated else NOT_STATED,
        (*_reasons(assessment, decision, verdict), *([due] if due else [])),
        conditions,
        _facts(assessment),
        tuple(_gate_line(gate, assessment, numbers.get(gate.question.id)) for gate in assessment.gates),
    )


def askable(assessment: Assessment) -> str | None:
    """What can be asked for now, where that is another stage than the one asked for."""
    stage = assessment.askable
    return None if stage is None or stage == assessment.stage else f"You can ask now for: {stage.label}"


def needed(clauses: Iterable[Clause], kind: Kind) -> str:
    """What clauses ask of an answer."""
    return "; and ".join(kind.clause(each.needs) for each in clauses)


def _conditions(assessment: Assessment, decision: Decision) -> tuple[Condition, ...]:
    not_met = [gate for gate in assessment.gates if gate.state is GateState.NOT_MET]
    found = [_condition(number, gate, assessment, decision) for number, gate in enumerate(not_met, start=1)]
    if assessment.below_bar:
        found.append(_score_condition(len(found) + 1, assessment))
    return tuple(found)


def _condition(number: int, gate: Gate, assessment: Assessment, decision: Decision) -> Condition:
    question, standing = gate.question, assessment.standings[gate.question.id]
    return Condition(
        number,
        "evidence" if gate.evidence_missing else "gate",
        question.id,
        question.title,
        needed(gate.unmet, question.type),
        words_of(standing),
        _lacking(gate, standing),
        question.step_from(standing.effective),
        question.id in decision.too_early_any_of,
        gate.because,
    )


def _lacking(gate: Gate, standing: Standing) -> str | None:
    """What is said of evidence: that it alone is missing, or that the answer counts lower without it."""
    if not gate.evidence_missing:
        return counted_lower(standing)
    wanted = f" What would do: {gate.question.evidence}" if gate.question.evidence else ""
    return (
        "Only the evidence is missing. The answer is high enough, but without evidence it counts one level "
        f"lower.{wanted}"
    )


def _score_condition(number: int, assessment: Assessment) -> Condition:
    partly = "" if assessment.complete else " Even the best answers to what is open would not reach it."
    return Condition(
        number,
        "score",
        None,
        "The score is below the bar for this stage.",
        f"a score of {assessment.bar} or more",
        f"{shown(assessment.scores.overall)}.{partly}" if partly else shown(assessment.scores.overall),
        None,
        f"Raise the score to {assessment.bar} or more.",
    )


def _facts(assessment: Assessment) -> tuple[Fact, ...]:
    gates = [gate for gate in assessment.gates if gate.state is GateState.UNKNOWN]
    unknown = [gate for gate in gates if not is_left_out(assessment.standings[gate.question.id])]
    found = [
        Fact(
            number,
            gate.question.id,
            gate.question.title,
            _why_unknown(assessment.standings[gate.question.id]),
            needed(gate.unmet, gate.question.type),
            gate.question.step_from(assessment.standings[gate.question.id].effective),
            gate.because,
        )
        for number, gate in enumerate(unknown, start=1)
    ]
    if _score_open(assessment) and any(s.open and not is_left_out(s) for s in assessment.standings.values()):
        found.append(
            Fact(
                len(found) + 1,
                None,
                "Does the score reach the bar for this stage?",
                f"The score so far: {shown(assessment.scores.overall).lower()}.",
                f"a score of {assessment.bar} or more, at its lowest",
                "Answer enough of the open questions to tell.",
            )
        )
    return tuple(found)


def _score_open(assessment: Assessment) -> bool:
    """Whether it hangs on open answers that the score reaches the bar."""
    overall = assessment.scores.overall
    if overall is None:
        return assessment.bar > 0
    return overall.low < assessment.bar <= overall.high


def _why_unknown(standing: Standing) -> str:
    if standing.state is State.ANSWERED:
        what = "question" if standing.pending else "gate"
        return f"The answer falls short, and it is not known yet whether this {what} applies."
    said = f"{STATES[standing.state]}."
    return f"{said} {MAY_NOT_BE_ASKED}" if standing.pending else said


def _gate_line(gate: Gate, assessment: Assessment, number: int | None) -> GateLine:
    standing = assessment.standings[gate.question.id]
    state, words = gate.state.value, GATE_STATES[gate.state]
    if is_left_out(standing) and gate.state is GateState.UNKNOWN:
        state, words = "left-out", LEFT_OUT
    if gate.evidence_missing:
        words = f"{words}: only the evidence is missing"
    lower = counted_lower(standing)
    answered = words_of(standing)
    return GateLine(
        gate.question.id,
        gate.question.title,
        needed(gate.asked or gate.clauses, gate.question.type),
        f"{answered}. {lower}" if lower else answered,
        state,
        words,
        number,
    )


# why the verdict is what it is


def _reasons(assessment: Assessment, decision: Decision, verdict: Verdict) -> list[str]:
    if verdict is Verdict.READY:
        return _ready_reasons(assessment)
    reasons = _too_early_reasons(assessment, decision) if verdict is Verdict.TOO_EARLY else []
    open_gates = sum(1 for gate in assessment.gates if gate.state is GateState.NOT_MET)
    open_ones = [gate for gate in assessment.gates if gate.state is GateState.UNKNOWN]
    left_out = sum(1 for gate in open_ones if is_left_out(assessment.standings[gate.question.id]))
    unknown = len(open_ones) - left_out
    if open_gates:
        reasons.append(f"{_of_gates(open_gates, assessment)} not met.")
    if unknown:
        reasons.append(f"{_of_gates(unknown, assessment)} not known.")
    if left_out:
        reasons.append(f"{_of_gates(left_out, assessment)} left out of this report.")
    if assessment.below_bar:
        reasons.append(f"The score, {shown(assessment.scores.overall)}, is below the {assessment.bar} needed.")
    if _score_open(assessment):
        reasons.append(f"It is not known whether the score reaches the {assessment.bar} needed.")
    return reasons


def _of_gates(number: int, assessment: Assessment) -> str:
    verb = "is" if number == 1 else "are"
    return f"{number} of {counted(len(assessment.gates), 'gate')} for this stage {verb}"


def _ready_reasons(assessment: Assessment) -> list[str]:
    reasons = ["Every gate for this stage is met or does not apply."] if assessment.gates else []
    if assessment.bar:
        reasons.append(f"The score, {shown(assessment.scores.overall)}, reaches the {assessment.bar} needed.")
    return reasons


def _too_early_reasons(assessment: Assessment, decision: Decision) -> list[str]:
    not_met = [gate for gate in assessment.gates if gate.state is GateState.NOT_MET]
    reasons = [
        f"This comes before all else and is not met: {ended(gate.question.title)}"
        for gate in not_met
        if gate.question.id in decision.too_early_any_of
    ]
    lacking = sum(1 for gate in not_met if not gate.evidence_missing)
    if decision.too_early_gates is not None and lacking >= decision.too_early_gates:
        reasons.append(
            f"{counted(lacking, 'gate lacks', 'gates lack')} more than evidence. "
            f"With {decision.too_early_gates} or more, it is too early for the decision."
        )
    return reasons


LISTS = ("{conditions}", "{facts}")
REST_ELSEWHERE = (
    "The recommendations rest on answers that are left out of this report. They stand in the part that is not "
    "for publication."
)
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
PERHAPS_MORE = "Answers that are left out of this report may add further conditions."
NONE_FOUND = "none that can be told here"
COMES_FIRST = "This comes before all others."
MOST_IN_FULL, MOST_IN_SHORT = 4, 12
"""With more items than the first, a list leaves out reasons and next steps; with more than the second it names
each by its title. An appendix gives the rest."""
STEPS_ELSEWHERE = "The next step for each stands where the conditions are set out in full."
ALL_ELSEWHERE = "What is there and what is needed stands where they are set out in full."


def recommendations(
    assessment: Assessment, decision: DecisionView | None, *, left_out: bool
) -> tuple[Recommendation, ...]:
    """The recommendations for the verdict; none where the paper has no words for it."""
    paper = assessment.questionnaire.reference.paper
    if paper is None or decision is None or not paper.recommendations.get(decision.verdict):
        return ()
    if left_out and decision.verdict == Verdict.CANNOT_TELL.value:
        return (Recommendation("1", REST_ELSEWHERE),)
    values, most = values_of(assessment), max(len(decision.conditions), len(decision.facts))
    words: Mapping[str, str] = {} if most > MOST_IN_SHORT else paper.condition
    many = most > MOST_IN_FULL
    items = {
        "{conditions}": tuple(_condition_words(c, words, values, short=many) for c in decision.conditions),
        "{facts}": tuple(_fact(f, words, values, short=many) for f in decision.facts),
    }
    texts = paper.recommendations[decision.verdict]
    made = tuple(_recommendation(number, text, items, values) for number, text in enumerate(texts, start=1))
    remarks = [] if not many else [STEPS_ELSEWHERE if words else ALL_ELSEWHERE]
    remarks += [PERHAPS_MORE] if left_out else []
    return tuple(_remarked(one, remarks) for one in made)


def _remarked(one: Recommendation, remarks: list[str]) -> Recommendation:
    """A recommendation with what is to be said of its list, where it has one."""
    if not one.items or not remarks:
        return one
    return replace(one, after=" ".join(remarks if one.after is None else [one.after, *remarks]))


def values_of(assessment: Assessment) -> Mapping[str, str]:
    """What stands for the placeholders of any text of the paper."""
    answers, stage = assessment.answers, assessment.stage
    return {
        "service": answers.service or "[service: not given]",
        "organisation": answers.organisation or "[organisation: not given]",
        "stage": "[stage: not given]" if stage is None else stage.label,
        "score": _score(assessment),
        "bar": str(assessment.bar),
    }


def _score(assessment: Assessment) -> str:
    """The score within a sentence; a range by both its ends."""
    words = shown(assessment.scores.overall).split(" to ")
    return words[0].lower() if len(words) == 1 else f"between {words[0]} and {words[1]}"


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with its placeholders filled; a word in braces that is none stays as it is.

    What is filled in is not looked through again.
    """
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def _recommendation(
    number: int, text: str, items: Mapping[str, tuple[Item, ...]], values: Mapping[str, str]
) -> Recommendation:
    for placeholder in LISTS:
        if placeholder in text:
            before, after = text.split(placeholder, 1)
            listed = items[placeholder]
            lead = filled(before.strip(), values)
            return Recommendation(
                str(number),
                lead if listed else f"{lead} {NONE_FOUND}.",
                listed,
                filled(after.strip(), values) or None,
            )
    return Recommendation(str(number), filled(text, values))


def _condition_words(condition: Condition, words: Mapping[str, str], values: Mapping[str, str], *, short: bool) -> Item:
    text, next_step = words.get(condition.kind), None if short else condition.next_step
    own = {
        "question": condition.title,
        "now": _unended(condition.answered),
        "needed": _unended(condition.needed),
        "because": "" if short else condition.because or "",
        "next_step": next_step or "",
    }
    first = COMES_FIRST if condition.first else None
    if text is None:
        return Item("condition", condition.number, _sentences(ended(condition.title), next_step, first))
    return Item("condition", condition.number, _sentences(" ".join(filled(text, {**values, **own}).split()), first))


def _fact(fact: Fact, words: Mapping[str, str], values: Mapping[str, str], *, short: bool) -> Item:
    text = words.get("fact" if fact.question else "open_score")
    own = {
        "question": fact.title,
        "needed": _unended(fact.needed),
        "because": "" if short else fact.because or "",
        "next_step": "" if short else fact.next_step or "",
    }
    return Item("fact", fact.number, fact.title if text is None else " ".join(filled(text, {**values, **own}).split()))


def _unended(text: str) -> str:
    """A text that goes on in a sentence of the paper, which brings its own end."""
    return text.rstrip(".")


def _sentences(*texts: str | None) -> str:
    return " ".join(text for text in texts if text)
