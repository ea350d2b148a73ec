"""The way through the questions: which are asked, which is next, how far each section is, and when to stop."""

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.conditions import State as Stands
from spinout.core.conditions import comparisons
from spinout.core.insight.settling import Settling
from spinout.core.interview.states import Extent, InterviewState, Moment
from spinout.core.questionnaire import Question, Questionnaire, Rules, Section
from spinout.core.scoring.assessment import Assessment, assess
from spinout.core.scoring.statuses import Status, own_state, statuses


class Progress(Struct, frozen=True):
    """How far a section is: questions that are asked, those dealt with, and those not known."""

    section: Section
    asked: int
    dealt_with: int
    unknown: int

    @property
    def open(self) -> int:
        """How many questions have no answer of any kind."""
        return self.asked - self.dealt_with

    @property
    def words(self) -> str:
        """Not started, in progress or done, with the counts."""
        if not self.asked:
            return "nothing to answer"
        if not self.open:
            counts = f"done, {self.asked} of {self.asked}"
        elif self.dealt_with:
            counts = f"in progress, {self.dealt_with} of {self.asked}"
        else:
            counts = f"not started, 0 of {self.asked}"
        return counts + (f", {self.unknown} not known" if self.unknown else "")


def statuses_of(state: InterviewState, moment: Moment | None = None) -> Mapping[str, Status]:
    """Where every question stands."""
    return statuses(state.questionnaire, (moment or state.moment).answers)


def assessed(state: InterviewState, moment: Moment | None = None) -> Assessment:
    """The assessment of the answers so far, at the stage asked for."""
    return assess(state.questionnaire, (moment or state.moment).answers, state.settings.stage)


def progress(state: InterviewState, found: Mapping[str, Status]) -> tuple[Progress, ...]:
    """How far each section is, in file order."""
    parts = []
    for section in state.questionnaire.sections:
        states = [found[ident].state for ident in shown_in(section, found)]
        dealt_with = len(states) - states.count(Stands.UNANSWERED)
        parts.append(Progress(section, len(states), dealt_with, states.count(Stands.UNKNOWN)))
    return tuple(parts)


def shown_in(section: Section, found: Mapping[str, Status]) -> tuple[str, ...]:
    """The questions of a section that are asked."""
    return tuple(question.id for question in section.questions if found[question.id].shown)


def review_numbers(found: Mapping[str, Status]) -> Mapping[str, int]:
    """The number of each question that is asked, from 1 in file order: it is called by it everywhere."""
    asked = [ident for ident, status in found.items() if status.shown]
    return {ident: number for number, ident in enumerate(asked, 1)}


def next_open(state: InterviewState, moment: Moment, after: str | None = None) -> str | None:
    """The next question to ask: unanswered, shown and not skipped; those after one given come first.

    Of the essentials it is the one that settles most.
    """
    found = statuses_of(state, moment)
    if moment.extent is Extent.ESSENTIALS:
        every, after = settling(state, moment).order, None
    else:
        every = tuple(state.questionnaire.questions)
    open_ones = {i for i, each in found.items() if each.state is Stands.UNANSWERED and i not in moment.passed}
    asked = [ident for ident in every if ident in open_ones]
    if after is not None:
        later = set(every[every.index(after) + 1 :])
        asked = [ident for ident in asked if ident in later] or asked
    return asked[0] if asked else None


def still_to_ask(state: InterviewState, moment: Moment | None = None) -> int:
    """How many questions there are still to ask; of the essentials about how many, as answers change what counts."""
    moment = moment or state.moment
    if moment.extent is Extent.EVERYTHING:
        return sum(1 for each in statuses_of(state, moment).values() if each.state is Stands.UNANSWERED)
    return len(settling(state, moment).essentials)


def decision_to_ask(state: InterviewState, moment: Moment) -> str | None:
    """The question that asks which decision is meant, where nothing says that yet."""
    decision = state.questionnaire.decision
    if decision is None or state.settings.stage is not None or decision.asked_by in moment.passed:
        return None
    unanswered = statuses_of(state, moment)[decision.asked_by].state is Stands.UNANSWERED
    return decision.asked_by if unanswered else None


def next_in_section(state: InterviewState, moment: Moment, after: str) -> str | None:
    """The next question of the same section that is shown, answered or not."""
    section = state.questionnaire.section(state.questionnaire.questions[after].section)
    shown = [q.id for q in section.questions]
    found = statuses_of(state, moment)
    return next((ident for ident in shown[shown.index(after) + 1 :] if found[ident].shown), None)


def settling(state: InterviewState, moment: Moment) -> Settling:
    """What settles the verdict at a moment; what was skipped counts as not known, so that nothing waits for it."""
    answers = moment.answers
    skipped = {i for i in moment.passed if own_state(answers.of(i)) is Stands.UNANSWERED}
    unknown = {ident: replace(answers.of(ident), unknown=True) for ident in skipped}
    taken = replace(answers, answers=MappingProxyType({**answers.answers, **unknown}))
    return Settling(assess(state.questionnaire, taken, state.settings.stage))


def settled(state: InterviewState, moment: Moment) -> tuple[str, ...] | None:
    """What alone can still change the verdict, none where nothing can; None where the interview is to go on.

    Only one of the essentials ends before its last question.
    """
    return settling(state, moment).unless if moment.extent is Extent.ESSENTIALS else None


def short_form(questionnaire: Questionnaire, respondent: str | None) -> Questionnaire:
    """The questionnaire as it is put to a respondent; the very same where they are asked everything.

    In a short form nothing is decided and no evidence is asked for, and a condition on a question that is
    not in it is left out.
    """
    asked = questionnaire.asked_of(respondent)
    if len(asked) == len(questionnaire.questions):
        return questionnaire
    sections = []
    for section in questionnaire.sections:
        questions = tuple(_plain(question, asked) for question in section.questions if question.id in asked)
        if questions:
            sections.append(replace(section, questions=questions, intro=None))
    return replace(questionnaire, sections=tuple(sections), decision=None, rules=Rules())


def _plain(question: Question, asked: frozenset[str]) -> Question:
    condition = question.show_if
    inside = condition is not None and all(each.question in asked for each in comparisons(condition))
    return replace(
        question,
        ask=question.plain or question.ask,
        show_if=condition if inside else None,
        essential={},
        evidence=None,
        evidence_counts=False,
    )
