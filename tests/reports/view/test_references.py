"""Which organisations are shown: best match first, and always one that ended or changed."""

from spinout.core.questionnaire import Comparator, ComparatorChoice, Match
from spinout.reports.view.references import chosen_and_others
from stories import small

MATCH = (Match("start.stage", "service_types"), Match("then.groups", "members"))


def organisation(ident: str, kinds: str = "", members: str = "", status: str = "trading") -> Comparator:
    """An organisation of which only what matters here is told."""
    return Comparator(
        ident, ident, "", tuple(kinds.split()), tuple(members.split()), "", "", status, "", "", "Take care.", "", ()
    )


def chosen(*organisations: Comparator, at_most: int, always: tuple[str, ...] = ()) -> tuple[list[str], list[str]]:
    """The ids shown and the rest."""
    choice = ComparatorChoice(MATCH, at_most, always, "")
    found = chosen_and_others(organisations, choice, small(then__groups=["red", "blue"]))
    return [c.id for c in found[0]], [c.id for c in found[1]]


def test_first_match_orders_before_the_second() -> None:
    """A shared kind counts for more than any number of shared members; like ones keep their order."""
    found = chosen(
        organisation("none"),
        organisation("both-groups", members="red blue"),
        organisation("one-group", members="red"),
        organisation("kind", kinds="second"),
        organisation("kind-and-group", kinds="second", members="blue"),
        organisation("none-too", kinds="first"),
        at_most=4,
    )
    assert found == (["kind-and-group", "kind", "both-groups", "one-group"], ["none", "none-too"])


def test_best_of_those_that_ended_takes_the_last_place() -> None:
    """Where none of those chosen ended or changed, the best match that did is shown last."""
    found = chosen(
        organisation("a", kinds="second"),
        organisation("b", members="red"),
        organisation("ended", status="closed"),
        organisation("ended-near", members="red", status="changed"),
        organisation("c", members="red blue"),
        at_most=2,
        always=("changed", "closed"),
    )
    assert found == (["a", "ended-near"], ["c", "b", "ended"])


def test_one_that_ended_is_enough() -> None:
    """Where one is among the best already, nothing is moved."""
    found = chosen(
        organisation("ended", kinds="second", status="closed"),
        organisation("a", members="red"),
        organisation("b"),
        at_most=2,
        always=("closed",),
    )
    assert found == (["ended", "a"], ["b"])
