"""`spinout questions`: what a questionnaire asks, with all that may be answered."""

import html
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from spinout.cli.boundary import run
from spinout.core.questionnaire import Questionnaire
from spinout.reports.view.questionnaire import questionnaire_view
from spinout.use_cases.questionnaires import Loaded, load_questionnaire

SHIPPED = Path(__file__).parents[2] / "questions"


@pytest.fixture(scope="module")
def shipped() -> Questionnaire:
    """The shipped questionnaire."""
    loaded = load_questionnaire(SHIPPED)
    assert isinstance(loaded, Loaded)
    return loaded.questionnaire


@pytest.fixture
def shown(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """What the command says, which must succeed."""

    def show(*args: str) -> str:
        monkeypatch.setattr(sys, "argv", ["spinout", "questions", *args])
        assert run() == 0
        return capsys.readouterr().out

    return show


def test_every_question_stands_under_its_title(shown: Callable[..., str], shipped: Questionnaire) -> None:
    """Title and id on a line, how it is asked below."""
    text = " ".join(shown().split())
    for question in shipped.questions.values():
        assert f"{question.title} ({question.id})" in text
        assert " ".join(question.ask.split()) in text


def test_options_shows_all_that_may_be_answered(shown: Callable[..., str], shipped: Questionnaire) -> None:
    """Each option by its id, each level by its number, with its help; what a gate asks and when, with its reason."""
    text = " ".join(shown("--options").split())
    for question in shipped.questions.values():
        for pick in question.type.picks():
            help_ = f" ({pick.help})" if pick.help else ""
            assert f"{pick.id}: {' '.join((pick.label + help_).split())}" in text
        assert all(f"{part.id}: {part.label}" in text for part in question.type.parts)
        for stage, clauses in question.essential.items():
            for clause in clauses:
                said = " ".join(f"{question.type.clause(clause.needs)}. {clause.because or ''}".split())
                below = text.partition(f"{question.title} ({question.id})")[2]
                below = re.split(r"\([a-z-]+\.[a-z0-9-]+\)", below)[0]  # up to the next question
                assert re.match(rf".*?Essential at [a-z, -]*\b{stage}\b[^:]*: {re.escape(said)}", below), question.id


def test_lines_fit_the_screen(shown: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is wider than the terminal, at 40 columns too, but a single word, such as an address."""
    monkeypatch.setenv("COLUMNS", "40")
    wider = [line for line in shown("--options").splitlines() if len(line) > 40]
    assert [line for line in wider if " " in line.strip().removeprefix("- ")] == []


def test_json_has_what_a_form_needs(shown: Callable[..., str], shipped: Questionnaire) -> None:
    """Titles, plain words, audience, options with help, parts, and the clauses of each gate."""
    made = json.loads(shown("--json"))
    asked = {q["id"]: q for section in made["sections"] for q in section["questions"]}
    assert set(asked) == set(shipped.questions)
    for ident, question in shipped.questions.items():
        found = asked[ident]
        assert (found["title"], found["plain"], found["audience"]) == (
            question.title, question.plain, list(question.audience),
        )  # fmt: skip
        assert [option["id"] for option in found["options"]] == [pick.id for pick in question.type.picks()]
        assert [(gate["stage"], gate["because"]) for gate in found["gates"]] == [
            (stage, clause.because) for stage, clauses in question.essential.items() for clause in clauses
        ]
    assert [who["id"] for who in made["respondents"]] == [who.id for who in shipped.respondents]


def test_a_stage_leaves_only_what_is_essential_there(shown: Callable[..., str], shipped: Questionnaire) -> None:
    """Of a stage named only its gates are listed."""
    made = json.loads(shown("--json", "--stage", "explore"))
    asked = {q["id"] for section in made["sections"] for q in section["questions"]}
    assert asked == {ident for ident, question in shipped.questions.items() if "explore" in question.essential}


@pytest.mark.parametrize("ending", ["html", "md"])
def test_a_page_to_print_has_all_that_may_be_answered(
    ending: str, shown: Callable[..., str], shipped: Questionnaire, tmp_path: Path
) -> None:
    """Each title, id, option and gate of the screen stands on it."""
    assert shown("-o", str(tmp_path / f"asked.{ending}")) == ""
    page = html.unescape((tmp_path / f"asked.{ending}").read_text(encoding="utf-8"))
    text = " ".join(re.sub(r"<[^>]*>|\\(?=\W)", "", page).split())
    for asked in (q for section in questionnaire_view(shipped, None, "").sections for q in section.questions):
        words = [asked.title, asked.id, asked.marks, *asked.gates, *(offered.label for offered in asked.offered)]
        assert [word for word in words if " ".join(word.split()) not in text] == []


@pytest.mark.parametrize(("args", "said"), [(("-o", "asked.docx"), ".html or .md"), (("-o", "a.md", "--json"), ".md")])
def test_a_list_that_has_no_such_format_is_refused(
    args: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the endings that there are."""
    monkeypatch.setattr(sys, "argv", ["spinout", "questions", *args])
    assert run() == 2
    assert said in capsys.readouterr().err
