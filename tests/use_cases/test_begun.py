"""Work already begun is found: the files of answers in a folder, and how far each is."""

import shutil
from pathlib import Path

import pytest

from spinout.use_cases.begun import MOST_FILES, begun_in
from spinout.use_cases.questionnaires import Loaded, load_questionnaire

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def shipped() -> Loaded:
    """The shipped questionnaire."""
    loaded = load_questionnaire(CHECKOUT / "questions")
    assert isinstance(loaded, Loaded)
    return loaded


def test_files_of_answers_are_told_with_how_far_they_are(tmp_path: Path, shipped: Loaded) -> None:
    """A whole one, a short form, and one that was only begun; what is no answers file is passed over."""
    shutil.copy(CHECKOUT / "examples" / "community-library" / "lead.yaml", tmp_path / "lead.yaml")
    shutil.copy(CHECKOUT / "examples" / "community-library" / "users.yaml", tmp_path / "users.yaml")
    begun = "questionnaire: mutual-spin-out\nservice: Youth centres\nanswers: {about.decision: explore}\n"
    (tmp_path / "begun.yml").write_text(begun, encoding="utf-8")
    (tmp_path / "notes.yaml").write_text("milk: 2\n", encoding="utf-8")
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    (tmp_path / "folder.yaml").mkdir()
    found = {Path(each.path).name: each for each in begun_in(tmp_path, shipped)}
    assert list(found) == ["begun.yml", "lead.yaml", "users.yaml"]
    assert (found["begun.yml"].service, found["begun.yml"].answered) == ("Youth centres", 1)
    assert found["begun.yml"].asked > 50
    assert found["lead.yaml"].answered == found["lead.yaml"].asked
    assert (found["users.yaml"].respondent, found["users.yaml"].asked < 30) == ("users", True)


@pytest.mark.parametrize(("typed", "same"), [("youth  CENTRES ", 1), ("Youth centre", 0), ("", 0)])
def test_a_service_is_known_however_it_is_written(typed: str, same: int, tmp_path: Path, shipped: Loaded) -> None:
    """By its words, in any case and with any blanks."""
    (tmp_path / "a.yaml").write_text("questionnaire: mutual-spin-out\nservice: Youth centres\nanswers: {}\n")
    assert sum(each.is_about(typed) for each in begun_in(tmp_path, shipped)) == same


def test_a_folder_that_cannot_be_read_has_none(tmp_path: Path, shipped: Loaded) -> None:
    """The interview begins as in an empty one."""
    assert begun_in(tmp_path / "missing", shipped) == ()


def test_a_folder_of_many_files_costs_little(tmp_path: Path, shipped: Loaded) -> None:
    """No more than a bound of them are opened."""
    for number in range(MOST_FILES + 5):
        text = "questionnaire: mutual-spin-out\nanswers: {}\n"
        (tmp_path / f"{number:03}.yaml").write_text(text, encoding="utf-8")
    assert len(begun_in(tmp_path, shipped)) == MOST_FILES
