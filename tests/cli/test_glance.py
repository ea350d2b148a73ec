"""One screen of an assessment: it fits, the verdict comes first, and the words say all that shapes show."""

import re
from collections import Counter
from pathlib import Path

import pytest

from core.forms import form, reply, scale
from glances import NAMES, glanced
from side_by_side import AFTER, Runner, write
from spinout.cli.screens.glance import STYLES, Layout, glance_rows
from spinout.core.scoring.assessment import assess
from spinout.reports.view.glance import Glance, glance_of
from test_contract import read_answers, read_questionnaire

WIDTH, HEIGHT = 80, 24
SHAPES = str.maketrans(dict.fromkeys("".join(STYLES)))
DRAWN = str.maketrans(dict.fromkeys("".join(STYLES).replace("?", "")))
"""A question has its mark with words too."""
FILE = "youth-centres.yaml"


def lines(glance: Glance, layout: Layout) -> list[str]:
    """The screen as lines."""
    return [row.text for row in glance_rows(glance, layout, FILE)]


def figures(text: list[str]) -> Counter[str]:
    """Every number on a screen."""
    return Counter(re.findall(r"\d+", " ".join(text)))


@pytest.mark.parametrize("name", NAMES)
def test_it_fits_a_usual_terminal(name: str) -> None:
    """With the prompt, with shapes and without, and no line is wider; one of the first three is the verdict."""
    glance = glance_of(glanced()[name])
    for shapes in (True, False):
        told = lines(glance, Layout(WIDTH, HEIGHT, shapes))
        assert len(told) < HEIGHT
        assert max(map(len, told)) <= WIDTH
        assert glance.headline in told[1:3]


@pytest.mark.parametrize("name", NAMES)
def test_without_shapes_no_figure_is_lost(name: str) -> None:
    """Squares and bars repeat what the words say; so does a screen that is too narrow for them."""
    glance = glance_of(glanced()[name])
    drawn, plain, pipe = (lines(glance, Layout(*each)) for each in ((80, 24, True), (80, 24, False), (100, None)))
    assert figures([line.translate(SHAPES) for line in drawn]) == figures(drawn) == figures(plain)
    assert figures(plain) <= figures(pipe)
    assert "".join(plain) == "".join(plain).translate(DRAWN)
    for rung in glance.ladder:
        assert any(f"{rung.counts}  {rung.words}" in line or rung.words in line for line in drawn)
        assert [line[:2] for line in drawn if rung.label in line and rung.words in line] == [
            "> " if rung.asked else "  "
        ]


@pytest.mark.parametrize("name", NAMES)
def test_on_a_narrow_screen_words_stay_whole_and_the_verdict_comes_last_too(name: str) -> None:
    """It is longer than the screen, so that its end is what is seen."""
    glance = glance_of(glanced()[name])
    told = lines(glance, Layout(40, 12))
    assert [line for line in told if len(line) > 40 and " " in line.strip()] == []
    assert "".join(told).translate(DRAWN) == "".join(told)
    text = " ".join(" ".join(told).split())
    assert text.count(glance.headline) == 2
    assert text.endswith(glance.headline)
    assert "…" not in text


@pytest.mark.parametrize("name", NAMES)
def test_where_there_is_no_screen_nothing_is_cut(name: str) -> None:
    """A pipe and a file have every word of what a screen cuts to a line, wrapped."""
    glance = glance_of(glanced()[name])
    told = lines(glance, Layout(100))
    text = " ".join(" ".join(told).split())
    assert "…" not in text
    whole = (*glance.points, *(each.words for each in glance.to_do), *(each.next_step or "" for each in glance.to_do))
    assert [words for words in whole if " ".join(words.split()) not in text] == []
    assert [line for line in told if len(line) > 100] == []


@pytest.mark.parametrize("name", NAMES)
def test_it_says_how_much_is_left_out(name: str) -> None:
    """What is to be met or found out stands in it, three at most; of more it says how many there are."""
    assessment = glanced()[name]
    glance = glance_of(assessment)
    states = Counter(gate.state.value for gate in assessment.gates)
    assert glance.every == states["not-met"] + states["unknown"] + assessment.below_bar + assessment.bar_open
    text = " ".join(lines(glance, Layout(WIDTH, HEIGHT, shapes=True)))
    assert (f"All {glance.every}: spinout score {FILE} --full." in text) is (glance.every > 3)
    assert [each.number for each in glance.to_do] == list(range(1, min(glance.every, 3) + 1))


def test_taller_screens_say_more() -> None:
    """What was left out to fit is shown where there is room."""
    glance = glance_of(glanced()["youth-safety-answers-1"])
    few, many = (lines(glance, Layout(WIDTH, height, shapes=True)) for height in (24, 50))
    assert len(few) < len(many)
    assert set(few) <= set(many)
    assert sum(line.startswith("  And: ") for line in many) == len(glance.points) - 1


def test_what_comes_before_all_else_is_the_first_thing_to_do() -> None:
    """It stands late in the file."""
    first = glance_of(glanced()["youth-safety-answers-1"]).to_do[0]
    assert (first.question, first.number) == ("transition.sponsorship", 1)
    assert first.next_step is not None
    assert first.next_step.startswith("This comes before all else. ")


def look(bar: int = 0, **answers: object) -> Glance:
    """A glance at a small form with two gates."""
    questionnaire = read_questionnaire(
        form(
            scale("a", title="Roof", essential={"go": {"at_least": 2}}),
            scale("b", title="Is there money?", essential={"go": {"at_least": 1}}, evidence="The budget."),
            bar=bar,
            top_level_needs_evidence=True,
        )
    )
    return glance_of(assess(questionnaire, read_answers(reply(**answers), questionnaire)))


@pytest.mark.parametrize(
    ("bar", "answers", "headline", "askable", "words"),
    [
        (
            0,
            {"a": 2, "b": 1},
            "READY to ask for Go",
            "You can ask for it now: all 2 of its essentials are met.",
            "ready",
        ),
        (
            0,
            {"a": 1, "b": 1},
            "NOT READY to ask for Go: conditions to meet first",
            "No decision can",
            "not yet: 1 missing",
        ),
        (0, {"b": 1}, "CANNOT TELL YET if it is ready for Go", "No decision can", "cannot tell yet: 1 unknown"),
        (90, {"a": 2, "b": 1}, "NOT READY to ask for Go: con", "No decision can", "not yet: the score is below 90"),
    ],
)
def test_the_verdict_is_told_in_words(
    bar: int, answers: dict[str, int], headline: str, askable: str, words: str
) -> None:
    """With what can be asked for now, and what the decision lacks."""
    found = look(bar, **answers)
    assert found.headline.startswith(headline)
    assert found.askable is not None
    assert found.askable.startswith(askable)
    assert [rung.words for rung in found.ladder] == [words]


def test_each_thing_to_do_says_what_is_there_and_what_is_needed() -> None:
    """In short; a title that is a question keeps its mark alone."""
    assert [each.words for each in look(a=1).to_do] == [
        "Roof: now level 1; needs level 2 or more",
        "Is there money? no answer; needs level 1 or more",
    ]
    assert [each.words for each in look(90, a=4, b=1).to_do] == ["The score: now 50; needs 90 or more"]


def test_without_a_decision_it_says_so() -> None:
    """And goes on with the score."""
    raw = form(scale("a"))
    del raw["decision"]
    questionnaire = read_questionnaire(raw)
    found = glance_of(assess(questionnaire, read_answers(reply(a=2), questionnaire)))
    told = lines(found, Layout(WIDTH))
    assert told[1:4] == ["This questionnaire has no decision, so there is no verdict.", "", "Score 50 of 100"]


def test_a_later_decision_that_is_ready_is_told() -> None:
    """The furthest, whichever was asked for."""
    raw = form(scale("a"))
    raw["decision"]["stages"].append({"id": "later", "label": "Later"})
    raw["sections"][0]["questions"] = [{**raw["sections"][0]["questions"][0]}]
    raw["sections"][0]["questions"][0]["options"] = [{"id": i, "label": i} for i in ("go", "later")]
    questionnaire = read_questionnaire(raw)
    found = glance_of(assess(questionnaire, read_answers(reply(a=2), questionnaire)))
    assert (found.headline, found.askable) == ("READY to ask for Go", "You can ask now for Later.")


# what is printed


@pytest.fixture
def spinout(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Runs a command in a folder with a file of answers."""
    runner = Runner(tmp_path, capsys, monkeypatch)
    write("new.yaml", AFTER.replace("s.roof: 2", "s.roof: 1"))
    return runner


def test_a_pipe_has_the_same_in_plain_words(spinout: Runner) -> None:
    """No shape and no code of a terminal."""
    assert spinout("score", "new.yaml") == (
        0,
        "Village hall                                                             2026-05-01, 4 of 4 answered\n"
        "NOT READY to ask for To open: conditions to meet first\n"
        "You can ask now for To talk.\n\n"
        "  To talk  no essentials  ready\n"
        "> To open  0 of 1 met     not yet: 1 missing\n\n"
        "Score 75 of 100; needed here: 50\n"
        "  Start 75.\n\n"
        "To do\n"
        "1 Is the roof sound? now level 1; needs level 2 or more\n\n"
        "In full: spinout score new.yaml --full. Least effort: spinout plan new.yaml. Paper:\n"
        "spinout report new.yaml -o paper.html. Not legal advice.\n",
        "",
    )


def test_a_trial_shows_how_it_would_stand_and_what_changes(spinout: Runner) -> None:
    """The verdict that it would have stands first."""
    told = spinout("whatif", "new.yaml", "--set", "s.roof=2").out
    assert told.splitlines()[1] == "READY to ask for To open"
    assert told.endswith(
        "What if\n- Is the roof sound? 1: Nearly -> 2: Yes\n\n"
        "What this changes\n"
        "- Before: NOT READY to ask for To open: conditions to meet first\n"
        "- Before: You can ask now for To talk.\n"
        "- Is the roof sound? not met -> met\n"
        "- Score: 75 -> 100\n\n"
        "Nothing was written. In full: --full. Not legal advice.\n"
    )


def test_in_full_the_verdict_comes_first_and_last(spinout: Runner) -> None:
    """With the arithmetic too, which is part of the full text."""
    for words in (("--full",), ("--explain",), ("--full", "--explain", "--no-pager")):
        told = spinout("score", "new.yaml", *words).out
        verdict = "Verdict: Not ready: conditions to meet first\n"
        assert told.count(verdict) == 2
        assert told.endswith(verdict)
        assert ("How the scores were worked out" in told) is ("--explain" in words)
