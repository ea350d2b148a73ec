"""The way through the questions: which is next, how far each section is, and when to stop."""

from collections.abc import Mapping

from msgspec import Struct

from spinout.core.conditions import State as Stands
from spinout.core.interview.states import InterviewState, Moment
from spinout.core.questionnaire import Section
from spinout.core.scoring.assessment import Assessment, assess
from spinout.core.scoring.standings import Standing, standings


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


def standings_of(state: InterviewState, moment: Moment | None = None) -> Mapping[str, Standing]:
    """Where every question stands."""
    return standings(state.questionnaire, (moment or state.moment).answers)


def assessed(state: InterviewState, moment: Moment | None = None) -> Assessment:
    """The assessment of the answers so far, at the stage asked for."""
    return assess(state.questionnaire, (moment or state.moment).answers, state.settings.stage)


def progress(state: InterviewState, found: Mapping[str, Standing]) -> tuple[Progress, ...]:
    """How far each section is, in file order."""
    parts = []
    for section in state.questionnaire.sections:
        states = [found[ident].state for ident in shown_in(section, found)]
        dealt_with = len(states) - states.count(Stands.UNANSWERED)
        parts.append(Progress(section, len(states), dealt_with, states.count(Stands.UNKNOWN)))
    return tuple(parts)


def shown_in(section: Section, found: Mapping[str, Standing]) -> tuple[str, ...]:
    """The questions of a section that are asked."""
    return tuple(question.id for question in section.questions if found[question.id].shown)


def next_open(state: InterviewState, moment: Moment, after: str | None = None) -> str | None:
    """The next question to ask: unanswered, shown and not skipped; those after one given come first."""
    found, order = standings_of(state, moment), state.settings.order
    every = order(assessed(state, moment)) if callable(order) else order
    if every is None:
        every = tuple(state.questionnaire.questions)
    open_ones = {i for i, each in found.items() if each.state is Stands.UNANSWERED and i not in moment.passed}
    asked = [ident for ident in every if ident in open_ones]
    if after is not None and after in every and not callable(order):
        later = set(every[every.index(after) + 1 :])
        asked = [ident for ident in asked if ident in later] or asked
    return asked[0] if asked else None


def next_in_section(state: InterviewState, moment: Moment, after: str) -> str | None:
    """The next question of the same section that is shown, answered or not."""
    section = state.questionnaire.section(state.questionnaire.questions[after].section)
    shown = [q.id for q in section.questions]
    found = standings_of(state, moment)
    return next((ident for ident in shown[shown.index(after) + 1 :] if found[ident].shown), None)


def settled(state: InterviewState, moment: Moment) -> bool:
    """Whether the interview may stop, because it was asked to be quick."""
    stop = state.settings.stop
    return stop is not None and stop(assessed(state, moment))
