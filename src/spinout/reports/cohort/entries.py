"""What is kept of each document of many: a small row, not the assessment, so that thousands fit."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct

from spinout.core.answers import Answers, Lesson
from spinout.core.conditions import State
from spinout.core.problems import Problem
from spinout.core.questionnaire import Band, Classification, Questionnaire, Stage, Verdict
from spinout.core.scoring.assessment import Assessment
from spinout.core.scoring.gates import GateState
from spinout.core.scoring.scores import ScoreRange
from spinout.reports.view.publication import exempt_answers, without_exempt


class Share(NamedTuple):
    """A score, 0 to 100, as a fraction that need not be in its lowest terms."""

    over: int
    under: int

    @property
    def points(self) -> int:
        """Whole points, rounded down."""
        return self.over // self.under

    @property
    def exact(self) -> Fraction:
        """The same number as a Fraction."""
        return Fraction(self.over, self.under)

    def __float__(self) -> float:
        """The nearest float, as a Fraction's is."""
        return self.over / self.under


class Bounds(Struct, frozen=True, dict=True):
    """The least and the greatest score; `exact` is False for a proven outer range."""

    low: Share
    high: Share
    exact: bool = True

    @cached_property
    def written(self) -> str:
        """Both ends as floats, parted by a comma; the ranges of sections come again, and are written once."""
        low = repr(float(self.low))
        return f"{low},{low if self.high is self.low else repr(float(self.high))}"


class Header(NamedTuple):
    """Who answered about what, and when."""

    service: str | None
    organisation: str | None
    date: str | None
    completed_by: str | None
    respondent: str | None
    version: str | None
    """The version of the questionnaire that the answers name."""

    @property
    def called(self) -> str | None:
        """The organisation and its service, as a file about them is called; None where neither is named."""
        return " ".join(filter(None, (self.organisation, self.service))) or None


class Summary(NamedTuple):
    """One document in a row: the verdict and its gates, the scores, and what is still open.

    `stated` is False where nobody said which stage is meant and the first was taken. `bands` are
    those of the lowest and the highest score; None where there are none. `unknown` are those of the
    `open` questions to which somebody said that they do not know. `outcomes` has an id for each
    classification, None where it cannot be told.
    """

    stage: Stage | None
    stated: bool
    verdict: Verdict | None
    score: Bounds | None
    bands: tuple[Band, Band] | None
    sections: tuple[Bounds | None, ...]
    not_met: tuple[str, ...]
    unknown_gates: int
    open: tuple[str, ...]
    unknown: tuple[str, ...]
    outcomes: tuple[str | None, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing that is shown is unanswered or unknown."""
        return not self.open


def header_of(answers: Answers) -> Header:
    """The header of a document that was read."""
    return Header(
        answers.service,
        answers.organisation,
        answers.date,
        answers.completed_by,
        answers.respondent,
        answers.version,
    )


def summary_of(assessment: Assessment) -> Summary:
    """What an assessment comes to."""
    bands = assessment.bands
    sections = assessment.questionnaire.sections
    return Summary(
        stage=assessment.stage,
        stated=assessment.stated,
        verdict=assessment.verdict,
        score=_bounds(assessment.scores.overall),
        bands=None if bands is None else (bands.low, bands.high),
        sections=tuple(_bounds(assessment.scores.sections[section.id]) for section in sections),
        not_met=tuple(gate.question.id for gate in assessment.gates if gate.state is GateState.NOT_MET),
        unknown_gates=sum(1 for gate in assessment.gates if gate.state is GateState.UNKNOWN),
        open=tuple(ident for ident, standing in assessment.standings.items() if standing.open),
        unknown=tuple(i for i, standing in assessment.standings.items() if standing.state is State.UNKNOWN),
        outcomes=tuple(_outcomes(assessment)),
    )


def _bounds(score: ScoreRange | None) -> Bounds | None:
    if score is None:
        return None
    low = Share(*score.low.as_integer_ratio())
    return Bounds(low, low if score.low == score.high else Share(*score.high.as_integer_ratio()), score.exact)


def _outcomes(assessment: Assessment) -> Iterator[str | None]:
    for result in assessment.rules.classifications:
        yield None if result.outcome is None else result.outcome.id


class OpenGate(Struct, frozen=True):
    """A gate that is not met; `evidence` where nothing but that is lacking."""

    question: str
    evidence: bool = False


class CohortEntry(Struct, frozen=True):
    """One service: what is said of it in a cohort.

    `sections` are the ranges of all sections, `states` those of all questions, both in file order.
    `outcomes` has for each classification compared the outcome's id, None where it cannot be told.
    """

    file: str
    line: int | None
    service: str | None
    organisation: str | None
    respondent: str | None
    date: str | None
    version: str | None
    """The version of the questionnaire that the answers name."""
    stage: str | None
    stated: bool
    verdict: Verdict | None
    score: ScoreRange | None
    sections: tuple[ScoreRange | None, ...]
    states: tuple[State, ...]
    not_met: tuple[OpenGate, ...]
    not_known: tuple[str, ...]
    below_bar: bool
    bar_open: bool
    """Whether it cannot be told yet if the score reaches the bar."""
    outcomes: tuple[str | None, ...]
    lessons: tuple[Lesson, ...]
    left_out: int = 0
    """How many answers are marked exempt, and so count as not given."""

    @property
    def open(self) -> int:
        """How many questions have no answer."""
        return sum(1 for state in self.states if state in (State.UNKNOWN, State.UNANSWERED))

    @property
    def conditions(self) -> int:
        """How many conditions are to be met first."""
        return len(self.not_met) + self.below_bar


class RefusedEntry(Struct, frozen=True):
    """A document that cannot be scored: how many problems it has, and the first of them."""

    file: str
    line: int | None
    problems: int
    first: Problem


class UnreadableEntry(Struct, frozen=True):
    """A file that could not be read, and why."""

    file: str
    message: str


def entry_of(assessment: Assessment, *, file: str, line: int | None = None) -> CohortEntry:
    """What a cohort keeps of an assessment."""
    shown = without_exempt(assessment)
    answers = shown.answers
    results = {result.classification.id: result.outcome for result in shown.rules.classifications}
    outcomes = [results[classification.id] for classification in compared(shown.questionnaire)]
    return CohortEntry(
        file=file,
        line=line,
        service=answers.service,
        organisation=answers.organisation,
        respondent=answers.respondent,
        date=answers.date,
        version=answers.version,
        stage=None if shown.stage is None else shown.stage.id,
        stated=shown.stated,
        verdict=shown.verdict,
        score=shown.scores.overall,
        sections=tuple(shown.scores.sections[section.id] for section in shown.questionnaire.sections),
        states=tuple(standing.state for standing in shown.standings.values()),
        not_met=tuple(
            OpenGate(gate.question.id, gate.evidence_missing) for gate in shown.gates if gate.state is GateState.NOT_MET
        ),
        not_known=tuple(gate.question.id for gate in shown.gates if gate.state is GateState.UNKNOWN),
        below_bar=shown.below_bar,
        bar_open=shown.bar_open,
        outcomes=tuple(None if outcome is None else outcome.id for outcome in outcomes),
        lessons=answers.lessons,
        left_out=len(exempt_answers(shown)),
    )


def distinct(entries: Iterable[CohortEntry]) -> int:
    """How many services documents are about: several of one name in one organisation are about one."""
    keys = [_key(entry) for entry in entries]
    return len({key for key in keys if key is not None}) + keys.count(None)


def _key(entry: CohortEntry) -> tuple[str, str] | None:
    """What tells a service from others; None where it has no name."""
    if entry.service is None:
        return None
    return _folded(entry.service), _folded(entry.organisation or "")


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def compared(questionnaire: Questionnaire) -> tuple[Classification, ...]:
    """The classifications that stand side by side: those that the paper names, else all but its suggestion."""
    paper = questionnaire.reference.paper
    every = {classification.id: classification for classification in questionnaire.rules.classifications}
    if paper is not None and paper.results is not None:
        return tuple(every[ident] for ident in paper.results.classifications)
    apart = None if paper is None else paper.suggestion
    return tuple(classification for ident, classification in every.items() if ident != apart)
