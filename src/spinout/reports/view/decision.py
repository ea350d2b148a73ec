"""The verdict in words, with its conditions, the facts to find, every gate of the stage, and what is recommended."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.conditions import State
from spinout.core.kinds import Kind
from spinout.core.questionnaire import Clause, Decision, Verdict, in_words
from spinout.core.scoring.assessment import Assessment
from spinout.core.scoring.gates import Gate, GateState
from spinout.core.scoring.statuses import Status
from spinout.core.slots import Slot
from spinout.core.wording import counted, ended
from spinout.reports.view.blocks import Item, Recommendation
from spinout.reports.view.slots import Desk, Fragment, condition_slots, filled, fragments, labelled
from spinout.reports.view.words import (
    LEFT_OUT,
    MAY_NOT_BE_ASKED,
    STATES,
    counted_lower,
    is_left_out,
    shown,
    verb,
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
    conditions, now = _conditions(assessment, decision), assessment.askable
    return DecisionView(
        verdict.value,
        in_words(verdict, stage.label),
        stage.label,
        None if now is None or now == stage else f"You can ask now for: {now.label}",
        None if assessment.stated else NOT_STATED,
        (*_reasons(assessment, decision, verdict), *([due] if due else [])),
        conditions,
        _facts(assessment),
        tuple(_gate_lines(assessment, conditions)),
    )


def needed(clauses: Iterable[Clause], kind: Kind) -> str:
    """What clauses ask of an answer."""
    return "; and ".join(kind.clause(each.needs) for each in clauses)


def _conditions(assessment: Assessment, decision: Decision) -> tuple[Condition, ...]:
    found = [
        _condition(number, gate, assessment.statuses[gate.question.id], decision)
        for number, gate in enumerate(assessment.standing(GateState.NOT_MET), start=1)
    ]
    if assessment.below_bar:
        partly = "" if assessment.complete else ". Even the best answers to what is open would not reach it."
        found.append(
            Condition(
                len(found) + 1,
                "score",
                None,
                "The score is below the bar for this stage.",
                f"a score of {assessment.bar} or more",
                f"{shown(assessment.scores.overall)}{partly}",
                None,
                f"Raise the score to {assessment.bar} or more.",
            )
        )
    return tuple(found)


def _condition(number: int, gate: Gate, status: Status, decision: Decision) -> Condition:
    question = gate.question
    return Condition(
        number,
        "evidence" if gate.evidence_missing else "gate",
        question.id,
        question.title,
        needed(gate.unmet, question.type),
        words_of(status),
        _lacking(gate, status),
        question.step_from(status.effective),
        question.id in decision.too_early_any_of,
        gate.because,
    )


def _lacking(gate: Gate, status: Status) -> str | None:
    """What is said of evidence: that it alone is missing, or that the answer counts lower without it."""
    if not gate.evidence_missing:
        return counted_lower(status)
    wanted = f" What would do: {gate.question.evidence}" if gate.question.evidence else ""
    return (
        "Only the evidence is missing. The answer is high enough, but without evidence it counts one level "
        f"lower.{wanted}"
    )


def _facts(assessment: Assessment) -> tuple[Fact, ...]:
    statuses = assessment.statuses
    unknown = [g for g in assessment.standing(GateState.UNKNOWN) if not is_left_out(statuses[g.question.id])]
    found = [
        Fact(
            number,
            gate.question.id,
            gate.question.title,
            _why_unknown(statuses[gate.question.id]),
            needed(gate.unmet, gate.question.type),
            gate.question.step_from(statuses[gate.question.id].effective),
            gate.because,
        )
        for number, gate in enumerate(unknown, start=1)
    ]
    if assessment.bar_open and any(s.open and not is_left_out(s) for s in statuses.values()):
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


def _why_unknown(status: Status) -> str:
    if status.state is State.ANSWERED:
        what = "question" if status.pending else "gate"
        return f"The answer falls short, and it is not known yet whether this {what} applies."
    said = f"{STATES[status.state]}."
    return f"{said} {MAY_NOT_BE_ASKED}" if status.pending else said


def _gate_lines(assessment: Assessment, conditions: tuple[Condition, ...]) -> Iterator[GateLine]:
    """Every gate in file order, but for a condition that comes before all else."""
    numbers = {condition.question: condition.number for condition in conditions}
    first = {condition.question for condition in conditions if condition.first}
    for gate in sorted(assessment.gates, key=lambda gate: gate.question.id not in first):
        yield _gate_line(gate, assessment, numbers.get(gate.question.id))


def _gate_line(gate: Gate, assessment: Assessment, number: int | None) -> GateLine:
    status = assessment.statuses[gate.question.id]
    state, words = gate.state.value, GATE_STATES[gate.state]
    if is_left_out(status) and gate.state is GateState.UNKNOWN:
        state, words = "left-out", LEFT_OUT
    if gate.evidence_missing:
        words = f"{words}: only the evidence is missing"
    return GateLine(
        gate.question.id,
        gate.question.title,
        needed(gate.asked or gate.clauses, gate.question.type),
        ". ".join(filter(None, (words_of(status), counted_lower(status)))),
        state,
        words,
        number,
    )


def _reasons(assessment: Assessment, decision: Decision, verdict: Verdict) -> Iterator[str]:
    """Why the verdict is what it is."""
    gates, bar, score = assessment.gates, assessment.bar, shown(assessment.scores.overall)
    if verdict is Verdict.READY:
        if gates:
            yield "Every gate for this stage is met or does not apply."
        if bar:
            yield f"The score, {score}, reaches the {bar} needed."
        return
    not_met, unknown = assessment.standing(GateState.NOT_MET), assessment.standing(GateState.UNKNOWN)
    if verdict is Verdict.TOO_EARLY:
        yield from _too_early_reasons(not_met, decision)
    left_out = sum(is_left_out(assessment.statuses[gate.question.id]) for gate in unknown)
    numbers = {"not met": len(not_met), "not known": len(unknown) - left_out, "left out of this report": left_out}
    for words, number in numbers.items():
        if number:
            yield f"{number} of {counted(len(gates), 'gate')} for this stage {verb(number, 'is', 'are')} {words}."
    if assessment.below_bar:
        yield f"The score, {score}, is below the {bar} needed."
    if assessment.bar_open:
        yield f"It is not known whether the score reaches the {bar} needed."


def _too_early_reasons(not_met: tuple[Gate, ...], decision: Decision) -> Iterator[str]:
    for gate in not_met:
        if gate.question.id in decision.too_early_any_of:
            yield f"This comes before all else and is not met: {ended(gate.question.title)}"
    lacking = sum(1 for gate in not_met if not gate.evidence_missing)
    if decision.too_early_gates is not None and lacking >= decision.too_early_gates:
        yield (
            f"{counted(lacking, 'gate lacks', 'gates lack')} more than evidence. "
            f"With {decision.too_early_gates} or more, it is too early for the decision."
        )


REST_ELSEWHERE = (
    "The recommendations rest on answers that are left out of this report. They stand in the part that is not "
    "for publication."
)
PERHAPS_MORE = "Answers that are left out of this report may add further conditions."
NONE_FOUND = "none that can be told here"
COMES_FIRST = "This comes before all others."
MOST_IN_FULL, MOST_IN_SHORT = 4, 12
"""With more items than the first, a list leaves out reasons and next steps; with more than the second it names
each by its title. An appendix gives the rest."""
STEPS_ELSEWHERE = "The next step for each stands where the conditions are set out in full."
ALL_ELSEWHERE = "What is there and what is needed stands where they are set out in full."


def recommendations(
    assessment: Assessment, decision: DecisionView | None, desk: Desk, *, left_out: bool
) -> tuple[Recommendation, ...]:
    """The recommendations for the verdict; none where the paper has no words for it."""
    paper = assessment.questionnaire.reference.paper
    if paper is None or decision is None or not paper.recommendations.get(decision.verdict):
        return ()
    if left_out and decision.verdict == Verdict.CANNOT_TELL.value:
        return (Recommendation("1", REST_ELSEWHERE),)
    values, most = values_of(assessment), max(len(decision.conditions), len(decision.facts))
    about = paper.slots.get("conditions", ())
    words: Mapping[str, str] = {} if most > MOST_IN_SHORT else paper.condition
    many = most > MOST_IN_FULL
    items = {
        "{conditions}": tuple(
            replace(_condition_words(c, words, values, short=many), then=_then(c, about, desk))
            for c in decision.conditions
        ),
        "{facts}": tuple(
            replace(_fact(f, words, values, short=many), then=_then(f, about, desk)) for f in decision.facts
        ),
    }
    remarks = [] if not many else [STEPS_ELSEWHERE if words else ALL_ELSEWHERE]
    remarks += [PERHAPS_MORE] if left_out else []
    texts = paper.recommendations[decision.verdict]
    slots = paper.slots.get("recommendations", ())
    return tuple(
        _recommendation(n, text, items, remarks, lambda piece: fragments(piece, slots, desk, values))
        for n, text in enumerate(texts, start=1)
    )


def _then(thing: "Condition | Fact", about: tuple[Slot, ...], desk: Desk) -> tuple[Fragment, ...]:
    """What an officer says of a condition or a fact."""
    return labelled(condition_slots(about, thing.question, thing.title), about, desk)


def values_of(assessment: Assessment) -> Mapping[str, str]:
    """What stands for the placeholders of any text of the paper; within a sentence a range is told by both its ends."""
    answers, stage = assessment.answers, assessment.stage
    low, _, high = shown(assessment.scores.overall).partition(" to ")
    return {
        "service": answers.service or "[service: not given]",
        "organisation": answers.organisation or "[organisation: not given]",
        "stage": "[stage: not given]" if stage is None else stage.label,
        "score": f"between {low} and {high}" if high else low.lower(),
        "bar": str(assessment.bar),
    }


def _recommendation(
    number: int,
    text: str,
    items: Mapping[str, tuple[Item, ...]],
    remarks: list[str],
    pieces: Callable[[str], tuple[Fragment, ...]],
) -> Recommendation:
    """One recommendation, with what is to be said of its list where it has one; `pieces` are those of a text."""
    placeholder = next((placeholder for placeholder in items if placeholder in text), None)
    if placeholder is None:
        made = pieces(text)
        return Recommendation(str(number), _joined(made), fragments=made)
    first, rest = (part.strip() for part in text.split(placeholder, 1))
    before, after = pieces(first), _joined(pieces(rest))
    listed = items[placeholder]
    if not listed:
        before = (*before, Fragment(f" {NONE_FOUND}."))
        return Recommendation(str(number), _joined(before), (), after or None, before)
    end = " ".join(filter(None, (after, *remarks))) or None
    return Recommendation(str(number), _joined(before), listed, end, before)


def _joined(pieces: Iterable[Fragment]) -> str:
    return "".join(piece.text for piece in pieces)


def _condition_words(condition: Condition, words: Mapping[str, str], values: Mapping[str, str], *, short: bool) -> Item:
    text, next_step = words.get(condition.kind), None if short else condition.next_step
    own = {"now": condition.answered.rstrip("."), "next_step": next_step or ""}
    told = (ended(condition.title), next_step) if text is None else (_told(text, condition, own, values, short=short),)
    first = COMES_FIRST if condition.first else None
    return Item("condition", condition.number, " ".join(filter(None, (*told, first))))


def _fact(fact: Fact, words: Mapping[str, str], values: Mapping[str, str], *, short: bool) -> Item:
    text = words.get("fact" if fact.question else "open_score")
    own = {"next_step": "" if short else fact.next_step or ""}
    return Item("fact", fact.number, fact.title if text is None else _told(text, fact, own, values, short=short))


def _told(text: str, thing: Condition | Fact, own: Mapping[str, str], values: Mapping[str, str], *, short: bool) -> str:
    """A text of the paper about a thing; what goes on in its sentence brings no end of its own."""
    because = "" if short else thing.because or ""
    named = {"question": thing.title, "needed": thing.needed.rstrip("."), "because": because}
    return " ".join(filled(text, {**values, **named, **own}).split())
