"""Assessments, problems and plans as the plain objects of `--json`. Field names are a promise."""

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from msgspec import Struct, to_builtins
from msgspec.structs import asdict, replace

from spinout.core.conditions import State
from spinout.core.insight.voices import Hearing, hearing_of
from spinout.core.kinds import Kind, Value
from spinout.core.problems import Problem
from spinout.core.questionnaire import Questionnaire
from spinout.core.scoring.assessment import Assessment
from spinout.core.scoring.gates import GateState
from spinout.core.scoring.scores import ScoreRange
from spinout.core.scoring.statuses import Status
from spinout.core.wording import visible_in_json
from spinout.reports.view.publication import Beside, Subject, exempt_answers, for_data
from spinout.reports.view.references import file_name, provenance

if TYPE_CHECKING:
    from spinout.core.insight.plan import Plan
    from spinout.reports.view.slots import SlotView

ASSESSMENT_SCHEMA = "spinout.assessment/1"
PROBLEMS_SCHEMA = "spinout.problems/1"
PLAN_SCHEMA = "spinout.plan/1"
HEADER = ("service", "organisation", "date", "completed_by", "respondent")
"""What answers say of themselves."""
_AS_IT_IS = frozenset({bool, int, str})
"""What an answer may be and JSON has as it is."""


def json_text(made: Mapping[str, Any], *, indent: int | None = None) -> str:
    """An object as JSON, with the end of its line; letters stay letters, and nothing in it acts on a terminal."""
    return visible_in_json(json.dumps(made, ensure_ascii=False, indent=indent)) + "\n"


def told(thing: Struct, *names: str) -> dict[str, Any]:
    """Some fields of a struct as JSON has them: variants by their words, fractions as the nearest floats."""
    return {name: to_builtins(getattr(thing, name), enc_hook=float) for name in names}


def told_all(things: Iterable[Struct], *names: str) -> list[dict[str, Any]]:
    """The same of each."""
    return [told(thing, *names) for thing in things]


def assessment_object(
    assessment: Assessment,
    *,
    questionnaire_sha256: str,
    file: str,
    sha256: str,
    line: int | None = None,
    others: Sequence[Beside] = (),
) -> dict[str, Any]:
    """Everything that is said of one document of answers, and who was heard beside it."""
    rules, robustness = assessment.rules, assessment.robustness
    weightless = assessment.questionnaire.overall == "questions"
    return {
        "schema": ASSESSMENT_SCHEMA,
        "questionnaire": questionnaire_object(assessment.questionnaire, questionnaire_sha256),
        "answers": {"file": file, "sha256": sha256} | ({} if line is None else {"line": line}),
        **told(assessment.answers, *HEADER),
        "lessons": told_all(assessment.answers.lessons, "question", "text"),
        "complete": assessment.complete,
        "counts": asdict(assessment.counts),
        "score": score_object(assessment.scores.overall),
        "band": band_object(assessment),
        "stage": None if assessment.stage is None else assessment.stage.id,
        "verdict": None if assessment.verdict is None else assessment.verdict.value,
        "hearing": _hearing(hearing_of(assessment, [other.assessment for other in others]), others),
        "gates": [
            {
                "question": gate.question.id,
                "state": gate.state.value,
                "evidence_missing": gate.evidence_missing,
                "unmet": [clause.number for clause in gate.unmet],
            }
            for gate in assessment.gates
        ],
        "stages": [
            {
                "id": rung.stage.id,
                "verdict": rung.verdict.value,
                "gates": {state.value.replace("-", "_"): states.count(state) for state in GateState},
            }
            for rung in assessment.ladder
            for states in ([gate.state for gate in rung.gates],)
        ],
        "sections": [
            {
                "id": section.id,
                "weight": None if weightless and section.weight else number(section.weight),
                "assessed": score is not None,
                "score": None if score is None else told(score, "low", "high"),
            }
            for section in assessment.questionnaire.sections
            for score in (assessment.scores.sections[section.id],)
        ],
        "questions": [_question(status) for status in assessment.statuses.values()],
        "criteria": [{"id": r.criterion.id, "state": r.state.value} for r in rules.criteria],
        "classifications": [
            {
                "id": result.classification.id,
                "outcome": "cannot-tell" if result.outcome is None else result.outcome.id,
                "possible": [outcome.id for outcome in result.possible],
                "exact": result.exact,
            }
            for result in rules.classifications
        ],
        "contributions": list(to_builtins(assessment.contributions, enc_hook=float)),
        "robustness": None if robustness is None else told(robustness, "low", "high"),
        "power": [
            {
                "question": power.question,
                "groups": [
                    {"id": group.group, "share": number(group.share), **told(group, "banzhaf", "shapley_shubik")}
                    for group in power.groups
                ],
            }
            for power in assessment.power
        ],
        "checks": told_all(rules.checks, "id", "message"),
        "warnings": told_all(assessment.warnings, "code", "question", "message"),
    }


def questionnaire_object(questionnaire: Questionnaire, sha256: str) -> dict[str, str]:
    """Which questionnaire was answered."""
    return {"id": questionnaire.id, "version": questionnaire.version, "sha256": sha256}


def score_object(score: ScoreRange | None) -> dict[str, Any] | None:
    """A range; None where nothing was assessed."""
    return None if score is None else told(score, "low", "high", "exact")


def band_object(assessment: Assessment) -> dict[str, str] | None:
    """The bands at both ends of the range; None where there are none."""
    bands = assessment.bands
    return None if bands is None else {"low": bands.low.id, "high": bands.high.id}


def _hearing(hearing: Hearing | None, others: Sequence[Beside]) -> dict[str, Any] | None:
    if hearing is None:
        return None
    return {
        "lead": hearing.lead.id,
        "heard": [{"respondent": each.respondent.id, "files": each.files} for each in hearing.heard],
        "not_heard": [each.id for each in hearing.unheard],
        **told(hearing, "stated", "due"),
        "files": [
            {"respondent": other.assessment.answers.respondent, **told(other, "file", "sha256")}
            | ({} if other.line is None else {"line": other.line})
            for other in others
        ],
        "differ": [
            {
                "question": dissent.lead.question.id,
                "lead": _said(dissent.lead),
                "others": [{"respondent": reply.respondent.id} | _said(reply.status) for reply in dissent.others],
            }
            for dissent in hearing.dissents
        ],
    }


def _said(status: Status) -> dict[str, Any]:
    """An answer without what stands beside it."""
    return {**told(status, "state"), "answer": plain_value(status.question.type, status.answer.value)}


def problems_object(file: str, problems: tuple[Problem, ...], line: int | None = None) -> dict[str, Any]:
    """What stands in the place of an assessment where a file cannot be scored."""
    return {
        "schema": PROBLEMS_SCHEMA,
        "file": file,
        **({} if line is None else {"line": line}),
        "problems": [
            told(p, "code")
            | {"file": p.file or file}
            | ({} if p.cell is None else {"cell": p.cell})
            | told(p, "line", "column", "question", "message", "hint")
            for p in problems
        ],
    }


def number(value: Fraction | int | Decimal) -> int | float:
    """A number of JSON: whole where it is whole."""
    if isinstance(value, int):
        return value
    above, below = value.as_integer_ratio()
    return above if below == 1 else above / below


def _question(status: Status) -> dict[str, Any]:
    question, answer, state, score = status.question, status.answer, status.state, status.score
    value: object = answer.value
    if answer.value is not None and answer.value.__class__ not in _AS_IT_IS:
        value = plain_value(question.type, answer.value)
    return {
        "id": question.id,
        "state": state.value,
        "answer": value,
        "effective": status.effective if question.type.top is not None else None,
        "score": None if score is None else float(score),
        "weight": 0 if question.weight is None else number(question.weight),
        "evidence": answer.evidence,
        "note": answer.note,
        "reason": answer.reason,
        "other": answer.other,
        "exempt": answer.exempt,
        "pending": status.pending and state is not State.HIDDEN,
    }


def plain_value(kind: Kind, value: Value | None) -> object:
    """An answer as JSON has it, its exact decimals turned into numbers; None where there is none."""
    plain = None if value is None else kind.plain(value)
    if isinstance(plain, Mapping):
        return {key: number(part) if isinstance(part, Decimal) else part for key, part in plain.items()}
    return number(plain) if isinstance(plain, Decimal) else plain


def plan_object(plan: "Plan") -> dict[str, Any]:
    """Everything that a plan says; `moves` stand in the order to show them."""
    score = plan.after.score
    return {
        "schema": PLAN_SCHEMA,
        "stage": plan.stage.id,
        **told(plan, "reachable", "provisional", "exact"),
        "first": list(plan.first),
        "effort": plan.effort,
        "moves": [
            {
                "question": move.question.id,
                "from": plain_value(move.question.type, move.before),
                "to": plain_value(move.question.type, move.to),
                **told(move, "evidence", "effort", "gate"),
            }
            for move in plan.moves
        ],
        "after": {"score": None if score is None else told(score, "low", "high"), "verdict": plan.after.verdict.value},
    }


def _slots(subject: Subject) -> "tuple[SlotView, ...]":
    """The slots of the report, which the view has; it is loaded only for them."""
    from spinout.reports.view.view import slots_of

    return slots_of(subject)


def _words(slot: "SlotView") -> dict[str, Any]:
    """What an officer wrote for a slot; a date as YYYY-MM-DD."""
    from spinout.reports.view.slots import plain_rows

    made = told(slot, "id", "label", "shape", "exempt") | {"text": slot.date or slot.text or None}
    return made | {"rows": plain_rows(slot)} if slot.rows else made


def json_report(subject: Subject, templates: object) -> bytes:  # noqa: ARG001 - every format is given them
    """The assessment's object as UTF-8 text, without what the report must leave out.

    `report` says what was chosen, so that the report can be made again.
    """
    restricted = subject.choices.restricted
    shown = for_data(subject.assessment, subject.choices)
    found = assessment_object(
        shown,
        questionnaire_sha256=subject.questionnaire_sha256,
        file=file_name(subject.file),
        sha256=subject.sha256,
        line=subject.line,
        others=[
            replace(each, assessment=for_data(each.assessment, subject.choices), file=file_name(each.file))
            for each in subject.others
        ],
    )
    # the digest of a file of which something is left out would tell that to whoever tries what it may be
    if subject.told_digest != subject.sha256:
        found["answers"]["sha256"] = None
    for file, other in zip((found["hearing"] or {}).get("files", ()), subject.others, strict=False):
        if other.told_digest(subject.choices) != other.sha256:
            file["sha256"] = None
    slots = _slots(subject) if subject.choices.words.words else ()
    digest = None
    if slots:
        from spinout.reports.view.slots import words_digest

        digest = words_digest(slots, subject.choices.words)
    made = provenance(replace(subject, assessment=shown), digest)
    found["report"] = told(made, "program", "options", "answers_sha256", "words_sha256") | {
        "left_out": 0 if restricted else len(exempt_answers(shown)),
        "words": [_words(slot) for slot in slots if slot.by_officer],
        "blanks": [slot.id for slot in slots if slot.blank_left] if slots else None,
    }
    return json_text(found, indent=2).encode()
