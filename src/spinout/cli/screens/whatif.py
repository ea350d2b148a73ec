"""The screen of a trial: before and after side by side, what changed first."""

from spinout.cli.screens.cohort import score_words, verdict_words
from spinout.cli.screens.pages import Page, new_page
from spinout.core.assessment import Assessment
from spinout.core.gates import GateState
from spinout.reports.answer_lines import words_of
from spinout.reports.decision import GATE_STATES
from spinout.reports.figures import shown
from spinout.use_cases.trials import Trial


def show_whatif(trial: Trial) -> None:
    """Show what other answers would change."""
    page = new_page()
    before, after = trial.before, trial.after
    page.heading("What if")
    for ident in trial.set:
        page.text(f"{before.standings[ident].question.ask} ({ident})", mark="- ")
        page.text(f"Now: {words_of(before.standings[ident])}", indent=2)
        page.text(f"Then: {words_of(after.standings[ident])}", indent=2)
    page.heading("Before and after")
    page.text(f"Verdict now: {verdict_words(before)}")
    page.text(f"Verdict then: {verdict_words(after)}")
    page.columns([("", "Now", "Then"), ("Score", score_words(before), score_words(after)), *_sections(before, after)])
    _gates(page, before, after)
    _results(page, before, after)
    page.blank()
    page.text("Nothing was written. The file still holds the answers as they are now.")
    page.show()


def _sections(before: Assessment, after: Assessment) -> list[tuple[str, str, str]]:
    return [
        (section.title, shown(before.scores.sections[section.id]), shown(after.scores.sections[section.id]))
        for section in before.questionnaire.sections
        if section.weight
    ]


def _gates(page: Page, before: Assessment, after: Assessment) -> None:
    then: dict[str, GateState] = {gate.question.id: gate.state for gate in after.gates}
    now: dict[str, GateState] = {gate.question.id: gate.state for gate in before.gates}
    changed = [i for i in {**now, **then} if now.get(i) is not then.get(i)]
    page.heading("Gates that change" if changed else "No gate changes.")
    for ident in changed:
        states = (GATE_STATES[gates[ident]] if ident in gates else "no gate" for gates in (now, then))
        page.text(f"{before.standings[ident].question.ask} ({ident}): {' -> '.join(states)}", mark="- ")


def _results(page: Page, before: Assessment, after: Assessment) -> None:
    pairs = zip(before.rules.classifications, after.rules.classifications, strict=True)
    changed = [(one, other) for one, other in pairs if one.possible != other.possible]
    if changed:
        page.heading("Results that change")
    for one, other in changed:
        labels = [r.outcome.label if r.outcome else f"{len(r.possible)} possible" for r in (one, other)]
        page.text(f"{one.classification.title}: {' -> '.join(labels)}", mark="- ")
