"""A blank file of answers: it reads as it is, and an answer behind a colon is read back."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given

from forms.filling import filled, form_for, forms, forms_and_answers, shipped_questionnaire, written
from spinout.core.answers import Answer, Answers
from spinout.core.kinds.options import Wrong
from spinout.core.questionnaire import Question
from spinout.core.reading.answers import answers_from
from spinout.forms.form import Form
from spinout.forms.yaml import WIDE, yaml_form
from spinout.inputs.yaml import read_yaml
from test_contract import SLOW, read_questionnaire


def blank(form: Form) -> str:
    """The form as text."""
    return yaml_form(form, {}).decode("utf-8")


def read(text: str, form: Form) -> Answers:
    """What is read of a form, without a problem, a comment in a text's place or a warning of the reader."""
    document = read_yaml("form.yaml", text.encode("utf-8"))
    assert (list(document.problems), list(document.comments)) == ([], [])
    answers, problems = answers_from(document.data, form.questionnaire)
    assert answers is not None, problems
    return answers


@SLOW
@given(forms())
def test_a_blank_form_is_a_file_with_nothing_answered(form: Form) -> None:
    """It names its questionnaire and version, has a line for each question, and no warning is earned."""
    answers = read(blank(form), form)
    assert (answers.version, answers.warnings) == (form.questionnaire.version, ())
    assert all(answer == Answer() for answer in answers.answers.values())
    data: Any = read_yaml("form.yaml", yaml_form(form, {})).data
    assert list(data["answers"]) == list(form.questions)


@SLOW
@given(forms_and_answers())
def test_a_form_that_is_filled_in_line_by_line_reads_back(asked: tuple[Form, Answers]) -> None:
    """Every state of an answer, with what stands beside it."""
    form, answers = asked
    back = read(filled(blank(form), form, answers), form)
    assert {i: a for i, a in back.answers.items() if a != Answer()} == {
        i: a for i, a in answers.answers.items() if a != Answer()
    }


def offered(text: str, question: Question) -> Iterator[str]:
    """What the comments above a question's line say may be written: the first word of each row of the list."""
    above = text[: text.index(f"\n  {written(question.id)}:")].rpartition("\n\n")[2].split("\n")
    start = next(place for place, line in enumerate(above) if line.startswith("  # Write one"))
    for line in above[start + 1 :]:
        if line.startswith("  #   ") and line[6] != " ":
            yield line[6:].split("  ")[0]
        elif not line.startswith("  #    "):
            return


@SLOW
@given(forms())
def test_every_option_that_stands_in_a_comment_may_be_written(form: Form) -> None:
    """The id or the level behind the colon, and in brackets where several may be chosen."""
    text = blank(form)
    for question in form.questions.values():
        if not question.type.picks():
            continue
        words = list(offered(text, question))
        assert len(words) == len(question.type.picks())
        for word, pick in zip(words, question.type.picks(), strict=True):
            line = f"\n  {written(question.id)}:"
            answer = f"[{word}]" if "in brackets" in text[: text.index(line)].rpartition("\n\n")[2] else word
            answers = read(text.replace(line, f"{line} {answer}"), form)
            value = question.type.read(question.type.read_words(pick.id))
            assert not isinstance(value, Wrong)
            assert answers.of(question.id) == Answer(value)


AWKWARD = {
    "id": "true",
    "title": "A title: with # and\na line",
    "version": "2026.10",
    "respondents": [{"id": "null", "label": "No\u2028body"}, {"id": "1", "label": "One"}],
    "sections": [
        {
            "id": "1",
            "title": "Numbers\x85",
            "intro": "answers:\n  1.5: no",
            "questions": [
                {"id": "5", "ask": "Which?\n  1.6: x", "type": "choice",
                 "options": [{"id": ident, "label": "# -"} for ident in ("true", "null", "12", "no", "1-2")]},
                {"id": "6", "ask": "Which\u202e?", "type": "multi",
                 "options": [{"id": "a", "label": "A" * 300, "help": "word " * 200}, {"id": "y", "label": "Y"}]},
            ],
        }
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("ident", "word", "value"),
    [
        ("1.5", '"true"', "true"), ("1.5", '"null"', "null"), ("1.5", '"12"', "12"), ("1.5", "no", "no"),
        ("1.5", '"1-2"', "1-2"), ("1.6", "[a]", ("a",)), ("1.6", '["y"]', ("y",)),
    ],
)  # fmt: skip
def test_ids_that_yaml_takes_for_something_else_are_shown_as_they_must_be_written(
    ident: str, word: str, value: object
) -> None:
    """In quotes; and no text of a questionnaire ends a comment."""
    form = form_for(read_questionnaire(AWKWARD), respondent="null")
    text = blank(form)
    assert word.strip("[]") in text
    assert read(text.replace(f'\n  "{ident}":', f'\n  "{ident}": {word}'), form).of(ident) == Answer(value)  # type: ignore[arg-type]
    assert read(text, form).respondent == "null"


def test_the_shipped_form_fits_a_screen_and_says_what_is_needed() -> None:
    """No line is wider than a comment may be, but for the digest; each kind of answer is shown at work."""
    text = blank(form_for(shipped_questionnaire()))
    assert [line for line in text.split("\n") if len(line) > WIDE and "sha256" not in line] == []
    for said in (
        "  # Write one of:\n  #   leisure                Leisure or sport\n",
        "  # Write one or more in brackets, [users, carers]:\n",
        '  #   "none"      None of these (stands alone)\n',
        "say which, {answer: [others], other: Your words}\n",
        "  #   {answer: {users: 100, community: 0, employees: 0, council: 0, independent: 0, investors: 0}}\n",
        "  # Write a whole number from 0 to 20000 (people).\n",
        "  # Answer this if question 18 (Groups that may join) is answered with at least one of these:\n"
        "  # Service users, clients or customers; Carers or parents of users. Answer it too if you cannot\n  # tell.\n",
        "  # It may not apply to you: {not_applicable: The reason.}\n",
        "\n# Who answers, one of:\n#   lead       Service lead\n",
        '\nversion: "2026.12"\n',
    ):
        assert said in text, said


def test_a_respondents_form_asks_in_plain_words_and_is_theirs() -> None:
    """Their id stands filled in; no evidence is asked for, and no stage is decided."""
    questionnaire = shipped_questionnaire()
    form = form_for(questionnaire, respondent="users")
    text = blank(form)
    assert set(form.questions) == questionnaire.asked_of("users")
    assert read(text, form).respondent == "users"
    assert "# For: Users, carers or parents\n" in text
    assert "  # Would you be able to vote, and would your vote count the same as anyone's?\n" in text
    assert "Evidence wanted" not in text
    assert "Answer this if" not in text
