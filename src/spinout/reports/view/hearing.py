"""Who was heard, who of those who may join was not, and where others differ from the lead: in words."""

from collections.abc import Iterable

from msgspec import Struct

from spinout.core.insight.voices import Dissent, Hearing, Reply
from spinout.core.questionnaire import Respondent
from spinout.core.wording import counted, ended
from spinout.reports.view.blocks import HeldLine
from spinout.reports.view.words import joined, label_of, told_of

ANSWERED_BY = "This rests on a questionnaire, answered by:"
MOST_FIRST = 3
"""So many differences stand on the first side; all of them stand in an appendix."""
NOBODY_SAYS = "The answers do not say who may join, so all of these count."
ALL_ALIKE = "On no question did others answer otherwise."
ALL_HEARD = "All groups that may join have answered."


class HearingView(Struct, frozen=True):
    """Who was heard, in sentences, and where others answered otherwise than the lead, the widest apart first.

    `due` is there where the verdict is ready at a decision that needs those who were not heard, whose names are then
    `unheard`. A line of
    `first` has the lead's answer and the one farthest from it, one of `lines` all answers.
    """

    heard: str
    due: str | None
    differ: str | None
    first: tuple[HeldLine, ...]
    lines: tuple[HeldLine, ...]
    unheard: str | None = None


def hearing_view(hearing: Hearing | None) -> HearingView | None:
    """What a report says of who was heard."""
    if hearing is None:
        return None
    unheard, number = "; ".join(each.label for each in hearing.unheard), len(hearing.dissents)
    most = f". The {MOST_FIRST} on which they lie farthest apart" if number > MOST_FIRST else ""
    differ = f"On {counted(number, 'question')} others answered otherwise{most}:" if number else ALL_ALIKE
    return HearingView(
        " ".join(_heard(hearing, unheard)),
        f"This decision needs answers from these too, and there are none yet: {unheard}." if hearing.due else None,
        differ if hearing.heard else None,
        tuple(_line(hearing.lead, dissent, (dissent.widest,)) for dissent in hearing.dissents[:MOST_FIRST]),
        tuple(_line(hearing.lead, dissent, dissent.others) for dissent in hearing.dissents),
        joined([f"“{each.label}”" for each in hearing.unheard]) if hearing.due else None,
    )


def _heard(hearing: Hearing, unheard: str) -> Iterable[str]:
    said = [hearing.lead.label, *(f"{each.respondent.label} ({counted(each.files, 'file')})" for each in hearing.heard)]
    yield f"{ANSWERED_BY} {'; '.join(said)}{'' if hearing.heard else ', and nobody else'}."
    if unheard:
        yield f"No answers came, of those who may join, from: {unheard}."
        if not hearing.stated:
            yield NOBODY_SAYS
    elif hearing.heard:
        yield ALL_HEARD


def _line(lead: Respondent, dissent: Dissent, replies: Iterable[Reply]) -> HeldLine:
    """A difference as a line: who gave which answer, in a sentence for each."""
    said = {told_of(dissent.lead): [lead.label]}
    for reply in replies:
        said.setdefault(told_of(reply.status), []).append(reply.respondent.label)
    told = " ".join(f"{'; '.join(dict.fromkeys(names))}: {ended(words)}" for words, names in said.items())
    question = dissent.lead.question
    return HeldLine(question.id, question.title, told, told, None, label_of(question.title))
