"""What an author may not have meant in a questionnaire that is right: idle weights, misleading labels."""

import re
from collections.abc import Iterator

from spinout.core.cursor import Cursor
from spinout.core.problems import Code, Problem, ProblemList
from spinout.core.questionnaire import Question, Questionnaire, Section
from spinout.core.reading.questionnaires import Documents, plain_name

LEADING_NUMBER = re.compile(r"([0-9]{1,3})(?![0-9%.,])", re.ASCII)


def advice_on(questionnaire: Questionnaire, documents: Documents) -> tuple[Problem, ...]:
    """Warnings to the author, each with its place."""
    found = []
    for section, cursor in zip(questionnaire.sections, _sections(documents), strict=True):
        _on_section(section, cursor, questionnaire)
        for question, place in zip(section.questions, cursor["questions"].items(), strict=True):
            _on_question(question, place.about(question.id), scored=bool(section.weight))
        found += cursor.problems.found
    return tuple(found)


def _sections(documents: Documents) -> Iterator[Cursor]:
    main = documents.data[documents.main]
    for item in Cursor(main, ProblemList(documents.main))["sections"].items():
        if isinstance(item.value, str):
            name = plain_name(item.value)
            yield Cursor(documents.data[name], ProblemList(name))
        else:
            yield Cursor(item.value, ProblemList(documents.main), item.path)


def _on_section(section: Section, cursor: Cursor, questionnaire: Questionnaire) -> None:
    hint = "Leave the weight out, or write 0 where the section is not to be scored."
    if section.weight and questionnaire.overall == "questions":
        _counts_nothing(cursor["weight"], "the overall score is the mean of all questions", hint)
    elif section.weight and not any(question.weight for question in section.questions):
        _counts_nothing(cursor["weight"], "no question in the section has a weight and a score", hint)


def _on_question(question: Question, cursor: Cursor, *, scored: bool) -> None:
    place = cursor["weight"]
    if question.weight and not scored:
        _counts_nothing(place, "the section has weight 0", "Leave it out, or give the section a weight.")
    elif question.weight and len(set(question.extremes)) == 1:
        _counts_nothing(place or cursor, "every answer has the same score", "Give the answers scores that differ.")
    picks = [pick for pick in question.type.picks() if pick.key.isdigit()]
    items = cursor["options" if question.type.top is None else "levels"].items()
    # A label that begins with the number by which another is chosen.
    for pick, item in zip(picks, items, strict=True) if picks and items else ():
        match = LEADING_NUMBER.match(pick.label)
        if match is not None and match[1] != pick.key and int(match[1]) <= len(picks):
            item.report(
                Code.LABEL_NUMBER,
                f"The label begins with {match[1]}, and it is shown and chosen as {pick.key}.",
                "Take the number out of the label.",
            )


def _counts_nothing(place: Cursor, why: str, hint: str) -> None:
    place.report(Code.WEIGHT_COUNTS_NOTHING, f"The weight counts nothing: {why}.", hint)
