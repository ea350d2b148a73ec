"""A file of officers' words: everything that is wrong with it at once, and what is written of it reads back."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinout.core.cursor import Cursor
from spinout.core.problems import Code, ProblemList
from spinout.core.questionnaire import Questionnaire
from spinout.core.reading.paper_words import known_slots, paper_words_from
from spinout.core.slots import COLUMN_SHAPES, DATE, LINE, TABLE, PaperWords, Slot, SlotColumn, SlotWords
from spinout.inputs.words_files import words_file
from spinout.inputs.yaml import read_yaml
from stories import story

STORY, FORM = story("adventure-playgrounds-answers")
QUESTIONNAIRE: Questionnaire = FORM.questionnaire
HEAD = {"questionnaire": QUESTIONNAIRE.id}


def read(words: dict[str, Any], **more: Any) -> tuple[PaperWords, list[tuple[Code, tuple[Any, ...]]]]:
    """The words of a document, and the code and the place of each problem."""
    lenient = more.pop("lenient", False)
    made, problems = paper_words_from(
        HEAD | {"words": words} | more, QUESTIONNAIRE, service="Playgrounds", lenient=lenient
    )
    return made, [(problem.code, problem.path) for problem in problems]


def test_words_are_read_by_their_slots() -> None:
    """A line, a day, a text, words that are not for publication, and blanks, which are none."""
    made, problems = read(
        {
            "meeting": "Cabinet",
            "meeting_date": "2027-02-09",
            "background": "One.\n\n- a\n",
            "implications.finance": {"text": "Secret.", "exempt": True},
            "conditions.transition.vat.owner": "Head of tax",
            "contact": None,
            "reasons": "",
        },
        service="Playgrounds",
        stage="final",
    )
    assert problems == []
    assert made.words == {
        "meeting": SlotWords("Cabinet"),
        "meeting_date": SlotWords("2027-02-09"),
        "background": SlotWords("One.\n\n- a"),
        "implications.finance": SlotWords("Secret.", exempt=True),
        "conditions.transition.vat.owner": SlotWords("Head of tax"),
    }
    assert (made.service, made.stage) == ("Playgrounds", "final")


def test_all_that_is_wrong_is_told_at_once() -> None:
    """Each with its place: another service, no such stage, slot, date, link, field, shape, and too long a text."""
    _, problems = paper_words_from(
        {
            "questionnaire": "another",
            "service": "Libraries",
            "stage": "soon",
            "words": {
                "meetin": "x",
                "meeting_date": "9/2/2027",
                "background": "[x](javascript:alert(1)) and <https://a@b>",
                "implications.finance": {"text": "x", "exemt": True},
                "implications.legal": ["x"],
                "wards": {"rows": []},
                "reasons": "x" * 20_001,
            },
        },
        QUESTIONNAIRE,
        service="Playgrounds",
    )
    assert [(problem.code, problem.path[-1]) for problem in problems] == [
        (Code.UNKNOWN_SLOT, "meetin"),
        (Code.BAD_DATE, "meeting_date"),
        (Code.BAD_LINK, "background"),
        (Code.BAD_LINK, "background"),
        (Code.UNKNOWN_FIELD, "exemt"),
        (Code.WRONG_TYPE, "implications.legal"),
        (Code.UNKNOWN_FIELD, "rows"),
        (Code.OUT_OF_RANGE, "reasons"),
        (Code.OTHER_QUESTIONNAIRE, "questionnaire"),
        (Code.OTHER_SERVICE, "service"),
        (Code.UNKNOWN_STAGE, "stage"),
    ]
    assert 'Did you mean "meeting"?' in problems[0].hint
    assert "Did you mean 2027-02-09?" in problems[1].hint


def test_words_whose_slot_is_gone_are_kept_where_that_is_asked() -> None:
    """Nothing typed is lost."""
    made, problems = read({"old": "Kept.", "blank": ""}, lenient=True, unused={"older": "Kept too."})
    assert problems == []
    assert made.unused == {"old": "Kept.", "older": "Kept too."}


@pytest.mark.parametrize("data", [None, [], "x", {}, {"words": {}}])
def test_what_is_no_file_of_words_is_told(data: object) -> None:
    """And raises nothing."""
    assert paper_words_from(data, QUESTIONNAIRE)[1] != ()


def test_every_question_may_have_a_condition() -> None:
    """Each with the slots of a condition, and the score too; every slot once, with a label."""
    known = known_slots(QUESTIONNAIRE)
    assert {f"conditions.{ident}.owner" for ident in (*QUESTIONNAIRE.questions, "score")} <= set(known)
    assert [ident for ident, slot in known.items() if slot.id != ident or not slot.label] == []


SHAPES = st.sampled_from((LINE, DATE, "text"))
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Co", "Cn")), min_size=1, max_size=40)
LINES = WORDS.map(lambda text: " ".join(text.split())).filter(lambda text: any(map(str.isalnum, text)))
TEXTS = st.lists(st.one_of(LINES, LINES.map("- {}".format), st.just("")), min_size=1, max_size=5).map("\n".join)
TEXT = TEXTS.filter(lambda text: any(map(str.isalnum, text))).map(str.strip)
DAYS = st.dates().map(str)


@st.composite
def written(draw: st.DrawFn) -> tuple[tuple[Slot, ...], PaperWords]:
    """Slots of every shape, and words for them."""
    slots, words = [], {}
    for number in range(draw(st.integers(1, 4))):
        shape = draw(st.sampled_from((LINE, DATE, "text", TABLE)))
        columns = tuple(
            SlotColumn(f"c{n}", "Column", draw(st.sampled_from(COLUMN_SHAPES)))
            for n in range(draw(st.integers(1, 3)) if shape == TABLE else 0)
        )
        slot = Slot(f"slot-{number}", draw(LINES), shape, draw(st.none() | LINES), columns=columns)
        text = draw(st.none() | _text(shape)) if shape != TABLE else None
        rows = draw(st.lists(st.fixed_dictionaries({c.id: _text(c.shape) for c in columns}), max_size=3))
        words[slot.id] = SlotWords(text, tuple(rows) if shape == TABLE else (), draw(st.booleans()))
        slots.append(slot)
    return tuple(slots), PaperWords({ident: each for ident, each in words.items() if not each.blank}, "q", "A: service")


def _text(shape: str) -> st.SearchStrategy[str]:
    return {LINE: LINES, DATE: DAYS}.get(shape, TEXT)


@given(written())
def test_what_is_written_is_read_back(made: tuple[tuple[Slot, ...], PaperWords]) -> None:
    """Every text letter for letter, whatever stands in it, and the whole file without a problem of its form."""
    from spinout.core.reading.paper_words import _entry

    slots, words = made
    document = read_yaml("words.yaml", words_file([("Heading", slot) for slot in slots], words))
    assert document.whole, document.problems
    assert document.problems == ()
    data: Any = document.data
    assert data["service"] == "A: service"
    problems = ProblemList()
    top = Cursor(data, problems)["words"]
    found = {slot.id: _entry(Cursor(dict(top.entries())[slot.id].value, problems), slot) for slot in slots}
    assert problems.every == ()
    assert {ident: each for ident, each in found.items() if not each.blank} == words.words
