"""The verdict in words, with its conditions, the facts to find, every gate of the stage, and what is recommended."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.conditions import Comparison, State
from spinout.core.questionnaire import Clause, Decision, Paper, Stage, Verdict, in_words
from spinout.core.scoring.assessment import Assessment, Rung, stage_of
from spinout.core.scoring.gates import Gate, GateState
from spinout.core.scoring.statuses import Status
from spinout.core.slots import Slot
from spinout.core.wording import counted, ended
from spinout.reports.view.blocks import Item, Recommendation
from spinout.reports.view.slots import Desk, Fragment, condition_slots, filled, fragments, labelled
from spinout.reports.view.words import (
    LEFT_OUT,
    REQUIREMENT,
    TOLD,
    counted_lower,
    is_left_out,
    is_settled_elsewhere,
    joined,
    shown,
    told_of,
    verb,
    words_of,
)

PUBLICATION = {False: "For general release", True: "Open, with an exempt part"}
"""What a paper says of its publication, by whether it leaves something out."""
SCORE = "Overall score"
"""The title of the condition that is no gate."""
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
    """Something to find out before the verdict can be told: a condition of its own, numbered on from the others."""

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


FEW = 20
"""With more conditions than these nobody need name their owners and dates, and no other heading tells them again."""
VERDICTS = {
    Verdict.READY: ("met", "Ready"),
    Verdict.CONDITIONS: ("not-met", "Not ready"),
    Verdict.CANNOT_TELL: ("unknown", "Cannot tell yet"),
    Verdict.TOO_EARLY: ("not-met", "Too early"),
}
"""The mark of a verdict where each stage has one, and its words there."""


class StageLine(Struct, frozen=True):
    """One stage of the ladder. `needs` says in short what is open, and is empty where nothing is."""

    stage: str
    label: str
    asked: bool
    state: str
    words: str
    needs: str
    bar: str


class DecisionView(Struct, frozen=True):
    """The verdict at a stage and all that it rests on; `askable` says what can be asked for now instead.

    `other` is there where the answers ask for another decision than this one.
    """

    verdict: str
    words: str
    stage: str
    askable: str | None
    not_stated: str | None
    other: str | None
    reasons: tuple[str, ...]
    conditions: tuple[Condition, ...]
    facts: tuple[Fact, ...]
    gates: tuple[GateLine, ...]
    ladder: tuple[StageLine, ...]

    @property
    def to_meet(self) -> tuple[Condition | Fact, ...]:
        """All that stands among the conditions, in the order of its numbers."""
        return tuple(sorted((*self.conditions, *self.facts), key=lambda each: each.number))

    @property
    def crowded(self) -> bool:
        """Whether there are so many conditions that the paper tells each in one place alone."""
        return len(self.to_meet) > FEW


def decision_view(
    assessment: Assessment,
    due: str | None = None,
    numbers: Mapping[str | None, int] = MappingProxyType({}),
    *,
    numbered: bool = False,
) -> DecisionView | None:
    """The decision's part of a report; None where the questionnaire decides nothing.

    `due` says who is to be heard before it. `numbers` are those that conditions have in the published report, by their
    questions: they keep them, and others are numbered on. With `numbered` levels have their numbers, for those who type
    them.
    """
    decision, stage, verdict = assessment.questionnaire.decision, assessment.stage, assessment.verdict
    if decision is None or stage is None or verdict is None:
        return None
    conditions, now = _conditions(assessment, decision, numbered=numbered), assessment.askable
    facts = _facts(assessment, len(conditions) + 1, numbered=numbered)
    if numbers:
        conditions, facts = _kept(conditions, facts, numbers)
    return DecisionView(
        verdict.value,
        in_words(verdict, stage.label),
        stage.label,
        None if now is None or now == stage else f"What can be asked for now: {now.label}",
        None if assessment.stated else NOT_STATED,
        _asked_otherwise(assessment, stage),
        (*_reasons(assessment, decision, verdict), *([due] if due else [])),
        conditions,
        facts,
        tuple(_gate_lines(assessment, (*conditions, *facts), numbered=numbered)),
        tuple(_stage_line(rung, assessment) for rung in assessment.ladder),
    )


def _kept(
    conditions: tuple[Condition, ...], facts: tuple[Fact, ...], numbers: Mapping[str | None, int]
) -> tuple[tuple[Condition, ...], tuple[Fact, ...]]:
    """The same under the numbers that they have elsewhere; those that have none there come after all of them."""
    new = count(max(numbers.values()) + 1)
    conditions = tuple(replace(each, number=numbers.get(each.question) or next(new)) for each in conditions)
    facts = tuple(replace(each, number=numbers.get(each.question) or next(new)) for each in facts)
    return (
        tuple(sorted(conditions, key=lambda each: each.number)),
        tuple(sorted(facts, key=lambda each: each.number)),
    )


def _asked_otherwise(assessment: Assessment, stage: Stage) -> str | None:
    """That the answers ask for another decision, where they do."""
    asked, stated = stage_of(assessment.questionnaire, assessment.statuses, None)
    if asked is None or not stated or asked == stage:
        return None
    return f"The answers ask for another decision: {asked.label}. This is judged for: {stage.label}."


def _stage_line(rung: Rung, assessment: Assessment) -> StageLine:
    stage = rung.stage
    needs = ", ".join(_lacks(rung, assessment))
    bar = str(stage.ready_from) if stage.ready_from else "None"
    return StageLine(stage.id, stage.label, stage == assessment.stage, *VERDICTS[rung.verdict], needs, bar)


def _lacks(rung: Rung, assessment: Assessment) -> Iterator[str]:
    """What keeps a stage from being ready, in short."""
    bar, score = rung.stage.ready_from, assessment.scores.overall
    unknown = [gate for gate in rung.gates if gate.state is GateState.UNKNOWN]
    left_out = sum(is_settled_elsewhere(gate, assessment.statuses) for gate in unknown)
    not_met = sum(gate.state is GateState.NOT_MET for gate in rung.gates)
    told = ((not_met, "not met"), (len(unknown) - left_out, "not known"), (left_out, "left out"))
    yield from (f"{number} {words}" for number, words in told if number)
    if bar and (score is None or score.low < bar):
        yield f"score {'below' if score is not None and score.high < bar else 'perhaps below'} {bar}"


MORE_NEEDED = "; other answers may ask for more"


def needed(gate: Gate, clauses: Iterable[Clause], *, numbered: bool = False) -> str:
    """What clauses of a gate ask of an answer, each thing once.

    Those that hang on answers not known are told where there are no others.
    """
    every, kind = tuple(clauses), gate.question.type
    sure = gate.sure(every)
    told = kind.clause if numbered else kind.told_clause
    words = "; and ".join(dict.fromkeys(map(told, _together([each.needs for each in sure or every]))))
    return f"{words}{MORE_NEEDED}" if sure and len(sure) < len(every) else words


def _together(asked: list[Comparison]) -> Iterator[Comparison]:
    """The same comparisons, those that each forbid some answers made into one, in place of the first."""
    forbidding = [each for each in asked if each.operator == "is_not"]
    forbidden = dict.fromkeys(value for each in forbidding if isinstance(each.given, tuple) for value in each.given)
    for each in asked:
        if each not in forbidding:
            yield each
        elif each is forbidding[0]:
            yield replace(each, given=tuple(forbidden))


def _conditions(assessment: Assessment, decision: Decision, *, numbered: bool) -> tuple[Condition, ...]:
    found = [
        _condition(number, gate, assessment.statuses[gate.question.id], decision, numbered=numbered)
        for number, gate in enumerate(assessment.standing(GateState.NOT_MET), start=1)
    ]
    if assessment.below_bar:
        partly = "" if assessment.complete else ". Even the best answers to what is open would not reach it."
        found.append(
            Condition(
                len(found) + 1,
                "score",
                None,
                SCORE,
                f"{assessment.bar} or more",
                f"{shown(assessment.scores.overall)}{partly}",
                None,
                None,
            )
        )
    return tuple(found)


def _condition(number: int, gate: Gate, status: Status, decision: Decision, *, numbered: bool) -> Condition:
    question = gate.question
    return Condition(
        number,
        "evidence" if gate.evidence_missing else "gate",
        question.id,
        question.title,
        needed(gate, gate.unmet, numbered=numbered),
        words_of(status) if numbered else told_of(status),
        _lacking(gate, status, numbered=numbered),
        question.step_from(status.effective),
        question.id in decision.too_early_any_of,
        gate.because,
    )


def _lacking(gate: Gate, status: Status, *, numbered: bool) -> str | None:
    """What is said of evidence: that it alone is missing, or that the answer counts lower without it."""
    if not gate.evidence_missing:
        return counted_lower(status, numbered=numbered)
    wanted = f" What would do: {gate.question.evidence}" if gate.question.evidence else ""
    return (
        "Only the evidence is missing. The answer is high enough, but without evidence it counts one level "
        f"lower.{wanted}"
    )


def _facts(assessment: Assessment, first: int, *, numbered: bool) -> tuple[Fact, ...]:
    """What is not known and a gate or the score hangs on, numbered from `first` on."""
    statuses = assessment.statuses
    unknown = [g for g in assessment.standing(GateState.UNKNOWN) if not is_settled_elsewhere(g, statuses)]
    found = [
        Fact(
            number,
            gate.question.id,
            gate.question.title,
            _why_unknown(statuses[gate.question.id]),
            needed(gate, gate.unmet, numbered=numbered),
            gate.question.step_from(statuses[gate.question.id].effective),
            gate.because,
        )
        for number, gate in enumerate(unknown, start=first)
    ]
    if assessment.bar_open and any(s.open and not is_left_out(s) for s in statuses.values()):
        found.append(
            Fact(
                len(found) + first,
                None,
                SCORE,
                f"{shown(assessment.scores.overall)}, with answers still open.",
                f"{assessment.bar} or more, at its lowest",
                "Answer enough of the open questions to tell.",
            )
        )
    return tuple(found)


def _why_unknown(status: Status) -> str:
    if status.state is State.ANSWERED:
        return "What is there falls short, and it is not known yet whether this applies."
    return f"{TOLD[status.state]}{', and may not apply' if status.pending else ''}."


def _gate_lines(assessment: Assessment, to_meet: tuple[Condition | Fact, ...], *, numbered: bool) -> Iterator[GateLine]:
    """Every gate in file order, but for a condition that comes before all else."""
    numbers = {each.question: each.number for each in to_meet}
    first = {each.question for each in to_meet if isinstance(each, Condition) and each.first}
    for gate in sorted(assessment.gates, key=lambda gate: gate.question.id not in first):
        yield _gate_line(gate, assessment, numbers.get(gate.question.id), numbered=numbered)


def _gate_line(gate: Gate, assessment: Assessment, number: int | None, *, numbered: bool) -> GateLine:
    status = assessment.statuses[gate.question.id]
    said = words_of(status) if numbered else told_of(status)
    state, words = gate.state.value, GATE_STATES[gate.state]
    if is_settled_elsewhere(gate, assessment.statuses):
        state, words = "left-out", LEFT_OUT
    if gate.evidence_missing:
        words = f"{words}: only the evidence is missing"
    return GateLine(
        gate.question.id,
        gate.question.title,
        needed(gate, gate.asked or gate.clauses, numbered=numbered),
        ". ".join(filter(None, (said, counted_lower(status, numbered=numbered)))),
        state,
        words,
        number,
    )


def _reasons(assessment: Assessment, decision: Decision, verdict: Verdict) -> Iterator[str]:
    """Why the verdict is what it is."""
    gates, bar, score = assessment.gates, assessment.bar, shown(assessment.scores.overall)
    if verdict is Verdict.READY:
        if gates:
            yield f"Every {REQUIREMENT} of this decision is met or does not apply."
        if bar:
            yield f"The score, {score}, reaches the {bar} needed."
        return
    not_met, unknown = assessment.standing(GateState.NOT_MET), assessment.standing(GateState.UNKNOWN)
    for gate in not_met if verdict is Verdict.TOO_EARLY else ():
        if gate.question.id in decision.too_early_any_of:
            yield f"This comes before all else and is not met: {ended(gate.question.title)}"
    left_out = sum(is_settled_elsewhere(gate, assessment.statuses) for gate in unknown)
    numbers = {"not met": len(not_met), "not known": len(unknown) - left_out, "left out of this report": left_out}
    told = [f"{number} {verb(number, 'is', 'are')} {words}" for words, number in numbers.items() if number]
    if told:
        yield f"Of {counted(len(gates), REQUIREMENT)} of this decision, {joined(told)}."
    if verdict is Verdict.TOO_EARLY:
        yield from _too_many(not_met, decision)
    if assessment.below_bar:
        yield f"The score, {score}, is below the {bar} needed."
    if assessment.bar_open:
        yield f"It is not known whether the score reaches the {bar} needed."


def _too_many(not_met: tuple[Gate, ...], decision: Decision) -> Iterator[str]:
    lacking = sum(1 for gate in not_met if not gate.evidence_missing)
    if decision.too_early_gates is not None and lacking >= decision.too_early_gates:
        yield (
            f"{lacking} of those not met lack more than evidence. From {decision.too_early_gates} on it is too early "
            "for this decision."
        )


REST_ELSEWHERE = (
    "The recommendations rest on answers that are left out of this report. They stand in the exempt part, which is not "
    "for publication."
)
PERHAPS_MORE = "Answers that are left out may add to them."
POINTS, UNHEARD = "{points}", "{unheard}"
"""A recommendation that names the points to check, or those who were not heard, stands only where there are any."""
NONE_FOUND = "none that can be told here"
COMES_FIRST = "This comes before all others."


def recommendations(
    assessment: Assessment, decision: DecisionView | None, desk: Desk, unheard: str | None, *, left_out: bool
) -> tuple[Recommendation, ...]:
    """The recommendations for the verdict at this decision; none where the paper has no words for it.

    `unheard` are those whom the decision needs and who were not heard.
    """
    paper, stage = assessment.questionnaire.reference.paper, assessment.stage
    if paper is None or decision is None or stage is None:
        return ()
    absent = [name for name, there in ((POINTS, assessment.rules.checks), (UNHEARD, unheard)) if not there]
    every = paper.recommended(decision.verdict, stage.id)
    texts = [text for text in every if not any(name in text for name in absent)]
    if not texts:
        return ()
    if left_out and decision.verdict == Verdict.CANNOT_TELL.value:
        return (Recommendation("1", REST_ELSEWHERE),)
    values, slots = {**values_of(assessment), "unheard": unheard or ""}, paper.slots.get("recommendations", ())
    facts = tuple(_item(fact, paper, values, decision, desk) for fact in decision.facts)
    conditions = tuple(_item(each, paper, values, decision, desk) for each in decision.to_meet)
    items = {"{conditions}": conditions, "{facts}": facts}
    remarks = [PERHAPS_MORE] if left_out else []
    return tuple(
        _recommendation(n, text, items, remarks, lambda piece: fragments(piece, slots, desk, values))
        for n, text in enumerate(texts, start=1)
    )


def condition_places(paper: Paper, decision: DecisionView) -> tuple[Slot, ...]:
    """The slots that each condition has; nobody need fill them where there are very many conditions."""
    about = paper.slots.get("conditions", ())
    return tuple(replace(slot, needed=False) for slot in about) if decision.crowded else about


def told_once(decision: DecisionView | None, recommended: Iterable[Recommendation]) -> Mapping[str, int]:
    """The questions that stand among very many conditions and are not told again, each with its number."""
    if decision is None or not decision.crowded or not any(one.items for one in recommended):
        return {}
    return {each.question: each.number for each in decision.to_meet if each.question}


def _item(thing: Condition | Fact, paper: Paper, values: Mapping[str, str], decision: DecisionView, desk: Desk) -> Item:
    """A condition or a fact in a recommendation, with what an officer says of it."""
    words = paper.condition
    item = _condition_words(thing, words, values) if isinstance(thing, Condition) else _fact(thing, words, values)
    about = condition_places(paper, decision)
    return replace(item, then=labelled(condition_slots(about, thing.question, thing.title), about, desk))


def values_of(assessment: Assessment, *, left_out: bool = False) -> Mapping[str, str]:
    """What stands for the placeholders of any text of the paper; within a sentence a range is told by both its ends.

    `left_out` where the paper leaves something out.
    """
    answers, stage = assessment.answers, assessment.stage
    low, _, high = shown(assessment.scores.overall).partition(" to ")
    checks = len(assessment.rules.checks)
    return {
        "points": f"the {checks} points to check" if checks > 1 else "the one point to check",
        "service": answers.service or "[service: not given]",
        "organisation": answers.organisation or "[organisation: not given]",
        "stage": "[stage: not given]" if stage is None else stage.label,
        "score": f"between {low} and {high}" if high else low.lower(),
        "bar": str(assessment.bar),
        "publication": PUBLICATION[left_out],
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
        return Recommendation(str(number), _joined(made), fragments=made, points=POINTS in text)
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


def _condition_words(condition: Condition, words: Mapping[str, str], values: Mapping[str, str]) -> Item:
    text, now = words.get(condition.kind), condition.answered.rstrip(".")
    told = ended(condition.title) if text is None else _told(text, condition, now, values)
    return Item("condition", condition.number, " ".join(filter(None, (told, COMES_FIRST if condition.first else None))))


def _fact(fact: Fact, words: Mapping[str, str], values: Mapping[str, str]) -> Item:
    text = words.get("fact" if fact.question else "open_score")
    return Item("fact", fact.number, ended(fact.title) if text is None else _told(text, fact, fact.why, values))


def _told(text: str, thing: Condition | Fact, now: str, values: Mapping[str, str]) -> str:
    """A text of the paper about a thing; what goes on in its sentence brings no end of its own."""
    named = {
        "question": thing.title,
        "now": now.rstrip("."),
        "needed": thing.needed.rstrip("."),
        "because": thing.because or "",
        "next_step": thing.next_step or "",
    }
    return " ".join(filled(text, {**values, **named}).split())
