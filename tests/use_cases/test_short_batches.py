"""A batch says the same by its short way as by assessing each document in full, whatever the input."""

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spinout.core.question_types import Split
from spinout.core.question_types.base import Probe
from spinout.core.question_types.texts import FreeText
from spinout.core.questionnaire import Question
from spinout.inputs.tables import Row
from spinout.use_cases.pieces import Lines, Rows
from spinout.use_cases.piecework import remember, results_of
from spinout.use_cases.questionnaires import Loaded, load_questionnaire
from spinout.use_cases.results import Result, Work

SHIPPED = load_questionnaire()
assert isinstance(SHIPPED, Loaded)
FORM = SHIPPED.questionnaire
WORK = Work(SHIPPED.path, SHIPPED.sha256, as_row=True)
OFTEN = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
ODD_CELLS = (
    "", " ", "dont-know", "Dont-Know", "YES", "no", "true", "0", "1", "2", "3", "4", "9", "-1", "-0", "3.0", "1e3",
    "0123",
    "users", "USERS; employees", "users;users", "users;", " 2 ", "maybe", "=1+1", "a\nb", "a\x00b", "\udc80", "é",
    "\u200b", "\ufeff", "\u3164", "\u00a0",
    "x" * 5000, "1234567890123456", "2026-02-30", "2026-11-23",
)  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def _known() -> None:
    """This process has loaded the questionnaire, as a batch has."""
    assert isinstance(SHIPPED, Loaded)
    remember(SHIPPED)


def both_ways(piece: Lines | Rows) -> tuple[list[Result], list[Result]]:
    """What the short way gives for a piece of work, and what assessing in full does."""
    short = list(results_of(piece, WORK))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Work, "only_summaries", property(lambda _: False))
        return short, list(results_of(piece, WORK))


def told(results: list[Result]) -> list[Any]:
    """All that a batch passes on, with scores as they are written."""
    return [(r.file, r.line, r.header, r.row, r.problems, r.unreadable, r.warnings, _said(r)) for r in results]


def _said(result: Result) -> Any:
    summary = result.summary
    return (
        None
        if summary is None
        else summary._replace(
            score=None if summary.score is None else summary.score.written,  # type: ignore[arg-type]
            sections=tuple(None if s is None else s.written for s in summary.sections),  # type: ignore[misc]
        )
    )


def values(question: Question) -> list[Any]:
    """Some right answers, as a file of JSON has them."""
    if isinstance(question.type, Split):
        first, second, *others = [part.id for part in question.type.parts]
        shares = ((60, 40), (40, 60), (100, 0), (7, 93), (50, 49), (101, -1))
        return [{"answer": {first: a, second: b, **dict.fromkeys(others, 0)}} for a, b in shares]
    if isinstance(question.type, FreeText):
        return ["2026-11-23"]
    if question.type.name == "number":
        return [0, 1, 7, 12, 399, 400, -1]
    plain = [v for v in map(question.type.plain, question.type.samples(Probe())) if isinstance(v, int | str | list)]
    return [*plain, *([*reversed(v)] for v in plain if isinstance(v, list))]


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Documents of the shipped questionnaire, complete or drafts."""
    answers = {i: draw(st.sampled_from(values(q))) for i, q in FORM.questions.items()}
    for ident in draw(st.lists(st.sampled_from(list(FORM.questions)), max_size=5)):
        answers.pop(ident, None)
    return {"questionnaire": FORM.id, "version": FORM.version, "service": "A & <B>", "answers": answers}


@OFTEN
@given(st.data())
def test_damaged_lines_of_json_come_to_the_same(data: st.DataObject) -> None:
    """A line of JSON in which some letters were changed, doubled or lost."""
    text = bytearray(json.dumps(data.draw(documents())).encode())
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(text) - 1))
        put = data.draw(
            st.sampled_from([b"", b"1", b'"', b"e5", b"-0", b"true", b",", b"\\u0000", b"\xff", b"0.5", b"{"])
        )
        text[at : at + data.draw(st.integers(0, 2))] = put
    short, full = both_ways(Lines("a.jsonl", ((1, bytes(text)),)))
    assert told(short) == told(full)


HEADINGS = tuple(
    heading
    for ident, question in FORM.questions.items()
    for heading in (
        [f"{ident}.{part.id}" for part in question.type.parts] if isinstance(question.type, Split) else [ident]
    )
)
BESIDE = (
    "transition.pensions#evidence",
    "transition.vat#note",
    "transition.property#not_applicable",
    "about.decision#note",
)
COLUMNS = ("questionnaire", "service", "date", *HEADINGS, *BESIDE)


def cells_of(document: dict[str, Any]) -> list[str]:
    """The row of a document."""
    cells = dict.fromkeys(COLUMNS, "")
    cells |= {key: str(value) for key, value in document.items() if key in COLUMNS}
    for ident, given_ in document["answers"].items():
        if isinstance(given_, dict):
            cells |= {f"{ident}.{part}": str(share) for part, share in given_["answer"].items()}
        else:
            cells[ident] = ";".join(given_) if isinstance(given_, list) else str(given_)
    return list(cells.values())


@OFTEN
@given(st.data())
def test_odd_rows_come_to_the_same(data: st.DataObject) -> None:
    """Rows in which some cells hold what they should not, or are missing, or too many."""
    rows = []
    for number in (2, 3):
        cells = cells_of(data.draw(documents()))
        for index in data.draw(st.lists(st.integers(0, len(cells) - 1), max_size=4)):
            cells[index] = data.draw(st.sampled_from(ODD_CELLS))
        cells = cells[: data.draw(st.sampled_from([len(cells), len(cells), len(cells) - 1]))]
        cells += [""] * data.draw(st.sampled_from([0, 0, 1]))
        rows.append(Row(number, tuple(cells), guessed=data.draw(st.sampled_from([False, False, True]))))
    headings = list(COLUMNS)
    if data.draw(st.booleans()):
        headings = headings[: -len(BESIDE)]
    short, full = both_ways(Rows("a.csv", Row(1, tuple(headings)), tuple(rows)))
    assert told(short) == told(full)


def test_a_row_of_the_table_can_be_read_back() -> None:
    """What people wrote comes back from the row as it was, also where it needs quotes."""
    document = {"questionnaire": FORM.id, "service": 'One, "two"\nthree', "organisation": "=1+1", "answers": {}}
    (result,) = results_of(Lines("a.jsonl", ((1, json.dumps(document).encode()),)), WORK)
    assert result.row is not None
    (cells,) = csv.reader(io.StringIO(result.row.decode(), newline=""))
    assert cells[2:4] == ['One, "two"\nthree', "'=1+1"]


@pytest.mark.parametrize("line", [b"{", json.dumps({"questionnaire": FORM.id, "answers": {}}).encode()])
def test_a_name_that_is_no_text_stands_in_its_row(line: bytes) -> None:
    """A file may be called by bytes that are no UTF-8; they are written as JSON Lines write them."""
    (result,) = results_of(Lines("caf\udce9.jsonl", ((1, line),)), WORK)
    assert result.row is not None
    assert result.row.startswith(b"caf\\udce9.jsonl,1,")
