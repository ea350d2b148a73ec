"""What a questionnaire asks, in the words of a page: sections, questions, what may be answered, gates by stage."""

from msgspec import Struct

from spinout.core.questionnaire import Question, Questionnaire, Section
from spinout.core.wording import counted, figure


class Offered(Struct, frozen=True):
    """An option, a level or a part, as it stands in a file and as people read it."""

    id: str
    label: str
    help: str | None


class Asked(Struct, frozen=True):
    """One question. `ask` is None where it is the title; `answer` says what may be answered where nothing is picked."""

    id: str
    title: str
    ask: str | None
    marks: str
    help: str | None
    offered: tuple[Offered, ...]
    answer: str | None
    applies_not: str | None
    evidence: str | None
    gates: tuple[str, ...]


class AskedSection(Struct, frozen=True):
    """A section with those of its questions that are shown."""

    id: str
    title: str
    size: str
    questions: tuple[Asked, ...]


class Needs(Struct, frozen=True):
    """A decision that can be asked for, and what it needs."""

    id: str
    label: str
    needs: str


class QuestionnaireView(Struct, frozen=True):
    """A whole questionnaire, or what is essential at one decision, which `only` names."""

    title: str
    about: str
    language: str
    program: str
    version: str
    size: str
    only: str | None
    stages: tuple[Needs, ...]
    sections: tuple[AskedSection, ...]


def questionnaire_view(questionnaire: Questionnaire, stage: str | None, program: str) -> QuestionnaireView:
    """The view of a questionnaire; with a stage, of the questions that are essential there."""
    scored = sum(1 for q in questionnaire.questions.values() if q.weight is not None)
    sections, questions = len(questionnaire.sections), len(questionnaire.questions)
    stages = () if questionnaire.decision is None else questionnaire.decision.stages
    found = (_section(section, stage) for section in questionnaire.sections)
    return QuestionnaireView(
        questionnaire.title,
        "What is asked, and what may be answered",
        questionnaire.language,
        program,
        f"{questionnaire.id}, version {questionnaire.version}",
        f"{counted(sections, 'section')}, {counted(questions, 'question')}, {scored} of them scored.",
        next((each.label for each in stages if each.id == stage), None),
        tuple(Needs(each.id, each.label, _needs(questionnaire, each.id, each.ready_from)) for each in stages),
        tuple(section for section in found if section.questions),
    )


def _needs(questionnaire: Questionnaire, stage: str, ready_from: int) -> str:
    gates = sum(1 for q in questionnaire.questions.values() if stage in q.essential)
    return f"a score of {ready_from} or more, and {counted(gates, 'essential question')}"


def _section(section: Section, stage: str | None) -> AskedSection:
    weight = f"weight {figure(section.weight)}" if section.weight else "not scored"
    size = f"{counted(len(section.questions), 'question')}, {weight}"
    asked = tuple(_asked(q) for q in section.questions if stage is None or stage in q.essential)
    return AskedSection(section.id, section.title, size, asked)


def _asked(question: Question) -> Asked:
    kind = question.type
    picks = tuple(Offered(str(pick.id), pick.label, pick.help) for pick in kind.picks())
    return Asked(
        question.id,
        question.title,
        question.ask if question.ask != question.title else None,
        f"{_marks(question)}.",
        question.help,
        picks + tuple(Offered(part.id, part.label, part.help) for part in kind.parts),
        None if picks else f"Answer: {kind.allowed()}.",
        "Or that it does not apply, with a reason." if question.not_applicable else None,
        f"What counts as evidence: {question.evidence}" if question.evidence else None,
        _gates(question),
    )


def _marks(question: Question) -> str:
    marks = [question.type.name.capitalize()]
    if question.weight is not None:
        marks.append(f"weight {figure(question.weight)}")
    if question.show_if is not None:
        marks.append("asked only where other answers make it apply")
    if question.essential:
        marks.append(f"essential at {', '.join(question.essential)}")
    return "; ".join(marks)


def _gates(question: Question) -> tuple[str, ...]:
    """What the gates ask, each sentence once with the stages that have it."""
    gates: dict[str, list[str]] = {}
    for stage, clauses in question.essential.items():
        for clause in clauses:
            only = ", where other answers make it so" if clause.only_if is not None else ""
            words = f"{only}: {question.type.clause(clause.needs)}. {clause.because or ''}"
            gates.setdefault(words.rstrip(), []).append(stage)
    return tuple(f"Essential at {', '.join(stages)}{words}" for words, stages in gates.items())
