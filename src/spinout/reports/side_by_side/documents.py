"""The documents that stand side by side, and what they, their verdicts and their gates are called."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from msgspec import Struct

from spinout.core.answers import Answers
from spinout.core.insight.comparison import Caution, CautionCode, ServiceComparison
from spinout.core.insight.panels import Panel
from spinout.core.problems import Code
from spinout.core.questionnaire import Question, Stage, Verdict, in_words
from spinout.core.scoring.assessment import Assessment
from spinout.core.scoring.gates import Gate
from spinout.core.wording import day_in_words
from spinout.reports.view.decision import GATE_STATES, NOT_STATED
from spinout.reports.view.words import verb


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


# what a report calls them: by their dates and by who answered, and never by file or id

NOT_TOLD_APART = (
    "The answers are to different versions of the questionnaire, but all were read with one, so what the "
    "questionnaire changed is not told apart from what the service changed."
)
SAID_OTHERWISE: Mapping[CautionCode, str | None] = {
    CautionCode.OTHER_STAGE: None,
    CautionCode.CAUSES_NOT_PARTED: NOT_TOLD_APART,
    CautionCode.DATES_REVERSED: "The answers before are dated after those now. Were they taken the wrong way round?",
    CautionCode.SAME_DOCUMENT: "Some of the files hold the very same answers, so that they agree says nothing.",
}
"""What a report says in place of a caution that speaks of files and options; None where it says that elsewhere."""


def day_of(answers: Answers) -> str:
    """The day of some answers in words."""
    return day_in_words(answers.date) if answers.date else "no date"


def to_know(documents: Iterable[SourceDocument], cautions: Iterable[Caution]) -> Iterator[str]:
    """What a reader of a report must know of its documents: cautions, then what was not read as it was given."""
    found = tuple(cautions)
    for caution in found:
        said = SAID_OTHERWISE.get(caution.code, caution.message)
        if said is not None:
            yield said
    for document in documents:
        answers, codes = document.assessment.answers, Counter(each.code for each in document.assessment.warnings)
        whose = f"Of the answers of {day_of(answers)}" if answers.date else "Of the answers without a date"
        if codes[Code.STAGE_NOT_STATED]:
            yield f"{whose}: {NOT_STATED}"
        for code, what in ((Code.REMOVED_QUESTION, "no longer asked"), (Code.RENAMED_QUESTION, "called otherwise now")):
            if number := codes[code]:
                counts = " It does not count." if number == 1 else " They do not count."
                ends = counts if code is Code.REMOVED_QUESTION else ""
                yield f"{whose}, {number} {verb(number, 'is to a question', 'are to questions')} {what}.{ends}"


def respondent_labels(subject: PanelSubject) -> Mapping[str, str]:
    """What a report calls each respondent and each document, by the names that the panel has for them.

    It is the label that the questionnaire has, else what the answers say, else the file; documents of one
    name are told apart by their number.
    """
    form = subject.panel.questionnaire
    pairs = tuple(zip(subject.panel.members, subject.documents, strict=True))
    groups: dict[str, str] = {}
    for member, document in pairs:
        said = member.assessment.answers
        known = form.respondent(said.respondent) if said.respondent is not None else None
        label = known.label if known is not None else said.respondent or said.completed_by or document.name
        groups.setdefault(member.respondent, label)
    groups = _told_apart(groups)
    several = Counter(member.respondent for member, _ in pairs)
    number: Counter[str] = Counter()
    names: dict[str, str] = {}
    for member, _ in pairs:
        number[member.respondent] += 1
        alone = several[member.respondent] == 1
        label = groups[member.respondent]
        names[member.name] = label if alone else f"{label} ({number[member.respondent]})"
    return {**names, **groups}


def _told_apart(labels: Mapping[str, str]) -> dict[str, str]:
    """The labels, with a number behind each that several have."""
    several, number = Counter(labels.values()), Counter[str]()
    made = {}
    for name, label in labels.items():
        number[label] += 1
        made[name] = label if several[label] == 1 else f"{label} ({number[label]})"
    return made


def together(said: Iterable[tuple[str, str]], of: Mapping[str, int]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What was said, each with all who said it.

    `of` is how many documents each respondent has; of several it is told how many of them said it.
    """
    every: dict[str, Counter[str]] = {}
    for words, name in said:
        every.setdefault(words, Counter())[name] += 1
    for words, names in every.items():
        yield words, tuple(f"{name} ({n} of {of[name]})" if of[name] > 1 else name for name, n in names.items())
