"""What the services of a cohort have in common: obstacles, outcomes, open questions and lessons."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import PurePath

from msgspec import Struct

from spinout.core.conditions import State
from spinout.core.questionnaire import Classification, Questionnaire
from spinout.core.wording import counted
from spinout.reports.cohort.entries import CohortEntry, RefusedEntry, UnreadableEntry, place_of
from spinout.reports.view.findings import CANNOT_TELL

MOST_NAMES = 50
"""Above so many, the services of an outcome are named in the workbook alone."""
BELOW_BAR = "The score is below the bar of the stage."
WHOLE = "About the whole"
NAME_LEFT_OUT = "[name left out]"


class CohortObstacle(Struct, frozen=True):
    """What stands in the way of services, at the stage that each is judged for.

    `services` is how many do not meet it, so how many the one next step would help; for `evidence`
    of them nothing but the evidence is lacking, and for `alone` it is the only condition.
    `not_known` is for how many it cannot be told. The score's own line has no question.
    """

    question: str | None
    ask: str
    section: str | None
    services: int
    evidence: int
    alone: int
    not_known: int
    next_step: str | None


class QuestionLine(Struct, frozen=True):
    """How many services are in which state at a question."""

    question: str
    ask: str
    section: str
    answered: int
    unknown: int
    unanswered: int
    not_applicable: int
    hidden: int

    @property
    def open(self) -> int:
        """How many services have no answer to it."""
        return self.unknown + self.unanswered


class OutcomeCount(Struct, frozen=True):
    """How many services reach an outcome, and their names by organisation; `more` are left out of the names."""

    label: str
    services: int
    names: tuple["NamesIn", ...]
    more: int


class NamesIn(Struct, frozen=True):
    """The services of one organisation; None where they name none."""

    organisation: str | None
    services: tuple[str, ...]


class OutcomeTable(Struct, frozen=True):
    """One classification, with all its outcomes in order and last those that cannot be told."""

    id: str
    title: str
    outcomes: tuple[OutcomeCount, ...]


class Lessons(Struct, frozen=True):
    """What services say that others could learn about one question, or about the whole."""

    question: str | None
    ask: str
    section: str | None
    lessons: tuple["LessonOf", ...]


class LessonOf(Struct, frozen=True):
    """One lesson in the same words, how many documents have it, and who learned it; None where names are left out."""

    text: str
    source: str | None
    times: int = 1


class RefusedLine(Struct, frozen=True):
    """A document that is not in the report, where it stands, and why. Without names there is no place."""

    place: str | None
    code: str | None
    message: str
    hint: str


def obstacles(entries: Sequence[CohortEntry], questionnaire: Questionnaire) -> tuple[CohortObstacle, ...]:
    """What stands in the way, of most services first, then in file order; the score's own line among them."""
    not_met = [(gate, entry.conditions == 1) for entry in entries for gate in entry.not_met]
    services = Counter(gate.question for gate, _ in not_met)
    evidence = Counter(gate.question for gate, _ in not_met if gate.evidence)
    alone = Counter(gate.question for gate, only in not_met if only)
    not_known = Counter(question for entry in entries for question in entry.not_known)
    found = [
        CohortObstacle(
            question.id,
            question.title,
            questionnaire.section(question.section).title,
            services[question.id],
            evidence[question.id],
            alone[question.id],
            not_known[question.id],
            question.next_step,
        )
        for question in questionnaire.questions.values()
        if services[question.id] or not_known[question.id]
    ]
    below, bar_open = [entry for entry in entries if entry.below_bar], sum(entry.bar_open for entry in entries)
    if below or bar_open:
        single = sum(1 for entry in below if entry.conditions == 1)
        found.append(
            CohortObstacle(None, BELOW_BAR, None, len(below), 0, single, bar_open, "Raise the score to the bar.")
        )
    return tuple(sorted(found, key=lambda obstacle: (-obstacle.services, -obstacle.not_known)))


def question_lines(entries: Iterable[CohortEntry], questionnaire: Questionnaire) -> tuple[QuestionLine, ...]:
    """Every question, in file order."""
    counts = [Counter[State]() for _ in questionnaire.questions]
    for entry in entries:
        for count, state in zip(counts, entry.states, strict=True):
            count[state] += 1
    return tuple(
        QuestionLine(
            question.id,
            question.title,
            questionnaire.section(question.section).title,
            **{state.value.replace("-", "_"): count[state] for state in State},
        )
        for question, count in zip(questionnaire.questions.values(), counts, strict=True)
    )


def outcome_labels(classification: Classification) -> dict[str | None, str]:
    """The words of each outcome by its id, and of none."""
    return {outcome.id: outcome.label for outcome in classification.outcomes} | {None: CANNOT_TELL}


def comparisons_of(
    entries: Sequence[CohortEntry], classifications: Sequence[Classification], *, anonymous: bool
) -> tuple[OutcomeTable, ...]:
    """The counts of each outcome of each classification, side by side and never added up."""
    made = []
    alike = Counter((entry.organisation or "", entry.named) for entry in entries)
    for place, classification in enumerate(classifications):
        labels = outcome_labels(classification)
        found: dict[str | None, list[tuple[str, str]]] = {ident: [] for ident in labels}
        for entry in entries:
            organisation, name = entry.organisation or "", entry.named
            again = alike[organisation, name] > 1  # told apart by the places of their documents
            found[entry.outcomes[place]].append((organisation, f"{name} ({entry.place})" if again else name))
        counts = tuple(_outcome(labels[ident], names, anonymous=anonymous) for ident, names in found.items())
        made.append(OutcomeTable(classification.id, classification.title, counts))
    return tuple(made)


def _outcome(label: str, names: list[tuple[str, str]], *, anonymous: bool) -> OutcomeCount:
    if anonymous:
        return OutcomeCount(label, len(names), (), 0)
    told = sorted(names, key=lambda pair: (*(text.casefold() for text in pair), pair))[:MOST_NAMES]
    groups = (
        NamesIn(organisation or None, tuple(name for _, name in inside))
        for organisation, inside in groupby(told, key=itemgetter(0))
    )
    return OutcomeCount(label, len(names), tuple(groups), len(names) - len(told))


def lessons_of(entries: Sequence[CohortEntry], questionnaire: Questionnaire, *, anonymous: bool) -> tuple[Lessons, ...]:
    """The lessons by question in file order, those about the whole first; without names in the order of the words.

    What several say in the same words stands once, with all who say it.
    """
    found: dict[str | None, dict[str, list[str]]] = {None: {}, **{ident: {} for ident in questionnaire.questions}}
    blanked = names_blanked(entries) if anonymous else str
    for entry in entries:
        source = ", ".join(filter(None, (entry.named, entry.organisation)))
        for lesson in entry.lessons:
            found[lesson.question].setdefault(blanked(lesson.text).strip(), []).append(source)
    made = []
    for ident, said in found.items():
        lessons = [
            LessonOf(text, None if anonymous else "; ".join(dict.fromkeys(sources)), len(sources))
            for text, sources in said.items()
        ]
        if anonymous:
            lessons.sort(key=lambda lesson: (lesson.text.casefold(), lesson.text))
        question = None if ident is None else questionnaire.questions[ident]
        section = None if question is None else questionnaire.section(question.section).title
        if lessons:
            made.append(Lessons(ident, WHOLE if question is None else question.title, section, tuple(lessons)))
    return tuple(made)


def names_blanked(entries: Iterable[CohortEntry]) -> Callable[[str], str]:
    """What puts a blank for every service, organisation, respondent, file and date of a cohort in a text."""
    found = ((e.service, e.organisation, e.respondent, e.date, e.file, PurePath(e.file).name) for e in entries)
    names = {" ".join(name.split()) for every in found for name in every if name and name.strip()}
    if not names:
        return str
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    words = (r"\s+".join(map(re.escape, name.split(" "))) for name in longest_first)
    return partial(re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE).sub, NAME_LEFT_OUT)


NOT_QUOTED = "An answer cannot be used. It is not quoted here."
TO_SEE_IT = "To see it: spinout check FILE"


def refused_lines(
    refused: Sequence[RefusedEntry], unreadable: Sequence[UnreadableEntry], *, anonymous: bool
) -> tuple[RefusedLine, ...]:
    """What is not in the report; without names only how many, by the code of their first problem."""
    if not anonymous:
        lines = (RefusedLine(entry.file, None, entry.message, "") for entry in unreadable)
        return (*map(_refused, refused), *lines)
    counts = sorted(Counter(entry.first.code.value for entry in refused).items())
    told = [RefusedLine(None, code, f"{counted(number, 'document')}.", "") for code, number in counts]
    if unreadable:
        many = counted(len(unreadable), "document")
        told.append(RefusedLine(None, None, f"{many}. Could not be read.", ""))
    return tuple(told)


def _refused(entry: RefusedEntry) -> RefusedLine:
    first = entry.first
    more = entry.problems - 1
    column = first.column_name or first.column
    parts = (first.cell,) if first.cell else (first.line or entry.line, column)
    place = ":".join(str(part) for part in (first.file or entry.file, *parts) if part)
    tail = f" (and {counted(more, 'more problem')})" if more else ""
    # the message quotes the answer, and nobody can tell any more whether it was one to be left out
    message, hint = (first.message, first.hint) if first.question is None else (NOT_QUOTED, TO_SEE_IT)
    return RefusedLine(place or place_of(entry.file, entry.line), first.code.value, f"{message}{tail}", hint)
