"""Which options a plan may combine: the gates that apply, where moves themselves decide that.

An `essential_if` may look at a question that a plan moves. Every combination of what it may then
see is tried by itself; within one, the gates are fixed, and the search is free.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod

from msgspec import Struct

from spinout.core.conditions import Sight, truth_of
from spinout.core.insight.plan_ground import ASIDE, Ground
from spinout.core.insight.plan_options import Option, meets, seen, truths
from spinout.core.insight.plan_search import Item, Picks, Search
from spinout.core.truth import Truth

MOST_COMBINATIONS = 4096
"""Beyond this, what an `essential_if` looks at stays as it is."""


class Obstacle(Struct, frozen=True):
    """Why no plan leads to `ready`: a gate that no move can meet, or a bar above every score.

    `question` is None for the score; `best` is then the lowest score with every move made, and
    None where nothing is assessed.
    """

    question: str | None = None
    best: Fraction | None = None


def best_plan(ground: Ground) -> tuple[Mapping[str, Option] | None, tuple[Obstacle, ...]]:
    """The options that the best plan takes, in file order; or None, and what is in the way."""
    best: tuple[int, Picks] | None = None
    tried: Mapping[str, Item] | None = None
    for items in _combinations(ground):
        tried = items if tried is None else tried
        found = None
        if all(items.values()):
            search = Search(items, ground.scores, ground.worlds, ground.stage.ready_from)
            found = search.best(None if best is None else best[0])
        if found is not None:
            best = found if best is None else min(best, found)
    if best is None:
        return None, () if tried is None else _in_the_way(ground, tried)
    picks = zip(ground.options.items(), best[1], strict=True)
    return {ident: options[place] for (ident, options), place in picks if place}, ()


def _combinations(ground: Ground) -> Iterator[Mapping[str, Item]]:
    """For each combination of what decides the gates, the options that each question may take."""
    deciding = [ident for ident in ground.told_apart if len(ground.options[ident]) > 1]
    kinds = [_kinds(ground, ident) for ident in deciding]
    if prod(len(kind) for kind in kinds) > MOST_COMBINATIONS:
        kinds = [[[(0, ground.options[ident][0])]] for ident in deciding]
    for chosen in product(*kinds):
        yield _items(ground, dict(zip(deciding, chosen, strict=True)))


def _kinds(ground: Ground, ident: str) -> list[Item]:
    """A question's options, put together where no `essential_if` tells them apart."""
    kinds: dict[tuple[Truth, ...], list[tuple[int, Option]]] = {}
    for place, option in enumerate(ground.options[ident]):
        key = truths(option, ground.standings[ident], ground.told_apart[ident])
        kinds.setdefault(key, []).append((place, option))
    return list(kinds.values())


def _items(ground: Ground, chosen: Mapping[str, Item]) -> Mapping[str, Item]:
    """Every question's options; of one whose gate applies only those that meet it."""
    sights = {ident: standing.sight for ident, standing in ground.standings.items()}
    sights |= {ident: seen(item[0][1], ground.standings[ident]) for ident, item in chosen.items()}
    items: dict[str, Item] = {}
    for ident, options in ground.options.items():
        item: Sequence[tuple[int, Option]] = chosen.get(ident, tuple(enumerate(options)))
        needs = ground.needs.get(ident)
        if needs is not None and ident not in ground.first and _applies(ground, ident, sights):
            item = tuple((place, option) for place, option in item if meets(option, needs))
        items[ident] = item
    return items


def _applies(ground: Ground, ident: str, sights: Mapping[str, Sight]) -> bool:
    """Whether a gate must be met: it applies, or nobody can tell."""
    standing = ground.standings[ident]
    if standing.state in ASIDE:
        return False
    condition = standing.question.essential_if
    return condition is None or truth_of(condition, sights) is not Truth.FALSE


def _in_the_way(ground: Ground, items: Mapping[str, Item]) -> tuple[Obstacle, ...]:
    """The gates that no option meets; where there are none, the bar that even the best of all moves does not reach."""
    blocked = tuple(Obstacle(ident) for ident, item in items.items() if not item)
    return blocked or (Obstacle(best=_highest(ground, items)),)


def _highest(ground: Ground, items: Mapping[str, Item]) -> Fraction | None:
    """The lowest score with the best of all moves made."""
    made = {ident: max(option.score for _, option in item) for ident, item in items.items() if item}
    return ground.worlds.low({ident: made.get(ident, score) for ident, score in ground.scores.items()})
