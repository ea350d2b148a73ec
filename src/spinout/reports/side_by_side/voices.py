"""The picture of a panel: on which level of a question each respondent stands, where they lie farthest apart."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from spinout.core.conditions import State
from spinout.core.insight.panels import Agreement
from spinout.core.scoring.statuses import Status
from spinout.core.wording import counted, ended
from spinout.reports.side_by_side.panel import together
from spinout.reports.view.drawings import (
    LEFT,
    WIDE,
    Picture,
    PictureTable,
    Shape,
    label_at,
    scaled,
    upright,
    words_at,
)
from spinout.reports.view.words import counted_lower, told_of

MOST = 8
"""So many questions are drawn, those on which they lie farthest apart."""
MOST_RESPONDENTS = 6
"""With more, their letters would run into one another."""
SPAN = 216
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ROW = 40
NO_ANSWER = " Behind the line, with a question mark: who has no answer."


def voices_picture(disputed: Sequence[Agreement], labels: Mapping[str, str]) -> Picture | None:
    """Who stands on which level, a line for each question with levels; None where there is none, or too many differ.

    `labels` are what respondents are called here.
    """
    levelled = [each for each in disputed if each.question.type.top is not None]
    asked = levelled[:MOST]
    names = list(dict.fromkeys(voice.respondent for each in asked for voice in each.voices))
    if not asked or len(names) > MOST_RESPONDENTS:
        return None
    letters = dict(zip(names, LETTERS, strict=False))
    shapes: list[Shape] = []
    y, rows, told = 14, [], []
    for agreement in asked:
        y = label_at(y, agreement.question.title, shapes)
        shapes += _line(agreement, letters, y)
        y += ROW
        said = said_by(agreement, labels)
        rows.append((agreement.question.title, said))
        told.append(f"{agreement.question.title}. {said}")
    key = "; ".join(f"{letter}: {labels[name]}" for name, letter in letters.items())
    caption = (
        f"{_which(len(asked), len(levelled), len(disputed))} Each line goes from the lowest level to the highest. "
        f"{key}.{NO_ANSWER if any(each.open for each in asked) else ''}"
    )
    table = PictureTable("Who said what", ("Question", "Answers"), tuple(rows), (False, False))
    title = "Where they lie farthest apart"
    return Picture("voices", "voices", title, caption, " ".join(told), WIDE, y - 6, tuple(shapes), table)


def said_by(agreement: Agreement, labels: Mapping[str, str]) -> str:
    """What was said to a question, a sentence for each answer with all who gave it."""
    said = ((_words(voice.status), labels[voice.respondent]) for voice in agreement.voices)
    every = together(said, documents_of(agreement, labels))
    return " ".join(ended(f"{'; '.join(names)}: {words}") for words, names in every)


def documents_of(agreement: Agreement, labels: Mapping[str, str]) -> Mapping[str, int]:
    """How many documents each respondent has at a question."""
    return Counter(labels[voice.respondent] for voice in agreement.voices)


def _words(status: Status) -> str:
    lower = counted_lower(status)
    return f"{ended(told_of(status))} {lower}" if lower else told_of(status)


def _which(drawn: int, levelled: int, disputed: int) -> str:
    """Which of the questions on which they differ are drawn, where these are not all."""
    others = f"; the other {disputed - levelled} on which they differ have no levels" if disputed > levelled else ""
    if drawn < levelled:
        return f"Drawn are the {drawn} that lie farthest apart, of {levelled} questions with levels{others}."
    return f"Drawn are the {counted(drawn, 'question')} with levels{others}."


def _line(agreement: Agreement, letters: Mapping[str, str], y: int) -> Iterable[Shape]:
    """A line with a mark at each level, and above it the letters of those who stand there."""
    top = agreement.question.type.top or 1
    yield Shape("line", "axis", x=LEFT + 4, y=y + 12, x2=LEFT + 4 + SPAN, y2=y + 12)
    at: dict[int, list[str]] = {}
    without: list[str] = []
    for voice in agreement.voices:
        level, letter = voice.status.effective, letters[voice.respondent]
        known = voice.status.state is State.ANSWERED and isinstance(level, int) and not voice.status.answer.exempt
        place = at.setdefault(level, []) if known and isinstance(level, int) else without
        if letter not in place:
            place.append(letter)
    for level in range(top + 1):
        x = scaled(level, top, left=LEFT + 4, span=SPAN)
        yield upright("axis", x, y + 8, y + 16)
        if level in at:
            yield words_at(x, y + 4, " ".join(at[level]), "value", _anchor(level, top))
    if without:
        yield words_at(WIDE - 2, y + 16, f"{' '.join(without)}: ?", "small", "end")


def _anchor(level: int, top: int) -> str:
    return "start" if level == 0 else "end" if level == top else "middle"
