"""The officers' places, the answers behind them, and the organisations to learn from."""

from word_template.page import Paper


def held(made: Paper, lines: str, words: str = "words") -> None:
    """The answers that bear on a heading."""
    made.bullets(
        lines,
        f"{{{{ line.label }}}} **{{{{ line.{words} }}}}**"
        "{% if line.evidence %} Evidence: {{ line.evidence }}{% endif %}",
    )


def officer(made: Paper) -> None:
    """A place for an officer's words; what stands in a table has its number and its label above it."""
    with made.where("not block.text and block.number and block.box.slot.shape == 'table'"):
        made.paragraph('{{r block.number|numbered("paragraph") }}{{ block.box.slot.label }}:', "Lead")
    with made.where("block.text or not block.number or block.box.slot.shape == 'table'"):
        made.paragraph("{{p block.box.slot|written(none, 624) }}")
    with made.where("block.number and not block.text and block.box.slot.shape != 'table'"):
        made.paragraph("{{p block.box.slot|written(block.number, 624) }}")


def implications(made: Paper) -> None:
    """A place for each officer, and under it what the answers hold, in one paragraph."""
    with made.loop("box in report.implications"):
        made.paragraph("{{ box.title }}{% if box.role %} ({{ box.role }}){% endif %}", "Heading 2")
        with made.where("box.slot.filled or box.slot.withheld or box.slot.needed"):
            made.paragraph("{{p box.slot|written }}")
        with made.loop("slot in box.more"):
            made.paragraph("{{ slot.label }}", "Heading 3")
            made.paragraph("{{p slot|written }}")
        with made.where("box.lines or box.remarks"):
            made.paragraph(
                "From the answers: {% for remark in box.remarks %}{{ remark }} {% endfor %}"
                "{% for line in box.lines %}{{ line.label }} **{{ line.words }}**"
                '{% if line.evidence %} (evidence: {{ line.evidence.rstrip(".") }}){% endif %}'
                '{% if line.evidence or line.words[-1:] != "." %}.{% endif %}{% if not loop.last %} {% endif %}'
                "{% endfor %}",
                "Small",
            )


def evidence(made: Paper) -> None:
    """The evidence that the answers name."""
    made.bullets("report.evidence", "{{ line.evidence }}")


def organisations(made: Paper, of: str) -> None:
    """Organisations to learn from, in full."""
    with made.loop(f"one in {of}"):
        made.paragraph("{{ one.name }}", "Heading 2")
        made.paragraph("**Status:** {{ one.status_told }} As at: {{ one.as_at }}.")
        made.paragraph("**To know:** {{ one.caveat }}")
        made.paragraph("**What to learn:** {{ one.what_to_learn }}")
        made.paragraph(
            "**About it:** {{ one.sector }}. {{ one.legal_form }}. Since: {{ one.since }}."
            "{% if one.members %} Members: {{ one.members }}.{% endif %}"
        )
        made.paragraph("**In common:** {{ one.likeness }}")
        made.sources("one")


def comparators(made: Paper) -> None:
    """Those chosen, in full."""
    organisations(made, "report.comparators.chosen")


def chosen(made: Paper) -> None:
    """The organisations in short: what each is, with its caution, and what to learn."""
    made.bullets(
        "report.comparators.chosen",
        "**{{ line.name }}.** {{ line.status_told }} As at: {{ line.as_at }}. "
        "**To know:** {{ line.caveat }} **To learn:** {{ line.what_to_learn }}"
        '{% if line.sources %} (Sources: {{ line.sources|join(", ") }}){% endif %}',
        "List small",
    )
