"""The pictures: each score before and now, the scores by date, and on which level each respondent of a panel stands."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from spinout.core.conditions import State
from spinout.core.insight.comparison import Moved
from spinout.core.insight.panels import Agreement
from spinout.core.scoring.assessment import Assessment
from spinout.core.scoring.scores import ScoreRange
from spinout.core.scoring.statuses import Status
from spinout.core.wording import counted, ended
from spinout.reports.side_by_side.documents import together, verdict_words
from spinout.reports.view.drawings import (
    LEFT,
    SPAN,
    WIDE,
    Picture,
    PictureTable,
    Shape,
    box,
    label_at,
    range_bar,
    scaled,
    upright,
    words_at,
)
from spinout.reports.view.words import counted_lower, ends, shown, told_of

NAME_WIDE, VALUE_WIDE = 52, 78
BAR_LEFT = LEFT + NAME_WIDE
BAR_SPAN = SPAN - NAME_WIDE - VALUE_WIDE
ROW = 18
KEY = "From 0 to 100. Solid is certain; a broken edge marks what the open answers could still add."
BEFORE, ASKED_ANEW, NOW = "Before", "Asked", "Now"
ANEW = " The middle bar is what the old answers score under the new questionnaire: what it moved, the questions moved."


def moves_picture(rows: Sequence[tuple[str, Moved[ScoreRange | None]]], *, parted: bool) -> Picture | None:
    """The overall score and each section's, before and now; None where nothing is assessed at either.

    `parted` says that the old answers were also scored under another questionnaire.
    """
    shapes: list[Shape] = []
    y, told = 14, []
    for title, moved in rows:
        named = [(BEFORE, moved.old), *([(ASKED_ANEW, moved.between)] if parted else []), (NOW, moved.new)]
        y = label_at(y, title, shapes)
        for name, score in named:
            _measured(shapes, name, score, y - 9)
            y += ROW
        y += 6
        told.append(f"{title}: {', '.join(f'{name.lower()} {shown(score).lower()}' for name, score in named)}")
    if all(score is None for _, moved in rows for score in (moved.old, moved.new)):
        return None
    columns = ("What", BEFORE, *(["Old answers, new questions"] if parted else []), NOW)
    cells = tuple((title, shown(m.old), *([shown(m.between)] if parted else []), shown(m.new)) for title, m in rows)
    table = PictureTable("The scores before and now, 0 to 100", columns, cells, (False,) + (True,) * (len(columns) - 1))
    caption = KEY + (ANEW if parted else "")
    text = "; ".join(told) + "."
    return Picture("moves", "moves", "What the scores were, and are", caption, text, WIDE, y, tuple(shapes), table)


def dates_picture(assessments: Sequence[Assessment], dates: Sequence[str]) -> Picture | None:
    """The score at each date, with the verdict; None where none is assessed."""
    scores = [each.scores.overall for each in assessments]
    if all(score is None for score in scores):
        return None
    shapes: list[Shape] = []
    y = 14
    for date, each, score in zip(dates, assessments, scores, strict=True):
        y = label_at(y, f"{date}: {verdict_words(each)}", shapes)
        _measured(shapes, "Score", score, y - 9)
        y += ROW + 6
    rows = tuple(
        (date, verdict_words(each), shown(score)) for date, each, score in zip(dates, assessments, scores, strict=True)
    )
    table = PictureTable("The score by date, 0 to 100", ("Date", "Verdict", "Score"), rows, (False, False, True))
    text = "; ".join(f"{date}: {words}, score {score.lower()}" for date, words, score in rows) + "."
    return Picture("dates", "dates", "The score by date", KEY, text, WIDE, y, tuple(shapes), table)


def _measured(shapes: list[Shape], name: str, score: ScoreRange | None, y: int) -> None:
    """A range with its name on the left and its figure on the right."""
    low, high = ends(score)
    shapes.append(words_at(LEFT, y + 11, name, "small"))
    if low is None or high is None:
        shapes.append(box("track", BAR_LEFT, BAR_LEFT + BAR_SPAN, y, 12))
    else:
        shapes += range_bar(low, high, y, 12, left=BAR_LEFT, span=BAR_SPAN)
    style = "small" if score is None else "value"
    shapes.append(words_at(WIDE - 2, y + 11, shown(score), style, "end"))


# who stands where

MOST = 8
"""So many questions are drawn, those on which they lie farthest apart."""
MOST_RESPONDENTS = 6
"""With more, their letters would run into one another."""
LEVELS_WIDE = 216
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LEVELS_HIGH = 40
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
        y += LEVELS_HIGH
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
    yield Shape("line", "axis", x=LEFT + 4, y=y + 12, x2=LEFT + 4 + LEVELS_WIDE, y2=y + 12)
    at: dict[int, list[str]] = {}
    without: list[str] = []
    for voice in agreement.voices:
        level, letter = voice.status.effective, letters[voice.respondent]
        known = voice.status.state is State.ANSWERED and isinstance(level, int) and not voice.status.answer.exempt
        place = at.setdefault(level, []) if known and isinstance(level, int) else without
        if letter not in place:
            place.append(letter)
    for level in range(top + 1):
        x = scaled(level, top, left=LEFT + 4, span=LEVELS_WIDE)
        yield upright("axis", x, y + 8, y + 16)
        if level in at:
            yield words_at(x, y + 4, " ".join(at[level]), "value", _anchor(level, top))
    if without:
        yield words_at(WIDE - 2, y + 16, f"{' '.join(without)}: ?", "small", "end")


def _anchor(level: int, top: int) -> str:
    return "start" if level == 0 else "end" if level == top else "middle"
