"""For random questionnaires and answers: a table in each tool's shape, a guessed map, and the same answers again."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from inputs.exports.tools import DELIMITERS, MAKERS, as_csv
from spinout.core.answers import Answers
from spinout.core.labels import plain_label
from spinout.core.questionnaire import Questionnaire
from spinout.core.reading.answers import answers_from
from spinout.core.reading.questionnaires import Documents, questionnaire_from
from spinout.inputs.exports.headings import bare_heading
from spinout.inputs.exports.maps import TableSettings
from spinout.use_cases.imports import Imported, files_of, import_table, lines_of
from spinout.use_cases.questionnaires import Loaded
from strategies import answers_for, questionnaires

SLOW = settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))


def read(raw: dict[str, Any]) -> Questionnaire:
    """A questionnaire of plain data, in which each question is asked in words of its own."""
    questionnaire, problems = questionnaire_from(Documents("q.yaml", {"q.yaml": raw}))
    assert questionnaire is not None, problems
    return questionnaire


def asked_apart(raw: dict[str, Any]) -> None:
    """Ask each question in words of its own."""
    for section in raw["sections"]:
        for question in section["questions"]:
            question["ask"] = f"{question['ask'].rstrip('?')}, in the part {section['id']}?"
            if "title" in question:
                question["title"] = f"{question['title'][:40]} {section['id']} {question['id']}"


def plain_enough(questionnaire: Questionnaire) -> bool:
    """Whether each question is asked in its own words, and each label stands for one option."""
    asks = [bare_heading(text) for q in questionnaire.questions.values() for text in {q.ask, q.title}]
    labels = [[plain_label(pick.label) for pick in q.type.picks()] for q in questionnaire.questions.values()]
    return len(set(asks)) == len(asks) and all(len(set(each)) == len(each) for each in labels)


def said(answers: Answers, unanswered: tuple[str, ...]) -> dict[str, Any]:
    """What answers say: all but what no survey asks, and the words that a tool writes for no answer."""
    found = {}
    for ident, answer in answers.answers.items():
        texts = (answer.reason, answer.evidence, answer.note, answer.other)
        given = (
            answer.value,
            answer.unknown,
            *(None if text and plain_label(text) in unanswered else text and text.strip() for text in texts),
        )
        if given != (None, False, None, None, None, None):
            found[ident] = given
    return found


def imported_from(raw: bytes, loaded: Loaded, folder: Path, name: str) -> Imported:
    """What a table gives by the map that is guessed for it."""
    path = folder / f"{name.split(maxsplit=1)[0]}.csv"
    path.write_bytes(raw)
    dates = "mdy" if name in ("Microsoft Forms", "Google Forms") else None
    found = import_table(str(path), loaded, None, TableSettings(dates=dates))
    assert isinstance(found, Imported), found
    return found


@pytest.mark.parametrize("name", MAKERS)
@SLOW
@given(data=st.data())
def test_a_table_in_a_tools_shape_gives_the_same_answers_again(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    """Nothing is lost on the way, nothing is added, and a second time gives the same bytes."""
    raw = data.draw(questionnaires())
    raw.pop("renamed", None)
    asked_apart(raw)
    questionnaire = read(raw)
    assume(plain_enough(questionnaire))
    documents = [data.draw(answers_for(raw)) for _ in range(data.draw(st.integers(1, 3)))]
    loaded = Loaded(questionnaire, "q.yaml", "0" * 64)
    table = as_csv(MAKERS[name](questionnaire, documents), delimiter=DELIMITERS.get(name, ","))
    imported = imported_from(table, loaded, tmp_path_factory.mktemp("table"), name)
    assert imported.guess is not None
    assert imported.guess.tool.name == name
    assert imported.left_out == ()
    words = imported.table_map.settings.unanswered
    for document, row in zip(documents, imported.rows, strict=True):
        ours, problems = answers_from(row.data, questionnaire)
        assert ours is not None, problems
        theirs, problems = answers_from(document, questionnaire)
        assert theirs is not None, problems
        assert said(ours, words) == said(theirs, words)
    again = imported_from(table, loaded, tmp_path_factory.mktemp("table"), name)
    assert lines_of(again) == lines_of(imported)
    assert list(files_of(again, "out")) == list(files_of(imported, "out"))
