"""The screen of a plan: what to settle first, the moves in their order, and where they lead."""

from spinout.cli.screens.pages import Page, new_page
from spinout.core.insight.plan import Move, Plan, Position
from spinout.core.verdicts import Verdict, in_words
from spinout.reports.answer_lines import words_of
from spinout.reports.figures import counted, shown
from spinout.reports.plan_lines import nothing_more, why
from spinout.use_cases.plans import Planned


def show_plan(planned: Planned) -> None:
    """Show a plan."""
    plan, page = planned.plan, new_page()
    service = planned.assessed.assessment.answers.service or "A service without a name"
    page.heading(f"Plan for {service}: {plan.stage.label}")
    page.text(f"Now: {_position(plan.before, plan)}")
    _first(page, planned)
    if not plan.reachable:
        _in_the_way(page, planned)
    elif not plan.moves:
        page.text(nothing_more(plan))
    else:
        _moves(page, planned)
    page.show()


def _position(position: Position, plan: Plan) -> str:
    bar = f"; this stage needs {plan.stage.ready_from}" if plan.stage.ready_from else ""
    return f"{in_words(position.verdict, plan.stage.label)}. Score {shown(position.score)}{bar}."


def _first(page: Page, planned: Planned) -> None:
    plan, standings = planned.plan, planned.assessed.assessment.standings
    if not plan.first:
        return
    page.heading("Settle these first")
    page.text("They decide what is asked, or cannot be planned for. Until then the plan is provisional.")
    for ident in plan.first:
        page.text(f"{standings[ident].question.ask} ({ident})", mark="- ")


def _in_the_way(page: Page, planned: Planned) -> None:
    page.heading("No plan leads there")
    for obstacle in planned.plan.in_the_way:
        if obstacle.question is not None:
            question = planned.assessed.assessment.standings[obstacle.question].question
            page.text(f"No answer meets this gate: {question.ask} ({obstacle.question})", mark="- ")
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
    page.text(f"{move.question.ask} ({move.question.id})", mark=mark)
    now = words_of(planned.assessed.assessment.standings[move.question.id])
    if move.before != move.to:
        page.text(f"From: {now}", indent=len(mark))
        page.text(f"To: {kind.words(move.to)}{', with evidence' if move.evidence else ''}", indent=len(mark))
    else:
        page.text(f"Give the evidence for: {now}", indent=len(mark))
    if move.next_step:
        page.text(f"Next step: {move.next_step}", indent=len(mark))
    page.text(f"{why(move)}. Effort {move.effort}. Score after it: {shown(move.after.score)}.", indent=len(mark))
