"""What a screen or a table of many services says of one document."""

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct

from spinout.core.answers import Answers
from spinout.core.assessment import Assessment
from spinout.core.conditions import State
from spinout.core.gates import GateState
from spinout.core.questionnaire import Band, Stage
from spinout.core.scores import ScoreRange
from spinout.core.verdicts import Verdict


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
