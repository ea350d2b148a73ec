"""The view: everything that a report shows, as plain strings and numbers, worked out.

Templates only lay it out. Nothing here escapes, scores or decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from spinout.core.assessment import Assessment
from spinout.reports.answer_lines import AnswerSection, OpenLine, answer_sections, left_out, open_lines
from spinout.reports.arithmetic import Arithmetic, arithmetic
from spinout.reports.comparators import Comparators, comparators_view
from spinout.reports.decision import DecisionView, decision_view
from spinout.reports.figures import counted
from spinout.reports.findings import (
    CheckLine,
    PowerView,
    Results,
    ResultView,
    check_lines,
    power_views,
    results_view,
    suggestion_view,
)
from spinout.reports.references import (
    LessonLine,
    Provenance,
    SourceLine,
    SupportLine,
    lesson_lines,
    provenance,
    source_lines,
    support_lines,
)
from spinout.reports.scoring import ScoreView, score_view
from spinout.reports.subject import Subject


@dataclass(frozen=True, slots=True)
class TitleLine:
    """A line of the title block; `blank` where an officer must fill it."""

    label: str
    text: str
    blank: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A heading of the report: `kind` names what stands under it."""

    number: str
    kind: str
    title: str
    appendix: bool = False


@dataclass(frozen=True, slots=True)
class ReportView:
    """Everything that a report shows."""

    language: str
    title: str
    about: str
    lines: tuple[TitleLine, ...]
    incomplete: str | None
    notes: tuple[str, ...]
    decision: DecisionView | None
    score: ScoreView
    results: Results | None
    suggestion: ResultView | None
    unknown: tuple[OpenLine, ...]
    checks: tuple[CheckLine, ...]
    warnings: tuple[str, ...]
    power: tuple[PowerView, ...]
    comparators: Comparators
    lessons: tuple[LessonLine, ...]
    support: tuple[SupportLine, ...]
    answers: tuple[AnswerSection, ...]
    left_out: str | None
    arithmetic: Arithmetic | None
    sources: tuple[SourceLine, ...]
    provenance: Provenance
    parts: tuple[Part, ...]


def view_of(subject: Subject) -> ReportView:
    """What a report shows of an assessment."""
    assessment = subject.assessment
    reference, answers = assessment.questionnaire.reference, assessment.answers
    results, suggestion = results_view(assessment), suggestion_view(assessment)
    checks, comparators, support = check_lines(assessment), comparators_view(assessment), support_lines(assessment)
    used = _codes(results, suggestion, checks, comparators, support)
    sources = source_lines(assessment, used)
    decision, unknown = decision_view(assessment), open_lines(assessment)
    power, sums = power_views(assessment), arithmetic(assessment)
    lessons, warnings = lesson_lines(assessment), tuple(warning.message for warning in assessment.warnings)
    filled = {
        "verdict": decision is not None,
        "score": True,
        "gates": decision is not None and bool(decision.gates),
        "results": results is not None,
        "suggestion": suggestion is not None,
        "power": bool(power),
        "unknown": bool(unknown),
        "checks": bool(checks or warnings),
        "comparators": bool(comparators.chosen),
        "lessons": bool(lessons),
        "support": bool(support),
        "answers": True,
        "scores": sums is not None,
        "other-comparators": bool(comparators.others),
        "sources": bool(sources),
        "provenance": True,
    }
    titles = {
        "results": "" if results is None else results.title,
        "suggestion": "" if suggestion is None else suggestion.title,
    }
    return ReportView(
        language=assessment.questionnaire.language,
        title=answers.service or "[service: not given]",
        about=assessment.questionnaire.title,
        lines=tuple(_title_lines(assessment)),
        incomplete=_incomplete(assessment),
        notes=() if reference.paper is None else tuple(note.text for note in reference.paper.notes),
        decision=decision,
        score=score_view(assessment),
        results=results,
        suggestion=suggestion,
        unknown=unknown,
        checks=checks,
        warnings=warnings,
        power=power,
        comparators=comparators,
        lessons=lessons,
        support=support,
        answers=answer_sections(assessment),
        left_out=_left_out(assessment),
        arithmetic=sums,
        sources=sources,
        provenance=provenance(subject),
        parts=tuple(_parts({kind for kind, full in filled.items() if full}, titles)),
    )


# headings

PARTS = (
    ("verdict", "Verdict"),
    ("score", "Score"),
    ("gates", "Gates for this stage"),
    ("results", ""),
    ("suggestion", ""),
    ("power", "Who holds the votes"),
    ("unknown", "What is not known"),
    ("checks", "Points to check"),
    ("comparators", "Others to learn from"),
    ("lessons", "What others could learn"),
    ("support", "Where to get help"),
)
APPENDICES = (
    ("answers", "All answers"),
    ("scores", "How the scores were worked out"),
    ("other-comparators", "More organisations to learn from"),
    ("sources", "Sources"),
    ("provenance", "Where this report came from"),
)


def _parts(filled: set[str], titles: dict[str, str]) -> Iterator[Part]:
    main = [(kind, titles.get(kind) or title) for kind, title in PARTS if kind in filled]
    for number, (kind, title) in enumerate(main, start=1):
        yield Part(str(number), kind, title)
    appendices = [(kind, title) for kind, title in APPENDICES if kind in filled]
    for letter, (kind, title) in zip("ABCDE", appendices, strict=False):
        yield Part(letter, kind, title, appendix=True)


# the title block


def _title_lines(assessment: Assessment) -> Iterator[TitleLine]:
    answers, stage = assessment.answers, assessment.stage
    yield _filled("Organisation", answers.organisation)
    if stage is not None:
        yield TitleLine("Decision asked for", stage.label if assessment.stated else f"{stage.label} (not stated)")
    yield _filled("Date of the answers", answers.date)
    yield _filled("Answered by", answers.completed_by)
    if answers.respondent is not None:
        yield TitleLine("Respondent", answers.respondent)


def _filled(label: str, text: str | None) -> TitleLine:
    return TitleLine(label, f"[{label.lower()}: not given]", blank=True) if text is None else TitleLine(label, text)


def _incomplete(assessment: Assessment) -> str | None:
    if assessment.complete:
        return None
    counts = assessment.counts
    number = counts.unknown + counts.unanswered
    verb = "has" if number == 1 else "have"
    return f"{number} of {counted(counts.shown, 'question')} {verb} no answer yet. The results may change."


def _left_out(assessment: Assessment) -> str | None:
    number = left_out(assessment)
    if not number:
        return None
    verb = "is" if number == 1 else "are"
    return (
        f"{counted(number, 'answer')} {verb} marked exempt and left out of this report. The scores count all answers."
    )


def _codes(
    results: Results | None,
    suggestion: ResultView | None,
    checks: tuple[CheckLine, ...],
    comparators: Comparators,
    support: tuple[SupportLine, ...],
) -> Iterator[str]:
    """The codes of the sources that the report names."""
    shown = (*(results.results if results else ()), *((suggestion,) if suggestion else ()))
    for result in shown:
        yield from result.sources
        for criterion in (*result.criteria, *result.further):
            yield from criterion.sources
    for codes in (line.sources for line in (*comparators.chosen, *comparators.others)):
        yield from codes
    for named in (*(check.sources for check in checks), *(line.sources for line in support)):
        yield from named
