"""What a line does at the section list, at the review and at the lessons."""

import re

from msgspec.structs import replace

from spinout.core.answers import Lesson
from spinout.core.conditions import State as Stands
from spinout.core.interview.answering import REMOVES, ask_next, go_home, to
from spinout.core.interview.extents import ALL
from spinout.core.interview.reviews import review_list, section_list, section_picks, thanks
from spinout.core.interview.route import next_open, review_numbers, settled, shown_in, statuses_of
from spinout.core.interview.states import (
    FIELDS,
    Asking,
    Extent,
    InterviewState,
    Message,
    MessageKind,
    Onward,
    Place,
    Turn,
    wrong,
)
from spinout.core.kinds.options import NotTaken, one_of
from spinout.core.wording import counted, did_you_mean, found, listed, seen

NUMBERED = re.compile(r"(?:q|question) ?(\d{1,4})\Z")
"""A question by its number; a number alone is that of a section."""


def to_list(state: InterviewState, text: str, asking: Asking) -> Turn:
    """Show the sections or all answers and ask for one; what stands behind the command is taken at once."""
    place = state.place
    called = place.asking in (Asking.SECTIONS, Asking.REVIEW) or place.onward is Onward.REVIEW
    aside = Place(asking, home=place.home if called else place.about)
    there = replace(state, moment=replace(state.moment, place=aside))
    taken, listed = (review, review_list) if asking is Asking.REVIEW else (sections, section_list)
    return taken(there, text) if text else Turn(there.moment, (listed(there, there.moment),))


def sections(state: InterviewState, text: str) -> Turn:
    """Jump to a section's first open question, or to a question by its id."""
    if not text:
        return go_home(state, state.moment)
    ident = text.casefold()
    numbered = NUMBERED.match(ident)
    if numbered is not None:
        numbers = {str(number): each for each, number in review_numbers(statuses_of(state)).items()}
        if numbered[1] not in numbers:
            return wrong(state, f"Found {found(text)}.", f"Allowed: q1 to q{len(numbers)}.")
        ident = numbers[numbered[1]]
    if ident in state.questionnaire.questions:
        return _jump(state, ident, Onward.OPEN)
    pick = one_of(text, section_picks(state))
    if isinstance(pick, NotTaken):
        return wrong(state, *pick.lines, ids_near(state, ident))
    section = state.questionnaire.section(pick.id)
    statuses = statuses_of(state)
    asked = shown_in(section, statuses)
    if not asked:
        return wrong(state, f"Nothing is asked in {section.title} with these answers.")
    unanswered = [ident for ident in asked if statuses[ident].state is Stands.UNANSWERED]
    again = replace(state, moment=replace(state.moment, passed=state.moment.passed - set(unanswered)))
    if unanswered:
        return _jump(again, unanswered[0], Onward.OPEN)
    return _jump(again, asked[0], Onward.SECTION)


def _jump(state: InterviewState, ident: str, onward: Onward, home: str | None = None) -> Turn:
    if not statuses_of(state)[ident].shown:
        return wrong(state, f"{ident} is not asked with these answers.", "Another answer would bring it back.")
    return to(replace(state.moment, ahead=()), Place(Asking.QUESTION, ident, onward, home))


def ids_near(state: InterviewState, word: str) -> str:
    """A sentence with the ids of questions that a word may mean: the nearest one, or those of its section."""
    ids = list(state.questionnaire.questions)
    section = [ident for ident in ids if ident.partition(".")[0] == word.partition(".")[0]]
    near = did_you_mean(word, ids)
    listing = f"The ids there: {listed(section, most=30)}." if section else f"An id looks like this: {ids[0]}."
    return " ".join(filter(None, [near, listing]))


def review(state: InterviewState, text: str) -> Turn:
    """Change the answer of a number or id, or a line of the header; nothing typed goes on."""
    if not text:
        return _leave_review(state)
    word = text.casefold().rstrip(".)")
    if word in ALL and state.essentials:
        return ask_next(state, replace(state.moment, extent=Extent.EVERYTHING))
    for field in FIELDS:
        if word in (field.word, field.name):
            place = Place(Asking.HEADER, field.name, Onward.REVIEW, state.place.home)
            return Turn(replace(state.moment, place=place))
    numbers = review_numbers(statuses_of(state))
    chosen = next((ident for ident, number in numbers.items() if word in (str(number), ident)), None)
    if chosen is None and word in state.questionnaire.questions:
        chosen = word
    if chosen is not None:
        return _jump(state, chosen, Onward.REVIEW, state.place.home)
    return wrong(
        state,
        f"Found {found(text)}, which is no number of an answer here.",
        did_you_mean(word, [*numbers, *(field.word for field in FIELDS)]),
        f"Allowed: a number from 1 to {len(numbers)}, a question's id, service, organisation or role.",
    )


def _leave_review(state: InterviewState) -> Turn:
    """Home; at the end to a question that a change has opened, else to the lessons."""
    moment = state.moment
    if moment.place.home is not None:
        return go_home(state, moment)
    if settled(state, moment) is None and next_open(state, moment) is not None:
        return ask_next(state, moment)
    statuses = statuses_of(state)
    skipped = sum(1 for ident in moment.passed if statuses[ident].state is Stands.UNANSWERED)
    words = f"You skipped {counted(skipped, 'question')}. Type :l to go to a section and answer."
    said = (Message(MessageKind.TEXT, (words,)),) if skipped else ()
    return to(moment, Place(Asking.LESSONS), said)


def lessons(state: InterviewState, text: str) -> Turn:
    """Keep what others could learn; nothing typed ends the interview with its result."""
    if not text:
        moment = replace(state.moment, place=Place(Asking.FINISHED))
        return Turn(moment, thanks(state, moment))
    moment, kept = state.moment, state.answers.lessons
    if text == REMOVES and kept:
        answers = replace(state.answers, lessons=kept[:-1])
        return Turn(replace(moment, answers=answers), (Message(MessageKind.TAKEN, ("The last lesson is taken out.",)),))
    about, colon, rest = text.partition(":")
    ident = about.strip().casefold()
    lesson = Lesson(text)
    if colon and ident in state.questionnaire.questions:
        lesson = Lesson(seen(rest), ident)
        if not lesson.text:
            return wrong(state, f"Found no lesson behind {ident}.", "Type it behind the colon.")
    answers = replace(state.answers, lessons=(*kept, lesson))
    said = Message(MessageKind.TAKEN, ("Lesson kept. Type another, or Enter to end.",))
    return Turn(replace(moment, answers=answers), (said,))
