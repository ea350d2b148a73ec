"""The classifications, side by side and in full, and who holds the votes."""

from word_template.page import Paper
from word_template.verdicts import rest


def outcomes(made: Paper) -> None:
    """The tests side by side: what each comes to, and no more."""
    made.side_by_side(
        "The tests side by side",
        "one in report.results.results",
        "{{ one.title }}",
        (
            "**{{ one.label }}**",
            "{%p if one.explain %}",
            "{{ one.explain }}",
            "{%p endif %}",
            "{%p for sentence in one.in_short %}",
            "{{ sentence }}",
            "{%p endfor %}",
        ),
    )
    made.paragraph("", "Small")


def suggested(made: Paper) -> None:
    """The suggestion in short."""
    rest(made, "report.suggestion", {"explain": ""})
    with made.where("report.suggestion.in_short"):
        made.paragraph('{{ report.suggestion.in_short|join(" ") }}')


def result(made: Paper, one: str) -> None:
    """One classification in full."""
    made.paragraph(f"{{{{ {one}.title }}}}", "Heading 2")
    made.paragraph(f"**{{{{ {one}.label }}}}**")
    rest(made, one, {"explain": ""})
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
        made.paragraph("What it rests on", "Caption line")
        made.bullets(f"{one}.answers", "{{ line.label }} {{ line.words }}")
    made.sources(one)


def results(made: Paper) -> None:
    """The classifications in full."""
    with made.loop("one in report.results.results"):
        result(made, "one")


def tests(made: Paper) -> None:
    """The classifications and the suggestion in full."""
    with made.where("report.results"):
        results(made)
    with made.where("report.suggestion"):
        result(made, "report.suggestion")


def power(made: Paper) -> None:
    """Who holds the votes, as a table."""
    with made.loop("one in report.power"):
        made.paragraph("{{ one.ask }}", "Caption line")
        made.table(
            "Who holds the votes, and the power",
            ("Group", "Votes", "Power (Banzhaf)", "Power (Shapley and Shubik)"),
            "group in one.groups",
            ("{{ group.label }}", "{{ group.share }}", "{{ group.banzhaf }}", "{{ group.shapley_shubik }}"),
            (60, 30, 35, 40),
            numbers_from=1,
        )
        made.paragraph("", "Small")
        made.bullets("one.remarks")
