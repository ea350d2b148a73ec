"""The places for officers' words in a view: what is shown of each, and which are blank, filled or withheld."""

import pytest
from msgspec.structs import replace

from officers import MEETINGS, WORDS, desk
from spinout.core.answers import Answer
from spinout.core.markup import PARAGRAPH, Passage, Stretch
from spinout.core.scoring.assessment import assess
from spinout.core.slots import NOBODYS_WORDS, PaperWords, Slot, SlotWords
from spinout.reports.view.blocks import Part
from spinout.reports.view.paper_slots import changes_since, paper_slots
from spinout.reports.view.publication import Choices, Subject
from spinout.reports.view.slots import Desk, Fragment, SlotView, bracketed, words_digest
from spinout.reports.view.view import ReportView, slots_of, view_of
from spinout.use_cases.officers_words import told_of_words

ASSESSED, LOADED = desk()
CONDITIONS = ("benefits.in-contract", "transition.options-appraisal", "transition.pensions")
"""Those of the example that are not met; one more is not known."""


def subject(words: dict[str, SlotWords], **choices: object) -> Subject:
    """What a report of the example with these words is about."""
    chosen = replace(Choices(words=PaperWords(words)), **choices)
    return Subject(ASSESSED.assessment, ASSESSED.file, ASSESSED.sha256, LOADED.sha256, "0", choices=chosen)


def view(words: dict[str, SlotWords], **choices: object) -> ReportView:
    """Its view."""
    return view_of(subject(words, **choices))


def part(of: ReportView, ident: str) -> Part:
    """A heading of a view."""
    return next(each for each in of.parts if each.id == f"part-{ident}")


def slot(ident: str, words: dict[str, SlotWords]) -> SlotView:
    """A slot of its paper."""
    return next(each for each in slots_of(subject(words)) if each.id == ident)


def test_blanks_are_needed_and_not_filled() -> None:
    """In the paper's order, each once; what is filled, or stands there by itself, is none."""
    nothing, some = view({}), view(WORDS)
    assert nothing.by_officers == ()
    assert some.by_officers == (
        "meeting", "meeting_date", "conditions.transition.pensions.owner", "conditions.transition.pensions.date",
        "recommendations.director", "reasons", "background", "meetings", "implications.finance",
    )  # fmt: skip
    assert [ident for ident in nothing.blanks if ident not in some.by_officers] == list(some.blanks)
    assert set(nothing.blanks) - set(some.blanks) == set(some.by_officers) - {"meetings"}
    assert not {"title", "release", "urgency", "meetings"} & set(nothing.blanks)


def test_every_slot_of_the_paper_is_listed() -> None:
    """Those that the view shows, and those that it leaves out while they are blank."""
    listed = [placed.slot.id for placed in paper_slots(ASSESSED.assessment)]
    assert len(listed) == len(set(listed))
    shown = {each.id for each in slots_of(subject(WORDS))}
    assert shown <= set(listed)
    assert set(listed) - shown == {
        "title", "urgency", "call_in", "not-costed", "risks-named", "exempt-paragraph", "implications.environment",
        "implications.crime-and-disorder", "implications.public-health", "conditions.owner", "conditions.date",
    }  # fmt: skip


def test_a_slot_that_is_not_needed_is_left_out_until_it_is_filled() -> None:
    """Its place in the title block, and its piece under a heading."""
    assert "Reasons for lateness or urgency" not in [line.label for line in view({}).block]
    assert view({"urgency": SlotWords("The lease ends.")}).block[-1].text == "The lease ends."
    ids = [block.box.id for block in part(view({}), "next-steps").blocks if block.box is not None]
    assert ids == ["meetings-to-come"]
    blocks = part(view(WORDS), "next-steps").blocks
    assert [(block.text, block.box.id) for block in blocks if block.box] == [
        ("Meetings and dates:", "meetings-to-come"), ("Meetings to come:", "meetings"),
    ]  # fmt: skip


def test_a_heading_without_anything_is_left_out() -> None:
    """Where its only slot is neither needed nor filled."""
    paper = LOADED.questionnaire.reference.paper
    assert paper is not None
    lone = replace(paper.headings[0], id="lone", shows=(), questions=(), slots=(Slot("lone", "Lone"),))
    questionnaire = replace(
        LOADED.questionnaire,
        reference=replace(LOADED.questionnaire.reference, paper=replace(paper, headings=(*paper.headings, lone))),
    )
    changed = replace(subject({}), assessment=replace(ASSESSED.assessment, questionnaire=questionnaire))
    assert "part-lone" not in [each.id for each in view_of(changed).parts]
    filled = replace(changed, choices=Choices(words=PaperWords({"lone": SlotWords("Now.")})))
    assert "part-lone" in [each.id for each in view_of(filled).parts]


def test_what_stands_in_a_slot() -> None:
    """Passages, the words alone, a day in words, and rows with the labels of their columns."""
    assert slot("meeting_date", WORDS).text == "9 February 2027"
    assert slot("meeting_date", WORDS).date == "2027-02-09"
    table = slot("meetings", WORDS)
    assert table.head == tuple(column.label for column in MEETINGS.columns)
    assert table.rows[1] == ((Passage(PARAGRAPH, ((Stretch("Scrutiny"),),)),), (), table.rows[1][2])
    assert (
        slot("background", {}).blank
        == "[Say in a paragraph what the service does, who for, and why this is proposed now.]"
    )
    assert slot("implications.finance", {}).blank == "[for the chief finance officer]"


def test_words_of_the_file_come_before_those_of_the_answers() -> None:
    """And those before what the questionnaire says."""
    line = Slot("release", "Publication", "line", given="For general release")
    own = {"release": "Open"}
    assert Desk().at(line).text == "For general release"
    assert not Desk().at(line).by_officer
    assert Desk(NOBODYS_WORDS, own).at(line).text == "Open"
    assert Desk(PaperWords({"release": SlotWords("Closed")}), own).at(line).text == "Closed"


def test_recommendations_are_sentences_with_slots_in_them() -> None:
    """A blank keeps its short mark; brackets that name no slot stay as they are."""
    one = view({}).recommendations[2]
    assert one.text == (
        "Delegate the work on them to [director], in consultation with [lead member], [section 151 officer] and "
        "[monitoring officer]."
    )
    assert [piece.slot.id for piece in one.fragments if piece.slot] == [
        f"recommendations.{ident}" for ident in ("director", "lead-member", "section-151-officer", "monitoring-officer")
    ]
    assert view(WORDS).recommendations[2].text.startswith("Delegate the work on them to Director of Play, in")
    director = Slot("recommendations.lead-member", "Lead member")
    assert list(bracketed("a [Lead member] b [x]", [director])) == [
        ("a ", None), ("[Lead member]", director), (" b [x]", None),
    ]  # fmt: skip
    then = view(WORDS).recommendations[1].items[2].then
    assert [(piece.text, piece.slot is None) for piece in then] == [
        (" Owner: ", True), ("Head of Pensions", False), (".", True),
        (" Date: ", True), ("1 April 2027", False), (".", True),
    ]  # fmt: skip
    assert isinstance(then[0], Fragment)


def test_withheld_words_are_named_and_no_more() -> None:
    """In the published paper; the other part has them under a heading of their own."""
    secret = {"implications.legal": SlotWords("Secret.", exempt=True), "meeting": SlotWords("Closed", exempt=True)}
    public, restricted = view(secret), view(secret, restricted=True)
    assert public.withheld == ("Meeting", "Legal")
    assert "Secret" not in repr(public)
    assert not {"implications.legal", "meeting"} & {*public.blanks, *public.by_officers}
    assert [block.box.slot.text for block in part(restricted, "words").blocks if block.box and block.box.slot] == [
        "Secret."
    ]


def test_the_digest_is_of_what_is_shown() -> None:
    """Of words that are withheld, or whose slot is not in the paper, it says nothing."""
    some = {"meeting": SlotWords("Cabinet")}
    told = view(some).provenance
    assert told.options == f"words={(told.words_sha256 or '')[:12]}"
    for more in ({"implications.legal": SlotWords("x", exempt=True)}, {"conditions.about.body.owner": SlotWords("x")}):
        assert view({**some, **more}).provenance == told
    assert view({"meeting": SlotWords("Council")}).provenance.words_sha256 != told.words_sha256
    assert view({}).provenance.options is None
    assert words_digest((), NOBODYS_WORDS) is None


def test_a_change_of_an_answer_is_told_of_each_text_about_it() -> None:
    """Where its words were written for another answer, and only where there are words."""
    was = {"transition.vat": "3: Advice given"}
    words = PaperWords(
        {"implications.finance": SlotWords("Sound.")},
        written_for={"implications.finance": was, "implications.legal": {"transition.power": "other"}},
    )
    found = changes_since(ASSESSED.assessment, words)
    assert [(change.slot, change.question, change.before, change.now) for change in found] == [
        ("implications.finance", "transition.vat", "3: Advice given", "Don't know"),
    ]


def test_one_owner_may_stand_for_every_condition() -> None:
    """What a condition's own place says comes first; none is blank then."""
    every, one = "conditions.owner", "conditions.transition.pensions.owner"
    found = view({every: SlotWords("Head of service."), one: SlotWords("Head of Pensions")})
    then = ["".join(piece.text for piece in item.then) for item in found.recommendations[1].items]
    assert then == [
        f" Owner: {'Head of Pensions.' if number == 2 else 'Head of service.'} Date: [date]." for number in range(4)
    ]
    assert not [ident for ident in found.blanks if ident.startswith("conditions.") and ident.endswith(".owner")]


def test_one_owner_has_a_place_also_where_one_condition_is_left() -> None:
    """It is printed there, so that nobody is told that it is not."""
    given, form = ASSESSED.assessment.answers, LOADED.questionnaire
    met = {ident: Answer(4, evidence="A paper") for ident in CONDITIONS}
    assessment = assess(form, replace(given, answers={**given.answers, **met}))
    words = PaperWords({"conditions.owner": SlotWords("Head of service")}, stage="in-principle")
    found = view_of(replace(subject({}), assessment=assessment, choices=Choices(words=words))).recommendations[1]
    assert ["".join(piece.text for piece in item.then) for item in found.items] == [
        " Owner: Head of service. Date: [date]."
    ]
    assert list(told_of_words(assessment, words)) == []


@pytest.mark.parametrize(
    ("needed_at", "stage", "left_out", "needed"),
    [
        ((), "explore", True, True),
        (("final",), "explore", True, False),
        (("final",), "final", False, True),
        (("final",), None, False, False),
        (("exempt",), "final", False, False),
        (("final", "exempt"), "explore", True, True),
    ],
)
def test_a_slot_is_needed_at_the_stages_that_it_names(
    needed_at: tuple[str, ...], stage: str | None, *, left_out: bool, needed: bool
) -> None:
    """Or where something is left out; elsewhere it is shown where it is filled."""
    made = Slot("terms", "Terms", needed=not needed_at, needed_at=needed_at).in_a_paper(stage, left_out=left_out)
    assert made.needed is needed


def test_a_paper_that_leaves_something_out_needs_its_ground() -> None:
    """The paragraph of Schedule 12A, and a word of it where publication is told; else neither."""
    for words, blank, told in (
        ({}, False, "For general"),
        ({"meeting": SlotWords("x", exempt=True)}, True, "Open, with"),
    ):
        found = view(words)
        assert ("exempt-paragraph" in found.blanks) is blank
        assert next(line.text for line in found.head if line.label == "Publication").startswith(told)
