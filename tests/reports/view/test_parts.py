"""The paper: the questionnaire's headings in its order, numbered paragraphs, the same numbers everywhere."""

import pytest
from msgspec.structs import replace

from spinout.core.questionnaire import HeadingName
from spinout.reports.view.blocks import Item
from spinout.reports.view.publication import Choices
from spinout.reports.view.slots import filled
from spinout.reports.view.view import ReportView, view_of
from stories import story, story_files, subject

PAPERS = [name for name in story_files() if name != "small"]
SOFT = ("in principle subject to", "approve subject", "subject to conditions")


def paper(name: str, *names: HeadingName) -> ReportView:
    """The paper of a story."""
    found, _ = story(name)
    return view_of(replace(subject(found.assessment), choices=Choices(headings=names)))


def test_headings_are_those_of_the_questionnaire() -> None:
    """They stand in its order, with its appendices and those that readers are sent to."""
    view = paper("adventure-playgrounds-answers")
    assert [f"{part.number} {part.title}" for part in view.parts] == [
        "1 Purpose and summary",
        "2 Recommendations",
        "3 Introduction and background",
        "4 Options considered",
        "5 Preferred option and reasons",
        "6 What happened elsewhere",
        "7 Consultation and engagement",
        "8 Next steps and timetable",
        "9 Implications",
        "10 Background papers",
        "A Scores by section",
        "B All answers",
        "C Conditions and points to check",
        "D Others to learn from",
        "E What others could learn",
        "F Where to get help",
        "G Sources",
        "H What decided the tests",
        "I The steps of the plan",
        "J What is not known",
        "K How the scoring works",
        "L Where this report came from",
    ]


def test_headings_take_another_order_and_name() -> None:
    """Those named come first, the rest follow as they were."""
    view = paper("adventure-playgrounds-answers", HeadingName("options"), HeadingName("purpose", "Summary"))
    assert [part.title for part in view.parts[:4]] == [
        "Options considered",
        "Summary",
        "Recommendations",
        "Introduction and background",
    ]
    assert view.parts[0].blocks[0].number == "1.1"


def test_text_stands_in_for_what_is_not_done() -> None:
    """Below the level that a heading asks for, its own words stand in place of the questions."""
    options = next(part for part in paper("play-clubs-answers").parts if part.id == "part-options")
    assert [(block.kind, block.text) for block in options.blocks] == [
        ("paragraph", "The answers do not show a comparison of options."),
        ("officer", None),
    ]


@pytest.mark.parametrize("name", PAPERS)
def test_paragraphs_are_numbered(name: str) -> None:
    """Each heading's pieces count from one, without a gap."""
    for part in paper(name).parts:
        numbers = [block.number for block in part.blocks if block.number]
        expected = [] if part.appendix else [f"{part.number}.{n}" for n in range(1, len(numbers) + 1)]
        assert numbers == expected


@pytest.mark.parametrize("name", PAPERS)
def test_conditions_have_the_same_numbers_everywhere(name: str) -> None:
    """What the recommendations list is what the verdict and the table of gates have, under the same numbers."""
    view = paper(name)
    assert view.decision is not None
    items = [item for one in view.recommendations for item in one.items]
    source = view.decision.facts if view.decision.verdict == "cannot-tell" else view.decision.conditions
    assert [item.number for item in items] == [one.number for one in source]
    numbered = [gate.number for gate in view.decision.gates if gate.number]
    assert numbered == [c.number for c in view.decision.conditions if c.question]


@pytest.mark.parametrize("name", PAPERS)
def test_no_soft_approval(name: str) -> None:
    """Nothing is recommended for approval unless the verdict is ready."""
    view = paper(name)
    assert view.decision is not None
    texts = " ".join(one.text for one in view.recommendations).lower()
    assert ("take this decision on the proposal" in texts) is (view.decision.verdict == "ready")
    assert not [words for words in SOFT if words in texts]


def test_condition_is_in_the_words_of_the_paper() -> None:
    """Its title, what is there, what is needed, why, and its next step, under the condition's number."""
    found = paper("adventure-playgrounds-answers").recommendations[1]
    assert found.text == "Do not take the decision yet. These conditions are to be met first:"
    assert "".join(piece.text for piece in found.items[2].then) == " Owner: [owner]. By: [by]."
    assert replace(found.items[2], then=()) == Item(
        "condition",
        3,
        "Pensions. Today: 1: Pension fund contacted. Needed: level 2 or more (2: Actuary's figures "
        "received). The council must secure the scheme or one broadly comparable for staff who transfer, "
        "and somebody has to carry the risk. (Text not dated.) Ask the fund for the actuary's figures, "
        "and whether the proposed rules are now in force.",
    )


def test_placeholders_are_filled_once() -> None:
    """What an answer brings in is not looked through again, and unknown words in braces stay."""
    assert filled("{service}: {other}", {"service": "{stage}", "stage": "x"}) == "{stage}: {other}"


def test_boxes_hold_no_invented_words() -> None:
    """An officer's box is a marked blank, with the answers that bear on it."""
    boxes = {box.id: box for box in paper("adventure-playgrounds-answers").implications}
    assert boxes["public-health"].blank == "[for the director of public health]"
    assert boxes["public-health"].lines == ()
    assert [line.short for line in boxes["workforce"].lines] == [
        "2\u00a0of\u00a04",
        "1\u00a0of\u00a04",
        "1\u00a0of\u00a04",
    ]


def test_title_block_takes_the_words_of_the_answers() -> None:
    """What the answers give for a line stands there; else the paper's text, else a marked blank."""
    found, _ = story("adventure-playgrounds-answers")
    answers = replace(found.assessment.answers, paper={"wards": "All", "title": "A <title>"})
    view = view_of(subject(replace(found.assessment, answers=answers)))
    lines = {line.label: (line.text, line.blank) for line in view.block}
    assert view.title == "A <title>"
    assert lines["Wards affected"] == ("All", False)
    assert lines["Publication"] == ("For general release", False)
    assert lines["Meeting"] == ("[to be filled in]", True)
