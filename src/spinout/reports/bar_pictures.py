"""Pictures that the paper asks for: a bar for each question, and who may join, votes and has the power."""

from collections.abc import Iterator, Mapping

from spinout.core.assessment import Assessment
from spinout.core.conditions import State
from spinout.core.question_types import Scale, Split
from spinout.core.question_types.choices import Multi
from spinout.core.reference import Picture as Wanted
from spinout.core.standings import Standing
from spinout.core.wording import as_written
from spinout.reports.answer_lines import words_of
from spinout.reports.drawings import (
    LEFT,
    LINE,
    SPAN,
    WIDE,
    Picture,
    Shape,
    Table,
    box,
    scaled,
    upright,
    words_at,
    wrapped,
)
from spinout.reports.figures import about_percent

VALUE_WIDE = 50
BAR_SPAN = SPAN - VALUE_WIDE
NAME_WIDE = 42
YES, NO, NOT_ASKED = "Yes", "No", "Not asked"
BESIDE = {YES: " – may join", NO: " – may not join"}
VOTES_LEFT, VOTES_SPAN = LEFT + NAME_WIDE, SPAN - NAME_WIDE - 72


def pictures(assessment: Assessment) -> tuple[Picture, ...]:
    """The pictures that the paper names and for which something is answered."""
    paper = assessment.questionnaire.reference.paper
    made = (_picture(wanted, assessment) for wanted in (() if paper is None else paper.pictures))
    return tuple(picture for picture in made if picture is not None)


def _picture(wanted: Wanted, assessment: Assessment) -> Picture | None:
    return _votes(wanted, assessment) if wanted.kind == "votes" else _bars(wanted, assessment)


# bars


def _bars(wanted: Wanted, assessment: Assessment) -> Picture | None:
    standings = [assessment.standings[ident] for ident in wanted.questions]
    asked = [s for s in standings if s.shown and isinstance(s.question.type, Scale)]
    if not any(s.state is State.ANSWERED for s in asked):
        return None
    shapes: list[Shape] = []
    y = 14
    for standing in asked:
        for line in wrapped(standing.question.ask):
            shapes.append(words_at(LEFT, y, line))
            y += LINE
        shapes += _level(standing, y - 9)
        y += 24
    rows = tuple((s.question.ask, _level_words(s), words_of(s)) for s in asked)
    return Picture(
        wanted.id,
        "bars",
        wanted.title,
        wanted.caption,
        "; ".join(f"{s.question.ask} {_level_words(s)}" for s in asked) + ".",
        WIDE,
        y - 6,
        tuple(shapes),
        Table(wanted.title, ("Question", "Level", "Answer"), rows, (False, False, False)),
    )


def _level(standing: Standing, y: int) -> Iterator[Shape]:
    """A bar as long as the level is high, with a mark at each level."""
    kind = standing.question.type
    assert isinstance(kind, Scale)
    answered = standing.state is State.ANSWERED and isinstance(standing.effective, int)
    yield box("track" if answered else "open", LEFT, LEFT + BAR_SPAN, y, 12)
    if answered:
        end = scaled(int(str(standing.effective)), kind.top, span=BAR_SPAN)
        if end > LEFT:
            yield box("sure", LEFT, end, y, 12)
        for level in range(1, kind.top):
            x = scaled(level, kind.top, span=BAR_SPAN)
            yield upright("cut" if x < end else "axis", x, y, y + 12)
    yield words_at(WIDE - LEFT, y + 11, _level_short(standing), "value", "end")


def _level_short(standing: Standing) -> str:
    kind = standing.question.type
    assert isinstance(kind, Scale)
    if standing.state is State.ANSWERED and standing.effective is not None:
        return f"{standing.effective} of {kind.top}"
    return {State.NOT_APPLICABLE: "none"}.get(standing.state, "?") if not standing.answer.exempt else "left out"


def _level_words(standing: Standing) -> str:
    if standing.state is not State.ANSWERED:
        return words_of(standing)
    given, counts = standing.answer.value, standing.effective
    lower = "" if given == counts else f" (answered {given}, without evidence)"
    return f"{_level_short(standing)}{lower}"


# votes


def _votes(wanted: Wanted, assessment: Assessment) -> Picture | None:
    question = wanted.questions[0]
    standing = assessment.standings[question]
    power = next((p for p in assessment.power if p.question == question), None)
    if power is None or standing.answer.exempt or not isinstance(standing.question.type, Split):
        return None
    labels = {part.id: part.label for part in standing.question.type.parts}
    joining = _joining(assessment)
    shapes: list[Shape] = []
    y = 14
    rows, told = [], []
    for group in power.groups:
        label, share = labels[group.group], f"{as_written(group.share)}%"
        indices = (about_percent(group.banzhaf), about_percent(group.shapley_shubik))
        join = None if joining is None else joining.get(group.group, NOT_ASKED)
        rows.append((label, *(() if join is None else (join,)), share, *indices))
        told.append(f"{label}: {share} of the votes, {indices[0]} of the power.{_join_words(join)}")
        if group.share or join == YES:
            for line in wrapped(f"{label}{BESIDE.get(join or '', '')}"):
                shapes.append(words_at(LEFT, y, line))
                y += LINE
            shapes += _measure("Votes", round(group.share), share, "sure", y - 9)
            shapes += _measure("Power", round(100 * group.banzhaf), indices[0], "second", y + 7)
            y += 44
    joins = () if joining is None else ("May join",)
    columns = ("Group", *joins, "Votes", "Power (Banzhaf)", "Power (Shapley and Shubik)")
    return Picture(
        wanted.id,
        "votes",
        wanted.title,
        wanted.caption,
        " ".join(told),
        WIDE,
        y - 10,
        tuple(shapes),
        Table(wanted.title, columns, tuple(rows), tuple(c.startswith(("Votes", "Power")) for c in columns)),
    )


def _join_words(join: str | None) -> str:
    return {YES: " It may join.", NO: " It may not join."}.get(join or "", "")


def _measure(name: str, percent: int, words: str, style: str, y: int) -> Iterator[Shape]:
    yield words_at(LEFT, y + 11, name, "small")
    yield box("track", VOTES_LEFT, VOTES_LEFT + VOTES_SPAN, y, 12)
    end = scaled(percent, left=VOTES_LEFT, span=VOTES_SPAN)
    if end > VOTES_LEFT:
        yield box(style, VOTES_LEFT, end, y, 12)
    yield words_at(WIDE - 2, y + 11, words, "value", "end")


def _joining(assessment: Assessment) -> Mapping[str, str] | None:
    """Which groups may join, after the question by which the paper matches members; None if that says nothing."""
    paper = assessment.questionnaire.reference.paper
    matches = () if paper is None or paper.comparators is None else paper.comparators.match
    for match in matches:
        standing = assessment.standings[match.question]
        kind, chosen = standing.question.type, standing.answer.value
        if match.field == "members" and standing.state is State.ANSWERED and isinstance(kind, Multi):
            assert isinstance(chosen, tuple)
            return {option.id: YES if option.id in chosen else NO for option in kind.options}
    return None
