"""Row 14: valid questionnaires that would make work without end where something is listed that may be counted.

Each is made here, up to 300 questions long, and is checked before it counts.
"""

import math
import random
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import answers
import questionnaires
from questionnaires import STAGES, mixed, of_questions, options
from rows import Part, Place, Row
from running import spinout, timed

PATIENCE = 30
"""Seconds, after which a command counts as one without end."""
NAMES = [f"o{number}" for number in range(40)]
SCALE = {"type": "scale", "levels": questionnaires.LEVELS}
FIT_ALL = {"from": 0, "score": 0}


def _shown_by_options() -> dict[str, Any]:
    """A question for each of many options."""
    multi = {"id": "m", "ask": "Which?", "type": "multi", "options": options(28)}
    hanging = (
        {"id": f"q{n}", "ask": "How far?", **SCALE, "show_if": {"question": "s.m", "includes": NAMES[n]}}
        for n in range(28)
    )
    return of_questions(multi, *hanging)


def _rows_of_options() -> dict[str, Any]:
    """A score that each of many options gives by itself."""
    rows = [{"includes_all": [NAMES[n]], "score": round(1 - n / 30, 2)} for n in range(24)]
    return of_questions(
        {"id": "m", "ask": "Which?", "type": "multi", "options": options(24), "score": [*rows, FIT_ALL]}
    )


def _knock_outs() -> dict[str, Any]:
    """An outcome of a model in use: forty statements in one question, some of which must be true."""
    rows = [
        {"from": 30, "includes_all": NAMES[:12], "score": 1},
        {"from": 20, "includes_all": NAMES[:12], "score": 0.6},
        {"includes_any": NAMES[12:20], "score": 0.3},
        FIT_ALL,
    ]
    made = {"id": "m", "ask": "Which are true?", "type": "multi", "options": options(40), "score": rows}
    gate = {stage: {"includes_all": NAMES[: 6 * n]} for n, stage in enumerate(STAGES, start=1)}
    counted = {"question": "s.m", "count_of": NAMES[20:40], "at_least": 9}
    return of_questions(made | {"essential": gate}, {"id": "q", "ask": "How far?", **SCALE, "show_if": counted})


def _subsets() -> dict[str, Any]:
    """Questions that hang on how many of changing sets of options are chosen."""
    chance = random.Random("subsets")
    multi = {"id": "m", "ask": "Which?", "type": "multi", "options": options(32)}
    hanging = []
    for number in range(40):
        condition = {
            "question": "s.m",
            "count_of": sorted(chance.sample(NAMES[:32], 12)),
            "at_least": chance.randint(2, 9),
        }
        hanging.append({"id": f"q{number}", "ask": "How far?", **SCALE, "show_if": condition})
    return of_questions(multi, *hanging)


def _open_choices() -> dict[str, Any]:
    """Twelve open choices that decide together, four to the twelfth ways."""
    words = [{"id": word, "label": word.title(), "score": n / 4} for n, word in enumerate(questionnaires.WORDS[:4])]
    deciding = [{"id": f"c{n}", "ask": "Which?", "type": "choice", "options": words} for n in range(12)]
    hanging = []
    for number in range(60):
        parts = [{"question": f"s.c{(number + step) % 12}", "is": words[number % 4]["id"]} for step in (0, 5, 7)]
        hanging.append(
            {"id": f"q{number}", "ask": "How far?", **SCALE, "show_if": {"any" if number % 2 else "all": parts}}
        )
    return of_questions(*deciding, *hanging)


def _outcomes() -> dict[str, Any]:
    """A classification of fifteen outcomes, each of which hangs on other open questions."""
    chance = random.Random("outcomes")
    outcomes: list[dict[str, Any]] = []
    for number in range(15):
        asked = chance.sample(range(25), 4)
        parts = [{"question": f"s.q{one}", "at_least": chance.randint(1, 4)} for one in asked]
        outcomes.append(
            {"id": f"k{number}", "label": f"Kind {number}", "when": {"all": [*parts[:2], {"any": parts[2:]}]}}
        )
    outcomes.append({"id": "rest", "label": "None of these", "otherwise": True})
    made = of_questions(*({"id": f"q{n}", "ask": "How far?", **SCALE} for n in range(25)))
    return made | {"rules": [{"classifications": [{"id": "kind", "title": "Kind", "outcomes": outcomes}]}]}


KINDS: dict[str, tuple[Callable[[], dict[str, Any]], tuple[float, ...]]] = {
    "28 options show a question each": (_shown_by_options, (0, 0.5, 1)),
    "24 options score by themselves": (_rows_of_options, (0,)),
    "an outcome of 40 options": (_knock_outs, (0, 1)),
    "40 counts of 32 options": (_subsets, (0, 0.5, 1)),
    "12 open choices decide": (_open_choices, (0, 0.5)),
    "15 outcomes of 25 questions": (_outcomes, (0, 0.5)),
    "150 questions, gates": (lambda: mixed(150, 45, 13, seed=8, gates=True), (0, 0.7)),
    "300 questions, gates": (lambda: mixed(300, 90, 20, seed=9, gates=True), (0, 0.5, 0.9)),
}
"""How a questionnaire is made, and which shares of it are answered."""


def _beside_check(name: str, *words: str) -> Callable[[Place], list[Part]]:
    """A command ÷ `check` of the same answers, for each kind of questionnaire."""

    def measure(place: Place) -> list[Part]:
        return [
            Part(f"{kind}, {share:.0%} answered", list(_ratios(place, name, *words, given=given)))
            for kind, share, given in _cases(place)
        ]

    return measure


def _cases(place: Place) -> Iterator[tuple[str, float, tuple[Path, str, Path]]]:
    """Each kind with each share of answers, and the words that name the files; the questionnaire is valid."""
    for number, (kind, (made, shares)) in enumerate(KINDS.items()):
        form = questionnaires.write(place.folder / f"growth-{number}.yaml", made())
        spinout("check", form.path, patience=PATIENCE)()
        for share in shares[:1] if place.quick else shares:
            file = place.folder / f"growth-{number}-{share:g}-answers.yaml"
            file.write_text(answers.as_yaml(answers.document(form, 1, answered=share)), encoding="utf-8")
            yield kind, share, (file, "--questions", form.path)


def _ratios(place: Place, name: str, *words: str, given: tuple[Path, str, Path]) -> Iterator[float]:
    work = spinout(name, *given, *(word.format(folder=place.folder) for word in words), patience=PATIENCE)
    check = spinout("check", *given, patience=PATIENCE)
    for _ in range(place.runs):
        try:
            yield timed(work).clock / timed(check).clock
        except subprocess.TimeoutExpired:
            yield math.inf
            return


ROWS = (
    Row(14, "a valid questionnaire of up to 300 questions: `score` ÷ `check`", _beside_check("score"), most=5),
    Row(14, "the same: `report` ÷ `check`", _beside_check("report", "-o", "{folder}/r.html", "--force"), most=10),
)
