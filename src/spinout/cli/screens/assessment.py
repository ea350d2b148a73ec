"""The screen of one assessment: verdict and open gates first, the score second, then the rest."""

from spinout.cli.screens.pages import Page
from spinout.core.insight.settling import Settling
from spinout.core.problems import together
from spinout.core.questionnaire import in_words
from spinout.core.scoring.assessment import Assessment, assess
from spinout.core.scoring.scores import largest
from spinout.core.wording import counted, ended, visible
from spinout.reports.side_by_side.documents import named, titled
from spinout.reports.view.decision import Condition, DecisionView, Fact, decision_view
from spinout.reports.view.findings import ResultView, check_lines, power_views, results_view, suggestion_view
from spinout.reports.view.hearing import HearingView
from spinout.reports.view.scoring import (
    Addition,
    Arithmetic,
    arithmetic,
    power_in_words,
    robustness_in_words,
    score_view,
)
from spinout.reports.view.words import open_lines, open_points
from spinout.use_cases.assessments import Assessed
from spinout.use_cases.questionnaires import Loaded

MOST_OPEN = 10
MOST_BEARING = 5


def show_assessment(assessed: Assessed, loaded: Loaded, *, explain: bool, pager: bool) -> None:
    """Show an assessment in full, the verdict first and last; with `explain`, its arithmetic too."""
    page = Page()
    fill(page, assessed.assessment, assessed.hearing(), explain=explain)
    page.blank()
    page.text(
        f"Questionnaire {loaded.questionnaire.id}, version {loaded.questionnaire.version} "
        f"({loaded.sha256[:12]}). Answers: {visible(assessed.file)} ({assessed.sha256[:12]})."
    )
    if assessed.assessment.verdict is not None and assessed.assessment.stage is not None:
        page.heading(f"Verdict: {in_words(assessed.assessment.verdict, assessed.assessment.stage.label)}")
    page.show_paged(wanted=pager)


def fill(page: Page, assessment: Assessment, hearing: HearingView | None, *, explain: bool) -> None:
    """Put everything on a page, in the order that people need it."""
    _head(page, assessment)
    decision = decision_view(assessment, None if hearing is None else hearing.due, numbered=True)
    if decision is not None:
        _decision(page, decision)
        # What to find out first where the verdict cannot be told.
        if bearing := Settling(assessment, stated=True).verdict:
            page.heading("What would settle it, the most telling first")
            _questions(page, assessment, bearing)
    if hearing is not None and hearing.differ is not None:
        _hearing(page, hearing)
    _score(page, assessment)
    _gains(page, assessment)
    _results(page, assessment)
    _open(page, assessment)
    page.items("Points to check", (check.message for check in check_lines(assessment)), indent=2)
    warnings = together(assessment.warnings)
    page.items("Warnings", (f"[{found.code.value}] {found.message}" for found in warnings), indent=2)
    _power(page, assessment)
    sums = arithmetic(assessment) if explain else None
    if sums is not None:
        _arithmetic(page, sums, assessment)
    paper = assessment.questionnaire.reference.paper
    if paper is not None and paper.notes:
        page.blank()
        page.text(*(note.text for note in paper.notes))


def _head(page: Page, assessment: Assessment) -> None:
    answers = assessment.answers
    page.heading(titled(answers))
    said = [f"Answers of {answers.date}" if answers.date else "Answers without a date"]
    said += [f"by {answers.completed_by}"] if answers.completed_by else []
    said += [f"respondent: {answers.respondent}"] if answers.respondent else []
    page.text(", ".join(said) + ".")
    if not assessment.complete:
        counts = assessment.counts
        open_ones = counts.unknown + counts.unanswered
        page.text(f"Incomplete: {open_ones} of {counted(counts.shown, 'question')} without an answer.")


def _decision(page: Page, decision: DecisionView) -> None:
    page.heading(f"Verdict: {decision.words}")
    page.text(f"Decision asked for: {decision.stage}.", decision.askable and f"{decision.askable}.")
    page.text(decision.not_stated, *decision.reasons)
    if decision.conditions:
        page.heading("Conditions to meet first")
    for one in decision.conditions:
        because = one.because and f"Why: {one.because}"
        next_step = one.next_step and f"Next step: {one.next_step}"
        _item(page, one, f"Needed: {one.needed}", f"Now: {one.answered}", because, one.lacking, next_step)
    if decision.facts:
        page.heading("Facts to find out")
    for fact in decision.facts:
        _item(page, fact, f"{fact.why} Needed: {fact.needed}", fact.because and f"Why: {fact.because}")


def _hearing(page: Page, hearing: HearingView) -> None:
    page.heading("Who was heard")
    page.text(hearing.heard, hearing.differ)
    for line in hearing.first:
        page.text(f"{line.ask} ({line.question}): {line.words}", indent=2, mark="- ")


def _item(page: Page, item: Condition | Fact, *lines: str | None) -> None:
    mark = f"{item.number}. "
    page.text(f"{item.title} ({item.question})" if item.question else item.title, mark=mark)
    page.text(*filter(None, lines), indent=len(mark))


def _score(page: Page, assessment: Assessment) -> None:
    score = score_view(assessment)
    bands = f" ({score.bands})" if score.bands else ""
    page.heading(f"Score: {score.score} of 100{bands}" if score.low is not None else "Score: not assessed")
    page.text(f"This stage needs {score.bar}." if score.bar else None, score.counts, *score.remarks)
    page.blank()
    weights = [f"weight {line.weight}" if line.weight not in ("", "not scored") else "" for line in score.sections]
    page.columns((line.title, line.score, weight) for line, weight in zip(score.sections, weights, strict=True))
    page.text(*robustness_in_words(assessment.robustness))


def _questions(page: Page, assessment: Assessment, bearing: tuple[str, ...], *, indent: int = 2) -> None:
    questions = (assessment.statuses[ident].question for ident in bearing[:MOST_BEARING])
    page.text(*map(named, questions), indent=indent, mark="- ")
    if len(bearing) > MOST_BEARING:
        page.text(f"And {len(bearing) - MOST_BEARING} more.", indent=indent)


def _gains(page: Page, assessment: Assessment) -> None:
    """Where the most points are to be gained; gates are marked."""
    gates = {gate.question.id for gate in assessment.gates}
    lines = []
    for gain in largest(assessment.contributions):
        mark = ", a gate" if gain.question in gates else ""
        still_open = ", open" if gain.open else ""
        title = assessment.statuses[gain.question].question.title
        lines.append(f"{title} ({gain.question}{mark}{still_open}; points: {open_points(gain.gain)})")
    page.items("Where the most points are to be gained", lines, indent=2)


def _power(page: Page, assessment: Assessment) -> None:
    for view, power in zip(power_views(assessment), assessment.power, strict=True):
        page.heading("Who holds the votes")
        page.columns(((g.label, g.share, g.banzhaf) for g in view.groups), heads=("Group", "Votes", "Power"))
        kind = assessment.statuses[power.question].question.type
        labels = {part.id: part.label for part in kind.parts}
        page.text(*power_in_words(power.groups, labels))


def _results(page: Page, assessment: Assessment) -> None:
    results, suggestion = results_view(assessment), suggestion_view(assessment)
    if results is not None:
        page.heading(results.title)
        page.text(results.text or None)
        for result in results.results:
            _result(page, result, assessment)
    if suggestion is not None:
        page.heading(suggestion.title)
        _result(page, suggestion, assessment, titled=False)


def _result(page: Page, result: ResultView, assessment: Assessment, *, titled: bool = True) -> None:
    if titled:
        page.text(f"{result.title}:", indent=2)
    page.text(result.label, indent=4 if titled else 2)
    if result.settled:
        for criterion in result.criteria:
            advice = f". {criterion.next_step}" if criterion.next_step else ""
            page.text(f"{criterion.state_words}: {criterion.label}{advice}", indent=6, mark="- ")
        return
    page.text(*(f"Still possible: {label}" for label in result.possible), indent=6, mark="- ")
    page.text(result.explain or None, indent=6)
    found = next(r for r in assessment.rules.classifications if r.classification.id == result.id)
    bearing = Settling(assess(assessment.questionnaire, assessment.answers)).classification(found.classification)
    page.text("What would settle it:" if bearing else None, indent=6)
    _questions(page, assessment, bearing, indent=8)


def _open(page: Page, assessment: Assessment) -> None:
    lines = open_lines(assessment)
    if not lines:
        return
    page.heading(f"Not known: {counted(len(lines), 'question')}")
    page.text("Those on which the most points hang come first.")
    for line in lines[:MOST_OPEN]:
        page.text(f"{line.ask} ({line.id}; {line.state.lower()}; points open: {line.points})", indent=2, mark="- ")
    if len(lines) > MOST_OPEN:
        page.text(f"And {len(lines) - MOST_OPEN} more; a report lists them all.", indent=2)


def _arithmetic(page: Page, sums: Arithmetic, assessment: Assessment) -> None:
    page.heading("How the scores were worked out")
    page.text(*sums.remarks)
    for addition in (*sums.sections, *((sums.overall,) if sums.overall else ())):
        _addition(page, addition)
    for section in assessment.questionnaire.sections:
        if not section.weight:
            page.heading(section.title)
            page.text("Not assessed: the section has weight 0, so nothing in it counts.", indent=2)


def _addition(page: Page, addition: Addition) -> None:
    page.heading(addition.title)
    for row in addition.rows:
        cells = "; ".join(f"{column.lower()} {cell}" for column, cell in zip(addition.columns, row.cells, strict=True))
        still_open = " Open." if row.open else ""
        page.text(f"{ended(row.title)} Weight {row.weight}; {cells}.{still_open}", indent=2, mark="- ")
    page.text(*addition.totals, *(f"Not counted: {line}" for line in addition.apart), indent=2)
