"""What a cell says: an option by its label, several of them, a number, a day; and what it does not say."""

import pytest
from msgspec.structs import replace

from fuzz import right
from spinout.inputs.exports.cells import (
    CellMeaning,
    NoMeaning,
    day_in,
    meaning_of,
    number_in_text,
    options_named,
    ticked,
)
from spinout.inputs.exports.grids import GridHeading
from spinout.inputs.exports.maps import MappedColumn, TableSettings

COLUMN = MappedColumn(GridHeading(1, "A"), "question", "users.groups")
SETTINGS = TableSettings(unanswered=("n/a",))
DONT_KNOW, NOTHING = CellMeaning(state="dont-know"), CellMeaning(state="unanswered")


def said(ident: str, text: str, *, column: MappedColumn = COLUMN, settings: TableSettings = SETTINGS) -> object:
    """What a text says of a question of the village hall: a value, a state, or that it is lost."""
    kind = right.hall().questionnaire.questions[ident].type
    meaning = meaning_of(kind, text, column, settings)
    return "lost" if isinstance(meaning, NoMeaning) else meaning.state or meaning.value


@pytest.mark.parametrize(
    ("ident", "text", "means"),
    [
        ("users.meetings", "Every month", 2),
        ("users.meetings", "  every  MONTH. ", 2),
        ("users.meetings", "3. Every month", 2),
        ("users.meetings", "1", 1),
        ("users.meetings", "3", "lost"),
        ("users.meetings", "Monthly", "lost"),
        ("users.meetings", "Don\u2019t know", "dont-know"),
        ("users.meetings", "N/A", "unanswered"),
        ("users.written-rules", "Y", "yes"),
        ("users.written-rules", "No", "no"),
        ("users.written-rules", "FALSE", "no"),
        ("users.written-rules", "maybe", "lost"),
        ("plan.decision", "The transfer", "transfer"),
        ("plan.opened", "1950-05-01", "1950-05-01"),
        ("plan.opened", "1 May 1950", "1950-05-01"),
        ("plan.opened", "01/05/1950", "lost"),
        ("plan.story", "= 1 + 1", "= 1 + 1"),
        ("money.hirings", "12.0", 12),
        ("money.hirings", "1,200", "lost"),
        ("money.hirings", "about 12", "lost"),
        ("money.income", "62%", "62%"),
        ("users.groups", "The choir;The playgroup;", ["choir", "playgroup"]),
        ("users.groups", "playgroup; choir", ["choir", "playgroup"]),
        ("users.groups", "The choir;The brass band;", "lost"),
        ("users.groups", "The choir;Nobody", "lost"),
        ("users.groups", "The choir;Don't know", "lost"),
        ("users.groups", "Don't know;", "dont-know"),
        ("users.groups", ";", "unanswered"),
    ],
)
def test_a_text_says_one_thing_or_is_lost(ident: str, text: str, means: object) -> None:
    """Nothing is guessed: what is not a label, an id or a number is lost, and told."""
    assert said(ident, text) == means


def test_a_map_says_what_a_text_means() -> None:
    """Before all else, in any case."""
    column = replace(COLUMN, values={"monthly": "2", "hm": "undecided", "never": "unanswered"})
    found = [said("users.meetings", text, column=column) for text in ("MONTHLY", "hm", "Never", "Now and then")]
    assert found == [2, "lost", "unanswered", 1]
    several = replace(COLUMN, values={"singers": "choir", "the band": "unanswered"})
    assert said("users.groups", "Singers;The band;playgroup", column=several) == ["choir", "playgroup"]


def test_labels_with_the_sign_that_parts_them_are_read_whole_where_that_is_the_only_way() -> None:
    """As Google Forms writes them; where two ways lead to different options, the cell is lost."""
    from inputs.exports.test_round_trips import read

    def options(*labels: str) -> object:
        made = [{"id": f"o{n}", "label": label} for n, label in enumerate(labels)]
        question = {"id": "q", "ask": "Which?", "type": "multi", "options": made}
        section = {"id": "s", "title": "S", "questions": [question]}
        return read({"id": "q", "title": "Q", "version": "1", "sections": [section]}).questions["s.q"].type

    column = replace(COLUMN, separator=", ")
    plain, doubtful = options("Parks", "Parks, paths and trees", "Roads"), options("Parks", "paths", "Parks, paths")

    def chosen(kind: object, text: str) -> object:
        meaning = meaning_of(kind, text, column, TableSettings())  # type: ignore[arg-type]
        return meaning.value if isinstance(meaning, CellMeaning) else None

    assert chosen(plain, "Parks, paths and trees, Roads") == ["o1", "o2"]
    assert chosen(plain, "Parks, Roads") == ["o0", "o2"]
    assert chosen(plain, "Parks, paths") is None
    assert chosen(doubtful, "Parks, paths") is None
    assert chosen(doubtful, "Parks") == ["o0"]


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("12", None, "12"), ("1,200", "point", "1200"), ("1.200", "comma", "1200"), ("1.200", "point", "1.200"),
        ("12,5", "comma", "12.5"), ("12,5", None, "None"), ("12,5", "point", "None"), ("62 %", None, "62%"),
        ("1" * 400, None, "None"), ("1e3", None, "None"), ("-3", "point", "-3"), ("1 200,50", "comma", "1200.50"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_the_table_writes_them(text: str, decimal: str | None, number: str) -> None:
    """Thousands are parted only where the decimal sign is known."""
    assert str(number_in_text(text, decimal)) == number


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("03/04/2026", "dmy", "2026-04-03"), ("03/04/2026", "mdy", "2026-03-04"), ("03/04/2026", None, None),
        ("3/4/26 9:01:00", "mdy", "2026-03-04"), ("2026/03/04 10:02:11 am GMT", None, "2026-03-04"),
        ("2026-03-04T05:40:39.000-04:00", "mdy", "2026-03-04"), ("31/02/2026", "dmy", None),
        ("23 November 2026", None, "2026-11-23"), ("Nov 3rd, 2026", None, "2026-11-03"), ("tomorrow", "dmy", None),
        ("3.4.2026", "dmy", "2026-04-03"), ("3/4.2026", "dmy", None),
    ],
)  # fmt: skip
def test_days_are_read_in_the_order_that_was_said(text: str, order: str | None, day: str | None) -> None:
    """What may be two days is none."""
    assert day_in(text, order) == day


def test_a_column_of_one_option_says_yes_or_no() -> None:
    """By a tick of any tool, or the option's own label."""
    found = [ticked(text, "The choir", COLUMN) for text in ("1", "Y", "the choir", "0", "No", "N/A")]
    assert found == [True, True, True, False, False, False]
    assert isinstance(ticked("perhaps", "The choir", COLUMN), NoMeaning)


def test_names_made_of_ids_are_known() -> None:
    """As tools of XLSForm write them."""
    kind = right.hall().questionnaire.questions["users.groups"].type
    assert options_named(kind, "old_friends") == ("old-friends",)
    assert options_named(kind, "old friends and more") == ()
