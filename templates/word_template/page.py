"""The document as it grows: paragraphs, tags, lists and tables."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from spinout.reports.layouts.word_numbers import in_list, put_in
from spinout.reports.word_lines import UNNUMBERED
from word_template.look import set_numbers, set_page, set_properties, set_styles

RUNS = re.compile(r"(\{\{r [^}]*\}\})")
"""A field that brings its own runs, which must stand in a run alone."""


class Paper:
    """The document as it grows."""

    def __init__(self) -> None:
        self.document = Document()
        self.place: Any = self.document
        set_page(self.document)
        set_styles(self.document)
        set_numbers(self.document)
        set_properties(self.document)

    def paragraph(self, text: str, style: str | None = None, *, bold: bool = False, new_page: bool = False) -> None:
        """A paragraph; text between two stars is bold."""
        made = self.place.add_paragraph(style=style)
        if new_page:
            made.paragraph_format.page_break_before = True
        for number, piece in enumerate(text.split("**")):
            for run in RUNS.split(piece):
                if run:
                    made.add_run(run).bold = True if bold or number % 2 else None

    def unnumbered(self, text: str, style: str) -> None:
        """A paragraph without the number that its style brings."""
        self.paragraph(text, style)
        put_in(self.place.paragraphs[-1]._p.get_or_add_pPr(), in_list(UNNUMBERED))

    @contextmanager
    def tag(self, kind: str, words: str) -> Iterator[None]:
        """What stands inside is repeated, or left out, as the tag says."""
        self.paragraph(f"{{%p {kind} {words} %}}", "Tag")
        yield
        self.paragraph(f"{{%p end{kind} %}}", "Tag")

    def loop(self, words: str) -> Any:
        """A loop over paragraphs."""
        return self.tag("for", words)

    def where(self, words: str) -> Any:
        """Paragraphs that stand only where something holds."""
        return self.tag("if", words)

    def bullets(self, each: str, words: str = "{{ line }}", style: str = "List Bullet") -> None:
        """A list of texts."""
        with self.loop(f"line in {each}"):
            self.paragraph(words, style)

    def table(
        self,
        about: str,
        heads: Sequence[str],
        loop: str,
        cells: Sequence[str],
        widths: Sequence[int],
        *,
        numbers_from: int | None = None,
    ) -> None:
        """A table with a row of heads that is repeated on each page, and a row for each turn of a loop.

        From the column `numbers_from` on there are numbers, which stand at the right.
        """
        styles = ["Cell" if numbers_from is None or n < numbers_from else "Number" for n in range(len(heads))]
        made = self.place.add_table(rows=4, cols=len(heads))
        made.style = "Table Grid"
        made.alignment = WD_TABLE_ALIGNMENT.LEFT
        made.autofit = False
        _described(made, about)
        _fill(made.rows[0], heads, styles, bold=True)
        _head(made.rows[0])
        _fill(made.rows[1], [f"{{%tr for {loop} %}}"])
        _fill(made.rows[2], cells, styles)
        _fill(made.rows[3], ["{%tr endfor %}"])
        for column, width in zip(made.columns, widths, strict=True):
            column.width = Mm(width)
        for row in made.rows:
            _whole(row)
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Mm(width)

    def wide_table(self, about: str, table: str) -> None:
        """A table with as many columns as there are; those of numbers stand at the right."""
        made = self._wide(about, f"column in {table}.columns", "", rows=4)
        _fill(made.rows[1], [f"{{%tr for row in {table}.rows %}}"])
        _fill(made.rows[2], ["{%tc for cell in row %}", "", "{%tc endfor %}"])
        _fill(made.rows[3], ["{%tr endfor %}"])
        for row, field in ((made.rows[0], "column"), (made.rows[2], "cell")):
            with self._inside(row.cells[1]):
                for test, style in ((f"{table}.numbers[loop.index0]", "Number"), ("true", "Cell")):
                    self.paragraph(f"{{%p {'if' if style == 'Number' else 'elif'} {test} %}}", "Tag")
                    self.paragraph(f"{{{{ {field} }}}}", style, bold=field == "column")
                self.paragraph("{%p endif %}", "Tag")

    def side_by_side(self, about: str, loop: str, head: str, paragraphs: Sequence[str]) -> None:
        """A table with a column for each turn of a loop: its head, and paragraphs under it."""
        made = self._wide(about, loop, head, rows=2)
        _fill(made.rows[1], [f"{{%tc for {loop} %}}", "", "{%tc endfor %}"])
        with self._inside(made.rows[1].cells[1]):
            for text in paragraphs:
                self.paragraph(text, "Tag" if text.startswith("{%p") else "Cell")

    @contextmanager
    def _inside(self, cell: Any) -> Iterator[None]:
        """What is written goes into a cell, in place of its empty paragraph."""
        outer, self.place = self.place, cell
        yield
        self.place = outer
        cell._tc.remove(cell.paragraphs[0]._p)

    def _wide(self, about: str, loop: str, head: str, *, rows: int) -> Any:
        made = self.place.add_table(rows=rows, cols=3)
        made.style = "Table Grid"
        _described(made, about)
        _fill(made.rows[0], [f"{{%tc for {loop} %}}", head, "{%tc endfor %}"], bold=True)
        _head(made.rows[0])
        for row in made.rows:
            _whole(row)
        return made

    def sources(self, of: str) -> None:
        """The codes of the sources, where there are any."""
        with self.where(f"{of}.sources"):
            self.paragraph("Sources: {{ " + of + '.sources|join(", ") }}', "Small")


def _described(table: Any, about: str) -> None:
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), about)
    table._tbl.tblPr.append(caption)


def _head(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(mark)


def _whole(row: Any) -> None:
    """A row is not parted by the end of a page."""
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))


def _fill(row: Any, texts: Sequence[str], styles: Sequence[str] = (), *, bold: bool = False) -> None:
    for cell, text, style in zip(row.cells, texts, [*styles, *["Cell"] * len(texts)], strict=False):
        paragraph = cell.paragraphs[0]
        paragraph.style = style
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.add_run(text).bold = True if bold else None
