"""The report of a comparison: what moved and why in sentences, then what changed and matters, for people who decide."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from spinout.core.conditions import State
from spinout.core.insight.comparison import CautionCode, Moved, Said, ServiceComparison, at_one_stage
from spinout.core.insight.migration import Aspect, Loss
from spinout.core.scoring.assessment import Assessment
from spinout.core.scoring.gates import Gate, GateState
from spinout.core.scoring.scores import ScoreRange, points_brought
from spinout.core.scoring.statuses import Status
from spinout.core.wording import counted, ended
from spinout.reports.side_by_side.comparison import (
    ASPECTS,
    NOT_THERE,
    TRUTHS,
    each_of,
    latest,
    outcome_words,
    score_rows,
)
from spinout.reports.side_by_side.documents import (
    NOT_TOLD_APART,
    ComparedSubject,
    day_of,
    titled,
    to_know,
    verdict_words,
)
from spinout.reports.side_by_side.pictures import dates_picture, moves_picture
from spinout.reports.side_by_side.telling import Telling
from spinout.reports.view.decision import GATE_STATES
from spinout.reports.view.words import LEFT_OUT, band_words, joined, label_of, shown, tenths, told_of, verb

MOST_FIRST = 10
"""So many answers stand first, those that moved the score most; in a timeline the rest is counted alone."""
MOST_SAID = 3
"""So many of them are named in a sentence."""
REQUIREMENTS = {**ASPECTS, Aspect.GATES: "the requirements"}
LOST = {
    Loss.REMOVED: "The question is no longer asked, so the answer does not count.",
    Loss.GONE: "The question is no longer asked, so the answer does not count.",
    Loss.UNREADABLE: "The question no longer takes this answer, so it counts as not answered.",
    Loss.ANSWERED_TWICE: "Two questions became one and both were answered, so neither answer is taken.",
}
NOT_GIVEN = (State.UNANSWERED, State.HIDDEN)
Table = tuple[Sequence[tuple[str, ...]], tuple[str, ...]]
"""The rows of a table and its heads."""
NEW_QUESTIONNAIRE = (
    "What the questionnaire changed is told apart from what the service changed: the answers before were also "
    "scored under the new questionnaire."
)


def comparison_report(compared: ComparedSubject) -> Telling:
    """What the report of a comparison of two documents, or of a timeline of more, tells."""
    every = [document.assessment for document in compared.documents]
    timeline = len(every) > 2
    page = Telling(f"{'How it moved over time' if timeline else 'What changed'}: {titled(every[-1].answers)}")
    if timeline:
        _timeline(page, compared, every)
    else:
        _step(page, compared.steps[0])
    page.items("To know when reading this", to_know(compared.documents, compared.cautions))
    return page


def _timeline(page: Telling, compared: ComparedSubject, every: Sequence[Assessment]) -> None:
    """Where the service stood at each date, and then each step from one to the next."""
    dates = [day_of(each.answers) for each in every]
    first, last = every[0], every[-1]
    page.text(
        f"From the first answers ({dates[0]}) to the last ({dates[-1]}):",
    )
    lines = (
        _both("verdict", verdict_words(first), verdict_words(last)),
        _both("score, out of 100,", shown(first.scores.overall), shown(last.scores.overall)),
    )
    page.text(*lines, mark="- ")
    page.picture(dates_picture(every, dates))
    rows = []
    for date, at in zip(dates, every, strict=True):
        not_met = sum(gate.state is GateState.NOT_MET for gate in at.gates)
        stage = "-" if at.stage is None else at.stage.label
        rows.append((date, stage, verdict_words(at), str(not_met), shown(at.scores.overall)))
    page.table(rows, ("Date", "Decision asked for", "Verdict", "Requirements not met", "Score"))
    for number, step in enumerate(compared.steps, start=1):
        name = f"Step {number}: "
        page.heading(f"{name}from {dates[number - 1]} to {dates[number]}")
        _step(page, step, name)


def _step(page: Telling, comparison: ServiceComparison, step: str = "") -> None:
    """What moved between two documents; `step` stands before the headings where they are one step of several."""
    parted = bool(comparison.questionnaire) or bool(comparison.lost)
    if parted:
        page.text(NEW_QUESTIONNAIRE)
    elif step and any(caution.code is CautionCode.CAUSES_NOT_PARTED for caution in comparison.cautions):
        page.text(NOT_TOLD_APART)
    if comparison.moved:
        _StepReport(page, comparison, parted=parted, step=step).tell()
    else:
        page.text("Nothing moved: the verdict, the score, the requirements and the answers are as before.")
    _questionnaire(page, comparison)
    _old_answers(page, comparison)


def _both(what: str, before: str, now: str) -> str:
    """What something is and was, in sentences: verdicts have colons of their own."""
    if before == now:
        return f"The {what} is as before: {ended(now)}"
    return f"The {what} is now: {ended(now)} Before, it was: {ended(before)}"


class _StepReport:
    """Tells what moved, judged for one decision at both dates; why stands beside it where the causes are `parted`."""

    def __init__(self, page: Telling, comparison: ServiceComparison, *, parted: bool, step: str) -> None:
        self._page = page
        self._step = step
        self._comparison = comparison
        self._parted = parted
        self._judged = at_one_stage(comparison)
        self._points = each_of(
            Moved(comparison.old, comparison.between, comparison.new),
            lambda at: points_brought(at.questionnaire, at.statuses),
        )
        self._answers = sorted(comparison.answers.items(), key=lambda found: -self._shift(found[0]))

    def tell(self) -> None:
        """Sentences, the picture, and tables of what changed."""
        page = self._page
        page.text(*self._verdict(), *self._score(), *self._requirements(), *self._changed(), mark="- ")
        picture = moves_picture(score_rows(self._comparison), parted=self._parted)
        if picture is not None:
            self._head(picture.title)
            page.picture(picture)
        self._table("Requirements that changed", self._requirement_rows(), ("Before", "Now", "Requirements", "Number"))
        first, rest = self._open_answers()[:MOST_FIRST], self._open_answers()[MOST_FIRST:]
        self._table(
            "The answers that moved the score most" if rest else "Answers that changed", *self._answer_rows(first)
        )
        self._table("Results that changed", self._result_rows(), ("Result", "Before", "Now"))
        if self._step and rest:
            page.text(f"{counted(len(rest), 'more answer')} changed. A comparison of these two alone has each.")
            return
        given = [(ident, moved) for ident, moved in rest if moved.old and moved.old.state not in NOT_GIVEN]
        self._table("Other answers that changed", *self._answer_rows(given))
        self._table("Other answers that are new", *self._new_rows([each for each in rest if each not in given]))

    def _head(self, title: str) -> None:
        self._page.heading(f"{self._step}{title[:1].lower()}{title[1:]}" if self._step else title)

    def _table(self, title: str, rows: Sequence[tuple[str, ...]], heads: tuple[str, ...]) -> None:
        """A table under its heading, with what moved each row where that is known; nothing without rows."""
        if rows:
            self._head(title)
            self._page.table(rows, (*heads, "Moved by") if self._parted else heads)

    def _verdict(self) -> Iterator[str]:
        comparison = self._comparison
        old, new = comparison.old, comparison.new
        yield _both("verdict", verdict_words(old), verdict_words(new))
        if old.stage is None or new.stage is None or old.stage.id == new.stage.id:
            return
        asked = f"The answers before ask for {old.stage.label}, those now for {new.stage.label}"
        if self._judged is comparison:
            yield f"{asked}, so the two verdicts are not of one decision."
            return
        yield (
            f"{asked}. So that they can be compared, the requirements below are those of {new.stage.label} on both "
            f"dates; judged for that, the verdict before is: {ended(verdict_words(self._judged.old))}"
        )

    def _score(self) -> Iterator[str]:
        comparison = self._comparison
        old, new = comparison.old, comparison.new
        bands = [f", {band_words(at.bands.low, at.bands.high)}" if at.bands else "" for at in (old, new)]
        scores = [f"{shown(at.scores.overall)}{band}" for at, band in zip((old, new), bands, strict=True)]
        yield _both("score, out of 100,", *scores)
        if self._parted:
            yield f"Under the new questionnaire the answers before score {shown(comparison.between.scores.overall)}."
        before, now = (sum(status.open for status in at.statuses.values()) for at in (old, new))
        if before != now:
            yield f"{counted(before, 'question')} had no answer before, {now} {verb(now, 'has', 'have')} none now."

    def _requirements(self) -> Iterator[str]:
        """How many requirements are met, and how many are newly met or newly open."""
        judged = self._judged
        if judged.new.stage is None:
            return
        applying = [gate for gate in judged.new.gates if gate.state is not GateState.NOT_APPLICABLE]
        met = sum(gate.state is GateState.MET for gate in applying)
        before = sum(gate.state is GateState.MET for gate in judged.old.gates)
        standing = (
            f"Of {counted(len(applying), 'requirement')} of {judged.new.stage.label} that "
            f"{verb(len(applying), 'applies', 'apply')}, {met} {verb(met, 'is', 'are')} met; before, {before} "
            f"{verb(before, 'was', 'were')}."
        )
        tally = Counter(_turn(moved) for moved in judged.gates.values())
        said = (
            (tally["met"], "newly met"),
            (tally["lost"], "no longer met"),
            (tally["not met"], "now known not to be met"),
        )
        told = [f"{number} {verb(number, 'is', 'are')} {words}" for number, words in said if number]
        turned = f"{joined(told)}." if told else "None is newly met or newly open."
        yield f"{standing} {turned}"

    def _changed(self) -> Iterator[str]:
        found = self._comparison.new.statuses.values()
        same = sum(s.shown and not s.open for s in found) - sum(
            moved.new is not None and moved.new.status.shown and not moved.new.status.open for _, moved in self._answers
        )
        number = len(self._answers)
        yield f"{counted(number, 'answer')} changed, {same} {verb(same, 'is', 'are')} as before."
        most = [latest(m).status.question.title for i, m in self._open_answers() if self._shift(i)][:MOST_SAID]
        if most:
            these = verb(len(most), "this answer", "these answers")
            yield ended(f"The score moved most by {these}: {'; '.join(most)}")
        if exempt := number - len(self._open_answers()):
            yield f"{counted(exempt, 'answer')} that changed {verb(exempt, 'is', 'are')} exempt and not shown below."

    def _open_answers(self) -> list[tuple[str, Moved[Said | None]]]:
        """The answers that changed and are not exempt, those that moved the score most first."""
        return [(ident, moved) for ident, moved in self._answers if not self._is_exempt(ident)]

    def _requirement_rows(self) -> list[tuple[str, ...]]:
        """The requirements that changed, together where they were and are alike: what is not met now first.

        Those whose answer is exempt are left out.
        """
        groups: dict[tuple[str, ...], list[str]] = {}
        order = {"Not met": 0, "Not known": 1, "Met": 2}
        for ident, moved in self._judged.gates.items():
            key = (_state(moved.old), _state(moved.new), *self._why(moved))
            if not self._is_exempt(ident) and (key[0] != key[1] or self._parted):
                groups.setdefault(key, []).append(latest(moved).question.title)
        found = sorted(groups.items(), key=lambda group: (order.get(group[0][1].split(",")[0], 3), group[0]))
        return [(key[0], key[1], "; ".join(titles), str(len(titles)), *key[2:]) for key, titles in found]

    def _answer_rows(self, found: Iterable[tuple[str, Moved[Said | None]]]) -> Table:
        """What was and is answered, and the points that it brings."""
        rows = []
        for ident, moved in found:
            words = each_of(moved, _said)
            points = (_points(self._points.old.get(self._old_id(ident))), _points(self._points.new.get(ident)))
            rows.append((latest(moved).status.question.title, words.old, words.new, *points, *self._why(moved)))
        return rows, ("Question", "Before", "Now", "Points before", "Points now")

    def _new_rows(self, found: Iterable[tuple[str, Moved[Said | None]]]) -> Table:
        """What is answered where there was no answer, and the points that it brings."""
        rows = [
            (latest(moved).status.question.title, _said(moved.new), _points(self._points.new.get(i)), *self._why(moved))
            for i, moved in found
        ]
        return rows, ("Question", "Now", "Points")

    def _result_rows(self) -> list[tuple[str, ...]]:
        rows = []
        for result in self._comparison.classifications.values():
            words = each_of(result, outcome_words)
            rows.append((latest(result).classification.title, words.old, words.new, *self._why(result)))
        for found in self._comparison.criteria.values():
            states = each_of(found, lambda at: NOT_THERE if at is None else TRUTHS[at.state])
            rows.append((latest(found).criterion.label, states.old, states.new, *self._why(found)))
        return rows

    def _why(self, moved: Moved[Any]) -> tuple[str, ...]:
        """What moved it, where that is told apart."""
        causes = (("the questionnaire", moved.by_questionnaire), ("the service", moved.by_service))
        return (joined([name for name, moves in causes if moves]),) if self._parted else ()

    def _shift(self, ident: str) -> Fraction:
        """By how many points an answer moved the least or the greatest that its question can bring."""
        nothing = ScoreRange(Fraction(0), Fraction(0))
        old = self._points.old.get(self._old_id(ident), nothing)
        new = self._points.new.get(ident, nothing)
        return max(abs(new.low - old.low), abs(new.high - old.high))

    def _is_exempt(self, ident: str) -> bool:
        """Whether the answer to a question is exempt before or now."""
        old, new = self._comparison.old.statuses, self._comparison.new.statuses
        found = old.get(self._old_id(ident)), new.get(ident)
        return any(status.answer.exempt for status in found if status is not None)

    def _old_id(self, ident: str) -> str:
        return _renamed_from(self._comparison, ident)


def _renamed_from(comparison: ServiceComparison, ident: str) -> str:
    """The id that a question had in the old questionnaire."""
    return next((old for old, new in comparison.questionnaire.renamed if new == ident), ident)


def _turn(moved: Moved[Gate | None]) -> str:
    """Which way a requirement turned: it is newly met, no longer met, or now known not to be met."""
    before = None if moved.old is None else moved.old.state
    now = None if moved.new is None else moved.new.state
    if (before is GateState.MET) is (now is GateState.MET):
        return "not met" if now is GateState.NOT_MET and before is not GateState.NOT_MET else ""
    return "met" if now is GateState.MET else "lost" if now in (GateState.NOT_MET, GateState.UNKNOWN) else ""


def _state(gate: Gate | None) -> str:
    if gate is None:
        return "Not a requirement"
    return f"{GATE_STATES[gate.state]}{', only evidence is missing' if gate.evidence_missing else ''}"


def _said(said: Said | None) -> str:
    if said is None:
        return "Not asked by this version"
    return f"{told_of(said.status)}{', with evidence' if said.evidence and not said.status.answer.exempt else ''}"


def _given(status: Status) -> str:
    """What was said to a question, also where it was not asked after all."""
    answer = status.answer
    if answer.value is None or answer.exempt:
        return LEFT_OUT if answer.exempt else told_of(status)
    return status.question.type.told(answer.value)


def _points(points: ScoreRange | None) -> str:
    """Points with one decimal, both ends where they are shown apart; a dash where the question brings none."""
    if points is None:
        return "-"
    low, high = tenths(points.low), tenths(points.high)
    return low if low == high else f"{low} to {high}"


def _questionnaire(page: Telling, comparison: ServiceComparison) -> None:
    """What changed in the questionnaire itself, by the titles of its questions."""
    changes = comparison.questionnaire
    old, new = comparison.old.questionnaire.questions, comparison.new.questionnaire.questions
    renamed = ((old[before].title, new[after].title) for before, after in changes.renamed)
    lines = (
        *(f"New: {ended(new[ident].title)}" for ident in changes.new),
        *(f"No longer asked: {ended(old[ident].title)}" for ident in (*changes.removed, *changes.gone)),
        *(f"{before} is now called {after}." for before, after in renamed if before != after),
        *(f"{label_of(new[each.question].title)} {_listed(each.aspects)}." for each in changes.changed),
        *([f"For the whole: {_listed(changes.whole)}."] if changes.whole else []),
    )
    page.items("What changed in the questionnaire", lines)


def _listed(aspects: Iterable[Aspect]) -> str:
    return joined([REQUIREMENTS[aspect] for aspect in aspects])


def _old_answers(page: Telling, comparison: ServiceComparison) -> None:
    """The answers before that the new questionnaire does not take, or has other words for."""
    old, new = comparison.old.statuses, comparison.between.statuses
    lines = ((old[lost.question], LOST[lost.why]) for lost in comparison.lost)
    lost = (f"{label_of(status.question.title)} {ended(_given(status))} {why}" for status, why in lines)
    page.items("Answers before that the new questionnaire does not take", lost)
    reworded = []
    for each in comparison.reworded:
        before, after = old[_renamed_from(comparison, each.question)], new[each.question]
        if each.exempt:
            reworded.append(f"{label_of(after.question.title)} {LEFT_OUT}.")
        else:
            reworded.append(f"{label_of(after.question.title)} {ended(_given(before))} Now: {ended(_given(after))}")
    page.items("Answers before that have other words now: do they still mean the same?", reworded)
