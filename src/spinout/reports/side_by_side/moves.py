"""The pictures of a comparison: each score before and now, and the scores of a service by date."""

from collections.abc import Sequence

from spinout.core.insight.comparison import Moved
from spinout.core.scoring.assessment import Assessment
from spinout.core.scoring.scores import ScoreRange
from spinout.reports.side_by_side.documents import verdict_words
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
    words_at,
)
from spinout.reports.view.words import ends, shown

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
