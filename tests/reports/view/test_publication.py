"""What is left out of a report leaves no trace in it, and stands in the part that is not for publication."""

import pytest
from msgspec.structs import replace

from spinout.core.reading.answers import answers_from
from spinout.core.scoring.assessment import Assessment, assess
from spinout.reports.formats import FORMATS
from spinout.reports.view.publication import Choices
from spinout.reports.view.view import ReportView, view_of
from stories import TEMPLATES, loaded, subject

BASE: dict[str, object] = {
    "about.decision": "in-principle",
    "about.service-type": "libraries",
    "ownership.owners": 3,
    "ownership.voting": {"answer": 4, "note": "A note on voting"},
    "member-mix.groups": ["users", "employees"],
    "transition.sponsorship": {"answer": 3, "evidence": "Mandate letter"},
    "transition.subsidy": {"not_applicable": "No help is given"},
}


def made(**changed: object) -> Assessment:
    """An assessment of the base answers with some changed."""
    return made_at(None, changed)


def made_at(stage: str | None, changed: dict[str, object]) -> Assessment:
    """The same at a stage that was asked for apart from the answers."""
    form = loaded().questionnaire
    data = {
        "questionnaire": form.id,
        "service": "A service",
        "date": "2026-11-02",
        "answers": {**BASE, **{name.replace("__", ".").replace("_", "-"): value for name, value in changed.items()}},
        "lessons": [{"text": "A lesson"}],
    }
    answers, problems = answers_from(data, form, "made.yaml")
    assert answers is not None, problems
    return assess(form, answers, stage)


def view(assessment: Assessment, choices: Choices | None = None) -> ReportView:
    """The view with some choices."""
    return view_of(replace(subject(assessment), choices=choices or Choices()))


@pytest.mark.parametrize("question", ["transition__pensions", "ownership__asset_lock", "transition__sponsorship"])
def test_nothing_hangs_on_what_is_left_out(question: str) -> None:
    """Whatever an exempt answer is, the published report is the same to the letter: sums, verdict, plan and all."""
    secret = [{"answer": level, "exempt": True, "note": f"note {level}"} for level in (0, 2, 4)]
    views = {repr(view(made(**{question: value}))) for value in secret}
    assert len(views) == 1
    assert "note 4" not in views.pop()


def test_gate_that_is_left_out_says_so() -> None:
    """Its state is neither met nor not met, and no condition names it."""
    found = view(made(transition__sponsorship={"answer": 0, "exempt": True})).decision
    assert found is not None
    line = next(gate for gate in found.gates if gate.question == "transition.sponsorship")
    assert (line.state, line.state_words, line.number) == ("left-out", "Left out of this report", None)
    assert "transition.sponsorship" not in {condition.question for condition in found.conditions}
    assert "transition.sponsorship" not in {fact.question for fact in found.facts}


def test_recommendations_are_not_guessed_without_them() -> None:
    """Where the verdict cannot be told without what is left out, the report says where its recommendations stand."""
    found = view(made(transition__sponsorship={"answer": 0, "exempt": True}))
    assert found.decision is not None
    assert found.decision.verdict == "cannot-tell"
    assert [one.text for one in found.recommendations] == [
        "The recommendations rest on answers that are left out of this report. They stand in the exempt part, which "
        "is not for publication."
    ]


def test_part_not_for_publication_has_the_answers() -> None:
    """It has the verdict with all answers, and the exempt ones with their notes."""
    secret = {"answer": 0, "exempt": True, "note": "A secret note"}
    found = view(made(transition__sponsorship=secret), Choices(restricted=True))
    assert found.restricted
    assert found.decision is not None
    assert found.decision.verdict == "too-early"
    assert [(line.id, line.note) for section in found.answers for line in section.lines] == [
        ("transition.sponsorship", "A secret note")
    ]


def test_free_texts_can_be_left_out() -> None:
    """Notes, reasons and lessons go; evidence stays."""
    found = view(made(), Choices(notes=False))
    assert not [text for text in ("A note on voting", "No help is given", "A lesson") if text in repr(found)]
    assert "Mandate letter" in repr(found)
    assert found.decision == view(made()).decision


def test_date_is_that_of_the_answers_or_the_one_given() -> None:
    """No clock is asked."""
    assert view(made()).as_of.text == "2 November 2026"
    assert view(made(), Choices(as_of="2026-12-24")).as_of.text == "24 December 2026"
    undated = made()
    blank = view(replace(undated, answers=replace(undated.answers, date=None))).as_of
    assert (blank.text, blank.blank) == ("[as at: not given]", True)


def test_a_stage_that_is_left_out_is_told_nowhere() -> None:
    """The decision asked for may be exempt; then the page that says where a report came from is silent too."""
    exempt = made(about__decision={"answer": "final", "exempt": True})
    stated = made(about__decision="final")
    assert [view(found).provenance.options for found in (exempt, stated)] == [None, None]


@pytest.mark.parametrize("kind", [".html", ".json"])
@pytest.mark.parametrize("asked", ["explore", "in-principle", "final"])
def test_a_stage_asked_for_apart_is_that_of_the_report_whatever_is_left_out(asked: str, kind: str) -> None:
    """The stage asked for counts where the answers say the same and are exempt; what they say changes no byte."""
    exempt = [{"answer": said, "exempt": True} for said in ("explore", "in-principle", "final", "go-live")]
    told = [made_at(asked, {"about__decision": said}) for said in exempt]
    shown = view(told[1])
    assert told[1].stage is not None
    assert shown.stage == told[1].stage.label
    assert shown.decision is not None
    assert shown.decision.not_stated is None
    assert shown.provenance.options == f"stage={asked}"
    assert len({FORMATS[kind].render(subject(found), TEMPLATES) for found in told}) == 1
