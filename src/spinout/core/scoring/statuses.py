"""Where each question stands: its state, whether it is pending, and its answer as it counts."""

from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct

from spinout.core.answers import NO_ANSWER, Answer, Answers
from spinout.core.conditions import State, Truth
from spinout.core.kinds import Value
from spinout.core.questionnaire import Question, Questionnaire

# Python 3.11 takes long to look up a member of an enumeration, and these are looked at for every question.
_ANSWERED, _UNKNOWN, _UNANSWERED, _HIDDEN = State.ANSWERED, State.UNKNOWN, State.UNANSWERED, State.HIDDEN
_SHOWN, _NOT_SHOWN, _NOT_SURE = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


class Status(Struct, frozen=True):
    """A question with its answer and what that makes of it.

    `effective` is the answer as it counts, also of a hidden question; None without an answer.
    `score` is that of a scored answer that is shown, else None.
    """

    question: Question
    answer: Answer
    state: State
    pending: bool
    effective: Value | None
    score: Fraction | None

    @property
    def shown(self) -> bool:
        """Whether it is asked; a pending question is."""
        return self.state is not _HIDDEN

    @property
    def open(self) -> bool:
        """Whether it is asked and has neither an answer nor a reason not to."""
        return self.state is _UNKNOWN or self.state is _UNANSWERED


def statuses(questionnaire: Questionnaire, answers: Answers) -> Mapping[str, Status]:
    """Where every question stands, in file order."""
    found: dict[str, Status] = {}
    given = answers.answers
    for ident, question in questionnaire.questions.items():
        shown = _SHOWN if question.show_if is None else question.show_if.truth(found)
        found[ident] = status_of(question, given.get(ident, NO_ANSWER), shown)
    return found


def moved(status: Status, answer: Answer) -> Status:
    """Where a question stands with another answer, where that changes nothing of whether it is asked."""
    if status.state is State.HIDDEN:
        return status_of(status.question, answer, Truth.FALSE)
    return status_of(status.question, answer, Truth.UNKNOWN if status.pending else Truth.TRUE)


def following(
    questionnaire: Questionnaire, found: Mapping[str, Status], ident: str, answer: Answer
) -> Mapping[str, Status]:
    """What stands otherwise with another answer to one question: that one, and what it shows or hides.

    All that is not among them stands as it did, so that nothing need be worked out again but these.
    """
    made = {ident: moved(found[ident], answer)}
    seen = {**found, **made}
    for other in questionnaire.followers[ident]:
        question = questionnaire.questions[other]
        if question.show_if is not None:
            seen[other] = made[other] = status_of(question, found[other].answer, question.show_if.truth(seen))
    return made


def status_of(question: Question, answer: Answer, shown: Truth) -> Status:
    """Where a question stands, by its answer and by what its `show_if` says."""
    state = _HIDDEN if shown is _NOT_SHOWN else own_state(answer)
    kind, counted, score = question.type, answer.value, None
    if counted is not None and question.evidence_counts:
        counted = question.effective(counted, evidence=question.backed(answer.evidence))
    if state is _ANSWERED and counted is not None and kind.scored:
        score = kind.score(counted)
    return Status(question, answer, state, shown is _NOT_SURE, counted, score)


def own_state(answer: Answer) -> State:
    """What an answer says, whether or not its question is shown."""
    if answer.value is not None:
        return _ANSWERED
    if answer.unknown:
        return _UNKNOWN
    return _UNANSWERED if answer.reason is None else State.NOT_APPLICABLE
