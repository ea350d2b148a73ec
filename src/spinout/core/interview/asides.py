"""What a line does at the header, the section list, the review and the lessons."""

from msgspec.structs import replace

from spinout.core.answers import Lesson
from spinout.core.blankness import seen
from spinout.core.conditions import State as Stands
from spinout.core.interview.answering import REMOVES
from spinout.core.interview.choosing import one_of
from spinout.core.interview.headers import BY_NAME, FIELDS, next_missing, said_in, with_text
from spinout.core.interview.moves import ask_next, go_home, open_skipped
from spinout.core.interview.results import verdict_message
from spinout.core.interview.reviews import review_list, review_numbers, section_list, section_picks
from spinout.core.interview.route import assessed, next_open, settled, shown_in, standings_of
from spinout.core.interview.states import Asking, Kind, Message, Moment, Onward, Outcome, Place, State, wrong
from spinout.core.interview.texts import Refused, counted, shown
from spinout.core.wording import did_you_mean, found


def header(state: State, text: str) -> Outcome:
    """Take a line of the header."""
    field = BY_NAME[state.place.about or ""]
    if not text and said_in(state.answers, field) is None:
        return Outcome(state.moment, (wrong("Found nothing.", "Type it, or :s to leave it open for now."),))
    if not text:
        return after_header(state, state.moment)
    moment = replace(state.moment, answers=with_text(state.answers, field.name, text))
    said = Message(Kind.TAKEN, (f"{field.word.capitalize()}: {shown(text)}",))
    return after_header(state, moment, (said,))


def after_header(state: State, moment: Moment, messages: tuple[Message, ...] = ()) -> Outcome:
    """From a line of the header to the next one that is missing, else to the questions."""
    if moment.place.onward is Onward.REVIEW:
        return Outcome(replace(moment, place=Place(Asking.REVIEW, home=moment.place.home)), messages)
    following = next_missing(moment.answers, moment.place.about)
    if following is not None:
        return Outcome(replace(moment, place=Place(Asking.HEADER, following)), messages)
    return ask_next(state, moment, messages)


def to_sections(state: State, text: str) -> Outcome:
    """Show the sections and ask for one; what stands behind the command is taken at once."""
    there = _aside(state, Asking.SECTIONS)
    if text:
        return sections(there, text)
    return Outcome(there.moment, (section_list(there, there.moment),))


def to_review(state: State, text: str) -> Outcome:
    """Show all answers and ask which to change; what stands behind the command is taken at once."""
    there = _aside(state, Asking.REVIEW)
    if text:
        return review(there, text)
    return Outcome(there.moment, (review_list(there, there.moment),))


def _aside(state: State, asking: Asking) -> State:
    """The same interview at a list, which knows what was asked before."""
    place = state.place
    home = place.home if place.asking in (Asking.SECTIONS, Asking.REVIEW) else place.about
    if place.onward is Onward.REVIEW:
        home = place.home
    return replace(state, moment=replace(state.moment, place=Place(asking, home=home)))


def sections(state: State, text: str) -> Outcome:
    """Jump to a section's first open question, or to a question by its id."""
    if not text:
        return go_home(state, state.moment)
    ident = text.casefold()
    if ident in state.questionnaire.questions:
        return _jump(state, ident, Onward.OPEN)
    pick = one_of(text, section_picks(state))
    if isinstance(pick, Refused):
        return Outcome(state.moment, (wrong(*pick.lines),))
    section = state.questionnaire.section(pick.id)
    standings = standings_of(state)
    asked = shown_in(section, standings)
    if not asked:
        return Outcome(state.moment, (wrong(f"Nothing is asked in {section.title} with these answers."),))
    unanswered = [ident for ident in asked if standings[ident].state is Stands.UNANSWERED]
    again = replace(state, moment=replace(state.moment, passed=state.moment.passed - set(unanswered)))
    if unanswered:
        return _jump(again, unanswered[0], Onward.OPEN)
    return _jump(again, asked[0], Onward.SECTION)


def _jump(state: State, ident: str, onward: Onward, home: str | None = None) -> Outcome:
    if not standings_of(state)[ident].shown:
        return Outcome(
            state.moment, (wrong(f"{ident} is not asked with these answers.", "Another answer would bring it back."),)
        )
    return Outcome(replace(state.moment, place=Place(Asking.QUESTION, ident, onward, home)))


def review(state: State, text: str) -> Outcome:
    """Change the answer of a number or id, or a line of the header; nothing typed goes on."""
    if not text:
        return _leave_review(state)
    word = text.casefold().rstrip(".)")
    for field in FIELDS:
        if word in (field.word, field.name):
            place = Place(Asking.HEADER, field.name, Onward.REVIEW, state.place.home)
            return Outcome(replace(state.moment, place=place))
    numbers = review_numbers(standings_of(state))
    chosen = next((ident for ident, number in numbers.items() if word in (str(number), ident)), None)
    if chosen is None and word in state.questionnaire.questions:
        chosen = word
    if chosen is not None:
        return _jump(state, chosen, Onward.REVIEW, state.place.home)
    return Outcome(
        state.moment,
        (
            wrong(
                f"Found {found(text)}, which is no number of an answer here.",
                did_you_mean(word, [*numbers, *(field.word for field in FIELDS)]),
                f"Allowed: a number from 1 to {len(numbers)}, a question's id, service, organisation or role.",
            ),
        ),
    )


def _leave_review(state: State) -> Outcome:
    """Home; at the end to a question that a change has opened, else to the lessons."""
    moment = state.moment
    if moment.place.home is not None:
        return go_home(state, moment)
    if not settled(state, moment) and next_open(state, moment) is not None:
        return ask_next(state, moment)
    skipped = open_skipped(state, moment)
    words = f"You skipped {counted(skipped, 'question')}. Type :l to go to a section and answer."
    said = (Message(Kind.TEXT, (words,)),) if skipped else ()
    return Outcome(replace(moment, place=Place(Asking.LESSONS)), said)


def lessons(state: State, text: str) -> Outcome:
    """Keep what others could learn; nothing typed ends the interview with its result."""
    if not text:
        return finish(state)
    moment, kept = state.moment, state.answers.lessons
    if text == REMOVES and kept:
        answers = replace(state.answers, lessons=kept[:-1])
        return Outcome(replace(moment, answers=answers), (Message(Kind.TAKEN, ("The last lesson is taken out.",)),))
    about, colon, rest = text.partition(":")
    ident = about.strip().casefold()
    if colon and ident in state.questionnaire.questions:
        text = seen(rest)
        if not text:
            return Outcome(moment, (wrong(f"Found no lesson behind {ident}.", "Type it behind the colon."),))
        lesson = Lesson(text, ident)
    else:
        lesson = Lesson(text)
    answers = replace(state.answers, lessons=(*kept, lesson))
    said = Message(Kind.TAKEN, ("Lesson kept. Type another, or Enter to end.",))
    return Outcome(replace(moment, answers=answers), (said,))


def finish(state: State, _text: str = "") -> Outcome:
    """End the interview with the verdict."""
    moment = replace(state.moment, place=Place(Asking.FINISHED))
    return Outcome(moment, (verdict_message(assessed(state, moment)),))
