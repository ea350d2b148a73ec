"""How much is to be asked: the essentials of a decision, or everything."""

from collections.abc import Iterator

from msgspec.structs import replace

from spinout.core.interview.route import assessed, progress, settling, statuses_of, still_to_ask
from spinout.core.interview.states import Extent, InterviewState, Moment
from spinout.core.kinds.options import NotTaken, Pick, one_of
from spinout.core.wording import counted

PICKS = (Pick("1", Extent.ESSENTIALS, "The essentials"), Pick("2", Extent.EVERYTHING, "Everything"))
ALL = frozenset({"all", "everything", "the rest"})
"""What asks for the rest, once the essentials are settled."""


def first_extent(state: InterviewState, moment: Moment) -> Extent | None:
    """How much is asked at the start: what the command line says; None where the person is to be asked."""
    settings = state.settings
    if settings.extent is not None:
        return settings.extent
    if not settings.asks_extent or state.short or state.questionnaire.decision is None:
        return Extent.EVERYTHING
    # Where they are dealt with already, it is the rest that is left.
    return Extent.EVERYTHING if settling(state, moment).unless is not None else None


def extent_lines(state: InterviewState) -> Iterator[str]:
    """The question how much time there is; on another day in one line."""
    essentials, everything = (
        still_to_ask(state, replace(state.moment, extent=each)) for each in (Extent.ESSENTIALS, Extent.EVERYTHING)
    )
    few = f"some {counted(essentials, 'question')}"
    begun = sum(part.dealt_with for part in progress(state, statuses_of(state))) > 1
    if begun:
        yield f"1 goes on with the essentials, {few}; 2 with everything, {everything}. Enter is 1."
        return
    stage = assessed(state).stage
    yield "How much time do you have?"
    yield f"  1. The essentials{f' of: {stage.label}' if stage else ''}; {few}, fewer where they settle it"
    yield f"  2. Everything; {counted(everything, 'question')}. It narrows the score and shows what to do next"
    yield "You can stop at any question, and go on with the rest later. Enter is 1."


def read_extent(text: str) -> Extent | NotTaken:
    """The extent that a typed text means; Enter means the essentials."""
    word = text.casefold().rstrip(".")
    if not word:
        return Extent.ESSENTIALS
    if word in ALL:
        return Extent.EVERYTHING
    pick = one_of(text, PICKS)
    return pick if isinstance(pick, NotTaken) else Extent(pick.id)
