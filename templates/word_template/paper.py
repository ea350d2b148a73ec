"""The whole template: the title block, then each heading with what stands under it."""

from word_template import appendices, mutuals, officers, verdicts
from word_template.page import Paper


def paper() -> Paper:
    """The whole template."""
    made = Paper()
    made.paragraph("{{ report.about }}", "About")
    made.paragraph(TITLE, "Title")
    with made.loop("pair in report.head|batch(2)"):
        made.paragraph(_line("pair[0]") + "{% if pair[1] is defined %}\t" + _line("pair[1]") + "{% endif %}", "Head")
    for field, label in SIGNS.items():
        with made.where(f"report.{field}"):
            made.paragraph(f"**{label}.** {{{{ report.{field} }}}}")
    with made.loop("part in report.parts"):
        with made.where('part.appendix and part.number == "A"'):
            made.paragraph(APPENDIX, "Heading 1", new_page=True)
        with made.where('part.appendix and part.number != "A"'):
            made.paragraph(APPENDIX, "Heading 1")
        with made.where("not part.appendix"):
            made.paragraph('{{r part.number|numbered("part") }}{{ part.title }}', "Heading 1")
        with made.loop("block in part.blocks"):
            _block(made)
        with made.where("loop.first"):
            made.bullets("report.notes", style="Note")
    _picture_tables(made)
    return made


TITLE = "{% if report.title_slot %}{{r report.title_slot|typed }}{% else %}{{ report.title }}{% endif %}"


def _line(line: str) -> str:
    """A line of the title block, of which what is a slot is a control."""
    text = f"{{% if {line}.slot %}}{{{{r {line}.slot|typed }}}}{{% else %}}{{{{ {line}.text }}}}{{% endif %}}"
    return f"**{{{{ {line}.label }}}}:** {text}"


APPENDIX = '{{r ("Appendix " ~ part.number ~ ".")|numbered("appendix") }}{{ part.title }}'
ALONE = ("paragraph",)
"""Kinds whose first sentence may be the last of a page."""
SIGNS = {"restricted": "Not for publication", "incomplete": "Incomplete", "left_out": "Answers left out"}
"""What must be seen before all else, where it holds."""


def _block(made: Paper) -> None:
    for style, test in (("Numbered", "in"), ("Lead", "not in")):
        with made.where(f"block.text and block.number and block.kind {test} {ALONE}"):
            made.paragraph('{{r block.number|numbered("paragraph") }}{{ block.text }}', style)
    with made.where("block.text and not block.number"):
        made.paragraph("{{ block.text }}")
    with made.where('block.kind == "held"'):
        officers.held(made, "block.lines")
    with made.where('block.kind == "officer"'):
        officers.officer(made)
    with made.where('block.kind == "picture"'):
        _picture(made)
    for kind, draw in KINDS.items():
        with made.where(f'block.kind == "{kind}"'):
            draw(made)


def _picture(made: Paper) -> None:
    made.paragraph("{{r block.picture|drawn }}", "Picture")
    with made.where("block.picture.caption"):
        made.paragraph("{{ block.picture.caption }}", "Small")


def _picture_tables(made: Paper) -> None:
    """The same facts as tables, for those who would rather read them so."""
    made.unnumbered("The pictures as tables", "Heading 1")
    with made.loop("part in report.parts"), made.loop("block in part.blocks"), made.where("block.picture"):
        made.paragraph("{{ block.picture.title }}", "Heading 2")
        made.wide_table("{{ block.picture.table.caption }}", "block.picture.table")
        made.paragraph("", "Small")


KINDS = {
    "verdict": verdicts.verdict,
    "conditions": verdicts.conditions,
    "gates": verdicts.gates,
    "score": verdicts.score,
    "recommendations": verdicts.recommendations,
    "results": mutuals.results,
    "suggestion": lambda made: mutuals.result(made, "report.suggestion"),
    "unknown": appendices.unknown,
    "checks": appendices.checks,
    "power": mutuals.power,
    "settles": verdicts.settles,
    "facts": verdicts.facts,
    "outcomes": mutuals.outcomes,
    "tests": mutuals.tests,
    "suggested": mutuals.suggested,
    "robustness": verdicts.robustness,
    "method": appendices.method,
    "steps": verdicts.steps,
    "plan": verdicts.plan,
    "implications": officers.implications,
    "evidence": officers.evidence,
    "comparators": officers.comparators,
    "chosen": officers.chosen,
    "other-comparators": lambda made: officers.organisations(made, "report.comparators.others"),
    "lessons": appendices.lessons,
    "support": appendices.support,
    "answers": appendices.answers,
    "scores": appendices.scores,
    "sources": appendices.sources,
    "provenance": appendices.provenance,
}
"""What each kind of block draws."""
