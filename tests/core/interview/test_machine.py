"""The interview's commands and places, one behaviour at a time."""

from decimal import Decimal
from textwrap import wrap
from typing import Any

import pytest
from msgspec.structs import replace

from interviews import answers_of, at, begun, garden, said, talk
from spinout.core.answers import Answer, Answers, Lesson
from spinout.core.interview.machine import given, opening, start, step
from spinout.core.interview.prompts import prompt
from spinout.core.interview.reviews import missing
from spinout.core.interview.states import Asking, MessageKind, Place, Prompt, Settings
from spinout.use_cases.questionnaires import Loaded, load_questionnaire
from test_contract import read_questionnaire

SPADE = "Answer: 2: A spade"
LOADED = load_questionnaire()
assert isinstance(LOADED, Loaded)
SHIPPED = LOADED.questionnaire


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
        MessageKind.LIST,
    ]
    assert messages[0].lines == ("A garden, version 1.10",)
    assert messages[1].lines == (
        "Respondent: staff",
        "Date: 2026-11-20. It becomes 2026-11-23 once you change an answer.",
        "Your answers were begun with version 1.9. Look through them once: :r",
        "Type ? for help with a question, :d if you don't know, :s to skip, :b to go back; :q leaves, :h says more.",
        "Welcome back. Your answers to 2 questions are kept.",
    )
    assert messages[2].lines == (
        "Sections:",
        "  1. The plot (1 to 2): done, 2 of 2",
        "  2. The soil (3 to 9): not started, 0 of 7",
    )


def test_a_question_says_where_it_stands_and_what_is_allowed() -> None:
    """The prompt has the place in words, the question, and the levels by their own numbers."""
    assert prompt(at("soil.depth")) == Prompt(
        (
            "Question 4 of 10, The soil",
            "4. How deep is it?",
            "  0. Bare rock",
            "  1. A hand",
            "  2. A spade",
            "  3. As deep as you like",
            "Type the number of the level that fits best today, or its first words.",
            "If this does not apply to you: :na",
        ),
        "Answer: ",
        asks=1,
        hints=(0, 6, 7),
    )


def test_an_answer_is_taken_and_said_again() -> None:
    """In words, where it was not typed as the number that stands before them; and the next question comes."""
    made = step(at("soil.depth"), "a spade")
    assert made.state.answers.of("soil.depth") == Answer(2)
    assert (said(made), made.state.place.about, made.changed) == (SPADE, "soil.grows", True)
    assert said(step(at("soil.depth"), "2")) == ""
    assert said(step(at("soil.beds"), "2")) == "Answer: 2"


def test_the_date_is_that_of_the_last_change() -> None:
    """Looking and keeping leave it; a change makes it today's, and undo gives the old one again."""
    answers = replace(answers_of(soil__depth=2), date="2026-11-01")
    state = talk(start(garden(), answers, Settings(date="2026-11-23")), ":s", ":s", ":s", ":l soil.depth").state
    assert step(state, "").state.answers.date == "2026-11-01"
    changed = step(state, "1").state
    assert changed.answers.date == "2026-11-23"
    assert step(changed, ":b").state.answers.date == "2026-11-23"
    assert step(changed, ":undo").state.answers.date == "2026-11-01"


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


def test_back_looks_at_the_question_before() -> None:
    """Its answer, evidence and note stand there; Enter keeps them and goes forward again, and nothing is changed."""
    state = talk(at("soil.depth"), "3", "A hole", ":n A note").state
    looked = step(state, ":b")
    assert (looked.changed, looked.moved, looked.state.place.about) == (False, True, "soil.depth")
    assert prompt(looked.state).lines[-4:] == (
        "Answer: 3: As deep as you like",
        "Evidence: A hole",
        "Note: A note",
        "Enter keeps this.",
    )
    assert step(looked.state, "").state.moment == state.moment
    changed = step(looked.state, "1").state
    assert (changed.place, changed.answers.of("soil.depth").value) == (state.place, 1)


def test_back_goes_as_far_as_one_likes_and_forward_the_same_way() -> None:
    """The way leads by each question again, skipped ones too."""
    state = talk(begun(), "dig", ":s", ":s", "1").state
    for about in ("soil.depth", "plot.door", "plot.shed", "plot.stage", "completed_by", "organisation", "service"):
        state = step(state, ":b").state
        assert state.place.about == about
    assert said(step(state, ":b")) == "This is the first question. Nothing comes before it."
    for about in ("organisation", "completed_by", "plot.stage", "plot.shed", "plot.door", "soil.depth", "soil.grows"):
        state = step(state, "").state
        assert state.place.about == about


def test_back_goes_where_one_was_after_a_jump() -> None:
    """Not to the question that stands before in the file."""
    state = talk(begun(), "dig", ":l soil.words", ":b").state
    assert state.place.about == "plot.shed"
    assert step(state, "no").state.place.about == "soil.words"


def test_back_works_on_another_day() -> None:
    """Where nothing was asked yet in this session, the questions go back in the order of the file."""
    first = start(garden(), replace(answers_of(plot__stage="dig", plot__shed="no", soil__depth=2), service="x"))
    assert step(first, ":b").state.place.about == "soil.depth"
    assert talk(first, ":b", ":b").state.place.about == "plot.shed"
    assert talk(first, ":b", ":b", "", "").state.place == first.place
    assert said(step(first, ":undo")).startswith("Nothing was changed since this session began")


def test_back_leads_from_the_end_to_the_last_question() -> None:
    """And Enter to the review again, with its list."""
    state = at("soil.since", **FULL)
    end = step(state, "2020-01-01").state
    assert end.place == Place(Asking.REVIEW)
    looked = step(end, ":b").state
    assert looked.place.about == "soil.since"
    again = step(looked, "")
    assert (again.state.place, again.messages[-1].lines[0]) == (
        Place(Asking.REVIEW),
        ":r shows all your answers, to 9 questions.",
    )
    assert talk(end, "", ":b").state.place == Place(Asking.REVIEW)


def test_an_answer_that_hides_what_lies_ahead_goes_on_behind_it() -> None:
    """A question that is no longer asked is passed over on the way forward."""
    state = talk(begun(plot__stage="dig"), "yes", ":b", "no").state
    assert state.place.about == "soil.depth"


def test_back_shows_a_line_of_the_header_and_enter_keeps_it() -> None:
    """The present value stands there."""
    state = talk(start(garden(), answers_of(), Settings(new=True)), "The plot", ":b").state
    assert prompt(state).lines[-1] == "So far: The plot. Enter keeps it."
    kept = step(state, "")
    assert (kept.changed, kept.state.place.about, kept.state.answers.service) == (False, "organisation", "The plot")


@pytest.mark.parametrize("lines", [("3",), (":e",), (":na",), (":l",), (":r",)])
def test_back_leaves_what_was_called_at_a_question(lines: tuple[str, ...]) -> None:
    """A text, the sections and the review lead back to the question, with nothing changed."""
    state = talk(at("soil.depth"), *lines).state
    looked = step(state, ":b")
    assert (looked.changed, looked.state.place) == (False, Place(Asking.QUESTION, "soil.depth"))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("2", "How deep is it? Answer: 2: A spade"),
        (":d", "How deep is it? Don't know"),
        (":na No soil", "How deep is it? Does not apply: No soil"),
        (":e A hole", "How deep is it? Evidence: A hole"),
        (":n A note", "How deep is it? Note: A note"),
    ],
)
def test_undo_says_what_it_takes_away_and_gives_it_back(line: str, words: str) -> None:
    """In the question's words; the second time it gives back exactly what was there."""
    before = at("soil.depth")
    made = step(before, line).state
    undone = step(made, ":undo")
    assert (undone.changed, undone.state.moment) == (True, before.moment)
    assert said(undone).splitlines() == [f"Taken away: {words}", ":undo again gives it back."]
    again = step(undone.state, ":u")
    assert again.state.moment == made.moment
    assert said(again).splitlines() == [f"Given back: {words}", ":undo again takes it away."]


def test_undo_of_a_change_says_what_stands_again() -> None:
    """The answer before is there again, and a line of the header too."""
    lines = said(talk(at("soil.depth", soil__depth=1), "2", ":undo")).splitlines()
    assert lines[:2] == [
        "Taken away: How deep is it? Answer: 2: A spade",
        "Stands again: How deep is it? Answer: 1: A hand",
    ]
    made = talk(start(garden(), answers_of(), Settings(new=True)), "The plot", ":undo")
    assert said(made).splitlines()[0] == "Taken away: Service: The plot"
    assert made.state.answers.service is None


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
        "Name the evidence: A photograph of the hole. Enter goes on without it.",
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
        ("Something else: which?", "Say it in a few words. Enter goes on without."), "Your words: ", apart=False
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


def test_help_stands_below_the_question() -> None:
    """Why, evidence, help and meanings; the question is not said again, and two marks give the sources too."""
    made = step(at("soil.depth"), "?")
    assert (made.moved, made.state) == (False, at("soil.depth"))
    assert said(made).splitlines() == [
        "Why we ask: Roots need room.",
        "What counts as evidence: A photograph of the hole.",
        "Dig a hole.",
        "What the answers mean:",
        "  1. A hand. From wrist to finger.",
        "Type the number of the level that fits best today, or its first words.",
        "?? has more. :h says what else you can type.",
    ]
    more = said(step(at("soil.depth"), "??"))
    assert said(made).splitlines()[:-1] == more.splitlines()[:6]
    assert "This question's id: soil.depth\nSource G1: A garden book (to be confirmed)" in more


def test_commands_are_told_where_they_are_asked_for() -> None:
    """On less than a screen, and everywhere."""
    lines = said(step(at("soil.depth"), ":h")).splitlines()
    assert len(lines) <= 20
    assert any(line.startswith("  :na ") for line in lines)
    assert said(step(begun(), ":help")).splitlines() == [line for line in lines if not line.startswith("  :na ")]


@pytest.mark.parametrize("ident", list(SHIPPED.questions))
def test_help_leaves_the_question_in_sight(ident: str) -> None:
    """With the prompt it is no more than twelve lines at eighty letters, and what it leaves out is in the whole."""
    state = start(SHIPPED, Answers({}), Settings())
    state = replace(state, moment=replace(state.moment, place=Place(Asking.QUESTION, ident)))
    lines, whole = said(step(state, "?")).splitlines(), said(step(state, "??")).splitlines()
    assert sum(len(wrap(line, 80)) for line in lines) <= 11
    assert set(lines[:-1]) <= set(whole)
    if len(lines) <= len(whole):
        assert lines[-1].startswith("?? has more.")


def test_a_text_that_begins_with_a_colon_is_typed_with_two() -> None:
    """One colon is a command, two are a text."""
    state = at("soil.words")
    assert step(state, "::b").state.answers.of("soil.words") == Answer(":b")
    assert step(state, ": d") == step(state, ":d")
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
    assert said(listed) == (
        "Sections:\n  1. The plot (1 to 3): not started, 0 of 3\n  2. The soil (4 to 10): not started, 0 of 7"
    )
    for line, about in {
        "2": "soil.depth",
        "the soil": "soil.depth",
        "soil.words": "soil.words",
        "q9": "soil.words",
        "question 9": "soil.words",
        "": "plot.stage",
    }.items():
        assert step(listed.state, line).state.place.about == about
    assert said(step(listed.state, "q11")) == 'Found "q11".\nAllowed: q1 to q10.'


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
        "Without an answer: 7 questions",
        "  1. What comes next?",
        "  4. What grows there?",
        "  5. How many beds?",
        "  6. How much lies in shade?",
        "  7. Who digs how much?",
        "  8. Anything else?",
        "  9. Since when?",
        "All answers",
    ]
    assert said(listed).splitlines()[10:] == [
        "  service: not given",
        "  organisation: not given",
        "  role: not given",
        "The plot",
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
    """Two lines after the last question of a section: the range with the essentials, and that one may stop."""
    made = step(at("plot.shed", plot__stage="dig"), "no")
    assert made.messages[-1].lines == (
        "Readiness so far: between 0 and 100; 0 of 1 essential met.",
        "A good place to stop: :q saves and leaves, and you can go on later.",
    )


def test_quit_says_what_is_open_and_ends() -> None:
    """Leaving changes nothing and names what an undo took away."""
    made = talk(begun(), "dig", ":b", ":q")
    assert (made.finished, made.changed) == (True, False)
    assert said(made) == "9 questions still without an answer. Come back at any time."
    assert said(talk(begun(), "dig", ":undo", ":q")).endswith(
        "Taken away with :undo, and not given again: What comes next?"
    )
    assert step(made.state, "1").state == made.state


def test_evidence_and_a_note_just_after_an_answer_belong_to_it() -> None:
    """Each says for what it is kept; the question that is shown stays."""
    state = talk(at("soil.depth"), "2").state
    evidence = step(state, ":e A hole")
    assert said(evidence) == "Evidence kept for: How deep is it?"
    noted = step(evidence.state, ":n A note")
    assert said(noted) == "Note kept for: How deep is it?"
    assert noted.state.answers.of("soil.depth") == Answer(2, evidence="A hole", note="A note")
    assert noted.state.place.about == "soil.grows"


def test_a_note_that_takes_the_place_of_another_says_so() -> None:
    """What stood there is told, so that it is not lost unseen."""
    assert said(talk(at("soil.depth"), "2", ":n One", ":n Two")) == "Note kept for: How deep is it?\nBefore: One"


def test_evidence_that_is_asked_for_belongs_to_the_answer_too() -> None:
    """`:e` alone asks for it, shows the question it is for, and comes back."""
    state = talk(at("soil.depth"), "2", ":e").state
    assert prompt(state).lines[-2:] == ("How deep is it?", "Type the evidence. Enter goes back without.")
    named = step(state, "A hole")
    assert (said(named), named.state.place.about) == ("Evidence kept for: How deep is it?", "soil.grows")
    assert step(state, "").state.place.about == "soil.grows"


def test_after_any_other_line_evidence_belongs_to_the_question_shown() -> None:
    """A line that is not taken is as if it was not typed; help is about the question shown."""
    assert said(talk(at("soil.depth"), "2", ":ev A hole", ":e A hole")).endswith("for: How deep is it?")
    made = talk(at("soil.depth"), "2", "?", ":e A list")
    assert said(made) == "Evidence kept for: What grows there?"
    assert made.state.answers.of("soil.grows") == Answer(evidence="A list")
    assert prompt(made.state).lines[-1] == "Evidence so far: A list"


@pytest.mark.parametrize(
    ("text", "same"),
    [
        *(("don't know", ":d"), ("Don\u2019t know.", ":d"), ("dont know", ":d"), ("not sure", ":d")),
        *(
            ("skip", ":s"),
            ("back", ":b"),
            ("help", "?"),
            ("quit", ":q"),
            ("exit", ":q"),
            ("n/a", ":na"),
            ("Undo", ":u"),
        ),
    ],
)
def test_plain_words_do_what_they_say(text: str, same: str) -> None:
    """They are the command that they name."""
    for state in (at("soil.depth", soil__depth=1), talk(begun(), "dig").state, at("soil.words")):
        assert step(state, text) == step(state, same)


def test_plain_words_are_an_answer_where_an_option_begins_with_them() -> None:
    """Then the option is taken."""
    options = [
        {"id": "here", "label": "Not sure yet"},
        {"id": "gone", "label": "Skip the rest"},
        {"id": "n", "label": "Backwards"},
    ]
    section = {
        "id": "a",
        "title": "A",
        "weight": 0,
        "questions": [{"id": "b", "ask": "B?", "type": "choice", "options": options}],
    }
    questionnaire = read_questionnaire({"id": "q", "title": "Q", "version": "1", "sections": [section]})
    state = talk(start(questionnaire, Answers({})), ":s", ":s", ":s").state
    assert [step(state, text).state.answers.of("a.b").value for text in ("not sure", "skip")] == ["here", "gone"]
    assert step(state, "back").state.place.about == "completed_by"


def test_a_refusal_of_words_names_the_commands() -> None:
    """Who types words finds how to say that they don't know."""
    assert said(step(at("soil.depth"), "no idea")).endswith(
        "Or :d if you don't know, :s to skip it, :b to go back, ? for help."
    )


def test_does_not_apply_is_offered_only_where_it_may_be_said() -> None:
    """In the commands, and at the question."""
    assert ":na" not in said(step(at("soil.grows"), "?"))
    assert not any(":na" in line for message in opening(begun()) for line in message.lines)
    assert not any(":na" in line for line in prompt(at("soil.grows")).lines)
    assert any(":na" in line for line in prompt(at("soil.depth")).lines)


def test_a_jump_that_fails_shows_the_ids() -> None:
    """Those that the word may mean."""
    lines = said(step(begun(), ":l soil.deepth"))
    assert 'Did you mean "soil.depth"? The ids there: soil.depth, soil.grows, soil.beds,' in lines
    assert said(step(begun(), ":l nowhere")).endswith("An id looks like this: plot.stage.")


def test_seats_are_shown_as_percentages_and_asked_about() -> None:
    """Enter keeps them, no leaves them out, and what is typed anew is taken in their place."""
    asked = step(at("soil.shares"), "3 2 2")
    assert said(asked).startswith("Taken as parts of 7: I: 42.86; ")
    assert (asked.changed, prompt(asked.state)) == (False, Prompt((), "Keep? "))
    kept = step(asked.state, "").state
    assert kept.answers.of("soil.shares").value == {
        "me": Decimal("42.86"),
        "you": Decimal("28.57"),
        "they": Decimal("28.57"),
    }
    left = step(asked.state, "no")
    assert (left.moved, left.state.place.about, left.state.held) == (True, "soil.shares", None)
    assert step(asked.state, "40 40 20").state.answers.of("soil.shares").value == {"me": 40, "you": 40, "they": 20}


def test_seats_of_a_whole_say_what_is_kept() -> None:
    """At once, as they can be meant in no other way."""
    made = step(at("soil.shade"), "4 of 12")
    assert said(made).splitlines()[:2] == ["4 of 12 is 33.33%, rounded.", "Answer: 33.33%"]


MINUTES = ":n Minutes of the board\n1. Members asked for a vote\n2. Costs to be checked\n2\n"


def test_a_paste_is_one_text_and_shown_before_it_is_kept() -> None:
    """Enter keeps it; no line of it answers a question."""
    state = at("soil.depth")
    asked = step(state, MINUTES)
    assert said(asked).splitlines() == [
        "4 lines came at once, and are one text:",
        ":n Minutes of the board 1. Members asked for a vote 2. Costs to be checked 2",
        "Enter keeps it. No leaves it out.",
    ]
    assert (asked.changed, asked.state.moment) == (False, state.moment)
    kept = step(asked.state, "").state
    assert kept.answers.of("soil.depth") == Answer(
        note="Minutes of the board 1. Members asked for a vote 2. Costs to be checked 2"
    )
    assert step(asked.state, "No").state == state


def test_the_rest_of_a_paste_is_not_taken() -> None:
    """Its last line may come without an end, and then with the Enter that was meant to keep it."""
    asked = step(at("soil.depth"), MINUTES).state
    made = step(asked, "2")
    assert (made.state, made.messages[0].kind) == (asked, MessageKind.WRONG)
    assert step(asked, ":q").finished


def test_a_paste_that_cannot_be_taken_is_refused_at_once() -> None:
    """Nothing is held."""
    made = step(at("soil.depth"), "1\n2")
    assert (made.state.held, made.changed, made.messages[-1].kind) == (None, False, MessageKind.WRONG)


def test_a_line_with_its_end_is_a_line() -> None:
    """Nor does an empty line behind it make several."""
    assert step(at("soil.depth"), "2\n\n") == step(at("soil.depth"), "2")
    assert step(at("soil.depth"), "\n2\n").state.answers.of("soil.depth") == Answer(2)


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
    """After the last answer: what is to be looked at, and the lessons."""
    state = at("soil.since", **FULL)
    reviewed = step(state, "2020-01-01")
    assert reviewed.state.place == Place(Asking.REVIEW)
    assert said(reviewed).splitlines()[-1] == ":r shows all your answers, to 9 questions."
    assert "  9. Since when? Answer: 2020-01-01" in said(step(reviewed.state, ":r"))
    learning = talk(reviewed.state, "", "soil.depth: Dig early", "A mistake", "-").state
    assert (learning.place.asking, learning.answers.lessons) == (
        Asking.LESSONS,
        (Lesson("Dig early", "soil.depth"),),
    )
    ended = step(learning, "")
    assert ended.finished
    # What the answers say is shown by a screen.
    assert said(ended) == ""


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


def test_commands_of_a_question_are_told_elsewhere() -> None:
    """Evidence cannot be named where no question is asked."""
    state = step(begun(), ":l").state
    assert said(step(state, ":e x")).startswith(":e belongs to a question.")


def test_a_stage_asked_for_must_exist() -> None:
    """A caller's mistake raises at once."""
    with pytest.raises(KeyError):
        start(garden(), answers_of(), Settings(stage="fly"))
