"""Opening and saving the answers of an interview."""

import sys
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from interviews import answers_of, garden, lines
from spinout.core.answers import Answer, Answers, Lesson, plain_document
from spinout.core.interview.machine import start, step
from spinout.storage import ChangedMeanwhile, StorageError
from spinout.use_cases.assessments import Refused
from spinout.use_cases.interviews import Saved, free_path, open_answers, save_answers
from spinout.use_cases.questionnaires import Loaded

LOADED = Loaded(garden(), "q.yaml", "")


def opened(path: Path) -> Saved:
    """A file that can be opened."""
    found = open_answers(str(path), LOADED)
    assert isinstance(found, Saved), found
    return found


def given_more(answers: Answers, **given: object) -> Answers:
    """Answers with others put in."""
    return replace(answers, answers=MappingProxyType({**answers.answers, **answers_of(**given).answers}))


def test_a_new_file_is_plain_and_can_be_gone_on_with(tmp_path: Path) -> None:
    """The file reads as somebody would write it, and opens to the same answers."""
    path = tmp_path / "a.yaml"
    answers = replace(
        answers_of(soil__depth={"answer": 3, "evidence": "A hole: deep"}, soil__grows=["beans"], plot__shed="yes"),
        version="1.10",
        service="Tŷ Ŵen ✓",
        date="2026-11-23",
        lessons=(Lesson("Dig early", "soil.depth"),),
    )
    saved = save_answers(opened(path), answers, LOADED)
    assert path.read_text(encoding="utf-8") == (
        "questionnaire: garden\n"
        'version: "1.10"\n'
        'service: "Tŷ Ŵen ✓"\n'
        "date: 2026-11-23\n"
        "answers:\n"
        "  plot.shed: yes\n"
        "  soil.depth:\n"
        "    answer: 3\n"
        '    evidence: "A hole: deep"\n'
        "  soil.grows: [beans]\n"
        "lessons:\n"
        "  - question: soil.depth\n"
        "    text: Dig early\n"
    )
    assert saved == Saved(str(path), answers, sha256(path.read_bytes()).hexdigest())
    assert plain_document(garden(), opened(path).answers) == plain_document(garden(), answers)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(lines(), max_size=25), st.sampled_from(["a.yaml", "a.json", "commented.yaml"]))
def test_every_step_of_an_interview_can_be_saved_and_read(tmp_path: Path, said: list[str], name: str) -> None:
    """Saved after each change, the file always gives the answers, and a resumed interview has the same."""
    path = tmp_path / name
    path.unlink(missing_ok=True)
    if name == "commented.yaml":
        path.write_text("# ours\nquestionnaire: garden\nanswers: # all\n  plot.shed: true  # old\n", encoding="utf-8")
    saved = opened(path)
    state = start(garden(), saved.answers)
    for line in said:
        made = step(state, line)
        state = made.state
        if made.changed:
            saved = save_answers(saved, state.answers, LOADED)
            assert saved.comments_kept
            assert plain_document(garden(), opened(path).answers) == plain_document(garden(), state.answers)
    if name == "commented.yaml":
        assert path.read_text(encoding="utf-8").startswith("# ours\nquestionnaire: garden\n")


def test_a_persons_writing_is_kept_and_only_changes_are_written(tmp_path: Path) -> None:
    """Comments, order, and other ways to write the same answer stay as they are."""
    path = tmp_path / "a.yaml"
    path.write_text(
        "# mine\nquestionnaire: garden\nversion: 1.10\nanswers:\n"
        "  soil.depth: 2   # measured\n  plot.shed: true\n\n# below\nlessons: []\n",
        encoding="utf-8",
    )
    saved = opened(path)
    more = replace(given_more(saved.answers, soil__beds=4, soil__depth=1), service="The plot")
    save_answers(saved, more, LOADED)
    assert path.read_text(encoding="utf-8") == (
        "# mine\nquestionnaire: garden\nversion: 1.10\nservice: The plot\nanswers:\n"
        "  soil.depth: 1   # measured\n  plot.shed: true\n  soil.beds: 4\n\n# below\nlessons: []\n"
    )


def test_a_long_answer_stays_long(tmp_path: Path) -> None:
    """Comments inside an answer stay, also where a short one would do."""
    path = tmp_path / "a.yaml"
    path.write_text(
        "questionnaire: garden\nanswers:\n  soil.depth:\n    # ask the council\n    answer: 2\n    note: soon\n",
        encoding="utf-8",
    )
    save_answers(opened(path), answers_of(soil__depth=1), LOADED)
    assert path.read_text(encoding="utf-8") == (
        "questionnaire: garden\nanswers:\n  soil.depth:\n    # ask the council\n    answer: 1\n"
    )


def test_old_names_and_removed_questions_stay_in_the_file(tmp_path: Path) -> None:
    """An answer under an old id is changed there, and one to a removed question is left alone."""
    questionnaire = replace(garden(), renamed={"earth.depth": "soil.depth"}, removed=frozenset({"earth.worms"}))
    loaded = Loaded(questionnaire, "q.yaml", "")
    path = tmp_path / "a.yaml"
    path.write_text("questionnaire: garden\nanswers:\n  earth.depth: 2\n  earth.worms: many\n", encoding="utf-8")
    saved = open_answers(str(path), loaded)
    assert isinstance(saved, Saved)
    save_answers(saved, given_more(saved.answers, soil__depth=1), loaded)
    assert path.read_text(encoding="utf-8") == (
        "questionnaire: garden\nanswers:\n  earth.depth: 1\n  earth.worms: many\n"
    )


def test_a_file_that_changed_is_never_overwritten(tmp_path: Path) -> None:
    """Somebody else's change stays, and is told."""
    path = tmp_path / "a.yaml"
    saved = save_answers(opened(path), answers_of(soil__depth=2), LOADED)
    path.write_text("questionnaire: garden\nanswers: {soil.depth: 0}\n", encoding="utf-8")
    with pytest.raises(ChangedMeanwhile):
        save_answers(saved, answers_of(soil__depth=3), LOADED)
    assert path.read_text(encoding="utf-8") == "questionnaire: garden\nanswers: {soil.depth: 0}\n"


def test_a_new_file_replaces_none_that_came_meanwhile(tmp_path: Path) -> None:
    """A file that appeared after the start is not replaced."""
    path = tmp_path / "a.yaml"
    saved = opened(path)
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(StorageError):
        save_answers(saved, answers_of(soil__depth=3), LOADED)
    assert path.read_text(encoding="utf-8") == "mine"


def test_the_slow_library_is_loaded_for_a_persons_file_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Saving again over our own plain writing needs no ruamel."""
    monkeypatch.setitem(sys.modules, "ruamel.yaml", None)
    saved = save_answers(opened(tmp_path / "a.yaml"), answers_of(soil__depth=2), LOADED)
    assert save_answers(saved, answers_of(soil__depth=1), LOADED).comments_kept


def test_answers_are_saved_where_the_comments_cannot_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the library for comments fails, the answers come first, and that is told."""
    monkeypatch.setitem(sys.modules, "ruamel.yaml", None)
    path = tmp_path / "a.yaml"
    path.write_text("# mine\nquestionnaire: garden\nanswers: {soil.depth: 1}\n", encoding="utf-8")
    saved = save_answers(opened(path), answers_of(soil__depth=2), LOADED)
    assert (saved.comments_kept, opened(path).answers.of("soil.depth")) == (False, Answer(2))


def test_a_broken_file_is_refused_with_its_problems(tmp_path: Path) -> None:
    """A file that is broken in its form cannot be gone on with, and stays as it is."""
    path = tmp_path / "a.yaml"
    path.write_text("questionnaire: garden\nanswers: {soil.depth: {answer: 9, evidnce: A hole}}\n", encoding="utf-8")
    found = open_answers(str(path), LOADED)
    assert isinstance(found, Refused)
    assert {problem.question for problem in found.problems} == {"soil.depth"}


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a", "a.txt"])
def test_other_formats_are_refused(tmp_path: Path, name: str) -> None:
    """An interview writes one document in YAML or JSON."""
    with pytest.raises(StorageError):
        open_answers(str(tmp_path / name), LOADED)


def test_texts_too_long_for_a_file_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    """A file that could not be read again is not written."""
    path = tmp_path / "a.yaml"
    huge = Answers({"soil.words": Answer("x" * 2_000_001)})
    with pytest.raises(StorageError):
        save_answers(opened(path), huge, LOADED)
    assert not path.exists()


def test_a_free_path_is_found_beside_what_is_there(tmp_path: Path) -> None:
    """A name that is taken is not proposed."""
    (tmp_path / "play.yaml").touch()
    assert free_path(tmp_path, "Play") == str(tmp_path / "play-2.yaml")
