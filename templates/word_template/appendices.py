"""What stands in the appendices: what is not known, every answer, the sums, and where it all came from."""

from word_template.page import Paper
from word_template.verdicts import rest


def unknown(made: Paper) -> None:
    """What is not known, as a table."""
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
        numbers_from=3,
    )
    made.paragraph("", "Small")


def checks(made: Paper) -> None:
    """The points to check."""
    with made.loop("check in report.checks"):
        made.paragraph("{{ check.message }}")
        made.sources("check")
    with made.where("report.warnings"):
        made.paragraph("About the answers file", "Heading 2")
        made.bullets("report.warnings")


def lessons(made: Paper) -> None:
    """What others could learn."""
    made.bullets("report.lessons", "{{ line.text }}{% if line.ask %} About: {{ line.ask }}{% endif %}")


def support(made: Paper) -> None:
    """Where help may be had."""
    with made.loop("one in report.support"):
        made.paragraph("{{ one.who }}", "Heading 2")
        made.paragraph("{{ one.what }}{% if one.status_note %} {{ one.status_note }}{% endif %}")
        made.paragraph(
            "{{ one.status_words }}. {{ one.checked }}.{% if one.address %} {{ one.address }}{% endif %}", "Small"
        )
        made.sources("one")


def answers(made: Paper) -> None:
    """Every answer, section by section."""
    with made.loop("section in report.answers"):
        made.paragraph("{{ section.title }}", "Heading 2")
        with made.loop("line in section.lines"):
            made.paragraph("**{{ line.ask }}** ({{ line.id }})", "Question")
            made.paragraph("{{ line.words }}")
            rest(made, "line", {"counted": "", "pending": "", "evidence": "Evidence", "note": "Note"})
        with made.where("section.not_asked"):
            made.paragraph("Does not arise with these answers", "Caption line")
            made.bullets("section.not_asked")


def scores(made: Paper) -> None:
    """The sums behind the scores."""
    made.bullets("report.arithmetic.remarks")
    with made.where("report.arithmetic.overall"):
        addition(made, "report.arithmetic.overall", "Section")
    with made.loop("sum in report.arithmetic.sections"):
        addition(made, "sum", "Question")


def addition(made: Paper, of: str, head: str) -> None:
    """A sum, with a table for one end of the range or for both."""
    made.paragraph(f"{{{{ {of}.title }}}}", "Heading 2")
    with made.where(f"{of}.rows"):
        for columns, widths in ((2, (90, 20, 27, 30)), (4, (54, 18, 23, 25, 23, 25))):
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
                    numbers_from=1,
                )
                made.paragraph("", "Small")
    with made.loop(f"line in {of}.totals"):
        made.paragraph("**{{ line }}**")
    rest(made, of, {"left_out": ""})
    with made.where(f"{of}.apart"):
        made.paragraph("Not in the sum", "Caption line")
        made.bullets(f"{of}.apart")


def sources(made: Paper) -> None:
    """The sources named."""
    with made.loop("one in report.sources"):
        made.paragraph(
            "**{{ one.code }}** {{ one.title }} {{ one.kind }}. {{ one.checked }}."
            "{% if one.address %} {{ one.address }}{% endif %}"
        )


def method(made: Paper) -> None:
    """How the scoring works."""
    made.bullets("report.method")


def provenance(made: Paper) -> None:
    """What the report was made from."""
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
    rest(made, of, {"options": "Options"})
    with made.loop("line in report.lines"):
        made.paragraph("**{{ line.label }}:** {{ line.text }}")
