"""Make `report.docx`, the shipped Word template: python templates/make_docx.py

It needs the extra `word`. The file is an ordinary Word document with fields in double braces; a council
changes a copy of it in Word, and never needs this script. Here it is built from words, so that a change
to it can be read and reviewed.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

OUT = Path(__file__).resolve().parent / "report.docx"
FONT = "Arial"
INK = RGBColor(0x1B, 0x1B, 0x1B)
SIZES = {"Title": 26, "Heading 1": 18, "Heading 2": 14, "Heading 3": 12}


class Paper:
    """The document as it grows."""

    def __init__(self) -> None:
        self.document = Document()
        self.place: Any = self.document
        _page(self.document)
        _styles(self.document)
        _properties(self.document)

    def paragraph(self, text: str, style: str | None = None, *, bold: bool = False) -> None:
        """A paragraph; text between two stars is bold."""
        made = self.place.add_paragraph(style=style)
        for number, piece in enumerate(text.split("**")):
            if piece:
                made.add_run(piece).bold = True if bold or number % 2 else None

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

    def bullets(self, each: str, words: str = "{{ line }}") -> None:
        """A list of texts."""
        with self.loop(f"line in {each}"):
            self.paragraph(words, "List Bullet")

    def table(self, about: str, heads: Sequence[str], loop: str, cells: Sequence[str], widths: Sequence[int]) -> None:
        """A table with a row of heads that is repeated on each page, and a row for each turn of a loop."""
        made = self.place.add_table(rows=4, cols=len(heads))
        made.style = "Table Grid"
        made.alignment = WD_TABLE_ALIGNMENT.LEFT
        made.autofit = False
        _described(made, about)
        _fill(made.rows[0], heads, bold=True)
        _head(made.rows[0])
        _fill(made.rows[1], [f"{{%tr for {loop} %}}"])
        _fill(made.rows[2], cells)
        _fill(made.rows[3], ["{%tr endfor %}"])
        for column, width in zip(made.columns, widths, strict=True):
            column.width = Mm(width)
        for row in made.rows:
            _whole(row)
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Mm(width)

    def wide_table(self, about: str, columns: str, rows: str) -> None:
        """A table with as many columns as there are."""
        made = self.place.add_table(rows=4, cols=3)
        made.style = "Table Grid"
        _described(made, about)
        _fill(made.rows[0], [f"{{%tc for column in {columns} %}}", "{{ column }}", "{%tc endfor %}"], bold=True)
        _head(made.rows[0])
        _fill(made.rows[1], [f"{{%tr for row in {rows} %}}"])
        _fill(made.rows[2], ["{%tc for cell in row %}", "{{ cell }}", "{%tc endfor %}"])
        _fill(made.rows[3], ["{%tr endfor %}"])
        for row in made.rows:
            _whole(row)

    def sources(self, of: str) -> None:
        """The codes of the sources, where there are any."""
        with self.where(f"{of}.sources"):
            self.paragraph("Sources: {{ " + of + '.sources|join(", ") }}', "Small")


# the frame


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin = section.bottom_margin = Mm(20)
    footer = section.footer.paragraphs[0]
    footer.add_run("{{ report.title }}. Page ")
    for words, kind in (("PAGE", "field"), (" of ", "text"), ("NUMPAGES", "field")):
        run = footer.add_run("" if kind == "field" else words)
        if kind == "field":
            _field(run, words)


def _field(run: Any, words: str) -> None:
    """A field of Word's own: begin, what it shows, end."""
    for kind in ("begin", "instruction", "separate", "text", "end"):
        if kind == "instruction":
            made = OxmlElement("w:instrText")
            made.text = f" {words} "
        elif kind == "text":
            made = OxmlElement("w:t")
            made.text = "1"
        else:
            made = OxmlElement("w:fldChar")
            made.set(qn("w:fldCharType"), kind)
        run._r.append(made)


def _styles(document: Any) -> None:
    styles = document.styles
    normal = styles["Normal"]
    _font(normal, 12)
    normal.paragraph_format.space_after = Pt(8)
    normal.paragraph_format.line_spacing = 1.1
    for name, size in SIZES.items():
        style = styles[name]
        _font(style, size)
        style.font.bold = True
        style.font.italic = False
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.space_before = Pt(0 if name == "Title" else size)
        style.paragraph_format.space_after = Pt(6)
        for border in style.element.iter(qn("w:pBdr")):
            border.getparent().remove(border)
            break
    for name, size in (
        ("Small", 10),
        ("Tag", 9),
        ("Numbered", 12),
        ("Item", 12),
        ("Caption line", 11),
        ("Verdict", 18),
        ("Officer", 12),
    ):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        _font(style, size)
    for name, left, hang in (("Numbered", 12, 12), ("Item", 20, 8)):
        styles[name].paragraph_format.left_indent = Mm(left)
        styles[name].paragraph_format.first_line_indent = Mm(-hang)
        styles[name].paragraph_format.tab_stops.add_tab_stop(Mm(left))
    styles["Caption line"].font.bold = styles["Verdict"].font.bold = True
    for name in ("Caption line", "Numbered"):
        styles[name].paragraph_format.keep_with_next = True
    _bordered(styles["Officer"])
    styles["Tag"].font.color.rgb = RGBColor(0x60, 0x60, 0x60)
    _font(styles["Footer"], 10)
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _bordered(style: Any) -> None:
    """A frame round the paragraphs of a style."""
    borders = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        edge = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "4"), ("color", "767676")):
            edge.set(qn(f"w:{name}"), value)
        borders.append(edge)
    style.element.get_or_add_pPr().append(borders)


def _font(style: Any, size: int) -> None:
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), INK
    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)


def _properties(document: Any) -> None:
    properties = document.core_properties
    properties.title, properties.subject = "{{ report.title }}", "{{ report.about }}"
    properties.author = properties.comments = properties.keywords = ""
    properties.last_modified_by, properties.language = "", "en-GB"
    properties.created = properties.modified = datetime(2026, 11, 1, tzinfo=UTC)


# tables


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


def _fill(row: Any, texts: Sequence[str], *, bold: bool = False) -> None:
    for cell, text in zip(row.cells, texts, strict=False):
        paragraph = cell.paragraphs[0]
        paragraph.style = "Small"
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.add_run(text).bold = True if bold else None


# the paper


def paper() -> Paper:
    """The whole template."""
    made = Paper()
    made.paragraph("{{ report.title }}", "Title")
    made.paragraph("{{ report.about }}")
    with made.loop("line in report.head"):
        made.paragraph("**{{ line.label }}:** {{ line.text }}")
    for field, label in SIGNS.items():
        with made.where(f"report.{field}"):
            made.paragraph(f"**{label}.** {{{{ report.{field} }}}}")
    made.bullets("report.notes")
    with made.loop("part in report.parts"):
        made.paragraph(
            "{% if part.appendix %}Appendix {{ part.number }}.{% else %}{{ part.number }}{% endif %} {{ part.title }}",
            "Heading 1",
        )
        with made.loop("block in part.blocks"):
            _block(made)
    _picture_tables(made)
    return made


SIGNS = {"restricted": "Not for publication", "incomplete": "Incomplete", "left_out": "Answers left out"}
"""What must be seen before all else, where it holds."""


def _block(made: Paper) -> None:
    with made.where("block.text and block.number"):
        made.paragraph("{{ block.number }}\t{{ block.text }}", "Numbered")
    with made.where("block.text and not block.number"):
        made.paragraph("{{ block.text }}")
    with made.where('block.kind == "held"'):
        _held(made, "block.lines")
    with made.where('block.kind == "officer"'):
        _officer(made)
    with made.where('block.kind == "picture"'):
        _picture(made)
    for kind, draw in KINDS.items():
        with made.where(f'block.kind == "{kind}"'):
            draw(made)


def _held(made: Paper, lines: str, words: str = "words") -> None:
    made.bullets(
        lines,
        f"{{{{ line.ask }}}} **{{{{ line.{words} }}}}**"
        "{% if line.evidence %} Evidence: {{ line.evidence }}{% endif %}",
    )


def _officer(made: Paper) -> None:
    with made.where("block.box.prompt"):
        made.paragraph("{{ block.box.prompt }}", "Officer")
    made.paragraph("{{ block.box.blank }}", "Officer")


def _picture(made: Paper) -> None:
    made.paragraph("{{r block.picture|drawn }}")
    made.paragraph("{{ block.picture.caption }}", "Small")


def _picture_tables(made: Paper) -> None:
    """The same facts as tables, for those who would rather read them so."""
    made.paragraph("The pictures as tables", "Heading 1")
    with made.loop("part in report.parts"), made.loop("block in part.blocks"), made.where("block.picture"):
        made.paragraph("{{ block.picture.title }}", "Heading 2")
        made.wide_table("{{ block.picture.table.caption }}", "block.picture.table.columns", "block.picture.table.rows")
        made.paragraph("", "Small")


def _verdict(made: Paper) -> None:
    made.paragraph("{{ report.decision.words }}", "Verdict")
    with made.where("report.decision.not_stated"):
        made.paragraph("{{ report.decision.not_stated }}")
    made.paragraph(
        "Score: {{ report.score.score }}{% if report.score.low is not none %} of 100{% endif %}"
        "{% if report.score.bar %}; needed: {{ report.score.bar }}{% endif %}"
    )
    made.bullets("report.decision.reasons")


def _conditions(made: Paper) -> None:
    with made.loop("one in report.decision.conditions"):
        made.paragraph("Condition {{ one.number }}: {{ one.title }}", "Heading 3")
        with made.where("one.first"):
            made.paragraph("**Order:** Before all others")
        made.paragraph("**Needed at this stage:** {{ one.needed }}")
        made.paragraph('**{{ "Now" if one.kind == "score" else "Answered" }}:** {{ one.answered }}')
        _rest(made, "one", {"lacking": "Evidence", "next_step": "Next step"})
    with made.loop("one in report.decision.facts"):
        made.paragraph("Fact {{ one.number }}: {{ one.title }}", "Heading 3")
        made.paragraph("**Now:** {{ one.why }}")
        made.paragraph("**Needed at this stage:** {{ one.needed }}")
        _rest(made, "one", {"next_step": "Next step"})


def _rest(made: Paper, of: str, labels: dict[str, str]) -> None:
    for field, label in labels.items():
        with made.where(f"{of}.{field}"):
            made.paragraph(f"**{label}:** {{{{ {of}.{field} }}}}" if label else f"{{{{ {of}.{field} }}}}")


def _gates(made: Paper) -> None:
    made.paragraph("Every gate for this stage: {{ report.decision.stage }}", "Caption line")
    made.table(
        "Every gate for this stage",
        ("Question", "Needed", "Answer", "State"),
        "gate in report.decision.gates",
        (
            "{{ gate.title }}",
            "{{ gate.needed }}",
            "{{ gate.answered }}",
            "{{ gate.state_words }}{% if gate.number %}. Condition {{ gate.number }}{% endif %}",
        ),
        (50, 45, 40, 30),
    )
    made.paragraph("", "Small")


def _score(made: Paper) -> None:
    made.paragraph("**Score: {{ report.score.score }}{% if report.score.low is not none %} of 100{% endif %}**")
    _rest(made, "report.score", {"bands": "Band", "bar": "Needed for this stage"})
    made.paragraph("{{ report.score.counts }}")
    made.bullets("report.score.remarks")
    made.paragraph("Score by section, 0 to 100", "Caption line")
    made.table(
        "Score by section, 0 to 100",
        ("Section", "Weight", "Score"),
        "section in report.score.sections",
        ("{{ section.title }}", "{{ section.weight }}", "{{ section.score }}"),
        (95, 25, 45),
    )
    made.paragraph("", "Small")


def _robustness(made: Paper) -> None:
    made.bullets("report.score.robustness")


def _recommendations(made: Paper) -> None:
    with made.loop("one in report.recommendations"):
        made.paragraph("{{ part.number }}.{{ one.number }}\t{{ one.text }}", "Numbered")
        with made.loop("item in one.items"):
            made.paragraph("{{ item.number }}.\t{{ item.text }}", "Item")
        with made.where("one.after"):
            made.paragraph("{{ one.after }}")


def _result(made: Paper, one: str) -> None:
    made.paragraph(f"{{{{ {one}.title }}}}", "Heading 2")
    made.paragraph(f"**{{{{ {one}.label }}}}**")
    _rest(made, one, {"explain": ""})
    for field, words in (("possible", "Still possible:"), ("settled_by", "Answers to these would settle it:")):
        with made.where(f"{one}.{field}"):
            made.paragraph(words)
            made.bullets(f"{one}.{field}")
    for field, words in (("criteria", "What decided it"), ("further", "Further tests")):
        with made.where(f"{one}.{field}"):
            made.paragraph(words, "Caption line")
            made.bullets(
                f"{one}.{field}",
                "{{ line.state_words }}: {{ line.label }}"
                "{% if line.next_step %} Next step: {{ line.next_step }}{% endif %}",
            )
    with made.where(f"{one}.answers"):
        made.paragraph("Answers that it looks at", "Caption line")
        made.bullets(f"{one}.answers", "{{ line.ask }} {{ line.words }}")
    made.sources(one)


def _results(made: Paper) -> None:
    with made.loop("one in report.results.results"):
        _result(made, "one")


def _outcomes(made: Paper) -> None:
    """The tests side by side: what each comes to, and no more."""
    with made.loop("one in report.results.results"):
        made.paragraph("{{ one.title }}", "Heading 2")
        made.paragraph("**{{ one.label }}**")
        _rest(made, "one", {"explain": ""})
        with made.where("one.possible"):
            made.paragraph('Still possible: {{ one.possible|join("; ") }}.')
        with made.where("one.settled_by"):
            made.paragraph(
                'It hangs on: {{ one.settled_by[:3]|join(" ") }}'
                "{% if one.settled_by|length > 3 %} And {{ one.settled_by|length - 3 }} more.{% endif %}"
            )


def _suggested(made: Paper) -> None:
    _rest(made, "report.suggestion", {"explain": ""})
    with made.where("report.suggestion.possible"):
        made.paragraph('Still possible: {{ report.suggestion.possible|join("; ") }}.')


def _tests(made: Paper) -> None:
    with made.where("report.results"):
        _results(made)
    with made.where("report.suggestion"):
        _result(made, "report.suggestion")


def _unknown(made: Paper) -> None:
    made.paragraph("Questions without an answer", "Caption line")
    made.table(
        "Questions without an answer",
        ("Question", "Section", "State", "Points that hang on it"),
        "line in report.unknown",
        (
            "{{ line.ask }}",
            "{{ line.section }}",
            "{{ line.state }}.{% if line.pending %} {{ line.pending }}{% endif %}",
            "{{ line.points }}",
        ),
        (65, 35, 40, 25),
    )
    made.paragraph("", "Small")


def _checks(made: Paper) -> None:
    with made.loop("check in report.checks"):
        made.paragraph("{{ check.message }}")
        made.sources("check")
    with made.where("report.warnings"):
        made.paragraph("About the answers file", "Heading 2")
        made.bullets("report.warnings")


def _power(made: Paper) -> None:
    with made.loop("one in report.power"):
        made.paragraph("{{ one.ask }}", "Caption line")
        made.table(
            "Who holds the votes, and the power",
            ("Group", "Votes", "Power (Banzhaf)", "Power (Shapley and Shubik)"),
            "group in one.groups",
            ("{{ group.label }}", "{{ group.share }}", "{{ group.banzhaf }}", "{{ group.shapley_shubik }}"),
            (60, 30, 35, 40),
        )
        made.paragraph("", "Small")
        made.bullets("one.remarks")


def _plan(made: Paper) -> None:
    with made.where("report.plan.first"):
        made.paragraph("These come first. Until they are settled, the plan may change:")
        made.bullets("report.plan.first")
    made.bullets("report.plan.in_the_way")
    with made.where("report.plan.steps"):
        with made.loop("step in report.plan.steps"):
            made.paragraph("{{ step.number }}.\t{{ step.ask }} **{{ step.to }}**", "Item")
        made.paragraph('{{ report.plan.then }} {{ report.plan.remarks|join(" ") }}')


def _steps(made: Paper) -> None:
    made.table(
        "The steps of the plan, gates first",
        ("Step", "From", "To", "Effort", "Score after it"),
        "step in report.plan.steps",
        (
            "{{ step.number }}. {{ step.ask }} {{ step.reason }}."
            "{% if step.next_step %} Next step: {{ step.next_step }}{% endif %}",
            "{{ step.now }}",
            "{{ step.to }}",
            "{{ step.effort }}",
            "{{ step.score }}",
        ),
        (63, 35, 35, 14, 18),
    )
    made.paragraph("", "Small")


def _method(made: Paper) -> None:
    made.bullets("report.method")


def _implications(made: Paper) -> None:
    with made.loop("box in report.implications"):
        made.paragraph("{{ box.title }}{% if box.role %} ({{ box.role }}){% endif %}", "Heading 2")
        made.paragraph("{{ box.blank }}", "Officer")
        made.bullets("box.remarks")
        _held(made, "box.lines", "short")
        with made.where("not box.lines and not box.remarks"):
            made.paragraph("No question bears on this.")


def _evidence(made: Paper) -> None:
    made.bullets("report.evidence", '{{ line.evidence }} (named for: {{ line.asks|join(" ") }})')


def _organisations(made: Paper, of: str) -> None:
    with made.loop(f"one in {of}"):
        made.paragraph("{{ one.name }}", "Heading 2")
        made.paragraph("**Status:** {{ one.status_words }}. {{ one.status_note }} As at: {{ one.as_at }}.")
        made.paragraph("**Caution:** {{ one.caveat }}")
        made.paragraph("**What to learn:** {{ one.what_to_learn }}")
        made.paragraph(
            "**About it:** {{ one.sector }}. {{ one.legal_form }}. Since: {{ one.since }}."
            "{% if one.members %} Members: {{ one.members }}.{% endif %}"
        )
        made.paragraph("**In common:** {{ one.likeness }}")
        made.sources("one")


def _comparators(made: Paper) -> None:
    _organisations(made, "report.comparators.chosen")


def _chosen(made: Paper) -> None:
    """The organisations in short: what each is, with its caution, and what to learn."""
    made.bullets(
        "report.comparators.chosen",
        "**{{ line.name }}**: {{ line.status_words }}. {{ line.status_note }} As at: {{ line.as_at }}. "
        "**Caution:** {{ line.caveat }} **To learn:** {{ line.what_to_learn }} **In common:** {{ line.likeness }}."
        '{% if line.sources %} ({{ line.sources|join(", ") }}){% endif %}',
    )


def _settles(made: Paper) -> None:
    made.bullets("report.settles")


def _facts(made: Paper) -> None:
    with made.loop("one in report.decision.facts"):
        made.paragraph("{{ one.number }}.\t{{ one.title }}", "Item")


def _lessons(made: Paper) -> None:
    made.bullets("report.lessons", "{{ line.text }}{% if line.ask %} About: {{ line.ask }}{% endif %}")


def _support(made: Paper) -> None:
    with made.loop("one in report.support"):
        made.paragraph("{{ one.who }}", "Heading 2")
        made.paragraph("{{ one.what }}{% if one.status_note %} {{ one.status_note }}{% endif %}")
        made.paragraph(
            "{{ one.status_words }}. {{ one.checked }}.{% if one.address %} {{ one.address }}{% endif %}", "Small"
        )
        made.sources("one")


def _answers(made: Paper) -> None:
    with made.loop("section in report.answers"):
        made.paragraph("{{ section.title }}", "Heading 2")
        with made.loop("line in section.lines"):
            made.paragraph("**{{ line.ask }}** ({{ line.id }})")
            made.paragraph("{{ line.words }}")
            _rest(made, "line", {"counted": "", "pending": "", "evidence": "Evidence", "note": "Note"})
        with made.where("section.not_asked"):
            made.paragraph("Not asked with these answers", "Caption line")
            made.bullets("section.not_asked")


def _scores(made: Paper) -> None:
    made.bullets("report.arithmetic.remarks")
    with made.where("report.arithmetic.overall"):
        _addition(made, "report.arithmetic.overall", "Section")
    with made.loop("sum in report.arithmetic.sections"):
        _addition(made, "sum", "Question")


def _addition(made: Paper, of: str, head: str) -> None:
    """A sum, with a table for one end of the range or for both."""
    made.paragraph(f"{{{{ {of}.title }}}}", "Heading 2")
    with made.where(f"{of}.rows"):
        for columns, widths in ((2, (95, 20, 25, 25)), (4, (75, 16, 18, 19, 18, 19))):
            with made.where(f"{of}.columns|length == {columns}"):
                made.table(
                    "A sum of weights and scores",
                    (head, "Weight", *(f"{{{{ {of}.columns[{n}] }}}}" for n in range(columns))),
                    f"row in {of}.rows",
                    (
                        "{{ row.title }}{% if row.open %} (open){% endif %}",
                        "{{ row.weight }}",
                        *(f"{{{{ row.cells[{n}] }}}}" for n in range(columns)),
                    ),
                    widths,
                )
                made.paragraph("", "Small")
    with made.loop(f"line in {of}.totals"):
        made.paragraph("**{{ line }}**")
    _rest(made, of, {"left_out": ""})
    with made.where(f"{of}.apart"):
        made.paragraph("Not in the sum", "Caption line")
        made.bullets(f"{of}.apart")


def _sources(made: Paper) -> None:
    with made.loop("one in report.sources"):
        made.paragraph(
            "**{{ one.code }}** {{ one.title }} {{ one.kind }}. {{ one.checked }}."
            "{% if one.address %} {{ one.address }}{% endif %}"
        )


def _provenance(made: Paper) -> None:
    of = "report.provenance"
    made.paragraph(
        f"**Questionnaire:** {{{{ {of}.questionnaire }}}} ({{{{ {of}.questionnaire_id }}}}), "
        f"version {{{{ {of}.version }}}}"
    )
    made.paragraph(f"**Its digest:** {{{{ {of}.questionnaire_sha256 }}}}")
    made.paragraph(
        f"**Answers file:** {{{{ {of}.answers }}}}"
        f"{{% if {of}.answers_version %}}, written for version {{{{ {of}.answers_version }}}}{{% endif %}}"
    )
    made.paragraph(f"**Its digest:** {{{{ {of}.answers_sha256 }}}}")
    made.paragraph(f"**Program:** {{{{ {of}.program }}}}")
    _rest(made, of, {"options": "Options"})
    with made.loop("line in report.lines"):
        made.paragraph("**{{ line.label }}:** {{ line.text }}")


KINDS = {
    "verdict": _verdict,
    "conditions": _conditions,
    "gates": _gates,
    "score": _score,
    "recommendations": _recommendations,
    "results": _results,
    "suggestion": lambda made: _result(made, "report.suggestion"),
    "unknown": _unknown,
    "checks": _checks,
    "power": _power,
    "settles": _settles,
    "facts": _facts,
    "outcomes": _outcomes,
    "tests": _tests,
    "suggested": _suggested,
    "robustness": _robustness,
    "method": _method,
    "steps": _steps,
    "plan": _plan,
    "implications": _implications,
    "evidence": _evidence,
    "comparators": _comparators,
    "chosen": _chosen,
    "other-comparators": lambda made: _organisations(made, "report.comparators.others"),
    "lessons": _lessons,
    "support": _support,
    "answers": _answers,
    "scores": _scores,
    "sources": _sources,
    "provenance": _provenance,
}
"""What each kind of block draws."""


def main() -> None:
    """Write the template beside this script."""
    paper().document.save(str(OUT))
    print(f"Written: {OUT.name}")


if __name__ == "__main__":
    main()
