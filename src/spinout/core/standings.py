"""Where each question stands: its state, whether it is pending, and its answer as it counts."""

from collections.abc import Mapping
from fractions import Fraction

from spinout.core.answers import Answer, Answers
from spinout.core.conditions import Sight, State, comparisons, truth_of
from spinout.core.question_types import Value
from spinout.core.questionnaire import Question, Questionnaire
from spinout.core.records import record
from spinout.core.truth import Truth


@record
class Standing:
    """A question with its answer and what that makes of it.

    `effective` is the answer as it counts, also of a hidden question; None without an answer.
    `score` is that of a scored answer that is shown, else None. `sight` is what conditions see of it.
    """

    question: Question
    answer: Answer
    state: State
    pending: bool
    effective: Value | None
    score: Fraction | None
    sight: Sight

    @property
    def shown(self) -> bool:
        """Whether it is asked; a pending question is."""
        return self.state is not State.HIDDEN

    @property
    def open(self) -> bool:
        """Whether it is asked and has neither an answer nor a reason not to."""
        return self.state in (State.UNKNOWN, State.UNANSWERED)


def standings(questionnaire: Questionnaire, answers: Answers) -> Mapping[str, Standing]:
    """Where every question stands, in file order."""
    found: dict[str, Standing] = {}
    sights: dict[str, Sight] = {}
    for ident, question in questionnaire.questions.items():
        shown = Truth.TRUE if question.show_if is None else truth_of(question.show_if, sights)
        standing = standing_of(question, answers.of(ident), shown)
        found[ident] = standing
        sights[ident] = standing.sight
    return found


def moved(standing: Standing, answer: Answer) -> Standing:
    """Where a question stands with another answer, where that changes nothing of whether it is asked."""
    if standing.state is State.HIDDEN:
        return standing_of(standing.question, answer, Truth.FALSE)
    return standing_of(standing.question, answer, Truth.UNKNOWN if standing.pending else Truth.TRUE)


def following(
    questionnaire: Questionnaire, found: Mapping[str, Standing], ident: str, answer: Answer
) -> Mapping[str, Standing]:
    """What stands otherwise with another answer to one question: that one, and what it shows or hides.

    All that is not among them stands as it did, so that nothing need be worked out again but these.
    """
    made = {ident: moved(found[ident], answer)}
    sights: dict[str, Sight] = {}
    for other in questionnaire.followers[ident]:
        question = questionnaire.questions[other]
        if question.show_if is not None:
            sights |= {c.question: made.get(c.question, found[c.question]).sight for c in comparisons(question.show_if)}
            made[other] = standing_of(question, found[other].answer, truth_of(question.show_if, sights))
    return made


def standing_of(question: Question, answer: Answer, shown: Truth) -> Standing:
    """Where a question stands, by its answer and by what its `show_if` says."""
    state = State.HIDDEN if shown is Truth.FALSE else own_state(answer)
    counted = effective(question, answer)
    pending = shown is Truth.UNKNOWN
    if state is not State.ANSWERED or counted is None:
        return Standing(question, answer, state, pending, counted, None, Sight(state, None, pending))
    score = question.type.score(counted) if question.type.scored else None
    return Standing(question, answer, state, pending, counted, score, Sight(state, counted, pending))


def own_state(answer: Answer) -> State:
    """What an answer says, whether or not its question is shown."""
    if answer.value is not None:
        return State.ANSWERED
    if answer.unknown:
        return State.UNKNOWN
    return State.UNANSWERED if answer.reason is None else State.NOT_APPLICABLE


def effective(question: Question, answer: Answer) -> Value | None:
    """An answer as it counts; None where there is none."""
    if answer.value is None:
        return None
    return question.effective(answer.value, evidence=answer.evidence is not None)
