"""What moved between two assessments of one service, which of two causes moved it, and what a reader must be told."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Generic, TypeVar

from msgspec import Struct

from spinout.core.answers import Answers
from spinout.core.conditions import State, Truth
from spinout.core.insight.migration import Lost, QuestionnaireChanges, Reworded, carry, questionnaire_changes, successor
from spinout.core.kinds import Value
from spinout.core.questionnaire import Questionnaire, Stage, Verdict
from spinout.core.scoring.assessment import Assessment, assess
from spinout.core.scoring.gates import Gate, GateState
from spinout.core.scoring.rules import ClassificationResult, CriterionResult
from spinout.core.scoring.scores import ScoreRange
from spinout.core.scoring.standings import Standing
from spinout.core.wording import found, listed


class CautionCode(StrEnum):
    """Every code of a caution; docs/comparing.md says what each means."""

    OTHER_STAGE = "other-stage"
    OTHER_SERVICE = "other-service"
    OTHER_ORGANISATION = "other-organisation"
    OTHER_VERSION = "other-version"
    DATES_REVERSED = "dates-reversed"
    CAUSES_NOT_PARTED = "causes-not-parted"
    SAME_DOCUMENT = "same-document"


class Caution(Struct, frozen=True):
    """Something about several documents that a reader must know."""

    code: CautionCode
    message: str


def different_services(documents: Iterable[Answers]) -> tuple[Caution, ...]:
    """Where documents name different services or organisations; one that names none fits any."""
    every = tuple(documents)
    cautions = []
    services = _different(answers.service for answers in every)
    if services:
        cautions.append(Caution(CautionCode.OTHER_SERVICE, f"The files name different services: {services}."))
    organisations = _different(answers.organisation for answers in every)
    if organisations:
        message = f"The files name different organisations: {organisations}."
        cautions.append(Caution(CautionCode.OTHER_ORGANISATION, message))
    return tuple(cautions)


def different_versions(documents: Iterable[Answers]) -> tuple[Caution, ...]:
    """Where documents were answered with different versions of the questionnaire."""
    versions = _different(answers.version for answers in documents)
    message = f"The files were answered with different versions of the questionnaire: {versions}."
    return (Caution(CautionCode.OTHER_VERSION, message),) if versions else ()


def different_stages(assessments: Iterable[Assessment]) -> tuple[Caution, ...]:
    """Where documents were judged for different decisions."""
    stages = distinct_stages(assessments)
    if len(stages) < 2:
        return ()
    labels = "; ".join(stage.label for stage in stages)
    message = (
        f"The files ask for different decisions, so their verdicts stand at different bars: {labels}. "
        "To judge all at one: --stage."
    )
    return (Caution(CautionCode.OTHER_STAGE, message),)


def distinct_stages(assessments: Iterable[Assessment]) -> tuple[Stage, ...]:
    """The stages that documents were judged for, each once by its id, in the documents' order."""
    by_id: dict[str, Stage] = {}
    for assessment in assessments:
        if assessment.stage is not None:
            by_id.setdefault(assessment.stage.id, assessment.stage)
    return tuple(by_id.values())


def same_documents(documents: Iterable[tuple[str, str]]) -> tuple[Caution, ...]:
    """Where several places hold the very same document: each with its digest."""
    places: dict[str, list[str]] = {}
    for digest, place in documents:
        places.setdefault(digest, []).append(place)
    twice = [", ".join(alike) for alike in places.values() if len(alike) > 1]
    message = f"These hold the very same answers, so they say nothing of agreement: {'; '.join(twice)}."
    return (Caution(CautionCode.SAME_DOCUMENT, message),) if twice else ()


def reversed_dates(old: Answers, new: Answers) -> tuple[Caution, ...]:
    """Where the older of two documents bears the later date."""
    if old.date is None or new.date is None or old.date <= new.date:
        return ()
    message = f"The old file is dated {old.date}, after the new one, {new.date}. Were they given the wrong way round?"
    return (Caution(CautionCode.DATES_REVERSED, message),)


def _different(names: Iterable[str | None]) -> str:
    """Different names in their order, in quotes; an empty text where all are alike."""
    by_key: dict[str, str] = {}
    for name in names:
        if name is not None:
            by_key.setdefault(_folded(name), name)
    return listed(found(name) for name in by_key.values()) if len(by_key) > 1 else ""


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


T = TypeVar("T")


class Moved(Struct, Generic[T], frozen=True):
    """One thing at the three points of a comparison."""

    old: T
    between: T
    new: T

    @property
    def by_questionnaire(self) -> bool:
        """Whether the questionnaire moved it."""
        return self.old != self.between

    @property
    def by_service(self) -> bool:
        """Whether the service moved it."""
        return self.between != self.new

    @property
    def moved(self) -> bool:
        """Whether either cause moved it, also where the two cancel out."""
        return self.by_questionnaire or self.by_service


class AtPoint(Struct, frozen=True):
    """What is at one point of a comparison. The last field is what it is said of, and is not compared."""

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._compared() == other._compared()

    def __hash__(self) -> int:
        return hash(self._compared())

    def _compared(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self.__struct_fields__[:-1])


class GateAt(AtPoint, frozen=True):
    """Where a gate stands; the gate itself is not compared."""

    state: GateState
    evidence_missing: bool
    gate: Gate


class Said(AtPoint, frozen=True):
    """What was said to a question, and how it counts; the standing itself is not compared."""

    state: State
    value: Value | None
    effective: Value | None
    reason: str | None
    evidence: str | None
    standing: Standing


class CriterionAt(AtPoint, frozen=True):
    """Whether a criterion holds."""

    state: Truth
    result: CriterionResult


class ClassificationAt(AtPoint, frozen=True):
    """The outcomes that a classification leaves possible, by id."""

    possible: tuple[str, ...]
    result: ClassificationResult


class SectionAt(AtPoint, frozen=True):
    """A section's score; None is not assessed."""

    score: ScoreRange | None
    title: str


class ScoreChange(Struct, frozen=True):
    """By how many points the ends of a range moved."""

    low: Fraction
    high: Fraction


class ServiceComparison(Struct, frozen=True):
    """Two assessments and what stands between them.

    The mappings go by id (of a question, its new one) and hold what is at any of the three points,
    in the new questionnaire's order; None at a point where it does not exist. `gates`, `criteria`,
    `classifications` and `answers` hold only what moved.
    """

    old: Assessment
    between: Assessment
    new: Assessment
    stage: Moved[Stage | None]
    verdict: Moved[Verdict | None]
    score: Moved[ScoreRange | None]
    band: Moved[tuple[str, str] | None]
    sections: Mapping[str, Moved[SectionAt | None]]
    gates: Mapping[str, Moved[GateAt | None]]
    criteria: Mapping[str, Moved[CriterionAt | None]]
    classifications: Mapping[str, Moved[ClassificationAt | None]]
    answers: Mapping[str, Moved[Said | None]]
    questionnaire: QuestionnaireChanges
    lost: tuple[Lost, ...]
    reworded: tuple[Reworded, ...]
    cautions: tuple[Caution, ...]

    @property
    def moved(self) -> bool:
        """Whether anything about the service's standing moved."""
        single = self.stage.moved or self.verdict.moved or self.score.moved or self.band.moved
        listed = (self.gates, self.criteria, self.classifications, self.answers)
        return single or any(section.moved for section in self.sections.values()) or any(map(bool, listed))


def compare(old: Assessment, new: Assessment, stage: str | None = None) -> ServiceComparison:
    """Compare two assessments that were made at a stage, or each at its own.

    Raises KeyError where the new questionnaire has no such stage.
    """
    before, after = old.questionnaire, new.questionnaire
    carried = carry(before, old.answers, after)
    between = assess(after, carried.answers, stage)
    points = _Points(old, between, new)
    return ServiceComparison(
        old=old,
        between=between,
        new=new,
        stage=points.of(lambda a: a.stage),
        verdict=points.of(lambda a: a.verdict),
        score=points.of(lambda a: a.scores.overall),
        band=points.of(lambda a: None if a.bands is None else (a.bands.low.id, a.bands.high.id)),
        sections=points.by_id(_sections),
        gates=_those_moved(points.by_id(_gates, named=True)),
        criteria=_those_moved(points.by_id(_criteria)),
        classifications=_those_moved(points.by_id(_classifications)),
        answers=_answers(points),
        questionnaire=questionnaire_changes(before, after),
        lost=carried.lost,
        reworded=carried.reworded,
        cautions=_cautions(old, new),
    )


def shift(before: ScoreRange | None, after: ScoreRange | None) -> ScoreChange | None:
    """How far the ends of a range moved; None where it was not assessed at one of the points."""
    if before is None or after is None:
        return None
    return ScoreChange(after.low - before.low, after.high - before.high)


class _Points(Struct, frozen=True):
    """The three points of a comparison."""

    old: Assessment
    between: Assessment
    new: Assessment

    def of(self, look: Callable[[Assessment], T]) -> Moved[T]:
        """One thing at each point."""
        return Moved(look(self.old), look(self.between), look(self.new))

    def by_id(
        self, look: Callable[[Assessment], Mapping[str, T]], *, named: bool = False
    ) -> Mapping[str, Moved[T | None]]:
        """Things by their id at each point; with `named` the ids are questions', which may be renamed."""
        found = self.of(look)
        old = {self._name(ident): thing for ident, thing in found.old.items()} if named else found.old
        return {
            ident: Moved(old.get(ident), found.between.get(ident), found.new.get(ident))
            for ident in {**found.new, **found.between, **old}
        }

    def _name(self, ident: str) -> str:
        return successor(ident, self.new.questionnaire) or ident


def _those_moved(found: Mapping[str, Moved[T]]) -> Mapping[str, Moved[T]]:
    return {ident: moved for ident, moved in found.items() if moved.moved}


def _sections(assessment: Assessment) -> Mapping[str, SectionAt]:
    sections = assessment.questionnaire.sections
    return {section.id: SectionAt(assessment.scores.sections[section.id], section.title) for section in sections}


def _gates(assessment: Assessment) -> Mapping[str, GateAt]:
    return {gate.question.id: GateAt(gate.state, gate.evidence_missing, gate) for gate in assessment.gates}


def _criteria(assessment: Assessment) -> Mapping[str, CriterionAt]:
    return {result.criterion.id: CriterionAt(result.state, result) for result in assessment.rules.criteria}


def _classifications(assessment: Assessment) -> Mapping[str, ClassificationAt]:
    return {
        result.classification.id: ClassificationAt(tuple(outcome.id for outcome in result.possible), result)
        for result in assessment.rules.classifications
    }


def _answers(points: _Points) -> Mapping[str, Moved[Said | None]]:
    """The questions of the new questionnaire whose answer, or whose being asked, moved.

    Those to which nothing was said at any point are left out.
    """
    found = _those_moved(points.by_id(_said, named=True))
    return {
        ident: moved
        for ident, moved in found.items()
        if moved.new is not None and any(map(_says, (moved.old, moved.between, moved.new)))
    }


def _said(assessment: Assessment) -> Mapping[str, Said]:
    return {ident: _one_said(standing) for ident, standing in assessment.standings.items()}


def _one_said(standing: Standing) -> Said:
    """What was said; an answer to a hidden question never counts, and so never moves."""
    answer = standing.answer
    if standing.state is State.HIDDEN:
        return Said(standing.state, None, None, None, None, standing)
    return Said(standing.state, answer.value, standing.effective, answer.reason, answer.evidence, standing)


def _says(said: Said | None) -> bool:
    return said is not None and said.state in (State.ANSWERED, State.UNKNOWN, State.NOT_APPLICABLE)


def _cautions(old: Assessment, new: Assessment) -> tuple[Caution, ...]:
    return (
        *different_stages((old, new)),
        *different_services((old.answers, new.answers)),
        *reversed_dates(old.answers, new.answers),
        *_not_parted(old, new, old.questionnaire, new.questionnaire),
    )


def _not_parted(old: Assessment, new: Assessment, before: Questionnaire, after: Questionnaire) -> tuple[Caution, ...]:
    """Where the files name different versions, but both were read with one."""
    versions = old.answers.version, new.answers.version
    if before.version != after.version or None in versions or versions[0] == versions[1]:
        return ()
    message = (
        f"The old answers are to version {versions[0]} and the new ones to version {versions[1]}, but both were "
        f"read with version {after.version}. What the questionnaire changed is therefore not told apart. "
        "Give the older questionnaire with --old-questions."
    )
    return (Caution(CautionCode.CAUSES_NOT_PARTED, message),)
