"""`spinout assess` with piped lines: the wiring of the interview to its file, streams and exit codes."""

from datetime import datetime
from pathlib import Path

import pytest

from cli.talks import WHOLE, Talk, talk
from spinout.use_cases.interviews import Lock, lock_path

__all__ = ["talk"]

HEADER = ("Tŷ Ŵen ✓", "Example Council", "Gardener")
NO_INPUT = (
    "There is no terminal and nothing to read, so no question can be asked. Answer with --set ID=VALUE "
    "(it may stand several times), or pipe the answers in, a line each. The ids: spinout questions.\n"
)


def test_a_whole_interview_can_be_piped(talk: Talk) -> None:
    """From the header to the verdict; the file has the service's name, and no lock stays."""
    told = talk(lines=(*HEADER, *WHOLE))
    assert told.code == 0
    assert talk.names() == {"ty-wen.yaml"}
    assert told.out.endswith(
        "Not\nlegal advice.\nAll answers are saved in ty-wen.yaml\n"
        "Go on another day: spinout assess ty-wen.yaml --questions garden\n"
        "Write the report: spinout report ty-wen.yaml -o ty-wen.html --questions garden\n"
    )
    assert "Lesson: \n\nTŷ Ŵen ✓, Example Council" in told.out
    assert "NOT READY to ask for Dig it over: conditions to meet first\n" in told.out
    assert "As it stands so far" not in told.out
    assert 'service: "Tŷ Ŵen ✓"\norganisation: Example Council\ncompleted_by: Gardener\n' in talk.read("ty-wen.yaml")


def test_what_was_piped_stands_behind_what_it_answers(talk: Talk) -> None:
    """The transcript reads as a terminal's does."""
    out = talk("a.yaml", lines=(*HEADER, "dig")).out
    assert "Question 1 of 10, The plot\n1. What comes next?\n  1. Have a look\n  2. Dig it over\n" in out
    assert "Answer: dig\nAnswer: Dig it over\n" in out


def test_at_the_end_of_the_input_what_is_missing_is_named(talk: Talk) -> None:
    """Everything is saved, and each open question is named under its section."""
    told = talk("a.yaml", lines=(*HEADER, "dig", ":d", ":s", "9", *WHOLE[2:7]))
    assert told.code == 0
    assert (
        "Answer: \n\nStill without an answer:\nThe plot\n"
        "  plot.shed: Is there a shed? (not known)\n  plot.door: Does its door close?\n"
        "The soil\n  soil.words: Anything else?\n  soil.since: Since when?\n\n"
        "1 line of the input not taken: 7. Check the answers that were read after that.\n\n"
        "As it stands so far:\nTŷ Ŵen ✓, Example Council"
    ) in told.out
    assert told.out.endswith(
        "The input ended. All answers are saved in a.yaml\n"
        "Go on another day: spinout assess a.yaml --questions garden\n"
        "Write the report: spinout report a.yaml -o a.html --questions garden\n"
    )


@pytest.mark.parametrize(("lines", "code"), [((*HEADER, *WHOLE), 0), ((*HEADER, "dig"), 1), ((*HEADER, ":q"), 1)])
def test_completeness_can_be_required(talk: Talk, lines: tuple[str, ...], code: int) -> None:
    """While anything is open the exit code is 1."""
    assert talk("a.yaml", "--require-complete", lines=lines).code == code


def test_without_input_the_flags_are_named(talk: Talk) -> None:
    """Nothing is asked, nothing is written, and nothing hangs."""
    told = talk("a.yaml")
    assert (told.code, told.out, told.err) == (2, "", NO_INPUT)
    assert talk.names() == set()


def test_answers_can_be_set_without_asking(talk: Talk) -> None:
    """--set may stand several times, takes lines of the header, and dates the file; nothing is asked."""
    told = talk(
        "--set", "service=The plot", "--set", "role=Gardener", "--set", "soil.depth=2", "--set", "plot.shed=yes"
    )
    assert (told.code, told.out.splitlines()[:2]) == (
        0,
        ["The answers are kept in the-plot.yaml", "Set: 4. All answers are saved in the-plot.yaml"],
    )
    today = datetime.now().astimezone().date().isoformat()
    assert talk.read("the-plot.yaml") == (
        'questionnaire: garden\nversion: "1.10"\nservice: The plot\ncompleted_by: Gardener\n'
        f"date: {today}\nanswers:\n  plot.shed: yes\n  soil.depth: 2\n"
    )


def test_what_is_set_and_was_hardly_meant_is_told(talk: Talk) -> None:
    """It is kept all the same, as in a file."""
    told = talk("--set", "service=The plot", "--set", "soil.depth={answer: 2, evidence: tbc}")
    assert (told.code, told.err[:45]) == (0, "Warning [empty-evidence]: --set soil.depth: T")
    assert "tbc" in talk.read("the-plot.yaml")


def test_setting_keeps_evidence_and_notes(talk: Talk) -> None:
    """Only the value changes, as in the interview."""
    talk("a.yaml", "--set", "soil.depth={answer: 2, evidence: A hole, note: Deep}")
    talk("a.yaml", "--set", "soil.depth=1")
    assert "  soil.depth:\n    answer: 1\n    evidence: A hole\n    note: Deep\n" in talk.read()


def test_wrong_settings_are_all_told_and_nothing_is_written(talk: Talk) -> None:
    """Each is refused as it would be in a file."""
    told = talk("a.yaml", "--set", "soil.dept=2", "--set", "soil.depth=9", "--set", "plot", "--set", "soil.depth=1")
    assert told.code == 2
    for part in (
        'There is no question "soil.dept"',
        'Did you mean "soil.depth"?',
        "Found 9",
        "soil.depth is set twice",
    ):
        assert part in told.err
    assert talk.names() == set()


def test_setting_needs_a_file_or_a_service(talk: Talk) -> None:
    """Without either there is no name to keep the answers under."""
    told = talk("--set", "soil.depth=2")
    assert (told.code, told.err) == (
        2,
        "Name the file, as in: spinout assess my-service.yaml --set ID=VALUE. Or give --set service=NAME.\n",
    )


@pytest.mark.parametrize("name", ["a.txt", "a", "", ".", "a.csv"])
def test_a_name_that_cannot_hold_an_interview_is_refused(talk: Talk, name: str) -> None:
    """Before anything is asked, with the endings that can, and no lock is left."""
    told = talk(name, lines=HEADER)
    assert told.code == 2
    assert "End its name in .yaml, .yml, .json." in told.err
    assert talk.names() == set()


def test_a_folder_that_is_not_there_is_named(talk: Talk) -> None:
    """It is said at once, and not made."""
    told = talk("none/a.yaml", lines=HEADER)
    assert (told.code, told.out) == (3, "")
    assert told.err == f"{Path('none/a.yaml')}: There is no folder none. Make it first, or name another.\n"


def test_json_is_kept_as_json(talk: Talk) -> None:
    """The ending says which format."""
    assert talk("a.json", lines=(*HEADER, *WHOLE)).code == 0
    assert talk.read("a.json").startswith(
        '{\n  "questionnaire": "garden",\n  "version": "1.10",\n  "service": "Tŷ Ŵen ✓"'
    )


@pytest.mark.parametrize(
    "text",
    [
        "questionnaire: garden\nanswers: {soil.depth: 2\n",
        "questionnaire: orchard\nanswers: {soil.depth: 9}\n",
        "questionnaire: garden\nanswers: {soil.depth: {answer: 9, evidnce: A hole}}\n",
    ],
)
def test_a_broken_file_is_refused_and_not_locked(talk: Talk, text: str) -> None:
    """Its problems are told, and it stays as it is."""
    (talk.folder / "a.yaml").write_text(text, encoding="utf-8")
    told = talk("a.yaml", lines=HEADER)
    assert (told.code, talk.names(), talk.read()) == (1, {"a.yaml"}, text)
    assert "a.yaml:" in told.err


OLD = """# ours
questionnaire: garden
version: "1.9"
service: Plot
answers:
  plot.stage: fly  # agreed
  plot.shed: yes  # ours
  soil.depth:
    answer: 9
    evidence: A hole
  soil.grows: [leeks, kale]
  soil.beds: many
  soil.words: Nothing.
  soil.moon: full
  soil.shares: {answer: {me: 50, we: 50}}
  soil.shade: {not_applicable: No sun, note: Ask}
"""
TOLD = (
    'The answer "fly" to "What comes next?" is no longer one of the options; it is asked again.',
    'The answer "9" to "How deep is it?" is no longer one of the levels; it is asked again.',
    'The answer "leeks, kale" to "What grows there?" is no longer wholly among the options; it is asked again.',
    'The answer "many" to "How many beds?" is no longer an answer of the kind that is asked for; it is asked again.',
    'soil.moon is no longer a question; its answer "full" does not count.',
    'The answer "me: 50, we: 50" to "Who digs how much?" is no longer a split of the parts there are;',
    'The answer "No sun" to "How much lies in shade?" is no longer a reason that this question takes;',
)


def test_answers_that_are_no_longer_taken_are_told_and_asked_again(talk: Talk) -> None:
    """One by one; the rest stands, also evidence, notes and comments, and the file as it was stays beside it."""
    (talk.folder / "a.yaml").write_text(OLD, encoding="utf-8")
    told = talk("a.yaml", lines=("look", ":q"))
    out = " ".join(told.out.split())
    assert [line for line in TOLD if line not in out] == []
    assert "The file as it was is kept in a.before-1.10.txt once you change an answer." in out
    assert talk.read("a.before-1.10.txt") == OLD
    written = talk.read()
    assert written.startswith('# ours\nquestionnaire: garden\nversion: "1.9"\nservice: Plot\n')
    assert written.endswith(
        "answers:\n  plot.stage: look # agreed\n  plot.shed: yes  # ours\n  soil.depth:\n    evidence: A hole\n"
        "  soil.words: Nothing.\n  soil.shade: {note: Ask}\n"
    )
    again = talk("a.yaml", lines=(":q",))
    assert "no longer" not in again.out
    assert talk.names() == {"a.yaml", "a.before-1.10.txt"}


def test_looking_at_old_answers_changes_nothing(talk: Talk) -> None:
    """Neither the file nor the folder."""
    (talk.folder / "a.yaml").write_text(OLD, encoding="utf-8")
    talk("a.yaml", lines=(":r", "", ":q"))
    assert (talk.read(), talk.names()) == (OLD, {"a.yaml"})


def test_a_copy_never_takes_the_place_of_another(talk: Talk) -> None:
    """It has a number then; and answers that are set keep one too."""
    (talk.folder / "a.before-1.10.txt").touch()
    (talk.folder / "a.yaml").write_text(OLD, encoding="utf-8")
    told = talk("a.yaml", "--set", "plot.stage=look")
    assert "The file as it was is kept in a.before-1.10-2.txt\n" in told.out
    assert 'The answer "fly"' in told.out
    assert talk.read("a.before-1.10-2.txt") == OLD


def test_a_second_sitting_is_told_the_machine_and_the_time(talk: Talk) -> None:
    """The file is not touched, and no name is told."""
    now = datetime.now().astimezone()
    lock_path(talk.folder / "a.yaml").write_bytes(Lock("", "desk-7", 1, now).content)
    told = talk("a.yaml", lines=HEADER)
    assert told.code == 3
    assert told.err == (
        f"a.yaml: It is being worked on from the machine desk-7, since {now.strftime('%d %B %Y at %H:%M')}. "
        "Wait until that session has ended. If you know that it has, delete .a.yaml.lock\n"
    )


def test_a_stale_lock_is_taken_over_with_a_word(talk: Talk) -> None:
    """A session that was cut off locks nobody out."""
    lock_path(talk.folder / "a.yaml").write_bytes(b"torn")
    (talk.folder / ".a.yaml.x.part").touch()
    told = talk("a.yaml", lines=HEADER)
    assert told.code == 0
    assert told.err == (
        "a.yaml was locked by a session that was cut off. The lock is taken over: it could not be read.\n"
    )
    assert talk.names() == {"a.yaml"}


def test_a_file_is_gone_on_with_on_another_day(talk: Talk) -> None:
    """The sections say what is done; the date stays until an answer changes, and is then that day's."""
    old = (
        "# ours\nquestionnaire: garden\nversion: 1.10\nservice: Plot\ndate: 2020-02-02\n"
        "answers:\n  plot.stage: dig # agreed\n"
    )
    (talk.folder / "a.yaml").write_text(old, encoding="utf-8")
    today = datetime.now().astimezone().date().isoformat()
    left = talk("a.yaml", lines=(":q",))
    assert f"Date: 2020-02-02. It becomes {today} once you change an answer.\n" in left.out
    assert "Welcome back. Your answers to 1 question are kept.\n" in left.out
    assert "  1. The plot (1 to 3): in progress, 1 of 3\n" in left.out
    assert talk.read() == old
    talk("a.yaml", lines=("no",))
    assert talk.read() == old.replace("2020-02-02", today) + "  plot.shed: no\n"


def test_the_encoding_of_the_screen_does_not_change_what_is_typed(talk: Talk) -> None:
    """Lines are read as UTF-8 where they are that, whatever the stream says; a mark at their start is none."""
    talk("a.yaml", lines=b"\xef\xbb\xbf" + "Tŷ Ŵen ✓\r\n".encode(), encoding="cp1252")
    assert 'service: "Tŷ Ŵen ✓"\n' in talk.read()
    talk("b.yaml", lines="Café\n".encode("cp1252"), encoding="cp1252")
    assert "service: Café\n" in talk.read("b.yaml")


def test_bytes_that_are_no_letters_are_refused(talk: Talk) -> None:
    """They do not become letters, and the line is asked for again."""
    told = talk("a.yaml", lines=b"Caf\xe9\nPlot\n")
    assert "Not taken. Found U+DCE9" in told.out
    assert "service: Plot\n" in talk.read()


def test_the_verdict_is_said_where_the_input_ends_with_the_last_question(talk: Talk) -> None:
    """Who pipes an answer for each question, and nothing for the review, has the result too."""
    told = talk("a.yaml", lines=(*HEADER, *WHOLE[:9]))
    assert "Change: \n\nTŷ Ŵen ✓, Example Council" in told.out
    assert "The input ended. All answers are saved in a.yaml\n" in told.out


def test_strange_texts_are_shown_and_kept_as_they_are(talk: Talk) -> None:
    """Markup is text, an escape code is refused, and a long text is cut on the screen alone."""
    long = "x" * 10_000
    told = talk("a.yaml", lines=("[red]", "[/foo] :smiley:", "\x1b[31mred", long))
    assert "Service: [red]\n" in told.out
    assert "Organisation: [/foo] :smiley:\n" in told.out
    assert "Not taken. Found U+001B" in told.out
    assert "\x1b" not in told.out
    assert f"completed_by: {long}\n" in talk.read()
    assert "(10,000 letters)" in told.out
    assert long not in told.out


def test_a_quick_interview_ends_where_the_verdict_is_settled(talk: Talk) -> None:
    """The stage comes first, then the gate; a gate that fails settles it, and that is said."""
    out = talk("a.yaml", "--quick", lines=(*HEADER, "dig", "2", "")).out
    assert "Question 1, perhaps the last, The plot (:r 1)\nWhat comes next?\n" in out
    assert "Question 2, perhaps the last, The soil (:r 4)\nHow deep is it?\n" in out
    assert (
        "Settled: Not ready: conditions to meet first\nThis took 2 questions. No further answer can change the verdict "
        "now, unless a\nquestion turns out not to apply.\n"
        "Type all for the other 8. That narrows the score and shows what to do next.\n"
    ) in out
    assert "Without an answer: 8 questions\n:r shows all your answers, to 2 questions.\n" in out
    assert "As it stands so far:\n" in out


def test_the_stage_and_the_respondent_can_be_given(talk: Talk) -> None:
    """The stage judges in place of the answer, and the respondent is kept in the file."""
    told = talk("a.yaml", "--stage", "look", "--respondent", "staff", lines=(*HEADER, *WHOLE))
    assert "READY to ask for Have a look\n" in told.out
    assert "respondent: staff\n" in talk.read()
    assert "spinout report a.yaml -o a.html --questions garden --stage look\n" in told.out


@pytest.mark.parametrize("word", ["", "a\x1bb"])
def test_a_respondent_that_no_file_could_hold_is_refused(talk: Talk, word: str) -> None:
    """Before anything is asked."""
    assert (talk("a.yaml", "--respondent", word, lines=HEADER).code, talk.names()) == (2, set())


def test_answers_are_kept_where_the_service_has_no_name(talk: Talk) -> None:
    """A header that is skipped loses no answer."""
    talk(lines=(":s", ":s", ":s", "dig"))
    assert "plot.stage: dig\n" in talk.read("answers.yaml")
