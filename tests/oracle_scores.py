"""Scores, their ranges, and what the numbers are for (contract, sections 4 and 7), in exact fractions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, permutations
from math import factorial
from typing import Any

from msgspec import Struct

from oracle_completions import allowed_answers
from oracle_conditions import World
from oracle_form import ANSWERED, NOT_APPLICABLE, Form, Question, Raw, Section, counted_value


class Result(Struct, frozen=True):
    """The scores of one complete world; `None` is not assessed."""

    overall: Fraction | None
    sections: tuple[Fraction | None, ...]


class Range(Struct, frozen=True):
    """The least and the greatest score."""

    low: Fraction
    high: Fraction


def is_scored(question: Question) -> bool:
    """Whether answers to the question have a score (section 1, the table of types)."""
    raw = question.raw
    if question.type == "scale":
        return True
    if question.type == "yes-no":
        return Fraction(raw.get("weight", 1)) != 0
    if question.type == "choice":
        return all("score" in option for option in raw["options"])
    return question.type in ("multi", "number", "percent") and raw.get("score") is not None


def weight_of(question: Question) -> Fraction:
    """Section 1: a weight is 1 by default, but only a scored question has one."""
    return Fraction(question.raw.get("weight", 1)) if is_scored(question) else Fraction(0)


def score_of(question: Question, value: Any) -> Fraction:
    """The score of one answer, between 0 and 1 (section 1); of a scale the value is the effective level."""
    raw = question.raw
    if question.type == "scale":
        last = len(raw["levels"]) - 1
        return Fraction(raw["scores"][value]) if "scores" in raw else Fraction(value, last)
    if question.type == "yes-no":
        return Fraction((raw.get("scores") or {"yes": 1, "no": 0})["yes" if value else "no"])
    if question.type == "choice":
        return next(Fraction(option["score"]) for option in raw["options"] if option["id"] == value)
    if question.type == "multi":
        return next(Fraction(row["score"]) for row in raw["score"] if row_fits(row, question, value))
    reached = [row for row in raw["score"] if Fraction(row["from"]) <= Fraction(value)]
    return Fraction(max(reached, key=lambda row: Fraction(row["from"]))["score"])


def row_fits(row: Raw, question: Question, chosen: list[str]) -> bool:
    """Section 1, `multi`: enough chosen, exclusive ones counting nothing, and the named ones among them."""
    exclusive = [option["id"] for option in question.raw["options"] if option.get("exclusive")]
    count = sum(1 for option in chosen if option not in exclusive)
    return (
        count >= Fraction(row.get("from", 0))
        and all(option in chosen for option in row.get("includes_all", []))
        and ("includes_any" not in row or any(option in chosen for option in row["includes_any"]))
    )


def result(world: World) -> Result:
    """The plain score of a complete world (section 4)."""
    sections = tuple(section_score(section, world) for section in world.form.sections)
    if world.form.scoring.get("overall", "sections") == "questions":
        weighted = [pair for section in world.form.sections if section.weight for pair in counted(section, world)]
    else:
        weighted = [(weight, score / 100) for weight, score in assessed(world.form, sections)]
    return Result(mean_of_100(weighted), sections)


def assessed(form: Form, scores: Sequence[Fraction | None]) -> list[tuple[Fraction, Fraction]]:
    """Weight and score of the sections that are assessed (section 4)."""
    pairs = zip(form.sections, scores, strict=True)
    return [(section.weight, score) for section, score in pairs if score is not None]


def section_score(section: Section, world: World) -> Fraction | None:
    """Section 4: the weighted mean of what counts; a section of weight 0 is not assessed."""
    return mean_of_100(counted(section, world)) if section.weight else None


def counted(section: Section, world: World) -> list[tuple[Fraction, Fraction]]:
    """Weight and score of the section's shown, scored questions that are not `not applicable` (section 4)."""
    return [
        (
            weight_of(question),
            score_of(question, counted_value(world.form, question, world.entries[question.id])),
        )
        for question in section.questions
        if counts(question, world)
    ]


def counts(question: Question, world: World) -> bool:
    """Shown (pending questions are), scored, and not `not applicable` (section 4)."""
    is_visible = world.shown[question.id] is not False
    return is_visible and is_scored(question) and world.entries[question.id].state != NOT_APPLICABLE


def mean_of_100(weighted: Sequence[tuple[Fraction, Fraction]]) -> Fraction | None:
    """Σ weight × score ÷ Σ weight, times 100; `None` where nothing is left to count (section 4)."""
    total = sum((weight for weight, _ in weighted), Fraction(0))
    if total == 0:
        return None
    return 100 * sum((weight * score for weight, score in weighted), Fraction(0)) / total


def range_of(scores: Iterable[Fraction | None]) -> Range | None:
    """Section 4: over the completions in which there is a score at all; `None` where there is none in any."""
    assessed = [score for score in scores if score is not None]
    return Range(min(assessed), max(assessed)) if assessed else None


def band_of(form: Form, score: Fraction) -> str:
    """The last band that starts at or below the score (section 1: ascending, the first at 0)."""
    return str([band for band in form.scoring["bands"] if band["from"] <= score][-1]["id"])


def contribution(question: Question, world: World) -> tuple[Fraction, Fraction]:
    """Section 7: the points that a question could still gain, and the points that its silence leaves open.

    An open question counts as its worst answer until it is known, so it may gain all that it leaves open.
    What is shown stays as it is now, pending questions included; so does every other answer.
    """
    points = 100 * share_of_whole(question, world)
    if points == 0:
        return Fraction(0), Fraction(0)
    scores = [score_of(question, value) for value in allowed_answers(world.form, question)]
    entry = world.entries[question.id]
    if entry.state == ANSWERED:
        now = score_of(question, counted_value(world.form, question, entry))
        return points * (max(scores) - now), Fraction(0)
    still_open = points * (max(scores) - min(scores))
    return still_open, still_open


def share_of_whole(question: Question, world: World) -> Fraction:
    """The share of the overall score that rests on one question, as things are shown now (section 4)."""
    if not counts(question, world) or weight_of(question) == 0:
        return Fraction(0)
    weights = {
        section.id: sum((weight_of(each) for each in section.questions if counts(each, world)), Fraction(0))
        for section in world.form.sections
    }
    counting = [section for section in world.form.sections if section.weight and weights[section.id]]
    home = next(section for section in world.form.sections if section.id == question.section)
    if home not in counting:
        return Fraction(0)
    if world.form.scoring.get("overall", "sections") == "questions":
        return weight_of(question) / sum(weights[section.id] for section in counting)
    section_share = home.weight / sum(section.weight for section in counting)
    return section_share * weight_of(question) / weights[home.id]


def robustness(form: Form, results: Collection[Result]) -> dict[str, dict[str, Fraction | None]] | None:
    """Section 7, for each end of the range; `None` where there is no band, no score or no mean of sections.

    Several completions may reach the same end with different section scores: the least share of all counts.
    """
    reach = range_of(each.overall for each in results)
    if reach is None or not form.scoring.get("bands") or form.scoring.get("overall", "sections") != "sections":
        return None
    ends = {"low": reach.low, "high": reach.high}
    return {
        end: {
            direction: _least(
                least_shift(form, each, up=direction == "up") for each in results if each.overall == score
            )
            for direction in ("up", "down")
        }
        for end, score in ends.items()
    }


def least_shift(form: Form, scores: Result, *, up: bool) -> Fraction | None:
    """The least share of weight to move for another band: from where it pulls most, to the farthest score.

    Up, the next band's edge must be reached; down, the band's own edge must be passed, and the share is the
    limit of those that do.
    """
    parts = assessed(form, scores.sections)
    total = sum((weight for weight, _ in parts), Fraction(0))
    now = sum((weight * score for weight, score in parts), Fraction(0)) / total
    starts = [Fraction(band["from"]) for band in form.scoring["bands"]]
    edge = min((s for s in starts if s > now), default=None) if up else max(s for s in starts if s <= now)
    goal = (max if up else min)(score for _, score in parts)
    if edge is None or (goal < edge if up else goal >= edge):
        return None
    missing, moved = abs(edge - now), Fraction(0)
    for weight, score in sorted(parts, key=lambda pair: abs(goal - pair[1]), reverse=True):
        gained = weight / total * abs(goal - score)
        if gained >= missing:
            return moved + (missing / abs(goal - score) if missing else Fraction(0))
        moved, missing = moved + weight / total, missing - gained
    return None


def banzhaf(shares: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Section 7: how often a group turns a losing set into a winning one, as a share of all such turns."""
    turns = {
        group: sum(
            1
            for size in range(len(shares))
            for others in combinations([other for other in shares if other != group], size)
            if not wins(shares, others) and wins(shares, (*others, group))
        )
        for group in shares
    }
    return {group: Fraction(count, sum(turns.values())) for group, count in turns.items()}


def shapley_shubik(shares: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Section 7: the share of all orders of joining in which a group is the one that makes the majority."""
    orders = list(permutations(shares))
    makers = [next(group for place, group in enumerate(order) if wins(shares, order[: place + 1])) for order in orders]
    return {group: Fraction(makers.count(group), factorial(len(shares))) for group in shares}


def wins(shares: Mapping[str, Fraction], groups: Iterable[str]) -> bool:
    """A simple majority is strictly more than half (section 7)."""
    return 2 * sum(shares[group] for group in groups) > sum(shares.values())


def _least(values: Iterable[Fraction | None]) -> Fraction | None:
    return min((value for value in values if value is not None), default=None)
