"""What both workbook forms share: formats, lists that cells offer, names of sheets, and texts that act as nothing."""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from math import ceil
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from spinout.core.kinds.base import Bounds, Entry, Kind
from spinout.core.questionnaire import Questionnaire
from spinout.core.wording import cleaned
from spinout.core.workbook_rows import LISTS, MARKS, START, offered_words
from spinout.forms.form import Form

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST, MOST_OF_NAME = 32_767, 31
"""How many characters a cell and the name of a sheet may have; the limits are Excel's own."""
MOST_OF_HINT, MOST_OF_FOOTER = 255, 200
CUT = " [cut here: the cell is full]"
MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - the format knows no zones, and no clock is asked
SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
NO_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
A3 = 8
LINE, HIGHEST = 15.0, 405.0
"""Points: the height of a line, and the greatest that a row may have."""
UNLOCKED = {"format_cells": True, "format_columns": True, "format_rows": True}
FIRST_DAY = date(1900, 1, 1)


def built(form: Form, title: str, write: Callable[["FormBook"], None]) -> bytes:
    """The bytes of a workbook; the same for the same form."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    workbook = Workbook(buffer, SAFE)
    asked = form.questionnaire
    workbook.set_properties({"title": title, "subject": asked.title, "author": form.program, "created": MADE})
    marks = {"Questionnaire": asked.id, "Version": asked.version, "Digest": form.sha256, "Language": asked.language}
    for name, text in marks.items():
        workbook.set_custom_property(name, text[:MOST_OF_HINT], "text")
    write(FormBook(workbook))
    workbook.close()
    return buffer.getvalue()


class FieldRule(Struct, frozen=True):
    """What may stand in a field in which nothing is chosen: words, a number within bounds, or a day."""

    holds: Entry = Entry.WORDS
    bounds: Bounds = Bounds()


def rule_of(kind: Kind) -> FieldRule:
    """The rule for a field with an answer, or with a part of one."""
    holds = Entry.NUMBER if kind.entry in (Entry.NUMBER, Entry.SHARES) else kind.entry
    return FieldRule(holds, kind.bounds)


class FormBook:
    """A workbook that is written, with the few formats and the lists that its sheets share."""

    def __init__(self, workbook: "Workbook") -> None:
        self.workbook = workbook
        shape = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#D0D0D0"}
        field = {**shape, "locked": False, "border": 1, "border_color": "#7F7F7F", "bg_color": "#FFFBE6"}
        self.text = workbook.add_format(shape)
        self.heading = workbook.add_format({**shape, "bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF"})
        self.title = workbook.add_format({"bold": True, "font_size": 16})
        self.bold = workbook.add_format({**shape, "bold": True})
        self.total = workbook.add_format({**shape, "bold": True, "align": "left"})
        self.plain = workbook.add_format({"valign": "top"})
        self.small = workbook.add_format({**shape, "font_size": 8, "font_color": "#595959"})
        self.words = workbook.add_format({**field, "num_format": "@"})
        self.number = workbook.add_format({**field, "align": "left"})
        self.day = workbook.add_format({**field, "align": "left", "num_format": "yyyy-mm-dd"})
        self.grey = workbook.add_format({"bg_color": "#E4E4E4", "font_color": "#595959"})
        self.alarm = workbook.add_format({"bold": True, "font_color": "#B00020"})
        self._names = {START.casefold(), MARKS.casefold(), LISTS.casefold(), "history"}
        self._lists: dict[tuple[tuple[str, str], ...], tuple[str, int]] = {}

    def sheet(self, title: str) -> "Worksheet":
        """A sheet named after a title: shortened, without the signs that no name may have, and none twice."""
        return self.workbook.add_worksheet(self._name(title))

    def _name(self, title: str) -> str:
        bare = " ".join(NO_NAME.sub(" ", cleaned(title)).split()).strip("'") or "Section"
        for number in range(1, 10_000):
            tail = "" if number == 1 else f" {number}"
            name = _shortened(bare, MOST_OF_NAME - len(tail)).strip("' ") + tail
            if name.casefold() not in self._names:
                break
        self._names.add(name.casefold())
        return name

    def format_of(self, rule: FieldRule) -> Any:
        """The format of a field by what it holds."""
        return {Entry.NUMBER: self.number, Entry.DAY: self.day}.get(rule.holds, self.words)

    def offered(self, pairs: Iterable[tuple[str, str]]) -> tuple[str, int, int]:
        """The name of a list of words with their ids, its first row, and how many it has; each list stands once."""
        key = tuple(pairs)
        if key not in self._lists:
            first = sum(len(each) for each in self._lists) + 1
            self._lists[key] = f"offered_{len(self._lists) + 1}", first
        name, first = self._lists[key]
        return name, first, len(key)

    def write_lists(self) -> None:
        """The hidden sheet with all lists, each under a name of its own."""
        page = self.workbook.add_worksheet(LISTS)
        page.hide()
        for pairs, (name, first) in self._lists.items():
            for row, (words, ident) in enumerate(pairs, first - 1):
                put(page, row, 0, words, self.plain)
                put(page, row, 1, ident, self.plain)
            self.workbook.define_name(name, f"={range_of(first, len(pairs), 'A')}")


def offered_by(kind: Kind) -> tuple[tuple[str, str], ...]:
    """What a list offers of a question's options, with their ids."""
    return tuple((words, ident) for ident, words in offered_words(kind).items())


def range_of(first: int, count: int, column: str) -> str:
    """Rows of the sheet of lists, as a formula names them."""
    return f"'{LISTS}'!${column}${first}:${column}${first + count - 1}"


def put(page: "Worksheet", row: int, column: int, text: str | None, form: object) -> None:
    """Write a text, cut where a cell is full; what begins like a formula is a text too."""
    if not text:
        page.write_blank(row, column, None, form)
        return
    whole = cleaned(text)
    page.write_string(row, column, whole if len(whole) <= MOST else whole[: MOST - len(CUT)] + CUT, form)


def _shortened(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    cut = text[:most]
    return cut[: cut.rfind(" ")] if " " in cut[most // 2 :] else cut


def hint(text: str, most: int = MOST_OF_HINT) -> str:
    """A text short enough to be shown beside a cell."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def offer(page: "Worksheet", row: int, column: int, name: str, told: str, last: int | None = None) -> None:
    """Offer a list in a cell, or in all down to a row; another text is warned of, and may stand."""
    page.data_validation(
        row,
        column,
        row if last is None else last,
        column,
        {
            "validate": "list",
            "source": f"={name}",
            "error_type": "warning",
            "error_title": "Not in the list",
            "error_message": "This is not in the list. Keep it only if you mean it.",
            "input_message": hint(told),
        },
    )


def hold(page: "Worksheet", row: int, column: int, rule: FieldRule, told: str, last: int | None = None) -> None:
    """Warn of a number or a day that a field does not take; a text field only says what belongs there."""
    checked: dict[str, Any] = {"validate": "any"}
    if rule.holds is Entry.DAY:
        checked = {"validate": "date", "criteria": ">=", "value": FIRST_DAY}
    elif rule.holds is Entry.NUMBER:
        kind = "integer" if rule.bounds.integer else "decimal"
        low, high = (None if limit is None else float(limit) for limit in (rule.bounds.low, rule.bounds.high))
        if low is not None and high is not None:
            checked = {"validate": kind, "criteria": "between", "minimum": low, "maximum": high}
        elif low is None and high is None:
            checked = {"validate": kind, "criteria": "between", "minimum": -1e15, "maximum": 1e15}
        else:
            checked = {
                "validate": kind,
                "criteria": "<=" if low is None else ">=",
                "value": high if low is None else low,
            }
    checked |= {"error_type": "warning", "error_title": "Please look again", "error_message": hint(told)}
    page.data_validation(row, column, row if last is None else last, column, checked | {"input_message": hint(told)})


def heights(cells: Iterable[tuple[str | None, float]]) -> float:
    """The height of a row in points by its texts and the widths of their columns."""
    lines = max((sum(map(_lines(width), (text or "").split("\n"))) for text, width in cells), default=1)
    return min(max(lines, 1) * LINE, HIGHEST)


def _lines(width: float) -> Callable[[str], int]:
    return lambda line: max(1, ceil(len(line) * 1.06 / width))


def printed(page: "Worksheet", title: str) -> None:
    """Set a sheet up for paper: landscape A3, one page wide, with its title and the page's number."""
    page.set_landscape()
    page.set_paper(A3)
    page.fit_to_pages(1, 0)
    page.set_margins(0.4, 0.4, 0.5, 0.6)
    plain = cleaned(title)[:MOST_OF_FOOTER].replace("\n", " ").replace("&", "&&")
    page.set_footer(f"&L{plain}&RPage &P of &N")


def in_lines(text: str, most: int = 140) -> Iterator[str]:
    """A text in lines that need no cell to be merged."""
    from textwrap import wrap

    for paragraph in cleaned(text).split("\n"):
        yield from wrap(paragraph, most) or [""]


HEADER_ROWS: Sequence[tuple[str, str, str, FieldRule]] = (
    ("service", "Service", "What the answers are about.", FieldRule()),
    ("organisation", "Organisation", "The body that runs the service today.", FieldRule()),
    ("completed_by", "Completed by", "A role, such as service lead; no person's name.", FieldRule()),
    ("respondent", "Who answers", "Tells several people's answers about one service apart.", FieldRule()),
    ("date", "Date", "The day, as 2026-11-23.", FieldRule(Entry.DAY)),
)
"""The fields of the header: id, label, help, and what they hold."""


def respondents_of(questionnaire: Questionnaire) -> tuple[tuple[str, str], ...]:
    """Who may answer, in words, with their ids."""
    return tuple((each.label, each.id) for each in questionnaire.respondents)
