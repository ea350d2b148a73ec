"""What `check` says to an author of a questionnaire that is right."""

from typing import Any

from spinout.core.reading.questionnaires import Documents, advice_on, questionnaire_from

YES_NO = {"ask": "So?", "type": "yes-no"}


def advised(*sections: dict[str, Any], **scoring: Any) -> list[tuple[str, tuple[str | int, ...]]]:
    """The code and the place of each warning."""
    data = {"id": "q", "title": "Q", "version": "1", "scoring": scoring, "sections": list(sections)}
    documents = Documents("q", {"q": data})
    questionnaire, problems = questionnaire_from(documents)
    assert questionnaire is not None, problems
    return [(problem.code.value, problem.path) for problem in advice_on(questionnaire, documents)]


def section(ident: str, *questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A section of these questions."""
    return {"id": ident, "title": ident, "questions": list(questions), **more}


def test_weights_that_count_nothing_are_told() -> None:
    """In a section that is not scored, of a section without scores, and where all answers score the same."""
    same = {"id": "d", "ask": "D?", "type": "scale", "levels": ["A", "B"], "scores": [0, 0]}
    found = advised(
        section("s", {"id": "a", **YES_NO, "weight": 3}, weight=0),
        section("t", {"id": "b", **YES_NO, "weight": 0}, weight=2),
        section("u", same),
        section("v", {"id": "e", **YES_NO, "weight": 2}, weight=2),
    )
    assert found == [
        ("weight-counts-nothing", ("sections", 0, "questions", 0, "weight")),
        ("weight-counts-nothing", ("sections", 1, "weight")),
        ("weight-counts-nothing", ("sections", 2, "questions", 0)),
    ]


def test_section_weights_are_idle_where_questions_are_weighed() -> None:
    """But for 0, which leaves the section out."""
    found = advised(
        section("s", {"id": "a", **YES_NO}, weight=5),
        section("t", {"id": "b", **YES_NO}, weight=0),
        overall="questions",
    )
    assert found == [("weight-counts-nothing", ("sections", 0, "weight"))]


def test_a_label_with_the_number_of_another_is_told() -> None:
    """Levels count from 0 and options from 1; numbers that none is chosen by are no trap."""
    levels = {"id": "a", "ask": "A?", "type": "scale", "levels": ["0 Nothing", "2 Managed", "50% of seats"]}
    labels = ("1 to 10", "11 to 50", "1 or more")
    options = [{"id": f"o{n}", "label": label} for n, label in enumerate(labels)]
    found = advised(section("s", levels, {"id": "b", "ask": "B?", "type": "choice", "options": options}))
    assert found == [
        ("label-number", ("sections", 0, "questions", 0, "levels", 1)),
        ("label-number", ("sections", 0, "questions", 1, "options", 2)),
    ]


def test_options_with_ids_of_digits_and_of_letters() -> None:
    """They are chosen by their ids, and only what is chosen by a number can be misread."""
    options = [{"id": "none", "label": "1 or fewer"}, {"id": "1", "label": "2 of them"}, {"id": "2", "label": "Two"}]
    found = advised(section("s", {"id": "a", "ask": "A?", "type": "choice", "options": options}))
    assert found == [("label-number", ("sections", 0, "questions", 0, "options", 1))]
