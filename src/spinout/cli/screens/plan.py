"""The screens of a plan and of a trial: what to do and where it leads; before and after side by side."""

from spinout.cli.screens.pages import Page
from spinout.core.insight.plan import Move, Plan, Position
from spinout.core.questionnaire import Verdict, in_words
from spinout.core.scoring.assessment import Assessment
from spinout.core.scoring.gates import GateState
from spinout.core.wording import counted
from spinout.reports.side_by_side.documents import gate_words, named, not_stated, verdict_words
from spinout.reports.view.plan_lines import NONE_PROVEN, NOT_PROVEN, nothing_more, why
from spinout.reports.view.words import shown, words_of
from spinout.use_cases.plans import Planned, Trial


def show_plan(planned: Planned) -> None:
    """Show a plan."""
    plan, page = planned.plan, Page()
    service = planned.assessed.assessment.answers.service or "A service without a name"
    page.heading(f"Plan for {service}: {plan.stage.label}")
    page.text(f"Now: {_position(plan.before, plan)}")
    if plan.first:
        page.heading("Settle these first")
        page.text("They decide what is asked, or cannot be planned for. Until then the plan is provisional.")
    statuses = planned.assessed.assessment.statuses
    page.text(*(named(statuses[ident].question) for ident in plan.first), mark="- ")
    if not plan.reachable:
        _in_the_way(page, planned)
    elif not plan.moves:
        page.text(nothing_more(plan))
    else:
        _moves(page, planned)
    if not plan.exact:
        page.text(NOT_PROVEN if plan.reachable else NONE_PROVEN)
    page.show()


def _position(position: Position, plan: Plan) -> str:
    bar = f"; this stage needs {plan.stage.ready_from}" if plan.stage.ready_from else ""
    return f"{in_words(position.verdict, plan.stage.label)}. Score {shown(position.score)}{bar}."


def _in_the_way(page: Page, planned: Planned) -> None:
    page.heading("No plan leads there")
    for obstacle in planned.plan.in_the_way:
        if obstacle.question is not None:
            question = planned.assessed.assessment.statuses[obstacle.question].question
            page.text(f"No answer meets this gate: {question.title} ({obstacle.question})", mark="- ")
        elif obstacle.best is None:
            page.text("Nothing that carries a score counts.", mark="- ")
        else:
            best = obstacle.best.numerator // obstacle.best.denominator
            page.text(f"Even with every move made, the score reaches {best} at its lowest.", mark="- ")


def _moves(page: Page, planned: Planned) -> None:
    plan = planned.plan
    page.heading(f"{counted(len(plan.moves), 'move')}, total effort {plan.effort}")
    page.text("Effort: for each step up, a small one counts 1, a medium one 2, a large one 4; evidence counts 1.")
    for number, move in enumerate(plan.moves, start=1):
        _move(page, number, move, planned)
    page.heading(f"Then: {_position(plan.after, plan)}")
    if plan.after.verdict is not Verdict.READY:
        page.text("It is ready only when what stands under “Settle these first” is settled too.")


def _move(page: Page, number: int, move: Move, planned: Planned) -> None:
    mark, kind = f"{number}. ", move.question.type
    page.text(named(move.question), mark=mark)
    now = words_of(planned.assessed.assessment.statuses[move.question.id])
    if move.before != move.to:
        evidence = ", with evidence" if move.evidence else ""
        page.text(f"From: {now}", f"To: {kind.words(move.to)}{evidence}", indent=len(mark))
    else:
        page.text(f"Give the evidence for: {now}", indent=len(mark))
    page.text(f"Next step: {move.next_step}" if move.next_step else None, indent=len(mark))
    page.text(f"{why(move)}. Effort {move.effort}. Score after it: {shown(move.after.score)}.", indent=len(mark))


def show_whatif(trial: Trial, *, pager: bool) -> None:
    """Show in full what other answers would change."""
    page = Page()
    before, after = trial.before, trial.after
    page.heading("What if")
    for ident in trial.set:
        page.text(named(before.statuses[ident].question), mark="- ")
        now, then = words_of(before.statuses[ident]), words_of(after.statuses[ident])
        page.text(f"Now: {now}", f"Then: {then}", indent=2)
    page.heading("Before and after")
    page.text(f"Verdict now: {verdict_words(before)}", f"Verdict then: {verdict_words(after)}")
    page.text(*not_stated([("now", before), ("then", after)]))
    _gates(page, before, after)
    page.heading("Score")
    rows = [("Overall", shown(before.scores.overall), shown(after.scores.overall))]
    for section in before.questionnaire.sections:
        if section.weight:
            one, other = (shown(found.scores.sections[section.id]) for found in (before, after))
            rows.append((section.title, one, other))
    page.columns(rows, heads=("", "Now", "Then"))
    _results(page, before, after)
    page.blank()
    page.text("Nothing was written. The file still holds the answers as they are now.")
    page.show_paged(wanted=pager)


def _gates(page: Page, before: Assessment, after: Assessment) -> None:
    now, then = ({gate.question.id: gate for gate in found.gates} for found in (before, after))
    words = {i: [gate_words(gates.get(i)) for gates in (now, then)] for i in {**now, **then}}
    changed = [i for i, (one, other) in words.items() if one != other]
    page.heading("Gates that change" if changed else "No gate changes.")
    for ident in changed:
        page.text(f"{before.statuses[ident].question.title} ({ident}): {' -> '.join(words[ident])}", mark="- ")
    still = [i for i, gate in then.items() if gate.state is GateState.NOT_MET and i not in changed]
    page.items("Gates still not met", (f"{named(before.statuses[i].question)}: {words[i][1]}" for i in still))


def _results(page: Page, before: Assessment, after: Assessment) -> None:
    pairs = zip(before.rules.classifications, after.rules.classifications, strict=True)
    changed = [(one, other) for one, other in pairs if one.possible != other.possible]
    words = [[r.outcome.label if r.outcome else f"{len(r.possible)} possible" for r in pair] for pair in changed]
    titles = [one.classification.title for one, _ in changed]
    page.items("Results that change", (f"{t}: {' -> '.join(w)}" for t, w in zip(titles, words, strict=True)))
