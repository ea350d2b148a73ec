"""What is told of answers that are right in form, and were hardly meant: in each format, with its place."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spinout.core.problems import Code
from spinout.core.questionnaire import Questionnaire
from spinout.inputs import documents
from spinout.inputs.documents import LIBRARIES_RAISE, read_document
from spinout.use_cases import assessments
from spinout.use_cases.assessments import documents_in, read_answers
from spinout.use_cases.plans import answers_given
from spinout.use_cases.questionnaires import BrokenQuestionnaire, Loaded, load_questionnaire

HALL = Path(__file__).parent.parent / "broken" / "hall.yaml"


@pytest.fixture(scope="module")
def hall() -> Questionnaire:
    """The village hall."""
    loaded = load_questionnaire(HALL)
    assert isinstance(loaded, Loaded)
    return loaded.questionnaire


def warned(path: Path, hall: Questionnaire) -> list[tuple[Code, str, str | None]]:
    """The warnings of a file's documents: the code, the place in the message, and the question."""
    told = []
    for document in documents_in(str(path), hall):
        answers, problems = read_answers(document, hall)
        assert answers is not None, problems
        told += [(each.code, each.message.partition(":")[0], each.question) for each in answers.warnings]
    return told


COMMENT, SHARE, EMPTY = Code.COMMENT_IN_TEXT, Code.SHARE_OF_ONE, Code.EMPTY_EVIDENCE
TOP = "questionnaire: village-hall\nanswers:\n"
TEXTS = [
    # a comment close behind its sign, by any text or where one is missing
    ("users.meetings: {answer: 2, evidence: Minutes #12\n    }", [(COMMENT, "Line 3, column 49", "users.meetings")]),
    ("users.meetings:\n    evidence: #4 of the book", [(COMMENT, "Line 4, column 15", "users.meetings")]),
    ("plan.decision: talk #1", [(COMMENT, "Line 3, column 23", "plan.decision")]),
    ("users.groups: [choir #1\n    ]", [(COMMENT, "Line 3, column 24", "users.groups")]),
    # any comment by somebody's own words
    ("plan.story: Old # very", [(COMMENT, "Line 3, column 19", "plan.story")]),
    ("plan.story: # ask the clerk", [(COMMENT, "Line 3, column 15", "plan.story")]),
    ("users.meetings:\n    answer: 2\n    note: x # y", [(COMMENT, "Line 5, column 13", "users.meetings")]),
    # none of a comment that is one
    ("plan.decision: talk # so far", []),
    ("users.meetings: 2 #1", []),
    ("users.meetings: # to ask", []),
    ("# plan.story: x #1", []),
    ('plan.story: "x #1"', []),
    # a share of one
    ("money.income: 0.62", [(SHARE, "Line 3, column 17", "money.income")]),
    ("money.income: 0.62%", []),
    ("money.income: 0", []),
    ("money.income: 1", []),
    ("users.votes: {answer: {users: 0.5, neighbours: 99.5}}", [(SHARE, "Line 3, column 33", "users.votes")]),
    # evidence that says nothing
    *[
        (f"users.meetings: {{answer: 2, evidence: {said}}}", [(EMPTY, "Line 3, column 41", "users.meetings")])
        for said in ('"-"', "x", "Yes", "'?'", "See above.", "TODO", "'...'", "'#N/A'")
    ],
    ("users.meetings: {answer: 2, evidence: Minute 3}", []),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_what_was_hardly_meant_is_told_with_its_place(
    text: str, expected: list[tuple[Code, str, str | None]], tmp_path: Path, hall: Questionnaire
) -> None:
    """In YAML, by line and column."""
    file = tmp_path / "a.yaml"
    file.write_text(f"{TOP}  {text}\n", encoding="utf-8")
    assert warned(file, hall) == expected


def test_comments_by_the_other_texts_are_told(tmp_path: Path, hall: Questionnaire) -> None:
    """Those of the header, of the paper, and of lessons."""
    file = tmp_path / "a.yaml"
    lines = ["service: Hall # old", "paper: {report_of: The clerk # new", "  }", "lessons:", "  - text: Ask. # early"]
    file.write_text("questionnaire: village-hall\nanswers: {}\n" + "\n".join(lines) + "\n", encoding="utf-8")
    assert [place for _, place, _ in warned(file, hall)] == [
        "Line 3, column 15",
        "Line 4, column 30",
        "Line 7, column 16",
    ]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "a.json",
            '{"questionnaire": "village-hall",\n "answers": {"money.income": 0.5}}',
            [(SHARE, "Line 2, column 30", "money.income")],
        ),
        (
            "a.jsonl",
            '\n{"questionnaire": "village-hall", "answers": {"money.income": 0.5}}',
            [(SHARE, "Line 2, column 63", "money.income")],
        ),
        (
            "a.csv",
            "questionnaire,money.income,users.meetings#evidence,users.meetings\nvillage-hall,0.5,n/a,1\n",
            [
                (SHARE, "Row 2, column money.income", "money.income"),
                (EMPTY, "Row 2, column users.meetings#evidence", "users.meetings"),
            ],
        ),
    ],
)
def test_other_formats_tell_the_same(
    name: str, text: str, expected: list[tuple[Code, str, str | None]], tmp_path: Path, hall: Questionnaire
) -> None:
    """A table by row and column's name."""
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    assert sorted(warned(file, hall)) == sorted(expected)


def test_a_questionnaire_is_read_for_lost_texts_too(tmp_path: Path) -> None:
    """Where a comment stands close behind its sign; any other is one."""
    file = tmp_path / "q.yaml"
    question = "{id: a, ask: 'A?', type: text}"
    file.write_text(
        f'id: q # mine\ntitle: Q #1\nversion: "1"\nsections:\n  - {{id: s, title: S, questions: [{question}]}} #2\n',
        encoding="utf-8",
    )
    loaded = load_questionnaire(file)
    assert isinstance(loaded, Loaded)
    assert [(each.code, each.line, each.column) for each in loaded.advice] == [(COMMENT, 2, 10)]


def test_a_block_of_text_ends_with_its_last_line(tmp_path: Path, hall: Questionnaire) -> None:
    """The line end behind it is none of the text."""
    file = tmp_path / "a.yaml"
    file.write_text(TOP + "  plan.story: |\n    One.\n\n    Two.\n", encoding="utf-8")
    (document,) = documents_in(str(file), hall)
    answers, _ = read_answers(document, hall)
    assert answers is not None
    assert answers.of("plan.story").value == "One.\n\nTwo."


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1).filter(str.strip))
def test_a_text_that_is_set_is_taken_as_it_stands(text: str) -> None:
    """With its quotes, signs and digits; only what says that nobody knows is no text."""
    loaded = load_questionnaire(HALL)
    assert isinstance(loaded, Loaded)
    read = answers_given([f"plan.story={text}", f"service={text}"], loaded.questionnaire)
    assert not read.problems
    assert read.header.get("service", text) == text
    if answer := read.answers.get("plan.story"):
        assert answer.value == text or answer.unknown or answer.value is None


@pytest.mark.parametrize("text", ["null", "1e3", '"q"', "4 #5", "a: b", "[a, b]", "{answer: x}", "*x", "2026-01-01"])
def test_signs_of_yaml_mean_nothing_in_a_text_that_is_set(text: str, hall: Questionnaire) -> None:
    """The text is the answer."""
    assert answers_given([f"plan.story={text}"], hall).answers["plan.story"].value == text


@pytest.mark.parametrize(
    ("pair", "code"),
    [
        ("users.meetings=2 #1", Code.COMMENT_IN_TEXT),
        ("plan.story=a\x01", Code.CONTROL_CHARACTER),
        ("service=\udcff", Code.LONE_SURROGATE),
    ],
)
def test_what_would_be_lost_of_a_value_that_is_set_is_refused(pair: str, code: Code, hall: Questionnaire) -> None:
    """A comment, and characters that no text may hold."""
    assert [problem.code for problem in answers_given([pair], hall).problems] == [code]


@pytest.mark.parametrize("raised", LIBRARIES_RAISE)
@pytest.mark.parametrize("name", ["a.yaml", "a.json", "a.csv"])
def test_what_a_library_raises_is_the_documents_problem(
    raised: type[Exception], name: str, tmp_path: Path, hall: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever in reading it happens: in the reader of the format, or in what is made of it."""
    file = tmp_path / name
    file.write_text("questionnaire: village-hall", encoding="utf-8")

    def fails(*_: object, **__: object) -> None:
        raise raised

    target = {"a.yaml": "spinout.inputs.yaml._Pass", "a.json": "spinout.inputs.json._Scanner"}
    monkeypatch.setattr(target.get(name, "spinout.inputs.csv._Text"), fails)
    codes = [p.code for document in documents_in(str(file), hall) for p in read_answers(document, hall)[1]]
    assert codes == [Code.UNREADABLE]
    monkeypatch.undo()
    monkeypatch.setattr(assessments, "answers_from", fails)
    document = read_document("a.yaml", TOP.encode())
    assert [p.code for p in read_answers(document, hall)[1]] == [Code.UNREADABLE]
    monkeypatch.setattr("spinout.core.reading.questionnaires.questionnaire_from", fails)
    broken = load_questionnaire(HALL)
    assert isinstance(broken, BrokenQuestionnaire)
    assert [p.code for p in broken.problems] == [Code.UNREADABLE]


def test_a_defect_is_no_problem_of_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told as what it is."""
    missing: dict[str, object] = {}
    monkeypatch.setattr(documents, "_reader", lambda _: missing["defect"])
    with pytest.raises(KeyError):
        read_document("a.yaml", b"a: 1")


MANY = 30_000
HEAD = '{"questionnaire": "village-hall", '


@pytest.mark.parametrize(
    "text",
    [
        HEAD + '"answers": {}, "paper": {' + ",".join(f'"x{n}": 1' for n in range(MANY)) + "}}",
        HEAD + '"answers": {' + ",".join(f'"users.q{n}": 1' for n in range(MANY)) + "}}",
        TOP + "  {" + ", ".join(f"a{n}: " for n in range(MANY)) + "}",
        TOP + "  a: &a 1\n" * MANY,
        TOP + "  - #1\n" * MANY,
    ],
    ids=["paper", "questions", "empty values", "anchors", "comments"],
)
def test_many_problems_take_no_more_time_than_few_each(text: str, hall: Questionnaire) -> None:
    """Some 400,000 bytes are read in seconds, not minutes, and no more is kept than anybody reads."""
    from time import process_time

    began = process_time()
    document = read_document("a.json" if text.startswith("{") else "a.yaml", text.encode())
    _, problems = read_answers(document, hall)
    assert process_time() - began < 3
    assert len(problems) <= 1001
