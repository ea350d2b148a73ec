"""What is kept of each document of many: a small row, not the assessment, so that thousands fit; and their index."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import asdict

from spinout.core.answers import Answers, Lesson
from spinout.core.conditions import State
from spinout.core.problems import Problem
from spinout.core.questionnaire import Questionnaire, Stage, Verdict, in_words
from spinout.core.scoring.assessment import Assessment, BandRange, points
from spinout.core.scoring.gates import GateState
from spinout.core.scoring.scores import ScoreRange
from spinout.core.wording import counted
from spinout.reports.formats import FORMATS
from spinout.reports.view.findings import compared
from spinout.reports.view.publication import exempt_answers, without_exempt
from spinout.reports.view.words import verb

NO_NAME, NO_DECISION = "(no name)", "No decision is asked for"


class Points(NamedTuple):
    """The least and the greatest score in whole points, rounded down; `same` where the two are one score."""

    low: int
    high: int
    same: bool


class Header(Struct, frozen=True):
    """Who answered about what, and when; `version` is that of the questionnaire that the answers name."""

    service: str | None
    organisation: str | None
    date: str | None
    completed_by: str | None
    respondent: str | None
    version: str | None

    @property
    def called(self) -> str | None:
        """The organisation and its service, as a file about them is called; None where neither is named."""
        return " ".join(filter(None, (self.organisation, self.service))) or None


class Summary(NamedTuple):
    """One document as it is counted: the verdict and its gates, the score, and what is still open.

    `stated` is False where nobody said which stage is meant and the first was taken. `bands` are
    those of the lowest and the highest score; None where there are none. `unknown` are those of the
    `open` questions to which somebody said that they do not know.
    """

    stage: Stage | None
    stated: bool
    verdict: Verdict | None
    score: Points | None
    bands: BandRange | None
    not_met: tuple[str, ...]
    open: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing that is shown is unanswered or unknown."""
        return not self.open


def header_of(answers: Answers) -> Header:
    """The header of a document that was read."""
    return Header(*(getattr(answers, name) for name in Header.__struct_fields__))


def summary_of(assessment: Assessment) -> Summary:
    """What an assessment comes to."""
    score, statuses = assessment.scores.overall, assessment.statuses
    return Summary(
        assessment.stage,
        assessment.stated,
        assessment.verdict,
        None if score is None else Points(points(score.low), points(score.high), score.low == score.high),
        assessment.bands,
        assessment.not_met,
        open=tuple([ident for ident, status in statuses.items() if status.open]),
        unknown=tuple([ident for ident, status in statuses.items() if status.state is State.UNKNOWN]),
    )


class OpenGate(Struct, frozen=True):
    """A gate that is not met; `evidence` where nothing but that is lacking."""

    question: str
    evidence: bool = False


class CohortEntry(Header, frozen=True, kw_only=True):
    """One service: what is said of it in a cohort.

    `sections` are the ranges of all sections, `states` those of all questions, both in file order.
    `outcomes` has for each classification compared the outcome's id, None where it cannot be told.
    `bar_open` is True where it cannot be told yet if the score reaches the bar. `left_out` says how
    many answers are marked exempt, and so count as not given.
    """

    file: str
    line: int | None
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
    outcomes: tuple[str | None, ...]
    lessons: tuple[Lesson, ...]
    left_out: int = 0

    @property
    def named(self) -> str:
        """The service, by its name where it has one."""
        return self.service or NO_NAME

    @property
    def place(self) -> str:
        """The file, and the line or row in one that holds several documents."""
        return place_of(self.file, self.line)

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


def place_of(file: str, line: int | None) -> str:
    """A file, and the line or row in one that holds several documents."""
    return file if line is None else f"{file}:{line}"


def entry_of(assessment: Assessment, *, file: str, line: int | None = None) -> CohortEntry:
    """What a cohort keeps of an assessment."""
    shown = without_exempt(assessment)
    results = {result.classification.id: result.outcome for result in shown.rules.classifications}
    outcomes = [results[classification.id] for classification in compared(shown.questionnaire)]
    return CohortEntry(
        **asdict(header_of(shown.answers)),
        file=file,
        line=line,
        stage=None if shown.stage is None else shown.stage.id,
        stated=shown.stated,
        verdict=shown.verdict,
        score=shown.scores.overall,
        sections=tuple(shown.scores.sections[section.id] for section in shown.questionnaire.sections),
        states=tuple(status.state for status in shown.statuses.values()),
        not_met=tuple(
            OpenGate(gate.question.id, gate.evidence_missing) for gate in shown.gates if gate.state is GateState.NOT_MET
        ),
        not_known=tuple(gate.question.id for gate in shown.gates if gate.state is GateState.UNKNOWN),
        below_bar=shown.below_bar,
        bar_open=shown.bar_open,
        outcomes=tuple(None if outcome is None else outcome.id for outcome in outcomes),
        lessons=shown.answers.lessons,
        left_out=len(exempt_answers(shown)),
    )


def distinct(entries: Collection[CohortEntry]) -> int:
    """How many services documents are about: several of one name in one organisation are about one."""
    keys = [(_folded(e.service), _folded(e.organisation or "")) for e in entries if e.service is not None]
    return len(set(keys)) + sum(1 for entry in entries if entry.service is None)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


# the index of reports on single services

INDEX_SCHEMA = "spinout.index-view/1"
WHY_MISSING = "not read, not scored, or the report could not be made"
INDEX_INTERRUPTED = "The work was stopped before its end. Reports that were not written by then are missing here."


class IndexEntry(Header, frozen=True, kw_only=True):
    """What an index keeps of one service; `words` are the verdict, as it is said."""

    stage: str | None
    words: str
    stated: bool


class Link(Struct, frozen=True):
    """A file of a report, beside the index, and the name of its format."""

    file: str
    format: str


class IndexLine(Struct, frozen=True):
    """One service, and its reports: the first, and those in other formats."""

    name: str
    organisation: str | None
    respondent: str | None
    date: str | None
    stage: str | None
    words: str
    not_stated: bool
    other_version: str | None
    first: Link
    others: tuple[Link, ...]


class IndexView(Struct, frozen=True):
    """Everything that an index shows."""

    schema: str
    language: str
    title: str
    about: str
    reports: str
    missing: str | None
    interrupted: str | None
    other_formats: bool
    lines: tuple[IndexLine, ...]
    program: str


def index_entry(assessment: Assessment) -> IndexEntry:
    """What an index keeps of an assessment."""
    shown = without_exempt(assessment)
    stage = None if shown.stage is None else shown.stage.label
    return IndexEntry(
        **asdict(header_of(shown.answers)),
        stage=stage,
        words=NO_DECISION if shown.verdict is None or stage is None else in_words(shown.verdict, stage),
        stated=shown.stated or stage is None,
    )


def index_view(
    listed: Iterable[tuple[str, IndexEntry]],
    endings: Sequence[str],
    questionnaire: Questionnaire,
    *,
    program_version: str,
    missing: int = 0,
    interrupted: bool = False,
) -> IndexView:
    """The index of reports, by organisation and service.

    `listed` has the name of each report's files without their endings, `missing` is how many
    documents have none.
    """
    lines = tuple(_line(name, entry, endings, questionnaire) for name, entry in sorted(listed, key=_place))
    without = f"{counted(missing, 'document')} {verb(missing, 'has', 'have')} no report: {WHY_MISSING}"
    return IndexView(
        INDEX_SCHEMA,
        questionnaire.language,
        "Reports on each service",
        questionnaire.title,
        counted(len(lines), "service"),
        without if missing else None,
        INDEX_INTERRUPTED if interrupted else None,
        len(endings) > 1,
        lines,
        f"spinout {program_version}",
    )


def _place(listed: tuple[str, IndexEntry]) -> tuple[str, str, int, str]:
    """Where a line stands: by organisation and service, those that name none last of theirs."""
    name, entry = listed
    organisation, service = ((text or "\U0010ffff").casefold() for text in (entry.organisation, entry.service))
    return organisation, service, len(name), name


def _line(name: str, entry: IndexEntry, endings: Sequence[str], questionnaire: Questionnaire) -> IndexLine:
    first, *others = (Link(f"{name}{ending}", FORMATS[ending].name) for ending in endings)
    return IndexLine(
        entry.service or NO_NAME,
        entry.organisation,
        entry.respondent,
        entry.date,
        entry.stage,
        entry.words,
        not entry.stated,
        None if entry.version == questionnaire.version else entry.version,
        first,
        tuple(others),
    )
