"""The slots that a paper declares: what is read of them, and what is wrong with them."""

from typing import Any

import yaml

from spinout.core.problems import Problem
from spinout.core.questionnaire import Paper
from spinout.core.slots import Slot, SlotColumn
from spinout.use_cases.questionnaires import BrokenQuestionnaire, load_questionnaire
from stories import CHECKOUT

PAPER = """
notes: []
title_block:
  - {id: meeting, label: Meeting}
  - {id: held, label: Held on, shape: date, prompt: The day., needed: false}
headings:
  - id: next
    title: Next
    questions: [about.body]
    officer: Say what is next.
    slots:
      - id: dates
        label: Dates
        shape: table
        needed: true
        columns: [{id: body, label: Body, shape: line}, {id: what, label: What}]
      - {id: risk, label: Risk, questions: [about.decision], role: Risk lead}
implications:
  - {id: finance, title: Finance, officer: Chief finance officer, questions: [], needed: false}
slots:
  recommendations: [{id: director, label: Director, shape: line}]
  conditions: [{id: owner, label: Owner, shape: line, needed: true}]
"""


def paper(tmp_path: Any, text: str) -> Paper | tuple[Problem, ...]:
    """The paper of the shipped questionnaire with this in place of its own, or all that is wrong with it."""
    folder = tmp_path / "questions"
    folder.mkdir()
    for file in (CHECKOUT / "questions").glob("*.yaml"):
        if file.name != "paper.yaml":
            (folder / file.name).write_bytes(file.read_bytes())
    made = yaml.safe_load(text)
    for name in ("headings", "appendices", "implications", "pictures", "notes"):
        made.setdefault(name, [])
    (folder / "paper.yaml").write_text(yaml.safe_dump(made | {"pages_at_most": 6}, sort_keys=False), encoding="utf-8")
    found = load_questionnaire(folder)
    if isinstance(found, BrokenQuestionnaire):
        return found.problems
    assert found.questionnaire.reference.paper is not None
    return found.questionnaire.reference.paper


def test_slots_are_read(tmp_path: Any) -> None:
    """Of a line, a heading in short and in full, an implication, and those of the lists under their names."""
    found = paper(tmp_path, PAPER)
    assert isinstance(found, Paper), found
    assert found.every_slot == (
        Slot("meeting", "Meeting", "line", needed=True),
        Slot("held", "Held on", "date", "The day."),
        Slot("next", "Next", "text", "Say what is next.", needed=True, questions=("about.body",)),
        Slot(
            "dates", "Dates", "table", needed=True, questions=("about.body",),
            columns=(SlotColumn("body", "Body", "line"), SlotColumn("what", "What", "text")),
        ),
        Slot("risk", "Risk", "text", role="Risk lead", questions=("about.decision",)),
        Slot("implications.finance", "Finance", "text", role="Chief finance officer"),
        Slot("recommendations.director", "Director", "line"),
        Slot("conditions.owner", "Owner", "line", needed=True),
    )  # fmt: skip


def test_what_is_wrong_with_slots_is_told(tmp_path: Any) -> None:
    """Two of one id, a table without columns and columns without a table, no such shape, list, field or question."""
    found = paper(
        tmp_path,
        """
title_block: [{id: next, label: Next}, {id: odd, label: Odd, shape: table}]
headings:
  - id: a
    title: A
    slots:
      - {id: next, label: Again}
      - {id: bare, label: Bare, shape: table}
      - {id: more, label: More, columns: [{id: x, label: X}]}
      - {id: form, label: Form, shape: page, ask: x, questions: [about.nothing]}
      - {label: None}
slots: {conditons: []}
""",
    )
    assert isinstance(found, tuple)
    assert sorted((problem.code.value, problem.path[-1]) for problem in found) == [
        ("duplicate-id", "id"), ("missing-field", 1), ("missing-field", 2), ("missing-field", 4),
        ("unknown-field", "ask"), ("unknown-field", "conditons"), ("unknown-question", 0),
        ("unknown-word", "shape"), ("unknown-word", "shape"),
    ]  # fmt: skip
