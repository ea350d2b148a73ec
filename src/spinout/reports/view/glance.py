"""An assessment at a glance: what can be asked for now, how far each decision is, and what to do first.

It is a pure function of the assessment. It leaves much out, and says how much.
"""

from collections.abc import Iterator

from msgspec import Struct

from spinout.core.conditions import State
from spinout.core.problems import Code
from spinout.core.questionnaire import Verdict
from spinout.core.scoring.assessment import Assessment, Rung
from spinout.core.scoring.gates import Gate, GateState
from spinout.core.scoring.statuses import Status
from spinout.core.wording import counted
from spinout.reports.view.decision import GATE_STATES, NOT_STATED
from spinout.reports.view.findings import check_lines
from spinout.reports.view.hearing import HearingView
from spinout.reports.view.scoring import SectionLine, score_view
from spinout.reports.view.words import between, is_left_out, is_settled_elsewhere, joined, shown, words_of

MOST_TO_DO = 3
HEADLINES = {
    Verdict.READY: "READY to ask for {}",
    Verdict.CONDITIONS: "NOT READY to ask for {}: conditions to meet first",
    Verdict.CANNOT_TELL: "CANNOT TELL YET if it is ready for {}",
    Verdict.TOO_EARLY: "TOO EARLY to ask for {}",
}
IN_SHORT = {
    Verdict.READY: "ready",
    Verdict.CONDITIONS: "not yet",
    Verdict.CANNOT_TELL: "cannot tell yet",
    Verdict.TOO_EARLY: "too early",
}
NOTHING_DECIDED = "This questionnaire has no decision, so there is no verdict."
NO_SCORE = "The score: nothing is assessed"
BEFORE_ALL = "This comes before all else."
EVIDENCE_ALONE = "only the evidence is missing"


class RungLine(Struct, frozen=True):
    """One decision of the ladder: its essentials by how they stand, those that do not apply left out."""

    stage: str
    label: str
    asked: bool
    verdict: str
    met: int
    missing: int
    unknown: int
    words: str
    """The verdict, and what it hangs on."""

    @property
    def essentials(self) -> int:
        """How many apply, or may."""
        return self.met + self.missing + self.unknown

    @property
    def counts(self) -> str:
        """How many are met, of how many."""
        return f"{self.met} of {self.essentials} met" if self.essentials else "no essentials"


class ToDo(Struct, frozen=True):
    """One thing to meet or to find out: what is there now, what is needed, and the next step."""

    number: int
    question: str | None
    title: str
    now: str
    needed: str | None
    next_step: str | None

    @property
    def words(self) -> str:
        """What it is, and what it lacks."""
        return _named(self.title, f"{self.now}; needs {self.needed}" if self.needed else self.now)


class Glance(Struct, frozen=True):
    """What stands on one screen. `askable` is None where nothing is decided; `low` and `high` are whole points.

    `to_do` are the first of `every` things to do; `points` are the messages of checks that fired.
    """

    service: str
    said: str
    verdict: str | None
    headline: str
    askable: str | None
    remarks: tuple[str, ...]
    ladder: tuple[RungLine, ...]
    score: str
    low: int | None
    high: int | None
    sections: tuple[SectionLine, ...]
    """Those that count."""
    to_do: tuple[ToDo, ...]
    every: int
    points: tuple[str, ...]
    warnings: int


def glance_of(assessment: Assessment, hearing: HearingView | None = None) -> Glance:
    """What one screen says of an assessment; `hearing` says who was heard besides."""
    answers, verdict, score = assessment.answers, assessment.verdict, score_view(assessment)
    to_do = tuple(_to_do(assessment))
    counts = assessment.counts
    date = f"{answers.date}, " if answers.date else ""
    warnings = sum(warning.code is not Code.STAGE_NOT_STATED for warning in assessment.warnings)
    return Glance(
        service=", ".join(filter(None, (answers.service or "A service without a name", answers.organisation))),
        said=f"{date}{counts.answered} of {counts.shown} answered",
        verdict=None if verdict is None else verdict.value,
        headline=headline(assessment),
        askable=_askable(assessment),
        remarks=tuple(_remarks(assessment, hearing)),
        ladder=tuple(_rung(rung, assessment) for rung in assessment.ladder),
        score=_score(assessment),
        low=score.low,
        high=score.high,
        sections=tuple(
            line
            for line, section in zip(score.sections, assessment.questionnaire.sections, strict=True)
            if section.weight
        ),
        to_do=to_do[:MOST_TO_DO],
        every=len(to_do),
        points=tuple(line.message for line in check_lines(assessment)),
        warnings=warnings,
    )


def headline(assessment: Assessment) -> str:
    """The verdict as a line that stands first, with the decision that was asked for."""
    if assessment.verdict is None or assessment.stage is None:
        return NOTHING_DECIDED
    return HEADLINES[assessment.verdict].format(assessment.stage.label)


def _askable(assessment: Assessment) -> str | None:
    """The furthest decision that is ready, whichever was asked for."""
    if assessment.stage is None:
        return None
    rung = next((rung for rung in reversed(assessment.ladder) if rung.verdict is Verdict.READY), None)
    if rung is None:
        return "No decision can be asked for yet."
    met = sum(gate.state is GateState.MET for gate in rung.gates)
    grounds = [f"all {met} of its essentials are met" if met > 1 else "its one essential is met"] if met else []
    grounds += [f"its score of {rung.stage.ready_from} is reached"] if rung.stage.ready_from else []
    why = f": {joined(grounds)}" if grounds else ""
    if rung.stage == assessment.stage:
        return f"You can ask for it now{why}."
    return f"You can ask now for {rung.stage.label}{why}."


def _remarks(assessment: Assessment, hearing: HearingView | None) -> Iterator[str]:
    if not assessment.stated:
        yield NOT_STATED
    if hearing is None:
        return
    if hearing.due is not None:
        yield hearing.due
    if hearing.differ is not None:
        number = len(hearing.lines)
        yield f"{hearing.heard} On {counted(number, 'question')} others answered otherwise."


def _rung(rung: Rung, assessment: Assessment) -> RungLine:
    met, missing, unknown = (
        sum(gate.state is state for gate in rung.gates)
        for state in (GateState.MET, GateState.NOT_MET, GateState.UNKNOWN)
    )
    lacks = [f"{missing} missing"] if missing else []
    lacks += [f"{unknown} unknown"] if unknown else []
    # What essentials are open says enough; what each decision needs stands beside the score.
    if not lacks and rung.verdict is not Verdict.READY:
        score = assessment.scores.overall
        below = score is not None and score.high < rung.stage.ready_from
        lacks = [f"the score {'is' if below else 'may be'} below {rung.stage.ready_from}"]
    short = IN_SHORT[rung.verdict]
    return RungLine(
        stage=rung.stage.id,
        label=rung.stage.label,
        asked=rung.stage == assessment.stage,
        verdict=rung.verdict.value,
        met=met,
        missing=missing,
        unknown=unknown,
        words=f"{short}: {', '.join(lacks)}" if lacks else short,
    )


def _score(assessment: Assessment) -> str:
    """The score or its range, with what the decision asked for needs of it, and each one after that."""
    score = score_view(assessment)
    words = NO_SCORE
    if score.low is not None and score.high is not None:
        widest = "" if assessment.scores.overall is None or assessment.scores.overall.exact else " at the widest"
        words = f"Score {between(score.low, score.high)} of 100{widest}"
    decision, stage = assessment.questionnaire.decision, assessment.stage
    if decision is None or stage is None or not any(each.ready_from for each in decision.stages):
        return words
    later = [str(each.ready_from) for each in decision.stages[decision.stages.index(stage) + 1 :]]
    after = f", then {joined(later)}" if later else ""
    return f"{words}; needed here: {stage.ready_from or 'none'}{after}"


def _to_do(assessment: Assessment) -> Iterator[ToDo]:
    """What is not met, then what is not known; the score after the gates of its kind."""
    statuses, score = assessment.statuses, _points(assessment)
    found = [
        _condition(gate, statuses[gate.question.id], assessment) for gate in assessment.standing(GateState.NOT_MET)
    ]
    if assessment.below_bar:
        step = "The moves that take the least effort: spinout plan."
        found.append(ToDo(0, None, "The score", score, f"{assessment.bar} or more", step))
    unknown = [gate for gate in assessment.standing(GateState.UNKNOWN) if not is_settled_elsewhere(gate, statuses)]
    found += [_condition(gate, statuses[gate.question.id], assessment) for gate in unknown]
    if assessment.bar_open and any(status.open and not is_left_out(status) for status in statuses.values()):
        step = "Answer enough of the open questions to tell."
        found.append(ToDo(0, None, "The score", score, f"{assessment.bar} or more, at its lowest", step))
    for number, each in enumerate(found, start=1):
        yield ToDo(number, each.question, each.title, each.now, each.needed, each.next_step)


def _points(assessment: Assessment) -> str:
    score = score_view(assessment)
    return "nothing is assessed" if score.low is None or score.high is None else f"now {between(score.low, score.high)}"


def _condition(gate: Gate, status: Status, assessment: Assessment) -> ToDo:
    question, decision = gate.question, assessment.questionnaire.decision
    step = question.step_from(status.effective)
    if gate.evidence_missing:
        step = question.evidence and f"What would do: {question.evidence}"
    if decision is not None and question.id in decision.too_early_any_of:
        step = " ".join(filter(None, (BEFORE_ALL, step)))
    needed = "; and ".join(question.type.short_clause(clause.needs) for clause in gate.unmet)
    evidence = gate.evidence_missing
    now = EVIDENCE_ALONE if evidence else _now(status)
    return ToDo(0, question.id, question.title, now, None if evidence else needed, step)


def _now(status: Status) -> str:
    """The answer in short, with what it counts as where that is less."""
    answer, kind = status.answer, status.question.type
    if status.answer.exempt or not status.shown or answer.value is None or status.open:
        words = words_of(status) if answer.exempt or status.state is not State.UNANSWERED else "No answer"
        return f"{words[0].lower()}{words[1:]}"
    lower = status.effective is not None and status.effective != answer.value
    return f"now {kind.short(answer.value)}" + (f", without evidence {status.effective}" if lower else "")


class Change(Struct, frozen=True):
    """What a trial changes, in sentences: `tried` are the answers, `changes` is what comes of them."""

    tried: tuple[str, ...]
    changes: tuple[str, ...]


def changes_of(before: Assessment, after: Assessment, tried: tuple[str, ...]) -> Change:
    """What other answers change: the verdict, what can be asked for, gates and scores."""
    titles = {ident: status.question.title for ident, status in after.statuses.items()}
    said = tuple(
        _named(titles[ident], f"{words_of(before.statuses[ident])} -> {words_of(after.statuses[ident])}")
        for ident in tried
    )
    return Change(said, tuple(_changes(before, after)))


def _changes(before: Assessment, after: Assessment) -> Iterator[str]:
    old, new = headline(before), headline(after)
    yield f"Before: {old}" if old != new else "The verdict does not change."
    if (can := _askable(before)) != _askable(after):
        yield f"Before: {can}"
    now, then = ({gate.question.id: gate for gate in found.gates} for found in (before, after))
    for ident in {**now, **then}:
        was, becomes = (GATE_STATES[gates[ident].state] if ident in gates else "No gate" for gates in (now, then))
        yield from _moved(after.statuses[ident].question.title, was.lower(), becomes.lower())
    yield from _moved("Score", *(shown(found.scores.overall).lower() for found in (before, after)))


def _moved(what: str, was: str, now: str) -> Iterator[str]:
    if was != now:
        yield _named(what, f"{was} -> {now}")


def _named(title: str, words: str) -> str:
    """What is said of a thing, behind its title; one that is a question has its mark already."""
    return f"{title} {words}" if title.endswith("?") else f"{title}: {words}"
