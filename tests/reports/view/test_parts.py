"""The paper: the questionnaire's headings in its order, numbered paragraphs, the same numbers everywhere."""

import re

import pytest
from msgspec.structs import replace

from spinout.core.questionnaire import HeadingName
from spinout.core.reading.answers import answers_from
from spinout.core.scoring.assessment import assess
from spinout.core.slots import PaperWords, SlotWords
from spinout.reports.layouts.markdown import markdown_of
from spinout.reports.view.paper_slots import paper_slots
from spinout.reports.view.publication import Choices
from spinout.reports.view.slots import filled
from spinout.reports.view.view import ReportView, view_of
from stories import TEMPLATES, loaded, story, story_files, subject

NUMBER = re.compile(r"[0-9]+")
PAPERS = [name for name in story_files() if name != "small"]
SOFT = ("in principle subject to", "approve subject", "subject to conditions")


def paper(name: str, *names: HeadingName) -> ReportView:
    """The paper of a story."""
    found, _ = story(name)
    return view_of(replace(subject(found.assessment), choices=Choices(headings=names)))


def test_headings_are_those_of_the_questionnaire() -> None:
    """They stand in its order, with the appendices that every paper has."""
    view = paper("adventure-playgrounds-answers")
    assert [f"{part.number} {part.title}" for part in view.parts] == [
        "1 Purpose and summary",
        "2 Recommendations",
        "3 Reasons for the recommendations",
        "4 Introduction and background",
        "5 Options considered",
        "6 What is proposed, and why",
        "7 What happened elsewhere",
        "8 Money",
        "9 Consultation and engagement",
        "10 Next steps and timetable",
        "11 Implications",
        "12 Background papers",
        "A Conditions and points to check",
        "B All answers",
        "C How the scores were worked out",
        "D Sources",
        "E Where this report came from",
    ]


def test_headings_take_another_order_and_name() -> None:
    """Those named come first, the rest follow as they were."""
    view = paper("adventure-playgrounds-answers", HeadingName("options"), HeadingName("purpose", "Summary"))
    assert [part.title for part in view.parts[:4]] == [
        "Options considered",
        "Summary",
        "Recommendations",
        "Reasons for the recommendations",
    ]
    assert view.parts[0].blocks[0].number == "1.1"


def test_text_stands_in_for_what_is_not_done() -> None:
    """Below the level that a heading asks for, its own words stand in place of the questions."""
    options = next(part for part in paper("play-clubs-answers").parts if part.id == "part-options")
    assert [(block.kind, block.text) for block in options.blocks] == [
        ("paragraph", "The options have not been compared yet, beyond a list of them."),
    ]


WORDS: dict[object, str | None] = {
    0: "The options have not been compared yet, beyond a list of them.",
    "dont-know": "How far the options have been compared is not known.",
    None: "The assessment does not say how far the options have been compared.",
    3: None,
}


@pytest.mark.parametrize("exempt", [False, True], ids=["published", "exempt"])
@pytest.mark.parametrize("answer", WORDS)
def test_what_is_not_known_is_never_told_as_not_done(answer: object, exempt: bool) -> None:  # noqa: FBT001 - a case
    """Four reasons, and a sentence for each; an exempt answer is left out, whatever it says."""
    form = loaded().questionnaire
    given = {} if answer is None else {"transition.options-appraisal": {"answer": answer, "exempt": exempt}}
    answers, problems = answers_from({"questionnaire": form.id, "answers": given}, form, "made.yaml")
    assert answers is not None, problems
    options = next(part for part in view_of(subject(assess(form, answers))).parts if part.id == "part-options")
    told = options.blocks[0]
    left_out = "How far the options have been compared is left out of this report." if exempt and given else None
    assert told.text == (left_out or WORDS[answer] or "The position today:")
    shown = [line.words for line in told.lines]
    assert shown == ([] if left_out or WORDS[answer] else ["Options scored, with finance and risk"])


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
    every = view.decision.to_meet
    assert [one.number for one in every] == list(range(1, len(every) + 1))
    assert [item.number for item in items] == [one.number for one in every]
    if view.plan is not None and every and view.plan.steps:
        assert view.plan.summary.startswith(("Meeting the one condition", f"Meeting the {len(every)} conditions"))
    numbered = {gate.question: gate.number for gate in view.decision.gates if gate.number}
    assert numbered == {one.question: one.number for one in every if one.question}


@pytest.mark.parametrize("name", PAPERS)
def test_a_plan_is_said_to_make_ready_only_where_it_does(name: str) -> None:
    """What it says first does not contradict where it says that it leads."""
    plan = paper(name).plan
    if plan is not None and "makes it ready" in plan.summary:
        assert plan.then.startswith("The verdict would then be “Ready for: ")


def test_nothing_is_told_to_be_out_of_reach_before_what_comes_first_is_settled() -> None:
    """With next to nothing answered no plan is made, and no answer is said to be in the way."""
    questionnaire = loaded().questionnaire
    raw = {"questionnaire": questionnaire.id, "service": "Leisure", "answers": {"about.service-type": "leisure"}}
    answers, problems = answers_from(raw, questionnaire)
    assert answers is not None, problems
    plan = view_of(subject(assess(questionnaire, answers, "final"))).plan
    assert plan is not None
    assert plan.summary == "No plan can be made before what comes first is settled."
    assert plan.first
    assert plan.in_the_way == ()


def test_each_of_very_many_conditions_is_listed_and_needs_no_owner() -> None:
    """Nobody need name an owner for each; what an officer says of one stands behind it, once."""
    owner, day = "conditions.transition.sponsorship.owner", "conditions.transition.sponsorship.date"
    words = PaperWords({owner: SlotWords("Lead officer"), day: SlotWords("2027-01-05")})
    found, _ = story("youth-safety-answers")
    view = view_of(replace(subject(found.assessment), choices=Choices(words=words)))
    first, *others = [item for one in view.recommendations for item in one.items]
    assert "".join(piece.text for piece in first.then) == " Owner: Lead officer. Date: 5 January 2027."
    assert [other.then for other in others] == [()] * 41
    assert view.by_officers == (owner, day)
    assert not [ident for ident in view.blanks if ident.startswith("conditions.")]
    needed = [
        placed.slot.needed for placed in paper_slots(found.assessment) if placed.slot.id.startswith("conditions.")
    ]
    assert needed == [False] * 86
    page = markdown_of(view, TEMPLATES).decode()
    assert page.count("Owner: Lead officer. Date: 5 January 2027.") == 1


@pytest.mark.parametrize("name", PAPERS)
def test_very_many_conditions_are_told_once_before_the_appendices(name: str) -> None:
    """Another heading names them by their numbers, and tells what is no condition; few are told wherever they bear."""
    view = paper(name)
    assert view.decision is not None
    conditions = {each.question: each.number for each in view.decision.to_meet if each.question}
    blocks = [block for part in view.parts if not part.appendix for block in part.blocks]
    told = {line.question for block in blocks for line in block.lines if block.kind == "held"}
    texts = [block.text for block in blocks if block.kind in ("held", "paragraph") and block.text]
    for box in view.implications:
        told |= {line.question for line in box.lines}
        texts += box.remarks
    told &= conditions.keys()
    named = {int(number) for text in texts if text.startswith("See condition") for number in NUMBER.findall(text)}
    if len(conditions) > 20:
        assert not told
        assert named
        assert named <= set(conditions.values())
    else:
        assert told or not conditions
        assert not named


@pytest.mark.parametrize("name", PAPERS)
def test_no_soft_approval(name: str) -> None:
    """Nothing is recommended for approval unless the verdict is ready."""
    view = paper(name)
    assert view.decision is not None
    texts = " ".join(one.text for one in view.recommendations).lower()
    granted = texts.startswith(("agree ", "approve"))
    assert granted is (view.decision.verdict == "ready")
    assert not [words for words in SOFT if words in texts]


def test_condition_is_in_the_words_of_the_paper() -> None:
    """Its title, what is there and what is needed, who sees to it and by when, under the condition's number."""
    found = paper("adventure-playgrounds-answers").recommendations[1]
    assert found.text == "Defer the decision until these conditions are met:"
    assert found.after == "Appendix A says why each is needed, and gives the next step."
    assert [(item.kind, item.number) for item in found.items] == [
        ("condition", 1),
        ("condition", 2),
        ("condition", 3),
        ("fact", 4),
    ]
    assert found.items[2].text == "Pensions: Pension fund contacted. Needed: Actuary's figures received, or better."
    assert found.items[3].text == "VAT and tax: Not known. Needed: Aware of it, or better."
    assert "".join(piece.text for piece in found.items[2].then) == " Owner: [owner]. Date: [date]."


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        (("none",), []),
        (("tests", "votes"), ["What decided the tests", "Who holds the votes"]),
    ],
)
def test_appendices_are_those_asked_for(wanted: tuple[str, ...], titles: list[str]) -> None:
    """Besides what a paper cites, and where it came from."""
    found, _ = story("adventure-playgrounds-answers")
    view = view_of(replace(subject(found.assessment), choices=Choices(appendices=wanted)))
    always = ["Sources", "Where this report came from"]
    assert [part.title for part in view.parts if part.appendix] == [*titles, *always]


def test_all_appendices_draw_all_there_is() -> None:
    """Every kind of piece of the paper stands somewhere."""
    found, _ = story("adventure-playgrounds-answers")
    view = view_of(replace(subject(found.assessment), choices=Choices(appendices=("all",))))
    drawn = {block.kind for part in view.parts for block in part.blocks}
    assert {"tests", "power", "steps", "unknown", "evidence", "other-comparators", "support", "method"} <= drawn


@pytest.mark.parametrize("name", PAPERS)
def test_sources_are_those_that_are_cited(name: str) -> None:
    """None is cited that is not listed, and none is listed that is not cited."""
    view = paper(name)
    cited = {code for other in view.comparators.chosen for code in other.sources}
    cited |= {code for check in view.checks for code in check.sources}
    assert {source.code for source in view.sources} == cited


FOR_OFFICERS = re.compile(
    r"\b(?:we|us|our|you|your|gates?)\b|\blevel [0-9]|\b20[0-9]{2}-(?:0[1-9]|1[0-2])\b", re.IGNORECASE
)
"""What a committee does not read: words of a tool to its user, words of the engine, bare levels, days in figures."""


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_speaks_to_its_committee(name: str) -> None:
    """Before its sources and its provenance, whose words are others' or a program's."""
    text = markdown_of(paper(name), TEMPLATES).decode()
    body = re.split(r"^## Appendix [A-Z]+\. Sources$", text, flags=re.MULTILINE)[0]
    assert FOR_OFFICERS.findall(body) == []


def test_placeholders_are_filled_once() -> None:
    """What an answer brings in is not looked through again, and unknown words in braces stay."""
    assert filled("{service}: {other}", {"service": "{stage}", "stage": "x"}) == "{stage}: {other}"


def test_boxes_hold_no_invented_words() -> None:
    """An officer's box is a marked blank, with the answers that bear on it."""
    boxes = {box.id: box for box in paper("adventure-playgrounds-answers").implications}
    assert "public-health" not in boxes
    assert boxes["workforce"].blank == "[for the head of human resources]"
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
