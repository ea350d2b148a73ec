"""The screen of a comparison: what moved first, each with its two causes parted."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from spinout.cli.screens.cohort import verdict_words
from spinout.cli.screens.pages import Page, named, new_page, titled
from spinout.core.conditions import Truth
from spinout.core.insight.comparison import (
    Caution,
    CautionCode,
    Moved,
    Said,
    SectionAt,
    ServiceComparison,
)
from spinout.core.insight.migration import Aspect, Loss
from spinout.core.problems import Code
from spinout.core.questionnaire import Questionnaire
from spinout.core.scoring.assessment import Assessment
from spinout.core.scoring.gates import Gate, GateState
from spinout.core.scoring.rules import ClassificationResult
from spinout.core.scoring.scores import ScoreRange
from spinout.reports.view.decision import GATE_STATES
from spinout.reports.view.words import LEFT_OUT, NOT_ASSESSED, counted, shown, words_of
from spinout.use_cases.comparisons import Compared, Point

ASPECTS = {
    Aspect.WORDING: "the wording",
    Aspect.ANSWERS: "what may be answered",
    Aspect.SCORES: "what answers score",
    Aspect.WEIGHT: "the weight",
    Aspect.SECTION: "the section",
    Aspect.SHOWN: "when it is asked",
    Aspect.GATES: "the gates",
    Aspect.SECTION_WEIGHTS: "the weights of the sections",
    Aspect.SCORING: "the bands or how the overall score is taken",
    Aspect.DECISION: "the decision, its stages or bars",
    Aspect.RULES: "the rules",
}


def questionnaire_moves(page: Page, comparison: ServiceComparison) -> None:
    """What changed in the questionnaire itself."""
    changes = comparison.questionnaire
    if not changes:
        return
    page.heading("What changed in the questionnaire")
    old, new = comparison.old.questionnaire, comparison.new.questionnaire
    _questions(page, new, "New questions", changes.new)
    _questions(page, old, "Removed questions", changes.removed)
    _questions(page, old, "Questions no longer there, of which the new version says nothing", changes.gone)
    if changes.renamed:
        page.text("Renamed questions:")
    for before, after in changes.renamed:
        page.text(f"{before} is now {after}.", mark="- ")
    if changes.changed:
        page.text("Changed questions:")
    for change in changes.changed:
        page.text(f"{change.question}: {_listed(change.aspects)}.", mark="- ")
    if changes.whole:
        page.text(f"For the whole: {_listed(changes.whole)}.")


def old_answers(page: Page, comparison: ServiceComparison) -> None:
    """The old answers that the new questionnaire does not take, or has other words for."""
    if comparison.lost:
        page.heading("Old answers that the new questionnaire does not take")
    for lost in comparison.lost:
        named = lost.question if lost.to in (None, lost.question) else f"{lost.question}, now {lost.to}"
        counts = "It does not count." if lost.why in (Loss.REMOVED, Loss.GONE) else "It counts as unanswered there."
        page.text(f"{named}: {LEFT_OUT if lost.exempt else lost.words}", mark="- ")
        page.text(f"{lost.message} {counts}", indent=2)
    if comparison.reworded:
        page.heading("Old answers that have other words now")
        page.text("They were taken as they stand. See that they still mean the same.")
    for reworded in comparison.reworded:
        if reworded.exempt:
            page.text(f"{reworded.question}: {LEFT_OUT}", mark="- ")
            continue
        page.text(f"{reworded.question}", mark="- ")
        page.text(f"Then: {reworded.before}", indent=2)
        page.text(f"Now: {reworded.after}", indent=2)


def _questions(page: Page, questionnaire: Questionnaire, title: str, idents: Sequence[str]) -> None:
    if idents:
        page.text(f"{title}:")
    for ident in idents:
        page.text(named(questionnaire.questions[ident]), mark="- ")


def _listed(aspects: Sequence[Aspect]) -> str:
    return ", ".join(ASPECTS[aspect] for aspect in aspects)


T = TypeVar("T")
Words = TypeVar("Words")

NOT_THERE = "none"
TRUTHS = {Truth.TRUE: "Yes", Truth.FALSE: "No", Truth.UNKNOWN: "Not known"}
TOLD = (Code.OTHER_VERSION, Code.RENAMED_QUESTION, Code.REMOVED_QUESTION, Code.STAGE_NOT_STATED)
"""The warnings of one document that matter to a comparison."""


def show_comparison(compared: Compared) -> None:
    """Show a comparison of two documents, or a timeline of more."""
    page = new_page()
    answers = compared.points[-1].assessed.assessment.answers
    page.heading(f"{'Timeline' if compared.timeline else 'Comparison'}: {titled(answers)}")
    if compared.timeline:
        _timeline(page, compared)
    else:
        for name, point in zip(("Old", "New"), compared.points, strict=True):
            page.text(f"{name}: {_source(point)}.")
        _told(page, compared.points, compared.cautions)
        _step(page, compared.steps[0])
    page.show()


def _source(point: Point) -> str:
    answers, questionnaire = point.assessed.assessment.answers, point.loaded.questionnaire
    date = f"answers of {answers.date}" if answers.date else "answers without a date"
    return f"{point.assessed.file}, {date}, read with version {questionnaire.version} of the questionnaire"


def _told(page: Page, points: tuple[Point, ...], cautions: tuple[Caution, ...]) -> None:
    """What a reader must know before the rest."""
    warnings = [
        f"{point.assessed.file}: {warning.message}"
        for point in points
        for warning in point.assessed.assessment.warnings
        if warning.code in TOLD
    ]
    page.items("Read this first", (*(caution.message for caution in cautions), *warnings))


# a timeline


def _timeline(page: Page, compared: Compared) -> None:
    rows = [("Date", "Decision", "Verdict", "Gates not met", "Score")]
    page.columns([*rows, *(_row(point.assessed.assessment) for point in compared.points)])
    for place, point in enumerate(compared.points, start=1):
        page.text(f"{_source(point)}.", mark=f"{place}. ")
    _told(page, compared.points, compared.cautions)
    dates = [point.assessed.assessment.answers.date or "no date" for point in compared.points]
    for number, step in enumerate(compared.steps, start=1):
        page.heading(f"Step {number}: from {dates[number - 1]} to {dates[number]}")
        for caution in step.cautions:
            if caution not in compared.cautions:
                page.text(caution.message)
        _step(page, step)


def _row(assessment: Assessment) -> tuple[str, ...]:
    not_met = sum(1 for gate in assessment.gates if gate.state is GateState.NOT_MET)
    return (
        assessment.answers.date or "no date",
        "-" if assessment.stage is None else assessment.stage.label,
        verdict_words(assessment),
        str(not_met),
        shown(assessment.scores.overall),
    )


# one step


def _step(page: Page, comparison: ServiceComparison) -> None:
    """What moved between two documents; with one questionnaire there is one cause to tell."""
    parted = bool(comparison.questionnaire) or bool(comparison.lost)
    if parted:
        page.text(
            "What the questionnaire changed is told apart from what the service changed: the old answers were "
            "also scored under the new questionnaire."
        )
    elif any(caution.code is CautionCode.CAUSES_NOT_PARTED for caution in comparison.cautions):
        page.text("Both were read with the same version of the questionnaire, so the two causes are not told apart.")
    elif comparison.moved:
        page.text("Both were read with the same questionnaire, so nothing moved because of it.")
    if not comparison.moved:
        page.heading("Nothing moved")
    else:
        _verdict(page, comparison, parted=parted)
        _gates(page, comparison, parted=parted)
        _score(page, comparison, parted=parted)
        _results(page, comparison, parted=parted)
        _answers(page, comparison, parted=parted)
    questionnaire_moves(page, comparison)
    old_answers(page, comparison)


def _causes(page: Page, moved: Moved[T], words: Callable[[T], str], *, parted: bool, indent: int = 2) -> None:
    """The two causes of one move, each with where it led."""
    if not parted or not moved.moved:
        return
    if moved.by_questionnaire:
        page.text(f"By the questionnaire: {words(moved.old)} -> {words(moved.between)}", indent=indent)
    if moved.by_service:
        page.text(f"By the service: {words(moved.between)} -> {words(moved.new)}", indent=indent)


def _each(moved: Moved[T], words: Callable[[T], Words]) -> Moved[Words]:
    """The same of the old, of what lies between, and of the new."""
    return Moved(words(moved.old), words(moved.between), words(moved.new))


def _latest(moved: Moved[T | None]) -> T:
    """The newest that there is."""
    return next(found for found in (moved.new, moved.between, moved.old) if found is not None)


def _change(moved: Moved[T], words: Callable[[T], str]) -> str:
    old, new = words(moved.old), words(moved.new)
    return f"{new}, as before" if old == new else f"{old} -> {new}"


def _verdict(page: Page, comparison: ServiceComparison, *, parted: bool) -> None:
    points = Moved(comparison.old, comparison.between, comparison.new)
    page.heading(f"Verdict: {_change(points, verdict_words)}")
    if comparison.verdict.moved or comparison.stage.moved:
        _causes(page, _each(points, verdict_words), str, parted=parted)
    if comparison.stage.moved:
        page.text(f"Decision asked for: {_change(points, _stage_words)}")
        _causes(page, _each(points, _stage_words), str, parted=parted)


def _stage_words(assessment: Assessment) -> str:
    return NOT_THERE if assessment.stage is None else assessment.stage.label


def _gates(page: Page, comparison: ServiceComparison, *, parted: bool) -> None:
    if not comparison.gates:
        page.text("No gate moved.")
        return
    groups: dict[str, list[Moved[Gate | None]]] = {
        "Gates now met": [],
        "Gates no longer met": [],
        "Other gates that moved": [],
        "Gates that only one of the two has": [],
    }
    for gate in comparison.gates.values():
        groups[_group(gate)].append(gate)
    for title, gates in groups.items():
        if gates:
            page.heading(title)
        for moved in gates:
            question = _latest(moved).question
            page.text(f"{named(question)}: {_change(moved, _gate_words)}", mark="- ")
            _causes(page, moved, _gate_words, parted=parted)


def _group(moved: Moved[Gate | None]) -> str:
    if moved.old is None or moved.new is None:
        return "Gates that only one of the two has"
    old, new = moved.old.state, moved.new.state
    if new is GateState.MET and old is not GateState.MET:
        return "Gates now met"
    if new is GateState.NOT_MET and old is GateState.MET:
        return "Gates no longer met"
    return "Other gates that moved"


def _gate_words(gate: Gate | None) -> str:
    if gate is None:
        return "No gate"
    return f"{GATE_STATES[gate.state]}{' (only evidence is missing)' if gate.evidence_missing else ''}"


def _score(page: Page, comparison: ServiceComparison, *, parted: bool) -> None:
    page.heading(f"Score: {_change(comparison.score, shown)}")
    bands = _each(Moved(comparison.old, comparison.between, comparison.new), _band_words)
    if bands.moved:
        page.text(f"Band: {_change(bands, str)}")
        _causes(page, bands, str, parted=parted)
    rows = [("Overall", comparison.score)]
    for moved in comparison.sections.values():
        points = _each(moved, _section_score)
        if points != Moved(None, None, None):
            rows.append((_title(moved), points))
    heads = ("", "Old", "Old answers, new questions", "New") if parted else ("", "Old", "New")
    cells = [(title, (m.old, m.between, m.new) if parted else (m.old, m.new)) for title, m in rows]
    page.columns([heads, *((title, *map(shown, scores)) for title, scores in cells)])


def _section_score(at: SectionAt | None) -> ScoreRange | None:
    return None if at is None else at.score


def _title(moved: Moved[SectionAt | None]) -> str:
    return next((at.section.title for at in (moved.new, moved.between, moved.old) if at is not None), NOT_ASSESSED)


def _band_words(assessment: Assessment) -> str:
    if assessment.bands is None:
        return NOT_THERE
    low, high = assessment.bands.low.label, assessment.bands.high.label
    return low if low == high else f"{low} to {high}"


def _results(page: Page, comparison: ServiceComparison, *, parted: bool) -> None:
    if comparison.classifications or comparison.criteria:
        page.heading("Results that moved")
    for moved in comparison.classifications.values():
        page.text(f"{_latest(moved).classification.title}: {_change(moved, _outcome_words)}", mark="- ")
        _causes(page, moved, _outcome_words, parted=parted)
    for found in comparison.criteria.values():
        states = _each(found, lambda at: NOT_THERE if at is None else TRUTHS[at.state])
        page.text(f"{_latest(found).criterion.label}: {_change(states, str)}", mark="- ")
        _causes(page, states, str, parted=parted)


def _outcome_words(result: ClassificationResult | None) -> str:
    if result is None:
        return NOT_THERE
    return f"Cannot tell, {len(result.possible)} possible" if result.outcome is None else result.outcome.label


def _answers(page: Page, comparison: ServiceComparison, *, parted: bool) -> None:
    if not comparison.answers:
        page.heading("No answer changed")
        return
    page.heading(f"{counted(len(comparison.answers), 'answer')} changed")
    for moved in comparison.answers.values():
        page.text(named(_latest(moved).standing.question), mark="- ")
        words = _each(moved, _said_words)
        page.text(f"Old: {words.old}", indent=2)
        page.text(f"New: {words.new}", indent=2)
        if parted and moved.by_questionnaire:
            page.text(f"Old answer under the new questionnaire: {words.between}", indent=2)


def _said_words(said: Said | None) -> str:
    if said is None:
        return "Not a question of this version"
    evidence = ", with evidence" if said.evidence and not said.standing.answer.exempt else ""
    return f"{words_of(said.standing)}{evidence}"
