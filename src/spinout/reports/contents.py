"""Which pieces a report has, and the sentence that each begins with."""

from collections.abc import Mapping

from spinout.core.assessment import Assessment
from spinout.reports.drawings import Picture
from spinout.reports.figures import shown
from spinout.reports.gate_pictures import gates_picture
from spinout.reports.pieces import Pieces
from spinout.reports.plan_lines import EFFORTS
from spinout.reports.range_pictures import range_picture, sections_picture, steps_picture
from spinout.reports.view_data import ViewData

PLAN_LEFT_OUT = (
    "A plan would tell of answers that are left out of this report. It stands in the part that is not for publication."
)
MUST_BE_MET = "A gate must be met before the decision."
MOST_EVIDENCE, MOST_FACTS = 12, 8
"""More than these stand in an appendix alone."""
NO_BUYING_OUT = "A high score does not make up for a gate that is not met."


def pieces_of(assessment: Assessment, data: ViewData, answers: tuple[Picture, ...]) -> Pieces:
    """What there is to lay out; `answers` are the pictures of answers that the paper asks for."""
    return Pieces(_filled(data), _texts(assessment, data), _pictures(assessment, data), answers, _long(data))


def _long(data: ViewData) -> Mapping[str, str]:
    """What a paper of a few pages has no room for, and the sentence that sends to its appendix."""
    found = {}
    if len(data.evidence) > MOST_EVIDENCE:
        found["evidence"] = f"The answers name {len(data.evidence)} pieces of evidence. An appendix lists them."
    facts = 0 if data.decision is None else len(data.decision.facts)
    if facts > MOST_FACTS:
        found["facts"] = (
            f"{facts} facts are not known, and a gate or the score hangs on them. "
            "They stand in the appendix on open gates."
        )
    return found


def _filled(data: ViewData) -> frozenset[str]:
    decision, plan = data.decision, data.plan
    full = {
        "verdict": decision is not None,
        "conditions": decision is not None and bool(decision.conditions or decision.facts),
        "recommendations": bool(data.recommendations),
        "score": True,
        "gates": decision is not None and bool(decision.gates),
        "settles": bool(data.settles),
        "facts": decision is not None and bool(decision.facts) and not data.settles,
        "results": data.results is not None,
        "outcomes": data.results is not None,
        "suggestion": data.suggestion is not None,
        "suggested": data.suggestion is not None,
        "tests": data.results is not None or data.suggestion is not None,
        "power": bool(data.power),
        "unknown": bool(data.unknown),
        "checks": bool(data.checks or data.warnings),
        "plan": plan is not None,
        "steps": plan is not None and bool(plan.steps),
        "comparators": bool(data.comparators.chosen),
        "chosen": bool(data.comparators.chosen),
        "other-comparators": bool(data.comparators.others),
        "implications": bool(data.implications),
        "evidence": True,
        "lessons": bool(data.lessons),
        "support": bool(data.support),
        "answers": True,
        "scores": data.arithmetic is not None,
        "robustness": bool(data.score.robustness),
        "method": True,
        "sources": bool(data.sources),
        "provenance": True,
    }
    return frozenset(kind for kind, is_full in full.items() if is_full)


def _texts(assessment: Assessment, data: ViewData) -> Mapping[str, str]:
    texts: dict[str, str | None] = {
        "verdict": f"A decision on {data.service} is asked for: {data.stage}.",
        "conditions": "Each condition and fact, with what is needed, what was answered, and the next step:",
        "gates": f"{MUST_BE_MET} {NO_BUYING_OUT}",
        "picture:range": _score_text(assessment, data),
        "settles": (
            "The verdict cannot be told yet. These answers would do most to settle it, the most telling first:"
            if len(data.settles) > 1
            else "The verdict cannot be told yet. This answer would do most to settle it:"
        ),
        "facts": (
            "This fact is not known, and a gate or the score hangs on it:"
            if data.decision is not None and len(data.decision.facts) == 1
            else "These facts are not known, and a gate or the score hangs on them:"
        ),
        "outcomes": None if data.results is None else data.results.text,
        "results": None if data.results is None else data.results.text,
        "suggested": None if data.suggestion is None else f"{data.suggestion.title}. {data.suggestion.label}.",
        "tests": "What decided each result, and what is still to be met:",
        "power": (
            "A share of the votes is not a share of the power. Power is how often a group could decide a vote, "
            "where more than half wins."
        ),
        "unknown": "Those that the score hangs on most come first.",
        "plan": None if data.plan is None else data.plan.summary,
        "plan-left-out": PLAN_LEFT_OUT if data.plan is None and data.decision is not None else None,
        "picture:steps": "The score after each step, from now on:",
        "steps": EFFORTS,
        "comparators": data.comparators.text,
        "chosen": data.comparators.text,
        "implications": (
            "Each box keeps a place for an officer's words, and lists the answers that bear on it. A level, such as "
            "2 of 4, counts up from 0, which is nothing yet."
        ),
        "evidence": _evidence_text(data),
        "robustness": (
            "The weights of the sections are a judgement. This says how far they would have to change before the "
            "band did."
        ),
        "provenance": (
            "The same answers, questionnaire and program give the same report. The digests (SHA-256) show whether a "
            "file has changed."
        ),
    }
    if data.decision is not None and data.decision.gates:
        texts["picture:gates"] = MUST_BE_MET if data.decision.verdict == "ready" else f"{MUST_BE_MET} {NO_BUYING_OUT}"
    return {kind: text for kind, text in texts.items() if text}


def _score_text(assessment: Assessment, data: ViewData) -> str:
    score = data.score
    if score.low is None:
        return "Nothing that carries a score has counted, so there is no score."
    bands = f" ({score.bands})" if score.bands else ""
    return f"The score is {shown(assessment.scores.overall)} of 100{bands}. {score.counts}"


def _evidence_text(data: ViewData) -> str:
    return "Evidence that the answers name:" if data.evidence else "The answers name no evidence."


def _pictures(assessment: Assessment, data: ViewData) -> Mapping[str, Picture]:
    drawn = {
        "range": range_picture(data.score, assessment.questionnaire.bands, assessment.bar),
        "sections": sections_picture(data.score),
        "gates": gates_picture(data.decision),
        "steps": steps_picture(data.plan, assessment.bar),
    }
    return {name: picture for name, picture in drawn.items() if picture is not None}
