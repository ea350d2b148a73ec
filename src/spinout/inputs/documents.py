"""A document as it was read, with the place of each value, and the formats of files by the ending of the name."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from importlib import import_module
from itertools import islice
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.problems import MOST_KEPT, Code, Path, Problem, Warning, bounded, in_file_order
from spinout.core.questionnaire import Questionnaire
from spinout.core.wording import found, listed, shortened

if TYPE_CHECKING:
    from spinout.inputs.tables import Row, TableSheet

MOST_BYTES = 2_000_000
MOST_PACKED = 100_000_000
"""How many bytes a workbook's file may have."""
MOST_DEPTH = 50
REFUSED_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters but tab and line ends, and halves of surrogate pairs."""

LINE_END = re.compile("\r\n?|\n")

Place = tuple[int, int]
"""Line and column, both from 1."""
Flaw = tuple[Code, str, str]
"""Code, message and hint of something wrong in a text, whose place its reader knows."""


class Places(Struct, frozen=True):
    """Where the values and the keys of a document stand, by path."""

    values: dict[Path, Place]
    keys: dict[Path, Place]
    headings: tuple[str, ...] = ()
    """The names of a table's columns, in which places are rows and columns."""

    def of(self, path: Path, *, at_key: bool) -> Place:
        """The place of a value or key; of what encloses it where it has none of its own."""
        if at_key and path in self.keys:
            return self.keys[path]
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, (1, 1))


class Comment(Struct, frozen=True):
    """A comment that follows a value on its line, or stands in its place: the value's path, its own place and text."""

    path: Path
    place: Place
    text: str

    @property
    def close(self) -> bool:
        """Whether something stands right behind its sign, as in a number: `#4`."""
        return not self.text[1:2].isspace() and len(self.text) > 1

    @property
    def message(self) -> str:
        """What became of it, and what to do."""
        hint = "Put the text in quotes, or the comment in a line of its own."
        return f"{found(self.text)} is read as a comment, and is no part of a text. {hint}"


class Document(Struct, frozen=True):
    """Plain data, with the problems of its form; places are worked out when they are asked for.

    `whole` is False where the form is so broken that there is no data to read.
    """

    name: str
    data: object
    find_places: Callable[[], Places]
    problems: tuple[Problem, ...] = ()
    whole: bool = True
    line: int | None = None
    """The line of a file of several documents."""
    raw: bytes = b""
    """What the document's digest is of: the file's bytes, the line without its end, or the row's cells."""
    warnings: tuple[Warning, ...] = ()
    comments: tuple[Comment, ...] = ()
    """Those of YAML that may have been meant as text."""

    def placed(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """These problems and the document's own, with line and column, in file order."""
        if any(p.code is Code.MORE_PROBLEMS for p in self.problems):
            return self.problems
        # A value that was refused for its form is not complained of again.
        own = {p.path for p in self.problems if p.path and not p.at_key}
        more = [p for p in problems if not any(p.path[: n + 1] in own for n in range(len(p.path)))]
        places = self.find_places() if more else Places({}, {})
        return bounded(in_file_order([*self.problems, *(_at(p, places, self.line) for p in more)]))

    def told(self, warnings: Sequence[Warning], own_words: Callable[[Path], bool]) -> tuple[Warning, ...]:
        """The document's own warnings, those of comments that were meant as text, and these, with their places.

        `own_words` says whether a text of somebody's own words stands at a path.
        """
        places = self.find_places() if any(warning.path for warning in warnings) else Places({}, {})
        comments = (each for each in self.comments if own_words(each.path) or self.takes_from_text(each))
        return (
            *self.warnings,
            *(
                Warning(Code.COMMENT_IN_TEXT, f"{in_words(each.place)}: {each.message}", _question(each.path))
                for each in islice(comments, MOST_KEPT)
            ),
            *(_told_at(warning, places, self.line) if warning.path else warning for warning in warnings),
        )

    def takes_from_text(self, comment: Comment) -> bool:
        """Whether a comment was most likely meant as text: its sign stands close before something, by no number."""
        value: Any = self.data
        try:
            for step in comment.path:
                value = value[step]
        except (LookupError, TypeError):
            return False  # an answer that is no longer taken was left out
        return comment.close and (value is None or isinstance(value, str))


def _told_at(warning: Warning, places: Places, whole: int | None) -> Warning:
    line, column = places.of(warning.path, at_key=False)
    heading = places.headings[column - 1] if column <= len(places.headings) else None
    place = in_words((whole or line, column), heading)
    return replace(warning, message=f"{place}: {warning.message}", path=())


def in_words(place: Place, heading: str | None = None) -> str:
    """A place in a file, or in a table under a heading, as a message begins with it."""
    line, column = place
    return f"Line {line}, column {column}" if heading is None else f"Row {line}, column {shortened(heading)}"


def _question(path: Path) -> str | None:
    return str(path[1]) if path[:1] == ("answers",) and len(path) > 1 else None


def _at(problem: Problem, places: Places, whole: int | None) -> Problem:
    """A problem at its place; in the line that is the whole document, where one is."""
    if problem.code is Code.MORE_PROBLEMS:
        return problem
    line, column = places.of(problem.path, at_key=problem.at_key)
    heading = places.headings[column - 1] if column <= len(places.headings) else None
    hint = "Fill this cell." if places.headings and problem.code is Code.MISSING_FIELD else problem.hint
    return replace(problem, hint=hint, line=whole or line, column=column, column_name=heading)


LIBRARIES_RAISE = (RecursionError, MemoryError, ValueError, ArithmeticError, EOFError)
"""What a library raises over a text that it cannot take, beside its own errors; a defect of ours is none of these."""


def unreadable(error: BaseException) -> Problem:
    """What is wrong with a document over which a library raised an error that nobody foresaw."""
    kinds = {
        RecursionError: "it is nested too deeply",
        MemoryError: "it takes more memory than there is",
        UnicodeError: "its letters cannot be told",
        ArithmeticError: "a number in it is too great",
    }
    why = next((said for kind, said in kinds.items() if isinstance(error, kind)), type(error).__name__)
    hint = "Look whether it is what its name says, and write it anew, or in another format, if it is."
    return at_top(Code.UNREADABLE, f"The file cannot be read: {why}.", hint)


def told_if_unreadable(read: "Callable[[str, bytes], Document]") -> "Callable[[str, bytes], Document]":
    """A reader of one document, as one that tells what a library raises as the document's problem."""

    @wraps(read)
    def reading(name: str, raw: bytes) -> Document:
        try:
            return read(name, raw)
        except LIBRARIES_RAISE as error:
            return broken(name, unreadable(error))

    return reading


def at_top(code: Code, message: str, hint: str, line: int = 1, column: int = 1, *, file: str = "") -> Problem:
    """A problem of a file as a whole, which stands at its top unless it is known where."""
    return Problem(code, message, hint, file=file, line=line, column=column)


def broken(name: str, *problems: Problem) -> Document:
    """A document that could not be read at all."""
    return Document(name, None, lambda: Places({}, {}), tuple(replace(p, file=name) for p in problems), whole=False)


def text_of(name: str, raw: bytes) -> str | Document:
    """The text of a file's bytes, or a broken document that says why there is none."""
    if len(raw) > MOST_BYTES:
        message = f"The document has more than {MOST_BYTES:,} bytes."
        return broken(name, at_top(Code.TOO_BIG, message, "Shorten it; one document holds one assessment."))
    if raw.isascii():
        return raw.decode("ascii")
    place = 1, 1
    if raw[:4] in (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff"):
        message = "The file is in UTF-32."
    elif raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        message = "The file is in UTF-16."
    else:
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            # The error counts from after a byte order mark, in the bytes that it carries itself.
            before = error.object[: error.start].decode("utf-8") + "?"
            place = LineStarts(before).place(len(before) - 1)
            message = f"Found the byte 0x{error.object[error.start]:02X}, which is no UTF-8."
    hint = 'Save the file as UTF-8 ("Encoding: UTF-8" in the editor).'
    return broken(name, at_top(Code.NOT_UTF_8, message, hint, *place))


def refused_character(character: str) -> Flaw:
    """What is wrong with a character that no text may hold."""
    number = f"U+{ord(character):04X}"
    if "\ud800" <= character <= "\udfff":
        hint = "Write the character itself, or both halves."
        return Code.LONE_SURROGATE, f"Found {number}, half of a character.", hint
    hint = "Save the file as UTF-8, if it is in another encoding." if character == "\0" else "Take it out."
    return Code.CONTROL_CHARACTER, f"Found the control character {number}.", hint


def number_too_long(text: str, hint: str = "") -> Flaw:
    """What is wrong with a number of too many digits."""
    hint = hint or "Round it; or put it in quotes, if it is a reference and no number."
    return Code.NUMBER_TOO_LONG, f"The number {shortened(text)} has more than 15 digits.", hint


def key_twice(key: str, line: int) -> Flaw:
    """What is wrong with a key that stood in a line already."""
    message = f"The key {found(key)} stands here a second time; it stood in line {line}."
    return Code.DUPLICATE_KEY, message, "Keep one of the two."


class LineStarts:
    """Turns offsets into a text to lines and columns, as editors count them.

    The end of a file is the end of its last line, so that every place points at a line that stands.
    """

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in LINE_END.finditer(text))]
        self._end = len(text.rstrip("\r\n"))

    def place(self, offset: int) -> Place:
        """Line and column of an offset, both from 1."""
        offset = min(offset, self._end)
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


class Format(Struct, frozen=True):
    """How a format is read: by which function, and what that takes and gives.

    `several` formats give a document for each line or row; `by_line` ones take the lines of a
    file, the others all its bytes. The function of a `table` gives rows, which become documents
    with the questionnaire that its columns name; that of a format with `sheets` gives a sheet of them.
    """

    name: str
    module: str
    function: str
    several: bool = False
    by_line: bool = False
    table: bool = False
    sheets: bool = False


_YAML = Format("YAML", "spinout.inputs.yaml", "read_yaml")
JSON_LINES = Format("JSON Lines", "spinout.inputs.json", "read_json_lines", several=True, by_line=True)
FORMATS: Mapping[str, Format] = {
    ".yaml": _YAML,
    ".yml": _YAML,
    ".json": Format("JSON", "spinout.inputs.json", "read_json"),
    ".jsonl": JSON_LINES,
    ".csv": Format("CSV", "spinout.inputs.csv", "csv_rows", several=True, by_line=True, table=True),
    ".xlsx": Format("XLSX", "spinout.inputs.xlsx", "xlsx_sheet", several=True, table=True, sheets=True),
}


TO_ANSWER = (
    "Answers are typed at the screen: spinout assess. To print the questions and what may be answered: "
    "spinout questions -o questions.html."
)
WRITINGS = {
    ".docx": "Word document", ".doc": "Word document", ".dotx": "template of Word", ".rtf": "document in Rich Text",
    ".odt": "document of OpenDocument", ".pages": "document of Pages", ".pdf": "PDF document",
    ".html": "web page", ".htm": "web page", ".md": "text in Markdown",
}  # fmt: skip
"""Files that people write answers into, and that are none."""
MENDED: Mapping[str, tuple[str, str]] = {
    **{end: (f"The file is a {what} ({end}), and no file of answers.", TO_ANSWER) for end, what in WRITINGS.items()},
    ".xls": ("The file is a workbook of Excel before XLSX (.xls).", "Open it, and save it as XLSX or as CSV UTF-8."),
    ".xlsm": ("The file is a workbook with macros (.xlsm).", "Save it as XLSX, without macros, or as CSV UTF-8."),
    ".xlsb": ("The file is a workbook in Excel's binary format (.xlsb).", "Open it, and save it as XLSX."),
    ".ods": ("The file is a sheet of OpenDocument (.ods).", "Open it, and save it as XLSX or as CSV UTF-8."),
    ".numbers": ("The file is a sheet of Numbers.", "Export it as XLSX or as CSV UTF-8."),
    ".tsv": ("The file is a table parted by tabs (.tsv).", "Open it in a spreadsheet, and save it as CSV UTF-8."),
}
"""What is said of files of tables or texts that are not read, and how to mend it, by the endings of their names."""


def lock_of(path: str) -> str | None:
    """The name of a workbook that is open elsewhere, of which a file only says so; None of any other file."""
    name = PurePath(path).name
    return name[2:] if name.startswith("~$") else None


def format_of(name: str) -> Format | None:
    """The format of a file by its name's ending, in any case; None where it is not known."""
    return FORMATS.get(_ending(name))


def _ending(name: str) -> str:
    dot = name.rfind(".")
    return name[dot:].lower() if dot >= 0 else ""


def read_document(name: str, raw: bytes) -> Document:
    """Read the one document of a file's bytes; broken where the format is not known."""
    kind = format_of(name)
    if kind is None or kind.several:
        message = "The ending of the file's name names no format that is read."
        known = listed(ending for ending, row in FORMATS.items() if kind is None or not row.several)
        told = MENDED.get(_ending(name)) or (message, f"Allowed: {known}.")
        return broken(name, at_top(Code.UNKNOWN_KIND, *told))
    document: Document = _reader(kind)(name, raw)
    return document if document.raw is raw else replace(document, raw=raw)


def read_several(
    name: str,
    kind: Format,
    source: Iterable[bytes] | bytes,
    questionnaire: Questionnaire | None = None,
    *,
    sheet: str | None = None,
) -> Iterator[Document]:
    """Read the documents of a file that holds several, from its lines or its bytes; a table needs the questionnaire."""
    if not kind.table:
        yield from _reader(kind)(name, source)
        return
    from spinout.inputs.tables import documents_of

    assert questionnaire is not None
    form = form_of_workbook(name, kind, source, questionnaire) if sheet is None else None
    if form is not None:
        yield form
        return
    yield from documents_of(name, read_sheet(name, kind, source, sheet), questionnaire)


def form_of_workbook(
    name: str, kind: Format, source: Iterable[bytes] | bytes, questionnaire: Questionnaire
) -> Document | None:
    """The one document of a workbook that is a form with a row for each question; None of any other file."""
    if not kind.sheets:
        return None
    from spinout.inputs.workbook_forms import form_document

    assert isinstance(source, bytes)
    try:
        return form_document(name, source, questionnaire)
    except LIBRARIES_RAISE as error:
        return broken(name, unreadable(error))


def read_sheet(name: str, kind: Format, source: Iterable[bytes] | bytes, sheet: str | None = None) -> "TableSheet":
    """Read the rows of a table, the headings' among them, from its lines or its bytes, or those of a named sheet."""
    from spinout.inputs.tables import TableSheet

    assert kind.table
    made: TableSheet = _reader(kind)(name, source, sheet) if kind.sheets else TableSheet(_reader(kind)(name, source))
    return replace(made, rows=rows_told(made.rows))


def rows_told(rows: "Iterator[Row]") -> "Iterator[Row]":
    """Rows, with what a library raises over them as the problem of the next."""
    from spinout.inputs.tables import Row

    number = 0
    try:
        for row in rows:
            yield row
            number = row.number
    except LIBRARIES_RAISE as error:
        yield Row(number + 1, (), replace(unreadable(error), line=number + 1))


def _reader(kind: Format) -> Any:
    return getattr(import_module(kind.module), kind.function)
