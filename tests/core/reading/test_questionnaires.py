"""Points of the formats that were decided, each held by a test."""

from decimal import Decimal
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from spinout.core.answers import Answer, Answers
from spinout.core.problems import Code, Problem
from spinout.core.questionnaire import Questionnaire
from spinout.core.reading.answers import answers_from
from spinout.core.reading.questionnaires import Documents, questionnaire_from
from spinout.inputs.yaml import read_yaml

HALL = (Path(__file__).parent.parent.parent / "broken" / "hall.yaml").read_bytes()


def hall(**changes: Any) -> tuple[Questionnaire | None, tuple[Problem, ...]]:
    """The small questionnaire of the bad files, with top fields changed."""
    data = read_yaml("hall.yaml", HALL).data
    assert isinstance(data, dict)
    return questionnaire_from(Documents("q", {"q": data | changes}))


def read(**document: Any) -> tuple[Answers | None, list[Code]]:
    """Read a document of answers; its codes where something is wrong."""
    questionnaire, problems = hall()
    assert questionnaire is not None, problems
    answers, found = answers_from({"questionnaire": "village-hall", **document}, questionnaire)
    return answers, [problem.code for problem in found]


def one(question: str, raw: Any) -> Answer | list[Code]:
    """Read one answer; the codes where it is wrong."""
    answers, codes = read(answers={question: raw})
    return codes if answers is None else answers.of(question)


def test_no_answers_yet_are_an_empty_mapping() -> None:
    """`answers:` with nothing under it is read as no answers."""
    answers, codes = read(answers=None)
    assert codes == []
    assert answers is not None
    assert dict(answers.answers) == {}


def test_blank_texts_of_the_header_are_absent() -> None:
    """A header's line without a text says nothing, and is no mistake."""
    answers, codes = read(answers={}, version=" ", service="", date="", respondent=None)
    assert codes == []
    assert answers is not None
    assert (answers.version, answers.service, answers.date, answers.warnings) == (None, None, None, ())


def test_each_wrong_header_is_told_once() -> None:
    """A version that is true is one problem, not two."""
    assert read(answers={}, version=True)[1] == [Code.WRONG_TYPE]


@pytest.mark.parametrize("raw", [2, Decimal("2.0")])
def test_a_whole_decimal_is_a_level_and_a_whole_number(raw: Any) -> None:
    """2.0 is 2, for a level and where a whole number is asked."""
    assert one("users.meetings", raw) == Answer(2)
    assert one("money.hirings", raw) == Answer(2)


@pytest.mark.parametrize(
    ("raw", "read_as"),
    [
        (None, Answer()),
        ("", Answer()),
        ({}, Answer()),
        ({"answer": None, "note": "later"}, Answer(note="later")),
        ({"answer": True, "not_applicable": None}, Answer(value=True)),
        ({"answer": None, "not_applicable": None}, Answer()),
        ({"answer": None, "not_applicable": "no rules"}, Answer(reason="no rules")),
        ({"answer": "yes", "evidence": " "}, Answer(value=True)),
        ({"not_applicable": None}, [Code.BLANK_REASON]),
        ({"not_applicable": " "}, [Code.BLANK_REASON]),
        ({"answer": "yes", "not_applicable": " "}, [Code.BLANK_REASON]),
        ({"answer": "yes", "not_applicable": "no rules"}, [Code.ANSWER_AND_REASON]),
        ({"answer": "dont-know", "not_applicable": "no rules"}, [Code.ANSWER_AND_REASON]),
    ],
)
def test_the_long_form_of_an_answer(raw: Any, read_as: Answer | list[Code]) -> None:
    """Empty answers are unanswered, a reason must be one, and both at once are refused."""
    assert one("users.written-rules", raw) == read_as


def test_an_empty_list_is_no_answer() -> None:
    """A list of no options is refused; nothing at all is unanswered."""
    assert one("users.groups", []) == [Code.TOO_FEW]
    assert one("users.groups", None) == Answer()


@pytest.mark.parametrize("question", ["users.meetings", "money.income", "money.hirings", "users.written-rules"])
def test_a_number_without_end_costs_nothing(question: str) -> None:
    """A text of a million digits is refused at once, and not worked with as the number that it writes."""
    begun = process_time()
    assert one(question, "7" * 1_000_000) == [Code.WRONG_ANSWER]
    assert process_time() - begun < 1


MANY = [{"id": f"o{n}", "label": "O"} for n in range(1_001)]
ROWS = [{"from": n, "score": 1} for n in range(101, 0, -1)]


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ({"type": "choice", "options": MANY}, [Code.TOO_MANY]),
        ({"type": "choice", "options": MANY[1:]}, []),
        ({"type": "split", "parts": MANY}, [Code.TOO_MANY]),
        ({"type": "scale", "levels": ["A level"] * 1_001}, [Code.TOO_MANY]),
        ({"type": "multi", "options": MANY[:3], "score": [*ROWS[2:], {"score": 0}]}, []),
        ({"type": "multi", "options": MANY[:3], "score": [*ROWS, {"score": 0}]}, [Code.TOO_MANY]),
        ({"type": "number", "min": 0, "score": ROWS}, [Code.TOO_MANY]),
    ],
)
def test_what_one_question_holds_has_a_bound(question: dict[str, Any], codes: list[Code]) -> None:
    """What is worked out of a question grows faster than its lists."""
    section = {"id": "s", "title": "S", "questions": [{"id": "q", "ask": "Which?", **question}]}
    found = questionnaire_from(Documents("q", {"q": {"id": "q", "title": "Q", "version": "1", "sections": [section]}}))
    assert [problem.code for problem in found[1]] == codes


def test_a_part_may_be_named_like_a_field_of_the_long_form() -> None:
    """A split with a part `note` still has its long form."""
    parts = [{"id": "note", "label": "Notes"}, {"id": "coin", "label": "Coins"}]
    question = {"id": "cash", "ask": "Which cash?", "type": "split", "parts": parts}
    questionnaire, problems = hall(
        sections=[{"id": "s", "title": "S", "questions": [question]}], decision=None, renamed=None
    )
    assert questionnaire is not None, problems
    long = {"answer": {"note": 60, "coin": 40}, "note": "Counted."}
    answers, found = answers_from({"questionnaire": "village-hall", "answers": {"s.cash": long}}, questionnaire)
    assert answers is not None, found
    assert answers.of("s.cash") == Answer({"note": 60, "coin": 40}, note="Counted.")


@pytest.mark.parametrize(
    ("scoring", "codes"),
    [
        ({"bands": [{"id": "a", "label": "A", "from": 0}, {"id": "b", "label": "B", "from": 100}]}, []),
        (
            {"bands": [{"id": "a", "label": "A", "from": 0}, {"id": "b", "label": "B", "from": 101}]},
            [Code.OUT_OF_RANGE],
        ),
        ({"bands": [{"id": "a", "label": "A", "from": Decimal("0.0")}]}, []),
        ({"bands": []}, []),
        (None, []),
    ],
)
def test_bands_end_at_a_hundred(scoring: Any, codes: list[Code]) -> None:
    """A band starts at a whole number of at most 100."""
    assert [problem.code for problem in hall(scoring=scoring)[1]] == codes


def test_the_rows_of_a_number_may_start_anywhere() -> None:
    """Bands, stages and the rows of a percentage are held to 100; those of a number are not."""

    def codes(most: int, **question: Any) -> list[Code]:
        rows = [{"from": -5, "score": 0}, {"from": most, "score": 1}]
        questions = [{"id": "a", "ask": "A?", "score": rows, **question}]
        found = hall(sections=[{"id": "s", "title": "S", "questions": questions}], decision=None, renamed=None)[1]
        return [problem.code for problem in found]

    assert codes(5000, type="number", min=0) == []
    assert codes(100, type="percent") == []
    assert codes(101, type="percent") == [Code.OUT_OF_RANGE]


def test_an_option_with_a_wrong_score_is_told_of_its_score_alone() -> None:
    """It has a score, so nothing is said of options that have none."""
    options = [{"id": "x", "label": "X", "score": Decimal("1.1")}, {"id": "y", "label": "Y", "score": 1}]
    questions = [{"id": "a", "ask": "A?", "type": "choice", "options": options}]
    found = hall(sections=[{"id": "s", "title": "S", "questions": questions}], decision=None, renamed=None)[1]
    assert [problem.code for problem in found] == [Code.OUT_OF_RANGE]


def hints(**document: Any) -> list[tuple[Code, str]]:
    """Each problem's code, and what it advises."""
    questionnaire, problems = hall()
    assert questionnaire is not None, problems
    found = answers_from({"questionnaire": "village-hall", **document}, questionnaire)[1]
    return [(problem.code, problem.hint) for problem in found]


@pytest.mark.parametrize(
    ("answers", "code", "advice"),
    [
        ({"users.groups": ["dont-know"]}, Code.UNKNOWN_OPTION, "dont-know stands for the whole question, alone."),
        ({"users.groups": ["choir", ""]}, Code.UNKNOWN_OPTION, "Take out the comma or semicolon with nothing behind"),
        ({"users.meetings:2": None}, Code.UNKNOWN_QUESTION, "Write a space after the colon: `users.meetings: 2`."),
        ({"users": {"meetings": 2}}, Code.UNKNOWN_QUESTION, "Write the whole id of a question: `users.meetings`."),
        ({"users.meetings": {"answer": 2, "evidence": "A letter of 3 May", "signed": None}}, Code.UNKNOWN_FIELD,
         "Text with a comma in it stands in quotes here."),
    ],
)  # fmt: skip
def test_what_was_meant_is_seen(answers: Any, code: Code, advice: str) -> None:
    """What people write who do not know the form is met with what to write."""
    ((found, hint),) = hints(answers=answers)
    assert found is code
    assert advice in hint


def test_a_blank_questionnaire_is_a_missing_one() -> None:
    """Nobody is told to leave out what is needed."""
    ((code, hint),) = hints(questionnaire=" ", answers={})
    assert (code, hint) == (Code.MISSING_FIELD, "Add a line `questionnaire: ...`.")


@pytest.mark.parametrize("empty", [None, "", {}, {"answer": None}])
@pytest.mark.parametrize(("old", "new"), [(2, None), (None, 2)])
def test_an_empty_answer_stands_beside_one_under_another_id(empty: Any, old: Any, new: Any) -> None:
    """An empty answer is no answer, so that nothing is answered twice, whichever comes first."""
    given = [("users.get-togethers", empty if old is None else old), ("users.meetings", empty if new is None else new)]
    for order in (given, given[::-1]):
        answers, codes = read(answers=dict(order))
        assert codes == []
        assert answers is not None
        assert answers.of("users.meetings") == Answer(2)


def test_what_would_be_lost_is_an_answer_twice() -> None:
    """A note beside an answer under another id would be dropped, and is told."""
    both = {"users.get-togethers": 2, "users.meetings": {"note": "Ask again."}}
    assert read(answers=both)[1] == [Code.ANSWERED_TWICE]


def warned(**document: Any) -> list[tuple[Code, str | None, str]]:
    """The warnings about a document that is right."""
    answers, codes = read(**document)
    assert answers is not None, codes
    return [(warning.code, warning.question, warning.message) for warning in answers.warnings]


def test_old_ids_are_told_where_something_stands_under_them() -> None:
    """An answer under an old id is told with what becomes of it; an empty one is not."""
    assert warned(answers={"users.get-togethers": None, "money.roof-fund": ""}) == []
    assert [(code, ident) for code, ident, _ in warned(answers={"users.get-togethers": 1, "money.roof-fund": 7})] == [
        (Code.RENAMED_QUESTION, "users.meetings"),
        (Code.REMOVED_QUESTION, "money.roof-fund"),
    ]


def test_a_lesson_about_an_old_id_is_told_as_a_lesson() -> None:
    """Nothing is said of an answer, which there may not be."""
    lessons = [{"question": "users.get-togethers", "text": "Ask."}, {"question": "money.roof-fund", "text": "Save."}]
    assert warned(answers={}, lessons=lessons) == [
        (Code.RENAMED_QUESTION, "users.meetings",
         "A lesson names the question users.get-togethers, which is now users.meetings."),
        (Code.REMOVED_QUESTION, "money.roof-fund",
         "A lesson names the question money.roof-fund, which is no longer asked."),
    ]  # fmt: skip


def test_an_answer_to_a_removed_question_has_the_fields_of_every_answer() -> None:
    """What was answered does not count and may be anything; a field that no answer has is told."""
    assert read(answers={"money.roof-fund": {"answer": ["x"], "note": "n"}})[1] == []
    assert read(answers={"money.roof-fund": {"anser": 1}})[1] == [Code.UNKNOWN_FIELD]


@pytest.mark.parametrize("unseen", ["\u200b", "\ufeff", "\u00ad", "\u2060", "\u202e\u202c", " \u2003\u3164", "\u2800"])
def test_text_that_cannot_be_seen_is_blank(unseen: str) -> None:
    """Evidence of which nothing shows is none, such a reason is refused, and such an answer is unanswered."""
    assert one("users.meetings", {"answer": 2, "evidence": unseen, "note": unseen}) == Answer(2)
    assert one("users.written-rules", {"not_applicable": unseen}) == [Code.BLANK_REASON]
    assert one("plan.story", unseen) == Answer()
    assert one("plan.story", f"a{unseen}b") == Answer(f"a{unseen}b")
    answers, codes = read(answers={}, service=unseen)
    assert codes == []
    assert answers is not None
    assert answers.service is None
    assert read(answers={}, lessons=[{"text": unseen}])[1] == [Code.BLANK_TEXT]


def test_next_steps_of_a_type_that_is_wrong_are_not_judged() -> None:
    """What is told is the mistake in the type, and nothing of the steps that hang on it."""
    steps = {"no": "Begin with the members.", "yes": "Write it down."}
    question = {"id": "a", "ask": "A?", "type": "yes-no", "scores": {"yes": 2, "no": 0}, "next_steps": steps}
    _, problems = hall(sections=[{"id": "s", "title": "S", "questions": [question]}], decision=None, rules=None)
    assert [(problem.code, problem.path[-2:]) for problem in problems if problem.question == "s.a"] == [
        (Code.OUT_OF_RANGE, ("scores", "yes"))
    ]


@pytest.mark.parametrize(
    ("kind", "score", "place"),
    [
        ("choice", {}, ("options", 0)),
        ("multi", {"score": [{"includes_any": ["x"], "score": 1}, {"score": 0}]}, ("options", 0)),
    ],
)
def test_what_hangs_on_wrong_options_is_not_judged(kind: str, score: Any, place: tuple[str | int, ...]) -> None:
    """An option without an id is told, and not that it has no score or that a row names none of the rest."""
    options = [{"label": "X"}, {"id": "y", "label": "Y", **({"score": 1} if kind == "choice" else {})}]
    question = {"id": "a", "ask": "A?", "type": kind, "options": options, **score}
    _, problems = hall(sections=[{"id": "s", "title": "S", "questions": [question]}], decision=None, rules=None)
    told = [(problem.code, problem.path[-2:]) for problem in problems if problem.question == "s.a"]
    assert told == [(Code.MISSING_FIELD, place)]
