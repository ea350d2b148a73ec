"""Questionnaires: any that stands in a folder or a file, read as plain data, and made ones of any length.

Nothing of spinout is used to read them, so that what is shown can be compared with what spinout shows.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

SHIPPED = Path(__file__).parent.parent / "questions"
LEVELS = ["Nothing yet", "A first talk", "A draft", "Agreed", "In use"]
STAGES = ["begin", "go"]
WORDS = ["red", "blue", "green", "grey", "gold", "pink"]
DECISION = "about.decision"


@dataclass(frozen=True)
class Form:
    """A questionnaire: its questions by their full ids, every word of them as it is written."""

    path: Path
    id: str
    version: str
    sections: dict[str, dict[str, Any]]
    questions: dict[str, dict[str, Any]]
    top_level_needs_evidence: bool

    def loses_a_level(self, question: dict[str, Any]) -> bool:
        """Whether the top level of a question counts one lower without evidence."""
        wanted = self.top_level_needs_evidence and question.get("evidence_needed") != "false"
        return wanted and question["type"] == "scale" and len(question["levels"]) > 2


def read(path: Path) -> Form:
    """The questionnaire in a folder, or in a file with its sections."""
    data = _plain(path / "questionnaire.yaml" if path.is_dir() else path)
    sections = [_plain(path / one) if isinstance(one, str) else one for one in data["sections"]]
    return Form(
        path=path,
        id=data["id"],
        version=data["version"],
        sections={section["id"]: section for section in sections},
        questions={f"{s['id']}.{question['id']}": question for s in sections for question in s["questions"]},
        top_level_needs_evidence=data.get("scoring", {}).get("top_level_needs_evidence") == "true",
    )


def _plain(path: Path) -> Any:
    """The data of a file; every scalar is text, so that `yes` stays yes."""
    return yaml.load(path.read_bytes(), Loader=yaml.CBaseLoader)


def write(path: Path, questionnaire: dict[str, Any]) -> Form:
    """Keep a questionnaire in a file, and read it back."""
    path.write_text(yaml.dump(questionnaire, Dumper=_WithoutAnchors, sort_keys=False), encoding="utf-8")
    return read(path)


class _WithoutAnchors(yaml.CSafeDumper):
    """What stands twice is written twice: spinout refuses anchors."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def mixed(questions: int, conditions: int, sections: int, *, seed: int = 1, gates: bool = False) -> dict[str, Any]:
    """A questionnaire of all scored types; so many of its questions hang on an earlier one.

    With gates it has two stages, and each third question is essential for one. The question of the decision
    counts among them.
    """
    chance = random.Random(f"mixed/{seed}")
    hanging = set(chance.sample(range(questions // 10 + 1, questions), conditions))
    asked: list[tuple[str, dict[str, Any]]] = []
    for number in range(1, questions):
        # one after another in their sections, so that an earlier number is an earlier question
        section = f"s{(number - 1) * sections // (questions - 1)}"
        question = {"id": f"q{number}", "ask": f"What about matter {number}?", **chance.choice(KINDS)(chance)}
        question |= {"weight": number % 3 + 1, "next_step": "Talk to those whom it concerns."}
        if number in hanging:
            question["show_if"] = _condition(*chance.choice(asked), chance)
        if gates and number % 3 == 0 and question["type"] == "scale":
            question["essential"] = {chance.choice(STAGES): {"at_least": chance.randint(1, 3)}}
        asked.append((f"{section}.q{number}", question))
    return _whole(asked)


def of_questions(*questions: dict[str, Any]) -> dict[str, Any]:
    """A questionnaire of one section with these questions."""
    return _whole([(f"s.{question['id']}", question) for question in questions])


def _whole(asked: list[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    sections: dict[str, dict[str, Any]] = {}
    for ident, question in asked:
        section = ident.partition(".")[0]
        sections.setdefault(section, {"id": section, "title": f"Part {section[1:]}", "questions": []})
        sections[section]["questions"].append(question)
    stages = [{"id": stage, "label": stage.title()} for stage in STAGES]
    decision = {"id": "decision", "ask": "What is asked for?", "type": "choice", "options": stages}
    return {
        "id": "made",
        "title": "A made questionnaire",
        "version": "1",
        "scoring": {"bands": [{"id": "low", "label": "Low", "from": 0}, {"id": "high", "label": "High", "from": 50}]},
        "decision": {
            "asked_by": DECISION,
            "stages": [{**stage, "ready_from": 40 + 30 * n} for n, stage in enumerate(stages)],
        },
        "sections": [
            {"id": "about", "title": "About it", "weight": 0, "questions": [decision]},
            *sections.values(),
        ],
    }  # fmt: skip


def options(count: int) -> list[dict[str, Any]]:
    """So many options."""
    return [{"id": f"o{number}", "label": f"Option {number}"} for number in range(count)]


def _scale(chance: random.Random) -> dict[str, Any]:  # noqa: ARG001 - each kind is made alike
    return {"type": "scale", "levels": LEVELS}


def _choice(chance: random.Random) -> dict[str, Any]:
    count = chance.randint(3, 6)
    return {
        "type": "choice",
        "options": [{"id": w, "label": w.title(), "score": n / 10} for n, w in enumerate(WORDS[:count])],
    }


def _multi(chance: random.Random) -> dict[str, Any]:
    rows = [{"from": 3, "includes_all": ["o0"], "score": 1}, {"from": 2, "score": 0.5}, {"score": 0}]
    return {"type": "multi", "options": options(chance.randint(4, 8)), "score": rows}


def _yes_no(chance: random.Random) -> dict[str, Any]:  # noqa: ARG001
    return {"type": "yes-no"}


def _number(chance: random.Random) -> dict[str, Any]:  # noqa: ARG001
    rows = [{"from": 0, "score": 0}, {"from": 25, "score": 0.4}, {"from": 60, "score": 1}]
    return {"type": "number", "min": 0, "max": 100, "integer": True, "score": rows}


KINDS: tuple[Callable[[random.Random], dict[str, Any]], ...] = (
    _scale,
    _scale,
    _scale,
    _choice,
    _multi,
    _yes_no,
    _number,
)
"""Scales most often, as people write questionnaires."""


def _condition(ident: str, question: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    match question["type"]:
        case "scale":
            return {"question": ident, "at_least": chance.randint(1, 3)}
        case "number":
            return {"question": ident, "more_than": 20}
        case "yes-no":
            return {"question": ident, "is": "yes"}
        case "choice":
            return {"question": ident, "is": WORDS[:2]}
        case _:
            return {"question": ident, "includes_any": ["o0", "o1"]}
