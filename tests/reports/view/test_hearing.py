"""Who was heard, on the first side of a paper and in an appendix, in words."""

from collections.abc import Iterable

from msgspec.structs import replace

from spinout.reports.view.hearing import MOST_FIRST
from spinout.reports.view.publication import Beside, Choices
from spinout.reports.view.view import ReportView, view_of
from stories import story, subject

OTHERS = ("community-library-staff", "community-library-users", "community-library-residents")


def paper(name: str, *others: str, restricted: bool = False, appendices: tuple[str, ...] = ()) -> ReportView:
    """The paper of a story, with others heard beside it."""
    beside = tuple(Beside(made.assessment, made.file, made.sha256) for made, _ in map(story, others))
    made = subject(story(name)[0].assessment)
    return view_of(replace(made, others=beside, choices=Choices(restricted=restricted, appendices=appendices)))


def texts(view: ReportView, part: int = 0) -> list[str]:
    """The sentences of the paragraphs of a part."""
    return [block.text or "" for block in view.parts[part].blocks if block.kind == "paragraph"]


def lines(view: ReportView, titles: Iterable[str]) -> list[int]:
    """How many answers stand in a list under these headings."""
    return [
        len(block.lines) for part in view.parts if part.title in titles for block in part.blocks if block.kind == "held"
    ]


def test_a_lead_alone_says_in_one_sentence_who_was_not_heard() -> None:
    """On the first side of every paper, and as no alarm before the stage that needs them."""
    view = paper("community-library-lead")
    assert texts(view)[-1] == (
        "This rests on a questionnaire, answered by: Service lead, and nobody else. No answers came, of those who may "
        "join, from: Staff; Users, carers or parents; Residents or volunteers."
    )
    assert view.hearing is not None
    assert (view.hearing.due, view.hearing.differ, view.hearing.lines) == (None, None, ())


def test_the_first_side_has_a_few_differences_and_an_appendix_all() -> None:
    """The first few with the lead's answer and the farthest from it, the rest with every answer."""
    view = paper("community-library-lead", *OTHERS, appendices=("dissents",))
    hearing = view.hearing
    assert hearing is not None
    assert texts(view)[-1].endswith(f"others answered otherwise. The {MOST_FIRST} on which they lie farthest apart:")
    assert lines(view, ["Purpose and summary", "Where others differ"])[:1] == [MOST_FIRST]
    assert lines(view, ["Where others differ"]) == [len(hearing.lines)]
    seats = [
        [line.words for line in found if line.question == "ownership.elected-board-share"]
        for found in (hearing.first, hearing.lines)
    ]
    assert seats == [
        ["Service lead: 75%. Staff: 25%."],
        ["Service lead: 75%. Staff; Residents or volunteers: 25%."],
    ]


def test_a_questionnaire_without_respondents_says_nothing_of_them() -> None:
    """There is nobody to hear."""
    assert paper("small").hearing is None


def test_due_stands_among_the_reasons_beside_the_verdict() -> None:
    """Ready for final approval, and nobody but the lead was heard."""
    view = paper("resource-centre-answers")
    assert view.hearing is not None
    assert view.decision is not None
    assert view.hearing.due is not None
    assert view.decision.reasons[-1] == view.hearing.due


def test_the_files_of_others_stand_in_the_provenance() -> None:
    """Each with its respondent and the first letters of its digest, which the options name."""
    view = paper("community-library-lead", OTHERS[0])
    digest = story(OTHERS[0])[0].sha256[:12]
    assert view.lines[-1].text == f"staff.yaml (staff), digest {digest}…"
    assert view.provenance.options == f"with={digest}"
