"""The screen of a trial: before and after side by side, verdict and gates first, the score second."""

from spinout.cli.screens.cohort import score_words, verdict_words
from spinout.cli.screens.pages import Page, new_page
from spinout.cli.screens.verdicts import gate_words, not_stated
from spinout.core.assessment import Assessment
from spinout.core.gates import GateState
from spinout.reports.answer_lines import words_of
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
    for line in not_stated([("now", before), ("then", after)]):
        page.text(line)
    _gates(page, before, after)
    page.heading("Score")
    page.columns([("", "Now", "Then"), ("Overall", score_words(before), score_words(after)), *_sections(before, after)])
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
    now, then = ({gate.question.id: gate for gate in found.gates} for found in (before, after))
    words = {i: [gate_words(gates.get(i)) for gates in (now, then)] for i in {**now, **then}}
    changed = [i for i, (one, other) in words.items() if one != other]
    page.heading("Gates that change" if changed else "No gate changes.")
    for ident in changed:
        page.text(f"{before.standings[ident].question.ask} ({ident}): {' -> '.join(words[ident])}", mark="- ")
    still = [i for i, gate in then.items() if gate.state is GateState.NOT_MET and i not in changed]
    if still:
        page.heading("Gates still not met")
    for ident in still:
        page.text(f"{before.standings[ident].question.ask} ({ident}): {words[ident][1]}", mark="- ")


def _results(page: Page, before: Assessment, after: Assessment) -> None:
    pairs = zip(before.rules.classifications, after.rules.classifications, strict=True)
    changed = [(one, other) for one, other in pairs if one.possible != other.possible]
    if changed:
        page.heading("Results that change")
    for one, other in changed:
        labels = [r.outcome.label if r.outcome else f"{len(r.possible)} possible" for r in (one, other)]
        page.text(f"{one.classification.title}: {' -> '.join(labels)}", mark="- ")
