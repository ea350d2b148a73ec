"""The verdict, its gates and conditions, the score, and what the paper recommends."""

from word_template.page import Paper


def rest(made: Paper, of: str, labels: dict[str, str]) -> None:
    """Fields that may be empty, each with its label."""
    for field, label in labels.items():
        with made.where(f"{of}.{field}"):
            made.paragraph(f"**{label}:** {{{{ {of}.{field} }}}}" if label else f"{{{{ {of}.{field} }}}}")


def verdict(made: Paper) -> None:
    """The verdict and its open gates, and after them the score."""
    made.paragraph("{{ report.decision.words }}", "Verdict")
    with made.where("report.decision.askable"):
        made.paragraph("{{ report.decision.askable }}")
    with made.where("report.decision.other"):
        made.paragraph("{{ report.decision.other }}")
    with made.where("report.decision.not_stated"):
        made.paragraph("{{ report.decision.not_stated }}")
    made.bullets("report.decision.reasons")


CONDITION = '{{r ("Condition " ~ one.number ~ ":")|numbered("condition") }}{{ one.title }}'


def conditions(made: Paper) -> None:
    """Each condition and fact in full."""
    with made.loop("one in report.decision.conditions"):
        made.paragraph(CONDITION, "Heading 3")
        with made.where("one.first"):
            made.paragraph("**Order:** Before all others")
        made.paragraph("**Needed for this decision:** {{ one.needed }}")
        rest(made, "one", {"because": "Why"})
        made.paragraph("**Today:** {{ one.answered }}")
        rest(made, "one", {"lacking": "Evidence", "next_step": "Next step"})
    with made.loop("one in report.decision.facts"):
        made.paragraph(CONDITION, "Heading 3")
        made.paragraph("**Today:** {{ one.why }}")
        made.paragraph("**Needed for this decision:** {{ one.needed }}")
        rest(made, "one", {"because": "Why", "next_step": "Next step"})


def gates(made: Paper) -> None:
    """Every gate of the stage, as a table."""
    made.paragraph("All that this decision needs: {{ report.decision.stage }}", "Caption line")
    made.table(
        "All that this decision needs",
        ("Requirement", "Needed", "Today", "State"),
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


def score(made: Paper) -> None:
    """The score by section, as a table."""
    made.paragraph("**Score: {{ report.score.told }}**")
    rest(made, "report.score", {"bands": "Band", "bar": "Needed for this decision"})
    made.paragraph("{{ report.score.counts }}")
    made.bullets("report.score.remarks")
    made.paragraph("Score by section, 0 to 100", "Caption line")
    made.table(
        "Score by section, 0 to 100",
        ("Section", "Weight", "Score"),
        "section in report.score.sections",
        ("{{ section.title }}", "{{ section.weight }}", "{{ section.score }}"),
        (95, 25, 45),
        numbers_from=1,
    )
    made.paragraph("", "Small")


def robustness(made: Paper) -> None:
    """How firm the bands are."""
    made.bullets("report.score.robustness")


PIECES = (
    "{{% for piece in {} %}}{{% if piece.slot %}}{{{{r piece.slot|typed }}}}"
    "{{% else %}}{{{{ piece.text }}}}{{% endif %}}{{% endfor %}}"
)
"""A sentence in which slots are controls."""
RECOMMENDED = '{{r (part.number ~ "." ~ one.number)|numbered("paragraph") }}'
ITEM = '{{{{r ({}.number ~ ".")|numbered("item") }}}}'


def recommendations(made: Paper) -> None:
    """What the paper recommends, numbered."""
    with made.loop("one in report.recommendations"):
        for style, test in (("Lead", "one.items"), ("Numbered", "not one.items")):
            with made.where(test):
                made.paragraph(RECOMMENDED + PIECES.format("one.fragments"), style)
        with made.loop("item in one.items"):
            made.paragraph(ITEM.format("item") + "{{ item.text }}" + PIECES.format("item.then"), "Item")
        with made.where("one.after"):
            made.paragraph("{{ one.after }}")


def settles(made: Paper) -> None:
    """The questions that settle the verdict."""
    made.bullets("report.settles")


def facts(made: Paper) -> None:
    """The facts to find, in short."""
    with made.loop("one in report.decision.facts"):
        made.paragraph(ITEM.format("one") + "{{ one.title }}", "Item")


def plan(made: Paper) -> None:
    """The steps of the plan in short."""
    with made.where("report.plan.first"):
        made.paragraph("These come first. Until they are settled, the plan may change:")
        made.bullets("report.plan.first")
    made.bullets("report.plan.in_the_way")
    with made.where("report.plan.steps"):
        with made.loop("step in report.plan.leading"):
            made.paragraph("{{ step.label }} **{{ step.to }}**", "List Bullet")
        last = "[report.plan.more, report.plan.then] + report.plan.remarks|list"
        with made.where(f"({last})|select|list"):
            made.paragraph(f'{{{{ ({last})|select|join(" ") }}}}')


def steps(made: Paper) -> None:
    """The steps of the plan, as a table."""
    made.table(
        "The steps of the plan, what the decision needs first",
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
        numbers_from=3,
    )
    made.paragraph("", "Small")
