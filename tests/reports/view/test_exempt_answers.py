"""Whatever an exempt answer says, in whatever field, no published report of any format changes by a byte."""

from hashlib import sha256
from itertools import product

import pytest
from msgspec.structs import replace

from spinout.core.answers import Answer, Lesson
from spinout.core.kinds.scale import Scale
from spinout.core.problems import Code, Warning
from spinout.core.reading.answers import answers_from
from spinout.core.scoring.assessment import Assessment, assess
from spinout.core.slots import PaperWords, SlotWords
from spinout.reports.claims import text_of
from spinout.reports.formats import FORMATS, MissingExtra
from spinout.reports.view.publication import EVERY_APPENDIX, Beside, Choices, for_report, told_digest
from spinout.reports.view.view import view_of
from spinout.use_cases.assessments import Assessed
from spinout.use_cases.officers_words import begun_words
from stories import TEMPLATES, loaded, subject

FORM = loaded().questionnaire
SCALES = [ident for ident, question in FORM.questions.items() if isinstance(question.type, Scale)]
MARK = "Marked7481"
ASKED = "about.decision"
SPLIT = "member-mix.voting-split"
GROUPS = "member-mix.groups"


def answered(level: int, **fields: object) -> dict[str, object]:
    """Every question with levels answered alike, and who holds the votes."""
    found: dict[str, object] = {ident: {"answer": level, **fields} for ident in SCALES}
    shares = {"users": 40, "community": 20, "employees": 30, "council": level, "others": 10 - level}
    return {
        **found,
        ASKED: "final",
        "about.service-type": "libraries",
        GROUPS: ["users", "community", "employees"],
        SPLIT: {"answer": shares, **fields},
    }


def made(answers: dict[str, object], lesson: str) -> Assessment:
    """An assessment of answers, with a lesson from each that is exempt."""
    exempt = [ident for ident, answer in answers.items() if isinstance(answer, dict) and answer.get("exempt")]
    data = {
        "questionnaire": FORM.id,
        "service": "A service",
        "answers": answers,
        "lessons": [{"text": f"{lesson} {ident}", "question": ident} for ident in exempt],
    }
    read, problems = answers_from(data, FORM, "made.yaml")
    assert read is not None, problems
    return assess(FORM, read)


def of_file(assessment: Assessment) -> str:
    """The digest that a file of these answers could have: it changes with every word of them."""
    return sha256(repr((assessment.answers.answers, assessment.answers.lessons)).encode()).hexdigest()


def rendered(assessment: Assessment, suffix: str, choices: Choices, others: tuple[Assessment, ...] = ()) -> bytes:
    """A report's bytes; a format that is not installed is skipped."""
    beside = tuple(Beside(each, "other.yaml", of_file(each)) for each in others)
    about = replace(subject(assessment), sha256=of_file(assessment), choices=choices, others=beside)
    try:
        return FORMATS[suffix].render(about, TEMPLATES)
    except MissingExtra as error:
        pytest.skip(str(error))


def exempt_variants(questions: list[str]) -> list[Assessment]:
    """The same answers, but for what the exempt ones say: high, low, not known, not applicable, each with marks."""
    texts = {"exempt": True, "evidence": f"{MARK} evidence", "note": f"{MARK} note"}
    base = answered(2, evidence="A paper")
    variants = []
    for number, value in enumerate(("dont-know", 0, 4, None)):
        # the last has evidence that says nothing, of which its reader warns
        note = {"note": f"{MARK} note {number}"} | ({"evidence": "n/a"} if value is None else {})
        hidden = {ident: {**_said(ident, value), **texts, **note} for ident in questions}
        variants.append(made({**base, **hidden}, f"{MARK} lesson {number}"))
    return variants


def _said(ident: str, value: object) -> dict[str, object]:
    """An answer; None is that the question does not apply, where that may be said of it."""
    if value is None and FORM.questions[ident].not_applicable:
        return {"not_applicable": f"{MARK} reason"}
    return {"answer": "dont-know" if value is None else value}


@pytest.mark.parametrize(("suffix", "notes"), list(product(FORMATS, (True, False))))
def test_nothing_of_it_is_in_a_published_report(suffix: str, notes: bool) -> None:  # noqa: FBT001 - a case of the test
    """Not its words, its note, its evidence, its reason, a lesson from it, nor anything worked out with it."""
    made_of = [rendered(one, suffix, Choices(notes=notes)) for one in exempt_variants(SCALES[::3])]
    assert len(set(made_of)) == 1
    assert MARK not in text_of(made_of[0], suffix)


@pytest.mark.parametrize("question", SCALES)
def test_each_of_them_leaves_no_trace(question: str) -> None:
    """One question at a time, in the two formats that hold the most."""
    for suffix in (".html", ".json"):
        made_of = {rendered(one, suffix, Choices()) for one in exempt_variants([question])}
        assert len(made_of) == 1
        assert MARK.encode() not in made_of.pop()


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_part_not_for_publication_has_all_of_it(suffix: str) -> None:
    """The answer, its note, its evidence and the lesson from it."""
    told = text_of(rendered(exempt_variants(["transition.cash"])[2], suffix, Choices(restricted=True)), suffix)
    for words in ("note 2", "evidence", "lesson 2 transition.cash"):
        assert f"{MARK} {words}" in " ".join(told.split())


@pytest.mark.parametrize("suffix", [".md", ".html", ".json"])
def test_what_others_marked_leaves_no_trace_either(suffix: str) -> None:
    """Their digests stand in the report too, in short among its options."""
    lead, *others = exempt_variants(["transition.cash"])
    made_of = {rendered(lead, suffix, Choices(), (one,)) for one in others}
    assert len(made_of) == 1


@pytest.mark.parametrize("suffix", [".md", ".html", ".json"])
def test_the_digest_of_the_file_stands_where_nothing_is_left_out(suffix: str) -> None:
    """In a report of answers that are all published, and in the part that is not for publication."""
    secret, public = exempt_variants(["transition.cash"])[2], exempt_variants([])[0]
    for one, choices in ((public, Choices()), (secret, Choices(restricted=True))):
        assert of_file(one) in text_of(rendered(one, suffix, choices), suffix)
    for choices in (Choices(), Choices(notes=False)):
        told = text_of(rendered(secret, suffix, choices), suffix)
        assert of_file(secret) not in told
        assert told_digest(secret, of_file(secret), choices) in told


def test_the_digest_changes_with_all_that_is_published() -> None:
    """An answer, a note, evidence, a lesson, the header, and which answers are left out."""
    base = exempt_variants(["transition.cash"])[0]
    changes = [
        base,
        exempt_variants(["transition.property"])[0],
        replace(base, answers=replace(base.answers, service="Another")),
        replace(base, answers=replace(base.answers, lessons=(Lesson("One more"),))),
        *(
            replace(base, answers=replace(base.answers, answers={**base.answers.answers, "transition.vat": answer}))
            for answer in (Answer(3), Answer(2, note="A note"), Answer(2, evidence="Another paper"))
        ),
    ]
    assert len({told_digest(one, of_file(one), Choices()) for one in changes}) == len(changes)


def test_warnings_that_may_quote_it_are_left_out() -> None:
    """One that names no answer may be about a lesson, or a remark beside what is exempt; all stand where nothing is."""
    told = (
        Warning(Code.OTHER_VERSION, "Another version."),
        Warning(Code.EMPTY_EVIDENCE, f"{MARK} somewhere"),
        Warning(Code.EMPTY_EVIDENCE, f"{MARK} there", "transition.cash"),
        Warning(Code.EMPTY_EVIDENCE, "Elsewhere.", "transition.vat"),
    )
    for exempt, kept in ((["transition.cash"], (told[0], told[3])), ([], told)):
        (one, *_) = exempt_variants(exempt)
        shown = for_report(replace(one, answers=replace(one.answers, warnings=told)), Choices())
        assert shown.answers.warnings == kept


@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize("suffix", [".md", ".html", ".json"])
def test_that_a_question_was_answered_does_not_tell_what_it_hangs_on(suffix: str, *, marked: bool) -> None:
    """A question that is asked only after an exempt answer, marked or not: left out, and neither told by the other."""
    base = answered(2, evidence="A paper")
    hidden = ("transition.staff-transfer", "transition.new-starters", "transition.pensions")
    nobody = {ident: value for ident, value in base.items() if ident not in hidden}
    nobody["about.staff-moving"] = {"answer": 0, "exempt": True}
    some = {**base, "about.staff-moving": {"answer": 14, "exempt": True}}
    some |= {ident: {"answer": 2, "exempt": marked, "note": MARK} for ident in hidden}
    told = [rendered(made(answers, MARK), suffix, Choices()) for answers in (nobody, some)]
    assert told[0] == told[1]


def test_what_hangs_on_an_exempt_answer_is_left_out_and_no_condition() -> None:
    """It was answered, and would else be told as not answered, and asked for."""
    given = answered(2, evidence="A paper") | {"about.staff-moving": {"answer": 14, "exempt": True}}
    view = view_of(subject(made(given, MARK)))
    assert view.decision is not None
    behind = {"transition.staff-transfer", "transition.new-starters", "transition.pensions"}
    states = {gate.question: gate.state for gate in view.decision.gates if gate.question in behind}
    assert set(states.values()) == {"left-out"}
    assert not {each.question for each in view.decision.to_meet} & behind
    assert {"Staff transfer", "Pensions"} <= set(view.withheld)


def test_what_is_withheld_is_listed_by_its_title_and_no_more() -> None:
    """Under a heading of its own, that sends to the part which has it; that part has headings of its own numbers."""
    secret = exempt_variants(["transition.cash"])[2]
    public = text_of(rendered(secret, ".md", Choices()), ".md")
    assert "Kept in the exempt part of this report, which is not for publication: Cash to start and for a" in public
    apart = text_of(rendered(secret, ".md", Choices(restricted=True)), ".md")
    assert "## E1 Why this part is not for publication" in apart
    assert "## E4 Answers left out of the published report" in apart


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("stage", [None, "final"])
def test_nothing_of_exempt_words_or_of_an_exempt_decision_is_told(suffix: str, stage: str | None) -> None:
    """What officers keep back, how long it is and how many rows it has; and which decision the answers ask for."""
    base = answered(2, evidence="A paper")
    made_of = []
    for number, asked in enumerate(("explore", "in-principle", "final"), start=1):
        kept = {
            ident: SlotWords(f"{MARK} " * number, exempt=True)
            for ident in ("title", "contact", "reasons", "recommendations.director", "conditions.score.owner")
        }
        rows = tuple({"what": f"{MARK} {row}"} for row in range(number))
        words = PaperWords({**kept, "money-lines": SlotWords(None, rows, exempt=True), "meeting": SlotWords("Cabinet")})
        secret = {"answer": asked, "exempt": True, "note": f"{MARK} {number}"}
        one = made({**base, ASKED: secret}, MARK)
        choices = Choices(words=words, appendices=EVERY_APPENDIX)
        made_of.append(rendered(assess(FORM, one.answers, stage), suffix, choices))
    assert len(set(made_of)) == 1
    told = text_of(made_of[0], suffix)
    assert MARK not in told
    assert "Cabinet" in told


def test_a_condition_has_one_number_in_both_parts() -> None:
    """What the published report numbers keeps its number; what is left out of it is numbered on behind."""
    base = answered(1) | {"transition.cash": {"answer": 0, "exempt": True}}
    assessment = made(base, MARK)
    public, apart = (
        view_of(replace(subject(assessment), choices=Choices(restricted=restricted))).decision
        for restricted in (False, True)
    )
    assert public is not None
    assert apart is not None
    numbers = {each.question: each.number for each in public.to_meet}
    others = {each.question: each.number for each in apart.to_meet}
    assert "transition.cash" in others.keys() - numbers.keys()
    assert {question: others[question] for question in numbers if question in others}.items() <= numbers.items()
    assert min(number for question, number in others.items() if question not in numbers) > max(numbers.values())
    assert [each.number for each in apart.to_meet] == sorted(others.values())
    assert {gate.question: gate.number for gate in apart.gates if gate.number}.items() <= others.items()


@pytest.mark.parametrize("question", [*SCALES[::2], "about.decision", "about.staff-moving"])
def test_a_file_of_words_tells_nothing_of_it(question: str) -> None:
    """Which slots it has, what they bear on and which stage it is for; the other part's are added where asked for."""
    said = {"about.decision": ("explore", "go-live"), "about.staff-moving": (0, 14)}.get(question, (0, 4))
    begun = []
    for value in said:
        one = made(answered(2, evidence="A paper") | {question: {"answer": value, "exempt": True}}, MARK)
        begun.append(begun_words(Assessed("made.yaml", "a" * 64, one), loaded()))
        apart = begun_words(Assessed("made.yaml", "a" * 64, one), loaded(), exempt=True)
        assert b"restricted.ground" not in begun[-1].content
        assert b"restricted.ground" in apart.content
    assert begun[0] == begun[1]
