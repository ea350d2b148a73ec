"""The example of docs/scoring.md, recomputed: every figure in its tables is the engine's."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from spinout.core.insight.plan import Plan, plan
from spinout.core.insight.settling import Settling
from spinout.core.scoring.assessment import Assessment, assess
from spinout.inputs.documents import read_document
from test_contract import read_answers, read_questionnaire

PAGE = (Path(__file__).parent.parent / "docs" / "scoring.md").read_text(encoding="utf-8")


def number(text: str) -> Fraction | None:
    """A figure as the page writes it: 33 1/3."""
    return None if text == "none" else sum((Fraction(part) for part in text.split()), Fraction(0))


def table(head: str) -> list[list[str]]:
    """The rows of the table whose first column has a heading."""
    rows = re.search(rf"^\| {head} \|.*\n\|[-|]+\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    assert rows is not None
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[1].splitlines()]


@pytest.fixture(scope="module")
def example() -> tuple[Assessment, Plan]:
    """The page's questionnaire and answers, assessed and planned."""
    forms, answers = (
        read_document("example.yaml", block.encode()).data
        for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    )
    assert isinstance(forms, dict)
    assert isinstance(answers, dict)
    questionnaire = read_questionnaire(forms)
    read = read_answers(answers, questionnaire)
    return assess(questionnaire, read), plan(questionnaire, read)


def test_the_scores(example: tuple[Assessment, Plan]) -> None:
    """Both ends of both sections and of the whole."""
    scores = example[0].scores
    control, money, overall = scores.sections["control"], scores.sections["money"], scores.overall
    assert control is not None
    assert money is not None
    assert overall is not None
    assert money.low == money.high
    assert {name: number(value) for name, value in table("figure")} == {
        "control, low": control.low,
        "control, high": control.high,
        "money": money.low,
        "score, low": overall.low,
        "score, high": overall.high,
    }
    assert example[0].verdict == "conditions"


def test_the_contributions(example: tuple[Assessment, Plan]) -> None:
    """Of every question that counts."""
    found = [(c.question, c.gain, c.open) for c in example[0].contributions if c.gain]
    assert [(question, number(gain), number(left)) for question, gain, left in table("question")] == found


def test_the_plan(example: tuple[Assessment, Plan]) -> None:
    """Each move, what it adds, and the range after it."""
    found = [
        [
            move.question.id,
            move.question.type.words(move.before).split(":")[0].lower() if move.before is not None else "",
            move.question.type.words(move.to).split(":")[0].lower(),
            move.effort,
            move.points,
            *((move.after.score.low, move.after.score.high) if move.after.score else ()),
        ]
        for move in example[1].moves
    ]
    assert [[*row[:3], *map(number, row[3:])] for row in table("move")] == found
    assert example[1].after.verdict == "ready"


def test_the_robustness(example: tuple[Assessment, Plan]) -> None:
    """At both ends, up and down."""
    found = example[0].robustness
    assert found is not None
    assert [(end, number(up), number(down)) for end, up, down in table("end")] == [
        ("low", found.low.up, found.low.down),
        ("high", found.high.up, found.high.down),
    ]


def test_the_power(example: tuple[Assessment, Plan]) -> None:
    """Both indices of each group."""
    (found,) = example[0].power
    assert [(group, *map(number, row)) for group, *row in table("group")] == [
        (g.group, Fraction(g.share), g.banzhaf, g.shapley_shubik) for g in found.groups
    ]


def test_the_verdict_is_settled(example: tuple[Assessment, Plan]) -> None:
    """One question is open, and it cannot change the verdict."""
    assessment, _ = example
    settling = Settling(assessment)
    assert (settling.order, settling.is_settled) == (("control.voting",), True)
