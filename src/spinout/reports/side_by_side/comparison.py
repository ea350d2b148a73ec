"""What a screen tells of a comparison: what moved first, each with its two causes parted."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from spinout.core.conditions import Truth
from spinout.core.insight.comparison import CautionCode, Moved, Said, ServiceComparison
from spinout.core.insight.migration import Aspect, Loss
from spinout.core.problems import Code, together
from spinout.core.scoring.gates import Gate, GateState
from spinout.core.scoring.rules import ClassificationResult
from spinout.core.scoring.scores import ScoreRange
from spinout.core.wording import counted, visible
from spinout.reports.side_by_side.documents import ComparedSubject, SourceDocument, named, titled, verdict_words
from spinout.reports.side_by_side.telling import Telling
from spinout.reports.view.decision import GATE_STATES
from spinout.reports.view.words import LEFT_OUT, band_words, shown, words_of

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


def questionnaire_moves(page: Telling, comparison: ServiceComparison) -> None:
    """What changed in the questionnaire itself."""
    changes = comparison.questionnaire
    if not changes:
        return
    page.heading("What changed in the questionnaire")
    old, new = comparison.old.questionnaire.questions, comparison.new.questionnaire.questions
    gone = "Questions no longer there, of which the new version says nothing"
    for title, lines in (
        ("New questions", [named(new[ident]) for ident in changes.new]),
        ("Removed questions", [named(old[ident]) for ident in changes.removed]),
        (gone, [named(old[ident]) for ident in changes.gone]),
        ("Renamed questions", [f"{before} is now {after}." for before, after in changes.renamed]),
        ("Changed questions", [f"{change.question}: {_listed(change.aspects)}." for change in changes.changed]),
    ):
        page.text(f"{title}:" if lines else None)
        page.text(*lines, mark="- ")
    if changes.whole:
        page.text(f"For the whole: {_listed(changes.whole)}.")


def _listed(aspects: Sequence[Aspect]) -> str:
    return ", ".join(ASPECTS[aspect] for aspect in aspects)


def old_answers(page: Telling, comparison: ServiceComparison) -> None:
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
        page.text(f"{reworded.question}{f': {LEFT_OUT}' if reworded.exempt else ''}", mark="- ")
        if not reworded.exempt:
            page.text(f"Then: {reworded.before}", f"Now: {reworded.after}", indent=2)


T = TypeVar("T")
Words = TypeVar("Words")

NOT_THERE = "none"
TRUTHS = {Truth.TRUE: "Yes", Truth.FALSE: "No", Truth.UNKNOWN: "Not known"}
TOLD = (Code.OTHER_VERSION, Code.RENAMED_QUESTION, Code.REMOVED_QUESTION, Code.STAGE_NOT_STATED)
"""The warnings of one document that matter to a comparison."""
NOW_MET, NO_LONGER_MET = "Gates now met", "Gates no longer met"
OTHERS, ONLY_ONE = "Other gates that moved", "Gates that only one of the two has"


def comparison_told(compared: ComparedSubject) -> Telling:
    """What is told of a comparison of two documents, or of a timeline of more."""
    answers, timeline = compared.documents[-1].assessment.answers, len(compared.documents) > 2
    page = Telling(f"{'Timeline' if timeline else 'Comparison'}: {titled(answers)}")
    if timeline:
        _timeline(page, compared)
    else:
        for name, document in zip(("Old", "New"), compared.documents, strict=True):
            page.text(f"{name}: {_source(document)}.")
        _told(page, compared)
        _step(page, compared.steps[0])
    return page


def _source(document: SourceDocument) -> str:
    answers, questionnaire = document.assessment.answers, document.assessment.questionnaire
    date = f"answers of {answers.date}" if answers.date else "answers without a date"
    return f"{visible(document.name)}, {date}, read with version {questionnaire.version} of the questionnaire"


def _told(page: Telling, compared: ComparedSubject) -> None:
    """What a reader must know before the rest."""
    each = ((visible(document.name), together(document.assessment.warnings)) for document in compared.documents)
    warnings = [f"{file}: {found.message}" for file, told in each for found in told if found.code in TOLD]
    page.items("Read this first", (*(caution.message for caution in compared.cautions), *warnings))


def _timeline(page: Telling, compared: ComparedSubject) -> None:
    every = [document.assessment for document in compared.documents]
    dates = [assessment.answers.date or "no date" for assessment in every]
    rows = []
    for date, at in zip(dates, every, strict=True):
        not_met = sum(1 for gate in at.gates if gate.state is GateState.NOT_MET)
        stage = "-" if at.stage is None else at.stage.label
        rows.append((date, stage, verdict_words(at), str(not_met), shown(at.scores.overall)))
    page.table(rows, ("Date", "Decision", "Verdict", "Gates not met", "Score"))
    for place, document in enumerate(compared.documents, start=1):
        page.text(f"{_source(document)}.", mark=f"{place}. ")
    _told(page, compared)
    for number, step in enumerate(compared.steps, start=1):
        page.heading(f"Step {number}: from {dates[number - 1]} to {dates[number]}")
        page.text(*(caution.message for caution in step.cautions if caution not in compared.cautions))
        _step(page, step)


def _step(page: Telling, comparison: ServiceComparison) -> None:
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
        _Moves(page, comparison, parted=parted).tell()
    questionnaire_moves(page, comparison)
    old_answers(page, comparison)


class _Moves:
    """Tells what moved, and where the questionnaire and the service moved it, if those are `parted`."""

    def __init__(self, page: Telling, comparison: ServiceComparison, *, parted: bool) -> None:
        self._page = page
        self._comparison = comparison
        self._parted = parted
        self._points = Moved(comparison.old, comparison.between, comparison.new)

    def tell(self) -> None:
        """Put all that moved on the page."""
        page, comparison = self._page, self._comparison
        page.heading(f"Verdict: {_change(self._points, verdict_words)}")
        if comparison.verdict.moved or comparison.stage.moved:
            self._causes(each_of(self._points, verdict_words), str)
        if comparison.stage.moved:
            stages = each_of(self._points, lambda at: NOT_THERE if at.stage is None else at.stage.label)
            self._one("Decision asked for", stages, str)
        self._gates()
        self._score()
        if comparison.classifications or comparison.criteria:
            page.heading("Results that moved")
        for moved in comparison.classifications.values():
            self._one(latest(moved).classification.title, moved, outcome_words, mark="- ")
        for found in comparison.criteria.values():
            states = each_of(found, lambda at: NOT_THERE if at is None else TRUTHS[at.state])
            self._one(latest(found).criterion.label, states, str, mark="- ")
        self._answers()

    def _one(self, title: str, moved: Moved[T], words: Callable[[T], str], *, mark: str = "") -> None:
        """One thing that moved."""
        self._page.text(f"{title}: {_change(moved, words)}", mark=mark)
        self._causes(moved, words)

    def _causes(self, moved: Moved[T], words: Callable[[T], str]) -> None:
        """The two causes of one move, each with where it led."""
        if self._parted and moved.by_questionnaire:
            self._page.text(f"By the questionnaire: {_became(words(moved.old), words(moved.between))}", indent=2)
        if self._parted and moved.by_service:
            self._page.text(f"By the service: {_became(words(moved.between), words(moved.new))}", indent=2)

    def _gates(self) -> None:
        if not self._comparison.gates:
            self._page.text("No gate moved.")
        for title in (NOW_MET, NO_LONGER_MET, OTHERS, ONLY_ONE):
            gates = [moved for moved in self._comparison.gates.values() if _group(moved) == title]
            if gates:
                self._page.heading(title)
            for moved in gates:
                self._one(named(latest(moved).question), moved, _gate_words, mark="- ")

    def _score(self) -> None:
        comparison = self._comparison
        self._page.heading(f"Score: {_change(comparison.score, shown)}")
        bands = each_of(self._points, lambda at: band_words(at.bands.low, at.bands.high) if at.bands else NOT_THERE)
        if bands.moved:
            self._one("Band", bands, str)
        rows = score_rows(comparison)
        heads = ("", "Old", "Old answers, new questions", "New") if self._parted else ("", "Old", "New")
        cells = [(title, (m.old, m.between, m.new) if self._parted else (m.old, m.new)) for title, m in rows]
        self._page.table(((title, *map(shown, scores)) for title, scores in cells), heads)

    def _answers(self) -> None:
        page, answers = self._page, self._comparison.answers
        page.heading(f"{counted(len(answers), 'answer')} changed" if answers else "No answer changed")
        for moved in answers.values():
            page.text(named(latest(moved).status.question), mark="- ")
            words = each_of(moved, _said_words)
            page.text(f"Old: {words.old}", f"New: {words.new}", indent=2)
            if self._parted and moved.by_questionnaire:
                page.text(f"Old answer under the new questionnaire: {words.between}", indent=2)


def score_rows(comparison: ServiceComparison) -> list[tuple[str, Moved[ScoreRange | None]]]:
    """The overall score, and that of each section that is assessed at any of the points, under their titles."""
    rows = [("Overall", comparison.score)]
    for moved in comparison.sections.values():
        scores = each_of(moved, lambda at: None if at is None else at.score)
        if scores != Moved(None, None, None):
            rows.append((latest(moved).section.title, scores))
    return rows


def each_of(moved: Moved[T], words: Callable[[T], Words]) -> Moved[Words]:
    """The same of the old, of what lies between, and of the new."""
    return Moved(words(moved.old), words(moved.between), words(moved.new))


def latest(moved: Moved[T | None]) -> T:
    """The newest that there is."""
    return next(found for found in (moved.new, moved.between, moved.old) if found is not None)


def _change(moved: Moved[T], words: Callable[[T], str]) -> str:
    old, new = words(moved.old), words(moved.new)
    return f"{new}, as before" if old == new else _became(old, new)


def _became(old: str, new: str) -> str:
    """What something is now; what it was stands behind, since a range has a "to" of its own."""
    return f"{new} (before: {old})"


def _group(moved: Moved[Gate | None]) -> str:
    if moved.old is None or moved.new is None:
        return ONLY_ONE
    met = moved.old.state is GateState.MET, moved.new.state is GateState.MET
    if met == (False, True):
        return NOW_MET
    return NO_LONGER_MET if met[0] and moved.new.state is GateState.NOT_MET else OTHERS


def _gate_words(gate: Gate | None) -> str:
    if gate is None:
        return "No gate"
    return f"{GATE_STATES[gate.state]}{' (only evidence is missing)' if gate.evidence_missing else ''}"


def outcome_words(result: ClassificationResult | None) -> str:
    """The outcome of a classification, or that it cannot be told."""
    if result is None:
        return NOT_THERE
    return f"Cannot tell, {len(result.possible)} possible" if result.outcome is None else result.outcome.label


def _said_words(said: Said | None) -> str:
    if said is None:
        return "Not a question of this version"
    evidence = ", with evidence" if said.evidence and not said.status.answer.exempt else ""
    return f"{words_of(said.status)}{evidence}"
