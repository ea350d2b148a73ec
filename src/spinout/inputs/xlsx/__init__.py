"""Read XLSX: which sheet is read, whose cells mean what they show; no formula is worked out, no macro is run."""

from collections.abc import Iterator
from contextlib import suppress
from posixpath import join, normpath

from msgspec import Struct
from msgspec.structs import replace

from spinout.core.problems import Code, Warning
from spinout.core.wording import did_you_mean, found, listed
from spinout.core.workbook_rows import GUIDE, LISTS
from spinout.inputs.documents import MOST_DEPTH
from spinout.inputs.tables import Row, TableSheet
from spinout.inputs.xlsx.package import (
    CHUNK,
    SMALLER,
    LocalNames,
    Package,
    UnreadableWorkbookError,
    refuse_depth,
    refuse_lock,
    truth,
)
from spinout.inputs.xlsx.sheets import SheetReader
from spinout.inputs.xlsx.styles import SharedTexts, Styles

WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
OTHERS = {
    "xl/workbook.bin": ("The workbook is in Excel's binary format (.xlsb).", "Open it, and save it as XLSX."),
    "content.xml": ("The file is a sheet of OpenDocument (.ods).", "Open it, and save it as XLSX or as CSV UTF-8."),
    "index/document.iwa": ("The file is a sheet of Numbers.", "Export it as XLSX or as CSV UTF-8."),
    "word/document.xml": ("The file is a Word document.", "Give a workbook, or answers in YAML."),
}
"""What other files are that are zips too, by a part of theirs, and how to mend it."""
MACROS = "xl/vbaproject.bin"
MOST_SHEETS = 200
GLANCE = CHUNK
"""So many bytes of another sheet are looked through for something that it holds."""


class SheetEntry(Struct, frozen=True):
    """A sheet as the workbook lists it; `part` is the name of its part, empty for what has no cells."""

    name: str
    part: str
    shown: bool


class _Elements:
    """Passes the attributes of each element of a small part on, with its name and what encloses it."""

    def __init__(self) -> None:
        self._names = LocalNames()
        self._path: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""
        self._path.append(self._names[name])
        if len(self._path) > MOST_DEPTH:
            refuse_depth()
        self.take("/".join(self._path[1:]), attributes)

    def end(self, _name: str) -> None:
        """Take the end of an element."""
        self._path.pop()

    def text(self, text: str) -> None:
        """Nothing of it is needed."""

    def take(self, path: str, attributes: dict[str, str]) -> None:
        """Take what stands in an element, under the names that lead to it from below the top."""
        raise NotImplementedError


class _Relations(_Elements):
    """The parts that the workbook has: by their ids, and the first of each kind by its name."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: dict[str, str] = {}
        self.first: dict[str, str] = {}

    def take(self, path: str, attributes: dict[str, str]) -> None:
        """Take a relation."""
        if path == "Relationship":
            part = normpath(join("/xl", attributes.get("Target", "")))[1:]
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.first.setdefault(kind, part)
            if kind == "worksheet":
                self.sheets[attributes.get("Id", "")] = part


class _Contents(_Elements):
    """What the workbook says of its sheets, its dates and its formulas."""

    def __init__(self, relations: _Relations) -> None:
        super().__init__()
        self._relations = relations
        self.sheets: list[SheetEntry] = []
        self.since_1904 = False
        self.uncalculated = False
        """Whether no spreadsheet has worked out its formulas since it was written."""

    def take(self, path: str, attributes: dict[str, str]) -> None:
        """Take a sheet, or a property of the workbook."""
        match path:
            case "sheets/sheet":
                ident = next((value for name, value in attributes.items() if name.endswith(":id")), "")
                shown = attributes.get("state", "visible") == "visible"
                part = self._relations.sheets.get(ident, "")
                self.sheets.append(SheetEntry(attributes.get("name", ""), part, shown))
            case "workbookPr":
                self.since_1904 = truth(attributes, "date1904")
            case "calcPr":
                self.uncalculated = truth(attributes, "fullCalcOnLoad")
        if len(self.sheets) > MOST_SHEETS:
            message = f"The workbook has more than {MOST_SHEETS} sheets."
            raise UnreadableWorkbookError(message, SMALLER, code=Code.TOO_BIG)


class Workbook:
    """A workbook that is opened. Raises UnreadableWorkbookError, here and wherever it is read."""

    def __init__(self, raw: bytes, *, spare_empty: int | None = None) -> None:
        self._spare_empty = spare_empty
        self._package = Package(raw)
        if WORKBOOK not in self._package:
            told = next((OTHERS[part] for part in OTHERS if part in self._package), None)
            raise UnreadableWorkbookError(*told or ("The file is no workbook of XLSX.",))
        relations = _Relations()
        self._package.read(RELATIONS, relations)
        self._contents = _Contents(relations)
        self._package.read(WORKBOOK, self._contents)
        self._styles = Styles()
        self._package.read(relations.first.get("styles", "xl/styles.xml"), self._styles)
        self._texts = SharedTexts()
        self._package.read(relations.first.get("sharedStrings", "xl/sharedStrings.xml"), self._texts)

    @property
    def entries(self) -> tuple[SheetEntry, ...]:
        """Its sheets with cells, in their order."""
        return tuple(entry for entry in self._contents.sheets if entry.part)

    @property
    def macros(self) -> bool:
        """Whether it holds macros, which are never run."""
        return MACROS in self._package

    def rows_of(self, entry: SheetEntry, most: int) -> Iterator[Row]:
        """The filled rows of a sheet, of which none stands below so many; its checksum is looked at first."""
        self._package.verify(entry.part)
        reader = self._reader()
        for _ in self._package.events(entry.part, reader):
            if reader.row > most:
                message = f"Sheet {found(entry.name)} goes on below row {most:,}, and no form does."
                raise UnreadableWorkbookError(message, SMALLER, code=Code.TOO_BIG, row=most)
            yield from reader.done
            reader.done.clear()

    def holds(self, entry: SheetEntry) -> bool:
        """Whether a glance finds something in a sheet, or does not come to its end."""
        return self._holds(entry)

    def sheet(self, wanted: str | None) -> TableSheet:
        """The sheet of a name, in any case, or the first that is shown; nothing of it is read yet."""
        entries = [entry for entry in self._contents.sheets if entry.part]
        if wanted is None:
            chosen = next((entry for entry in entries if entry.shown), None)
            if chosen is None:
                raise UnreadableWorkbookError("The workbook shows no sheet.", "Show the sheet that holds the answers.")
        else:
            names = {entry.name.casefold(): entry for entry in entries}
            found_there = names.get(wanted.casefold())
            if found_there is None:
                there = [entry.name for entry in entries]
                near = did_you_mean(wanted, there)
                message = f"The workbook has no sheet {found(wanted)}."
                hint = f"{near} It has: {listed(there)}.".strip()
                raise UnreadableWorkbookError(message, hint, code=Code.UNKNOWN_SHEET)
            chosen = found_there
        others = tuple(entry for entry in entries if entry is not chosen)
        self._package.verify(chosen.part)
        return TableSheet(
            self._rows(chosen, self._told_of(chosen, others)),
            chosen.name,
            lambda: (TableSheet(self._glance(entry), entry.name) for entry in others),
        )

    def _told_of(self, chosen: SheetEntry, others: tuple[SheetEntry, ...]) -> tuple[Warning, ...]:
        """That other sheets hold something too, where any does."""
        beside = (entry for entry in others if entry.name not in (LISTS, GUIDE))  # what a form's own cells offer
        filled = [f"{entry.name}{'' if entry.shown else ' (hidden)'}" for entry in beside if self._holds(entry)]
        if not filled:
            return ()
        read = f"Sheet {found(chosen.name)} was read, and nothing else in the workbook."
        more = f"There is something in {'sheet' if len(filled) == 1 else 'sheets'} {listed(filled)} too"
        return (Warning(Code.OTHER_SHEETS, f"{read} {more}; --sheet NAME reads another."),)

    def _rows(self, entry: SheetEntry, told: tuple[Warning, ...]) -> Iterator[Row]:
        """The rows of a sheet; the first carries what is told of the sheet, and a problem ends them."""
        reader = self._reader()
        try:
            for _ in self._package.events(entry.part, reader):
                for row in reader.done:
                    if told and not row.blank:
                        yield replace(row, warnings=(*told, *row.warnings))
                        told = ()
                    else:
                        yield row
                reader.done.clear()
        except UnreadableWorkbookError as error:
            yield from reader.done
            number = max(error.problem.line or 1, reader.row)
            yield Row(number, (), replace(error.problem, line=number))

    def _glance(self, entry: SheetEntry) -> Iterator[Row]:
        """The first rows of a sheet, as many as can be read."""
        reader = self._reader()
        try:
            for _ in self._package.events(entry.part, reader, most=GLANCE):
                yield from reader.done
                reader.done.clear()
        except UnreadableWorkbookError:
            yield from reader.done

    def _holds(self, entry: SheetEntry) -> bool:
        """Whether a glance finds something in a sheet, or does not come to its end."""
        reader, size = self._reader(), 0
        with suppress(UnreadableWorkbookError):
            for fed in self._package.events(entry.part, reader, most=GLANCE):
                size = fed
        return size >= GLANCE or any(not row.blank for row in reader.done)

    def _reader(self) -> SheetReader:
        contents = self._contents
        return SheetReader(
            self._styles,
            self._texts,
            since_1904=contents.since_1904,
            uncalculated=contents.uncalculated,
            most_text=self._package.most_bytes,
            spare_empty=self._spare_empty,
        )


def sheet_names(raw: bytes) -> tuple[str, ...]:
    """The names of a workbook's sheets, with nothing else read; none where it cannot be."""
    with suppress(UnreadableWorkbookError):
        package, relations = Package(raw), _Relations()
        package.read(RELATIONS, relations)
        contents = _Contents(relations)
        package.read(WORKBOOK, contents)
        return tuple(entry.name for entry in contents.sheets)
    return ()


def xlsx_sheet(name: str, raw: bytes, sheet: str | None = None, *, spare_empty: int | None = None) -> TableSheet:
    """The sheet of a name, or the first that is shown, read row by row; one row with a problem where it cannot be."""
    try:
        refuse_lock(name)
        return Workbook(raw, spare_empty=spare_empty).sheet(sheet)
    except UnreadableWorkbookError as error:
        return TableSheet(iter((Row(1, (), error.problem),)))
