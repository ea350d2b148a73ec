"""Classifications and voting power in words."""

import pytest

from spinout.core.scoring import rules
from spinout.reports.view.findings import CriterionLine, DecidingAnswer, PowerLine, power_views, results_view
from stories import small


def test_settled_result_shows_what_decided_it() -> None:
    """A result has its outcome in words, and the criteria that it hung on with their next steps."""
    results = results_view(small(start__backing=1, then__split={"answer": {"red": 51, "blue": 49}}))
    assert results is not None
    result = results.results[0]
    assert (result.title, result.label, result.explain) == (
        "What kind it is",
        "A backed one",
        "Somebody stands behind it.",
    )
    assert result.criteria == (CriterionLine("backed", "Somebody backs it", "true", "Met", None, ()),)
    assert (result.possible, result.settled_by, result.answers) == ((), (), ())


def test_the_rest_shows_every_answer_looked_at() -> None:
    """An outcome that takes the rest shows what the others looked at, and the next step."""
    results = results_view(small(start__backing=0, then__split={"answer": {"red": 51, "blue": 49}}))
    assert results is not None
    result = results.results[0]
    assert result.label == "Another"
    assert result.criteria == (CriterionLine("backed", "Somebody backs it", "false", "Not met", "Find a sponsor.", ()),)
    assert result.answers == (
        DecidingAnswer("then.split", "How are votes split?", "Red: 51%; Blue: 49%", "How are votes split?"),
    )


def test_open_result_names_what_would_settle_it() -> None:
    """Where it cannot be told, the outcomes still possible and the open questions are named."""
    results = results_view(small(start__backing=1))
    assert results is not None
    result = results.results[0]
    assert (result.label, result.settled) == ("Cannot tell yet", False)
    assert result.possible == ("One group alone", "A backed one")
    assert result.settled_by == ("How are votes split?",)


def test_power_is_not_the_share_of_votes() -> None:
    """A group with more than half of the votes has all the power, and that is said."""
    views = power_views(small(then__split={"answer": {"red": 51, "blue": 49}}))
    assert views[0].groups == (PowerLine("Red", "51%", "100%", "100%"), PowerLine("Blue", "49%", "0%", "0%"))
    assert views[0].remarks == (
        "If each group votes as one, with 51 and 49 of every 100 votes, the second group (Blue) can never win alone or "
        "decide a vote.",
    )


def test_a_list_that_was_not_proven_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where too much was open to try, the outcomes listed are told to be perhaps too many."""
    monkeypatch.setattr(rules, "MOST_COMBINATIONS", 0)
    view = results_view(small(start__backing=1))
    assert view is not None
    assert view.results[0].explain == (
        "Too much is open to try every way to answer, so not all that is listed need be possible."
    )
