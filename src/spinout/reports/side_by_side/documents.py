"""The documents that stand side by side, and what they, their verdicts and their gates are called."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from msgspec import Struct

from spinout.core.answers import Answers
from spinout.core.insight.comparison import Caution, ServiceComparison
from spinout.core.insight.panels import Panel
from spinout.core.questionnaire import Question, Stage, Verdict, in_words
from spinout.core.scoring.assessment import Assessment
from spinout.core.scoring.gates import Gate
from spinout.reports.view.decision import GATE_STATES, NOT_STATED


class SourceDocument(Struct, frozen=True):
    """A document of answers: how it is named, the digests of it and of its questionnaire, and what was made of it."""

    name: str
    sha256: str
    questionnaire_sha256: str
    assessment: Assessment


class ComparedSubject(Struct, frozen=True):
    """Documents in their order, a comparison for each step from one to the next, and what a reader must know.

    `program` is the name and version of the program.
    """

    documents: tuple[SourceDocument, ...]
    steps: tuple[ServiceComparison, ...]
    cautions: tuple[Caution, ...]
    program: str


class PanelSubject(Struct, frozen=True):
    """A panel, and its documents in the order of its members."""

    documents: tuple[SourceDocument, ...]
    panel: Panel
    program: str


class Judged(Protocol):
    """What has a verdict at a stage; None of a questionnaire that decides nothing."""

    @property
    def verdict(self) -> Verdict | None: ...  # noqa: D102 - said above
    @property
    def stage(self) -> Stage | None: ...  # noqa: D102


def verdict_words(found: Judged) -> str:
    """The verdict as it is said; of a questionnaire that decides nothing, that."""
    if found.verdict is None or found.stage is None:
        return "No decision is asked for"
    return in_words(found.verdict, found.stage.label)


def not_stated(assessments: Iterable[tuple[str, Assessment]]) -> Iterator[str]:
    """A line where answers do not say which decision is asked for; it names them where others do."""
    every = tuple(assessments)
    silent = [name for name, assessment in every if assessment.stage is not None and not assessment.stated]
    if silent:
        yield NOT_STATED if len(silent) == len(every) else f"{', '.join(silent)}: {NOT_STATED}"


def gate_words(gate: Gate | None) -> str:
    """How a gate stands, and whether it lacks nothing but evidence; None where there is no gate."""
    if gate is None:
        return "no gate"
    return f"{GATE_STATES[gate.state]}{': only the evidence is missing' if gate.evidence_missing else ''}"


def named(question: Question) -> str:
    """What a question is called, and its id."""
    return f"{question.title} ({question.id})"


def titled(answers: Answers) -> str:
    """The service that answers are about, and its organisation."""
    return ", ".join(filter(None, (answers.service or "A service without a name", answers.organisation)))
