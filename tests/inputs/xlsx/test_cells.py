"""A cell means what it shows, and what shows nothing of worth is told with its place."""

from collections.abc import Iterable

import pytest

import spreadsheets as xlsx
from spinout.core.problems import Code
from spinout.inputs.tables import Row
from spinout.inputs.xlsx import xlsx_sheet


def read(raw: bytes) -> list[Row]:
    """The rows of the first sheet."""
    return list(xlsx_sheet("a.xlsx", raw).rows)


def of(cells: Iterable[str], **more: object) -> Row:
    """The one row of a sheet with these cells."""
    (row,) = read(xlsx.packed(xlsx.parts_of({"A": [xlsx.row(1, *cells)]}, **more)))  # type: ignore[arg-type]
    return row


def codes(row: Row) -> list[tuple[int, Code]]:
    """The index and the code of what is wrong with cells."""
    return [(index, flaw[0]) for index, flaw in row.flaws]


TEXTS = {
    "shared": ("<t>choir</t>", "choir"),
    "in runs": ("<r><rPr><b/></rPr><t>cho</t></r><r><t xml:space='preserve'>ir </t></r>", "choir "),
    "with its sound": ("<t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh><phoneticPr fontId='1'/>", "東京"),
    "escaped": ("<t>a_x000D_b_x005F_x000D_</t>", "a\rb_x000D_"),
    "an escaped pair": ("<t>_xD83D__xDE00_</t>", "😀"),
    "no escape": ("<t>_x00_ _xyz_ x_</t>", "_x00_ _xyz_ x_"),
    "entities": ("<t>a &amp; b &lt;c&gt; &#233;</t>", "a & b <c> é"),
    "lines": ("<t>a\nb</t>", "a\nb"),
    "empty": ("<t/>", ""),
    "nothing": ("", ""),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_read_as_it_shows_shared_or_in_its_cell(name: str) -> None:
    """In runs, with its sound beside it, and with characters that are written as `_xHHHH_`."""
    inside, shown = TEXTS[name]
    row = of([xlsx.shared(0), f'<c t="inlineStr"><is>{inside}</is></c>', xlsx.number("C1", "1")], texts=[inside])
    assert row.cells == (shown, shown, "1")


NUMBERS = {
    "3": "3", "3.0": "3", "0.30000000000000004": "0.3", "-0": "0", "1E3": "1000", "1e-3": "0.001", " 7\n": "7",
    "123456789012345": "123456789012345", "+.5": "0.5", "1.": "1",
}  # fmt: skip


@pytest.mark.parametrize("digits", NUMBERS)
def test_a_number_shows_its_digits(digits: str) -> None:
    """At most 15 of them, and no exponent."""
    row = of([f"<c><v>{digits}</v></c>", f'<c t="n"><v>{digits}</v></c>'])
    assert (row.cells, row.flaws) == ((NUMBERS[digits],) * 2, ())


FORMATS = {
    ("0%", "0.505"): "51%",
    ("0.00%", "0.5"): "50.00%",
    (r"0\ %", "0.505"): "51%",
    ("0%;[Red]-0%", "-0.25"): "-25%",
    ("0.0%;0%", "0.125"): "12.5%",
    ("#,##0.0#%", "0.12345"): "12.345%",
    ('0"%"', "0.5"): "0.5",
    ("General", "0.5"): "0.5",
    ('0.0 "days"', "2.5"): "2.5",
    ("0.00E+00", "1200"): "1200",
    ("[Red]#,##0", "1200"): "1200",
    ("yyyy-mm-dd", "45000"): "2023-03-15",
    ("[$-809]d mmmm yyyy;@", "45000"): "2023-03-15",
    ("mmm-yy", "45000"): "2023-03-15",
    ("dd/mm/yyyy hh:mm", "45000.75"): "2023-03-15 18:00:00",
    ("d/m/yyyy", "45000.99999999"): "2023-03-16",
    ("d/m/yyyy", "1"): "1900-01-01",
    ("d/m/yyyy", "59"): "1900-02-28",
    ("d/m/yyyy", "61"): "1900-03-01",
    ("d/m/yyyy", "2958465"): "9999-12-31",
    ("h:mm AM/PM", "0.75"): "18:00:00",
    ("mm:ss", "0.5"): "12:00:00",
    ("[h]:mm", "1.25"): "30:00",
    ("[hh]:mm:ss", "0.00001157407"): "0:00:01",
    ("[mm]", "0.5"): "12:00",
    ("[h", "0.5"): "0.5",
    ('"', "0.5"): "0.5",
}


@pytest.mark.parametrize(("code", "digits"), FORMATS)
def test_a_number_shows_what_its_format_makes_of_it(code: str, digits: str) -> None:
    """A percentage, a date, a time, a duration; what a format says in quotes, brackets or escapes changes nothing."""
    row = of([f'<c s="{xlsx.OWN_STYLES}"><v>{digits}</v></c>'], formats=[code])
    assert (row.cells, row.flaws) == ((FORMATS[code, digits],), ())


@pytest.mark.parametrize(
    ("number", "shown"), [(14, "2023-03-15"), (22, "2023-03-15"), (46, "1080000:00"), (9, "4500000%")]
)
def test_formats_that_every_workbook_has_need_not_be_written(number: int, shown: str) -> None:
    """They are known by their numbers."""
    parts = xlsx.parts_of({"A": [xlsx.row(1, '<c s="1"><v>45000</v></c>')]})
    styles = f'<styleSheet><cellXfs><xf/><xf numFmtId="{number}"/></cellXfs></styleSheet>'
    (row,) = read(xlsx.packed({**parts, "xl/styles.xml": styles}))
    assert row.cells == (shown,)


def test_a_workbook_may_count_its_days_from_1904() -> None:
    """As those that a Mac wrote."""
    row = of([xlsx.day("A1", "0"), xlsx.day("B1", "43538")], properties='<workbookPr date1904="1"/>')
    assert row.cells == ("1904-01-01", "2023-03-15")


@pytest.mark.parametrize("digits", ["0", "0.5", "-1", "60", "2958466", "1e9", "1.07e11", "-1e308"])
def test_a_date_that_is_none_is_told(digits: str) -> None:
    """Before the first, after the last, and 29 February 1900, which spreadsheets know alone."""
    row = of([xlsx.number("A1", "1"), xlsx.day("B1", digits)])
    assert codes(row) == [(1, Code.BAD_DATE)]


@pytest.mark.parametrize("code", ["[h]:mm", "h:mm"])
@pytest.mark.parametrize("digits", ["-0.5", "1e9", "1e300"])
def test_a_time_that_is_none_is_told(code: str, digits: str) -> None:
    """Below nothing, or beyond all calendars."""
    assert codes(of([f'<c s="{xlsx.OWN_STYLES}"><v>{digits}</v></c>'], formats=[code])) == [(0, Code.BAD_DATE)]


WRONG = {
    "a formula without a value": ("<c><f>1+1</f></c>", Code.FORMULA_WITHOUT_VALUE),
    "a formula with an empty value": ("<c><f>1+1</f><v></v></c>", Code.FORMULA_WITHOUT_VALUE),
    "a shared formula": ('<c><f t="shared" si="0"/><v/></c>', Code.FORMULA_WITHOUT_VALUE),
    "a formula of a truth": ('<c t="b"><f>1=1</f></c>', Code.FORMULA_WITHOUT_VALUE),
    "an error": ('<c t="e"><v>#N/A</v></c>', Code.ERROR_VALUE),
    "an error of a formula": ('<c t="e"><f>1/0</f><v>#DIV/0!</v></c>', Code.ERROR_VALUE),
    "no number": ("<c><v>x</v></c>", Code.WRONG_TYPE),
    "not a number": ("<c><v>NaN</v></c>", Code.WRONG_TYPE),
    "endless": ("<c><v>INF</v></c>", Code.WRONG_TYPE),
    "beyond all numbers": ("<c><v>1e400</v></c>", Code.WRONG_TYPE),
    "a share beyond all": ('<c s="2"><v>1e26</v></c>', Code.NUMBER_TOO_LONG),
    "16 digits": ("<c><v>1234567890123456</v></c>", Code.NUMBER_TOO_LONG),
    "a text that is not there": ('<c t="s"><v>7</v></c>', Code.TABLE_SYNTAX),
    "a text below the first": ('<c t="s"><v>-1</v></c>', Code.TABLE_SYNTAX),
    "a text far beyond": (f'<c t="s"><v>{"9" * 5000}</v></c>', Code.TABLE_SYNTAX),
    "a style that is not there": ('<c s="99"><v>1</v></c>', Code.TABLE_SYNTAX),
    "a style that is no number": ('<c s="x"><v>1</v></c>', Code.TABLE_SYNTAX),
    "neither true nor false": ('<c t="b"><v>2</v></c>', Code.TABLE_SYNTAX),
    "no type": ('<c t="q"><v>2</v></c>', Code.TABLE_SYNTAX),
    "too long a text": (f'<c t="str"><v>{"a" * 32_768}</v></c>', Code.TOO_BIG),
    "much too long a text": (f'<c t="inlineStr"><is><t>{"_x0041_" * 50_000}</t></is></c>', Code.TOO_BIG),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_cell_that_holds_no_answer_is_told_by_its_place(name: str) -> None:
    """It stands in the row as something, so that nobody takes it for an empty one; what is beside it is read."""
    cell, code = WRONG[name]
    row = of([xlsx.text("A1", "a"), cell, xlsx.text("C1", "c")])
    assert codes(row) == [(1, code)]
    assert (row.cells[0], row.cells[2], bool(row.cells[1]), row.blank) == ("a", "c", True, False)


RIGHT = {
    "a formula of a text that is empty": ('<c t="str"><f>""</f><v></v></c>', ""),
    "a formula of a text": ('<c t="str"><f>"a"</f><v>a_x0041_</v></c>', "aA"),
    "a formula of a number": ("<c><f>1+1</f><v>2</v></c>", "2"),
    "a formula of 0": ("<c><f>1-1</f><v>0</v></c>", "0"),
    "true": ('<c t="b"><v>1</v></c>', "TRUE"),
    "false": ('<c t="b"><v>false</v></c>', "FALSE"),
    "a day": ('<c t="d"><v>2026-11-03T00:00:00Z</v></c>', "2026-11-03"),
    "a day and a time": ('<c t="d"><v>2026-11-03T18:30:00</v></c>', "2026-11-03 18:30:00"),
    "as long a text as may be": (f'<c t="str"><v>{"_x0041_" * 32_767}</v></c>', "A" * 32_767),
    "nothing": ("<c/>", ""),
    "nothing but a style": ('<c s="99"/>', ""),
}


@pytest.mark.parametrize("name", RIGHT)
def test_a_cell_that_shows_something_is_no_error(name: str) -> None:
    """Also where a formula gives an empty text."""
    cell, shown = RIGHT[name]
    row = of([xlsx.text("A1", "a"), cell, xlsx.text("C1", "c")])
    assert (row.cells, row.flaws) == (("a", shown, "c"), ())


@pytest.mark.parametrize(("stored", "told"), [("0", [(0, Code.FORMULA_WITHOUT_VALUE)]), ("2", [])])
def test_a_formula_that_nothing_worked_out_is_told(stored: str, told: list[tuple[int, Code]]) -> None:
    """A workbook that asks to be worked out holds 0 for whatever was not."""
    row = of([xlsx.formula("A1", f"<v>{stored}</v>")], after='<calcPr calcId="1" fullCalcOnLoad="1"/>')
    assert codes(row) == told


def test_a_prefix_of_names_changes_nothing() -> None:
    """Some programs write <x:c> for <c>."""
    body = '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row>'
    parts = xlsx.parts_of({"A": []})
    (row,) = read(xlsx.packed({**parts, "xl/worksheets/sheet1.xml": f"{body}</x:sheetData></x:worksheet>"}))
    assert row.cells == ("a",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_a_part_may_be_in_any_encoding_that_the_format_knows(encoding: str) -> None:
    """UTF-8 and UTF-16."""
    sheet = xlsx.sheet_xml([xlsx.row(1, xlsx.text("A1", "é"))]).replace("UTF-8", encoding.removesuffix("-sig"))
    (row,) = read(xlsx.packed({**xlsx.parts_of({"A": []}), "xl/worksheets/sheet1.xml": sheet.encode(encoding)}))
    assert row.cells == ("é",)


def test_cells_may_stand_in_any_order_in_their_row() -> None:
    """Each says its place, and one that says none stands behind the one before it."""
    row = of([xlsx.number("D1", "4"), xlsx.number("A1", "1"), "<c><v>2</v></c>", xlsx.number("F1", "6")])
    assert row.cells == ("1", "2", "", "4", "", "6")
