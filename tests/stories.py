"""Subjects to make reports of: the small form's answers, and the shipped examples."""

from functools import cache
from pathlib import Path

from msgspec.structs import replace

from spinout.core.reading.answers import answers_from
from spinout.core.scoring.assessment import Assessment, assess
from spinout.reports.layouts.environments import Templates
from spinout.reports.view.publication import Subject
from spinout.use_cases.assessments import Assessed, assess_file
from spinout.use_cases.questionnaires import Loaded, load_questionnaire

HERE = Path(__file__).parent
SMALL = HERE / "reports" / "small"
CHECKOUT = HERE.parent
FOLDER = CHECKOUT / "templates"
TEMPLATES = Templates(FOLDER)
EXAMPLES = CHECKOUT / "examples"


@cache
def loaded(path: Path | None = None) -> Loaded:
    """A questionnaire that has no problems; the shipped one where no path is given."""
    found = load_questionnaire(path)
    assert isinstance(found, Loaded), found.problems
    return found


def small_form() -> Loaded:
    """The small questionnaire."""
    return loaded(SMALL / "questions.yaml")


def small(**answers: object) -> Assessment:
    """An assessment of the small form at its second stage; `start__plan=2` answers start.plan."""
    named = {name.replace("__", "."): value for name, value in answers.items()}
    data = {"questionnaire": "small", "answers": {"start.stage": "second", **named}}
    read, problems = answers_from(data, small_form().questionnaire, "made.yaml")
    assert read is not None, problems
    return assess(small_form().questionnaire, read)


def assessed(path: Path, form: Loaded) -> Assessed:
    """An answers file, assessed; it is called by its name alone."""
    found = assess_file(str(path), form)
    assert isinstance(found, Assessed), found.problems
    return replace(found, file=path.name)


def subject(assessment: Assessment) -> Subject:
    """A subject with made-up digests."""
    return Subject(assessment, "made.yaml", "a" * 64, "b" * 64, "0")


def story_files() -> dict[str, Path]:
    """The examples by the name of their story, and the small form's answers."""
    found = {"small": SMALL / "answers.yaml"}
    for path in sorted(EXAMPLES.rglob("*.yaml")):
        found["-".join(path.relative_to(EXAMPLES).with_suffix("").parts)] = path
    return found


def story(name: str) -> tuple[Assessed, Loaded]:
    """The assessment of a story, and its questionnaire."""
    form = small_form() if name == "small" else loaded()
    return assessed(story_files()[name], form), form
