"""What a cohort's report says: groups, order, obstacles, outcomes and lessons."""

from fractions import Fraction

import pytest
from msgspec.structs import replace

from reports.cohort.cohorts import entry, render_cohort
from spinout.core.problems import Code, Problem
from spinout.core.questionnaire import Verdict
from spinout.core.scoring.scores import ScoreRange
from spinout.reports.cohort.entries import CohortEntry, RefusedEntry, UnreadableEntry
from spinout.reports.cohort.findings import LessonOf, Lessons, NamesIn, OutcomeCount, RefusedLine
from spinout.reports.cohort.view import Cohort, CohortSubject, CohortView, ShadedScore, cohort_view
from stories import small_form


def view(*entries: CohortEntry, anonymous: bool = False, **more: object) -> CohortView:
    """The view of a cohort of the small form."""
    cohort = replace(Cohort(entries), **more)
    return cohort_view(CohortSubject(cohort, small_form().questionnaire, "b" * 64, "0", anonymous))


def scored(name: str, verdict: Verdict, low: int, high: int, stage: str = "second") -> CohortEntry:
    """An entry with a verdict and a range of our own."""
    return replace(entry(name, stage=stage), verdict=verdict, score=ScoreRange(Fraction(low), Fraction(high)))


def test_services_are_sorted_by_verdict_and_then_by_the_low_end() -> None:
    """Ready, conditions, cannot tell, too early; the highest low end first, then the high end, then the name."""
    made = view(
        scored("F", Verdict.TOO_EARLY, 99, 100),
        scored("E", Verdict.CANNOT_TELL, 50, 100),
        scored("D", Verdict.CONDITIONS, 20, 30),
        scored("C", Verdict.CONDITIONS, 30, 40),
        scored("B", Verdict.CONDITIONS, 30, 90),
        scored("A", Verdict.READY, 1, 2),
        scored("a", Verdict.CONDITIONS, 30, 40),
    )
    assert [line.name for line in made.stages[0].services] == ["A", "B", "a", "C", "D", "E", "F"]


def test_no_order_runs_across_stages() -> None:
    """A stage's services stand alone, in the questionnaire's order of stages, whatever they score."""
    made = view(
        scored("Best", Verdict.READY, 100, 100, "second"),
        scored("Worst", Verdict.TOO_EARLY, 0, 0, "first"),
        scored("Middle", Verdict.READY, 50, 50, "second"),
    )
    assert [(group.id, [line.name for line in group.services]) for group in made.stages] == [
        ("first", ["Worst"]),
        ("second", ["Best", "Middle"]),
    ]


def test_a_cell_has_its_range_and_its_bands_in_words() -> None:
    """The shade follows the lower band; what is not assessed has none."""
    made = view(replace(scored("A", Verdict.READY, 59, 60), sections=(ScoreRange(Fraction(70), Fraction(70)), None)))
    line = made.stages[0].services[0]
    assert (line.overall, line.cells) == (
        ShadedScore("59 to 60", "Low to High", 1, 59, 60),
        (ShadedScore("70", "High", 5, 70, 70), ShadedScore("Not assessed", None, None, None, None)),
    )


def test_obstacles_are_counted_by_the_services_that_one_remedy_would_help() -> None:
    """Not met, only the evidence missing, the only condition left, and not known are told apart."""
    full: dict[str, object] = {
        "start.backing": 1,
        "start.people": 9,
        "then.groups": ["red"],
        "then.agreed": "yes",
        "then.split": {"answer": {"red": 50, "blue": 50}},
        "then.share": 99,
        "then.extra": 3,
    }
    made = view(
        entry("A", answers=full, start__plan=2),
        entry("B", answers=full, start__plan=0),
        entry("C", answers=full, start__plan=0, start__backing=0),
        entry("D", answers=full),
    )
    found = {o.question: (o.services, o.evidence, o.alone, o.not_known, o.next_step) for o in made.obstacles}
    assert found == {
        "start.plan": (3, 1, 1, 1, "Write it."),
        "start.backing": (1, 0, 0, 0, "Ask them."),
        None: (2, 0, 0, 1, "Raise the score to the bar."),
    }
    assert [o.question for o in made.obstacles] == ["start.plan", None, "start.backing"]


def test_a_bar_that_may_yet_be_reached_or_not_is_counted_as_not_known() -> None:
    """It has its line also where nobody is below it for certain; what is above it counts nothing."""
    open_ones = [replace(entry(f"{n}"), below_bar=False, bar_open=n < 2) for n in range(3)]
    (line,) = [o for o in view(*open_ones).obstacles if o.question is None]
    assert (line.services, line.not_known) == (0, 2)
    assert entry("A").bar_open, "nothing is answered, and the stage has a bar"
    assert not entry("A", stage="first").bar_open, "its bar is 0"


def test_outcomes_are_counted_in_order_with_what_cannot_be_told_last() -> None:
    """Each has its services' names, and none is left out that nobody reaches."""
    alone = {"then.split": {"answer": {"red": 100, "blue": 0}}}
    made = view(entry("Z", answers=alone), entry("B", answers=alone), entry("C"))
    assert made.comparisons[0].outcomes == (
        OutcomeCount("One group alone", 2, (NamesIn(None, ("B", "Z")),), 0),
        OutcomeCount("A backed one", 0, (), 0),
        OutcomeCount("Another", 0, (), 0),
        OutcomeCount("Cannot tell yet", 1, (NamesIn(None, ("C",)),), 0),
    )


def test_services_of_an_outcome_stand_under_their_organisations() -> None:
    """A place is told only where an organisation has two documents of one name."""
    told = [("Baths", "Town", "a"), ("Baths", "Shire", "b"), ("Library", "Town", "c"), ("Library", "Town", "d")]
    made = view(*(entry(name, organisation=council, file=file) for name, council, file in told))
    assert made.comparisons[0].outcomes[-1].names == (
        NamesIn("Shire", ("Baths",)),
        NamesIn("Town", ("Baths", "Library (c)", "Library (d)")),
    )


def test_a_lesson_in_the_same_words_stands_once_with_all_who_say_it() -> None:
    """Without names, with how many say it."""
    lesson = [{"text": "Be brave."}]
    same = [entry("A", lessons=lesson), entry("B", organisation="Hall", lessons=lesson), entry("A", lessons=lesson)]
    assert view(*same).lessons[0].lessons == (LessonOf("Be brave.", "A; B, Hall", 3),)
    other = entry("C")
    assert view(*same, other, anonymous=True).lessons[0].lessons == (LessonOf("Be brave.", None, 3),)


def test_a_report_at_one_stage_for_all_does_not_say_that_they_ask_for_it() -> None:
    """Nothing in it speaks of what anybody asks for but the sentence that says so."""
    form = small_form()
    subject = CohortSubject(Cohort((entry("A"),)), form.questionnaire, "b" * 64, "0", stage="second")
    made = cohort_view(subject)
    assert made.stages_title.startswith("Services judged for one stage: ")
    for kind in ("html", "md"):
        text = render_cohort(subject.cohort, form, format=kind, program_version="0", stage="second").decode()
        assert text.count("ask for") == 1
        assert "whatever they ask for" in text


def test_another_version_and_a_stage_not_stated_are_told_of_each_and_counted() -> None:
    """In the line of the service, and at the head of the report."""
    made = view(replace(entry("A"), version="old", stated=False), replace(entry("B"), version=form_version()))
    (group,) = made.stages
    assert [(line.other_version, line.not_stated) for line in group.services] == [("old", True), (None, False)]
    facts = {line.label: line.text for line in made.facts}
    assert facts["No stage stated"].startswith("1 of 2; the first was taken: ")
    assert facts["Answered another version"] == "1 of 2 (1 × old)"


def form_version() -> str:
    """The version of the small form."""
    return small_form().questionnaire.version


def test_lessons_are_collected_by_question() -> None:
    """In the order of the questions, those about the whole first, each with its source."""
    made = view(
        entry("A", lessons=[{"question": "start.plan", "text": "Start early."}, {"text": "Be brave."}]),
        entry("B", organisation="Hall", lessons=[{"question": "start.plan", "text": "Ask."}]),
    )
    assert made.lessons == (
        Lessons(None, "About the whole", None, (LessonOf("Be brave.", "A"),)),
        Lessons(
            "start.plan",
            "Is there a plan?",
            "To start with",
            (LessonOf("Start early.", "A"), LessonOf("Ask.", "B, Hall")),
        ),
    )


def test_refused_documents_are_told_with_their_place() -> None:
    """The file, its line and column, the first problem and how many more; an unreadable file with why."""
    problem = Problem(Code.WRONG_ANSWER, "No.", "Do.", file="x.yaml", line=3, column=5)
    made = view(refused=(RefusedEntry("x.yaml", None, 3, problem),), unreadable=(UnreadableEntry("y", "Why."),))
    assert made.refused == (
        RefusedLine("x.yaml:3:5", "wrong-answer", "No. (and 2 more problems)", "Do."),
        RefusedLine("y", None, "Why.", ""),
    )


def test_a_wrong_answer_is_not_quoted() -> None:
    """Of a document that cannot be used it is not known which answers a published report must leave out."""
    problem = Problem(Code.LEVEL_OUT_OF_RANGE, "Found 7.", "0 to 4.", file="x.yaml", line=3, question="start.backing")
    (line,) = view(refused=(RefusedEntry("x.yaml", None, 1, problem),)).refused
    assert line == RefusedLine(
        "x.yaml:3",
        "level-out-of-range",
        "An answer cannot be used. It is not quoted here.",
        "To see it: spinout check FILE",
    )


def test_a_lesson_of_a_small_cohort_is_not_told_without_names() -> None:
    """With fewer than three services in all, it could be traced."""
    lesson = [{"text": "Be brave."}]
    told = [view(*(entry(f"{m}", lessons=lesson) for m in range(n)), anonymous=True) for n in (2, 3)]
    assert [(len(made.lessons), made.no_lessons is None) for made in told] == [(0, False), (1, True)]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_stage_of_fewer_than_three_is_not_broken_down_without_names(number: int) -> None:
    """Only their number is told: no verdict, no line, no part in any count; from three on all is."""
    big = [entry(f"B{n}", file=f"{n}", stage="first", start__backing=1) for n in range(3)]
    made = view(*big, *(entry(f"S{n}", start__backing=0) for n in range(number)), anonymous=True)
    group = made.stages[1]
    told = number if number == 3 else 0
    assert (group.count, len(group.services), sum(v.services for v in group.verdicts)) == (number, told, told)
    assert (group.withheld is None, made.counted) == (number == 3, 3 + told)
    assert [o.services for o in made.obstacles if o.question == "start.backing"] == ([3] if number == 3 else [])
    assert sum(q.answered for q in made.questions if q.question == "start.backing") == 3 + told
    assert sum(outcome.services for outcome in made.comparisons[0].outcomes) == 3 + told


def test_several_documents_about_one_service_are_one_where_names_are_left_out() -> None:
    """Three files of one service do not make a group of three; without a name each is its own."""
    one = [entry("Hall", organisation="Town"), entry("hall ", organisation="TOWN"), entry("Hall", organisation="Town")]
    groups = [view(*entries, anonymous=True).stages[0] for entries in (one, [entry(None)] * 3)]
    assert [(group.count, group.withheld is None) for group in groups] == [(1, False), (3, True)]


def test_numbers_do_not_follow_the_files() -> None:
    """Equals in verdict and score get the same numbers under other names and files, and in another order."""
    answers: tuple[dict[str, object], ...] = ({"start.since": "2020-01-01"}, {"start.remarks": "x"}, {})
    one = [entry(f"{n}", file=f"{n}.yaml", answers=more) for n, more in enumerate(answers)]
    other = [entry(f"{9 - n}", file=f"{9 - n}.yaml", answers=more) for n, more in enumerate(answers)]
    assert view(*one, anonymous=True) == view(*reversed(other), anonymous=True) == view(*other, anonymous=True)


def test_what_is_exempt_is_not_told() -> None:
    """An answer that must be left out counts as not given, and how many services have one is said."""
    kept = entry("A", start__backing={"answer": 0, "exempt": True})
    assert [gate.question for gate in kept.not_met] == []
    assert view(kept).left_out == (
        "1 service has answers that a published report must leave out. They count here as not given."
    )
