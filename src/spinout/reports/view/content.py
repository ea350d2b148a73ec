"""What a report says, worked out once: the view without its headings and pieces."""

from collections.abc import Mapping

from msgspec import Struct

from spinout.core.insight.settling import Settling
from spinout.core.problems import Warning
from spinout.core.scoring.assessment import Assessment
from spinout.reports.view.blocks import EvidenceLine, OfficerBox, Recommendation, evidence_lines, implications
from spinout.reports.view.decision import DecisionView, decision_view
from spinout.reports.view.findings import (
    CheckLine,
    PowerView,
    Results,
    ResultView,
    check_lines,
    power_views,
    results_view,
    suggestion_view,
)
from spinout.reports.view.hearing import HearingView
from spinout.reports.view.plan_lines import PlanView, plan_view
from spinout.reports.view.references import (
    Comparators,
    LessonLine,
    SourceLine,
    SupportLine,
    comparators_view,
    lesson_lines,
    support_lines,
)
from spinout.reports.view.resolutions import recommendations, told_once, values_of
from spinout.reports.view.sayings import proposal
from spinout.reports.view.scoring import Arithmetic, ScoreView, arithmetic, score_view
from spinout.reports.view.slots import Desk
from spinout.reports.view.words import AnswerSection, OpenLine, answer_sections, is_left_out, open_lines

MOST_SETTLING = 5
"""So many questions that settle the verdict are named; the rest are among those not known."""


class ViewData(Struct, frozen=True):
    """All that a report says of an assessment; docs/report-view.md describes each field."""

    service: str
    organisation: str
    stage: str
    proposal: tuple[str, ...]
    decision: DecisionView | None
    hearing: HearingView | None
    recommendations: tuple[Recommendation, ...]
    score: ScoreView
    settles: tuple[str, ...]
    results: Results | None
    suggestion: ResultView | None
    unknown: tuple[OpenLine, ...]
    checks: tuple[CheckLine, ...]
    warnings: tuple[str, ...]
    power: tuple[PowerView, ...]
    comparators: Comparators
    plan: PlanView | None
    implications: tuple[OfficerBox, ...]
    evidence: tuple[EvidenceLine, ...]
    lessons: tuple[LessonLine, ...]
    support: tuple[SupportLine, ...]
    answers: tuple[AnswerSection, ...]
    arithmetic: Arithmetic | None
    sources: tuple[SourceLine, ...]


def view_data(
    assessment: Assessment,
    hearing: HearingView | None,
    desk: Desk,
    numbers: Mapping[str | None, int],
    *,
    left_out: bool,
) -> ViewData:
    """What a report says; `left_out` where answers were taken out of it first, `numbers` as decision_view has them."""
    settling = Settling(assessment, stated=True)
    results, suggestion = results_view(assessment, settling), suggestion_view(assessment, settling)
    checks, comparators, support = check_lines(assessment), comparators_view(assessment), support_lines(assessment)
    due, unheard = (None, None) if hearing is None else (hearing.due, hearing.unheard)
    decision, values = decision_view(assessment, due, numbers), values_of(assessment)
    recommended = recommendations(assessment, decision, desk, unheard, left_out=left_out)
    statuses = assessment.statuses
    settle = [statuses[ident] for ident in settling.verdict if not is_left_out(statuses[ident])]
    return ViewData(
        service=values["service"],
        organisation=values["organisation"],
        stage=values["stage"],
        proposal=proposal(assessment),
        decision=decision,
        hearing=hearing,
        recommendations=recommended,
        score=score_view(assessment),
        settles=tuple(status.question.title for status in settle[:MOST_SETTLING]),
        results=results,
        suggestion=suggestion,
        unknown=open_lines(assessment),
        checks=checks,
        warnings=tuple(_by_title(warning, assessment) for warning in assessment.warnings),
        power=power_views(assessment),
        comparators=comparators,
        plan=plan_view(assessment, decision),
        implications=implications(assessment, desk, told_once(decision, recommended)),
        evidence=evidence_lines(assessment),
        lessons=lesson_lines(assessment),
        support=support,
        answers=answer_sections(assessment),
        arithmetic=arithmetic(assessment),
        sources=(),
    )


def _by_title(warning: Warning, assessment: Assessment) -> str:
    """What a warning says, to people who never saw the ids of questions."""
    question = assessment.questionnaire.questions.get(warning.question or "")
    return warning.message if question is None else warning.message.replace(question.id, f"“{question.title}”")
