"""What has come in: by service and respondent, how far, who is missing, and what is no answers."""

import json
from pathlib import Path
from typing import Any

import pytest

from spinout.use_cases.collecting import (
    MAIL,
    OPEN,
    OTHER,
    PACKED,
    PICTURE,
    TABLE,
    WORD,
    Collected,
    CollectedService,
    NoAnswers,
    collect,
)
from spinout.use_cases.questionnaires import Loaded, load_questionnaire

FORM = {
    "id": "garden",
    "title": "A garden",
    "version": "2",
    "respondents": [
        {"id": "lead", "label": "Gardener"},
        {"id": "staff", "label": "Helpers", "speaks_for": {"question": "soil.who", "option": "helpers"}},
        {"id": "users", "label": "Neighbours", "speaks_for": {"question": "soil.who", "option": ["near", "far"]}},
        {"id": "council", "label": "Council"},
    ],
    "decision": {
        "asked_by": "soil.stage",
        "stages": [{"id": "dig", "label": "Dig"}, {"id": "plant", "label": "Plant"}],
    },
    "sections": [
        {
            "id": "soil",
            "title": "Soil",
            "questions": [
                {
                    "id": "stage",
                    "ask": "Stage?",
                    "type": "choice",
                    "options": [{"id": "dig", "label": "Dig"}, {"id": "plant", "label": "Plant"}],
                },
                {
                    "id": "who",
                    "ask": "Who?",
                    "type": "multi",
                    "options": [{"id": name, "label": name} for name in ("helpers", "near", "far")],
                },
                {
                    "id": "depth",
                    "ask": "Depth?",
                    "type": "scale",
                    "levels": ["None", "Some", "Deep"],
                    "audience": ["users"],
                    "essential": {"dig": {"at_least": 1}, "plant": {"at_least": 2}},
                },
                {
                    "id": "water",
                    "ask": "Water?",
                    "type": "yes-no",
                    "show_if": {"question": "soil.stage", "is": "plant"},
                    "essential": {"plant": {"is": "yes"}},
                },
                {"id": "say", "ask": "Say?", "type": "text", "audience": ["users", "staff"]},
            ],
        }
    ],
}


@pytest.fixture
def garden(tmp_path: Path) -> Loaded:
    """A questionnaire with respondents, and a decision of two stages."""
    path = tmp_path / "form.json"
    path.write_text(json.dumps(FORM), encoding="utf-8")
    loaded = load_questionnaire(path)
    assert isinstance(loaded, Loaded), loaded
    return loaded


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for what comes in, which is the present one."""
    made = tmp_path / "inbox"
    made.mkdir()
    monkeypatch.chdir(made)
    return made


def put(name: str, answers: dict[str, Any] | None = None, **header: Any) -> None:
    """A file of answers in it."""
    document = {"questionnaire": "garden", "service": "Plot", **header, "answers": answers or {}}
    Path(name).write_text(json.dumps({k: v for k, v in document.items() if v is not None}), encoding="utf-8")


def only(found: Collected) -> CollectedService:
    """The one service that was found."""
    (service,) = found.services
    return service


@pytest.mark.usefixtures("inbox")
def test_how_far_each_is_counts_what_its_respondent_is_asked(garden: Loaded) -> None:
    """Of the whole for the first, and of their own questions for others, at the stage that the first states."""
    put("lead.json", {"soil.stage": "dig", "soil.who": ["near"], "soil.depth": "dont-know", "soil.water": "yes"})
    put("users.json", {"soil.depth": 1}, respondent="users", completed_by="A neighbour", date="2026-11-03")
    service = only(collect(["."], garden))
    lead, users = service.documents
    assert (lead.respondent, lead.answered, lead.unknown, lead.shown) == ("lead", 2, 1, 4)
    assert (users.answered, users.unknown, users.shown, users.completed_by, users.date) == (
        *(1, 0, 2),
        "A neighbour",
        "2026-11-03",
    )
    assert service.stage is not None
    assert (service.stage.id, service.stated) == ("dig", True)
    assert (lead.open, lead.essential) == ({"dig": 1, "plant": 1}, {"dig": 1, "plant": 1})
    assert (users.open["dig"], users.essential["dig"]) == (0, 1)
    assert (service.missing, service.sure) == ((), True)
    assert only(collect(["."], garden, "plant")).stage == garden.questionnaire.decision.stages[1]  # type: ignore[union-attr]


@pytest.mark.usefixtures("inbox")
@pytest.mark.parametrize(
    ("answers", "respondents", "missing", "sure"),
    [
        ({"soil.who": ["near"]}, ["lead"], ["users"], True),
        ({"soil.who": ["helpers", "far"]}, ["lead"], ["staff", "users"], True),
        ({"soil.who": ["helpers"]}, ["lead", "staff"], [], True),
        ({}, ["lead"], ["staff", "users"], False),
        ({}, ["users"], ["lead", "staff"], False),
        ({}, ["council"], ["lead", "staff", "users"], False),
    ],
)
def test_who_is_missing_speaks_for_groups_that_may_join(
    garden: Loaded,
    answers: dict[str, Any],
    respondents: list[str],
    missing: list[str],
    sure: bool,  # noqa: FBT001 - drawn
) -> None:
    """And the first respondent; where nobody says who may join, all may."""
    for respondent in respondents:
        put(f"{respondent}.json", answers, respondent=respondent)
    service = only(collect(["."], garden))
    assert ([each.id for each in service.missing], service.sure) == (missing, sure)


@pytest.mark.usefixtures("inbox")
def test_names_that_differ_by_case_spaces_and_quotes_are_one_and_both_are_kept(garden: Loaded) -> None:
    """Who leaves the organisation out means the one that has such a service; where two have, nobody can tell."""
    put("a.json", organisation="Town", service="Plot “A”")
    put("b.json", organisation="TOWN", service='plot  "a"', respondent="users")
    put("c.json", organisation="Town", service="Plot “A”", respondent="staff")
    put("d.json", service="Plot A.", respondent="council")
    service = only(collect(["."], garden))
    assert service.names == ("Plot “A”", 'plot  "a"', "Plot A.")
    assert (service.organisations, service.nameless) == (("Town", "TOWN"), 1)
    put("e.json", organisation="Shire", service="Plot A")
    assert [(each.service, each.organisation) for each in collect(["."], garden).services] == [
        *(("Plot A.", None), ("Plot A", "Shire")),
        ("Plot “A”", "Town"),
    ]


@pytest.mark.usefixtures("inbox")
def test_a_name_that_is_near_that_of_a_lead_is_asked_about(garden: Loaded) -> None:
    """It is not put together: it may be another."""
    put("a.json", service="Allotments")
    put("b.json", service="Alotments", respondent="users")
    put("c.json", service="Orchard", respondent="users")
    assert [(each.service, each.near) for each in collect(["."], garden).services] == [
        ("Allotments", None),
        ("Alotments", "Allotments"),
        ("Orchard", None),
    ]


@pytest.mark.usefixtures("inbox")
def test_what_names_no_service_is_about_none(garden: Loaded) -> None:
    """Nobody leads it, and nobody is missing."""
    put("a.json", service=None)
    put("b.json", {"soil.say": "x"}, service=None)
    service = only(collect(["."], garden))
    assert (service.service, service.lead, service.missing, service.repeats) == (None, None, (), ())


@pytest.mark.usefixtures("inbox")
def test_the_same_answers_and_older_ones_are_told(garden: Loaded) -> None:
    """The first respondent has one voice; of others, who sends a file again under its name, and nobody else."""
    put("a.json", {"soil.depth": 1}, date="2026-11-01")
    put("b.json", {"soil.depth": 2}, date="2026-11-02")
    put("answers (1).json", {"soil.depth": 1}, respondent="users")
    put("answers.json", {"soil.depth": 1}, respondent="users")
    put("other.json", {"soil.depth": 2}, respondent="users")
    put("talk.json", {"soil.say": "x"}, respondent="staff")
    put("talk - Copy.json", {"soil.say": "y"}, respondent="staff")
    service = only(collect(["."], garden))
    told = [([each.file for each in repeat.documents], repeat.same, repeat.dated) for repeat in service.repeats]
    assert told == [
        (["b.json", "a.json"], False, True),
        (["talk - Copy.json", "talk.json"], False, False),
        (["answers.json", "answers (1).json"], True, False),
    ]
    assert service.lead is not None
    assert service.lead.file == "b.json"
    assert [each.file for each in service.others] == ["talk - Copy.json", "answers.json", "other.json"]


@pytest.mark.usefixtures("inbox")
def test_each_file_that_cannot_be_read_is_told_once(garden: Loaded) -> None:
    """With how many documents and problems; one whose headings are none of ours looks like an export."""
    put("wrong.json", {"soil.depth": 9})
    Path("rows.csv").write_text("questionnaire,soil.depth,soil.water\ngarden,9,perhaps\ngarden,8,\ngarden,1,\n")
    Path("export.csv").write_text("Timestamp,What?\n1,2\n")
    Path("gone.json").symlink_to("nowhere.json")
    found = collect(["."], garden)
    told = {each.file: (each.documents, each.problems, each.export) for each in found.not_read}
    assert told == {"wrong.json": (1, 1, False), "rows.csv": (2, 3, False), "export.csv": (1, 1, True)}
    assert [each.file for each in found.unreadable] == ["./gone.json"]
    assert found.documents == 1


@pytest.mark.usefixtures("inbox")
def test_files_that_are_no_answers_are_told_by_what_they_are(garden: Loaded) -> None:
    """A document of words, a table of another program, a picture, a mail, a packed file, a lock; and what spinout
    wrote."""
    kinds = {
        "a.docx": WORD,
        "b.PDF": WORD,
        "c.ods": TABLE,
        "d.jpg": PICTURE,
        "e.eml": MAIL,
        "f.zip": PACKED,
        "~$g.xlsx": OPEN,
        "notes.txt": OTHER,
    }
    for name in kinds:
        Path(name).touch()
    Path("own.json").write_text('{"schema": "spinout.assessment/1"}')
    found = collect(["."], garden)
    assert {each.file: each.kind for each in found.no_answers} == kinds
    assert set(found.no_answers) == {NoAnswers(name, kind) for name, kind in kinds.items()}
    assert found.own == ("own.json",)
    assert found.services == ()
