"""What moved between two assessments of one service, which of two causes moved it, and what a reader must be told."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Generic, TypeVar

from msgspec import Struct

from spinout.core.answers import Answers
from spinout.core.conditions import State
from spinout.core.insight.migration import Lost, QuestionnaireChanges, Reworded, carry, questionnaire_changes, successor
from spinout.core.kinds import Value
from spinout.core.labels import name_key
from spinout.core.questionnaire import Section, Stage, Verdict
from spinout.core.scoring.assessment import Assessment, assess
from spinout.core.scoring.gates import Gate
from spinout.core.scoring.rules import ClassificationResult, CriterionResult
from spinout.core.scoring.scores import ScoreRange
from spinout.core.scoring.statuses import Status
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
    services, organisations = [a.service for a in every], [a.organisation for a in every]
    return (
        *_differing(CautionCode.OTHER_SERVICE, "The files name different services", services),
        *_differing(CautionCode.OTHER_ORGANISATION, "The files name different organisations", organisations),
    )


def different_versions(documents: Iterable[Answers]) -> tuple[Caution, ...]:
    """Where documents were answered with different versions of the questionnaire."""
    said = "The files were answered with different versions of the questionnaire"
    return _differing(CautionCode.OTHER_VERSION, said, [answers.version for answers in documents])


def _differing(code: CautionCode, said: str, names: Iterable[str | None]) -> tuple[Caution, ...]:
    """A caution with different names in their order, in quotes; none where all are alike."""
    by_key: dict[str, str] = {}
    for name in names:
        if name is not None:
            by_key.setdefault(name_key(name), name)
    return (Caution(code, f"{said}: {listed(map(found, by_key.values()))}."),) if len(by_key) > 1 else ()


def different_stages(assessments: Iterable[Assessment]) -> tuple[Caution, ...]:
    """Where documents were judged for different decisions."""
    stages = distinct_stages(assessments)
    labels = "; ".join(stage.label for stage in stages)
    message = (
        f"The files ask for different decisions, so their verdicts stand at different bars: {labels}. "
        "To judge all at one: --stage."
    )
    return (Caution(CautionCode.OTHER_STAGE, message),) if len(stages) > 1 else ()


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


T = TypeVar("T")


class Moved(Struct, Generic[T], frozen=True):
    """One thing at the three points of a comparison, and what of it is compared."""

    old: T
    between: T
    new: T
    compared: Callable[[T], object] = lambda thing: thing

    @property
    def by_questionnaire(self) -> bool:
        """Whether the questionnaire moved it."""
        return self.compared(self.old) != self.compared(self.between)

    @property
    def by_service(self) -> bool:
        """Whether the service moved it."""
        return self.compared(self.between) != self.compared(self.new)

    @property
    def moved(self) -> bool:
        """Whether either cause moved it, also where the two cancel out."""
        return self.by_questionnaire or self.by_service


class Said(Struct, frozen=True):
    """What was said to a question, and how it counts; of a hidden one nothing, for that never counts."""

    status: Status
    state: State
    value: Value | None = None
    effective: Value | None = None
    reason: str | None = None
    evidence: str | None = None

    @classmethod
    def of(cls, status: Status) -> "Said":
        """The same of where a question stands."""
        answer, state = status.answer, status.state
        if state is State.HIDDEN:
            return cls(status, state)
        return cls(status, state, answer.value, status.effective, answer.reason, answer.evidence)


class SectionAt(Struct, frozen=True):
    """A section and its score; None is not assessed."""

    section: Section
    score: ScoreRange | None


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
    gates: Mapping[str, Moved[Gate | None]]
    criteria: Mapping[str, Moved[CriterionResult | None]]
    classifications: Mapping[str, Moved[ClassificationResult | None]]
    answers: Mapping[str, Moved[Said | None]]
    questionnaire: QuestionnaireChanges
    lost: tuple[Lost, ...]
    reworded: tuple[Reworded, ...]
    cautions: tuple[Caution, ...]

    @property
    def moved(self) -> bool:
        """Whether anything moved about where the service stands."""
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

    def at_points(look: Callable[[Assessment], T]) -> Moved[T]:
        return Moved(look(old), look(between), look(new))

    def by_id(
        look: Callable[[Assessment], Mapping[str, T]], compared: Callable[[T], object], *, questions: bool = False
    ) -> Mapping[str, Moved[T | None]]:
        """What there is of each id; ids of questions may be renamed."""
        was, same, now = look(old), look(between), look(new)
        if questions:
            was = {successor(ident, after) or ident: thing for ident, thing in was.items()}
        return {
            i: Moved(was.get(i), same.get(i), now.get(i), lambda one: None if one is None else compared(one))
            for i in {**now, **same, **was}
        }

    answers = by_id(
        lambda a: {ident: Said.of(status) for ident, status in a.statuses.items()},
        lambda said: (said.state, said.value, said.effective, said.reason, said.evidence),
        questions=True,
    )
    gates = by_id(
        lambda a: {gate.question.id: gate for gate in a.gates},
        lambda gate: (gate.state, gate.evidence_missing),
        questions=True,
    )
    classifications = by_id(
        lambda a: {result.classification.id: result for result in a.rules.classifications},
        lambda result: [outcome.id for outcome in result.possible],
    )
    return ServiceComparison(
        old=old,
        between=between,
        new=new,
        stage=at_points(lambda a: a.stage),
        verdict=at_points(lambda a: a.verdict),
        score=at_points(lambda a: a.scores.overall),
        band=at_points(lambda a: None if a.bands is None else (a.bands.low.id, a.bands.high.id)),
        sections=by_id(
            lambda a: {one.id: SectionAt(one, a.scores.sections[one.id]) for one in a.questionnaire.sections},
            lambda at: at.score,
        ),
        gates=_those_moved(gates),
        criteria=_those_moved(by_id(lambda a: {r.criterion.id: r for r in a.rules.criteria}, lambda r: r.state)),
        classifications=_those_moved(classifications),
        answers={ident: moved for ident, moved in _those_moved(answers).items() if _is_told(moved)},
        questionnaire=questionnaire_changes(before, after),
        lost=carried.lost,
        reworded=carried.reworded,
        cautions=(
            *different_stages((old, new)),
            *different_services((old.answers, new.answers)),
            *reversed_dates(old.answers, new.answers),
            *_not_parted(old, new),
        ),
    )


def at_one_stage(comparison: ServiceComparison) -> ServiceComparison:
    """The same, with both judged for the decision that the new answers are judged for.

    As it is where that is so already, or where the old questionnaire has no such decision.
    """
    stage, decision = comparison.new.stage, comparison.old.questionnaire.decision
    known = decision is not None and stage is not None and stage.id in {each.id for each in decision.stages}
    if not known or stage is None or not comparison.stage.moved:
        return comparison
    old = assess(comparison.old.questionnaire, comparison.old.answers, stage.id)
    return compare(old, comparison.new, stage.id)


def shift(before: ScoreRange | None, after: ScoreRange | None) -> ScoreChange | None:
    """How far the ends of a range moved; None where it was not assessed at one of the points."""
    if before is None or after is None:
        return None
    return ScoreChange(after.low - before.low, after.high - before.high)


def _those_moved(found: Mapping[str, Moved[T]]) -> Mapping[str, Moved[T]]:
    return {ident: moved for ident, moved in found.items() if moved.moved}


def _is_told(moved: Moved[Said | None]) -> bool:
    """Whether the new version asks it, and something was said at any of the points."""
    every = (moved.old, moved.between, moved.new)
    return moved.new is not None and any(said and said.state in SAID for said in every)


SAID = (State.ANSWERED, State.UNKNOWN, State.NOT_APPLICABLE)


def _not_parted(old: Assessment, new: Assessment) -> tuple[Caution, ...]:
    """Where the files name different versions, but both were read with one."""
    before, after = old.questionnaire, new.questionnaire
    versions = old.answers.version, new.answers.version
    if before.version != after.version or None in versions or versions[0] == versions[1]:
        return ()
    message = (
        f"The old answers are to version {versions[0]} and the new ones to version {versions[1]}, but both were "
        f"read with version {after.version}. What the questionnaire changed is therefore not told apart. "
        "Give the older questionnaire with --old-questions."
    )
    return (Caution(CautionCode.CAUSES_NOT_PARTED, message),)
