"""The part of a comparison's screen that says what the questionnaire changed, and which answers it lost."""

from collections.abc import Sequence

from spinout.cli.screens.pages import Page
from spinout.core.insight.carrying import Loss
from spinout.core.insight.comparison import Comparison
from spinout.core.insight.questionnaire_changes import Aspect
from spinout.core.questionnaire import Questionnaire
from spinout.reports.answer_lines import LEFT_OUT

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


def questionnaire_moves(page: Page, comparison: Comparison) -> None:
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


def old_answers(page: Page, comparison: Comparison) -> None:
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
        page.text(f"{questionnaire.questions[ident].ask} ({ident})", mark="- ")


def _listed(aspects: Sequence[Aspect]) -> str:
    return ", ".join(ASPECTS[aspect] for aspect in aspects)
