"""The interview's commands and places, one behaviour at a time."""

from typing import Any

import pytest
from msgspec.structs import replace

from interviews import answers_of, at, begun, garden, said, talk
from spinout.core.answers import Answer, Lesson
from spinout.core.interview.machine import given, opening, result, start, step
from spinout.core.interview.prompts import prompt
from spinout.core.interview.reviews import missing
from spinout.core.interview.states import Asking, MessageKind, Place, Prompt, Settings
from spinout.core.scoring.assessment import Assessment

SPADE = "Answer: 2: A spade"


def test_a_new_document_asks_for_its_header_first() -> None:
    """Service, organisation and role are asked for; the role says why it is no name; the date is given."""
    state = start(garden(), answers_of(), Settings(new=True, date="2026-11-23", respondent="staff"))
    assert state.place == Place(Asking.HEADER, "service")
    role = talk(state, "Tŷ Ŵen ✓", "Example Council").state
    assert "never a name" in prompt(role).lines[1]
    made = step(role, "Gardener")
    answers = made.state.answers
    assert (answers.service, answers.organisation, answers.completed_by, answers.date, answers.respondent) == (
        "Tŷ Ŵen ✓",
        "Example Council",
        "Gardener",
        "2026-11-23",
        "staff",
    )
    assert (made.state.place, made.changed, made.moved) == (Place(Asking.QUESTION, "plot.stage"), True, True)


def test_the_opening_says_the_commands_and_the_sections() -> None:
    """Title, respondent, date, an older version, commands once, and each section with its state in words and counts."""
    answers = replace(
        answers_of(plot__stage="dig", plot__shed="no"), date="2026-11-20", respondent="staff", version="1.9"
    )
    state = start(garden(), answers, Settings(date="2026-11-23"))
    messages = opening(state)
    assert [message.kind for message in messages] == [
        MessageKind.HEADING,
        MessageKind.TEXT,
        MessageKind.HELP,
        MessageKind.LIST,
    ]
    assert messages[0].lines == ("A garden, version 1.10",)
    assert messages[1].lines == (
        "Respondent: staff",
        "Date: 2026-11-20. It becomes 2026-11-23 once you change an answer.",
        "Your answers were begun with version 1.9. Look through them once: :r",
        "Welcome back. Your answers to 2 questions are kept.",
    )
    assert messages[3].lines == ("Sections:", "  1. The plot: done, 2 of 2", "  2. The soil: not started, 0 of 7")


def test_a_question_says_where_it_stands_and_what_is_allowed() -> None:
    """The prompt has the place in words, the question, and the levels by their own numbers."""
    assert prompt(at("soil.depth")) == Prompt(
        (
            "Question 1 of 7, The soil",
            "How deep is it?",
            "  0. Bare rock",
            "  1. A hand",
            "  2. A spade",
            "  3. As deep as you like",
            "Type the number of the level that fits best today, or its first words.",
        ),
        "Answer: ",
    )


def test_an_answer_is_taken_and_said_again() -> None:
    """The answer is echoed in words, and the next question comes."""
    made = step(at("soil.depth"), "2")
    assert made.state.answers.of("soil.depth") == Answer(2)
    assert (said(made), made.state.place.about, made.changed) == (SPADE, "soil.grows", True)


def test_the_date_is_that_of_the_last_change() -> None:
    """Looking and keeping leave it; a change makes it today's, and back gives the old one again."""
    answers = replace(answers_of(soil__depth=2), date="2026-11-01")
    state = talk(start(garden(), answers, Settings(date="2026-11-23")), ":s", ":s", ":s", ":l soil.depth").state
    assert step(state, "").state.answers.date == "2026-11-01"
    changed = step(state, "1").state
    assert changed.answers.date == "2026-11-23"
    assert step(changed, ":b").state.answers.date == "2026-11-01"


def test_answers_given_at_once_are_dated_too() -> None:
    """Answers that nobody was asked for stand in the state with today's date."""
    state = start(garden(), replace(answers_of(), date="2026-11-01"), Settings(date="2026-11-23"))
    more = replace(state.answers, answers=answers_of(soil__depth=2).answers)
    assert given(state, more).answers == replace(more, date="2026-11-23")
    assert given(state, state.answers) == state


def test_enter_keeps_the_present_answer() -> None:
    """Enter changes nothing and goes on."""
    made = step(at("soil.depth", soil__depth=2), "")
    assert (made.changed, made.state.place.about, said(made)) == (False, "soil.grows", "")


def test_enter_without_an_answer_is_told() -> None:
    """There is nothing to keep, and nothing is skipped by accident."""
    made = step(at("soil.depth"), "")
    assert (made.moved, made.messages[0].kind) == (False, MessageKind.WRONG)


def test_back_takes_one_answer_back_and_enter_gives_it_again() -> None:
    """The answer leaves the document with `:b`, and Enter gives it again with what stood beside it."""
    state = talk(at("soil.depth"), ":e A hole", "3").state
    undone = step(state, ":b")
    assert (undone.state.answers.of("soil.depth"), undone.changed) == (Answer(evidence="A hole"), True)
    assert "Answer: 3: As deep as you like. Enter gives it again." in prompt(undone.state).lines[-1]
    assert step(undone.state, "").state.answers.of("soil.depth") == Answer(3, evidence="A hole")


def test_back_at_the_start_is_told() -> None:
    """There is nothing to take back."""
    made = step(begun(), ":b")
    assert said(made) == "There is no step to take back.\n:r shows all answers."


def test_skip_leaves_a_question_for_now() -> None:
    """A skipped question has no answer and is not asked again in this session."""
    made = talk(begun(), ":s", "no", ":l 1")
    assert made.state.place.about == "plot.stage"
    assert talk(begun(), ":s", "no").state.place.about == "soil.depth"
    assert "plot.stage" not in made.state.answers.answers


@pytest.mark.parametrize("line", [":d", ":D", "dont-know"])
def test_dont_know_is_a_state_of_its_own(line: str) -> None:
    """Don't know is kept as such, by command or by its word."""
    assert step(at("soil.depth", soil__depth=2), line).state.answers.of("soil.depth") == Answer(unknown=True)


def test_does_not_apply_needs_a_reason() -> None:
    """The reason is asked for, and a blank one is refused."""
    asking = step(at("soil.depth"), ":na").state
    assert asking.place.asking is Asking.REASON
    assert step(asking, "").messages[0].kind is MessageKind.WRONG
    assert step(asking, "No soil").state.answers.of("soil.depth") == Answer(reason="No soil")
    assert step(asking, ":s").state.place == Place(Asking.QUESTION, "soil.depth")


def test_does_not_apply_is_refused_where_it_is_not_allowed() -> None:
    """A question that always applies says so."""
    assert said(step(begun(), ":na")).startswith("This question always applies.")


def test_evidence_and_notes_stand_beside_the_answer() -> None:
    """Both are kept, replaced, and taken out with a minus sign, and come back to the question."""
    state = talk(at("soil.depth", soil__depth=2), ":e", "A photograph", ":n A note of [red]").state
    assert state.answers.of("soil.depth") == Answer(2, evidence="A photograph", note="A note of [red]")
    assert state.place == Place(Asking.QUESTION, "soil.depth")
    assert talk(state, ":e", "-", ":n", "-").state.answers.of("soil.depth") == Answer(2)


def test_a_top_level_asks_for_its_evidence_once() -> None:
    """It says what it counts without; Enter goes on, and it is not asked for again."""
    asking = step(at("soil.depth"), "3").state
    assert prompt(asking).lines == (
        "Without evidence this counts as 2: A spade.",
        "What counts: A photograph of the hole.",
        "Name the evidence. Enter goes on without it.",
    )
    without = step(asking, "").state
    assert (without.place.about, without.answers.of("soil.depth")) == ("soil.grows", Answer(3))
    assert talk(without, ":l soil.depth", "2", ":l soil.depth", "3").state.place.asking is Asking.QUESTION
    named = step(asking, "A photograph").state
    assert (named.place.about, named.answers.of("soil.depth")) == ("soil.grows", Answer(3, evidence="A photograph"))


def test_a_bare_number_is_no_evidence() -> None:
    """A piped answer to the next question must not become evidence that raises the score."""
    made = talk(at("soil.depth"), "3", "2")
    assert (made.changed, made.messages[0].kind) == (False, MessageKind.WRONG)


def test_an_option_of_ones_own_words_asks_for_them() -> None:
    """They are asked for after the answer, shown again, taken out with a minus sign, and go with the option."""
    asking = talk(at("soil.grows"), "2,5").state
    assert asking.answers.of("soil.grows") == Answer(("leeks", "else"))
    assert prompt(asking) == Prompt(
        ("Something else: which?", "Say it in a few words. Enter goes on without."), "Your words: "
    )
    assert step(asking, "").state.place.about == "soil.beds"
    assert step(asking, "7").messages[0].kind is MessageKind.WRONG
    named = step(asking, "Nettles").state
    assert (named.place.about, named.answers.of("soil.grows").other) == ("soil.beds", "Nettles")
    again = talk(named, ":l soil.grows", "5").state
    assert prompt(again).lines[-1] == "So far: Nettles. Enter keeps it, a single minus sign takes it out."
    assert step(again, "").state.answers.of("soil.grows") == Answer(("else",), other="Nettles")
    assert step(again, "-").state.answers.of("soil.grows") == Answer(("else",))
    assert talk(again, "", ":l soil.grows", "2").state.answers.of("soil.grows") == Answer(("leeks",))


def test_help_says_what_levels_and_options_mean() -> None:
    """Those with help are listed with it, under the number that is typed for them."""
    assert "What the answers mean:\n  1. A hand. From wrist to finger.\n" in said(step(at("soil.depth"), "?"))
    assert "What the answers mean:\n  5. Something else. Weeds too.\n" in said(step(at("soil.grows"), "?"))


def test_help_says_why_and_repeats_the_commands() -> None:
    """A question mark gives why, help, evidence, the source, and every command; then the question stands again."""
    made = step(at("soil.depth"), "?")
    assert (made.moved, made.state) == (True, at("soil.depth"))
    lines = said(made)
    for part in ("Why we ask: Roots need room.", "Dig a hole.", "A photograph", "Source G1: A garden book", ":na"):
        assert part in lines


def test_a_text_that_begins_with_a_colon_is_typed_with_two() -> None:
    """One colon is a command, two are a text."""
    state = at("soil.words")
    assert step(state, "::b").state.answers.of("soil.words") == Answer(":b")
    assert said(step(state, ":bck")).startswith('There is no command ":bck".\nDid you mean ":back"?')


@pytest.mark.parametrize("text", ["[red]", "[/foo]", ":smiley:", "x" * 10_000, "Tŷ Ŵen ✓", "yes", "null", "- x"])
def test_strange_texts_are_kept_as_they_are(text: str) -> None:
    """Markup, words of YAML and long texts are texts."""
    typed = f":{text}" if text.startswith(":") else text
    assert step(at("soil.words"), typed).state.answers.of("soil.words") == Answer(text)


@pytest.mark.parametrize("text", ["\x1b[31mred", "a\x00", "\x9b", "\ud800"])
def test_control_characters_are_refused_everywhere(text: str) -> None:
    """An escape code is told, whatever is asked."""
    for state in (at("soil.words"), step(at("soil.depth"), ":n").state, start(garden(), answers_of())):
        made = step(state, text)
        assert (made.changed, made.moved, made.messages[0].kind) == (False, False, MessageKind.WRONG)


def test_sections_list_and_jump() -> None:
    """The list has the counts; a number, the first words or an id jump; Enter goes back."""
    listed = step(begun(), ":l")
    assert said(listed) == "Sections:\n  1. The plot: not started, 0 of 3\n  2. The soil: not started, 0 of 7"
    assert [step(listed.state, line).state.place.about for line in ("2", "the so", "soil.words", "")] == [
        "soil.depth",
        "soil.depth",
        "soil.words",
        "plot.stage",
    ]


def test_a_section_that_is_done_is_walked_through() -> None:
    """A jump into a done section goes through its questions with Enter, then on to the open ones."""
    state = talk(begun(plot__stage="dig", plot__shed="no"), ":l 1").state
    assert state.place.about == "plot.stage"
    assert [step(state, "").state.place.about, talk(state, "", "").state.place.about] == ["plot.shed", "soil.depth"]


def test_a_question_that_is_not_asked_cannot_be_jumped_to() -> None:
    """A hidden question says so."""
    assert said(step(begun(plot__shed="no"), ":l plot.door")).startswith("plot.door is not asked")


def test_review_changes_any_answer_and_comes_back() -> None:
    """All answers are listed; a number, id or header's word changes one, and Enter goes home."""
    listed = step(at("soil.grows", plot__shed="no", soil__depth={"answer": 2, "evidence": "A hole"}), ":r")
    assert said(listed).splitlines()[:10] == [
        "Your answers:",
        "  service: not given",
        "  organisation: not given",
        "  role: not given",
        "The plot",
        "  1. What comes next? No answer yet",
        "  2. Is there a shed? Answer: No",
        "The soil",
        "  3. How deep is it? Answer: 2: A spade",
        "     Evidence: A hole",
    ]
    changed = talk(listed.state, "3", "1")
    assert changed.state.answers.of("soil.depth") == Answer(1, evidence="A hole")
    assert changed.state.place == Place(Asking.REVIEW, home="soil.grows")
    assert talk(changed.state, "service", "The plot", "").state.place == Place(Asking.QUESTION, "soil.grows")
    assert said(step(changed.state, "soil.dept")).splitlines()[1] == 'Did you mean "soil.depth"?'


def test_hiding_keeps_answers_and_revealing_brings_them_back() -> None:
    """The questions that an answer hides are named, keep their answers, and return with them."""
    state = at("plot.shed", plot__shed="yes", plot__door="no")
    hidden = step(state, "no")
    assert said(hidden).splitlines()[:4] == [
        "Answer: No",
        "No longer asked with this answer:",
        "  Does its door close? Kept: Answer: No",
        "Their answers are kept and do not count. They come back when you change this one back.",
    ]
    assert hidden.state.answers.of("plot.door") == Answer(value=False)
    back = talk(hidden.state, ":l plot.shed", "yes")
    assert "Asked with this answer:\n  Does its door close? Back: Answer: No" in said(back)
    assert back.state.answers.answers == state.answers.answers


def test_a_section_that_is_left_says_where_the_range_stands() -> None:
    """One line of words after the last question of a section."""
    made = step(at("plot.shed", plot__stage="dig"), "no")
    assert made.messages[-1].lines == ("Readiness so far: between 0 and 100",)


def test_quit_says_what_is_open_and_ends() -> None:
    """Leaving changes nothing and names what was taken back and not given again."""
    made = talk(begun(), "dig", ":b", ":q")
    assert (made.finished, made.changed) == (True, False)
    assert said(made) == (
        "10 questions still without an answer. Come back at any time.\n"
        "You took back and did not give again: plot.stage."
    )
    assert step(made.state, "1").state == made.state


FULL: dict[str, Any] = {
    "plot__stage": "dig",
    "plot__shed": "no",
    "soil__depth": 2,
    "soil__grows": ["leeks"],
    "soil__beds": 3,
    "soil__shade": 10,
    "soil__shares": {"answer": {"me": 40, "you": 40, "they": 20}},
    "soil__words": "None.",
}


def test_the_end_is_a_review_lessons_and_the_verdict() -> None:
    """After the last answer: the review, the lessons, then the verdict with what to meet first."""
    state = at("soil.since", **FULL)
    reviewed = step(state, "2020-01-01")
    assert reviewed.state.place == Place(Asking.REVIEW)
    assert "  9. Since when? Answer: 2020-01-01" in said(reviewed)
    learning = talk(reviewed.state, "", "soil.depth: Dig early", "A mistake", "-").state
    assert (learning.place.asking, learning.answers.lessons) == (
        Asking.LESSONS,
        (Lesson("Dig early", "soil.depth"),),
    )
    ended = step(learning, "")
    assert ended.finished
    assert said(ended) == (
        "Not ready: conditions to meet first\n"
        "The decision asked for: Dig it over\n"
        "You can ask now for: Have a look\n"
        "To meet first:\n"
        "  1. How deep is it? Buy soil.\n"
        "Readiness so far: 66"
    )


def test_the_verdict_can_be_said_before_the_review_is_left() -> None:
    """From the review on there is a result; before it there is none."""
    asking = at("soil.since", **FULL)
    assert result(asking) is None
    reviewing = step(asking, "2020-01-01").state
    assert result(reviewing) == talk(reviewing, "", "").messages[-1]


def test_a_complete_file_is_resumed_at_its_review() -> None:
    """There is nothing to ask, so everything is shown."""
    state = start(garden(), answers_of(**FULL, soil__since="2020-01-01"))
    assert state.place == Place(Asking.REVIEW)
    assert opening(state)[-1].lines[0] == "Your answers:"


def test_what_is_missing_is_named() -> None:
    """Questions that are asked and unanswered or not known, under their sections."""
    assert missing(at("soil.since", **{**FULL, "plot__shed": "dont-know"})) == (
        "The plot",
        "  plot.shed: Is there a shed? (not known)",
        "  plot.door: Does its door close?",
        "The soil",
        "  soil.since: Since when?",
    )


def test_an_order_may_be_given() -> None:
    """The questions come in that order, and no other is asked."""
    state = start(garden(), answers_of(plot__shed="no"), Settings(order=("soil.words", "soil.depth")))
    assert state.place.about == "soil.words"
    assert prompt(state).lines[0] == "Question 2 of at most 9, The soil"
    assert talk(state, "x", "2").state.place == Place(Asking.REVIEW)


def test_a_quick_interview_stops_and_says_what_a_full_one_adds() -> None:
    """It says the verdict, how many questions it took, and how many more there are; only answers are listed."""

    def stop(assessment: Assessment) -> bool:
        return assessment.statuses["soil.depth"].answer.value == 0

    made = step(at("soil.depth", Settings(stop=stop), plot__shed="no"), "0")
    assert made.state.place == Place(Asking.REVIEW)
    assert made.messages[1].lines == (
        "Settled: Ready for: Have a look",
        "This took 2 questions. No open answer can change the verdict now, unless a question turns out not to apply.",
        "A full assessment asks 7 more. It narrows the score and shows what to do next.",
    )
    assert made.messages[-1].lines[4:] == (
        "The plot",
        "  2. Is there a shed? Answer: No",
        "The soil",
        "  3. How deep is it? Answer: 0: Bare rock",
        "Without an answer: 7 questions. :l shows where.",
    )


def test_commands_of_a_question_are_told_elsewhere() -> None:
    """Evidence cannot be named where no question is asked."""
    state = step(begun(), ":l").state
    assert said(step(state, ":e x")).startswith(":e belongs to a question.")


def test_a_stage_asked_for_must_exist() -> None:
    """A caller's mistake raises at once."""
    with pytest.raises(KeyError):
        start(garden(), answers_of(), Settings(stage="fly"))
