"""What a form asks: a questionnaire or a part of it, in the words for who answers. Every format lays this out."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from spinout.core.conditions import Condition, comparisons
from spinout.core.labels import plain_label
from spinout.core.questionnaire import Question, Questionnaire, Respondent, Section
from spinout.core.wording import found, listed

UNKNOWN = "Don't know"
"""What a form calls it where nobody who was asked knows."""


class FormSection(Struct, frozen=True):
    """A section with those of its questions that the form asks."""

    section: Section
    questions: tuple[Question, ...]


class Form(Struct, frozen=True):
    """A blank form. `sha256` is the questionnaire's digest, `program` the name and version of the program.

    `respondent` is whose form it is, None for the first or where the questionnaire names none;
    `stage` the decision whose essential questions it asks, None where it asks all.
    """

    questionnaire: Questionnaire
    sha256: str
    program: str
    sections: tuple[FormSection, ...]
    respondent: Respondent | None = None
    stage: str | None = None

    @property
    def questions(self) -> Mapping[str, Question]:
        """The questions that it asks, by id, in file order."""
        return {question.id: question for section in self.sections for question in section.questions}

    @property
    def extent(self) -> tuple[str, ...]:
        """What part of the questionnaire it asks, a phrase for each limit; nothing where it asks all of it."""
        who = [] if self.respondent is None else [f"For: {self.respondent.label}"]
        decision = self.questionnaire.decision
        labels = {} if decision is None else {stage.id: stage.label for stage in decision.stages}
        what = [] if self.stage is None else [f"The essentials of: {labels[self.stage]}"]
        few = [one.section.title for one in self.sections]
        some = not (who or what) and len(few) < len(self.questionnaire.sections)
        return (*who, *what, *([f"A part: {'; '.join(few)}"] if some else []))

    @property
    def short(self) -> bool:
        """Whether it is put to somebody who is asked some questions only, no evidence among them."""
        return len(self._asked()) < len(self.questionnaire.questions)

    def _asked(self) -> frozenset[str]:
        return self.questionnaire.asked_of(None if self.respondent is None else self.respondent.id)

    def numbers(self) -> Mapping[str, int]:
        """The number of each question that the respondent is asked, as the interview has it before any answer.

        A form of one section has the numbers of the whole.
        """
        asked = self._asked()
        every = (ident for ident in self.questionnaire.questions if ident in asked)
        return {ident: number for number, ident in enumerate(every, 1)}

    def condition(self, question: Question) -> Condition | None:
        """Under which condition a question is asked; None where it always is, or where that is not to be known.

        A respondent is asked a question whose condition hangs on one that they are not asked, as in the interview.
        """
        if question.show_if is None:
            return None
        known = self._asked()
        return question.show_if if all(each.question in known for each in comparisons(question.show_if)) else None

    def evidence(self, question: Question) -> str | None:
        """What counts as evidence for an answer, where who answers is asked for it."""
        return None if self.short else question.evidence

    def intro(self, section: Section) -> str | None:
        """What stands above a section, where who answers is asked all of it."""
        return None if self.short else section.intro

    def asks(self, question: Question) -> str:
        """How a question is asked of who answers: in its plain words where it has some for them."""
        own = self.respondent is not None and self.respondent.id in question.audience
        return question.plain if own and question.plain is not None else question.ask


def form_of(
    questionnaire: Questionnaire,
    sha256: str,
    program: str,
    *,
    sections: tuple[str, ...] = (),
    stage: str | None = None,
    respondent: str | None = None,
) -> Form:
    """A form of all questions, or of those in sections, essential at a stage, and asked of a respondent.

    Beside the essential questions it has those that decide whether they are asked. All ids must be known.
    """
    asked = questionnaire.asked_of(respondent)
    wanted = set(questionnaire.questions) if stage is None else set(_essential(questionnaire, stage))
    made = (
        FormSection(section, tuple(q for q in section.questions if q.id in asked and q.id in wanted))
        for section in questionnaire.sections
        if not sections or section.id in sections
    )
    who = questionnaire.respondent(respondent) if respondent is not None else None
    return Form(questionnaire, sha256, program, tuple(one for one in made if one.questions), who, stage)


def _essential(questionnaire: Questionnaire, stage: str) -> Iterator[str]:
    """The questions that are essential at a stage, and all that their being asked hangs on."""
    gates = questionnaire.gated[stage]
    yield from (question.id for question in gates)
    followed = {ident for question in gates for ident in _before(questionnaire, question)}
    yield from followed


def _before(questionnaire: Questionnaire, question: Question) -> Iterable[str]:
    named = [] if question.show_if is None else [each.question for each in comparisons(question.show_if)]
    for ident in named:
        yield ident
        yield from _before(questionnaire, questionnaire.questions[ident])


def said_twice(form: Form) -> Iterator[str]:
    """A sentence for each label of a question that stands for two of its answers, which a form cannot tell apart."""
    for question in form.questions.values():
        by_label: dict[str, list[tuple[str, str]]] = {}
        picks = [(str(pick.id), pick.label) for pick in question.type.picks()]
        for ident, label in (*picks, *((part.id, part.label) for part in question.type.parts)):
            by_label.setdefault(plain_label(label), []).append((ident, label))
            if plain_label(label) == plain_label(UNKNOWN):
                yield f"{question.id}: the label {found(label)} stands for an option and for not knowing."
        for same in by_label.values():
            if len(same) > 1:
                ids = listed(ident for ident, _ in same)
                yield f"{question.id}: the label {found(same[0][1])} stands for several options: {ids}."
